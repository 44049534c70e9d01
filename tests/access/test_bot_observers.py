"""Observer roles: they read tickets, and nothing else, at every event of a ticket's life (W9)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.lifecycle.staffing import a_ticket, mods
from tests.staff_log.reception import sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: What makes up writing.
WRITING = (
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "create_private_threads",
)


class Observed:
    """A server with an observer, whose role may write and manage threads everywhere else."""

    def __init__(self, server: Server) -> None:
        self.server = server
        allowed = dict.fromkeys((*WRITING, "manage_threads", "attach_files"), True)
        self.role = server.guild.create_role(
            "Observers", permissions=discord.Permissions(**allowed)
        )
        self.observer: Person = server.person("observer", self.role)

    @classmethod
    async def on(cls, server: Server) -> Observed:
        """Sets it up by command; tickets have a staff thread."""
        observed = cls(server)
        assert "✅" in await sets(server, f"observerrole {observed.role.mention}")
        await sets(server, "staffthread on")
        return observed

    def only_reads(self, ticket: Any) -> None:
        """The observer sees the ticket with its history, writes nowhere, and sees no thread."""
        assert self.observer.can("view_channel", ticket)
        assert self.observer.can("read_message_history", ticket)
        for name in (*WRITING, "manage_threads", "manage_messages"):
            assert not self.observer.can(name, ticket), name
        for thread in self.server.private_threads(ticket):
            assert not self.observer.sees(thread)


async def applies(server: Server, command: str) -> None:
    """The administrator changes roles and applies them to open tickets."""
    answer = await server.administrator.types(f"!ticketset {command}", in_=server.staff)
    # The notice that earlier work is done has a button of its own, below.
    (label,) = server.administrator.buttons(answer[0])
    assert label.startswith("Apply to")
    await server.administrator.presses(label, on=answer)
    await server.sim.env.settle()


@pytest.mark.parametrize("access", ["none", "read"])
async def test_a_whole_life(tickets_ready: Server, access: str) -> None:
    """Opened, closed (readable or not), reopened: always reading, never more."""
    server = tickets_ready
    observed = await Observed.on(server)
    await sets(server, f"closedaccess {access}")
    ticket = await a_ticket(server)
    observed.only_reads(ticket)
    assert server.private_threads(ticket)
    before = server.overwrites(ticket)

    await mods(server.moderator, "close", in_=ticket, reason="done")
    observed.only_reads(ticket)
    assert server.alice.sees(ticket) is (access == "read")
    await mods(server.moderator, "reopen", in_=ticket)

    observed.only_reads(ticket)
    assert server.overwrites(ticket) == before
    assert not server.alice.can("manage_messages", ticket)
    assert server.alice.can("send_messages", ticket)


async def test_open_tickets_follow_the_setting(tickets_ready: Server) -> None:
    """Applied to open tickets, observers get in and out; another part wins, and gives way."""
    server = tickets_ready
    observed = Observed(server)
    ticket = await a_ticket(server)
    assert not observed.observer.sees(ticket)

    await applies(server, f"observerrole {observed.role.mention}")
    observed.only_reads(ticket)
    await applies(server, f"accessrole {observed.role.mention}")
    assert observed.observer.can("send_messages", ticket)
    assert not observed.observer.can("manage_threads", ticket)
    await applies(server, f"accessrole {observed.role.mention}")
    observed.only_reads(ticket)
    await applies(server, "observerrole none")
    assert not observed.observer.sees(ticket)


async def test_repaired(tickets_ready: Server) -> None:
    """Synced with a category that everyone sees, observers could write; repaired, only read."""
    server = tickets_ready
    observed = await Observed.on(server)
    ticket = await a_ticket(server)
    await server.syncs(ticket)
    assert observed.observer.can("send_messages", ticket)

    page: Any = await server.administrator.types("!ticketset check", in_=server.staff)
    while "Repair" in server.administrator.buttons(page):
        asked = await server.administrator.presses("Repair", on=page)
        page = await server.administrator.presses("Repair", on=asked)

    observed.only_reads(ticket)


async def test_a_line_that_was_emptied_by_hand(tickets_ready: Server) -> None:
    """Whoever resets the role's line to nothing gets the denials back with the access."""
    server = tickets_ready
    observed = await Observed.on(server)
    ticket = await a_ticket(server)
    await server.overwrite(ticket, observed.role, allow="attach_files")
    assert not observed.observer.sees(ticket)
    app = server.sim.cog.app
    access = import_module("tickets.access.service")
    assert await access.repair_overwrites(app, server.guild.id, 1)
    await server.sim.env.settle()
    observed.only_reads(ticket)


