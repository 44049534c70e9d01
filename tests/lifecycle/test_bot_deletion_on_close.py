"""Tickets that are deleted at once when the staff closes them (T7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, both_forms, mods
from tests.staff_log.reception import closes, logged, sets, state_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

NOTHING_KEPT = "Nothing is saved"


def answers(calls: Any) -> list[str]:
    """What people were answered in private, also in channels that are gone now."""
    return [
        (call.body.get("data") or call.body).get("content") or ""
        for call in calls.seen
        if call.parts[0] in ("interactions", "webhooks")
    ]


async def test_off_by_default(tickets_ready: Server, administrator: Person) -> None:
    """A closed ticket stays, and the form says nothing about deleting."""
    channel = await a_ticket(tickets_ready)
    window = await administrator.presses("Close ticket", on=channel)
    assert NOTHING_KEPT not in administrator.answer(window)
    await administrator.submits(window, reason="done")
    assert tickets_ready.exists(channel)


@pytest.mark.parametrize(
    ("setting", "closer", "deleted"),
    [
        ("administrators", "administrator", True),
        ("administrators", "owner", True),
        ("administrators", "moderator", False),
        ("administrators", "alice", False),
        ("moderators", "administrator", True),
        ("moderators", "moderator", True),
        ("moderators", "alice", False),
        ("off", "administrator", False),
    ],
)
async def test_who_closes_decides(
    tickets_ready: Server, setting: str, closer: str, deleted: bool
) -> None:
    """The form says beforehand whether Nothing is saved, and so it happens."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, f"deleteonclose {setting}")
    channel = await a_ticket(server)
    person = getattr(server, closer)

    window = await person.presses("Close ticket", on=channel)
    with server.sim.counting() as calls:
        await person.submits(window, reason="done")

    assert (NOTHING_KEPT in person.answer(window)) is deleted
    assert answers(calls) == ["✅ The ticket has been closed."]
    assert server.exists(channel) is not deleted
    assert await state_of(server) == ("deleted" if deleted else "closed")
    lines = [f"{closer} closed ticket #1."]
    if deleted:
        lines.append(f"{closer} deleted ticket #1.")
    assert logged(server, server.staff)[1:] == lines


@pytest.mark.parametrize("how", ["button", "slash", "prefix"])
async def test_the_question_says_so_too(
    tickets_ready: Server, moderator: Person, how: str
) -> None:
    """Where no reason is asked for, the question says that Nothing is saved."""
    server = tickets_ready
    await sets(server, "deleteonclose moderators")
    await sets(server, "closereason off")
    channel = await a_ticket(server)

    for choice in ("Cancel", "Confirm"):
        question = (
            await moderator.presses("Close ticket", on=channel)
            if how == "button"
            else await mods(moderator, "close", in_=channel, by=how)
        )
        assert NOTHING_KEPT in moderator.answer(question)
        assert server.exists(channel)
        await moderator.presses(choice, on=question)

    assert not server.exists(channel)


@both_forms
async def test_closing_with_a_reason_by_command(
    tickets_ready: Server, moderator: Person, by: str
) -> None:
    """/ticketmod close with a reason is its own confirmation; it deletes as the form does."""
    await sets(tickets_ready, "deleteonclose moderators")
    channel = await a_ticket(tickets_ready)

    with tickets_ready.sim.counting() as calls:
        async with tickets_ready.sim.at_once():
            await mods(moderator, "close", in_=channel, by=by, reason="done")

    assert answers(calls) == ["✅ The ticket has been closed."] * (by == "slash")
    assert not tickets_ready.exists(channel)


async def test_the_slash_form_says_so_too(tickets_ready: Server, moderator: Person) -> None:
    """/ticketmod close without a reason opens the same form."""
    await sets(tickets_ready, "deleteonclose moderators")
    channel = await a_ticket(tickets_ready)
    window = await mods(moderator, "close", in_=channel)
    assert NOTHING_KEPT in moderator.answer(window)


async def test_an_opener_who_moderates(tickets_ready: Server, moderator: Person) -> None:
    """A moderator's own ticket is closed by a moderator, too."""
    await sets(tickets_ready, "deleteonclose moderators")
    await moderator.opens_a_ticket("mine")
    channel = tickets_ready.newest_ticket()
    await closes(moderator, channel)
    assert not tickets_ready.exists(channel)


async def test_the_member_is_told(tickets_ready: Server, moderator: Person, alice: Person) -> None:
    """The message to the opener, with the reason, comes although the ticket is gone."""
    await sets(tickets_ready, "deleteonclose moderators")
    channel = await a_ticket(tickets_ready)
    await closes(moderator, channel, "All yours")
    assert not tickets_ready.exists(channel)
    assert any("All yours" in text for text in alice.direct_messages())


