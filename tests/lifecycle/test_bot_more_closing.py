"""Closing reasons to choose from, and whether the opener may close (W10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket
from tests.staff_log.reception import sets
from tests.types.teams import types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

REASONS = "closingreasons Solved; No *answer* @everyone"


async def close_reason(server: Server, number: int = 1) -> str | None:
    """What the record has."""
    ticket = await server.sim.cog.app.tickets.get(server.guild.id, number)
    found: str | None = ticket.close_reason
    return found


@pytest.mark.parametrize(
    ("chosen", "typed", "expected"),
    [
        (["Solved"], "", "Solved"),
        ([], "My own words", "My own words"),
        (["No *answer* @everyone"], "Sorry", "No *answer* @everyone\nSorry"),
    ],
)
async def test_choosing(
    tickets_ready: Server, moderator: Person, chosen: list[str], typed: str, expected: str
) -> None:
    """Chosen, typed, or both; it is shown as it is written."""
    server = tickets_ready
    await sets(server, REASONS)
    channel = await a_ticket(server)
    form = await moderator.presses("Close ticket", on=server.welcome_message(channel))
    done = await moderator.submits(form, chosen=chosen, reason=typed)
    assert moderator.answer(done) == "✅ The ticket has been closed."
    assert await close_reason(server) == expected
    said = server.text(server.messages(channel)[-1])
    assert "*answer*" not in said.replace("\\*answer\\*", "")


async def test_nothing_is_no_reason(tickets_ready: Server, moderator: Person) -> None:
    """A moderator has to say why, an opener needn't."""
    server = tickets_ready
    await sets(server, REASONS)
    channel = await a_ticket(server)
    form = await moderator.runs("ticketmod close", in_=channel)
    done = await moderator.submits(form, chosen=[], reason="")
    assert "✅" not in moderator.answer(done)
    form = await server.alice.presses("Close ticket", on=server.welcome_message(channel))
    done = await server.alice.submits(form, chosen=[], reason="")
    assert "✅" in server.alice.answer(done)
    assert await close_reason(server) is None


async def test_both_stay_within_the_limit(tickets_ready: Server, moderator: Person) -> None:
    """The text has as much room as the longest reason leaves."""
    server = tickets_ready
    longest = "x" * 100
    await sets(server, f"closingreasons Solved; {longest}")
    channel = await a_ticket(server)
    form = await moderator.presses("Close ticket", on=server.welcome_message(channel))
    assert "'max_length': 299" in str(form.modal)
    await moderator.submits(form, chosen=[longest], reason="y" * 299)
    assert len(await close_reason(server) or "") == 400


async def test_open_forms(tickets_ready: Server, moderator: Person) -> None:
    """A form of before, or one whose reasons have changed, still closes."""
    server = tickets_ready
    cases: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("closingreasons none", REASONS, {"reason": "Done"}),
        (REASONS, "closingreasons none", {"chosen": ["Solved"], "reason": ""}),
    )
    for number, (before, after, given) in enumerate(cases, 1):
        await sets(server, before)
        channel = await a_ticket(server)
        form = await moderator.presses("Close ticket", on=server.welcome_message(channel))
        await sets(server, after)
        await server.sim.restart()
        done = await moderator.submits(form, **given)
        assert "✅" in moderator.answer(done)
        assert await close_reason(server, number) in ("Done", "Solved")


async def test_what_can_be_set(tickets_ready: Server, administrator: Person) -> None:
    """Up to 25 of 100 characters, each once; none again."""
    server = tickets_ready

    async def said(value: str) -> str:
        return administrator.answer(
            await administrator.types(f"!ticketset closingreasons {value}", in_=server.staff)
        )

    assert "25 are possible" in await said("; ".join(map(str, range(26))))
    assert "100 are possible" in await said("x" * 101)
    assert "Solved · Spam" in await said("Solved;Spam;  Solved ;")
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("closing_reasons") == ("Solved", "Spam")
    assert "none" in await said("none")


async def test_opener_may_not(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """Their press says who can, also if it waits behind the change; a type may differ."""
    server = tickets_ready
    channel = await a_ticket(server)
    form = await alice.presses("Close ticket", on=server.welcome_message(channel))
    await sets(server, "openerclose off")
    welcome: Any = server.welcome_message(channel)
    assert server.buttons(welcome) == ["Close ticket"]
    for refused in (
        await alice.submits(form, reason="bye"),
        await alice.presses("Close ticket", on=welcome),
        await server.bob.forges_click("tickets:v1:close:1", in_=channel),
    ):
        assert "Only" in alice.answer(refused)
        assert "administrators can do this" in alice.answer(refused)
        assert alice.mention not in alice.answer(refused)
    await types(server, "create Open")
    await types(server, "set Open openerclose on")
    await alice.runs("ticket", type="1")
    other = server.newest_ticket()
    form = await alice.presses("Close ticket", on=server.welcome_message(other))
    assert "✅" in alice.answer(await alice.submits(form, reason="bye"))
    done = await moderator.runs("ticketmod close", in_=channel, reason="Done")
    assert "✅" in moderator.answer(done)


async def test_in_french(french: Server, moderator: Person) -> None:
    """Form and refusal."""
    await sets(french, "closingreasons Résolu")
    await sets(french, "openerclose off")
    channel = await a_ticket(french, "42")
    form = await moderator.presses("Fermer le ticket", on=french.welcome_message(channel))
    assert "Avec vos mots" in str(form.modal)
    refused = await french.alice.presses("Fermer le ticket", on=french.welcome_message(channel))
    assert "Réservé à" in french.alice.answer(refused)
