"""Looks at the machine, and asks Discord for what only it knows of slash commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import redbot
from redbot.core.data_manager import storage_type

from ..core.discord.name_clashes import taken_from
from ..core.errors import CogDisabled
from .facts import INTEGRATIONS_UNCHECKED, SLASH_UNCHECKED, Integration, Machine, SlashNow
from .slash import disabled_slash, integration_of, known_to_discord

if TYPE_CHECKING:
    from redbot.core import commands

    from ..core.app import App
    from ..core.facts import Facts
    from ..core.feature import Attempt
    from ..core.settings import Settings

#: Privileged intents that the cog can't do without.
_INTENTS = ("members", "message_content")


async def look_at_machine(app: App, guild_id: int, settings: Settings) -> Machine:
    """What the bot runs on."""
    red, library, cog = redbot.version_info, discord.version_info, _cog(app)
    taken, packages = taken_from(app.bot, cog, app.channels.guild(guild_id))
    return Machine(
        red_version=(red.major, red.minor, red.micro),
        discord_py_version=(library.major, library.minor, library.micro),
        missing_intents=tuple(name for name in _INTENTS if not getattr(app.bot.intents, name)),
        settings_in=None if storage_type() == "JSON" else storage_type(),
        taken_commands=taken,
        taken_by=packages,
        disabled_slash=disabled_slash(app.bot, cog),
    )


def _cog(app: App) -> commands.Cog:
    cog = app.bot.get_cog("Tickets")
    if cog is None:
        # It is being unloaded.
        raise CogDisabled
    return cog


def calls(facts: Facts) -> int:
    """One for the commands, one for who is shown them."""
    return 2


async def ask(
    app: App, facts: Facts, attempt: Attempt
) -> tuple[SlashNow | None, Integration | None]:
    """How Discord knows the cog's slash commands, and who is shown ``/ticketmod``."""
    slash: SlashNow | None = await attempt(SLASH_UNCHECKED, known_to_discord(app.bot, _cog(app)))
    if slash is None or slash.ticketmod_id is None:
        # Nobody can tell.
        return slash, None
    guild = app.channels.guild(facts.guild_id)
    integration: Integration | None = await attempt(
        INTEGRATIONS_UNCHECKED, integration_of(app.bot, guild, slash.ticketmod_id)
    )
    return slash, integration
