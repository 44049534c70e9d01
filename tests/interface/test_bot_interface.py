"""Another cog opens, follows and closes tickets, under the rules that people have."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from redbot.core import commands

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from people import Person
    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"


class Listening(commands.Cog):
    """Hears everything, and may behave badly on purpose."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.never = asyncio.Event()

    @commands.Cog.listener()
    async def on_red_ticket_opened(self, update: Any) -> None:
        """Blocks for a moment."""
        self.heard.append(update)
        # A moment in which nothing else happens.
        time.sleep(0.05)

    @commands.Cog.listener("on_red_ticket_opened")
    async def fails(self, update: Any) -> None:
        """Raises."""
        raise RuntimeError("another cog's own mistake")

    @commands.Cog.listener("on_red_ticket_opened")
    async def waits_for_ever(self, update: Any) -> None:
        """Never returns."""
        await self.never.wait()

    @commands.Cog.listener()
    async def on_red_ticket_closed(self, update: Any) -> None:
        """Hears."""
        self.heard.append(update)

    @commands.Cog.listener()
    async def on_red_ticket_deleted(self, update: Any) -> None:
        """Hears."""
        self.heard.append(update)


@asynccontextmanager
async def listening(sim: SimulatedRed) -> AsyncIterator[Listening]:
    """The cog is there, and gone afterwards."""
    cog = Listening()
    await sim.red.add_cog(cog)
    try:
        yield cog
    finally:
        cog.never.set()
        await sim.red.remove_cog("Listening")


def member(server: Server, person: Person) -> Any:
    """Somebody as discord.py has them."""
    guild: Any = server.sim.red.get_guild(server.guild.id)
    return guild.get_member(person.id)


async def refusal(interface: Any, wish: Any) -> tuple[str, str]:
    """The kind and the words of the no."""
    with pytest.raises(interface.NotPossible) as raised:
        await wish
    return raised.value.kind, raised.value.message


async def test_the_example_opens_follows_and_closes(tickets_ready: Server, alice: Person) -> None:
    """The cog of the documentation works, loaded as owners load cogs."""
    server, sim = tickets_ready, tickets_ready.sim
    await sim.owner_types(f"addpath {EXAMPLE}")
    await sim.load("appeals")
    assert alice.answer(await alice.types("!appeal It was not me")) == "Your appeal is ticket #1."
    channel = server.newest_ticket()
    assert "It was not me" in "\n".join(alice.reads(channel))
    await alice.types("!withdraw 1")
    assert not alice.sees(channel)
    assert "Your appeal, ticket #1, is over." in alice.direct_messages()
    await sim.unload("appeals")
    await sim.owner_types(f"removepath {EXAMPLE}")