async def test_moved_to_a_team_with_its_own_observers_or_none(tickets_ready: Server) -> None:
    """Observers belong to a team: a type with its own has its own, or none."""
    server = tickets_ready
    observed = await Observed.on(server)
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    observed.only_reads(ticket)
    reports = str(await teams.type_id("Reports"))

    asked = await server.moderator.runs("ticketmod move", in_=ticket, type=reports)
    await server.moderator.presses("Confirm", on=asked)
    assert not observed.observer.sees(ticket)

    jurors = server.guild.create_role("Jurors")
    juror = server.person("juror", jurors)
    await server.sim.env.settle()
    await types(server, f"set Reports observerrole {jurors.mention}")
    other = await teams.opens(server.bob, "Reports", reason="y")
    assert juror.can("view_channel", other)
    assert not juror.can("send_messages", other)
    assert not observed.observer.sees(other)

    asked = await teams.judge.runs("ticketmod move", in_=other, type="0")
    await teams.judge.presses("Confirm", on=asked)
    assert not juror.sees(other)
    observed.only_reads(other)


async def test_every_press_is_refused(tickets_ready: Server) -> None:
    """An observer is nobody's moderator: neither by the ticket's buttons nor by commands."""
    server = tickets_ready
    observed = await Observed.on(server)
    ticket = await a_ticket(server)
    observer = observed.observer
    for verb in ("close", "reopen", "delete", "save"):
        press = await observer.forges_click(f"tickets:v1:{verb}:1", in_=ticket)
        assert "Only" in observer.answer(press), verb
    form = await observer.forges_modal("tickets:v1:close:1", {"reason": "x"}, in_=ticket)
    assert "Only" in observer.answer(form)
    listed = await observer.types("!ticketmod list", in_=server.general)
    assert "Only" in observer.answer(listed)
    card = await observer.runs("ticket", in_=ticket)
    assert "Ticket #1" in observer.answer(card)
    assert server.exists(ticket)


async def test_an_observers_own_ticket(tickets_ready: Server) -> None:
    """Who opened it, or was moderator before, writes by the other line."""
    server = tickets_ready
    observed = await Observed.on(server)
    await observed.observer.opens_a_ticket("mine")
    own = server.newest_ticket()
    assert observed.observer.can("send_messages", own)
    await server.moderator.gets(observed.role)
    assert server.moderator.can("send_messages_in_threads", own)
    assert server.moderator.can("manage_threads", own)


async def test_what_the_bot_must_be_able_to_deny(tickets_ready: Server) -> None:
    """The setting is refused with the permission's name; removing observers never is."""
    server = tickets_ready
    observed = Observed(server)
    await server.bot_may(create_private_threads=False)
    refused = await sets(server, f"observerrole {observed.role.mention}")
    assert "Create Private Threads" in refused
    assert "none" in await sets(server, "observerrole none")

    await server.bot_may(create_private_threads=True)
    await sets(server, f"observerrole {observed.role.mention}")
    await server.bot_may(create_private_threads=False)
    opened = await server.alice.opens_a_ticket("help")
    assert "**Create Private Threads**" in server.alice.answer(opened)
    assert server.ticket_channels() == []
    assert "none" in await sets(server, "observerrole none")


async def test_what_can_be_no_observer(tickets_ready: Server) -> None:
    """@everyone, bots' own roles and administrators, as for access roles."""
    server = tickets_ready
    bosses = server.guild.create_role(
        "Bosses", permissions=discord.Permissions(administrator=True)
    )
    await server.sim.env.settle()
    for role in (server.guild.default_role, server.bot_role, bosses):
        access = await sets(server, f"accessrole {role.id}")
        assert await sets(server, f"observerrole {role.id}") == access
        assert "✅" not in access


async def test_a_deleted_role(tickets_ready: Server) -> None:
    """It leaves the setting, and the staff is told once."""
    server = tickets_ready
    observed = await Observed.on(server)
    await sets(server, f"receptionchannel {server.staff.mention}")
    server.sim.env.backend.delete_role(server.guild.id, observed.role.id)
    await server.sim.env.settle()
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("observer_role_ids") == ()
    told = [one for one in server.moderator.reads(server.staff) if "observer role" in one]
    assert len(told) == 1
    assert "Observers" in told[0]
