"""Members and roles that are given access to a ticket, and lose it again (M2, M3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.builders import UserHandle

from tests.lifecycle.staffing import a_ticket, announcements, both_forms, closed_ticket, mods
from tests.staff_log.reception import closes, logged, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

PUT = "PUT /channels/{}/permissions/{}"
DELETE = "DELETE /channels/{}/permissions/{}"
POST = "POST /channels/{}/messages"


def a_role(server: Server, name: str = "Experts", **permissions: bool) -> Any:
    return server.guild.create_role(name, permissions=discord.Permissions(**permissions))


def by_the_bot(server: Server, channel: Any) -> list[Any]:
    return [message for message in server.messages(channel) if message.author.id == server.bot_id]


# Adding


@both_forms
async def test_adding_a_member(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """The member sees, writes, sends files and reads what was said; the channel says so and
    pings them once; the log tells who let whom in."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channel = await a_ticket(server)

    with server.sim.counting() as calls:
        result = await mods(moderator, "add", in_=channel, by=by, who=bob)

    assert moderator.answer(result) == f"✅ {bob.mention} was added to this ticket."
    for permission in ("send_messages", "attach_files", "embed_links", "read_message_history"):
        assert bob.can(permission, channel)
    assert not bob.can("manage_messages", channel)
    assert len(calls.matching("PUT", "/channels/{}/permissions/{}")) == 1
    assert not calls.matching("PATCH", "/channels/{}")
    assert announcements(server, channel)[-1] == "moderator added bob to the ticket."
    pinged = [message for message in by_the_bot(server, channel) if server.sim.pings(message)]
    assert [server.sim.pings(message) for message in pinged[1:]] == [{bob.id}]
    assert logged(server, server.staff)[-1] == "moderator added someone to ticket #1."
    assert bob.mention in server.text(server.messages(server.staff)[-1])


@both_forms
async def test_adding_a_role(tickets_ready: Server, moderator: Person, by: str) -> None:
    """Everybody with the role gets in, and nobody is pinged, not even if the role may be."""
    server = tickets_ready
    experts = server.guild.create_role("Experts", mentionable=True)
    expert = server.person("expert", experts)
    channel = await a_ticket(server)
    before = {message.id for message in server.messages(channel)}

    result = await mods(moderator, "add", in_=channel, by=by, who=experts)

    assert "was added to this ticket" in moderator.answer(result)
    assert expert.can("send_messages", channel)
    new = [message for message in by_the_bot(server, channel) if message.id not in before]
    assert announcements(server, channel)[-1] == "moderator added Experts to the ticket."
    assert [server.sim.pings(message) for message in new] == [set()] * len(new)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("everyone", "You can't add or remove @everyone"),
        ("managed", "is a bot's own role"),
        ("administrators", "is an administrator and sees every ticket"),
        ("moderators", "is a ticket moderator and already sees every ticket"),
        ("helpers", "already has access to this ticket"),
        ("alice", "already has access to this ticket"),
        ("moderator", "already has access to this ticket"),
        ("helper", "already has access to this ticket"),
        ("administrator", "already has access to this ticket"),
        ("a bot", "is a bot: it can't be added"),
        ("this bot", "is a bot: it can't be added"),
    ],
)
@both_forms
async def test_who_cannot_be_added(
    tickets_ready: Server, moderator: Person, who: str, sentence: str, by: str
) -> None:
    """Each reason has a sentence of its own; nothing changes and nothing is announced."""
    server = tickets_ready
    channel = await a_ticket(server)
    target = someone(server, who)
    before = server.overwrites(channel)
    if by == "prefix" and who == "everyone":
        target = server.guild.id  # a mention of it is the word @everyone

    with server.sim.counting() as calls:
        result = await mods(moderator, "add", in_=channel, by=by, who=target)

    assert sentence in moderator.answer(result)
    assert server.overwrites(channel) == before
    assert announcements(server, channel) == []
    assert not calls.matching("PUT", "/channels/{}/permissions/{}")


def someone(server: Server, who: str) -> Any:
    """Somebody or something that can't be added or removed."""
    if who == "a bot":
        return server.guild.add_member(server.sim.env.create_user("robot", bot=True))
    special = {
        "everyone": server.guild.default_role,
        "managed": server.bot_role,
        "this bot": UserHandle(server.sim.env, server.sim.env.backend.bot_user),
    }
    return special[who] if who in special else getattr(server, who)


