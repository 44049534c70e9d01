"""What the bot does by itself with tickets that are closed, or over, for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult

#: Seconds before the first thing is due, and that pass at a time from then on.
_BEFORE, _STEP = 10, 2


class InTime(Scenario):
    """Something is due in tickets, and its time comes."""

    lives_on = False
    #: How many steps it takes.
    steps = 30

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """Nearly all of the time passes."""
        await server.sim.time_passes(_STEP)
        app = server.sim.cog.app
        ((due_at,),) = await app.database.run(
            lambda cursor: cursor.execute("SELECT min(due_at) FROM tickets").fetchall()
        )
        now = int(server.sim.env.now().timestamp())
        await server.sim.time_passes(max(due_at - now - _BEFORE, 0))
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The rest of it passes."""
        for _step in range(self.steps):
            await server.sim.time_passes(_STEP)


class DeletingAfterClosing(InTime):
    """Closed tickets are deleted in time."""

    async def scene(self, server: Crowd) -> None:
        """They are, an hour from now; and what was said when they were closed says so."""
        await server.sets("deleteafter 1")
        await server.sim.time_passes(60)

    async def afterwards(self, server: Crowd) -> None:
        """No others are deleted."""
        await server.sets("deleteafter 0")


class TellingDeletion(DeletingAfterClosing):
    """What was said when tickets were closed says when they are deleted."""

    async def scene(self, server: Crowd) -> None:
        """Nothing is set yet."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """Nothing is due."""
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is set, and half a minute passes."""
        await server.sets("deleteafter 1")
        await super().act(server, shown)


class Forgetting(InTime):
    """Texts and ids of tickets that are over are forgotten in time, and their transcripts go."""

    async def scene(self, server: Crowd) -> None:
        """Tickets are saved, and forgotten after a day; one that is over is a saved one."""
        await server.sets(
            f"transcriptchannel {server.archive.mention}",
            "transcripts on",
            "retention 1",
            "retentiontranscripts on",
        )
        channel = server.ticket_of(self.member(server))
        question = await server.moderator.presses("Delete", on=channel)
        await server.moderator.presses("Confirm", on=question)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The rest of it passes, and half an hour until the files are wiped."""
        await super().act(server, shown)
        await server.sim.time_passes(30 * 60)

    async def afterwards(self, server: Crowd) -> None:
        """No others are forgotten."""
        await server.sets("retention 0", "transcripts off")
