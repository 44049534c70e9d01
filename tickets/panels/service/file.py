"""Panels in the configuration file. Those that a server has stay; others come unposted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import UnusableEmoji
from ...core.references import ThingKind, reference_schema
from ..discord import PanelMessages
from ..rules import (
    ADDRESS_LIMIT,
    AUTHOR_LIMIT,
    BUTTONS_LIMIT,
    CONTENT_LIMIT,
    FOOTER_LIMIT,
    PANELS_LIMIT,
    PLACEHOLDER_LIMIT,
    REASON_DESCRIPTION_LIMIT,
    REASON_NAME_LIMIT,
    REASONS_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    ButtonColour,
    Entry,
    Panel,
    PanelKind,
    PanelLook,
    TooManyPanels,
    TooManyReasons,
    address_from,
    colour_from,
    optional,
)
from ..store import PanelStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ...core.app import App
    from ...core.references import Matching, Names

_WORDS = ("content", "author", "title", "text", "footer")
_PICTURES = ("thumbnail", "image")


def schema() -> dict[str, Any]:
    """One panel, as JSON Schema says it."""

    def text(limit: int) -> dict[str, Any]:
        return {"type": "string", "maxLength": limit}

    def thing(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": properties,
            "required": list(required),
            "additionalProperties": False,
        }

    limits = (CONTENT_LIMIT, AUTHOR_LIMIT, TITLE_LIMIT, TEXT_LIMIT, FOOTER_LIMIT)
    look = {
        **{name: text(limit) for name, limit in zip(_WORDS, limits, strict=True)},
        **{name: text(ADDRESS_LIMIT) for name in _PICTURES},
        "colour": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    }
    entry = {
        "name": text(REASON_NAME_LIMIT),
        "emoji": {"type": "string"},
        "description": text(REASON_DESCRIPTION_LIMIT),
        "reason": text(REASON_NAME_LIMIT),
        "type": {"type": "string"},
        "colour": {"enum": [one.value for one in ButtonColour]},
    }
    panel = {
        "kind": {"enum": [one.value for one in PanelKind]},
        "channel": reference_schema(),
        "placeholder": text(PLACEHOLDER_LIMIT),
        "entries": {"type": "array", "items": thing(entry), "maxItems": REASONS_LIMIT},
        "look": thing(look),
    }
    return thing(panel, "kind", "entries")


async def present(app: App, guild_id: int) -> tuple[Panel, ...]:
    """The server's panels, as they are stored."""
    return await app[PanelStore].of(guild_id)


def to_file(panel: Panel, names: Names) -> dict[str, Any]:
    """A panel as it stands in the file, without what is as usual."""
    look = panel.look
    words = {name: getattr(look, name) for name in (*_WORDS, *_PICTURES)} if look else {}
    if look is not None and look.colour is not None:
        words["colour"] = f"#{look.colour:06x}"
    written = {
        "kind": panel.kind.value,
        "channel": names.write(ThingKind.CHANNEL, panel.channel_id),
        "placeholder": panel.placeholder,
        "entries": [
            _given(
                {
                    "name": one.name,
                    "emoji": one.emoji,
                    "description": one.description,
                    "reason": one.reason,
                    "type": names.type_name(one.type_id),
                    "colour": one.colour.value,
                }
            )
            for one in panel.entries
            # Of a type that was deleted nothing can be opened.
            if one.type_id is None or names.type_name(one.type_id) is not None
        ],
        "look": None if look is None else _given(words),
    }
    return _given(written)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def from_file(
    app: App, guild_id: int, given: Mapping[str, Any], matching: Matching, channel_id: int
) -> Panel:
    """A panel that isn't posted; raises a ``SettingRefused`` or ``NoSuchType``.

    It belongs into the channel that the file names, or else that with the id `channel_id`. An
    emoji of another server is left out.
    """
    known = matching.known(ThingKind.CHANNEL, given["channel"]) if "channel" in given else None
    kind = PanelKind(given["kind"])
    panel = Panel(
        guild_id=guild_id,
        number=0,
        kind=kind,
        channel_id=channel_id if known is None else known.id,
        placeholder=optional(given.get("placeholder"), PLACEHOLDER_LIMIT),
        look=_look(given["look"]) if "look" in given else None,
    )
    if len(given["entries"]) > REASONS_LIMIT:
        # Each of them is compared with all.
        limit = BUTTONS_LIMIT if kind is PanelKind.BUTTON else REASONS_LIMIT
        raise TooManyReasons(limit=limit)
    for one in given["entries"]:
        entry = Entry(
            id=0,
            name=one.get("name"),
            emoji=usable_emoji(app, guild_id, one.get("emoji")),
            description=one.get("description"),
            reason=one.get("reason"),
            type_id=matching.type_id(one.get("type")),
            colour=ButtonColour(one.get("colour", ButtonColour.BLURPLE.value)),
        )
        panel = panel.with_entry(entry)
    return panel


def usable_emoji(app: App, guild_id: int, text: str | None) -> str | None:
    """An emoji as stored, None for one of a server that the bot can't use it from.

    Raises ``UnusableEmoji`` for what is none at all.
    """
    try:
        return app[PanelMessages].usable_emoji(guild_id, text)
    except UnusableEmoji:
        if text is not None and text.startswith("<"):
            return None
        raise


def _look(given: Mapping[str, Any]) -> PanelLook:
    words: dict[str, Any] = {name: optional(given.get(name), CONTENT_LIMIT * 2) for name in _WORDS}
    pictures = {name: address_from(given.get(name, "")) for name in _PICTURES}
    look = PanelLook(**words, **pictures, colour=colour_from(given.get("colour", "")))
    look.check()
    return look


def merged(
    present: Sequence[Panel], read: Sequence[Panel] | None, gone: Collection[int]
) -> tuple[Panel, ...]:
    """The server's panels without entries of types that go, and those of the file that none of
    them is like. Raises ``TooManyPanels``."""
    kept = [replace(one, entries=_without(one.entries, gone)) for one in present]
    known = {_content(one) for one in kept}
    new = [one for one in read or () if _content(one) not in known]
    if new and len(kept) + len(new) > PANELS_LIMIT:
        raise TooManyPanels(limit=PANELS_LIMIT)
    return (*kept, *new)


def _without(entries: Iterable[Entry], gone: Collection[int]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.type_id not in gone)


def _content(panel: Panel) -> tuple[Any, ...]:
    """All that members see of it, and what it opens."""
    entries = tuple(replace(one, id=0) for one in panel.entries)
    return (panel.kind, panel.placeholder, panel.look, entries)


def changed_on_discord(panels: Iterable[Panel], types: Collection[int]) -> list[int]:
    """Numbers of posted panels that have to be shown anew once these types have changed."""
    return [
        one.number
        for one in panels
        if one.message_id is not None and any(entry.type_id in types for entry in one.entries)
    ]
