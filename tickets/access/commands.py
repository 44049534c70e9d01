"""``/ticketmod add`` and ``remove``."""

from __future__ import annotations

import discord
from redbot.core import commands

from ..core.commands.base import Commands, say, wait
from ..core.commands.marks import subcommand
from ..core.commands.staff import require_ticket, waiting
from ..core.discord.people import person_of
from ..core.overwrite import Target
from ..core.render import words
from ..i18n import _
from .service import add_guest, remove_guest


class AccessCommands(Commands):
    """Giving members and roles access to a ticket."""

    @subcommand(
        "ticketmod",
        "add",
        aliases=("ajouter",),
        description="Add a member or role to this ticket. Let the opener know first.",
        renamed={"who": "member-or-role"},
        options={"who": "Who to add."},
    )
    async def ticketmod_add(
        self, ctx: commands.GuildContext, *, who: discord.Member | discord.User | discord.Role
    ) -> None:
        """Add a member or role to this ticket.

        They see everything that was written in it. Let the opener know first.

        **Examples:**
        - `[p]ticketmod add @member`
        - `[p]ticketmod add @role`

        **Arguments:**
        - `<who>` The member or role to add.
        """
        ticket = await require_ticket(self, ctx)
        await wait(ctx)
        guest = await add_guest(
            self.app,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            target=_target(who),
            target_id=who.id,
            answer=waiting(ctx),
        )
        await say(ctx, _("✅ {who} was added to this ticket.").format(who=guest.mention))

    @subcommand(
        "ticketmod",
        "remove",
        aliases=("retirer",),
        description="Remove a member or role from this ticket.",
        renamed={"who": "member-or-role"},
        options={"who": "Who to remove."},
    )
    async def ticketmod_remove(
        self, ctx: commands.GuildContext, *, who: discord.Member | discord.User | discord.Role
    ) -> None:
        """Remove a member or role from this ticket.

        **Examples:**
        - `[p]ticketmod remove @member`
        - `[p]ticketmod remove @role`

        **Arguments:**
        - `<who>` The member or role to remove.
        """
        ticket = await require_ticket(self, ctx)
        await wait(ctx)
        guest = await remove_guest(
            self.app,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            target=_target(who),
            target_id=who.id,
            answer=waiting(ctx),
        )
        text = _("✅ {who} was removed from this ticket.").format(who=guest.mention)
        if guest.through:
            text = _("{text} They still see this ticket through {roles}.").format(
                text=text, roles=words.roles(guest.through)
            )
        await say(ctx, text)


def _target(who: discord.Member | discord.User | discord.Role) -> Target:
    return Target.ROLE if isinstance(who, discord.Role) else Target.MEMBER
