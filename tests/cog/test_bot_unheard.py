"""What happens while nobody listens: the session is lost, or the bot is down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, announcements
from tests.panels.panel_making import button_panel, new_channel
from tests.staff_log.reception import logged, posted, receiving_channel, state_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

both_ways = pytest.mark.parametrize("until_restart", [False, True], ids=["session", "restart"])


@both_ways
async def test_a_ticket_that_was_deleted(
    tickets_ready: Server, alice: Person, until_restart: bool
) -> None:
    """It is noticed, and no longer counts for the limit."""
    server = await tickets_ready.has_set(limit=1)
    channel = await a_ticket(server)
    async with server.sim.unheard(until_restart=until_restart):
        server.sim.env.backend.delete_channel(channel.id)

    assert await state_of(server, 1) == "deleted"
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


@both_ways
async def test_roles_that_were_deleted(logging_server: Server, until_restart: bool) -> None:
    """They leave the settings, and the staff is told once, however often nobody listens."""
    server = logging_server
    async with server.sim.unheard(until_restart=until_restart):
        for role in (server.moderators, server.helpers):
            server.sim.env.backend.delete_role(server.guild.id, role.id)
    async with server.sim.unheard(until_restart=until_restart):
        pass

    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("moderator_role_ids") == settings.get("access_role_ids") == ()
    told = [line for line in logged(server) if "role" in line and "was deleted" in line]
    assert len(told) == 2


@both_ways
async def test_an_opener_who_left(
    tickets_ready: Server, alice: Person, moderator: Person, until_restart: bool
) -> None:
    """The staff is told in the ticket, once; and once when they are back, with their access."""
    server = tickets_ready
    channel = await a_ticket(server)
    for happens, says in ((alice.leaves, "left the server"), (alice.returns, "is back")):
        async with server.sim.unheard(until_restart=until_restart):
            await happens()
        async with server.sim.unheard(until_restart=until_restart):
            pass
        assert [says in one for one in announcements(server, channel)].count(True) == 1
    assert alice.can("send_messages", channel)


async def test_an_opener_who_left_while_it_was_opened(
    tickets_ready: Server, alice: Person
) -> None:
    """Between channel and welcome message: the staff is told as later."""
    server = tickets_ready
    server.sim.faults.hook("/channels/*/messages", alice.leaves, method="POST")

    await alice.opens_a_ticket(reason="help")

    told = announcements(server, server.newest_ticket())
    assert [one for one in told if "left the server" in one] == ["alice left the server."]


@both_ways
async def test_a_member_with_a_request_who_left(
    manual: Server, alice: Person, until_restart: bool
) -> None:
    """The request is cancelled, as it is when somebody listens."""
    await alice.opens_a_ticket(reason="help")
    async with manual.sim.unheard(until_restart=until_restart):
        await alice.leaves()
    await manual.sim.time_passes(60)

    assert await state_of(manual, 1) == "cancelled"
    assert "Accept" not in manual.buttons(posted(manual)[0])


@both_ways
async def test_channels_that_were_deleted(
    logging_server: Server, administrator: Person, until_restart: bool
) -> None:
    """Category, transcript channel and a panel's channel: each is dropped, and told once."""
    server = logging_server
    transcripts, panels = await receiving_channel(server, "saved"), await new_channel(server)
    await server.has_set(transcript_channel_id=transcripts.id)
    await button_panel(server, panels)
    async with server.sim.unheard(until_restart=until_restart):
        for channel in (server.category, transcripts, panels):
            server.sim.env.backend.delete_channel(channel.id)
    async with server.sim.unheard(until_restart=until_restart):
        pass
    await server.sim.time_passes(60)

    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("category_id") is settings.get("transcript_channel_id") is None
    assert await server.sim.part("PanelStore").of(server.guild.id) == ()
    told = [line for line in logged(server) if "deleted" in line]
    assert len(told) == 3


async def test_a_reception_channel_that_was_deleted(manual: Server) -> None:
    """Each of the staff is told at their next action."""
    server = manual
    async with server.sim.unheard():
        server.sim.env.backend.delete_channel(server.guild.channels["reception"].id)

    said = await server.administrator.runs("ticketset show")
    assert "The requests & log channel was deleted" in server.administrator.answer_besides(said)


@both_ways
async def test_what_is_healthy_costs_nothing(logging_server: Server, until_restart: bool) -> None:
    """No call, and no message."""
    server = logging_server
    await a_ticket(server)
    await button_panel(server)
    await server.sim.time_passes(60)
    calls: Any
    with server.sim.counting() as calls:
        async with server.sim.unheard(until_restart=until_restart):
            pass
    asked = [one for one in calls.routes if "application" not in one and "@me" not in one]
    assert asked == []


async def test_discord_has_trouble_meanwhile(tickets_ready: Server, alice: Person) -> None:
    """It is looked at again later."""
    server = tickets_ready
    channel = await a_ticket(server)
    server.sim.faults.fail("/channels/*", method="GET", status=503, code=0, times=2)
    async with server.sim.unheard():
        server.sim.env.backend.delete_channel(channel.id)
    assert await state_of(server, 1) == "open"

    await server.sim.time_passes(60)

    assert await state_of(server, 1) == "deleted"


@pytest.mark.parametrize("heard", ["at once", "session", "restart"])
async def test_a_channel_that_discord_made_twice(
    logging_server: Server, alice: Person, heard: str
) -> None:
    """Of two channels of one ticket the one that nobody knows goes, with a line in the log."""
    server = logging_server
    if heard == "at once":
        server.sim.faults.do_twice("/guilds/*/channels")
        await alice.opens_a_ticket(reason="help")
    else:
        channel = await a_ticket(server)
        async with server.sim.unheard(until_restart=heard == "restart"):
            server.guild.create_text_channel(channel.name, topic=channel._channel.topic)
    await server.sim.time_passes(60)

    (channel,) = server.ticket_channels()
    assert "Close ticket" in alice.buttons(channel)
    told = [line for line in logged(server) if "made a channel twice for ticket #1" in line]
    assert len(told) == 1


async def test_a_channel_that_somebody_copied(tickets_ready: Server, moderator: Person) -> None:
    """A copy of a ticket's channel, made later or written in, is nobody else's business."""
    server = tickets_ready
    channel = await a_ticket(server)
    copy = server.guild.create_text_channel(channel.name, topic=channel._channel.topic)
    await server.sim.time_passes(600)
    later = server.guild.create_text_channel(channel.name, topic=channel._channel.topic)
    await server.sim.time_passes(600)

    assert server.exists(later)
    assert not server.exists(copy)
