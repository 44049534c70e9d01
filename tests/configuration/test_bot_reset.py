"""Reset: the configuration is forgotten, tickets live on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import MenuPage, settings_of, stored_settings
from tests.panels.panel_making import button_panel, new_channel, panel_messages
from tests.staff_log.reception import closes, posted, sets, state_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

both_forms = pytest.mark.parametrize("by", ["slash", "prefix"])
MESSAGE = "/channels/*/messages/*"


async def resets(person: Person, by: str = "slash") -> MenuPage:
    """Somebody runs the command and confirms."""
    menu = await MenuPage.opened(person, "ticketset reset", by)
    await person.presses("Reset", on=menu.message)
    return menu


async def is_forgotten(server: Server) -> bool:
    """Whether nothing of the settings is left."""
    settings = await settings_of(server)
    declared = server.sim.cog.app.settings.declared
    return settings == type(settings)(declared) and stored_settings(server) == {}


async def panels_of(server: Server) -> Any:
    """The panels that are known."""
    return await server.sim.part("PanelStore").of(server.guild.id)


@both_forms
async def test_nothing_is_kept(tickets_ready: Server, administrator: Person, by: str) -> None:
    """Settings and panels are forgotten, panels' messages removed; the menu begins anew."""
    server = tickets_ready
    other = await new_channel(server)
    await button_panel(server)
    await button_panel(server, other)

    menu = await resets(administrator, by)

    assert await is_forgotten(server)
    assert await panels_of(server) == ()
    assert panel_messages(server, server.general, other) == []
    assert "✅ Settings erased." in menu.text
    assert server.buttons(menu.message) == ["Set up the system"]


async def test_from_the_menu(tickets_ready: Server, administrator: Person) -> None:
    """Reset on the first page asks before; Cancel changes nothing."""
    server = tickets_ready
    await button_panel(server)
    before = await settings_of(server)
    menu = await MenuPage.opened(administrator)
    await administrator.presses("Reset", on=menu.message)
    assert "Panels that will be deleted with their messages: 1." in menu.text

    await administrator.presses("Cancel", on=menu.message)
    assert "The system is enabled" in menu.text
    assert await settings_of(server) == before

    await administrator.presses("Reset", on=menu.message)
    await administrator.presses("Reset", on=menu.message)
    assert await is_forgotten(server)


async def test_tickets_live_on(
    tickets_ready: Server, administrator: Person, moderator: Person, alice: Person
) -> None:
    """Existing tickets are closed, reopened and deleted as ever by whoever could; new ones
    can't be opened; the next one has the next number."""
    server = tickets_ready
    await alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    await resets(administrator)

    assert "New tickets are paused" in alice.answer(await alice.opens_a_ticket())
    assert alice.sees(channel)
    assert moderator.sees(channel)
    await closes(alice, channel)
    assert not alice.sees(channel)
    await moderator.presses("Reopen", on=channel)
    assert alice.sees(channel)
    await closes(moderator, channel)
    question = await moderator.presses("Delete", on=channel)
    await moderator.presses("Confirm", on=question)
    assert not server.exists(channel)

    await server.configured()
    await alice.opens_a_ticket(reason="again")
    assert await state_of(server, 2) == "open"


async def test_requests_can_still_be_decided(
    manual: Server, administrator: Person, moderator: Person, alice: Person
) -> None:
    """A request from before is accepted after the reset by whoever could before."""
    await alice.opens_a_ticket(reason="help")
    (request,) = posted(manual)
    await resets(administrator)

    accepted = await moderator.presses("Accept", on=request)

    assert "✅" in moderator.answer(accepted)
    assert alice.sees(manual.newest_ticket())


async def test_blocks_stay(tickets_ready: Server, administrator: Person, alice: Person) -> None:
    """Whom the staff blocked stays blocked."""
    server = tickets_ready
    await administrator.runs("ticketmod block", member=alice.actor)
    await resets(administrator)
    await server.configured()

    assert "You can't open tickets" in alice.answer(await alice.opens_a_ticket())


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_message_that_stays(
    tickets_ready: Server, administrator: Person, alice: Person, status: int
) -> None:
    """A panel's message that can't be removed is named, with the reason; its button answers,
    and everything else is forgotten."""
    server = tickets_ready
    other = await new_channel(server)
    panel = await button_panel(server)
    await button_panel(server, other)
    server.sim.faults.fail(MESSAGE, method="DELETE", status=status, code=50013)

    menu = await resets(administrator)

    assert "These messages couldn't be removed" in menu.text
    assert f"[1 · Get help](https://discord.com/channels/{server.guild.id}/" in menu.text
    assert "2 · Get help" not in menu.text
    assert await is_forgotten(server)
    assert await panels_of(server) == ()
    assert panel_messages(server, other) == []
    assert "This button no longer works" in alice.answer(await alice.presses("Get help", on=panel))


async def test_a_message_that_was_gone(tickets_ready: Server, administrator: Person) -> None:
    """A panel whose message was deleted while the bot was away is simply forgotten."""
    server = tickets_ready
    await button_panel(server)
    server.sim.faults.fail(MESSAGE, method="DELETE", status=404, code=10008)

    menu = await resets(administrator)

    assert "couldn't be removed" not in menu.text
    assert await panels_of(server) == ()


