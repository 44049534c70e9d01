"""Looks at a server for the doctor: most of it without a call, the rest in as few as possible."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import redbot

from ...core import errors
from ...core.access import OPERATE, TAKE_PART, opening_plan
from ...core.discord.channels import CREATING, held
from ...core.discord.name_clashes import taken_from
from ...core.discord.overwrites import names
from ...core.facts import Asked, Facts, Integration, Machine, PanelNow, RoleNow, Spot, TicketNow
from ...core.health import Unseen
from ...core.repair_plans import decides_view
from ...panels import discord as panel_board
from ...staff_log import discord as reception
from ...transcripts.discord import archive
from .slash import disabled_slash, integration_of, known_to_discord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

    from redbot.core import commands
    from redbot.core.bot import Red

    from ...core.discord.channels import Rooms
    from ...core.facts import Disk, SlashNow
    from ...core.settings import Settings
    from ...core.ticket import Ticket
    from ...panels.discord import PanelBoard
    from ...panels.rules import Panel

#: Privileged intents that the cog can't do without.
_INTENTS = ("members", "message_content")
#: What the bot needs in a ticket's channel, and to change its overwrites.
_IN_TICKETS = discord.Permissions(**dict.fromkeys(TAKE_PART | OPERATE, True))
_CREATING = discord.Permissions(**dict.fromkeys(CREATING, True))
#: Tickets that are looked at without a pause.
_AT_A_TIME = 25
_MENTION = "mention_everyone"


class Checkup:
    """Gathers the facts about a server."""

    def __init__(self, bot: Red, rooms: Rooms, board: PanelBoard) -> None:
        self._bot = bot
        self._rooms = rooms
        self._board = board

    async def facts(
        self,
        guild_id: int,
        settings: Settings,
        *,
        tickets: Iterable[Ticket],
        requests: Sequence[Ticket],
        panels: Iterable[Panel],
        disk: Disk,
        category_refused: bool,
    ) -> Facts:
        """Everything that is known without asking Discord.

        Raises ``DiscordUnreachable`` for a server that isn't there at present.
        """
        guild = self._rooms.guild(guild_id)
        category_id = settings.category_id
        category = None if category_id is None else self._rooms.place(guild_id, category_id)
        server = self._rooms.place(guild_id, None)
        assert server is not None
        terms = settings.terms()
        role_ids = self._rooms.role_ids(guild_id)
        plan = opening_plan(
            everyone_id=guild_id,
            bot_id=guild.me.id,
            opener_id=0,
            terms=terms,
            existing_roles=role_ids,
        )
        is_hidden = category is not None and "view_channel" not in category.usable
        return Facts(
            guild_id=guild_id,
            bot_id=guild.me.id,
            settings=settings,
            channels=len(guild.channels),
            can_make_rooms=not server.missing(plan, terms) and not self._rooms.is_full(guild_id),
            role_ids=role_ids,
            category=category,
            category_is_hidden=is_hidden and guild.me.guild_permissions.view_channel,
            manages_roles_only_in_category=(
                category is not None
                and "manage_roles" in category.usable
                and not guild.me.guild_permissions.manage_roles
            ),
            category_missing=category.missing(plan, terms) if category is not None else (),
            category_refused=category_refused,
            reception=self._spot(guild, settings.reception_channel_id, reception.WRITING),
            transcripts=self._spot(guild, settings.transcript_channel_id, archive.POSTING),
            moderators=tuple(
                _role_now(role, may_mention=_MENTION in _held_where_it_mentions(guild, settings))
                for role in map(guild.get_role, settings.moderator_role_ids)
                if role is not None
            ),
            tickets=tuple([now async for now in self._tickets_now(guild, tickets)]),
            requests=tuple(requests),
            panels=tuple(
                PanelNow(
                    panel=panel,
                    spot=self._spot(guild, panel.channel_id, panel_board.POSTING),
                    has_lost_emojis=self._board.with_present_emojis(panel) != panel,
                )
                for panel in panels
            ),
            machine=self._machine(guild),
            disk=disk,
        )

    def _spot(
        self, guild: discord.Guild, channel_id: int | None, needed: tuple[str, ...]
    ) -> Spot | None:
        channel = guild.get_channel(channel_id) if channel_id is not None else None
        if not isinstance(channel, discord.TextChannel):
            return None
        here = held(channel.permissions_for(guild.me))
        missing = tuple(name for name in needed if name not in here)
        can_change = here.issuperset(CREATING)
        return Spot(
            id=channel.id,
            missing=missing,
            can_allow_itself=can_change and _grantable(channel).issuperset(missing),
            can_hide=can_change,
            everyone_sees=channel.permissions_for(guild.default_role).view_channel,
        )

    async def _tickets_now(
        self, guild: discord.Guild, tickets: Iterable[Ticket]
    ) -> AsyncIterator[TicketNow]:
        for number, ticket in enumerate(tickets):
            if number % _AT_A_TIME == 0:
                # Hundreds of them take a moment, in which the bot has other things to do.
                await asyncio.sleep(0)
            channel = guild.get_channel(ticket.channel_id or 0)
            # One that was deleted is a matter for the listeners and the next start.
            if isinstance(channel, discord.TextChannel):
                yield self._ticket_now(channel, ticket)

    def _ticket_now(self, channel: discord.TextChannel, ticket: Ticket) -> TicketNow:
        """Overwrites, which are slow to read, are looked at only where something seems wrong."""
        guild = channel.guild
        here = channel.permissions_for(guild.me)
        missing: tuple[str, ...] = ()
        can_mend = here.is_superset(_CREATING)
        if not here.is_superset(_IN_TICKETS):
            missing = tuple(sorted((TAKE_PART | OPERATE) - held(here)))
            can_mend = can_mend and _grantable(channel).issuperset(missing)
        is_hidden = _is_hidden(channel)
        blind = _who_sees_nothing(channel, ticket)
        shows_thread = ticket.thread_id is not None and _others_manage_threads(channel, ticket)
        if blind or shows_thread or not is_hidden:
            lines = {line.id: line for line in self._rooms.overwrites(ticket)}
            blind = {one for one in blind if one not in lines or not decides_view(lines[one])}
            denied = lines[guild.id].deny if guild.id in lines else frozenset()
            is_hidden = "view_channel" in denied
            shows_thread = shows_thread and "manage_threads" not in denied
        return TicketNow(
            ticket=ticket,
            is_hidden=is_hidden,
            blind=frozenset(blind),
            shows_thread=shows_thread,
            missing=missing,
            can_mend=can_mend,
        )

    def _machine(self, guild: discord.Guild) -> Machine:
        red, library = redbot.version_info, discord.version_info
        cog = self._cog()
        taken, packages = taken_from(self._bot, cog, guild)
        return Machine(
            red_version=(red.major, red.minor, red.micro),
            discord_py_version=(library.major, library.minor, library.micro),
            missing_intents=tuple(
                name for name in _INTENTS if not getattr(self._bot.intents, name)
            ),
            taken_commands=taken,
            taken_by=packages,
            disabled_slash=disabled_slash(self._bot, cog),
        )

    def _cog(self) -> commands.Cog:
        cog = self._bot.get_cog("Tickets")
        if cog is None:
            # It is being unloaded.
            raise errors.CogDisabled
        return cog

    # What only Discord can tell

    async def ask(
        self, facts: Facts, progress: Callable[[int, int], object]
    ) -> tuple[Asked, tuple[tuple[Unseen, errors.TicketError], ...]]:
        """What is left to know, and what Discord wouldn't tell.

        Two calls, and one for each panel that is posted; `progress` hears how many of them
        have been answered.
        """
        unseen: dict[Unseen, errors.TicketError] = {}
        posted = [now.panel for now in facts.panels if _can_be_read(now)]
        answered = 0

        async def tried(what: Unseen, call: Awaitable[Any]) -> Any:
            nonlocal answered
            try:
                return await call
            except errors.DiscordSaidNo as error:
                unseen[what] = error
                return None
            finally:
                answered += 1
                progress(answered, 2 + len(posted))

        (slash, integration), *doors = await asyncio.gather(
            self._ask_for_slash(facts.guild_id, tried),
            *(tried(Unseen.PANELS, self._board.has_door(panel)) for panel in posted),
        )
        known = {
            panel.number: has_door
            for panel, has_door in zip(posted, doors, strict=True)
            if has_door is not None
        }
        asked = Asked(slash=slash, integration=integration, doors=known)
        return asked, tuple(unseen.items())

    async def _ask_for_slash(
        self, guild_id: int, tried: Callable[[Unseen, Awaitable[Any]], Awaitable[Any]]
    ) -> tuple[SlashNow | None, Integration | None]:
        guild = self._rooms.guild(guild_id)
        slash: SlashNow | None = await tried(
            Unseen.SLASH_COMMANDS, known_to_discord(self._bot, self._cog())
        )
        if slash is None or slash.ticketmod_id is None:
            return slash, None
        integration: Integration | None = await tried(
            Unseen.INTEGRATIONS, integration_of(self._bot, guild, slash.ticketmod_id)
        )
        return slash, integration


def _can_be_read(now: PanelNow) -> bool:
    if now.panel.message_id is None or now.spot is None:
        return False
    return not {"view_channel", "read_message_history"}.intersection(now.spot.missing)


def _grantable(channel: discord.TextChannel) -> frozenset[str]:
    """Bits that the bot may set in the channel's overwrites: those it holds around."""
    me = channel.guild.me
    around = held(me.guild_permissions) | held(channel.permissions_for(me))
    if channel.category is not None:
        around |= held(channel.category.permissions_for(me))
    return around


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
    guild, terms = channel.guild, ticket.terms
    people = (
        guild.get_member(ticket.opener_id),
        *map(guild.get_role, (*terms.moderator_role_ids, *terms.access_role_ids)),
    )
    return {
        one.id
        for one in people
        if one is not None and not channel.permissions_for(one).view_channel
    }


