"""What happens by itself when nobody answers, and what keeps it from happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult

#: An hour, and a little more.
_HOUR = 3630


class KeepingOpen(Scenario):
    """``/ticketmod keep`` where silence closes tickets."""

    async def scene(self, server: Crowd) -> None:
        """It does from now on."""
        await server.sets("openerreminder 24", "silence 48")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command keeps the member's ticket open."""
        channel = server.ticket_of(self.member(server))
        await server.moderator.runs("ticketmod keep", in_=channel)

    async def afterwards(self, server: Crowd) -> None:
        """Nothing happens by itself any more."""
        await server.sets("openerreminder 0", "silence 0", "staffreminder 0")


class RemindingStaff(KeepingOpen):
    """A ticket has waited for the staff for an hour; the others have been answered."""

    async def scene(self, server: Crowd) -> None:
        """The staff is to be reminded."""
        await server.sets("staffreminder 1")
        for member in server.with_an_open_one:
            if member is not self.member(server):
                await server.helper.actor.send(server.ticket_of(member), "Try again, please")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The hour is over."""
        await server.sim.time_passes(_HOUR)


class RemindingOpener(RemindingStaff):
    """A ticket has waited for its opener for an hour; the others wait for the staff."""

    async def scene(self, server: Crowd) -> None:
        """The opener is to be reminded, and told when the ticket closes."""
        await server.sets("openerreminder 1", "silence 48")
        channel = server.ticket_of(self.member(server))
        await server.helper.actor.send(channel, "Try again, please")


class ClosingSilent(RemindingOpener):
    """An hour later they still haven't answered."""

    async def scene(self, server: Crowd) -> None:
        """Silence closes it then."""
        await super().scene(server)
        await server.sets("silence 1")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """They are reminded."""
        await server.sim.time_passes(_HOUR)
        return None
