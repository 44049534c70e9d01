"""``/ticketmod block`` and ``unblock``."""

from __future__ import annotations

from typing import Any

import discord
from redbot.core import commands

from ..core import duration as lengths
from ..core.commands.base import Commands, say
from ..core.commands.marks import subcommand
from ..core.commands.staff import Reason, hide
from ..core.discord.people import person_of
from ..core.render import words
from ..i18n import _
from .service import block_member, unblock_member


class Duration(commands.Converter[int]):
    """A length of time such as ``2h`` or ``3d`` in seconds, in slash commands."""

    async def convert(self, ctx: Any, argument: str) -> int:
        """Raises ``NotADuration``; a typed command says it in the words before the reason."""
        if ctx.interaction is None:
            raise commands.BadArgument
        return lengths.parse(argument)


class BlockCommands(Commands):
    """Keeping members from opening tickets."""

    @subcommand(
        "ticketmod",
        "block",
        aliases=("bloquer",),
        description="Block a member from opening tickets.",
        options={
            "member": "The member to block.",
            "duration": "How long, e.g. 2h or 3d. Leave empty to block permanently.",
            "reason": "Reason, shown to the member.",
        },
    )
    async def ticketmod_block(
        self,
        ctx: commands.GuildContext,
        member: discord.Member,
        duration: Duration | None = None,
        *,
        reason: Reason = None,  # type: ignore[assignment]
    ) -> None:
        """Block a member from opening or requesting tickets.

        Tickets that are open stay. The member is told when they try.

        **Examples:**
        - `[p]ticketmod block @member`
        - `[p]ticketmod block @member 3d Insults`

        **Arguments:**
        - `<member>` The member to block.
        - `[duration]` How long, for example `2h`, `3d` or `1w`. Leave it out to block permanently.
        - `[reason]` Reason, shown to the member.
        """
        await hide(ctx, reason)
        seconds: int | None = duration  # type: ignore[assignment] # what the converter made
        if ctx.interaction is None:
            seconds, reason = lengths.split(reason or "")
        block = await block_member(
            self.app,
            ctx.guild.id,
            by=person_of(ctx.author),
            member=person_of(member),
            seconds=seconds,
            reason=reason,
        )
        text = (
            _("✅ {member} is blocked from opening tickets until someone unblocks them.")
            if block.until is None
            else _("✅ {member} is blocked from opening tickets until {date}.")
        )
        date = words.moment(block.until) if block.until is not None else ""
        await say(ctx, text.format(member=member.mention, date=date))

    @subcommand(
        "ticketmod",
        "unblock",
        aliases=("débloquer",),
        description="Let a member open tickets again.",
        options={"member": "The member to unblock."},
    )
    async def ticketmod_unblock(
        self, ctx: commands.GuildContext, *, member: discord.Member | discord.User
    ) -> None:
        """Let a member open tickets again.

        **Example:**
        - `[p]ticketmod unblock @member`

        **Arguments:**
        - `<member>` The member to unblock.
        """
        await unblock_member(self.app, ctx.guild.id, by=person_of(ctx.author), member_id=member.id)
        await say(ctx, _("✅ {member} can open tickets again.").format(member=member.mention))
