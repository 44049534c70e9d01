"""``/ticketmod find``."""

from __future__ import annotations

from dataclasses import replace

import discord
from redbot.core import commands

from ..core.commands.base import Commands, say
from ..core.commands.marks import subcommand
from ..core.commands.staff import hide
from ..core.discord.people import person_of
from ..core.ui.reply import Reply
from ..i18n import _
from ..lifecycle.commands.types_by_name import Completion
from ..lifecycle.service.choosing import find_type, types_of_teams
from . import render as look
from .rules import checked, read_wish
from .service import Searches
from .ui import found_page


class SearchCommands(Commands):
    """Finding tickets, past ones too."""

    @subcommand(
        "ticketmod",
        "find",
        aliases=("rechercher",),
        description="Find tickets, past ones too.",
        usage="[member or ID] [text] [number]",
        renamed={"type_": "type"},
        options={
            "text": "Words in the reason, the answers or the closing reason.",
            "member": "Who the ticket was for, even if they have left.",
            "number": "The ticket's number.",
            "type_": "Only tickets of this type.",
        },
        completed={"type_": Completion.of_teams},
    )
    async def ticketmod_find(
        self,
        ctx: commands.GuildContext,
        *,
        text: str | None = None,
        # Only slash commands have these: typed, everything stands in the text.
        member: discord.User | None = None,
        number: commands.Range[int, 1, 999_999_999] = None,  # type: ignore[assignment]
        type_: str | None = None,
    ) -> None:
        """Find tickets, past ones too.

        Words are found in the reason, the answers and the closing reason. Accents and case don't
        matter, and the beginning of a word is enough. Only you see what was found.

        **Examples:**
        - `[p]ticketmod find refund`
        - `[p]ticketmod find @member`
        - `[p]ticketmod find 123456789012345678 refund`
        - `[p]ticketmod find 12`

        **Arguments:**
        - `[member or ID]` Who the ticket was for. Someone who has left is found by ID.
        - `[text]` Words that all must be there.
        - `[number]` The ticket's number, such as `12`.
        """
        await hide(ctx, text)
        by = person_of(ctx.author)
        wish = read_wish(text or "", typed=ctx.interaction is None)
        if member is not None:
            wish = replace(wish, opener_id=member.id)
        if number is not None:
            wish = replace(wish, number=number)
        # Who is in no team is told so, whatever they typed.
        page = await found_page(self.app, ctx.guild.id, by, checked(wish))
        if type_ is not None:
            types = types_of_teams(await self.app.settings.of(ctx.guild.id), by)
            wish = replace(wish, type_id=find_type(type_, types).id)
            page = await found_page(self.app, ctx.guild.id, by, wish)
        if ctx.interaction is not None:
            await Reply.to(ctx.interaction).turn_to(page)
        else:
            key = self.app[Searches].keep(ctx.guild.id, by.id, wish)
            await say(
                ctx,
                _("Press the button to see the tickets. Only you will see them."),
                view=look.show_found(key),
            )
