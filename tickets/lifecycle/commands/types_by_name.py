"""Types in commands: completed while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from ...core.commands.base import Commands
from ...core.discord.people import person_of
from ...core.team import Team
from ...i18n import _, use_locale_of
from ..service.choosing import offered_types, types_of_teams

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.ticket_type import TicketType

#: Discord's limit.
_CHOICES = 25


class Completion(Commands):
    """discord.py takes a callback's first parameter for the cog only inside a class."""

    async def offered(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The types of which somebody may open a ticket."""
        guild, member = interaction.guild, interaction.user
        if guild is None or not isinstance(member, discord.Member):
            return []
        await use_locale_of(self.bot, guild)
        types = await offered_types(self.app, guild.id, person_of(member))
        return _choices(types, current)

    async def of_teams(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The types in whose teams somebody is."""
        guild, member = interaction.guild, interaction.user
        if guild is None or not isinstance(member, discord.Member):
            return []
        settings = await self.app.settings.of(guild.id)
        return _choices(types_of_teams(settings, person_of(member)), current)

    async def any_type(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """All types, and none; for who moderates where it is asked."""
        guild, member = interaction.guild, interaction.user
        channel = interaction.channel
        if guild is None or not isinstance(member, discord.Member) or channel is None:
            return []
        await use_locale_of(self.bot, guild)
        settings = await self.app.settings.of(guild.id)
        parent = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
        ticket = await self.app.tickets.in_channel(guild.id, parent)
        if ticket is None:
            return []
        if not settings.for_ticket(ticket)[Team].is_moderator(person_of(member)):
            return []
        choices = _choices([one for one in settings.types if one.id != ticket.type_id], current)
        if ticket.type_id is not None:
            choices.append(app_commands.Choice(name=_("No type"), value="0"))
        return choices[:_CHOICES]


def _choices(types: Iterable[TicketType], current: str) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=one.name, value=str(one.id))
        for one in types
        if current.casefold() in one.name.casefold()
    ][:_CHOICES]
