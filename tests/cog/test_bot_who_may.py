"""Every entry, tried by every kind of person, held against docs/permissions.md."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.adopting.adoptions import confirm_id
from tests.assistant.assistant import Assistant
from tests.configuration.menu_pages import MenuPage
from tests.forms.questions import asks, question
from tests.staff_log.reception import sets
from tests.switching.sample_servers import SampleServer
from tickets.cog import FEATURES
from tickets.core.ui.ids import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
KINDS = {
    "stranger": "mallory",
    "opener": "alice",
    "added": "bob",
    "access role": "helper",
    "moderator": "moderator",
    "administrator": "administrator",
    "owner": "owner",
    "Red admin": "red_admin",
    "bot's owner": "bot_owner",
    "blocked": "blocked",
}


def cells() -> Iterator[tuple[str, str, bool]]:
    """(entry, kind of person, may) for every cell of every table of the page."""
    kinds: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.strip().strip("|").split("|")]
        if line.startswith("| |"):
            kinds = parts[1:]
        elif line.startswith("|") and kinds and not line.startswith("| ---"):
            for kind, cell in zip(kinds, parts[1:], strict=True):
                yield parts[0].strip("`*"), kind, cell == "✓"


def rows(prefix: str) -> list[str]:
    return list(dict.fromkeys(entry for entry, *_ in cells() if entry.startswith(prefix)))


def may(entry: str, kind: str) -> bool:
    return next(yes for name, who, yes in cells() if (name, who) == (entry, kind))


@pytest.fixture
def ticket(tickets_ready: Server) -> Any:
    """Makes alice's ticket, with bob added by hand."""

    async def made() -> Any:
        await tickets_ready.alice.opens_a_ticket(reason="help")
        channel = tickets_ready.newest_ticket()
        bob = tickets_ready.bob
        await tickets_ready.overwrite(channel, bob, allow="view_channel send_messages")
        return channel

    return made


def kinds_and_people(server: Server) -> Iterator[tuple[str, Person]]:
    for kind, attribute in KINDS.items():
        yield kind, getattr(server, attribute)


async def test_the_page_knows_every_command(tickets_ready: Server) -> None:
    """No command exists that the permission page doesn't list, and none is listed twice."""
    commands = {command.qualified_name for command in tickets_ready.sim.cog.walk_commands()}
    listed = [entry for entry, kind, _ in cells() if kind == "stranger"]

    assert commands == {entry for entry in listed if entry.startswith("ticket")}
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_who_may_open(tickets_ready: Server, by: str) -> None:
    """Everybody but blocked people opens a ticket, by slash and by prefix."""
    for kind, person in kinds_and_people(tickets_ready):
        before = len(tickets_ready.ticket_channels())
        await person.opens_a_ticket(by=by)
        assert (len(tickets_ready.ticket_channels()) > before) is may("ticket", kind), kind


async def test_who_may_press_below_a_typed_command(tickets_ready: Server) -> None:
    """*Open a ticket* asks why: only whom it was made for."""
    server = tickets_ready
    await server.administrator.types("!ticketset type create Support")
    await server.administrator.types("!ticketset type set Support openreason on")
    for kind, person in kinds_and_people(server):
        for press in (
            await person.forges_click(f"tickets:v1:ask:{server.alice.id}", in_=server.general),
            await person.forges_click(
                f"tickets:v1:ask-type:{server.alice.id}:1", in_=server.general
            ),
            await person.forges_click(
                f"tickets:v1:ask-with:{server.alice.id}:9:1", in_=server.general
            ),
        ):
            assert (press.modal is not None) is may("Open a ticket", kind), kind
            assert press.modal is not None or person.answer(press), kind
        press = await person.forges_click(
            f"tickets:v1:types:{server.alice.id}:9", in_=server.general
        )
        assert ("What is your ticket about?" in person.answer(press)) is may("Open a ticket", kind)


async def test_who_may_choose_a_type(tickets_ready: Server) -> None:
    """Whoever may use the command; what is chosen opens it."""
    server = tickets_ready
    await server.administrator.types("!ticketset type create Support")
    for kind, person in kinds_and_people(server):
        before = len(server.ticket_channels())
        await person.forges_click("tickets:v1:type:7", in_=server.general, values=["1"])
        assert (len(server.ticket_channels()) > before) is may("ticket", kind), kind


