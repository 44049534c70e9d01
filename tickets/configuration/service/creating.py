"""Making the category and the staff's channels: all of what is wanted, or nothing.

Discord offers nothing by which a category could be recognised, so it is written down what it
is asked for before it is asked. The note is a job that is dropped at the end: if the bot ends
before, the job is done at the next start, and undoes what was made, or finishes it if only the
settings were still to be stored.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.access import category_plan, staff_channel_plan
from ...core.job import Job, JobKind
from ...core.place import CATEGORY_LIMIT
from ...lifecycle.service.placing import require_usable
from ...panels.service.panels import create_panel, post_panel, withdraw_panel
from ...requests.service import reception_was_chosen
from ...staff_log.notices import NoticeKind
from ...staff_log.service import tell_each
from ..rules import Foundation, Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ...core.app import Desk
    from ...core.overwrite import Overwrite
    from ...core.place import Place
    from ...core.settings import Settings
    from ...panels.rules import Panel

log = logging.getLogger("red.tickets.founding")


async def create_category(desk: Desk, guild_id: int) -> Settings:
    """Makes a category for tickets and chooses it; somebody else's at this moment is as good.

    Raises ``MissingPermissions``, ``NoRoom``, or what else Discord says.
    """
    return await _create(desk, guild_id, Room.CATEGORY)


async def create_staff_channel(desk: Desk, guild_id: int, room: Room) -> Settings:
    """Makes the reception or transcript channel, in the tickets' category, and chooses it.

    Raises ``MissingPermissions``, ``NoRoom``, or what else Discord says.
    """
    return await _create(desk, guild_id, room)


async def _create(desk: Desk, guild_id: int, room: Room) -> Settings:
    seen = await desk.settings.of(guild_id)
    async with founding(desk, guild_id) as work:
        settings = await desk.settings.of(guild_id)
        if getattr(settings, room.value) != getattr(seen, room.value):
            # Somebody else, or an impatient finger, was faster.
            return settings
        made = await work.make(room, settings, settings.category_id)
        return await work.keep(**{room.value: made})


def require_possible(
    desk: Desk, guild_id: int, room: Room, settings: Settings, category_id: int | None
) -> Place:
    """Where it would be made; raises what Discord would refuse it for.

    A channel goes into the category; one that was deleted unnoticed is as good as none.
    """
    inside = None if room is Room.CATEGORY else category_id
    place = desk.rooms.place(guild_id, inside) or desk.rooms.place(guild_id, None)
    if place is None or desk.rooms.is_full(guild_id):
        raise errors.NoRoom(category_id=None)
    if place.category_id is not None and place.channels >= CATEGORY_LIMIT:
        raise errors.NoRoom(category_id=place.category_id)
    require_usable(place, _overwrites(desk, guild_id, room, settings), settings.terms())
    return place


def _overwrites(
    desk: Desk, guild_id: int, room: Room, settings: Settings
) -> tuple[Overwrite, ...]:
    make = category_plan if room is Room.CATEGORY else staff_channel_plan
    return make(
        everyone_id=guild_id,
        bot_id=desk.rooms.bot_id(guild_id),
        terms=settings.terms(),
        existing_roles=desk.rooms.role_ids(guild_id),
    )


async def finish_founding(desk: Desk, job: Job) -> None:
    """Undoes, or finishes, what was being made when the bot ended. Says so to the admins."""
    async with desk.locks.on("founding", job.guild_id):
        present = await desk.work.present(job)
        if present is None:
            return
        work = Founding(desk, present)
        changes = present.body["settings"]
        if changes is not None and await work.is_there():
            await _store(desk, job.guild_id, changes)
            await tell_each(desk, job.guild_id, NoticeKind.FOUNDING_FINISHED)
            return
        await work.remove()
        if (present.body["made"] or present.body["panel"]) and not present.body["told"]:
            await tell_each(desk, job.guild_id, NoticeKind.FOUNDING_UNDONE)


async def _store(desk: Desk, guild_id: int, changes: Mapping[str, Any]) -> Settings:
    changes = {
        name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()
    }
    settings = await desk.settings.change(guild_id, **changes)
    if changes.get("reception_channel_id") is not None:
        await reception_was_chosen(desk, guild_id)
    return settings


@asynccontextmanager
async def founding(desk: Desk, guild_id: int) -> AsyncIterator[Founding]:
    """Makes things for a server; whatever goes wrong inside removes them again.

    One after the other for each server. Raises ``LeftBehind`` instead of the error if
    something couldn't be removed.
    """
    async with desk.locks.on("founding", guild_id):
        job = await desk.work.note(
            Job(
                guild_id=guild_id,
                kind=JobKind.FOUNDING,
                queue=f"founding:{secrets.token_hex(8)}",
                body={"made": [], "panel": None, "settings": None, "told": False},
                created_at=desk.now(),
            )
        )
        work = Founding(desk, job)
        try:
            yield work
        except Exception as error:
            left = await work.undone()
            if left:
                raise errors.LeftBehind(cause=error, channel_ids=left) from error
            raise
        except BaseException:
            desk.work.wake((work.job,))
            raise
        await desk.work.drop(work.job)


class Founding:
    """What is being made, and the note of it."""

    def __init__(self, desk: Desk, job: Job) -> None:
        self._desk = desk
        self.job = job

    async def make(self, room: Room, settings: Settings, category_id: int | None) -> int:
        """Creates a category, or a channel in `category_id`, for who `settings` name."""
        desk, guild_id, made = self._desk, self.job.guild_id, self._made()
        if category_id not in {one.id for one in made}:
            category_id = require_possible(desk, guild_id, room, settings, category_id).category_id
        wanted = desk.premises.plan(guild_id, room, category_id)
        await self._note(made=[asdict(one) for one in (*made, wanted)])
        overwrites = _overwrites(desk, guild_id, room, settings)
        try:
            made_id = await desk.premises.create(guild_id, wanted, overwrites)
        except errors.CategoryFull as error:
            raise errors.NoRoom(category_id=error.category_id) from error
        except errors.GuildFull as error:
            raise errors.NoRoom(category_id=None) from error
        await self._note(made=[asdict(one) for one in (*made, replace(wanted, id=made_id))])
        return made_id

    async def post(self, panel: Panel) -> Panel:
        """Stores a new panel and posts it."""
        created = (await create_panel(self._desk, panel, self.job)).panel
        self.job = replace(self.job, body={**self.job.body, "panel": created.number})
        return (await post_panel(self._desk, created)).panel

    async def keep(self, **changes: Any) -> Settings:
        """Stores the settings that make it all last."""
        # From here on, a bot that ends has this finished at its next start, not undone.
        await self._note(settings=changes)
        try:
            return await _store(self._desk, self.job.guild_id, changes)
        except BaseException:
            await self._note(settings=None)
            raise

    async def is_there(self) -> bool:
        """Whether everything that was made still exists, as far as the bot knows."""
        existing = self._desk.premises.existing(self.job.guild_id)
        panels = await self._desk.panels.of(self.job.guild_id)
        numbers = {None, *(panel.number for panel in panels)}
        return self.job.body["panel"] in numbers and all(
            one.id in existing for one in self._made()
        )

    async def undone(self) -> tuple[int, ...]:
        """Removes what was made, soon if Discord has trouble; returns what has to stay."""
        try:
            left = await self.remove()
        except errors.DiscordUnreachable:
            await self._note(told=True)
            self._desk.work.wake((self.job,))
            return ()
        await self._desk.work.drop(self.job)
        return left

    async def remove(self) -> tuple[int, ...]:
        """Removes what was made, as far as Discord allows; returns what has to stay."""
        gone: set[int] = set()
        left: list[int] = []
        if self.job.body["panel"] is not None:
            await withdraw_panel(self._desk, self.job.guild_id, self.job.body["panel"])
        for one in reversed(self._made()):
            await self._remove(one, gone, left)
        return tuple(left)

    async def _remove(self, one: Foundation, gone: set[int], left: list[int]) -> None:
        premises, guild_id = self._desk.premises, self.job.guild_id
        channel_id = one.id or await premises.find(guild_id, one)
        if channel_id is None:
            return
        try:
            if await premises.remove_if_unused(guild_id, channel_id, gone=gone):
                gone.add(channel_id)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("Channel %s of server %s stays: %r", channel_id, guild_id, error)
            left.append(channel_id)

    def _made(self) -> tuple[Foundation, ...]:
        return tuple(
            Foundation(**{**one, "room": Room(one["room"])}) for one in self.job.body["made"]
        )

    async def _note(self, **changes: Any) -> None:
        self.job = replace(self.job, body={**self.job.body, **changes})
        await self._desk.work.save(self.job)
