"""The clock of the bot's host is wrong, or was put right a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lifecycle.staffing import a_ticket
from tests.staff_log.reception import closes, logged
from tests.transcripts.saving import transcripts_in

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

both_ways = pytest.mark.parametrize("ahead", [-3600, -90, 90, 3600])


@both_ways
async def test_nothing_is_posted_twice(logging_server: Server, alice: Person, ahead: int) -> None:
    """What was posted, and whose answer was lost, is recognised whatever the clock says: lines of
    the log, transcripts, and the message to the opener."""
    server = await logging_server.has_set(
        transcripts=True, transcript_channel_id=logging_server.staff.id
    )
    channel = await a_ticket(server)
    with server.sim.host_clock(ahead=ahead):
        for at in range(1, 20):
            server.sim.faults.lose_answer("/channels/*/messages", method="POST", at=at)
        await closes(alice, channel)
        await server.sim.time_passes(2000)
        server.sim.faults.clear()
        await server.sim.time_passes(8000)

    assert len([one for one in logged(server) if "closed ticket" in one]) == 1
    assert len(transcripts_in(server, server.staff)) == 1
    assert len(alice.direct_messages()) == 1


async def test_a_lost_category_is_found(tickets_ready: Server, alice: Person) -> None:
    """The answer to the creation of an overflow category was lost while the clock was fast: the
    next ticket goes into it, and there is no third."""
    server = tickets_ready
    await server.fill(server.category, 50)
    with server.sim.host_clock(ahead=600):
        server.sim.faults.lose_answer("/guilds/*/channels", method="POST")
        await alice.opens_a_ticket(reason="help")
        await alice.opens_a_ticket(reason="help")

    categories = [one for one in server.guild._guild.channel_ids if _is_category(server, one)]
    assert len(categories) == 2


def _is_category(server: Server, channel_id: int) -> bool:
    channel = server.sim.env.backend.channels[channel_id]
    return channel.type == 4 and "Tickets" in (channel.name or "")
