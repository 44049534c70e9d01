"""Saving a panel's page: all of it, or nothing, with what others have changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.failures import explain
from ...panels.discord import PanelMessages
from ...panels.render import forms
from ...panels.render.panels import default_look, not_shown
from ...panels.rules import (
    PLACEHOLDER_LIMIT,
    REASON_DESCRIPTION_LIMIT,
    REASON_NAME_LIMIT,
    Entry,
    Panel,
    PanelGone,
    PanelKind,
    PanelLook,
    TooManyReasons,
    address_from,
    colour_from,
    optional,
)
from ...panels.service.panels import change_panel, find_panel
from ...panels.ui.steps import entry_of
from ..render import panels as look
from ..render.lists import said_of
from ..render.pages import Note, kept_note, saved_note
from ..render.settings import not_saved
from ..render.texts import pieces
from ..rules import Merged, TakesLonger, merged, same_items
from .lists import items_before, items_sent
from .saving import patiently
from .words import WordsSent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...core.ticket_type import TicketType
    from ...panels.service.panels import Done
    from ..rules import Items, Texts
    from .lists import Refusals
    from .visit import Visit


@lazy_dataclass(kw_only=True)
class Sent:
    """A panel's page that was sent, and what has become of it."""

    words: WordsSent
    was: Items
    given: Items
    #: What is shown again because it couldn't be saved.
    merged: Merged | None = None
    refused: Refusals
    said: list[str]
    is_changed: bool = False
    is_changed_meanwhile: bool = False


class _NotSaved(Exception):
    """Something has to be looked at first, or there is nothing to store."""


def texts_of(panel: Panel, default: PanelLook) -> dict[str, Texts]:
    """What the fields hold that aren't of the list."""
    found = look.look_texts(panel.look or default) if panel.owns_message else {}
    if panel.kind is PanelKind.SELECTOR:
        found[forms.PLACEHOLDER] = (panel.placeholder or "",)
    return found


def items_of(panel: Panel) -> Items:
    """What a panel offers, as the list holds it."""
    return tuple(map(look.entry_item, panel.entries))


async def save_panel(
    visit: Visit,
    panel: Panel,
    types: Sequence[TicketType],
    notes: list[Note],
    called: Mapping[int, str],
) -> Sent:
    """Stores what somebody has changed of a panel: all of it, or nothing."""
    sent = Sent(
        words=WordsSent(visit, (*look.LOOK, forms.PLACEHOLDER)),
        was=items_before(visit),
        given=items_sent(visit, look.entry_fields(panel.kind, types)),
        refused={},
        said=[],
    )

    def changed(now: Panel) -> Panel:
        return _changed(visit, now, types, sent)

    async def change() -> Done:
        with visit.in_server_language():
            return await change_panel(visit.app, panel, changed)

    try:
        done = await patiently(visit.app, change)
    except _NotSaved:
        if sent.merged is not None:
            notes.append(not_saved(called))
            return sent
    except PanelGone:
        # Its own sentence is for members: the page says which panels there are.
        await find_panel(visit.app, visit.guild.id, str(panel.number))
        raise
    except TakesLonger as error:
        notes.append(Note(text=pieces(explain(error), called), look="warn"))
        return sent
    except errors.TicketError as error:
        if sent.merged is None:
            raise
        sent.said.append(explain(error))
        notes.append(not_saved(called))
        return sent
    else:
        sent.merged, sent.is_changed = None, True
        if done.not_shown is not None:
            notes.append(Note(text=pieces(not_shown(done.not_shown), called), look="warn"))
    notes.append(saved_note(called, is_changed=sent.is_changed))
    if sent.is_changed_meanwhile:
        notes.append(kept_note(called))
    return sent


def _changed(visit: Visit, now: Panel, types: Sequence[TicketType], sent: Sent) -> Panel:
    """The panel with what was changed on the page; raises ``_NotSaved``."""
    present = items_of(now)
    default = default_look(now)
    changed = sent.words.changed(texts_of(now, default))
    found = merged(sent.was, sent.given, present)
    new = _with_words(now, default, changed, sent.words.refused)
    entries = _read_entries(visit, now, types, found.items, sent.refused)
    if found.is_contested or sent.refused or sent.words.is_refused:
        sent.merged = found
        sent.said += said_of(found)
        raise _NotSaved
    sent.is_changed_meanwhile = found.is_changed_meanwhile or sent.words.is_changed_meanwhile
    if not changed and same_items(found.items, present):
        raise _NotSaved
    # Kept for what the whole panel may be refused for.
    sent.merged = found
    return new.with_entries(entries)


def _with_words(
    now: Panel,
    default: PanelLook,
    changed: Mapping[str, str],
    refused: dict[str, errors.TicketError],
) -> Panel:
    """With other words and pictures around its buttons; each field may be refused by itself."""
    readers: dict[str, Callable[[str], Any]] = {
        **{name: _reader(limit) for name, limit in look.WORDS.items()},
        forms.PLACEHOLDER: _reader(PLACEHOLDER_LIMIT),
        forms.COLOUR: colour_from,
        **dict.fromkeys(look.PICTURES, address_from),
    }
    values: dict[str, Any] = {}
    for name, text in changed.items():
        try:
            values[name] = readers[name](text)
        except errors.SettingRefused as error:
            refused[name] = error
    if forms.PLACEHOLDER in values:
        now = replace(now, placeholder=values.pop(forms.PLACEHOLDER))
    if not values:
        return now
    new = replace(now.look or default, **values)
    return replace(now, look=None if new == default else new)


def _reader(limit: int) -> Callable[[str], str | None]:
    return lambda text: optional(text, limit)


def _read_entries(
    visit: Visit, now: Panel, types: Sequence[TicketType], items: Items, refused: Refusals
) -> list[Entry]:
    """The buttons or reasons that the fields mean; what can't be goes into `refused`."""
    known = {str(one.id): one for one in now.entries}
    found: list[Entry] = []
    for key, texts in items:
        wrong: dict[str, errors.TicketError] = {}
        entry = _entry(visit, now, types, known.get(key), texts, wrong)
        try:
            now.with_entries((*found, entry))
            found.append(entry)
        except TooManyReasons as error:
            refused[key, ""] = error
            break
        except errors.SettingRefused as error:
            wrong[forms.NAME] = error
        refused.update({(key, name): error for name, error in wrong.items()})
    return found


def _entry(
    visit: Visit,
    panel: Panel,
    types: Sequence[TicketType],
    old: Entry | None,
    texts: Mapping[str, str],
    wrong: dict[str, errors.TicketError],
) -> Entry:
    """A button or reason, field by field."""
    texts = {**texts, forms.LABEL: texts[forms.NAME]}
    steps: dict[str, Callable[[str], object]] = {
        forms.EMOJI: lambda text: visit.app[PanelMessages].usable_emoji(visit.guild.id, text),
        forms.DESCRIPTION: _reader(REASON_DESCRIPTION_LIMIT),
        forms.REASON: _reader(REASON_NAME_LIMIT),
    }
    for name, read in steps.items():
        try:
            read(texts.get(name, ""))
        except errors.TicketError as error:
            wrong[name] = error
            texts[name] = ""
    try:
        return entry_of(visit.app, panel, old, texts, types)
    except errors.TypeGone as error:
        wrong[forms.TYPE] = error
        return entry_of(visit.app, panel, old, {**texts, forms.TYPE: "0"}, types)
