"""The settings menu: its first page, a page for each group, and the pages behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...access.render import apply_roles_button
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import words
from ...core.render.controls import button, identify
from ...core.render.message import GREEN, RED
from ...core.render.pages import beside, heading, line, page, row
from ...core.settings import OPENING, Page
from ...i18n import _
from ...panels.render.panels import panel_link, title_of
from ...panels.rules import Panel, PanelKind
from .controls import blocks
from .settings import Configuration, setting_line, status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .controls import Note

#: So many panels are named on the first page.
PANELS_SHOWN = 5
#: As much of a panel's words as its line has space for, when there are 25.
PANEL_WORDS = 20
#: Enabling may find many reasons why it can't be.
LONGEST_NOTE = 900
_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN, _RED = discord.ButtonStyle.green, discord.ButtonStyle.red


def main_page(
    key: str,
    present: Configuration,
    more: Sequence[MoreEntry] = (),
    problems: int = 0,
    note: str | None = None,
    links: Sequence[discord.ui.Button[Any]] = (),
) -> discord.ui.LayoutView:
    """Everything at a glance; each group has the button to its page beside it.

    `more` are the pages below *More…*. `problems` is how many things are wrong, as far as is
    known; `note` what there is to say; `links` lead out of the menu.
    """
    settings, title = present.settings, _("Ticket settings")
    blocks: list[discord.ui.Item[Any] | str] = [f"### {title}\n{status(settings)}{_warning(note)}"]
    for group in present.declared.pages:
        if not group.edit:
            continue
        name = f"{group.icon} **{_(group.title)}**"
        change = button("menu", key, group.name, label=_(group.edit), style=_GREY)
        lines = [setting_line(setting, present) for setting in present.declared.on(group)]
        if group is OPENING:
            title = _("Panels")
            lines.append(f"**{title}** — {_shown_panels(present.panels)}")
        blocks += [line(), beside(name, change), "\n".join(lines)]
    if more:
        blocks += [line(), row(_more(key, more))]
    found = _("⚠️ Problems: {count}").format(count=problems)
    below = [
        button("menu-power", key, "off", label=_("System enabled"), style=_GREEN)
        if settings.enabled
        else button("menu-power", key, "on", label=_("Enable the system"), style=_GREY),
        button("menu-check", key, label=found if problems else _("Check"), style=_GREY),
        button("menu", key, "reset", label=_("Reset"), style=_RED),
        *links,
    ]
    return page(*blocks, below=below, colour=GREEN if settings.enabled else None)


@lazy_dataclass(frozen=True)
class MoreEntry:
    """A page below *More…*: where it is, what it is called, and how the server has it."""

    where: str
    title: str
    state: str


def _more(key: str, entries: Sequence[MoreEntry]) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("More…"),
        options=[
            discord.SelectOption(label=one.title, value=one.where, description=one.state)
            for one in entries
        ],
    )


def state_of(group: Page, present: Configuration) -> str:
    """How many settings of a group aren't as they are by default."""
    settings, defaults = present.settings, present.declared.defaults
    changed = [
        one for one in present.declared.on(group) if settings.get(one.key) != defaults[one.key]
    ]
    if not changed:
        return _("off")
    return _("set: {count}").format(count=len(changed))


def setup_page(key: str, note: str | None = None) -> discord.ui.LayoutView:
    """All there is as long as nothing is configured."""
    text = _("Let members talk privately with your staff. A few questions and you're ready.")
    begin = button("setup-begin", key, label=_("Set up the system"), style=_GREEN)
    parts = [heading(_("Tickets")), *([note] if note else []), text]
    return page("\n".join(parts), below=[begin])


def forgotten() -> str:
    """Said to whoever used a page from before a reset."""
    return _("The settings have been reset in the meantime. Nothing was stored.")


def group_page(
    key: str,
    group: Page,
    present: Configuration,
    other_access: int = 0,
    note: Note | None = None,
) -> discord.ui.LayoutView:
    """The settings of a group, each with its control.

    `other_access` is how many tickets' staff has other access than the settings say.
    """
    settings = present.declared.on(group)
    title = f"### {group.icon} {_(group.title)}"
    shown: list[discord.ui.Item[Any] | str] = [title, line()]
    for setting in settings:
        shown += blocks(key, setting, present, note)
    if group is OPENING:
        shown.append(beside(_panels_line(present), _to(key, "panels", _("Panels"))))
    if other_access and any(setting.applied for setting in settings):
        shown.append(row(apply_roles_button(other_access)))
    return page(*shown, below=[_to(key, "home", _("◀ Back"))])


