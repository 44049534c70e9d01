"""Opening a ticket, as members do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def sent_again(person: Person, window: Any, reason: str) -> Any:
    """A client that had no answer lets its user send the same window again."""
    return await person.forges_modal(
        window.modal["custom_id"], {"reason": reason}, in_=person.server.general
    )


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_a_member_opens_a_ticket(tickets_ready: Server, alice: Person, by: str) -> None:
    """One command, and the member has a private channel that greets them with their reason."""
    outcome = await alice.opens_a_ticket(reason="My role is gone", by=by)

    channel = tickets_ready.newest_ticket()
    welcome = tickets_ready.welcome_message(channel)
    assert alice.answer(outcome) == f"Your ticket is ready: {channel.mention}"
    assert channel.name == "alice"
    assert channel._channel.parent_id == tickets_ready.category.id
    assert welcome.content == f"Welcome to your ticket, {alice.mention}!"
    assert welcome.embeds[0].description == "**Reason:** My role is gone"
    assert welcome.embeds[0].footer.text == "Ticket on The Server"
    assert alice.buttons(channel) == OPEN_TICKET_BUTTONS


async def test_without_a_reason_the_welcome_text_greets(
    tickets_ready: Server, alice: Person
) -> None:
    """Who gives no reason reads the default text, or the admins' own with its variables."""
    await alice.opens_a_ticket()
    first = tickets_ready.welcome_message(tickets_ready.newest_ticket())
    assert first.embeds[0].description == (
        "Tell us what's going on. A staff member will be with you soon."
    )

    await tickets_ready.administrator.types(
        "!ticketset welcome Hello {user}, you are ticket {number} of {server}."
    )
    await alice.opens_a_ticket()
    second = tickets_ready.welcome_message(tickets_ready.newest_ticket())
    assert (
        second.embeds[0].description == f"Hello {alice.mention}, you are ticket 2 of The Server."
    )


async def test_the_topic_says_number_opener_and_time(tickets_ready: Server, alice: Person) -> None:
    """The channel's topic tells which ticket it is, whose, and since when."""
    await alice.opens_a_ticket()

    topic = tickets_ready.newest_ticket()._channel.topic
    assert topic == f"#1 · opened by {alice.mention} on <t:1767225600:f>"


async def test_typing_the_command_hides_the_reason(tickets_ready: Server, alice: Person) -> None:
    """A reason typed in public disappears, and the public answer doesn't repeat it."""
    await alice.opens_a_ticket(reason="something embarrassing", by="prefix")

    public = " ".join(alice.reads(tickets_ready.general))
    assert "embarrassing" not in public


async def test_a_reason_is_asked_for_in_a_window(tickets_ready: Server, alice: Person) -> None:
    """With opening reason on, /ticket opens a window; sending it opens the ticket."""
    await tickets_ready.administrator.types("!ticketset openreason on")

    window = await alice.opens_a_ticket()
    assert "Why are you opening this ticket?" in alice.answer(window)
    assert not tickets_ready.ticket_channels()
    done = await alice.submits(window, reason="Please help")

    channel = tickets_ready.newest_ticket()
    assert alice.answer(done) == f"Your ticket is ready: {channel.mention}"
    assert "**Reason:** Please help" in alice.reads(channel)[0]


async def test_typing_the_command_gives_a_button_for_the_window(
    tickets_ready: Server, alice: Person, bob: Person
) -> None:
    """A typed command can't open a window: its author, and nobody else, presses a button."""
    await tickets_ready.administrator.types("!ticketset openreason on")

    shown = await alice.opens_a_ticket(by="prefix")
    refused = await bob.presses("Open a ticket", on=shown)
    window = await alice.presses("Open a ticket", on=shown)
    await alice.submits(window, reason="Please help")
    again = await sent_again(alice, window, "Please help")

    assert "This button is for" in bob.answer(refused)
    assert len(tickets_ready.ticket_channels()) == 1
    assert "already sent" in alice.answer(again)


async def test_a_window_sent_twice_opens_one_ticket(tickets_ready: Server, alice: Person) -> None:
    """Sending the same form twice at the same moment opens one ticket, without any limit."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    window = await alice.opens_a_ticket()

    async with tickets_ready.sim.at_once():
        results = [await sent_again(alice, window, "help") for _ in range(3)]

    assert len(tickets_ready.ticket_channels()) == 1
    answers = sorted(alice.answer(result) for result in results)
    assert sum("Your ticket is ready" in answer for answer in answers) == 1


async def test_two_windows_sent_together_respect_the_limit(
    tickets_ready: Server, alice: Person
) -> None:
    """The limit counts again when a form comes back."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    await tickets_ready.administrator.types("!ticketset limit 1")
    windows = [await alice.opens_a_ticket() for _ in range(2)]

    results = [await alice.submits(window, reason="my long text") for window in windows]

    channel = tickets_ready.newest_ticket()
    assert len(tickets_ready.ticket_channels()) == 1
    assert f"You already have an open ticket: {channel.mention}" in alice.answer(results[1])
    assert "my long text" in alice.answer(results[1]), "the member gets the text back"


