"""Tickets whose permissions somebody has changed by hand, or synced with the category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.lifecycle.staffing import a_ticket, mods

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def does(person: Person, command: str, channel: Any) -> str:
    """Closes or reopens; returns the answer."""
    given = {"reason": "done"} if command == "close" else {}
    return str(person.answer(await mods(person, command, in_=channel, **given)))


@pytest.mark.parametrize("access", ["none", "read"])
async def test_closing_a_synced_ticket(
    tickets_ready: Server,
    alice: Person,
    bob: Person,
    moderator: Person,
    helper: Person,
    access: str,
) -> None:
    """Whatever was lost, only the staff and the bot see the closed ticket, and all of them."""
    server = await tickets_ready.has_set(closed_access=access)
    channel = await a_ticket(server)
    await server.syncs(channel)
    assert bob.sees(channel)

    await does(server.administrator, "close", channel)

    assert not bob.sees(channel)
    assert not alice.sees(channel)
    for person in (moderator, helper):
        assert person.can("send_messages", channel)
    assert server.overwrites(channel)["TestBot"]["manage_channels"] is True


async def test_reopening_a_synced_ticket(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person, helper: Person
) -> None:
    """It becomes a ticket like any other again, and the bot goes on working in it."""
    server = tickets_ready
    channel = await a_ticket(server)
    as_opened = server.overwrites(channel)
    await does(moderator, "close", channel)
    await server.syncs(channel)

    await does(server.administrator, "reopen", channel)

    assert not bob.sees(channel)
    for person in (alice, moderator, helper):
        assert person.can("send_messages", channel)
    assert server.overwrites(channel) == as_opened
    answer = await does(moderator, "close", channel)
    assert answer == "✅ The ticket has been closed."


async def test_synced_with_a_category_of_its_own(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Whom the category shows its channels loses a closed ticket, and has it again with the
    opener: that is what an admin wanted."""
    server = tickets_ready
    verified = server.guild.create_role("Verified")
    await bob.gets(verified)
    channel = await a_ticket(server)
    await server.overwrite(server.category, server.guild.default_role, deny="view_channel")
    await server.overwrite(server.category, server.bot_role, allow="view_channel")
    await server.overwrite(server.category, verified, allow="view_channel")
    await server.syncs(channel)
    assert bob.sees(channel)

    await does(server.administrator, "close", channel)
    assert not bob.sees(channel)
    assert moderator.sees(channel)
    await does(server.administrator, "reopen", channel)

    assert bob.sees(channel)
    assert alice.can("send_messages", channel)


async def test_what_the_staff_have_decided_stays(
    tickets_ready: Server, moderator: Person, helper: Person
) -> None:
    """An access role that was taken out of a ticket stays out when it is closed and reopened,
    and so does a moderator whom a line keeps out."""
    server = tickets_ready
    channel = await a_ticket(server)
    await mods(moderator, "remove", in_=channel, who=server.helpers)
    await server.overwrite(channel, moderator, deny="view_channel")

    for command in ("close", "reopen"):
        await does(server.administrator, command, channel)
        assert not helper.sees(channel)
        assert not moderator.sees(channel)


@pytest.mark.parametrize("synced", [True, False])
async def test_a_bot_that_sees_the_ticket_by_a_role(
    tickets_ready: Server, moderator: Person, synced: bool
) -> None:
    """Closing takes that role's line as a guest's: the bot keeps what it needs all the same."""
    server = tickets_ready
    channel = await a_ticket(server)
    if synced:
        await server.overwrite(server.category, server.guild.default_role, deny="view_channel")
        await server.overwrite(server.category, server.bot_role, allow="view_channel")
        await server.syncs(channel)
    else:
        await server.overwrite(channel, server.bot_role, allow="view_channel")
        await server.takes_line(channel, discord.Object(server.bot_id))

    await does(server.administrator, "close", channel)
    assert server.overwrites(channel)["TestBot"]["view_channel"] is True
    await does(moderator, "reopen", channel)

    assert moderator.can("send_messages", channel)
    assert server.messages(channel)[-1].embeds[0].author.name == ("moderator reopened the ticket.")


async def test_let_back_into_a_ticket_that_is_being_closed(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Coming back isn't coming back into a ticket that was closed a moment ago."""
    server = tickets_ready
    limited = await server.has_set(limit=2)
    first = await a_ticket(limited)
    second = await a_ticket(limited)
    for channel in (first, second):
        await server.takes_line(channel, alice)
    await alice.leaves()
    server.sim.faults.delay("/channels/*/permissions/*", 5, method="PUT")

    await alice.returns()
    await does(moderator, "close", second)
    await server.sim.time_passes(10)

    assert alice.sees(first)
    assert not alice.sees(second)
    assert all("is back" not in line for line in moderator.reads(second))


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("command", ["close", "reopen"])
async def test_both_answers_are_lost(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person, command: str, done: bool
) -> None:
    """Discord answers neither the change of a ticket's permissions nor the question about it:
    it is finished as soon as Discord answers, with everybody who belongs there."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=bob)
    if command == "reopen":
        await does(moderator, "close", channel)
    lose = faults.lose_answer if done else faults.disconnect
    for at in (1, 2):
        lose("/channels/*", method="PATCH", at=at)
    faults.disconnect("/channels/*", method="GET")

    answer = await does(moderator, command, channel)
    assert "Discord" in answer
    await server.sim.time_passes(100)

    assert alice.sees(channel) is bob.sees(channel) is (command == "reopen")
    assert moderator.buttons(channel)[0] == ("Reopen" if command == "close" else "Close ticket")
    for back in ("reopen", "close") if command == "close" else ("close", "reopen"):
        await does(moderator, back, channel)
        assert alice.sees(channel) is bob.sees(channel) is (back == "reopen")


@pytest.mark.parametrize("command", ["close", "reopen"])
async def test_what_discord_did_is_looked_at(
    tickets_ready: Server, alice: Person, moderator: Person, command: str
) -> None:
    """If only the answers are lost, the channel itself says that it is done."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    channel = await a_ticket(server)
    if command == "reopen":
        await does(moderator, "close", channel)
    for at in (1, 2):
        faults.lose_answer("/channels/*", method="PATCH", at=at)

    answer = await does(moderator, command, channel)

    assert answer.startswith("✅")
    assert alice.sees(channel) is (command == "reopen")


async def test_both_answers_to_a_deletion_are_lost(
    tickets_ready: Server, moderator: Person
) -> None:
    """The channel goes as soon as Discord answers, and nobody has to press again."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    channel = await a_ticket(server)
    for at in (1, 2):
        faults.disconnect("/channels/*", method="DELETE", at=at)
    faults.disconnect("/channels/*", method="GET")

    question = await mods(moderator, "delete", in_=channel)
    await moderator.presses("Confirm", on=question)
    await server.sim.time_passes(100)

    assert not server.exists(channel)
