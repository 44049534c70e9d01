"""Where ids and words of people are in the tables that every feature stands on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..files import files_from_json
from ..form import answers_from_json
from ..personal import NOBODY, PersonalTable
from .records import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIVE = "state IN ('requested', 'opening', 'open', 'closed', 'deleting')"
#: Until then the member may still have to wait before asking again.
_REFUSED_LATELY = "state = 'refused' AND decided_at > :lately"
#: Every column with a person's id, and the condition that an index answers. The order
#: matters: some conditions look at the opener.
_MENTIONS = {
    "opened_by_id": "opened_by_id = :user AND opened_by_id <> opener_id",
    "closed_by_id": "closed_by_id = :user AND closed_by_id IS NOT NULL",
    "reopened_by_id": "reopened_by_id = :user AND reopened_by_id IS NOT NULL",
    "decided_by_id": "decided_by_id = :user AND decided_by_id IS NOT NULL",
    "deleted_by_id": "deleted_by_id = :user AND deleted_by_id IS NOT NULL",
    "handler_id": "handler_id = :user AND handler_id IS NOT NULL",
    "asked_by_id": "asked_by_id = :user AND asked_by_id IS NOT NULL",
    "opener_id": "opener_id = :user",
}
#: Columns with words, and who wrote them.
_WORDS = (
    # The greeting may have the opener's name.
    ("welcome_text", "opener_id"),
    ("reason", "opener_id"),
    ("reason", "opened_by_id"),
    ("answers", "opener_id"),
    ("answers", "opened_by_id"),
    ("files", "opener_id"),
    ("close_reason", "closed_by_id"),
    ("refusal", "decided_by_id"),
    ("rating_comment", "opener_id"),
    ("asked_reason", "asked_by_id"),
)
#: Closed tickets that remember people whose access was taken away.
_REMEMBERED = "state IN ('open', 'closed') AND withdrawn LIKE '%' || :user || '%'"
#: Whose claim is being changed, and who does it.
_CHANGING = ("handler_id", "by_id")
_CHANGED = "claim_change IS NOT NULL AND :user IN ({})".format(
    ", ".join(f"json_extract(claim_change, '$.{name}')" for name in _CHANGING)
)


def _tell_ticket(row: Mapping[str, Any], user_id: int) -> dict[str, object]:
    """One ticket, without what other people did and wrote."""
    told: dict[str, object] = {
        "server": row["guild_id"],
        "number": row["number"],
        "state": row["state"],
        "created_at": row["created_at"],
    }
    if row["opener_id"] == user_id:
        told |= {"opened": True, "reason": row["reason"], "channel": row["channel_id"]}
        if row["welcome_text"] is not None:
            told["welcome"] = row["welcome_text"]
        if row["stars"] is not None:
            told |= {"stars": row["stars"], "rating_comment": row["rating_comment"]}
    if row["opened_by_id"] == user_id:
        told |= {"opened_it": True, "reason": row["reason"]}
    if row["answers"] is not None and user_id in (row["opener_id"], row["opened_by_id"]):
        told["answers"] = [
            {"question": one.label, "answers": list(one.values)}
            for one in answers_from_json(json.loads(row["answers"]))
        ]
    if row["files"] is not None and row["opener_id"] == user_id:
        told["files_on_their_way"] = [
            one.name for one in files_from_json(json.loads(row["files"]))
        ]
    if row["decided_by_id"] == user_id:
        told |= {
            "decided_it": True,
            "decided_at": row["decided_at"],
            "refusal": row["refusal"],
        }
    if row["closed_by_id"] == user_id:
        told |= {
            "closed_it": True,
            "closed_at": row["closed_at"],
            "closing_reason": row["close_reason"],
        }
    if row["reopened_by_id"] == user_id:
        told["reopened_it"] = True
    if row["deleted_by_id"] == user_id:
        told["deleted_it"] = True
    if row["handler_id"] == user_id:
        told |= {"handled_it": True, "claimed_at": row["claimed_at"]}
    if row["asked_by_id"] == user_id:
        told |= {"asked_to_close_it": True, "asked_because": row["asked_reason"]}
    change = json.loads(row["claim_change"] or "{}")
    if user_id in [change.get(name) for name in _CHANGING]:
        told["handler_is_changing"] = True
    if any(line[1] == user_id for line in json.loads(row["withdrawn"])):
        told["access_was_taken_away"] = True
    return told


def _nobody(column: str, where: str) -> str:
    return f"UPDATE tickets SET {column} = {NOBODY} WHERE {where}"  # noqa: S608 - our own words


def _forget_changing(which: str) -> Iterator[str]:
    for name in _CHANGING:
        yield (
            f"UPDATE tickets SET claim_change = json_set(claim_change, '$.{name}', {NOBODY})"  # noqa: S608
            " WHERE claim_change IS NOT NULL"
            f" AND json_extract(claim_change, '$.{name}') = :user{which}"
        )


def _forget_ids(which: str, waiting: str) -> tuple[str, ...]:
    """Statements that put nobody in a person's place, where `which` also holds."""
    return (
        _nobody("opened_by_id", f"opener_id = :user AND opened_by_id = :user{which}"),
        *(
            _nobody(column, f"{condition}{which}{waiting if column == 'opener_id' else ''}")
            for column, condition in _MENTIONS.items()
        ),
        *_forget_changing(which),
    )


