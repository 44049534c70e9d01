"""The board: one message for each team, brought up to date when something has changed."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import CHANNEL, STRANGER, a_ticket
from tests.staff_log.reception import closes, receiving_channel, sets, told
from tests.types.teams import Teams, types
from tickets.board.render import board_page
from tickets.board.rules import Shown
from tickets.board.service import REQUESTS, UNCLAIMED, WAITING
from tickets.core.ticket import Side

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

EDIT = "/channels/{}/messages/{}"


async def with_board(server: Server) -> Any:
    """A channel of the staff's that has the board, which is shown."""
    channel = await receiving_channel(server, "board")
    assert "Board" in await sets(server, f"board {channel.mention}")
    await later(server)
    return channel


async def later(server: Server, seconds: float = 31) -> None:
    """Time enough for a board to be brought up to date."""
    await server.sim.time_passes(seconds)
    await server.sim.env.settle()


def boards(server: Server, channel: Any) -> list[str]:
    """What the bot's messages in a channel say."""
    return [server.text(one) for one in server.messages(channel) if one.author.id == server.bot_id]


async def test_it_shows_what_is_to_be_done(tickets_ready: Server) -> None:
    """Requests, what waits for the staff, what nobody has claimed; the rest as a number."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await sets(server, "limit 0")
    await sets(server, "claims on")
    await sets(server, f"receptionchannel {server.staff.mention}")
    channel = await with_board(server)
    (text,) = boards(server, channel)
    assert "No tickets right now." in text

    await server.alice.opens_a_ticket("help")
    waiting = server.newest_ticket()
    await server.bob.opens_a_ticket()
    unclaimed = server.newest_ticket()
    await server.bob.opens_a_ticket()
    await moderator.presses("Claim", on=server.newest_ticket())
    await sets(server, "validation manual")
    await server.bob.opens_a_ticket("me, too")
    await later(server)
    (text,) = boards(server, channel)
    lines = text.splitlines()
    requests, waits, free = (
        lines[lines.index(f"**{title}** (1)") + 1]
        for title in ("Requests", "Waiting for us", "Unclaimed")
    )
    assert requests.startswith("🕐 #4")
    assert "https://discord.com/channels/" in requests
    assert f"#1 {waiting.mention}" in waits
    assert f"#2 {unclaimed.mention}" in free
    assert "1 other open ticket" in text

    await closes(moderator, waiting)
    await later(server)
    (text,) = boards(server, channel)
    assert "Waiting for us" not in text


async def test_who_has_no_board_pays_nothing(tickets_ready: Server) -> None:
    """No call and no task."""
    server = tickets_ready
    with server.sim.traffic.counting() as calls:
        await server.alice.opens_a_ticket("help")
        await later(server)
    assert not [one for one in calls.routes if "PATCH /channels" in one]
    boards_part = import_module("tickets.board.service").Boards
    assert not server.sim.cog.app[boards_part]._waiting


async def test_it_is_edited_at_most_every_thirty_seconds(tickets_ready: Server) -> None:
    """However much happens, and not at all if nothing has changed."""
    server = tickets_ready
    await sets(server, "limit 0")
    channel = await with_board(server)
    path = f"/channels/{channel.id}/messages"
    with server.sim.traffic.counting() as calls:
        for _number in range(4):
            await server.alice.opens_a_ticket("help")
            await server.sim.time_passes(3)
        await later(server)
        await later(server)
    edits = [one for one in calls.matching("PATCH", EDIT) if one.path.startswith(path)]
    assert len(edits) == 2
    with server.sim.traffic.counting() as calls:
        await server.moderator.types("just a word", in_=server.newest_ticket())
        await later(server)
        await server.moderator.types("another", in_=server.newest_ticket())
        await later(server)
    edits = [one for one in calls.matching("PATCH", EDIT) if one.path.startswith(path)]
    # The first answer changes whom the ticket waits for.
    assert len(edits) == 1


async def test_it_is_posted_anew(tickets_ready: Server) -> None:
    """Deleted by hand it comes back, once."""
    server = tickets_ready
    channel = await with_board(server)
    server.sim.env.backend.delete_message(channel.id, server.messages(channel)[0].id)
    await later(server)
    await later(server)
    assert len(boards(server, channel)) == 1


async def test_every_member_must_not_read_it(tickets_ready: Server) -> None:
    """A public channel is refused; one that becomes public loses the board."""
    server = tickets_ready
    assert "Every member can read" in await sets(server, f"board {server.general.mention}")
    channel = await with_board(server)
    everyone = server.guild.default_role
    await server.overwrite(channel, everyone, allow="view_channel")
    await server.alice.opens_a_ticket("help")
    await later(server)
    assert boards(server, channel) == []
    heard = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "Every member can read" in await told(server.moderator, heard[-1:])
    await server.overwrite(channel, everyone, deny="view_channel")
    await server.bob.opens_a_ticket("help")
    await later(server)
    assert len(boards(server, channel)) == 1


async def test_it_moves_and_goes(tickets_ready: Server) -> None:
    """With the setting; after a reset nothing is left."""
    server = tickets_ready
    channel = await with_board(server)
    other = await receiving_channel(server, "other")
    await sets(server, f"board {other.mention}")
    await later(server)
    assert (boards(server, channel), len(boards(server, other))) == ([], 1)
    await sets(server, "board none")
    await later(server)
    assert boards(server, other) == []
    await sets(server, f"board {other.mention}")
    await later(server)
    await import_module("tickets.board.service").remove_boards(server.sim.cog.app, server.guild.id)
    assert boards(server, other) == []


async def test_its_channel_is_deleted(tickets_ready: Server) -> None:
    """The setting is dropped, and the staff hears of it."""
    server = tickets_ready
    channel = await with_board(server)
    server.sim.env.backend.delete_channel(channel.id)
    await later(server)
    heard = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "board's channel was deleted" in await told(server.moderator, heard[-1:])
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("board_channel_id") is None


async def test_each_team_has_its_own(tickets_ready: Server) -> None:
    """What belongs to another team is not on it."""
    server = tickets_ready
    teams = await Teams.on(server)
    channel = await with_board(server)
    own = await receiving_channel(server, "own")
    await types(server, f"set Reports board {own.mention}")
    await teams.opens(server.alice, "Reports", reason="help")
    await teams.opens(server.bob, "Support", reason="help")
    await later(server)
    (shared,), (reports,) = boards(server, channel), boards(server, own)
    assert "Tickets right now · Reports" in reports
    assert "#1" in reports
    assert "#2" not in reports
    assert "#2" in shared
    assert "#1 " not in shared


async def test_discord_wants_fewer_edits(tickets_ready: Server) -> None:
    """Then it takes half an hour."""
    server = tickets_ready
    channel = await with_board(server)
    fault = server.sim.faults.fail(
        f"/channels/{channel.id}/messages/*", method="PATCH", status=400, code=30046
    )
    await server.alice.opens_a_ticket("help")
    await later(server)
    assert fault.hits == 1
    await later(server, 120)
    assert "#1" not in boards(server, channel)[0]
    await later(server, 1800)
    assert "#1" in boards(server, channel)[0]


async def test_killed_while_it_was_posted(tickets_ready: Server) -> None:
    """It is found, and nothing is posted twice."""
    server, app = tickets_ready, tickets_ready.sim.cog.app
    channel = await with_board(server)
    (before,) = server.messages(channel)
    store = import_module("tickets.board.store")
    await app[store.BoardStore].put(
        server.guild.id,
        store.PostedBoard(team=0, channel_id=channel.id, message_id=None, digest=""),
    )
    await import_module("tickets.board.service").look_at_boards(app, server.guild.id)
    assert [one.id for one in server.messages(channel)] == [before.id]
    with server.sim.traffic.counting() as calls:
        await import_module("tickets.board.service").look_at_boards(app, server.guild.id)
    assert calls.routes == []


async def test_the_bot_may_not_write_there(tickets_ready: Server) -> None:
    """The staff hears of it."""
    server = tickets_ready
    channel = await with_board(server)
    await server.overwrite(channel, server.bot_role, allow="view_channel", deny="send_messages")
    server.sim.env.backend.delete_message(channel.id, server.messages(channel)[0].id)
    await later(server)
    heard = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "The board can't be shown" in await told(server.moderator, heard[-1:])


async def test_two_at_the_same_moment(tickets_ready: Server) -> None:
    """A change and a start find that there is no board yet: one is posted."""
    server, app = tickets_ready, tickets_ready.sim.cog.app
    channel = await receiving_channel(server, "board")
    await app.settings.change(server.guild.id, board_channel_id=channel.id)
    service = import_module("tickets.board.service")
    await asyncio.gather(*(service.show_boards(app, server.guild.id) for _time in range(3)))
    assert len(boards(server, channel)) == 1


async def test_a_board_of_three_hundred_tickets() -> None:
    """It fits into a message, and says how many there are besides."""
    ticket = a_ticket(
        number=300, waits_for=Side.STAFF, waits_since=1_700_000_000, handler_id=STRANGER
    )
    request = a_ticket(number=301, request_id=CHANNEL, request_channel_id=CHANNEL)
    shown = Shown(
        requests=(request,) * REQUESTS,
        request_count=20,
        waiting=(ticket,) * WAITING,
        waiting_count=200,
        unclaimed=(ticket,) * UNCLAIMED,
        unclaimed_count=60,
        other_count=20,
        type_name="*" * 80,
    )
    view = board_page(shown)
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


async def test_nothing_begins_after_the_unload(tickets_ready: Server) -> None:
    """What was on its way when the cog was unloaded starts no work that nobody would end."""
    server = tickets_ready
    boards = server.sim.part("Boards")
    boards.know(server.guild.id, has_board=True)
    await server.sim.unload("tickets")
    boards.touch(server.guild.id)
    await server.sim.env.settle()
    named = [task.get_name() for task in asyncio.all_tasks()]
    assert f"tickets-board-{server.guild.id}" not in named
