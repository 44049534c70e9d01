"""Outside the opening hours members are told, or refused; and what is counted in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.configuration.menu_pages import MenuPage
from tests.staff_log.reception import sets
from tests.types.teams import types

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

HOUR = 3600


def opening_in(hours: int) -> tuple[str, int]:
    """Hours that begin so many hours from now, for one hour a day; and when that is."""
    begin = discord.utils.utcnow().replace(second=0, microsecond=0) + timedelta(hours=hours)
    end = begin + timedelta(hours=1)
    return f"{begin:%H:%M}-{end:%H:%M}", int(begin.timestamp())


async def record(server: Server, number: int = 1) -> Any:
    """A ticket as it is stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def test_told(tickets_ready: Server) -> None:
    """Answer and first message say from when somebody is there, also once it is closed."""
    server = tickets_ready
    hours, opens_at = opening_in(3)
    await sets(server, f"hours {hours}")
    told = f"<t:{opens_at}:f> (<t:{opens_at}:R>)"

    answer = server.alice.answer(await server.alice.opens_a_ticket())
    assert "Your ticket is ready" in answer
    assert f"**Outside opening hours:** The staff will be here from {told}." in answer
    ticket = server.newest_ticket()
    welcome = server.welcome_message(ticket)
    assert f"The staff will be here from {told}." in server.text(welcome)

    # Whatever the settings are by then.
    await sets(server, "hours always")
    await server.moderator.runs("ticketmod close", in_=ticket, reason="Done")
    assert "Ticket closed by" in server.text(welcome)
    assert f"The staff will be here from {told}." in server.text(welcome)


async def test_nobody_is_told_in_the_hours(tickets_ready: Server) -> None:
    """In them, with none, and in a ticket that the staff opens, everything is as ever."""
    server = tickets_ready
    before = server.alice.answer(await server.alice.opens_a_ticket())
    assert before == f"Your ticket is ready: {server.newest_ticket().mention}"
    assert (await record(server)).staffed_from is None
    await sets(server, f"hours {opening_in(0)[0]}")
    inside = server.bob.answer(await server.bob.opens_a_ticket())
    assert inside == f"Your ticket is ready: {server.newest_ticket().mention}"
    await sets(server, f"hours {opening_in(2)[0]}")
    await sets(server, "outside refuse")
    await server.moderator.types(f"!ticketmod open {server.helper.mention}", in_=server.staff)
    assert "be here from" not in server.text(server.welcome_message(server.newest_ticket()))


async def test_refused(tickets_ready: Server) -> None:
    """Members read when it opens, and can open then; moderators always can."""
    server = tickets_ready
    hours, opens_at = opening_in(2)
    await sets(server, f"hours {hours}")
    await sets(server, "outside refuse")
    refusal = server.alice.answer(await server.alice.opens_a_ticket())
    assert refusal == (
        "You can open tickets during opening hours only. "
        f"They begin <t:{opens_at}:f> (<t:{opens_at}:R>)."
    )
    assert "Your ticket is ready" in server.moderator.answer(
        await server.moderator.opens_a_ticket()
    )
    with server.sim.host_clock(ahead=2 * HOUR):
        answer = server.alice.answer(await server.alice.opens_a_ticket())
    assert answer == f"Your ticket is ready: {server.newest_ticket().mention}"


async def test_a_request_is_told(manual: Server) -> None:
    """The member reads it with their request; the ticket says what counts when it is opened."""
    server = manual
    hours, opens_at = opening_in(2)
    await sets(server, f"hours {hours}")
    sent = await server.alice.opens_a_ticket()
    assert "Your request has been sent!" in server.alice.answer(sent)
    assert f"be here from <t:{opens_at}:f>" in server.alice.answer(sent)
    assert (await record(server)).staffed_from == opens_at
    with server.sim.host_clock(ahead=2 * HOUR):
        await server.moderator.types("!ticketmod accept 1", in_=server.staff)
    assert "be here from" not in server.text(server.welcome_message(server.newest_ticket()))
    assert (await record(server)).staffed_from is None


async def test_types_have_their_own(tickets_ready: Server) -> None:
    """A type follows the server or has hours of its own; the time zone is the server's."""
    server = tickets_ready
    hours, opens_at = opening_in(2)
    await sets(server, f"hours {hours}")
    await sets(server, "outside refuse")
    for name in ("Support", "Reports"):
        await types(server, f"create {name}")
    await types(server, "set Reports hours always")
    refused = await types(server, "set Reports timezone Europe/Paris")
    assert "timezone" in refused
    answer = server.alice.answer(await server.alice.runs("ticket", type="1"))
    assert f"They begin <t:{opens_at}:f>" in answer
    answer = server.alice.answer(await server.alice.runs("ticket", type="2"))
    assert answer == f"Your ticket is ready: {server.newest_ticket().mention}"


