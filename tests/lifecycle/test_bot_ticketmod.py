"""``/ticketmod``: what moderators do by command, typed and slash, in tickets and in public."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

from tests.lifecycle.staffing import (
    FRENCH,
    a_bot,
    a_ticket,
    announcements,
    both_forms,
    closed_ticket,
    everything_said,
    mods,
    shows_slash_commands,
)
from tests.panels.panel_making import button_panel
from tests.staff_log.reception import closes, logged, posted, sets, state_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

every_form = pytest.mark.parametrize("by", ["slash", "prefix", "alias"])
both_validations = pytest.mark.parametrize("validation", ["automatic", "manual"])
SECRET = "a reason for the staff only"  # noqa: S105


@pytest.fixture(autouse=True)
async def _in_public(tickets_ready: Server) -> None:
    """Moderators see the slash commands in #general."""
    await shows_slash_commands(tickets_ready)


async def validated(server: Server, validation: str) -> None:
    """Sets the reception channel, and how tickets are opened."""
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, f"validation {validation}")


# Opening for a member (M1)


@every_form
@both_validations
async def test_opening_for_a_member(
    tickets_ready: Server, moderator: Person, bob: Person, by: str, validation: str
) -> None:
    """The ticket opens at once in both modes, in the member's name; the log says for whom; in
    public nobody reads why."""
    server = tickets_ready
    await validated(server, validation)

    result = await mods(moderator, "open", in_=server.general, by=by, member=bob, reason=SECRET)

    channel = server.newest_ticket()
    answer = moderator.answer(result)
    assert answer == f"✅ The ticket of {bob.mention} is open: {channel.mention}"
    assert bob.can("send_messages", channel)
    assert f"Welcome to your ticket, {bob.mention}!" in bob.reads(channel)[0]
    assert SECRET in bob.reads(channel)[0]
    assert SECRET not in everything_said(server, server.general)
    assert logged(server, server.staff) == ["moderator opened a ticket for bob."]
    assert posted(server, server.staff) == []
    if by == "slash":
        assert result.ephemeral