def reset_page(key: str, present: Configuration) -> discord.ui.LayoutView:
    """Asks before everything is forgotten."""
    facts = [
        _("All settings are erased, and nobody can open tickets any more."),
        _("Existing tickets keep working until they are deleted. Numbering continues."),
    ]
    if present.panels:
        facts.insert(
            1,
            _("Panels that will be deleted with their messages: {count}.").format(
                count=len(present.panels)
            ),
        )
    text = "\n".join(f"- {fact}" for fact in facts)
    below = [
        button("menu-reset", key, label=_("Reset"), style=_RED),
        _to(key, "home", _("Cancel")),
    ]
    title = heading(_("Reset the ticket system?"))
    return page(title, text, below=below, colour=RED)


def panels_page(
    key: str, panels: Sequence[Panel], places: Mapping[int, str]
) -> discord.ui.LayoutView:
    """All panels. `places` are the names of channels by their ids."""
    title = heading(_("Panels"), _("Messages from which members open tickets."))
    lines = "\n".join(_panel_line(panel) for panel in panels) or _("There is no panel yet.")
    blocks: list[discord.ui.Item[Any] | str] = [title, lines]
    if panels:
        blocks.append(row(_which(key, panels, places)))
    below = [_to(key, "new", _("New panel"), _BLURPLE), _to(key, "opening", _("◀ Back"))]
    return page(*blocks, below=below)


def new_panel_page(key: str, channel_id: int | None) -> discord.ui.LayoutView:
    """Where a new panel is posted, and whether it is a button or a selector."""
    where: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=identify("menu-where", key),
        placeholder=_("Which channel?"),
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        default_values=[] if channel_id is None else [discord.Object(channel_id)],
    )
    text = _("In which channel? And one button, or a selector with several reasons?")
    kinds = [
        button("menu-kind", key, kind.value, channel_id or 0, label=label, style=_BLURPLE)
        for kind, label in (
            (PanelKind.BUTTON, _("Button")),
            (PanelKind.SELECTOR, _("Selector")),
        )
    ]
    for kind in kinds:
        kind.disabled = channel_id is None
    below = [*kinds, _to(key, "panels", _("◀ Back"))]
    return page(heading(_("New panel")), text, row(where), below=below)


def reset_done(left: Sequence[tuple[str, str]]) -> str:
    """What was forgotten; `left` are messages that are still there, and why."""
    lines = [_("✅ Settings erased. Existing tickets stay.")]
    if left:
        lines.append(_("⚠️ These messages couldn't be removed: please delete them."))
        lines += [f"- {name}: {why}" for name, why in left]
    return words.clip("\n".join(lines), 3000)


def _to(
    key: str, where: str, label: str, style: discord.ButtonStyle = _GREY
) -> discord.ui.Button[Any]:
    return button("menu", key, where, label=label, style=style)


def _warning(note: str | None) -> str:
    return f"\n⚠️ {words.clip(note, LONGEST_NOTE)}" if note else ""


def _panels_line(present: Configuration) -> str:
    links = _shown_panels(present.panels)
    title = _("**{title}**: {value}").format(title=_("Panels"), value=links)
    note = _("Messages with a button or a selector that open tickets.")
    return f"{title}\n-# {note}"


def _shown_panels(panels: Sequence[Panel]) -> str:
    shown = " · ".join(panel_link(panel, PANEL_WORDS) for panel in panels[:PANELS_SHOWN])
    if len(panels) > PANELS_SHOWN:
        more = len(panels) - PANELS_SHOWN
        return _("{panels} and {count} more").format(panels=shown, count=more)
    return shown or _("none")


def _panel_line(panel: Panel) -> str:
    shown = panel_link(panel, PANEL_WORDS)
    draft = _("not posted yet")
    return shown if panel.message_id is not None else f"{shown} · {draft}"


def _which(key: str, panels: Iterable[Panel], places: Mapping[int, str]) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("menu-panel", key),
        placeholder=_("Change a panel…"),
        options=[
            discord.SelectOption(
                label=words.clip(f"{panel.number} · {title_of(panel)}", 100),
                value=str(panel.number),
                description=places.get(panel.channel_id),
            )
            for panel in panels
        ],
    )


def given_back(why: str, text: str) -> str:
    """A refusal, with what was written: nobody shall have to write it again."""
    left = words.MESSAGE_LIMIT - len(why) - len("\n```\n\n```")
    return f"{why}\n```\n{words.clip(text.replace('```', 'ˋˋˋ'), left)}\n```"