TICKETS = PersonalTable(
    table="tickets",
    columns=(*_MENTIONS, "withdrawn", "claim_change"),
    title="tickets",
    select=COLUMNS,
    order="guild_id, number",
    about=(*_MENTIONS.values(), _REMEMBERED, _CHANGED),
    tell=_tell_ticket,
    forget_words=tuple(
        f"UPDATE tickets SET {column} = NULL WHERE {_MENTIONS[author]} AND NOT {_LIVE}"  # noqa: S608
        for column, author in _WORDS
    ),
    forget_all_words=tuple(
        f"UPDATE tickets SET {column} = NULL WHERE {_MENTIONS[author]}"  # noqa: S608
        for column, author in _WORDS
    ),
    # An opener's id stays in what has not ended, and while a wait after a refusal may last.
    forget_ids=_forget_ids(f" AND NOT {_LIVE}", f" AND NOT ({_REFUSED_LATELY})"),
    forget_all_ids=(
        *_forget_ids("", ""),
        f"""
        UPDATE tickets SET withdrawn = (
            SELECT json_group_array(json(value)) FROM json_each(withdrawn)
            WHERE json_extract(value, '$[1]') <> :user
        ) WHERE {_REMEMBERED}
        """,  # noqa: S608
    ),
)


def _tell_event(row: Mapping[str, Any], user_id: int) -> dict[str, object]:
    """That something happened, and what part the person had in it."""
    told: dict[str, object] = {
        "server": row["guild_id"],
        "number": row["number"],
        "what": row["kind"],
        "at": row["at"],
    }
    if row["by_id"] == user_id:
        told["you_did_it"] = True
    if row["member_id"] == user_id:
        told["it_was_about_you"] = True
    return told


_EVENT_COLUMNS = ("by_id", "member_id")
#: What happened in tickets that have not ended stays as it is.
_ENDED = (
    " AND NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.guild_id = ticket_events.guild_id"  # noqa: S608
    f" AND tickets.number = ticket_events.number AND {_LIVE})"
)
EVENTS = PersonalTable(
    table="ticket_events",
    columns=_EVENT_COLUMNS,
    title="events",
    select="id, guild_id, number, kind, at, by_id, member_id",
    order="id",
    about=tuple(f"{column} = :user" for column in _EVENT_COLUMNS),
    tell=_tell_event,
    forget_ids=tuple(
        f"UPDATE ticket_events SET {column} = {NOBODY} WHERE {column} = :user{_ENDED}"  # noqa: S608
        for column in _EVENT_COLUMNS
    ),
    forget_all_ids=tuple(
        f"UPDATE ticket_events SET {column} = {NOBODY} WHERE {column} = :user"  # noqa: S608
        for column in _EVENT_COLUMNS
    ),
)

