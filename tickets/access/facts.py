"""What the doctor looks at: tickets' channels, and the roles of the staff."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from ..core.access import FOR_THREADS, OPERATE, TAKE_PART
from ..core.discord.channels import CREATING
from ..core.discord.known_channels import grantable, held
from ..core.discord.overwrites import names
from ..core.lazy_dataclass import lazy_dataclass
from ..core.repair_plans import decides_view
from ..core.team import Team
from ..lifecycle.settings import ThreadSettings
from ..staff_log.settings import LogSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: To change a ticket's overwrites.
_CREATING = discord.Permissions(**dict.fromkeys(CREATING, True))
#: Tickets that are looked at without a pause.
_AT_A_TIME = 25
_MENTION = "mention_everyone"


@lazy_dataclass(frozen=True, kw_only=True)
class RoleNow:
    """A moderator role as it is now."""

    id: int
    #: What its members may do in the whole server, by it and by @everyone.
    permissions: frozenset[str]
    #: Whether the bot's mention of it reaches its members.
    is_mentionable: bool


@lazy_dataclass(frozen=True, kw_only=True)
class TeamFacts:
    """The moderator roles that exist."""

    moderators: tuple[RoleNow, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class TicketNow:
    """A ticket that has a channel, as it is now."""

    ticket: Ticket
    #: Whether @everyone is denied to see it.
    is_hidden: bool = True
    #: Of the roles that it was opened with and the opener: who can't see it, although nobody
    #: has shut them out by a line of their own.
    blind: frozenset[int] = frozenset()
    #: Whether the opener, or roles that don't moderate, can read the staff's thread, by Manage
    #: Threads.
    shows_thread: bool = False
    #: What the bot would need there and lacks.
    missing: tuple[str, ...] = ()
    #: Whether the bot can change the overwrites.
    can_repair: bool = True


@lazy_dataclass(frozen=True, kw_only=True)
class TicketFacts:
    """The server's tickets that have a channel."""

    tickets: tuple[TicketNow, ...] = ()
    #: Channels whose topic says that they are tickets, and of which there is no record.
    unknown: tuple[int, ...] = ()


async def look_at_team(app: App, guild_id: int, settings: Settings) -> TeamFacts:
    """The roles as they are now."""
    guild = app.channels.guild(guild_id)
    may_mention = _MENTION in _held_where_it_mentions(app, guild, settings)
    roles = map(guild.get_role, settings[Team].moderator_role_ids)
    return TeamFacts(
        moderators=tuple(
            _role_now(role, may_mention=may_mention) for role in roles if role is not None
        )
    )


async def look_at_tickets(app: App, guild_id: int, settings: Settings) -> TicketFacts:
    """The tickets as they are now."""
    guild = app.channels.guild(guild_id)
    known = {ticket.channel_id for ticket in await app.tickets.present(guild_id)}
    return TicketFacts(
        tickets=tuple([now async for now in _tickets_now(app, guild, settings)]),
        unknown=tuple(one for one in app.channels.seem_tickets(guild_id) if one not in known),
    )


async def _tickets_now(
    app: App, guild: discord.Guild, settings: Settings
) -> AsyncIterator[TicketNow]:
    with_thread = TAKE_PART | OPERATE
    for number, ticket in enumerate(await app.tickets.live(guild.id)):
        if number % _AT_A_TIME == 0:
            # Hundreds of them take a moment, in which the bot has other things to do.
            await asyncio.sleep(0)
        channel = guild.get_channel(ticket.channel_id or 0)
        # One that was deleted is a matter for the listeners and the next start.
        if isinstance(channel, discord.TextChannel):
            here = channel.permissions_for(guild.me)
            threads = settings.for_ticket(ticket)[ThreadSettings].staff_thread
            needed = with_thread if threads else with_thread - FOR_THREADS
            in_tickets = discord.Permissions(**dict.fromkeys(needed, True))
            missing = () if here.is_superset(in_tickets) else tuple(sorted(needed - held(here)))
            can_repair = here.is_superset(_CREATING)
            if missing and can_repair:
                can_repair = grantable(channel).issuperset(missing)
            now = _ticket_now(app, channel, ticket)
            yield replace(now, missing=missing, can_repair=can_repair)


def _ticket_now(app: App, channel: discord.TextChannel, ticket: Ticket) -> TicketNow:
    """Overwrites, which are slow to read, are looked at only where something seems wrong."""
    guild = channel.guild
    is_hidden = _is_hidden(channel)
    blind = _who_sees_nothing(channel, ticket)
    shows_thread = ticket.thread_id is not None and _others_manage_threads(channel, ticket)
    if blind or shows_thread or not is_hidden:
        lines = {line.id: line for line in app.channels.overwrites(ticket)}
        blind = {one for one in blind if one not in lines or not decides_view(lines[one])}
        denied = lines[guild.id].deny if guild.id in lines else frozenset()
        is_hidden = "view_channel" in denied
        shows_thread = shows_thread and "manage_threads" not in denied
    return TicketNow(
        ticket=ticket,
        is_hidden=is_hidden,
        blind=frozenset(blind),
        shows_thread=shows_thread,
    )


def _is_hidden(channel: discord.TextChannel) -> bool:
    """Whether @everyone is denied to see the channel; where they see nothing anyway, other
    roles might, so only the channel's own line tells."""
    everyone = channel.guild.default_role
    if channel.permissions_for(everyone).view_channel:
        return False
    return (
        everyone.permissions.view_channel or channel.overwrites_for(everyone).view_channel is False
    )


def _who_sees_nothing(channel: discord.TextChannel, ticket: Ticket) -> set[int]:
    """Of the roles it was opened with and the opener, if they are on the server."""
    guild, team = channel.guild, ticket.terms[Team]
    people = (
        guild.get_member(ticket.opener_id),
        *map(guild.get_role, team.role_ids),
    )
    return {
        one.id
        for one in people
        if one is not None and not channel.permissions_for(one).view_channel
    }


def _others_manage_threads(channel: discord.TextChannel, ticket: Ticket) -> bool:
    """Whether somebody who takes part without moderating may manage threads, so reads all."""
    guild, team = channel.guild, ticket.terms[Team]
    moderators = set(team.moderator_role_ids)
    others: list[discord.Role | discord.Member] = [
        role
        for role in map(guild.get_role, team.role_ids)
        if role is not None and role.id not in moderators
    ]
    opener = guild.get_member(ticket.opener_id)
    if opener is not None and moderators.isdisjoint(role.id for role in opener.roles):
        others.append(opener)
    permissions = map(channel.permissions_for, others)
    return any(one.manage_threads and not one.administrator for one in permissions)


def _held_where_it_mentions(app: App, guild: discord.Guild, settings: Settings) -> frozenset[str]:
    """What the bot may where it mentions moderators: in the reception channel, or in new
    tickets, which have only what their overwrites and the server allow."""
    channel = guild.get_channel(settings[LogSettings].reception_channel_id or 0)
    if app.features.before_opening(settings) is not None and channel is not None:
        return held(channel.permissions_for(guild.me))
    return held(guild.me.guild_permissions)


def _role_now(role: discord.Role, *, may_mention: bool) -> RoleNow:
    return RoleNow(
        id=role.id,
        permissions=names(role.permissions) | names(role.guild.default_role.permissions),
        is_mentionable=role.mentionable or may_mention,
    )
