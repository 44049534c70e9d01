"""What goes wrong: every failure gets a sentence, and nothing stays half done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

from tests.staff_log.reception import told

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CREATE = "/guilds/*/channels"
MESSAGES = "/channels/*/messages"


async def nothing_is_left(server: Server, person: Person) -> None:
    """No channel, nothing that counts; and trying again works."""
    assert not server.ticket_channels()
    assert not await server.sim.cog.app.tickets.counted_of(server.guild.id, person.id)
    assert not await server.sim.cog.app.tickets.unsettled()
    server.sim.faults.clear()
    server.sim.rules.enforced = True


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        ("manage_channels", "Manage Channels"),
        ("manage_roles", "Manage Roles"),
        ("view_channel", "View Channels"),
    ],
)
async def test_a_category_that_forbids_the_bot(
    tickets_ready: Server, alice: Person, flag: str, name: str
) -> None:
    """A permission that the category takes from the bot is named, before anything is made."""
    await tickets_ready.overwrite(tickets_ready.category, tickets_ready.bot_role, deny=flag)

    with tickets_ready.sim.counting() as calls:
        refused = await alice.opens_a_ticket()

    assert f"**{name}**" in alice.answer(refused)
    assert "POST /guilds/{}/channels" not in calls.routes
    await nothing_is_left(tickets_ready, alice)


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        ("manage_threads", "Manage Threads"),
        ("manage_messages", "Manage Messages"),
        ("manage_roles", "Manage Roles"),
        ("manage_channels", "Manage Channels"),
    ],
)
async def test_a_bot_that_lacks_what_it_would_grant(
    tickets_ready: Server, alice: Person, flag: str, name: str
) -> None:
    """Discord lets a bot grant only what it holds: what is missing is named."""
    await tickets_ready.bot_may(**{flag: False})

    refused = await alice.opens_a_ticket()

    assert f"**{name}**" in alice.answer(refused)
    await nothing_is_left(tickets_ready, alice)
    await tickets_ready.bot_may(**{flag: True})
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


async def test_a_deleted_category(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """Without its category a ticket opens outside of any, and the staff are told, once each."""
    tickets_ready.sim.env.backend.delete_channel(tickets_ready.category.id)
    await tickets_ready.sim.env.settle()

    opened = await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    assert "Your ticket is ready" in alice.answer(opened)
    assert channel._channel.parent_id is None

    first = await moderator.presses("Close ticket", on=channel)
    second = await moderator.presses("Close ticket", on=channel)
    notice = "The ticket category was deleted"
    assert [notice in moderator.answer_besides(press) for press in (first, second)] == [
        True,
        False,
    ]
    shown = await tickets_ready.administrator.types("!ticketset show")
    texts = [tickets_ready.text(message) for message in shown]
    assert "**Category** — 🔴 deleted, choose another" in texts[0]
    assert notice in await told(tickets_ready.administrator, shown)


async def test_a_deleted_role(tickets_ready: Server, alice: Person) -> None:
    """A deleted moderator role leaves the settings and a red line there, tickets go on, and the
    staff are told."""
    tickets_ready.sim.env.backend.delete_role(tickets_ready.guild.id, tickets_ready.moderators.id)
    await tickets_ready.sim.env.settle()

    opened = await alice.opens_a_ticket()
    shown = await tickets_ready.administrator.types("!ticketset show")

    assert "Your ticket is ready" in alice.answer(opened)
    texts = [tickets_ready.text(message) for message in shown]
    assert "**Moderator roles** — 🔴 deleted, choose another" in texts[0]
    notice = await told(tickets_ready.administrator, shown)
    assert "The moderator role Moderators was deleted" in notice


async def test_a_full_category_overflows(tickets_ready: Server, alice: Person) -> None:
    """A full category continues in a second one with the same permissions, and a third; an
    overflow category that becomes empty goes."""
    server = tickets_ready
    await server.overwrite(server.category, server.guild.default_role, deny="send_messages")
    await server.fill(server.category, 50)

    await alice.opens_a_ticket()
    await server.bob.opens_a_ticket()

    first, second = server.ticket_channels()
    overflow = server.parent(first)
    assert overflow.name == "Tickets 2"
    assert second._channel.parent_id == overflow.id
    assert server.overwrites(overflow) == server.overwrites(server.category)
    await server.fill(overflow, 48)
    await server.mallory.opens_a_ticket()
    third = server.newest_ticket()
    assert server.parent(third).name == "Tickets 3"

    server.sim.env.backend.delete_channel(third.id)
    await server.sim.env.settle()
    assert "Tickets 3" not in server.guild.channels
    assert "Tickets 2" in server.guild.channels


async def test_an_overflow_category_whose_creation_was_not_heard_of(
    tickets_ready: Server, alice: Person
) -> None:
    """The answer to creating a category is lost: it is used for the next ticket, and no
    second one of its name is made."""
    server = tickets_ready
    await server.fill(server.category, 50)
    server.sim.faults.lose_answer(CREATE, method="POST")
    await alice.opens_a_ticket()
    await server.bob.opens_a_ticket()

    (ticket,) = server.ticket_channels()
    assert server.parent(ticket).name == "Tickets 2"
    names = [channel.name for channel in server.sim.env.backend.channels.values()]
    assert names.count("Tickets 2") == 1


async def test_a_category_that_is_gone_before_the_bot_knows(
    tickets_ready: Server, alice: Person
) -> None:
    """Discord refuses a category that was deleted a moment ago: the ticket opens without."""
    server = tickets_ready
    server.sim.faults.fail(
        CREATE,
        method="POST",
        status=400,
        code=50035,
        message="In parent_id: Category does not exist",
    )
    await alice.opens_a_ticket()
    assert server.newest_ticket()._channel.parent_id is None


async def test_discords_refusal_is_remembered(tickets_ready: Server, alice: Person) -> None:
    """A category that Discord calls full, though it doesn't look it, isn't asked again until
    a channel leaves it."""
    server = tickets_ready
    full = "In parent_id: Maximum number of channels in category reached (50)"
    server.sim.faults.fail(CREATE, method="POST", status=400, code=50035, message=full)
    await alice.opens_a_ticket()
    with server.sim.counting() as calls:
        await server.bob.opens_a_ticket()

    assert {channel._channel.parent_id for channel in server.ticket_channels()} == {
        server.guild.channels["Tickets 2"].id
    }
    assert calls.routes.count("POST /guilds/{}/channels") == 1


async def test_a_full_category_without_overflow(tickets_ready: Server, alice: Person) -> None:
    """With overflow off the opener reads that the category is full, and the staff are told."""
    server = tickets_ready
    await server.administrator.types("!ticketset overflow off")
    await server.fill(server.category, 50)

    refused = await alice.opens_a_ticket()
    shown = await server.administrator.types("!ticketset show")

    assert f"no room for another ticket in {server.category.mention}" in alice.answer(refused)
    notice = await told(server.administrator, shown)
    assert "couldn't be opened because the category" in notice
    await nothing_is_left(server, alice)


async def test_a_full_server(tickets_ready: Server, alice: Person) -> None:
    """On a server with 500 channels the opener reads so."""
    server = tickets_ready
    await server.fill(None, 500 - len(server.guild.channels))

    refused = await alice.opens_a_ticket()

    assert "This server is full" in alice.answer(refused)
    await nothing_is_left(server, alice)


async def test_a_name_that_discord_refuses(tickets_ready: Server, alice: Person) -> None:
    """A name that the word filter refuses becomes ticket-1."""
    tickets_ready.sim.rules.refuse_name(lambda name: "alice" in name)

    await alice.opens_a_ticket()

    assert tickets_ready.newest_ticket().name == "ticket-1"


async def test_a_name_of_emoji_only(tickets_ready: Server) -> None:
    """Whoever is called 🎉 still gets a channel with a name."""
    env = tickets_ready.sim.env
    from people import Person as Someone

    party = Someone(tickets_ready, env.create_user("🎉🎉"))
    await party.opens_a_ticket()

    assert tickets_ready.newest_ticket().name == "ticket-1"


async def test_a_reason_of_four_thousand_characters(tickets_ready: Server, alice: Person) -> None:
    """A reason that is too long is refused with its length, and isn't repeated in public."""
    typed = await alice.types("!ticket " + "x" * 1_900)
    forged = await alice.forges_modal(
        "tickets:v1:open:1", {"reason": "x" * 4_000}, in_=tickets_ready.general
    )

    assert "1,900 of 400 characters" in alice.answer(typed)
    assert "xx" not in alice.answer(typed)
    assert "4,000 of 400 characters" in alice.answer(forged)
    assert not tickets_ready.ticket_channels()


