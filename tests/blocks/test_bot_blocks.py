"""Members who may not open tickets: blocked, or refused a moment ago (M7, V3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_bot, both_forms, everything_said, mods, shows_slash_commands
from tests.panels.panel_making import button_panel, chooses, selector_panel
from tests.staff_log.reception import logged, posted, receiving_channel, reception, refuses, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

DAY = 86400


@pytest.fixture(autouse=True)
async def _in_public(tickets_ready: Server) -> None:
    """Moderators see the slash commands in #general."""
    await shows_slash_commands(tickets_ready)


def in_seconds(server: Server, seconds: int) -> str:
    """The moment in so many seconds, as the bot writes it."""
    return f"<t:{server.sim.cog.app.now() + seconds}:f>"


# Blocking


@both_forms
async def test_blocking_for_a_while(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """The moderator reads until when, the log tells everything, and the member reads until
    when and why at their next try."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    end = in_seconds(server, 3 * DAY)

    result = await mods(
        moderator, "block", in_=server.general, by=by, member=bob, duration="3d", reason="Insults"
    )
    refused = await bob.opens_a_ticket()

    assert (
        moderator.answer(result)
        == f"✅ {bob.mention} is blocked from opening tickets until {end}."
    )
    assert bob.answer(refused) == (
        f"The staff has blocked you from opening tickets until {end}.\n**Reason:** Insults"
    )
    assert server.ticket_channels() == []
    assert logged(server, server.staff) == ["moderator blocked bob."]
    line = server.text(server.messages(server.staff)[-1])
    assert f"Until {end}" in line
    assert "> **Reason:** Insults" in line


@both_forms
async def test_blocking_for_good(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """Without an end it lasts until unblocked; that is logged as well."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")

    result = await mods(moderator, "block", in_=server.general, by=by, member=bob)
    # A jump: what goes on each day in between is not what this is about.
    server.sim.env.backend.clock.advance(400 * DAY)
    refused = await bob.opens_a_ticket()
    lifted = await mods(moderator, "unblock", in_=server.general, by=by, member=bob)
    opened = await bob.opens_a_ticket()

    assert "until someone unblocks them" in moderator.answer(result)
    assert bob.answer(refused) == "You can't open tickets here: the staff has blocked you."
    assert moderator.answer(lifted) == f"✅ {bob.mention} can open tickets again."
    assert "Your ticket is ready" in bob.answer(opened)
    assert logged(server, server.staff)[:2] == [
        "moderator blocked bob.",
        "moderator unblocked bob.",
    ]


async def test_a_block_ends_by_itself(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """When the time is over the member opens tickets as before, and there is nothing to lift."""
    await mods(moderator, "block", in_=tickets_ready.general, member=bob, duration="2h")
    await tickets_ready.sim.time_passes(7199)
    assert "staff has blocked you" in bob.answer(await bob.opens_a_ticket())
    await tickets_ready.sim.time_passes(1)
    assert "Your ticket is ready" in bob.answer(await bob.opens_a_ticket())
    result = await mods(moderator, "unblock", in_=tickets_ready.general, member=bob)
    assert moderator.answer(result) == f"{bob.mention} isn't blocked."


async def test_blocking_again_replaces_the_block(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """The last word counts, also if it is shorter."""
    server = tickets_ready
    await mods(moderator, "block", in_=server.general, member=bob, reason="first")
    await mods(moderator, "block", in_=server.general, member=bob, duration="1h", reason="second")

    answer = bob.answer(await bob.opens_a_ticket())
    assert in_seconds(server, 3600) in answer
    assert "second" in answer
    assert "first" not in answer


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("moderator", "Ticket moderators can't be blocked."),
        ("administrator", "Ticket moderators can't be blocked."),
        ("owner", "Ticket moderators can't be blocked."),
        ("a bot", "This is a bot. Bots can't have tickets."),
    ],
)
@both_forms
async def test_who_cannot_be_blocked(
    tickets_ready: Server, moderator: Person, who: str, sentence: str, by: str
) -> None:
    """Moderators and bots, each with a sentence of its own."""
    server = tickets_ready
    target = a_bot(server) if who == "a bot" else getattr(server, who)

    result = await mods(moderator, "block", in_=server.general, by=by, member=target)

    assert moderator.answer(result) == sentence
    assert await server.sim.part("BlockStore").all(server.guild.id, 0) == ()


