"""The log in the reception channel: one line for everything that happens to tickets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import (
    closes,
    logged,
    receiving_channel,
    reception,
    sets,
    state_of,
    told,
)

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

HOSTILE = "@everyone **bold** [a](https://evil.example)\n# heading"


def log_route(server: Server) -> str:
    """Where lines of the log are sent."""
    return f"/channels/{reception(server).id}/messages"


def newest(server: Server) -> Any:
    """The last message in the reception channel."""
    return server.messages(reception(server))[-1]


def link(message: Any) -> str | None:
    """Where the button of a message leads."""
    return message.components[0].children[0].url if message.components else None


async def deletes(person: Person, channel: Any) -> Any:
    return await person.presses("Confirm", on=await person.presses("Delete", on=channel))


# What is told


async def test_every_event_has_its_line(
    logging_server: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Opening, closing, reopening, deleting, access and blocks: who did it, to which ticket, in
    the order in which it happened."""
    server = logging_server
    await alice.opens_a_ticket(reason="My role is gone")
    channel = server.newest_ticket()
    await moderator.types(f"!ticketmod add {bob.mention}", in_=channel)
    await moderator.types(f"!ticketmod add {server.janitors.mention}", in_=channel)
    await moderator.types(f"!ticketmod remove {bob.mention}", in_=channel)
    await closes(alice, channel)
    await moderator.presses("Reopen", on=channel)
    await moderator.types("!ticketmod close solved", in_=channel)
    await deletes(moderator, channel)
    await moderator.types(f"!ticketmod block {bob.mention} 2h Insults")
    await moderator.types(f"!ticketmod unblock {bob.mention}")
    await moderator.types(f"!ticketmod open {bob.mention}")
    server.sim.env.backend.delete_channel(server.newest_ticket().id)
    await server.sim.env.settle()

    assert logged(server) == [
        "alice opened a ticket.",
        "moderator added someone to ticket #1.",
        "moderator added someone to ticket #1.",
        "moderator removed someone from ticket #1.",
        "alice closed ticket #1.",
        "moderator reopened ticket #1.",
        "moderator closed ticket #1.",
        "moderator deleted ticket #1.",
        "moderator blocked bob.",
        "moderator unblocked bob.",
        "moderator opened a ticket for bob.",
        "The channel of ticket #2 was deleted.",
    ]


async def test_the_parts_of_a_line(
    logging_server: Server, alice: Person, moderator: Person
) -> None:
    """A line shows its author's picture, the ticket's number, when, the reason as it was typed,
    and a button that leads to the ticket; it pings nobody."""
    server = logging_server
    await alice.opens_a_ticket(reason=HOSTILE)
    channel = server.newest_ticket()
    opened = newest(server)
    await closes(moderator, channel, HOSTILE)
    closed = newest(server)

    for message, name in ((opened, "alice opened"), (closed, "moderator closed")):
        (embed,) = message.embeds
        assert embed.author.name.startswith(name)
        assert embed.author.icon_url
        assert embed.footer.text == "Ticket #1"
        assert embed.timestamp == server.sim.env.now()
        assert embed.description.startswith("> **Reason:** @\u200beveryone \\*\\*bold\\*\\*")
        assert "\n> \\# heading" in embed.description
        assert "](" not in embed.description
        assert message.components[0].children[0].label == "Go to ticket"
        assert link(message) == f"https://discord.com/channels/{server.guild.id}/{channel.id}"
        assert server.sim.pings(message) == set()


