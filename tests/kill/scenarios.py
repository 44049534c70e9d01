"""What people do while Discord fails, or the bot is killed: every use case as a scenario.

A new use case needs one: a class with the step that matters (`act`), and what comes before it;
and a line in :data:`SCENARIOS`. ``once.py`` says which use cases no scenario reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crowd import FULL, PICTURES, WITH_A_PICTURE
from files import name_of, picture

if TYPE_CHECKING:
    from crowd import Crowd
    from people import Person
    from simcord.results import InteractionResult


class Scenario:
    """Something that somebody does, with the ticket of one member if it is about one."""

    #: Whether it can be done a second time, and then has to work.
    repeatable = False
    #: What may be wrong as before if it fails: it was to be repaired.
    may_remain = ""
    #: What stays when Discord refuses one of several calls for good, and the staff is told of.
    refused_leaves = ""
    #: Whether the member goes on with a whole life of tickets afterwards.
    lives_on = True

    def __init__(self, member: int = 0) -> None:
        self._member = member

    def member(self, server: Crowd) -> Person:
        """Whose ticket it is about."""
        return server.members[self._member]

    async def scene(self, server: Crowd) -> None:
        """What has to be so beforehand."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The first step: up to the form or question, which decides nothing."""
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The step that matters, on what the first one showed."""
        raise NotImplementedError

    async def afterwards(self, server: Crowd) -> None:
        """Takes back what would keep the member from going on."""


class Opening(Scenario):
    """``/ticket`` with a reason."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command opens the ticket."""
        await self.member(server).opens_a_ticket("I can't see the voice channels")


class OpeningByForm(Scenario):
    """``/ticket``, and the reason in the form that it shows."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        return await self.member(server).opens_a_ticket()

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await self.member(server).submits(shown, reason="I can't see the voice channels")


class OpeningElsewhere(Opening):
    """``/ticket`` while the category is full: the bot creates a second one."""

    async def scene(self, server: Crowd) -> None:
        """Other channels fill the category."""
        backend = server.sim.env.backend
        inside = sum(one.parent_id == server.category.id for one in backend.channels.values())
        await server.fill(server.category, FULL - inside)


class OpeningInVain(Opening):
    """``/ticket``, but Discord refuses the welcome message: all has to be taken back."""

    async def scene(self, server: Crowd) -> None:
        """Discord will refuse."""
        server.sim.faults.fail("/channels/*/messages", method="POST")


class Requesting(Opening):
    """``/ticket`` where a moderator has to accept it."""

    async def scene(self, server: Crowd) -> None:
        """Moderators decide from now on."""
        await server.sets("validation manual")


class RequestingInVain(Requesting):
    """``/ticket`` where nobody can be shown the request."""

    async def scene(self, server: Crowd) -> None:
        """The bot can't write in the reception channel any more."""
        await super().scene(server)
        await server.overwrite(server.reception, server.bot_role, deny="send_messages")

    async def afterwards(self, server: Crowd) -> None:
        """Somebody has repaired that."""
        await server.overwrite(server.reception, server.bot_role, allow="send_messages")


class Accepting(Requesting):
    """*Accept*, by a moderator."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """There is a request."""
        await super().act(server, None)
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press accepts it."""
        await server.administrator.presses("Accept", on=server.reception)


class Refusing(Accepting):
    """*Refuse* and the form, by a moderator."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """There is a request, and the form is shown."""
        await super().approach(server)
        return await server.administrator.presses("Refuse", on=server.reception)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await server.administrator.submits(shown, reason="Not now")


class Closing(Scenario):
    """*Close ticket*, and the reason in the form."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        member = self.member(server)
        return await member.presses("Close ticket", on=server.ticket_of(member))

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await self.member(server).submits(shown, reason="Thank you")


class Saving(Closing):
    """*Close ticket* where that saves the conversation, for the staff and for the opener."""

    async def scene(self, server: Crowd) -> None:
        """Transcripts are on from now on."""
        await server.sets(
            f"transcriptchannel {server.archive.mention}", "transcripts on", "dmtranscript on"
        )


class Reopening(Scenario):
    """*Reopen*, by a moderator."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press reopens the ticket."""
        await server.moderator.presses("Reopen", on=server.ticket_of(self.member(server)))


