"""Access of single members and roles to a ticket's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..domain import errors
from ..domain.access import TAKE_PART
from ..domain.guest import Guest
from ..domain.overwrite import Target
from ..domain.settings import RoleFacts
from .failures import repeated, translated
from .people import person_of
from .rooms import CREATING

if TYPE_CHECKING:
    from ..domain.ticket import Ticket
    from .rooms import Rooms


class Guests:
    """Looks at and changes one overwrite at a time: what is done meanwhile isn't lost."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def look_up(self, ticket: Ticket, target: Target, target_id: int) -> Guest:
        """How a member or role stands to the ticket; raises ``HasNoAccess`` if there is none."""
        channel = self._rooms.channel_of(ticket)
        guild = channel.guild
        if target is Target.ROLE:
            role = guild.get_role(target_id)
            if role is None:
                raise errors.HasNoAccess(f"<@&{target_id}>")
            overwrite = channel.overwrites_for(role)
            return Guest(
                target=target,
                id=role.id,
                mention=role.mention,
                name=role.name,
                role=role_facts(role),
                has_overwrite=not overwrite.is_empty(),
                sees=overwrite.view_channel is True,
            )
        member = guild.get_member(target_id)
        if member is None:
            raise errors.HasNoAccess(f"<@{target_id}>")
        return Guest(
            target=target,
            id=member.id,
            mention=member.mention,
            name=member.display_name,
            person=person_of(member),
            has_overwrite=not channel.overwrites_for(member).is_empty(),
            sees=channel.permissions_for(member).view_channel,
            through=tuple(
                role.id
                for role in member.roles
                if channel.overwrites_for(role).view_channel is True
            ),
        )

    def count(self, ticket: Ticket) -> int:
        """How many overwrites the channel has."""
        return len(self._rooms.channel_of(ticket).overwrites)

    async def let_in(self, ticket: Ticket, guest: Guest) -> None:
        """Gives access: see, write, files, history."""
        overwrite = discord.PermissionOverwrite(**dict.fromkeys(TAKE_PART, True))
        await self._set(ticket, guest, overwrite)

    async def shut_out(self, ticket: Ticket, guest: Guest) -> None:
        """Takes the access away."""
        await self._set(ticket, guest, None)

    async def _set(
        self, ticket: Ticket, guest: Guest, overwrite: discord.PermissionOverwrite | None
    ) -> None:
        channel = self._rooms.channel_of(ticket)
        kind = discord.Role if guest.target is Target.ROLE else discord.Member
        who = discord.Object(guest.id, type=kind)
        found = channel.guild.get_role(guest.id) or channel.guild.get_member(guest.id)
        with translated(channel_id=channel.id, permissions=CREATING):
            await repeated(lambda: channel.set_permissions(found or who, overwrite=overwrite))  # type: ignore[arg-type] # it takes objects, too


def role_facts(role: discord.Role) -> RoleFacts:
    """What matters about a role that somebody wants to use."""
    return RoleFacts(
        id=role.id,
        is_everyone=role.is_default(),
        is_managed=role.managed,
        is_administrator=role.permissions.administrator,
    )
