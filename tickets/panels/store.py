"""Panels in the database."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.store.jobs import save
from .rules import ButtonColour, Entry, Panel, PanelGone, PanelKind, PanelLook

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from ..core.job import Job
    from ..core.store.database import Database

#: What isn't in the body but in columns of its own.
_COLUMNS = ("guild_id", "number", "channel_id", "message_id")


class PanelStore:
    """Reads and writes panels. A number is never given to another panel of the server."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: Ids of all panels' messages, for telling a deleted message from any other.
        self.posted: set[int] = set()

    async def load_posted(self) -> None:
        """Fills :attr:`posted`; there are few panels, however many tickets."""
        self.posted |= await self._database.run(
            lambda cursor: {
                int(str(message_id))
                for (message_id,) in cursor.execute(
                    "SELECT message_id FROM panels WHERE message_id IS NOT NULL"
                )
            }
        )

    async def add(self, panel: Panel, note: Job | None = None) -> Panel:
        """Stores a new panel; its number is chosen here, and put down in `note` as well."""

        def work(cursor: apsw.Cursor) -> Panel:
            numbered = _add(cursor, panel)
            number = numbered.number
            if note is not None:
                save(cursor, replace(note, body={**note.body, "panel": number}))
            return numbered

        return await self._database.run(work)

    async def save(self, panel: Panel) -> Panel:
        """Stores a panel's present form; raises ``PanelGone`` if it was deleted meanwhile."""

        def work(cursor: apsw.Cursor) -> Panel:
            _save(cursor, panel)
            return _one(cursor, panel.guild_id, panel.number)

        saved = await self._database.run(work)
        if saved.message_id is not None:
            self.posted.add(saved.message_id)
        return saved

    async def get(self, guild_id: int, number: int) -> Panel:
        """The panel, or ``PanelGone``."""
        return await self._database.run(lambda cursor: _one(cursor, guild_id, number))

    async def of(self, guild_id: int) -> tuple[Panel, ...]:
        """The server's panels by number."""
        return await self._database.run(
            lambda cursor: _many(cursor, "guild_id = ? ORDER BY number", (guild_id,))
        )

    async def in_channel(self, channel_id: int) -> tuple[Panel, ...]:
        """The panels that are posted in a channel."""
        where = "channel_id = ? AND message_id IS NOT NULL"
        return await self._database.run(lambda cursor: _many(cursor, where, (channel_id,)))

    async def with_messages(self, message_ids: frozenset[int]) -> tuple[Panel, ...]:
        """The panels whose messages these are."""
        marks = ", ".join("?" * len(message_ids))
        return await self._database.run(
            lambda cursor: _many(cursor, f"message_id IN ({marks})", tuple(message_ids))
        )

    async def delete(self, panel: Panel) -> None:
        """Forgets a panel."""
        self.posted.discard(panel.message_id or 0)
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM panels WHERE guild_id = ? AND number = ?",
                (panel.guild_id, panel.number),
            ).fetchall()
        )


def store_panels(cursor: apsw.Cursor, guild_id: int, wanted: Iterable[Panel]) -> None:
    """Stores panels that were there, and new ones without a number, in a transaction."""
    for panel in wanted:
        if panel.number:
            _save(cursor, panel)
        else:
            _add(cursor, panel)


def _add(cursor: apsw.Cursor, panel: Panel) -> Panel:
    number: Any = cursor.execute(
        "INSERT INTO counters (guild_id, last_panel) VALUES (?, 1) ON CONFLICT (guild_id)"
        " DO UPDATE SET last_panel = last_panel + 1 RETURNING last_panel",
        (panel.guild_id,),
    ).fetchall()[0][0]
    numbered = replace(panel, number=number)
    cursor.execute(
        "INSERT INTO panels (guild_id, number, channel_id, message_id, body)"
        " VALUES (:guild_id, :number, :channel_id, :message_id, :body)",
        _row(numbered),
    ).fetchall()
    return numbered


def _save(cursor: apsw.Cursor, panel: Panel) -> None:
    cursor.execute(
        "UPDATE panels SET channel_id = :channel_id, message_id = :message_id,"
        " body = :body WHERE guild_id = :guild_id AND number = :number",
        _row(panel),
    ).fetchall()


def _one(cursor: apsw.Cursor, guild_id: int, number: int) -> Panel:
    found = _many(cursor, "guild_id = ? AND number = ?", (guild_id, number))
    if not found:
        raise PanelGone
    return found[0]


def _many(cursor: apsw.Cursor, where: str, values: tuple[Any, ...]) -> tuple[Panel, ...]:
    query = f"SELECT {', '.join(_COLUMNS)}, body FROM panels WHERE {where}"  # noqa: S608
    return tuple(_panel(row) for row in cursor.execute(query, values).fetchall())


def _row(panel: Panel) -> dict[str, Any]:
    values = dataclasses.asdict(panel)
    columns = {name: values.pop(name) for name in _COLUMNS}
    return {**columns, "body": json.dumps(values, ensure_ascii=False)}


def _panel(row: tuple[Any, ...]) -> Panel:
    *columns, body = row
    values: dict[str, Any] = json.loads(body)
    values["kind"] = PanelKind(values["kind"])
    if "entries" not in values:
        values = _from_1_0(values)
    values["entries"] = tuple(
        Entry(**{**entry, "colour": ButtonColour(entry["colour"])}) for entry in values["entries"]
    )
    values["look"] = None if values["look"] is None else PanelLook(**values["look"])
    return Panel(**dict(zip(_COLUMNS, columns, strict=True)), **values)


def _from_1_0(body: dict[str, Any]) -> dict[str, Any]:
    """1.0.0 knew one button, or reasons: a chosen reason's name was the ticket's."""
    colour, label = body.pop("button_colour"), body.pop("label")
    emoji, reason = body.pop("emoji"), body.pop("reason")
    reasons, last_id = body.pop("reasons"), body.pop("last_reason_id")
    if body["kind"] is PanelKind.BUTTON:
        entries = [{"id": 1, "name": label, "emoji": emoji, "reason": reason, "colour": colour}]
        last_id = 1
    else:
        entries = [{**one, "reason": one["name"], "colour": colour} for one in reasons]
    return {**body, "entries": entries, "last_entry_id": last_id}
