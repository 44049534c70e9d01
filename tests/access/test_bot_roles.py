"""Bringing tickets up to date with new moderator and access roles (M: *Apply to …*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, mods
from tests.staff_log.reception import closes, logged, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


@pytest.fixture
def experts(server: Server) -> Any:
    """A role that nothing is known of yet."""
    return server.guild.create_role("Experts")


@pytest.fixture
def expert(server: Server, experts: Any) -> Person:
    """Who holds it."""
    return server.person("expert", experts)


async def changes(server: Server, words: str) -> Any:
    """The administrator changes roles; returns the bot's answer with its buttons."""
    return await server.administrator.types(f"!ticketset {words}", in_=server.staff)


async def applies(server: Server, answer: Any) -> Any:
    # The notice about tickets that are done has a button of its own, below.
    (label,) = server.administrator.buttons(answer[0])
    return await server.administrator.presses(label, on=answer)


async def tickets(server: Server, count: int) -> list[Any]:
    """So many open tickets of different members."""
    made = []
    for number in range(count):
        await server.person(f"member-{number}").opens_a_ticket("help")
        made.append(server.newest_ticket())
    return made


# The offer


@pytest.mark.parametrize("setting", ["modrole", "accessrole"])
@pytest.mark.parametrize(
    ("count", "label"), [(1, "Apply to 1 open ticket"), (3, "Apply to 3 open tickets")]
)
async def test_a_change_offers_to_apply_it(
    tickets_ready: Server, experts: Any, expert: Person, setting: str, count: int, label: str
) -> None:
    """The answer to a change of roles has a button that counts the tickets; it lets the new
    role in."""
    server = tickets_ready
    channels = await tickets(server, count)

    answer = await changes(server, f"{setting} {experts.mention}")
    assert server.administrator.buttons(answer) == [label]
    assert not any(expert.sees(channel) for channel in channels)
    pressed = await server.administrator.presses(label, on=answer)

    plural = "1 ticket." if count == 1 else f"{count} tickets."
    assert f"Updating roles in {plural}" in server.administrator.answer(pressed)
    assert pressed.ephemeral
    for channel in channels:
        assert expert.can("send_messages", channel)
        assert expert.can("manage_messages", channel) is (setting == "modrole")


async def test_without_tickets_nothing_is_offered(tickets_ready: Server, experts: Any) -> None:
    """No tickets, or none that lacks the roles: no button."""
    server = tickets_ready
    assert server.administrator.buttons(await changes(server, f"modrole {experts.mention}")) == []
    await a_ticket(server)
    assert server.administrator.buttons(await changes(server, "limit 2")) == []


async def test_a_change_that_was_taken_back(tickets_ready: Server, experts: Any) -> None:
    """Changed and changed back, there is nothing left to do; a button from before says so."""
    server = tickets_ready
    await a_ticket(server)
    first = await changes(server, f"modrole {experts.mention}")
    second = await changes(server, f"modrole {experts.mention}")

    assert server.administrator.buttons(second) == []
    with server.sim.counting() as calls:
        pressed = await applies(server, first)
    assert "already have the current roles" in server.administrator.answer(pressed)
    assert not calls.matching("PATCH", "/channels/{}")


# What it does


async def test_a_role_that_lost_its_place(
    tickets_ready: Server, moderator: Person, helper: Person, alice: Person
) -> None:
    """Former moderators and helpers lose existing tickets as they do new ones."""
    server = tickets_ready
    channel = await a_ticket(server)
    await changes(server, f"modrole {server.moderators.mention}")
    answer = await changes(server, f"accessrole {server.helpers.mention}")
    await applies(server, answer)

    assert not moderator.sees(channel)
    assert not helper.sees(channel)
    assert alice.can("send_messages", channel)


async def test_open_and_closed_tickets(
    tickets_ready: Server, experts: Any, expert: Person, moderator: Person, alice: Person
) -> None:
    """Closed tickets follow, too, and stay closed to their openers; reopening gives back what
    it should."""
    server = tickets_ready
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=server.bob)
    await closes(moderator, channel)
    answer = await changes(server, f"accessrole {experts.mention}")
    await applies(server, answer)

    assert expert.can("send_messages", channel)
    assert not alice.sees(channel)
    assert not server.bob.sees(channel)
    await moderator.presses("Reopen", on=channel)
    for person in (alice, server.bob, expert):
        assert person.can("send_messages", channel)


async def test_a_readable_closed_ticket(
    tickets_ready: Server, experts: Any, expert: Person, alice: Person
) -> None:
    """In a closed ticket that openers still read, new staff write and openers don't."""
    server = tickets_ready
    await sets(server, "closedaccess read")
    channel = await a_ticket(server)
    await closes(server.moderator, channel)
    await applies(server, await changes(server, f"modrole {experts.mention}"))

    assert expert.can("send_messages", channel)
    assert alice.sees(channel)
    assert not alice.can("send_messages", channel)


