"""``/ticketmod stats``."""

from __future__ import annotations

from redbot.core import commands

from ..core.commands.base import Commands, say, wait
from ..core.commands.marks import Who, subcommand
from ..core.discord.people import person_of
from ..core.ui.reply import Reply
from ..i18n import _
from ..lifecycle.commands.types_by_name import Completion
from ..lifecycle.service.choosing import find_type, types_of_teams
from . import render as look
from .rules import DAYS, MOST_DAYS, may_take_long
from .service import require_administrator
from .ui import statistics_page


class StatisticsCommands(Commands):
    """Numbers of what was done with tickets."""

    @subcommand(
        "ticketmod",
        "stats",
        aliases=("statistiques",),
        description="How many tickets there were, and how long they took.",
        usage="[days] [type]",
        renamed={"type_": "type"},
        options={
            "days": "How many days back. 0 is all time.",
            "type_": "Only tickets of this type.",
        },
        completed={"type_": Completion.of_teams},
    )
    async def ticketmod_stats(
        self,
        ctx: commands.GuildContext,
        days: commands.Range[int, 0, MOST_DAYS] = DAYS,
        *,
        type_: str | None = None,
    ) -> None:
        """How many tickets there were, and how long they took.

        Tickets of your teams count, past ones too. Only you see it. Weekdays and hours are those
        of the server's time zone.

        **Examples:**
        - `[p]ticketmod stats`
        - `[p]ticketmod stats 7`
        - `[p]ticketmod stats 0 Support`

        **Arguments:**
        - `[days]` How many days back, 30 if you leave it out. `0` is all time.
        - `[type]` Only tickets of this type.
        """
        by = person_of(ctx.author)
        if may_take_long(days):
            await wait(ctx)
        page = await statistics_page(self.app, ctx.guild.id, by, days)
        type_id = None
        if type_ is not None:
            # Who is in no team has been told so by now, whatever they typed.
            types = types_of_teams(await self.app.settings.of(ctx.guild.id), by)
            type_id = find_type(type_, types).id
            page = await statistics_page(self.app, ctx.guild.id, by, days, type_id)
        if ctx.interaction is not None:
            await Reply.to(ctx.interaction).turn_to(page)
        else:
            await say(
                ctx,
                _("Press the button to see the statistics. Only you will see them."),
                view=look.show_statistics(days, type_id),
            )

    @subcommand("ticketset", "data", usage="[days]", has_slash=False, who=Who.ADMINS)
    async def ticketset_data(
        self,
        ctx: commands.GuildContext,
        days: commands.Range[int, 0, MOST_DAYS] = DAYS,
    ) -> None:
        """Get the server's tickets as a file for spreadsheets. Administrators only.

        It has the tickets in which something happened in these days, with IDs, times, and what
        people wrote. Only you get it.

        **Examples:**
        - `[p]ticketset data`
        - `[p]ticketset data 365`
        - `[p]ticketset data 0`

        **Arguments:**
        - `[days]` How many days back, 30 if you leave it out. `0` is all time.
        """
        require_administrator(person_of(ctx.author))
        await say(
            ctx,
            _("Press the button to get the file. Only you will get it."),
            view=look.show_data(days),
        )
