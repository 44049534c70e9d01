"""What all command groups of the cog share."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ..adapters.failures import FAILURES
from ..adapters.people import person_of
from ..i18n import speak_the_language_of
from ..render.notices import tell
from ..service.upkeep import news_for
from ..ui.reply import NOBODY, Reply
from .refusals import innermost, sentence_for

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..service.desk import Desk

log = logging.getLogger("red.tickets.commands")


class TicketsBase(commands.Cog):
    """The parts of the cog that its commands use."""

    bot: Red
    desk: Desk

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for attribute in vars(cls).values():
            if isinstance(attribute, commands.Command) and attribute.callback.__doc__:
                # The catalogue holds docstrings as people read them, without indentation.
                attribute.callback.__doc__ = inspect.cleandoc(attribute.callback.__doc__)

    async def cog_after_invoke(self, ctx: commands.Context) -> None:  # type: ignore[override]
        """Tells admins and moderators, after any command, what happened meanwhile."""
        # Groups run before their subcommands.
        if ctx.invoked_subcommand is not None or ctx.command_failed:
            return
        if not isinstance(ctx.author, discord.Member):
            return
        is_admin = ctx.author.guild_permissions.manage_guild
        person = person_of(ctx.author)
        news = await news_for(self.desk, ctx.author.guild.id, person, is_admin=is_admin)
        if news:
            await say_besides(ctx, tell(news))

    async def cog_command_error(self, ctx: commands.Context, error: Exception) -> None:  # type: ignore[override]
        """Every refusal of a command gets its sentence; the rest is Red's."""
        await speak_the_language_of(self.bot, ctx.guild)
        sentence = sentence_for(ctx, innermost(error))
        if sentence is not None:
            await say(ctx, sentence)
            return
        red: Any = self.bot
        await red.on_command_error(ctx, error, unhandled_by_cog=True)


async def say(ctx: commands.Context, text: str | None = None, **parts: Any) -> None:
    """Answers a command: a slash command privately, a typed one where it was typed.

    Takes a text, an embed and a view; nobody is pinged.
    """
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).say(text, **parts)
        return
    try:
        await ctx.send(text, allowed_mentions=NOBODY, **parts)
    except FAILURES as error:
        log.info("A typed command could not be answered: %r", error)


async def say_besides(ctx: commands.Context, text: str) -> None:
    """Says one more thing after the answer to a command."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).add(text)
    else:
        await say(ctx, text)
