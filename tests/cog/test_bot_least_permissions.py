"""The bot needs what docs/bot-permissions.md says, and nothing more."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import pytest
from server import Server
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.staff_log.reception import closes, receiving_channel, sets

if TYPE_CHECKING:
    from simulated_red import SimulatedRed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "bot-permissions.md").read_text(encoding="utf-8")
#: Rows of its tables, as cells.
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| permission", "| channel"))
]
ON_SERVER = {row[0]: row[2] for row in ROWS if row[2] and row[0][0].isupper()}
IN_CHANNELS = {row[0]: row[1].split(", ") for row in ROWS if row[0][0].islower()}


def flag(name: str) -> str:
    """discord.py's name for a permission."""
    return {"View Channels": "view_channel"}.get(name, name.lower().replace(" ", "_"))


MANAGE_ROLES = discord.Permissions(manage_roles=True).value
LEAST = discord.Permissions(**{flag(name): True for name in ON_SERVER})


@pytest.fixture
async def least(sim: SimulatedRed) -> Server:
    """A server where the bot holds what the page lists, and nothing more: not by @everyone
    either, who may only talk in #general."""
    server = await Server.on(sim, bot_permissions=LEAST)
    everyone = server.guild.default_role
    sim.env.backend.edit_role(server.guild.id, everyone.id, {"permissions": 0})
    talk = "view_channel send_messages read_message_history use_application_commands embed_links"
    await server.overwrite(server.general, everyone, allow=talk)
    return await server.configured()


@pytest.mark.parametrize(
    ("does", "lost"),
    [
        ("add", "Attach Files"),
        ("reopen", "Attach Files"),
        ("close", "Create Public Threads"),
    ],
)
async def test_what_was_lost_since_is_named(least: Server, does: str, lost: str) -> None:
    """Changing a ticket's permissions needs what is granted or denied: the missing one is named,
    and nothing that is there."""
    server, moderator = least, least.moderator
    await server.has_set(closed_access="read", reception_channel_id=server.staff.id)
    await server.alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    if does == "reopen":
        await moderator.runs("ticketmod close", in_=channel, reason="done")
    await server.bot_may(**{flag(lost): False})
    # What its own line in the ticket grants it still holds there.
    rest = discord.Permissions(**{flag(name): name != lost for name in ON_SERVER})
    line = Overwrite(server.bot_id, OverwriteType.MEMBER, rest.value & ~MANAGE_ROLES, 0)
    server.sim.env.backend.set_overwrite(channel.id, line)
    await server.sim.env.settle()

    given: dict[str, dict[str, Any]] = {
        "add": {"member-or-role": server.bob.actor},
        "close": {"reason": "done"},
        "reopen": {},
    }
    result = await moderator.runs(f"ticketmod {does}", in_=channel, **given[does])

    answer = moderator.answer(result)
    assert answer == f"The bot lacks the permission **{lost}** in {channel.mention}."


async def test_it_is_enough(least: Server) -> None:
    """With exactly these permissions all of a ticket's life works, thread, transcript and
    log included."""
    reception = await receiving_channel(least)
    for words in (
        f"receptionchannel {reception.mention}",
        f"transcriptchannel {least.staff.mention}",
        "transcripts on",
        "staffthread on",
        "mention on",
        "closedaccess read",
    ):
        assert "✅" in await sets(least, words), words
    await least.alice.opens_a_ticket("help")
    channel = least.newest_ticket()
    assert least.private_threads(channel)
    added: Any = {"member-or-role": least.bob.actor}
    await least.administrator.runs("ticketmod add", in_=channel, **added)
    assert least.bob.can("send_messages", channel)
    assert "✅" in least.alice.answer(await closes(least.alice, channel))
    assert least.alice.sees(channel)
    assert any(message.attachments for message in least.messages(least.staff))
    await least.moderator.presses("Reopen", on=channel)
    await closes(least.moderator, channel)
    question = await least.moderator.presses("Delete", on=channel)
    await least.moderator.presses("Confirm", on=question)
    assert not least.exists(channel)
    lines = "\n".join(least.text(message) for message in least.messages(reception))
    assert "⚠️" not in lines
    assert "deleted ticket #1" in lines


@pytest.mark.parametrize("name", ON_SERVER)
async def test_without_one(least: Server, name: str) -> None:
    """Taken away from a server that is set up, it is named to the member who opens a ticket
    and to the staff; given back, tickets open again."""
    await least.bot_may(**{flag(name): False})

    opened = await least.alice.opens_a_ticket("help")

    if ON_SERVER[name].startswith("no ticket opens"):
        assert f"**{name}**" in least.alice.answer(opened)
        assert not least.ticket_channels()
        await least.bot_may(**{flag(name): True})
        notice = await least.administrator.runs("ticketset show")
        assert f"**{name}**" in least.administrator.answer_besides(notice)
        opened = await least.alice.opens_a_ticket("help")
    else:
        (setting,) = re.findall(r"`([a-z ]+)` is refused", ON_SERVER[name])
        assert f"**{name}**" in await sets(least, setting)
    assert "Your ticket is ready" in least.alice.answer(opened)


def test_the_channels_of_their_own() -> None:
    """The page lists what the bot asks for in each kind of channel."""
    render = importlib.import_module("tickets.core.render.permissions")
    asked = {
        "reception channel": "staff_log.discord.WRITING",
        "transcript channel": "transcripts.discord.archive.POSTING",
        "a panel's channel": "panels.discord.POSTING",
    }
    for kind, where in asked.items():
        module, _, constant = where.rpartition(".")
        needed = getattr(importlib.import_module(f"tickets.{module}"), constant)
        shown = re.findall(r"\*\*([^*]+)\*\*", render.permissions(needed))
        assert sorted(IN_CHANNELS[kind]) == sorted(shown), kind


def test_the_manual_names_the_same() -> None:
    """Who follows the manual's list gives the bot what it needs."""
    manual = (ROOT / "docs" / "en" / "owners.md").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"The bot needs these permissions[^.]*\.", manual)
    for name in ON_SERVER:
        assert name in sentence, name
