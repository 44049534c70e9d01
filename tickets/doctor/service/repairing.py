"""What the bot itself can do about the doctor's findings."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.lazy_dataclass import lazy_dataclass
from .examining import examine, known_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...core.app import App
    from ...core.health import Finding, Report

log = logging.getLogger("red.tickets.doctor")

#: Seconds between looks whether a change has been noticed.
PAUSES = (0.3, 0.7, 1.0)


@lazy_dataclass(frozen=True, kw_only=True)
class Repaired:
    """How it looks after a repair."""

    report: Report
    #: Whether the finding is gone.
    is_repaired: bool
    #: False if there was another finding by then: nothing was done.
    was_tried: bool
    failures: tuple[errors.TicketError, ...] = ()


async def repair(
    app: App,
    guild_id: int,
    finding: Finding,
    progress: Callable[[int, int], object] | None = None,
) -> Repaired:
    """Repairs what was found, exactly as somebody agreed to it, and looks again.

    If the server has changed since then so that the finding is another one, nothing is done.
    """
    async with app.locks.on("doctor", guild_id):
        before = await examine(app, guild_id, progress)
        if finding not in before.findings:
            return Repaired(report=before, is_repaired=False, was_tried=False)
        failures = await app.features.repairs[_repair_of(finding)].run(app, guild_id, finding)
        for error in failures:
            log.warning("Repair %s of server %s: %r", finding.repair, guild_id, error)
        if not failures:
            await _wait_for_event(app, guild_id, finding)
        after = await examine(app, guild_id, progress)
    left = {one.check.name for one in after.findings}
    return Repaired(
        report=after,
        is_repaired=finding.check.name not in left,
        was_tried=True,
        failures=failures,
    )


async def _wait_for_event(app: App, guild_id: int, finding: Finding) -> None:
    """Waits a moment for Discord's event about the change, which updates what the bot sees."""
    for pause in PAUSES:
        report = await known_problems(app, guild_id)
        if finding.check.name not in {one.check.name for one in report.findings}:
            return
        await asyncio.sleep(pause)


def _repair_of(finding: Finding) -> str:
    if finding.repair is None:
        raise errors.UnknownTicket
    return finding.repair
