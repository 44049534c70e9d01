"""The server's tickets as a file (R4): for administrators, and only for them."""

from __future__ import annotations

import csv
import io
from importlib import import_module
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.staff_log.reception import closes
from tests.transcripts.saving import answered_files
from tests.types.teams import Teams

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_administrators_get_it(tickets_ready: Server) -> None:
    """All teams' tickets of the last days, in private; nothing of it stays on the disk."""
    server, admin = tickets_ready, tickets_ready.administrator
    teams = await Teams.on(server)
    await teams.opens(server.alice, "Reports", reason="=1+1")
    await closes(server.moderator, await teams.opens(server.bob, "Support", reason="help"))
    asked = await admin.types("!ticketset data", in_=server.staff)
    shown = await admin.presses("Get the file", on=asked)
    assert "keep it safe" in admin.answer(shown)
    ((name, content),) = answered_files(server, shown).items()
    assert name == "tickets.csv"
    first, second = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert (first["type"], first["reason"], first["state"]) == ("Reports", "'=1+1", "open")
    assert first["opener_id"] == str(server.alice.id)
    assert (second["number"], second["state"]) == ("2", "closed")
    assert second["closed_by_id"] == str(server.moderator.id)
    folder = server.sim.cog.app.folder / "data-on-its-way"
    assert list(folder.iterdir()) == []
    await server.sim.time_passes(40 * 86400)
    shown = await admin.presses("Get the file", on=asked)
    assert len(answered_files(server, shown)["tickets.csv"].splitlines()) == 1


async def test_nobody_else_does(tickets_ready: Server) -> None:
    """Neither moderators, nor who may only configure, by the command or a forged press."""
    server = tickets_ready
    for person in (server.moderator, server.red_admin, server.alice):
        answer = await person.types("!ticketset data")
        assert not person.buttons(answer)
        forged = await person.forges_click("tickets:v1:data:30", in_=server.general)
        assert "Only administrators" in person.answer(forged)


async def test_large_files_are_zipped_or_refused(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above Discord's limit it is zipped; above it even so, it is said what helps."""
    server, admin = tickets_ready, tickets_ready.administrator
    for person in (server.alice, server.bob):
        await person.opens_a_ticket("so long a reason " * 20)
    service = import_module("tickets.statistics.service")
    limit = 10 * 2**20
    asked = await admin.types("!ticketset data 0", in_=server.staff)
    monkeypatch.setattr(service, "_MARGIN", limit - 700)
    shown = await admin.presses("Get the file", on=asked)
    ((name, content),) = answered_files(server, shown).items()
    assert name == "tickets.zip"
    assert ZipFile(io.BytesIO(content)).namelist() == ["tickets.csv"]
    monkeypatch.setattr(service, "_MARGIN", limit - 7)
    assert "Choose fewer days" in admin.answer(await admin.presses("Get the file", on=asked))
