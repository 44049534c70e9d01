"""Who sees a ticket that comes across: those of its staff and people who did before."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.core.builders import (
    BOT,
    EVERYONE,
    GUEST,
    GUEST_ROLE,
    HELPER_ROLE,
    MODERATOR,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_team,
    for_member,
    for_role,
)
from tickets.core.access import HIDDEN, READ_ONLY, TAKE_PART, reopening_plan, staff_lines
from tickets.switching.rules.lines import (
    Lines,
    Reader,
    Taken,
    closed_lines,
    open_lines,
    possible,
    saw,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tickets.core.overwrite import Overwrite

VIEW = ("view_channel",)
HIDDEN_FROM_ALL = for_role(EVERYONE, deny=VIEW)
ROLES = (MODERATOR_ROLE, HELPER_ROLE)


def at(lines: Iterable[Overwrite], one: int) -> Overwrite:
    """The only line of somebody or a role."""
    (found,) = (line for line in lines if line.id == one)
    return found


def taken(*before: Overwrite, **about: object) -> Taken:
    """A channel with these lines, of OPENER, whose staff are the two roles."""
    facts: dict[str, object] = {
        "everyone_id": EVERYONE,
        "bot_id": BOT,
        "before": before,
        "staff": staff_lines(a_team(), ROLES),
        "by_role": frozenset(),
        "opener_id": OPENER,
        "guest_ids": frozenset(),
        "seeing": frozenset(line.id for line in before if "view_channel" in line.allow),
    }
    return Taken(**{**facts, **about})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "role_ids", "viewing", "expected"),
    [
        ((), (), (EVERYONE,), True),
        ((), (), (), False),
        ((HIDDEN_FROM_ALL,), (), (EVERYONE,), False),
        ((HIDDEN_FROM_ALL, for_role(GUEST_ROLE, VIEW)), (GUEST_ROLE,), (EVERYONE,), True),
        ((for_role(GUEST_ROLE, deny=VIEW),), (GUEST_ROLE,), (EVERYONE,), False),
        # Of several roles, one that allows is enough.
        (
            (for_role(GUEST_ROLE, deny=VIEW), for_role(HELPER_ROLE, VIEW)),
            (GUEST_ROLE, HELPER_ROLE),
            (),
            True,
        ),
        # A line of their own counts most.
        ((for_role(GUEST_ROLE, VIEW), for_member(GUEST, deny=VIEW)), (GUEST_ROLE,), (), False),
        ((HIDDEN_FROM_ALL, for_member(GUEST, VIEW)), (), (EVERYONE,), True),
        ((HIDDEN_FROM_ALL,), (GUEST_ROLE,), (GUEST_ROLE,), False),
    ],
)
def test_who_saw_it(
    lines: tuple[Overwrite, ...],
    role_ids: tuple[int, ...],
    viewing: tuple[int, ...],
    expected: bool,
) -> None:
    """As Discord works it out: everybody's line, then roles', then one's own."""
    reader = Reader(role_ids=frozenset(role_ids), member_id=GUEST)
    assert saw(lines, reader, everyone_id=EVERYONE, viewing=viewing) is expected


def test_administrators_see_all() -> None:
    """Whatever the lines say."""
    reader = Reader(role_ids=frozenset(), member_id=GUEST, sees_all=True)
    assert saw((for_member(GUEST, deny=VIEW),), reader, everyone_id=EVERYONE, viewing=())


def test_an_open_ticket() -> None:
    """Everybody, bot, opener and staff as in a new one; guests and others keep their lines."""
    before = (
        HIDDEN_FROM_ALL,
        for_member(OPENER, VIEW),
        for_member(GUEST, ("view_channel", "send_messages")),
        for_member(STRANGER, deny=VIEW),
        for_role(GUEST_ROLE, VIEW),
        for_role(MODERATOR_ROLE, VIEW),
    )
    found = open_lines(taken(*before))
    assert at(found.overwrites, EVERYONE).deny == HIDDEN
    assert at(found.overwrites, OPENER).allow == TAKE_PART
    assert at(found.overwrites, MODERATOR_ROLE).allow > TAKE_PART
    assert [at(found.overwrites, one) for one in (GUEST, STRANGER, GUEST_ROLE)] == [
        before[2],
        before[3],
        before[4],
    ]
    # Twice is once.
    assert set(open_lines(taken(*found.overwrites)).overwrites) == set(found.overwrites)


