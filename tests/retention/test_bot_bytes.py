"""Retention leaves no byte of what was forgotten: in no file, and in no form of it (H6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.forms.questions import asks, question
from tests.retention.test_bot_retention import AFTER, DAY, record
from tests.statistics.test_bot_stats import read
from tests.transcripts.saving import deletes, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: Each begins with a letter of its own: the index of words leaves out what two have in common.
WORDS = {
    "the reason": "Aquvirosk",
    "an answer": "Bezzofmat",
    "the closing reason": "Cymfugwar",
    "a comment": "Dwoxlipen",
    "what was edited": "Ehrzuqobi",
}


def found_in(server: Server, opener_id: int) -> dict[str, set[str]]:
    """Which files have which of the words, or the opener's id: by name, whole or in part."""
    wanted: dict[str, tuple[bytes, ...]] = {
        words: (word.lower()[2:].encode(),) for words, word in WORDS.items()
    }
    # In rows numbers have six or eight bytes, in texts they are digits.
    wanted["the opener"] = (str(opener_id).encode(), opener_id.to_bytes(8, "big"))
    found: dict[str, set[str]] = {words: set() for words in wanted}
    folder = server.sim.data_path / "cogs" / "Tickets"
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for words, forms in wanted.items():
            if any(one in content or one in content.lower() for one in forms):
                found[words].add(file.name)
    return found


async def lived_through(server: Server, opener: Person) -> None:
    """A ticket with words everywhere, which ends."""
    window = await opener.runs("ticket", reason=WORDS["the reason"])
    await opener.submits(window, reason=WORDS["the reason"], q1=WORDS["an answer"])
    channel = server.newest_ticket()
    said = await opener.actor.send(channel, WORDS["what was edited"])
    await opener.actor.edit(said, "nothing")
    await server.sim.time_passes(600)
    await server.moderator.actor.send(channel, "Let me look")
    await server.moderator.runs("ticketmod close", in_=channel, reason=WORDS["the closing reason"])
    await server.sim.env.settle()
    told = opener.user.dm_channel.history()[-1]
    await opener.user.select(told, ["4"])
    form = await opener.user.click(opener.user.dm_channel.history()[-1], label="Add a comment")
    await opener.user.submit_modal(form, {"reason": WORDS["a comment"]})
    await server.sim.cog._database.back_up()
    await deletes(server.moderator, channel)
    await server.sim.env.settle()


async def counted(server: Server) -> str:
    """The statistics of all time, without the date until which they are."""
    return re.sub(r"<t:\d+:d>", "", await read(server.moderator, "0"))


async def test_not_a_byte_is_left(tickets_ready: Server) -> None:
    """Database, index of words, its journal, backup and copies; the numbers are as they were."""
    server = tickets_ready
    folder = server.sim.data_path / "cogs" / "Tickets"
    opener = server.person("zoe")
    await server.sim.env.settle()
    await sets(server, "openreason on", "rating on", "keepedits on")
    await asks(server, question("Name"))
    await lived_through(server, opener)
    backup = folder / "tickets.backup.sqlite3"
    copy = folder / "tickets.before-update-1-1.sqlite3"
    copy.write_bytes(backup.read_bytes())
    before = found_in(server, opener.id)
    for words, files in before.items():
        assert {backup.name, copy.name} <= files, words
        # What was said before an edit goes with the channel.
        assert words == "what was edited" or files & {"tickets.sqlite3", "tickets.sqlite3-wal"}
    numbers = await counted(server)

    await sets(server, "retention 1")
    await server.sim.time_passes(DAY + AFTER)
    assert (await record(server)).is_forgotten
    assert found_in(server, opener.id) == {words: set() for words in before}
    assert await counted(server) == numbers
