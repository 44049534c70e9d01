"""A feature is put in, used and left out again, and tickets live on."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import apsw
import pytest
from aftermath import complaints
from error_log import errors_logged
from messages import OPEN_TICKET_BUTTONS
from server import Server
from simulated_red import REPOSITORY, running_red

from tests.staff_log.reception import receiving_channel, sets

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.asyncio

#: Members are greeted by a button, once, in words and in the log; work waits that can't be done.
GREETINGS = '''
import discord

from ..core import errors
from ..core.declaration import declaration
from ..core.event import TicketEvent
from ..core.feature import Button, Feature, Follower, JobKind, LogLine, Sentence, TicketButtons
from ..core.job import Job
from ..core.kinds.toggle import Toggle
from ..core.render import controls
from ..core.settings import OPENING, setting
from ..core.ticket import State
from ..core.ui.ids import NUMBER


class AlreadyGreeted(errors.Refused):
    """One greeting is enough."""


@declaration(frozen=True, kw_only=True)
class GreetingSettings:
    """Whether members can be greeted."""

    greetings: bool = setting(
        True, Toggle(), command="greetings", page=OPENING, order=99, title="Greetings",
        help="Whether members can be greeted.", examples=("off",),
    )


def buttons(ticket, settings):
    """*Greet* in open tickets."""
    if ticket.state is State.OPEN and settings[GreetingSettings].greetings:
        yield controls.button(
            "greet", ticket.number, label="Greet", style=discord.ButtonStyle.grey
        )


async def greet(press, number):
    """What the button does."""
    app, ticket = press.app, await press.ticket_here(number)
    if any(event.kind == "greeted" for event in await app.events.of(press.guild_id, number)):
        raise AlreadyGreeted
    event = TicketEvent(
        kind="greeted", guild_id=press.guild_id, at=app.now(), number=number, by_id=press.by.id
    )
    settings = await app.settings.for_ticket(ticket)
    await app.events.add(event, settings=settings, ticket=ticket)
    await press.reply.say("Hello!")


def wave(occurrence):
    """Somebody waves, later."""
    event = occurrence.event
    yield Job(guild_id=event.guild_id, kind="wave", queue="waves", created_at=event.at)


async def wave_later(app, job):
    """Discord can't be reached for that."""
    raise errors.DiscordUnreachable


FEATURE = Feature(
    name="greetings",
    needs=("lifecycle",),
    settings=(GreetingSettings,),
    buttons=(Button("greet", NUMBER, answer=greet, row="Greet"),),
    controls=(TicketButtons(buttons, order=1),),
    events=("greeted",),
    followers=(Follower(wave, ("greeted",)),),
    jobs=(JobKind("wave", wave_later),),
    log_lines={"greeted": LogLine(lambda entry, name: f"{name(entry.by_id)} said hello.")},
    errors=(Sentence(AlreadyGreeted, lambda error: "One greeting is enough."),),
)
'''


def put_in(package: Path) -> None:
    """Adds the feature: its folder, and one line for the list and one to import it."""
    (package / "greetings").mkdir(exist_ok=True)
    (package / "greetings" / "__init__.py").touch()
    (package / "greetings" / "feature.py").write_text(GREETINGS, encoding="utf-8")
    listed = (package / "cog.py").read_text(encoding="utf-8")
    lines = listed.replace("    PRIVACY,\n", "    PRIVACY,\n    GREETINGS,\n").replace(
        "from .i18n import _\n",
        "from .greetings.feature import FEATURE as GREETINGS\nfrom .i18n import _\n",
    )
    assert lines.count("GREETINGS") == 2
    (package / "cog.py").write_text(lines, encoding="utf-8")


def leave_out(package: Path) -> None:
    """As an update to a version without it does: its folder stays."""
    shutil.copy(REPOSITORY / "tickets" / "cog.py", package / "cog.py")


def waves(server: Server) -> int:
    """The work that waits for the feature."""
    with closing(
        apsw.Connection(str(server.sim.cog.app.folder / "tickets.sqlite3"))
    ) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM jobs WHERE kind = 'wave'")
        return int(count)


async def test_a_life_goes_on_without_a_feature(tmp_path: Path) -> None:
    """Its old button is answered, its work is kept for when it comes back, nothing else stops."""
    package = tmp_path / "cogs" / "tickets"
    shutil.copytree(REPOSITORY / "tickets", package, ignore=shutil.ignore_patterns("__pycache__"))
    put_in(package)
    with errors_logged() as logged:
        async with running_red(tmp_path / "red", cog_paths=[package.parent]) as sim:
            server = await (await Server.on(sim)).configured()
            log = await receiving_channel(server)
            await sets(server, f"receptionchannel {log.mention}")
            await sets(server, "greetings on")
            alice, moderator = server.alice, server.moderator
            await alice.opens_a_ticket(reason="help")
            channel = server.newest_ticket()
            assert "Greet" in alice.buttons(channel)
            assert alice.answer(await alice.presses("Greet", on=channel)) == "Hello!"
            again = await alice.presses("Greet", on=channel)
            assert "One greeting is enough." in alice.answer(again)
            assert "said hello." in "\n".join(moderator.reads(log))
            assert waves(server) == 1

            leave_out(package)
            await sim.reload()
            over = await alice.presses("Greet", on=channel)
            assert "no longer exists" in alice.answer(over)
            refusal = await server.administrator.types("!ticketset greetings off")
            assert "greetings" not in "\n".join(map(server.text, refusal))
            form = await alice.presses("Close ticket", on=channel)
            await alice.submits(form, reason="thanks")
            assert not alice.sees(channel)
            await server.bob.opens_a_ticket(reason="me too")
            assert server.bob.buttons(server.newest_ticket()) == OPEN_TICKET_BUTTONS
            await sim.time_passes(3600)
            assert waves(server) == 1

            put_in(package)
            await sim.reload()
            bobs = server.newest_ticket()
            shown = await server.bob.runs("ticket", in_=bobs)
            assert "Greet" in server.bob.buttons(shown)
            assert server.bob.answer(await server.bob.presses("Greet", on=shown)) == "Hello!"
            assert waves(server) == 2
            assert await complaints(sim, logged) == []
