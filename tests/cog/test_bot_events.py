"""Every event that features declare happens, and is stored with who did what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.adopting.adoptions import adopts
from tests.claims.claiming import take_over_id
from tests.staff_log.reception import closes, receiving_channel, sets
from tests.switching.sample_servers import of_another_cog

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: By whom each kind of event happens below, and to whom; a new one is added here, and happens.
PARTS: dict[str, set[tuple[str | None, str | None]]] = {
    "opened": {("alice", None), ("moderator", "bob")},
    "adopted": {("administrator", "alice")},
    "migrated": {("administrator", "alice")},
    "moved": {("moderator", None)},
    "claimed": {("moderator", None)},
    "opener_reminded": {(None, "bob")},
    "staff_reminded": {(None, None)},
    "kept_open": {("moderator", None)},
    "not_kept_open": {("moderator", None)},
    "handed_over": {("moderator", "mallory")},
    "taken_over": {("moderator", "mallory")},
    "released": {("moderator", "moderator")},
    "closed": {("alice", None)},
    "close-asked": {("moderator", None)},
    "close-answered": {("alice", None)},
    "close-withdrawn": {("moderator", None)},
    "close-not-yet": {("alice", None)},
    "rated": {("alice", None)},
    "renamed": {("moderator", None)},
    "reopened": {("moderator", None)},
    "deleted": {("moderator", None)},
    "saved": {("moderator", None)},
    "left": {(None, "bob")},
    "back": {(None, "bob")},
    "requested": {("alice", None), ("mallory", None)},
    "refused": {("moderator", None)},
    "cancelled": {("mallory", None)},
    "added": {("moderator", "mallory")},
    "removed": {("moderator", "mallory")},
    "blocked": {("moderator", "mallory")},
    "unblocked": {("moderator", "mallory")},
}


async def stored(server: Server) -> list[tuple[Any, ...]]:
    """All events in the tickets' file: kind, number, by whom, about whom."""
    query = "SELECT kind, number, by_id, member_id FROM ticket_events ORDER BY id"
    rows: list[tuple[Any, ...]] = await server.sim.cog.app.database.run(
        lambda cursor: cursor.execute(query).fetchall()
    )
    return rows


async def silence_comes(server: Server, bob: Person) -> None:
    """bob is reminded in the newest ticket, and the staff when he has answered."""
    channel = server.newest_ticket()
    for setting in ("openerreminder 1", "silence 48", "staffreminder 1"):
        await sets(server, setting)
    for _time in range(2):
        await server.moderator.types("!ticketmod keep", in_=channel)
    await server.sim.time_passes(3700)
    await bob.actor.send(channel, "here I am")
    await server.sim.time_passes(3700)


async def test_every_event_happens(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person, mallory: Person
) -> None:
    """In one long day of a server each kind of event is stored, by whom and to whom."""
    server = tickets_ready
    await alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    for words in ("add", "remove"):
        await moderator.types(f"!ticketmod {words} {mallory.mention}", in_=channel)
    await server.administrator.types("!ticketset type create Support")
    await server.administrator.types("!ticketset type set Support bycommand off")
    await moderator.types("!ticketmod rename solved", in_=channel)
    asked = await moderator.types("!ticketmod move Support", in_=channel)
    await moderator.presses("Confirm", on=asked)
    await sets(server, "claims on")
    await mallory.gets(server.moderators)
    await moderator.types("!ticketmod claim", in_=channel)
    await moderator.types(f"!ticketmod claim {mallory.mention}", in_=channel)
    taken = take_over_id(server, mallory)
    await moderator.forges_click(taken, in_=channel)
    await mallory.loses(server.moderators)
    await moderator.types("!ticketmod release", in_=channel)
    await closes(alice, channel)
    await moderator.presses("Reopen", on=channel)
    await moderator.types("!ticketmod ask", in_=channel)
    await alice.types("Wait", in_=channel)
    await moderator.presses("Withdraw", on=channel)
    # Questions are told apart by their second.
    await server.sim.time_passes(2)
    await moderator.types("!ticketmod ask", in_=channel)
    await alice.presses("Not yet", on=channel)
    await sets(server, "rating on")
    await closes(alice, channel)
    await alice.user.select(alice.user.dm_channel.history()[-1], ["5"])
    log = await receiving_channel(server)
    await sets(server, f"transcriptchannel {log.mention}")
    await moderator.presses("Save transcript", on=channel)
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    await moderator.types(f"!ticketmod open {bob.mention}")
    await bob.leaves()
    await server.sim.env.settle()
    await bob.returns()
    await server.sim.env.settle()
    for words in (f"block {mallory.mention} 2h", f"unblock {mallory.mention}"):
        await moderator.types(f"!ticketmod {words}")
    await sets(server, f"receptionchannel {log.mention}")
    await silence_comes(server, bob)
    await sets(server, "validation manual")
    await alice.opens_a_ticket(reason="again")
    await moderator.types("!ticketmod refuse 3")
    await mallory.opens_a_ticket(reason="me")
    await mallory.forges_click("tickets:v1:withdraw:4", in_=server.general)
    there = server.guild.create_text_channel("help-alice")
    await adopts(server, there, alice)
    await of_another_cog(server, server.guild.create_text_channel("help-again"), alice)
    shown = await server.administrator.types("!ticketset migrate", in_=server.staff)
    await server.administrator.presses("Move over", on=shown)
    await server.sim.env.settle()

    people = (alice, bob, moderator, mallory, server.administrator)
    names = {person.id: person.name for person in people}
    happened: dict[str, set[tuple[str | None, str | None]]] = {}
    for kind, _number, by_id, member_id in await stored(server):
        happened.setdefault(kind, set()).add((names.get(by_id), names.get(member_id)))
    declared = set(server.sim.cog.app.features.each("events"))
    assert declared - set(happened) == set(), "declared, and never happened"
    assert happened == PARTS
