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
from ...core.access import category_plan, staff_channel_plan, within
from ...core.job import Job
from ...core.place import CATEGORY_LIMIT
from ...core.team import Team
from ...lifecycle.service.placing import require_usable
from ...lifecycle.service.twins import remove_twins
from ...lifecycle.settings import ClosingSettings, OpeningSettings
from ...panels.service.panels import create_panel, post_panel, undo_panel
from ...panels.store import PanelStore
from ...staff_log.service import tell_each
from ..discord import StaffChannels
from ..rules import (
    CREATION,
    CREATION_FINISHED,
    CREATION_UNDONE,
    Creatable,
    LeftBehind,
    NoSpace,
    Planned,
)
from .changing import call_after_change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ...core.app import App
    from ...core.overwrite import Overwrite
    from ...core.place import Place
    from ...core.settings import Settings
    from ...panels.rules import Panel

log = logging.getLogger("red.tickets.creation")


async def create(
    app: App, guild_id: int, what: Creatable, *, type_id: int | None = None
) -> Settings:
    """Makes a category for tickets, or one of the staff's channels in it, and chooses it.

    For a type if `type_id` is given, else for the server. Somebody else's at this moment is as
    good. Raises ``MissingPermissions``, ``NoSpace``, or what else Discord says.
    """
    seen = (await app.settings.of(guild_id)).for_type(type_id)
    async with creation(app, guild_id, type_id) as work:
        settings = (await app.settings.of(guild_id)).for_type(type_id)
        if settings.get(what.value) != seen.get(what.value):
            # Somebody else, or an impatient finger, was faster.
            return settings
        made = await work.make(what, settings, settings[OpeningSettings].category_id)
        return await work.keep(**{what.value: made})


def require_possible(
    app: App, guild_id: int, what: Creatable, settings: Settings, category_id: int | None
) -> Place:
    """Where it would be made; raises what Discord would refuse it for.

    A channel goes into the category; one that was deleted unnoticed is as good as none.
    """
    inside = None if what is Creatable.CATEGORY else category_id
    place = app.channels.place(guild_id, inside) or app.channels.place(guild_id, None)
    if place is None or app.channels.is_full(guild_id):
        raise NoSpace(category_id=None)
    if place.category_id is not None and place.channels >= CATEGORY_LIMIT:
        raise NoSpace(category_id=place.category_id)
    require_usable(place, _overwrites(app, guild_id, what, settings), settings)
    return place


def _overwrites(
    app: App, guild_id: int, what: Creatable, settings: Settings
) -> tuple[Overwrite, ...]:
    about: dict[str, Any] = {
        "everyone_id": guild_id,
        "bot_id": app.channels.bot_id(guild_id),
        "team": settings[Team],
        "existing_roles": app.channels.role_ids(guild_id),
    }
    if what is Creatable.CATEGORY:
        return category_plan(**about, readable=settings[ClosingSettings].stays_readable)
    return staff_channel_plan(**about)


async def finish_creation(app: App, job: Job) -> None:
    """Undoes, or finishes, what was being made when the bot ended. Says so to the admins."""
    async with app.locks.on("creation", job.guild_id):
        present = await app.work.stored(job)
        if present is None:
            return
        work = Creation(app, present)
        changes = present.body["settings"]
        if changes is not None and await work.is_there():
            await _store(app, job.guild_id, present.body.get("type"), changes)
            await tell_each(app, job.guild_id, CREATION_FINISHED)
            return
        await work.remove()
        if (present.body["made"] or present.body["panel"]) and not present.body["told"]:
            await tell_each(app, job.guild_id, CREATION_UNDONE)


async def _store(
    app: App, guild_id: int, type_id: int | None, changes: Mapping[str, Any]
) -> Settings:
    settings = await app.settings.change_stored(guild_id, changes, type_id=type_id)
    await call_after_change(app, guild_id, settings, *changes)
    return settings


@asynccontextmanager
async def creation(app: App, guild_id: int, type_id: int | None = None) -> AsyncIterator[Creation]:
    """Makes things for a server, or a type; whatever goes wrong inside removes them again.

    One after the other for each server. Raises ``LeftBehind`` instead of the error if
    something couldn't be removed.
    """
    async with app.locks.on("creation", guild_id):
        job = await app.work.note(
            Job(
                guild_id=guild_id,
                kind=CREATION,
                queue=f"{CREATION}:{secrets.token_hex(8)}",
                body={
                    "made": [],
                    "panel": None,
                    "settings": None,
                    "told": False,
                    "type": type_id,
                },
                created_at=app.now(),
            )
        )
        work = Creation(app, job)
        try:
            yield work
        except Exception as error:
            left = await work.undo()
            if left:
                raise LeftBehind(cause=error, channel_ids=left) from error
            raise
        except BaseException:
            app.work.wake((work.job,))
            raise
        await app.work.drop(work.job)


