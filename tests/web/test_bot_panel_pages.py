"""The pages of panels: made, written, sorted, posted and deleted; the message follows."""

from __future__ import annotations

import asyncio
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import settings_of
from tests.panels.panel_making import button_panel, panel_message, selector_panel
from tests.staff_log.reception import sets
from tests.web.visiting import Visited

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

    from tickets.panels.rules import Panel

pytestmark = pytest.mark.asyncio


async def panels_of(server: Server) -> tuple[Panel, ...]:
    """All panels, as they are stored."""
    found: tuple[Panel, ...] = await server.sim.part("PanelStore").of(server.guild.id)
    return found


async def panel_of(server: Server, number: int = 1) -> Panel:
    """One panel, as it is stored."""
    return next(one for one in await panels_of(server) if one.number == number)


def called(panel: Panel) -> list[str | None]:
    """What a panel offers, in order."""
    return [one.name for one in panel.entries]


async def test_from_nothing_to_a_posted_panel(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Made, written, posted; a member opens a ticket from it; then it is deleted."""
    server = tickets_ready
    page = await Visited(dashboard, administrator, "panels").opened()
    await page.sends(kind="selector", channel=[str(server.general.id)])
    assert page.refused().keys() == {"first"}
    await page.sends(kind="selector", channel=[str(server.general.id)], first="Help")
    to = f"/dashboard/{server.guild.id}/third-party/Tickets/panel?panel=1"
    assert page.answer == {"status": 0, "redirect_url": to}

    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    page.writes("n1", name="Other", emoji="🔧", description="All else")
    await page.sorts("n1", "1").sends(title="Support", text="What is it?", placeholder="Choose")
    assert "✅ Saved." in page.notes
    panel = await panel_of(server)
    assert called(panel) == ["Other", "Help"]
    assert (panel.placeholder, panel.message_id) == ("Choose", None)
    await page.presses("post", channel=[str(server.general.id)])
    assert "✅ Posted." in page.notes
    message = panel_message(server, server.general)
    assert message.embeds[0].title == "Support"

    listed = await Visited(dashboard, administrator, "panels").opened()
    assert [one["to"] for one in listed.shown["panels"]] == [to]
    await page.presses("delete")
    assert await panels_of(server) == ()


async def test_a_posted_panel_follows(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """What is saved is what members see, in the same message."""
    server = tickets_ready
    await button_panel(server)
    before = await panel_of(server)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    page.writes("1", name="Get help", colour="green", reason="Help")
    page.writes("n1", name="Report", colour="red")
    await page.sends(content="Hello", colour="#FF8800")
    after = await panel_of(server)
    assert (after.message_id, called(after)) == (before.message_id, ["Get help", "Report"])
    message = panel_message(server, server.general)
    assert message.content == "Hello"
    assert message.embeds[0].colour.value == 0xFF8800
    await page.sends()
    assert "nothing was saved" in page.notes


async def test_a_default_look_stays_the_default(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Who only touches the buttons doesn't write the default words down."""
    await button_panel(tickets_ready)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    await page.writes("n1", name="Second").sends()
    assert (await panel_of(tickets_ready)).look is None
    await page.sends(title="Mine")
    default = json.loads(page.fields()["title"]["default"])
    await page.sends(title=default)
    assert (await panel_of(tickets_ready)).look is None


async def test_all_or_nothing(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Each mistake stands beside its field; nothing is stored, what was typed is kept."""
    server = tickets_ready
    await selector_panel(server, "One", "Two")
    before = await panel_of(server)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    page.writes("1", name="two").writes("2", description="x" * 500_000)
    page.writes("n1", name="Three", emoji="nothing")
    await page.sends(colour="blue", image="javascript:alert(1)", title="y" * 300, text="kept")
    assert await panel_of(server) == before
    assert page.refused().keys() == {"colour", "image", "title"}
    refused = page.refused_items()
    assert refused.keys() == {("2", "name"), ("2", "description"), ("n1", "emoji")}
    assert all(len(one) < 300 for one in refused.values())
    assert page.fields()["text"]["texts"] == ["kept"]
    page.writes("1", name="First").writes("2", description="").writes("n1", emoji="🦊")
    await page.sends(colour="", image="", title="")
    assert called(await panel_of(server)) == ["First", "Two", "Three"]
    await page.sorts().sends()
    assert "at least one" in page.said
    words = {"author": "a" * 256, "title": "t" * 256, "text": "x" * 4000, "footer": "f" * 2048}
    await page.opened()
    await page.sends(**words)
    assert "6000" in page.said.replace(",", "")
    assert called(await panel_of(server)) == ["First", "Two", "Three"]


async def test_another_admin_meanwhile(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Words and buttons that others have changed stay; what both have changed is shown first."""
    server = tickets_ready
    await selector_panel(server, "One", "Two")
    mine = await Visited(dashboard, administrator, "panel", panel="1").opened()
    theirs = await Visited(dashboard, server.owner, "panel", panel="1").opened()
    await theirs.writes("n1", name="Theirs").sends(title="Their title")
    await mine.writes("1", name="Mine").sends(text="My text")
    panel = await panel_of(server)
    assert called(panel) == ["Mine", "Two", "Theirs"]
    assert panel.look is not None
    assert (panel.look.title, panel.look.text) == ("Their title", "My text")
    assert "Someone else has changed something here" in mine.notes

    await theirs.opened()
    await theirs.sends(title="Again theirs")
    await mine.writes("2", name="Second").sends(title="Mine")
    assert "Again theirs" in mine.refused()["title"]
    assert called(await panel_of(server)) == ["Mine", "Two", "Theirs"]
    await mine.sends()
    panel = await panel_of(server)
    assert called(panel) == ["Mine", "Second", "Theirs"]
    assert panel.look is not None
    assert panel.look.title == "Mine"


async def test_buttons_for_types(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A button opens the type that is chosen, and has its name where it has none."""
    server = tickets_ready
    await button_panel(server)
    await sets(server, "type create Support")
    (found,) = (await settings_of(server)).types
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    await page.writes("n1", name="", type=str(found.id)).sends()
    panel = await panel_of(server)
    assert [one.type_id for one in panel.entries] == [None, found.id]
    assert called(panel)[1] is None
    assert page.shown["data"]["preview"]["types"][str(found.id)]["name"] == "Support"
    await page.writes("2", type="77").sends()
    assert page.refused_items().keys() == {("2", "type"), ("2", "name")}
    assert await panel_of(server) == panel


async def test_discord_refuses(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """What is kept although the message can't show it is told, and where nothing can be posted."""
    server = tickets_ready
    await button_panel(server)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    server.sim.faults.fail("*/messages/*", method="PATCH", status=403, code=50013)
    await page.writes("1", name="Kept").sends()
    assert called(await panel_of(server)) == ["Kept"]
    assert "is kept, but the message" in page.notes
    other = server.sim.env.create_guild("Elsewhere")
    foreign = other.create_text_channel("staff")
    await server.sim.env.settle()
    before = await panel_of(server)
    for channel in (foreign, server.category):
        await page.presses("post", channel=[str(channel.id)])
        assert "text channel" in page.notes
    for forged in ("x", "", "9" * 400):
        await page.presses("post", channel=[forged])
        assert "text channel" in page.notes
    assert await panel_of(server) == before


async def test_a_slow_discord(
    dashboard: Dashboard,
    tickets_ready: Server,
    administrator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All pages may wait for one: what takes long goes on behind it, and is told."""
    server, answers = tickets_ready, asyncio.Event()
    monkeypatch.setattr(import_module("tickets.web.ui.saving"), "PATIENCE", 0.01)
    await button_panel(server)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    server.sim.faults.hook("*/messages/*", answers.wait, method="PATCH")
    await page.writes("1", name="Late").sends(content="Late, too")
    assert "Discord takes its time" in page.notes
    assert page.fields()["content"]["texts"] == ["Late, too"]
    answers.set()
    await asyncio.gather(*(one for one in asyncio.all_tasks() if one.get_name() == "tickets-page"))
    assert called(await panel_of(server)) == ["Late"]
    monkeypatch.undo()
    await page.sends()
    assert "nothing was saved" in page.notes


async def test_who_may_not(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Others read one sentence; so does who asks for what isn't there."""
    server = tickets_ready
    await button_panel(server)
    before = await panels_of(server)
    page = await Visited(dashboard, administrator, "panel", panel="1").opened()
    for person in (server.alice, server.moderator):
        for name, query in (("panels", {}), ("panel", {"panel": "1"})):
            theirs = await Visited(dashboard, person, name, **query).opened()
            assert theirs.refusal[0] == 403
            form: dict[str, Any] = {**page.form, "delete": ["on"], "post": ["on"]}
            assert (await theirs.sends_form(form)).refusal[0] == 403
    for forged in ("", "2", "x", "٣", "-1", "9" * 40):
        theirs = await Visited(dashboard, administrator, "panel", panel=forged).opened()
        if forged:
            assert theirs.refusal[0] == 404, forged
            assert (await theirs.sends_form({"delete": ["on"]})).refusal[0] == 404
    nothing = await Visited(dashboard, administrator, "panels").sends_form({"s.kind": ["button"]})
    assert nothing.refusal[0] == 404
    assert await panels_of(server) == before
