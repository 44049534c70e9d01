"""Keeps settings and records true when things disappear from Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain import errors
from ..domain.notices import Notice, NoticeKind
from ..domain.policy import is_ticket_moderator

if TYPE_CHECKING:
    from ..domain.ticket import Person
    from .desk import Desk


async def tell_staff(desk: Desk, guild_id: int, kind: NoticeKind, about: str = "") -> None:
    """Lets every ticket moderator and admin know, at their next action."""
    await desk.notices.add(guild_id, kind, about, desk.now())


async def news_for(
    desk: Desk, guild_id: int, person: Person, *, is_admin: bool
) -> tuple[Notice, ...]:
    """What `person`, if of the staff, has not been told yet. Telling is up to the caller."""
    settings = await desk.settings.of(guild_id)
    if not is_admin and not is_ticket_moderator(person, settings.moderator_role_ids):
        return ()
    return await desk.notices.take_unread(guild_id, person.id)


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
