"""On or off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..errors import NotAChoice
from ..render.pages import beside
from ..settings import Unreadable
from .kind import FULL, Control, Field, FieldKind, Kind, Shown

if TYPE_CHECKING:
    from collections.abc import Collection

#: In all languages, whatever the server speaks.
_ON = (
    {"on", "yes", "true", "1", "enable"}
    | {"oui", "activer"}
    | {"an", "ein", "ja", "aktivieren"}
    | {"sí", "si", "activar"}
)
_OFF = (
    {"off", "no", "false", "0", "disable"}
    | {"non", "désactiver"}
    | {"aus", "nein", "deaktivieren"}
    | {"desactivar"}
)


class Toggle(Kind):
    """On or off."""

    shown_in = "control"

    def loaded(self, stored: Any) -> bool:
        """True or false."""
        if type(stored) is not bool:
            raise Unreadable
        return stored

    def schema(self) -> dict[str, Any]:
        """True or false."""
        return {"type": "boolean"}

    def read(self, text: str) -> bool:
        """A word for on or off; raises ``NotAChoice``."""
        if text.lower() in _ON:
            return True
        if text.lower() in _OFF:
            return False
        raise NotAChoice(given=text, choices=("on", "off"))

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """*on* or *off*."""
        return _("on") if value else _("off")

    def possible(self) -> str:
        """On or off."""
        return _("Possible values: `on`, `off`.")

    def field(self) -> Field:
        """A switch."""
        return Field(kind=FieldKind.SWITCH)

    def held(self, value: Any, exists: Collection[int]) -> tuple[str, ...]:
        """*on*, in every language."""
        return ("on" if value else "off",)

    def blocks(self, at: Control) -> list[discord.ui.Item[Any] | str]:
        """A button whose id says what is wanted, not "the other"."""
        control: discord.ui.Button[Any] = discord.ui.Button(
            label=_("On") if at.value else _("Off"),
            style=discord.ButtonStyle.green if at.value else discord.ButtonStyle.grey,
            custom_id=at.identify("menu-toggle", "off" if at.value else "on"),
            disabled=at.is_idle,
        )
        return [beside(at.text, control)]
