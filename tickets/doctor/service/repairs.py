"""What the bot itself can do about the doctor's findings."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...access.service import apply_present_roles, mend_overwrites
from ...configuration.rules import Room
from ...configuration.service.creating import create_category, create_staff_channel
from ...core import errors
from ...core.health import Permissions, Repair
from ...core.logs import apply_roles
from ...core.repair_plans import allowing_plan, private_plan
from ...panels.service.panels import change_panel, post_panel
from ...requests.service import bring_up_to_date, reception_was_chosen
from .examining import examine, known_problems

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from ...core.app import Desk
    from ...core.health import Finding, Report

log = logging.getLogger("red.tickets.doctor")

#: So many tickets are put right while somebody waits for it; more are a job.
AT_ONCE = 5
#: Seconds between looks whether a change has been noticed.
PAUSES = (0.3, 0.7, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """How it looks after a repair."""

    report: Report
    #: Whether the finding is gone.
    is_mended: bool
    #: False if there was another finding by then: nothing was done.
    was_tried: bool
    failures: tuple[errors.TicketError, ...] = ()


async def repair(
    desk: Desk,
    guild_id: int,
    finding: Finding,
    progress: Callable[[int, int], object] | None = None,
) -> Repaired:
    """Mends what was found, exactly as somebody agreed to it, and looks again.

    If the server has changed since then so that the finding is another one, nothing is done.
    """
    async with desk.locks.on("doctor", guild_id):
        before = await examine(desk, guild_id, progress)
        if finding not in before.findings:
            return Repaired(report=before, is_mended=False, was_tried=False)
        failures = await _REPAIRS[_repair_of(finding)](desk, guild_id, finding)
        for error in failures:
            log.warning("Repair %s of server %s: %r", finding.repair, guild_id, error)
        if not failures:
            await _until_noticed(desk, guild_id, finding)
        after = await examine(desk, guild_id, progress)
    left = {one.check.name for one in after.findings}
    return Repaired(
        report=after,
        is_mended=finding.check.name not in left,
        was_tried=True,
        failures=failures,
    )


async def _until_noticed(desk: Desk, guild_id: int, finding: Finding) -> None:
    """Waits a moment for Discord's notice of the change: the bot sees by that how it looks now."""
    for pause in PAUSES:
        report = await known_problems(desk, guild_id)
        if finding.check.name not in {one.check.name for one in report.findings}:
            return
        await asyncio.sleep(pause)


def _repair_of(finding: Finding) -> Repair:
    if finding.repair is None:
        raise errors.UnknownTicket
    return finding.repair


async def _each(
    numbers: Iterable[int], mend: Callable[[int], Awaitable[object]]
) -> tuple[errors.TicketError, ...]:
    """Mends one after the other; returns what failed."""
    failures: list[errors.TicketError] = []
    for number in numbers:
        try:
            await mend(number)
        except errors.TicketError as error:
            failures.append(error)
    return tuple(failures)


# ------------------------------------------------------------------ settings


async def _forget_roles(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    settings = await desk.settings.of(guild_id)
    gone = finding.case.targets
    await desk.settings.change(
        guild_id,
        moderator_role_ids=tuple(one for one in settings.moderator_role_ids if one not in gone),
        access_role_ids=tuple(one for one in settings.access_role_ids if one not in gone),
    )
    return ()


async def _forget_channels(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    settings = await desk.settings.of(guild_id)
    for key in ("reception_channel_id", "transcript_channel_id"):
        if getattr(settings, key) in finding.case.targets:
            await desk.settings.change(guild_id, **{key: None})
    return ()


# ------------------------------------------------------------------ channels


async def _make_category(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    return await _each(finding.case.targets, lambda _guild: create_category(desk, guild_id))


async def _make_reception(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    return await _each(
        finding.case.targets, lambda _guild: create_staff_channel(desk, guild_id, Room.RECEPTION)
    )


async def _make_transcripts(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    return await _each(
        finding.case.targets, lambda _guild: create_staff_channel(desk, guild_id, Room.TRANSCRIPTS)
    )


async def _hide_channels(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    settings = await desk.settings.of(guild_id)
    existing = desk.rooms.role_ids(guild_id)
    moderators = [role for role in settings.moderator_role_ids if role in existing]

    async def hide(channel_id: int) -> None:
        plan = private_plan(
            desk.rooms.overwrites_of(guild_id, channel_id),
            everyone_id=guild_id,
            bot_id=desk.rooms.bot_id(guild_id),
            role_ids=moderators,
        )
        await desk.rooms.set_overwrites_of(guild_id, channel_id, plan)

    return await _each(finding.case.targets, hide)


async def _allow_bot(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    missing = finding.case.about["permissions"]
    assert isinstance(missing, Permissions)

    async def allow(channel_id: int) -> None:
        plan = allowing_plan(
            desk.rooms.overwrites_of(guild_id, channel_id),
            member_id=desk.rooms.bot_id(guild_id),
            allow=frozenset(missing.names),
        )
        await desk.rooms.set_overwrites_of(guild_id, channel_id, plan)

    return await _each(finding.case.targets, allow)


# ------------------------------------------------------------------- tickets


async def _apply_roles(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    return await _put_right(desk, guild_id, finding, mend=False)


async def _mend_tickets(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    return await _put_right(desk, guild_id, finding, mend=True)


async def _put_right(
    desk: Desk, guild_id: int, finding: Finding, *, mend: bool
) -> tuple[errors.TicketError, ...]:
    numbers = finding.case.targets
    if len(numbers) > AT_ONCE:
        await desk.work.add(apply_roles(desk, guild_id, numbers, mend=mend))
        return ()
    one = mend_overwrites if mend else apply_present_roles
    return await _each(numbers, lambda number: one(desk, guild_id, number))


# ------------------------------------------------------- panels and requests


async def _post_panels(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    async def post(number: int) -> None:
        await post_panel(desk, await desk.panels.get(guild_id, number))

    return await _each(finding.case.targets, post)


async def _drop_emojis(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    async def drop(number: int) -> None:
        panel = await desk.panels.get(guild_id, number)
        done = await change_panel(desk, panel, desk.board.with_present_emojis)
        if done.not_shown is not None:
            raise done.not_shown

    return await _each(finding.case.targets, drop)


async def _post_requests(
    desk: Desk, guild_id: int, finding: Finding
) -> tuple[errors.TicketError, ...]:
    numbers = finding.case.targets
    if len(numbers) > AT_ONCE:
        await reception_was_chosen(desk, guild_id)
        return ()
    return await _each(numbers, lambda number: bring_up_to_date(desk, guild_id, number))


_REPAIRS: dict[
    Repair, Callable[[Desk, int, Finding], Awaitable[tuple[errors.TicketError, ...]]]
] = {
    Repair.FORGET_ROLES: _forget_roles,
    Repair.FORGET_CHANNELS: _forget_channels,
    Repair.MAKE_CATEGORY: _make_category,
    Repair.MAKE_RECEPTION: _make_reception,
    Repair.MAKE_TRANSCRIPTS: _make_transcripts,
    Repair.HIDE_CHANNELS: _hide_channels,
    Repair.ALLOW_BOT: _allow_bot,
    Repair.APPLY_ROLES: _apply_roles,
    Repair.MEND_TICKETS: _mend_tickets,
    Repair.POST_PANELS: _post_panels,
    Repair.DROP_EMOJIS: _drop_emojis,
    Repair.POST_REQUESTS: _post_requests,
}
