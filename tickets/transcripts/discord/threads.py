"""Which threads a channel has, as far as the gateway has told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord


class ThreadWatch:
    """Knows all threads of channels that came into being while it was watching.

    discord.py keeps active threads only: which channels have had one archived is kept here.
    """

    def __init__(self) -> None:
        #: By server, the newest channel that was there when the watching began.
        self._newest: dict[int, int] = {}
        #: Newer channels that have archived threads.
        self._archived: set[int] = set()

    def begin(self, guild: discord.Guild) -> None:
        """The gateway has just shown the server: from now on it tells of every new thread."""
        self._newest[guild.id] = max((one.id for one in guild.channels), default=guild.id)
        self._archived.difference_update([one.id for one in guild.channels])

    def note_update(self, update: discord.RawThreadUpdateEvent) -> None:
        """A thread was changed, perhaps archived."""
        is_archived = update.data["thread_metadata"]["archived"]
        if is_archived and self._is_newer(update.guild_id, update.parent_id):
            self._archived.add(update.parent_id)

    def forget(self, channel_id: int) -> None:
        """The channel was deleted."""
        self._archived.discard(channel_id)

    def all_of(self, channel: discord.TextChannel) -> list[discord.Thread] | None:
        """All threads that the channel has; None where only Discord can say that."""
        sees_private = channel.permissions_for(channel.guild.me).manage_threads
        is_known = self._is_newer(channel.guild.id, channel.id)
        if not sees_private or not is_known or channel.id in self._archived:
            return None
        return channel.threads

    def _is_newer(self, guild_id: int, channel_id: int) -> bool:
        # Both are Discord's ids: no clock of the host's is asked.
        return guild_id in self._newest and channel_id > self._newest[guild_id]
