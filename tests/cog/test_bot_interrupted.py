"""What is left when work ends in the middle, though the bot lives on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket
from tests.panels.panel_making import button_panel, panel_messages, stored
from tests.staff_log.reception import logged, posted, receiving_channel, state_of
from tests.transcripts.saving import closes, deletes, sets, transcripts_in

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_channel_that_nobody_heard_of(tickets_ready: Server, alice: Person) -> None:
    """The work is interrupted while Discord creates the channel: after the next start it is
    gone, and the member opens a ticket."""
    server = tickets_ready
    server.sim.expect_unanswered()
    server.sim.faults.interrupt("/guilds/*/channels", method="POST")
    await alice.opens_a_ticket()

    await server.sim.restart()

    assert not server.ticket_channels()
    assert await state_of(server) == "failed"
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


async def test_an_acceptance_that_was_interrupted(
    manual: Server, alice: Person, administrator: Person
) -> None:
    """The same while a request is accepted: it is pending again, without a channel."""
    await alice.opens_a_ticket()
    manual.sim.expect_unanswered()
    manual.sim.faults.interrupt("/guilds/*/channels", method="POST")
    await administrator.presses("Accept", on=posted(manual)[0])

    await manual.sim.restart()

    assert not manual.ticket_channels()
    assert await state_of(manual) == "requested"
    await administrator.presses("Accept", on=posted(manual)[0])
    assert alice.sees(manual.newest_ticket())


async def test_a_request_that_nobody_heard_of(manual: Server, alice: Person) -> None:
    """The work is interrupted while the request is posted: after the next start there is none
    that could be accepted."""
    manual.sim.expect_unanswered()
    manual.sim.faults.interrupt("/channels/*/messages", method="POST")
    await alice.opens_a_ticket()
    assert len(posted(manual)) == 1

    await manual.sim.restart()

    assert posted(manual) == []
    await alice.opens_a_ticket()
    assert len(posted(manual)) == 1


async def test_a_request_while_discord_answers_nothing(manual: Server, alice: Person) -> None:
    """The request is posted, and then every connection breaks: the member reads that it failed,
    and after the next start it can't be accepted."""
    faults = manual.sim.faults
    faults.lose_answer("/channels/*/messages", method="POST")
    faults.fail("/channels/*/messages", status=503, code=0, times=None, at=2)
    refused = await alice.opens_a_ticket()
    assert "Discord isn't responding" in alice.answer(refused)
    faults.clear()

    await manual.sim.restart()

    assert posted(manual) == []


async def test_saving_whose_answer_is_lost(
    saving: Server, moderator: Person, alice: Person
) -> None:
    """Discord has taken the transcript, and the answer is lost: it is there once, the log says
    so, and what was to be deleted is."""
    reception = await receiving_channel(saving)
    await sets(saving, f"receptionchannel {reception.mention}", "transcripts off")
    channel = await a_ticket(saving)
    await closes(alice, channel)
    await sets(saving, "transcripts on")
    saving.sim.faults.lose_answer(f"/channels/{saving.staff.id}/messages", method="POST")

    await deletes(moderator, channel)

    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1
    assert "moderator saved ticket #1." in logged(saving, reception)


async def test_settings_after_the_transcript_channel_is_gone(
    saving: Server, administrator: Person
) -> None:
    """Somebody deletes the transcript channel: every other setting can still be changed, and
    transcripts switched off."""
    saving.sim.env.backend.delete_channel(saving.staff.id)
    await saving.sim.env.settle()

    for words in ("limit 3", "deleteonclose off", "transcripts off"):
        (answer, *_notices) = await administrator.types(f"!ticketset {words}")
        assert "✅" in saving.text(answer), words
    (refused,) = await administrator.types("!ticketset transcripts on")
    assert "Choose a transcript channel first" in saving.text(refused)


async def test_a_reception_channel_that_was_just_chosen(manual: Server, alice: Person) -> None:
    """The bot is killed when another reception channel has been stored, before the requests were
    posted there: after the next start they are, and no longer in the former one."""
    await alice.opens_a_ticket()
    other = await receiving_channel(manual, "second")
    await manual.sim.cog.app.settings.change(manual.guild.id, reception_channel_id=other.id)

    await manual.sim.restart(clean=False)

    assert len(posted(manual, other)) == 1
    assert posted(manual) == []
    with manual.sim.counting() as calls:
        await manual.sim.restart()
    assert not [call for call in calls.seen if "channels" in call.path]


