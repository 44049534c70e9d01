"""The present version starts on what a release has left behind, and people go on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from messages import OPEN_TICKET_BUTTONS

from .released import kept_of, settings_stored

if TYPE_CHECKING:
    from people import Person

    from .conftest import Afterwards
    from .released import Row
    from .world import OldServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Tickets with which nothing was left to be done, except to let new roles in.
FINISHED = range(1, 17)


def channel_of(server: OldServer, number: int) -> Any:
    """The channel of a ticket, which everybody tells by its topic."""
    (found,) = (
        channel
        for channel in server.ticket_channels()
        if (channel._channel.topic or "").startswith(f"#{number} ")
    )
    return found


def newest_request(server: OldServer) -> str:
    """All words of the request that was posted last."""
    found = [one for one in server.messages(server.reception) if "Accept" in server.buttons(one)]
    return server.text(found[-1])


# ------------------------------------------------------------------- what happens by itself


async def test_no_row_is_lost_or_changed(afterwards: Afterwards) -> None:
    """Every ticket with which nothing was to be done, every panel, block and notice, and who
    has read it, is as it was."""
    now = afterwards.outcome["rows"]
    for table, before in afterwards.before.items():
        rows = [
            _readable(row) for row in before if table != "tickets" or row["number"] in FINISHED
        ]
        if table != "jobs":
            kept = [_readable(row) for row in now[table]]
            assert [row for row in rows if row not in kept] == [], table
    assert len(now["tickets"]) == len(afterwards.before["tickets"])
    for table in ("panels", "blocks", "counters", "overflow_categories"):
        assert len(now[table]) == len(afterwards.before[table]), table


def _readable(row: Row) -> Row:
    texts = {"withdrawn", "body"} & row.keys()
    read = {key: json.loads(row[key]) for key in texts if isinstance(row[key], str)}
    return {key: value for key, value in {**row, **read}.items() if key != "terms"}


@pytest.mark.parametrize("table", ["tickets", "jobs", "notices", "notice_readers"])
async def test_what_was_cut_off_ends_as_ever(afterwards: Afterwards, table: str) -> None:
    """What was waiting or cut off comes to the same end as with the release itself."""
    then = afterwards.release.outcome()["rows"][table]
    assert kept_of(then, afterwards.outcome["rows"][table]) == then


@pytest.mark.parametrize(
    "what",
    ["said", "changed", "messages gone", "channels gone", "channels made", "overwrites"],
)
async def test_everything_happens_once(afterwards: Afterwards, what: str) -> None:
    """What was waiting is done once, what was done isn't done again, and nothing else happens:
    no message, no ping, no deletion, no change of permissions."""
    assert afterwards.outcome[what] == afterwards.release.outcome()[what]


async def test_settings_are_kept(afterwards: Afterwards) -> None:
    """All settings are as they were, also after one of them was changed."""
    server, before = afterwards.server, afterwards.release.settings()
    assert kept_of(before, afterwards.settings) == before

    await server.administrator.types("!ticketset limit 7", in_=server.staff)

    now = settings_stored(server.sim.data_path)
    before["GUILD"][str(server.guild.id)]["limit"] = 7
    assert kept_of(before, now) == before


# ------------------------------------------------------------- buttons of that time's messages


async def test_an_opener_closes(server: OldServer) -> None:
    """A ticket of that time is closed by its button."""
    form = await server.clicks(server.alice, "tickets:v1:close:3")
    answer = await server.alice.submits(form, reason="Thank you")

    assert "✅" in server.alice.answer(answer)
    channel = channel_of(server, 3)
    assert not server.alice.can("send_messages", channel)
    assert server.alice.can("view_channel", channel)


async def test_a_form_of_that_time_closes(server: OldServer) -> None:
    """A form that was on somebody's screen during the update can still be sent."""
    channel = channel_of(server, 6)
    answer = await server.bob.forges_modal(
        "tickets:v1:close:6", {"reason": "Thank you"}, in_=channel
    )

    assert "✅" in server.bob.answer(answer)
    assert "Reopen" in server.moderator.buttons(channel)


@pytest.mark.parametrize(("number", "guest"), [(1, "bob"), (2, "alice")])
async def test_guests_are_back_when_it_is_reopened(
    server: OldServer, number: int, guest: str
) -> None:
    """Whoever lost a ticket when it was closed has it again, whatever was set then."""
    channel = channel_of(server, number)
    opener, other = (server.alice, server.bob) if number == 1 else (server.bob, server.alice)
    assert not other.can("send_messages", channel)

    await server.clicks(server.moderator, f"tickets:v1:reopen:{number}")

    assert other.name == guest
    assert opener.can("send_messages", channel)
    assert other.can("send_messages", channel)
    assert server.moderator.buttons(channel) == OPEN_TICKET_BUTTONS


