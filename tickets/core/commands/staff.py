"""What the staff's commands share. Each asks by itself whether its user moderates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core import commands

from .. import errors
from ..answer import Answer
from ..discord.people import person_of
from ..team import Team, require_moderates_any
from ..ticket import REASON_LIMIT
from .base import clear_away, say, wait

if TYPE_CHECKING:
    from ..ticket import Ticket
    from .base import Commands

#: "Range | None" would lose its limits in the slash form.
Reason = commands.Range[str, 1, REASON_LIMIT]


async def require_ticket(cog: Commands, ctx: commands.GuildContext) -> Ticket:
    """The ticket of this channel, for who moderates it; everybody else learns nothing."""
    ticket = await cog.ticket_here(ctx)
    by = person_of(ctx.author)
    if ticket is None:
        require_moderates_any(await cog.app.settings.of(ctx.guild.id), by)
        raise errors.NotInTicket
    (await cog.app.settings.for_ticket(ticket))[Team].require_moderator(by)
    return ticket


async def configures(ctx: commands.GuildContext) -> bool:
    """Whether somebody may change the server's settings."""
    if ctx.author.guild_permissions.manage_guild:
        return True
    return await ctx.bot.is_admin(ctx.author) or await ctx.bot.is_owner(ctx.author)


async def hide(ctx: commands.GuildContext, reason: str | None) -> None:
    """Removes a typed command with a reason in it, whatever becomes of it."""
    if reason:
        await clear_away(ctx)


def answering(ctx: commands.GuildContext, text: str) -> Answer:
    """Says `text` as soon as it is decided that what was asked for happens.

    Only Discord's three seconds are a reason not to wait for how it ends.
    """

    async def decided() -> None:
        if ctx.interaction is not None:
            await say(ctx, text)

    async def busy() -> None:
        await wait(ctx)

    return Answer(decided, busy)


async def finish(ctx: commands.GuildContext, text: str) -> None:
    """Says `text` to whoever has typed the command, now that it is done."""
    if ctx.interaction is None:
        await say(ctx, text)


def waiting(ctx: commands.GuildContext) -> Answer:
    """Lets the person wait; what became of it is said in the end."""

    async def busy() -> None:
        await wait(ctx)

    return Answer(busy, busy)
