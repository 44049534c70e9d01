"""Removing the transcripts of forgotten tickets from channels."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...staff_log.service import tell_staff
from ...transcripts.store import TranscriptStore
from ..discord import TranscriptMessages
from ..rules import TRANSCRIPTS_STAY
from .forgetting import clearing

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.job import Job

log = logging.getLogger("red.tickets.retention")

#: The setting that names a team's channel for transcripts.
_CHANNEL = "transcript_channel_id"
#: Messages that are read at once.
AT_ONCE = 100
#: Seconds from one message to the next: Discord lets old ones be deleted slowly only.
PACE = 2


async def clear_transcripts(app: App, job: Job) -> None:
    """Does the job. What can't be removed from a channel is told once, and stays for next time."""
    guild_id = job.guild_id
    for channel_id, was_told in (await app[TranscriptStore].channels_to_clear(guild_id)).items():
        try:
            await _clear(app, guild_id, channel_id)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.info("Transcripts in channel %s stay: %r", channel_id, error)
            if not was_told:
                await app[TranscriptStore].remember_told(guild_id, channel_id)
                # The team whose channel it is, as far as that can be told by now.
                naming = (await app.settings.of(guild_id)).naming(_CHANNEL, channel_id)
                type_id = naming[0] if naming else None
                await tell_staff(app, guild_id, TRANSCRIPTS_STAY, str(channel_id), type_id=type_id)


async def _clear(app: App, guild_id: int, channel_id: int) -> None:
    transcripts, pause = app[TranscriptStore], 0
    while found := await transcripts.to_remove(guild_id, channel_id, AT_ONCE):
        if not app[TranscriptMessages].has_channel(guild_id, channel_id):
            await transcripts.forget([one.message_id for one in found])
            continue
        for message in found:
            await asyncio.sleep(pause)
            await app[TranscriptMessages].remove(guild_id, message)
            await transcripts.forget([message.message_id])
            pause = PACE


async def clear_rest(app: App, guild_id: int) -> None:
    """After a start: what couldn't be removed is tried again."""
    if await app[TranscriptStore].channels_to_clear(guild_id):
        await app.work.add(clearing(guild_id, app.now()))
