"""Settings in words: their values, their manual, all of them at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ...core.kinds.kind import LINE_LIMIT, Shown
from ...core.kinds.roles import Roles
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.message import GREEN, GREY
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ...core.settings import Declared, Page, Setting, Settings
    from ...panels.rules import Panel

#: So many roles of one setting are shown at a glance.
LINE_ROLES = 6
#: Discord's limit for one field of an embed.
FIELD_LIMIT = 1024


@lazy_dataclass(frozen=True, kw_only=True)
class Configuration:
    """A server's configuration as it is now."""

    settings: Settings
    #: All settings that there are.
    declared: Declared
    #: Ids of the roles and channels that there are.
    exists: Collection[int]
    panels: Sequence[Panel] = ()
    #: Keys of settings that name nothing because what they named was deleted.
    lost: Collection[str] = ()


def setting_line(setting: Setting, present: Configuration) -> str:
    """A setting and its value in one line of a list."""
    value = shown_value(setting, present, LINE_LIMIT)
    return f"**{_(setting.title)}** — {value}"


def shown_value(
    setting: Setting, present: Configuration, limit: int, *, roles: int = LINE_ROLES
) -> str:
    """A setting's present value; texts are clipped to `limit` characters, and to so many roles."""
    if setting.key in present.lost:
        return _("🔴 deleted, choose another")
    shown = Shown(exists=present.exists, limit=limit, most=roles)
    return setting.kind.words(present.settings.get(setting.key), shown)


def status(settings: Settings) -> str:
    """Whether members can open tickets."""
    return _("🟢 The system is enabled.") if settings.enabled else _("⚪ The system is disabled.")


def changed(setting: Setting, settings: Settings) -> str:
    """Confirms a change."""
    return _("✅ **{title}**: {value}").format(
        title=_(setting.title), value=_after_colon(setting, settings)
    )


def _after_colon(setting: Setting, settings: Settings) -> str:
    value = setting.kind.words(settings.get(setting.key))
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
        "{help}\n\n{values}\n\n**Examples:**\n{examples}\n\n**Arguments:**\n- "
        "`[value]` The new value. Leave it out to see the current value. `default` "
        "resets it to {default}."
    ).format(
        help=_(setting.help),
        values=setting.kind.possible(),
        examples=examples,
        default=setting.kind.words(setting.default),
    )


def overview(present: Configuration) -> discord.Embed:
    """All settings with their values."""
    settings, declared = present.settings, present.declared
    embed = discord.Embed(
        title=_("Ticket settings"),
        description=status(settings),
        colour=GREEN if settings.enabled else GREY,
    )
    for page in declared.pages:
        if not page.edit and not _is_used(page, present):
            continue
        # Roles may be many, and come last.
        in_order = sorted(declared.on(page), key=lambda one: isinstance(one.kind, Roles))
        name = _(page.title)
        for field in _fields([setting_line(setting, present) for setting in in_order]):
            embed.add_field(name=name, value=field, inline=False)
            name = "\u200b"  # the group goes on: 25 roles twice are too long for one field
    return embed


def _is_used(page: Page, present: Configuration) -> bool:
    """Whether anything on a page isn't as it is by default."""
    settings, defaults = present.settings, present.declared.defaults
    return any(settings.get(one.key) != defaults[one.key] for one in present.declared.on(page))


def _fields(lines: list[str]) -> Iterator[str]:
    """The lines in as few parts as Discord's limit for a field allows."""
    part = ""
    for line in lines:
        if part and len(part) + 1 + len(line) > FIELD_LIMIT:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
    yield part
