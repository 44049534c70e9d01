"""Requests about personal data, as Red hands them to the cog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import mods, shows_slash_commands
from tests.staff_log.reception import closes, logged, posted, refuses, sets

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
    """All files of the bot as text."""
    files = [file for file in server.sim.data_path.rglob("*") if file.is_file()]
    assert any(file.name == "tickets.sqlite3" for file in files)
    return "\n".join(file.read_bytes().decode(errors="replace") for file in files)


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
        ticket = await cog.app.tickets.get(tickets_ready.guild.id, number)
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

    ended = await cog.app.tickets.get(tickets_ready.guild.id, 1)
    live = await cog.app.tickets.get(tickets_ready.guild.id, 2)
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


# The staff's side


@pytest.fixture
async def with_requests(tickets_ready: Server) -> Server:
    """A server where moderators decide about tickets."""
    await sets(tickets_ready, f"receptionchannel {tickets_ready.staff.mention}")
    await sets(tickets_ready, "validation manual")
    await sets(tickets_ready, "refusalwait 0")
    await shows_slash_commands(tickets_ready)
    return tickets_ready


async def a_busy_moderator(server: Server) -> None:
    """Refuses alice's first request, accepts, closes and deletes the second, blocks bob."""
    alice, moderator = server.alice, server.moderator
    await alice.opens_a_ticket("please")
    await refuses(moderator, posted(server, server.staff)[-1], "words of refusal")
    await alice.opens_a_ticket("please")
    await moderator.presses("Accept", on=posted(server, server.staff)[-1])
    channel = server.newest_ticket()
    await closes(moderator, channel, "words of closing")
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    await mods(
        moderator, "block", in_=server.general, member=server.bob, reason="words of blocking"
    )
    await mods(moderator, "open", in_=server.general, member=alice, reason="words of opening")
    await server.sim.time_passes(60)


@pytest.mark.parametrize("requester", EVERYTHING)
async def test_a_moderator_is_forgotten(
    with_requests: Server, moderator: Person, requester: str
) -> None:
    """Decisions, deletions, blocks and words of a moderator go; what they decided stays."""
    server = with_requests
    await a_busy_moderator(server)

    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=moderator.id)

    assert await server.sim.cog.red_get_data_for_user(user_id=moderator.id) == {}
    left = repr(await rows(server))
    assert str(moderator.id) not in left
    assert "words of" not in left
    assert "You can't open tickets" in server.bob.answer(await server.bob.opens_a_ticket("please"))
    page = await mods(server.administrator, "list", in_=server.general)
    blocked = await server.administrator.presses("Blocked members (1)", on=page)
    assert "by someone unknown" in server.administrator.answer(blocked)


async def rows(server: Server) -> list[Any]:
    """All that is in the database; its file keeps deleted pages for a while."""

    def read(cursor: Any) -> list[Any]:
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [cursor.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables]

    found: list[Any] = await server.sim.cog._database.run(read)
    return found


@pytest.mark.parametrize(("requester", "words"), [("user", True), ("user_strict", False)])
async def test_a_moderator_asks_to_be_forgotten(
    with_requests: Server, moderator: Person, requester: str, words: bool
) -> None:
    """In what has ended nothing is left of them; what is still in force keeps its words for
    `user` and none for `user_strict`."""
    server = with_requests
    await a_busy_moderator(server)

    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=moderator.id)

    left = repr(await rows(server))
    assert "words of refusal" not in left
    assert "words of closing" not in left
    for in_force in ("words of blocking", "words of opening"):
        assert (in_force in left) is words
    told = await server.sim.cog.red_get_data_for_user(user_id=moderator.id)
    assert [ticket["number"] for ticket in json.loads(told["tickets.json"].read())["tickets"]] == [
        3
    ]


async def test_a_moderator_can_read_what_is_stored(
    with_requests: Server, moderator: Person
) -> None:
    """Their decisions, deletions, blocks and words, and nobody else's."""
    server = with_requests
    await a_busy_moderator(server)

    files = await server.sim.cog.red_get_data_for_user(user_id=moderator.id)

    told = json.loads(files["tickets.json"].read())
    refused, deleted, opened = told["tickets"]
    assert (refused["decided_it"], refused["refusal"]) == (True, "words of refusal")
    assert deleted["decided_it"]
    assert deleted["deleted_it"]
    assert deleted["closing_reason"] == "words of closing"
    assert (opened["opened_it"], opened["reason"]) == (True, "words of opening")
    (block,) = told["blocks"]
    assert (block["you_blocked_somebody"], block["reason"]) == (True, "words of blocking")
    assert str(server.alice.id) not in json.dumps(told)
    assert str(server.bob.id) not in json.dumps(told)
    assert "please" not in json.dumps(told)


async def test_a_blocked_member_can_read_it(with_requests: Server, bob: Person) -> None:
    """Who is blocked reads since when, until when and why, not by whom."""
    server = with_requests
    await mods(server.moderator, "block", in_=server.general, member=bob, duration="1d")

    files = await server.sim.cog.red_get_data_for_user(user_id=bob.id)

    (block,) = json.loads(files["tickets.json"].read())["blocks"]
    assert block["you_are_blocked"]
    assert block["until"] == block["since"] + 86400
    assert str(server.moderator.id) not in json.dumps(block)


