"""Tickets as rows: the only place that knows the names of columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..due import PutOff
from ..files import files_from_json, files_to_json
from ..form import answers_from_json, answers_to_json
from ..overwrite import Overwrite, Target
from ..settings import Terms
from ..ticket import ClaimChange, MovedFrom, Side, State, Ticket

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..files import SentFile
    from ..form import Answer

#: Columns of a ticket in the order of :func:`ticket_from_row`. The column of
#: `removed_overwrites` is called ``withdrawn``.
COLUMNS = (
    "guild_id, number, state, opener_id, opened_by_id, reason, created_at, terms, channel_id,"
    " welcome_id, panel, request_id, request_channel_id, decided_by_id, decided_at, refusal,"
    " closed_by_id, closed_at, close_reason, reopened_by_id, deleted_by_id, thread_id, saved_upto,"
    " withdrawn, revision, settled, welcome_text, type_id, moved_from,"
    " answers, files, waits_for, waits_since, answered_at,"
    " handler_id, claimed_at, claim_access, claim_change, staffed_from,"
    " answer_seconds, closing_seconds, closed_category_id, due_at, put_off,"
    " closing_cause, stars, rating_comment, deleted_at, is_forgotten, closed_message_id,"
    " deletion_told, kept_since, asked_by_id, asked_at, asked_reason, asked_until, question_id,"
    " reminded_wait, reminders, reminder_begun, pinged_at, closes_at, kept_open,"
    " came_from, former_number"
)
#: Terms that are stored under another name than that of their setting.
_STORED_AS = {"moderator_role_ids": "moderator_roles", "access_role_ids": "access_roles"}
_CHANGE = ("kind", "by_id", "detail", "handler_id", "claimed_at", "claim_access")
_KNOWN_AS = {stored: key for key, stored in _STORED_AS.items()}


def ticket_from_row(row: tuple[Any, ...]) -> Ticket:
    """The ticket that a row of :data:`COLUMNS` describes."""
    values = dict(zip(COLUMNS.split(", "), row, strict=True))
    values["state"] = State(values["state"])
    values["terms"] = terms_from_text(values["terms"])
    values["removed_overwrites"] = _overwrites_from_text(values.pop("withdrawn"))
    values["settled"] = bool(values["settled"])
    values["kept_open"] = bool(values["kept_open"])
    values["is_forgotten"] = bool(values["is_forgotten"])
    values["moved_from"] = _moved_from_text(values["moved_from"])
    values["answers"] = _answers_from_text(values["answers"])
    values["files"] = files_from_json(json.loads(values["files"] or "[]"))
    if values["waits_for"] is not None:
        values["waits_for"] = Side(values["waits_for"])
    if values["claim_change"] is not None:
        values["claim_change"] = ClaimChange(**json.loads(values["claim_change"]))
    values["put_off"] = put_off_from_text(values["put_off"])
    return Ticket(**values)


def columns_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changed fields of a ticket as values that SQLite takes."""
    values = dict(changes)
    if "removed_overwrites" in values:
        values["withdrawn"] = _text_from_overwrites(values.pop("removed_overwrites"))
    if "terms" in values:
        values["terms"] = text_from_terms(values["terms"])
    if "answers" in values:
        values["answers"] = text_from_answers(values["answers"])
    if "files" in values:
        values["files"] = text_from_files(values["files"])
    if values.get("waits_for") is not None:
        values["waits_for"] = values["waits_for"].value
    if values.get("moved_from") is not None:
        moved: MovedFrom = values["moved_from"]
        values["moved_from"] = json.dumps([moved.type_id, text_from_terms(moved.terms)])
    if values.get("claim_change") is not None:
        change: ClaimChange = values["claim_change"]
        values["claim_change"] = json.dumps({name: getattr(change, name) for name in _CHANGE})
    if "put_off" in values:
        values["put_off"] = text_from_put_off(values["put_off"])
    return values


def put_off_from_text(text: str | None) -> dict[str, PutOff]:
    """What couldn't be done, by names of what is due."""
    return {name: PutOff(*one) for name, one in json.loads(text or "{}").items()}


def text_from_put_off(put_off: Mapping[str, PutOff]) -> str | None:
    """The same as stored."""
    stored = {name: [one.when, one.attempts, one.until] for name, one in put_off.items()}
    return json.dumps(stored) if stored else None


def _answers_from_text(text: str | None) -> tuple[Answer, ...]:
    return answers_from_json(json.loads(text)) if text is not None else ()


def text_from_answers(answers: tuple[Answer, ...]) -> str | None:
    """Answers as stored."""
    return json.dumps(answers_to_json(answers)) if answers else None


def text_from_files(files: tuple[SentFile, ...]) -> str | None:
    """Files as stored."""
    return json.dumps(files_to_json(files)) if files else None


def text_from_terms(terms: Terms) -> str:
    """Terms as stored."""
    return json.dumps({_STORED_AS.get(key, key): value for key, value in terms.values.items()})


def terms_from_text(text: str) -> Terms:
    """Terms that were stored."""
    stored = json.loads(text)
    return Terms(**{_KNOWN_AS.get(key, key): value for key, value in stored.items()})


def _moved_from_text(text: str | None) -> MovedFrom | None:
    if text is None:
        return None
    type_id, terms = json.loads(text)
    return MovedFrom(type_id=type_id, terms=terms_from_text(terms))


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
