"""``/ticketmod waiting`` and ``/ticketmod list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core import commands

from ..core.commands.base import Commands, say
from ..core.commands.marks import chosen_word, subcommand
from ..core.commands.staff import answering, finish, require_ticket
from ..core.discord.people import person_of
from ..core.ui.reply import Reply
from ..i18n import _
from ..lifecycle.commands.types_by_name import Completion
from ..lifecycle.service.choosing import find_type, types_of_teams
from .render.list import show_list
from .render.waiting import SIDES, corrected
from .rules import LIST_FILTERS, ListWish
from .service.waiting import set_waiting
from .ui.list import tickets_page

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOM: Mapping[str, str] = {
    # Translators: an answer to the question for whom a ticket waits; the staff reads it.
    "us": _("us, the staff"),
    "opener": _("the opener"),
}
_SHOW: Mapping[str, str] = {word: one.choice for word, one in LIST_FILTERS.items()}


class ActivityCommands(Commands):
    """Who is waited for, and the staff's list."""

    @subcommand(
        "ticketmod",
        "waiting",
        aliases=("attente",),
        description="Say who this ticket is waiting for.",
        options={"whom": "Who has to say something next."},
        choices={"whom": _WHOM},
    )
    async def ticketmod_waiting(self, ctx: commands.GuildContext, *, whom: str) -> None:
        """Say who this ticket is waiting for.

        The bot notices by itself who wrote last. Use this when that is misleading: when the
        opener's last message needs no answer, or when you still have to look into it.

        **Examples:**
        - `[p]ticketmod waiting us`
        - `[p]ticketmod waiting opener`

        **Arguments:**
        - `<whom>` `us` for the staff, `opener` for the opener.
        """
        ticket = await require_ticket(self, ctx)
        side = SIDES[chosen_word(whom, _WHOM)]
        done = corrected(side)
        await set_waiting(
            self.app,
            ctx.guild.id,
            ticket.number,
            by=person_of(ctx.author),
            side=side,
            asked_by=ctx.interaction.id if ctx.interaction else ctx.message.id,
            answer=answering(ctx, done),
        )
        await finish(ctx, done)

    @subcommand(
        "ticketmod",
        "list",
        aliases=("liste",),
        description="All requests and tickets, and who is blocked.",
        usage="[show] [type]",
        renamed={"type_": "type"},
        options={"show": "What to show.", "type_": "Only tickets of this type."},
        choices={"show": _SHOW},
        completed={"type_": Completion.of_teams},
    )
    async def ticketmod_list(
        self,
        ctx: commands.GuildContext,
        show: str = "all",
        *,
        type_: str | None = None,
    ) -> None:
        """All requests, open and closed tickets, and who is blocked.

        Only you see it. Requests come first, then tickets that wait for the staff.

        **Examples:**
        - `[p]ticketmod list`
        - `[p]ticketmod list waiting`
        - `[p]ticketmod list all Support`

        **Arguments:**
        - `[show]` `all`, `waiting` for what waits for the staff, `mine` or `unclaimed`.
        - `[type]` Only tickets of this type.
        """
        by = person_of(ctx.author)
        settings = await self.app.settings.of(ctx.guild.id)
        wish = ListWish(chosen_word(show, _SHOW))
        page = await tickets_page(self.app, ctx.guild.id, by, wish)
        if type_ is not None:
            # Who is in no team has been told so by now, whatever they typed.
            wish = ListWish(wish.show, find_type(type_, types_of_teams(settings, by)).id)
            page = await tickets_page(self.app, ctx.guild.id, by, wish)
        if ctx.interaction is not None:
            await Reply.to(ctx.interaction).turn_to(page)
        else:
            await say(
                ctx,
                _("Press the button to see the list. Only you will see it."),
                view=show_list(wish),
            )
