"""A server with many members, and what they do while the bot is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from files import name_of, picture
from server import Server

if TYPE_CHECKING:
    from people import Person
    from simcord.builders import ChannelHandle
    from simcord.results import InteractionResult
    from simulated_red import SimulatedRed

#: Channels that Discord allows in one category.
FULL = 50
#: So many pictures are posted, with these words.
PICTURES = 5
WITH_A_PICTURE = "Look at this"


class Crowd(Server):
    """Members without a ticket, with an open one, and with a closed one, three of each."""

    def __init__(self, sim: SimulatedRed, **options: Any) -> None:
        super().__init__(sim, **options)
        self.members = [self.person(f"member-{number}") for number in range(9)]
        self.without_a_ticket = self.members[:3]
        self.with_an_open_one = self.members[3:6]
        self.with_a_closed_one = self.members[6:]
        self.reception = self.guild.create_text_channel("reception")
        self.archive = self.guild.create_text_channel("archive")
        self._own_channels |= {self.reception.id, self.archive.id}

    async def settle_in(self) -> None:
        """The tickets of the past are opened, and some closed again."""
        await self.sets(
            "limit 1", "openreason on", "overflow on", f"receptionchannel {self.reception.mention}"
        )
        for member in (*self.with_an_open_one, *self.with_a_closed_one):
            await member.opens_a_ticket(f"I am {member.name}")
        for member in self.with_a_closed_one:
            await self.closes(member)

    async def sets(self, *settings: str) -> None:
        """The administrator changes settings."""
        for words in settings:
            await self.administrator.types(f"!ticketset {words}", in_=self.staff)

    def ticket_of(self, member: Person) -> ChannelHandle:
        """The channel of the member's ticket, which everybody tells by its topic."""
        (channel,) = self.tickets_of(member)
        return channel

    def pending_requests(self) -> list[int]:
        """Numbers of requests that the reception channel shows as pending."""
        return [
            int(message.embeds[0].footer.text.partition("#")[2])
            for message in self.messages(self.reception)
            if "Accept" in self.buttons(message)
        ]

    def tickets_of(self, member: Person) -> list[ChannelHandle]:
        """All channels that say to be the member's ticket."""
        return [
            channel
            for channel in self.ticket_channels()
            if member.mention in (channel._channel.topic or "")
        ]

    async def closes(self, member: Person, by: Person | None = None) -> None:
        """The member, or somebody of the staff, closes the member's ticket."""
        by = by or member
        form = await by.presses("Close ticket", on=self.ticket_of(member))
        answer = by.answer(await by.submits(form, reason="Thank you"))
        assert "✅ The ticket has been closed." in answer, answer


class Deed:
    """Something that somebody does with the ticket of one member."""

    def __init__(self, member: int) -> None:
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


class Opening(Deed):
    """``/ticket`` with a reason."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command opens the ticket."""
        await self.member(server).opens_a_ticket("I can't see the voice channels")


class OpeningByForm(Deed):
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


class Closing(Deed):
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


class SavingFiles(Saving):
    """The same, with more pictures than fit into one message: the others follow in more."""

    async def scene(self, server: Crowd) -> None:
        """The member has posted them."""
        await super().scene(server)
        member = self.member(server)
        channel = server.ticket_of(member)
        for number in range(PICTURES):
            file = (name_of(number), picture(number))
            await member.types(WITH_A_PICTURE, in_=channel, files=[file])


class Reopening(Deed):
    """*Reopen*, by a moderator."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press reopens the ticket."""
        await server.moderator.presses("Reopen", on=server.ticket_of(self.member(server)))


class Deleting(Deed):
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
        await self.member(server).opens_a_ticket("There is no room for me")
        await server.closes(self.member(server))


#: What every boundary of is tried.
DEEDS: dict[str, Deed] = {
    "opening": Opening(0),
    "opening-by-form": OpeningByForm(0),
    "opening-elsewhere": OpeningElsewhere(0),
    "opening-in-vain": OpeningInVain(0),
    "requesting": Requesting(0),
    "accepting": Accepting(0),
    "refusing": Refusing(0),
    "closing": Closing(3),
    "saving": Saving(3),
    "saving-files": SavingFiles(3),
    "reopening": Reopening(6),
    "deleting": Deleting(6),
    "deleting-elsewhere": DeletingElsewhere(0),
}
#: What may happen at the same time.
ALL_AT_ONCE: tuple[Deed, ...] = (
    Opening(0),
    OpeningByForm(1),
    Opening(2),
    Closing(3),
    Closing(4),
    Reopening(6),
    Deleting(7),
    Deleting(8),
)


async def live_on(server: Crowd, member: Person) -> list[str]:
    """The member and the staff go on with what they find, through all that can be done.

    Returns what doesn't work. Whoever has a ticket is told so; the others open one. What was
    requested is accepted.
    """
    for number in server.pending_requests():
        await server.administrator.runs("ticketmod accept", in_=server.staff, request=number)
    await server.sets("validation automatic", "refusalwait 0")
    answer = member.answer(await member.opens_a_ticket("Me again"))
    if not server.tickets_of(member):
        return [f"{member.name} is kept from opening a ticket: {answer}"]
    newest = server.tickets_of(member)[-1]
    if f"<#{newest.id}>" not in answer:
        return [f"{member.name} isn't told of #{newest.name}: {answer}"]
    for channel in server.tickets_of(member):
        problems = await _to_the_end(server, member, channel)
        if problems:
            return problems
    return []


async def _to_the_end(server: Crowd, member: Person, channel: ChannelHandle) -> list[str]:
    moderator = server.moderator
    try:
        if "Reopen" in moderator.buttons(server.welcome_message(channel)):
            await moderator.presses("Reopen", on=channel)
        for closer in (member, moderator):
            form = await closer.presses("Close ticket", on=channel)
            await closer.submits(form, reason="That was all")
            if member.sees(channel):
                return [f"{member.name} still sees #{channel.name} after it was closed"]
            if closer is member:
                await moderator.presses("Reopen", on=channel)
        question = await moderator.presses("Delete", on=channel)
        await moderator.presses("Confirm", on=question)
    except AssertionError as error:
        return [f"#{channel.name}: {error}"]
    return [f"#{channel.name} was not deleted"] if server.exists(channel) else []
