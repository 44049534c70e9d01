"""Moderators claim tickets, and give them away."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from people import Person
    from simcord.results import InteractionResult


class Claiming(Scenario):
    """``/ticketmod claim``, where others may then do less, or the same."""

    def __init__(self, member: int = 0, access: str = "write") -> None:
        super().__init__(member)
        self._access = access

    async def scene(self, server: Crowd) -> None:
        """Tickets are claimed from now on."""
        await server.sets("claims on", f"claimaccess {self._access}")

    async def claims(self, server: Crowd, by: Person) -> None:
        """Somebody claims the member's ticket."""
        await by.runs("ticketmod claim", in_=server.ticket_of(self.member(server)))

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command claims it."""
        await self.claims(server, server.moderator)

    async def afterwards(self, server: Crowd) -> None:
        """No others are claimed. Where the welcome message is gone there are buttons again."""
        await server.sets("claims off")
        for channel in server.tickets_of(self.member(server)):
            if "Close ticket" not in server.administrator.buttons(channel):
                await server.administrator.types("!ticketmod close", in_=channel)


class Releasing(Claiming):
    """``/ticketmod release``, by who has it."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The moderator has it."""
        await self.claims(server, server.moderator)
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command gives it back."""
        channel = server.ticket_of(self.member(server))
        await server.moderator.runs("ticketmod release", in_=channel)


class TakingOver(Claiming):
    """*Take over* and *Confirm*, by a moderator who could only read it."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """An administrator has it, and the moderator is asked."""
        await self.claims(server, server.administrator)
        channel, moderator = server.ticket_of(self.member(server)), server.moderator
        refused = await moderator.presses("Release", on=channel)
        return await moderator.presses("Take over", on=refused)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is confirmed."""
        assert shown is not None
        await server.moderator.presses("Confirm", on=shown)


class HandingOver(Releasing):
    """``/ticketmod claim`` with another moderator, by who has it."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command hands it over."""
        await server.moderator.runs(
            "ticketmod claim",
            in_=server.ticket_of(self.member(server)),
            moderator=server.administrator.actor,
        )


class AnsweringFirst(Claiming):
    """A moderator writes, and has claimed the ticket with that."""

    async def scene(self, server: Crowd) -> None:
        """Whoever answers first has it."""
        await super().scene(server)
        await server.sets("claimbyanswering on")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One message."""
        # SimCord can't show a message whose channel is gone by then.
        with suppress(KeyError):
            channel = server.ticket_of(self.member(server))
            await server.moderator.actor.send(channel, "I'm here")


class HandlerLeaving(Claiming):
    """Who has a ticket leaves the server."""

    _handler: Person

    async def scene(self, server: Crowd) -> None:
        """Another moderator has come; and a role has moderated for a moment."""
        await super().scene(server)
        self._handler = server.person("handler", server.moderators)
        for _time in range(2):
            await server.sets(f"modrole {server.janitors.mention}")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """They have it."""
        await self.claims(server, self._handler)
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await self._handler.leaves()
