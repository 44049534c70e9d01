"""Tickets as rows: the only place that knows the names of columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..overwrite import Overwrite, Target
from ..ticket import ClosedAccess, DeleteOnClose, State, Terms, Ticket

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Columns of a ticket in the order of :func:`ticket_from_row`.
COLUMNS = (
    "guild_id, number, state, opener_id, opened_by_id, reason, created_at, terms, channel_id,"
    " welcome_id, panel, request_id, request_channel_id, decided_by_id, decided_at, refusal,"
    " closed_by_id, closed_at, close_reason, reopened_by_id, deleted_by_id, thread_id, saved_upto,"
    " withdrawn, revision, settled"
)


def ticket_from_row(row: tuple[Any, ...]) -> Ticket:
    """The ticket that a row of :data:`COLUMNS` describes."""
    values = dict(zip(COLUMNS.split(", "), row, strict=True))
    values["state"] = State(values["state"])
    values["terms"] = _terms_from_text(values["terms"])
    values["withdrawn"] = _overwrites_from_text(values["withdrawn"])
    values["settled"] = bool(values["settled"])
    return Ticket(**values)


def columns_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changed fields of a ticket as values that SQLite takes."""
    values = dict(changes)
    if "withdrawn" in values:
        values["withdrawn"] = _text_from_overwrites(values["withdrawn"])
    if "terms" in values:
        values["terms"] = text_from_terms(values["terms"])
    return values


def text_from_terms(terms: Terms) -> str:
    """Terms as stored."""
    return json.dumps(
        {
            "moderator_roles": terms.moderator_role_ids,
            "access_roles": terms.access_role_ids,
            "closing_reason": terms.closing_reason,
            "closed_access": terms.closed_access.value,
            "delete_on_close": terms.delete_on_close.value,
            "dm_opener": terms.dm_opener,
        }
    )


def _terms_from_text(text: str) -> Terms:
    stored = json.loads(text)
    return Terms(
        moderator_role_ids=tuple(stored["moderator_roles"]),
        access_role_ids=tuple(stored["access_roles"]),
        closing_reason=stored["closing_reason"],
        closed_access=ClosedAccess(stored["closed_access"]),
        delete_on_close=DeleteOnClose(stored["delete_on_close"]),
        dm_opener=stored["dm_opener"],
    )


def _text_from_overwrites(overwrites: tuple[Overwrite, ...]) -> str:
    return json.dumps(
        [
            [line.target.value, line.id, sorted(line.allow), sorted(line.deny)]
            for line in overwrites
        ]
    )


def _overwrites_from_text(text: str) -> tuple[Overwrite, ...]:
    return tuple(
        Overwrite(Target(target), identity, frozenset(allow), frozenset(deny))
        for target, identity, allow, deny in json.loads(text)
    )
