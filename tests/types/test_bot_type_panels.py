"""Types where members meet them: panels, limits, requests, and what is gone meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.doctor.doctoring import shows_ticketmod
from tests.panels.panel_making import button_panel
from tests.staff_log.reception import closes, refuses, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

WORDS: dict[str, Any] = {"label": "", "emoji": "", "reason": "", "colour": ["grey"]}


async def with_buttons(server: Server, *type_ids: str, **words: Any) -> Any:
    """A posted panel with a button for each of these types; returns its message."""
    admin = server.administrator
    form = await admin.runs("ticketset panel create", kind="button")
    first, *others = type_ids
    editor = await admin.submits(form, **{**WORDS, **words}, type=[first])
    for type_id in others:
        form = await admin.presses("Add a button", on=editor)
        editor = await admin.submits(form, **WORDS, type=[type_id])
    await admin.presses("Post", on=editor)
    return server.messages(server.general)[-1]


async def test_ten_buttons_and_no_more(tickets_ready: Server, administrator: Person) -> None:
    """Each with words, emoji, colour and order of its own; an eleventh is refused."""
    server = tickets_ready
    await button_panel(server, server.general, label="Button 1")
    for number in range(2, 11):
        await administrator.types(f"!ticketset panel addreason 1 Button {number}")
    panel = server.messages(server.general)
    shown = [one for one in panel if one.components and "Button 1" in server.buttons(one)][-1]
    assert server.buttons(shown) == [f"Button {number}" for number in range(1, 11)]
    refused = await administrator.types("!ticketset panel addreason 1 Button 11")
    assert "already has 10" in administrator.answer(refused)
    await administrator.types("!ticketset panel removereason 1 Button 3")
    shown = next(one for one in server.messages(server.general) if one.id == shown.id)
    assert "Button 3" not in server.buttons(shown)
    await server.alice.presses("Button 10", on=shown)
    assert server.newest_ticket().name == "alice"


async def test_each_button_opens_its_type(tickets_ready: Server) -> None:
    """With the type's words; the reason is asked for where the type wants it."""
    server = tickets_ready
    teams = await Teams.on(server)
    await types(server, "set Reports openreason on")
    panel = await with_buttons(server, "1", "2", "0", label="")
    await server.alice.presses("Support", on=panel)
    assert server.moderator.sees(server.newest_ticket())
    form = await server.bob.presses("Reports", on=panel)
    assert form.modal is not None
    await server.bob.submits(form, reason="Somebody is rude")
    ticket = server.newest_ticket()
    assert teams.judge.sees(ticket)
    assert not server.moderator.sees(ticket)


async def test_a_type_deleted_between_press_and_form(tickets_ready: Server) -> None:
    """The form's answer says that it is gone and gives the text back."""
    server = tickets_ready
    await Teams.on(server)
    await types(server, "set Reports openreason on")
    panel = await with_buttons(server, "1", "2")
    form = await server.alice.presses("Reports", on=panel)
    page = await server.administrator.types("!ticketset type delete Reports")
    await server.administrator.presses("Delete", on=page)
    done = await server.alice.submits(form, reason="Somebody is rude")
    text = server.alice.answer(done)
    assert "no longer exists" in text
    assert "Somebody is rude" in text


async def test_a_choice_that_asks(tickets_ready: Server, administrator: Person) -> None:
    """A selector's choice without a reason opens the form, and the selector can be used again."""
    server = tickets_ready
    await Teams.on(server)
    await types(server, "set Reports openreason on")
    form = await administrator.runs("ticketset panel create", kind="selector")
    words = {"name": "", "emoji": "", "description": "", "reason": ""}
    editor = await administrator.submits(form, **words, type=["2"])
    await administrator.presses("Post", on=editor)
    panel = server.messages(server.general)[-1]
    for _again in range(2):
        form = await server.alice.selects(["1"], on=panel)
        assert form.modal is not None
    await server.alice.submits(form, reason="Somebody is rude")
    assert "Somebody is rude" in server.text(server.welcome_message(server.newest_ticket()))


async def test_a_paused_type(tickets_ready: Server) -> None:
    """It says so, by panel and by command, and isn't offered."""
    server = tickets_ready
    teams = await Teams.on(server)
    panel = await with_buttons(server, "1", "2")
    await types(server, "set Reports takestickets off")
    pressed = await server.alice.presses("Reports", on=panel)
    assert "Tickets of the type **Reports** are paused" in server.alice.answer(pressed)
    named = await server.alice.runs("ticket", type=str(await teams.type_id("Reports")))
    assert "paused" in server.alice.answer(named)
    choices = await server.alice.actor.autocomplete(server.general, "ticket", "type", "")
    assert [one["name"] for one in choices] == ["Support"]


async def test_limits_stand_beside_each_other(tickets_ready: Server) -> None:
    """The type's counts its own, the server's all; each says what stands against it."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "limit 2")
    await types(server, "set Reports limit 1")
    await teams.opens(server.alice, "Reports", reason="x")
    again = await server.alice.runs("ticket", type=str(await teams.type_id("Reports")))
    assert "an open ticket of this type" in server.alice.answer(again)
    await teams.opens(server.alice, "Support", reason="x")
    third = await server.alice.runs("ticket", type=str(await teams.type_id("Support")))
    assert "2 open tickets" in server.alice.answer(third)
    assert [one.name for one in server.ticket_channels()].count("alice") == 2


async def test_requests_and_waits_count_for_each_type(tickets_ready: Server) -> None:
    """A pending request, or a refusal, of one type is none of another's."""
    server = tickets_ready
    teams = await Teams.on(server)
    for name in ("Support", "Reports"):
        await types(server, f"set {name} validation manual")
    support, reports = str(await teams.type_id("Support")), str(await teams.type_id("Reports"))
    await server.alice.runs("ticket", type=support, reason="one")
    again = await server.alice.runs("ticket", type=support, reason="two")
    assert "still" in server.alice.answer(again) or "waiting" in server.alice.answer(again)
    await server.alice.runs("ticket", type=reports, reason="three")
    assert "three" in "".join(teams.judge.reads(teams.reports_log))
    await refuses(server.moderator, teams.log)
    later = await server.alice.runs("ticket", type=support, reason="four")
    assert "four" not in "".join(server.moderator.reads(teams.log))
    assert "ask again" in server.alice.answer(later) or "<t:" in server.alice.answer(later)


