"""Who is waited for is reminded (H2), and silence closes a ticket (H3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.activity.waiting import opened
from tests.reminders.reminding import (
    HOUR,
    WAITED,
    answered,
    passes,
    reminders,
    silent,
    texts,
)
from tests.staff_log.reception import logged, receiving_channel, sets, state_of, told

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_the_staff_is_reminded(tickets_ready: Server, alice: Person) -> None:
    """After so many hours, twice and four times that, and no more; by a ping of the team."""
    server = tickets_ready
    server.guild._guild.roles[server.moderators.id].mentionable = True
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    said = await sets(server, "staffreminder 2")
    assert "At most 30 reminders and closings a minute." in said
    await opened(server, "help")
    await passes(server, 1.9)
    assert reminders(server, channel, WAITED) == []
    await passes(server, 0.1)
    (first,) = reminders(server, channel, WAITED)
    assert server.sim.pings(first) == {server.moderators.id}
    for hours, count in ((1.9, 1), (0.1, 2), (3.9, 2), (0.1, 3), (500, 3)):
        await passes(server, hours)
        assert len(reminders(server, channel, WAITED)) == count


async def test_the_opener_is_reminded_and_silence_closes(
    tickets_ready: Server, alice: Person
) -> None:
    """One ping that says when it closes; then it does, and nothing is deleted."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "deleteonclose administrators")
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 23.9)
    assert reminders(server, ticket.channel) == []
    await passes(server, 0.1)
    (ping,) = reminders(server, ticket.channel)
    assert server.sim.pings(ping) == {alice.id}
    closes_at = (await ticket.record()).closes_at
    assert f"<t:{closes_at}:R>" in texts(server, ticket.channel)[-1]
    await passes(server, 47.9)
    assert await state_of(server) == "open"
    await passes(server, 0.2)
    assert await state_of(server) == "closed"
    assert not alice.sees(ticket.channel)
    assert server.exists(ticket.channel)
    assert "reminded the opener of ticket #1." in "\n".join(logged(server, channel))
    assert "closed ticket #1." in logged(server, channel)[-1]
    assert "there was no answer" in texts(server, channel)[-1]


async def test_a_word_of_the_opener_ends_it(tickets_ready: Server, alice: Person) -> None:
    """Then the staff is waited for; after the next answer everything begins anew."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 60)
    await alice.actor.send(ticket.channel, "here I am")
    await passes(server, 500)
    assert await state_of(server) == "open"
    await server.moderator.actor.send(ticket.channel, "thanks")
    await passes(server, 24)
    assert len(reminders(server, ticket.channel)) == 2
    await passes(server, 48)
    assert await state_of(server) == "closed"


async def test_after_a_week_away_the_ping_comes_first(
    tickets_ready: Server, alice: Person
) -> None:
    """The hours until the closing begin with it."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    async with server.sim.unheard(until_restart=True):
        server.sim.env.backend.advance_clock(7 * 24 * HOUR)
    await passes(server, 0)
    assert len(reminders(server, ticket.channel)) == 1
    await passes(server, 47.9)
    assert await state_of(server) == "open"
    await passes(server, 0.1)
    assert await state_of(server) == "closed"


@pytest.mark.parametrize("clean", [True, False])
async def test_words_that_the_bot_missed(
    tickets_ready: Server, alice: Person, clean: bool
) -> None:
    """Before it closes it reads: whoever wrote while nobody listened has answered."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 24)
    async with server.sim.unheard(until_restart=clean):
        await alice.actor.send(ticket.channel, "here I am")
        server.sim.env.backend.advance_clock(7 * 24 * HOUR)
    await passes(server, 100)
    assert await state_of(server) == "open"
    assert await ticket.side() == "staff"


async def test_at_most_one_after_days(tickets_ready: Server, alice: Person) -> None:
    """The staff is reminded once of what was missed, and of what comes later as usual."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "staffreminder 10")
    await opened(server, "help")
    async with server.sim.unheard(until_restart=True):
        server.sim.env.backend.advance_clock(25 * HOUR)
    await passes(server, 1)
    assert len(reminders(server, channel, WAITED)) == 1
    await passes(server, 15)
    assert len(reminders(server, channel, WAITED)) == 2


