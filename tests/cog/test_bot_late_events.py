"""Discord's event about what the bot has changed comes some time after the change itself.

SimCord delivers both at once; here the event is held back, as a busy gateway would.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, mods
from tests.staff_log.reception import closes, sets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from people import Person
    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio


@contextmanager
def late_events(sim: SimulatedRed) -> Iterator[None]:
    """What is changed about channels inside reaches the bot's picture of them only after it."""
    backend, held = sim.env.backend, []
    emit = backend.emit

    def kept(event: str, payload: Mapping[str, Any]) -> None:
        if event == "CHANNEL_UPDATE":
            held.append(payload)
        else:
            emit(event, payload)

    backend.emit = kept  # type: ignore[method-assign]
    try:
        yield
    finally:
        del backend.emit
        for payload in held:
            emit("CHANNEL_UPDATE", payload)


async def test_added_and_closed_in_one_breath(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Whoever was added a moment before the ticket was closed is back when it is reopened."""
    channel = await a_ticket(tickets_ready)
    with late_events(tickets_ready.sim):
        await mods(moderator, "add", in_=channel, who=bob)
        await closes(moderator, channel)
        assert not bob.sees(channel)
    await tickets_ready.sim.env.settle()
    await moderator.presses("Reopen", on=channel)
    assert bob.can("send_messages", channel)


async def test_closed_and_reopened_in_one_breath(
    tickets_ready: Server, moderator: Person, alice: Person
) -> None:
    """Reopening gives everything back although the closing isn't known to the bot's picture
    yet, and readable tickets can be written in again."""
    await sets(tickets_ready, "closedaccess read")
    channel = await a_ticket(tickets_ready)
    with late_events(tickets_ready.sim):
        await closes(moderator, channel)
        assert not alice.can("send_messages", channel)
        await moderator.presses("Reopen", on=channel)
        assert alice.can("send_messages", channel)
    await tickets_ready.sim.env.settle()
    assert alice.can("send_messages", channel)
    await closes(moderator, channel)
    assert alice.can("view_channel", channel)
    assert not alice.can("send_messages", channel)


async def test_added_and_removed_in_one_breath(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Who was just added can be removed, and isn't back after the ticket was reopened."""
    channel = await a_ticket(tickets_ready)
    with late_events(tickets_ready.sim):
        await mods(moderator, "add", in_=channel, who=bob)
        again = await mods(moderator, "add", in_=channel, who=bob)
        removed = await mods(moderator, "remove", in_=channel, who=bob)
        await closes(moderator, channel)
    await tickets_ready.sim.env.settle()
    await moderator.presses("Reopen", on=channel)

    assert "already has access to this ticket" in moderator.answer(again)
    assert "✅" in moderator.answer(removed)
    assert not bob.sees(channel)


async def test_what_an_admin_changes_by_hand_counts(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Once the notice has come, what is changed by hand is what counts, not what the bot
    wrote before."""
    channel = await a_ticket(tickets_ready)
    await mods(moderator, "add", in_=channel, who=bob)
    await tickets_ready.overwrite(channel, bob, allow="view_channel manage_messages")
    await closes(moderator, channel)
    await moderator.presses("Reopen", on=channel)
    assert bob.can("manage_messages", channel)
