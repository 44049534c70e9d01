"""Permission plans as discord.py's overwrites, and back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import discord

from ..overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Seconds after which Discord's event about a change has surely come, or was lost.
_EVENT_DUE = 30

#: discord.py calls it by its old name when it lists what is held.
_OWN_NAMES = {"read_messages": "view_channel"}


def names(permissions: Iterable[tuple[str, bool | None]], held: bool = True) -> frozenset[str]:
    """The permissions whose value is `held`, by the names that the rules use."""
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


def said_by(lines: Iterable[Overwrite]) -> frozenset[Overwrite]:
    """What the lines allow or deny, whatever their order; an empty one says nothing."""
    return frozenset(line for line in lines if line.allow or line.deny)


class PendingOverwrites:
    """Overwrites that the bot has set, until Discord's event about them has come.

    discord.py updates its cached channel by that event, some time after the call. A decision
    in between that used the cache alone would forget who was just added.
    """

    def __init__(self) -> None:
        #: By channel and target; None for what was removed.
        self._lines: dict[int, dict[int, Overwrite | None]] = {}
        #: Until when, by ``time.monotonic()``, they are believed more than discord.py.
        self._until: dict[int, float] = {}

    def set_all(self, channel: discord.TextChannel, plan: Iterable[Overwrite]) -> None:
        """Keeps all overwrites that a channel was just given."""
        lines: dict[int, Overwrite | None] = {line.id: line for line in plan}
        gone = {line.id: None for line in self.current(channel) if line.id not in lines}
        self._keep_until_event(channel, {**gone, **lines})

    def set_one(
        self, channel: discord.TextChannel, target_id: int, line: Overwrite | None
    ) -> None:
        """Keeps one overwrite that was just set; None if it was removed."""
        self._keep_until_event(channel, {**self._still_pending(channel), target_id: line})

    def current(self, channel: discord.TextChannel) -> tuple[Overwrite, ...]:
        """The channel's overwrites as they are in Discord now, as far as the bot can know."""
        lines: dict[int, Overwrite | None] = {
            line.id: line for line in from_discord(channel.overwrites)
        }
        lines |= self._still_pending(channel)
        return tuple(line for line in lines.values() if line is not None)

    def drop_confirmed(self, channel: discord.abc.GuildChannel) -> None:
        """Drops what the updated cache of discord.py shows by now."""
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
        """Drops everything about a channel: it is deleted, or nothing is pending."""
        self._lines.pop(channel_id, None)
        self._until.pop(channel_id, None)

    def _still_pending(self, channel: discord.TextChannel) -> dict[int, Overwrite | None]:
        """What is still waited for; nothing once its event is overdue."""
        is_due = self._until.get(channel.id, 0) > time.monotonic()
        return self._lines[channel.id] if is_due else {}

    def _keep_until_event(
        self, channel: discord.TextChannel, lines: dict[int, Overwrite | None]
    ) -> None:
        self._lines[channel.id] = lines
        self._until[channel.id] = time.monotonic() + _EVENT_DUE
        # Often the event is faster than Discord's answer.
        self.drop_confirmed(channel)


def _is_role(target: discord.Role | discord.Member | discord.Object) -> bool:
    if isinstance(target, discord.Object):
        return target.type is discord.Role
    return isinstance(target, discord.Role)
