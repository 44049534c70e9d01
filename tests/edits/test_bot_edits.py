"""What was edited or deleted in tickets is kept for the staff's transcripts (J1)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, everything_said
from tests.staff_log.reception import receiving_channel, sets
from tests.transcripts.saving import answered_files, closes, deletes, page_of, pages_in

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

LINE = "From now on, the staff can later see what is edited or deleted in this ticket."
WELCOME = "The staff can later see what was edited or deleted in this ticket."


def kept_channels() -> Any:
    """The class of the part, as the running cog has it."""
    return import_module("tickets.edits.rules").KeptChannels


async def rows(server: Server) -> list[tuple[Any, ...]]:
    """What is kept: text, and when it was deleted."""
    query = "SELECT text, deleted_at IS NOT NULL FROM kept_words ORDER BY message_id, version"
    found: list[tuple[Any, ...]] = await server.sim.cog.app.database.run(
        lambda cursor: cursor.execute(query).fetchall()
    )
    return found


async def written_and_changed(server: Server, channel: Any) -> None:
    """alice edits one message and deletes another with a file; the moderator deletes a third."""
    alice, moderator = server.alice, server.moderator
    first = await alice.actor.send(channel, "My code is SECRET1")
    second = await alice.actor.send(channel, "Gone SECRET2", attachments=[("lost.txt", b"x")])
    third = await alice.actor.send(channel, "Insult SECRET3")
    await alice.actor.edit(first, "My code is hidden")
    await alice.actor.delete(second)
    await moderator.actor.delete(third)
    await server.sim.env.settle()


async def test_the_staff_sees_it_and_the_opener_never(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """The file in the staff's channel and **Save transcript** have it, marked; the opener's copy
    and everything else that they can read have not."""
    server = tickets_ready
    archive = await receiving_channel(server, "archive")
    await sets(server, "keepedits on")
    for words in (f"transcriptchannel {archive.mention}", "transcripts on", "dmtranscript on"):
        await sets(server, words)
    channel = await a_ticket(server)
    assert WELCOME in everything_said(server, channel)
    await written_and_changed(server, channel)
    await closes(moderator, channel)
    saved = answered_files(server, await moderator.presses("Save transcript", on=channel))

    staffs = [*pages_in(server, archive), next(iter(saved.values())).decode()]
    assert len(staffs) >= 2
    for page in staffs:
        assert all(f"SECRET{number}" in page for number in (1, 2, 3)), page
        assert "lost.txt" in page
        assert "before the edit" in page
    (copy,) = [page_of(server, one) for one in alice.user.dm_channel.history()]
    assert "My code is hidden" in copy
    for word in ("SECRET", "lost.txt", "before the edit"):
        assert word not in copy
        assert word not in "".join(alice.direct_messages())


async def test_tickets_that_are_open_already(tickets_ready: Server, alice: Person) -> None:
    """They say it in a line without a ping, once, and are kept from then on; closed ones are told
    when they are reopened."""
    server = tickets_ready
    channel = await a_ticket(server)
    await alice.actor.send(channel, "Before SECRET0")
    await server.bob.opens_a_ticket(reason="help")
    other = server.newest_ticket()
    await closes(server.moderator, other)
    for words in ("keepedits on", "keepedits off", "keepedits on"):
        await sets(server, words)
    await server.sim.time_passes(10)

    said = [one for one in server.messages(channel) if LINE in server.text(one)]
    assert len(said) == 1
    assert not server.sim.pings(said[0])
    assert LINE not in everything_said(server, other)
    await alice.actor.send(channel, "After")
    assert await rows(server) == [("After", 0)]
    await server.moderator.presses("Reopen", on=other)
    await server.sim.time_passes(10)
    assert everything_said(server, other).count(LINE) == 1


async def test_switched_off(tickets_ready: Server, alice: Person) -> None:
    """All that was kept is gone at once, from every file; nothing more is kept."""
    server = tickets_ready
    await sets(server, "keepedits on")
    channel = await a_ticket(server)
    await written_and_changed(server, channel)
    assert len(await rows(server)) == 4
    await sets(server, "keepedits off")
    await alice.actor.send(channel, "Later SECRET4")
    await server.sim.env.settle()

    assert await rows(server) == []
    for path in server.sim.cog.app.folder.rglob("*"):
        if path.is_file():
            assert b"SECRET" not in path.read_bytes(), path
    assert server.sim.cog.app[kept_channels()].ticket_in(channel.id) is None


async def test_gone_with_the_channel(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """A deleted ticket leaves no words behind."""
    server = tickets_ready
    await sets(server, "keepedits on")
    channel = await a_ticket(server)
    await written_and_changed(server, channel)
    await closes(moderator, channel)
    await deletes(moderator, channel)
    await server.sim.env.settle()
    assert await rows(server) == []


async def test_over_a_restart(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """The bot goes on keeping; what was deleted while it was away is shown as deleted."""
    server = tickets_ready
    await sets(server, "keepedits on")
    channel = await a_ticket(server)
    first = await alice.actor.send(channel, "Missed SECRET5")
    await server.sim.env.settle()
    server.sim.env.backend.messages[channel.id].pop(first.id)
    await server.sim.restart()
    await alice.actor.send(channel, "Still heard")
    await server.sim.env.settle()
    assert [text for text, _gone in await rows(server)] == ["Missed SECRET5", "Still heard"]
    await closes(moderator, channel)
    saved = answered_files(server, await moderator.presses("Save transcript", on=channel))
    page = next(iter(saved.values())).decode()
    assert "SECRET5" in page


async def test_who_does_not_use_it(tickets_ready: Server, alice: Person) -> None:
    """Nothing is said and nothing kept."""
    server = tickets_ready
    channel = await a_ticket(server)
    await written_and_changed(server, channel)
    assert await rows(server) == []
    assert WELCOME not in everything_said(server, channel)