async def test_a_reason_of_spaces(tickets_ready: Server, alice: Person) -> None:
    """Spaces aren't a reason: none is asked for, none is taken."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    window = await alice.opens_a_ticket()

    refused = await alice.submits(window, reason="   ")

    assert "Spaces alone aren't enough" in alice.answer(refused)
    assert not tickets_ready.ticket_channels()


async def test_a_member_who_left_before_the_channel(tickets_ready: Server, alice: Person) -> None:
    """A member who leaves between form and channel leaves nothing behind."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    window = await alice.opens_a_ticket()
    tickets_ready.sim.faults.hook("/interactions/*/callback", alice.leaves)

    await alice.submits(window, reason="bye")

    await nothing_is_left(tickets_ready, alice)


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
@pytest.mark.parametrize("step", [CREATE, MESSAGES])
async def test_discord_refuses_a_step_of_opening(
    tickets_ready: Server, alice: Person, status: int, step: str
) -> None:
    """Whatever Discord answers to channel or welcome message, the member reads a sentence,
    nothing stays, and the next try works."""
    codes = {403: 50013, 404: 10003}
    tickets_ready.sim.faults.fail(
        step, method="POST", status=status, code=codes.get(status, 0), message="No"
    )

    refused = await alice.opens_a_ticket()

    assert alice.answer(refused)
    assert "Your ticket is ready" not in alice.answer(refused)
    await nothing_is_left(tickets_ready, alice)
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


