"""``/ticket``: the members' command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core import commands

from ...core.commands.base import Commands, clear_away, say, show, wait
from ...core.commands.marks import command
from ...core.discord.people import person_of
from ...core.ticket import REASON_LIMIT
from ...core.ui.reply import Reply
from ...i18n import _
from ..drafts import FormAbout
from ..render import forms
from ..render.ticket import card
from ..service.choosing import Choice, TypedReasons, find_type, what_to_choose
from ..service.opening import OpenRequest, open_ticket, require_may_open
from ..settings import FormSettings
from ..ui import asking
from ..ui.opened import opened_message
from .types_by_name import Completion

if TYPE_CHECKING:
    from ...core.settings import Settings


class TicketCommands(Commands):
    """Opening a ticket by command."""

    @command(
        "ticket",
        description="Open a ticket: a private conversation with the staff.",
        usage="[reason]",
        renamed={"type_": "type"},
        options={
            "reason": "Why you open it. This is the first thing the staff will read.",
            "type_": "What kind of ticket it is.",
        },
        completed={"type_": Completion.offered},
    )
    async def ticket(
        self,
        ctx: commands.GuildContext,
        *,
        # "Range | None" would lose its limits in the slash form.
        reason: commands.Range[str, 1, REASON_LIMIT] = None,  # type: ignore[assignment]
        # Only slash commands have it: typed, everything is the reason.
        type_: str | None = None,
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
            settings = await self.app.settings.for_ticket(here)
            name = settings.type.name if settings.type is not None else None
            reader = person_of(ctx.author)
            await show(ctx, card(here, *self.app.features.card(here, settings, reader), name))
            return
        member = person_of(ctx.author)
        type_id: int | None = None
        if type_ is not None:
            types = (await self.app.settings.of(ctx.guild.id)).types
            type_id = find_type(type_, types).id
        else:
            choice = await what_to_choose(self.app, ctx.guild.id, member)
            if len(choice.only) > 1:
                await self._offer(ctx, choice, reason)
                return
            (type_id,) = choice.only
        settings = await require_may_open(self.app, ctx.guild.id, member, type_id)
        if asking.asks(settings, (reason or "").strip()):
            await self._ask(ctx, settings, type_id, reason)
            return
        await clear_away(ctx)
        await wait(ctx)
        ticket = await open_ticket(
            self.app,
            OpenRequest(
                guild_id=ctx.guild.id,
                opener=member,
                reason=reason,
                origin_id=ctx.interaction.id if ctx.interaction else ctx.message.id,
                type_id=type_id,
            ),
        )
        await show(ctx, await opened_message(self.app, ticket, in_public=ctx.interaction is None))

    async def _offer(self, ctx: commands.GuildContext, choice: Choice, reason: str | None) -> None:
        """Lets the member choose a type in private; a typed command needs a button for it."""
        if ctx.interaction is not None:
            shown = forms.choose_type(
                ctx.interaction.id, choice.types, reason, without_type=choice.without_type
            )
            await Reply.to(ctx.interaction).show(shown)
            return
        if reason:
            self.app[TypedReasons].keep(ctx.message.id, reason, self.app.now())
        await clear_away(ctx)
        await say(
            ctx,
            _("{member}, press the button and choose what your ticket is about.").format(
                member=ctx.author.mention
            ),
            view=forms.offer_types(ctx.author.id, ctx.message.id),
        )

    async def _ask(
        self,
        ctx: commands.GuildContext,
        settings: Settings,
        type_id: int | None,
        reason: str | None,
    ) -> None:
        """Slash commands can open a form; typed ones need a button to press for it."""
        if ctx.interaction is not None:
            about, reply = FormAbout(type_id=type_id), Reply.to(ctx.interaction)
            await asking.ask(self.app, reply, settings, about, ctx.interaction.id, reason=reason)
            return
        origin_id = None
        if reason:
            origin_id = ctx.message.id
            self.app[TypedReasons].keep(origin_id, reason, self.app.now())
        await clear_away(ctx)
        text = _("{member}, press the button and tell us why you need a ticket.")
        if settings[FormSettings].form.questions:
            text = _("{member}, press the button and answer a few questions.")
        await say(
            ctx,
            text.format(member=ctx.author.mention),
            view=forms.ask_for_reason(ctx.author.id, type_id, origin_id),
        )