async def test_what_was_done_by_hand_stays(
    tickets_ready: Server, experts: Any, expert: Person, moderator: Person, helper: Person
) -> None:
    """Added members and roles, hand-made lines for others, and hand-made changes of roles
    whose part stays the same."""
    server = tickets_ready
    guests = server.guild.create_role("Guests")
    guest = server.person("guest", guests)
    channel = await a_ticket(server)
    await mods(moderator, "add", in_=channel, who=server.bob)
    await mods(moderator, "add", in_=channel, who=guests)
    await server.overwrite(channel, server.mallory, deny="view_channel")
    await server.overwrite(channel, server.helpers, allow="view_channel", deny="send_messages")
    before = server.overwrites(channel)

    await applies(server, await changes(server, f"modrole {experts.mention}"))

    after = server.overwrites(channel)
    assert after.pop("Experts")
    assert after == before
    assert guest.sees(channel)
    assert helper.sees(channel)
    assert not helper.can("send_messages", channel)


async def test_a_role_that_changes_sides(
    tickets_ready: Server, helper: Person, moderator: Person
) -> None:
    """A helper role that becomes a moderator role can moderate, and the other way round."""
    server = tickets_ready
    channel = await a_ticket(server)
    for setting, role in (
        ("accessrole", server.helpers),
        ("modrole", server.helpers),
        ("modrole", server.moderators),
        ("accessrole", server.moderators),
    ):
        answer = await changes(server, f"{setting} {role.mention}")
    await applies(server, answer)

    assert helper.can("manage_messages", channel)
    assert moderator.can("send_messages", channel)
    assert not moderator.can("manage_messages", channel)


async def test_a_role_that_was_deleted_meanwhile(tickets_ready: Server, experts: Any) -> None:
    """A role that is gone when the work is done is simply left out."""
    server = tickets_ready
    channel = await a_ticket(server)
    answer = await changes(server, f"modrole {experts.mention}")
    server.sim.env.backend.delete_role(server.guild.id, experts.id)
    await server.sim.env.settle()

    await applies(server, answer)

    assert set(server.overwrites(channel)) == {
        "@everyone", "TestBot", "alice", "Moderators", "Helpers"
    }  # fmt: skip


async def test_one_call_for_each_ticket(tickets_ready: Server, experts: Any) -> None:
    """Each ticket that changes costs one call; those that are up to date cost none."""
    server = tickets_ready
    await tickets(server, 3)
    answer = await changes(server, f"modrole {experts.mention}")
    await applies(server, answer)
    await tickets(server, 2)
    answer = await changes(server, f"accessrole {server.helpers.mention}")
    await server.bob.opens_a_ticket()

    with server.sim.counting() as calls:
        await applies(server, answer)

    assert len(calls.matching("PATCH", "/channels/{}")) == 5


async def test_pressing_twice_does_it_once(
    tickets_ready: Server, experts: Any, administrator: Person
) -> None:
    """Two who press at the same moment are both answered, each ticket changes once, and the
    result is told once."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await tickets(server, 3)
    answer = await changes(server, f"modrole {experts.mention}")
    (label,) = administrator.buttons(answer)

    with server.sim.counting() as calls:
        async with server.sim.at_once():
            results = [
                (one, await one.presses(label, on=answer)) for one in (administrator, server.owner)
            ]

    assert all(one.answer(result) for one, result in results)
    assert len(calls.matching("PATCH", "/channels/{}")) == 3
    assert len(told(server)) == 1


def told(server: Server) -> list[str]:
    """The lines about roles in the log."""
    return [line for line in logged(server, server.staff) if "Roles updated" in line]


# What is told


async def test_the_result_is_told_each_time(tickets_ready: Server, experts: Any) -> None:
    """The reception channel says how many tickets were changed, also if it is the same number
    again."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await tickets(server, 2)
    for _ in range(2):
        await applies(server, await changes(server, f"modrole {experts.mention}"))

    line = "✅ Roles updated in 2 open tickets."
    assert told(server) == [line, line]


async def test_without_a_reception_channel(tickets_ready: Server, experts: Any) -> None:
    """Each of the staff is told at the next action."""
    server = tickets_ready
    channel = await a_ticket(server)
    await applies(server, await changes(server, f"modrole {experts.mention}"))

    press = await server.moderator.presses("Close ticket", on=channel)

    assert "Roles updated" in server.moderator.answer_besides(press)


