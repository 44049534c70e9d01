"""Keeps settings and records true when things disappear from Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.logs import log_line
from ..core.policy import is_ticket_moderator
from .notices import Notice, NoticeKind
from .rules import Event, LogEntry

if TYPE_CHECKING:
    from ..core.app import Desk
    from ..core.ticket import Person


#: Seconds in which the reception channel isn't told the same twice.
QUIET = 3600


async def tell_staff(
    desk: Desk, guild_id: int, kind: NoticeKind, about: str = "", *, every_time: bool = False
) -> None:
    """Tells the staff in the reception channel; without one, each at their next action.

    The same isn't told there again and again, unless it is new `every_time`.
    """
    settings = await desk.settings.of(guild_id)
    if settings.reception_channel_id is None:
        await desk.notices.add(guild_id, kind, about, desk.now())
    elif every_time or not await desk.notices.was_logged(
        guild_id, kind, about, desk.now() - QUIET
    ):
        await desk.notices.add(guild_id, kind, about, desk.now(), logged=True)
        entry = LogEntry(event=Event.NOTICE, notice=kind.value, about=about)
        await desk.work.add(*log_line(desk, guild_id, settings, entry))


async def tell_each(desk: Desk, guild_id: int, kind: NoticeKind, about: str = "") -> None:
    """Tells each of the staff at their next action, for when the reception channel can't.

    Whoever was told isn't told again within the hour, however often it happens.
    """
    if not await desk.notices.is_waiting(guild_id, kind, about, desk.now() - QUIET):
        await desk.notices.add(guild_id, kind, about, desk.now())


async def reception_fails(
    desk: Desk, guild_id: int, channel_id: int, error: errors.DiscordSaidNo
) -> None:
    """Tells the staff why nothing can be written in the reception channel."""
    match error:
        case errors.ChannelGone():
            await reception_gone(desk, guild_id, channel_id)
        case errors.MissingPermissions(names=names):
            await tell_each(desk, guild_id, NoticeKind.RECEPTION_CLOSED, " ".join(names))


async def reception_gone(desk: Desk, guild_id: int, channel_id: int) -> None:
    """Drops the setting if it named this channel, and tells the staff once."""
    settings = await desk.settings.of(guild_id)
    if settings.reception_channel_id == channel_id:
        await desk.settings.change(guild_id, reception_channel_id=None)
        await tell_staff(desk, guild_id, NoticeKind.RECEPTION_GONE)


async def news_for(
    desk: Desk, guild_id: int, person: Person, *, is_admin: bool
) -> tuple[Notice, ...]:
    """What `person`, if of the staff, has not been told yet. Telling is up to the caller."""
    if not await _concerns(desk, guild_id, person, is_admin=is_admin):
        return ()
    return await desk.notices.take_unread(guild_id, person.id)


async def has_news(desk: Desk, guild_id: int, person: Person, *, is_admin: bool) -> bool:
    """Whether there is something that `person`, if of the staff, has not been told yet."""
    return await _concerns(
        desk, guild_id, person, is_admin=is_admin
    ) and await desk.notices.has_unread(guild_id, person.id)


async def _concerns(desk: Desk, guild_id: int, person: Person, *, is_admin: bool) -> bool:
    settings = await desk.settings.of(guild_id)
    return is_admin or is_ticket_moderator(person, settings.moderator_role_ids)


async def opening_failed(desk: Desk, guild_id: int, error: BaseException) -> None:
    """Tells the staff about failures that only they can mend."""
    match error:
        case errors.CategoryFull() | errors.GuildFull():
            await tell_staff(desk, guild_id, NoticeKind.NO_ROOM)
        case errors.MissingPermissions(names=names):
            await tell_staff(desk, guild_id, NoticeKind.MISSING_PERMISSIONS, " ".join(names))


async def category_gone(desk: Desk, guild_id: int, category_id: int) -> None:
    """Drops the setting if it named this category, and tells the staff once."""
    settings = await desk.settings.of(guild_id)
    overflow = await desk.overflow.known_as(category_id)
    if overflow is not None:
        await desk.overflow.remove(overflow)
    if settings.category_id == category_id:
        await desk.settings.change(guild_id, category_id=None)
        await tell_staff(desk, guild_id, NoticeKind.CATEGORY_GONE)


async def role_gone(desk: Desk, guild_id: int, role_id: int, name: str) -> None:
    """Drops a deleted role from the settings, and tells the staff once."""
    settings = await desk.settings.of(guild_id)
    if role_id in settings.moderator_role_ids:
        left = tuple(role for role in settings.moderator_role_ids if role != role_id)
        await desk.settings.change(guild_id, moderator_role_ids=left)
        await tell_staff(desk, guild_id, NoticeKind.MODERATOR_ROLE_GONE, name)
    if role_id in settings.access_role_ids:
        left = tuple(role for role in settings.access_role_ids if role != role_id)
        await desk.settings.change(guild_id, access_role_ids=left)
        await tell_staff(desk, guild_id, NoticeKind.ACCESS_ROLE_GONE, name)
