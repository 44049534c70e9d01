"""The pages of ready answers: added, changed, removed, for all tickets or those of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.configuration.menu_pages import settings_of
from tests.staff_log.reception import sets
from tests.web.visiting import Visited

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

    from tickets.replies.rules import ReadyAnswer

pytestmark = pytest.mark.asyncio


async def answers_of(server: Server) -> tuple[ReadyAnswer, ...]:
    """All ready answers, as they are stored."""
    found: tuple[ReadyAnswer, ...] = await server.sim.part("ReadyAnswerStore").of(server.guild.id)
    return found


async def texts(server: Server) -> dict[str, str]:
    """What each of them says."""
    return {one.name: one.text for one in await answers_of(server)}


async def an_answer(server: Server) -> ReadyAnswer:
    """The one ready answer of a server, which is made here."""
    await sets(server, "reply add Rules Please read the rules.")
    (found,) = await answers_of(server)
    return found


async def test_added_changed_removed(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A mistake stands beside its field, and what was typed is kept."""
    server = tickets_ready
    await sets(server, "type create Support")
    (kind,) = (await settings_of(server)).types
    page = await Visited(dashboard, administrator, "answers").opened()
    await page.sends(name="Rules", text="Hello {usr}", type=str(kind.id))
    assert page.refused().keys() == {"text"}
    assert page.fields()["name"]["texts"] == ["Rules"]
    assert await answers_of(server) == ()
    await page.sends(text="Hello {user}\r\nread this")
    (found,) = await answers_of(server)
    assert (found.text, found.type_id) == ("Hello {user}\nread this", kind.id)
    assert [one["kind"] for one in page.shown["answers"]] == ["Support"]
    await page.sends(name="rules", text="Again")
    assert page.refused().keys() == {"name"}
    assert len(await answers_of(server)) == 1

    page = await Visited(dashboard, administrator, "answer", ready=str(found.id)).opened()
    await page.sends()
    assert "nothing was saved" in page.notes
    await page.sends(text="x" * 300_000, name="")
    assert page.refused().keys() == {"name", "text"}
    assert all(len(one) < 300 for one in page.refused().values())
    await page.sends(name="Our rules", text="Short", type="0")
    (found,) = await answers_of(server)
    assert (found.name, found.text, found.type_id) == ("Our rules", "Short", None)
    await page.presses("delete")
    assert page.answer["redirect_url"].endswith("/answers")
    assert await answers_of(server) == ()


async def test_another_admin_meanwhile(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Two who change different fields both have their way; the same field is shown first."""
    server = tickets_ready
    ready = str((await an_answer(server)).id)
    mine = await Visited(dashboard, administrator, "answer", ready=ready).opened()
    theirs = await Visited(dashboard, server.owner, "answer", ready=ready).opened()
    await theirs.sends(name="Theirs")
    await mine.sends(text="Mine")
    assert await texts(server) == {"Theirs": "Mine"}
    assert "Someone else has changed something here" in mine.notes
    await theirs.opened()
    await theirs.sends(text="Theirs, too")
    await mine.sends(text="Mine again")
    assert "Theirs, too" in mine.refused()["text"]
    assert await texts(server) == {"Theirs": "Theirs, too"}
    await mine.sends()
    assert await texts(server) == {"Theirs": "Mine again"}
    await theirs.presses("delete")
    await mine.sends(text="Too late")
    assert mine.refusal[0] == 404


async def test_at_the_same_moment(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """What is stored by command while the page is being saved isn't lost."""
    server = tickets_ready
    ready = await an_answer(server)
    page = await Visited(dashboard, administrator, "answer", ready=str(ready.id)).opened()
    store = server.sim.part("ReadyAnswerStore")
    whole = store.change

    async def late(new: ReadyAnswer) -> ReadyAnswer:
        store.change = whole
        await sets(server, "reply edit Rules Other rules.")
        changed: ReadyAnswer = await whole(new)
        return changed

    store.change = late
    await page.sends(name="Renamed")
    assert await texts(server) == {"Renamed": "Other rules."}


async def test_forged(dashboard: Dashboard, tickets_ready: Server, administrator: Person) -> None:
    """Nonsense, and people who may not: one sentence, nothing stored."""
    server = tickets_ready
    ready = await an_answer(server)
    before = await answers_of(server)
    page = await Visited(dashboard, administrator, "answer", ready=str(ready.id)).opened()
    for type_id in ("77", "x", "9" * 50, "<b>"):
        form = {**page.form, "was.type": ['["0"]'], "s.type": [type_id], "s.text": ["Forged"]}
        answer = await Visited(dashboard, administrator, page.name, **page.query).sends_form(form)
        assert "Nothing was saved yet" in answer.notes
        listed = await Visited(dashboard, administrator, "answers").sends_form(
            {**form, "was.name": ['[""]'], "was.text": ['[""]']}
        )
        assert "Nothing was saved yet" in listed.notes
    for forged in ("", "77", "x", "٣", "9" * 40):
        answer = await Visited(dashboard, administrator, "answer", ready=forged).opened()
        assert answer.refusal[0] == 404
        assert (await answer.sends_form({"delete": ["on"]})).refusal[0] == 404
    for person in (server.alice, server.moderator):
        for name in ("answers", "answer"):
            answer = await Visited(dashboard, person, name, ready=str(ready.id)).opened()
            assert answer.refusal[0] == 403
            assert (await answer.sends_form({**page.form, "delete": ["on"]})).refusal[0] == 403
    assert await answers_of(server) == before