#: The ticket that a job is about.
_TICKET_OF_JOB = """
    tickets.guild_id = jobs.guild_id AND tickets.number = json_extract(jobs.body, '$.number')
"""
_OPENED_BY_OR_FOR = (
    "json_extract(body, '$.event') = 'opened' AND :user IN (opener_id, opened_by_id)"
)


def _forget_waiting_words(which: str) -> tuple[str, ...]:
    """Statements that take the person's words from lines and messages, where `which` holds."""
    return (
        f"""
        UPDATE jobs SET body = json_set(body, '$.reason', NULL)
        WHERE kind = 'log' AND (json_extract(body, '$.by_id') = :user OR EXISTS (
            SELECT 1 FROM tickets WHERE {_TICKET_OF_JOB} AND {_OPENED_BY_OR_FOR}
        )){which}
        """,  # noqa: S608 - our own words
        f"""
        UPDATE jobs SET body = json_set(body, '$.reason', NULL)
        WHERE kind = 'direct' AND EXISTS (
            SELECT 1 FROM tickets WHERE {_TICKET_OF_JOB} AND :user IN (closed_by_id, decided_by_id)
        ){which}
        """,  # noqa: S608
    )


#: Only what is still to be done is there: it is short, and told with what it is about.
JOBS = PersonalTable(
    table="jobs",
    columns=("queue", "body"),
    forget_words=_forget_waiting_words(
        f" AND EXISTS (SELECT 1 FROM tickets WHERE {_TICKET_OF_JOB} AND NOT {_LIVE})"  # noqa: S608
    ),
    forget_all_words=_forget_waiting_words(""),
    forget_all_ids=(
        "DELETE FROM jobs WHERE queue = 'direct:' || :user",
        *(
            f"UPDATE jobs SET body = json_set(body, '$.{name}', {NOBODY})"  # noqa: S608
            f" WHERE kind IN ('log', 'direct') AND json_extract(body, '$.{name}') = :user"
            for name in ("by_id", "member_id")
        ),
    ),
)

PERSONAL = (TICKETS, EVENTS, JOBS)

#: Ids in a ticket's record: nobody stands where somebody was.
_PEOPLE_OF_TICKET = (*_MENTIONS, "origin_id")
_GONE_FROM_TICKET = (
    *dict.fromkeys(column for column, _author in _WORDS),
    *("channel_id", "welcome_id", "thread_id", "request_id", "request_channel_id"),
    *("saved_upto", "moved_from", "claim_change", "put_off", "closed_message_id"),
    *("closed_category_id", "asked_at", "asked_until", "question_id"),
)
_EMPTY = {"terms": "'{}'", "withdrawn": "'[]'", "is_forgotten": "1", "due_at": "NULL"}
_LEFT_OF_TICKET = ", ".join(
    [
        *(f"{one} = iif({one} IS NULL, NULL, {NOBODY})" for one in _PEOPLE_OF_TICKET),
        *(f"{one} = NULL" for one in _GONE_FROM_TICKET),
        *(f"{one} = {value}" for one, value in _EMPTY.items()),
    ]
)
_OF_TICKET = "guild_id = :guild AND number = :number"
#: What leaves nothing but numbers of a ticket that has ended: kinds, states, times and its type.
FORGETS_TICKETS = (
    f"UPDATE tickets SET {_LEFT_OF_TICKET} WHERE {_OF_TICKET}",  # noqa: S608 - our own words
    # What was told of it besides may be a checksum, or who is meant by a role.
    f"""
    UPDATE ticket_events SET by_id = iif(by_id IS NULL, NULL, {NOBODY}),
        member_id = iif(member_id IS NULL, NULL, {NOBODY}), role_id = NULL, detail = NULL
    WHERE {_OF_TICKET}
    """,  # noqa: S608 - our own words
    "DELETE FROM jobs WHERE guild_id = :guild AND json_extract(body, '$.number') = :number",
)
