"""The doctor's pages fit into Discord's messages, and every finding says what helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.core.builders import CHANNEL, COMPLETE, formatting_in
from tests.doctor.diagnoses import CHECKS, MAXIMAL, ORDINARY, a_finding, findings
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.health import Channels, Numbers, Report, Severity
from tickets.doctor.facts import INTEGRATIONS_UNCHECKED, SLASH_UNCHECKED
from tickets.doctor.render.findings import Wording, in_short
from tickets.doctor.render.pages import (
    PAGE,
    looking_page,
    question_page,
    repaired,
    report_page,
    something_changed,
)
from tickets.panels.facts import PANELS_UNCHECKED

if TYPE_CHECKING:
    from tickets.core.health import Check

# Views want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

KEY = "0123abcd"
WORDING = Wording("!")
EVERYTHING_UNCHECKED = tuple(
    (what, errors.MissingPermissions(names=("view_channel",), channel_id=CHANNEL))
    for what in (SLASH_UNCHECKED, INTEGRATIONS_UNCHECKED, PANELS_UNCHECKED)
)
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def texts(view: discord.ui.LayoutView) -> list[str]:
    return [
        item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)
    ]


def buttons(view: discord.ui.LayoutView) -> list[discord.ui.Button[Any]]:
    return [item for item in view.walk_children() if isinstance(item, discord.ui.Button)]


def check_page(view: discord.ui.LayoutView) -> None:
    """Discord's limits for a message of components."""
    assert sum(map(len, texts(view))) <= 4000
    assert all(texts(view))
    assert sum(1 for _ in view.walk_children()) <= 40
    ids = [button.custom_id for button in buttons(view)]
    assert len(ids) == len(set(ids))
    for button in buttons(view):
        assert 1 <= len(button.label or "") <= 80
        assert len(button.custom_id or "") <= 100
    assert view.is_finished(), "discord.py would keep it in memory"


async def test_every_page_fits(language: str) -> None:
    """However much is wrong, with the longest names in either language, each page fits."""
    found = findings(MAXIMAL)
    report = Report(findings=found, unchecked=EVERYTHING_UNCHECKED)
    failed = [errors.DiscordRefused(code=50035, text="x" * 500)]
    said = repaired(failed, is_repaired=False, goes_on=False)
    pages = [report_page(report, WORDING, KEY, number, said=said) for number in range(len(found))]
    for page in pages:
        check_page(page)
    shown = "\n".join("\n".join(texts(page)) for page in pages)
    for finding in found:
        assert WORDING.of(finding.check.fix, finding) in shown
    for finding in found:
        if finding.repair is not None:
            check_page(question_page(finding, WORDING, KEY))
    check_page(looking_page(3, 27))


async def test_the_longest_findings_on_one_page(language: str) -> None:
    """Also if the longest ones come together."""
    longest = sorted(
        findings(MAXIMAL),
        key=lambda one: sum(
            len(WORDING.of(text, one))
            for text in (one.check.what, one.check.breaks, one.check.fix)
        ),
    )
    report = Report(findings=tuple(longest[-PAGE:]), unchecked=EVERYTHING_UNCHECKED)
    check_page(report_page(report, WORDING, KEY, 0, said=something_changed()))


@every_check
async def test_every_finding_is_complete(check: Check, language: str) -> None:
    """Each says in whole sentences what is wrong, what it breaks, and what helps; what can be
    repaired says what that would change. Nothing is left to be filled in."""
    finding = a_finding(check)
    for template in (check.what, check.breaks, check.fix):
        text = WORDING.of(template, finding)
        assert text.endswith((".", "html", "`")) or text.rstrip("*").endswith("."), text
        assert not re.search(r"[{}]", text)
    assert bool(check.change) is (check.repair is not None)


@every_check
async def test_every_finding_is_translated(check: Check, language: str) -> None:
    """No English sentence stands on a page in a language that lacks nothing."""
    if language not in COMPLETE:
        return
    for template in filter(None, (check.what, check.breaks, check.fix, check.change)):
        assert WORDING.of(template, a_finding(check)) != template.format(**ORDINARY)


@every_check
async def test_names_are_harmless(check: Check) -> None:
    """Names of commands, files and packages are shown as they are, whatever is in them."""
    finding = a_finding(check, {**ORDINARY, "names": MAXIMAL["names"]})
    text = WORDING.of(check.what, finding)
    assert "<@1>" not in re.sub(r"`[^`]*`", "", text)


async def test_many_are_counted() -> None:
    """Of many channels or numbers the first are named, the others counted."""
    finding = a_finding(
        next(one for one in CHECKS if one.name == "tickets-visible"),
        {**ORDINARY, "channel": Channels(tuple(range(100, 110)))},
    )
    text = WORDING.of(finding.check.what, finding)
    assert text.count("<#") == 6
    assert "and 4 more" in text


async def test_the_worst_comes_first() -> None:
    """What prevents tickets stands above what doesn't work, and that above advice."""
    view = report_page(Report(findings=findings()), WORDING, KEY, 0)
    found = findings()
    assert [one.severity for one in found] == sorted(one.severity for one in found)
    fatal = sum(one.severity is Severity.FATAL for one in found)
    assert f"🔴 Blocking: {fatal} ·" in texts(view)[0]
    assert "🔴" in texts(view)[1]


async def test_only_what_can_be_repaired_has_a_button() -> None:
    """Where the bot can do nothing there is no Repair."""
    panel = next(one for one in CHECKS if one.name == "panel-dead")
    category = next(one for one in CHECKS if one.name == "category-hidden")
    report = Report(findings=(a_finding(category), a_finding(panel)))
    labels = [one.label for one in buttons(report_page(report, WORDING, KEY, 0))]
    assert labels == ["Repair", "Check again"]


async def test_a_list_for_who_enables() -> None:
    """In a plain message each finding is one line with what helps."""
    panel = a_finding(
        next(one for one in CHECKS if one.name == "panel-dead"),
        {**ORDINARY, "numbers": Numbers((1, 2))},
    )
    (line,) = in_short([panel], Wording(), 1000).splitlines()
    assert line.startswith("- The message of a panel was deleted")
    assert "#1, #2" in line
    assert "`ticketset category`" in line
    assert not list(formatting_in(line.replace("`", "").removeprefix("- ")))


@every_check
async def test_every_repair_is_declared(check: Check) -> None:
    """What a check says the bot can do is something that a feature does."""
    assert check.repair is None or check.repair in FEATURES.repairs


async def test_what_became_of_a_repair(language: str) -> None:
    """Failed, done, still going on, and without any effect sound different."""
    failed = [errors.GuildFull()]
    said = {
        repaired(failed, is_repaired=False, goes_on=True),
        repaired((), is_repaired=True, goes_on=True),
        repaired((), is_repaired=False, goes_on=True),
        repaired((), is_repaired=False, goes_on=False),
    }
    assert len(said) == 4
