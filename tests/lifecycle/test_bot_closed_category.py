"""The category for closed tickets (W10): into it, out of it, and where that is impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.doctor.doctoring import while_away
from tests.lifecycle.staffing import a_ticket, closed_ticket, mods
from tests.staff_log.reception import logged, receiving_channel, sets
from tests.types.teams import types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

FULL = "In parent_id: Maximum number of channels in category reached (50)"


async def archive(server: Server, name: str = "Archive") -> Any:
    """The category, which the settings name."""
    category = server.guild.create_category(name)
    await server.sim.env.settle()
    assert "✅" in await sets(server, f"closedcategory {category.id}")
    return category


def place(server: Server, channel: Any) -> str | None:
    """The name of the category that a channel is in."""
    parent_id = channel._channel.parent_id
    return None if parent_id is None else server.channel(parent_id).name


async def closes(server: Server, channel: Any) -> Any:
    """The moderator closes it; returns the calls that it took."""
    with server.sim.counting() as calls:
        done = await mods(server.moderator, "close", in_=channel, reason="done")
    assert "✅" in server.moderator.answer(done)
    assert not server.alice.sees(channel)
    return calls


async def reopens(server: Server, channel: Any) -> Any:
    """The moderator reopens it; returns the calls that it took."""
    with server.sim.counting() as calls:
        done = await mods(server.moderator, "reopen", in_=channel)
    assert "✅" in server.moderator.answer(done)
    assert server.alice.sees(channel)
    return calls


async def test_there_and_back(tickets_ready: Server) -> None:
    """Closing moves the ticket, reopening moves it back, and neither takes a call more."""
    server = tickets_ready
    channel = await a_ticket(server)
    for step in (closes, reopens):
        # The first message in private opens a channel for these.
        await step(server, channel)
    without = [(await step(server, channel)).routes for step in (closes, reopens)]
    await archive(server)

    closing = await closes(server, channel)
    assert place(server, channel) == "Archive"
    reopening = await reopens(server, channel)

    assert place(server, channel) == "Tickets"
    assert [closing.routes, reopening.routes] == without


async def test_a_ticket_returns_where_new_ones_go(tickets_ready: Server) -> None:
    """Also if its category is full by then, or the setting has changed."""
    server = tickets_ready
    await archive(server)
    channel = await closed_ticket(server)
    await sets(server, "closedcategory none")
    await server.fill(server.category, 50)

    await reopens(server, channel)

    assert place(server, channel) == "Tickets 2"


async def test_whoever_was_moved_by_hand_stays(tickets_ready: Server) -> None:
    """A closed ticket that somebody has put elsewhere is reopened there."""
    server = tickets_ready
    await archive(server)
    channel = await closed_ticket(server)
    other = server.guild.create_category("Important")
    server.sim.env.backend.edit_channel(channel.id, {"parent_id": other.id})
    await server.sim.env.settle()

    await reopens(server, channel)

    assert place(server, channel) == "Important"


@pytest.mark.parametrize("refused", [False, True], ids=["known", "said by Discord"])
async def test_full(tickets_ready: Server, refused: bool) -> None:
    """It is closed and stays where it is; Discord is asked at most once."""
    server = tickets_ready
    category = await archive(server)
    channel, second = await a_ticket(server), None
    if refused:
        await server.bob.opens_a_ticket(reason="help")
        second = server.newest_ticket()
        server.sim.faults.fail(
            f"/channels/{channel.id}", method="PATCH", status=400, code=50035, message=FULL
        )
    else:
        await server.fill(category, 50)

    await closes(server, channel)

    assert place(server, channel) == "Tickets"
    if second is not None:
        with server.sim.counting() as calls:
            await mods(server.moderator, "close", in_=second, reason="done")
        assert calls.routes.count("PATCH /channels/{}") == 1
        assert place(server, second) == "Tickets"


async def test_forbidden(tickets_ready: Server) -> None:
    """It is closed and stays, and the staff reads what is lacking, once for all tickets."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    category = await archive(server)
    await server.overwrite(category, server.bot_role, deny="manage_channels")
    for _ in range(2):
        channel = await a_ticket(server)
        await closes(server, channel)
        assert place(server, channel) == "Tickets"
    told = [line for line in logged(server, reception) if "Closed tickets stay" in line]
    assert len(told) == 1
    assert "Manage Channels" in told[0]


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "unheard"])
async def test_deleted(tickets_ready: Server, noticed: bool) -> None:
    """The setting is dropped, the staff told once; what was inside returns when it is reopened."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    category = await archive(server)
    inside = await closed_ticket(server)
    backend = server.sim.env.backend

    def deleted() -> None:
        backend.edit_channel(inside.id, {"parent_id": None})
        backend.delete_channel(category.id)

    if noticed:
        deleted()
    else:
        await while_away(server, deleted)
    await server.sim.env.settle()

    await reopens(server, inside)
    await closes(server, inside)

    assert place(server, inside) == "Tickets"
    told = [line for line in logged(server, reception) if "category for closed" in line]
    assert len(told) == 1


async def test_no_way_back(tickets_ready: Server) -> None:
    """It is open again and stays where closed ones are, and it is said why."""
    server = tickets_ready
    await archive(server)
    channel = await closed_ticket(server)
    await sets(server, "overflow off")
    await server.fill(server.category, 50)

    done = await mods(server.moderator, "reopen", in_=channel)

    assert server.alice.sees(channel)
    assert place(server, channel) == "Archive"
    said = server.moderator.answer_besides(done)
    assert "stays in the category for closed tickets" in said
    assert "is full" in said


async def test_a_refusal_for_the_bot_is_no_choice(tickets_ready: Server) -> None:
    """A category in which the bot can't move tickets is refused when it is chosen."""
    server = tickets_ready
    category = server.guild.create_category("Archive")
    await server.overwrite(category, server.bot_role, deny="manage_channels")
    assert "Manage Channels" in await sets(server, f"closedcategory {category.id}")
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("closed_category_id") is None


async def test_a_type_has_its_own(tickets_ready: Server, alice: Person) -> None:
    """Tickets of a type go where the type says."""
    server = tickets_ready
    await archive(server)
    bugs = server.guild.create_category("Bugs closed")
    await server.sim.env.settle()
    await types(server, "create Bugs")
    await types(server, f"set Bugs closedcategory {bugs.id}")
    await alice.runs("ticket", reason="x", type="Bugs")
    channel = server.newest_ticket()
    await closes(server, channel)
    assert place(server, channel) == "Bugs closed"


async def test_a_full_server_takes_it_back(tickets_ready: Server) -> None:
    """With 500 channels nothing new can be made, but a ticket returns where there is space."""
    server = tickets_ready
    await archive(server)
    channel = await closed_ticket(server)
    await server.fill(None, 500 - len(server.guild._guild.channel_ids))
    await reopens(server, channel)
    assert place(server, channel) == "Tickets"


async def test_who_sees_it_is_as_without(tickets_ready: Server) -> None:
    """The category's own permissions count for nothing."""
    server = tickets_ready
    category = await archive(server)
    await server.overwrite(category, server.bob, allow="view_channel")
    channel = await a_ticket(server)
    await closes(server, channel)
    assert place(server, channel) == "Archive"
    assert not server.bob.sees(channel)
