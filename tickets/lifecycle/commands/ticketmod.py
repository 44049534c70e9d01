"""``/ticketmod``: the staff's commands. Each asks by itself whether its user moderates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from redbot.core import commands

from ...access.service import add_guest, remove_guest
from ...blocks.service import block_member, unblock_member
from ...core import duration as lengths
from ...core import errors, policy
from ...core.commands.base import TicketsBase, clear_away, say, show, wait
from ...core.discord.people import person_of
from ...core.overwrite import Target
from ...core.render import controls, forms, words
from ...core.ticket import REASON_LIMIT, Action
from ...core.ui.reply import Reply
from ...i18n import _, speak_the_language_of
from ...requests.service import refuse_request, require_may_decide
from ...transcripts.ui import save_for
from ..render.list import decision
from ..service.closing import (
    Answer,
    close_ticket,
    reopen_ticket,
    require_may_close,
    require_may_moderate,
)
from ..service.opening import OpenRequest, accept_request, open_ticket
from ..ui.closing import closing_question, deletion_question
from ..ui.list import tickets_page

if TYPE_CHECKING:
    from ...core.ticket import Ticket

#: "Range | None" would lose its limits in the slash form.
Reason = commands.Range[str, 1, REASON_LIMIT]


class Duration(commands.Converter[int]):
    """A length of time such as ``2h`` or ``3d`` in seconds, in slash commands."""

    async def convert(self, ctx: Any, argument: str) -> int:
        """Raises ``NotADuration``; a typed command says it in the words before the reason."""
        if ctx.interaction is None:
            raise commands.BadArgument
        return lengths.parse(argument)


class TicketModCommands(TicketsBase):
    """What ticket moderators do besides pressing buttons."""

    @commands.hybrid_group(  # type: ignore[arg-type] # Red narrows the context
        name="ticketmod", description="Handle tickets, for the staff."
    )
    @app_commands.default_permissions(manage_messages=True)
    @commands.guild_only()
    async def ticketmod(self, ctx: commands.GuildContext) -> None:
        """Handle tickets, for the staff."""

    @ticketmod.command(name="open", aliases=["ouvrir"], description="Open a ticket for a member.")
    @app_commands.describe(member="Whose ticket it will be.", reason="What it is about.")
    @commands.guild_only()
    async def ticketmod_open(
        self,
        ctx: commands.GuildContext,
        member: discord.Member,
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Open a ticket for a member.

        No limit, block or validation stops it.

        **Examples:**
        - `[p]ticketmod open @member`
        - `[p]ticketmod open @member About your report`

        **Arguments:**
        - `<member>` Whose ticket it will be.
        - `[reason]` What it is about, up to 400 characters.
        """
        await _hide(ctx, reason)
        await wait(ctx)
        ticket = await open_ticket(
            self.desk,
            OpenRequest(
                guild_id=ctx.guild.id,
                opener=person_of(member),
                reason=reason,
                origin_id=ctx.interaction.id if ctx.interaction else ctx.message.id,
                by=person_of(ctx.author),
            ),
        )
        assert ticket.channel_id is not None
        await say(
            ctx,
            _("✅ The ticket of {member} is open: {channel}").format(
                member=member.mention, channel=words.channel(ticket.channel_id)
            ),
        )

    @ticketmod.command(
        name="add",
        aliases=["ajouter"],
        description="Give a member or role access to this ticket. Tell the opener first.",
    )
    @app_commands.rename(who="member-or-role")
    @app_commands.describe(who="Who gets access.")
    @commands.guild_only()
    async def ticketmod_add(
        self, ctx: commands.GuildContext, *, who: discord.Member | discord.User | discord.Role
    ) -> None:
        """Give a member or role access to this ticket.

        They see everything that was written in it: tell the opener first.

        **Examples:**
        - `[p]ticketmod add @member`
        - `[p]ticketmod add @role`

        **Arguments:**
        - `<who>` The member or role that gets access.
        """
        ticket = await self._require_ticket(ctx)
        await wait(ctx)
        guest = await add_guest(
            self.desk,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            target=_target(who),
            target_id=who.id,
            answer=_waiting(ctx),
        )
        await say(ctx, _("✅ {who} has access to this ticket now.").format(who=guest.mention))

    @ticketmod.command(
        name="remove",
        aliases=["retirer"],
        description="Take a member's or role's access to this ticket away.",
    )
    @app_commands.rename(who="member-or-role")
    @app_commands.describe(who="Who loses access.")
    @commands.guild_only()
    async def ticketmod_remove(
        self, ctx: commands.GuildContext, *, who: discord.Member | discord.User | discord.Role
    ) -> None:
        """Take a member's or role's access to this ticket away.

        **Examples:**
        - `[p]ticketmod remove @member`
        - `[p]ticketmod remove @role`

        **Arguments:**
        - `<who>` The member or role that loses access.
        """
        ticket = await self._require_ticket(ctx)
        await wait(ctx)
        guest = await remove_guest(
            self.desk,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            target=_target(who),
            target_id=who.id,
            answer=_waiting(ctx),
        )
        text = _("✅ {who} was removed from this ticket.").format(who=guest.mention)
        if guest.through:
            text = _("{text} They still see this ticket through {roles}.").format(
                text=text, roles=words.roles(guest.through)
            )
        await say(ctx, text)

    @ticketmod.command(name="close", aliases=["fermer"], description="Close this ticket.")
    @app_commands.describe(reason="Why, for the opener and the log.")
    @commands.guild_only()
    async def ticketmod_close(
        self,
        ctx: commands.GuildContext,
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Close this ticket.

        Without a reason it asks as the button does.

        **Examples:**
        - `[p]ticketmod close`
        - `[p]ticketmod close Solved`

        **Arguments:**
        - `[reason]` Why, for the opener and the log.
        """
        await _hide(ctx, reason)
        number = (await self._require_ticket(ctx)).number
        by = person_of(ctx.author)
        ticket, settings = await require_may_close(self.desk, ctx.guild.id, number, by)
        deletes = policy.deletes_by_closing(by, ticket, settings)
        if (reason or "").strip():
            done = _("✅ The ticket has been closed.")
            await close_ticket(
                self.desk,
                ctx.guild.id,
                number,
                by=by,
                reason=reason,
                answer=_answering(ctx, done),
            )
            await _finish(ctx, done)
        elif not policy.terms_in_force(ticket, settings).closing_reason:
            question = closing_question(
                self.desk, number, deletes=deletes, saves=settings.transcripts
            )
            await show(ctx, question)
        elif ctx.interaction is not None:
            await Reply.to(ctx.interaction).ask(
                forms.closing_form(number, deletes=deletes, saves=settings.transcripts)
            )
        else:
            text = _("Press the button and say why, or add the reason to the command.")
            await say(ctx, text, view=controls.ticket_controls(ticket))

    @ticketmod.command(
        name="reopen", aliases=["rouvrir"], description="Open this closed ticket again."
    )
    @commands.guild_only()
    async def ticketmod_reopen(self, ctx: commands.GuildContext) -> None:
        """Open this closed ticket again.

        **Example:**
        - `[p]ticketmod reopen`
        """
        ticket = await self._require_ticket(ctx)
        done = _("✅ The ticket is open again.")
        await reopen_ticket(
            self.desk,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            answer=_answering(ctx, done),
        )
        await _finish(ctx, done)

    @ticketmod.command(
        name="delete", aliases=["supprimer"], description="Delete this ticket and its channel."
    )
    @commands.guild_only()
    async def ticketmod_delete(self, ctx: commands.GuildContext) -> None:
        """Delete this ticket and its channel, after asking.

        **Example:**
        - `[p]ticketmod delete`
        """
        number = (await self._require_ticket(ctx)).number
        by = person_of(ctx.author)
        await require_may_moderate(self.desk, ctx.guild.id, number, by, Action.DELETE)
        settings = await self.desk.settings.of(ctx.guild.id)
        await show(ctx, deletion_question(self.desk, number, saves=settings.transcripts))

    @ticketmod.command(
        name="transcript",
        aliases=["sauvegarder"],
        description="Save the conversation of this ticket as a file.",
    )
    @commands.guild_only()
    async def ticketmod_transcript(self, ctx: commands.GuildContext) -> None:
        """Save the conversation of this ticket as a file.

        You get the file, and so does the transcript channel if there is one.

        **Example:**
        - `[p]ticketmod transcript`
        """
        number = (await self._require_ticket(ctx)).number
        if ctx.interaction is None:
            await say(ctx, _("Only you will get the file."), view=controls.save(number))
            return
        reply = Reply.to(ctx.interaction)
        await save_for(self.desk, reply, ctx.guild, number, person_of(ctx.author))

    @ticketmod.command(
        name="list", aliases=["liste"], description="All requests and tickets, and who is blocked."
    )
    @commands.guild_only()
    async def ticketmod_list(self, ctx: commands.GuildContext) -> None:
        """All requests, open and closed tickets, and who is blocked.

        Only you see it.

        **Example:**
        - `[p]ticketmod list`
        """
        page = await tickets_page(self.desk, ctx.guild.id, person_of(ctx.author))
        if ctx.interaction is not None:
            await Reply.to(ctx.interaction).turn_to(page)
        else:
            await say(ctx, _("Only you will see the list."), view=controls.show_list())

    @ticketmod.command(
        name="accept", aliases=["accepter"], description="Accept a request: its ticket is opened."
    )
    @app_commands.describe(request="The number of the request.")
    @commands.guild_only()
    async def ticketmod_accept(
        self, ctx: commands.GuildContext, request: commands.Range[int, 1, 999_999_999]
    ) -> None:
        """Accept a request: its ticket is opened.

        For when the message with the buttons is gone.

        **Example:**
        - `[p]ticketmod accept 12`

        **Arguments:**
        - `<request>` The number of the request; `[p]ticketmod list` shows them.
        """
        by = person_of(ctx.author)
        await self._require_request(ctx, request)
        await wait(ctx)
        ticket = await accept_request(
            self.desk, ctx.guild.id, request, by=by, answer=_waiting(ctx)
        )
        await _tell_decision(ctx, ticket)

    @ticketmod.command(name="refuse", aliases=["refuser"], description="Refuse a request.")
    @app_commands.describe(
        request="The number of the request.", reason="Why; the member reads this."
    )
    @commands.guild_only()
    async def ticketmod_refuse(
        self,
        ctx: commands.GuildContext,
        request: commands.Range[int, 1, 999_999_999],
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Refuse a request.

        **Examples:**
        - `[p]ticketmod refuse 12`
        - `[p]ticketmod refuse 12 Please ask in the help channel`

        **Arguments:**
        - `<request>` The number of the request; `[p]ticketmod list` shows them.
        - `[reason]` Why; the member reads this.
        """
        await _hide(ctx, reason)
        await self._require_request(ctx, request)
        await wait(ctx)
        ticket = await refuse_request(
            self.desk,
            ctx.guild.id,
            request,
            by=person_of(ctx.author),
            reason=reason,
            answer=_waiting(ctx),
        )
        await _tell_decision(ctx, ticket)

    @ticketmod_accept.autocomplete("request")
    @ticketmod_refuse.autocomplete("request")
    async def _complete_request(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        """Pending requests, for those who may decide about them."""
        guild = interaction.guild
        if guild is None or not isinstance(interaction.user, discord.Member):
            return []
        await speak_the_language_of(self.bot, guild)
        settings = await self.desk.settings.of(guild.id)
        by = person_of(interaction.user)
        if not policy.is_ticket_moderator(by, settings.moderator_role_ids):
            return []
        choices = []
        for ticket in await self.desk.tickets.requests(guild.id):
            opener = self.desk.postings.acquaintance(guild.id, ticket.opener_id)
            parts = [f"#{ticket.number}", words.name(opener.shown_name)]
            if ticket.reason is not None:
                parts.append(" ".join(words.plain(ticket.reason).split()))
            label = words.clip(" · ".join(parts), 100)
            if current.lstrip("#").lower() in label.lower():
                choices.append(app_commands.Choice(name=label, value=ticket.number))
        return choices[:25]

    @ticketmod.command(
        name="block", aliases=["bloquer"], description="Keep a member from opening tickets."
    )
    @app_commands.describe(
        member="Who can't open tickets.",
        duration="How long, for example 2h or 3d; for good if left out.",
        reason="Why; the member reads this.",
    )
    @commands.guild_only()
    async def ticketmod_block(
        self,
        ctx: commands.GuildContext,
        member: discord.Member,
        duration: Duration | None = None,
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Keep a member from opening and requesting tickets.

        Tickets that are open stay. The member is told when they try.

        **Examples:**
        - `[p]ticketmod block @member`
        - `[p]ticketmod block @member 3d Insults`

        **Arguments:**
        - `<member>` Who can't open tickets.
        - `[duration]` How long, for example `2h`, `3d` or `1w`; for good if left out.
        - `[reason]` Why; the member reads this.
        """
        await _hide(ctx, reason)
        seconds: int | None = duration  # type: ignore[assignment] # what the converter made
        if ctx.interaction is None:
            seconds, reason = lengths.split(reason or "")
        block = await block_member(
            self.desk,
            ctx.guild.id,
            by=person_of(ctx.author),
            member=person_of(member),
            seconds=seconds,
            reason=reason,
        )
        text = (
            _("✅ {member} can't open tickets until a moderator unblocks them.")
            if block.until is None
            else _("✅ {member} can't open tickets until {date}.")
        )
        date = words.moment(block.until) if block.until is not None else ""
        await say(ctx, text.format(member=member.mention, date=date))

    @ticketmod.command(
        name="unblock", aliases=["débloquer"], description="Let a member open tickets again."
    )
    @app_commands.describe(member="Who can open tickets again.")
    @commands.guild_only()
    async def ticketmod_unblock(
        self, ctx: commands.GuildContext, *, member: discord.Member | discord.User
    ) -> None:
        """Let a member open tickets again.

        **Example:**
        - `[p]ticketmod unblock @member`

        **Arguments:**
        - `<member>` Who can open tickets again.
        """
        await unblock_member(
            self.desk, ctx.guild.id, by=person_of(ctx.author), member_id=member.id
        )
        await say(ctx, _("✅ {member} can open tickets again.").format(member=member.mention))

    async def _require_ticket(self, ctx: commands.GuildContext) -> Ticket:
        """The ticket of this channel, for who moderates it; everybody else learns nothing."""
        ticket = await self.ticket_here(ctx)
        settings = await self.desk.settings.of(ctx.guild.id)
        by = person_of(ctx.author)
        if ticket is None:
            policy.require_staff(by, settings)
            raise errors.NotInTicket
        policy.require_moderator(by, ticket, settings)
        return ticket

    async def _require_request(self, ctx: commands.GuildContext, number: int) -> None:
        """Raises unless the request is pending; only moderators learn whether it exists."""
        by = person_of(ctx.author)
        try:
            await require_may_decide(self.desk, ctx.guild.id, number, by)
        except errors.UnknownTicket:
            policy.require_staff(by, await self.desk.settings.of(ctx.guild.id))
            raise


async def _hide(ctx: commands.GuildContext, reason: str | None) -> None:
    """Removes a typed command with a reason in it, whatever becomes of it."""
    if reason:
        await clear_away(ctx)


def _target(who: discord.Member | discord.User | discord.Role) -> Target:
    return Target.ROLE if isinstance(who, discord.Role) else Target.MEMBER


def _answering(ctx: commands.GuildContext, text: str) -> Answer:
    """Says `text` as soon as it is decided that what was asked for happens.

    Only Discord's three seconds are a reason not to wait for how it ends.
    """

    async def decided() -> None:
        if ctx.interaction is not None:
            await say(ctx, text)

    async def busy() -> None:
        await wait(ctx)

    return Answer(decided, busy)


async def _finish(ctx: commands.GuildContext, text: str) -> None:
    """Says `text` to whoever has typed the command, now that it is done."""
    if ctx.interaction is None:
        await say(ctx, text)


def _waiting(ctx: commands.GuildContext) -> Answer:
    """Lets the person wait; what became of it is said in the end."""

    async def busy() -> None:
        await wait(ctx)

    return Answer(busy, busy)


async def _tell_decision(ctx: commands.GuildContext, ticket: Ticket) -> None:
    """A slash command's answer is private; a typed one's hides behind a button."""
    if ctx.interaction is not None:
        await say(ctx, decision(ticket))
        return
    text = _("Request #{number}: done.").format(number=ticket.number)
    await say(ctx, text, view=controls.result(ticket.number, ctx.author.id))