async def test_whom_a_line_is_about(
    logging_server: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Lines about somebody else name them; a deleted ticket has no link; a block says until
    when."""
    server = logging_server
    await moderator.types(f"!ticketmod open {bob.mention} we need to talk")
    channel = server.newest_ticket()
    assert server.text(newest(server)).split("\n")[1:3] == [
        bob.mention,
        "> **Reason:** we need to talk",
    ]
    await moderator.types(f"!ticketmod add {server.janitors.mention}", in_=channel)
    assert server.janitors.mention in server.text(newest(server))
    await moderator.types(f"!ticketmod block {alice.mention} 2h Insults")
    until = int(server.sim.env.now().timestamp()) + 7200
    assert f"Until <t:{until}:f>" in server.text(newest(server))
    assert "Insults" in server.text(newest(server))
    await closes(moderator, channel)
    await deletes(moderator, channel)
    assert link(newest(server)) is None


async def test_names_in_the_log(logging_server: Server) -> None:
    """Whatever members are called, the line stays a line."""
    for name in ("\u202eevil", "@everyone", "\u0301" * 30, "x\ny"):
        person = logging_server.person(name)
        await person.opens_a_ticket()
        await logging_server.sim.time_passes(20)

    assert logged(logging_server) == [
        "evil opened a ticket.",
        "@everyone opened a ticket.",
        "? opened a ticket.",
        "x y opened a ticket.",
    ]


async def test_no_log_without_a_reception_channel(tickets_ready: Server, alice: Person) -> None:
    """Without a reception channel nothing is logged, stored for later or asked of Discord."""
    with tickets_ready.sim.counting() as calls:
        await alice.opens_a_ticket()
        channel = tickets_ready.newest_ticket()
        await closes(alice, channel)

    assert len(calls.matching("POST", "/channels/{}/messages")) == 3  # welcome, closing, dm
    assert not await tickets_ready.sim.cog.app.work._store.queues()
    await sets(tickets_ready, f"receptionchannel {tickets_ready.staff.mention}")
    assert logged(tickets_ready, tickets_ready.staff) == []


async def test_the_log_in_french(logging_server: Server, alice: Person) -> None:
    """The log speaks the server's language."""
    await logging_server.owner.types("!set locale fr-FR")
    await alice.opens_a_ticket(reason="Bonjour")
    text = logging_server.text(newest(logging_server))

    assert "a ouvert un ticket" in text.replace("’", "'")
    assert "**Raison\u00a0:** Bonjour" in text
    assert newest(logging_server).components[0].children[0].label == "Accéder au ticket"


async def test_many_at_once_are_all_told(logging_server: Server) -> None:
    """Twenty members who act at the same moment make twenty lines."""
    people = [logging_server.person(f"member-{number}") for number in range(20)]
    async with logging_server.sim.at_once():
        for person in people:
            await person.opens_a_ticket()

    footers = [
        one.embeds[0].footer.text or ""
        for one in logging_server.messages(reception(logging_server))
    ]
    assert sorted(footers) == sorted(f"Ticket #{number}" for number in range(1, 21))


# When logging fails


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
async def test_a_log_that_fails_stops_nothing(
    logging_server: Server, alice: Person, moderator: Person, status: int
) -> None:
    """Whatever Discord answers to a line, the ticket opens and closes; passing trouble is
    waited out, so that nothing is missing and the order is kept."""
    server = logging_server
    codes = {403: 50013, 404: 10003}
    server.sim.faults.fail(
        log_route(server), method="POST", status=status, code=codes.get(status, 0), times=None
    )
    opened = await alice.opens_a_ticket()
    channel = server.newest_ticket()
    closed = await closes(alice, channel)
    server.sim.faults.clear()
    await server.sim.time_passes(6)
    shown = await moderator.types("!ticketmod list")

    assert "Your ticket is ready" in alice.answer(opened)
    assert "✅" in alice.answer(closed)
    if status in codes:
        assert logged(server) == []
        assert "⚠️" in await told(moderator, shown), "the staff are told"
        assert len(await moderator.types("!ticketmod list")) == 1, "once"
    else:
        assert logged(server) == [
            "alice opened a ticket.",
            "alice closed ticket #1.",
        ]
        assert len(shown) == 1


async def test_a_slow_log_delays_nothing(
    logging_server: Server, alice: Person, moderator: Person
) -> None:
    """With twenty seconds for each line, people are answered at once; the lines come later."""
    server = logging_server
    server.sim.faults.delay(log_route(server), 20, method="POST", times=None)

    opened = await alice.opens_a_ticket()
    channel = server.newest_ticket()
    closed = await closes(alice, channel)
    reopened = await moderator.presses("Reopen", on=channel)
    answers = (alice.answer(opened), alice.answer(closed), moderator.answer(reopened))
    nothing_yet = logged(server)
    await server.sim.time_passes(61)

    assert answers == (
        f"Your ticket is ready: {channel.mention}",
        "✅ The ticket has been closed.",
        "✅ The ticket is open again.",
    )
    assert nothing_yet == []
    assert len(logged(server)) == 3


async def test_the_answer_comes_before_the_log(logging_server: Server, alice: Person) -> None:
    """What the member waits for is asked of Discord first."""
    with logging_server.sim.counting() as calls:
        await alice.opens_a_ticket()

    lines = [
        index for index, call in enumerate(calls.seen) if log_route(logging_server) == call.path
    ]
    answer = calls.routes.index("PATCH /webhooks/{}/{}/messages/@original")
    assert len(lines) == 1
    assert answer < lines[0]


@pytest.mark.parametrize("way", ["lost call", "lost answer"])
@pytest.mark.parametrize("pause", [0, 600])
async def test_a_line_is_written_once(
    logging_server: Server, alice: Person, way: str, pause: int
) -> None:
    """Lost connections repeat no line, also when Discord has long forgotten the first try."""
    server = logging_server
    if way == "lost call":
        server.sim.faults.disconnect(log_route(server), method="POST")
    else:
        server.sim.faults.lose_answer(log_route(server), method="POST")
    if pause:
        # Further attempts are refused until Discord has forgotten the nonce.
        method = "POST" if way == "lost call" else "GET"
        server.sim.faults.fail(
            log_route(server), method=method, status=503, at=1 + (method == "POST"), times=3
        )
    await alice.opens_a_ticket()
    await server.sim.time_passes(1000)

    assert logged(server) == ["alice opened a ticket."]


@pytest.mark.parametrize("how", ["restart", "kill", "reload"])
async def test_the_log_outlives_the_bot(logging_server: Server, alice: Person, how: str) -> None:
    """Lines that couldn't be written before the bot ended are written afterwards, in order."""
    server = logging_server
    server.sim.faults.fail(log_route(server), method="POST", status=500, times=None)
    for _ in range(3):
        await alice.opens_a_ticket()
        await server.sim.time_passes(20)
    server.sim.faults.clear()
    if how == "reload":
        await server.sim.reload()
    else:
        await server.sim.restart(clean=how == "restart")
    await server.sim.time_passes(3600)

    footers = [one.embeds[0].footer.text for one in server.messages(reception(server))]
    assert footers == ["Ticket #1", "Ticket #2", "Ticket #3"]


@pytest.mark.parametrize("clean", [True, False])
async def test_a_line_that_was_written_when_the_bot_ended(
    logging_server: Server, alice: Person, clean: bool
) -> None:
    """The bot ended before it heard that its line had arrived: there is still only one."""
    server = logging_server

    async def arrives_and_hangs(_call: Any, proceed: Any) -> Any:
        await proceed()
        await asyncio.sleep(10_000)

    server.sim.faults._plant("unheard", log_route(server), "POST", arrives_and_hangs)
    await alice.opens_a_ticket()
    assert len(logged(server)) == 1
    await server.sim.time_passes(2000)
    await server.sim.restart(clean=clean)
    await server.sim.time_passes(60)

    assert logged(server) == ["alice opened a ticket."]
    assert not await server.sim.cog.app.work._store.queues()


async def test_a_deleted_reception_channel(
    logging_server: Server, alice: Person, moderator: Person
) -> None:
    """Tickets go on without a log, each of the staff is told, once; lines that waited aren't
    written into the next channel's past."""
    server = logging_server
    server.sim.env.backend.delete_channel(reception(server).id)
    await server.sim.env.settle()

    opened = await alice.opens_a_ticket()
    deleted = "The requests & log channel was deleted"
    assert deleted in await told(moderator, await moderator.types("!ticketmod list"))
    assert len(await moderator.types("!ticketmod list")) == 1
    assert deleted in await told(
        server.administrator, await server.administrator.types("!ticketset show")
    )
    assert "Your ticket is ready" in alice.answer(opened)


async def test_a_reception_channel_deleted_while_the_bot_was_away(
    logging_server: Server, alice: Person, moderator: Person
) -> None:
    """The next line notices that the channel is gone; the setting goes and the staff are told."""
    server = logging_server
    prepared = server.sim._prepared_red

    async def deleted_meanwhile() -> Any:
        server.sim.env.backend.delete_channel(reception(server).id)
        return await prepared()

    server.sim._prepared_red = deleted_meanwhile  # type: ignore[method-assign]
    await server.sim.restart()
    await alice.opens_a_ticket()
    shown = await moderator.types("!ticketmod list")

    assert "The requests & log channel was deleted" in await told(moderator, shown)
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("reception_channel_id") is None


# What concerns the staff


async def test_notices_stand_in_the_log(
    logging_server: Server, alice: Person, moderator: Person
) -> None:
    """What the staff have to know is told in the reception channel, and to nobody besides."""
    server = logging_server
    server.sim.env.backend.delete_role(server.guild.id, server.helpers.id)
    await server.sim.env.settle()
    answers = await moderator.types("!ticketmod list")

    assert logged(server) == [
        "⚠️ The access role Helpers was deleted. It is no longer in the settings."
    ]
    assert len(answers) == 1


async def test_the_same_notice_once_an_hour(logging_server: Server, alice: Person) -> None:
    """Members who find no space fill the log with one line an hour, not with one each."""
    server = logging_server
    await sets(server, "overflow off")
    await server.fill(server.category, 50)
    for pause in (0, 60, 60, 3600):
        await server.sim.time_passes(pause)
        await alice.opens_a_ticket()

    lines = logged(server)
    assert len(lines) == 2
    assert all("couldn't be opened because the category" in line for line in lines)


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_notice_that_cannot_be_logged(
    logging_server: Server, moderator: Person, status: int
) -> None:
    """A notice that doesn't reach the reception channel reaches each of the staff instead."""
    server = logging_server
    codes = {403: 50013, 404: 10003}
    server.sim.faults.fail(
        log_route(server), method="POST", status=status, code=codes.get(status, 0)
    )
    server.sim.env.backend.delete_role(server.guild.id, server.helpers.id)
    await server.sim.env.settle()
    shown = await moderator.types("!ticketmod list")

    assert "The access role Helpers was deleted" in await told(moderator, shown)


async def test_a_new_reception_channel_takes_over(logging_server: Server, alice: Person) -> None:
    """From the next event on the log goes on in the channel that was chosen."""
    server = logging_server
    await alice.opens_a_ticket()
    new = await receiving_channel(server, "new")
    await sets(server, f"receptionchannel {new.mention}")
    await closes(alice, server.newest_ticket())

    assert logged(server) == ["alice opened a ticket."]
    assert logged(server, new) == ["alice closed ticket #1."]
    assert await state_of(server) == "closed"
