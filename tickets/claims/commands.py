"""``/ticketmod claim`` and ``release``."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord
from redbot.core import commands

from ..core.commands.base import Commands
from ..core.commands.marks import subcommand
from ..core.commands.staff import answering, configures, finish, require_ticket
from ..core.discord.people import person_of
from . import render as look
from .rules import ClaimsOff, ClaimsOffForAdmin
from .service.claiming import claim_ticket, hand_over_ticket, release_ticket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class ClaimCommands(Commands):
    """Claiming tickets, and giving them back."""

    @subcommand(
        "ticketmod",
        "claim",
        aliases=("prendre",),
        description="Claim this ticket, or hand it over to another moderator.",
        options={"moderator": "Who handles it from now on, if not you."},
    )
    async def ticketmod_claim(
        self, ctx: commands.GuildContext, *, moderator: discord.Member | None = None
    ) -> None:
        """Claim this ticket, or hand it over to another moderator.

        While nobody has it, any moderator can hand it over. Later its handler can, and
        administrators.

        **Examples:**
        - `[p]ticketmod claim`
        - `[p]ticketmod claim @moderator`

        **Arguments:**
        - `[moderator]` Who handles it from now on, if not you.
        """
        number, by = (await require_ticket(self, ctx)).number, person_of(ctx.author)
        async with _telling_admins(ctx):
            if moderator is None or moderator.id == ctx.author.id:
                done = look.claimed()
                answer = answering(ctx, done)
                await claim_ticket(self.app, ctx.guild.id, number, by=by, answer=answer)
            else:
                done = look.handed_over(moderator.id)
                await hand_over_ticket(
                    self.app,
                    ctx.guild.id,
                    number,
                    by=by,
                    to=person_of(moderator),
                    answer=answering(ctx, done),
                )
        await finish(ctx, done)

    @subcommand(
        "ticketmod",
        "release",
        aliases=("rendre",),
        description="Give this ticket back to the whole team.",
    )
    async def ticketmod_release(self, ctx: commands.GuildContext) -> None:
        """Give this ticket back to the whole team.

        Its handler and administrators can do this.

        **Example:**
        - `[p]ticketmod release`
        """
        number, by = (await require_ticket(self, ctx)).number, person_of(ctx.author)
        done = look.released()
        async with _telling_admins(ctx):
            answer = answering(ctx, done)
            await release_ticket(self.app, ctx.guild.id, number, by=by, answer=answer)
        await finish(ctx, done)


@asynccontextmanager
async def _telling_admins(ctx: commands.GuildContext) -> AsyncIterator[None]:
    """Who may switch claims on reads how."""
    try:
        yield
    except ClaimsOff as error:
        if await configures(ctx):
            raise ClaimsOffForAdmin from error
        raise