async def test_opening_without_a_reason(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """The welcome message stands where the reason would; nobody is asked for one."""
    server = tickets_ready
    await sets(server, "openreason on")
    await mods(moderator, "open", in_=server.general, member=bob)
    assert "Tell us what's going on" in bob.reads(server.newest_ticket())[0]


async def test_no_limit_stops_the_staff(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """It opens beyond the member's limit, and counts for the next one they want themselves."""
    server = tickets_ready
    await sets(server, "limit 1")
    for _ in range(2):
        result = await mods(moderator, "open", in_=server.general, member=bob)
        assert "✅" in moderator.answer(result)
    refused = await bob.opens_a_ticket()
    assert "You already have 2 open tickets" in bob.answer(refused)


async def test_a_member_with_a_pending_request(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """The request goes on waiting, and can still be accepted."""
    server = tickets_ready
    await validated(server, "manual")
    await bob.opens_a_ticket("please")

    opened = await mods(moderator, "open", in_=server.general, member=bob)
    accepted = await moderator.presses("Accept", on=posted(server, server.staff)[-1])

    assert "✅" in moderator.answer(opened)
    assert "✅" in moderator.answer(accepted)
    assert len(server.ticket_channels()) == 2


@both_validations
async def test_a_moderators_own_ticket(
    tickets_ready: Server, moderator: Person, validation: str
) -> None:
    """A moderator may open one for themselves, even with a request of theirs waiting."""
    server = tickets_ready
    await validated(server, validation)
    if validation == "manual":
        await moderator.opens_a_ticket("please")
    result = await mods(moderator, "open", in_=server.general, member=moderator)
    assert "✅" in moderator.answer(result)


@both_forms
async def test_bots_have_no_tickets(tickets_ready: Server, moderator: Person, by: str) -> None:
    """A bot is refused in so many words."""
    server = tickets_ready
    result = await mods(moderator, "open", in_=server.general, by=by, member=a_bot(server))
    assert moderator.answer(result) == "This is a bot. Bots can't have tickets."
    assert server.ticket_channels() == []


@both_forms
async def test_not_while_the_system_is_disabled(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """A disabled system opens for nobody; existing tickets are handled as before."""
    server = tickets_ready
    channel = await a_ticket(server)
    await sets(server, "disable")

    result = await mods(moderator, "open", in_=server.general, by=by, member=bob)
    closed = await mods(moderator, "close", in_=channel, reason="done")

    assert moderator.answer(result) == "New tickets are paused on this server right now."
    assert "✅" in moderator.answer(closed)


@pytest.mark.one_of(5)
@pytest.mark.parametrize("how", ["403", "404", "429", "500", "lost call", "lost answer"])
@pytest.mark.parametrize("call", ["channel", "welcome", "callback", "answer"])
async def test_opening_when_discord_has_trouble(
    tickets_ready: Server, moderator: Person, bob: Person, call: str, how: str
) -> None:
    """Either there is one whole ticket and the answer links it, or none and the answer says
    why."""
    server, faults = tickets_ready, tickets_ready.sim.faults
    path = {
        "channel": f"/guilds/{server.guild.id}/channels",
        "welcome": "/channels/*/messages",
        "callback": "/interactions/*/callback",
        "answer": "/webhooks/*",
    }[call]
    method = "PATCH" if call == "answer" else "POST"
    # Who isn't answered because Discord took no answer: that is nobody's fault here.
    server.sim.unanswered_is_fine = call in ("callback", "answer")
    if how == "lost call":
        faults.disconnect(path, method=method)
    elif how == "lost answer":
        faults.lose_answer(path, method=method)
    else:
        code = {"403": 50013, "404": 10003}.get(how, 0)
        faults.fail(path, method=method, status=int(how), code=code, message="x")

    result = await mods(moderator, "open", in_=server.general, member=bob)

    answer = moderator.answer(result)
    channels = server.ticket_channels()
    if channels:
        (channel,) = channels
        assert channel.mention in answer or call in ("callback", "answer")
        assert len(server.messages(channel)) == 1
        assert await state_of(server) == "open"
    else:
        assert "✅" not in answer
        assert answer
        assert await state_of(server) == "failed"
    survives = how == "lost answer" or (call, how) == ("welcome", "lost call")
    assert bool(channels) is (survives or call in ("callback", "answer"))


# What the buttons do, too (M4)


@every_form
@both_validations
async def test_closing_with_a_reason(
    tickets_ready: Server, moderator: Person, alice: Person, by: str, validation: str
) -> None:
    """With the reason in the command nothing is asked: the ticket closes and says why."""
    server = tickets_ready
    await validated(server, validation)
    await alice.opens_a_ticket("please")
    if validation == "manual":
        await moderator.presses("Accept", on=posted(server, server.staff)[-1])
    channel = server.newest_ticket()

    result = await mods(moderator, "close", in_=channel, by=by, reason="all done")

    assert moderator.answer(result) == "✅ The ticket has been closed."
    assert not alice.sees(channel)
    assert announcements(server, channel)[-1] == "moderator closed the ticket."
    assert "all done" in everything_said(server, channel)
    if by == "slash":
        assert result.ephemeral


async def test_closing_asks_for_the_reason(tickets_ready: Server, moderator: Person) -> None:
    """Without one, the slash form opens the form, the typed one shows the button to it."""
    server = tickets_ready
    channel = await a_ticket(server)
    window = await mods(moderator, "close", in_=channel)
    assert "Why are you closing this ticket?" in moderator.answer(window)

    shown = await mods(moderator, "close", in_=channel, by="prefix")
    assert moderator.buttons(shown) == OPEN_TICKET_BUTTONS
    window = await moderator.presses("Close ticket", on=shown)
    assert "✅" in moderator.answer(await moderator.submits(window, reason="done"))


@both_forms
async def test_closing_asks_to_confirm(tickets_ready: Server, moderator: Person, by: str) -> None:
    """Where no reason is wanted, it asks; the opener can't confirm what the moderator asked."""
    server = tickets_ready
    await sets(server, "closereason off")
    channel = await a_ticket(server)

    question = await mods(moderator, "close", in_=channel, by=by)
    assert moderator.answer(question) == "Close this ticket?"
    result = await moderator.presses("Confirm", on=question)

    assert "✅" in moderator.answer(result)
    assert await state_of(server) == "closed"


@every_form
async def test_reopening(tickets_ready: Server, moderator: Person, alice: Person, by: str) -> None:
    """The opener is back, and the channel says who reopened it."""
    channel = await closed_ticket(tickets_ready)
    result = await mods(moderator, "reopen", in_=channel, by=by)
    assert moderator.answer(result) == "✅ The ticket is open again."
    assert alice.can("send_messages", channel)
    assert announcements(tickets_ready, channel)[-1] == "moderator reopened the ticket."


@every_form
@pytest.mark.parametrize("state", ["open", "closed"])
async def test_deleting(tickets_ready: Server, moderator: Person, by: str, state: str) -> None:
    """It asks first, and says that nothing is kept; open tickets can be deleted as well."""
    server = tickets_ready
    channel = await (a_ticket if state == "open" else closed_ticket)(server)

    question = await mods(moderator, "delete", in_=channel, by=by)
    assert "Nothing is saved" in moderator.answer(question)
    if by == "slash":
        assert question.ephemeral
    assert server.exists(channel)
    await moderator.presses("Confirm", on=question)

    assert not server.exists(channel)


async def test_only_moderators_confirm_a_public_question(
    tickets_ready: Server, moderator: Person, alice: Person
) -> None:
    """The question of a typed command stands in the ticket: its opener can't confirm it."""
    channel = await a_ticket(tickets_ready)
    question = await mods(moderator, "delete", in_=channel, by="prefix")
    refused = await alice.presses("Confirm", on=question)
    assert "and administrators can do this" in alice.answer(refused)
    assert tickets_ready.exists(channel)


@both_forms
@pytest.mark.parametrize(
    ("command", "state", "sentence"),
    [
        ("close", "closed", "This ticket was already closed by"),
        ("reopen", "open", "This ticket is open."),
    ],
)
async def test_what_makes_no_sense(
    tickets_ready: Server, moderator: Person, command: str, state: str, sentence: str, by: str
) -> None:
    """Closing what is closed and reopening what is open says how it stands."""
    channel = await (a_ticket if state == "open" else closed_ticket)(tickets_ready)
    before = announcements(tickets_ready, channel)
    result = await mods(moderator, command, in_=channel, by=by)
    assert sentence in moderator.answer(result)
    assert announcements(tickets_ready, channel) == before


@both_forms
@pytest.mark.parametrize("command", ["add", "remove", "close", "reopen", "delete"])
async def test_outside_of_tickets(
    tickets_ready: Server, moderator: Person, bob: Person, command: str, by: str
) -> None:
    """In a public channel the commands about a ticket say where they belong; what was typed
    with a reason is cleared away."""
    server = tickets_ready
    options: dict[str, Any] = {"who": bob} if command in ("add", "remove") else {}
    if command == "close":
        options = {"reason": SECRET}

    result = await mods(moderator, command, in_=server.general, by=by, **options)

    assert moderator.answer(result) == "Use this command in the channel of a ticket."
    assert SECRET not in everything_said(server, server.general)
    if by == "slash":
        assert result.ephemeral


@pytest.mark.parametrize("command", ["close", "reopen", "delete", "add"])
async def test_after_a_reset(
    tickets_ready: Server, moderator: Person, bob: Person, command: str
) -> None:
    """The moderators of then still handle the ticket by command, as they do by button."""
    server = tickets_ready
    channel = await (closed_ticket if command == "reopen" else a_ticket)(server)
    await server.sim.cog.app.settings.reset(server.guild.id)
    needed: dict[str, dict[str, Any]] = {"close": {"reason": "x"}, "add": {"who": bob}}
    options = needed.get(command, {})

    result = await mods(moderator, command, in_=channel, **options)

    assert "and administrators can do this" not in moderator.answer(result)
    assert ("✅" in moderator.answer(result)) is (command != "delete")


async def test_a_ticket_whose_channel_went_while_somebody_typed(
    tickets_ready: Server, moderator: Person
) -> None:
    """A form that is sent for a ticket that was deleted meanwhile says so."""
    server = tickets_ready
    channel = await a_ticket(server)
    question = await mods(moderator, "delete", in_=channel)
    other = await server.administrator.presses("Close ticket", on=channel)
    await moderator.presses("Confirm", on=question)

    late = await server.administrator.forges_modal(
        "tickets:v1:close:1", {"reason": "late"}, in_=server.general
    )

    assert other.modal is not None
    assert server.administrator.answer(late) == "This ticket was deleted."


# At the same moment


async def test_two_moderators_close(
    tickets_ready: Server, moderator: Person, administrator: Person
) -> None:
    """One closes, the other reads who was faster."""
    server = tickets_ready
    channel = await a_ticket(server)
    async with server.sim.at_once():
        results = [
            (one, await mods(one, "close", in_=channel, reason=one.name))
            for one in (moderator, administrator)
        ]

    answers = sorted(one.answer(result) for one, result in results)
    assert "already closed by" in answers[0]
    assert answers[1] == "✅ The ticket has been closed."
    assert len(announcements(server, channel)) == 1


async def test_reopen_and_delete(
    tickets_ready: Server, moderator: Person, administrator: Person
) -> None:
    """One effect, or one after the other; never half of both."""
    server = tickets_ready
    channel = await closed_ticket(server)
    question = await mods(administrator, "delete", in_=channel)
    with server.sim.counting() as calls:
        async with server.sim.at_once():
            await mods(moderator, "reopen", in_=channel)
            await administrator.presses("Confirm", on=question)

    assert len(said_privately(calls)) >= 2
    state = await state_of(server)
    assert (state, server.exists(channel)) in (("deleted", False), ("open", True))


def said_privately(calls: Any) -> list[str]:
    """What people were answered, also where nobody can read it any more."""
    said = [
        (call.body.get("data") or call.body).get("content") or ""
        for call in calls.seen
        if call.parts[0] in ("interactions", "webhooks")
    ]
    return [text for text in said if text]


async def test_two_moderators_delete(
    tickets_ready: Server, moderator: Person, administrator: Person
) -> None:
    """The channel is deleted once, logged once, and both are answered."""
    server = tickets_ready
    await validated(server, "automatic")
    channel = await a_ticket(server)
    questions = [
        (one, await mods(one, "delete", in_=channel)) for one in (moderator, administrator)
    ]
    with server.sim.counting() as calls:
        async with server.sim.at_once():
            for one, question in questions:
                await one.presses("Confirm", on=question)

    assert said_privately(calls) == ["The ticket is being deleted…", "This ticket was deleted."]
    # The second answer comes when the channel, and whoever waited in it, is gone.
    server.sim.expect_unanswered()
    assert len(calls.matching("DELETE", "/channels/{}")) == 1
    assert not server.exists(channel)
    assert sum("deleted ticket" in line for line in logged(server, server.staff)) == 1


# The list (M5)


@both_forms
async def test_an_empty_list(tickets_ready: Server, moderator: Person, by: str) -> None:
    """Nothing to show is said, too; only the moderator sees it."""
    result = await listed(moderator, tickets_ready.general, by)
    assert result.ephemeral
    assert "Requests: 0 · open: 0 · closed: 0" in moderator.answer(result)
    assert "No tickets right now." in moderator.answer(result)
    assert moderator.buttons(result) == []


async def listed(person: Person, channel: Any, by: str) -> Any:
    """The list, typed or as slash command."""
    result = await mods(person, "list", in_=channel, by=by)
    if by == "slash":
        return result
    assert person.answer(result) == "Press the button to see the list. Only you will see it."
    return await person.presses("Show the list", on=result)


@every_form
async def test_the_list(
    tickets_ready: Server, moderator: Person, alice: Person, bob: Person, by: str
) -> None:
    """Requests first, then open and closed tickets: number, opener, age and where it is."""
    server = tickets_ready
    closed = await closed_ticket(server)
    await bob.opens_a_ticket("help")
    opened = server.newest_ticket()
    await validated(server, "manual")
    await alice.opens_a_ticket("please")
    request = posted(server, server.staff)[-1]

    result = await listed(moderator, server.general, by)

    title, heading, *lines = moderator.answer(result).splitlines()
    assert (title, heading) == ("### Tickets", "-# Requests: 1 · open: 1 · closed: 1")
    assert [line.split(" ")[1] for line in lines] == ["**#3**", "**#2**", "**#1**"]
    assert [alice.mention in line for line in lines] == [True, False, True]
    assert f"/{server.staff.id}/{request.id}" in lines[0]
    assert opened.mention in lines[1]
    assert closed.mention in lines[2]
    assert all(":R>" in line for line in lines)


async def test_a_long_list(tickets_ready: Server, moderator: Person) -> None:
    """300 tickets are readable page by page, in place; there and back."""
    server = tickets_ready
    await many_tickets(server, 300)

    page = await mods(moderator, "list", in_=server.general)
    assert moderator.buttons(page) == ["▶"]
    assert "open: 300" in moderator.answer(page)
    seen: set[str] = set()
    for number in range(30):
        text = moderator.answer(page)
        seen.update(line.split(" ")[1] for line in text.splitlines()[2:])
        if number < 29:
            page = await moderator.presses("▶", on=page)
    assert len(seen) == 300
    assert moderator.buttons(page) == ["◀"]
    back = await moderator.presses("◀", on=page)
    assert moderator.buttons(back) == ["◀", "▶"]


async def many_tickets(server: Server, count: int) -> None:
    """Open tickets, as stored: making their channels would take long."""
    app = server.sim.cog.app
    for number in range(1, count + 1):
        ticket = await app.tickets.begin(
            guild_id=server.guild.id,
            opener_id=number,
            opened_by_id=number,
            origin_id=number,
            reason=None,
            terms=(await app.settings.of(server.guild.id)).terms(),
            at=app.now(),
            limit=0,
        )
        # The classes that the running bot knows are not those of a test's own import.
        action = sys.modules["tickets.core.ticket"].Action.FINISH_OPENING
        await app.tickets.move(ticket, action, channel_id=10**18 + number, settled=True)


async def test_a_page_that_is_gone(tickets_ready: Server, moderator: Person) -> None:
    """A page number that is too far shows the last page."""
    await a_ticket(tickets_ready)
    shown = await mods(moderator, "list", in_=tickets_ready.general, by="prefix")
    result = await moderator.forges_click(
        "tickets:v1:list:99", in_=tickets_ready.general, message=shown[-1]
    )
    assert "open: 1" in moderator.answer(result)


async def test_the_lists_other_side(tickets_ready: Server, moderator: Person, bob: Person) -> None:
    """Blocked members have their own page, with end, moderator and reason, and lead back."""
    server = tickets_ready
    await mods(
        moderator, "block", in_=server.general, member=bob, duration="1d", reason="**loud**"
    )

    page = await mods(moderator, "list", in_=server.general)
    assert moderator.buttons(page) == ["Blocked members (1)"]
    blocked = await moderator.presses("Blocked members (1)", on=page)
    text = moderator.answer(blocked)
    assert "1 member is blocked." in text
    assert bob.mention in text
    assert f"by {moderator.mention}" in text
    assert "\\*\\*loud\\*\\*" in text
    back = await moderator.presses("Tickets", on=blocked)
    assert "No tickets right now." in moderator.answer(back)


async def test_the_blocked_page_when_nobody_is_left(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """A block lifted meanwhile isn't shown any more."""
    server = tickets_ready
    await mods(moderator, "block", in_=server.general, member=bob)
    page = await mods(moderator, "list", in_=server.general)
    await mods(moderator, "unblock", in_=server.general, member=bob)
    blocked = await moderator.presses("Blocked members (1)", on=page)
    assert "Nobody is blocked." in moderator.answer(blocked)


@pytest.mark.parametrize("who", ["alice", "mallory", "helper", "red_admin", "bot_owner"])
@pytest.mark.parametrize("button", ["list:0", "blocked:0", "list:9999"])
async def test_a_strangers_press(tickets_ready: Server, who: str, button: str) -> None:
    """The buttons show nothing to whoever isn't a ticket moderator, forged or not."""
    server = tickets_ready
    await a_ticket(server)
    shown = await mods(server.moderator, "list", in_=server.general, by="prefix")
    person = getattr(server, who)

    result = await person.forges_click(
        f"tickets:v1:{button}", in_=server.general, message=shown[-1]
    )

    assert "and administrators can do this" in person.answer(result)
    assert server.alice.mention not in person.answer(result)


async def test_the_list_after_a_restart(tickets_ready: Server, moderator: Person) -> None:
    """The button of a typed command, and a page that is still open, go on working."""
    server = tickets_ready
    await many_tickets(server, 11)
    shown = await mods(moderator, "list", in_=server.general, by="prefix")
    page = await moderator.presses("Show the list", on=shown)
    # Their channels don't exist: the start would find them deleted.
    server.sim.faults.fail("/channels/*", method="GET", status=500, code=0, times=None)

    await server.sim.restart(clean=False)
    server.sim.faults.clear()

    again = await moderator.presses("Show the list", on=shown)
    turned = await moderator.presses("▶", on=page)
    assert "open: 11" in moderator.answer(again)
    assert "open: 11" in moderator.answer(turned)


# What others see


@both_validations
async def test_nothing_private_in_public(
    tickets_ready: Server, moderator: Person, bob: Person, validation: str
) -> None:
    """After every typed command in a public channel, no reason, no list and no refusal stands
    there."""
    server = tickets_ready
    await validated(server, validation)
    await server.alice.opens_a_ticket(SECRET)
    for words in (
        f"open {bob.mention} {SECRET}",
        f"block {bob.mention} 1d {SECRET}",
        f"close {SECRET}",
        f"refuse 1 {SECRET}",
        "list",
        "reopen",
        "delete",
        f"unblock {bob.mention}",
    ):
        await moderator.types(f"!ticketmod {words}")

    public = everything_said(server, server.general)
    assert SECRET not in public
    assert server.alice.mention not in public


@pytest.mark.parametrize(
    "words", ["open", "open nobody", "add", "add nobody", "unblock nobody", "block", "accept x"]
)
async def test_slips_of_typing(tickets_ready: Server, moderator: Person, words: str) -> None:
    """A missing or unknown name is answered, as Red does it, and nothing happens."""
    channel = await a_ticket(tickets_ready)
    before = tickets_ready.overwrites(channel)
    answers = await moderator.types(f"!ticketmod {words}", in_=channel)
    assert answers
    if words in ("add nobody", "unblock nobody"):
        assert moderator.answer(answers) == (
            "No member or role matches `nobody`. Mention them, or give their ID."
        )
    assert "Something went wrong" not in moderator.answer(answers)
    assert tickets_ready.overwrites(channel) == before
    assert len(tickets_ready.ticket_channels()) == 1


async def test_slash_answers_are_private(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """Every answer to a slash command is seen by its user only, in public and in a ticket."""
    server = tickets_ready
    channel = await a_ticket(server)
    for place in (server.general, channel):
        for command, options in (
            ("open", {"member": bob}),
            ("add", {"who": bob}),
            ("remove", {"who": bob}),
            ("reopen", {}),
            ("delete", {}),
            ("list", {}),
            ("block", {"member": bob, "reason": SECRET}),
            ("unblock", {"member": bob}),
            ("close", {"reason": "done"}),
        ):
            result = await mods(moderator, command, in_=place, **options)
            assert result.ephemeral, (place.name, command)
    assert len(server.messages(server.general)) == 0


async def test_the_group_alone_shows_help(tickets_ready: Server, moderator: Person) -> None:
    """[p]ticketmod lists its commands; a French alias is known for each of them."""
    server = tickets_ready
    shown = await moderator.types("!ticketmod")
    group = server.sim.cog.ticketmod
    assert "ticketmod" in "\n".join(server.text(message) for message in shown)
    for name, alias in FRENCH.items():
        assert group.get_command(alias) is group.get_command(name)
    for name, alias in (("accept", "accepter"), ("refuse", "refuser")):
        assert group.get_command(alias) is group.get_command(name)


async def test_a_panel_and_a_command_lead_to_the_same_ticket(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """What the staff opened and what members open look alike."""
    server = tickets_ready
    panel = await button_panel(server, reason="help")
    await bob.presses("Get help", on=panel)
    first = server.newest_ticket()
    await mods(moderator, "open", in_=server.general, member=bob, reason="help")
    second = server.newest_ticket()

    assert server.overwrites(first) == server.overwrites(second)
    assert server.text(server.messages(first)[0]) == server.text(server.messages(second)[0])
    await closes(bob, second)
    assert not bob.sees(second)


#: Small words that no French sentence has.
ENGLISH = re.compile(r"\b(the|is|has|this|already|can't|open|closed|by|until|nobody)\b", re.I)


async def test_in_french(tickets_ready: Server, moderator: Person, bob: Person) -> None:
    """On a French server every command answers in French, by its French name."""
    server = tickets_ready
    await server.owner.types("!set locale fr-FR")
    channel = await a_ticket(server)
    steps: list[tuple[str, Any, dict[str, Any]]] = [
        ("open", server.general, {"member": bob}),
        ("open", server.general, {"member": a_bot(server)}),
        ("add", channel, {"who": bob}),
        ("add", channel, {"who": bob}),
        ("add", channel, {"who": moderator}),
        ("add", server.general, {"who": bob}),
        ("remove", channel, {"who": bob}),
        ("remove", channel, {"who": bob}),
        ("remove", channel, {"who": server.helper}),
        ("remove", channel, {"who": server.alice}),
        ("remove", channel, {"who": moderator}),
        ("remove", channel, {"who": server.owner}),
        ("reopen", channel, {}),
        ("close", channel, {}),
        ("close", channel, {"reason": "fini"}),
        ("close", channel, {}),
        ("add", channel, {"who": bob}),
        ("reopen", channel, {}),
        ("delete", channel, {}),
        ("list", server.general, {}),
        ("block", server.general, {"member": bob, "duration": "3j"}),
        ("block", server.general, {"member": bob}),
        ("block", server.general, {"member": moderator}),
        ("unblock", server.general, {"member": bob}),
        ("unblock", server.general, {"member": bob}),
    ]
    for command, place, options in steps:
        for by in ("alias",) if command in ("open", "close", "reopen") else ("slash", "alias"):
            result = await mods(moderator, command, in_=place, by=by, **options)
            answer = re.sub(r"<[^>]*>", "", moderator.answer(result))
            assert answer, (command, options)
            assert not ENGLISH.search(answer), (command, options, answer)


async def test_killed_in_the_middle(tickets_ready: Server, moderator: Person, bob: Person) -> None:
    """If the bot ends between letting somebody in and saying so, they are in, once; asking
    again says that."""
    server = tickets_ready
    channel = await a_ticket(server)
    server.sim.faults.delay(f"/channels/{channel.id}/messages", 30, method="POST")
    await mods(moderator, "add", in_=channel, who=bob)
    assert bob.sees(channel)

    await server.sim.restart(clean=False)
    await server.sim.time_passes(60)
    again = await mods(moderator, "add", in_=channel, who=bob)

    assert "already has access to this ticket" in moderator.answer(again)
    assert bob.can("send_messages", channel)