async def test_who_may_open_a_type(tickets_ready: Server) -> None:
    """Its own rules; panels, command and completion alike, and its pause counts its tickets."""
    server = tickets_ready
    teams = await Teams.on(server)
    role = server.guild.create_role("Members")
    await server.sim.env.settle()
    await types(server, f"set Reports requiredrole {role.mention}")
    await types(server, "set Reports pause 60")
    panel = await with_buttons(server, "1", "2")
    pressed = await server.alice.presses("Reports", on=panel)
    assert f"You need the role {role.mention}" in server.alice.answer(pressed)
    choices = await server.alice.actor.autocomplete(server.general, "ticket", "type", "")
    assert [one["name"] for one in choices] == ["Support"]
    await server.alice.gets(role)
    await server.alice.presses("Reports", on=panel)
    ticket = server.newest_ticket()
    await closes(teams.judge, ticket)
    pressed = await server.alice.presses("Reports", on=panel)
    assert "Your last ticket only just ended" in server.alice.answer(pressed)
    pressed = await server.alice.presses("Support", on=panel)
    assert "ready" in server.alice.answer(pressed)
    opened = await teams.judge.types(f"!ticketmod open {server.alice.mention}")
    assert "is open" in teams.judge.answer(opened)


async def test_the_roles_that_are_required_are_deleted(tickets_ready: Server) -> None:
    """Nobody gets in by that. The check-up says it once, where the roles were chosen."""
    server = tickets_ready
    await Teams.on(server)
    role = server.guild.create_role("Members")
    await server.sim.env.settle()
    await types(server, f"set Reports requiredrole {role.mention}")
    server.sim.env.backend.delete_role(server.guild.id, role.id)
    await server.sim.env.settle()
    panel = await with_buttons(server, "1", "2")
    pressed = await server.alice.presses("Reports", on=panel)
    assert "You need the role" in server.alice.answer(pressed)
    report = server.administrator.answer(await server.administrator.types("!ticketset check"))
    assert report.count("Nobody may open tickets: all required roles were deleted") == 1
    assert "Reports · Nobody may open tickets" in report


async def test_the_staff_opens_of_its_own_types(tickets_ready: Server) -> None:
    """By option; without one, what can be meant only, or the question which."""
    server = tickets_ready
    teams = await Teams.on(server)
    opened = await teams.judge.types(f"!ticketmod open {server.bob.mention}")
    assert "is open" in teams.judge.answer(opened)
    assert teams.judge.sees(server.newest_ticket())
    await shows_ticketmod(server)
    refused = await server.moderator.runs(
        "ticketmod open",
        in_=server.staff,
        member=server.bob.actor,
        type=str(await teams.type_id("Reports")),
    )
    assert "There is no type" in server.moderator.answer(refused)
    await server.moderator.types(f"!ticketmod open {server.bob.mention}", in_=server.staff)
    assert server.moderator.sees(server.newest_ticket())
    await sets(server, "withouttype off")
    asked = await server.administrator.types(f"!ticketmod open {server.bob.mention}")
    assert "Which type? Name one of these" in server.administrator.answer(asked)


async def test_what_a_type_names_is_deleted(tickets_ready: Server) -> None:
    """Its team alone is told; no ticket falls to the server's team."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Reports", reason="x")
    backend = server.sim.env.backend
    backend.delete_channel(teams.reports_log.id)
    await server.sim.env.settle()
    told = await teams.judge.types("!ticketmod list")
    shown = await teams.judge.presses("Show", on=told)
    text = teams.judge.answer(shown)
    assert "**Reports** · The requests & log channel was deleted" in text
    assert "`!ticketset type set Reports receptionchannel`" in text
    other = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "Show" not in server.moderator.buttons(other)
    backend.delete_role(server.guild.id, teams.role.id)
    await server.sim.env.settle()
    assert not server.moderator.sees(ticket)
    new = await teams.opens(server.bob, "Reports", reason="y")
    assert not server.moderator.sees(new)
    assert not teams.judge.sees(new)
    assert server.administrator.sees(new)


async def test_the_name_of_the_channel_and_the_welcome_have_the_type(
    tickets_ready: Server,
) -> None:
    """`{type}` is its name, and nothing for a ticket of none."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "format {type}-{user.username}")
    await sets(server, "welcome Hello, this is about {type}.")
    ticket = await teams.opens(server.alice, "Support")
    assert ticket.name == "support-alice"
    assert "about Support" in server.text(server.welcome_message(ticket))


async def test_only_mentioned_roles_are_called(tickets_ready: Server) -> None:
    """Those that are chosen; all moderator roles where none is."""
    server = tickets_ready
    night = server.guild.create_role("Night shift")
    await server.sim.env.settle()
    await sets(server, "mention on")
    await server.alice.opens_a_ticket("x")
    assert server.moderators.mention in server.welcome_message(server.newest_ticket()).content
    await sets(server, f"mentionroles {night.mention}")
    await server.bob.opens_a_ticket("x")
    content = server.welcome_message(server.newest_ticket()).content
    assert night.mention in content
    assert server.moderators.mention not in content
