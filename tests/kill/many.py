"""Moves a server with many tickets over from another cog, while each call takes its time.

    python tests/kill/many.py                 200 tickets
    python tests/kill/many.py --tickets 50

It fails if a ticket is missing, somebody sees one who didn't, or a ticket costs too many calls.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    _REPOSITORY = Path(__file__).resolve().parent.parent.parent
    sys.path[:0] = [str(_REPOSITORY), str(_REPOSITORY / "playground")]

import red_in_private  # noqa: F401

# isort: split
import argparse
import asyncio
import logging
import tempfile
from typing import TYPE_CHECKING, Any

from redbot.core import Config
from server import Server
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType
from simulated_red import running_red

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from traffic import Call

#: Seconds that a call takes, and how many calls one ticket may cost.
_SLOW, _CALLS = 0.3, 4
#: So many tickets are in a category.
_IN_ONE = 48
_VIEW, _WRITE = 1 << 10, 1 << 11


class Moving:
    """A server with so many tickets of vrt-cogs', each of a member of its own."""

    def __init__(self, server: Server, count: int) -> None:
        self.server = server
        self.openers = [server.person(f"opener-{number}") for number in range(count)]
        self.channels = [self._channel(place) for place in range(count)]

    def _channel(self, place: int) -> int:
        server, backend = self.server, self.server.sim.env.backend
        if place % _IN_ONE == 0:
            self._category = server.guild.create_category(f"Tickets {place}")
        shown = (server.bot_id, OverwriteType.MEMBER), (server.moderators.id, OverwriteType.ROLE)
        lines = [
            Overwrite(target_id=server.guild.id, type=OverwriteType.ROLE, allow=0, deny=_VIEW),
            *(
                Overwrite(target_id=one, type=kind, allow=_VIEW | _WRITE, deny=0)
                for one, kind in (*shown, (self.openers[place].id, OverwriteType.MEMBER))
            ),
        ]
        made = backend.create_channel(
            server.guild.id, f"ticket-{place}", parent_id=self._category.id, overwrites=lines
        )
        return made.id

    async def store(self) -> None:
        """Their messages and data are there."""
        server, backend = self.server, self.server.sim.env.backend
        opened: dict[str, Any] = {}
        for opener, channel in zip(self.openers, self.channels, strict=True):
            button = {"type": 2, "style": 4, "label": "Close", "custom_id": str(channel)}
            row = {"type": 1, "components": [button]}
            welcome = backend.create_message(channel, server.bot_id, "Hello!", components=[row])
            opened[str(opener.id)] = {str(channel): {"panel": "help", "message_id": welcome.id}}
        await server.sim.env.settle()
        theirs = Config.get_conf(None, identifier=117117, cog_name="Tickets")
        guild = theirs.guild_from_id(server.guild.id)
        await guild.set_raw("support_roles", value=[[server.moderators.id, False]])
        await guild.set_raw("panels", value={"help": {"category_id": server.category.id}})
        await guild.set_raw("opened", value=opened)

    def problems(self, calls: Sequence[Call], said: str) -> Iterator[str]:
        """What is wrong afterwards."""
        count = len(self.channels)
        if f"tickets: {count} of {count}" not in said:
            yield f"not all have come: {said}"
        about = [call for call in calls if "/channels/" in call.path]
        # The page shows every few seconds how far it is, and the log has one line.
        if len(about) > _CALLS * count + count // 4 + 10:
            yield f"{count} tickets cost {len(about)} calls"
        strangers = (self.server.alice, self.server.helper, self.server.mallory)
        for place, channel in enumerate(self.channels):
            there = self.server.channel(channel)
            # Openers next to each other stand for all the others.
            others = (*strangers, self.openers[place - 1])
            if count > 1 and any(one.sees(there) for one in others):
                yield f"#{there.name} is seen by others"
            if not self.openers[place].can("send_messages", there):
                yield f"#{there.name} is closed to its opener"


async def move(count: int) -> tuple[list[str], str]:
    """Moves them; returns what is wrong, and what it took."""
    with tempfile.TemporaryDirectory() as home:
        async with running_red(Path(home)) as sim:
            server = await Server.on(sim)
            moving = Moving(server, count)
            await moving.store()
            _slow_down(server)
            clock = sim.env.backend.clock
            before = clock.now()
            with sim.counting() as calls:
                shown = await server.administrator.types("!ticketset migrate", in_=server.staff)
                await server.administrator.presses("Move over", on=shown)
                await sim.env.settle()
            said = server.text(server.messages(server.staff)[-1])
            found = list(moving.problems(calls.seen, said))
            seconds = (clock.now() - before).total_seconds()
            return found, f"{count} tickets: {len(calls.seen)} calls, {seconds:.0f} s on Discord"


def _slow_down(server: Server) -> None:
    beyond = server.sim.traffic.faults
    assert beyond is not None

    async def slowly(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        server.sim.env.backend.clock.advance(_SLOW)
        return await beyond(call, proceed)

    server.sim.traffic.faults = slowly


def main(arguments: Sequence[str]) -> int:
    """Prints what is wrong and one line that sums up; the exit code is 0 if nothing is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tickets", type=int, default=200)
    options = parser.parse_args(arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])
    found, took = asyncio.run(move(options.tickets))
    for problem in found:
        print(problem)  # noqa: T201 - it is a command
    print(took)  # noqa: T201
    print(f"many: {int(not found)} passed, {int(bool(found))} failed")  # noqa: T201
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