async def test_a_ticket_is_saved_and_deleted(server: OldServer) -> None:
    """The buttons of a closed ticket save and delete it."""
    channel = channel_of(server, 17)
    saved = await server.clicks(server.moderator, "tickets:v1:save:17")
    assert saved.acknowledged
    posted = len(server.messages(server.archive))

    question = await server.clicks(server.moderator, "tickets:v1:delete:17")
    await server.moderator.presses("Confirm", on=question)

    assert not server.exists(channel)
    # Nothing was said since: it isn't saved a second time.
    assert len(server.messages(server.archive)) == posted


async def test_a_request_is_accepted(server: OldServer) -> None:
    """A request of that time becomes a ticket, with what was set then."""
    await server.clicks(server.moderator, "tickets:v1:accept:11")

    channel = channel_of(server, 11)
    assert server.alice.can("send_messages", channel)
    assert channel.name == "11-alice"
    welcome = server.welcome_message(channel)
    assert "Please accept me" in server.text(welcome)
    (thread,) = server.private_threads(channel)
    assert thread.name == "Staff only"


async def test_a_request_is_refused(server: OldServer) -> None:
    """A request of that time is refused by its button and the form."""
    form = await server.clicks(server.moderator, "tickets:v1:refuse:12")
    await server.moderator.submits(form, reason="Not today")

    assert "Not today" in "\n".join(server.bob.direct_messages())


async def test_a_request_is_withdrawn(server: OldServer) -> None:
    """Who asked for a ticket then takes it back, and nobody can accept it any more."""
    await server.clicks(server.mallory, "tickets:v1:withdraw:13")
    late = await server.moderator.forges_click("tickets:v1:accept:13", in_=server.reception)

    assert server.moderator.answer(late)
    topics = [channel._channel.topic or "" for channel in server.ticket_channels()]
    assert not any(topic.startswith("#13 ") for topic in topics)


async def test_panels_of_that_time(server: OldServer) -> None:
    """A button, a selector and a button below an older message lead to a request."""
    member = server.members[0]
    await _asks(server, member, await server.clicks(member, "tickets:v1:panel:1"))
    assert "Help" in newest_request(server)

    other = server.red_admin
    await _asks(server, other, await server.clicks(other, "tickets:v1:choose:2", ["4"]))
    assert "Something else" in newest_request(server)

    third = server.owner
    await _asks(server, third, await server.clicks(third, "tickets:v1:panel:3"))
    assert "Because I ask" in newest_request(server)


async def _asks(server: OldServer, who: Person, shown: Any) -> None:
    if shown.modal is not None:
        shown = await who.submits(shown, reason="Because I ask")
    assert "Cancel request" in who.buttons(shown), who.answer(shown)


async def test_who_was_blocked_stays_blocked(server: OldServer) -> None:
    """A block without an end, and one that has not ended, hold."""
    for member, why in zip(server.members[1:], ("Insults", ""), strict=True):
        shown = await member.opens_a_ticket()
        assert why in member.answer(shown)
        assert "Cancel request" not in member.buttons(shown)


async def test_forms_of_that_time_open(server: OldServer) -> None:
    """The button of a typed command shows the form; a form shown before the update, of the
    command and of a panel, asks for a ticket, once."""
    helper = server.helper
    shown = await server.clicks(server.owner, f"tickets:v1:ask:{server.owner.id}")
    assert shown.acknowledged

    form, given = "tickets:v1:open:1456451931340899999:2", {"reason": "I had begun to write"}
    first = await helper.forges_modal(form, given, in_=server.general)
    again = await helper.forges_modal(form, given, in_=server.general)

    assert "Cancel request" in helper.buttons(first)
    assert "I had begun to write" in newest_request(server)
    requests = [one for one in server.messages(server.reception) if _says(server, one)]
    assert len(requests) == 1, helper.answer(again)


def _says(server: OldServer, message: Any) -> bool:
    return "I had begun to write" in server.text(message)


async def test_the_staff_reads_and_lists(server: OldServer) -> None:
    """Buttons of typed commands show what is new, and the list of tickets."""
    moderator = server.moderator
    told = moderator.answer(await server.clicks(moderator, f"tickets:v1:news:{moderator.id}"))
    listed = moderator.answer(await server.clicks(moderator, "tickets:v1:list:0"))

    assert told
    assert any(channel.mention in listed for channel in server.ticket_channels())
