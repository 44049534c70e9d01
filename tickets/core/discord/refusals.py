"""The one place that turns Discord's refusals into our errors."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord

from .. import errors
from ..lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")

#: Which option of a selector a refusal is about.
_OPTION = lazy_pattern(r"options\.(\d+)\.emoji")

#: What a dropped connection looks like; discord.py lets these through.
CONNECTION_LOST = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
#: All ways in which a call to Discord can fail.
FAILURES = (discord.HTTPException, *CONNECTION_LOST)

_UNKNOWN_CHANNEL = 10003
_UNKNOWN_MESSAGE = 10008
_GUILD_FULL = 30013
_TOO_LARGE = 40005
_MISSING = (50001, 50013)
_INVALID_FORM = 50035


@contextlib.contextmanager
def translating_refusals(
    *,
    where: discord.abc.GuildChannel | discord.Guild | None = None,
    channel_id: int | None = None,
    permissions: tuple[str, ...] = (),
) -> Iterator[None]:
    """Raises a :class:`errors.DiscordSaidNo` for whatever Discord refuses inside.

    `permissions` are what the call needs: Discord doesn't say which one is missing, so those
    are named that the bot lacks `where` the call is about. `channel_id` says only which channel.
    """
    try:
        yield
    except CONNECTION_LOST as error:
        raise errors.DiscordUnreachable from error
    except discord.HTTPException as error:
        if where is not None:
            channel_id = None if isinstance(where, discord.Guild) else where.id
            permissions = _missing(where, permissions) or permissions
        raise _meaning(error, channel_id, permissions) from error


def _missing(
    where: discord.abc.GuildChannel | discord.Guild, permissions: tuple[str, ...]
) -> tuple[str, ...]:
    """Those of the permissions that the bot lacks there, as far as discord.py knows."""
    if isinstance(where, discord.Guild):
        here = where.me.guild_permissions
    else:
        here = where.permissions_for(where.guild.me)
    return tuple(name for name in permissions if not getattr(here, name))


def _meaning(
    error: discord.HTTPException, channel_id: int | None, permissions: tuple[str, ...]
) -> errors.TicketError:
    if error.status >= 500 or error.status == 429:
        return errors.DiscordUnreachable()
    if error.code in _MISSING:
        return errors.MissingPermissions(names=permissions, channel_id=channel_id)
    if error.code == _UNKNOWN_CHANNEL:
        return errors.ChannelGone()
    if error.code == _UNKNOWN_MESSAGE:
        return errors.MessageGone()
    if error.code == _TOO_LARGE or error.status == 413:
        return errors.FileTooLarge()
    if error.code == _GUILD_FULL:
        return errors.GuildFull()
    if error.code == _INVALID_FORM and "CHANNEL_PARENT_MAX_CHANNELS" in _details(error):
        return errors.CategoryFull(category_id=channel_id or 0)
    if error.code == _INVALID_FORM and "Category does not exist" in error.text:
        return errors.CategoryGone()
    if error.code == _INVALID_FORM and "emoji" in error.text.lower():
        option = _OPTION.search(error.text)
        return errors.UnusableEmoji(given="", option=int(option[1]) if option else None)
    if error.code == _INVALID_FORM and _is_about_name(error):
        return errors.NameRefused()
    return errors.DiscordRefused(code=error.code, text=error.text)


def _details(error: discord.HTTPException) -> str:
    text = error.text
    # discord.py keeps only the sentences of the nested errors, not their codes.
    if "Maximum number of channels in category reached" in text:
        text += " CHANNEL_PARENT_MAX_CHANNELS"
    return text


def _is_about_name(error: discord.HTTPException) -> bool:
    return "In name:" in error.text or "Contains words not allowed" in error.text


async def repeat_if_lost(call: Callable[[], Awaitable[T]]) -> T:
    """Makes a call that may safely be made twice, again when the connection was lost."""
    try:
        return await call()
    except CONNECTION_LOST:
        return await call()


async def done_for_sure(
    call: Callable[[], Awaitable[object]], is_done: Callable[[], Awaitable[bool]]
) -> None:
    """Makes a call that may safely be made twice; without an answer, looks what has become of it.

    Raises what failed if it wasn't done, and ``EffectUnknown`` if that can't be seen.
    """
    try:
        await repeat_if_lost(call)
    except (*CONNECTION_LOST, discord.DiscordServerError):
        if not await check_effect(is_done()):
            raise


async def check_effect(looking: Awaitable[T]) -> T:
    """Looks whether a call that failed has had its effect; ``EffectUnknown`` if that fails."""
    try:
        return await looking
    except errors.DiscordSaidNo as error:
        raise errors.EffectUnknown from error