@pytest.mark.parametrize("line", [None, for_member(OPENER, deny=VIEW)])
def test_an_opener_who_is_shut_out_stays_so(line: Overwrite | None) -> None:
    """Whoever took that away meant it."""
    before = [HIDDEN_FROM_ALL, *([line] if line else [])]
    found = open_lines(taken(*before))
    assert [one for one in found.overwrites if one.id == OPENER] == ([line] if line else [])


def test_staff_with_a_line_of_their_own() -> None:
    """They see it by their role; but who was shut out by name stays so."""
    before = (HIDDEN_FROM_ALL, for_member(MODERATOR, VIEW), for_member(STRANGER, deny=VIEW))
    found = open_lines(taken(*before, by_role=frozenset({MODERATOR, STRANGER})))
    ids = {line.id for line in found.overwrites}
    assert MODERATOR not in ids
    assert at(found.overwrites, STRANGER) == before[2]


@pytest.mark.parametrize("readable", [False, True])
def test_a_closed_ticket(readable: bool) -> None:
    """Opener and guests read it if they did; reopening gives them more than they had."""
    before = (
        HIDDEN_FROM_ALL,
        for_member(OPENER, VIEW, deny=("send_messages",)),
        for_role(GUEST_ROLE, VIEW),
    )
    found = closed_lines(taken(*before, guest_ids=frozenset({GUEST})), readable=readable)
    allowed = {line.id: line.allow for line in found.overwrites}
    assert allowed.get(OPENER) == (READ_ONLY if readable else None)
    # Who didn't see it doesn't now, whatever counts for closed tickets here.
    assert GUEST not in allowed
    reopened = reopening_plan(
        found.overwrites, everyone_id=EVERYONE, removed=found.withdrawn, gone=()
    )
    for one in (OPENER, GUEST):
        assert at(reopened, one).allow == TAKE_PART
        assert not at(reopened, one).deny
    assert at(reopened, GUEST_ROLE) == before[2]


def test_nobody_is_let_in() -> None:
    """Whatever the channel was like: who sees it then, but for its staff, saw it before."""
    chance = random.Random(7)  # noqa: S311
    people = (OPENER, GUEST, STRANGER, MODERATOR)
    for _ in range(400):
        before = tuple(
            kind(one, *chance.choice([(VIEW,), ((), VIEW), ((), ())]))
            for kind, ids in ((for_role, (EVERYONE, GUEST_ROLE)), (for_member, people))
            for one in ids
            if chance.random() < 0.6
        )
        viewing = chance.choice([(), (EVERYONE,)])
        readers = {
            one: Reader(
                member_id=one,
                role_ids=frozenset(r for r in (GUEST_ROLE,) if chance.random() < 0.5),
            )
            for one in people
        }

        def seen(
            lines: Iterable[Overwrite],
            readers: dict[int, Reader] = readers,
            viewing: tuple[int, ...] = viewing,
        ) -> frozenset[int]:
            about = {
                one: saw(lines, who, everyone_id=EVERYONE, viewing=viewing)
                for one, who in readers.items()
            }
            return frozenset(one for one, sees in about.items() if sees)

        seeing = seen(before)
        channel = taken(
            *before, seeing=seeing, guest_ids=frozenset({GUEST}), staff={}, by_role=frozenset()
        )
        for lines in (
            open_lines(channel),
            closed_lines(channel, readable=True),
            closed_lines(channel, readable=False),
        ):
            assert seen(lines.overwrites) <= seeing


def test_what_the_bot_may_not_give_is_left_out() -> None:
    """As long as a ticket works without it."""
    found = open_lines(taken(HIDDEN_FROM_ALL, for_member(OPENER, VIEW)))
    given = possible(found, (HIDDEN_FROM_ALL,), a_team(), ())
    assert isinstance(given, Lines)
    assert "create_private_threads" not in at(given.overwrites, BOT).allow
    assert at(given.overwrites, OPENER).allow >= TAKE_PART
