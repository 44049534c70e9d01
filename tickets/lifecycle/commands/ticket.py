"""``/ticket``: the members' command."""

from __future__ import annotations

from redbot.core import commands

from ...core.commands.base import Commands, clear_away, say, show, wait
from ...core.commands.marks import command
from ...core.discord.people import person_of
from ...core.ticket import REASON_LIMIT
from ...core.ui.reply import Reply
from ...i18n import _
from ..render import forms
from ..render.ticket import card
from ..service.opening import OpenRequest, open_ticket, require_may_open
from ..settings import OpeningSettings
from ..ui.opening import opened_message


class TicketCommands(Commands):
    """Opening a ticket by command."""

    @command(
        "ticket",
        description="Open a ticket: a private conversation with the staff.",
        options={"reason": "Why you open it. This is the first thing the staff will read."},
    )
    async def ticket(
        self,
        ctx: commands.GuildContext,
        *,
        # "Range | None" would lose its limits in the slash form.
        reason: commands.Range[str, 1, REASON_LIMIT] = None,  # type: ignore[assignment]
    ) -> None:
        """Open a ticket to talk privately with the staff.

        Inside a ticket, it shows that ticket with its buttons instead.

        **Examples:**
        - `[p]ticket`
        - `[p]ticket I can't see the voice channels`

        **Arguments:**
        - `[reason]` Why you open it, up to 400 characters. The staff reads this first.
        """
        here = await self.ticket_here(ctx)
        if here is not None:
            buttons = self.app.features.controls(here, await self.app.settings.for_ticket(here))
            shown = card(here, buttons)
            await show(ctx, shown)
            return
        settings = await require_may_open(self.app, ctx.guild.id, person_of(ctx.author))
        if settings[OpeningSettings].opening_reason and not (reason or "").strip():
            await self._ask_for_reason(ctx)
            return
        await clear_away(ctx)
        await wait(ctx)
        ticket = await open_ticket(
            self.app,
            OpenRequest(
                guild_id=ctx.guild.id,
                opener=person_of(ctx.author),
                reason=reason,
                origin_id=ctx.interaction.id if ctx.interaction else ctx.message.id,
            ),
        )
        await show(ctx, await opened_message(self.app, ticket, in_public=ctx.interaction is None))

    async def _ask_for_reason(self, ctx: commands.GuildContext) -> None:
        """Slash commands can open a form; typed ones need a button to press for it."""
        if ctx.interaction is not None:
            await Reply.to(ctx.interaction).ask(forms.opening_form(ctx.interaction.id))
            return
        await clear_away(ctx)
        await say(
            ctx,
            _("{member}, press the button and tell us why you need a ticket.").format(
                member=ctx.author.mention
            ),
            view=forms.ask_for_reason(ctx.author.id),
        )