async def test_who_may_use_discord_s_menus(tickets_ready: Server) -> None:
    """A form that no menu has shown opens nothing for whoever may not."""
    server = tickets_ready
    await server.administrator.types("!ticketset type create Support")
    await server.administrator.types("!ticketset type set Support reports on")
    about = server.person("newcomer").id
    for kind, person in kinds_and_people(server):
        before = len(server.ticket_channels())
        sent = await person.forges_modal(
            f"tickets:v1:open-for:{about}", {"reason": "x", "type": "1"}, in_=server.general
        )
        opened = len(server.ticket_channels()) > before
        assert opened is may("Open a ticket, on a member", kind), kind
        assert person.answer(sent)
        sent = await person.forges_modal(
            "tickets:v1:report:7", {"reason": "x"}, in_=server.general
        )
        asked_again = "report it once more" in person.answer(sent)
        assert asked_again is may("Report to the staff", kind), kind


async def test_who_may_confirm_a_move(tickets_ready: Server, ticket: Any) -> None:
    """The team that has the ticket, each time; everybody else reads who may."""
    server = tickets_ready
    channel = await ticket()
    await server.administrator.types("!ticketset type create Support")
    app, wanted = server.sim.cog.app, 1
    for kind, person in kinds_and_people(server):
        record = await app.tickets.get(server.guild.id, 1)
        about = f"1:{app.session}:{record.revision}:{wanted}"
        press = await person.forges_click(f"tickets:v1:move-confirmed:{about}", in_=channel)
        moved = (await app.tickets.get(server.guild.id, 1)).type_id != record.type_id
        assert moved is may("ticketmod move", kind), (kind, person.answer(press))
        wanted = wanted if not moved else 1 - wanted


async def test_who_may_adopt(tickets_ready: Server) -> None:
    """Those who configure: the question by the command, and its buttons."""
    server = tickets_ready
    for kind, person in kinds_and_people(server):
        there = server.guild.create_text_channel("there")
        await server.sim.env.settle()
        typed = f"!ticketset adopt {there.mention} {server.alice.mention}"
        asked = await person.types(typed)
        assert ("Make <#" in person.answer(asked)) is may("ticketset adopt", kind), kind
        question = await server.administrator.types(typed)
        press = await person.forges_click("tickets:v1:adopt-cancel", in_=server.general)
        cancelled = "Nothing was changed" in person.answer(press)
        assert cancelled is may("ticketset adopt", kind), kind
        press = await person.forges_click(confirm_id(question), in_=server.general)
        found = await server.sim.cog.app.tickets.in_channel(server.guild.id, there.id)
        assert (found is not None) is may("ticketset adopt", kind), (kind, person.answer(press))


async def test_who_may_move_over(tickets_ready: Server) -> None:
    """Those who configure: what would be done, and all that can be pressed below it."""
    server = tickets_ready
    await SampleServer.on(server, "vrt-tickets-2")
    for kind, person in kinds_and_people(server):
        allowed = may("ticketset migrate", kind)
        shown = await person.types("!ticketset migrate")
        assert ("Move over from" in person.answer(shown)) is allowed, kind
        for verb in ("from:vrt-2", "file:vrt-2", "start:vrt-2:00000000", "cancel"):
            page = await server.administrator.types("!ticketset migrate")
            press = await person.forges_click(
                f"tickets:v1:move-{verb}", in_=server.general, message=page[0]
            )
            read = person.answer(press) + person.answer_besides(press)
            refused = "**Manage Server**" in read or "use this bot" in read
            assert refused is not allowed, (kind, verb, read)
    assert not (await server.sim.cog.app.settings.of(server.guild.id)).types


async def test_who_may_say_who_is_waited_for(tickets_ready: Server, ticket: Any) -> None:
    """The team that has the ticket, by command and on the card."""
    server = tickets_ready
    channel = await ticket()
    wanted = "opener"
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(f"tickets:v1:waiting:1:{wanted}", in_=channel)
        changed = "✅" in person.answer(press)
        assert changed is may("ticketmod waiting", kind), (kind, person.answer(press))
        wanted = "us" if changed and wanted == "opener" else "opener" if changed else wanted


async def test_who_may_keep_a_ticket_open(tickets_ready: Server, ticket: Any) -> None:
    """The team that has the ticket, by command and on the card."""
    server = tickets_ready
    await server.has_set(silence=48)
    channel = await ticket()
    wanted = "yes"
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(f"tickets:v1:keep:1:{wanted}", in_=channel)
        changed = "✅" in person.answer(press)
        assert changed is may("ticketmod keep", kind), (kind, person.answer(press))
        wanted = "yes" if changed is (wanted == "no") else "no"


@pytest.mark.parametrize(("form", "entry"), [("7", "ticket"), ("7:1", "a panel's button")])
async def test_who_may_send_the_opening_form(tickets_ready: Server, form: str, entry: str) -> None:
    """The form is no way around a command or panel, either."""
    server = tickets_ready
    for kind, person in kinds_and_people(server):
        before = len(server.ticket_channels())
        await person.forges_modal(f"tickets:v1:open:{form}", {"reason": "x"}, in_=server.general)
        assert (len(server.ticket_channels()) > before) is may(entry, kind), kind


