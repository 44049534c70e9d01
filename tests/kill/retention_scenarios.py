"""What the bot does by itself with tickets that are closed, or over, for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult

_HOUR, _DAY = 60 * 60, 24 * 60 * 60


class DeletingAfterClosing(Scenario):
    """Closed tickets are deleted in time."""

    lives_on = False

    async def scene(self, server: Crowd) -> None:
        """They are, an hour from now; and what was said when they were closed says so."""
        await server.sets("deleteafter 1")
        await server.sim.time_passes(_HOUR / 2)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The other half of an hour passes."""
        await server.sim.time_passes(_HOUR / 2 + 60)

    async def afterwards(self, server: Crowd) -> None:
        """No others are deleted."""
        await server.sets("deleteafter 0")


class TellingDeletion(DeletingAfterClosing):
    """What was said when tickets were closed says when they are deleted."""

    async def scene(self, server: Crowd) -> None:
        """Nothing is set yet."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is set, and half a minute passes."""
        await server.sets("deleteafter 1")
        await server.sim.time_passes(30)


class Forgetting(Scenario):
    """Texts and ids of tickets that are over are forgotten in time, and their transcripts go."""

    lives_on = False

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
        """A day passes, and the next look at what is to be forgotten."""
        await server.sim.time_passes(_DAY + 7 * _HOUR)

    async def afterwards(self, server: Crowd) -> None:
        """No others are forgotten."""
        await server.sets("retention 0", "transcripts off")
