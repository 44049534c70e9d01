"""What a configuration file can name on a server, and fetching such a file."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord

from ..core.discord.downloads import NotFetched as Failed
from ..core.discord.people import role_facts
from ..core.files import WhyMissing
from ..core.references import Thing, ThingKind
from .rules import SIZE_LIMIT, ConfigFileTooLarge, NotFetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.discord.channels import Channels
    from ..core.discord.sent_files import SentFiles


log = logging.getLogger("red.tickets.import")


class NamedThings:
    """A server's roles and channels, and files that somebody has sent."""

    def __init__(self, channels: Channels, sent_files: SentFiles) -> None:
        self._channels = channels
        self._sent_files = sent_files

    def of(self, guild_id: int) -> Iterator[Thing]:
        """All that settings can name."""
        guild = self._channels.guild(guild_id)
        for role in guild.roles:
            yield Thing(ThingKind.ROLE, role.id, role.name, role_facts(role))
        for channel in guild.channels:
            if isinstance(channel, discord.CategoryChannel):
                yield Thing(ThingKind.CATEGORY, channel.id, channel.name)
            elif isinstance(channel, discord.TextChannel):
                yield Thing(ThingKind.CHANNEL, channel.id, channel.name)

    def server_name(self, guild_id: int) -> str:
        """What the server is called."""
        return self._channels.guild(guild_id).name

    async def fetch(self, address: str, size: int) -> bytes:
        """A file that Discord keeps; raises a ``FileRefused``."""
        if size > SIZE_LIMIT:
            raise ConfigFileTooLarge(limit=SIZE_LIMIT)
        try:
            async with self._sent_files.fetched(address, size, SIZE_LIMIT) as path:
                return await asyncio.to_thread(path.read_bytes)
        except Failed as error:
            if error.why is WhyMissing.TOO_LARGE:
                raise ConfigFileTooLarge(limit=SIZE_LIMIT) from error
            log.info("A configuration file was not fetched from %s: %s", address, error.why)
            raise NotFetched from error
