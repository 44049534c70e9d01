"""Requests when people act together, Discord fails, or the bot ends in the middle."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import (
    logged,
    posted,
    receiving_channel,
    reception,
    refuses,
    sets,
    state_of,
    told,
)

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CREATE = "/guilds/*/channels"
SENT = "Your request has been sent!"
WAITS = "is still waiting for the staff"
STATUSES = pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
CODES = {403: 50013, 404: 10003}


async def begin_again(server: Server, how: str) -> None:
    """The ways in which everything the bot had in memory goes."""
    if how == "reload":
        await server.sim.reload()
    else:
        await server.sim.restart(clean=how == "restart")


ways = pytest.mark.parametrize("how", ["restart", "kill", "reload"])


def messages_in(channel: Any) -> str:
    """Where messages are sent in a channel."""
    return f"/channels/{channel.id}/messages"


async def asks(person: Person, reason: str = "help") -> Any:
    """Somebody requests a ticket; returns the request's message."""
    answer = await person.opens_a_ticket(reason=reason)
    assert SENT in person.answer(answer), person.answer(answer)
    return posted(person.server)[-1]


async def nothing_left(server: Server, state: str = "requested") -> None:
    """The request is as it was, and nothing else remains."""
    assert not server.ticket_channels()
    assert await state_of(server) == state
    assert not await server.sim.cog.app.tickets.unsettled()


# Two at the same moment


async def test_two_moderators_accept(manual: Server, alice: Person, moderator: Person) -> None:
    """Of two who accept together one opens the ticket, the other reads who it was; pressing
    twice is no different."""
    message = await asks(alice)
    people = (moderator, manual.administrator, moderator)

    async with manual.sim.at_once():
        results = [(person, await person.presses("Accept", on=message)) for person in people]

    (channel,) = manual.ticket_channels()
    answers = [person.answer(result) for person, result in results]
    done = f"✅ Request #1 was accepted: {channel.mention}"
    assert answers.count(done) == 1
    winner = people[answers.index(done)]
    told = f"This request was already accepted by {winner.mention}."
    assert answers.count(told) == 2
    assert f"Accepted by: {winner.mention}" in manual.text(posted(manual)[0])
    assert len(alice.direct_messages()) == 1
    assert len(manual.messages(channel)) == 1


async def test_accept_and_refuse(manual: Server, alice: Person, moderator: Person) -> None:
    """Accepted or refused, never both; whoever was late reads what the other decided."""
    message = await asks(alice)
    window = await manual.administrator.presses("Refuse", on=message)

    async with manual.sim.at_once():
        accepted = await moderator.presses("Accept", on=message)
        refused = await manual.administrator.submits(window, reason="no")

    one, two = moderator.answer(accepted), manual.administrator.answer(refused)
    if await state_of(manual) == "open":
        assert one.startswith("✅ Request #1 was accepted")
        assert two == f"This request was already accepted by {moderator.mention}."
        assert len(manual.ticket_channels()) == 1
    else:
        assert one == f"This request was already refused by {manual.administrator.mention}."
        assert two == "✅ The request was refused."
        assert not manual.ticket_channels()
    assert len(alice.direct_messages()) == 1


async def test_two_moderators_refuse(manual: Server, alice: Person, moderator: Person) -> None:
    """Two forms sent together refuse once, with one reason."""
    message = await asks(alice)
    windows = [
        (person, await person.presses("Refuse", on=message))
        for person in (moderator, manual.administrator)
    ]

    async with manual.sim.at_once():
        results = [
            (person, await person.submits(window, reason=f"says {person.name}"))
            for person, window in windows
        ]

    answers = [person.answer(result) for person, result in results]
    assert answers.count("✅ The request was refused.") == 1
    assert sum("already refused by" in answer for answer in answers) == 1
    (told,) = alice.direct_messages()
    winner = windows[answers.index("✅ The request was refused.")][0]
    assert f"says {winner.name}" in told
    assert f"says {winner.name}" in manual.text(posted(manual)[0])


