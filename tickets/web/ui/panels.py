"""The pages of panels: their list, and one of them with all that it says and offers."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.kinds.kind import number_in
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.failures import explain
from ...panels.discord import PanelMessages
from ...panels.render import forms
from ...panels.render.panels import default_label, default_look, not_removed, not_shown
from ...panels.rules import (
    BUTTONS_LIMIT,
    LABEL_LIMIT,
    PANELS_LIMIT,
    PLACEHOLDER_LIMIT,
    REASON_DESCRIPTION_LIMIT,
    REASON_NAME_LIMIT,
    REASONS_LIMIT,
    Entry,
    NotAPanelChannel,
    Panel,
    PanelGone,
    PanelKind,
    PanelLook,
    TooManyReasons,
    address_from,
    colour_from,
    optional,
    required,
)
from ...panels.service.panels import (
    change_panel,
    create_panel,
    delete_panel,
    find_panel,
    panels_of,
    post_panel,
    types_of,
)
from ...panels.ui.steps import entry_of
from ..discord import names, places
from ..render import frame
from ..render import panels as look
from ..render.lists import list_view, refusals_of, said_of
from ..render.pages import (
    PANEL,
    PANELS,
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
from ..rules import Merged, TakesLonger, merged, same_items
from .lists import items_before, items_sent
from .saving import patiently
from .words import WordsSent, words_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...core.ticket_type import TicketType
    from ...panels.service.panels import Done
    from ..rules import Items, Texts
    from .lists import Refusals
    from .visit import Visit

#: The fields of a new panel.
_NEW = ("kind", "channel", "first")


async def panels_page(visit: Visit) -> dict[str, Any]:
    """The list of panels, and a form for a new one."""
    guild, called = visit.guild, names(visit.guild)
    sent = WordsSent(visit, _NEW) if visit.is_sent else None
    notes = list[Note]()
    if sent is not None:
        if await visit.was_reset():
            notes.append(reset_meanwhile(called))
        else:
            made = await _create(visit, sent, notes, called)
            if made is not None:
                to = address(guild.id, PANEL, panel=made.panel.number)
                return {"status": 0, "redirect_url": to}
    panels = await panels_of(visit.app, guild.id)
    blank: dict[str, Texts] = {"kind": (PanelKind.BUTTON.value,), "channel": (), "first": ("",)}
    return view(
        frame.PANELS,
        guild.id,
        PANELS,
        notes=notes,
        places=places(guild),
        about=pieces(look.about_panels(), called),
        panels=[look.panel_line(one, called) for one in panels],
        may_create=len(panels) < PANELS_LIMIT,
        fields=look.new_panel_view(words_shown(blank, sent, is_refused=True), called),
        configured=await visit.configured(),
    )


async def _create(
    visit: Visit, sent: WordsSent, notes: list[Note], called: Mapping[int, str]
) -> Done | None:
    """Makes a panel that isn't posted yet; None where it can't be."""
    given = {key: (one.given or ("",))[0] for key, one in sent.filled.items()}
    kinds = {one.value: one for one in PanelKind}
    if given.keys() != set(_NEW) or given["kind"] not in kinds:
        raise errors.UnknownTicket
    kind, channel = kinds[given["kind"]], given["channel"]
    try:
        with visit.in_server_language():
            first = optional(given["first"], LABEL_LIMIT) or (
                default_label() if kind is PanelKind.BUTTON else required("", 1)
            )
    except errors.SettingRefused as error:
        sent.refused["first"] = error
    channel_id = number_in(channel)
    try:
        visit.app[PanelMessages].require_postable(visit.guild.id, channel_id)
    except errors.TicketError as error:
        sent.refused["channel"] = error
    if sent.refused:
        notes.append(not_saved(called))
        return None
    panel = Panel(guild_id=visit.guild.id, number=0, kind=kind, channel_id=channel_id)
    try:
        return await create_panel(visit.app, panel.with_reason(first))
    except errors.SettingRefused as error:
        notes.append(refusal_note(explain(error), called))
        return None


# ------------------------------------------------------------------- one of them


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


async def panel_page(visit: Visit, number: str) -> dict[str, Any]:
    """A panel: as it is, or after it was sent. Raises ``NoSuchPanel``."""
    app, guild, called = visit.app, visit.guild, names(visit.guild)
    panel = await find_panel(app, guild.id, number if number.isascii() else "?")
    types = await types_of(app, guild.id)
    notes, sent = list[Note](), None
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.has("delete"):
        return await _delete(visit, panel)
    elif visit.has("post"):
        notes += await _post(visit, panel, called)
    elif visit.is_sent:
        sent = await _save(visit, panel, types, notes, called)
    panel = await find_panel(app, guild.id, str(panel.number))
    return view(
        frame.PANEL,
        guild.id,
        PANELS,
        notes=notes,
        places=places(guild),
        data={"preview": _preview(visit, panel, types)},
        **_shown(visit, panel, types, sent),
        configured=await visit.configured(),
    )


def _shown(
    visit: Visit, panel: Panel, types: Sequence[TicketType], sent: Sent | None
) -> dict[str, Any]:
    """What the page shows of a panel."""
    called = names(visit.guild)
    with visit.in_server_language():
        default = default_look(panel)
    is_refused = sent is not None and sent.merged is not None
    held = words_shown(
        _texts(panel, default),
        None if sent is None else sent.words,
        is_refused=is_refused,
        defaults=look.look_texts(default),
    )
    stored = _items(panel)
    items, refused, said = stored, {}, list[str]()
    if sent is not None and sent.merged is not None:
        items, said = sent.merged.items, sent.said
        refused = refusals_of(sent.merged, sent.refused)
    is_button = panel.kind is PanelKind.BUTTON
    return {
        "panel": look.panel_line(panel.with_words_of(types), called),
        "is_button": is_button,
        "look": look.look_view(held, called) if panel.owns_message else None,
        "foreign": None if panel.owns_message else pieces(look.about_foreign_message(), called),
        "selector": None if is_button else look.placeholder_view(held[forms.PLACEHOLDER], called),
        "place": pieces(look.about_place(panel), called),
        "channel": str(panel.channel_id),
        "list": list_view(
            look.entry_fields(panel.kind, types),
            items,
            called,
            stored=stored,
            most=BUTTONS_LIMIT if is_button else REASONS_LIMIT,
            least=1,
            refused=refused,
            said=said,
        ),
    }


def _texts(panel: Panel, default: PanelLook) -> dict[str, Texts]:
    """What the fields hold that aren't of the list."""
    found = look.look_texts(panel.look or default) if panel.owns_message else {}
    if panel.kind is PanelKind.SELECTOR:
        found[forms.PLACEHOLDER] = (panel.placeholder or "",)
    return found