async def test_adding_somebody_a_second_time(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """They have access already: nobody is pinged again."""
    channel = await a_ticket(tickets_ready)
    await mods(moderator, "add", in_=channel, who=bob)
    result = await mods(moderator, "add", in_=channel, who=bob)

    assert moderator.answer(result) == f"{bob.mention} already has access to this ticket."
    assert len(announcements(tickets_ready, channel)) == 1


async def test_somebody_whom_the_staff_had_shut_out(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """A denial made by hand yields to /ticketmod add: it is said and meant."""
    channel = await a_ticket(tickets_ready)
    await tickets_ready.overwrite(channel, bob, deny="view_channel send_messages")

    await mods(moderator, "add", in_=channel, who=bob)

    assert bob.can("send_messages", channel)


async def test_ninety_lines_are_enough(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """At 90 overwrites nobody else is added, so that admins keep some space; who is named
    there already can be."""
    server = tickets_ready
    channel = await a_ticket(server)
    named = server.person("named")
    await server.overwrite(channel, named, deny="attach_files")
    lines = len(server.overwrites(channel))
    for number in range(90 - lines):
        role = a_role(server, f"r{number}")
        await server.overwrite(channel, role, deny="attach_files")

    full = await mods(moderator, "add", in_=channel, who=bob)
    known = await mods(moderator, "add", in_=channel, who=named)

    assert "This ticket is full" in moderator.answer(full)
    assert not bob.sees(channel)
    assert "✅" in moderator.answer(known)


async def test_a_closed_ticket_takes_nobody_in(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """A closed ticket says by whom it was closed; nobody is added or removed."""
    channel = await closed_ticket(tickets_ready)
    for command in ("add", "remove"):
        result = await mods(moderator, command, in_=channel, who=bob)
        assert f"already closed by {moderator.mention}" in moderator.answer(result)
    assert not bob.sees(channel)


@pytest.mark.parametrize("access", ["none", "read"])
async def test_what_was_added_survives_closing_and_reopening(
    tickets_ready: Server, moderator: Person, bob: Person, access: str
) -> None:
    """Added members and roles lose a closed ticket as the opener does, and get it back."""
    server = tickets_ready
    await sets(server, f"closedaccess {access}")
    experts = a_role(server)
    expert = server.person("expert", experts)
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=bob)
    await mods(moderator, "add", in_=channel, who=experts)
    before = server.overwrites(channel)

    await closes(server.alice, channel)
    for person in (bob, expert):
        assert person.sees(channel) is (access == "read")
        assert not person.can("send_messages", channel)
    await mods(moderator, "reopen", in_=channel)

    assert server.overwrites(channel) == before
    assert bob.can("send_messages", channel)
    assert expert.can("send_messages", channel)


# Removing


@both_forms
async def test_removing_a_member(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """One call takes the access away; the channel and the log say so; nobody is pinged."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channel = await a_ticket(server)
    before = server.overwrites(channel)
    await mods(moderator, "add", in_=channel, who=bob)
    known = {message.id for message in server.messages(channel)}

    with server.sim.counting() as calls:
        result = await mods(moderator, "remove", in_=channel, by=by, who=bob)

    assert moderator.answer(result) == f"✅ {bob.mention} was removed from this ticket."
    assert not bob.sees(channel)
    assert server.overwrites(channel) == before
    assert len(calls.matching("DELETE", "/channels/{}/permissions/{}")) == 1
    assert announcements(server, channel)[-1] == "moderator removed bob from the ticket."
    new = [message for message in by_the_bot(server, channel) if message.id not in known]
    assert not any(server.sim.pings(message) for message in new)
    assert logged(server, server.staff)[-1] == "moderator removed someone from ticket #1."


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("everyone", "You can't add or remove @everyone"),
        ("administrators", "is an administrator and sees every ticket"),
        ("administrator", "is an administrator and sees every ticket"),
        ("owner", "is an administrator and sees every ticket"),
        ("moderators", "is a ticket moderator and already sees every ticket"),
        ("moderator", "is a ticket moderator and already sees every ticket"),
        ("alice", "opened this ticket and can't be removed. Close it instead."),
        ("this bot", "I can't remove myself"),
        ("bob", "has no access to this ticket"),
        ("red_admins", "has no access to this ticket"),
        ("managed", "has no access to this ticket"),
    ],
)
@both_forms
async def test_who_cannot_be_removed(
    tickets_ready: Server, moderator: Person, who: str, sentence: str, by: str
) -> None:
    """Each reason has a sentence of its own; nothing changes and nothing is announced."""
    server = tickets_ready
    channel = await a_ticket(server)
    target = someone(server, who)
    before = server.overwrites(channel)
    if by == "prefix" and who == "everyone":
        target = server.guild.id

    result = await mods(moderator, "remove", in_=channel, by=by, who=target)

    assert sentence in moderator.answer(result)
    assert server.overwrites(channel) == before
    assert announcements(server, channel) == []


async def test_a_moderators_own_line_is_not_taken(
    tickets_ready: Server, moderator: Person, administrator: Person
) -> None:
    """Who is a ticket moderator isn't removed, even when a line of the channel names them."""
    channel = await a_ticket(tickets_ready)
    await tickets_ready.overwrite(channel, moderator, allow="view_channel")

    result = await mods(administrator, "remove", in_=channel, who=moderator)

    assert "is a ticket moderator" in moderator.answer(result)


async def test_who_sees_it_only_through_a_role(
    tickets_ready: Server, moderator: Person, helper: Person
) -> None:
    """There is nothing to take from them: the answer names the role."""
    channel = await a_ticket(tickets_ready)

    result = await mods(moderator, "remove", in_=channel, who=helper)

    role = tickets_ready.helpers.mention
    assert f"sees this ticket through {role}: remove the role instead" in moderator.answer(result)
    assert helper.sees(channel)


async def test_who_still_sees_it_through_a_role(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Their own access goes, and the answer names the role that lets them see it still."""
    server = tickets_ready
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=bob)
    await bob.gets(server.helpers)

    result = await mods(moderator, "remove", in_=channel, who=bob)

    expected = f"They still see this ticket through {server.helpers.mention}."
    assert moderator.answer(result).endswith(expected)
    assert "bob" not in server.overwrites(channel)
    assert bob.sees(channel)


async def test_a_denial_made_by_hand_stays(
    tickets_ready: Server, moderator: Person, helper: Person
) -> None:
    """Removing somebody who only has less than the role takes nothing away: that would give
    them more."""
    channel = await a_ticket(tickets_ready)
    await tickets_ready.overwrite(channel, helper, deny="send_messages")

    result = await mods(moderator, "remove", in_=channel, who=helper)

    assert "through" in moderator.answer(result)
    assert not helper.can("send_messages", channel)


async def test_somebody_shut_out_by_hand_has_no_access(
    tickets_ready: Server, moderator: Person, helper: Person
) -> None:
    """A helper who was shut out of this ticket has nothing that could be removed."""
    channel = await a_ticket(tickets_ready)
    await tickets_ready.overwrite(channel, helper, deny="view_channel")

    result = await mods(moderator, "remove", in_=channel, who=helper)

    assert moderator.answer(result) == f"{helper.mention} has no access to this ticket."
    assert not helper.sees(channel)


async def test_removing_a_role(tickets_ready: Server, moderator: Person, helper: Person) -> None:
    """A role that was added, and even an access role, can be taken out of one ticket; closing
    and reopening doesn't bring it back."""
    server = tickets_ready
    channel = await a_ticket(server)

    result = await mods(moderator, "remove", in_=channel, who=server.helpers)
    await closes(server.alice, channel)
    await mods(moderator, "reopen", in_=channel)

    assert "✅" in moderator.answer(result)
    assert not helper.sees(channel)


# People and roles that are gone


@both_forms
async def test_somebody_who_has_left(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """They can't be added; what they left behind in the channel can be removed, so that they
    don't see the ticket when they return."""
    server = tickets_ready
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=bob)
    await bob.leaves()

    # The client sends whoever was picked, member or not.
    added = await mods(moderator, "add", in_=channel, by=by, who=bob.user)
    removed = await mods(moderator, "remove", in_=channel, by=by, who=bob.user)
    again = await mods(moderator, "remove", in_=channel, by=by, who=bob.user)
    await bob.returns()

    assert moderator.answer(added) == f"{bob.mention} is no longer on this server."
    assert "✅" in moderator.answer(removed)
    assert moderator.answer(again) == f"{bob.mention} has no access to this ticket."
    assert not bob.sees(channel)


@pytest.mark.parametrize("command", ["add", "remove"])
async def test_a_role_that_was_deleted_a_moment_ago(
    tickets_ready: Server, moderator: Person, command: str
) -> None:
    """Deleted between the choice and its effect, the role is told to be gone."""
    server = tickets_ready
    channel = await a_ticket(server)
    experts = a_role(server)
    if command == "remove":
        await mods(moderator, "add", in_=channel, who=experts)
    # The first call of the command: its acknowledgement.
    server.sim.faults.hook(
        "/interactions/*/callback",
        lambda: server.sim.env.backend.delete_role(server.guild.id, experts.id),
    )

    result = await mods(moderator, command, in_=channel, who=experts)

    answer = moderator.answer(result)
    assert "is no longer on this server" in answer or "has no access" in answer


# At the same moment


async def test_two_moderators_add_the_same_member(
    tickets_ready: Server, moderator: Person, administrator: Person, bob: Person
) -> None:
    """The member is added and pinged once; the second moderator reads that they have access."""
    server = tickets_ready
    channel = await a_ticket(server)

    with server.sim.counting() as calls:
        async with server.sim.at_once():
            results = [
                (one, await mods(one, "add", in_=channel, who=bob))
                for one in (moderator, administrator)
            ]

    answers = sorted(person.answer(result) for person, result in results)
    assert answers == sorted(
        [
            f"{bob.mention} already has access to this ticket.",
            f"✅ {bob.mention} was added to this ticket.",
        ]
    )
    assert len(calls.matching("PUT", "/channels/{}/permissions/{}")) == 1
    assert len(announcements(server, channel)) == 1


async def test_adding_while_somebody_closes(
    tickets_ready: Server, moderator: Person, administrator: Person, bob: Person
) -> None:
    """Whichever comes first, nothing is lost: the member has access after reopening, or the
    moderator reads that the ticket was closed."""
    server = tickets_ready
    channel = await a_ticket(server)

    async with server.sim.at_once():
        adding = await mods(moderator, "add", in_=channel, who=bob)
        closing = await mods(administrator, "close", in_=channel, reason="done")

    assert "✅" in administrator.answer(closing)
    assert not bob.sees(channel)
    await mods(moderator, "reopen", in_=channel)
    if "✅" in moderator.answer(adding):
        assert bob.sees(channel)
    else:
        assert "already closed by" in moderator.answer(adding)
        assert not bob.sees(channel)


async def test_closing_while_somebody_adds(
    tickets_ready: Server, moderator: Person, administrator: Person, bob: Person
) -> None:
    """The other order: who was let in while the closing waited is in its snapshot."""
    server = tickets_ready
    channel = await a_ticket(server)
    server.sim.faults.delay("/channels/*/permissions/*", 2, method="PUT")

    async with server.sim.at_once():
        adding = await mods(moderator, "add", in_=channel, who=bob)
        closing = await mods(administrator, "close", in_=channel, reason="done")
    await server.sim.time_passes(5)

    assert "✅" in moderator.answer(adding)
    assert "✅" in administrator.answer(closing)
    assert not bob.sees(channel)
    await mods(moderator, "reopen", in_=channel)
    assert bob.can("send_messages", channel)


# Discord has trouble


FAILURES = {
    "403": {"status": 403, "code": 50013},
    "404": {"status": 404, "code": 10003, "message": "Unknown Channel"},
    "429": {"status": 429, "code": 0, "message": "You are being rate limited."},
    "500": {"status": 500, "code": 0, "message": "Internal Server Error"},
}
CALLS = {
    "callback": ("/interactions/*/callback", "POST"),
    "line": ("/channels/*/permissions/*", "*"),
    "announcement": ("/channels/*/messages", "POST"),
    "answer": ("/webhooks/*", "PATCH"),
}


@pytest.mark.one_of(5)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("how", [*FAILURES, "lost call", "lost answer"])
@pytest.mark.parametrize("command", ["add", "remove"])
async def test_any_call_may_fail(
    tickets_ready: Server, moderator: Person, bob: Person, command: str, call: str, how: str
) -> None:
    """Whatever Discord does at whatever call: the member is in or out and the answer says so,
    nothing happens twice."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    channel = await a_ticket(server)
    if command == "remove":
        await mods(moderator, "add", in_=channel, who=bob)
    said = len(announcements(server, channel))
    path, method = CALLS[call]
    if how == "lost call":
        faults.disconnect(path, method=method)
    elif how == "lost answer":
        faults.lose_answer(path, method=method)
    else:
        faults.fail(path, method=method, **FAILURES[how])  # type: ignore[arg-type]
    server.sim.unanswered_is_fine = call in ("callback", "answer")

    result = await mods(moderator, command, in_=channel, who=bob)

    done = bob.sees(channel) is (command == "add")
    assert done is (call != "line" or how.startswith("lost"))
    assert len(announcements(server, channel)) - said == (
        done and (call != "announcement" or how.startswith("lost"))
    )
    if call in ("line", "announcement"):
        answer = moderator.answer(result)
        assert ("✅" in answer) is done, answer
        if how == "403" and not done:
            assert "The bot lacks the permission" in answer
        if how in ("429", "500") and not done:
            assert "Discord isn't responding" in answer


async def test_a_permission_that_the_bot_has_lost(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Without Manage Permissions the answer names what is missing."""
    server = tickets_ready
    channel = await a_ticket(server)
    await server.bot_may(manage_roles=False)

    result = await mods(moderator, "add", in_=channel, who=bob)

    assert "The bot lacks the permission" in moderator.answer(result)
    assert channel.mention in moderator.answer(result)
    assert not bob.sees(channel)
