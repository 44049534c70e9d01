"""Settings on the menu's pages: each with its words and the control that changes it.

Both are made from the setting's description alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from ...core.kinds import Category, Channel, Choice, Number, Roles, Text, Toggle
from ...core.render import words
from ...core.render.controls import button, identify
from ...core.render.pages import beside, row
from ...i18n import _
from ..rules import Room
from .settings import possible_values, shown_value

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...core.settings import Setting, Settings
    from .settings import Configuration

#: Keys of the settings that name what the bot can make.
MADE_BY_THE_BOT = frozenset(room.value for room in Room)
#: Long texts are shown up to here; *Edit* has all of them.
SHOWN = 300
#: Discord's limits for a form's title and labels, and for an option of a selector.
FORM_LABEL, OPTION_LABEL = 45, 100
#: Texts that may be longer than this get a field of several lines.
ONE_LINE = 100
#: The id of the form's one field.
VALUE_FIELD = "value"

_GREY, _GREEN = discord.ButtonStyle.grey, discord.ButtonStyle.green


@dataclass(frozen=True, slots=True)
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
    """A setting and its control, for the menu `key`."""
    settings, exists = present.settings, present.exists
    value = getattr(settings, setting.key)
    idle = setting.idle(settings)
    text = _words(setting, present, note)
    match setting.kind:
        case Toggle():
            control = button(
                "menu-toggle",
                key,
                setting.command,
                "off" if value else "on",
                label=_("On") if value else _("Off"),
                style=_GREEN if value else _GREY,
            )
            control.disabled = idle is not None
            return [beside(text, control)]
        case Number() | Text():
            edit = button("menu-edit", key, setting.command, label=_("Edit"), style=_GREY)
            default = button("menu-default", key, setting.command, label=_("Default"), style=_GREY)
            edit.disabled = idle is not None
            default.disabled = idle is not None or value == setting.default
            return [text, row(edit, default)]
        case Category() | Channel() if setting.key in MADE_BY_THE_BOT and value not in exists:
            create = button(
                "menu-create", key, setting.command, label=_("Create it for me"), style=_GREEN
            )
            return [beside(text, create), row(_selector(key, setting, value, exists))]
    return [text, row(_selector(key, setting, value, exists))]


def _words(setting: Setting, present: Configuration, note: Note | None) -> str:
    lines = [f"**{_(setting.title)}**", f"-# {_(setting.help)}"]
    if not isinstance(setting.kind, Toggle | Choice):
        # Of the other kinds, the control alone doesn't show all there is to see.
        value = shown_value(setting, present, SHOWN)
        if isinstance(setting.kind, Text):
            lines.append(value)
        else:
            lines[0] = _("**{title}**: {value}").format(title=_(setting.title), value=value)
    idle = setting.idle(present.settings)
    if idle is not None:
        lines.append(f"-# ⏸️ {_(idle)}")
    if note is not None and note.key == setting.key:
        lines.append(note.text)
    return "\n".join(lines)


def _selector(
    key: str, setting: Setting, value: Any, exists: Collection[int]
) -> discord.ui.Item[Any]:
    custom_id = identify("menu-choose", key, setting.command)
    match setting.kind:
        case Choice(options=options):
            return discord.ui.Select(
                custom_id=custom_id,
                options=[
                    discord.SelectOption(
                        label=words.clip(_capital(_(meaning)), OPTION_LABEL),
                        value=name,
                        default=name == value,
                    )
                    for name, meaning in options
                ],
            )
        case Roles(limit=limit):
            return discord.ui.RoleSelect(
                custom_id=custom_id,
                placeholder=_("No role"),
                min_values=0,
                max_values=limit,
                default_values=[discord.Object(role) for role in value if role in exists],
            )
    is_category = isinstance(setting.kind, Category)
    types = (
        [discord.ChannelType.category]
        if is_category
        else [
            discord.ChannelType.text,
            discord.ChannelType.news,
        ]
    )
    return discord.ui.ChannelSelect(
        custom_id=custom_id,
        placeholder=_("No category") if is_category else _("No channel"),
        min_values=0,
        max_values=1,
        channel_types=types,
        default_values=[discord.Object(value)] if value in exists else [],
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def present_text(setting: Setting, settings: Settings) -> str:
    """A number or text as its form shows it first."""
    value = getattr(settings, setting.key)
    if value is None and isinstance(setting.kind, Text):
        return _(setting.kind.default_words) if setting.kind.default_words else ""
    return str(value)


def edit_form(key: str, setting: Setting, text: str) -> discord.ui.Modal:
    """Asks for a number or text, starting from `text`."""
    title = words.clip(_(setting.title), FORM_LABEL)
    modal = discord.ui.Modal(
        title=title, custom_id=identify("menu-edit", key, setting.command), timeout=None
    )
    limit = setting.kind.limit if isinstance(setting.kind, Text) else len("-1000000")
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=VALUE_FIELD,
        style=discord.TextStyle.paragraph if limit > ONE_LINE else discord.TextStyle.short,
        min_length=1,
        max_length=limit,
        default=text[:limit] or None,
    )
    modal.add_item(discord.ui.TextDisplay(f"{_(setting.help)}\n-# {possible_values(setting)}"))
    modal.add_item(discord.ui.Label(text=title, component=field))
    # As with buttons: found by its id, so discord.py needn't remember it.
    modal.stop()
    return modal
