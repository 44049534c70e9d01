"""Red's own rules: blocklist, ignored channels, disabled cogs, direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lifecycle.staffing import a_bot

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_disabled_cog_says_so(tickets_ready: Server, alice: Person) -> None:
    """On a server that disabled the cog, commands, buttons and forms say so."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    await alice.opens_a_ticket()
    form = await alice.opens_a_ticket()
    await alice.submits(form, reason="x")
    channel = tickets_ready.newest_ticket()
    another = await alice.opens_a_ticket()
    await tickets_ready.sim.owner_types("command defaultdisablecog Tickets")

    results = [
        await alice.opens_a_ticket(),
        await alice.presses("Close ticket", on=channel),
        await alice.submits(another, reason="x"),
    ]

    for result in results:
        assert "Tickets are disabled on this server" in alice.answer(result)
    assert len(tickets_ready.ticket_channels()) == 1


async def test_an_ignored_channel(tickets_ready: Server, alice: Person) -> None:
    """In a channel that Red ignores, buttons say so instead of failing."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await tickets_ready.owner.types("!ignore channel", in_=channel)

    result = await alice.presses("Close ticket", on=channel)

    assert "told to ignore this channel" in alice.answer(result)


async def test_somebody_blocked_later(tickets_ready: Server, alice: Person) -> None:
    """Who is put on the blocklist can't use the buttons of an open ticket either."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await tickets_ready.sim.owner_types(f"blocklist add {alice.id}")

    result = await alice.presses("Close ticket", on=channel)

    assert "aren't allowed to use this bot" in alice.answer(result)


async def test_direct_messages_have_no_tickets(tickets_ready: Server, alice: Person) -> None:
    """In a direct message the command says that it belongs on a server."""
    await alice.user.send_dm("!ticket")

    assert any("not available in DMs" in text for text in alice.direct_messages())


async def test_bots_are_ignored(tickets_ready: Server) -> None:
    """What another bot types opens no ticket, and isn't answered."""
    robot = a_bot(tickets_ready)
    before = len(tickets_ready.messages(tickets_ready.general))
    await robot.send(tickets_ready.general, "!ticket help")
    assert tickets_ready.ticket_channels() == []
    assert len(tickets_ready.messages(tickets_ready.general)) == before + 1
