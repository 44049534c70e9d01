"""Panels' messages that nobody knows, left when work was interrupted.

A message can't be recognised by its sending before Discord has answered, so it is written down
first which messages a panel may come to have. The note is dropped at the end; if that is never
reached, it is a job that removes whichever of them isn't the panel's.
"""

from __future__ import annotations

import secrets
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors
from ...core.job import Job
from ..discord import PanelMessages
from ..rules import NotAPanelChannel, Panel, PanelGone, PanelKind
from ..store import PanelStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...core.app import App


#: The job that removes them; a stored word.
PANEL = "panel"


@asynccontextmanager
async def known_messages(app: App, *panels: Panel) -> AsyncIterator[None]:
    """While the panel's message changes from one of these to another, or goes."""
    places = [(one.channel_id, one.message_id, one.owns_message) for one in panels]
    job = await app.work.note(
        Job(
            guild_id=panels[0].guild_id,
            kind=PANEL,
            queue=f"panel:{secrets.token_hex(8)}",
            body={"number": panels[0].number, "places": places},
            created_at=app.now(),
        )
    )
    try:
        yield
    except Exception as error:
        if isinstance(error, errors.DiscordUnreachable):
            # Perhaps it was posted all the same.
            app.work.wake((job,))
        else:
            await app.work.drop(job)
        raise
    await app.work.drop(job)


async def remove_unknown_messages(app: App, job: Job) -> None:
    """Does the job: whatever opens the panel's tickets and isn't its message is removed."""
    guild_id, number = job.guild_id, job.body["number"]
    async with app.locks.on("panels", guild_id):
        try:
            present = await app[PanelStore].get(guild_id, number)
        except PanelGone:
            present = Panel(guild_id=guild_id, number=number, kind=PanelKind.BUTTON, channel_id=0)
        for channel_id, message_id, owned in job.body["places"]:
            lost = replace(
                present, channel_id=channel_id, message_id=message_id, owns_message=owned
            )
            try:
                if message_id is None:
                    found = await app[PanelMessages].find_lost_message(
                        lost, other_than=present.message_id
                    )
                    lost = replace(lost, message_id=found)
                if lost.message_id != present.message_id:
                    await app[PanelMessages].remove(lost)
            except (errors.MessageGone, NotAPanelChannel):
                # There is none.
                continue
