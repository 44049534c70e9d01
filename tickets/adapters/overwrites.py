"""Permission plans as discord.py's overwrites, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..domain.overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def _is_role(target: discord.Role | discord.Member | discord.Object) -> bool:
    if isinstance(target, discord.Object):
        return target.type is discord.Role
    return isinstance(target, discord.Role)
