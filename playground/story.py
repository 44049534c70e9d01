"""A ticket's life, told: real Red with the cog, on a simulated Discord.

``make demo ONCE=1`` runs this. Everything that is printed was said or shown to somebody;
nothing is staged but the people.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import textwrap
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulated_red import running_red  # isort: skip  (it must be first to import Red)
from lived_in import OF_MODERATORS
from mentions import spelled_out
from server import Server

if TYPE_CHECKING:
    from people import Person
    from simcord.builders import ChannelHandle

_WIDTH = 92


class Story:
    """Prints who does what, and what they and others see of it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._step = 0

    def chapter(self, title: str) -> None:
        """A heading."""
        self._step += 1
        print(
            f"\n\033[1m{self._step}. {title}\033[0m" if _colours() else f"\n{self._step}. {title}"
        )

    def does(self, person: Person, what: str) -> None:
        """Somebody acts."""
        print(f"   {person.name} {what}")

    def sees(self, who: str, text: str, buttons: list[str] | None = None) -> None:
        """What somebody reads, mentions spelled out, with the buttons below it."""
        lines = self._plain(text).splitlines()
        print(f"     ┌ {who}")
        for line in lines:
            for piece in textwrap.wrap(line, _WIDTH) or [""]:
                print(f"     │ {piece}")
        if buttons:
            print("     │ " + " ".join(f"[ {label} ]" for label in buttons))
        print("     └")

    def _plain(self, text: str) -> str:
        return spelled_out(self.server, text)


def _colours() -> bool:
    return sys.stdout.isatty()


async def tell(server: Server) -> None:
    """The story, from an empty configuration to a deleted ticket."""
    story = Story(server)
    log, judge = await _set_up(story)
    ticket = await _opens(story, judge)
    await _is_answered(story, ticket)
    await _is_closed(story, ticket)
    await _reaches_another_team(story, judge)
    await _the_staff_looks_back(story, log)
    await _is_deleted(story, ticket)


async def _set_up(story: Story) -> tuple[ChannelHandle, Person]:
    """The assistant, and a second team; returns the staff's log, and who is that team."""
    server, admin = story.server, story.server.administrator
    backend, moderators = server.sim.env.backend, server.moderators
    backend.edit_role(server.guild.id, moderators.id, {"permissions": OF_MODERATORS.value})
    story.chapter("An administrator sets the ticket system up")
    story.does(admin, "types !ticketset setup")
    (page,) = await admin.types("!ticketset setup", in_=server.general)
    for button in ("Use suggestions", "Button", "Set it up"):
        story.does(admin, f"presses {button}")
        await admin.presses(button, on=page)
    story.sees("the assistant says", server.text(page))
    log = next(one for one in server.guild.channels.values() if one.name == "staff-tickets")

    story.chapter("Support follows the server, reports have a team and a form")
    role = server.guild.create_role("Report team", permissions=OF_MODERATORS)
    judge = server.person("judge", role)
    await server.sim.env.settle()
    for setting in (
        "mention off",
        "claims on",
        "rating on",
        "type create Support",
        "type create Reports",
        f"type set Reports modrole {role.mention}",
        "type set Reports openreason on",
    ):
        story.does(admin, f"types !ticketset {spelled_out(server, setting)}")
        answers = await admin.types(f"!ticketset {setting}", in_=server.staff)
    story.sees("the bot answers", server.text(answers[-1]))
    asked = await admin.types("!ticketset form", in_=server.staff)
    story.does(admin, "types !ticketset form, presses New question, and fills that in")
    form = await admin.presses("New question", on=asked)
    await admin.submits(
        form,
        label="What is it about?",
        kind=["one"],
        hint="",
        choices="A payment\nMy account",
        required=["yes"],
    )
    return log, judge


async def _opens(story: Story, judge: Person) -> ChannelHandle:
    server, alice = story.server, story.server.alice
    story.chapter("A member opens a ticket")
    story.does(alice, "runs /ticket type: Support")
    window = await alice.runs("ticket", type="Support")
    story.sees("a window opens", alice.answer(window))
    story.does(alice, "chooses A payment, and sends it")
    opened = await alice.submits(window, q1="A payment")
    story.sees("only alice sees", alice.answer(opened))
    ticket = server.newest_ticket()
    _show_first_message(story, server.moderator, ticket)
    _who_sees(story, ticket, judge)

    story.chapter("Impatience opens no second one")
    story.does(alice, "runs /ticket again")
    again = await alice.runs("ticket", type="Support")
    story.sees("only alice sees", alice.answer(again))
    return ticket


