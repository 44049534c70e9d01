"""Finding what somebody means who types a name, with or without its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..errors import SeveralFit

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

T = TypeVar("T", bound="discord.abc.GuildChannel | discord.Role")


def named(every: Iterable[T], text: str, sign: str = "") -> T | None:
    """The one of this name, or of this name in other letters; `sign` may stand before it.

    Raises :class:`SeveralFit` for a name that more than one has. Discord lets names be the same.
    """
    things = list(every)
    name = text.strip()
    for wanted in dict.fromkeys((name, name.removeprefix(sign))):
        same = [one for one in things if one.name == wanted]
        fitting = same or [one for one in things if one.name.casefold() == wanted.casefold()]
        if len(fitting) > 1:
            raise SeveralFit(given=text, mentions=tuple(one.mention for one in fitting))
        if fitting:
            return fitting[0]
    return None
