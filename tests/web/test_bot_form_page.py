"""The page of a form: its questions are written, sorted, added and removed, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import settings_of
from tests.staff_log.reception import sets
from tests.web.visiting import Visited
from tickets.lifecycle.settings import FormSettings

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

    from tickets.core.form import Form

pytestmark = pytest.mark.asyncio


async def form_of(server: Server, type_id: int | None = None) -> Form:
    """The form that counts for tickets of a type."""
    settings = (await settings_of(server)).for_type(type_id)
    form: Form = settings[FormSettings].form
    return form


async def labels(server: Server, type_id: int | None = None) -> list[str]:
    """What is asked, in order."""
    return [one.label for one in (await form_of(server, type_id)).questions]


async def asked(server: Server, person: Person, dashboard: Dashboard, *texts: str) -> Visited:
    """A form page after it was filled with questions."""
    page = await Visited(dashboard, person, "form").opened()
    for number, text in enumerate(texts, 1):
        page.writes(f"n{number}", label=text)
    await page.sends()
    assert await labels(server) == list(texts)
    return page


async def test_a_form_is_written(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Added, changed, sorted, removed: one *Save*; a member is asked just that."""
    page = await asked(tickets_ready, administrator, dashboard, "Who?", "What?", "Where?")
    assert "✅ Saved." in page.notes
    await page.sends()
    assert "nothing was saved" in page.notes
    page.writes("2", label="What exactly?", hint="Every detail", required=None)
    page.writes("n1", label="Which?", kind="one", choices="Red\r\nBlue")
    await page.sorts("n1", "2", "1").sends()
    form = await form_of(tickets_ready)
    assert [one.label for one in form.questions] == ["Which?", "What exactly?", "Who?"]
    assert [one.id for one in form.questions] == [4, 2, 1]
    assert form.questions[0].choices == ("Red", "Blue")
    assert not form.questions[1].required
    asked_now = await tickets_ready.alice.runs("ticket")
    assert "What exactly?" in str(asked_now.modal)


async def test_all_or_nothing(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A refusal stands beside its field, what was typed is kept, and nothing is stored."""
    page = await asked(tickets_ready, administrator, dashboard, "Who?", "What?")
    before = await form_of(tickets_ready)
    page.writes("1", label="x" * 50_000).writes("n1", label="Which?", kind="several", choices="a")
    await page.sorts("n1", "2", "1").sends()
    assert await form_of(tickets_ready) == before
    assert page.refused_items().keys() == {("1", "label"), ("n1", "choices")}
    assert all(len(one) < 300 for one in page.refused_items().values())
    assert "Nothing was saved yet" in page.notes
    assert page.form["order"] == ["n1", "2", "1"]
    assert page.form["i.n1.label"] == ["Which?"]
    page.writes("1", label="Who then?").writes("n1", choices="a\nb")
    await page.sends()
    assert await labels(tickets_ready) == ["Which?", "What?", "Who then?"]


async def test_room_for_five(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """More than a form holds is refused above the list; the opening reason is one of them."""
    page = await asked(tickets_ready, administrator, dashboard, *"abcd")
    await sets(tickets_ready, "openreason on")
    await page.opened()
    assert page.shown["list"]["most"] == 4
    page.writes("n1", label="e")
    await page.sends()
    assert "room for 5" in page.said
    assert page.form["order"][-1] == "n1"
    assert await labels(tickets_ready) == list("abcd")


async def test_another_admin_meanwhile(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Two at one form: neither's change is lost, and the same question is shown first."""
    mine = await asked(tickets_ready, administrator, dashboard, "Who?", "What?")
    theirs = await Visited(dashboard, tickets_ready.owner, "form").opened()
    await theirs.writes("1", label="Who else?").writes("n1", label="Where?").sends()
    await mine.writes("2", label="What now?").sends()
    assert await labels(tickets_ready) == ["Who else?", "What now?", "Where?"]
    assert "Someone else has changed something here" in mine.notes

    await theirs.opened()
    await theirs.writes("1", label="Theirs").sorts("1", "2").sends()
    await mine.writes("1", label="Mine").writes("3", hint="below").sends()
    assert "Someone else has set this to Theirs" in mine.refused_items()["1", "label"]
    assert "removed this" in mine.refused_items()["x3", ""]
    assert await labels(tickets_ready) == ["Theirs", "What now?"]
    await mine.sends()
    assert await labels(tickets_ready) == ["Mine", "What now?", "Where?"]


async def test_a_form_of_a_type(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A type has the server's form until it gets its own, and again when that is taken away."""
    await asked(tickets_ready, administrator, dashboard, "Who?")
    await sets(tickets_ready, "type create Support")
    (found,) = (await settings_of(tickets_ready)).types
    page = await Visited(dashboard, administrator, "form", type=str(found.id)).opened()
    assert [one["here"] for one in page.shown["ways"]] == [False, True]
    assert not page.shown["own"]["is_own"]
    page.writes("1", label="Ignored")
    await page.sends()
    assert "nothing was saved" in page.notes
    page.form["own"] = ["on"]
    await page.writes("1", label="Who are you?").sends()
    assert await labels(tickets_ready, found.id) == ["Who are you?"]
    assert await labels(tickets_ready) == ["Who?"]

    theirs = await Visited(dashboard, tickets_ready.owner, "form", type=str(found.id)).opened()
    del theirs.form["own"]
    await theirs.sends()
    assert await labels(tickets_ready, found.id) == ["Who?"]
    await page.writes("1", label="Still mine").sends()
    assert "server's form" in page.said
    assert await labels(tickets_ready, found.id) == ["Who?"]
    await page.sends()
    assert await labels(tickets_ready, found.id) == ["Still mine"]


async def test_forged(dashboard: Dashboard, tickets_ready: Server, administrator: Person) -> None:
    """Nonsense, other servers' types and people who may not: one sentence, nothing stored."""
    page = await asked(tickets_ready, administrator, dashboard, "Who?")
    before = await form_of(tickets_ready)
    forged: list[dict[str, Any]] = [
        {"order": ["1", "1"]},
        {"order": ["../1"]},
        {"order": [str(n) for n in range(500)]},
        {"order": ["n1"], "i.n1.kind": ["<script>"], "i.n1.label": ["x"]},
        {"order": ["n1"]},
    ]
    for form in forged:
        answer = await Visited(dashboard, administrator, "form").sends_form(form)
        assert answer.refusal[0] == 404, form
    for was in ("", "{", "[1]", '[["1", 3]]', "[" * 100_000):
        answer = await Visited(dashboard, administrator, "form").sends_form(
            {**page.form, "was": [was], "i.1.label": ["Forged"]}
        )
        assert answer.refused_items()["1", "label"]
    for type_id in ("7", "x", "٣", "9" * 40, "-1"):
        answer = await Visited(dashboard, administrator, "form", type=type_id).opened()
        assert answer.refusal[0] == 404
        assert (await answer.sends_form(page.form)).refusal[0] == 404
    for person in (tickets_ready.alice, tickets_ready.moderator):
        answer = await Visited(dashboard, person, "form").opened()
        assert answer.refusal[0] == 403
        assert (await answer.sends_form({**page.form, "order": []})).refusal[0] == 403
    assert await form_of(tickets_ready) == before