@pytest.mark.parametrize(
    ("form", "entry"),
    [
        ("tickets:v1:answer:123456789012345678:0", "ticket"),
        ("tickets:v1:panel-answer:123456789012345678:1:1:0", "a panel's button"),
    ],
)
async def test_who_may_answer_questions(tickets_ready: Server, form: str, entry: str) -> None:
    """The form with questions is no way around a command or panel, either."""
    server = tickets_ready
    for kind, person in kinds_and_people(server):
        before = len(server.ticket_channels())
        await person.forges_modal(form, {"reason": "x"}, in_=server.general)
        assert (len(server.ticket_channels()) > before) is may(entry, kind), kind


async def test_who_may_go_on_with_a_form(tickets_ready: Server) -> None:
    """Only who has filled it in: nobody else reads or sends it."""
    server = tickets_ready
    await asks(server, question("Nick"))
    form = await server.alice.runs("ticket")
    await sets(server, "disable")
    refused = await server.alice.submits(form, q1="a secret")
    await sets(server, "enable")
    (key,) = server.sim.cog.app[import_module("tickets.lifecycle.drafts").Drafts]._drafts
    for kind, person in kinds_and_people(server):
        if person is server.alice:
            continue
        press = await person.forges_click(f"tickets:v1:continue:{key}", in_=server.general)
        assert press.modal is None, kind
        assert "a secret" not in person.answer(press)
    form = await server.alice.presses("Continue", on=refused)
    assert form.modal is not None


async def test_who_may_use_a_panel(tickets_ready: Server) -> None:
    """The same people open tickets from a panel."""
    server = tickets_ready
    window = await server.administrator.runs("ticketset panel create", kind="button")
    editor = await server.administrator.submits(
        window, label="Help", emoji="", reason="", colour=["red"]
    )
    await server.administrator.types("!ticketset panel addreason 1 Something else")
    await server.administrator.presses("Post", on=editor)
    panel = server.messages(server.general)[-1]
    for kind, person in kinds_and_people(server):
        before = len(server.ticket_channels())
        await person.forges_click("tickets:v1:panel:1", in_=server.general, message=panel)
        opened = len(server.ticket_channels()) > before
        assert opened is may("a panel's button", kind), kind
        before = len(server.ticket_channels())
        await person.forges_click("tickets:v1:panel-entry:1:2", in_=server.general, message=panel)
        assert (len(server.ticket_channels()) > before) is opened, kind
        for verb, values in (
            ("choose:1", ["1"]),
            ("preview:1", None),
            ("preview-entry:1:2", None),
        ):
            press = await person.forges_click(
                f"tickets:v1:{verb}", in_=server.general, message=panel, values=values
            )
            ignored = "You aren't allowed to use this bot" in person.answer(press)
            assert ignored is not may("a panel's button", kind), (verb, kind)


async def test_who_may_close(tickets_ready: Server, ticket: Any) -> None:
    """Close ticket opens its form for those who may; everybody else reads who may."""
    channel = await ticket()
    welcome = tickets_ready.welcome_message(channel)
    for kind, person in kinds_and_people(tickets_ready):
        press = await person.forges_click("tickets:v1:close:1", in_=channel, message=welcome)
        assert (press.modal is not None) is may("Close ticket", kind), kind
        assert person.answer(press), kind


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_send_the_closing_form(
    tickets_ready: Server, ticket: Any, kind: str
) -> None:
    """The form is no way around the button: rights are asked for again."""
    channel = await ticket()
    person = getattr(tickets_ready, KINDS[kind])

    result = await person.forges_modal("tickets:v1:close:1", {"reason": "x"}, in_=channel)

    assert ("✅" in person.answer(result)) is may("Close ticket", kind)
    assert ("Reopen" in tickets_ready.buttons(tickets_ready.messages(channel)[0])) is may(
        "Close ticket", kind
    )


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_confirm_closing(tickets_ready: Server, ticket: Any, kind: str) -> None:
    """Nor is a Confirm button that was meant for somebody else."""
    await tickets_ready.administrator.types("!ticketset closereason off")
    channel = await ticket()
    question = await tickets_ready.moderator.presses("Close ticket", on=channel)
    person = getattr(tickets_ready, KINDS[kind])

    result = await presses_what_is_not_theirs(person, "Confirm", question, channel)

    assert ("✅" in person.answer(result)) is may("Close ticket", kind)