async def test_opening_hours_are_counted(tickets_ready: Server) -> None:
    """Until the first answer and until closing, by what counts then; none without hours."""
    server = tickets_ready
    await sets(server, f"hours {opening_in(1)[0]}")
    await server.alice.opens_a_ticket("Help")
    ticket = server.newest_ticket()
    await server.sim.time_passes(90 * 60)
    await server.moderator.types("Hello", in_=ticket)
    answered = await record(server)
    assert answered.answer_seconds == pytest.approx(30 * 60, abs=120)
    await server.sim.time_passes(60 * 60)
    await server.moderator.runs("ticketmod close", in_=ticket, reason="Done")
    closed = await record(server)
    assert closed.closing_seconds == pytest.approx(HOUR, abs=1)
    await server.moderator.runs("ticketmod reopen", in_=ticket)
    reopened = await record(server)
    assert (reopened.closing_seconds, reopened.answer_seconds) == (None, answered.answer_seconds)
    await sets(server, "hours always")
    await server.moderator.runs("ticketmod close", in_=ticket, reason="Done")
    assert (await record(server)).closing_seconds is None


async def test_the_page(tickets_ready: Server) -> None:
    """The page *Time*: what can't be understood is given back with an example."""
    server = tickets_ready
    page = await (await MenuPage.opened(server.administrator)).goes_to("time")
    assert "always open" in page.text
    await page.writes("hours", "mon-fri nine to five")
    assert "I don't understand `nine`" in page.text
    assert "`mon-fri 09:00-18:00, sat 22:00-02:00`" in page.text
    await page.writes("hours", "Mo-Fr 9am-5pm")
    assert "`mon-fri 09:00-17:00`" in page.text
    await page.writes("timezone", "Pariss")
    assert "Did you mean one of these? `Europe/Paris`" in page.text
    await page.writes("timezone", "europe/paris")
    await page.writes("holidays", "12-25, 2026-12-31")
    assert "`12-25, 2026-12-31`" in page.text
    await page.chooses("outside", ["refuse"])
    shown = await server.sim.cog.app.settings.of(server.guild.id)
    assert shown.get("outside").value == "refuse"
    await page.presses("menu-default", "hours")
    assert "always open" in page.text


async def test_french(french: Server) -> None:
    """All of it, in words that can be typed again."""
    server = french
    hours, opens_at = opening_in(3)
    answer = await sets(server, f"hours lun-dim {hours}")
    assert f"lun-dim {hours}" in answer
    await sets(server, "timezone UTC")
    answer = server.alice.answer(await server.alice.opens_a_ticket())
    assert (
        f"**En dehors des horaires\xa0:** Le staff sera là à partir du <t:{opens_at}:f> "
        f"(<t:{opens_at}:R>)." in answer
    )
    await sets(server, "outside refuse")
    answer = server.bob.answer(await server.bob.opens_a_ticket())
    assert "Vous ne pouvez ouvrir de tickets que pendant les horaires" in answer
    refusal = await sets(server, "hours demain")
    assert "`lun-ven 09:00-18:00, sam 22:00-02:00`" in refusal


@pytest.mark.bot_locale("de-DE")
async def test_german(tickets_ready: Server) -> None:
    """As Germans write them: *Di* is their Tuesday."""
    assert "di-do 09:00-17:00" in await sets(tickets_ready, "hours Di bis Do 9-17 Uhr")
    assert "`mo-fr 09:00-18:00, sa 22:00-02:00`" in await sets(tickets_ready, "hours morgen")
    assert "immer geöffnet" in await sets(tickets_ready, "hours immer")


@pytest.mark.bot_locale("es-ES")
async def test_spanish(tickets_ready: Server) -> None:
    """As people write them in Spanish, and as they read them then."""
    said = await sets(tickets_ready, "hours De martes a jueves, de 9 a 17 h")
    assert "mar-jue 09:00-17:00" in said
    assert "`lun-vie 09:00-18:00, sáb 22:00-02:00`" in await sets(tickets_ready, "hours mañana")
    assert "siempre abierto" in await sets(tickets_ready, "hours siempre")
