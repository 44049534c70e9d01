"""The pages of ready answers: their list, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.render.failures import explain
from ...replies.rules import (
    ANSWERS_LIMIT,
    ReadyAnswerChanged,
    ReadyAnswerGone,
    ReadyNameTaken,
    checked_name,
    checked_text,
)
from ...replies.service import (
    add_ready_answer,
    change_ready_answer,
    ready_answer,
    ready_answers_of,
    remove_ready_answer,
)
from ..discord import names
from ..render import frame
from ..render import replies as look
from ..render.pages import (
    ANSWERS,
    Note,
    address,
    kept_note,
    refusal_note,
    reset_meanwhile,
    saved_note,
    view,
)
from ..render.settings import not_saved
from ..render.texts import pieces
from .words import WordsSent, words_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...replies.rules import ReadyAnswer
    from .visit import Visit

_FIELDS = (look.NAME, look.TEXT, look.TYPE)


async def answers_page(visit: Visit) -> dict[str, Any]:
    """The list of ready answers, and a form for a new one."""
    guild_id, called = visit.guild.id, names(visit.guild)
    sent, notes = None, list[Note]()
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.is_sent:
        sent = WordsSent(visit, _FIELDS)
        given = _given(sent, look.answer_texts(None))
        new = _read(given, sent)
        if not sent.is_refused:
            try:
                await add_ready_answer(visit.app, guild_id, **new)
            except (errors.SettingRefused, errors.TypeGone) as error:
                _refuse(error, sent, notes, called)
            else:
                notes.append(saved_note(called, is_changed=True))
                sent = None
        if sent is not None and sent.is_refused:
            notes.append(not_saved(called))
    settings = await visit.app.settings.of(guild_id)
    answers = await ready_answers_of(visit.app, guild_id)
    held = words_shown(look.answer_texts(None), sent, is_refused=True)
    return view(
        frame.ANSWERS,
        guild_id,
        ANSWERS,
        notes=notes,
        places={},
        about=pieces(look.about_answers(), called),
        answers=[look.answer_line(one, settings, guild_id, called) for one in answers],
        may_create=len(answers) < ANSWERS_LIMIT,
        fields=look.answer_view(held, settings.types, called),
        configured=await visit.configured(),
    )


async def answer_page(visit: Visit, answer_id: str) -> dict[str, Any]:
    """A ready answer: as it is, or after it was sent. Raises ``ReadyAnswerGone``."""
    if not (answer_id.isascii() and answer_id.isdecimal() and len(answer_id) < 10):
        raise ReadyAnswerGone
    guild_id, called = visit.guild.id, names(visit.guild)
    ready = await ready_answer(visit.app, guild_id, int(answer_id))
    sent, notes = None, list[Note]()
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.has("delete"):
        await remove_ready_answer(visit.app, guild_id, ready.id)
        return {"status": 0, "redirect_url": address(guild_id, ANSWERS)}
    elif visit.is_sent:
        sent = WordsSent(visit, _FIELDS)
        ready = await _save(visit, ready, sent, notes, called)
    settings = await visit.app.settings.of(guild_id)
    is_refused = sent is not None and any(note.look == "bad" for note in notes)
    held = words_shown(look.answer_texts(ready), sent, is_refused=is_refused)
    return view(
        frame.ANSWER,
        guild_id,
        ANSWERS,
        notes=notes,
        places={},
        title=ready.name,
        fields=look.answer_view(held, settings.types, called),
        configured=await visit.configured(),
    )


async def _save(
    visit: Visit,
    ready: ReadyAnswer,
    sent: WordsSent,
    notes: list[Note],
    called: Mapping[int, str],
) -> ReadyAnswer:
    """Stores what was changed, with what others have changed of other fields."""
    while True:
        now = look.answer_texts(ready)
        sent.refused.clear()
        changed = sent.changed(now)
        new = _read(_given(sent, now, changed), sent)
        if sent.is_refused:
            notes.append(not_saved(called))
            return ready
        if changed:
            try:
                ready = await change_ready_answer(visit.app, ready, **new)
            except ReadyAnswerChanged:
                ready = await ready_answer(visit.app, visit.guild.id, ready.id)
                continue
            except (errors.SettingRefused, errors.TypeGone) as error:
                _refuse(error, sent, notes, called)
                notes.append(not_saved(called))
                return ready
        notes.append(saved_note(called, is_changed=bool(changed)))
        if sent.is_changed_meanwhile:
            notes.append(kept_note(called))
        return ready


def _given(
    sent: WordsSent, now: Mapping[str, Any], changed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The text of each field: what was changed, or else what there is."""
    texts = {key: (held or ("",))[0] for key, held in now.items()}
    return {**texts, **(sent.changed(now) if changed is None else changed)}


def _read(given: Mapping[str, str], sent: WordsSent) -> dict[str, Any]:
    """What the fields mean; what can't be is refused beside its field."""
    chosen = given[look.TYPE]
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 10):
        sent.refused[look.TYPE] = errors.TypeGone()
        chosen = look.ALL
    found: dict[str, Any] = {"type_id": int(chosen) or None}
    readers: dict[str, Callable[[str], str]] = {look.NAME: checked_name, look.TEXT: checked_text}
    for key, read in readers.items():
        try:
            found[key] = read(given[key])
        except errors.SettingRefused as error:
            sent.refused[key] = error
    return found


def _refuse(
    error: errors.TicketError, sent: WordsSent, notes: list[Note], called: Mapping[int, str]
) -> None:
    """Says why something wasn't stored, beside the field if it is about one."""
    if isinstance(error, errors.TypeGone):
        sent.refused[look.TYPE] = error
    elif isinstance(error, ReadyNameTaken):
        sent.refused[look.NAME] = error
    else:
        notes.append(refusal_note(explain(error), called))