async def test_who_may_handle_a_ticket(tickets_ready: Server, ticket: Any) -> None:
    """Each of the team claims it, gives it back and takes it over, and nobody else."""
    server = tickets_ready
    await sets(server, "claims on")
    channel, app = await ticket(), server.sim.cog.app
    other = server.person("second", server.moderators)

    async def handler_after(person: Person, custom_id: str) -> int | None:
        await person.forges_click(custom_id, in_=channel)
        record = await app.tickets.get(server.guild.id, 1)
        return record.handler_id if isinstance(record.handler_id, int) else None

    for kind, person in kinds_and_people(server):
        claimed = await handler_after(person, "tickets:v1:claim:1")
        assert (claimed == person.id) is may("Claim", kind), kind
        released = await handler_after(person, "tickets:v1:release:1")
        assert released is None, kind
        await handler_after(other, "tickets:v1:claim:1")
        question = await person.forges_click(f"tickets:v1:take-over:1:{other.id}", in_=channel)
        asked = "Take this ticket over" in person.answer(question)
        assert asked is may("Take over", kind), kind
        confirm = f"tickets:v1:take-over-confirmed:1:{app.session}:{other.id}"
        taken = await handler_after(person, confirm)
        assert (taken == person.id) is may("Take over", kind), kind
        given_back = await handler_after(person, "tickets:v1:release:1")
        assert (given_back is None) is may("Release", kind), kind
        await handler_after(other, "tickets:v1:release:1")


async def test_who_may_rate(tickets_ready: Server, ticket: Any) -> None:
    """The opener gives stars and comments on them; nobody else does, whatever they send."""
    server = tickets_ready
    await sets(server, "rating on")
    channel, app = await closed(server, await ticket()), server.sim.cog.app
    record = await app.tickets.get(server.guild.id, 1)
    about = f"{server.guild.id}:1:{record.closed_at}"

    for kind, person in kinds_and_people(server):
        stars = "4" if kind == "opener" else "2"
        await person.forges_click(f"tickets:v1:rate:{about}", in_=channel, values=[stars])
        record = await app.tickets.get(server.guild.id, 1)
        assert (record.stars == int(stars)) is may("Stars", kind), kind
        comment = f"tickets:v1:rate-comment:{about}"
        asked = await person.forges_click(comment, in_=channel)
        assert (asked.modal is not None) is may("Add a comment", kind), kind
        await person.forges_modal(comment, {"reason": kind}, in_=channel)
        record = await app.tickets.get(server.guild.id, 1)
        assert (record.rating_comment == kind) is may("Add a comment", kind), kind


async def test_who_may_answer_whether_to_close(tickets_ready: Server, ticket: Any) -> None:
    """The opener is asked; the team asks, and ends it."""
    server, app = tickets_ready, tickets_ready.sim.cog.app
    channel = await ticket()
    other = server.person("second", server.moderators)

    async def asked_at() -> int | None:
        at = (await app.tickets.get(server.guild.id, 1)).asked_at
        return at if isinstance(at, int) else None

    for kind, person in kinds_and_people(server):
        for button in ("tickets:v1:ask-not-yet:1", "tickets:v1:ask-withdraw:1"):
            if await asked_at() is None:
                await server.sim.time_passes(2)
                await other.runs("ticketmod ask", in_=channel)
            await person.forges_click(f"{button}:{await asked_at()}", in_=channel)
            over = await asked_at() is None
            if "not-yet" in button:
                assert over is may("Not yet", kind), kind
            else:
                assert over is may("Withdraw", kind), kind
    await server.sim.time_passes(2)
    await other.runs("ticketmod ask", in_=channel)
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(
            f"tickets:v1:ask-close:1:{await asked_at()}", in_=channel
        )
        assert ("✅" in person.answer(press)) is may("Close", kind), kind
        if "✅" in person.answer(press):
            await mods_reopen(server, channel)
            await server.sim.time_passes(2)
            await other.runs("ticketmod ask", in_=channel)


async def mods_reopen(server: Server, channel: Any) -> None:
    """A moderator reopens the ticket."""
    await server.moderator.forges_click("tickets:v1:reopen:1", in_=channel)


async def test_who_may_cancel(tickets_ready: Server, ticket: Any) -> None:
    """Below a question that somebody else was asked, it changes nothing for anybody."""
    channel = await ticket()
    session = tickets_ready.sim.cog.app.session
    for kind, person in kinds_and_people(tickets_ready):
        press = await person.forges_click(f"tickets:v1:cancel:1:{session}", in_=channel)
        assert ("Nothing was changed" in person.answer(press)) is may("Cancel", kind), kind


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_reopen(tickets_ready: Server, ticket: Any, kind: str) -> None:
    """Reopen works for ticket moderators; others read that only they can."""
    channel = await closed(tickets_ready, await ticket())
    person = getattr(tickets_ready, KINDS[kind])

    result = await person.forges_click(
        "tickets:v1:reopen:1", in_=channel, message=tickets_ready.welcome_message(channel)
    )

    assert ("✅" in person.answer(result)) is may("Reopen", kind)
    assert tickets_ready.alice.sees(channel) is may("Reopen", kind)
    if not may("Reopen", kind) and kind != "blocked":
        assert "and administrators can do this" in person.answer(result)