class Creation:
    """What is being made, and the note of it."""

    def __init__(self, app: App, job: Job) -> None:
        self._app = app
        self.job = job

    async def make(self, what: Creatable, settings: Settings, category_id: int | None) -> int:
        """Creates a category, or a channel in `category_id`, for who `settings` name."""
        app, guild_id, made = self._app, self.job.guild_id, self._made()
        if category_id not in {one.id for one in made}:
            category_id = require_possible(app, guild_id, what, settings, category_id).category_id
        name = settings.type.name if settings.type is not None else None
        wanted = app[StaffChannels].plan(guild_id, what, category_id, name)
        await self._note(made=[asdict(one) for one in (*made, wanted)])
        overwrites = _overwrites(app, guild_id, what, settings)
        server = app.channels.place(guild_id, None)
        if what is Creatable.CATEGORY and server is not None:
            overwrites = within(overwrites, (), server.grantable)
        try:
            made_id = await app[StaffChannels].create(guild_id, wanted, overwrites)
        except errors.CategoryFull as error:
            raise NoSpace(category_id=error.category_id) from error
        except errors.GuildFull as error:
            raise NoSpace(category_id=None) from error
        await self._note(made=[asdict(one) for one in (*made, replace(wanted, id=made_id))])
        await remove_twins(app, guild_id, made_id, after_id=wanted.after_id)
        return made_id

    async def post(self, panel: Panel) -> Panel:
        """Stores a new panel and posts it."""
        created = (await create_panel(self._app, panel, self.job)).panel
        self.job = replace(self.job, body={**self.job.body, "panel": created.number})
        return (await post_panel(self._app, created)).panel

    async def keep(self, **changes: Any) -> Settings:
        """Stores the settings that make it all last."""
        # From here on, a bot that ends has this finished at its next start, not undone.
        changes = self._app.settings.as_stored(changes)
        await self._note(settings=changes)
        try:
            return await _store(self._app, self.job.guild_id, self.job.body.get("type"), changes)
        except BaseException:
            await self._note(settings=None)
            raise

    async def is_there(self) -> bool:
        """Whether everything that was made still exists, as far as the bot knows."""
        existing = self._app[StaffChannels].existing(self.job.guild_id)
        panels = await self._app[PanelStore].of(self.job.guild_id)
        numbers = {None, *(panel.number for panel in panels)}
        return self.job.body["panel"] in numbers and all(
            one.id in existing for one in self._made()
        )

    async def undo(self) -> tuple[int, ...]:
        """Removes what was made, soon if Discord has trouble; returns what has to stay."""
        try:
            left = await self.remove()
        except errors.DiscordUnreachable:
            await self._note(told=True)
            self._app.work.wake((self.job,))
            return ()
        await self._app.work.drop(self.job)
        return left

    async def remove(self) -> tuple[int, ...]:
        """Removes what was made, as far as Discord allows; returns what has to stay."""
        gone: set[int] = set()
        left: list[int] = []
        if self.job.body["panel"] is not None:
            await undo_panel(self._app, self.job.guild_id, self.job.body["panel"])
        for one in reversed(self._made()):
            await self._remove(one, gone, left)
        return tuple(left)

    async def _remove(self, one: Planned, gone: set[int], left: list[int]) -> None:
        channels, guild_id = self._app[StaffChannels], self.job.guild_id
        channel_id = one.id or await channels.find(guild_id, one)
        if channel_id is None:
            return
        try:
            if await channels.remove_if_unused(guild_id, channel_id, gone=gone):
                gone.add(channel_id)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("Channel %s of server %s stays: %r", channel_id, guild_id, error)
            left.append(channel_id)

    def _made(self) -> tuple[Planned, ...]:
        return tuple(Planned.from_body(one) for one in self.job.body["made"])

    async def _note(self, **changes: Any) -> None:
        self.job = replace(self.job, body={**self.job.body, **changes})
        await self._app.work.save(self.job)
