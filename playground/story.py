"""A ticket's life, told: real Red with the cog, on a simulated Discord.

``make demo ONCE=1`` runs this. Everything that is printed was said or shown to somebody;
nothing is staged but the people.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulated_red import running_red  # isort: skip  (it must be first to import Red)
from mentions import spelled_out
from server import Server

if TYPE_CHECKING:
    from people import Person

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
            for start in range(0, max(len(line), 1), _WIDTH):
                print(f"     │ {line[start : start + _WIDTH]}")
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
    alice, moderator, bob, admin = (
        server.alice,
        server.moderator,
        server.bob,
        server.administrator,
    )

    story.chapter("An administrator sets the ticket system up")
    await _set_up(story, admin)
    for command in ("!ticketset mention on", "!ticketset limit 1"):
        story.does(admin, f"types {command}")
        for answer in await admin.types(command, in_=server.staff):
            story.sees("the bot answers", server.text(answer))

    story.chapter("A member opens a ticket")
    story.does(alice, "runs /ticket reason: I can't see the voice channels")
    opened = await alice.opens_a_ticket(reason="I can't see the voice channels")
    story.sees("only alice sees", alice.answer(opened))
    channel = server.newest_ticket()
    story.sees(f"#{channel.name}, topic", channel._channel.topic or "")
    _show_first_message(story, alice, channel)
    _who_sees(story, channel)

    story.chapter("Impatience opens no second one")
    story.does(alice, "runs /ticket again")
    story.sees("only alice sees", alice.answer(await alice.opens_a_ticket()))

    story.chapter("They talk, and the member closes the ticket")
    await moderator.actor.send(channel, "Fixed, try again.")
    await alice.actor.send(channel, "Works, thank you!")
    for line in alice.reads(channel)[-2:]:
        story.sees(f"#{channel.name}", line)
    story.does(alice, "presses Close ticket")
    window = await alice.presses("Close ticket", on=channel)
    story.sees("a window opens", alice.answer(window))
    story.does(alice, "writes: Solved — and sends it")
    closed = await alice.submits(window, reason="Solved")
    story.sees("only alice sees", alice.answer(closed))
    story.sees("the moderator reads", moderator.reads(channel)[-1])
    _show_first_message(story, moderator, channel)
    _who_sees(story, channel)

    story.chapter("The bot is restarted; buttons of before still work")
    await server.sim.restart()
    story.does(moderator, "presses Reopen")
    reopened = await moderator.presses("Reopen", on=channel)
    story.sees("only the moderator sees", moderator.answer(reopened))
    _who_sees(story, channel)

    story.chapter("Somebody without the right presses what isn't theirs")
    story.does(bob, "forges a press on Close ticket")
    welcome = server.welcome_message(channel)
    forged = await bob.forges_click("tickets:v1:close:1", in_=channel, message=welcome)
    story.sees("only bob sees", bob.answer(forged))

    story.chapter("The moderator closes it for good and deletes it")
    window = await moderator.presses("Close ticket", on=channel)
    await moderator.submits(window, reason="No further questions")
    story.does(moderator, "presses Delete")
    question = await moderator.presses("Delete", on=channel)
    story.sees("only the moderator sees", moderator.answer(question), moderator.buttons(question))
    story.does(moderator, "presses Confirm")
    await moderator.presses("Confirm", on=question)
    print(f"     The channel is gone: {not server.exists(channel)}")


async def _set_up(story: Story, admin: Person) -> None:
    """The assistant asks; the administrator answers with a button, or with what there is."""
    server = story.server
    story.does(admin, "types !ticketset setup")
    (page,) = await admin.types("!ticketset setup", in_=server.general)
    answers: tuple[Any, ...] = (
        "Automatic",
        "Don't ask",
        server.category,
        "Create it for me",
        "Create it for me",
        "Next ▶",
        "Button",
        "Set it up",
    )
    for answer in answers:
        story.sees("the assistant asks", server.text(page), admin.buttons(page))
        if isinstance(answer, str):
            story.does(admin, f"presses {answer}")
            await admin.presses(answer, on=page)
        else:
            story.does(admin, f"chooses {answer.name}")
            await admin.selects([answer], on=page)
    story.sees("the assistant says", server.text(page))


def _show_first_message(story: Story, person: Person, channel: Any) -> None:
    welcome = story.server.welcome_message(channel)
    story.sees(
        f"#{channel.name}, first message", story.server.text(welcome), person.buttons(welcome)
    )


def _who_sees(story: Story, channel: Any) -> None:
    server = story.server
    people = (server.alice, server.moderator, server.bob, server.mallory)
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