@pytest.mark.parametrize("verb", ["Accept", "Refuse"])
async def test_decided_and_withdrawn(
    manual: Server, alice: Person, moderator: Person, verb: str
) -> None:
    """A member who withdraws while needs approval reads who was first, and so does the
    moderator."""
    asked = await alice.opens_a_ticket()
    message = posted(manual)[0]
    window = await moderator.presses("Refuse", on=message) if verb == "Refuse" else None

    async with manual.sim.at_once():
        withdrawn = await alice.presses("Cancel request", on=asked)
        decided = await (
            moderator.submits(window, reason="no")
            if window is not None
            else moderator.presses("Accept", on=message)
        )

    one, two = alice.answer(withdrawn), moderator.answer(decided)
    if await state_of(manual) == "cancelled":
        assert (one, two) == (
            "Your request has been cancelled.",
            "This request was cancelled by the member.",
        )
    else:
        assert f"by {moderator.mention}" in one
        assert "✅" in two
    assert len(manual.ticket_channels()) == (await state_of(manual) == "open")


async def test_accepting_while_a_colleague_opens_a_ticket(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Two moderators open tickets for the same member together: whoever is late is told to
    wait, and can go on afterwards."""
    message = await asks(alice)
    other = manual.administrator
    async with manual.sim.at_once():
        await moderator.types(f"!ticketmod open {alice.mention}")
        accepted = await other.presses("Accept", on=message)

    answer = other.answer(accepted)
    assert "✅" in answer or answer == "Your ticket is already being opened, one moment…"
    if "✅" not in answer:
        assert "✅" in other.answer(await other.presses("Accept", on=message))
    assert await state_of(manual) == "open"


async def test_withdrawing_while_it_is_being_accepted(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """With a slow Discord the member isn't left without an answer until the ticket is open."""
    asked = await alice.opens_a_ticket()
    manual.sim.faults.delay(CREATE, 8, method="POST")
    message = posted(manual)[0]

    async with manual.sim.at_once():
        accepted = await moderator.presses("Accept", on=message)
    async with manual.sim.at_once():
        withdrawn = await alice.presses("Cancel request", on=asked)
    assert withdrawn.acknowledged
    await manual.sim.time_passes(20)

    assert "✅" in moderator.answer(accepted)
    assert f"already accepted by {moderator.mention}" in alice.answer(withdrawn)


# Discord fails while somebody asks


@STATUSES
async def test_a_request_that_cannot_be_posted(manual: Server, alice: Person, status: int) -> None:
    """The member reads a sentence and gets the text back, nothing is half requested, and the
    same form can be sent again."""
    await sets(manual, "openreason on")
    window = await alice.opens_a_ticket()
    manual.sim.faults.fail(
        messages_in(reception(manual)), method="POST", status=status, code=CODES.get(status, 0)
    )

    failed = await alice.submits(window, reason="my long text")
    manual.sim.faults.clear()

    text = alice.answer(failed)
    assert SENT not in text
    assert "my long text" in text
    assert ("Tickets aren't working right now. The staff has been told." in text) is (
        status in (403, 404)
    )
    assert posted(manual) == []
    await nothing_left(manual, "failed")
    if status == 404:
        # Discord says that the channel doesn't exist: the setting is gone.
        await sets(manual, f"receptionchannel {reception(manual).mention}")
    assert window.modal is not None
    again = await alice.forges_modal(
        window.modal["custom_id"], {"reason": "my long text"}, in_=manual.general
    )
    assert SENT in alice.answer(again)
    assert len(posted(manual)) == 1


@pytest.mark.parametrize("way", ["lost call", "lost answer", "lost answers"])
async def test_nobody_knows_whether_a_request_arrived(
    manual: Server, alice: Person, way: str
) -> None:
    """Whether a call or only its answer got lost: there is one request with one message."""
    route = messages_in(reception(manual))
    if way == "lost call":
        manual.sim.faults.disconnect(route, method="POST")
    elif way == "lost answer":
        manual.sim.faults.lose_answer(route, method="POST")
    else:
        # Both attempts arrive, and no answer ever does.
        manual.sim.faults.lose_answer(route, method="POST")
        manual.sim.faults.lose_answer(route, method="POST", at=2)

    asked = await alice.opens_a_ticket(reason="help")

    assert SENT in alice.answer(asked)
    (message,) = posted(manual)
    assert "✅" in manual.moderator.answer(await manual.moderator.presses("Accept", on=message))


async def test_slow_discord_while_asking(manual: Server, alice: Person) -> None:
    """With two seconds for every call the member, and who decides meanwhile, are answered."""
    manual.sim.faults.delay("/channels/*", 2, times=None)
    manual.sim.faults.delay(CREATE, 2, times=None)
    asked = await alice.opens_a_ticket(reason="help")
    await manual.sim.time_passes(5)
    (message,) = posted(manual)
    accepted = await manual.moderator.presses("Accept", on=message)
    late = await manual.administrator.presses("Refuse", on=message)
    again = await alice.opens_a_ticket()
    await manual.sim.time_passes(60)

    assert SENT in alice.answer(asked)
    assert "✅" in manual.moderator.answer(accepted)
    assert "already accepted" in manual.administrator.answer(late)
    assert alice.answer(again)


async def test_deciding_before_discord_has_answered(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """The message is there while the bot still waits for the answer to its posting: pressing
    Accept waits for that, and isn't lost."""

    async def answered_late(_call: Any, proceed: Any) -> Any:
        payload = await proceed()
        await asyncio.sleep(5)
        return payload

    route = messages_in(reception(manual))
    manual.sim.faults._plant("late answer", route, "POST", answered_late)
    asked = await alice.opens_a_ticket()
    async with manual.sim.at_once():
        first = await moderator.presses("Accept", on=posted(manual)[0])
    async with manual.sim.at_once():
        again = await alice.opens_a_ticket()
    withdrawn = await alice.presses("Cancel request", on=again)
    assert withdrawn.acknowledged
    await manual.sim.time_passes(10)

    assert SENT in alice.answer(asked)
    assert "✅" in moderator.answer(first)
    assert "already accepted" in alice.answer(withdrawn)


# Discord fails while somebody decides


@pytest.mark.parametrize("step", ["channel", "welcome"])
@STATUSES
async def test_an_acceptance_that_discord_refuses(
    manual: Server, alice: Person, moderator: Person, status: int, step: str
) -> None:
    """The moderator reads why, the request waits as before, no channel stays, and accepting
    it again works."""
    message = await asks(alice)
    route = CREATE if step == "channel" else "/channels/*/messages"
    manual.sim.faults.fail(route, method="POST", status=status, code=CODES.get(status, 0))

    failed = await moderator.presses("Accept", on=message)

    assert moderator.answer(failed)
    assert "✅" not in moderator.answer(failed)
    manual.sim.faults.clear()
    await nothing_left(manual)
    assert moderator.buttons(posted(manual)[0]) == ["Accept", "Refuse"]
    assert not [text for text in alice.direct_messages() if "accepted" in text]
    accepted = await moderator.presses("Accept", on=message)
    assert "✅" in moderator.answer(accepted)
    assert len(manual.ticket_channels()) == 1


@pytest.mark.parametrize("step", ["channel", "welcome", "shown", "private"])
async def test_an_answer_that_is_lost_while_accepting(
    manual: Server, alice: Person, moderator: Person, step: str
) -> None:
    """When connections break after the action, there is one ticket and everything is told once."""
    message = await asks(alice)
    routes = {
        "channel": (CREATE, "POST"),
        "welcome": ("/channels/*/messages", "POST"),
        "shown": ("/channels/*/messages/*", "PATCH"),
        "private": ("/users/@me/channels", "POST"),
    }
    route, method = routes[step]
    manual.sim.faults.lose_answer(route, method=method)

    accepted = await moderator.presses("Accept", on=message)
    await manual.sim.time_passes(10)

    (channel,) = manual.ticket_channels()
    assert "✅" in moderator.answer(accepted)
    assert len(manual.messages(channel)) == 1
    assert len(alice.direct_messages()) == 1
    assert "Accepted by" in manual.text(posted(manual)[0])


async def test_a_direct_message_whose_answer_is_lost(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """The member isn't told twice that the ticket was accepted."""
    message = await asks(alice)
    backend = manual.sim.env.backend
    dm = backend.channels[alice.user.dm_channel.id]
    manual.sim.faults.lose_answer(messages_in(dm), method="POST")

    await moderator.presses("Accept", on=message)
    await manual.sim.time_passes(1000)

    assert len(alice.direct_messages()) == 1


async def test_a_category_that_lost_its_permission(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """The moderator who accepts reads the permission's name, so does the log; the request
    waits until it is back."""
    message = await asks(alice)
    await manual.overwrite(manual.category, manual.bot_role, deny="manage_channels")

    failed = await moderator.presses("Accept", on=message)
    await nothing_left(manual)
    await manual.overwrite(manual.category, manual.bot_role, allow="manage_channels")
    accepted = await moderator.presses("Accept", on=message)

    assert "**Manage Channels**" in moderator.answer(failed)
    assert any("Manage Channels" in line for line in logged(manual))
    assert "✅" in moderator.answer(accepted)


async def test_no_room_for_an_accepted_ticket(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """A full category without overflow, or a full server, is said to who accepts; with
    overflow the ticket goes to the next category."""
    message = await asks(alice)
    await sets(manual, "overflow off")
    await manual.fill(manual.category, 50)
    full = await moderator.presses("Accept", on=message)
    await nothing_left(manual)
    await sets(manual, "overflow on")
    accepted = await moderator.presses("Accept", on=message)

    assert "no room for another ticket" in moderator.answer(full)
    assert "✅" in moderator.answer(accepted)
    assert manual.parent(manual.newest_ticket()).name == "Tickets 2"


async def test_a_name_that_discord_refuses(manual: Server, alice: Person) -> None:
    """An accepted ticket whose name the word filter refuses gets its number as a name."""
    manual.sim.rules.refuse_name(lambda name: "alice" in name)
    message = await asks(alice)

    await manual.moderator.presses("Accept", on=message)

    assert manual.newest_ticket().name == "ticket-1"


async def test_a_channel_deleted_while_its_ticket_is_opened(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Somebody deletes the new channel before its welcome message: the request waits again."""
    message = await asks(alice)
    manual.sim.faults.hook(
        "/channels/*/messages",
        lambda: manual.sim.env.backend.delete_channel(manual.newest_ticket().id),
        method="POST",
    )

    failed = await moderator.presses("Accept", on=message)

    assert "deleted" in moderator.answer(failed)
    await nothing_left(manual)
    assert "✅" in moderator.answer(await moderator.presses("Accept", on=message))


@pytest.mark.parametrize("then", ["accept", "refuse", "withdraw"])
async def test_a_channel_that_a_failed_acceptance_cannot_remove(
    manual: Server, alice: Person, moderator: Person, then: str
) -> None:
    """If Discord lets the bot neither finish nor clean up, the left-over channel goes with the
    next decision or the next start, whatever is decided."""
    asked = await alice.opens_a_ticket()
    message = posted(manual)[0]
    manual.sim.faults.fail("/channels/*/messages", method="POST", status=500)
    manual.sim.faults.fail("/channels/*", method="DELETE", status=500)
    failed = await moderator.presses("Accept", on=message)
    assert "✅" not in moderator.answer(failed)
    (orphan,) = manual.ticket_channels()

    if then == "accept":
        await moderator.presses("Accept", on=message)
        assert len(manual.ticket_channels()) == 1
    elif then == "refuse":
        await refuses(moderator, message)
    else:
        await alice.presses("Cancel request", on=asked)
    await manual.sim.restart()

    assert not manual.exists(orphan)
    assert len(manual.ticket_channels()) == (then == "accept")
    assert not await manual.sim.cog.app.tickets.unsettled()


async def test_a_request_message_that_cannot_be_edited(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """The message still shows its buttons: they say what was decided, and nothing happens
    twice. Trouble that passes is waited out."""
    message = await asks(alice)
    route = f"{messages_in(reception(manual))}/{message.id}"
    manual.sim.faults.fail(route, method="PATCH", status=403)
    await moderator.presses("Accept", on=message)
    late = await manual.administrator.presses("Accept", on=message)
    other = await asks(manual.bob)
    manual.sim.faults.fail(f"{messages_in(reception(manual))}/*", method="PATCH", status=503)
    await moderator.presses("Accept", on=other)
    shown_at_first = manual.buttons(posted(manual)[1])
    await manual.sim.time_passes(6)

    assert "already accepted by" in manual.administrator.answer(late)
    assert shown_at_first == ["Accept", "Refuse"]
    assert manual.buttons(posted(manual)[1]) == ["Go to ticket"]


# The reception channel goes


async def test_a_deleted_reception_channel(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Members read that tickets are unavailable, each of the staff reads why, once; what was
    requested is posted again, without a second call, when a channel is set."""
    manual.guild._guild.roles[manual.moderators.id].mentionable = True
    await sets(manual, "mention on")
    await asks(alice, "the first")
    manual.sim.env.backend.delete_channel(reception(manual).id)
    await manual.sim.env.settle()

    refused = [await bob.opens_a_ticket() for _ in range(2)]
    first = await moderator.types("!ticketmod list")
    new = await receiving_channel(manual, "new")
    await sets(manual, f"receptionchannel {new.mention}")

    for answer in refused:
        assert bob.answer(answer) == "Tickets aren't working right now. The staff has been told."
    notice = await told(moderator, first)
    assert "The requests & log channel was deleted" in notice
    assert "A member tried to request a ticket" in notice
    assert len(await moderator.types("!ticketmod list")) == 1, "nothing is told twice"
    (message,) = posted(manual, new)
    assert "the first" in manual.text(message)
    assert manual.moderators.mention in message.content
    assert manual.sim.pings(message) == set()
    assert "✅" in moderator.answer(await moderator.presses("Accept", on=message))
    assert "Accepted by" in manual.text(posted(manual, new)[0])
    assert SENT in bob.answer(await bob.opens_a_ticket())


async def test_another_reception_channel(manual: Server, alice: Person, bob: Person) -> None:
    """Pending requests move to the channel that is chosen; decided ones stay where they are."""
    await manual.moderator.presses("Accept", on=await asks(alice))
    await asks(bob, "the second")
    new = await receiving_channel(manual, "new")
    await sets(manual, f"receptionchannel {new.mention}")

    assert ["Accepted by" in manual.text(one) for one in posted(manual)] == [True]
    (moved,) = posted(manual, new)
    assert "the second" in manual.text(moved)
    assert manual.buttons(moved) == ["Accept", "Refuse"]
    await sets(manual, f"receptionchannel {reception(manual).mention}")
    assert posted(manual, new) == []
    assert len(posted(manual)) == 2


async def test_a_request_message_that_was_deleted(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Setting the same channel again posts requests whose message somebody deleted, and only
    those."""
    first, second = await asks(alice), await asks(manual.bob)
    await manual.administrator.actor.delete(first)
    await sets(manual, f"receptionchannel {reception(manual).mention}")

    texts = [manual.text(message) for message in posted(manual)]
    assert [text.split("\n")[0] for text in texts] == [
        "bob would like to open a ticket.",
        "alice would like to open a ticket.",
    ]
    assert posted(manual)[0].id == second.id
    accepted = await moderator.presses("Accept", on=posted(manual)[1])
    assert "✅" in moderator.answer(accepted)


@pytest.mark.parametrize("flag", ["send_messages", "view_channel", "embed_links"])
async def test_a_reception_channel_that_forbids_the_bot(
    manual: Server, alice: Person, moderator: Person, flag: str
) -> None:
    """Members read that tickets are unavailable; each of the staff reads the permission's
    name, once; pending requests can be decided by command; later everything works again."""
    await asks(manual.bob)
    here = reception(manual)
    await manual.overwrite(here, manual.bot_role, deny=flag)

    refused = [await alice.opens_a_ticket() for _ in range(3)]
    notice = await told(moderator, await moderator.types("!ticketmod accept 1"))
    listed = await moderator.types("!ticketmod list")
    await manual.overwrite(here, manual.bot_role, allow="view_channel")
    again = await alice.opens_a_ticket()

    for answer in refused:
        assert "Tickets aren't working" in alice.answer(answer)
    names = {
        "send_messages": "Send Messages",
        "view_channel": "View Channel",
        "embed_links": "Embed Links",
    }
    assert names[flag] in notice
    assert len(listed) == 1, "nothing is told twice"
    assert len(manual.ticket_channels()) == 1
    assert SENT in alice.answer(again)


async def test_the_same_trouble_is_told_again_after_an_hour(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Who was told what is wrong with the channel hears of it once an hour, not at each try."""
    await manual.overwrite(reception(manual), manual.bot_role, deny="send_messages")
    heard = []
    for pause in (0, 60, 3600):
        await manual.sim.time_passes(pause)
        await alice.opens_a_ticket()
        answers = await moderator.types("!ticketmod list")
        has_news = len(answers) > 1
        heard.append(has_news and "can't write" in await told(moderator, answers))

    assert heard == [True, False, True]


# The member goes


async def test_a_member_who_leaves(manual: Server, alice: Person, moderator: Person) -> None:
    """Leaving cancels the request, its message says so, and there is nothing to accept."""
    message = await asks(alice)
    await alice.leaves()
    accepted = await moderator.forges_click(
        "tickets:v1:accept:1", in_=reception(manual), message=message
    )

    assert "Cancelled: member left the server" in manual.text(posted(manual)[0])
    assert manual.buttons(posted(manual)[0]) == []
    assert moderator.answer(accepted) == "This request is closed: the member left the server."
    await alice.returns()
    assert SENT in alice.answer(await alice.opens_a_ticket())


async def test_leaving_while_it_is_being_accepted(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """A member who leaves in the middle of it: the ticket is open or the request cancelled,
    and the moderator knows which."""
    message = await asks(alice)
    manual.sim.faults.hook(CREATE, alice.leaves, method="POST")

    accepted = await moderator.presses("Accept", on=message)

    state = await state_of(manual)
    assert state in ("open", "cancelled")
    assert ("✅" in moderator.answer(accepted)) is (state == "open")
    assert len(manual.ticket_channels()) == (state == "open")


# The bot ends


@ways
async def test_a_request_outlives_the_bot(
    manual: Server, alice: Person, bob: Person, moderator: Person, how: str
) -> None:
    """Accept, Refuse and Withdraw work on requests from before, and cost no call at the start."""
    of_alice, of_bob = await asks(alice), await asks(bob)
    asked = await manual.mallory.opens_a_ticket()
    with manual.sim.counting() as calls:
        await begin_again(manual, how)
        await manual.sim.env.settle()
    accepted = await moderator.presses("Accept", on=of_alice)
    refused = await refuses(moderator, of_bob, "no")
    withdrawn = await manual.mallory.presses("Cancel request", on=asked)

    assert [route for route in calls.routes if "/channels" in route and how != "reload"] == []
    assert "✅" in moderator.answer(accepted)
    assert "✅" in moderator.answer(refused)
    assert "cancelled" in manual.mallory.answer(withdrawn)
    assert [manual.buttons(message) for message in posted(manual)] == [["Go to ticket"], [], []]


@ways
async def test_forms_from_before(
    manual: Server, alice: Person, moderator: Person, how: str
) -> None:
    """The forms for a reason and for a refusal can be sent after the bot began anew."""
    await sets(manual, "openreason on")
    window = await alice.opens_a_ticket()
    await begin_again(manual, how)
    asked = await alice.submits(window, reason="patience")
    refusal = await moderator.presses("Refuse", on=posted(manual)[0])
    await begin_again(manual, how)
    refused = await moderator.submits(refusal, reason="no")

    assert SENT in alice.answer(asked)
    assert "✅" in moderator.answer(refused)
    assert "no" in alice.direct_messages()[0]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_asking(manual: Server, alice: Person, when: str) -> None:
    """A request that was recorded is posted once, whether the bot was killed before its
    message reached Discord or after."""
    route = messages_in(reception(manual))
    if when == "before":
        manual.sim.faults.delay(route, 1000, method="POST")
    else:
        manual.sim.faults.delay(route, 1000, method="POST", at=2)
        manual.sim.faults.lose_answer(route, method="POST")
    await alice.opens_a_ticket(reason="help")
    await manual.sim.restart(clean=False)
    again = await alice.opens_a_ticket()

    (message,) = posted(manual)
    assert WAITS in alice.answer(again)
    assert "✅" in manual.moderator.answer(await manual.moderator.presses("Accept", on=message))


@pytest.mark.parametrize(
    ("route", "method", "state"),
    [
        (CREATE, "POST", "requested"),
        ("/channels/*/messages", "POST", "open"),
        ("/webhooks/*", "PATCH", "open"),
    ],
)
async def test_killed_while_accepting(
    manual: Server, alice: Person, moderator: Person, route: str, method: str, state: str
) -> None:
    """After the next start the ticket is open with everything that belongs to it, or the
    request waits and can be accepted; the message always says which."""
    message = await asks(alice)
    manual.sim.faults.delay(route, 1000, method=method)
    await moderator.presses("Accept", on=message)
    await manual.sim.restart(clean=False)
    await manual.sim.time_passes(10)

    assert await state_of(manual) == state
    if state == "requested":
        ticket = await manual.sim.cog.app.tickets.get(manual.guild.id, 1)
        assert ticket.decided_by_id is None
        assert manual.buttons(posted(manual)[0]) == ["Accept", "Refuse"]
        assert "✅" in moderator.answer(await moderator.presses("Accept", on=message))
    (channel,) = manual.ticket_channels()
    assert len(manual.messages(channel)) == 1
    assert "Accepted by" in manual.text(posted(manual)[0])
    assert len(alice.direct_messages()) == 1


async def test_killed_before_the_decision_was_shown(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """A refusal that Discord didn't show yet is shown, and told, after the next start."""
    message = await asks(alice)
    manual.sim.faults.delay(f"{messages_in(reception(manual))}/*", 1000, method="PATCH")
    manual.sim.faults.delay("/users/@me/channels", 1000, method="POST")
    await refuses(moderator, message, "no")
    assert manual.buttons(posted(manual)[0]) == ["Accept", "Refuse"]
    await manual.sim.restart(clean=False)

    assert "Refused by" in manual.text(posted(manual)[0])
    assert len(alice.direct_messages()) == 1


# By command


def completed(choices: list[dict[str, Any]]) -> list[str]:
    return [choice["name"] for choice in choices]


async def test_deciding_by_command_when_the_message_is_gone(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Moderators choose from the pending requests and decide without their messages."""
    await moderator.gets(manual.janitors)
    for person in (alice, bob):
        await manual.administrator.actor.delete(await asks(person, f"help {person.name}"))
    choices = await moderator.actor.autocomplete(
        manual.general, "ticketmod accept", "request", "ali"
    )
    accepted = await moderator.runs("ticketmod accept", request=choices[0]["value"])
    refused = await moderator.runs("ticketmod refuse", request=2, reason="no")
    late = await moderator.runs("ticketmod accept", request=2)
    never = await moderator.runs("ticketmod accept", request=99)

    assert completed(choices) == ["#1 · alice · help alice"]
    channel = manual.newest_ticket()
    assert moderator.answer(accepted) == f"✅ Request #1 was accepted: {channel.mention}"
    assert accepted.ephemeral
    assert moderator.answer(refused) == "✅ Request #2 was refused."
    assert moderator.answer(late) == f"This request was already refused by {moderator.mention}."
    assert moderator.answer(never) == "This ticket no longer exists."
    assert "no" in bob.direct_messages()[0]


async def test_typed_decisions_show_nothing_in_public(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """A typed refusal is cleared away; its result is behind a button for its author."""
    await asks(alice, "secret wish")
    await asks(bob, "other wish")
    refused = await moderator.types("!ticketmod refuse 1 secret answer")
    accepted = await moderator.types("!ticketmod accept 2")

    for outcome, number in ((refused, 1), (accepted, 2)):
        assert [manual.text(one) for one in outcome] == [f"Request #{number}: done."]
        foreign = await manual.administrator.presses("Show the result", on=outcome)
        assert "This button is for" in manual.administrator.answer(foreign)
    result = await moderator.presses("Show the result", on=accepted)
    assert manual.newest_ticket().mention in moderator.answer(result)
    assert result.ephemeral
    public = "\n".join(manual.mallory.reads(manual.general))
    assert "secret" not in public
    assert "secret answer" in alice.direct_messages()[0]


@pytest.mark.parametrize("verb", ["accept", "refuse"])
async def test_commands_are_for_moderators(manual: Server, alice: Person, verb: str) -> None:
    """Others learn neither by command nor by its suggestions which requests there are."""
    await asks(alice, "secret wish")
    for person in (manual.mallory, manual.red_admin, alice):
        for number in (1, 99):
            answers = await person.types(f"!ticketmod {verb} {number}")
            assert "and administrators can do this" in manual.text(answers[-1])
    choices = await manual.mallory.actor.autocomplete(
        manual.general, f"ticketmod {verb}", "request", ""
    )
    assert choices == []
    assert await state_of(manual) == "requested"


async def test_a_number_that_is_none(manual: Server, moderator: Person) -> None:
    """A request number that can't exist is answered as such."""
    for number in ("0", "-5", "1000000000"):
        answers = await moderator.types(f"!ticketmod accept {number}")
        assert [manual.text(one) for one in answers] == ["This ticket no longer exists."]


async def test_suggestions_with_hostile_names(manual: Server, moderator: Person) -> None:
    """Names and reasons of any kind make suggestions that Discord takes; beyond 25 the oldest
    come first, and typing narrows them down."""
    await moderator.gets(manual.janitors)
    names = ["\u202eevil", "@everyone", "\u0301" * 30, "x" * 32, *(f"m{n}" for n in range(26))]
    people = [manual.person(name) for name in names]
    for person in people:
        await person.opens_a_ticket(reason="`*\n" * 60 + "end")
        await manual.sim.time_passes(20)

    everything = await moderator.actor.autocomplete(
        manual.general, "ticketmod accept", "request", ""
    )
    narrowed = await moderator.actor.autocomplete(
        manual.general, "ticketmod accept", "request", "#30"
    )

    assert len(everything) == 25
    assert [choice["value"] for choice in everything] == list(range(1, 26))
    for label in completed(everything):
        assert 1 <= len(label) <= 100
        assert "\n" not in label
        assert "\u202e" not in label
    assert [choice["value"] for choice in narrowed] == [30]