def _items(panel: Panel) -> Items:
    return tuple(map(look.entry_item, panel.entries))


def _preview(visit: Visit, panel: Panel, types: Sequence[TicketType]) -> dict[str, Any]:
    with visit.in_server_language():
        return look.preview_facts(panel, types, visit.guild.me.display_name)


async def _delete(visit: Visit, panel: Panel) -> dict[str, Any]:
    """The panel and its message go; the list follows."""
    with contextlib.suppress(PanelGone):
        await patiently(visit.app, lambda: delete_panel(visit.app, panel))
    return {"status": 0, "redirect_url": address(visit.guild.id, PANELS)}


async def _post(visit: Visit, panel: Panel, called: Mapping[int, str]) -> list[Note]:
    """Posts the panel, in the channel that was chosen."""
    channel_id = number_in(visit.one("s.channel"))

    async def post() -> Done:
        if not channel_id:
            raise NotAPanelChannel
        with visit.in_server_language():
            return await post_panel(visit.app, panel, channel_id)

    try:
        done = await patiently(visit.app, post)
    except errors.TicketError as error:
        return [refusal_note(explain(error), called)]
    notes = [look.posted_note(called)]
    if done.not_removed is not None:
        notes.append(Note(text=pieces(not_removed(done.not_removed), called), look="warn"))
    return notes


# ------------------------------------------------------------------------ saving


async def _save(
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
    present = _items(now)
    default = default_look(now)
    changed = sent.words.changed(_texts(now, default))
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
