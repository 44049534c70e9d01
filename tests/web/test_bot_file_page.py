"""The page of export and import: the configuration as text, there and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.config_file.config_files import HEAD, exported, furnished
from tests.configuration.menu_pages import stored_settings
from tests.staff_log.reception import sets
from tests.web.visiting import Visited

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

pytestmark = pytest.mark.asyncio


async def pasted(dashboard: Dashboard, person: Person, file: Any, **more: list[str]) -> Visited:
    """The page after somebody has pasted a text into it."""
    text = file if isinstance(file, str) else json.dumps(file)
    page = await Visited(dashboard, person, "file").opened()
    form = {"configured": [page.shown["configured"]], "file": [text.replace("\n", "\r\n")]}
    return await page.sends_form({**form, **more})


async def applies(page: Visited, **more: list[str]) -> Visited:
    """*Apply*, below what was shown."""
    form = {"configured": [page.shown["configured"]], "file": [page.shown["pasted"]]}
    return await page.sends_form({**form, "apply": [page.shown["plan"]["token"]], **more})


def changes(page: Visited) -> str:
    """What would change, as the page says it."""
    lines = [page.shown["plan"]["said"]]
    for title, found in page.shown["plan"]["changes"]:
        lines += [title, *("".join(text for text, _look in one) for one in found)]
    return "\n".join(lines)


async def test_there_and_back(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """The text is that of the command; what was changed since comes back, and what there was."""
    server = tickets_ready
    await furnished(server)
    page = await Visited(dashboard, administrator, "file").opened()
    text = page.shown["exported"]
    assert json.loads(text) == await exported(server)
    again = await pasted(dashboard, administrator, text)
    assert "Nothing would change" in changes(again)
    assert again.shown["plan"]["apply"] == ""
    await sets(server, "limit 9")
    changed = stored_settings(server)
    page = await pasted(dashboard, administrator, text)
    assert "Open tickets per member: 9 → " in changes(page)
    assert stored_settings(server) == changed
    await applies(page)
    assert "imported" in page.notes
    assert stored_settings(server)["limit"] != 9
    assert json.loads(page.shown["before"])["settings"]["limit"] == 9
    assert page.shown["exported"] == text


async def test_nothing_unseen_is_applied(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Whoever applies has read just that: not another text, nor one from before a change."""
    server = tickets_ready
    page = await pasted(dashboard, administrator, {**HEAD, "settings": {"limit": 4}})
    await sets(server, "openreason on")
    before = stored_settings(server)
    await applies(page)
    assert "changed in the meantime" in page.notes
    assert stored_settings(server) == before
    other = json.dumps({**HEAD, "settings": {"limit": 5}})
    await applies(page, file=[other])
    assert stored_settings(server) == before
    await applies(page, apply=["on"], file=[page.shown["pasted"]])
    assert stored_settings(server) == before
    await applies(page)
    assert stored_settings(server)["limit"] == 5


async def test_names_that_nobody_has(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A role of another server is asked for; the answer counts, and is shown first."""
    server = tickets_ready
    role = {"id": "123456789012345678", "name": "Helfer <b>"}
    file = {**HEAD, "settings": {"observer_role_ids": [role]}}
    page = await pasted(dashboard, administrator, file)
    (question,) = page.shown["plan"]["questions"]
    assert "Helfer <b>" in question["text"]
    assert page.shown["plan"]["apply"] in ("", "Apply without them")
    answered = {f"s.{question['id']}": [str(server.janitors.id)]}
    page = await pasted(dashboard, administrator, file, **answered)
    assert "@Janitors" in changes(page)
    await applies(page, **answered)
    assert stored_settings(server)["observer_role_ids"] == [server.janitors.id]
    forged = {f"s.{question['id']}": ["x" * 9000]}
    assert (await pasted(dashboard, administrator, file, **forged)).shown["plan"]["questions"]


async def test_what_cannot_be(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """One sentence for each text that is none, what was pasted is kept, and nothing changes."""
    server = tickets_ready
    before = stored_settings(server)
    for text, why in (
        ("", "empty"),
        ("{", "isn't valid JSON"),
        ("[]", "isn't a configuration"),
        ("[" * 100_000, "isn't a configuration"),
        (json.dumps({**HEAD, "version": 99}), "newer version"),
        (json.dumps({**HEAD, "<script>": 1}), "I don't know"),
        (json.dumps({**HEAD, "server": "x" * 1_000_000}), "too large"),
    ):
        page = await pasted(dashboard, administrator, text)
        assert why in page.notes, text[:50]
        assert len(page.notes) < 300
        assert (page.shown["plan"], page.shown["pasted"]) == (None, text)
    wrong = {**HEAD, "settings": {"limit": 51, "validation": "manual"}}
    page = await pasted(dashboard, administrator, wrong)
    assert page.shown["plan"]["problems"]
    assert page.shown["plan"]["apply"] == ""
    await applies(page)
    assert stored_settings(server) == before
    for person in (server.alice, server.moderator):
        page = await Visited(dashboard, person, "file").opened()
        assert page.refusal[0] == 403
        file = [json.dumps({**HEAD, "settings": {"limit": 4}})]
        assert (await page.sends_form({"file": file, "apply": ["x"]})).refusal[0] == 403
    assert stored_settings(server) == before
