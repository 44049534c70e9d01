"""Reminders and silence switched on for a server that has had tickets for years (H2, H3)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.activity.waiting import said_at
from tests.reminders.reminding import HOUR, WAITED, passes, reminders
from tests.staff_log.reception import sets
from tests.types.teams import Teams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: All tickets there are, and those of them that are open.
OLD, OPEN = 500, 24
AGE = 1000 * HOUR
_ROW = (
    "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id, created_at,"
    " terms, channel_id, waits_for, waits_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


async def with_old_tickets(server: Server, opener: Person) -> list[Any]:
    """500 tickets, of which 24 are open and wait for their opener; returns their channels."""
    channels = []
    for number in range(1, OPEN + 1):
        channel = server.guild.create_text_channel(f"old-{number}", category=server.category)
        await server.takes_line(channel, server.sim.red.user)
        channels.append(channel)
    app = server.sim.cog.app
    settings = await app.settings.of(server.guild.id)
    records = import_module("tickets.core.store.records")
    terms = records.text_from_terms(settings.terms())
    at = app.now() - AGE

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(1, OLD + 1):
            is_open = number <= OPEN
            state = "open" if is_open else "deleted"
            channel = channels[number - 1].id if is_open else None
            waits = ("opener", at) if is_open else (None, None)
            yield (
                *(server.guild.id, number, state, opener.id, opener.id, number, at, terms),
                *(channel, *waits),
            )

    await app.database.run(lambda cursor: cursor.executemany(_ROW, rows()).fetchall())
    # What is open is known since the start.
    await server.sim.restart()
    return channels


async def test_old_tickets_have_their_full_time(tickets_ready: Server, alice: Person) -> None:
    """No ping and no closing before; after a week away all pings come before any closing."""
    server = tickets_ready
    channels = await with_old_tickets(server, alice)
    said = await sets(server, "openerreminder 24")
    assert "At most 30 reminders and closings a minute." in said
    await sets(server, "silence 48")
    with server.sim.counting() as calls:
        await passes(server, 23.9)
    assert not calls.routes

    async with server.sim.unheard(until_restart=True):
        server.sim.env.backend.advance_clock(7 * 24 * HOUR)
    await server.sim.time_passes(120)
    pings = [said_at(reminders(server, one)[0]) for one in channels]
    assert max(sum(at <= one < at + 20 for one in pings) for at in pings) in range(8, 12)
    app = server.sim.cog.app

    async def is_open(number: int) -> bool:
        ticket = await app.tickets.get(server.guild.id, number)
        return bool(ticket.state.value == "open")

    await server.sim.time_passes(min(pings) + 48 * HOUR - app.now() - 1)
    assert all([await is_open(one) for one in range(1, OPEN + 1)])
    assert [len(reminders(server, one)) for one in channels] == [1] * OPEN
    await server.sim.time_passes(300)
    assert not any([await is_open(one) for one in range(1, OPEN + 1)])


async def test_the_right_team_is_reminded(tickets_ready: Server, alice: Person) -> None:
    """A type with a team of its own: that team is called, where it reads along, nobody else."""
    server = tickets_ready
    teams = await Teams.on(server)
    for role in (teams.role, server.moderators):
        server.guild._guild.roles[role.id].mentionable = True
    await sets(server, "staffreminder 2")
    await teams.opens(alice, "Reports", reason="help")
    await teams.opens(server.bob, "Support", reason="help")
    await passes(server, 2)
    for channel, role in ((teams.reports_log, teams.role), (teams.log, server.moderators)):
        (reminder,) = reminders(server, channel, WAITED)
        assert server.sim.pings(reminder) == {role.id}
