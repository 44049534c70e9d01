"""Moving over from another ticket cog, as administrators do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.switching.sample_servers import SampleServer

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def shows(sample: SampleServer) -> Any:
    """The administrator types the command; returns what is shown."""
    server = sample.server
    return await server.administrator.types("!ticketset migrate", in_=server.staff)


async def test_try(server: Server) -> None:
    sample = await SampleServer.on(server, "vrt-tickets-3")
    shown = await shows(sample)
    print(server.administrator.answer(shown))
    press = await server.administrator.presses("Move over", on=shown)
    print(server.administrator.answer(press))
    await server.sim.env.settle()
    for one in server.messages(server.staff):
        print("STAFF:", server.text(one))
    for channel in sample.channels.values():
        print("#", channel.name, server.overwrites(channel) if channel._channel.type == 0 else "")
        for one in server.messages(channel):
            print("   ", server.text(one)[:200].replace("\n", " | "), server.buttons(one))
    print(
        await server.sim.cog.app.database.run(
            lambda c: c.execute(
                "select number,state,came_from,former_number,settled,welcome_id,handler_id,withdrawn,type_id from tickets"
            ).fetchall()
        )
    )
    print(
        await server.sim.cog.app.database.run(lambda c: c.execute("select * from jobs").fetchall())
    )
    print(
        await server.sim.cog.app.database.run(
            lambda c: c.execute("select * from their_buttons").fetchall()
        )
    )
    assert 0
