"""Forms as members meet them: from a panel, by command, typed and slash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.forms.questions import EVERY_KIND, asks, form_of, question
from tests.panels.panel_making import button_panel
from tests.staff_log.reception import sets
from tests.types.teams import Teams, types
from tickets.lifecycle.drafts import KEPT

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def answers_of_newest(server: Server) -> dict[str, tuple[str, ...]]:
    """What is stored with the newest ticket, by question."""
    tickets = await server.sim.cog.app.tickets.present(server.guild.id)
    return {one.label: one.values for one in tickets[-1].answers}


def value_for(server: Server, kind: str) -> tuple[Any, tuple[str, ...]]:
    """What a member fills in, and what becomes of it."""
    bob, role, channel = server.bob, server.moderators, server.general
    return {
        "short": ("  a word ", ("a word",)),
        "long": ("one\ntwo", ("one\ntwo",)),
        "one": ("Beta", ("Beta",)),
        "several": (["Alpha", "Gamma"], ("Alpha", "Gamma")),
        "yes_no": ("Yes", ("Yes",)),
        "agree": (["I agree"], ("I agree",)),
        "members": ([bob.actor], (bob.mention,)),
        "roles": ([role], (role.mention,)),
        "channels": ([channel], (channel.mention,)),
    }[kind]


@pytest.mark.parametrize("label", EVERY_KIND)
async def test_each_kind(tickets_ready: Server, label: str) -> None:
    """It is asked for, and its answer stored in words."""
    server, kind = tickets_ready, EVERY_KIND[label]
    await asks(server, question(label, kind))
    given, stored = value_for(server, kind)
    form = await server.alice.runs("ticket")
    assert form.modal is not None
    await server.alice.submits(form, q1=given)
    assert await answers_of_newest(server) == {label: stored}
    shown = server.text(server.welcome_message(server.newest_ticket()))
    assert label in shown


@pytest.mark.parametrize("label", EVERY_KIND)
async def test_what_needn_t_be_answered(tickets_ready: Server, label: str) -> None:
    """An empty form opens a ticket without answers; only a rule has to be agreed to."""
    server, kind = tickets_ready, EVERY_KIND[label]
    form = await asks(server, question(label, kind, required=False))
    if kind == "agree":
        assert form.questions[0].required
        return
    asked = await server.alice.runs("ticket")
    await server.alice.submits(asked)
    assert await answers_of_newest(server) == {}


async def test_many_choices_are_a_selector(tickets_ready: Server) -> None:
    """Up to ten are buttons; 25 can be chosen from."""
    server = tickets_ready
    many = tuple(f"Choice {number}" for number in range(25))
    await asks(
        server,
        question("One", "one", choices=many),
        question("Several", "several", choices=many, least=2, most=3),
    )
    form = await server.alice.runs("ticket")
    chosen = ["Choice 3", "Choice 24"]
    await server.alice.submits(form, q1=["Choice 7"], q2=chosen)
    stored = await answers_of_newest(server)
    assert stored == {"One": ("Choice 7",), "Several": tuple(chosen)}


async def test_the_reason_is_the_first_question(tickets_ready: Server) -> None:
    """Typed with the command it stands in the form; the panel's own replaces it."""
    server = tickets_ready
    await sets(server, "openreason on")
    await asks(server, question("Nick"))
    form = await server.alice.runs("ticket", reason="I lost my role")
    await server.alice.submits(form, reason="I lost my role!", q1="Ali")
    text = server.text(server.welcome_message(server.newest_ticket()))
    assert "I lost my role!" in text
    assert "Ali" in text
    panel = await button_panel(server, server.general, reason="Appeal")
    form = await server.bob.presses("Get help", on=panel)
    assert "reason" not in str(form.modal)
    await server.bob.submits(form, q1="Bobby")
    text = server.text(server.welcome_message(server.newest_ticket()))
    assert "Appeal" in text
    assert "Bobby" in text


async def test_a_typed_command_needs_a_button(tickets_ready: Server) -> None:
    """What was typed stands in the form, or counts where it has no room."""
    server = tickets_ready
    await asks(server, *(question(f"Question {number}") for number in range(5)))
    said = await server.alice.types("!ticket I lost my role")
    assert "answer a few questions" in server.alice.answer(said)
    assert "lost my role" not in server.alice.answer(said)
    form = await server.alice.presses("Open a ticket", on=said)
    await server.alice.submits(form, **{f"q{number}": "x" for number in range(1, 6)})
    text = server.text(server.welcome_message(server.newest_ticket()))
    assert "I lost my role" in text


async def test_a_type_asks_its_own(tickets_ready: Server) -> None:
    """By command, from the selector, and from a panel; staff isn't asked."""
    server = tickets_ready
    teams = await Teams.on(server)
    reports = await teams.type_id("Reports")
    await asks(server, question("Whom"), type_id=reports)
    await server.alice.runs("ticket", type=str(await teams.type_id("Support")))
    assert server.newest_ticket().name == "alice"
    offered = await server.bob.runs("ticket")
    form = await server.bob.selects([str(reports)], on=offered)
    assert form.modal is not None
    await server.bob.submits(form, q1="Mallory")
    assert await answers_of_newest(server) == {"Whom": ("Mallory",)}
    opened = await teams.judge.types(f"!ticketmod open {server.alice.mention}")
    assert "is open" in teams.judge.answer(opened)


