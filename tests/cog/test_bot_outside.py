"""What happens on Discord behind the bot's back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import closes

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def a_ticket(server: Server) -> Any:
    await server.alice.opens_a_ticket(reason="help")
    return server.newest_ticket()


async def state_of(server: Server, number: int = 1) -> str:
    ticket = await server.sim.cog.app.tickets.get(server.guild.id, number)
    return str(ticket.state.value)


async def test_an_opener_who_leaves(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """The ticket stays, the staff read in it that the member left, and closing works."""
    channel = await a_ticket(tickets_ready)

    await alice.leaves()
    window = await moderator.presses("Close ticket", on=channel)
    closed = await moderator.submits(window, reason="gone")

    assert "alice left the server." in moderator.reads(channel)
    assert "✅" in moderator.answer(closed)


async def test_an_opener_who_comes_back(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Access is there again, even if somebody removed the overwrite meanwhile."""
    channel = await a_ticket(tickets_ready)
    await alice.leaves()
    await tickets_ready.takes_line(channel, alice)

    await alice.returns()

    assert alice.can("send_messages", channel)
    assert "alice is back on the server." in moderator.reads(channel)


async def test_somebody_without_tickets_leaves_and_joins(
    tickets_ready: Server, bob: Person
) -> None:
    """Members without tickets come and go without a single call to Discord."""
    await a_ticket(tickets_ready)

    with tickets_ready.sim.counting() as calls:
        await bob.leaves()
        await bob.returns()

    assert calls.routes == []


async def test_an_opener_who_was_away_when_it_was_closed(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Reopened, closed and reopened while the opener came and went: who is back takes part."""
    channel = await a_ticket(tickets_ready)
    await closes(moderator, channel)
    await alice.leaves()
    await moderator.presses("Reopen", on=channel)
    await closes(moderator, channel)
    await alice.returns()
    assert not alice.sees(channel)

    await moderator.presses("Reopen", on=channel)

    assert alice.can("send_messages", channel)


async def test_a_banned_opener(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """A ban counts as leaving."""
    channel = await a_ticket(tickets_ready)

    await alice.leaves()

    assert "alice left the server." in moderator.reads(channel)


async def test_a_welcome_message_that_somebody_deletes(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Without the welcome message, /ticket in the channel still closes and reopens."""
    channel = await a_ticket(tickets_ready)
    await tickets_ready.administrator.actor.delete(tickets_ready.welcome_message(channel))

    card = await moderator.runs("ticket", in_=channel)
    await moderator.submits(await moderator.presses("Close ticket", on=card), reason="x")
    card = await moderator.runs("ticket", in_=channel)
    assert moderator.buttons(card) == ["Reopen", "Save transcript", "Delete"]
    reopened = await moderator.presses("Reopen", on=card)

    assert "✅" in moderator.answer(reopened)
    assert alice.can("send_messages", channel)


async def test_channels_deleted_while_the_bot_was_away(
    tickets_ready: Server, alice: Person
) -> None:
    """After a start the record says deleted, and the member may open another ticket."""
    await tickets_ready.administrator.types("!ticketset limit 1")
    channel = await a_ticket(tickets_ready)
    backend = tickets_ready.sim.env.backend
    restart = tickets_ready.sim._prepared_red

    async def deleted_meanwhile() -> Any:
        backend.delete_channel(channel.id)
        return await restart()

    tickets_ready.sim._prepared_red = deleted_meanwhile  # type: ignore[method-assign]
    await tickets_ready.sim.restart()

    assert await state_of(tickets_ready) == "deleted"
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


async def test_roles_and_settings_follow(tickets_ready: Server, helper: Person) -> None:
    """A deleted access role leaves the settings and new tickets."""
    tickets_ready.sim.env.backend.delete_role(tickets_ready.guild.id, tickets_ready.helpers.id)
    await tickets_ready.sim.env.settle()

    channel = await a_ticket(tickets_ready)

    settings = await tickets_ready.sim.cog.app.settings.of(tickets_ready.guild.id)
    assert settings.get("access_role_ids") == ()
    assert not helper.sees(channel)


async def test_what_the_staff_should_know_is_not_told_in_public(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """After a typed command a button shows it, to who typed it alone."""
    tickets_ready.sim.env.backend.delete_channel(tickets_ready.category.id)
    await tickets_ready.sim.env.settle()

    shown = await moderator.types("!ticketmod list")
    strangers = await alice.presses("Show", on=shown)
    own = await moderator.presses("Show", on=shown)
    again = await moderator.presses("Show", on=shown)

    assert all("category" not in tickets_ready.text(message) for message in shown)
    assert moderator.mention in tickets_ready.text(shown[-1])
    assert tickets_ready.sim.pings(shown[-1]) == set()
    assert alice.answer(strangers) == f"This button is for {moderator.mention}."
    assert "The ticket category was deleted" in moderator.answer(own)
    assert own.ephemeral
    assert moderator.answer(again) == "You're up to date."


async def test_notices_are_for_the_staff_only(tickets_ready: Server, alice: Person) -> None:
    """A member's press shows nothing about deleted categories."""
    channel = await a_ticket(tickets_ready)
    tickets_ready.sim.env.backend.delete_channel(tickets_ready.category.id)
    await tickets_ready.sim.env.settle()

    press = await alice.presses("Close ticket", on=channel)

    assert alice.answer_besides(press) == ""