@pytest.mark.parametrize("limit", [0, 1])
async def test_ten_presses_at_once_open_one_ticket(
    tickets_ready: Server, alice: Person, limit: int
) -> None:
    """Impatience opens one ticket, whatever the limit; every press is answered."""
    await tickets_ready.administrator.types(f"!ticketset limit {limit}")

    async with tickets_ready.sim.at_once():
        results = [await alice.opens_a_ticket() for _ in range(10)]

    assert len(tickets_ready.ticket_channels()) == 1
    assert all(alice.answer(result) for result in results)


async def test_twenty_members_at_once_get_a_ticket_each(tickets_ready: Server) -> None:
    """Members don't get in each other's way, and no number is given twice."""
    people = [tickets_ready.person(f"member-{number}") for number in range(20)]

    async with tickets_ready.sim.at_once():
        for person in people:
            await person.opens_a_ticket()

    channels = tickets_ready.ticket_channels()
    numbers = {(channel._channel.topic or "").split(" ")[0] for channel in channels}
    assert len(channels) == 20
    assert numbers == {f"#{number}" for number in range(1, 21)}


async def test_the_limit_links_the_tickets_and_forgets_closed_ones(
    tickets_ready: Server, alice: Person
) -> None:
    """At the limit a member is led to the open tickets; closing one makes space."""
    await tickets_ready.administrator.types("!ticketset limit 2")
    await alice.opens_a_ticket()
    await alice.opens_a_ticket()
    first, second = tickets_ready.ticket_channels()

    refused = await alice.opens_a_ticket()
    window = await alice.presses("Close ticket", on=first)
    await alice.submits(window, reason="done")
    await alice.opens_a_ticket()

    assert alice.answer(refused) == (
        f"You already have 2 open tickets, the maximum here: {first.mention} (#1), "
        f"{second.mention} (#2). Close one first."
    )
    assert len(tickets_ready.ticket_channels()) == 3


async def test_the_command_inside_a_ticket_shows_that_ticket(
    tickets_ready: Server, alice: Person
) -> None:
    """Inside a ticket, /ticket opens nothing: it shows the ticket and its Close button."""
    await alice.opens_a_ticket(reason="My role is gone")
    channel = tickets_ready.newest_ticket()

    card = await alice.runs("ticket", in_=channel)
    shown = alice.answer(card)
    window = await alice.presses("Close ticket", on=card)
    closed = await alice.submits(window, reason="found it")

    assert len(tickets_ready.ticket_channels()) == 1
    for words in ("Ticket #1", alice.mention, "Open since <t:", "My role is gone"):
        assert words in shown
    assert "has been closed" in alice.answer(closed)


async def test_moderators_are_mentioned_once_and_only_if_wanted(
    tickets_ready: Server, alice: Person
) -> None:
    """With mention moderators on, the welcome message pings their roles and the opener."""
    await alice.opens_a_ticket()
    quiet = tickets_ready.welcome_message(tickets_ready.newest_ticket())
    await tickets_ready.administrator.types("!ticketset mention on")
    await alice.opens_a_ticket()
    loud = tickets_ready.welcome_message(tickets_ready.newest_ticket())

    assert tickets_ready.moderators.mention not in quiet.content
    assert tickets_ready.moderators.mention in loud.content
    assert tickets_ready.sim.pings(quiet) == {alice.id}
    assert tickets_ready.sim.pings(loud) <= {alice.id, tickets_ready.moderators.id}


async def test_nothing_a_member_writes_pings(tickets_ready: Server, alice: Person) -> None:
    """@everyone and mentions in reasons stay words, in the ticket and in every answer."""
    hostile = f"@everyone @here {tickets_ready.moderators.mention} <@{tickets_ready.bob.id}>"
    await alice.opens_a_ticket(reason=hostile)
    channel = tickets_ready.newest_ticket()
    window = await alice.presses("Close ticket", on=channel)
    await alice.submits(window, reason=hostile)

    for message in tickets_ready.messages(channel):
        assert tickets_ready.sim.pings(message) <= {alice.id}


async def test_a_disabled_system_says_so(tickets_ready: Server, alice: Person) -> None:
    """While the system is disabled nobody opens tickets; who tries reads why."""
    await tickets_ready.administrator.types("!ticketset disable")

    refused = await alice.opens_a_ticket()

    assert alice.answer(refused) == "New tickets are paused on this server right now."
    assert not tickets_ready.ticket_channels()


async def test_numbers_are_never_used_again(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """A deleted ticket's number is not given to the next one."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    await alice.opens_a_ticket()

    assert (tickets_ready.newest_ticket()._channel.topic or "").startswith("#2 ")
