"""How many calls to Discord each action takes: the fewest that its outcome allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ANSWER = "POST /interactions/{}/{}/callback"
EDIT_ANSWER = "PATCH /webhooks/{}/{}/messages/@original"
CREATE = "POST /guilds/{}/channels"
POST = "POST /channels/{}/messages"
EDIT = "PATCH /channels/{}/messages/{}"
PERMISSIONS = "PATCH /channels/{}"


async def test_opening(tickets_ready: Server, alice: Person) -> None:
    """Opening by command takes four calls: acknowledgement, channel, welcome, answer."""
    with tickets_ready.sim.counting() as calls:
        await alice.opens_a_ticket(reason="help")

    assert calls.routes == [ANSWER, CREATE, POST, EDIT_ANSWER]


async def test_closing(tickets_ready: Server, alice: Person) -> None:
    """Closing takes four calls from the form: answer, permissions, welcome, announcement.
    What nobody waits for comes after them: the log, and the opener's direct message."""
    server = tickets_ready
    await server.administrator.types(f"!ticketset receptionchannel {server.staff.mention}")
    await alice.opens_a_ticket()
    window = await alice.presses("Close ticket", on=tickets_ready.newest_ticket())

    with tickets_ready.sim.counting() as calls:
        await alice.submits(window, reason="done")

    assert calls.routes[:4] == [ANSWER, PERMISSIONS, EDIT, POST]
    assert sorted(calls.routes[4:]) == [POST, POST, "POST /users/@me/channels"]


async def test_reopening_and_deleting(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Reopening takes four calls as well; deleting takes two from Confirm."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="done")
    with tickets_ready.sim.counting() as reopening:
        await moderator.presses("Reopen", on=channel)
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="done")
    question = await moderator.presses("Delete", on=channel)
    with tickets_ready.sim.counting() as deleting:
        await moderator.presses("Confirm", on=question)

    assert reopening.routes == [ANSWER, PERMISSIONS, EDIT, POST]
    assert deleting.routes == [ANSWER, "DELETE /channels/{}"]


async def test_the_answer_comes_first(tickets_ready: Server, alice: Person) -> None:
    """Whatever a press sets off, Discord hears the acknowledgement before anything else."""
    for words in ("closereason off", "dm off"):
        await tickets_ready.administrator.types(f"!ticketset {words}")
    with tickets_ready.sim.counting() as calls:
        await alice.opens_a_ticket()
        question = await alice.presses("Close ticket", on=tickets_ready.newest_ticket())
        await alice.presses("Confirm", on=question)

    firsts = [index for index, route in enumerate(calls.routes) if route == ANSWER]
    assert firsts[0] == 0
    assert calls.routes[firsts[2] :] == [ANSWER, PERMISSIONS, EDIT, POST]
