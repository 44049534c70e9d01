"""What members are told in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import closes, posted, refuses, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

HOSTILE = "@everyone **bold** [a](https://evil.example)\n# heading"


def private(person: Person) -> Any:
    """The last direct message that somebody got."""
    return person.user.dm_channel.history()[-1]


async def test_the_opener_is_told_of_the_closing(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """The direct message says which ticket of which server, when, and why."""
    server = tickets_ready
    await alice.opens_a_ticket()
    await closes(moderator, server.newest_ticket(), "Found\nin the log")

    message = private(alice)
    (embed,) = message.embeds
    assert message.content == (
        "moderator closed your ticket on The Server. Need more help? Open a new one any time."
    )
    assert embed.title == "Ticket #1"
    assert embed.description == "> **Reason:** Found\n> in the log"
    assert embed.footer.text == "Ticket on The Server"
    assert embed.timestamp == server.sim.env.now()
    assert message.components == []


@pytest.mark.parametrize("setting", ["on", "off"])
async def test_admins_decide_whether_the_opener_is_told(
    tickets_ready: Server, alice: Person, setting: str
) -> None:
    """`dm off` keeps the bot from writing; without a closing reason there is none to tell."""
    await sets(tickets_ready, f"dm {setting}")
    await sets(tickets_ready, "closereason off")
    await alice.opens_a_ticket()
    question = await alice.presses("Close ticket", on=tickets_ready.newest_ticket())
    await alice.presses("Confirm", on=question)

    told = alice.direct_messages()
    assert len(told) == (setting == "on")
    assert "Reason" not in "".join(told)


async def test_dm_off_is_about_closing_only(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Who was accepted or refused is told so, whatever is set for closing."""
    await sets(manual, "dm off")
    await alice.opens_a_ticket()
    await bob.opens_a_ticket()
    first, second = posted(manual)
    await moderator.presses("Accept", on=first)
    await refuses(moderator, second)

    assert "was accepted" in alice.direct_messages()[0]
    assert "was declined" in bob.direct_messages()[0]


