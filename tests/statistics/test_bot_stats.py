"""Statistics, as the staff reads them (R2, Y2)."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import shows_slash_commands
from tests.staff_log.reception import closes, sets
from tests.transcripts.saving import answered_files
from tests.types.teams import Teams

if TYPE_CHECKING:
    from pathlib import Path

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def read(person: Person, typed: str | None = None, **options: Any) -> str:
    """What somebody reads who asks for statistics."""
    place = person.server.general
    if typed is None:
        return person.answer(await person.runs("ticketmod stats", in_=place, **options))
    asked = await person.types(f"!ticketmod stats {typed}".strip(), in_=place)
    if not person.buttons(asked):
        return person.answer(asked)
    return person.answer(await person.presses(person.buttons(asked)[0], on=asked))


def numbers(text: str) -> list[str]:
    """What was opened, declined, closed, and is open."""
    return re.findall(r": \*\*(\d+)\*\*", text)


async def test_a_few_tickets(tickets_ready: Server) -> None:
    """What happened is counted; another time is a press away, also after a restart."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await server.alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    await server.sim.time_passes(600)
    await moderator.actor.send(channel, "Let me look")
    await server.sim.time_passes(3600)
    await closes(moderator, channel)
    await server.bob.opens_a_ticket("help")
    text = await read(moderator)
    assert numbers(text) == ["2", "0", "1", "1"]
    assert "half of the tickets within 10 min, 9 of 10 within 10 min" in text
    assert "half of the tickets within 1 h 10 min" in text
    assert "By type" not in text
    assert numbers(await read(moderator, days=0)) == ["2", "0", "1", "1"]
    await server.sim.time_passes(10 * 86400)
    asked = await moderator.types("!ticketmod stats 7", in_=server.general)
    shown = await moderator.presses("Show the statistics", on=asked)
    assert numbers(moderator.answer(shown)) == ["0", "0", "0", "1"]
    await server.sim.restart()
    shown = await moderator.presses("All time", on=shown)
    assert numbers(moderator.answer(shown)) == ["2", "0", "1", "1"]


async def test_only_their_teams(tickets_ready: Server) -> None:
    """Others' tickets are in no number; nor does a forged id show them."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await server.overwrite(server.general, server.helpers, allow="manage_messages")
    teams = await Teams.on(server)
    await server.overwrite(server.general, teams.role, allow="manage_messages")
    for name in ("Reports", "Reports", "Support"):
        await teams.opens(server.alice, name, reason="help")
    assert numbers(await read(moderator))[0] == "1"
    assert numbers(await read(teams.judge, ""))[0] == "2"
    text = await read(server.administrator, "")
    assert numbers(text)[0] == "3"
    assert "**2** Reports" in text
    assert numbers(await read(server.administrator, "30 support"))[0] == "1"
    assert "Reports" not in await read(moderator)
    forged = await moderator.forges_click(
        f"tickets:v1:stats:30:{await teams.type_id('Reports')}", in_=server.staff
    )
    assert numbers(moderator.answer(forged))[0] == "0"
    assert "Reports" not in moderator.answer(forged)
    assert "and administrators can do this" in await read(server.helper)


async def test_in_french(french: Server) -> None:
    """The numbers' words."""
    await sets(french, "timezone Europe/Paris")
    await french.alice.opens_a_ticket("à l'aide")
    text = await read(french.moderator, "")
    assert "Statistiques" in text
    assert "Par jour de la semaine" in text


async def test_the_picture(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its button is there where something can draw it; it is only for who moderates."""
    server, moderator = tickets_ready, tickets_ready.moderator
    discord_side = import_module("tickets.statistics.discord")
    program = tmp_path / "draws.py"
    program.write_text("print('a picture')")
    monkeypatch.setattr(discord_side, "PROGRAM", program)
    monkeypatch.setattr(discord_side, "can_draw", lambda: True)
    ui = import_module("tickets.statistics.ui")
    monkeypatch.setattr(ui, "can_draw", lambda: False)
    await server.alice.opens_a_ticket("help")
    asked = await moderator.types("!ticketmod stats", in_=server.general)
    shown = await moderator.presses("Show the statistics", on=asked)
    assert "Picture" not in moderator.buttons(shown)
    monkeypatch.setattr(ui, "can_draw", lambda: True)
    shown = await moderator.presses("All time", on=shown)
    files = answered_files(server, await moderator.presses("Picture", on=shown))
    assert files == {"statistics.png": b"a picture\n"}
    assert list((server.sim.cog.app.folder / "data-on-its-way").iterdir()) == []
    forged = await server.alice.forges_click("tickets:v1:stats-picture:30:0", in_=server.general)
    assert "and administrators can do this" in server.alice.answer(forged)
    monkeypatch.setattr(discord_side, "can_draw", lambda: False)
    refused = await moderator.presses("Picture", on=shown)
    assert "could not be drawn" in moderator.answer(refused)
