"""The doctor's pages: what is wrong, what it breaks, what to click, and what a repair changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.health import Finding, Report, Severity
from ...core.render import words
from ...core.render.controls import button
from ...core.render.failures import explain
from ...core.render.lists import place
from ...core.render.message import AMBER, GREEN, RED
from ...core.render.pages import beside, heading, line, page
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.errors import TicketError
    from ...core.health import Unchecked
    from .findings import Wording

#: Findings and characters on one page; a message holds 4,000, and has other words, too.
PAGE = 5
TEXT_LIMIT = 2800

MARKS = {Severity.FATAL: "🔴", Severity.SERIOUS: "🟠", Severity.ADVICE: "🔵"}
_COLOURS = {Severity.FATAL: RED, Severity.SERIOUS: AMBER, Severity.ADVICE: AMBER}
_GREY = discord.ButtonStyle.grey


# --------------------------------------------------------------------- pages


def report_page(
    report: Report, wording: Wording, key: str, number: int, *, said: str | None = None
) -> discord.ui.LayoutView:
    """A page of the report, from 0; one that is too far is the last. `said` stands above it."""
    pages = _pages(report, wording)
    number = min(max(number, 0), len(pages) - 1)
    blocks: list[discord.ui.Item[Any] | str] = [heading(_("Ticket check-up"), _summary(report))]
    if said is not None:
        blocks.append(said)
    for index, text in pages[number]:
        blocks += (line(), _with_button(report.findings[index], text, key, index))
    for what, error in report.unchecked:
        blocks += (line(), _unchecked(what, error))
    if report.findings:
        blocks += (line(), _how_to())
    again = button("doctor-page", key, number, 1, label=_("Check again"), style=_GREY)
    return page(*blocks, below=[*_turning(key, number, len(pages)), again], colour=_colour(report))


def _how_to() -> str:
    return _(
        "-# Settings of a channel or category: right-click it, or hold it on a phone, then "
        "**Edit**."
    )


def _summary(report: Report) -> str:
    if not report.findings:
        return (
            _("✅ Everything looks good.")
            if not report.unchecked
            else _("No problems found so far.")
        )
    return _("🔴 Blocking: {fatal} · 🟠 Warnings: {serious} · 🔵 Tips: {advice}").format(
        **{severity.name.lower(): len(report.of(severity)) for severity in Severity}
    )


def _colour(report: Report) -> discord.Colour:
    return _COLOURS[report.findings[0].severity] if report.findings else GREEN


def _pages(report: Report, wording: Wording) -> list[list[tuple[int, str]]]:
    """What stands on each page: findings by their place in the report, and their words."""
    pages: list[list[tuple[int, str]]] = [[]]
    for index, finding in enumerate(report.findings):
        text = _text(finding, wording)
        used = sum(len(other) for _index, other in pages[-1])
        if pages[-1] and (len(pages[-1]) >= PAGE or used + len(text) > TEXT_LIMIT):
            pages.append([])
        pages[-1].append((index, text))
    return pages


def _text(finding: Finding, wording: Wording) -> str:
    check = finding.check
    what, breaks, fix = (
        wording.of(text, finding) for text in (check.what, check.breaks, check.fix)
    )
    if finding.type_name is not None:
        what = f"{words.escaped(words.name(finding.type_name))} · {what}"
    return f"{MARKS[finding.severity]} **{_unbold(what)}**\n{breaks}\n➜ {fix}"


def _with_button(finding: Finding, text: str, key: str, index: int) -> discord.ui.Item[Any] | str:
    if finding.repair is None:
        return text
    style = discord.ButtonStyle.blurple
    return beside(text, button("doctor-repair", key, index, label=_("Repair"), style=style))


def _unbold(text: str) -> str:
    """Without marks that would end the bold around it."""
    return text.replace("**", "")


def _unchecked(what: Unchecked, error: TicketError) -> str:
    return _(what.words).format(why=explain(error))


def _turning(key: str, number: int, pages: int) -> Iterator[discord.ui.Button[Any]]:
    """*Previous*, where one is, and *Next*."""
    if pages == 1:
        return
    back = button("doctor-page", key, max(number - 1, 0), 0, label="◀", style=_GREY)
    back.disabled = number == 0
    yield back
    yield place(number, pages)
    forth = button("doctor-page", key, number + 1, 0, label="▶", style=_GREY)
    forth.disabled = number == pages - 1
    yield forth


def question_page(finding: Finding, wording: Wording, key: str) -> discord.ui.LayoutView:
    """What a repair would change, before anything is changed."""
    return page(
        heading(_("Repair?")),
        f"{MARKS[finding.severity]} {wording.of(finding.check.what, finding)}",
        line(),
        _("**This will change:**"),
        wording.of(finding.check.change, finding),
        below=[
            button("doctor-confirm", key, label=_("Repair"), style=discord.ButtonStyle.green),
            button("doctor-page", key, 0, 0, label=_("Back"), style=_GREY),
        ],
        colour=_COLOURS[finding.severity],
    )


def looking_page(done: int, calls: int) -> discord.ui.LayoutView:
    """Shown while the doctor still waits for Discord."""
    return page(_("🩺 Checking your server… {done}/{calls}").format(done=done, calls=calls))


def repaired(failures: Iterable[TicketError], *, is_repaired: bool, goes_on: bool) -> str:
    """What became of a repair; `goes_on`: much of it is done after the answer."""
    failed = list(failures)
    if failed:
        return _("⚠️ Not everything could be repaired. {why}").format(why=explain(failed[0]))
    if is_repaired:
        return _("✅ Repaired.")
    if goes_on:
        return _("🛠️ The repair goes on in the background. Check again in a moment.")
    return _("⚠️ The repair has changed nothing here.")


def something_changed() -> str:
    """A repair was agreed to that is no longer the same."""
    return _("Something changed in the meantime, so nothing was repaired. Check again.")
