"""Making, changing and deleting types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors
from ...core.team import Team
from ...core.ticket_type import DESCRIPTION_LIMIT, NAME_LIMIT, TicketType
from ...panels.discord import PanelMessages
from ...panels.rules import LastReason, optional, required
from ...panels.service.panels import change_panel, panels_with_type, show_type_anew
from ..rules import STAFF_LIMIT, TooManyStaffRoles, TypeInUse

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings


async def create_type(
    app: App, guild_id: int, *, name: str, emoji: str = "", description: str = ""
) -> TicketType:
    """A new type, which has everything as the server.

    Raises a ``SettingRefused`` for a name that another type has, or words that are too long.
    """
    new = _with_words(app, TicketType(guild_id=guild_id, id=0, name=""), name, emoji, description)
    return await app.settings.add_type(new)


async def change_words(
    app: App, guild_id: int, type_id: int, *, name: str, emoji: str, description: str
) -> Settings:
    """Gives a type another name, emoji and description; panels show them likewise."""
    settings = await app.settings.change_type(
        guild_id, type_id, lambda now: _with_words(app, now, name, emoji, description)
    )
    await show_type_anew(app, guild_id, type_id)
    return settings


def _with_words(
    app: App, present: TicketType, name: str, emoji: str, description: str
) -> TicketType:
    return replace(
        present,
        name=required(name, NAME_LIMIT),
        emoji=app[PanelMessages].usable_emoji(present.guild_id, emoji),
        description=optional(description, DESCRIPTION_LIMIT),
    )


async def raise_type(app: App, guild_id: int, type_id: int) -> None:
    """Moves a type one place up; the first stays."""
    ids = [one.id for one in (await app.settings.of(guild_id)).types]
    if type_id not in ids:
        raise errors.TypeGone
    place = ids.index(type_id)
    ids.insert(max(place - 1, 0), ids.pop(place))
    await app.settings.arrange_types(guild_id, tuple(ids))


async def delete_type(app: App, guild_id: int, type_id: int) -> TicketType:
    """Lets a type take no tickets any more, and takes it from the panels.

    Those that it has stay as they are. Raises ``TypeInUse`` for panels that would be left with
    nothing, and ``TypeGone``.
    """
    found = (await app.settings.of(guild_id)).type_with_id(type_id)
    if found is None or found.is_deleted:
        raise errors.TypeGone
    panels = await panels_with_type(app, guild_id, type_id)
    left_empty = [one.number for one in panels if {e.type_id for e in one.entries} == {type_id}]
    if left_empty:
        raise TypeInUse(numbers=tuple(left_empty))
    # First the type: whoever presses from now on reads that it is gone.
    await app.settings.change_type(guild_id, type_id, lambda now: replace(now, is_deleted=True))
    for panel in panels:
        try:
            await change_panel(app, panel, lambda now: now.without_type(type_id))
        except LastReason:
            # Somebody has changed it meanwhile: its buttons answer that the type is gone.
            continue
    return found


async def require_staff_fits(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``TooManyStaffRoles`` for more roles than a ticket's channel can carry."""
    count = len(settings[Team].role_ids)
    if count > STAFF_LIMIT:
        raise TooManyStaffRoles(limit=STAFF_LIMIT, count=count)


async def readers_of_others(
    app: App, guild_id: int, settings: Settings
) -> dict[int, tuple[int, ...]]:
    """Roles of other teams that can read a type's own channels, by channel."""
    team = set(settings[Team].moderator_role_ids)
    every = (None, *(one.id for one in settings.types))
    others = {
        role
        for one in every
        for role in settings.for_type(one)[Team].moderator_role_ids
        if role not in team
    }
    found = {}
    for channel_id in _private_channels(app, settings):
        seeing = app.channels.roles_that_see(guild_id, channel_id, others)
        if seeing:
            found[channel_id] = seeing
    return found


def _private_channels(app: App, settings: Settings) -> tuple[int, ...]:
    named = [
        settings.get(one.key)
        for one in app.settings.declared.of_types
        if one.private and one.key.endswith("channel_id")
    ]
    return tuple(dict.fromkeys(one for one in named if one is not None))