async def _is_answered(story: Story, ticket: ChannelHandle) -> None:
    server, moderator = story.server, story.server.moderator
    story.chapter("A moderator claims it, answers, and asks whether to close")
    await server.sim.time_passes(12 * 60)
    story.does(moderator, "presses Claim")
    claimed = await moderator.presses("Claim", on=ticket)
    story.sees("only the moderator sees", moderator.answer(claimed))
    await moderator.actor.send(ticket, "The second payment has been sent back.")
    story.does(moderator, "answers, and runs /ticketmod ask")
    await moderator.runs("ticketmod ask", in_=ticket)
    question = server.messages(ticket)[-1]
    story.sees(f"#{ticket.name}", server.text(question), server.alice.buttons(question))


async def _is_closed(story: Story, ticket: ChannelHandle) -> None:
    server, alice, bob = story.server, story.server.alice, story.server.bob
    story.chapter("The bot is restarted; somebody forges a press, the member closes")
    await server.sim.restart()
    story.does(bob, "forges a press on Close ticket")
    welcome = server.welcome_message(ticket)
    forged = await bob.forges_click("tickets:v1:close:1", in_=ticket, message=welcome)
    story.sees("only bob sees", bob.answer(forged))
    story.does(alice, "presses Close below the question")
    closed = await alice.presses("Close", on=ticket)
    story.sees("only alice sees", alice.answer(closed))
    story.sees("the moderator reads", server.moderator.reads(ticket)[-1])

    story.chapter("The member gives stars")
    told = alice.user.dm_channel.history()[-1]
    story.sees("a direct message", server.text(told))
    story.does(alice, "chooses ★★★★★")
    await alice.user.select(told, ["5"])
    rated = server.text(alice.user.dm_channel.history()[-1])
    story.sees("it says then", next(one for one in rated.splitlines() if "★" in one))


async def _reaches_another_team(story: Story, judge: Person) -> None:
    server, bob, moderator = story.server, story.server.bob, story.server.moderator
    story.chapter("What reaches one team isn't there for another")
    story.does(bob, "runs /ticket type: Reports, and fills the form in")
    window = await bob.runs("ticket", type="Reports")
    await bob.submits(window, reason="Somebody insults people", q1="My account")
    _who_sees(story, server.newest_ticket(), judge)
    for person in (judge, moderator):
        story.does(person, "runs /ticketmod find text: insults")
        found = await person.runs("ticketmod find", in_=server.general, text="insults")
        story.sees(f"only the {person.name} sees", person.answer(found))


async def _the_staff_looks_back(story: Story, log: ChannelHandle) -> None:
    server, moderator, admin = story.server, story.server.moderator, story.server.administrator
    story.chapter("Numbers for the team, and a check-up for the administrator")
    story.does(moderator, "runs /ticketmod stats")
    numbers = moderator.answer(await moderator.runs("ticketmod stats", in_=server.staff))
    story.sees("only the moderator sees", numbers.partition("**By type**")[0].strip())
    await server.overwrite(log, server.guild.default_role, allow="view_channel")
    story.does(server.owner, f"shows #{log.name} to everyone by mistake")
    story.does(admin, "types !ticketset check")
    report = (await admin.types("!ticketset check", in_=server.staff))[-1]
    story.sees("the bot answers", server.text(report), admin.buttons(report))


async def _is_deleted(story: Story, ticket: ChannelHandle) -> None:
    server, moderator = story.server, story.server.moderator
    story.chapter("The moderator deletes the closed ticket")
    story.does(moderator, "presses Delete")
    question = await moderator.presses("Delete", on=ticket)
    story.sees("only the moderator sees", moderator.answer(question), moderator.buttons(question))
    story.does(moderator, "presses Confirm")
    await moderator.presses("Confirm", on=question)
    print(f"     The channel is gone: {not server.exists(ticket)}")


def _show_first_message(story: Story, person: Person, channel: Any) -> None:
    welcome = story.server.welcome_message(channel)
    story.sees(
        f"#{channel.name}, first message", story.server.text(welcome), person.buttons(welcome)
    )


def _who_sees(story: Story, channel: Any, judge: Person) -> None:
    server = story.server
    people = (server.alice, server.bob, server.moderator, judge, server.mallory)
    seen = ", ".join(f"{one.name} {'yes' if one.sees(channel) else 'no'}" for one in people)
    print(f"     Who sees #{channel.name}: {seen}")


async def main() -> None:
    """Runs the story in a folder of its own."""
    logging.disable(logging.WARNING)
    names = ("Red-DiscordBot", "discord.py", "simcord")
    print("Tickets for Red: a ticket's life on a simulated Discord")
    print(" · ".join(f"{name} {version(name)}" for name in names))
    with tempfile.TemporaryDirectory() as folder:
        async with running_red(Path(folder)) as sim:
            await tell(await Server.on(sim))
    print("\nThat was real Red with the cog; nobody needed a Discord account.")


if __name__ == "__main__":
    asyncio.run(main())
