"""The doctor: what is wrong with the ticket system of a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..checks.every import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...core.app import Desk
    from ...core.facts import Facts
    from ...core.health import Report
    from ...core.settings import Settings


async def known_problems(desk: Desk, guild_id: int, settings: Settings | None = None) -> Report:
    """What is wrong as far as the bot knows without asking Discord: no call is made.

    With `settings`, what would be wrong if they were stored.

    Good for counting, before the system is enabled, and as often as somebody looks. Left out
    is what only :func:`examine` can know: whether slash commands are synced, who is shown
    ``/ticketmod``, and whether panels' messages are still there.
    """
    return diagnose(await _facts(desk, guild_id, settings))


async def examine(
    desk: Desk, guild_id: int, progress: Callable[[int, int], object] | None = None
) -> Report:
    """Everything that is wrong; takes two calls and one for each posted panel.

    `progress` hears how many of how many calls have been answered.
    """
    facts = await _facts(desk, guild_id)
    asked, unseen = await desk.checkup.ask(facts, progress or _nobody_waits)
    return diagnose(replace(facts, asked=asked), unseen)


def _nobody_waits(done: int, calls: int) -> None:
    """Hears of progress that nobody wants to know of."""


async def _facts(desk: Desk, guild_id: int, settings: Settings | None = None) -> Facts:
    settings = settings or await desk.settings.of(guild_id)
    return await desk.checkup.facts(
        guild_id,
        settings,
        tickets=await desk.tickets.live(guild_id),
        requests=await desk.tickets.requests(guild_id),
        panels=await desk.panels.of(guild_id),
        disk=await desk.disk.look(),
        category_refused=settings.category_id in desk.full_categories,
    )
