"""The staff's private thread in a ticket (T5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.lifecycle.staffing import a_ticket, mods
from tests.staff_log.reception import logged, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

MAKING = "/channels/*/threads"


@pytest.fixture
async def threads_on(tickets_ready: Server) -> Server:
    """A server whose tickets have a staff thread, and which logs."""
    await sets(tickets_ready, f"receptionchannel {tickets_ready.staff.mention}")
    assert "on" in await sets(tickets_ready, "staffthread on")
    return tickets_ready


async def a_thread(server: Server) -> tuple[Any, Any]:
    """alice's ticket and its thread."""
    channel = await a_ticket(server)
    (thread,) = server.private_threads(channel)
    return channel, thread


async def test_without_the_setting_there_is_none(tickets_ready: Server) -> None:
    """Nobody who didn't ask for it gets a thread."""
    channel = await a_ticket(tickets_ready)
    assert tickets_ready.private_threads(channel) == []


async def test_a_ticket_gets_its_thread(threads_on: Server, moderator: Person) -> None:
    """Private, named, for a week, nobody can invite others; its first message says what it is
    for and mentions the moderator roles without notifying anybody."""
    server = threads_on
    with server.sim.counting() as calls:
        _channel, thread = await a_thread(server)

    (made,) = calls.matching("POST", "/channels/{}/threads")
    assert made.body["invitable"] is False
    assert made.body["auto_archive_duration"] == 10080
    assert thread.name == "🔒 Private"
    (first,) = server.messages(thread)
    assert first.content == server.moderators.mention
    assert (
        first.embeds[0].description
        == "Talk about this ticket among staff. The member can't see this thread."
    )
    (said,) = [call for call in calls.seen if call.parts[1:] == [str(thread.id), "messages"]]
    assert said.body["flags"] == discord.MessageFlags(suppress_notifications=True).value
    assert said.body["allowed_mentions"]["parse"] == []
    assert said.body["allowed_mentions"]["roles"] == [server.moderators.id]
    assert moderator.reads(thread)


async def test_the_thread_has_the_name_that_was_set(threads_on: Server) -> None:
    """A name of the server's own, or the default again."""
    await sets(threads_on, "threadname Staff *only*")
    _channel, thread = await a_thread(threads_on)
    assert thread.name == "Staff *only*"
    await sets(threads_on, "threadname default")
    await threads_on.bob.opens_a_ticket()
    (other,) = threads_on.private_threads(threads_on.newest_ticket())
    assert other.name == "🔒 Private"


async def test_who_sees_the_thread(threads_on: Server, moderator: Person) -> None:
    """Moderators do; the opener, added people and roles, access roles and strangers don't."""
    server = threads_on
    channel, thread = await a_thread(server)
    experts = server.guild.create_role("Experts")
    expert = server.person("expert", experts)
    await mods(moderator, "add", in_=channel, who=server.bob)
    await mods(moderator, "add", in_=channel, who=experts)

    for person in (moderator, server.administrator, server.owner):
        assert person.sees(thread), person
        assert person.can("send_messages_in_threads", thread), person
    for person in (server.alice, server.bob, expert, server.helper, server.mallory):
        assert not person.sees(thread), person


async def test_manage_threads_on_the_server_gives_no_access(
    threads_on: Server, moderator: Person
) -> None:
    """Opener, added member and helper hold a role with Manage Threads everywhere: the staff
    thread stays hidden from them all the same, also after reopening."""
    server = threads_on
    for person in (server.alice, server.bob, server.helper):
        await person.gets(server.janitors)
    channel, thread = await a_thread(server)
    await mods(moderator, "add", in_=channel, who=server.bob)
    insiders = (server.alice, server.bob, server.helper)
    assert all(person.sees(channel) for person in insiders)
    assert not any(person.sees(thread) for person in insiders)

    await mods(moderator, "close", in_=channel, reason="done")
    await mods(moderator, "reopen", in_=channel)

    assert all(person.sees(channel) for person in insiders)
    assert not any(person.sees(thread) for person in insiders)
    assert moderator.sees(thread)


@pytest.mark.parametrize("access", ["none", "read"])
async def test_moderators_write_in_it_whatever_others_may(
    threads_on: Server, moderator: Person, access: str
) -> None:
    """On a server that lets nobody write in threads, and in a ticket that is closed, the
    moderators still discuss it in theirs."""
    server = threads_on
    await sets(server, f"closedaccess {access}")
    everyone = server.guild.default_role
    few = discord.Permissions(view_channel=True, use_application_commands=True)
    server.sim.env.backend.edit_role(server.guild.id, everyone.id, {"permissions": few.value})
    channel, thread = await a_thread(server)
    assert moderator.can("send_messages_in_threads", thread)

    await mods(moderator, "close", in_=channel, reason="done")

    assert moderator.can("send_messages_in_threads", thread)


