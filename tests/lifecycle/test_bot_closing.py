"""Closing, reopening and deleting, as openers and moderators do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

from tests.staff_log.reception import sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def opened(server: Server, by: Person, reason: str | None = "My role is gone") -> Any:
    await by.opens_a_ticket(reason=reason)
    return server.newest_ticket()


async def closes(person: Person, channel: Any, reason: str = "All done") -> Any:
    window = await person.presses("Close ticket", on=channel)
    return await person.submits(window, reason=reason)


async def test_the_opener_closes_with_a_reason(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Sending the form closes: the channel is gone for the opener and shows staff why."""
    channel = await opened(tickets_ready, alice)

    result = await closes(alice, channel, "Found it\nmyself")

    welcome = tickets_ready.welcome_message(channel)
    assert alice.answer(result) == "✅ The ticket has been closed."
    assert not alice.sees(channel)
    assert welcome.embeds[0].title == "Ticket closed by alice"
    assert welcome.embeds[0].description == "**Reason:** My role is gone"
    assert welcome.embeds[0].timestamp is not None
    assert moderator.buttons(channel) == ["Reopen", "Save transcript", "Delete"]
    announcement = tickets_ready.messages(channel)[-1].embeds[0]
    assert announcement.author.name == "alice closed the ticket."
    assert announcement.author.icon_url
    assert announcement.description == "> **Reason:** Found it\n> myself"


async def test_closing_can_ask_to_confirm_instead(tickets_ready: Server, alice: Person) -> None:
    """With closing reason off, a private question has to be confirmed; Cancel changes nothing."""
    await tickets_ready.administrator.types("!ticketset closereason off")
    channel = await opened(tickets_ready, alice)

    question = await alice.presses("Close ticket", on=channel)
    assert alice.answer(question) == "Close this ticket?"
    assert question.ephemeral
    cancelled = await alice.presses("Cancel", on=question)
    assert alice.answer(cancelled) == "Nothing was changed."
    assert alice.can("send_messages", channel)

    question = await alice.presses("Close ticket", on=channel)
    confirmed = await alice.presses("Confirm", on=question)
    assert alice.answer(confirmed) == "✅ The ticket has been closed."
    assert not alice.sees(channel)
    assert tickets_ready.messages(channel)[-1].embeds[0].description is None


async def test_a_closed_ticket_may_stay_readable(
    tickets_ready: Server, alice: Person, moderator: Person, helper: Person
) -> None:
    """By setting, the opener can still read but not write; staff go on as before."""
    await tickets_ready.administrator.types("!ticketset closedaccess read")
    channel = await opened(tickets_ready, alice)

    await closes(alice, channel)

    assert alice.sees(channel)
    assert not alice.can("send_messages", channel)
    assert not alice.can("create_public_threads", channel)
    assert moderator.can("send_messages", channel)
    assert helper.can("send_messages", channel)
    denied = tickets_ready.overwrites(channel)["alice"]
    assert False not in denied.values(), "nobody is denied anything by name"


@pytest.mark.parametrize("access", ["none", "read"])
async def test_reopening_gives_everything_back(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person, access: str
) -> None:
    """Reopen restores the opener and everybody who had been added, by whatever means."""
    await tickets_ready.administrator.types(f"!ticketset closedaccess {access}")
    channel = await opened(tickets_ready, alice)
    before_adding = tickets_ready.overwrites(channel)
    await tickets_ready.overwrite(channel, bob, allow="view_channel send_messages")
    before = tickets_ready.overwrites(channel)
    assert before != before_adding

    await closes(alice, channel)
    assert not bob.can("send_messages", channel)
    result = await moderator.presses("Reopen", on=channel)

    assert moderator.answer(result) == "✅ The ticket is open again."
    assert tickets_ready.overwrites(channel) == before
    welcome = tickets_ready.welcome_message(channel)
    assert welcome.embeds[0].title is None
    assert alice.buttons(welcome) == OPEN_TICKET_BUTTONS
    assert tickets_ready.messages(channel)[-1].embeds[0].author.name == (
        "moderator reopened the ticket."
    )