async def test_an_answer_that_the_bot_missed(tickets_ready: Server, alice: Person) -> None:
    """Nobody is reminded of what was answered meanwhile."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "staffreminder 2")
    ticket = await opened(server, "help")
    async with server.sim.unheard(until_restart=True):
        await server.moderator.actor.send(ticket.channel, "let me see")
        server.sim.env.backend.advance_clock(25 * HOUR)
    await passes(server, 1)
    assert reminders(server, channel, WAITED) == []
    assert await ticket.side() == "opener"


async def test_due_without_a_connection(tickets_ready: Server, alice: Person) -> None:
    """Cut off from what is written, but able to act, it reads before it reminds."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "staffreminder 2")
    # It has listened since before the ticket was opened.
    await passes(server, 1)
    ticket = await opened(server, "help")
    async with server.sim.unheard():
        await server.moderator.actor.send(ticket.channel, "let me see")
        await passes(server, 3)
        assert reminders(server, channel, WAITED) == []
    assert await ticket.side() == "opener"


async def test_it_counts_from_being_switched_on(tickets_ready: Server, alice: Person) -> None:
    """Old tickets have their full time; switched off and on again, it begins anew."""
    server = tickets_ready
    ticket = await answered(server, alice)
    await passes(server, 1000)
    await silent(server)
    await passes(server, 23.9)
    assert reminders(server, ticket.channel) == []
    await sets(server, "openerreminder 0")
    await passes(server, 1)
    await sets(server, "openerreminder 24")
    await passes(server, 23.9)
    assert reminders(server, ticket.channel) == []
    await passes(server, 0.2)
    assert len(reminders(server, ticket.channel)) == 1


async def test_silence_that_was_not_announced(tickets_ready: Server, alice: Person) -> None:
    """Switched on after the ping: the opener is told first."""
    server = tickets_ready
    await sets(server, "openerreminder 24")
    ticket = await answered(server, alice)
    await passes(server, 24)
    assert (await ticket.record()).closes_at is None
    await sets(server, "silence 2")
    await passes(server, 23.9)
    assert await state_of(server) == "open"
    await passes(server, 0.2)
    assert len(reminders(server, ticket.channel)) == 2
    await passes(server, 2)
    assert await state_of(server) == "closed"


async def test_a_changed_setting_moves_it(tickets_ready: Server, alice: Person) -> None:
    """More time is given, less isn't taken: what the opener was told holds."""
    server = tickets_ready
    await silent(server)
    await answered(server, alice)
    await passes(server, 24)
    await sets(server, "silence 1")
    await passes(server, 40)
    assert await state_of(server) == "open"
    await sets(server, "silence 96")
    await passes(server, 50)
    assert await state_of(server) == "open"
    await sets(server, "silence 48")
    await passes(server, 0)
    assert await state_of(server) == "closed"


async def test_keeping_a_ticket_open(tickets_ready: Server, alice: Person) -> None:
    """Silence leaves it alone until somebody says otherwise; then the opener is told anew."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 24)
    moderator = server.moderator
    done = await moderator.runs("ticketmod keep", in_=ticket.channel)
    assert moderator.answer(done) == "✅ This ticket stays open until someone closes it."
    await passes(server, 500)
    assert await state_of(server) == "open"
    card = await moderator.runs("ticket", in_=ticket.channel)
    done = await moderator.presses("Don't keep open", on=card)
    assert "closes again when its opener doesn't answer. They are reminded" in moderator.answer(
        done
    )
    await passes(server, 0)
    assert len(reminders(server, ticket.channel)) == 2
    await passes(server, 48)
    assert await state_of(server) == "closed"


async def test_keeping_where_nothing_closes(tickets_ready: Server, alice: Person) -> None:
    """Who may change that reads how; others that it isn't used here."""
    server = tickets_ready
    ticket = await opened(server, "help")
    done = await server.moderator.runs("ticketmod keep", in_=ticket.channel)
    assert "don't close by themselves" in server.moderator.answer(done)
    done = await server.administrator.runs("ticketmod keep", in_=ticket.channel)
    assert "ticketset silence 48" in server.administrator.answer(done)
    card = await server.moderator.runs("ticket", in_=ticket.channel)
    assert "Keep open" not in server.moderator.buttons(card)


