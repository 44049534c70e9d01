"""Moving over from another ticket cog: what was shown is done, step by step, by one job.

The job is stored before anything is changed. Whatever it finds done already it leaves alone, so it
may be interrupted anywhere, and somebody may ask for it again.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ...config_file.service.applying import apply_import
from ...configuration.rules import NotReady
from ...configuration.service.changing import enable_system
from ...core import errors
from ...core.job import Job
from ...staff_log.service import tell_staff
from ..discord import TheirThings, reason
from ..finding import is_loaded
from ..rules.found import OldMessage, Source
from ..rules.moving import MIGRATE, MOVED_OVER, MovingAlready, PlanOutdated, Progress
from ..store import TakenOverStore
from . import planning
from .panels import take_panel
from .tickets import take_ticket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ...core.app import App
    from ..rules.found import Found
    from ..rules.moving import MovePlan

log = logging.getLogger("red.tickets.switching")

#: So often what Discord has trouble with is tried again: half an hour.
ATTEMPTS = 5
#: Seconds between two changes of what shows how far it is.
PAUSE = 5


def has_old_buttons(app: App, message_id: int) -> bool:
    """Whether a message is to lose another cog's buttons, and that cog isn't there to answer."""
    source = app[TakenOverStore].buttons.get(message_id)
    return source is not None and not is_loaded(app.bot, source)


async def is_moving(app: App, guild_id: int) -> bool:
    """Whether it is going on."""
    return any(one.guild_id == guild_id for one in await app.work.of_kind(MIGRATE))


async def require_idle(app: App, guild_id: int) -> None:
    """Raises ``MovingAlready`` while it is going on."""
    if await is_moving(app, guild_id):
        raise MovingAlready


async def begin_move(
    app: App,
    plan: MovePlan,
    *,
    token: str,
    by_id: int,
    place: tuple[int, int],
    begun: Callable[[], Awaitable[None]],
) -> None:
    """Does what was shown, if all is still as it was then.

    First comes the configuration, all or nothing. Panels and tickets follow, after `begun` has
    said so. `place` is the channel and message that show how far it is. Raises
    ``PlanOutdated``, ``MovingAlready`` and what the configuration meets with; then nothing has
    changed.
    """
    guild_id = plan.configuration.guild_id
    async with app.locks.on("moving over", guild_id):
        await require_idle(app, guild_id)
        if plan.token != token:
            raise PlanOutdated
        job = await app.work.note(
            Job(
                guild_id=guild_id,
                kind=MIGRATE,
                queue=f"{MIGRATE}:{guild_id}",
                body={
                    "source": plan.source.value,
                    "by": by_id,
                    "place": list(place),
                    "configured": False,
                    "enables": _enables(plan),
                    # What had come before, and what is to come.
                    "before": await app[TakenOverStore].count(guild_id, plan.source),
                    "panels": len(plan.found.panels) - len(plan.panels),
                    "tickets": len(plan.tickets),
                    "late": [],
                    "failed": [],
                },
                created_at=app.now(),
            )
        )
        try:
            if not plan.configuration.is_empty:
                await apply_import(app, plan.configuration)
        except Exception:
            await app.work.drop(job)
            raise
        await _note_beginning(app, plan.found, job)
        await begun()
        app.work.wake((job,))


def _enables(plan: MovePlan) -> bool:
    """Whether members could open tickets there, and nobody has set anything up here."""
    return plan.found.enabled and not plan.configuration.seen.settings.configured


async def _note_beginning(app: App, found: Found, job: Job) -> Job:
    """Stores what needs no call, and that the configuration is stored."""
    guild_id = job.guild_id
    panels = await planning.panels_left(app, found)
    tickets = await planning.tickets_left(app, guild_id, found)
    messages = [OldMessage(channel_id=one.channel_id, message_id=one.message_id) for one in panels]
    messages += [message for one in tickets for message in one.old_messages]
    await app[TakenOverStore].begin(
        guild_id,
        found.source,
        app.now(),
        last_number=found.last_number,
        blocks=await planning.new_blocks(app, guild_id, found),
        messages=messages,
    )
    job = replace(job, body={**job.body, "configured": True})
    await app.work.save(job)
    return job


async def move_over(app: App, job: Job) -> None:
    """Does the job; what is done stays done if the bot stops."""
    try:
        found = await planning.find(app, job.guild_id, Source(job.body["source"]))
        moving = _Moving(app, found, job)
        await moving.configure()
        await moving.enable()
        await moving.take_all()
    except errors.DiscordUnreachable:
        raise
    except errors.TicketError as error:
        # The other cog is loaded, say, or its data is gone.
        log.warning("Moving over on server %s was stopped: %r", job.guild_id, error)
        await _end(app, job, Progress(failed=((0, reason(error)),)))
    else:
        await _end(app, job, await moving.progress())


async def report_failure(app: App, job: Job) -> None:
    """Tells the staff of what has stopped for good."""
    await _end(app, job, Progress(failed=((0, reason(errors.DiscordUnreachable())),)))


async def _end(app: App, job: Job, progress: Progress) -> None:
    source = Source(job.body["source"])
    about = f"{source.value} {progress.panels} {progress.tickets} {len(progress.failed)}"
    await _show(app, job, progress, is_over=True)
    await tell_staff(app, job.guild_id, MOVED_OVER, about, every_time=True)


async def _show(app: App, job: Job, progress: Progress, *, is_over: bool) -> None:
    source = Source(job.body["source"])
    channel_id, message_id = job.body["place"]
    try:
        await app[TheirThings].show(
            job.guild_id, (channel_id, message_id), source, progress, is_over=is_over
        )
    except errors.DiscordSaidNo:
        log.info("How far it is could not be shown", exc_info=True)


class _Moving:
    """One attempt at the job."""

    def __init__(self, app: App, found: Found, job: Job) -> None:
        self._app = app
        self._found = found
        self._job = job
        self._shown_at = 0.0

    async def configure(self) -> None:
        """What a killed bot may not have come to: the configuration, and what goes with it."""
        if self._job.body["configured"]:
            return
        app, guild_id = self._app, self._job.guild_id
        plan, _refused = await planning.plan_configuration(
            app, guild_id, self._found, self._job.body["place"][0]
        )
        if not plan.is_empty and not plan.problems:
            await apply_import(app, plan)
        self._job = await _note_beginning(app, self._found, self._job)

    async def enable(self) -> None:
        """Lets members open tickets, unless something stands against it: the end says so."""
        if not self._job.body["enables"]:
            return
        try:
            await enable_system(self._app, self._job.guild_id)
        except NotReady as error:
            log.info("Tickets of server %s aren't enabled: %r", self._job.guild_id, error)
        await self._note(enables=False)

    async def take_all(self) -> None:
        """Panels, then tickets. What Discord has trouble with comes last, in later attempts."""
        late = self._job.body["late"]
        for key, channel_id, step in sorted(await self._left(), key=lambda one: one[0] in late):
            await self._try(key, channel_id, step)
            await self._show_sometimes()

    async def _left(self) -> list[tuple[int, int, Callable[[], Awaitable[None]]]]:
        """What is to be done: an id, the channel that it is about, and doing it."""
        app, guild_id, found = self._app, self._job.guild_id, self._found
        source, by_id = found.source, self._job.body["by"]
        given_up = {one[0] for one in self._job.body["failed"]}
        buttons = app[TakenOverStore].buttons
        panels = [
            (one.message_id, one.channel_id, partial(take_panel, app, guild_id, found, one))
            for one in found.panels
            # Shown or not: it knows those whose message is this cog's already.
            if one.message_id in buttons
        ]
        tickets = [
            (
                one.channel_id,
                one.channel_id,
                partial(take_ticket, app, guild_id, source, one, by_id),
            )
            for one in await planning.tickets_left(app, guild_id, found)
        ]
        return [one for one in (*panels, *tickets) if one[0] not in given_up]

    async def _try(self, key: int, channel_id: int, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except errors.DiscordUnreachable as error:
            if self._job.attempts < ATTEMPTS:
                # The others needn't wait for this one.
                await self._note(late=[*self._job.body["late"], key])
                raise
            await self._give_up(key, channel_id, error)
        except errors.TicketError as error:
            await self._give_up(key, channel_id, error)

    async def _give_up(self, key: int, channel_id: int, error: errors.TicketError) -> None:
        log.warning("Channel %s stays another cog's: %r", channel_id, error, exc_info=error)
        await self._note(failed=[*self._job.body["failed"], [key, channel_id, reason(error)]])

    async def _note(self, **changes: Any) -> None:
        """Remembers how far it is."""
        self._job = replace(self._job, body={**self._job.body, **changes})
        await self._app.work.save(self._job)

    async def progress(self) -> Progress:
        """How far it is."""
        app, found, body = self._app, self._found, self._job.body
        guild_id = self._job.guild_id
        here = len(found.panels) - len(await planning.panels_left(app, found))
        come = await app[TakenOverStore].count(guild_id, found.source)
        return Progress(
            panels=here - body["panels"],
            tickets=come - body["before"],
            panels_of=len(found.panels) - body["panels"],
            tickets_of=body["tickets"],
            failed=tuple((channel, why) for _key, channel, why in body["failed"]),
            enabled=(await app.settings.of(guild_id)).enabled,
        )

    async def _show_sometimes(self) -> None:
        if time.monotonic() - self._shown_at > PAUSE:
            await _show(self._app, self._job, await self.progress(), is_over=False)
            self._shown_at = time.monotonic()
