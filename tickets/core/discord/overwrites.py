"""Permission plans as discord.py's overwrites, and back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import discord

from ..overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Seconds after which Discord's notice of a change has surely come, or was lost.
_NOTICE_DUE = 30

#: discord.py calls it by its old name when it lists what is held.
_OWN_NAMES = {"read_messages": "view_channel"}


def names(permissions: Iterable[tuple[str, bool | None]], held: bool = True) -> frozenset[str]:
    """The permissions whose value is `held`, by the names that the domain uses."""
    return frozenset(_OWN_NAMES.get(name, name) for name, value in permissions if value is held)


def to_discord(
    plan: Iterable[Overwrite], guild: discord.Guild
) -> dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]:
    """Overwrites for ``create_text_channel`` and ``edit``.

    Members need not be in the cache; roles that are gone are left out.
    """
    overwrites: dict[
        discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite
    ] = {}
    for line in plan:
        target = (
            guild.get_role(line.id)
            if line.target is Target.ROLE
            else discord.Object(line.id, type=discord.Member)
        )
        if target is not None:
            overwrites[target] = discord.PermissionOverwrite(
                **dict.fromkeys(line.allow, True), **dict.fromkeys(line.deny, False)
            )
    return overwrites


def from_discord(
    overwrites: Mapping[
        discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite
    ],
) -> tuple[Overwrite, ...]:
    """A channel's present overwrites as data."""
    return tuple(
        Overwrite(
            Target.ROLE if _is_role(target) else Target.MEMBER,
            target.id,
            allow=names(overwrite, held=True),
            deny=names(overwrite, held=False),
        )
        for target, overwrite in overwrites.items()
    )


class Unseen:
    """Overwrites that the bot has set, until Discord's notice of them has come.

    discord.py changes its picture of a channel by that notice, some time after the call. What
    is decided in between by that picture alone would forget who was just added.
    """

    def __init__(self) -> None:
        #: By channel and target; None for what was removed.
        self._lines: dict[int, dict[int, Overwrite | None]] = {}
        #: Until when, by ``time.monotonic()``, they are believed more than discord.py.
        self._until: dict[int, float] = {}

    def replaced(self, channel: discord.TextChannel, plan: Iterable[Overwrite]) -> None:
        """The channel has been given exactly these."""
        lines: dict[int, Overwrite | None] = {line.id: line for line in plan}
        gone = {line.id: None for line in self.present(channel) if line.id not in lines}
        self._wait_for_notice(channel, {**gone, **lines})

    def changed(
        self, channel: discord.TextChannel, target_id: int, line: Overwrite | None
    ) -> None:
        """One of the channel's overwrites was set, or removed."""
        self._wait_for_notice(channel, {**self._believed(channel), target_id: line})

    def present(self, channel: discord.TextChannel) -> tuple[Overwrite, ...]:
        """The channel's overwrites as they are in Discord now, as far as the bot can know."""
        lines: dict[int, Overwrite | None] = {
            line.id: line for line in from_discord(channel.overwrites)
        }
        lines |= self._believed(channel)
        return tuple(line for line in lines.values() if line is not None)

    def noticed(self, channel: discord.abc.GuildChannel) -> None:
        """discord.py's picture of the channel is new: what it shows needn't be known here."""
        waiting = self._lines.get(channel.id)
        if waiting is None:
            return
        shown = {line.id: line for line in from_discord(channel.overwrites)}
        still = {one: line for one, line in waiting.items() if shown.get(one) != line}
        if still:
            self._lines[channel.id] = still
        else:
            self.forget(channel.id)

    def forget(self, channel_id: int) -> None:
        """The channel is gone, or nothing about it is unseen."""
        self._lines.pop(channel_id, None)
        self._until.pop(channel_id, None)

    def _believed(self, channel: discord.TextChannel) -> dict[int, Overwrite | None]:
        """What is still waited for; nothing once its notice is overdue."""
        is_due = self._until.get(channel.id, 0) > time.monotonic()
        return self._lines[channel.id] if is_due else {}

    def _wait_for_notice(
        self, channel: discord.TextChannel, lines: dict[int, Overwrite | None]
    ) -> None:
        self._lines[channel.id] = lines
        self._until[channel.id] = time.monotonic() + _NOTICE_DUE
        # Often the notice is faster than Discord's answer.
        self.noticed(channel)


def _is_role(target: discord.Role | discord.Member | discord.Object) -> bool:
    if isinstance(target, discord.Object):
        return target.type is discord.Role
    return isinstance(target, discord.Role)
