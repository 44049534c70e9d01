"""Ready answers in the database: words of the server's, and nobody's ids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .rules import (
    ANSWERS_LIMIT,
    ReadyAnswer,
    ReadyAnswerChanged,
    ReadyAnswerGone,
    ReadyNameTaken,
    TooManyReadyAnswers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from ..core.store.database import Database

_NAMES = ("id", "guild_id", "name", "text", "type_id", "revision")
_SELECT = f"SELECT {', '.join(_NAMES)} FROM ready_answers WHERE guild_id = ?"  # noqa: S608 - ours


class ReadyAnswerStore:
    """Reads and writes ready answers. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild_id: int) -> tuple[ReadyAnswer, ...]:
        """All of the server, by name."""
        return await self._database.run(lambda cursor: _of(cursor, guild_id))

    async def count(self, guild_id: int) -> int:
        """How many the server has."""
        query = "SELECT count(*) FROM ready_answers WHERE guild_id = ?"
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (guild_id,)).fetchall()
        )
        return int(rows[0][0])

    async def get(self, guild_id: int, answer_id: int) -> ReadyAnswer:
        """The one with that id; raises ``ReadyAnswerGone``."""
        return await self._database.run(lambda cursor: _get(cursor, guild_id, answer_id))

    async def add(self, new: ReadyAnswer) -> ReadyAnswer:
        """Stores a new one, whose id is chosen here.

        Raises ``TooManyReadyAnswers`` and ``ReadyNameTaken``.
        """

        def work(cursor: apsw.Cursor) -> ReadyAnswer:
            present = _of(cursor, new.guild_id)
            if len(present) >= ANSWERS_LIMIT:
                raise TooManyReadyAnswers(limit=ANSWERS_LIMIT)
            _require_free(new, present)
            return replace(new, id=_insert(cursor, new))

        return await self._database.run(work)

    async def change(self, new: ReadyAnswer) -> ReadyAnswer:
        """Stores another version of the one with that id.

        Raises ``ReadyAnswerChanged`` unless the stored one still has the revision of `new`, and
        ``ReadyAnswerGone`` and ``ReadyNameTaken``.
        """

        def work(cursor: apsw.Cursor) -> ReadyAnswer:
            if _get(cursor, new.guild_id, new.id).revision != new.revision:
                raise ReadyAnswerChanged
            _require_free(new, _of(cursor, new.guild_id))
            _update(cursor, new)
            return replace(new, revision=new.revision + 1)

        return await self._database.run(work)

    async def remove(self, guild_id: int, answer_id: int) -> ReadyAnswer:
        """Forgets one and returns it; raises ``ReadyAnswerGone``."""

        def work(cursor: apsw.Cursor) -> ReadyAnswer:
            found = _get(cursor, guild_id, answer_id)
            cursor.execute("DELETE FROM ready_answers WHERE id = ?", (answer_id,)).fetchall()
            return found

        return await self._database.run(work)

    async def remove_all(self, guild_id: int) -> None:
        """Forgets all of the server."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM ready_answers WHERE guild_id = ?", (guild_id,)
            ).fetchall()
        )


def replace_answers(cursor: apsw.Cursor, guild_id: int, wanted: Sequence[ReadyAnswer]) -> None:
    """Stores answers that were there, or are new without an id, and removes all others."""
    present = {one.id: one for one in _of(cursor, guild_id)}
    for answer_id in present.keys() - {one.id for one in wanted}:
        cursor.execute("DELETE FROM ready_answers WHERE id = ?", (answer_id,)).fetchall()
    for one in wanted:
        if not one.id:
            _insert(cursor, one)
        elif one != present.get(one.id):
            _update(cursor, one)


def _insert(cursor: apsw.Cursor, new: ReadyAnswer) -> int:
    rows: Any = cursor.execute(
        "INSERT INTO ready_answers (guild_id, name, folded, text, type_id)"
        " VALUES (?, ?, ?, ?, ?) RETURNING id",
        (new.guild_id, new.name, new.folded, new.text, new.type_id),
    ).fetchall()
    return int(rows[0][0])


def _update(cursor: apsw.Cursor, new: ReadyAnswer) -> None:
    cursor.execute(
        "UPDATE ready_answers SET name = ?, folded = ?, text = ?, type_id = ?,"
        " revision = revision + 1 WHERE id = ?",
        (new.name, new.folded, new.text, new.type_id, new.id),
    ).fetchall()


def _of(cursor: apsw.Cursor, guild_id: int) -> tuple[ReadyAnswer, ...]:
    rows: Any = cursor.execute(f"{_SELECT} ORDER BY folded", (guild_id,)).fetchall()
    return tuple(_from_row(row) for row in rows)


def _get(cursor: apsw.Cursor, guild_id: int, answer_id: int) -> ReadyAnswer:
    rows: Any = cursor.execute(f"{_SELECT} AND id = ?", (guild_id, answer_id)).fetchall()
    if not rows:
        raise ReadyAnswerGone
    return _from_row(rows[0])


def _from_row(row: Any) -> ReadyAnswer:
    return ReadyAnswer(**dict(zip(_NAMES, row, strict=True)))


def _require_free(new: ReadyAnswer, present: tuple[ReadyAnswer, ...]) -> None:
    if any(one.folded == new.folded and one.id != new.id for one in present):
        raise ReadyNameTaken(name=new.name)
