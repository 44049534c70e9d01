"""``/ticketmod keep``."""

from __future__ import annotations

from dataclasses import replace

from redbot.core import commands

from ..core.commands.base import Commands
from ..core.commands.marks import subcommand
from ..core.commands.staff import answering, configures, finish, require_ticket
from ..core.discord.people import person_of
from . import render as look
from .rules import SilenceOff, SilenceOffForAdmin
from .service import keep_ticket, require_keepable


class ReminderCommands(Commands):
    """Keeping tickets open."""

    @subcommand(
        "ticketmod",
        "keep",
        aliases=("garder",),
        description="Keep this ticket open, however long nobody answers.",
    )
    async def ticketmod_keep(self, ctx: commands.GuildContext) -> None:
        """Keep this ticket open, however long nobody answers.

        Use it again to let it close by itself again.

        **Example:**
        - `[p]ticketmod keep`
        """
        number, by = (await require_ticket(self, ctx)).number, person_of(ctx.author)
        try:
            ticket, settings = await require_keepable(self.app, ctx.guild.id, number, by)
        except SilenceOff as error:
            if await configures(ctx):
                raise SilenceOffForAdmin from error
            raise
        wanted = not ticket.kept_open
        done = look.kept(replace(ticket, kept_open=wanted, closes_at=None), settings, keep=wanted)
        answer = answering(ctx, done)
        await keep_ticket(self.app, ctx.guild.id, number, by=by, keep=wanted, answer=answer)
        await finish(ctx, done)
