"""Looks at a server for the doctor: most of it without a call, the rest in as few as possible."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import redbot

from ..domain import errors
from ..domain.access import OPERATE, TAKE_PART, opening_plan
from ..domain.facts import Asked, Facts, Integration, Machine, PanelNow, RoleNow, Spot, TicketNow
from ..domain.health import Unseen
from ..domain.overwrite import Overwrite, Target
from . import archive, panel_board, reception
from .neighbours import taken_from
from .overwrites import names
from .rooms import CREATING, held
from .slash import disabled_slash, integration_of, known_to_discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from redbot.core import commands
    from redbot.core.bot import Red

    from ..domain.facts import Disk, SlashNow
    from ..domain.panel import Panel
    from ..domain.settings import Settings
    from ..domain.ticket import Ticket
    from .panel_board import PanelBoard
    from .rooms import Rooms

#: Privileged intents that the cog can't do without.
_INTENTS = ("members", "message_content")
#: What the bot needs in a ticket's channel.
_IN_TICKETS = TAKE_PART | OPERATE
_MENTION = "mention_everyone"


class Checkup:
    """Gathers the facts about a server."""

    def __init__(self, bot: Red, rooms: Rooms, board: PanelBoard) -> None:
        self._bot = bot
        self._rooms = rooms
        self._board = board

    def facts(
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
            category_missing=category.missing(plan, terms) if category is not None else (),
            category_refused=category_refused,
            reception=self._spot(guild, settings.reception_channel_id, reception.WRITING),
            transcripts=self._spot(guild, settings.transcript_channel_id, archive.POSTING),
            moderators=tuple(
                _role_now(guild, role)
                for role in map(guild.get_role, settings.moderator_role_ids)
                if role is not None
            ),
            tickets=tuple(self._tickets_now(guild, tickets)),
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

    def _tickets_now(self, guild: discord.Guild, tickets: Iterable[Ticket]) -> Iterable[TicketNow]:
        for ticket in tickets:
            channel = guild.get_channel(ticket.channel_id or 0)
            # One that was deleted is a matter for the listeners and the next start.
            if not isinstance(channel, discord.TextChannel):
                continue
            here = held(channel.permissions_for(guild.me))
            missing = tuple(sorted(_IN_TICKETS - here))
            opener = Overwrite(Target.MEMBER, ticket.opener_id)
            yield TicketNow(
                ticket=ticket,
                overwrites=self._rooms.unseen.present(channel),
                missing=missing,
                can_mend=here.issuperset(CREATING) and _grantable(channel).issuperset(missing),
                opener_is_here=not self._rooms.gone(guild.id, (opener,)),
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


def _role_now(guild: discord.Guild, role: discord.Role) -> RoleNow:
    return RoleNow(
        id=role.id,
        permissions=names(role.permissions) | names(guild.default_role.permissions),
        is_mentionable=role.mentionable or _MENTION in held(guild.me.guild_permissions),
    )
