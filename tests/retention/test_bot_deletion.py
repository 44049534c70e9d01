"""Closed tickets are deleted in time, unless something is against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import logged, receiving_channel, sets
from tests.transcripts.saving import closes, transcripts_in
from tests.types.teams import types

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

HOUR = 3600


async def record(server: Server, number: int = 1) -> Any:
    """A ticket as it is stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def closed_ticket(server: Server) -> Any:
    """A ticket that a moderator has closed."""
    await server.alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    await closes(server.moderator, channel)
    return channel


async def later(server: Server, hours: float) -> None:
    """Time passes, and some minutes for what is due then."""
    await server.sim.time_passes(hours * HOUR + 120)
    await server.sim.env.settle()


def closing_message(server: Server, channel: Any) -> str:
    """What the message says that names who closed it."""
    said = [server.text(one) for one in server.messages(channel)]
    return [one for one in said if "closed the ticket" in one][-1]


async def test_deleted_in_time(tickets_ready: Server) -> None:
    """The closed ticket says when; it is deleted then, once, and the log says by whom."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    due = (await record(server)).closed_at + 3 * HOUR
    assert f"This ticket will be deleted <t:{due}:R>." in closing_message(server, channel)
    card = server.moderator.answer(await server.moderator.runs("ticket", in_=channel))
    assert f"<t:{due}:f>" in card
    await later(server, 2.9)
    assert server.exists(channel)
    with server.sim.traffic.counting() as calls:
        await later(server, 0.1)
    assert not server.exists(channel)
    looked, deleted, told = calls.routes
    assert (looked, deleted) == ("GET /channels/{}/messages", "DELETE /channels/{}")
    assert told == "POST /channels/{}/messages"
    assert (await record(server)).state.value == "deleted"
    assert logged(server, log)[-1].endswith("deleted ticket #1.")


async def test_reopening_cancels(tickets_ready: Server) -> None:
    """An open ticket isn't deleted; closed again, it has all its hours."""
    server = tickets_ready
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    await later(server, 2)
    await server.moderator.presses("Reopen", on=server.welcome_message(channel))
    await later(server, 5)
    assert server.exists(channel)
    await closes(server.moderator, channel)
    await later(server, 2.8)
    assert server.exists(channel)
    await later(server, 0.2)
    assert not server.exists(channel)


async def test_old_ones_count_from_the_switch(tickets_ready: Server) -> None:
    """What was closed before has all its hours from then, and says so; a change moves it."""
    server = tickets_ready
    channel = await closed_ticket(server)
    assert "deleted" not in closing_message(server, channel)
    await later(server, 100)
    await sets(server, "deleteafter 10")
    since = server.sim.cog.app.now()
    await later(server, 0)
    assert f"deleted <t:{since + 10 * HOUR}:R>" in closing_message(server, channel)
    await later(server, 8)
    await sets(server, "deleteafter 20")
    await later(server, 5)
    assert f"deleted <t:{since + 20 * HOUR}:R>" in closing_message(server, channel)
    await sets(server, "deleteafter 0")
    await later(server, 0)
    assert "deleted" not in closing_message(server, channel)
    await later(server, 50)
    assert server.exists(channel)