@pytest.mark.parametrize("step", [CREATE, MESSAGES])
async def test_an_answer_of_discords_is_lost(
    tickets_ready: Server, alice: Person, step: str
) -> None:
    """When the connection breaks after the action, there is one channel with one welcome."""
    tickets_ready.sim.faults.lose_answer(step, method="POST")

    opened = await alice.opens_a_ticket()

    (channel,) = tickets_ready.ticket_channels()
    assert alice.answer(opened) == f"Your ticket is ready: {channel.mention}"
    assert len(tickets_ready.messages(channel)) == 1


@pytest.mark.parametrize("step", [CREATE, MESSAGES])
async def test_the_connection_breaks_before_a_step(
    tickets_ready: Server, alice: Person, step: str
) -> None:
    """A call that never arrived is made again, or undone with a sentence."""
    tickets_ready.sim.faults.disconnect(step, method="POST")

    outcome = await alice.opens_a_ticket()

    if step == CREATE:
        assert "Discord isn't responding" in alice.answer(outcome)
        await nothing_is_left(tickets_ready, alice)
    else:
        assert "Your ticket is ready" in alice.answer(outcome)


async def test_a_lost_acknowledgement(tickets_ready: Server, alice: Person) -> None:
    """A press whose acknowledgement's answer is lost still opens one ticket."""
    tickets_ready.sim.faults.lose_answer("/interactions/*/callback")

    await alice.opens_a_ticket()

    assert len(tickets_ready.ticket_channels()) == 1


async def test_the_channel_is_deleted_while_its_ticket_is_opened(
    tickets_ready: Server, alice: Person
) -> None:
    """A channel that somebody deletes before its welcome message counts for nothing."""
    server = tickets_ready
    server.sim.faults.hook(
        MESSAGES,
        lambda: server.sim.env.backend.delete_channel(server.newest_ticket().id),
        method="POST",
    )

    refused = await alice.opens_a_ticket()

    assert "deleted" in alice.answer(refused)
    await nothing_is_left(server, alice)


async def test_a_channel_deleted_by_hand_counts_no_more(
    tickets_ready: Server, alice: Person
) -> None:
    """A ticket whose channel an admin deletes is deleted: the member may open another."""
    server = tickets_ready
    await server.administrator.types("!ticketset limit 1")
    await alice.opens_a_ticket()
    server.sim.env.backend.delete_channel(server.newest_ticket().id)
    await server.sim.env.settle()

    again = await alice.opens_a_ticket()

    assert "Your ticket is ready" in alice.answer(again)


