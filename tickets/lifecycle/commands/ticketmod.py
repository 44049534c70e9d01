"""``/ticketmod``: tickets' lives, for the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from redbot.core import commands

from ...core.commands.base import Commands, say, show, wait
from ...core.commands.marks import group, subcommand
from ...core.commands.staff import Reason, answering, finish, hide, require_ticket, waiting
from ...core.discord.people import person_of
from ...core.render import words
from ...core.render.controls import row
from ...core.ticket import Action
from ...core.ui.reply import Reply
from ...i18n import _
from ..render import forms
from ..rules import must_say_why
from ..service.choosing import type_to_open
from ..service.closing import (
    close_ticket,
    reopen_ticket,
    require_closable,
    require_may_moderate,
    what_closing_does,
)
from ..service.opening import OpenRequest, open_ticket
from ..service.renaming import rename_ticket
from ..settings import ClosingSettings, MoreClosingSettings
from .types_by_name import Completion

if TYPE_CHECKING:
    pass


class TicketModCommands(Commands):
    """What ticket moderators do with a ticket besides pressing buttons."""

    @group(
        "ticketmod",
        description="Manage tickets (staff only).",
        default_permission="manage_messages",
    )
    async def ticketmod(self, ctx: commands.GuildContext) -> None:
        """Manage tickets (staff only)."""

    @subcommand(
        "ticketmod",
        "open",
        aliases=("ouvrir",),
        description="Open a ticket for a member.",
        usage="<member> [reason]",
        renamed={"type_": "type"},
        options={
            "member": "Who the ticket is for.",
            "reason": "What the ticket is about.",
            "type_": "What kind of ticket it is.",
        },
        completed={"type_": Completion.of_teams},
    )
    async def ticketmod_open(
        self,
        ctx: commands.GuildContext,
        member: discord.Member,
        *,
        reason: Reason = None,  # type: ignore[assignment]
        # Only slash commands have it: typed, everything is the reason.
        type_: str | None = None,
    ) -> None:
        """Open a ticket for a member.

        This works even if the member is blocked, at their limit, or needs approval.

        **Examples:**
        - `[p]ticketmod open @member`
        - `[p]ticketmod open @member About your report`

        **Arguments:**
        - `<member>` Who the ticket is for.
        - `[reason]` What the ticket is about, up to 400 characters.
        """
        await hide(ctx, reason)
        type_id = type_to_open(
            await self.app.settings.of(ctx.guild.id), person_of(ctx.author), type_
        )
        await wait(ctx)
        ticket = await open_ticket(
            self.app,
            OpenRequest(
                guild_id=ctx.guild.id,
                opener=person_of(member),
                reason=reason,
                origin_id=ctx.interaction.id if ctx.interaction else ctx.message.id,
                by=person_of(ctx.author),
                type_id=type_id,
            ),
        )
        assert ticket.channel_id is not None
        await say(
            ctx,
            _("✅ The ticket of {member} is open: {channel}").format(
                member=member.mention, channel=words.channel(ticket.channel_id)
            ),
        )

    @subcommand(
        "ticketmod",
        "close",
        aliases=("fermer",),
        description="Close this ticket.",
        options={"reason": "Reason, shown to the opener and in the log."},
    )
    async def ticketmod_close(
        self,
        ctx: commands.GuildContext,
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Close this ticket.

        Without a reason, you are asked for one, as with the button.

        **Examples:**
        - `[p]ticketmod close`
        - `[p]ticketmod close Solved`

        **Arguments:**
        - `[reason]` Reason, shown to the opener and in the log.
        """
        await hide(ctx, reason)
        number = (await require_ticket(self, ctx)).number
        by = person_of(ctx.author)
        ticket, settings = await require_closable(self.app, ctx.guild.id, number, by)
        closing = settings[ClosingSettings]
        outcome = what_closing_does(self.app, settings, by)
        if (reason or "").strip():
            done = _("✅ The ticket has been closed.")
            await close_ticket(
                self.app,
                ctx.guild.id,
                number,
                by=by,
                reason=reason,
                answer=answering(ctx, done),
            )
            await finish(ctx, done)
        elif not closing.closing_reason:
            await show(ctx, forms.closing_question(ticket, self.app.session, **outcome))
        elif ctx.interaction is not None:
            required = must_say_why(ticket, by, closing)
            reasons = settings[MoreClosingSettings].closing_reasons
            form = forms.closing_form(number, required=required, reasons=reasons, **outcome)
            await Reply.to(ctx.interaction).ask(form)
        else:
            text = _("Press the button and give a reason, or add the reason to the command.")
            await say(ctx, text, view=row(*self.app.features.controls(ticket, settings)))

    @subcommand(
        "ticketmod", "reopen", aliases=("rouvrir",), description="Open this closed ticket again."
    )
    async def ticketmod_reopen(self, ctx: commands.GuildContext) -> None:
        """Open this closed ticket again.

        **Example:**
        - `[p]ticketmod reopen`
        """
        ticket = await require_ticket(self, ctx)
        done = _("✅ The ticket is open again.")
        await reopen_ticket(
            self.app,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            answer=answering(ctx, done),
        )
        await finish(ctx, done)

    @subcommand(
        "ticketmod",
        "delete",
        aliases=("supprimer",),
        description="Delete this ticket and its channel.",
    )
    async def ticketmod_delete(self, ctx: commands.GuildContext) -> None:
        """Delete this ticket and its channel, after asking.

        **Example:**
        - `[p]ticketmod delete`
        """
        number = (await require_ticket(self, ctx)).number
        by = person_of(ctx.author)
        ticket, settings = await require_may_moderate(
            self.app, ctx.guild.id, number, by, Action.DELETE
        )
        saves = self.app.features.keeps_before_deletion(settings)
        await show(ctx, forms.deletion_question(ticket, self.app.session, saves=saves))

    @subcommand(
        "ticketmod",
        "rename",
        aliases=("renommer",),
        description="Give this ticket's channel another name.",
        options={"name": "The new name."},
    )
    async def ticketmod_rename(self, ctx: commands.GuildContext, *, name: str) -> None:
        """Give this ticket's channel another name.

        Discord allows two renames in ten minutes.

        **Example:**
        - `[p]ticketmod rename refund-alice`

        **Arguments:**
        - `<name>` The new name. Spaces become hyphens.
        """
        ticket = await require_ticket(self, ctx)
        renamed = await rename_ticket(
            self.app,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            name=name,
            answer=waiting(ctx),
        )
        await say(
            ctx, _("✅ The ticket is now called **{name}**.").format(name=words.escaped(renamed))
        )
