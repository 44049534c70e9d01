"""``/ticketmod accept`` and ``refuse``: for when the message with the buttons is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from redbot.core import commands

from ..core import errors
from ..core.commands.base import Commands, say, wait
from ..core.commands.marks import subcommand
from ..core.commands.staff import Reason, hide, waiting
from ..core.discord.people import known_person, person_of
from ..core.render import words
from ..core.team import of_their_teams, require_moderates_any
from ..i18n import _, use_locale_of
from .render import decision, result_button
from .service.requests import accept_request, refuse_request, require_may_decide

if TYPE_CHECKING:
    from ..core.ticket import Ticket


class _InCog(Commands):
    """discord.py takes a callback's first parameter for the cog only inside a class."""

    async def complete(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[int]]:
        """Pending requests, for the team that decides about them."""
        guild = interaction.guild
        if guild is None or not isinstance(interaction.user, discord.Member):
            return []
        await use_locale_of(self.bot, guild)
        by, settings = person_of(interaction.user), await self.app.settings.of(guild.id)
        choices = []
        for ticket in of_their_teams(settings, by, await self.app.tickets.requests(guild.id)):
            opener = known_person(self.bot, guild.id, ticket.opener_id)
            parts = [f"#{ticket.number}", words.name(opener.shown_name)]
            if ticket.reason is not None:
                parts.append(" ".join(words.plain(ticket.reason).split()))
            label = words.clip(" · ".join(parts), 100)
            if current.lstrip("#").lower() in label.lower():
                choices.append(app_commands.Choice(name=label, value=ticket.number))
        return choices[:25]


class RequestCommands(Commands):
    """Deciding about requests by command."""

    @subcommand(
        "ticketmod",
        "accept",
        aliases=("accepter",),
        description="Accept a request and open its ticket.",
        options={"request": "The number of the request."},
        completed={"request": _InCog.complete},
    )
    async def ticketmod_accept(
        self, ctx: commands.GuildContext, request: commands.Range[int, 1, 999_999_999]
    ) -> None:
        """Accept a request and open its ticket.

        Use it if the request message has been deleted.

        **Example:**
        - `[p]ticketmod accept 12`

        **Arguments:**
        - `<request>` The number of the request, as shown by `[p]ticketmod list`.
        """
        by = person_of(ctx.author)
        await _require_request(self, ctx, request)
        await wait(ctx)
        ticket = await accept_request(self.app, ctx.guild.id, request, by=by, answer=waiting(ctx))
        await _tell_decision(ctx, ticket)

    @subcommand(
        "ticketmod",
        "refuse",
        aliases=("refuser",),
        description="Refuse a request.",
        options={
            "request": "The number of the request.",
            "reason": "Reason, shown to the member.",
        },
        completed={"request": _InCog.complete},
    )
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
        - `<request>` The number of the request, as shown by `[p]ticketmod list`.
        - `[reason]` Reason, shown to the member.
        """
        await hide(ctx, reason)
        await _require_request(self, ctx, request)
        await wait(ctx)
        ticket = await refuse_request(
            self.app,
            ctx.guild.id,
            request,
            by=person_of(ctx.author),
            reason=reason,
            answer=waiting(ctx),
        )
        await _tell_decision(ctx, ticket)


async def _require_request(cog: Commands, ctx: commands.GuildContext, number: int) -> None:
    """Raises unless the request is pending; only moderators learn whether it exists."""
    by = person_of(ctx.author)
    try:
        await require_may_decide(cog.app, ctx.guild.id, number, by)
    except errors.UnknownTicket:
        require_moderates_any(await cog.app.settings.of(ctx.guild.id), by)
        raise


async def _tell_decision(ctx: commands.GuildContext, ticket: Ticket) -> None:
    """A slash command's answer is private; a typed one's hides behind a button."""
    if ctx.interaction is not None:
        await say(ctx, decision(ticket))
        return
    text = _("Request #{number}: done.").format(number=ticket.number)
    await say(ctx, text, view=result_button(ticket.number, ctx.author.id))