async def test_an_accepted_request_gets_its_thread(threads_on: Server, moderator: Person) -> None:
    """Manual validation makes no difference; nobody is pinged by the thread."""
    server = threads_on
    await sets(server, "validation manual")
    await server.alice.opens_a_ticket("please")
    await moderator.presses("Accept", on=server.staff)
    (thread,) = server.private_threads(server.newest_ticket())
    assert len(server.messages(thread)) == 1


async def test_without_moderator_roles(threads_on: Server, administrator: Person) -> None:
    """Where only administrators handle tickets the first message mentions nobody."""
    await sets(threads_on, "modrole none")
    _channel, thread = await a_thread(threads_on)
    (first,) = threads_on.messages(thread)
    assert first.content == ""
    assert administrator.reads(thread)


async def test_commands_work_in_the_thread(threads_on: Server, moderator: Person) -> None:
    """What a moderator does from inside the staff thread happens to the ticket: by question
    and by form, too."""
    server = threads_on
    channel, thread = await a_thread(server)

    added = await mods(moderator, "add", in_=thread, who=server.bob)
    window = await mods(moderator, "close", in_=thread)
    closed = await moderator.submits(window, reason="done")
    reopened = await mods(moderator, "reopen", in_=thread)
    question = await mods(moderator, "delete", in_=thread)
    await moderator.presses("Confirm", on=question)

    for result in (added, closed, reopened):
        assert "✅" in moderator.answer(result)
    assert not server.exists(channel)


async def test_typed_commands_work_in_the_thread(threads_on: Server, moderator: Person) -> None:
    """The buttons below their answers, too."""
    server = threads_on
    channel, thread = await a_thread(server)

    asked = await mods(moderator, "close", in_=thread, by="prefix")
    window = await moderator.presses("Close ticket", on=asked)
    closed = await moderator.submits(window, reason="done")
    assert "✅" in moderator.answer(closed)
    question = await mods(moderator, "delete", in_=thread, by="prefix")
    await moderator.presses("Confirm", on=question)

    assert not server.exists(channel)


# When it can't be made


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ({"status": 403, "code": 50013}, "the bot lacks the permission"),
        (
            {"status": 400, "code": 160006, "message": "Maximum number of active threads"},
            "Discord refused it",
        ),
    ],
)
async def test_a_refused_thread_stops_no_ticket(
    threads_on: Server, moderator: Person, failure: dict[str, Any], told: str
) -> None:
    """The ticket opens anyway, and the log says once why it has no thread."""
    server = threads_on
    server.sim.faults.fail(MAKING, method="POST", **failure)

    opened = await server.alice.opens_a_ticket("help")
    await server.sim.time_passes(3600)

    channel = server.newest_ticket()
    assert "Your ticket is ready" in server.alice.answer(opened)
    assert server.private_threads(channel) == []
    lines = [line for line in logged(server, server.staff) if "has no staff thread" in line]
    assert len(lines) == 1
    assert "Ticket #1" in lines[0]
    assert told in lines[0]


async def test_a_permission_that_only_threads_need(
    tickets_ready: Server, administrator: Person
) -> None:
    """Without it tickets open, close and open again; the setting is refused with its name."""
    server = tickets_ready
    await server.bot_may(create_private_threads=False)
    channel = await a_ticket(server)
    assert "create_private_threads" not in server.overwrites(channel)["TestBot"]
    for command, given in (("close", {"reason": "done"}), ("reopen", {})):
        answer = await mods(server.moderator, command, in_=channel, **given)
        assert server.moderator.answer(answer).startswith("✅")
    assert server.moderator.can("manage_messages", channel)

    (answer,) = await administrator.types("!ticketset staffthread on")
    assert "lacks the permission **Create Private Threads**" in server.text(answer)


async def test_a_permission_that_threads_have_lost(threads_on: Server) -> None:
    """The ticket opens all the same; the log and the doctor say what is missing."""
    server, label = threads_on, "Create Private Threads"
    await server.bot_may(create_private_threads=False)
    await a_ticket(server)
    (line,) = [one for one in logged(server, server.staff) if "has no staff thread" in one]
    assert label in line
    (page,) = await server.administrator.types("!ticketset check", in_=server.staff)
    found = f"The bot lacks permissions in the category <#{server.category.id}>: {label}"
    assert found in server.text(page)


async def test_a_permission_that_every_ticket_needs(threads_on: Server) -> None:
    """Without one of its own the bot opens no ticket; the opener reads which one."""
    server = threads_on
    await server.bot_may(manage_threads=False)
    opened = await server.alice.opens_a_ticket("help")
    assert "The bot lacks the permission" in server.alice.answer(opened)
    assert server.ticket_channels() == []


