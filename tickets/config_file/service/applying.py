"""Applying a configuration file: all of it, or nothing.

Settings are in Red's file, the rest in the database. What is stored in the database comes first,
with a job that knows the settings. If the bot ends before they are stored, they are stored when
it is loaded again, before anybody can see half of it. If storing them fails, the database is put
back. What shows on Discord follows as a job.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...configuration.service.changing import call_after_change
from ...core import errors
from ...core.job import Job
from ...panels.rules import PanelGone
from ...panels.service.panels import change_panel, get_panel
from ..rules import IMPORT
from ..store import ConfigurationStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ...core.app import App
    from ...core.settings import Settings
    from ..rules import Plan

log = logging.getLogger("red.tickets.import")


async def apply_import(app: App, plan: Plan) -> Settings:
    """Makes a server's configuration what the file says; returns the server's settings.

    Raises ``SettingsChanged`` if something was changed since the plan was made, and what the plan
    has against it. Then nothing has changed.
    """
    for problem in plan.problems:
        raise problem.error
    guild_id, applying = plan.guild_id, _Applying(app, plan)
    async with app.locks.on("form", guild_id), app.locks.on("panels", guild_id):
        settings = await app.settings.change_all(
            guild_id, plan.seen.settings, plan.values, applying.around
        )
    app.work.wake((applying.job,))
    return settings


class _Applying:
    """A plan, on its way into the database."""

    def __init__(self, app: App, plan: Plan) -> None:
        self._app = app
        self._plan = plan
        keys = [[type_id, list(keys)] for type_id, keys in plan.keys.items() if keys]
        self.job = Job(
            guild_id=plan.guild_id,
            kind=IMPORT,
            queue=f"{IMPORT}:{secrets.token_hex(8)}",
            body={"keys": keys, "panels": list(plan.panels)},
            created_at=app.now(),
        )

    @asynccontextmanager
    async def around(self, settings: Mapping[str, Any]) -> AsyncIterator[None]:
        """Stores everything but the settings, which are stored inside."""
        plan, store = self._plan, self._app[ConfigurationStore]
        parts = [
            (part.store, plan.parts[part.name]) for part in self._app.features.each("file_parts")
        ]
        self.job = await store.replace(
            plan.guild_id,
            (plan.seen.rows, plan.seen.last_type),
            plan.types,
            parts,
            replace(self.job, body={**self.job.body, "settings": dict(settings)}),
        )
        try:
            yield
        except Exception:
            await store.put_back(plan.guild_id, plan.seen.rows, self.job)
            raise
        self.job = await _note_stored(self._app, self.job)


async def _note_stored(app: App, job: Job) -> Job:
    job = replace(job, body={**job.body, "settings": None})
    await app.work.save(job)
    return job


async def store_what_is_left(app: App) -> None:
    """Stores the settings of imports that were cut off; nobody has seen anything of them yet."""
    for job in await app.work.of_kind(IMPORT):
        if job.body["settings"] is not None:
            try:
                await app.settings.change_stored(job.guild_id, job.body["settings"])
            except Exception:
                # Perhaps another version's: everything else has to load all the same.
                log.exception("An import of server %s can't be finished", job.guild_id)
            await _note_stored(app, job)


async def finish_import(app: App, job: Job) -> None:
    """Does what follows from changed settings, and shows panels anew."""
    guild_id = job.guild_id
    for type_id, keys in job.body["keys"]:
        settings = (await app.settings.of(guild_id)).for_type(type_id)
        for key in keys:
            try:
                await call_after_change(app, guild_id, settings, key)
            except errors.DiscordUnreachable:
                raise
            except errors.TicketError:
                log.warning(
                    "Setting %s of %s has not all its effects", key, guild_id, exc_info=True
                )
    for number in job.body["panels"]:
        await _show_panel(app, guild_id, number)


async def _show_panel(app: App, guild_id: int, number: int) -> None:
    with contextlib.suppress(PanelGone, errors.SettingRefused):
        done = await change_panel(app, await get_panel(app, guild_id, number), lambda now: now)
        if isinstance(done.not_shown, errors.DiscordUnreachable):
            raise done.not_shown