async def test_after_a_reset_the_old_setting_counts(
    tickets_ready: Server, moderator: Person
) -> None:
    """A ticket keeps the closing settings with which it was opened."""
    await sets(tickets_ready, "deleteonclose moderators")
    channel = await a_ticket(tickets_ready)
    await tickets_ready.sim.cog.app.settings.reset(tickets_ready.guild.id)

    await closes(moderator, channel)

    assert not tickets_ready.exists(channel)


# When it fails


async def test_a_refused_deletion_is_told(tickets_ready: Server, moderator: Person) -> None:
    """The ticket stays closed, the log says so each time, and Delete says why."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    for _ in range(2):
        server.sim.faults.fail(f"/channels/{channel.id}", method="DELETE")
        await closes(moderator, channel)
        await moderator.presses("Reopen", on=channel)
    server.sim.faults.fail(f"/channels/{channel.id}", method="DELETE")
    await closes(moderator, channel)

    failed = [line for line in logged(server, server.staff) if "couldn't be deleted" in line]
    assert len(failed) == 3
    assert await state_of(server) == "closed"
    server.sim.faults.fail(f"/channels/{channel.id}", method="DELETE")
    question = await moderator.presses("Delete", on=channel)
    result = await moderator.presses("Confirm", on=question)
    assert "The bot lacks the permission" in moderator.answer(result)


async def test_without_a_reception_channel_each_is_told(
    tickets_ready: Server, moderator: Person
) -> None:
    """A refused deletion is told to each moderator at their next action."""
    server = tickets_ready
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    server.sim.faults.fail(f"/channels/{channel.id}", method="DELETE")
    await closes(moderator, channel)

    press = await moderator.presses("Delete", on=channel)

    assert "couldn't be deleted" in moderator.answer_besides(press)


@pytest.mark.parametrize("how", ["500", "lost call", "lost answer"])
async def test_trouble_is_waited_out(tickets_ready: Server, moderator: Person, how: str) -> None:
    """When Discord answers again the ticket is deleted; the closer had the answer long ago."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    path = f"/channels/{channel.id}"
    if how == "500":
        faults.fail(path, method="DELETE", status=500, code=0, message="x", times=2)
    elif how == "lost call":
        faults.disconnect(path, method="DELETE")
        faults.disconnect(path, method="DELETE", at=2)
    else:
        faults.lose_answer(path, method="DELETE")

    with server.sim.counting() as calls:
        await closes(moderator, channel)
        await server.sim.time_passes(120)

    assert "✅ The ticket has been closed." in answers(calls)
    assert not server.exists(channel)
    assert await state_of(server) == "deleted"


@pytest.mark.parametrize("clean", [True, False])
async def test_a_restart_in_between(tickets_ready: Server, moderator: Person, clean: bool) -> None:
    """A deletion that was decided is done by the bot's next life."""
    server = tickets_ready
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    server.sim.faults.delay(f"/channels/{channel.id}", 30, method="DELETE")
    await closes(moderator, channel)
    assert server.exists(channel)

    await server.sim.restart(clean=clean)
    await server.sim.time_passes(60)

    assert not server.exists(channel)
    assert await state_of(server) == "deleted"


async def waiting_for_deletion(server: Server, by: Person) -> Any:
    """A closed ticket whose deletion Discord put off."""
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    server.sim.faults.fail(
        f"/channels/{channel.id}", method="DELETE", status=500, code=0, message="x"
    )
    await closes(by, channel)
    return channel


async def test_reopened_before_it_was_deleted(tickets_ready: Server, moderator: Person) -> None:
    """A moderator who reopens in time keeps the ticket."""
    server = tickets_ready
    channel = await waiting_for_deletion(server, moderator)

    reopened = await moderator.presses("Reopen", on=channel)
    await server.sim.time_passes(120)

    assert "✅" in moderator.answer(reopened)
    assert server.exists(channel)
    assert await state_of(server) == "open"


async def test_reopened_and_closed_by_the_opener(
    tickets_ready: Server, moderator: Person, alice: Person
) -> None:
    """The first closing's deletion is off: the opener's closing deletes nothing."""
    server = tickets_ready
    channel = await waiting_for_deletion(server, moderator)
    await moderator.presses("Reopen", on=channel)
    await server.sim.time_passes(2)
    await closes(alice, channel)
    await server.sim.time_passes(120)

    assert server.exists(channel)
    assert await state_of(server) == "closed"


async def test_two_moderators_close_at_the_same_moment(
    tickets_ready: Server, moderator: Person, administrator: Person
) -> None:
    """It is closed and deleted once, and both are answered."""
    server = tickets_ready
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)

    with server.sim.counting() as calls:
        async with server.sim.at_once():
            for one in (moderator, administrator):
                await mods(one, "close", in_=channel, reason="done")

    assert not server.exists(channel)
    assert len(calls.matching("DELETE", "/channels/{}")) == 1
    said = sorted(filter(None, answers(calls)))
    assert said[-1] == "✅ The ticket has been closed."
    assert len(said) == 2
    assert "already closed by" in said[0] or "deleted" in said[0]
