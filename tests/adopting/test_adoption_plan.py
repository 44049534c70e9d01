"""Who sees an adopted channel, and who is named before."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import (
    BOT,
    CHANNEL,
    EVERYONE,
    GUEST,
    GUEST_ROLE,
    GUILD,
    HELPER_ROLE,
    MODERATOR,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_person,
    a_team,
    a_ticket,
    for_member,
    for_role,
    line_of,
    many_ids,
    settings,
)
from tickets.adopting.render import question
from tickets.adopting.rules import (
    AccessChange,
    Adoption,
    AdoptionPlan,
    Readers,
    access_change,
    adopted_plan,
    token_of,
)
from tickets.core.access import FOR_THREADS, TAKE_PART, opening_plan
from tickets.core.ticket import State

if TYPE_CHECKING:
    from tickets.core.overwrite import Overwrite

VIEW = ("view_channel",)
ROLES = (MODERATOR_ROLE, HELPER_ROLE, GUEST_ROLE)
ALL = frozenset({"view_channel", *TAKE_PART, *FOR_THREADS})
WANTED = Adoption(
    guild_id=GUILD,
    channel_id=CHANNEL,
    opener_id=OPENER,
    type_id=None,
    by=a_person(id=MODERATOR),
)
NOBODY = Readers(everyone=False, role_ids=frozenset(), member_ids=frozenset())


def adopted(*before: Overwrite, grantable: frozenset[str] = ALL) -> tuple[Overwrite, ...]:
    """The overwrites of an adopted channel."""
    return adopted_plan(
        before,
        everyone_id=EVERYONE,
        bot_id=BOT,
        opener_id=OPENER,
        team=a_team(),
        existing_roles=ROLES,
        grantable=grantable,
    )


def change(readers: Readers, **about: Any) -> AccessChange:
    """Who comes and goes."""
    facts: dict[str, Any] = {
        "bot_id": BOT,
        "opener": a_person(id=OPENER),
        "opener_saw": False,
        "roles_of": {},
        "administrators": (),
    }
    return access_change(readers, adopted(), **{**facts, **about})


def test_a_channel_without_lines_is_a_new_ticket() -> None:
    """It has what a ticket has that was opened."""
    assert adopted() == opening_plan(
        everyone_id=EVERYONE,
        bot_id=BOT,
        opener_id=OPENER,
        team=a_team(),
        existing_roles=ROLES,
    )


@pytest.mark.parametrize("seed", range(20))
def test_nobody_but_team_opener_and_bot_sees_it(seed: int) -> None:
    """Whatever lines it had: none of them lets anybody in, and who was shut out stays so."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    people = (BOT, OPENER, GUEST, STRANGER)
    before = []
    for make, ids in ((for_role, (EVERYONE, *ROLES)), (for_member, people)):
        for one in ids:
            names = [name for name in sorted(ALL) if chance.random() < 0.5]
            line = make(one, names, ())
            if chance.random() < 0.3:
                line = make(one, (), VIEW)
            before.append(line)
    after = adopted(*before)
    seeing = {line.id for line in after if "view_channel" in line.allow}
    assert seeing == {BOT, OPENER, MODERATOR_ROLE, HELPER_ROLE}
    everyone = line_of(after, EVERYONE)
    assert everyone is not None
    assert "view_channel" in everyone.deny
    for line in before:
        if line.id in (GUEST, STRANGER) and line.deny:
            assert line in after


def test_what_only_threads_need_is_left_out() -> None:
    """Where the bot can't give it: the adoption doesn't fail by it."""
    after = adopted(grantable=frozenset())
    assert not any(line.allow & {"create_private_threads"} for line in after)


def test_all_come_to_a_hidden_channel() -> None:
    """The opener and the team's roles; nobody goes."""
    found = change(NOBODY)
    assert set(found.coming_role_ids) == {MODERATOR_ROLE, HELPER_ROLE}
    assert found.coming_member_ids == (OPENER,)
    assert not found.everyone_goes
    assert found.going_role_ids == found.going_member_ids == ()


def test_who_saw_it_doesnt_come() -> None:
    """Nor do roles of administrators, who see every channel."""
    readers = replace(NOBODY, role_ids=frozenset({HELPER_ROLE}))
    found = change(readers, opener_saw=True, administrators=(MODERATOR_ROLE,))
    assert found.coming_role_ids == found.coming_member_ids == found.going_role_ids == ()


def test_others_go() -> None:
    """Roles, and members with lines of their own, unless a role of theirs stays."""
    readers = Readers(
        everyone=False,
        role_ids=frozenset({HELPER_ROLE, GUEST_ROLE}),
        member_ids=frozenset({BOT, OPENER, GUEST, MODERATOR}),
    )
    found = change(readers, roles_of={MODERATOR: frozenset({MODERATOR_ROLE})})
    assert found.going_role_ids == (GUEST_ROLE,)
    assert found.going_member_ids == (GUEST,)


def test_everybody_goes() -> None:
    """That says it of the roles, too; and nobody's role comes that saw it with everybody."""
    readers = replace(NOBODY, everyone=True, role_ids=frozenset(ROLES))
    found = change(readers)
    assert found.everyone_goes
    assert found.going_role_ids == found.coming_role_ids == ()


def test_roles_that_were_shut_out_come() -> None:
    """Of a channel that everybody else sees."""
    readers = replace(NOBODY, everyone=True, role_ids=frozenset({HELPER_ROLE, GUEST_ROLE}))
    assert change(readers).coming_role_ids == (MODERATOR_ROLE,)


def test_tokens() -> None:
    """Another channel, opener, type or line has another; the order of lines doesn't matter."""
    lines = adopted(for_member(GUEST, (), VIEW))
    tokens = {
        token_of(WANTED, lines),
        token_of(replace(WANTED, channel_id=1), lines),
        token_of(replace(WANTED, opener_id=1), lines),
        token_of(replace(WANTED, type_id=1), lines),
        token_of(WANTED, lines[1:]),
        token_of(WANTED, lines, lines),
    }
    assert len(tokens) == 6
    assert token_of(WANTED, lines) == token_of(WANTED, lines[::-1])
    assert token_of(WANTED, lines) == token_of(replace(WANTED, by=a_person(id=1)), lines)


def test_the_longest_question_fits() -> None:
    """With more who come and go than a message can name."""
    many = many_ids(100)
    plan = AdoptionPlan(
        before=(),
        after=(),
        change=AccessChange(
            coming_role_ids=many,
            coming_member_ids=many,
            everyone_goes=True,
            going_role_ids=many,
            going_member_ids=many,
        ),
        settings=settings(),
        opener=a_person(id=OPENER),
        token="00000000",  # noqa: S106 - no secret
    )
    shown = question(replace(WANTED, type_id=999_999_999), plan)
    assert shown.content is not None
    assert len(shown.content) < 2000
    assert "and 180 more" in shown.content
    assert shown.view is not None
    assert all(len(item.custom_id) <= 100 for item in shown.view.children)  # type: ignore[attr-defined]
    said: Any = shown.pings.to_dict()
    assert said == {"parse": []}


def test_only_an_unfinished_one_is_being_adopted() -> None:
    """An opening one keeps no lines, and a closed one isn't opening."""
    line = for_role(EVERYONE)
    assert a_ticket(State.OPENING, removed_overwrites=(line,)).is_being_adopted
    assert not a_ticket(State.OPENING).is_being_adopted
    assert not a_ticket(State.CLOSED, removed_overwrites=(line,)).is_being_adopted