async def test_who_may_reopen_in_private(tickets_ready: Server, ticket: Any) -> None:
    """The message about a closing is its opener's: nobody else's press does anything."""
    server = tickets_ready
    await sets(server, "openerreopen 1")
    await closed(server, await ticket())
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(
            f"tickets:v1:reopen-own:{server.guild.id}:1", in_=person.user.dm_channel
        )
        assert ("✅" in person.answer(press)) is may("Reopen, in private", kind), kind


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_delete(tickets_ready: Server, ticket: Any, kind: str) -> None:
    """Delete and its Confirm work for ticket moderators only."""
    channel = await closed(tickets_ready, await ticket())
    person = getattr(tickets_ready, KINDS[kind])
    welcome = tickets_ready.welcome_message(channel)
    asked = await person.forges_click("tickets:v1:delete:1", in_=channel, message=welcome)
    assert ("Nothing is saved" in person.answer(asked)) is may("Delete", kind)

    question = await tickets_ready.moderator.presses("Delete", on=channel)
    result = await presses_what_is_not_theirs(person, "Confirm", question, channel)

    assert tickets_ready.exists(channel) is not may("Delete", kind)
    if tickets_ready.exists(channel):
        assert person.answer(result)


async def test_who_may_save(tickets_ready: Server, ticket: Any) -> None:
    """Only ticket moderators get the conversation as a file."""
    channel = await closed(tickets_ready, await ticket())
    welcome = tickets_ready.welcome_message(channel)
    for kind, person in kinds_and_people(tickets_ready):
        press = await person.forges_click("tickets:v1:save:1", in_=channel, message=welcome)
        assert ("📄" in person.answer(press)) is may("Save transcript", kind), kind


@pytest.fixture
async def request_made(tickets_ready: Server) -> Any:
    """Makes alice's request; the reception channel has it."""
    server = tickets_ready
    for words in (f"receptionchannel {server.staff.mention}", "validation manual"):
        await server.administrator.types(f"!ticketset {words}")
    return await server.alice.opens_a_ticket("help")


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_decide(tickets_ready: Server, request_made: Any, kind: str) -> None:
    """Accept, and the form behind Refuse, work for ticket moderators; Withdraw for nobody but
    the member."""
    server = tickets_ready
    person = getattr(server, KINDS[kind])

    window = await person.forges_click("tickets:v1:refuse:1", in_=server.staff)
    assert (window.modal is not None) is may("Refuse", kind)
    if not may("Cancel request", kind):
        withdrawn = await person.forges_click("tickets:v1:withdraw:1", in_=server.general)
        assert "withdrawn" not in person.answer(withdrawn)
    if not may("Refuse", kind):
        refused = await person.forges_modal(
            "tickets:v1:refuse:1", {"reason": "x"}, in_=server.staff
        )
        assert "✅" not in person.answer(refused)
    accepted = await person.forges_click("tickets:v1:accept:1", in_=server.staff)

    assert ("✅" in person.answer(accepted)) is may("Accept", kind)
    assert bool(server.ticket_channels()) is may("Accept", kind)


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_withdraw(tickets_ready: Server, request_made: Any, kind: str) -> None:
    """A request is withdrawn by whose it is."""
    person = getattr(tickets_ready, KINDS[kind])
    result = await person.forges_click("tickets:v1:withdraw:1", in_=tickets_ready.general)
    assert ("Your request has been cancelled." in person.answer(result)) is may(
        "Cancel request", kind
    )


async def test_who_may_see_the_result(tickets_ready: Server, request_made: Any) -> None:
    """What became of a request is shown to ticket moderators, each by a button of their own."""
    server = tickets_ready
    await server.moderator.forges_click("tickets:v1:accept:1", in_=server.staff)
    newcomer = server.person("newcomer")
    for kind, person in kinds_and_people(server):
        for member in (person, newcomer):
            press = await person.forges_click(f"tickets:v1:result:1:{member.id}", in_=server.staff)
            shown = "<#" in person.answer(press)
            expected = member is person and may("Show the result", kind)
            assert shown is expected, (kind, person.answer(press))


async def test_who_is_shown_what_happened(tickets_ready: Server) -> None:
    """News of the staff's is for the staff, whoever presses."""
    server = tickets_ready
    server.sim.env.backend.delete_role(server.guild.id, server.helpers.id)
    await server.sim.env.settle()
    said = "The access role"
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(f"tickets:v1:news:{person.id}", in_=server.general)
        assert (said in person.answer(press)) is may("Show", kind), kind
        other = await person.forges_click(f"tickets:v1:news:{server.guild.id}", in_=server.general)
        assert said not in person.answer(other)


async def test_who_may_send_a_ready_answer(tickets_ready: Server, ticket: Any) -> None:
    """The preview and its button ask as the command does."""
    server = tickets_ready
    channel = await ticket()
    await server.administrator.types("!ticketset reply add greeting Hello {user}")
    session = server.sim.cog.app.session
    for kind, person in kinds_and_people(server):
        await server.overwrite(channel, person, allow="view_channel send_messages")
        shown = await person.forges_click("tickets:v1:ready-show:1:1", in_=channel)
        assert ("looks in the ticket" in person.answer(shown)) is may("ticketmod reply", kind)
        sent = await person.forges_click(
            f"tickets:v1:ready-send:1:{session}:1:0:{person.id}", in_=channel
        )
        assert ("answer was sent" in person.answer(sent)) is may("ticketmod reply", kind), kind


