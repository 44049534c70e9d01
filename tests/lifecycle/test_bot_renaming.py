"""``/ticketmod rename``: two in ten minutes, and nobody waits for the third (W8, T13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket
from tests.types.teams import Teams

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CHANNEL = "/channels/*"


async def renamed(person: Person, channel: Any, name: str, by: str = "slash") -> str:
    """Somebody renames a ticket; returns the answer."""
    if by == "slash":
        done = await person.runs("ticketmod rename", in_=channel, name=name)
        return person.answer(done)
    return person.answer(await person.types(f"!ticketmod renommer {name}", in_=channel))


def receptions(server: Server) -> Any:
    """Where everything is logged."""
    every = server.sim.env.backend.channels.values()
    return server.channel(next(one.id for one in every if one.name in ("reception", "log")))


def known(server: Server, channel: Any) -> Any:
    """The channel as Discord has it."""
    return server.sim.env.backend.channels[channel.id]


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_renaming(logging_server: Server, moderator: Person, by: str) -> None:
    """The name is made valid, the log has a line, the topic stays; it costs one call."""
    server = logging_server
    channel = await a_ticket(server)
    topic = known(server, channel).topic
    with server.sim.counting() as calls:
        answer = await renamed(moderator, channel, "Remboursement d'Alice !! 🔥", by)
    assert answer == "✅ The ticket is now called **remboursement-dalice-🔥**."
    (call,) = calls.matching("PATCH", "/channels/{}")
    assert call.body == {"name": "remboursement-dalice-🔥"}
    assert known(server, channel).topic == topic
    line = server.messages(receptions(server))[-1]
    assert "renamed ticket #1" in server.text(line)
    assert "already has that name" in await renamed(
        moderator, channel, "Remboursement-d'Alice 🔥", by
    )


@pytest.mark.parametrize(
    "name", ["*_~|", "\u3164\u2800", "\u202e\u200d", "`<@1>`[x](y)", "z\u0300" * 90]
)
async def test_hostile_names(tickets_ready: Server, moderator: Person, name: str) -> None:
    """What is left is valid; where nothing is, a sentence says so."""
    channel = await a_ticket(tickets_ready)
    answer = await renamed(moderator, channel, name)
    if "can't be called that" in answer or "a few words" in answer:
        assert known(tickets_ready, channel).name == "alice"
    else:
        assert "is now called" in answer
        assert 1 <= len(known(tickets_ready, channel).name) <= 100
        assert not set("<>[]()`*|~") & set(known(tickets_ready, channel).name)


async def test_the_third(tickets_ready: Server, moderator: Person) -> None:
    """It is refused with the time, without a call; closing goes on, and so does a restart."""
    server = tickets_ready
    channel = await a_ticket(server)
    first = int(server.sim.env.now().timestamp())
    for name in ("one", "two"):
        assert "is now called" in await renamed(moderator, channel, name)
        await server.sim.time_passes(60)
    for _again in range(2):
        with server.sim.counting() as calls:
            answer = await renamed(moderator, channel, "three")
        assert f"The next one is possible <t:{first + 600}:R>." in answer
        assert calls.matching("PATCH", "/channels/{}") == []
        await server.sim.restart()
    assert known(server, channel).name == "two"
    await server.sim.time_passes(481)
    assert "is now called" in await renamed(moderator, channel, "three")
    other = await server.bob.opens_a_ticket()
    del other
    assert "is now called" in await renamed(moderator, server.newest_ticket(), "another")


async def test_discord_counts_more(tickets_ready: Server, moderator: Person) -> None:
    """Discord's own limit, which nothing tells of before: nobody waits, closing least of all."""
    server = tickets_ready
    channel = await a_ticket(server)
    red: Any = server.sim.red.get_channel(channel.id)
    for name in ("by", "others"):
        await red.edit(name=name)
    before = server.sim.env.now()
    answer = await renamed(moderator, channel, "three")
    assert "The next one is possible <t:" in answer
    await moderator.runs("ticketmod close", in_=channel, reason="Done")
    assert (server.sim.env.now() - before).total_seconds() < 5
    assert not server.alice.sees(channel)


async def test_the_same_moment(tickets_ready: Server, moderator: Person) -> None:
    """Two who rename at once both do; three, and one of them reads when."""
    server = tickets_ready
    channel = await a_ticket(server)
    people = (moderator, server.administrator, server.owner)
    async with server.sim.at_once():
        done = [await one.runs("ticketmod rename", in_=channel, name=one.name) for one in people]
    said = [moderator.answer(one) for one in done]
    assert sum("is now called" in one for one in said) == 2
    assert sum("The next one is possible" in one for one in said) == 1


async def test_what_discord_refuses(tickets_ready: Server, moderator: Person) -> None:
    """A word that its filter refuses, and a permission: a sentence, and it doesn't count."""
    server = tickets_ready
    channel = await a_ticket(server)
    server.sim.rules.refuse_name(lambda name: "rude" in name)
    for _again in range(3):
        assert "because of a word in it" in await renamed(moderator, channel, "rude")
    server.sim.faults.fail(CHANNEL, method="PATCH")
    assert "Manage Channels" in await renamed(moderator, channel, "polite")
    for name in ("one", "two"):
        assert "is now called" in await renamed(moderator, channel, name)


async def test_a_lost_answer(logging_server: Server, moderator: Person) -> None:
    """Discord is asked what has become of it, and not a second time."""
    server = logging_server
    channel = await a_ticket(server)
    server.sim.faults.lose_answer(CHANNEL, method="PATCH")
    assert "is now called" in await renamed(moderator, channel, "one")
    server.sim.faults.disconnect(CHANNEL, method="PATCH")
    assert "responding" in await renamed(moderator, channel, "two")
    assert known(server, channel).name == "one"


async def test_who_may(tickets_ready: Server, alice: Person) -> None:
    """The ticket's own team; after a deletion of the channel nobody."""
    server = tickets_ready
    teams = await Teams.on(server)
    report = await teams.opens(alice, "Reports", reason="Rude")
    name = known(server, report).name
    await server.overwrite(report, server.moderator, allow="view_channel send_messages")
    assert "is now called" not in await renamed(server.moderator, report, "leaked", "prefix")
    assert "is now called" not in await renamed(alice, report, "mine", "prefix")
    assert known(server, report).name == name
    assert "is now called" in await renamed(teams.judge, report, "solved")


async def test_in_french(french: Server, moderator: Person) -> None:
    """Answer and refusals."""
    channel = await a_ticket(french, "42")
    assert "s'appelle maintenant" in await renamed(moderator, channel, "un", "prefix")
    assert "s'appelle maintenant" in await renamed(moderator, channel, "deux", "prefix")
    assert "dix minutes" in await renamed(moderator, channel, "trois", "prefix")
