"""Keeping ready answers, and sending one."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..activity.service import waiting
from ..core import errors
from ..core.team import Team
from ..core.ticket import Action, State, require_state
from .discord import Preview, ReadyMessages
from .rules import (
    ANSWERS_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    ReadyAnswer,
    ReadyAnswerChanged,
    ReadyAnswerGone,
    ReadyNameTaken,
    SentAlready,
    TooManyReadyAnswers,
    checked_name,
    checked_text,
)
from .store import ReadyAnswerStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ..core.answer import Answer
    from ..core.app import App
    from ..core.feature import NotRemoved
    from ..core.references import Matching, Names
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

#: So many previews are remembered as sent; each can be sent for a quarter of an hour.
_REMEMBERED = 500


class SentPreviews:
    """Which previews were sent in this run of the bot, by what asked for them."""

    def __init__(self) -> None:
        self.origin_ids: deque[int] = deque(maxlen=_REMEMBERED)


# ----------------------------------------------------------------- keeping them


async def add_ready_answer(
    app: App, guild_id: int, *, name: str, text: str, type_id: int | None = None
) -> ReadyAnswer:
    """Stores a new one, for tickets of a type or all. Raises a ``SettingRefused``."""
    await _require_type(app, guild_id, type_id)
    new = ReadyAnswer(
        guild_id=guild_id, name=checked_name(name), text=checked_text(text), type_id=type_id
    )
    return await app[ReadyAnswerStore].add(new)


async def change_ready_answer(
    app: App, present: ReadyAnswer, *, name: str, text: str, type_id: int | None
) -> ReadyAnswer:
    """Stores other words for one, unless it was changed since it was as `present`.

    Raises ``ReadyAnswerChanged`` for that, and a ``SettingRefused``.
    """
    if type_id != present.type_id:
        await _require_type(app, present.guild_id, type_id)
    new = replace(present, name=checked_name(name), text=checked_text(text), type_id=type_id)
    return await app[ReadyAnswerStore].change(new)


async def _require_type(app: App, guild_id: int, type_id: int | None) -> None:
    types = (await app.settings.of(guild_id)).types
    if type_id is not None and all(one.id != type_id for one in types):
        raise errors.TypeGone


async def remove_ready_answer(app: App, guild_id: int, answer_id: int) -> ReadyAnswer:
    """Forgets one and returns it; raises ``ReadyAnswerGone``."""
    return await app[ReadyAnswerStore].remove(guild_id, answer_id)


async def forget_ready_answers(app: App, guild_id: int) -> Iterable[NotRemoved]:
    """The server's configuration is reset: all are forgotten."""
    await app[ReadyAnswerStore].remove_all(guild_id)
    return ()


async def ready_answers_of(app: App, guild_id: int) -> tuple[ReadyAnswer, ...]:
    """All of the server, by name."""
    return await app[ReadyAnswerStore].of(guild_id)


async def ready_answer(app: App, guild_id: int, answer_id: int) -> ReadyAnswer:
    """One of them; raises ``ReadyAnswerGone``."""
    return await app[ReadyAnswerStore].get(guild_id, answer_id)


# ------------------------------------------------------- the configuration file


def schema() -> dict[str, Any]:
    """One of them in the configuration file, as JSON Schema says it."""
    properties = {
        "name": {"type": "string", "maxLength": NAME_LIMIT},
        "text": {"type": "string", "maxLength": TEXT_LIMIT},
        "type": {"type": "string"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["name", "text"],
        "additionalProperties": False,
    }


def to_file(ready: ReadyAnswer, names: Names) -> dict[str, str] | None:
    """As it stands in the file; None for one of a type that was deleted."""
    written = {"name": ready.name, "text": ready.text}
    if ready.type_id is None:
        return written
    name = names.type_name(ready.type_id)
    return None if name is None else {**written, "type": name}


def from_file(
    app: App, guild_id: int, given: Mapping[str, Any], matching: Matching, channel_id: int
) -> ReadyAnswer:
    """One that the file has; raises a ``SettingRefused`` or ``NoSuchType``."""
    return ReadyAnswer(
        guild_id=guild_id,
        name=checked_name(given["name"]),
        text=checked_text(given["text"]),
        type_id=matching.type_id(given.get("type")),
    )


def merged(
    present: Sequence[ReadyAnswer], read: Sequence[ReadyAnswer] | None, gone: Collection[int]
) -> tuple[ReadyAnswer, ...]:
    """What the file has; those of the same name stay themselves, all others go.

    Raises ``TooManyReadyAnswers`` and ``ReadyNameTaken``.
    """
    if read is None:
        return tuple(present)
    if len(read) > ANSWERS_LIMIT:
        raise TooManyReadyAnswers(limit=ANSWERS_LIMIT)
    known = {one.folded: one for one in present}
    wanted: dict[str, ReadyAnswer] = {}
    for one in read:
        if one.folded in wanted:
            raise ReadyNameTaken(name=one.name)
        same = known.get(one.folded)
        if same is not None:
            one = replace(one, id=same.id, revision=same.revision)  # noqa: PLW2901
        wanted[one.folded] = one
    return tuple(wanted.values())


async def count_of(app: App, guild_id: int) -> int:
    """How many the server has."""
    return await app[ReadyAnswerStore].count(guild_id)


async def ready_answers_for(app: App, ticket: Ticket, by: Person) -> tuple[ReadyAnswer, ...]:
    """Those for a ticket, by name; nothing for who doesn't moderate it."""
    if not (await app.settings.for_ticket(ticket))[Team].is_moderator(by):
        return ()
    every = await app[ReadyAnswerStore].of(ticket.guild_id)
    return tuple(one for one in every if one.is_for(ticket.type_id))


# ------------------------------------------------------------------ sending one


async def preview(app: App, guild_id: int, number: int, *, by: Person, answer_id: int) -> Preview:
    """What a moderator would send. Raises ``WrongState`` for a ticket that isn't open, and
    ``ReadyAnswerGone`` also for an answer that is for other tickets."""
    ticket, settings = await _require_open(app, guild_id, number, by)
    ready = await app[ReadyAnswerStore].get(guild_id, answer_id)
    if not ready.is_for(ticket.type_id):
        raise ReadyAnswerGone
    return app[ReadyMessages].preview(ticket, settings, ready, by)


async def send_ready_answer(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    answer_id: int,
    revision: int,
    origin_id: int,
    answer: Answer,
) -> None:
    """Posts a ready answer in an open ticket. It counts as a word of `by`.

    `origin_id` is what showed the preview, which is sent once: ``SentAlready``. Raises
    ``ReadyAnswerChanged`` for one that isn't any more as it was shown, by its `revision`.
    """
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        shown = await preview(app, guild_id, number, by=by, answer_id=answer_id)
        sent = app[SentPreviews].origin_ids
        if origin_id in sent:
            raise SentAlready
        if shown.ready.revision != revision:
            raise ReadyAnswerChanged
        # Posting may take longer than Discord waits for an answer.
        await answer.busy()
        message_id = await app[ReadyMessages].post(shown, origin_id)
        sent.append(origin_id)
    # The bot's own messages are nobody's words: this one is the moderator's.
    await waiting.hear(app, shown.ticket.channel_id or 0, message_id, by)
    await answer.decided()


async def _require_open(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    ticket, settings = await app.for_moderator(guild_id, number, by)
    require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings
