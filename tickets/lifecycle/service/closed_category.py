"""The category for closed tickets: into it by closing, and out of it by reopening.

Each is one call together with the change of who sees the channel. A ticket is closed and reopened
also where its channel has to stay.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...staff_log.service import tell_staff
from ..overflow import FullCategories
from ..rules import CLOSED_STAY, FULL, REOPENED_STAYS, CategoryMissing
from ..settings import MoreClosingSettings
from .placing import (
    drop_deleted_category,
    is_full,
    is_placed,
    lacking,
    move_channel,
    plan_of_new,
    require_usable,
)

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.overwrite import Overwrite
    from ...core.settings import Settings
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.placing")


async def require_closed_category(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``CategoryMissing``, or what the bot lacks to move tickets into the category."""
    category_id = settings[MoreClosingSettings].closed_category_id
    if category_id is None:
        return
    place = app.channels.place(guild_id, category_id)
    if place is None:
        raise CategoryMissing
    require_usable(place, plan_of_new(app, guild_id, settings), settings, with_thread=False)


async def put_away(
    app: App, ticket: Ticket, settings: Settings, plan: tuple[Overwrite, ...]
) -> bool:
    """Moves a ticket that is being closed where closed ones go, with these overwrites.

    False where its channel stays: there is no such category, it is there already, or Discord
    doesn't let it in. The staff is told what the bot lacks.
    """
    guild_id, category_id = ticket.guild_id, ticket.closed_category_id
    if category_id is None or app.channels.channel_of(ticket).category_id == category_id:
        return False
    place = app.channels.place(guild_id, category_id)
    if place is None:
        await drop_deleted_category(app, guild_id, category_id)
        return False
    missing = lacking(place, plan, settings, with_thread=False)
    if missing:
        about = " ".join(missing)
        await tell_staff(app, guild_id, CLOSED_STAY, about, type_id=ticket.type_id)
        return False
    if is_full(app, place):
        return False
    try:
        await app.channels.move(ticket, plan, category_id)
    except errors.CategoryFull:
        app[FullCategories].add(category_id)
    except errors.CategoryGone:
        # Discord knows it before its notice of the deletion has come here.
        await drop_deleted_category(app, guild_id, category_id)
    except errors.MissingPermissions:
        # Perhaps it is lacking in the channel itself: then closing fails, and says so.
        log.warning("%s can't be moved where closed tickets go", ticket.label, exc_info=True)
    else:
        return True
    return False


async def put_back(
    app: App, ticket: Ticket, settings: Settings, plan: tuple[Overwrite, ...]
) -> bool:
    """Moves a ticket that is being reopened where new ones go, with these overwrites.

    False where its channel stays: closing hasn't moved it, or there is no space for it. The staff
    is told why.
    """
    if not _was_put_away(app, ticket) or await is_placed(app, ticket, settings):
        return False
    try:
        await move_channel(app, ticket, settings, plan)
    except (errors.DiscordUnreachable, errors.ChannelGone):
        raise
    except errors.DiscordSaidNo as error:
        log.info("%s can't be moved where new tickets go: %r", ticket.label, error)
        why = error.names if isinstance(error, errors.MissingPermissions) else (FULL,)
        about = " ".join((str(ticket.number), *why))
        await tell_staff(app, ticket.guild_id, REOPENED_STAYS, about, type_id=ticket.type_id)
        return False
    return True


def _was_put_away(app: App, ticket: Ticket) -> bool:
    """Whether the channel is where closing has put it, or that category was deleted around it."""
    category_id = ticket.closed_category_id
    if category_id is None:
        return False
    present = app.channels.channel_of(ticket).category_id
    is_gone = app.channels.place(ticket.guild_id, category_id) is None
    return present == category_id or (present is None and is_gone)
