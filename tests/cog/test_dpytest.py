"""What is typed, and plain messages, on another simulated Discord: a second opinion by dpytest.

It knows neither buttons nor changes of channels, so this is about what needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

pytest.importorskip("discord.ext.test", reason="the oldest Python's tests go without dpytest")
pytest.importorskip("simcord", reason="the oldest Python's tests go without a bot")

import discord.ext.test as dpytest
from red_on_dpytest import RedOnDpytest, red_on_dpytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RedOnDpytest]:
    """The server, set up by typing."""
    async with red_on_dpytest(tmp_path_factory.mktemp("dpytest") / "red") as running:
        yield running


def said(messages: list[discord.Message]) -> str:
    """All words of messages."""
    texts = [(one.content, *(embed.description or "" for embed in one.embeds)) for one in messages]
    return "\n".join("\n".join(words) for words in texts)


@pytest_asyncio.fixture(scope="module")
async def enabled(server: RedOnDpytest) -> RedOnDpytest:
    """The same, with the system enabled."""
    for words, answer in (
        ("limit x", "`x` isn't a whole number."),
        ("limit 0", "✅ **Open tickets per member**"),
        (f"category {server.category.id}", f"<#{server.category.id}>"),
        (f"modrole {server.moderators.id}", f"<@&{server.moderators.id}>"),
        ("enable", "The ticket system is enabled"),
    ):
        got = said(await server.types(f"!ticketset {words}", server.administrator))
        assert answer in got, (words, got)
    return server


async def test_settings_are_typed_and_read(enabled: RedOnDpytest) -> None:
    """Administrators change them; other members get no answer, and change nothing."""
    await dpytest.empty_queue()
    assert await enabled.types("!ticketset limit 3", enabled.bob) == []
    cog: Any = enabled.red.get_cog("Tickets")
    assert (await cog.app.settings.of(enabled.guild.id)).get("limit") == 0
    shown = said(await enabled.types("!ticketset show", enabled.administrator))
    assert "The system is enabled" in shown


async def test_a_ticket_is_opened_by_typing(enabled: RedOnDpytest) -> None:
    """The channel is there with its lines, and both answers are given."""
    answers = await enabled.types("!ticket my sword is lost", enabled.alice)
    channel = enabled.channel("alice")
    assert channel.category == enabled.category
    assert [one.channel for one in answers] == [channel, enabled.general]
    welcome, told = answers
    assert enabled.alice.mention in welcome.content
    assert "my sword is lost" in said([welcome])
    assert channel.mention in told.content
    assert "sword" not in told.content
    lines = {target.id: line for target, line in channel.overwrites.items()}
    assert lines[enabled.guild.default_role.id].view_channel is False
    for one in (enabled.alice, enabled.moderators, enabled.guild.me):
        assert lines[one.id].view_channel is True
    assert enabled.bob.id not in lines


async def test_commands_for_the_staff_are_the_staff_s(enabled: RedOnDpytest) -> None:
    """Others read who may."""
    for command in ("list", "stats", f"block {enabled.alice.id}"):
        refused = said(await enabled.types(f"!ticketmod {command}", enabled.bob))
        assert f"<@&{enabled.moderators.id}> and administrators can do this" in refused, command
    done = said(await enabled.types(f"!ticketmod block {enabled.bob.id}", enabled.moderator))
    assert enabled.bob.mention in done
    refused = said(await enabled.types("!ticket help", enabled.bob))
    assert "blocked" in refused
    await enabled.types(f"!ticketmod unblock {enabled.bob.id}", enabled.moderator)


async def test_plain_messages_say_who_is_waited_for(enabled: RedOnDpytest) -> None:
    """The staff after the opener's word, the opener after the staff's."""
    await enabled.types("!ticket help", enabled.bob)
    channel = enabled.channel("bob")
    cog: Any = enabled.red.get_cog("Tickets")

    async def side() -> str:
        ticket = await cog.app.tickets.in_channel(enabled.guild.id, channel.id)
        assert ticket is not None
        return str(ticket.waits_for.value)

    await enabled.types("hello?", enabled.bob, channel)
    assert await side() == "staff"
    await enabled.types("I'm here", enabled.moderator, channel)
    assert await side() == "opener"
    await enabled.types("good", enabled.bob, channel)
    assert await side() == "staff"


async def test_a_conversation_is_collected(enabled: RedOnDpytest, tmp_path: Path) -> None:
    """What dpytest has as the channel's history is in the transcript, in order."""
    from tickets.transcripts.collecting.conversation import collect

    await enabled.types("!ticket about swords", enabled.moderator)
    channel = enabled.channel("moderator")
    for words, by in (("one", enabled.moderator), ("two", enabled.administrator)):
        await enabled.types(words, by, channel)
    cog: Any = enabled.red.get_cog("Tickets")
    ticket = await cog.app.tickets.in_channel(enabled.guild.id, channel.id)
    http: Any = channel._state.http
    backend: Any = dpytest.backend

    async def logs_from(place_id: int, limit: int, after: int) -> list[Any]:
        # dpytest's own wants a message of exactly that id.
        every = backend._cur_config.messages[place_id]
        return [one for one in every if int(one["id"]) > after][:limit]

    http.logs_from = logs_from
    transcript = await collect(
        channel, ticket, folder=tmp_path, moderator_role_ids=(), session=None, threads=[]
    )
    text = repr(transcript)
    assert -1 < text.find("about swords") < text.find("'one'") < text.find("'two'")
