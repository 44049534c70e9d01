"""Words before edits and deletions, beside a conversation as its channel shows it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import GUILD, OPENER, STRANGER, a_ticket
from tickets.core.ticket import State
from tickets.edits.rules import VERSIONS, Deleted, Edited, KeptChannels, Said
from tickets.edits.store import _messages, _write
from tickets.transcripts.document import (
    Author,
    Content,
    KeptMessage,
    KeptVersion,
    Message,
    Names,
    Transcript,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

AT = 1_764_000_000


def version(text: str, *files: str, at: int = AT) -> KeptVersion:
    """What a message said."""
    return KeptVersion(at=at, text=text, files=files)


def kept(id_: int, *versions: KeptVersion, deleted_at: int | None = None) -> KeptMessage:
    """A message of the stranger's."""
    return KeptMessage(id=id_, author_id=STRANGER, versions=versions, deleted_at=deleted_at)


def said(id_: int, text: str) -> Message:
    """A message that is in the channel."""
    return Message(id=id_, author_id=OPENER, at=AT + id_, content=Content(text=text))


def transcript(messages: Iterable[Message], *all_kept: KeptMessage) -> Transcript:
    """A conversation, with a stranger whom only kept words know."""
    people = {
        id_: Author(id=id_, name=name, username=name)
        for id_, name in ((OPENER, "alice"), (STRANGER, "eve"))
    }
    return Transcript(
        server_name="Server",
        channel_name="alice",
        number=7,
        opener_id=OPENER,
        opened_at=AT,
        saved_at=AT,
        messages=tuple(messages),
        names=Names(authors=people),
        kept=all_kept,
        kept_since=AT,
        only_kept_knows=frozenset({STRANGER}),
    )


def test_the_opener_gets_the_channel_as_it_is() -> None:
    """Neither words nor names of what was deleted are left in their copy."""
    whole = transcript([said(1, "now")], kept(1, version("before")), kept(2, version("gone")))
    theirs = whole.without_kept()
    assert theirs.kept == ()
    assert [one.content.text for one in theirs.messages] == ["now"]
    assert set(theirs.names.authors) == {OPENER}
    assert "before" not in repr(theirs)
    assert "gone" not in repr(theirs)


def test_the_staff_gets_both_in_order() -> None:
    """Deleted messages stand where they stood; edited ones have their former words."""
    whole = transcript(
        [said(1, "now"), said(3, "last")],
        kept(1, version("first"), version("second"), version("now")),
        kept(2, version("a", "x.png"), version("b"), deleted_at=AT + 9),
        kept(3, version("last")),
    )
    one, two, three = whole.with_kept().messages
    assert [before.text for before in one.earlier] == ["first", "second"]
    assert (two.is_deleted, two.deleted_at, two.content.text) == (True, AT + 9, "b")
    assert two.lost_files == ("x.png",)
    assert three.earlier == ()
    assert not three.is_deleted


def test_what_was_missed() -> None:
    """An edit while the bot was away: what it knew is from before. A file that went with an edit
    is named."""
    whole = transcript(
        [said(1, "unheard")],
        kept(1, version("known", "a.txt", "b.txt"), version("known", "b.txt")),
    )
    (one,) = whole.with_kept().messages
    assert [before.text for before in one.earlier] == ["known", "known"]
    assert one.lost_files == ("a.txt",)


# ------------------------------------------------------------------------- the store


class Memory:
    """The tables in memory, with one ticket that is kept."""

    def __init__(self) -> None:
        import apsw

        from tests.core.records import STEPS
        from tickets.core.store.schema import in_order

        self.cursor = apsw.Connection(":memory:").cursor()
        for step in in_order(STEPS):
            self.cursor.execute(step.sql)
        self.cursor.execute(
            "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id,"
            " created_at, terms, kept_since) VALUES (1, 7, 'open', 5, 5, 1, 1, '{}', 1)"
        )

    def does(self, *changes: Any) -> tuple[KeptMessage, ...]:
        """All that is kept after these changes in one write."""
        _write(self.cursor, changes)
        rows: Any = self.cursor.execute(
            "SELECT message_id, author_id, at, text, files, deleted_at FROM kept_words"
            " ORDER BY message_id, version"
        ).fetchall()
        return _messages(rows)


def heard(kind: type[Said], text: str, *files: str, number: int = 7) -> Said:
    """Words of message 3."""
    return kind(1, number, 3, STRANGER, text, files, AT)


def test_each_edit_is_kept_once() -> None:
    """An edit without new words, such as Discord's when a link is shown, is none."""
    (one,) = Memory().does(
        heard(Said, "a"), heard(Edited, "a"), heard(Edited, "b", "f.txt"), heard(Edited, "b")
    )
    assert [(each.text, each.files) for each in one.versions] == [
        ("a", ()),
        ("b", ("f.txt",)),
        ("b", ()),
    ]


def test_a_message_that_is_edited_for_ever() -> None:
    """The first words stay, and the last."""
    (one,) = Memory().does(heard(Said, "0"), *(heard(Edited, str(n)) for n in range(1, 100)))
    assert len(one.versions) == VERSIONS
    assert (one.versions[0].text, one.versions[-1].text) == ("0", "99")


def test_deletion_is_told_once() -> None:
    """The first time counts; what nobody kept is no trouble."""
    (one,) = Memory().does(heard(Said, "a"), Deleted((3, 4), AT), Deleted((3,), AT + 5))
    assert one.deleted_at == AT


def test_nothing_of_a_ticket_that_is_not_kept() -> None:
    """It may have been switched off while the words waited."""
    assert Memory().does(heard(Said, "a", number=8)) == ()


def test_channels_in_memory() -> None:
    """A ticket is in it from when it was told until its channel is gone or it is switched off."""
    channels = KeptChannels()
    ticket = a_ticket(kept_since=AT)
    assert ticket.channel_id is not None
    channels.watch(a_ticket())
    assert len(channels) == 0
    channels.watch(ticket)
    assert channels.ticket_in(ticket.channel_id) == (GUILD, ticket.number)
    channels.watch(a_ticket(State.DELETED, kept_since=AT))
    assert len(channels) == 0
    channels.watch(ticket)
    channels.forget_server(GUILD)
    assert channels.ticket_in(ticket.channel_id) is None


@pytest.mark.asyncio
async def test_writes_are_taken_together() -> None:
    """Of two thousand edits at once nearly all are written by one transaction."""
    from tickets.edits.store import KeptStore

    class Slow:
        runs = 0

        async def run(self, work: Any) -> Any:
            self.runs += 1
            await asyncio.sleep(0)
            return work(memory.cursor)

    memory, slow = Memory(), Slow()
    database: Any = slow
    store = KeptStore(database)
    changes = [heard(Said, "0"), *(heard(Edited, str(n)) for n in range(1, 2001))]
    await asyncio.gather(*(store.keep(one) for one in changes))
    (one,) = memory.does()
    assert one.versions[-1].text == "2000"
    assert slow.runs <= 3
