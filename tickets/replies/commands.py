"""``/ticketset reply`` for admins, and ``/ticketmod reply``."""

from __future__ import annotations

import discord
from discord import app_commands
from redbot.core import commands
from redbot.core.utils.chat_formatting import pagify

from ..configuration import ui as menu_ui
from ..core.commands.base import Commands, say, say_besides, show_menu
from ..core.commands.marks import Who, group, subcommand
from ..core.commands.staff import hide, require_ticket
from ..core.discord.people import person_of
from ..core.render import words
from ..core.render.controls import row
from ..core.ui.reply import Reply
from . import render as look
from . import service
from .rules import find

#: Discord's limit.
_CHOICES = 25


class Completion(Commands):
    """discord.py takes a callback's first parameter for the cog only inside a class."""

    async def names(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The ready answers for the ticket of this channel; for who moderates it."""
        guild, member = interaction.guild, interaction.user
        channel = interaction.channel
        if guild is None or not isinstance(member, discord.Member) or channel is None:
            return []
        parent = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
        ticket = await self.app.tickets.in_channel(guild.id, parent)
        if ticket is None:
            return []
        answers = await service.ready_answers_for(self.app, ticket, person_of(member))
        return [
            app_commands.Choice(name=one.name, value=one.name)
            for one in answers
            if current.casefold() in one.folded
        ][:_CHOICES]


class ReplyCommands(Commands):
    """Keeping ready answers, and sending one."""

    @group("reply", below="ticketset", has_slash=False, who=Who.ADMINS, answers_alone=True)
    async def ticketset_reply(self, ctx: commands.GuildContext) -> None:
        """Texts that the staff sends often.

        Without a subcommand it opens the menu at them.

        **Examples:**
        - `[p]ticketset reply`
        - `[p]ticketset reply add greeting Hello {user}, how can we help?`
        """
        if ctx.invoked_subcommand is None:
            await self._open_replies(ctx, look.address())

    @subcommand("ticketset reply", "add", has_slash=False, who=Who.ADMINS)
    async def ticketset_reply_add(
        self, ctx: commands.GuildContext, name: str, *, text: str
    ) -> None:
        """Add a ready answer, for all tickets. The menu can limit it to one type.

        **Examples:**
        - `[p]ticketset reply add greeting Hello {user}, how can we help?`
        - `[p]ticketset reply add "need logs" Please send us your log file.`

        **Arguments:**
        - `<name>` Its name, up to 80 characters. In quotes if it has spaces.
        - `<text>` What is sent, up to 1,500 characters. It takes the variables of the welcome
          message.
        """
        made = await service.add_ready_answer(self.app, ctx.guild.id, name=name, text=text)
        await say(ctx, look.stored(made))

    @subcommand("ticketset reply", "edit", usage="<name> [text]", has_slash=False, who=Who.ADMINS)
    async def ticketset_reply_edit(
        self, ctx: commands.GuildContext, name: str, *, text: str = ""
    ) -> None:
        """Give a ready answer another text, or open the menu at it.

        **Examples:**
        - `[p]ticketset reply edit greeting Welcome {user}!`
        - `[p]ticketset reply edit "need logs"`

        **Arguments:**
        - `<name>` Its name. In quotes if it has spaces.
        - `[text]` Its new text. Leave it out to change name, text and type in the menu.
        """
        found = find(name, await service.ready_answers_of(self.app, ctx.guild.id))
        if not text.strip():
            await self._open_replies(ctx, look.address(found.id))
            return
        changed = await service.change_ready_answer(
            self.app, found, name=found.name, text=text, type_id=found.type_id
        )
        await say(ctx, look.stored(changed))

    @subcommand("ticketset reply", "remove", has_slash=False, who=Who.ADMINS)
    async def ticketset_reply_remove(self, ctx: commands.GuildContext, *, name: str) -> None:
        """Delete a ready answer.

        **Example:**
        - `[p]ticketset reply remove greeting`

        **Arguments:**
        - `<name>` Its name.
        """
        found = find(name, await service.ready_answers_of(self.app, ctx.guild.id))
        removed = await service.remove_ready_answer(self.app, ctx.guild.id, found.id)
        await say(ctx, look.deleted(removed))

    @subcommand("ticketset reply", "list", has_slash=False, who=Who.ADMINS)
    async def ticketset_reply_list(self, ctx: commands.GuildContext) -> None:
        """Show all ready answers.

        **Example:**
        - `[p]ticketset reply list`
        """
        settings = await self.app.settings.of(ctx.guild.id)
        shown = look.listed(settings, await service.ready_answers_of(self.app, ctx.guild.id))
        first, *more = pagify(shown, page_length=words.MESSAGE_LIMIT)
        await say(ctx, first)
        for page in more:
            await say_besides(ctx, page)

    async def _open_replies(self, ctx: commands.GuildContext, where: str) -> None:
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu_ui.COMMAND)
        await show_menu(ctx, opened, await menu_ui.page(self.app, opened, where))

    @subcommand(
        "ticketmod",
        "reply",
        aliases=("répondre", "repondre"),
        description="Send a ready answer in this ticket.",
        options={"name": "The ready answer."},
        completed={"name": Completion.names},
    )
    async def ticketmod_reply(self, ctx: commands.GuildContext, *, name: str) -> None:
        """Send a ready answer in this ticket, in your name.

        It shows you first what is sent.

        **Example:**
        - `[p]ticketmod reply greeting`

        **Arguments:**
        - `<name>` The ready answer's name.
        """
        # What the staff calls it is nothing for the opener.
        await hide(ctx, name)
        ticket, by = await require_ticket(self, ctx), person_of(ctx.author)
        ready = find(name, await service.ready_answers_for(self.app, ticket, by))
        shown = await service.preview(
            self.app, ctx.guild.id, ticket.number, by=by, answer_id=ready.id
        )
        if ctx.interaction is None:
            view = row(look.show_button(ticket.number, ready.id))
            await say(ctx, look.press_to_see(), view=view)
            return
        await Reply.to(ctx.interaction).show(
            look.preview(
                shown.ticket, shown.ready, shown.message, self.app.session, ctx.interaction.id
            )
        )
