"""Repairs: what was agreed to and nothing else, once, and checked afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from tests.cog.test_bot_late_events import late_events
from tests.doctor.doctoring import (
    check,
    findings,
    healthy,
    own_line,
    repair,
    shows_everybody,
    while_away,
)
from tests.lifecycle.staffing import a_ticket, closed_ticket
from tests.panels.panel_making import button_panel, new_channel, panel_messages
from tests.staff_log.reception import logged, reception, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ANSWER = "POST /interactions/{}/{}/callback"


async def test_going_back(tickets_ready: Server, administrator: Person) -> None:
    """Who doesn't agree goes back to the report, and nothing has changed."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    assert f"<#{channel.id}>" in administrator.answer(question)

    with server.sim.counting() as calls:
        back = await administrator.presses("Back", on=question)

    assert "check-up" in administrator.answer(back)
    assert calls.routes == [ANSWER]
    assert "view_channel" not in server.overwrites(channel)["@everyone"]


async def test_two_presses_repair_once(tickets_ready: Server, administrator: Person) -> None:
    """Impatient fingers post a panel once."""
    server = await healthy(tickets_ready)
    (panel,) = panel_messages(server)
    backend = server.sim.env.backend
    await while_away(server, lambda: backend.delete_message(server.general.id, panel.id))
    question = await repair(server, await check(server))

    async with server.sim.at_once():
        for _number in range(3):
            await administrator.presses("Repair", on=question)

    assert len(panel_messages(server)) == 1


async def test_something_changed_meanwhile(tickets_ready: Server, administrator: Person) -> None:
    """A repair does what was shown or nothing: if more is wrong by then, it says so."""
    server = await healthy(tickets_ready)
    first = await a_ticket(server)
    await shows_everybody(server, first)
    question = await repair(server, await check(server))
    await server.bob.opens_a_ticket("help")
    second = server.newest_ticket()
    await shows_everybody(server, second)

    done = await administrator.presses("Repair", on=question)

    assert "Something changed in the meantime, so nothing was repaired" in administrator.answer(
        done
    )
    for channel in (first, second):
        assert "view_channel" not in server.overwrites(channel)["@everyone"]
        assert f"<#{channel.id}>" in administrator.answer(done)


async def test_somebody_else_was_faster(tickets_ready: Server, administrator: Person) -> None:
    """What was repaired meanwhile isn't repaired again."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    await server.overwrite(channel, server.guild.default_role, deny="view_channel manage_threads")

    with server.sim.counting() as calls:
        done = await administrator.presses("Repair", on=question)

    assert "Something changed in the meantime" in administrator.answer(done)
    assert "✅ Everything looks good." in administrator.answer(done)
    assert calls.matching("PATCH", "/channels/{}") == []


@pytest.mark.parametrize("fault", ["refused", "broken", "disconnected"])
async def test_discord_refuses_a_repair(
    tickets_ready: Server, administrator: Person, fault: str
) -> None:
    """When Discord refuses, the page says why, and the finding stays."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    faults, path = server.sim.faults, f"/channels/{channel.id}"
    if fault == "refused":
        faults.fail(path, method="PATCH")
    elif fault == "broken":
        faults.fail(path, method="PATCH", status=500, code=0)
    else:
        for at in (1, 2):
            faults.disconnect(path, method="PATCH", at=at)

    done = await administrator.presses("Repair", on=question)

    text = administrator.answer(done)
    assert "⚠️ Not everything could be repaired." in text
    expected = "lacks the permission" if fault == "refused" else "Discord isn't responding"
    assert expected in text
    assert len(findings(server, done)) == 1


async def test_a_repair_that_was_done_although_its_answer_was_lost(
    tickets_ready: Server, administrator: Person
) -> None:
    """If the answer to a change is lost, it is made again, and all is well."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    server.sim.faults.lose_answer(f"/channels/{channel.id}", method="PATCH")

    done = await administrator.presses("Repair", on=question)

    assert "✅ Repaired." in administrator.answer(done)


async def test_many_tickets_are_mended_in_the_background(
    tickets_ready: Server, administrator: Person
) -> None:
    """Many tickets are put right one after the other; the staff is told when that is done."""
    server = await healthy(tickets_ready)
    for person in (server.alice, server.bob):
        for _number in range(3):
            await person.opens_a_ticket("help")
    for channel in server.ticket_channels():
        await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    pattern = "/channels/*"
    server.sim.faults.delay(pattern, 10, method="PATCH", times=6)

    done = await administrator.presses("Repair", on=question)
    await server.sim.time_passes(5)
    assert "The repair goes on in the background" in administrator.answer(done)
    await server.sim.time_passes(120)

    again = await administrator.presses("Check again", on=done)
    assert "✅ Everything looks good." in administrator.answer(again)
    assert "✅ Permissions fixed in 6 tickets." in logged(server)


async def test_repairing_a_ticket_brings_everything_back(
    tickets_ready: Server, administrator: Person, alice: Person, moderator: Person
) -> None:
    """A ticket that lost all its permissions to "Sync now" is as it was after one repair:
    private, with opener, staff and bot."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    thread = server.private_threads(channel)
    before = server.overwrites(channel)
    await server.syncs(channel)
    assert server.mallory.sees(channel)

    page = await check(server)
    (found,) = findings(server, page)
    assert "aren't hidden from @everyone" in found
    done = await administrator.presses("Repair", on=await repair(server, page))

    assert "✅ Everything looks good." in administrator.answer(done)
    assert server.overwrites(channel) == before
    assert not server.mallory.sees(channel)
    assert moderator.sees(thread[0])


