"""Settings on the menu's pages: each with its words and the control that changes it.

Both are made from the setting's description alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.kinds.kind import Control, name_of
from ...core.kinds.written import ONE_LINE
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import words
from ...core.render.controls import identify
from ...core.render.forms import modal
from ...i18n import _
from ..rules import Creatable
from .settings import shown_value

if TYPE_CHECKING:
    from ...core.settings import Setting
    from .settings import Configuration

#: Keys of the settings that name what the bot can make.
MADE_BY_THE_BOT = frozenset(one.value for one in Creatable)
#: Long texts are shown up to here; *Edit* has all of them.
SHOWN = 300
#: Discord's limit for a form's title and labels.
FORM_LABEL = 45
#: The id of the form's one field.
VALUE_FIELD = "value"


@lazy_dataclass(frozen=True)
class Note:
    """What there is to say about a setting, by its key, after a press."""

    key: str
    text: str


def blocks(
    key: str,
    setting: Setting,
    present: Configuration,
    note: Note | None = None,
) -> list[discord.ui.Item[Any] | str]:
    """A setting and its control, for the menu `key`; for a type if `present` is a type's."""
    return setting.kind.blocks(
        Control(
            key=key,
            setting=setting,
            type_id=present.settings.type_id,
            value=present.settings.get(setting.key),
            exists=present.exists,
            text=_words(setting, present, note),
            is_idle=setting.idle(present.settings) is not None,
            can_create=setting.key in MADE_BY_THE_BOT,
        )
    )


def _words(setting: Setting, present: Configuration, note: Note | None) -> str:
    lines = [f"**{_(setting.title)}**", f"-# {_(setting.help)}"]
    match setting.kind.shown_in:
        case "line":
            lines.append(shown_value(setting, present, SHOWN))
        case "title":
            value = shown_value(setting, present, SHOWN)
            lines[0] = _("**{title}**: {value}").format(title=_(setting.title), value=value)
    idle = setting.idle(present.settings)
    if idle is not None:
        lines.append(f"-# ⏸️ {_(idle)}")
    if note is not None and note.key == setting.key:
        lines.append(note.text)
    return "\n".join(lines)


def edit_form(
    key: str, setting: Setting, text: str, type_id: int | None = None
) -> discord.ui.Modal:
    """Asks for a number or text, starting from `text`."""
    title = words.clip(_(setting.title), FORM_LABEL)
    name = name_of(setting, type_id)
    limit = setting.kind.form_limit or ONE_LINE
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=VALUE_FIELD,
        style=discord.TextStyle.paragraph if limit > ONE_LINE else discord.TextStyle.short,
        min_length=1,
        max_length=limit,
        default=text[:limit] or None,
    )
    told = discord.ui.TextDisplay[Any](f"{_(setting.help)}\n-# {setting.kind.possible()}")
    part = discord.ui.Label[Any](text=title, component=field)
    return modal(identify("menu-edit", key, name), title, told, part)
