"""Who sees what of a ticket, at every moment of its life."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


@contextmanager
def watched(server: Server, *strangers: Person) -> Iterator[list[str]]:
    """Looks, at every single thing that happens on Discord, whether a stranger sees a ticket."""
    leaks: list[str] = []
    looks = 0

    def look(event: str, _payload: Any) -> None:
        nonlocal looks
        for channel in server.ticket_channels():
            looks += 1
            leaks.extend(
                f"{person.name} sees #{channel.name} at {event}"
                for person in strangers
                if person.sees(channel)
            )

    server.sim.env.backend.subscribers.append(look)
    try:
        yield leaks
    finally:
        server.sim.env.backend.subscribers.remove(look)
        assert looks, "nothing was looked at"


@pytest.mark.parametrize("access", ["none", "read"])
async def test_a_stranger_never_sees_anything(
    tickets_ready: Server, alice: Person, moderator: Person, access: str
) -> None:
    """From creation to deletion no stranger sees the channel, not even with Manage Threads,
    Manage Messages or Red's admin role; nor does the bot's owner."""
    server = tickets_ready
    await server.administrator.types(f"!ticketset closedaccess {access}")
    strangers = (server.bob, server.mallory, server.red_admin, server.bot_owner, server.blocked)

    with watched(server, *strangers) as leaks:
        await alice.opens_a_ticket(reason="private")
        channel = server.newest_ticket()
        await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
        await moderator.presses("Reopen", on=channel)
        await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
        question = await moderator.presses("Delete", on=channel)
        await moderator.presses("Confirm", on=question)

    assert leaks == []


async def test_staff_see_it_and_keep_seeing_it(
    tickets_ready: Server, alice: Person, moderator: Person, helper: Person
) -> None:
    """Moderators and access roles see and write in the open and in the closed ticket."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")

    for person in (moderator, helper, tickets_ready.administrator):
        assert person.can("send_messages", channel)
    assert moderator.can("manage_messages", channel)
    assert not helper.can("manage_messages", channel)


async def test_powers_of_the_server_stop_at_the_ticket(
    tickets_ready: Server, mallory: Person
) -> None:
    """An opener who manages threads everywhere doesn't in the ticket: a staff thread stays
    hidden from them."""
    await mallory.opens_a_ticket()
    channel = tickets_ready.newest_ticket()

    assert mallory.can("send_messages", channel)
    assert not mallory.can("manage_threads", channel)


async def test_the_bot_keeps_its_own_access(tickets_ready: Server, alice: Person) -> None:
    """With Manage Channels only in the category, the bot still owns what it created there."""
    server = tickets_ready
    await server.overwrite(server.category, server.bot_role, allow="manage_channels")
    await alice.opens_a_ticket()
    channel = server.newest_ticket()

    own = server.overwrites(channel)["TestBot"]
    for permission in ("manage_channels", "manage_messages", "manage_threads", "embed_links"):
        assert own[permission] is True


async def test_the_opener_of_one_ticket_can_do_nothing_in_another(
    tickets_ready: Server, alice: Person, bob: Person
) -> None:
    """Forged presses and forms about a foreign ticket are refused, from inside one's own
    ticket as well as from a public channel."""
    await alice.opens_a_ticket()
    hers = tickets_ready.newest_ticket()
    await bob.opens_a_ticket()
    his = tickets_ready.newest_ticket()
    session = tickets_ready.sim.cog.app.session

    for place in (his, tickets_ready.general):
        results = [
            await bob.forges_modal("tickets:v1:close:1", {"reason": "haha"}, in_=place),
            *[
                await bob.forges_click(f"tickets:v1:{words}", in_=place)
                for words in ("close:1", "reopen:1", "delete:1", f"close-confirmed:1:{session}:0")
            ],
        ]
        for result in results[:1]:
            assert "Only" in bob.answer(result) or "no longer exists" in bob.answer(result)
        # A component that the message doesn't have never reaches a handler.
        tickets_ready.sim.unanswered_is_fine = True

    assert alice.can("send_messages", hers)
    assert "Close ticket" in alice.buttons(hers)