async def test_who_was_shut_out_stays_out(
    tickets_ready: Server, administrator: Person, helper: Person
) -> None:
    """A role that the staff shut out of one ticket by hand is no finding, and a repair of
    something else leaves it outside; so are people whom the staff let in."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await server.overwrite(channel, server.helpers, deny="view_channel")
    await server.overwrite(channel, server.bob, allow="view_channel")
    assert findings(server, await check(server)) == []
    await shows_everybody(server, channel)

    await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert not helper.sees(channel)
    assert server.bob.sees(channel)


async def test_a_closed_ticket_stays_closed(
    tickets_ready: Server, administrator: Person, alice: Person
) -> None:
    """Repairing a closed ticket doesn't let its opener back in."""
    server = await healthy(tickets_ready)
    channel = await closed_ticket(server)
    await shows_everybody(server, channel)

    done = await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert "✅ Everything looks good." in administrator.answer(done)
    assert not alice.sees(channel)


async def test_an_opener_who_left(tickets_ready: Server, alice: Person) -> None:
    """Openers who are no longer on the server have lost nothing."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await alice.leaves()
    await server.takes_line(channel, alice)
    await server.sim.env.settle()

    assert findings(server, await check(server)) == []


async def test_the_bot_is_shut_out_for_good(tickets_ready: Server) -> None:
    """A ticket that the bot can't see is named with what to click; there is nothing that it
    could repair itself."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await own_line(server, channel, deny=discord.Permissions(view_channel=True).value)

    page = await check(server)

    (found,) = findings(server, page)
    assert f"The bot lacks permissions in <#{channel.id}>: " in found
    assert "Repair" not in server.buttons(page)
    assert f"Open the settings of <#{channel.id}>" in server.text(page)


async def test_hiding_a_channel_keeps_the_staff(
    tickets_ready: Server, administrator: Person, moderator: Person, mallory: Person
) -> None:
    """Who hides the reception channel from everybody doesn't lock out moderators and bot, who
    saw it only because everybody did."""
    server = await healthy(tickets_ready)
    channel = await new_channel(server, "open-house")
    await sets(server, f"receptionchannel {channel.mention}")
    assert mallory.sees(channel)

    await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert not mallory.sees(channel)
    assert moderator.sees(channel)
    await server.alice.opens_a_ticket("help")
    assert logged(server, channel) == ["alice opened a ticket."]


async def test_a_panel_in_a_deleted_channel(tickets_ready: Server) -> None:
    """A panel whose channel was deleted while the bot was away can't be posted there again:
    the page says how to move it."""
    server = await healthy(tickets_ready)
    there = await new_channel(server)
    await button_panel(server, there, label="Two")
    await while_away(server, lambda: server.sim.env.backend.delete_channel(there.id))

    page = await check(server)

    (found,) = findings(server, page)
    assert "#2" in found
    assert "Repair" not in server.buttons(page)
    assert "`!ticketset panel move`" in server.text(page)


async def test_a_message_that_lost_its_button(
    tickets_ready: Server, administrator: Person
) -> None:
    """A panel on a message that somebody has stripped of its button is posted again."""
    server = await healthy(tickets_ready)
    (panel,) = panel_messages(server)
    channel = server.sim.red.get_channel(server.general.id)
    assert isinstance(channel, discord.TextChannel)
    with server.sim.env._bot_scope():
        await channel.get_partial_message(panel.id).edit(view=None)
    page = await check(server)
    assert "has lost its button or selector: #1" in findings(server, page)[0]

    await administrator.presses("Repair", on=await repair(server, page))

    (new,) = panel_messages(server)
    assert "Your ticket is ready" in server.alice.answer(
        await server.alice.presses("Get help", on=new)
    )


async def test_discords_event_comes_late(tickets_ready: Server, administrator: Person) -> None:
    """The bot sees its own change by Discord's notice: it waits a moment for that before it
    says that nothing has changed."""
    server = await healthy(tickets_ready)
    await server.overwrite(reception(server), server.guild.default_role, allow="view_channel")
    question = await repair(server, await check(server))
    with late_events(server.sim):
        done = await administrator.presses("Repair", on=question)
    await server.sim.time_passes(2)

    assert "✅ Repaired." in server.text(done.response)
    assert "✅ Everything looks good." in server.text(done.response)


async def test_killed_while_it_repairs(tickets_ready: Server, administrator: Person) -> None:
    """A bot that is killed in the middle of many tickets goes on with them."""
    server = await healthy(tickets_ready)
    for person in (server.alice, server.bob):
        for _number in range(3):
            await person.opens_a_ticket("help")
    for channel in server.ticket_channels():
        await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    server.sim.faults.delay("/channels/*", 3600, method="PATCH", at=3)
    await administrator.presses("Repair", on=question)
    server.sim.faults.clear()

    await server.sim.restart(clean=False)
    await server.sim.time_passes(60)

    assert findings(server, await check(server)) == []


async def test_two_admins_repair_together(tickets_ready: Server, administrator: Person) -> None:
    """Of two admins who repair the same at the same moment one does it; the other reads how it
    looks now."""
    server = await healthy(tickets_ready)
    (panel,) = panel_messages(server)
    backend = server.sim.env.backend
    await while_away(server, lambda: backend.delete_message(server.general.id, panel.id))
    first = await repair(server, await check(server))
    (page,) = await server.owner.types("!ticketset check")
    second = await server.owner.presses("Repair", on=page)

    async with server.sim.at_once():
        one = await administrator.presses("Repair", on=first)
        other = await server.owner.presses("Repair", on=second)

    assert len(panel_messages(server)) == 1
    texts = sorted(server.text(done.response).splitlines()[2] for done in (one, other))
    assert texts == [
        "Something changed in the meantime, so nothing was repaired. Check again.",
        "✅ Repaired.",
    ]
