"""Channels that become tickets: what is asked, who sees them then, and their lives after it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.adopting.adoptions import (
    HIDDEN,
    SHAPES,
    SHOWN,
    adopts,
    asks,
    card,
    made_by_hand,
    of_a_lost_record,
    of_another_bot,
    seen_by,
    stored,
)
from tests.staff_log.reception import closes, logged, receiving_channel, sets
from tests.types.teams import Teams

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

#: Who sees an adopted ticket of alice's: nobody but the server's team and herself.
TICKET = ["alice", "moderator", "helper"]


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_whole_life(tickets_ready: Server, shape: str) -> None:
    """Whatever it was before: it is claimed, saved, closed, reopened, moved and deleted."""
    server = tickets_ready
    channel = await SHAPES[shape](server)
    teams = await Teams.on(server)
    await sets(server, "claims on")

    assert "✅" in await adopts(server, channel, server.alice)

    assert seen_by(server, channel) == TICKET
    moderator = server.moderator
    await moderator.types("!ticketmod claim", in_=channel)
    record = await stored(server, channel)
    assert record.handler_id == moderator.id
    await closes(server.alice, channel)
    assert not server.alice.sees(channel)
    for label, said in (("Save transcript", "📄"), ("Reopen", "✅")):
        press = await moderator.presses(label, on=await card(server, channel))
        assert said in moderator.answer(press)
    assert server.alice.sees(channel)
    asked = await moderator.types("!ticketmod move Reports", in_=channel)
    await moderator.presses("Confirm", on=asked)
    assert seen_by(server, channel) == ["alice"]
    assert teams.judge.sees(channel)
    await closes(teams.judge, channel)
    sure = await teams.judge.presses("Delete", on=await card(server, channel))
    await teams.judge.presses("Confirm", on=sure)
    assert not server.exists(channel)


@pytest.mark.parametrize("shape", SHAPES)
async def test_nobody_else_ever_sees_it(tickets_ready: Server, shape: str) -> None:
    """At each call, and after all: nobody but who saw it before, its team and its opener."""
    server = tickets_ready
    channel = await SHAPES[shape](server)
    await server.sim.env.settle()
    people = [getattr(server, name) for name in ("bob", "mallory", "red_admin", "bot_owner")]
    before = {one.name for one in people if one.sees(channel)}
    asked = await asks(server, channel, server.alice)
    seen: list[set[str]] = []

    def look() -> None:
        seen.append({one.name for one in people if one.sees(channel)})

    server.sim.faults.hook("*", look, times=None)
    await server.administrator.presses("Confirm", on=asked)
    server.sim.faults.clear()
    look()

    assert len(seen) > 2
    assert all(one <= before for one in seen)
    assert seen[-1] == set()


async def test_the_question_names_who_comes_and_goes(tickets_ready: Server) -> None:
    """Roles and members by name; nothing is changed by asking, nor by *Cancel*."""
    server = tickets_ready
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    lines = server.overwrites(channel)

    asked = await asks(server, channel, server.bob)
    question = server.administrator.answer(asked)

    coming, going = question.split("no longer see it:**")
    assert f"a ticket of {server.bob.mention}?" in coming
    assert f"{server.bob.mention}, {server.moderators.mention}" in coming
    assert server.helpers.mention not in question
    assert server.alice.mention in going
    cancelled = await server.administrator.presses("Cancel", on=asked)
    assert "Nothing was changed" in server.administrator.answer(cancelled)
    assert server.overwrites(channel) == lines
    assert await stored(server, channel) is None


async def test_what_everybody_sees(tickets_ready: Server) -> None:
    """Everybody else goes; whom somebody has shut out by name stays so, but for the opener."""
    server = tickets_ready
    channel = await made_by_hand(server)
    await server.overwrite(channel, server.moderator, deny="view_channel")

    question = server.administrator.answer(await asks(server, channel, server.bob))

    assert "**Will no longer see it:** everyone else, " in question
    assert server.mallory.mention in question
    await adopts(server, channel, server.bob)
    assert seen_by(server, channel) == ["bob", "helper"]


async def test_numbers_and_the_card(tickets_ready: Server) -> None:
    """Above any number in a topic; the card calls nobody, and topic and name stay."""
    server = tickets_ready
    await sets(server, "mention on")
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    channel = await of_a_lost_record(server)
    topic, name = channel._channel.topic, channel.name
    there = f"#41 · opened by {server.bob.mention} on <t:1700000000:f>"
    other = server.guild.create_text_channel("other", topic=there)
    await server.sim.env.settle()

    with server.sim.traffic.counting() as calls:
        assert "#42" in await adopts(server, channel, server.alice)

    assert (await stored(server, channel)).number == 42
    assert (channel._channel.topic, channel.name) == (topic, name)
    first = await card(server, channel)
    assert server.moderators.mention in first.content
    (sent,) = (
        one
        for one in calls.matching("POST", "/channels/{}/messages")
        if str(channel.id) in one.path
    )
    assert not any(sent.body["allowed_mentions"].get(key) for key in ("users", "roles", "parse"))
    assert "made a channel ticket #42" in logged(server, log)[-1]
    assert "#43" in await adopts(server, other, server.alice)


async def test_a_type(tickets_ready: Server) -> None:
    """The ticket is of the type's team alone, and only that team's log tells of it."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "type set Reports takestickets off")
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    assert "of the type **Reports**" in server.administrator.answer(
        await asks(server, channel, server.alice, "Reports")
    )

    await adopts(server, channel, server.alice, "Reports")

    assert seen_by(server, channel) == ["alice"]
    assert teams.judge.sees(channel)
    assert "made a channel ticket #1" in logged(server, teams.reports_log)[-1]
    assert not any("made a channel" in line for line in logged(server, teams.log))


