"""``/ticketmod transcript``."""

from __future__ import annotations

from redbot.core import commands

from ..core.commands.base import Commands, say
from ..core.commands.marks import subcommand
from ..core.commands.staff import require_ticket
from ..core.discord.people import person_of
from ..core.render.controls import row
from ..core.ui.reply import Reply
from ..i18n import _
from .render import save_button
from .ui import save_for


class TranscriptCommands(Commands):
    """Saving a conversation by command."""

    @subcommand(
        "ticketmod",
        "transcript",
        aliases=("sauvegarder",),
        description="Save the conversation of this ticket as a file.",
    )
    async def ticketmod_transcript(self, ctx: commands.GuildContext) -> None:
        """Save the conversation of this ticket as a file.

        You get the file, and so does the transcript channel if there is one.

        **Example:**
        - `[p]ticketmod transcript`
        """
        number = (await require_ticket(self, ctx)).number
        if ctx.interaction is None:
            await say(
                ctx,
                _("Press the button to get the file. Only you will get it."),
                view=row(save_button(number)),
            )
            return
        reply = Reply.to(ctx.interaction)
        await save_for(self.app, reply, ctx.guild, number, person_of(ctx.author))