def _others_manage_threads(channel: discord.TextChannel, ticket: Ticket) -> bool:
    """Whether somebody who takes part without moderating may manage threads, so reads all."""
    guild, terms = channel.guild, ticket.terms
    moderators = set(terms.moderator_role_ids)
    others: list[discord.Role | discord.Member] = [
        role
        for role in map(guild.get_role, terms.access_role_ids)
        if role is not None and role.id not in moderators
    ]
    opener = guild.get_member(ticket.opener_id)
    if opener is not None and moderators.isdisjoint(role.id for role in opener.roles):
        others.append(opener)
    permissions = map(channel.permissions_for, others)
    return any(one.manage_threads and not one.administrator for one in permissions)


def _held_where_it_mentions(guild: discord.Guild, settings: Settings) -> frozenset[str]:
    """What the bot may where it mentions moderators: with requests, or in new tickets, which
    have only what their overwrites and the server allow."""
    channel = guild.get_channel(settings.reception_channel_id or 0)
    if settings.is_manual and channel is not None:
        return held(channel.permissions_for(guild.me))
    return held(guild.me.guild_permissions)


def _role_now(role: discord.Role, *, may_mention: bool) -> RoleNow:
    return RoleNow(
        id=role.id,
        permissions=names(role.permissions) | names(role.guild.default_role.permissions),
        is_mentionable=role.mentionable or may_mention,
    )
