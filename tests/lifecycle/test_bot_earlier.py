"""What the staff reads of an opener's past, in requests and in its thread (W7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import mods
from tests.staff_log.reception import closes, posted, refuses, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

TITLES = ("Earlier tickets", "Declined requests", "Blocked")


def first_words(server: Server, ticket: Any) -> str:
    """The last message that opens the ticket's staff thread."""
    (thread,) = server.private_threads(ticket)
    return server.text(server.messages(thread)[-1])


def moment(server: Server, seconds: int = 0) -> str:
    """A point in time as the bot writes it."""
    return f"<t:{server.sim.cog.app.now() + seconds}:f>"


async def test_in_the_staffs_thread(tickets_ready: Server) -> None:
    """Nothing at the first ticket; then how many, when, where as long as it is there."""
    server = tickets_ready
    await sets(server, "staffthread on")
    await server.alice.opens_a_ticket("first")
    first = server.newest_ticket()
    assert not [title for title in TITLES if title in first_words(server, first)]
    await closes(server.moderator, first)

    with server.sim.counting() as calls:
        await server.alice.opens_a_ticket("second")
    second = server.newest_ticket()
    text = first_words(server, second)
    assert "Earlier tickets: 1, the last one <t:" in text
    assert f"· <#{first.id}>" in text
    assert "Declined requests" not in text
    # To look at what was before takes no call.
    assert not calls.matching("GET", "/channels/{}/messages")
    assert not calls.matching("PATCH", "/channels/{}/messages/{}")
    await closes(server.moderator, second)
    for ticket in (first, second):
        await server.moderator.presses(
            "Confirm", on=await server.moderator.presses("Delete", on=ticket)
        )

    await server.alice.opens_a_ticket("third")
    text = first_words(server, server.newest_ticket())
    assert "Earlier tickets: 2, the last one <t:" in text
    assert "<#" not in text


async def test_a_block(tickets_ready: Server) -> None:
    """While it lasts and afterwards, with its time and without its reason; for its server only."""
    server = tickets_ready
    await sets(server, "staffthread on")
    begun = moment(server)
    given = {"member": server.alice, "duration": "2d", "reason": "insults"}
    await mods(server.moderator, "block", in_=server.general, by="prefix", **given)
    end = moment(server, 2 * 86400)
    await mods(server.moderator, "open", in_=server.general, by="prefix", who=server.alice)
    text = first_words(server, server.newest_ticket())
    assert f"Blocked: from {begun} to {end}" in text
    assert "insults" not in text

    await mods(server.moderator, "unblock", in_=server.general, by="prefix", member=server.alice)
    lifted = moment(server)
    await closes(server.moderator, server.newest_ticket())
    await server.alice.opens_a_ticket("help")
    assert f"Blocked: from {begun} to {lifted}" in first_words(server, server.newest_ticket())

    await mods(server.moderator, "block", in_=server.general, by="prefix", member=server.bob)
    await mods(server.moderator, "open", in_=server.general, by="prefix", who=server.bob)
    text = first_words(server, server.newest_ticket())
    assert f"Blocked: since {moment(server)}, until unblocked" in text


async def test_in_requests(tickets_ready: Server) -> None:
    """The same lines while it waits and once it is decided, and in the thread that follows."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, "staffthread on")
    await sets(server, "validation manual")
    await sets(server, "refusalwait 0")
    await server.alice.opens_a_ticket("first")
    await refuses(server.moderator, posted(server, server.staff)[-1])
    await server.alice.opens_a_ticket("second")
    await server.moderator.presses("Accept", on=posted(server, server.staff)[-1])
    second = server.newest_ticket()
    await closes(server.moderator, second)
    given = {"member": server.alice, "duration": "1m"}
    await mods(server.moderator, "block", in_=server.general, by="prefix", **given)
    await server.sim.time_passes(61)
    await server.alice.opens_a_ticket("third")

    def shown() -> str:
        return server.text(posted(server, server.staff)[-1])

    def is_complete(text: str) -> bool:
        counted = all(f"{title}: 1, the last one <t:" in text for title in TITLES[:2])
        return counted and f"· <#{second.id}>" in text and "Blocked: from <t:" in text

    assert is_complete(shown())
    await server.moderator.presses("Accept", on=posted(server, server.staff)[-1])
    assert is_complete(shown())
    assert is_complete(first_words(server, server.newest_ticket()))


async def test_another_team_learns_nothing(tickets_ready: Server) -> None:
    """Neither of tickets nor of refusals, in counts either; nor by a thread that it takes over."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "staffthread on")
    await types(server, "set Support validation manual")
    await types(server, "set Support refusalwait 0")
    await teams.opens(server.alice, "Support", reason="refused")
    await refuses(server.moderator, posted(server, teams.log)[-1])
    await teams.opens(server.alice, "Support", reason="accepted")
    await server.moderator.presses("Accept", on=posted(server, teams.log)[-1])
    await closes(server.moderator, server.newest_ticket())

    reports = await teams.opens(server.alice, "Reports", reason="x")
    assert not [title for title in TITLES if title in first_words(server, reports)]
    await closes(teams.judge, reports)

    await teams.opens(server.alice, "Support", reason="moved")
    await server.moderator.presses("Accept", on=posted(server, teams.log)[-1])
    ticket = server.newest_ticket()
    told = first_words(server, ticket)
    assert "Earlier tickets: 1," in told
    assert "Declined requests: 1," in told
    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=asked)

    (thread,) = server.private_threads(ticket)
    read = "\n".join(teams.judge.reads(thread))
    assert read.count("Talk about this ticket among staff") == 2
    assert read.count("Earlier tickets") == 1
    assert f"· <#{reports.id}>" in read
    assert "Declined requests" not in read


async def test_a_thread_that_was_put_away_changes_hands_too(tickets_ready: Server) -> None:
    """After a week of silence Discord puts it away; it says the former team's words no longer."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "staffthread on")
    await closes(server.moderator, await teams.opens(server.alice, "Support", reason="x"))
    ticket = await teams.opens(server.alice, "Support", reason="y")
    (thread,) = server.private_threads(ticket)
    backend = server.sim.env.backend
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await server.sim.env.settle()

    def unless_archived(call: Any) -> None:
        from traffic import refuse

        found = backend.channels[int(call.parts[1])].thread_metadata
        if found is not None and found.archived:
            refuse(400, 50083, "Thread is archived")

    edit = "/channels/*/messages/*"
    server.sim.faults.hook(edit, unless_archived, method="PATCH", times=None)
    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=asked)
    read = "\n".join(teams.judge.reads(thread))
    assert read.count("Talk about this ticket among staff") == 2
    assert "Earlier tickets" not in read


async def test_a_forgotten_person(tickets_ready: Server) -> None:
    """Of who was forgotten nothing is known, also where the id is nobody's."""
    server = tickets_ready
    await sets(server, "staffthread on")
    for person in (server.alice, server.bob):
        await person.opens_a_ticket("first")
        await closes(server.moderator, server.newest_ticket())
    cog = server.sim.cog
    for person in (server.alice, server.bob):
        await cog.red_delete_data_for_user(requester="user_strict", user_id=person.id)
    await server.alice.opens_a_ticket("second")
    known = first_words(server, server.newest_ticket())
    # Closed tickets have a channel, and keep their opener.
    assert "Earlier tickets: 1" in known
    await cog.red_delete_data_for_user(requester="discord_deleted_user", user_id=server.bob.id)
    await server.bob.opens_a_ticket("second")
    assert "Earlier tickets" not in first_words(server, server.newest_ticket())