async def test_a_panel_that_nobody_heard_of(tickets_ready: Server, administrator: Person) -> None:
    """The bot is interrupted while Discord posts a panel anew, or removes the former message:
    after the next start there is one message, the one that is known, and it works."""
    server = tickets_ready
    await button_panel(server)
    server.sim.expect_unanswered()
    for route in ("/channels/*/messages", "/channels/*/messages/*"):
        method = "DELETE" if route.endswith("/*/messages/*") else "POST"
        server.sim.faults.interrupt(route, method=method)
        await administrator.types("!ticketset panel post 1")
        await server.sim.restart()

        (panel,) = panel_messages(server)
        assert panel.id == (await stored(server)).message_id
    pressed = await server.alice.presses("Get help", on=panel_messages(server)[0])
    assert "Your ticket is ready" in server.alice.answer(pressed)


async def test_a_panel_whose_deletion_was_interrupted(
    tickets_ready: Server, administrator: Person
) -> None:
    """The panel is forgotten, and its message still there: after the next start that is gone."""
    server = tickets_ready
    await button_panel(server)
    question = await administrator.types("!ticketset panel delete 1")
    server.sim.expect_unanswered()

    async def dies() -> None:
        raise asyncio.CancelledError

    server.sim.faults.hook("/channels/*/messages/*", dies, method="DELETE")
    await administrator.presses("Confirm", on=question)
    assert len(panel_messages(server)) == 1

    await server.sim.restart()

    assert panel_messages(server) == []


# The first answer


@pytest.mark.parametrize("lost", ["disconnect", "lose_answer"])
async def test_the_first_answer_is_lost(
    tickets_ready: Server, alice: Person, moderator: Person, administrator: Person, lost: str
) -> None:
    """The connection breaks when something is answered for the first time: it is answered again,
    whether a form, a sentence, a question or a list is to be shown."""
    server = tickets_ready

    def breaks() -> None:
        getattr(server.sim.faults, lost)("/interactions/*/callback")

    breaks()
    opened = await alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    assert alice.answer(opened) == f"Your ticket is ready: {channel.mention}"
    breaks()
    form = await alice.presses("Close ticket", on=channel)
    breaks()
    assert "✅" in alice.answer(await alice.submits(form, reason="done"))
    breaks()
    question = await moderator.presses("Delete", on=channel)
    assert "Delete this ticket?" in moderator.answer(question)
    breaks()
    cancelled = await moderator.presses("Cancel", on=question)
    assert "Nothing was changed" in moderator.answer(cancelled)
    breaks()
    shown = await administrator.runs("ticketmod list")
    assert "Tickets" in administrator.answer(shown)


@pytest.mark.parametrize(
    ("what", "call", "how"),
    [
        ("opening", ("/guilds/*/channels", "POST"), "unload"),
        ("opening", ("/channels/*/messages", "POST"), "reload"),
        ("opening", ("/channels/*/messages", "POST"), "restart"),
        ("closing", ("/channels/*", "PATCH"), "unload"),
        ("closing", ("/channels/*/messages", "POST"), "restart"),
        ("saving", ("/channels/*/messages", "GET"), "reload"),
        ("deleting", ("/channels/*", "DELETE"), "unload"),
    ],
)
async def test_a_graceful_stop_in_the_middle(
    tickets_ready: Server,
    alice: Person,
    moderator: Person,
    what: str,
    call: tuple[str, str],
    how: str,
) -> None:
    """Nothing is logged as an error; what was begun is finished or undone at the next start."""
    server = tickets_ready
    server.sim.expect_unanswered()
    pattern, method = call
    if what != "opening":
        await alice.opens_a_ticket(reason="help")
        channel = server.newest_ticket()
    if what == "deleting":
        question = await moderator.presses("Delete", on=await closed(server, channel))
    server.sim.faults.delay(pattern, 60, method=method)
    if what == "opening":
        await alice.opens_a_ticket(reason="help")
    elif what == "closing":
        await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    elif what == "saving":
        await moderator.runs("ticketmod transcript", in_=channel)
    else:
        await moderator.presses("Confirm", on=question)

    if how == "unload":
        await server.sim.unload("tickets")
        await server.sim.time_passes(120)
        await server.sim.load("tickets")
    elif how == "reload":
        await server.sim.reload("tickets")
    else:
        await server.sim.restart()
    await server.sim.time_passes(200)

    state = await state_of(server)
    there = bool(server.ticket_channels())
    assert (state in ("open", "closed")) is there, state
    assert {"opening": state in ("open", "failed"), "closing": state == "closed"}.get(what, True)
    assert what != "deleting" or state == "deleted"


async def closed(server: Server, channel: Any) -> Any:
    """The ticket, after its opener has closed it."""
    window = await server.alice.presses("Close ticket", on=channel)
    await server.alice.submits(window, reason="x")
    return channel
