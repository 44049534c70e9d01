"""What all command groups of the cog share."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ...i18n import _, use_locale_of
from .. import errors
from ..discord.people import person_of
from ..discord.refusals import FAILURES
from ..render.failures import remedy
from ..ticket import LIVE
from ..ui.doctor_hint import doctor_hint_for
from ..ui.press import told_besides
from ..ui.reply import NOBODY, Reply
from .refusals import innermost, sentence_for

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..app import App
    from ..render.message import Message
    from ..ticket import Ticket
    from ..ui.menus import Menu, Menus

log = logging.getLogger("red.tickets.commands")


class Commands:
    """What the methods of a feature that are commands may use: they become the cog's."""

    bot: Red
    app: App

    @property
    def menus(self) -> Menus:
        """The menus that are open."""
        return self.app.menus

    async def ticket_here(self, ctx: commands.GuildContext) -> Ticket | None:
        """The ticket in whose channel, or a thread of it, the command was used."""
        channel = ctx.channel
        channel_id = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
        ticket = await self.app.tickets.in_channel(ctx.guild.id, channel_id)
        return ticket if ticket is not None and ticket.state in LIVE else None


class TicketsBase(Commands, commands.Cog):
    """What is the same for all commands of the cog."""

    def __init__(self) -> None:
        super().__init__()
        for command in self.walk_commands():
            # It is the slash command's. Red's help would show it as it is, above the docstring
            # that says the same in the reader's language.
            command.description = ""

    async def cog_before_invoke(self, ctx: commands.Context) -> None:  # type: ignore[override]
        """Its texts name commands as they are typed here; an unload ends it."""
        self.app.runs_in_this_task()
        await use_locale_of(self.bot, ctx.guild)

    async def cog_after_invoke(self, ctx: commands.Context) -> None:  # type: ignore[override]
        """Tells admins and moderators, after any command, what happened meanwhile."""
        # Groups run before their subcommands.
        if ctx.invoked_subcommand is not None or ctx.command_failed:
            return
        if not isinstance(ctx.author, discord.Member):
            return
        person, guild_id = person_of(ctx.author), ctx.author.guild.id
        is_admin = ctx.author.guild_permissions.manage_guild
        if ctx.interaction is not None:
            text = await told_besides(self.app, guild_id, person, is_admin=is_admin)
            if text:
                await say_besides(ctx, text)
            return
        for hint in self.app.features.each("hints"):
            # What is typed is answered in front of everybody.
            view = await hint(self.app, guild_id, person, is_admin)
            if view is not None:
                text = _("{member}, the ticket system needs your attention:")
                await say(ctx, text.format(member=ctx.author.mention), view=view)

    async def cog_command_error(self, ctx: commands.Context, error: Exception) -> None:  # type: ignore[override]
        """Every refusal of a command gets its sentence; the rest is Red's."""
        await use_locale_of(self.bot, ctx.guild)
        cause = innermost(error)
        sentence = sentence_for(ctx, cause)
        if sentence is not None:
            view = None
            if isinstance(cause, errors.TicketError):
                view = remedy(cause)
                sentence += await doctor_hint_for(self.bot, ctx.author, cause)
            await say(ctx, sentence, view=view)
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


async def show(ctx: commands.Context, message: Message) -> None:
    """Answers a command with a message; it pings nobody."""
    await say(ctx, message.content, embed=message.embed, view=message.view)


async def show_menu(ctx: commands.Context, menu: Menu, page: discord.ui.LayoutView) -> None:
    """Answers a command with the first page of a menu; a later one takes its place."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).turn_to(page)
        menu.is_shown_in(ctx.interaction)
        return
    try:
        if menu.edit is not None:
            await menu.edit(view=page)
            return
        menu.is_shown_as(await ctx.send(view=page, allowed_mentions=NOBODY))
    except FAILURES as error:
        log.info("A menu could not be shown: %r", error)


async def wait(ctx: commands.Context) -> None:
    """Shows that the bot is at work, for what may take longer than three seconds."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).wait()


async def clear_away(ctx: commands.GuildContext) -> None:
    """Removes a typed command: a reason is nobody else's business."""
    if ctx.interaction is None and ctx.channel.permissions_for(ctx.me).manage_messages:
        with contextlib.suppress(*FAILURES):
            await ctx.message.delete()


async def say_besides(ctx: commands.Context, text: str) -> None:
    """Says one more thing after the answer to a command."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).add(text)
    else:
        await say(ctx, text)