async def test_who_may_press_below_statistics(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another time and the picture ask as the command does; the file is for administrators."""
    server = tickets_ready
    side = import_module("tickets.statistics.discord")
    monkeypatch.setattr(side, "can_draw", lambda: False)
    for kind, person in kinds_and_people(server):
        place = server.guild.create_text_channel(f"for-{person.name}")
        press = await person.forges_click("tickets:v1:stats:7:0", in_=place)
        assert ("Open right now" in person.answer(press)) is may("ticketmod stats", kind), kind
        press = await person.forges_click("tickets:v1:stats-picture:7:0", in_=place)
        drawn = "could not be drawn" in person.answer(press)
        assert drawn is may("ticketmod stats", kind), kind
        press = await person.forges_click("tickets:v1:data:7", in_=place)
        assert ("keep it safe" in person.answer(press)) is may("ticketset data", kind), kind


async def test_who_may_turn_pages_of_a_search(tickets_ready: Server, ticket: Any) -> None:
    """Who has looked for it, as long as they moderate; nobody reads what another one found."""
    server = tickets_ready
    await ticket()
    kept = server.sim.part("Searches")
    wish = import_module("tickets.search.rules").Wish("help")
    for kind, person in kinds_and_people(server):
        may_find = may("ticketmod find", kind)
        place = server.guild.create_text_channel(f"for-{person.name}")
        key = kept.keep(server.guild.id, person.id, wish)
        press = await person.forges_click(f"tickets:v1:find:{key}:0", in_=place)
        assert ("Tickets found" in person.answer(press)) is may_find, kind
        press = await person.forges_click(
            f"tickets:v1:find-record:{key}:0", in_=place, values=["1"]
        )
        assert ("Opened by" in person.answer(press)) is may_find, kind
        other = kept.keep(server.guild.id, 1, wish)
        press = await person.forges_click(f"tickets:v1:find:{other}:0", in_=place)
        assert "#1" not in person.answer(press), kind


@pytest.mark.parametrize("page", ["list:0", "list-of:waiting:0:0", "blocked:0"])
async def test_who_may_turn_pages_of_the_list(tickets_ready: Server, page: str) -> None:
    """A page of the list asks as the command does."""
    server = tickets_ready
    for kind, person in kinds_and_people(server):
        press = await person.forges_click(f"tickets:v1:{page}", in_=server.staff)
        text = person.answer(press)
        refused = "and administrators can do this" in text or kind == "blocked"
        assert refused is not may("ticketmod list", kind), (kind, text)


#: What stands in ids, by the names of their parts.
PARTS = {
    **dict.fromkeys(
        ("number", "page", "reason_id", "anew", "type_id", "question_id", "answer_id"), "1"
    ),
    "revision": "1",
    "key": "0123abcd",
    "question": "0123abcd",
    "token": "0123abcd",
    "where": "home",
    "wanted": "on",
    "name": "limit",
    "kind": "button",
    "verb": "preview",
    "step": "category",
    "given": "none",
    "source": "vrt-3",
}


def entries_of_admins() -> Iterator[tuple[str, str, bool, list[str] | None]]:
    """(custom id, entry of the page, whether it is a form, what is chosen) for all that asks
    for that right."""
    of_admins = {entry for entry, kind, yes in cells() if kind == "Red admin" and yes} - {
        entry for entry, kind, yes in cells() if kind == "stranger" and yes
    }
    for point in ("buttons", "forms"):
        for one in FEATURES.each(point):
            if one.row in of_admins:
                parts = [PARTS.get(part.name, "123456789012345678") for part in one.about]
                custom_id = ":".join(("tickets:v1", one.verb, *parts))
                assert re.fullmatch(pattern(one), custom_id), custom_id
                chooses = "choice" in inspect.signature(one.answer).parameters
                yield custom_id, one.row, point == "forms", ["1"] if chooses else None


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_use_what_is_behind_the_configuration(
    tickets_ready: Server, kind: str
) -> None:
    """Every button, selector and form of menus, panels, assistant and doctor asks for the right
    again, whoever forges it, before anything else is said."""
    server = tickets_ready
    person = getattr(server, KINDS[kind])
    for custom_id, entry, is_form, values in entries_of_admins():
        if is_form:
            result = await person.forges_modal(custom_id, {"value": "x"}, in_=server.general)
        else:
            result = await person.forges_click(custom_id, in_=server.general, values=values)
        text = person.answer(result)
        refused = "You need the **Manage Server** permission" in text or kind == "blocked"
        assert refused is not may(entry, kind), (custom_id, text)


async def test_all_buttons_and_forms_are_tried() -> None:
    """Each is pressed, or sent, by every kind of person in some test above."""
    source = Path(__file__).read_text(encoding="utf-8")
    tried = set(re.findall(r"tickets:v1:([a-z-]+)", source)) | {
        "choose",
        "preview",
        "preview-entry",
    }
    tried |= {custom_id.split(":")[2] for custom_id, *_more in entries_of_admins()}
    # Pressed where the question is really shown.
    tried |= {"close-confirmed", "delete-confirmed", "list", "list-of", "blocked"}
    # Whoever presses a question of 1.0.0 is told that it has ended.
    tried |= {"confirm-close", "confirm-delete"}
    verbs = {one.verb for point in ("buttons", "forms") for one in FEATURES.each(point)}
    assert sorted(verbs - tried) == []


async def test_all_rows_are_tried() -> None:
    """No row of the page stands there unproven."""
    source = Path(__file__).read_text(encoding="utf-8")
    tried = {*re.findall(r"""may\(\s*"([^"]+)\"""", source), *rows("ticketset")}
    tried |= {entry for _custom_id, entry, *_more in entries_of_admins()}
    tried |= {f"ticketmod {command}" for command in STAFF_COMMANDS}
    # Shows Red's help, which is not the cog's to give.
    tried |= {"ticketmod"}
    assert sorted({entry for entry, *_more in cells()} - tried) == []


#: A use of each of the staff's commands that makes sense in alice's ticket, with bob added.
STAFF_COMMANDS: dict[str, dict[str, Any]] = {
    "open": {"member": "alice"},
    "add": {"member-or-role": "newcomer"},
    "remove": {"member-or-role": "bob"},
    "close": {},
    "reopen": {},
    "delete": {},
    "move": {"type": "none"},
    "claim": {},
    "release": {},
    "rename": {"name": "renamed"},
    "ask": {},
    "reply": {"name": "greeting"},
    "transcript": {},
    "list": {},
    "find": {"text": "help"},
    "stats": {},
    "accept": {"request": 1},
    "refuse": {"request": 1},
    "block": {"member": "newcomer"},
    "unblock": {"member": "newcomer"},
}


@pytest.mark.parametrize("command", STAFF_COMMANDS)
@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_who_may_use_the_staffs_commands(
    tickets_ready: Server, ticket: Any, command: str, by: str
) -> None:
    """Each asks by itself, even where a server lets everybody see it; the others read that
    only ticket moderators can."""
    server = tickets_ready
    channel = await ticket()
    (shown,) = [one for one in await fetched(server) if one.name == "ticketmod"]
    server.guild.set_command_permissions(shown, {server.guild.default_role: True})
    people = {"alice": server.alice, "bob": server.bob, "newcomer": server.person("newcomer")}
    options = {
        name: people.get(value, value) if isinstance(value, str) else value
        for name, value in STAFF_COMMANDS[command].items()
    }
    for kind, person in kinds_and_people(server):
        await server.overwrite(channel, person, allow="view_channel send_messages")
        if by == "slash":
            given = {name: getattr(one, "actor", one) for name, one in options.items()}
            text = person.answer(await person.runs(f"ticketmod {command}", in_=channel, **given))
        else:
            words = " ".join(str(getattr(one, "mention", one)) for one in options.values())
            text = person.answer(await person.types(f"!ticketmod {command} {words}", in_=channel))
        refused = "and administrators can do this" in text
        assert refused is (not may(f"ticketmod {command}", kind) and kind != "blocked"), (
            kind,
            text,
        )
        assert text or (kind == "blocked" and by == "prefix"), kind


async def test_who_may_configure_by_typing(tickets_ready: Server) -> None:
    """Typed configuration answers those who may manage the server; Red stays silent to
    others, as with every command of its."""
    await tickets_ready.alice.opens_a_ticket()
    for entry in rows("ticketset"):
        for kind, person in kinds_and_people(tickets_ready):
            answers = await person.types(f"!{entry}")
            # Who may configure, but not have the file, reads that only administrators can.
            found = person.buttons(answers) if entry == "ticketset data" else answers
            assert bool(found) is may(entry, kind), (entry, kind)


async def test_who_may_configure_by_slash(tickets_ready: Server) -> None:
    """Every slash form asks by itself, even where a server lets everybody see the command."""
    server = tickets_ready
    (command,) = [command for command in await fetched(server) if command.name == "ticketset"]
    server.guild.set_command_permissions(command, {server.guild.default_role: True})
    panels = [entry.removeprefix("ticketset ") for entry in rows("ticketset panel ")]
    for sub in ("menu", "setup", "show", "check", "enable", "disable", "reset", *panels):
        entry = "ticketset" if sub == "menu" else f"ticketset {sub}"
        for kind, person in kinds_and_people(server):
            result = await person.runs(f"ticketset {sub}")
            text = person.answer(result)
            assert text, (sub, kind)
            assert result.ephemeral, (sub, kind)
            refused = "You need the **Manage Server** permission" in text or kind == "blocked"
            assert refused is not may(entry, kind), (sub, kind, text)


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_use_the_menu(tickets_ready: Server, kind: str) -> None:
    """Who may configure changes settings in a menu of their own; nobody else does, not even
    with a menu and a form that were meant for an admin."""
    server = tickets_ready
    person = getattr(server, KINDS[kind])
    if may("the menu's controls", kind):
        menu = await (await MenuPage.opened(person, by="prefix")).goes_to("opening")
    else:
        menu = await MenuPage.opened(server.administrator, by="prefix")
        await menu.goes_to("opening")
    custom_id = menu.control("menu-toggle", "openreason")["custom_id"]

    pressed = await person.forges_click(custom_id, in_=server.general, message=menu.message)
    sent = await person.forges_modal(
        f"tickets:v1:menu-edit:{menu.key}:limit", {"value": "3"}, in_=server.general
    )
    asked = {"label": "Who?", "kind": "short"}
    await person.forges_modal(f"tickets:v1:form-edit:{menu.key}:0:0", asked, in_=server.general)

    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("opening_reason") is may("the menu's controls", kind)
    assert (settings.get("limit") == 3) is may("the menu's controls", kind)
    assert bool(settings.get("form").questions) is may("the menu's controls", kind)
    assert may("the menu's controls", kind) or person.answer(pressed)
    assert person.answer(sent)


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_use_the_assistant(server: Server, kind: str) -> None:
    """Each of its buttons, and its form, asks for the right again: nobody else sets anything up
    with an assistant that was meant for an admin."""
    person = getattr(server, KINDS[kind])
    owner = person if may("the assistant", kind) else server.administrator
    assistant = await Assistant.opened(server, owner, how="typed", in_=server.general)
    await assistant.presses("Use suggestions")
    await assistant.goes_to("summary")
    before = len(server.guild._guild.channel_ids)

    sent = await person.forges_modal(
        f"tickets:v1:setup-reasons:{assistant.key}", {"reasons": "x"}, in_=server.general
    )
    pressed = await person.forges_click(
        f"tickets:v1:setup:{assistant.key}:summary:go",
        in_=server.general,
        message=assistant.message,
    )

    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.enabled is may("the assistant", kind)
    assert (len(server.guild._guild.channel_ids) > before) is may("the assistant", kind)
    if not may("the assistant", kind):
        assert person.answer(pressed)
        assert person.answer(sent)


async def closed(server: Server, channel: Any) -> Any:
    window = await server.moderator.presses("Close ticket", on=channel)
    await server.moderator.submits(window, reason="done")
    return channel


async def presses_what_is_not_theirs(
    person: Person, label: str, question: Any, channel: Any
) -> Any:
    """Presses a button of a private answer that somebody else was given."""
    from messages import button

    found = button(person.server.sim.env, question.response, label)
    assert found is not None
    return await person.forges_click(found["custom_id"], in_=channel, message=question.response)


async def fetched(server: Server) -> Any:
    with server.sim.env._bot_scope():
        return await server.sim.red.tree.fetch_commands()


async def test_the_tables_have_all_kinds() -> None:
    """Each table has a column for each kind of person."""
    for header in re.findall(r"^\| \|(.+)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        assert [part.strip() for part in header.split("|")] == list(KINDS)
