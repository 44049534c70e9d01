"""A server with many members, and what they do while the bot is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server import Server

if TYPE_CHECKING:
    from people import Person
    from simcord.builders import ChannelHandle
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
        self.with_an_open_one = self.members[3:6]
        self.with_a_closed_one = self.members[6:]
        self.reception = self.guild.create_text_channel("reception")
        self.archive = self.guild.create_text_channel("archive")
        self._own_channels |= {self.reception.id, self.archive.id}
        #: Whether somebody has set that.
        self.closed_is_readable = False
        #: Whether nobody may have more than one open ticket.
        self.one_each = True

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

    def has(self, member: Person) -> bool:
        """Whether they are on the server at present."""
        return member.id in self.guild._guild.members

    def ticket_of(self, member: Person) -> ChannelHandle:
        """The channel of the member's ticket, which everybody tells by its topic."""
        (channel,) = self.tickets_of(member)
        return channel

    def pending_requests(self) -> list[int]:
        """Numbers of requests that the reception channel shows as pending."""
        return [
            int((message.embeds[0].footer.text or "").partition("#")[2])
            for channel in (self.reception, self.archive)
            if self.exists(channel)
            for message in self.messages(channel)
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
        # Not below the welcome message if that couldn't be changed, or was deleted.
        if "Reopen" in moderator.buttons(channel):
            await moderator.presses("Reopen", on=channel)
        for closer in (member, moderator):
            form = await closer.presses("Close ticket", on=channel)
            await closer.submits(form, reason="That was all")
            if member.can(
                "send_messages" if server.closed_is_readable else "view_channel", channel
            ):
                return [f"{member.name} still sees #{channel.name} after it was closed"]
            if closer is member:
                await moderator.presses("Reopen", on=channel)
        question = await moderator.presses("Delete", on=channel)
        await moderator.presses("Confirm", on=question)
    except AssertionError as error:
        return [f"#{channel.name}: {error}"]
    return [f"#{channel.name} was not deleted"] if server.exists(channel) else []