async def test_without_a_reception_channel_each_moderator_is_told(
    threads_on: Server, moderator: Person, administrator: Person
) -> None:
    """At their next action, once, and only to them."""
    server = threads_on
    await sets(server, "receptionchannel none")
    server.sim.faults.fail(MAKING, method="POST")
    channel = await a_ticket(server)

    for person in (moderator, administrator):
        first = await person.presses("Close ticket", on=channel)
        assert "has no staff thread" in person.answer_besides(first)
        second = await person.presses("Close ticket", on=channel)
        assert person.answer_besides(second) == ""
    press = await server.alice.presses("Close ticket", on=channel)
    assert server.alice.answer_besides(press) == ""


@pytest.mark.parametrize("how", ["500", "lost call", "lost answer"])
async def test_trouble_delays_the_thread(threads_on: Server, how: str) -> None:
    """Discord's own trouble is waited out: the thread comes later, once, with its message."""
    server, faults = threads_on, threads_on.sim.faults
    if how == "500":
        faults.fail(MAKING, method="POST", status=500, code=0, message="x")
    elif how == "lost call":
        faults.disconnect(MAKING, method="POST")
    else:
        faults.lose_answer(MAKING, method="POST")

    channel = await a_ticket(server)
    await server.sim.time_passes(60)

    (thread,) = server.private_threads(channel)
    assert len(server.messages(thread)) == 1
    assert not [line for line in logged(server, server.staff) if "has no staff thread" in line]


@pytest.mark.parametrize("how", ["500", "lost call", "lost answer"])
async def test_trouble_with_the_first_message(
    threads_on: Server, how: str, moderator: Person
) -> None:
    """A thread whose first message failed gets it later: without it no moderator is in it."""
    server, faults = threads_on, threads_on.sim.faults
    # The first message of a ticket is its welcome message.
    path, at = "/channels/*/messages", 2

    channels: list[Any] = []

    def plant() -> None:
        channel = server.newest_ticket()
        channels.append(channel)

    faults.hook(MAKING, plant, method="POST")
    if how == "500":
        faults.fail(path, method="POST", at=at, times=1, status=500, code=0, message="x")
    elif how == "lost call":
        faults.disconnect(path, method="POST", at=at)
    else:
        faults.lose_answer(path, method="POST", at=at)

    channel = await a_ticket(server)
    await server.sim.time_passes(60)

    assert [one.id for one in channels] == [channel.id]
    (thread,) = server.private_threads(channel)
    assert len(server.messages(thread)) == 1


async def test_a_first_message_that_is_refused(threads_on: Server) -> None:
    """The thread stays, and the log says what the bot lacks in it."""
    server = threads_on
    refused: list[Any] = []

    def only_in_threads(call: Any) -> None:
        channel = server.sim.env.backend.channels[int(call.parts[1])]
        if channel.type == 12:
            from traffic import refuse

            refused.append(channel.id)
            refuse(403, 50013, "Missing Permissions")

    server.sim.faults.hook("/channels/*/messages", only_in_threads, method="POST", times=None)

    await a_thread(server)

    assert len(refused) == 1
    assert any("has no staff thread" in line for line in logged(server, server.staff))


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize("moment", ["before", "after", "message"])
async def test_a_restart_in_between(threads_on: Server, moment: str, clean: bool) -> None:
    """However the bot ended, before or after the thread was made: there is one, with one
    first message."""
    server, faults = threads_on, threads_on.sim.faults
    seconds = 30
    match moment:
        case "before":
            faults.delay(MAKING, seconds, method="POST")
        case "after":
            faults.lose_answer(MAKING, method="POST")
        case "message":
            faults.fail("/channels/*/messages", method="POST", at=2, status=500, code=0, times=3)
    channel = await a_ticket(server)

    await server.sim.restart(clean=clean)
    faults.clear()
    await server.sim.time_passes(600)

    (thread,) = server.private_threads(channel)
    assert len(server.messages(thread)) == 1


async def test_a_thread_that_somebody_deletes(threads_on: Server, moderator: Person) -> None:
    """The ticket goes on without it: closing, reopening and deleting work."""
    server = threads_on
    channel, thread = await a_thread(server)
    server.sim.env.backend.delete_channel(thread.id)
    await server.sim.env.settle()

    closed = await mods(moderator, "close", in_=channel, reason="done")
    reopened = await mods(moderator, "reopen", in_=channel)
    await server.sim.restart()

    assert "✅" in moderator.answer(closed)
    assert "✅" in moderator.answer(reopened)
    assert server.private_threads(channel) == []


async def test_a_ticket_that_is_gone_needs_no_thread(threads_on: Server) -> None:
    """A thread that had to wait isn't made for a ticket that was deleted meanwhile."""
    server = threads_on
    server.sim.faults.fail(MAKING, method="POST", status=500, code=0, message="x")
    channel = await a_ticket(server)
    server.sim.env.backend.delete_channel(channel.id)
    await server.sim.env.settle()

    with server.sim.counting() as calls:
        await server.sim.time_passes(60)

    assert not calls.matching("POST", "/channels/{}/threads")