async def test_a_word_after_closing_keeps_it(tickets_ready: Server) -> None:
    """What the opener wrote after closing is read by somebody; the team is told of it once."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    await server.moderator.types("nobody reads this", in_=channel)
    await server.overwrite(channel, server.alice, allow="view_channel send_messages")
    await server.alice.types("wait, one more thing", in_=channel)
    await later(server, 30)
    assert server.exists(channel)
    told = [one for one in logged(server, log) if "Ticket #1 is not deleted by itself" in one]
    assert len(told) == 1


async def test_what_cannot_be_saved_stays(tickets_ready: Server) -> None:
    """With automatic transcripts nothing is deleted unsaved; the team is told once."""
    server = tickets_ready
    log = await receiving_channel(server)
    archive = await receiving_channel(server, "archive")
    await sets(server, f"receptionchannel {log.mention}")
    await sets(server, f"transcriptchannel {archive.mention}")
    await sets(server, "transcripts on")
    await sets(server, "deleteafter 3")
    saved = await closed_ticket(server)
    unsaved = await closed_ticket(server)
    await later(server, 1)
    assert len(transcripts_in(server, archive)) == 2
    await server.moderator.types("between us", in_=unsaved)
    for place in (archive, log):
        await server.overwrite(
            place, server.bot_role, allow="view_channel send_messages", deny="attach_files"
        )
    await later(server, 30)
    assert not server.exists(saved)
    assert server.exists(unsaved)
    told = [one for one in logged(server, log) if "Ticket #2 couldn't be saved" in one]
    assert len(told) == 1


async def test_reopened_at_the_same_moment(tickets_ready: Server) -> None:
    """Of a deletion and a press on Reopen one wins; nothing is left half done."""
    server = tickets_ready
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    welcome = server.welcome_message(channel)
    server.sim.faults.delay(f"/channels/{channel.id}/messages", 20, method="GET")
    await server.sim.time_passes(3 * HOUR + 5)
    assert server.exists(channel)
    await server.moderator.presses("Reopen", on=welcome)
    # Nobody can read the answer: the channel is gone.
    server.sim.expect_unanswered()
    await server.sim.time_passes(60)
    assert not server.exists(channel)
    assert (await record(server)).state.value == "deleted"

    channel = await closed_ticket(server)
    await server.sim.time_passes(3 * HOUR - 30)
    server.sim.faults.delay(f"/channels/{channel.id}", 60, method="PATCH")
    async with server.sim.at_once():
        await server.moderator.presses("Reopen", on=server.welcome_message(channel))
    await later(server, 1)
    assert server.exists(channel)
    assert (await record(server, 2)).state.value == "open"


async def test_discord_has_trouble(tickets_ready: Server) -> None:
    """A deletion that fails is tried again; one that the bot slept through is done then."""
    server = tickets_ready
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    server.sim.faults.fail(f"/channels/{channel.id}", method="DELETE", status=500, code=0)
    await server.sim.time_passes(3 * HOUR + 10)
    assert server.exists(channel)
    assert (await record(server)).state.value == "closed"
    await later(server, 0.1)
    assert not server.exists(channel)


async def test_while_the_bot_was_away(tickets_ready: Server) -> None:
    """What became due meanwhile is done after the start; each once."""
    server = tickets_ready
    await sets(server, "deleteafter 3")
    channel = await closed_ticket(server)
    await server.sim.unload()
    await server.sim.time_passes(5 * HOUR)
    await server.sim.load("tickets")
    await later(server, 0)
    assert not server.exists(channel)


async def test_a_type_has_its_own_hours(tickets_ready: Server) -> None:
    """A type may keep its tickets longer, or for good."""
    server = tickets_ready
    await sets(server, "limit 0")
    await types(server, "create Reports")
    await types(server, "create Support")
    await sets(server, "deleteafter 3")
    await types(server, "set Reports deleteafter 0")
    await server.alice.runs("ticket", in_=server.general, type="1")
    kept = server.newest_ticket()
    await closes(server.moderator, kept)
    await server.alice.runs("ticket", in_=server.general, type="2")
    gone = server.newest_ticket()
    await closes(server.moderator, gone)
    await later(server, 10)
    assert server.exists(kept)
    assert not server.exists(gone)


async def test_who_uses_it_not_pays_nothing(tickets_ready: Server) -> None:
    """Without it a closed ticket costs no call however old it is, and nothing is due in it."""
    server = tickets_ready
    await closed_ticket(server)
    with server.sim.traffic.counting() as calls:
        await later(server, 1000)
    assert not calls.routes
    assert (await record(server)).due_at is None
