"""The pages of moving over: which cog, what would be done, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...config_file.render import changes_text, problem_line, with_names, within
from ...core.render import words
from ...core.render.controls import button
from ...core.render.pages import heading, line, page
from ...core.ticket import State
from ...i18n import _, typed
from .left_out import left_out_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..rules.found import Source
    from ..rules.moving import MovePlan, Progress

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN = discord.ButtonStyle.green
#: How much of a page each part may take.
_CHANGES, _PANELS, _THREADS, _LEFT_OUT, _FAILED = 1100, 500, 450, 1100, 2200
_ICON = "🚚"


def choose_page(sources: Sequence[Source]) -> discord.ui.LayoutView:
    """Which of the cogs is meant, where several have stored something."""
    text = _("Several ticket cogs have stored something for this server. Which one do you mean?")
    below = [
        button("move-from", one.value, label=one.full_name, style=_BLURPLE) for one in sources
    ]
    return page(heading(f"{_ICON} {_('Move over')}"), text, below=below)


def plan_page(guild_id: int, plan: MovePlan) -> discord.ui.LayoutView:
    """What would be done, what can't be, and the buttons that do it."""
    note = _("Nothing of theirs is changed. To go back, load their cog again.")
    blocks: list[discord.ui.Item[Any] | str] = [heading(_title(plan.source), note)]
    if plan.is_empty:
        blocks.append(_("Everything has come across already. Nothing is left to do."))
    else:
        blocks += _coming(guild_id, plan)
    blocks += _staying(plan, (_THREADS, _LEFT_OUT))
    below = []
    if not plan.is_empty:
        below.append(
            button("move-start", plan.source.value, plan.token, label=_("Move over"), style=_GREEN)
        )
    below.append(button("move-file", plan.source.value, label=_("Show as a file"), style=_GREY))
    below.append(button("move-cancel", label=_("Cancel"), style=_GREY))
    return page(*blocks, below=below)


def _title(source: Source) -> str:
    return f"{_ICON} {_('Move over from {name}').format(name=source.full_name)}"


def _coming(guild_id: int, plan: MovePlan, limit: int | None = None) -> Iterable[str]:
    """What comes, part by part."""
    if not plan.configuration.is_empty:
        yield _titled(_("Configuration"), changes_text(plan.configuration, limit or _CHANGES))
    facts = []
    if plan.blocks:
        facts.append(_("Blocked members: {count}").format(count=len(plan.blocks)))
    if plan.last_number is not None:
        text = _("New tickets have numbers above #{number}.")
        facts.append(text.format(number=plan.last_number))
    if facts:
        yield "\n".join(facts)
    if plan.panels:
        links = [
            f"- {words.message(guild_id, one.channel_id, one.message_id)}" for one in plan.panels
        ]
        title = _("Panels, which get my buttons")
        yield _titled(title, within(links, limit or _PANELS))
    if plan.tickets:
        yield _titled(_("Tickets"), _tickets(plan))


def _tickets(plan: MovePlan) -> str:
    closed = sum(one.state is State.CLOSED for one in plan.tickets)
    lines = [
        _("Open: {open} · closed: {closed}").format(
            open=len(plan.tickets) - closed, closed=closed
        ),
        _("Nobody sees more than before, and nobody is pinged. Names and topics stay."),
    ]
    return "\n".join(lines)


def _staying(plan: MovePlan, limits: tuple[int, int]) -> Iterable[discord.ui.Item[Any] | str]:
    """What is left alone, and what can't come as it was."""
    threads, left_out = limits
    if plan.found.threads:
        lines = [
            f"- {words.channel(one.channel_id)} · {words.member(one.opener_id)}"
            for one in plan.found.threads
        ]
        yield line()
        title = _("Tickets in threads stay as they are. Finish them by hand.")
        yield _titled(title, within(lines, threads))
    different = [f"- {problem_line(one)}" for one in plan.refused]
    different += [f"- {left_out_line(one)}" for one in plan.found.left_out]
    if different:
        yield line()
        yield _titled(_("What doesn't come, or not as it was"), within(different, left_out))


def _titled(title: str, text: str) -> str:
    return f"**{title}**\n{text}"


def plan_file(guild_id: int, plan: MovePlan, name_of: Callable[[int], str | None]) -> str:
    """All of it as a text."""
    everything = 10**9
    parts = [
        _title(plan.source),
        *_coming(guild_id, plan, everything),
        *(one for one in _staying(plan, (everything, everything)) if isinstance(one, str)),
    ]
    return with_names("\n\n".join(parts), name_of) + "\n"


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
