"""Panels: one message of theirs is one of ours, with all its buttons or one selector."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from ...core.lazy_dataclass import lazy_dataclass
from ...panels.rules import (
    BUTTONS_LIMIT,
    LABEL_LIMIT,
    PANELS_LIMIT,
    PLACEHOLDER_LIMIT,
    REASON_DESCRIPTION_LIMIT,
    REASON_NAME_LIMIT,
    REASONS_LIMIT,
    ButtonColour,
    PanelKind,
)
from .drafting import distinct
from .found import FoundPanel
from .left_out import What, Why, channels
from .records import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .drafting import Drafted
    from .found import World
    from .left_out import Notes
    from .things import Things

#: Discord's numbers for the colours of buttons.
COLOURS = {
    1: ButtonColour.BLURPLE,
    2: ButtonColour.GREY,
    3: ButtonColour.GREEN,
    4: ButtonColour.RED,
}


@lazy_dataclass(frozen=True, kw_only=True)
class FoundEntry:
    """A button or choice of theirs."""

    #: Which of their panels or profiles it opens a ticket of.
    opens: str
    name: str
    emoji: object = None
    description: str = ""
    reason: str | None = None
    colour: ButtonColour = ButtonColour.BLURPLE


@lazy_dataclass(frozen=True, kw_only=True)
class FoundMessage:
    """A message of theirs with buttons, choices or both."""

    channel_id: int
    message_id: int
    custom_ids: tuple[str, ...]
    buttons: tuple[FoundEntry, ...] = ()
    choices: tuple[FoundEntry, ...] = ()
    placeholder: str = ""


@lazy_dataclass(frozen=True, kw_only=True)
class PanelDraft:
    """A panel as it stands in the file, and the message on which it belongs, if it is there."""

    written: Mapping[str, Any]
    message: FoundMessage | None = field(default=None)


def place_of(key: str) -> tuple[int, int] | None:
    """Channel and message, from a key such as ``12-34``; None for another one."""
    channel, _, message = key.partition("-")
    found = id_of(channel), id_of(message)
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def panel_drafts(
    messages: Iterable[FoundMessage], found: Drafted, things: Things, world: World, notes: Notes
) -> list[PanelDraft]:
    """The panels that come; what doesn't is noted."""
    drafts: list[PanelDraft] = []
    for one in messages:
        title = ", ".join(dict.fromkeys(entry.opens for entry in (*one.buttons, *one.choices)))
        channel = things.channel(one.channel_id, What.PANEL, title)
        if channel is None:
            continue
        if len(drafts) >= PANELS_LIMIT:
            where = channels(one.channel_id)
            notes.add(What.PANEL, Why.TOO_MANY, owner=title, named=where, limit=PANELS_LIMIT)
            continue
        entries = _Entries(one, found, things, notes)
        if entries.written:
            written = {"kind": entries.kind.value, "channel": channel, "entries": entries.written}
            if 0 < len(one.placeholder) <= PLACEHOLDER_LIMIT:
                written["placeholder"] = one.placeholder
            is_theirs = _is_there(one, title, world, notes)
            drafts.append(PanelDraft(written=written, message=one if is_theirs else None))
    return drafts


def found_panels(drafts: Sequence[PanelDraft]) -> tuple[FoundPanel, ...]:
    """Those whose messages are there."""
    return tuple(
        FoundPanel(
            channel_id=one.message.channel_id,
            message_id=one.message.message_id,
            place=place,
            custom_ids=one.message.custom_ids,
        )
        for place, one in enumerate(drafts)
        if one.message is not None
    )


def _is_there(one: FoundMessage, title: str, world: World, notes: Notes) -> bool:
    """Whether the bot can change the message; without it, the panel isn't posted."""
    where = channels(one.channel_id)
    message = world.message(one.channel_id, one.message_id)
    if message is None:
        notes.add(What.PANEL, Why.GONE, owner=title, named=where)
        return False
    if message.author_id != world.bot_id:
        notes.add(What.PANEL, Why.NOT_THE_BOTS, owner=title, named=where)
        return False
    return True


class _Entries:
    """The entries of one panel, as they stand in the file."""

    def __init__(
        self, message: FoundMessage, found: Drafted, things: Things, notes: Notes
    ) -> None:
        self._found = found
        self._things = things
        self._notes = notes
        entries = [*message.buttons, *message.choices]
        usable = [one for one in entries if found.opens(one.opens)]
        for one in entries:
            if not found.opens(one.opens):
                notes.add(What.ENTRY, Why.GONE, owner=one.opens, value=one.name)
        fits = not message.choices and len(usable) <= BUTTONS_LIMIT
        self.kind = PanelKind.BUTTON if fits else PanelKind.SELECTOR
        if message.buttons and self.kind is PanelKind.SELECTOR:
            notes.add(What.BECOMES_SELECTOR, Why.DIFFERS, named=channels(message.channel_id))
        for one in usable[REASONS_LIMIT:]:
            notes.add(
                What.ENTRY, Why.TOO_MANY, owner=one.opens, value=one.name, limit=REASONS_LIMIT
            )
        self._taken: set[str] = set()
        self.written = [self._written(one) for one in usable[:REASONS_LIMIT]]

    def _written(self, one: FoundEntry) -> dict[str, Any]:
        given = {
            "name": self._name(one),
            "emoji": self._things.emoji(one.emoji, one.opens),
            "description": self._description(one) if self.kind is PanelKind.SELECTOR else None,
            "reason": (one.reason or "")[:REASON_NAME_LIMIT].strip() or None,
            "type": self._found.type_of(one.opens),
            "colour": one.colour.value,
        }
        return {key: value for key, value in given.items() if value is not None}

    def _name(self, one: FoundEntry) -> str:
        limit = LABEL_LIMIT if self.kind is PanelKind.BUTTON else REASON_NAME_LIMIT
        wanted = one.name or self._found.type_of(one.opens) or one.opens
        name = distinct(wanted, self._taken, limit)
        if name != one.name:
            self._notes.add(What.ENTRY_WORDS, Why.DIFFERS, owner=one.opens, value=name)
        self._taken.add(name.casefold())
        return name

    def _description(self, one: FoundEntry) -> str | None:
        if len(one.description) > REASON_DESCRIPTION_LIMIT:
            self._notes.add(
                What.ENTRY_DESCRIPTION,
                Why.TOO_LONG,
                owner=one.opens,
                value=one.description,
                limit=REASON_DESCRIPTION_LIMIT,
            )
            return None
        return one.description or None