async def test_nobody_fills_one_in_for_nothing(tickets_ready: Server) -> None:
    """What stands against a ticket is said before; and again after."""
    server = tickets_ready
    await asks(server, question("Nick"))
    await sets(server, "limit 1")
    form = await server.alice.runs("ticket")
    other = await server.alice.runs("ticket")
    await server.alice.submits(form, q1="first")
    refused = await server.alice.submits(other, q1="second")
    text = server.alice.answer(refused)
    assert "already have an open ticket" in text
    assert "Nick\nsecond" in text
    again = await server.alice.runs("ticket")
    assert again.modal is None
    assert "already have an open ticket" in server.alice.answer(again)


async def test_going_on(tickets_ready: Server) -> None:
    """*Continue* has everything that was filled in; what stands against it is said beside."""
    server = tickets_ready
    await asks(server, question("Nick"), question("Days", "several"))
    form = await server.alice.runs("ticket")
    await sets(server, "disable")
    refused = await server.alice.submits(form, q1="Ali", q2=["Beta"])
    assert "paused" in server.alice.answer(refused)
    assert "Nick\nAli" in server.alice.answer(refused)
    still = await server.alice.presses("Continue", on=refused)
    assert "paused" in server.alice.answer(still)
    await sets(server, "enable")
    form = await server.alice.presses("Continue", on=refused)
    assert form.modal is not None
    assert "Ali" in str(form.modal)
    await server.alice.submits(form, q1="Ali", q2=["Beta"])
    assert await answers_of_newest(server) == {"Nick": ("Ali",), "Days": ("Beta",)}


async def test_a_draft_is_kept_for_an_hour(tickets_ready: Server) -> None:
    """Then the text is to be copied."""
    server = tickets_ready
    await asks(server, question("Nick"))
    form = await server.alice.runs("ticket")
    await sets(server, "disable")
    refused = await server.alice.submits(form, q1="Ali")
    await sets(server, "enable")
    with server.sim.host_clock(ahead=KEPT + 1):
        late = await server.alice.presses("Continue", on=refused)
    assert "no longer kept" in server.alice.answer(late)


async def test_a_form_open_over_a_change(tickets_ready: Server) -> None:
    """Questions are matched by id; choices stay words; what is needed now is asked for."""
    server = tickets_ready
    await asks(server, question("Game", "one"), question("Nick"))
    form = await server.alice.runs("ticket")
    changed = form_of(
        question("Which game", "one", choices=("Delta", "Epsilon")), question("Nick")
    ).without(2)
    settings = server.sim.cog.app.settings
    await settings.change(server.guild.id, form=changed)
    await server.alice.submits(form, q1="Beta", q2="Ali")
    assert await answers_of_newest(server) == {"Which game": ("Beta",), "": ("Ali",)}
    assert "no longer exists" in server.text(server.welcome_message(server.newest_ticket()))

    form = await server.bob.runs("ticket")
    await settings.change(server.guild.id, form=changed.with_new(question("Age")))
    refused = await server.bob.submits(form, q1="Delta")
    assert "“Age” needs an answer now" in server.bob.answer(refused)
    form = await server.bob.presses("Continue", on=refused)
    await server.bob.submits(form, q1="Delta", q3="12")
    assert (await answers_of_newest(server))["Age"] == ("12",)


async def test_a_form_open_over_a_restart(tickets_ready: Server) -> None:
    """It is found by its id alone."""
    server = tickets_ready
    await asks(server, question("Nick"))
    form = await server.alice.runs("ticket")
    await server.sim.restart()
    await server.alice.submits(form, q1="Ali")
    assert await answers_of_newest(server) == {"Nick": ("Ali",)}


async def test_a_deleted_type(tickets_ready: Server) -> None:
    """What was filled in comes back, long texts as a file."""
    server = tickets_ready
    teams = await Teams.on(server)
    reports = await teams.type_id("Reports")
    await asks(server, question("Story", "long"), type_id=reports)
    form = await server.alice.runs("ticket", type=str(reports))
    page = await types(server, "delete Reports")
    assert "Delete the type" in page
    asked = await server.administrator.types("!ticketset type delete Reports")
    await server.administrator.presses("Delete", on=asked)
    done = await server.alice.submits(form, q1="x" * 4000)
    assert "no longer exists" in server.alice.answer(done)
    assert "is in the file" in server.alice.answer(done)


async def test_what_it_costs(tickets_ready: Server) -> None:
    """A form with short answers takes no call more than one that asks why."""
    server = tickets_ready

    def calls_since(before: int) -> list[str]:
        lines = server.sim.env.transcript().splitlines()[before:]
        return [line.split()[1] for line in lines if line.startswith("HTTP")]

    await sets(server, "openreason on")
    spent = []
    for person, given in (
        (server.alice, {"reason": "x"}),
        (server.bob, {"reason": "x", "q1": "y"}),
    ):
        if "q1" in given:
            await asks(server, question("Nick"))
        before = len(server.sim.env.transcript().splitlines())
        await person.submits(await person.runs("ticket"), **given)
        await server.sim.env.settle()
        spent.append(calls_since(before))
    assert spent[0] == spent[1]
