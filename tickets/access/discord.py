"""Access of single members and roles to a ticket's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.access import TAKE_PART
from ..core.discord.people import person_of, role_facts
from ..core.discord.refusals import translating_refusals
from ..core.overwrite import Overwrite, Target
from .rules import Guest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.ticket import Ticket


class Guests:
    """Looks at and changes one overwrite at a time: what is done meanwhile isn't lost."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    async def look_up(self, ticket: Ticket, target: Target, target_id: int) -> Guest:
        """How a member or role stands to the ticket, also one that is gone."""
        channel = self._channels.channel_of(ticket)
        found = await self._find_target(channel.guild, target, target_id)
        lines = {line.id: line for line in self._channels.overwrites(ticket)}
        match found:
            case discord.Role():
                return _role_at(found, lines)
            case discord.Member():
                return _member_at(channel, found, lines)
            case discord.User():
                has_overwrite = found.id in lines
                return Guest(
                    target=target,
                    id=found.id,
                    mention=found.mention,
                    name=found.display_name,
                    person=person_of(found),
                    is_here=False,
                    has_overwrite=has_overwrite,
                    # What they left behind is theirs again if they return.
                    is_let_in=has_overwrite,
                )
        mention = f"<@&{target_id}>"
        return Guest(target=target, id=target_id, mention=mention, name="?", is_here=False)

    def count(self, ticket: Ticket) -> int:
        """How many overwrites the channel has."""
        return len(self._channels.overwrites(ticket))

    async def let_in(self, ticket: Ticket, guest: Guest) -> None:
        """Gives access: see, write, files, history."""
        await self._set(ticket, guest, Overwrite(guest.target, guest.id, allow=TAKE_PART))

    async def shut_out(self, ticket: Ticket, guest: Guest) -> None:
        """Takes the access away."""
        await self._set(ticket, guest, None)

    async def _set(self, ticket: Ticket, guest: Guest, line: Overwrite | None) -> None:
        channel = self._channels.channel_of(ticket)
        found = await self._find_target(channel.guild, guest.target, guest.id)
        if found is None:
            raise errors.NotOnServer(guest.mention)
        await self._channels.set_line(channel, found, line)

    async def _find_target(
        self, guild: discord.Guild, target: Target, target_id: int
    ) -> discord.Role | discord.Member | discord.User | None:
        """The role, or the member; who isn't on the server any more is only a user."""
        if target is Target.ROLE:
            return guild.get_role(target_id)
        known = guild.get_member(target_id)
        if known is not None:
            return known
        with translating_refusals():
            try:
                # The cache may be incomplete: only Discord knows that somebody left.
                return await guild.fetch_member(target_id)
            except discord.NotFound:
                return self._bot.get_user(target_id) or await self._bot.fetch_user(target_id)


def _role_at(role: discord.Role, lines: Mapping[int, Overwrite]) -> Guest:
    is_let_in = _lets_in(lines.get(role.id))
    return Guest(
        target=Target.ROLE,
        id=role.id,
        mention=role.mention,
        name=role.name,
        role=role_facts(role),
        has_overwrite=role.id in lines,
        is_let_in=is_let_in,
        sees=is_let_in,
    )


def _member_at(
    channel: discord.TextChannel, member: discord.Member, lines: Mapping[int, Overwrite]
) -> Guest:
    is_let_in = _lets_in(lines.get(member.id))
    through = tuple(role.id for role in member.roles if _lets_in(lines.get(role.id)))
    # discord.py may not know yet what was set a moment ago.
    seems_let_in = channel.overwrites_for(member).view_channel is True
    sees_anyhow = not seems_let_in and channel.permissions_for(member).view_channel
    return Guest(
        target=Target.MEMBER,
        id=member.id,
        mention=member.mention,
        name=member.display_name,
        person=person_of(member),
        has_overwrite=member.id in lines,
        is_let_in=is_let_in,
        sees=is_let_in or sees_anyhow,
        through=through,
    )


def _lets_in(line: Overwrite | None) -> bool:
    return line is not None and "view_channel" in line.allow