async def test_who_left_is_not_written_to(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Closing the ticket of somebody who left writes to nobody, and isn't an error."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await alice.leaves()
    closed = await closes(moderator, channel)

    assert "✅" in moderator.answer(closed)
    assert alice.direct_messages() == []
    assert not await tickets_ready.sim.cog.app.work._store.queues()


async def test_who_is_not_in_the_bots_memory_is_written_to(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """That the bot doesn't know a member at the moment doesn't mean that they left."""
    await alice.opens_a_ticket()
    guild = tickets_ready.sim.red.get_guild(tickets_ready.guild.id)
    assert guild is not None
    member = guild.get_member(alice.id)
    assert member is not None
    guild._remove_member(member)
    await closes(moderator, tickets_ready.newest_ticket())

    assert len(alice.direct_messages()) == 1


async def test_closed_direct_messages(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Who takes no direct messages gets none, without any fuss."""
    alice.closes_direct_messages()
    await alice.opens_a_ticket()
    closed = await closes(moderator, tickets_ready.newest_ticket())
    await tickets_ready.sim.time_passes(100_000)

    assert "✅" in moderator.answer(closed)
    assert alice.direct_messages() == []
    assert not await tickets_ready.sim.cog.app.work._store.queues()


async def test_nothing_in_a_direct_message_is_alive(manual: Server, moderator: Person) -> None:
    """Reasons and the server's name show as they were typed."""
    manual.guild._guild.name = "**Shop** [x](https://evil.example)"
    guild = manual.sim.red.get_guild(manual.guild.id)
    assert guild is not None
    guild.name = manual.guild._guild.name
    await manual.alice.opens_a_ticket()
    await refuses(moderator, posted(manual)[0], HOSTILE)

    message = private(manual.alice)
    assert message.content.startswith(
        "Your ticket request on \\*\\*Shop\\*\\* \\[x\\]\\(https://evil.example"
    ), message.content
    assert "\\*\\*bold\\*\\*" in message.embeds[0].description
    assert "](" not in message.embeds[0].description
    assert manual.sim.pings(message) <= {manual.alice.id}


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_trouble_that_passes(
    tickets_ready: Server, alice: Person, moderator: Person, status: int
) -> None:
    """While Discord is in trouble the message waits; who closes doesn't."""
    tickets_ready.sim.faults.fail("/users/@me/channels", method="POST", status=status, times=3)
    await alice.opens_a_ticket()
    closed = await closes(moderator, tickets_ready.newest_ticket())
    assert "✅" in moderator.answer(closed)
    assert alice.direct_messages() == []
    await tickets_ready.sim.time_passes(100)

    assert len(alice.direct_messages()) == 1


async def test_one_member_does_not_hold_up_another(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Messages to different members don't wait for each other."""
    route = f"/channels/{alice.user.dm_channel.id}/messages"
    tickets_ready.sim.faults.fail(route, method="POST", status=500, times=None)
    for person in (alice, bob):
        await person.opens_a_ticket()
        await closes(moderator, tickets_ready.newest_ticket())

    assert alice.direct_messages() == []
    assert len(bob.direct_messages()) == 1


async def test_several_messages_come_in_order(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Accepted, closed: what happened first is told first, even if it had to be repeated."""
    route = f"/channels/{alice.user.dm_channel.id}/messages"
    manual.sim.faults.fail(route, method="POST", status=500)
    await alice.opens_a_ticket()
    await moderator.presses("Accept", on=posted(manual)[0])
    await closes(moderator, manual.newest_ticket())
    assert alice.direct_messages() == []
    await manual.sim.time_passes(10)

    told = [text.split("\n")[0] for text in alice.direct_messages()]
    assert told == [
        "Your request on The Server was accepted: your ticket is open.",
        "moderator closed your ticket on The Server. Need more help? Open a new one any time.",
    ]


@pytest.mark.parametrize("clean", [True, False])
async def test_a_message_outlives_the_bot(
    tickets_ready: Server, alice: Person, moderator: Person, clean: bool
) -> None:
    """A message that wasn't sent before the bot ended is sent afterwards; one that was isn't
    sent again."""
    server = tickets_ready
    route = f"/channels/{alice.user.dm_channel.id}/messages"
    server.sim.faults.lose_answer(route, method="POST")
    server.sim.faults.fail("/users/@me/channels", method="POST", status=500, at=2, times=None)
    await alice.opens_a_ticket()
    await closes(moderator, server.newest_ticket())
    await server.bob.opens_a_ticket()
    await closes(moderator, server.newest_ticket())
    assert (len(alice.direct_messages()), len(server.bob.direct_messages())) == (1, 0)
    await server.sim.restart(clean=clean)
    server.sim.faults.clear()
    await server.sim.time_passes(1000)

    assert (len(alice.direct_messages()), len(server.bob.direct_messages())) == (1, 1)


async def test_direct_messages_in_french(manual: Server, alice: Person, moderator: Person) -> None:
    """They speak the language of the server that they are about."""
    await manual.owner.types("!set locale fr-FR")
    await alice.opens_a_ticket()
    await moderator.presses("Accepter", on=posted_in_french(manual))
    window = await moderator.presses("Fermer le ticket", on=manual.newest_ticket())
    await moderator.submits(window, reason="Merci")
    await manual.bob.opens_a_ticket()
    window = await moderator.presses("Refuser", on=posted_in_french(manual))
    await moderator.submits(window, reason="Non")

    told: list[Any] = alice.user.dm_channel.history()
    accepted, closed = told
    refused = private(manual.bob)
    assert "acceptée" in accepted.content or "accepté" in accepted.content
    assert accepted.components[0].children[0].label == "Accéder au ticket"
    assert "fermé" in closed.content
    assert "refusée" in refused.content
    assert "**Raison\u00a0:** Non" in refused.embeds[0].description


def posted_in_french(server: Server) -> Any:
    """The last request."""
    (channel,) = [one for one in server.guild.channels.values() if one.name == "reception"]
    return [one for one in server.messages(channel) if "Accepter" in server.buttons(one)][-1]