async def test_an_added_member_can_read_it(tickets_ready: Server, bob: Person) -> None:
    """A closed ticket remembers whose access it took away: that is told as well."""
    server = tickets_ready
    await server.alice.opens_a_ticket()
    channel = server.newest_ticket()
    await mods(server.moderator, "add", in_=channel, who=bob)
    await closes(server.moderator, channel)

    files = await server.sim.cog.red_get_data_for_user(user_id=bob.id)

    (told,) = json.loads(files["tickets.json"].read())["tickets"]
    assert told["access_was_taken_away"]


# What the files hold


async def words_that_wait(server: Server) -> None:
    """Two closed tickets, one of them deleted, whose log line and message can't be sent yet."""
    alice, moderator, faults = server.alice, server.moderator, server.sim.faults
    await sets(server, "validation automatic")
    for closing in ("waiting alpha", "waiting beta"):
        await mods(moderator, "open", in_=server.general, member=alice, reason="waiting gamma")
        channel = server.newest_ticket()
        for place in (server.staff, alice.user.dm_channel):
            faults.fail(f"/channels/{place.id}/messages", method="POST", status=500, code=0)
        await closes(moderator, channel, closing)
        await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))


@pytest.mark.parametrize(
    ("requester", "kept"),
    [("owner", ()), ("user_strict", ()), ("user", ("words of blocking", "words of opening"))],
)
async def test_no_file_holds_what_was_forgotten(
    with_requests: Server, moderator: Person, requester: str, kept: tuple[str, ...]
) -> None:
    """Words are gone from every byte on the disk: free space, logs, copies, what waits."""
    server = with_requests
    await a_busy_moderator(server)
    await words_that_wait(server)
    before = everything_stored(server)
    said = ("words of refusal", "words of closing", "waiting alpha", "waiting beta")
    assert all(words in before for words in (*said, "waiting gamma"))

    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=moderator.id)

    left = everything_stored(server)
    found = {words for words in (*said, "words of", "waiting", "alpha") if words in left}
    assert found <= ({"words of"} if kept else set())
    assert all(words in left for words in kept)
    await server.sim.time_passes(3600)
    await server.sim.unload()
    left = everything_stored(server)
    assert not [words for words in (*said, "waiting gamma") if words in left]


# Requests and blocks of whoever is forgotten


@pytest.mark.parametrize("requester", EVERYTHING)
async def test_a_pending_request_ends_with_its_member(
    with_requests: Server, alice: Person, moderator: Person, requester: str
) -> None:
    """Nobody is left for whom it could be accepted: it is cancelled, its message says so and
    names the member no longer."""
    server = with_requests
    await alice.opens_a_ticket("my words")
    (message,) = posted(server, server.staff)

    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=alice.id)
    await server.sim.time_passes(60)

    (shown,) = [one for one in server.messages(server.staff) if one.id == message.id]
    assert moderator.buttons(shown) == []
    assert "Cancelled" in server.text(shown)
    for secret in (alice.mention, str(alice.id), "my words"):
        assert secret not in server.text(shown)
    late = await moderator.forges_click("tickets:v1:accept:1", in_=server.staff, message=shown)
    assert "✅" not in moderator.answer(late)
    assert server.ticket_channels() == []


@pytest.mark.parametrize("requester", ["user", "user_strict"])
async def test_a_pending_request_waits_on(
    with_requests: Server, alice: Person, moderator: Person, requester: str
) -> None:
    """Who asks to be forgotten keeps the request: it can be accepted, and withdrawn."""
    server = with_requests
    await alice.opens_a_ticket("my words")
    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=alice.id)

    accepted = await moderator.presses("Accept", on=posted(server, server.staff)[-1])

    assert "✅" in moderator.answer(accepted)
    assert alice.sees(server.newest_ticket())


@pytest.mark.parametrize("requester", EVERYTHING)
async def test_a_block_is_forgotten_with_its_member(
    with_requests: Server, bob: Person, requester: str
) -> None:
    """When everything about them goes, the block goes, too."""
    server = with_requests
    await mods(server.moderator, "block", in_=server.general, member=bob)

    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=bob.id)

    assert str(bob.id) not in repr(await rows(server))
    assert "has been sent" in bob.answer(await bob.opens_a_ticket("please"))


async def test_what_is_still_to_be_sent_forgets_too(
    with_requests: Server, alice: Person, moderator: Person
) -> None:
    """A message and a log line that wait for Discord don't name whom the owner had forgotten."""
    server = with_requests
    await sets(server, "validation automatic")
    await alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    server.sim.faults.fail(
        f"/channels/{server.staff.id}/messages", method="POST", status=500, code=0, times=3
    )
    server.sim.faults.fail("/users/@me/channels", method="POST", status=500, code=0, times=1)
    await closes(alice, channel, "my words")
    await server.sim.time_passes(1)

    await server.sim.cog.red_delete_data_for_user(requester="owner", user_id=alice.id)
    await server.sim.time_passes(3600)

    assert alice.direct_messages() == []
    lines = logged(server, server.staff)
    assert "Someone closed ticket #1." in lines
    text = "\n".join(server.text(message) for message in server.messages(server.staff))
    assert "my words" not in text
