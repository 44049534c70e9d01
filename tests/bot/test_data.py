"""Requests about personal data, as Red hands them to the cog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

EVERYTHING = ("discord_deleted_user", "owner", "something Red invents later")


async def an_ended_and_a_live_ticket(server: Server) -> None:
    """alice's first ticket is deleted by herself being closed; the second is open."""
    alice, moderator = server.alice, server.moderator
    await alice.opens_a_ticket(reason="first secret")
    first = server.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=first), reason="closing secret")
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=first))
    await alice.opens_a_ticket(reason="second secret")


def everything_stored(server: Server) -> str:
    """The whole data folder of the cog as text."""
    folder = server.sim.data_path / "cogs" / "Tickets"
    return " ".join(
        file.read_bytes().decode(errors="replace") for file in folder.iterdir() if file.is_file()
    )


@pytest.mark.parametrize("requester", EVERYTHING)
async def test_a_person_is_forgotten(
    tickets_ready: Server, alice: Person, moderator: Person, requester: str
) -> None:
    """For deleted accounts and on the owner's word nothing remains; tickets can be closed."""
    cog = tickets_ready.sim.cog
    await an_ended_and_a_live_ticket(tickets_ready)

    await cog.red_delete_data_for_user(requester=requester, user_id=alice.id)

    assert await cog.red_get_data_for_user(user_id=alice.id) == {}
    for number in (1, 2):
        ticket = await cog.desk.tickets.get(tickets_ready.guild.id, number)
        assert (ticket.opener_id, ticket.reason, ticket.close_reason) == (0, None, None)
    channel = tickets_ready.newest_ticket()
    window = await moderator.presses("Close ticket", on=channel)
    assert "✅" in moderator.answer(await moderator.submits(window, reason="x"))


async def test_copies_forget_too(tickets_ready: Server, alice: Person) -> None:
    """The cog's own copies of its database don't remember who was forgotten."""
    cog = tickets_ready.sim.cog
    await an_ended_and_a_live_ticket(tickets_ready)
    folder = tickets_ready.sim.data_path / "cogs" / "Tickets"
    await cog._database.back_up()
    (folder / "tickets.before-update-1-1.sqlite3").write_bytes(
        (folder / "tickets.backup.sqlite3").read_bytes()
    )

    await cog.red_delete_data_for_user(requester="owner", user_id=alice.id)

    assert not list(folder.glob("*before-update*"))
    assert b"second secret" not in (folder / "tickets.backup.sqlite3").read_bytes()


async def test_a_closed_tickets_snapshot_forgets_too(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """What closing kept for reopening forgets the person; others keep their place in it."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    bob = tickets_ready.bob
    await tickets_ready.overwrite(channel, bob, allow="view_channel send_messages")
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")

    await tickets_ready.sim.cog.red_delete_data_for_user(
        requester="discord_deleted_user", user_id=alice.id
    )
    await moderator.presses("Reopen", on=channel)

    assert bob.sees(channel)
    assert not alice.sees(channel)


@pytest.mark.parametrize(("requester", "kept"), [("user", "second secret"), ("user_strict", None)])
async def test_a_user_keeps_control_of_live_tickets(
    tickets_ready: Server, alice: Person, requester: str, kept: str | None
) -> None:
    """A member who asks is forgotten in ended tickets, and can still close the live one."""
    cog = tickets_ready.sim.cog
    await an_ended_and_a_live_ticket(tickets_ready)

    await cog.red_delete_data_for_user(requester=requester, user_id=alice.id)

    ended = await cog.desk.tickets.get(tickets_ready.guild.id, 1)
    live = await cog.desk.tickets.get(tickets_ready.guild.id, 2)
    assert (ended.opener_id, ended.reason, ended.close_reason) == (0, None, None)
    assert (live.opener_id, live.reason) == (alice.id, kept)
    window = await alice.presses("Close ticket", on=tickets_ready.newest_ticket())
    assert window.modal is not None


async def test_a_person_can_read_what_is_stored(tickets_ready: Server, alice: Person) -> None:
    """The file holds the person's own doings and words, and nothing that others wrote."""
    await alice.opens_a_ticket(reason="my words")
    channel = tickets_ready.newest_ticket()
    moderator = tickets_ready.moderator
    await moderator.submits(await moderator.presses("Close ticket", on=channel), reason="theirs")

    files = await tickets_ready.sim.cog.red_get_data_for_user(user_id=alice.id)

    (told,) = json.loads(files["tickets.json"].read())["tickets"]
    assert told["number"] == 1
    assert told["reason"] == "my words"
    assert "theirs" not in json.dumps(told)


async def test_nothing_is_stored_about_strangers(tickets_ready: Server, bob: Person) -> None:
    """Who never had to do with tickets isn't in the data."""
    await an_ended_and_a_live_ticket(tickets_ready)

    assert await tickets_ready.sim.cog.red_get_data_for_user(user_id=bob.id) == {}
    assert str(bob.id) not in everything_stored(tickets_ready)
