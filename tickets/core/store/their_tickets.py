"""Whose tickets somebody of the staff may know of, past ones too, as a condition in SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..lazy_dataclass import lazy_dataclass
from .records import terms_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from ..settings import Terms
    from .database import Database

#: What says whose a ticket is after a reset: its type, 0 for none, and its terms.
_ITS_TERMS = "json_array(ifnull(tickets.type_id, 0), tickets.terms)"
_OF_TYPES = "ifnull(tickets.type_id, 0) IN (SELECT value FROM json_each(:among))"
_OF_TERMS = f"{_ITS_TERMS} IN (SELECT value FROM json_each(:among))"  # noqa: S608
_EVERY_TERMS = f"SELECT DISTINCT {_ITS_TERMS} FROM tickets WHERE guild_id = ?"  # noqa: S608


@lazy_dataclass(frozen=True)
class TheirTickets:
    """The tickets of somebody's teams: `where` is a condition that needs `values`."""

    guild_id: int
    condition: str
    among: str

    @property
    def where(self) -> str:
        """Of tickets that came to be."""
        return f"tickets.guild_id = :guild AND {self.condition} AND tickets.state <> 'failed'"

    @property
    def values(self) -> dict[str, Any]:
        """What the condition's names stand for."""
        return {"guild": self.guild_id, "among": self.among}


def of_types(guild_id: int, types: Iterable[int | None]) -> TheirTickets:
    """All tickets of these types; None is no type."""
    return TheirTickets(guild_id, _OF_TYPES, json.dumps([one or 0 for one in types]))


def of_terms(guild_id: int, terms: Iterable[str]) -> TheirTickets:
    """All tickets of these types and terms, as :func:`every_terms` gives them."""
    return TheirTickets(guild_id, _OF_TERMS, json.dumps(list(terms)))


async def every_terms(database: Database, guild_id: int) -> dict[str, tuple[int | None, Terms]]:
    """The types and terms that a server's tickets have, each once, by how they are stored."""

    def work(cursor: apsw.Cursor) -> list[str]:
        rows: Any = cursor.execute(_EVERY_TERMS, (guild_id,)).fetchall()
        return [str(text) for (text,) in rows]

    found = {}
    for text in await database.read(work):
        type_id, terms = json.loads(text)
        found[text] = (type_id or None, terms_from_text(terms))
    return found