@pytest.mark.expect_error_log("another cog's own mistake")
async def test_a_cog_that_misbehaves_holds_up_nothing(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """One raises, one blocks for a moment, one never returns: tickets live on."""
    server = tickets_ready
    async with listening(server.sim) as cog:
        await alice.opens_a_ticket(reason="help")
        channel = server.newest_ticket()
        window = await moderator.presses("Close ticket", on=channel)
        await moderator.submits(window, reason="done")
        assert not alice.sees(channel)
        await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    assert [one.name for one in cog.heard] == ["opened", "closed", "deleted"]
    opened, closed, deleted = cog.heard
    assert (opened.ticket.state, opened.by_id) == ("open", alice.id)
    assert opened.ticket.channel_id == channel.id
    assert (closed.ticket.state, closed.ticket.closed_by_id) == ("closed", moderator.id)
    assert (deleted.ticket.state, deleted.ticket.channel_id) == ("deleted", None)


async def test_a_cog_acts_under_the_rules_of_people(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Members open for themselves, moderators for others; each sees what they may know of."""
    server = await tickets_ready.has_set(limit=1)
    interface = server.sim.cog.interface
    as_alice, as_bob, as_staff = (member(server, one) for one in (alice, bob, moderator))
    opened = await interface.open(as_alice, by=as_alice, reason="help")
    assert (opened.state, opened.opener_id, opened.type_name) == ("open", alice.id, None)

    kind, words = await refusal(interface, interface.open(as_alice, by=as_alice))
    assert kind == "refused"
    assert "(#1)" in words
    assert (await refusal(interface, interface.open(as_alice, by=as_bob)))[0] == "refused"
    second = await interface.open(as_alice, by=as_staff, reason="about that", origin_id=7)
    assert second.opened_by_id == moderator.id
    again = interface.open(as_alice, by=as_staff, reason="about that", origin_id=7)
    assert (await refusal(interface, again))[0] == "refused"
    assert len(server.ticket_channels()) == 2

    assert await interface.get(1, by=as_alice) == await interface.get(1, by=as_staff) == opened
    assert await refusal(interface, interface.get(1, by=as_bob)) == await refusal(
        interface, interface.get(99, by=as_bob)
    )
    assert [one.number for one in await interface.of_member(as_alice, by=as_staff)] == [1, 2]
    assert await interface.of_member(as_alice, by=as_bob) == ()

    assert (await refusal(interface, interface.close(1, by=as_bob, reason="no")))[0] == "refused"
    # Moderators have to say why.
    assert (await refusal(interface, interface.close(1, by=as_staff)))[0] == "refused"
    closed = await interface.close(1, by=as_alice)
    assert (closed.state, closed.closed_by_id) == ("closed", alice.id)


async def test_who_is_shut_out_can_not_act_through_a_cog(
    tickets_ready: Server, alice: Person
) -> None:
    """Red's block list and a switched off cog count, and a question that nobody would answer."""
    server, red = tickets_ready, tickets_ready.sim.red
    guild: Any = red.get_guild(server.guild.id)
    interface = server.sim.cog.interface
    as_blocked, as_alice = member(server, server.blocked), member(server, alice)
    assert (await refusal(interface, interface.open(as_blocked, by=as_blocked)))[0] == "refused"
    await server.administrator.types("!command disablecog Tickets", in_=server.staff)
    assert (await refusal(interface, interface.open(as_alice, by=as_alice)))[0] == "refused"
    await server.administrator.types("!command enablecog Tickets", in_=server.staff)
    await server.has_set(opening_reason=True)
    assert (await refusal(interface, interface.open(as_alice, by=as_alice)))[0] == "refused"
    bot = guild.me
    assert (await refusal(interface, interface.open(bot, by=bot, reason="hi")))[0] == "refused"
    assert not server.ticket_channels()


async def test_a_caller_that_is_cancelled_leaves_nothing_half(
    tickets_ready: Server, alice: Person
) -> None:
    """What was begun is finished, whatever becomes of the cog that asked."""
    server = tickets_ready
    as_alice = member(server, alice)
    interface = server.sim.cog.interface
    caller = asyncio.create_task(interface.open(as_alice, by=as_alice, reason="help"))
    await asyncio.sleep(0)
    caller.cancel()
    (begun,) = [one for one in asyncio.all_tasks() if one.get_name() == "tickets-interface"]
    await begun
    assert caller.cancelled()
    (found,) = await interface.of_member(as_alice, by=as_alice)
    assert found.state == "open"
    assert alice.sees(server.newest_ticket())


async def test_where_moderators_decide_first_a_cog_asks(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """What comes of it is a request, and the cog hears when it is accepted."""
    as_alice, interface = member(manual, alice), manual.sim.cog.interface
    asked = await interface.open(as_alice, by=as_alice, reason="help")
    assert (asked.state, asked.channel_id) == ("requested", None)
    async with listening(manual.sim) as cog:
        cog.never.set()
        manual.sim.expect_error_log("another cog's own mistake")
        await moderator.types("!ticketmod accept 1", in_=manual.staff)
        await manual.sim.env.settle()
        assert [one.ticket.number for one in cog.heard] == [1]