async def test_failures_are_counted(tickets_ready: Server, experts: Any, expert: Person) -> None:
    """A ticket that Discord refuses to change doesn't stop the others, and is counted; the
    next try changes it."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channels = await tickets(server, 3)
    server.sim.faults.fail(f"/channels/{channels[1].id}", method="PATCH")
    await applies(server, await changes(server, f"accessrole {experts.mention}"))

    assert [expert.sees(channel) for channel in channels] == [True, False, True]
    (line,) = told(server)
    assert line == ("⚠️ Roles updated. Tickets: 2 · failed: 1")
    answer = await changes(server, f"accessrole {server.helpers.mention}")
    assert server.administrator.buttons(answer) == ["Apply to 3 open tickets"]


async def test_lasting_trouble_with_one_ticket(
    tickets_ready: Server, experts: Any, expert: Person
) -> None:
    """A ticket with which Discord has trouble for long holds up no other one, and is counted as
    failed in the end."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channels = await tickets(server, 2)
    server.sim.faults.fail(
        f"/channels/{channels[0].id}", method="PATCH", status=500, code=0, times=None
    )
    await applies(server, await changes(server, f"accessrole {experts.mention}"))
    await server.sim.time_passes(10)
    assert [expert.sees(channel) for channel in channels] == [False, True]
    assert told(server) == []
    await server.sim.time_passes(3600)

    assert not expert.sees(channels[0])
    assert "failed: 1" in told(server)[0]


async def test_a_ticket_that_is_deleted_meanwhile(
    tickets_ready: Server, experts: Any, expert: Person
) -> None:
    """It is neither changed nor a failure."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channels = await tickets(server, 2)
    answer = await changes(server, f"accessrole {experts.mention}")
    server.sim.faults.hook(
        f"/channels/{channels[0].id}",
        lambda: server.sim.env.backend.delete_channel(channels[1].id),
        method="PATCH",
    )
    await applies(server, answer)

    assert expert.sees(channels[0])
    assert told(server) == ["✅ Roles updated in 1 open ticket."]


# Interrupted


@pytest.mark.parametrize("clean", [True, False])
async def test_it_goes_on_after_a_restart(
    tickets_ready: Server, experts: Any, expert: Person, clean: bool
) -> None:
    """Interrupted in the middle, the rest follows after the start; what was done isn't done
    again, and one line tells of all."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    channels = await tickets(server, 3)
    server.sim.faults.delay(f"/channels/{channels[1].id}", 30, method="PATCH")
    await applies(server, await changes(server, f"accessrole {experts.mention}"))
    assert [expert.sees(channel) for channel in channels] == [True, False, False]

    with server.sim.counting() as calls:
        await server.sim.restart(clean=clean)
        await server.sim.time_passes(60)

    assert all(expert.sees(channel) for channel in channels)
    assert len(calls.matching("PATCH", "/channels/{}")) == 2
    assert told(server) == ["✅ Roles updated in 3 open tickets."]


async def test_closing_meanwhile(
    tickets_ready: Server, experts: Any, expert: Person, alice: Person
) -> None:
    """A ticket that is closed while the roles are being applied is closed, with the new roles."""
    server = tickets_ready
    channel = await a_ticket(server)
    window = await alice.presses("Close ticket", on=channel)
    answer = await changes(server, f"accessrole {experts.mention}")
    # The notice about tickets that are done has a button of its own, below.
    (label,) = server.administrator.buttons(answer[0])

    async with server.sim.at_once():
        await server.administrator.presses(label, on=answer)
        await alice.submits(window, reason="done")

    assert expert.sees(channel)
    assert not alice.sees(channel)


# Who may


@pytest.mark.parametrize("who", ["alice", "moderator", "helper", "mallory"])
async def test_only_admins_apply(
    tickets_ready: Server, experts: Any, expert: Person, who: str
) -> None:
    """Others who press the button, or forge the press, read that they may not."""
    server = tickets_ready
    channel = await a_ticket(server)
    answer = await changes(server, f"accessrole {experts.mention}")
    person = getattr(server, who)

    result = await person.forges_click(
        "tickets:v1:apply-roles", in_=server.staff, message=answer[-1]
    )

    assert "You need the **Manage Server** permission" in person.answer(result)
    assert not expert.sees(channel)


async def test_a_button_from_before_a_reset(tickets_ready: Server, moderator: Person) -> None:
    """After a reset there are no roles to apply: nobody loses a ticket."""
    server = tickets_ready
    channel = await a_ticket(server)
    answer = await changes(server, f"accessrole {server.helpers.mention}")
    await server.sim.cog.app.settings.reset(server.guild.id)

    pressed = await applies(server, answer)

    assert "already have the current roles" in server.administrator.answer(pressed)
    assert moderator.can("send_messages", channel)


async def test_in_french(tickets_ready: Server, experts: Any) -> None:
    """The button and its answers speak the server's language."""
    server = tickets_ready
    await server.owner.types("!set locale fr-FR")
    await tickets(server, 2)
    answer = await changes(server, f"accessrole {experts.mention}")
    # The notice about tickets that are done has a button of its own, below.
    (label,) = server.administrator.buttons(answer[0])
    assert "2" in label
    assert "Apply" not in label
    pressed = await applies(server, answer)
    assert "2" in server.administrator.answer(pressed)
