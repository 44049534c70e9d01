"""Buttons and forms outlive the bot's process, reloads and updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def begin_again(server: Server, how: str) -> None:
    """The three ways in which everything the bot had in memory goes."""
    if how == "reload":
        await server.sim.reload()
    else:
        await server.sim.restart(clean=how == "restart")


ways = pytest.mark.parametrize("how", ["restart", "kill", "reload"])


@ways
async def test_a_ticket_lives_on(
    tickets_ready: Server, alice: Person, moderator: Person, how: str
) -> None:
    """Close, Reopen and Delete work on tickets from before, with the same settings."""
    await alice.opens_a_ticket(reason="help")
    channel = tickets_ready.newest_ticket()

    await begin_again(tickets_ready, how)
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    assert not alice.sees(channel)
    await begin_again(tickets_ready, how)
    await moderator.presses("Reopen", on=channel)
    assert alice.sees(channel)
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="x")
    await begin_again(tickets_ready, how)
    question = await moderator.presses("Delete", on=channel)
    await moderator.presses("Confirm", on=question)

    assert not tickets_ready.exists(channel)
    assert len(tickets_ready.ticket_channels()) == 0


@ways
async def test_forms_from_before_are_answered(
    tickets_ready: Server, alice: Person, how: str
) -> None:
    """A form that was open on somebody's screen while the bot restarted can be sent."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    opening = await alice.opens_a_ticket()
    await begin_again(tickets_ready, how)
    opened = await alice.submits(opening, reason="patience pays")
    channel = tickets_ready.newest_ticket()
    assert "Your ticket is ready" in alice.answer(opened)

    closing = await alice.presses("Close ticket", on=channel)
    await begin_again(tickets_ready, how)
    closed = await alice.submits(closing, reason="thanks")

    assert "✅" in alice.answer(closed)
    assert not alice.sees(channel)


@ways
async def test_the_button_of_a_typed_command_lives_on(
    tickets_ready: Server, alice: Person, how: str
) -> None:
    """The button below a typed !ticket works days later."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    shown = await alice.opens_a_ticket(by="prefix")

    await begin_again(tickets_ready, how)
    window = await alice.presses("Open a ticket", on=shown)
    await alice.submits(window, reason="help")

    assert len(tickets_ready.ticket_channels()) == 1


@ways
async def test_questions_from_before_have_ended(
    tickets_ready: Server, alice: Person, moderator: Person, how: str
) -> None:
    """Confirm below a question from before says how to ask again, and does nothing."""
    await tickets_ready.administrator.types("!ticketset closereason off")
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    question = await alice.presses("Close ticket", on=channel)

    await begin_again(tickets_ready, how)
    ended = await alice.presses("Confirm", on=question)

    assert alice.answer(ended) == "This menu has expired. Type `/ticket` to open a new one."
    assert alice.buttons(channel) == OPEN_TICKET_BUTTONS
    again = await alice.presses("Close ticket", on=channel)
    assert "✅" in alice.answer(await alice.presses("Confirm", on=again))


async def test_nothing_is_asked_of_discord_when_the_bot_starts(
    tickets_ready: Server, alice: Person
) -> None:
    """Stored tickets cost no call at start-up."""
    for person in (alice, tickets_ready.bob, tickets_ready.mallory):
        await person.opens_a_ticket()

    with tickets_ready.sim.counting() as calls:
        await tickets_ready.sim.restart()
        await tickets_ready.sim.env.settle()

    assert [route for route in calls.routes if "channels" in route or "messages" in route] == []


async def test_an_unloaded_cog_leaves_nothing(tickets_ready: Server, alice: Person) -> None:
    """After unload and load everything works once, not twice."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    for _ in range(3):
        await tickets_ready.sim.reload()

    with tickets_ready.sim.counting() as calls:
        await alice.presses("Close ticket", on=channel)

    assert calls.routes == ["POST /interactions/{}/{}/callback"]


async def test_a_button_of_an_unknown_kind_is_answered(
    tickets_ready: Server, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A button that another version of the cog left behind says that it is of no more use."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()

    press: Any = await alice.forges_click("tickets:v9:dance:1", in_=channel)
    form: Any = await alice.forges_modal("tickets:v1:dance:1", {"reason": "x"}, in_=channel)

    assert "no longer exists" in alice.answer(press)
    assert "no longer exists" in alice.answer(form)
