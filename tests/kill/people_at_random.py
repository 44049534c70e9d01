"""What people may do at any moment, chosen by chance: for races, and for a day of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crowd import Crowd
    from people import Person
    from simcord.builders import ChannelHandle

    #: What somebody does at last.
    Step = Callable[[], Awaitable[Any]]
    #: Draws one of several things.
    Draw = Callable[[list[Any]], Any]

#: Settings that somebody changes meanwhile.
SETTINGS = (
    "limit 1",
    "limit 0",
    "validation manual",
    "validation automatic",
    "closedaccess read",
    "closedaccess none",
    "closereason off",
    "closereason on",
    "staffthread on",
    "staffthread off",
    "mention on",
    "mention off",
    "deleteonclose moderators",
    "deleteonclose off",
    "openreason off",
    "openreason on",
    "disable",
    "enable",
)


class RandomPeople:
    """A crowd. Each scenario is prepared, up to the form or question, and returns its last step.

    What somebody can't do they don't: then there is none.
    """

    def __init__(self, server: Crowd, draw: Draw) -> None:
        self.server = server
        # Limits change, and reopening ignores them.
        server.one_each = False
        self._draw = draw
        self._staff: list[Person] = [server.moderator, server.administrator]
        self._scenarios: list[Callable[[], Awaitable[Step | None]]] = [
            self.opens,
            self.opens,
            self.closes,
            self.closes,
            self.reopens,
            self.deletes,
            self.decides,
            self.withdraws,
            self.adds,
            self.removes,
            self.changes_a_setting,
            self.comes_and_goes,
            self.blocks,
            self.writes,
            self.vanishes,
        ]

    async def prepares_something(self) -> tuple[str, Step | None]:
        """One of the scenarios: its name, and its last step."""
        scenario = self._draw(self._scenarios)
        return str(scenario.__name__), await scenario()

    async def opens(self) -> Step | None:
        """A member wants a ticket, for a reason or asked for one."""
        member = self._member()
        if member is None:
            return None
        if self._draw([True, False]):
            form = await member.opens_a_ticket()
            if form.modal is not None:
                return lambda: member.submits(form, reason="help")
            return None
        return lambda: member.opens_a_ticket("help")

    async def closes(self) -> Step | None:
        """Somebody closes a ticket: by the form, or the question."""
        who, channel = self._somebody_in_a_ticket()
        if who is None or "Close ticket" not in who.buttons(channel):
            return None
        shown = await who.presses("Close ticket", on=channel)
        if shown.modal is not None:
            return lambda: who.submits(shown, reason="done")
        return self._confirmation(who, shown)

    async def reopens(self) -> Step | None:
        """A moderator reopens a ticket."""
        who, channel = self._draw(self._staff), self._ticket()
        if channel is None or "Reopen" not in who.buttons(channel):
            return None
        return lambda: who.presses("Reopen", on=channel)

    async def deletes(self) -> Step | None:
        """A moderator deletes a ticket."""
        who, channel = self._draw(self._staff), self._ticket()
        if channel is None or "Delete" not in who.buttons(channel):
            return None
        return self._confirmation(who, await who.presses("Delete", on=channel))

    def _confirmation(self, who: Person, shown: Any) -> Step | None:
        if "Confirm" not in who.buttons(shown):
            return None
        return lambda: who.presses("Confirm", on=shown)

    async def decides(self) -> Step | None:
        """A moderator accepts or refuses a request."""
        administrator = self.server.administrator
        messages = [
            one
            for one in self.server.messages(self.server.reception)
            if "Accept" in self.server.buttons(one)
        ]
        if not messages:
            return None
        message = self._draw(messages)
        if self._draw([True, True, False]):
            return lambda: administrator.presses("Accept", on=message)
        form = await administrator.presses("Refuse", on=message)
        return None if form.modal is None else lambda: administrator.submits(form, reason="no")

    async def withdraws(self) -> Step | None:
        """A member takes a request back, by its id: whether it is theirs or not."""
        member = self._member()
        number = self._draw(list(range(7, 14)))
        if member is None:
            return None
        return lambda: member.forges_click(
            f"tickets:v1:withdraw:{number}", in_=self.server.general
        )

    async def adds(self) -> Step | None:
        """A moderator lets bob in."""
        return self._command("ticketmod add")

    async def removes(self) -> Step | None:
        """A moderator shuts bob out."""
        return self._command("ticketmod remove")

    def _command(self, command: str) -> Step | None:
        channel = self._ticket()
        who: Any = {"member-or-role": self.server.bob.actor}
        if channel is None:
            return None
        return lambda: self.server.administrator.runs(command, in_=channel, **who)

    async def changes_a_setting(self) -> Step | None:
        """The administrator types."""
        words = self._draw(list(SETTINGS))
        if words == "closedaccess read":
            self.server.closed_is_readable = True
        return lambda: self.server.sets(words)

    async def comes_and_goes(self) -> Step | None:
        """A member leaves, or one who has left returns."""
        member = self._draw(self.server.members)
        step: Step = member.leaves if self.server.has(member) else member.returns
        return step

    async def blocks(self) -> Step | None:
        """A moderator blocks or unblocks a member."""
        member, verb = self._member(), self._draw(["block", "unblock", "unblock"])
        if member is None:
            return None
        who: Any = member.actor
        return lambda: self.server.administrator.runs(
            f"ticketmod {verb}", in_=self.server.staff, member=who
        )

    async def writes(self) -> Step | None:
        """Somebody talks in a ticket."""
        who, channel = self._somebody_in_a_ticket()
        if who is None or not who.can("send_messages", channel):
            return None
        return lambda: who.types("Hello?", in_=channel)

    async def vanishes(self) -> Step | None:
        """Now and then somebody deletes a ticket's channel by hand."""
        channel = self._ticket()
        if channel is None or self._draw([True, True, False]):
            return None

        async def deletes() -> None:
            self.server.sim.env.backend.delete_channel(channel.id)

        return deletes

    # Who, and where

    def _member(self) -> Person | None:
        here = [one for one in self.server.members if self.server.has(one)]
        return self._draw(here) if here else None

    def _ticket(self) -> ChannelHandle | None:
        channels = self.server.ticket_channels()
        return self._draw(channels) if channels else None

    def _somebody_in_a_ticket(self) -> tuple[Any, Any]:
        channel = self._ticket()
        if channel is None:
            return None, None
        people = [one for one in (*self.server.members, *self._staff) if one.sees(channel)]
        return self._draw(people), channel