async def test_no_limit_and_no_block(tickets_ready: Server) -> None:
    """Neither stops it, and the staff is waited for."""
    server = tickets_ready
    await sets(server, "limit 1")
    await server.alice.opens_a_ticket(reason="help")
    await server.moderator.types(f"!ticketmod block {server.alice.mention}")
    channel = await of_another_bot(server)
    await server.sim.env.settle()

    await adopts(server, channel, server.alice)

    record = await stored(server, channel)
    assert (record.number, record.waits_for.value, record.settled) == (2, "staff", True)


async def test_what_cannot_be_adopted(tickets_ready: Server) -> None:
    """One sentence each, and nothing is changed."""
    server = tickets_ready
    guild, administrator = server.guild, server.administrator
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    await server.alice.opens_a_ticket(reason="help")
    ticket = server.newest_ticket()
    await sets(server, "staffthread on")
    await server.bob.opens_a_ticket(reason="help")
    (thread,) = server.private_threads(server.newest_ticket())
    with_panel = guild.create_text_channel("with-panel")
    await server.sim.env.settle()
    window = await administrator.runs("ticketset panel create", in_=with_panel, kind="button")
    words = {"label": "Help", "emoji": "", "reason": "", "colour": ["red"]}
    editor = await administrator.submits(window, **words)
    await administrator.presses("Post", on=editor)
    plain = guild.create_text_channel("plain")
    await server.sim.env.settle()
    robot: Any = server.sim.env.backend.bot_user
    for channel, opener, said in (
        (ticket, server.alice.mention, "This channel is ticket #1 already."),
        (thread, server.alice.mention, "ordinary text channel"),
        (server.category, server.alice.mention, "ordinary text channel"),
        (guild.create_voice_channel("voice"), server.alice.mention, "ordinary text channel"),
        (guild.create_news_channel("news"), server.alice.mention, "ordinary text channel"),
        (log, server.alice.mention, "The ticket system uses this channel"),
        (with_panel, server.alice.mention, "The ticket system uses this channel"),
        (plain, f"<@{robot.id}>", "This is a bot"),
        (plain, "<@123456789012345678>", "123456789012345678"),
        (plain, f"{server.alice.mention} Nothing", "Nothing"),
    ):
        await server.sim.env.settle()
        typed = f"!ticketset adopt {channel.id} {opener}"
        answer = administrator.answer(await administrator.types(typed, in_=server.staff))
        assert said in answer, (typed, answer)
        assert "Make <#" not in answer
    hidden = guild.create_text_channel(
        "hidden", overwrites={guild.default_role: HIDDEN, server.bot_role: SHOWN}
    )
    await server.sim.env.settle()
    typed = f"!ticketset adopt {hidden.id} {server.alice.mention}"
    assert "You can't see that channel" in server.red_admin.answer(
        await server.red_admin.types(typed)
    )
    await server.bot_may(manage_roles=False)
    assert "Manage" in administrator.answer(await asks(server, plain, server.alice))
    assert await stored(server, plain) is None