async def test_reopening_leaves_out_who_is_gone(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """An opener who left gets no access back; the ticket opens all the same."""
    channel = await opened(tickets_ready, alice)
    await closes(alice, channel)
    await alice.leaves()

    await moderator.presses("Reopen", on=channel)

    assert "alice" not in tickets_ready.overwrites(channel)
    assert "Close ticket" in moderator.buttons(channel)


async def test_deleting_asks_first(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Delete says that nothing is kept, waits for Confirm, and then the channel goes."""
    channel = await opened(tickets_ready, alice)
    await closes(alice, channel)

    question = await moderator.presses("Delete", on=channel)
    assert "Nothing is saved" in moderator.answer(question)
    await moderator.presses("Cancel", on=question)
    assert tickets_ready.exists(channel)
    question = await moderator.presses("Delete", on=channel)
    await moderator.presses("Confirm", on=question)

    assert not tickets_ready.exists(channel)


@pytest.mark.parametrize("what", ["deletion", "closing"])
async def test_a_question_about_another_state(
    tickets_ready: Server, alice: Person, moderator: Person, what: str
) -> None:
    """Who confirms it after the ticket was reopened, and written in, does nothing."""
    server = await tickets_ready.has_set(closing_reason=what == "deletion")
    channel = await opened(server, alice)
    if what == "closing":
        question = await moderator.presses("Close ticket", on=channel)
    await server.administrator.runs("ticketmod close", in_=channel, reason="done")
    if what == "deletion":
        question = await moderator.presses("Delete", on=channel)
    await server.administrator.presses("Reopen", on=channel)
    await alice.types("One more thing", in_=channel)

    answer = moderator.answer(await moderator.presses("Confirm", on=question))

    assert answer == "The ticket has changed since you were asked, so nothing was done."
    assert alice.can("send_messages", channel)


async def test_a_confirmation_of_the_first_release(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """It doesn't say what was asked about: it has ended, and deletes nothing."""
    channel = await opened(tickets_ready, alice)

    for session in ("01234567", tickets_ready.sim.cog.app.session):
        pressed = f"tickets:v1:confirm-delete:1:{session}"
        answer = moderator.answer(await moderator.forges_click(pressed, in_=channel))
        assert "has expired" in answer or "has changed since" in answer
    assert tickets_ready.exists(channel)


async def test_two_people_close_at_the_same_moment(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """One closes; the other reads who was faster; the ticket says it once."""
    channel = await opened(tickets_ready, alice)
    windows = [
        (person, await person.presses("Close ticket", on=channel)) for person in (alice, moderator)
    ]

    async with tickets_ready.sim.at_once():
        results = [
            (person, await person.submits(window, reason="x")) for person, window in windows
        ]

    answers = [person.answer(result) for person, result in results]
    assert sorted("already closed by" in answer for answer in answers) == [False, True]
    closed = [text for text in moderator.reads(channel) if "closed the ticket" in text]
    assert len(closed) == 1


async def test_reopen_and_delete_at_the_same_moment(
    tickets_ready: Server, alice: Person, moderator: Person, administrator: Person
) -> None:
    """Of two contrary presses one takes effect, and both are answered."""
    channel = await opened(tickets_ready, alice)
    await closes(alice, channel)
    question = await administrator.presses("Delete", on=channel)

    async with tickets_ready.sim.at_once():
        reopening = await moderator.presses("Reopen", on=channel)
        deleting = await administrator.presses("Confirm", on=question)

    if tickets_ready.exists(channel):
        assert "open again" in moderator.answer(reopening)
        assert alice.sees(channel)
    else:
        assert "delet" in moderator.answer(reopening) or "open again" in moderator.answer(
            reopening
        )
    assert deleting.acknowledged


async def test_an_old_button_tells_what_happened(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """A press that comes too late says what has become of the ticket."""
    channel = await opened(tickets_ready, alice)
    window = await moderator.presses("Close ticket", on=channel)
    await closes(alice, channel)

    late = await moderator.submits(window, reason="too late")

    assert f"already closed by {alice.mention}" in moderator.answer(late)


async def test_the_buttons_survive_a_deleted_welcome_message(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Without its first message a ticket closes by /ticket and can still be reopened."""
    channel = await opened(tickets_ready, alice)
    await tickets_ready.administrator.actor.delete(tickets_ready.welcome_message(channel))

    card = await alice.runs("ticket", in_=channel)
    window = await alice.presses("Close ticket", on=card)
    await alice.submits(window, reason="done")
    result = await moderator.presses("Reopen", on=channel)

    assert "open again" in moderator.answer(result)
    assert alice.sees(channel)


async def test_the_welcome_text_comes_back_as_it_was(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Neither a changed setting nor an opener who has left changes what was said (T8)."""
    server = tickets_ready
    await sets(server, "welcome Hello {user.nickname}, tell us more.")
    await sets(server, "mention on")
    channel = await opened(server, alice, reason=None)
    before = server.welcome_message(channel)
    assert before.embeds[0].description == "Hello alice, tell us more."
    await sets(server, "welcome Something else")
    await sets(server, "mention off")
    await alice.leaves()
    await server.sim.restart()

    await closes(moderator, channel)

    closed = server.welcome_message(channel)
    assert (closed.content, closed.embeds[0].description) == (
        before.content,
        before.embeds[0].description,
    )
    await moderator.presses("Reopen", on=channel)
    after = server.welcome_message(channel)
    assert (after.content, after.embeds[0].to_dict()) == (
        before.content,
        before.embeds[0].to_dict(),
    )


async def test_a_ticket_keeps_the_roles_it_was_opened_with_after_a_reset(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """When the configuration is forgotten, the old moderators still handle old tickets."""
    channel = await opened(tickets_ready, alice)
    await closes(alice, channel)
    await tickets_ready.sim.cog.app.settings.reset(tickets_ready.guild.id)

    await moderator.presses("Reopen", on=channel)

    assert alice.sees(channel)


async def test_only_moderators_must_say_why(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Who opened the ticket and only wants to leave needs no reason; the form says so."""
    server = tickets_ready
    for person, required in ((alice, False), (moderator, True)):
        await alice.opens_a_ticket()
        channel = server.newest_ticket()
        form = await person.presses("Close ticket", on=channel)
        assert ("Optional." in str(form.modal)) is not required
        assert "Solved, thanks!" in str(form.modal)
        sent = await person.forges_modal(
            f"tickets:v1:close:{1 + required}", {"reason": "  "}, in_=channel
        )
        refused = "Please write a few words" in person.answer(sent)
        assert refused is required
        state = await server.sim.cog.app.tickets.in_channel(server.guild.id, channel.id)
        assert (state.state.value == "open") is required