@pytest.mark.parametrize("status", [403, 500])
async def test_closing_that_discord_refuses(
    tickets_ready: Server, alice: Person, status: int
) -> None:
    """When the permissions can't be changed the closer reads why instead of a tick, and the
    ticket is open as before."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    before = tickets_ready.overwrites(channel)
    window = await alice.presses("Close ticket", on=channel)
    tickets_ready.sim.faults.fail(f"/channels/{channel.id}", method="PATCH", status=status)

    refused = await alice.submits(window, reason="x")

    assert "✅" not in alice.answer(refused)
    assert tickets_ready.overwrites(channel) == before
    assert alice.buttons(channel) == OPEN_TICKET_BUTTONS
    closed = await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    assert "✅" in alice.answer(closed)


@pytest.mark.parametrize("route", ["/channels/*/messages/*", "/channels/*/messages"])
async def test_closing_goes_on_when_its_messages_fail(
    tickets_ready: Server, alice: Person, moderator: Person, route: str
) -> None:
    """A message that can't be edited or posted doesn't stop a closing; a way to reopen
    remains."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    window = await alice.presses("Close ticket", on=channel)
    method = "PATCH" if route.endswith("/*") else "POST"
    tickets_ready.sim.faults.fail(route, method=method, status=403)

    closed = await alice.submits(window, reason="x")

    assert "✅" in alice.answer(closed)
    assert not alice.sees(channel)
    assert "Reopen" in moderator.buttons(channel)


@pytest.mark.parametrize("status", [403, 500])
async def test_reopening_and_deleting_that_discord_refuses(
    tickets_ready: Server, alice: Person, moderator: Person, status: int
) -> None:
    """What Discord refuses stays as it was, with a sentence, and works later."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")

    tickets_ready.sim.faults.fail(f"/channels/{channel.id}", method="PATCH", status=status)
    refused = await moderator.presses("Reopen", on=channel)
    assert "✅" not in moderator.answer(refused)
    assert not alice.sees(channel)

    tickets_ready.sim.faults.fail(f"/channels/{channel.id}", method="DELETE", status=status)
    question = await moderator.presses("Delete", on=channel)
    refused = await moderator.presses("Confirm", on=question)
    assert "being deleted" not in moderator.answer(refused)
    assert tickets_ready.exists(channel)

    await moderator.presses("Reopen", on=channel)
    assert alice.sees(channel)


async def test_slow_discord_is_answered_in_time(tickets_ready: Server, alice: Person) -> None:
    """With two seconds for every channel call the member is answered, not left failing."""
    for route in (CREATE, MESSAGES):
        tickets_ready.sim.faults.delay(route, 2, method="POST")

    opened = await alice.opens_a_ticket()
    await tickets_ready.sim.env.advance_time(10)

    assert "Your ticket is ready" in alice.answer(opened)


async def test_two_people_and_a_slow_discord(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Whoever comes second while Discord is slow is answered in time, too."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    tickets_ready.sim.faults.delay(f"/channels/{channel.id}", 8, method="PATCH")
    other = tickets_ready.administrator

    async with tickets_ready.sim.at_once():
        results = [
            (person, await person.presses("Reopen", on=channel)) for person in (moderator, other)
        ]
    await tickets_ready.sim.time_passes(20)

    answers = sorted(person.answer(result) for person, result in results)
    assert answers == [
        f"This ticket was already reopened by {moderator.mention}.",
        "✅ The ticket is open again.",
    ]


async def test_a_fault_of_ours_is_answered_and_logged(
    tickets_ready: Server, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw ends in a sentence, and in the log with its context."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()

    async def broken(*_args: Any) -> Any:
        raise RuntimeError("the disk is on fire")

    tickets_ready.sim.expect_error_log("the disk is on fire")
    monkeypatch.setattr(tickets_ready.sim.cog.app.tickets, "get", broken)
    result = await alice.presses("Close ticket", on=channel)
    monkeypatch.undo()

    assert "Something went wrong" in alice.answer(result)