class ReopeningOwn(Scenario):
    """*Reopen*, by the ticket's opener, below the direct message about its closing."""

    async def scene(self, server: Crowd) -> None:
        """Openers may from now on, and the ticket is closed once more."""
        member = self.member(server)
        await server.sets("openerreopen 48")
        await server.moderator.presses("Reopen", on=server.ticket_of(member))
        await server.closes(member)
        # The log tells lines apart by their second.
        await server.sim.time_passes(60)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press reopens the ticket."""
        user = self.member(server).user
        message: Any = user.dm_channel.history()[-1]
        await user.click(message, custom_id=message.components[0].children[0].custom_id)


class ReopeningElsewhere(Reopening):
    """*Reopen*, for a ticket in a category of closed ones: it goes back."""

    async def scene(self, server: Crowd) -> None:
        """It was closed into that category."""
        await ClosingElsewhere(self._member).scene(server)
        await server.moderator.presses("Reopen", on=server.ticket_of(self.member(server)))
        await server.closes(self.member(server))
        # The log tells lines apart by their second.
        await server.sim.time_passes(60)


class Deleting(Scenario):
    """*Delete* and *Confirm*, by a moderator."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The question appears."""
        channel = server.ticket_of(self.member(server))
        return await server.moderator.presses("Delete", on=channel)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The question is confirmed."""
        assert shown is not None
        await server.moderator.presses("Confirm", on=shown)


class DeletingElsewhere(Deleting):
    """*Delete* and *Confirm*, for the last ticket in a category that the bot created."""

    async def scene(self, server: Crowd) -> None:
        """The first category is full, so the ticket is opened in a second one."""
        await OpeningElsewhere(self._member).scene(server)
        await self.member(server).opens_a_ticket("There is no space for me")
        await server.closes(self.member(server))


class Withdrawing(Accepting):
    """*Withdraw*, by the member who requested the ticket."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """There is a request, and its confirmation."""
        return await self.member(server).opens_a_ticket("I can't see the voice channels")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press takes it back."""
        assert shown is not None
        await self.member(server).presses("Cancel request", on=shown)


class LeavingWithRequest(Accepting):
    """The member leaves the server before anybody has decided."""

    lives_on = False

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await self.member(server).leaves()


class Leaving(Scenario):
    """The member of an open ticket leaves the server, and comes back."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await self.member(server).leaves()
        await self.member(server).returns()

    async def afterwards(self, server: Crowd) -> None:
        """Where letting them in has failed, the staff does it."""
        member = self.member(server)
        if not server.has(member):
            await member.returns()
        for channel in server.tickets_of(member):
            if not member.sees(channel):
                await server.overwrite(
                    channel, member, allow="view_channel send_messages read_message_history"
                )


class LeavingCloses(Scenario):
    """The member of an open ticket leaves the server, which closes it."""

    lives_on = False

    async def scene(self, server: Crowd) -> None:
        """That is so from now on."""
        await server.sets("openerleaves close")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await self.member(server).leaves()


class OpeningWithThread(Opening):
    """``/ticket`` where the staff gets a thread of its own, and is mentioned."""

    async def scene(self, server: Crowd) -> None:
        """The staff has its thread from now on."""
        await server.sets("staffthread on", "mention on")


class ClosingReadable(Closing):
    """*Close ticket* where the opener can still read it."""

    async def scene(self, server: Crowd) -> None:
        """Closed tickets stay readable from now on."""
        await server.sets("closedaccess read")
        server.closed_is_readable = True


class ClosingElsewhere(Closing):
    """*Close ticket* where closed ones have a category of their own."""

    async def scene(self, server: Crowd) -> None:
        """They have one from now on."""
        category = server.guild.create_category("Closed tickets")
        await server.sim.env.settle()
        await server.sets(f"closedcategory {category.id}")


class SavingFiles(Saving):
    """The same, with more pictures than fit into one message: the others follow in more."""

    #: The ticket counts as not saved: the next saving brings them all.
    refused_leaves = "transcripts have picture-"

    async def scene(self, server: Crowd) -> None:
        """The member has posted them."""
        await super().scene(server)
        member = self.member(server)
        channel = server.ticket_of(member)
        for number in range(PICTURES):
            file = (name_of(number), picture(number))
            await member.types(WITH_A_PICTURE, in_=channel, files=[file])


class DeletingByClosing(Scenario):
    """A moderator closes a ticket, which deletes it once it is saved."""

    async def scene(self, server: Crowd) -> None:
        """Closing by moderators deletes from now on."""
        await server.sets(
            "deleteonclose moderators",
            f"transcriptchannel {server.archive.mention}",
            "transcripts on",
        )

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        channel = server.ticket_of(self.member(server))
        return await server.moderator.presses("Close ticket", on=channel)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await server.moderator.submits(shown, reason="Thank you")

    async def afterwards(self, server: Crowd) -> None:
        """Closing only closes."""
        await server.sets("deleteonclose off")


class DeletingSaved(Deleting):
    """*Delete* and *Confirm* where the conversation is saved first."""

    #: Whoever waited for it does it again.
    may_remain = "transcripts, and"

    async def scene(self, server: Crowd) -> None:
        """Transcripts are on from now on."""
        await server.sets(f"transcriptchannel {server.archive.mention}", "transcripts on")


class SavingByHand(Scenario):
    """*Save transcript*, by a moderator."""

    repeatable = True
    #: Whoever waited for it does it again.
    may_remain = "transcripts, and"

    async def scene(self, server: Crowd) -> None:
        """There is a channel for transcripts."""
        await server.sets(f"transcriptchannel {server.archive.mention}")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press hands it over."""
        channel = server.ticket_of(self.member(server))
        await server.moderator.presses("Save transcript", on=channel)
