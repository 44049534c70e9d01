"""Types of tickets in the database."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import apsw

from .. import errors
from ..ticket_type import TYPES_LIMIT, TicketType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .database import Database

_COLUMNS = "guild_id, id, position, name, emoji, description, is_deleted, body"


class TypeStore:
    """Reads and writes types. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild_id: int) -> tuple[TicketType, ...]:
        """All types of the server in their order, deleted ones among them."""
        return await self._database.run(lambda cursor: _of(cursor, guild_id))

    async def add(self, new: TicketType) -> TicketType:
        """Stores a new type; its id and place are chosen here.

        Raises ``TypeNameTaken``, and ``TooManyTypes`` where the server has as many as it may.
        """

        def work(cursor: apsw.Cursor) -> TicketType:
            present = [one for one in _of(cursor, new.guild_id) if not one.is_deleted]
            if len(present) >= TYPES_LIMIT:
                raise errors.TooManyTypes(limit=TYPES_LIMIT)
            type_id: Any = cursor.execute(
                "INSERT INTO counters (guild_id, last_type) VALUES (?, 1) ON CONFLICT (guild_id)"
                " DO UPDATE SET last_type = last_type + 1 RETURNING last_type",
                (new.guild_id,),
            ).fetchall()[0][0]
            position = max((one.position for one in present), default=0) + 1
            made = replace(new, id=type_id, position=position)
            _write(cursor, made)
            return made

        return await self._database.run(work)

    async def change(
        self,
        guild_id: int,
        type_id: int,
        change: Callable[[TicketType], TicketType],
        *,
        also_deleted: bool = False,
    ) -> TicketType:
        """Stores what `change` makes of the present type.

        Raises ``TypeGone`` for one that isn't there, or was deleted, and ``TypeNameTaken``.
        """

        def work(cursor: apsw.Cursor) -> TicketType:
            for present in _of(cursor, guild_id):
                if present.id == type_id and (also_deleted or not present.is_deleted):
                    changed = change(present)
                    _write(cursor, changed)
                    return changed
            raise errors.TypeGone

        return await self._database.run(work)

    async def arrange(self, guild_id: int, type_ids: tuple[int, ...]) -> None:
        """Gives the types this order; others follow them as they did."""

        def work(cursor: apsw.Cursor) -> None:
            present = [one for one in _of(cursor, guild_id) if not one.is_deleted]
            place = {type_id: number for number, type_id in enumerate(type_ids)}
            in_order = sorted(present, key=lambda one: place.get(one.id, len(place)))
            for number, one in enumerate(in_order, 1):
                _write(cursor, replace(one, position=number))

        await self._database.run(work)

    async def delete_all(self, guild_id: int) -> None:
        """Marks all types of the server as deleted."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "UPDATE types SET is_deleted = 1 WHERE guild_id = ?", (guild_id,)
            ).fetchall()
        )


def replace_types(cursor: apsw.Cursor, guild_id: int, wanted: Sequence[TicketType]) -> None:
    """Stores types that were there or are new, deletes all others, in a transaction.

    New ones have ids above the last. Raises ``TypeNameTaken``.
    """
    kept = {one.id for one in wanted}
    for one in _of(cursor, guild_id):
        if one.id not in kept and not one.is_deleted:
            _write(cursor, replace(one, is_deleted=True))
    # No name is in the way of another while they change places.
    for one in wanted:
        cursor.execute(
            "UPDATE types SET is_deleted = 1 WHERE guild_id = ? AND id = ?", (guild_id, one.id)
        ).fetchall()
    for one in wanted:
        _write(cursor, one)
    last = max((one.id for one in wanted), default=0)
    cursor.execute(
        "INSERT INTO counters (guild_id, last_type) VALUES (?, ?) ON CONFLICT (guild_id)"
        " DO UPDATE SET last_type = max(last_type, excluded.last_type)",
        (guild_id, last),
    ).fetchall()


def _of(cursor: apsw.Cursor, guild_id: int) -> tuple[TicketType, ...]:
    query = f"SELECT {_COLUMNS} FROM types WHERE guild_id = ? ORDER BY position, id"  # noqa: S608 - our own
    rows: Any = cursor.execute(query, (guild_id,)).fetchall()
    return tuple(_type(row) for row in rows)


def _type(row: tuple[Any, ...]) -> TicketType:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    body = json.loads(values.pop("body"))
    is_deleted = bool(values.pop("is_deleted"))
    return TicketType(**values, is_deleted=is_deleted, values=body)


def _write(cursor: apsw.Cursor, one: TicketType) -> None:
    values: dict[str, Any] = {
        "guild_id": one.guild_id,
        "id": one.id,
        "position": one.position,
        "name": one.name,
        "folded": one.name.casefold(),
        "emoji": one.emoji,
        "description": one.description,
        "is_deleted": int(one.is_deleted),
        "body": json.dumps(dict(one.values)),
    }
    places = ", ".join(f":{name}" for name in values)
    changes = ", ".join(f"{name} = :{name}" for name in values)
    try:
        cursor.execute(
            f"INSERT INTO types ({', '.join(values)}) VALUES ({places})"  # noqa: S608 - our own
            f" ON CONFLICT (guild_id, id) DO UPDATE SET {changes}",
            values,
        ).fetchall()
    except apsw.ConstraintError as error:
        raise errors.TypeNameTaken(name=one.name) from error