async def test_the_staff_is_not_told_of_removed_panels(
    logging_server: Server, administrator: Person
) -> None:
    """What the reset removes is no accident: nobody is told that a panel was deleted."""
    server = logging_server
    await button_panel(server)
    await resets(administrator)

    said = await administrator.runs("ticketset menu")

    assert not said.followups


@pytest.mark.parametrize("call", [1, 2])
async def test_killed_in_the_middle(
    tickets_ready: Server, administrator: Person, call: int
) -> None:
    """If the bot is killed meanwhile, it is done again and then all is gone, no message of a
    forgotten panel left behind."""
    server = tickets_ready
    other = await new_channel(server)
    await button_panel(server)
    await button_panel(server, other)
    menu = await MenuPage.opened(administrator, "ticketset reset")
    server.sim.faults.delay(MESSAGE, 60, method="DELETE", at=call)
    await administrator.presses("Reset", on=menu.message)

    await server.sim.restart(clean=False)
    assert (await settings_of(server)).configured
    known = {panel.message_id for panel in await panels_of(server)}
    assert {one.id for one in panel_messages(server, server.general, other)} <= known

    await resets(administrator)
    assert await is_forgotten(server)
    assert await panels_of(server) == ()
    assert panel_messages(server, server.general, other) == []


async def test_two_admins_reset_at_once(tickets_ready: Server, administrator: Person) -> None:
    """Twice at the same moment is once."""
    server = tickets_ready
    await button_panel(server)
    menus = [
        await MenuPage.opened(person, "ticketset reset")
        for person in (administrator, server.owner)
    ]

    async with server.sim.at_once():
        for menu in menus:
            await menu.presses("menu-reset")

    for menu in menus:
        assert "✅ Settings erased." in menu.text
    assert await is_forgotten(server)


async def test_a_panel_made_meanwhile(tickets_ready: Server, administrator: Person) -> None:
    """A panel that somebody makes during the reset either goes with it or works on its own."""
    server = tickets_ready
    await button_panel(server)
    menu = await MenuPage.opened(administrator, "ticketset reset")
    window = await server.owner.runs(
        "ticketset panel create", kind="button", channel=server.general
    )

    async with server.sim.at_once():
        await menu.presses("menu-reset")
        await server.owner.submits(window, label="New", emoji="", reason="", colour=["green"])

    await asyncio.sleep(0)
    assert {panel.entries[0].name for panel in await panels_of(server)} <= {"New"}
    assert panel_messages(server) == []


async def test_nothing_to_reset(server: Server, administrator: Person) -> None:
    """Where nothing is configured, there is only what sets it up."""
    menu = await MenuPage.opened(administrator, "ticketset reset")
    assert server.buttons(menu.message) == ["Set up the system"]


async def test_panels_without_settings(server: Server, administrator: Person) -> None:
    """Panels that were made before anything was configured can be reset as well."""
    await button_panel(server)

    await resets(administrator)

    assert await panels_of(server) == ()
    assert panel_messages(server) == []


async def test_the_log_says_nothing_wrong(tickets_ready: Server, administrator: Person) -> None:
    """A reset is no reason for another admin to be told of anything."""
    await sets(tickets_ready, f"receptionchannel {tickets_ready.staff.mention}")
    before = len(tickets_ready.messages(tickets_ready.staff))
    await resets(administrator)
    assert len(tickets_ready.messages(tickets_ready.staff)) == before


@pytest.mark.parametrize(
    ("leads", "verb", "about"),
    [
        ("opening", "menu-toggle", ("mention", "on")),
        ("customisation", "menu-edit", ("welcome",)),
        ("", "menu-power", ("off",)),
    ],
)
async def test_a_page_from_before(
    tickets_ready: Server, administrator: Person, leads: str, verb: str, about: tuple[str, ...]
) -> None:
    """Whatever is pressed on it stores nothing, and leads to the set-up."""
    server = tickets_ready
    stale = await MenuPage.opened(administrator)
    if leads:
        await stale.goes_to(leads)
    await resets(administrator)

    await stale.presses(verb, *about)

    assert await is_forgotten(server)
    assert "have been reset in the meantime. Nothing was stored." in stale.text
    assert server.buttons(stale.message) == ["Set up the system"]


async def test_settings_typed_before_it_is_set_up_again(
    tickets_ready: Server, administrator: Person, moderator: Person, alice: Person
) -> None:
    """They are kept for later; tickets of before go on with the roles that they were opened
    with, until the system is set up again."""
    server = tickets_ready
    await alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    await resets(administrator)

    for words in ("limit 2", f"modrole {server.helpers.mention}"):
        await sets(server, words)

    await closes(moderator, channel)
    await moderator.presses("Reopen", on=channel)
    assert alice.sees(channel)
    menu = await MenuPage.opened(administrator)
    assert server.buttons(menu.message) == ["Set up the system"]
    assert (await settings_of(server)).get("limit") == 2

    for words in (f"category {server.category.id}", "enable"):
        await sets(server, words)
    refused = await moderator.presses("Close ticket", on=channel)
    assert "Only" in moderator.answer(refused)
