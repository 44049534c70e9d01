"""Settings in words: their values, their manual, all of them at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from ...core.kinds import ROLE_LIMIT, Category, Channel, Choice, Number, Roles, Text, Toggle
from ...core.render import words
from ...core.settings import SETTINGS, TEXT_LIMIT, Page, Setting, Settings
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ...panels.rules import Panel

GREEN = discord.Colour(0x248046)
#: Long texts are shown in the overview up to here.
GLANCE = 100
#: Texts up to this length are shown as code.
SHORT = 60
#: So many roles of one setting.
GLANCE_ROLES = 8
#: Discord's limit for one field of an embed.
FIELD_LIMIT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A server's configuration as it is now."""

    settings: Settings
    #: Ids of the roles and channels that there are.
    exists: Collection[int]
    panels: Sequence[Panel] = ()
    #: Keys of settings that name nothing because what they named was deleted.
    lost: Collection[str] = ()


def value_words(
    setting: Setting,
    value: Any,
    exists: Collection[int] | None = None,
    limit: int = TEXT_LIMIT,
    most: int = ROLE_LIMIT,
) -> str:
    """A setting's value as people read it. What isn't in `exists` is marked as deleted.

    Texts are clipped to `limit` characters, roles to `most`.
    """
    match setting.kind:
        case Toggle():
            return _("on") if value else _("off")
        case Number(zero=zero):
            return _(zero) if value == 0 and zero else str(value)
        case Choice(options=options):
            return _(dict(options)[value])
        case Text(default_words=default_words):
            if value is None:
                text = _(default_words) if default_words else ""
                return _("{text} (default)").format(text=words.clip(text, limit))
            return _quoted(value, limit)
        case Roles():
            shown = " ".join(_marked(words.role(role), role, exists) for role in value[:most])
            if len(value) > most:
                return _("{roles} and {count} more").format(roles=shown, count=len(value) - most)
            return shown or _("none")
        case Category() if value is None:
            return _("not chosen yet")
        case Category() | Channel():
            return _("none") if value is None else _marked(words.channel(value), value, exists)


def _quoted(text: str, limit: int) -> str:
    """A text of an admin's as it was written: a short one as code, others as a quote, or as
    part of a line where only a glance of it is wanted."""
    shown = words.clip(words.plain(text), limit)
    if limit <= GLANCE:
        shown = " ".join(shown.split())
    if len(shown) <= SHORT and "\n" not in shown:
        return "`" + shown.replace("`", "ˋ") + "`"
    return words.escaped(shown) if limit <= GLANCE else words.quoted(shown)


def at_a_glance(setting: Setting, present: Configuration) -> str:
    """A setting and its value in one line of a list."""
    value = shown_value(setting, present, GLANCE)
    return f"**{_(setting.title)}** — {value}"


def shown_value(setting: Setting, present: Configuration, limit: int) -> str:
    """A setting's present value; texts are clipped to `limit` characters."""
    if setting.key in present.lost:
        return _("🔴 deleted: please choose again")
    value = getattr(present.settings, setting.key)
    return value_words(setting, value, present.exists, limit, GLANCE_ROLES)


def status(settings: Settings) -> str:
    """Whether members can open tickets."""
    return _("🟢 The system is enabled.") if settings.enabled else _("⚪ The system is disabled.")


def _marked(text: str, identity: int, exists: Collection[int] | None) -> str:
    if exists is None or identity in exists:
        return text
    return _("⚠️ deleted ({id})").format(id=identity)


def changed(setting: Setting, settings: Settings) -> str:
    """Confirms a change."""
    return _("✅ **{title}**: {value}").format(
        title=_(setting.title), value=_after_colon(setting, settings)
    )


def _after_colon(setting: Setting, settings: Settings) -> str:
    value = value_words(setting, getattr(settings, setting.key))
    # A quote begins on a line of its own.
    return f"\n{value}" if value.startswith(">") else value


def present_value(setting: Setting, settings: Settings, command: str) -> str:
    """A setting as it is, and how to change it."""
    example = setting.examples[0]
    return _("**{title}**: {value}\n{help}\nChange it with `{command} {example}`.").format(
        title=_(setting.title),
        value=_after_colon(setting, settings),
        help=_(setting.help),
        command=command,
        example=example,
    )


def manual(setting: Setting) -> str:
    """The help of a setting's command, in Red's form."""
    examples = "\n".join(f"- `[p]ticketset {setting.command} {text}`" for text in setting.examples)
    return _(
        "{help}\n\n{values}\n\n**Examples:**\n{examples}\n\n**Arguments:**\n"
        "- `[value]` The new value. Without it, the present one is shown. "
        "`default` brings the default back: {default}."
    ).format(
        help=_(setting.help),
        values=possible_values(setting),
        examples=examples,
        default=value_words(setting, setting.default),
    )


def possible_values(setting: Setting) -> str:
    """What may be given as the setting's value."""
    match setting.kind:
        case Toggle():
            return _("Possible values: `on`, `off`.")
        case Number(minimum=minimum, maximum=maximum):
            return _("Possible values: {minimum} to {maximum}.").format(
                minimum=minimum, maximum=maximum
            )
        case Choice(options=options):
            listed = ", ".join(f"`{name}` ({_(meaning)})" for name, meaning in options)
            return _("Possible values: {values}.").format(values=listed)
        case Text(limit=limit, variables=()):
            return _("Up to {limit} characters.").format(limit=limit)
        case Text(limit=limit, variables=variables):
            return _("Up to {limit} characters. Variables: {variables}.").format(
                limit=limit, variables=", ".join(f"`{{{name}}}`" for name in variables)
            )
        case Roles(limit=limit):
            return _(
                "Mentions, ids or the name of a role, up to {limit} roles; `none` removes all. "
                "Naming a role adds it; naming one that is already there removes it."
            ).format(limit=limit)
        case Category():
            return _("The name or id of a category; `none` removes it.")
        case Channel():
            return _("A mention, the name or id of a text channel; `none` removes it.")


def overview(present: Configuration, *, colour: discord.Colour) -> discord.Embed:
    """All settings with their values."""
    settings = present.settings
    embed = discord.Embed(
        title=_("Ticket settings"),
        description=status(settings),
        colour=GREEN if settings.enabled else colour,
    )
    for page in Page:
        lines = [
            at_a_glance(setting, present)
            for setting in sorted(SETTINGS, key=lambda setting: isinstance(setting.kind, Roles))
            if setting.page is page
        ]
        name = _(page.value)
        for field in _fields(lines):
            embed.add_field(name=name, value=field, inline=False)
            name = "\u200b"  # the group goes on: 25 roles twice are too long for one field
    return embed


def _fields(lines: list[str]) -> Iterator[str]:
    """The lines in as few parts as Discord's limit for a field allows."""
    part = ""
    for line in lines:
        if part and len(part) + 1 + len(line) > FIELD_LIMIT:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
    yield part
