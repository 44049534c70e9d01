"""Buttons, selectors and layouts below messages, from Discord's own description of them.

discord.py leaves out what it doesn't know; a reader should see that something was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import discord

from ...i18n import _
from ..document import (
    Attachment,
    Button,
    Container,
    FileBox,
    Gallery,
    Row,
    Section,
    Select,
    Separator,
    TextDisplay,
    Thumbnail,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..document import Component, StoredFile
    from .files import Downloads
    from .names import NameLookup

    Raw = dict[str, Any]


class Components:
    """Turns Discord's components into values."""

    def __init__(self, names: NameLookup, files: Downloads) -> None:
        self._names = names
        self._files = files
        kind = discord.ComponentType
        self._readers: dict[discord.ComponentType, Callable[[Raw], Component]] = {
            kind.action_row: lambda raw: Row(items=self.all_of(raw.get("components"))),
            kind.button: self._button,
            kind.select: self._select,
            kind.user_select: self._select,
            kind.role_select: self._select,
            kind.mentionable_select: self._select,
            kind.channel_select: self._select,
            kind.section: self._section,
            kind.text_display: lambda raw: TextDisplay(text=self._text(raw, "content")),
            kind.thumbnail: self._thumbnail,
            kind.media_gallery: self._gallery,
            kind.file: self._file,
            kind.separator: lambda raw: Separator(is_visible=bool(raw.get("divider", True))),
            kind.container: self._container,
            # The following belong to forms; Discord allows none of them in messages so far.
            kind.label: self._label,
            kind.text_input: self._text_input,
            kind.file_upload: lambda _raw: Unknown(what=_("a field for files")),
            kind.radio_group: self._choice,
            kind.checkbox_group: self._choice,
            kind.checkbox: lambda _raw: Unknown(what=_("a box to tick")),
        }

    def all_of(self, raws: Iterable[Raw] | None) -> tuple[Component, ...]:
        """The components of a message, or inside another component."""
        return tuple(self._one(raw) for raw in raws or ())

    def _one(self, raw: Raw) -> Component:
        number = raw.get("type", 0)
        try:
            reader = self._readers[discord.ComponentType(number)]
        except (ValueError, KeyError):
            return Unknown(what=_("unsupported content (type {number})").format(number=number))
        return reader(raw)

    def _text(self, raw: Raw, key: str) -> str:
        return self._names.text(raw.get(key))

    # -------------------------------------------------------------- to press and choose

    def _button(self, raw: Raw) -> Component:
        try:
            style = discord.ButtonStyle(raw.get("style", 2)).name
        except ValueError:
            style = "secondary"
        emoji = raw.get("emoji")
        label = raw.get("label") or ""
        if not label and not emoji:
            label = _("Premium") if style == "premium" else _("Button")
        return Button(
            label=label,
            style=style,
            emoji=self._emoji(emoji) if emoji else None,
            url=raw.get("url"),
            is_disabled=bool(raw.get("disabled")),
        )

    def _emoji(self, raw: Raw) -> Any:
        number = raw.get("id")
        return self._names.emoji(
            raw.get("name") or "?",
            int(number) if number else None,
            animated=bool(raw.get("animated")),
        )

    def _select(self, raw: Raw) -> Component:
        options = tuple(str(one.get("label", "")) for one in raw.get("options") or ())
        chosen = tuple(self._default(one) for one in raw.get("default_values") or ())
        return Select(
            placeholder=raw.get("placeholder") or _("Make a selection"), options=options or chosen
        )

    def _default(self, raw: Raw) -> str:
        number = int(raw["id"])
        if raw.get("type") == "user":
            return self._names.name_of(self._names.person_with_id(number)) or str(number)
        if raw.get("type") == "role":
            return self._names.role_name(number) or str(number)
        return self._names.channel_name(number) or str(number)

    # -------------------------------------------------------------------------- layout

    def _section(self, raw: Raw) -> Component:
        accessory = raw.get("accessory")
        return Section(
            texts=self.all_of(raw.get("components")),
            accessory=self._one(accessory) if accessory else None,
        )

    def _container(self, raw: Raw) -> Component:
        return Container(
            items=self.all_of(raw.get("components")),
            colour=raw.get("accent_color"),
            is_spoiler=bool(raw.get("spoiler")),
        )

    def _thumbnail(self, raw: Raw) -> Component:
        return Thumbnail(
            file=self._media(raw.get("media")),
            description=raw.get("description"),
            is_spoiler=bool(raw.get("spoiler")),
        )

    def _gallery(self, raw: Raw) -> Component:
        return Gallery(
            items=tuple(
                Attachment(
                    file=self._media(item.get("media")),
                    description=item.get("description"),
                    is_spoiler=bool(item.get("spoiler")),
                )
                for item in raw.get("items") or ()
            )
        )

    def _file(self, raw: Raw) -> Component:
        file = self._media(raw.get("file"), name=raw.get("name") or "", size=raw.get("size"))
        return FileBox(attachment=Attachment(file=file, is_spoiler=bool(raw.get("spoiler"))))

    def _media(
        self, raw: Raw | None, *, name: str | None = None, size: int | None = None
    ) -> StoredFile:
        raw = raw or {}
        url, proxy = raw.get("url"), raw.get("proxy_url")
        # Discord shows everybody's pictures through a proxy, which has no other files.
        addresses = (proxy, url) if name is None else (url, proxy)
        return self._files.file(
            name or name_in(url),
            *addresses,
            content_type=raw.get("content_type"),
            size=size,
            width=raw.get("width"),
            height=raw.get("height"),
        )

    # --------------------------------------------------------------------------- forms

    def _label(self, raw: Raw) -> Component:
        inner = raw.get("component")
        text = TextDisplay(text=self._text(raw, "label") or _("Field"))
        return Row(items=(text, self._one(inner)) if inner else (text,))

    def _text_input(self, raw: Raw) -> Component:
        said = raw.get("value") or raw.get("label") or raw.get("placeholder")
        return TextDisplay(text=self._names.text(said) or _("a field for text"))

    def _choice(self, raw: Raw) -> Component:
        options = tuple(str(one.get("label", "")) for one in raw.get("options") or ())
        return Select(placeholder=_("Make a selection"), options=options)


def name_in(url: str | None) -> str:
    """The name that the file at an address seems to have."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        path = ""
    return unquote(path.rpartition("/")[2]) or _("file")