@both_forms
async def test_nobody_to_unblock(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """Unblocking somebody who isn't blocked says so."""
    result = await mods(moderator, "unblock", in_=tickets_ready.general, by=by, member=bob)
    assert moderator.answer(result) == f"{bob.mention} isn't blocked."


@both_forms
async def test_somebody_who_left_can_be_unblocked(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """A block outlasts leaving and coming back, and can be lifted meanwhile."""
    server = tickets_ready
    await mods(moderator, "block", in_=server.general, member=bob)
    await bob.leaves()
    await bob.returns()
    assert "staff has blocked you" in bob.answer(await bob.opens_a_ticket())
    await bob.leaves()

    lifted = await mods(moderator, "unblock", in_=server.general, by=by, member=bob.user)

    assert "can open tickets again" in moderator.answer(lifted)


@pytest.mark.parametrize("command", ["open", "block"])
async def test_members_who_are_not_there(
    tickets_ready: Server, moderator: Person, bob: Person, command: str
) -> None:
    """A slash command for somebody who has left, whom a client can still name, says so."""
    await bob.leaves()

    result = await mods(moderator, command, in_=tickets_ready.general, member=bob.user)

    assert "is no longer on this server" in moderator.answer(result)


# How long


@pytest.mark.parametrize(
    ("words", "seconds", "reason"),
    [
        ("2h", 7200, None),
        ("3d", 3 * DAY, None),
        ("1w Insults", 7 * DAY, "Insults"),
        ("90 minutes", 5400, None),
        ("90 minutes Insults, again", 5400, "Insults, again"),
        ('"90 minutes" Insults', 5400, "Insults"),
        ("Insults, again", None, "Insults, again"),
        ("2 insults in a row", None, "2 insults in a row"),
    ],
)
async def test_how_long_in_a_typed_command(
    tickets_ready: Server,
    moderator: Person,
    bob: Person,
    words: str,
    seconds: int | None,
    reason: str | None,
) -> None:
    """The length of time may have several words, and the reason may follow or stand alone."""
    server = tickets_ready
    result = await moderator.types(f"!ticketmod block {bob.mention} {words}")

    assert "✅" in moderator.answer(result)
    (block,) = await server.sim.part("BlockStore").all(server.guild.id, server.sim.cog.app.now())
    assert block.reason == reason
    assert block.until == (None if seconds is None else block.at + seconds)


@pytest.mark.parametrize("duration", ["2h", "3d", "1w", "90 minutes", "2 heures"])
async def test_how_long_in_a_slash_command(
    tickets_ready: Server, moderator: Person, bob: Person, duration: str
) -> None:
    """The same lengths of time, alone and with a reason."""
    server = tickets_ready
    seconds = {"2h": 7200, "3d": 3 * DAY, "1w": 7 * DAY, "90 minutes": 5400, "2 heures": 7200}
    for more in ({}, {"reason": "Insults"}):
        options: dict[str, Any] = {"member": bob, "duration": duration, **more}
        result = await mods(moderator, "block", in_=server.general, **options)
        assert in_seconds(server, seconds[duration]) in moderator.answer(result)


@pytest.mark.parametrize("duration", ["soon", "90", "5x", "400d", "0m", "30s", "-1d"])
async def test_nonsense_in_a_slash_command(
    tickets_ready: Server, moderator: Person, bob: Person, duration: str
) -> None:
    """What is no length of time is refused with examples, and nobody is blocked."""
    server = tickets_ready
    result = await mods(moderator, "block", in_=server.general, member=bob, duration=duration)

    assert result.ephemeral
    assert f"I don't understand the duration `{duration}`. Try `2h`" in moderator.answer(result)
    assert "Your ticket is ready" in bob.answer(await bob.opens_a_ticket())


@pytest.mark.parametrize("words", ["5x secret words", "400d secret words", "90"])
async def test_a_slip_in_a_typed_command(
    tickets_ready: Server, moderator: Person, bob: Person, words: str
) -> None:
    """What seems to be meant as a length of time doesn't block for good, and what was written
    behind it is not repeated."""
    server = tickets_ready
    result = await moderator.types(f"!ticketmod block {bob.mention} {words}")

    assert "I don't understand the duration" in moderator.answer(result)
    assert "secret" not in everything_said(server, server.general)
    assert "Your ticket is ready" in bob.answer(await bob.opens_a_ticket())


@both_forms
async def test_a_reason_that_is_too_long(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """400 characters are possible, and the answer says how many there were."""
    server = tickets_ready
    if by == "prefix":
        result = await moderator.types(f"!ticketmod block {bob.mention} {'x' * 401}")
        assert "401 of 400 characters" in moderator.answer(result)
    result = await mods(
        moderator, "block", in_=server.general, by=by, member=bob, reason="x" * 400
    )
    assert "✅" in moderator.answer(result)


# Trying all the same


HOSTILE = "@everyone <@&1> **bold** [a](https://evil.example)\n# heading\n> quote"


async def tries(server: Server, bob: Person, how: str) -> Any:
    """All ways in which a member asks for a ticket."""
    match how:
        case "slash":
            return await bob.opens_a_ticket("please")
        case "prefix":
            return await bob.opens_a_ticket("please", by="prefix")
        case "button":
            panel = await button_panel(server)
            return await bob.presses("Get help", on=panel)
        case "selector":
            panel = await selector_panel(server, "Bug")
            return await chooses(bob, panel, "1")
    raise AssertionError(how)


@pytest.mark.parametrize("how", ["slash", "button", "selector"])
@pytest.mark.parametrize("validation", ["automatic", "manual"])
async def test_every_way_to_a_ticket_is_closed(
    tickets_ready: Server, moderator: Person, bob: Person, how: str, validation: str
) -> None:
    """Commands, panel buttons and selectors tell the blocked member why; the reason shows as
    it was typed and pings nobody."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, f"validation {validation}")
    await mods(moderator, "block", in_=server.general, member=bob, reason=HOSTILE)

    refused = await tries(server, bob, how)

    answer = bob.answer(refused)
    assert "You can't open tickets here: the staff has blocked you." in answer
    assert "\\*\\*bold\\*\\*" in answer
    assert "@everyone" not in answer
    assert server.ticket_channels() == []
    assert posted(server, server.staff) == []
    if how != "prefix":
        assert (refused.followups or [refused.response])[-1].ephemeral


@pytest.mark.parametrize("validation", ["automatic", "manual"])
async def test_who_types_is_not_exposed(
    tickets_ready: Server, moderator: Person, bob: Person, validation: str
) -> None:
    """Everybody sees the answer to a typed command: it says until when, and not why."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, f"validation {validation}")
    await mods(moderator, "block", in_=server.general, member=bob, duration="1d", reason="shame")

    refused = await tries(server, bob, "prefix")

    assert f"until {in_seconds(server, DAY)}" in bob.answer(refused)
    assert "shame" not in everything_said(server, server.general)
    assert server.sim.pings(refused[-1]) == set()


@pytest.mark.parametrize("validation", ["automatic", "manual"])
async def test_a_form_that_is_sent_after_the_block(
    tickets_ready: Server, moderator: Person, bob: Person, validation: str
) -> None:
    """Who was blocked while writing reads that, and gets the text back."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, f"validation {validation}")
    await sets(server, "openreason on")
    window = await bob.opens_a_ticket()
    await mods(moderator, "block", in_=server.general, member=bob, duration="1d")

    refused = await bob.submits(window, reason="my long story")

    assert "The staff has blocked you from opening tickets until" in bob.answer(refused)
    assert "my long story" in bob.answer(refused)
    assert server.ticket_channels() == []
    assert posted(server, server.staff) == []


async def test_a_block_stops_only_what_is_new(
    tickets_ready: Server, moderator: Person, alice: Person
) -> None:
    """Open tickets stay, the blocked opener can close theirs, and the staff opens one for them."""
    server = tickets_ready
    await alice.opens_a_ticket()
    channel = server.newest_ticket()

    await mods(moderator, "block", in_=server.general, member=alice)
    opened = await mods(moderator, "open", in_=server.general, member=alice)
    window = await alice.presses("Close ticket", on=channel)

    assert alice.can("send_messages", channel)
    assert window.modal is not None
    assert "✅" in moderator.answer(opened)


async def test_a_pending_request_of_somebody_blocked(
    tickets_ready: Server, moderator: Person, alice: Person
) -> None:
    """A request from before the block can still be decided and withdrawn."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await sets(server, "validation manual")
    await alice.opens_a_ticket("please")
    await mods(moderator, "block", in_=server.general, member=alice)

    again = await alice.opens_a_ticket("please")
    assert "is still waiting for the staff" in alice.answer(again)
    accepted = await moderator.presses("Accept", on=posted(server, server.staff)[-1])

    assert "✅" in moderator.answer(accepted)


async def test_blocks_survive_a_restart(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """A block is kept when the bot is killed a moment later."""
    await mods(moderator, "block", in_=tickets_ready.general, member=bob, duration="1d")
    await tickets_ready.sim.restart(clean=False)
    assert "staff has blocked you" in bob.answer(await bob.opens_a_ticket())


async def test_a_reset_lifts_no_block(tickets_ready: Server, bob: Person) -> None:
    """Forgetting the configuration keeps who is blocked; administrators can lift it."""
    server = tickets_ready
    await mods(server.moderator, "block", in_=server.general, member=bob)
    await server.sim.cog.app.settings.reset(server.guild.id)

    no_longer = await mods(server.moderator, "unblock", in_=server.general, member=bob)
    lifted = await mods(server.administrator, "unblock", in_=server.general, member=bob)

    assert "Only administrators can do this" in bob.answer(no_longer)
    assert "✅" in bob.answer(lifted)


# What others see


async def test_a_typed_reason_is_cleared_away(
    tickets_ready: Server, moderator: Person, bob: Person
) -> None:
    """The typed command with the reason in it goes, whatever becomes of it, and no answer in
    public repeats it."""
    server = tickets_ready
    for person in (moderator, server.mallory):
        await person.types(f"!ticketmod block {bob.mention} 3d secret words")
    await moderator.types(f"!ticketmod block {moderator.mention} secret words")

    assert "secret words" not in everything_said(server, server.general)


@both_forms
async def test_blocks_in_french(
    tickets_ready: Server, moderator: Person, bob: Person, by: str
) -> None:
    """On a French server, durations may be French and the answers are."""
    server = tickets_ready
    await server.owner.types("!set locale fr-FR")

    result = await mods(
        moderator,
        "block",
        in_=server.general,
        by="slash" if by == "slash" else "alias",
        member=bob,
        duration="2 jours",
        reason="Insultes",
    )
    refused = await bob.opens_a_ticket()
    lifted = await mods(
        moderator,
        "unblock",
        in_=server.general,
        by="slash" if by == "slash" else "alias",
        member=bob,
    )

    assert in_seconds(server, 2 * DAY) in moderator.answer(result)
    assert "Le staff vous empêche d" in bob.answer(refused)
    assert "Insultes" in bob.answer(refused)
    assert "✅" in moderator.answer(lifted)


# The wait after a refusal


async def request_refused(server: Server, alice: Person) -> None:
    await sets(server, f"receptionchannel {reception(server).mention}")
    await sets(server, "validation manual")
    await alice.opens_a_ticket("please")
    await refuses(server.moderator, posted(server)[-1], "no")


@pytest.fixture
async def with_reception(tickets_ready: Server) -> Server:
    """A server with a reception channel."""
    await receiving_channel(tickets_ready)
    return tickets_ready


@pytest.mark.parametrize("how", ["slash", "prefix", "button", "selector"])
async def test_the_wait_after_a_refusal(with_reception: Server, alice: Person, how: str) -> None:
    """For ten minutes every way to ask again says when it is possible; then it is."""
    server = with_reception
    await request_refused(server, alice)
    again = in_seconds(server, 600).replace(":f>", ":R>")

    refused = await tries(server, alice, how)
    await server.sim.time_passes(601)
    asked = await alice.opens_a_ticket("please")

    # Everybody reads the answer to what is typed: it doesn't say what happened.
    why = "" if how == "prefix" else "Your last request was declined. "
    when = f"ask again {again}" if why else f"open a new request {again}"
    assert alice.answer(refused) == f"{why}You can {when}."
    assert "Your request has been sent" in alice.answer(asked)


async def test_the_wait_is_a_setting(with_reception: Server, alice: Person) -> None:
    """0 minutes: no wait; the present setting counts, not the one of then."""
    server = with_reception
    await request_refused(server, alice)
    await sets(server, "refusalwait 0")
    assert "has been sent" in alice.answer(await alice.opens_a_ticket("please"))


async def test_the_wait_is_for_requests_only(
    with_reception: Server, alice: Person, moderator: Person
) -> None:
    """A moderator may open a ticket for the member at once; and where tickets open without a
    decision there is nothing to wait for."""
    server = with_reception
    await request_refused(server, alice)

    opened = await mods(moderator, "open", in_=server.general, member=alice)
    await sets(server, "validation automatic")
    own = await alice.opens_a_ticket("please")

    assert "✅" in moderator.answer(opened)
    assert "Your ticket is ready" in alice.answer(own)


async def test_asking_to_be_forgotten_is_no_way_around(
    with_reception: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """After [p]mydata forgetme a block is still in force, and so is the wait."""
    server = with_reception
    await request_refused(server, alice)
    await mods(moderator, "block", in_=server.general, member=bob, reason="Insults")

    for person in (alice, bob):
        for requester in ("user", "user_strict"):
            await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=person.id)

    assert "You can ask again" in alice.answer(await alice.opens_a_ticket("please"))
    assert "staff has blocked you" in bob.answer(await bob.opens_a_ticket("please"))


# At the same moment


async def test_two_moderators_block_and_unblock(
    tickets_ready: Server, moderator: Person, administrator: Person, bob: Person
) -> None:
    """Both blocks are answered and the member is blocked once; of two who unblock one is told
    that there is nothing left to lift."""
    server = tickets_ready
    async with server.sim.at_once():
        blocking = [
            (one, await mods(one, "block", in_=server.general, member=bob))
            for one in (moderator, administrator)
        ]
    assert all("✅" in one.answer(result) for one, result in blocking)

    async with server.sim.at_once():
        lifting = [
            (one, await mods(one, "unblock", in_=server.general, member=bob))
            for one in (moderator, administrator)
        ]
    answers = sorted(one.answer(result) for one, result in lifting)
    assert answers == [
        f"{bob.mention} isn't blocked.",
        f"✅ {bob.mention} can open tickets again.",
    ]
