"""The menus: there when the bot's owner wants them, never in the way of other commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import app_commands

from tests.context_menus.reporting import OPEN, REPORT, with_menus
from tickets.context_menus.commands import menus

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio

_MESSAGE, _USER = discord.AppCommandType.message, discord.AppCommandType.user


async def owner(server: Server, words: str) -> str:
    """What the bot's owner reads after typing on the server."""
    return server.bot_owner.answer(await server.bot_owner.types(f"!{words}"))


async def foreign(interaction: discord.Interaction, message: discord.Message) -> None:
    """Another cog's answer."""


def others(red: Any, count: int) -> list[app_commands.ContextMenu]:
    """Other cogs' menus on messages, loaded and not enabled."""
    made = [app_commands.ContextMenu(name=f"Other {n}", callback=foreign) for n in range(count)]
    for menu in made:
        red.tree.add_command(menu)
    return made


def registered(red: Any) -> set[str]:
    """The names of all menus in Red's tree, enabled or not."""
    tree = red.tree
    return {key[0] for key in (*tree._context_menus, *tree._disabled_context_menus)}


async def test_they_are_there_only_when_switched_on(tickets_ready: Server) -> None:
    """Nobody but the bot's owner switches them; after unloading nothing is left."""
    server, red = tickets_ready, tickets_ready.sim.red
    assert not registered(red) & {OPEN, REPORT}
    await server.owner.types("!ticketset contextmenus on")
    assert not registered(red) & {OPEN, REPORT}
    said = await owner(server, "ticketset contextmenus on")
    assert "slash enablecog tickets" in said
    assert registered(red) == {OPEN, REPORT}
    await server.sim.owner_types("slash enablecog tickets")
    await server.sim.unload("tickets")
    assert registered(red) == set()
    server.sim.forget_cooldowns()
    await server.sim.load("tickets")
    assert red.tree.get_command(REPORT, type=_MESSAGE) is not None
    assert red.tree.get_command(OPEN, type=_USER) is not None
    assert "**off**" in await owner(server, "ticketset contextmenus off")
    assert registered(red) == set()
    enabled = await red.list_enabled_app_commands()
    assert not enabled["message"]
    assert not enabled["user"]


async def test_five_other_menus_leave_no_room(tickets_ready: Server) -> None:
    """The report is left out and named; the cog's commands are enabled all the same."""
    server, sim = tickets_ready, tickets_ready.sim
    red: Any = sim.red
    made = others(red, 5)
    try:
        for menu in made:
            await red.enable_app_command(menu.name, _MESSAGE)
        await red.tree.red_check_enabled()
        said = await owner(server, "ticketset contextmenus on")
        assert f"*{REPORT}* is missing" in said
        assert f"*{OPEN}*" not in said
        check = await server.administrator.types("!ticketset check", in_=server.staff)
        assert REPORT in server.administrator.answer(check)
        (answer,) = await sim.owner_types("slash enablecog tickets")
        assert answer.startswith("Enabled 1 commands")
        # One is gone, and another one is enabled later: at both times it fits by itself.
        await red.disable_app_command("Other 0", _MESSAGE)
        assert "missing" not in await owner(server, "ticketset contextmenus on")
        await red.enable_app_command("Other 0", _MESSAGE)
        await red.disable_app_command(OPEN, _USER)
        (answer,) = await sim.owner_types("slash enablecog tickets")
        assert answer.startswith("Enabled 1 commands")
    finally:
        for menu in made:
            await red.disable_app_command(menu.name, _MESSAGE)
            red.tree.remove_command(menu.name, type=_MESSAGE)


async def test_another_cog_s_name_is_left_alone(tickets_ready: Server) -> None:
    """A menu of the same name stays what it was."""
    server, red = tickets_ready, tickets_ready.sim.red
    theirs = app_commands.ContextMenu(name=REPORT, callback=foreign)
    red.tree.add_command(theirs)
    try:
        assert "another cog" in await owner(server, "ticketset contextmenus on")
        await owner(server, "ticketset contextmenus off")
        assert red.tree.remove_command(REPORT, type=_MESSAGE) is theirs
    finally:
        red.tree.remove_command(REPORT, type=_MESSAGE)


async def test_a_moderator_opens_a_ticket_for_a_member(
    tickets_ready: Server, alice: Person, mallory: Person, moderator: Person
) -> None:
    """One form asks why, and of which type; everybody else reads who may."""
    server = await with_menus(tickets_ready)
    # Discord shows it to those who may manage messages.
    await moderator.gets(server.janitors)
    no = await mallory.actor.context_menu(server.general, OPEN, alice.actor)
    assert no.modal is None
    assert no.response is not None
    shown = await moderator.actor.context_menu(server.general, OPEN, alice.actor)
    done = await moderator.submits(shown, reason="About you", type=["1"])
    assert f"The ticket of {alice.mention} is open" in moderator.answer(done)
    channel = server.newest_ticket()
    assert alice.sees(channel)
    assert "About you" in "\n".join(alice.reads(channel))
    robot = await moderator.actor.context_menu(
        server.general, OPEN, server.guild.add_member(server.sim.env.create_user("r", bot=True))
    )
    assert robot.modal is None


async def test_the_menus_speak_the_clients_languages(sim: SimulatedRed) -> None:
    """French clients read *Signaler au staff*, and names fit into Discord's limit."""
    from tickets.core.commands.slash_words import SlashWords

    translator = SlashWords()
    found = {}
    for menu in menus():
        place: Any = app_commands.TranslationContext(
            app_commands.TranslationContextLocation.command_name, menu
        )
        for locale in (discord.Locale.french, discord.Locale.german, discord.Locale.spain_spanish):
            name = await translator.translate(app_commands.locale_str(menu.name), locale, place)
            assert name is not None
            assert 1 <= len(name) <= 32
            found[menu.name, locale.value] = name
    assert found[REPORT, "fr"] == "Signaler au staff"
    assert found[OPEN, "fr"] == "Ouvrir un ticket"


async def test_all_of_it_in_french(french: Server, alice: Person, bob: Person) -> None:
    """Menus, forms, reports and refusals have no word of English."""
    server = await with_menus(french)
    message = await bob.actor.send(server.general, "zut")
    shown = await alice.actor.context_menu(server.general, REPORT, message)
    assert "Signaler au staff" in alice.answer(shown)
    await alice.submits(shown, reason="impoli")
    await server.sim.env.settle()
    channel = server.newest_ticket()
    assert "Message signalé" in "\n".join(alice.reads(channel))
    again = await alice.actor.context_menu(server.general, REPORT, message)
    assert "déjà signalé" in alice.answer(again)
    shown = await server.administrator.actor.context_menu(server.general, OPEN, bob.actor)
    assert "Ouvrir un ticket" in server.administrator.answer(shown)
    await server.administrator.submits(shown, reason="à propos", type=["1"])
    assert len(server.ticket_channels()) == 2
