"""The pages of moving over: which cog, what would be done, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...config_file.render import (
    changes_text,
    problem_line,
    titled_line,
    with_names,
    within,
)
from ...config_file.rules import ListChange
from ...core.render import words
from ...core.render.controls import button
from ...core.render.pages import heading, line, page
from ...core.ticket import State
from ...i18n import _, typed
from .left_out import left_out_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..rules.found import Source
    from ..rules.moving import MovePlan, Progress

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN = discord.ButtonStyle.green
#: How much of a page each part may take.
_COMING, _THREADS, _LEFT_OUT, _FAILED = 1300, 450, 1300, 2200
#: How much one line of names may.
_NAMES = 400
#: The setting that a form is, which a type may have by itself.
_FORM = "form"
_ICON = "🚚"


def choose_page(sources: Sequence[Source]) -> discord.ui.LayoutView:
    """Which of the cogs is meant, where several have stored something."""
    text = _("Several ticket cogs have stored something for this server. Which one do you mean?")
    below = [
        button("move-from", one.value, label=one.full_name, style=_BLURPLE) for one in sources
    ]
    return page(heading(f"{_ICON} " + _("Move over")), text, below=below)


def plan_page(guild_id: int, plan: MovePlan) -> discord.ui.LayoutView:
    """What would be done, what can't be, and the buttons that do it."""
    note = _("Nothing of theirs is changed. To go back, load their cog again.")
    blocks: list[discord.ui.Item[Any] | str] = [heading(_title(plan.source), note)]
    if plan.is_empty:
        blocks.append(_("Everything has come across already. Nothing is left to do."))
    else:
        blocks += [line(), _titled(_("What comes"), within(list(_coming(plan)), _COMING))]
    for title, lines, limit in _staying(plan):
        blocks += [line(), _titled(title, within(lines, limit))]
    below = []
    if not plan.is_empty:
        below.append(
            button("move-start", plan.source.value, plan.token, label=_("Move over"), style=_GREEN)
        )
    below.append(button("move-file", plan.source.value, label=_("Show as a file"), style=_GREY))
    below.append(button("move-cancel", label=_("Cancel"), style=_GREY))
    return page(*blocks, below=below)


def _title(source: Source) -> str:
    return f"{_ICON} " + _("Move over from {name}").format(name=source.full_name)


def _coming(plan: MovePlan) -> Iterator[str]:
    """What comes, by name."""
    for title, named in _named(plan).items():
        yield f"- {titled_line(title, within_line(named, _NAMES))}"
    if plan.blocks:
        yield "- " + _("Blocked members: {count}").format(count=len(plan.blocks))
    if plan.last_number is not None:
        text = _("New tickets have numbers above #{number}.")
        yield "- " + text.format(number=plan.last_number)
    if plan.panels:
        places = dict.fromkeys(words.channel(one.channel_id) for one in plan.panels)
        title = _("Panels, which get my buttons")
        yield f"- {titled_line(f'{title} ({len(plan.panels)})', ' '.join(places))}"
    if plan.tickets:
        closed = sum(one.state is State.CLOSED for one in plan.tickets)
        text = _("{open} open, {closed} closed").format(
            open=len(plan.tickets) - closed, closed=closed
        )
        yield "- " + titled_line(_("Tickets"), text)
        yield _("Nobody sees more than before, and nobody is pinged. Names and topics stay.")


def _named(plan: MovePlan) -> dict[str, list[str]]:
    """The names of settings and of what else comes, by titles."""
    found: dict[str, list[str]] = {}
    for one in plan.configuration.changes:
        if isinstance(one, ListChange):
            found.setdefault(_(one.title), []).append(words.escaped(words.name(one.name)))
        elif one.type_name is None:
            found.setdefault(_("Settings"), []).append(_(one.setting.title))
        elif one.setting.key == _FORM:
            name = words.escaped(words.name(one.type_name))
            found.setdefault(_("Forms"), []).append(name)
    return found


def within_line(names: Sequence[str], limit: int) -> str:
    """As many names as fit into a line, and how many there are besides."""
    shown: list[str] = []
    for place, one in enumerate(names):
        if sum(map(len, shown)) + len(one) > limit:
            more = _("{names} and {count} more")
            return more.format(names=", ".join(shown), count=len(names) - place)
        shown.append(one)
    return ", ".join(shown)


def _staying(plan: MovePlan) -> Iterator[tuple[str, list[str], int]]:
    """What is left alone, and what can't come as it was."""
    threads = [
        f"- {words.channel(one.channel_id)} · {words.member(one.opener_id)}"
        for one in plan.found.threads
    ]
    if threads:
        title = _("Tickets in threads stay as they are. Finish them by hand.")
        yield title, threads, _THREADS
    different = [f"- {problem_line(one)}" for one in plan.refused]
    different += [f"- {left_out_line(one)}" for one in plan.found.left_out]
    if different:
        yield _("What doesn't come, or not as it was"), different, _LEFT_OUT


def _titled(title: str, text: str) -> str:
    return f"**{title}**\n{text}"


def plan_file(guild_id: int, plan: MovePlan, name_of: Callable[[int], str | None]) -> str:
    """All of it as a text, with the values of settings."""
    parts = [_title(plan.source), "\n".join(_coming(plan))]
    links = [words.message(guild_id, one.channel_id, one.message_id) for one in plan.panels]
    parts += ["\n".join(links), changes_text(plan.configuration, 10**9)]
    parts += [_titled(title, "\n".join(lines)) for title, lines, _limit in _staying(plan)]
    return with_names("\n\n".join(filter(None, parts)), name_of) + "\n"


def moving_page(source: Source, progress: Progress, *, is_over: bool) -> discord.ui.LayoutView:
    """How far it is, or what has become of it."""
    blocks: list[discord.ui.Item[Any] | str] = [heading(_title(source))]
    if not is_over:
        blocks.append(_("Panels and tickets are coming across. This message shows how far it is."))
    elif not progress.failed:
        blocks.append(_("✅ Everything has come across."))
    else:
        blocks.append(_("⚠️ Not everything has come across."))
    counts = _("Panels: {panels} of {of_panels} · tickets: {tickets} of {of_tickets}")
    blocks.append(
        counts.format(
            panels=progress.panels,
            of_panels=progress.panels_of,
            tickets=progress.tickets,
            of_tickets=progress.tickets_of,
        )
    )
    if progress.failed:
        lines = [
            f"- {words.channel(channel)}: {why}" if channel else f"- {why}"
            for channel, why in progress.failed
        ]
        blocks.append(within(lines, _FAILED))
    if is_over and not progress.enabled:
        blocks.append(
            _("⚠️ The ticket system is disabled. Type {command} to see why.").format(
                command=typed("ticketset check")
            )
        )
    if is_over:
        blocks.append(line())
        blocks.append(_what_next(source, failed=bool(progress.failed)))
    return page(*blocks)


def _what_next(source: Source, *, failed: bool) -> str:
    text = _(
        "Don't load the other cog again: it would take its panels and tickets back. The bot's "
        "owner removes it with {command}."
    ).format(command=typed(f"cog uninstall {source.package}"))
    if failed:
        again = _("Type {command} again to move what is missing.").format(
            command=typed("ticketset migrate")
        )
        return f"{again}\n{text}"
    return text


def cancelled_page() -> discord.ui.LayoutView:
    """Nothing is done."""
    return page(_("Cancelled. Nothing was changed."))


def all_of_it() -> str:
    """Above the file."""
    return _("All that moving over would do:")
