"""Openers who reopen their tickets (W10): from the message about the closing, or in the ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, announcements, closed_ticket, mods
from tests.staff_log.reception import logged, receiving_channel, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


def private(person: Person) -> Any:
    """The newest direct message."""
    history: list[Any] = person.user.dm_channel.history()
    return history[-1]


async def state(server: Server, number: int = 1) -> str:
    """What the record says."""
    return str((await server.sim.cog.app.tickets.get(server.guild.id, number)).state.value)


@pytest.fixture
async def allowed(tickets_ready: Server) -> Server:
    """Openers may reopen for two days; what happens is logged."""
    reception = await receiving_channel(tickets_ready)
    await sets(tickets_ready, f"receptionchannel {reception.mention}")
    await sets(tickets_ready, "openerreopen 48")
    return tickets_ready


async def presses_in_private(person: Person, message: Any = None) -> Any:
    """Presses the button below a direct message, the newest by default."""
    message = private(person) if message is None else message
    (row,) = message.components
    return await person.user.click(message, custom_id=row.children[0].custom_id)


async def reopens(person: Person) -> str:
    """Presses the button below the newest direct message; returns the answer."""
    return person.answer(await presses_in_private(person))


async def test_from_the_message(allowed: Server, alice: Person) -> None:
    """The message says until when, one press reopens, and everybody sees who did it."""
    server = allowed
    channel = await closed_ticket(server)
    closed_at = (await server.sim.cog.app.tickets.get(server.guild.id, 1)).closed_at
    (field,) = private(alice).embeds[0].fields
    assert field.value == f"You can reopen this ticket until <t:{closed_at + 48 * 3600}:f>."

    assert await reopens(alice) == f"✅ Your ticket is open again: <#{channel.id}>"

    assert alice.sees(channel)
    assert announcements(server, channel)[-1] == "alice reopened the ticket."
    assert "alice reopened ticket #1." in logged(server)
    ticket = await server.sim.cog.app.tickets.get(server.guild.id, 1)
    assert ticket.waiting[0].value == "staff"
    assert "already reopened" in await reopens(alice)


async def test_in_the_ticket(allowed: Server, alice: Person, bob: Person) -> None:
    """Whoever can still read it presses there; those who were added can't."""
    server = allowed
    await sets(server, "closedaccess read")
    channel = await a_ticket(server)
    await mods(server.moderator, "add", in_=channel, who=bob)
    await mods(server.moderator, "close", in_=channel, reason="done")
    refused = await bob.presses("Reopen", on=channel)
    assert "administrators can do this" in bob.answer(refused)
    done = await alice.presses("Reopen", on=channel)
    assert "✅" in alice.answer(done)
    assert await state(server) == "open"


async def test_off(tickets_ready: Server, alice: Person) -> None:
    """Without the setting there is no button, and an old one does nothing."""
    server = tickets_ready
    await closed_ticket(server)
    assert not private(alice).components
    await sets(server, "openerreopen 1")
    await mods(server.moderator, "reopen", in_=server.newest_ticket())
    await mods(server.moderator, "close", in_=server.newest_ticket(), reason="done")
    await sets(server, "openerreopen 0")
    assert "administrators can do this" in await reopens(alice)
    assert await state(server) == "closed"


async def test_too_late(allowed: Server, alice: Person) -> None:
    """After its time it says so, and how to go on."""
    server = allowed
    await closed_ticket(server)
    await server.sim.time_passes(48 * 3600 + 60)
    said = await reopens(alice)
    assert "You could reopen this ticket until" in said
    assert "open a new one" in said
    assert await state(server) == "closed"


@pytest.mark.parametrize(
    ("before", "said"),
    [("disable", "New tickets are paused"), ("block", "the staff has blocked you")],
)
async def test_not_now(allowed: Server, alice: Person, before: str, said: str) -> None:
    """Not while tickets are off, and not for those who are blocked."""
    server = allowed
    channel = await closed_ticket(server)
    if before == "block":
        await mods(server.moderator, "block", in_=channel, member=alice)
    else:
        await sets(server, before)
    assert said in await reopens(alice)
    assert await state(server) == "closed"


async def test_who_has_left(allowed: Server, alice: Person) -> None:
    """Who is no longer on the server reads so; who is back may reopen it."""
    server = allowed
    channel = await closed_ticket(server)
    message = private(alice)
    await alice.leaves()
    said = alice.answer(await presses_in_private(alice, message))
    assert said == "You have left this server, so your ticket stays closed."
    await alice.returns()
    assert "✅" in alice.answer(await presses_in_private(alice, message))
    assert alice.sees(channel)


async def test_nobody_elses(allowed: Server, bob: Person) -> None:
    """A button with another member's number is none."""
    server = allowed
    await closed_ticket(server)
    await bob.opens_a_ticket(reason="mine")
    await mods(server.moderator, "close", in_=server.newest_ticket(), reason="done")
    message = private(bob)
    stored = server.sim.env.backend.messages[bob.user.dm_channel.id][message.id]
    stored.components[0]["components"][0]["custom_id"] = (
        f"tickets:v1:reopen-own:{server.guild.id}:1"
    )
    assert "✅" not in await reopens(bob)
    assert await state(server, 1) == await state(server, 2) == "closed"


async def test_a_closing_that_deletes_offers_nothing(
    allowed: Server, alice: Person, administrator: Person
) -> None:
    """There is nothing to reopen then."""
    server = allowed
    await sets(server, "deleteonclose administrators")
    await a_ticket(server)
    await mods(administrator, "close", in_=server.newest_ticket(), reason="done")
    assert not private(alice).components


@pytest.mark.parametrize("order", ["opener", "staff"])
async def test_at_the_same_moment_as_a_deletion(
    allowed: Server, alice: Person, moderator: Person, order: str
) -> None:
    """One of them wins, the other reads what happened; nothing is half done."""
    server = allowed
    channel = await closed_ticket(server)
    question = await moderator.presses("Delete", on=channel)
    async with server.sim.at_once():
        if order == "staff":
            await moderator.presses("Confirm", on=question)
        await presses_in_private(alice)
        if order == "opener":
            await moderator.presses("Confirm", on=question)
    await server.sim.time_passes(60)
    if server.exists(channel):
        assert await state(server) == "open"
        assert alice.sees(channel)
    else:
        assert await state(server) == "deleted"


async def test_at_the_same_moment_as_the_staff(
    allowed: Server, alice: Person, moderator: Person
) -> None:
    """It is reopened once."""
    server = allowed
    channel = await closed_ticket(server)
    async with server.sim.at_once():
        await presses_in_private(alice)
        await moderator.presses("Reopen", on=channel)
    await server.sim.time_passes(60)
    said = [line for line in announcements(server, channel) if "reopened" in line]
    assert len(said) == 1
    assert await state(server) == "open"


async def test_the_button_outlives_the_bot(allowed: Server, alice: Person) -> None:
    """Also with a transcript, and in the server's language."""
    server = allowed
    await sets(server, "dmtranscript on")
    await closed_ticket(server)
    message = private(alice)
    await server.owner.types("!set locale fr-FR")
    await server.sim.restart()
    said = alice.answer(await presses_in_private(alice, message))
    assert said.startswith("✅ Votre ticket est de nouveau ouvert")


async def test_a_type_has_its_own(allowed: Server, alice: Person) -> None:
    """What the type says counts."""
    server = allowed
    await sets(server, "type create Bugs")
    await sets(server, "type set Bugs openerreopen 0")
    await alice.runs("ticket", reason="x", type="Bugs")
    await mods(server.moderator, "close", in_=server.newest_ticket(), reason="done")
    assert not private(alice).components