async def test_a_word_and_the_closing_at_once(tickets_ready: Server, alice: Person) -> None:
    """Whoever is first: never is a ticket closed of which the record says that she answered."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 24)
    await server.sim.time_passes(48 * HOUR - 60)
    async with server.sim.at_once():
        await alice.actor.send(ticket.channel, "here I am")
    await passes(server, 1)
    assert await state_of(server) == "open"


async def test_the_opener_is_gone(tickets_ready: Server, alice: Person) -> None:
    """Nobody is pinged and silence closes nothing."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    await alice.leaves()
    await passes(server, 500)
    assert reminders(server, ticket.channel) == []
    assert await state_of(server) == "open"


async def test_the_channel_is_gone(tickets_ready: Server, alice: Person) -> None:
    """Deleted while nobody listened: nothing is said, and nothing logged as an error."""
    server = tickets_ready
    await silent(server)
    ticket = await answered(server, alice)
    async with server.sim.unheard(until_restart=True):
        server.sim.env.backend.delete_channel(ticket.channel.id)
        server.sim.env.backend.advance_clock(500 * HOUR)
    await passes(server, 1)
    assert await state_of(server) == "deleted"


async def test_direct_messages_are_closed(tickets_ready: Server, alice: Person) -> None:
    """It is closed all the same."""
    server = tickets_ready
    await silent(server)
    await answered(server, alice)
    alice.closes_direct_messages()
    await passes(server, 24)
    await passes(server, 48)
    assert await state_of(server) == "closed"


async def test_discord_refuses_the_ping(tickets_ready: Server, alice: Person) -> None:
    """Silence doesn't begin, and the team is told once."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await silent(server)
    ticket = await answered(server, alice)
    await server.overwrite(ticket.channel, server.bot_role, deny="send_messages")
    await server.takes_line(ticket.channel, server.sim.red.user)
    await passes(server, 500)
    assert await state_of(server) == "open"
    lines = [line for line in logged(server, channel) if "couldn't be reminded" in line]
    assert len(lines) == 1


async def test_discord_refuses_the_closing(tickets_ready: Server, alice: Person) -> None:
    """The ticket stays open, and the team is told once."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await silent(server)
    ticket = await answered(server, alice)
    await passes(server, 24)
    server.sim.faults.fail(
        f"/channels/{ticket.channel.id}", method="PATCH", status=403, code=50013, times=None
    )
    await passes(server, 200)
    assert await state_of(server) == "open"
    assert alice.sees(ticket.channel)
    lines = [line for line in logged(server, channel) if "couldn't close it" in line]
    assert len(lines) == 1


async def test_without_a_channel_for_it(tickets_ready: Server, alice: Person) -> None:
    """The staff is reminded in the ticket's thread; without one, somebody reads why not."""
    server = tickets_ready
    await sets(server, "staffreminder 2")
    await opened(server, "help")
    await sets(server, "staffthread on")
    await server.bob.opens_a_ticket("me too")
    await passes(server, 2)
    (thread,) = server.private_threads(server.newest_ticket())
    assert len(reminders(server, thread, WAITED)) == 1
    heard = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "couldn't be reminded of ticket #1" in await told(server.moderator, heard[-1:])


async def test_roles_that_are_gone(tickets_ready: Server, alice: Person) -> None:
    """A reminder names the roles that there are, and comes without any."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "staffreminder 2")
    await opened(server, "help")
    await server.sim.time_passes(HOUR)
    server.sim.env.backend.delete_role(server.guild.id, server.moderators.id)
    await passes(server, 1)
    (reminder,) = reminders(server, channel, WAITED)
    assert reminder.content == ""


async def test_the_handler_is_called(tickets_ready: Server, alice: Person) -> None:
    """And nobody else."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await sets(server, f"receptionchannel {channel.mention}")
    await sets(server, "claims on")
    await sets(server, "staffreminder 2")
    ticket = await opened(server, "help")
    await server.moderator.runs("ticketmod claim", in_=ticket.channel)
    await passes(server, 2)
    (reminder,) = reminders(server, channel, WAITED)
    assert server.sim.pings(reminder) == {server.moderator.id}


async def test_the_hosts_clock_is_put_right(tickets_ready: Server, alice: Person) -> None:
    """It was ahead when the settings were made: they count from when that is noticed."""
    server = tickets_ready
    with server.sim.host_clock(ahead=400 * 24 * HOUR):
        await silent(server)
        ticket = await answered(server, alice)
    await server.sim.restart()
    await passes(server, 24)
    assert len(reminders(server, ticket.channel)) == 1
