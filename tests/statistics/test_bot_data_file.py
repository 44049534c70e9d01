"""The server's tickets as a file (R4): for administrators, and only for them."""

from __future__ import annotations

import csv
import io
from importlib import import_module
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.staff_log.reception import closes
from tests.transcripts.saving import answered_files, deletes, sets
from tests.types.teams import Teams

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

DAY = 24 * 3600


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


async def test_ratings_are_counted_and_in_the_file(tickets_ready: Server) -> None:
    """Stars and comment stand in the file; stars stay counted when a ticket is forgotten."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await sets(server, "rating on", "retention 2")
    for person, stars in ((server.alice, "4"), (server.bob, "1")):
        await person.opens_a_ticket("help")
        channel = server.newest_ticket()
        await closes(moderator, channel)
        await deletes(moderator, channel)
        await person.user.select(person.user.dm_channel.history()[-1], [stars])
    message = server.alice.user.dm_channel.history()[-1]
    form = await server.alice.user.click(message, label="Add a comment")
    await server.alice.user.submit_modal(form, {"reason": '=HYPERLINK("x")'})

    before = await rows(server)
    await server.sim.time_passes(2 * DAY + 7 * 3600)
    after = await rows(server)

    assert [one["stars"] for one in before] == ["4", "1"]
    assert [one["rating_comment"] for one in before] == ['\'=HYPERLINK("x")', ""]
    assert [one["stars"] for one in after] == ["4", "1"]
    assert {one[name] for one in after for name in ("rating_comment", "opener_id")} == {""}
    asked = await moderator.types("!ticketmod stats", in_=server.general)
    shown = await moderator.presses("Show the statistics", on=asked)
    assert "Ratings: **2**, 2.5 ★ on average" in moderator.answer(shown)


async def rows(server: Server) -> list[dict[str, str]]:
    """The tickets of a month's file."""
    asked = await server.administrator.types("!ticketset data", in_=server.staff)
    shown = await server.administrator.presses("Get the file", on=asked)
    content = answered_files(server, shown)["tickets.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))
