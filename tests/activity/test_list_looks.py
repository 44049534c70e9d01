"""The staff's list fits into Discord's messages and shows what matters (M5, W3)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.core.builders import (
    CHANNEL,
    GUILD,
    MODERATOR,
    OPENER,
    a_ticket,
    formatting_in,
    many_ids,
)
from tickets.activity.render import list as staff
from tickets.activity.rules import ListPage, ListWish
from tickets.blocks.render import blocked_button, blocked_page
from tickets.blocks.rules import Block
from tickets.core.render.lists import PAGE, cut
from tickets.core.ticket import Side, State
from tickets.requests.render import decision

if TYPE_CHECKING:
    from tickets.core.ticket import Ticket

# Views want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

#: As long as a name can be.
TYPES = {1: "*" * 80}
#: 400 characters that all need to be escaped.
LONG_REASON = "*_`<@1>](" * 44 + "****"
TODAY = 1_700_000_000


def a_block(user_id: int = OPENER, **changes: Any) -> Block:
    """Blocked for good."""
    facts: dict[str, Any] = {"guild_id": GUILD, "user_id": user_id, "by_id": MODERATOR}
    return Block(**{**facts, "at": TODAY, **changes})


def requested(**changes: Any) -> Ticket:
    """A request whose message is known."""
    facts: dict[str, Any] = {
        "channel_id": None,
        "welcome_id": None,
        "request_id": CHANNEL + 2,
        "request_channel_id": CHANNEL + 3,
    }
    return a_ticket(State.REQUESTED, **{**facts, **changes})


def texts(view: discord.ui.LayoutView) -> list[str]:
    """The words of a page, piece by piece."""
    return [
        item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)
    ]


def buttons(view: discord.ui.LayoutView) -> list[discord.ui.Button[Any]]:
    """The buttons of a page."""
    return [item for item in view.walk_children() if isinstance(item, discord.ui.Button)]


def pressable(view: discord.ui.LayoutView) -> dict[str, str]:
    """What can be pressed, and its id."""
    return {
        str(button.label): str(button.custom_id) for button in buttons(view) if not button.disabled
    }


def check_page(view: discord.ui.LayoutView) -> None:
    """Discord's limits for a message of components."""
    assert sum(map(len, texts(view))) <= 4000
    assert all(texts(view))
    assert sum(1 for _ in view.walk_children()) <= 40
    for row in view.children:
        if isinstance(row, discord.ui.ActionRow):
            assert 1 <= len(row.children) <= 5
    ids = [button.custom_id for button in buttons(view)]
    assert len(ids) == len(set(ids))
    for button in buttons(view):
        assert 1 <= len(button.label or "") <= 80
        assert len(button.custom_id or "") <= 100
    assert view.is_finished(), "discord.py would keep it in memory"


def tickets_page(
    guild_id: int,
    tickets: list[Ticket],
    page: int,
    *,
    blocked: int,
    wish: ListWish = ListWish(),  # noqa: B008 - It never changes.
) -> discord.ui.LayoutView:
    """The list, with the button that leads to those who are blocked."""
    more = [blocked_button(blocked)] if blocked else []
    lines, number, pages = cut(tickets, page)
    shown = ListPage(
        wish=wish,
        tickets=tuple(lines),
        counts=Counter(one.state for one in tickets),
        number=number,
        pages=pages,
    )
    return staff.tickets_page(guild_id, shown, TYPES, more)


def some_tickets(count: int) -> list[Ticket]:
    """Tickets of all kinds with the longest numbers and ids."""
    kinds = (State.OPEN, State.CLOSED, State.REQUESTED, State.OPENING)
    made = []
    for number, opener in enumerate(many_ids(count)):
        facts: dict[str, Any] = {
            "number": 999_999_000 + number,
            "opener_id": opener,
            "type_id": 1,
            "waits_for": Side.OPENER,
            "waits_since": TODAY,
        }
        kind = kinds[number % len(kinds)]
        if kind is State.REQUESTED:
            made.append(requested(**facts))
        else:
            made.append(a_ticket(kind, **facts, reason=LONG_REASON))
    return made


