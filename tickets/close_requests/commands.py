"""``/ticketmod ask``."""

from __future__ import annotations

from redbot.core import commands

from ..core import duration as lengths
from ..core.answer import NOBODY_WAITS, Answer
from ..core.commands.base import Commands, say
from ..core.commands.marks import subcommand
from ..core.commands.staff import Reason, hide, require_ticket, waiting
from ..core.discord.people import person_of
from ..core.kinds.kind import NOTHING_WORDS
from .render import asked
from .service import ask_to_close


class CloseRequestCommands(Commands):
    """Asking the opener whether to close."""

    @subcommand(
        "ticketmod",
        "ask",
        aliases=("proposer",),
        description="Ask the opener whether this ticket can be closed.",
        usage="[deadline] [reason]",
        options={
            "reason": "Reason, shown to the opener and in the log.",
            "deadline": "After how long it closes without an answer, e.g. 2h or 3d, or none.",
        },
    )
    async def ticketmod_ask(
        self,
        ctx: commands.GuildContext,
        *,
        reason: Reason = None,  # type: ignore[assignment]
        # Typed, it stands in front of the reason.
        deadline: str | None = None,
    ) -> None:
        """Ask the opener whether this ticket can be closed.

        They press **Close** or **Not yet**. Without an answer it is closed after the deadline:
        yours, or that of the settings. If the opener writes in the ticket, it stays open.

        **Examples:**
        - `[p]ticketmod ask`
        - `[p]ticketmod ask 3d Solved, isn't it?`

        **Arguments:**
        - `[deadline]` How long, for example `2h` or `3d`.
        - `[reason]` Reason, shown to the opener and in the log.
        """
        await hide(ctx, reason)
        number = (await require_ticket(self, ctx)).number
        seconds = None
        if deadline is not None:
            given = deadline.strip()
            seconds = 0 if given.lower() in NOTHING_WORDS else lengths.parse(given)
        elif ctx.interaction is None:
            seconds, reason = lengths.split(reason or "")
        ticket = await ask_to_close(
            self.app,
            ctx.guild.id,
            number,
            by=person_of(ctx.author),
            reason=reason,
            seconds=seconds,
            # What is said names the deadline.
            answer=Answer(NOBODY_WAITS.decided, waiting(ctx).busy),
        )
        await say(ctx, asked(ticket.opener_id, ticket.asked_until))