async def test_what_changes_meanwhile(tickets_ready: Server) -> None:
    """Who would come or go by now isn't who was named: nothing is done, and it is said."""
    server = tickets_ready
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    asked = await asks(server, channel, server.alice)
    await server.overwrite(channel, server.bob, allow="view_channel")

    late = await server.administrator.presses("Confirm", on=asked)

    assert "has changed since you were asked" in server.administrator.answer(late)
    assert await stored(server, channel) is None
    assert "bob" in seen_by(server, channel)


async def test_two_at_once(tickets_ready: Server) -> None:
    """Of two who confirm one adopts it, and the other reads that it is a ticket."""
    server = tickets_ready
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    asked = [await asks(server, channel, one) for one in (server.alice, server.bob)]
    async with server.sim.at_once():
        presses = await asyncio.gather(
            *(server.administrator.presses("Confirm", on=one) for one in asked)
        )

    answers = [server.administrator.answer(one) for one in presses]
    assert sorted("✅" in one for one in answers) == [False, True]
    assert any("is ticket #1 already" in one for one in answers)


@pytest.mark.parametrize("fault", ["refused", "lost answer", "no card"])
async def test_trouble_with_discord(tickets_ready: Server, fault: str) -> None:
    """Refused, all is as before, channel and messages included; unheard, it is looked at."""
    server = tickets_ready
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    before = server.overwrites(channel)
    asked = await asks(server, channel, server.alice)
    faults, pattern = server.sim.faults, f"/channels/{channel.id}"
    if fault == "refused":
        faults.fail(pattern, method="PATCH")
    elif fault == "lost answer":
        faults.lose_answer(pattern, method="PATCH")
    else:
        faults.fail(f"{pattern}/messages", method="POST")

    answer = server.administrator.answer(await server.administrator.presses("Confirm", on=asked))

    done = fault == "lost answer"
    assert ("✅" in answer) is done
    assert server.exists(channel)
    assert (await stored(server, channel) is not None) is done
    assert (server.overwrites(channel) == before) is not done
    assert ("moderator" in seen_by(server, channel)) is done


async def test_the_opener_leaves_before_it_is_finished(tickets_ready: Server) -> None:
    """After a restart the channel is as before: it is never deleted."""
    server = tickets_ready
    channel = await of_another_bot(server)
    await server.sim.env.settle()
    before = server.overwrites(channel)
    asked = await asks(server, channel, server.alice)
    faults, pattern = server.sim.faults, f"/channels/{channel.id}"
    faults.fail(f"{pattern}/messages", method="POST", times=None)
    faults.fail(pattern, method="PATCH", at=2, status=500, code=0, times=None)
    faults.fail(pattern, method="GET", status=500, code=0, times=None)
    answer = await server.administrator.presses("Confirm", on=asked)
    assert "✅" not in server.administrator.answer(answer)
    record = await stored(server, channel)
    assert record is not None
    assert not record.settled
    faults.clear()
    await server.alice.leaves()

    await server.sim.restart()
    await server.sim.env.settle()

    assert server.exists(channel)
    assert await stored(server, channel) is None
    assert server.overwrites(channel)["Helpers"] == before["Helpers"]
    assert not server.moderator.sees(channel)