@pytest.mark.parametrize("count", [0, 1, 10, 11, 300, 9999])
async def test_a_page_of_tickets_fits(count: int, language: str) -> None:
    """However many tickets there are, the first, a middle and the last page fit."""
    tickets = some_tickets(count)
    for page in (0, count // PAGE // 2, count // PAGE):
        check_page(tickets_page(GUILD, tickets, page, blocked=9999))


@pytest.mark.parametrize("count", [0, 1, 10, 11, 300])
@pytest.mark.parametrize("reason", [None, "Insults", LONG_REASON])
async def test_a_page_of_blocks_fits(count: int, reason: str | None, language: str) -> None:
    """So do the pages of blocked members, with the longest reasons."""
    blocks = [
        a_block(user, until=TODAY if number % 2 else None, reason=reason)
        for number, user in enumerate(many_ids(count))
    ]
    for page in (0, count // PAGE):
        check_page(blocked_page(blocks, page))


async def test_each_ticket_is_on_one_page() -> None:
    """Leafing through shows every ticket once, ten at a time."""
    tickets = some_tickets(35)
    seen: list[str] = []
    for page in range(4):
        found = re.findall(
            r"\*\*#(\d+)\*\*", texts(tickets_page(GUILD, tickets, page, blocked=0))[1]
        )
        assert len(found) == (5 if page == 3 else 10)
        seen += found
    assert sorted(map(int, seen)) == sorted(ticket.number for ticket in tickets)


@pytest.mark.parametrize("page", [-1, 4, 9999])
async def test_a_page_that_does_not_exist(page: int) -> None:
    """Too far is the last page, before the first is the first."""
    tickets = some_tickets(35)
    shown = tickets_page(GUILD, tickets, page, blocked=0)
    expected = tickets_page(GUILD, tickets, 0 if page < 0 else 3, blocked=0)
    assert texts(shown) == texts(expected)


async def test_what_can_be_pressed() -> None:
    """Back on all pages but the first, forth on all but the last, blocked members where there
    are any."""
    tickets = some_tickets(25)
    first, middle, last = (tickets_page(GUILD, tickets, page, blocked=page) for page in range(3))
    assert pressable(first) == {"▶": "tickets:v1:list:1"}
    assert pressable(middle) == {
        "◀": "tickets:v1:list:0",
        "▶": "tickets:v1:list:2",
        "Blocked members (1)": "tickets:v1:blocked:0",
    }
    assert pressable(last)["◀"] == "tickets:v1:list:1"
    assert "▶" not in pressable(last)
    assert [button.label for button in buttons(middle)][1] == "Page 2 of 3"
    assert pressable(tickets_page(GUILD, [], 0, blocked=0)) == {}
    assert pressable(blocked_page([a_block()], 0)) == {"Tickets": "tickets:v1:list:0"}


async def test_what_is_shown_stands_above_and_in_the_ids() -> None:
    """A narrowed list says what it shows, counts that, and its buttons go on with it."""
    wish = ListWish("waiting", 1)
    shown = tickets_page(GUILD, some_tickets(25), 0, blocked=0, wish=wish)
    heading = texts(shown)[0]
    assert "Waiting for us · \\*\\*" in heading
    assert "Requests: 12 · open: 7 · closed: 6" in heading
    assert pressable(shown) == {"▶": "tickets:v1:list-of:waiting:1:1"}


async def test_a_line_says_who_is_waited_for(language: str) -> None:
    """An open ticket's does, with the time; a closed one waits for nobody."""
    waits: dict[str, Any] = {"waits_for": Side.STAFF, "waits_since": TODAY + 60}
    told = {
        state: texts(tickets_page(GUILD, [a_ticket(state, **waits)], 0, blocked=0))[1]
        for state in (State.OPEN, State.CLOSED)
    }
    assert f"<t:{TODAY + 60}:R>" in told[State.OPEN]
    assert f"<t:{TODAY + 60}:R>" not in told[State.CLOSED]


async def test_a_line_leads_to_its_ticket() -> None:
    """A ticket's channel, or the message of a request."""
    (_heading, line) = texts(tickets_page(GUILD, [a_ticket(number=7)], 0, blocked=0))
    assert line == f"🟢 **#7** · <@{OPENER}> · <t:{TODAY}:R> · <#{CHANNEL}>"
    (_heading, line) = texts(tickets_page(GUILD, [requested(number=8)], 0, blocked=0))
    assert line.endswith(f"https://discord.com/channels/{GUILD}/{CHANNEL + 3}/{CHANNEL + 2}")


async def test_forgotten_people() -> None:
    """Where somebody was forgotten, no broken mention stands."""
    view = tickets_page(GUILD, [a_ticket(opener_id=0)], 0, blocked=0)
    assert "<@0>" not in texts(view)[1]
    view = blocked_page([a_block(by_id=0)], 0)
    assert "<@0>" not in texts(view)[1]
    assert "by someone unknown" in texts(view)[1]


@pytest.mark.parametrize("reason", ["**a**", "# a\n# b", "> a", "`a`", "[a](https://b.c)"])
async def test_reasons_show_as_typed(reason: str) -> None:
    """A reason has no formatting and no lines of its own."""
    line = texts(blocked_page([a_block(reason=reason)], 0))[1]
    assert "\n" not in line
    own = line.split(" · ")[-1]
    assert list(formatting_in(own)) == []


async def test_every_state_in_the_list_has_a_mark() -> None:
    """What the database calls present has a place in the list."""
    present = {State.REQUESTED, State.OPENING, State.OPEN, State.CLOSED}
    assert set(staff._MARKS) == present


@pytest.mark.parametrize("state", State)
async def test_every_decision_has_words(state: State, language: str) -> None:
    """Whatever became of a request, the moderator reads it, with its number."""
    ticket = a_ticket(state, number=12, decided_by_id=MODERATOR)
    assert "12" in decision(ticket)
    assert len(decision(ticket)) <= 2000
