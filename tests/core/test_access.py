"""Who sees and writes what, proven with Discord's own way of computing permissions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    line_of,
    permissions_of,
)
from tickets.core.access import (
    FOR_THREADS,
    HIDDEN,
    MODERATE,
    OPERATE,
    READ_ONLY,
    SILENCED,
    TAKE_PART,
    Closing,
    closing_plan,
    needed_permissions,
    opening_plan,
    reopening_plan,
)
from tickets.core.overwrite import Overwrite, Target

#: What a server may give to all its members, careless ones included.
CARELESS = TAKE_PART | MODERATE | SILENCED

Plan = tuple[Overwrite, ...]


def opened(
    existing_roles: tuple[int, ...] = (MODERATOR_ROLE, HELPER_ROLE), **roles: object
) -> Plan:
    """The permissions of a new ticket."""
    return opening_plan(
        everyone_id=EVERYONE,
        bot_id=BOT,
        opener_id=OPENER,
        team=a_team(**roles),
        existing_roles=existing_roles,
    )


def closed(present: Plan, *, readable: bool = False) -> Closing:
    """A ticket's permissions after closing."""
    return closing_plan(
        present,
        everyone_id=EVERYONE,
        bot_id=BOT,
        staff_role_ids={MODERATOR_ROLE, HELPER_ROLE},
        readable=readable,
    )


def reopened(present: Plan, removed: Plan, gone: tuple[int, ...] = ()) -> Plan:
    """A ticket's permissions after reopening."""
    return reopening_plan(present, everyone_id=EVERYONE, removed=removed, gone=gone)


# A new ticket


def test_a_new_ticket_is_hidden_from_everyone() -> None:
    """@everyone is denied seeing the channel and managing threads (T3)."""
    assert line_of(opened(), EVERYONE) == for_role(EVERYONE, deny=HIDDEN)
    assert {"view_channel", "manage_threads"} == HIDDEN


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (for_member(OPENER, TAKE_PART), "the opener takes part"),
        (for_member(BOT, TAKE_PART | OPERATE), "the bot can do all its work"),
        (for_role(MODERATOR_ROLE, TAKE_PART | MODERATE), "moderators moderate"),
        (for_role(HELPER_ROLE, TAKE_PART), "access roles only take part"),
    ],
)
def test_who_is_let_into_a_new_ticket(line: Overwrite, why: str) -> None:
    """Opener, bot, moderator and access roles get exactly what T3 says."""
    assert line_of(opened(), line.id) == line, why


def test_nobody_else_is_named_in_a_new_ticket() -> None:
    """A new ticket has a line for each of the five and none besides."""
    assert {line.id for line in opened()} == {EVERYONE, BOT, OPENER, MODERATOR_ROLE, HELPER_ROLE}


@pytest.mark.parametrize("left", [(), (MODERATOR_ROLE,), (HELPER_ROLE,)])
def test_deleted_roles_are_left_out(left: tuple[int, ...]) -> None:
    """A role that was deleted doesn't stop the ticket from being opened."""
    assert {line.id for line in opened(left)} == {EVERYONE, BOT, OPENER, *left}


def test_a_role_in_both_lists_moderates() -> None:
    """A role that is both moderator and access role gets one line, the moderator's."""
    plan = opened(access_role_ids=(HELPER_ROLE, MODERATOR_ROLE))
    assert line_of(plan, MODERATOR_ROLE) == for_role(MODERATOR_ROLE, TAKE_PART | MODERATE)


def test_the_bot_needs_every_bit_that_it_sets() -> None:
    """What must be held covers what is granted and what is denied."""
    opening = TAKE_PART | MODERATE | OPERATE | HIDDEN
    for readable, later in ((False, frozenset()), (True, SILENCED)):
        with_thread = needed_permissions(opened(), readable=readable, staff_thread=True)
        without = needed_permissions(opened(), readable=readable, staff_thread=False)
        assert with_thread == opening | later
        assert without == (opening - FOR_THREADS) | later
    assert needed_permissions((), readable=False, staff_thread=True) == frozenset()


# Closing


def test_closing_takes_the_channel_from_opener_and_guests() -> None:
    """Opener, added people and added roles have no line any more, and it is remembered."""
    guests = (for_member(GUEST, TAKE_PART), for_role(GUEST_ROLE, TAKE_PART))
    closing = closed((*opened(), *guests))
    assert {line.id for line in closing.overwrites} == {
        EVERYONE,
        BOT,
        MODERATOR_ROLE,
        HELPER_ROLE,
    }
    assert set(closing.removed) == {for_member(OPENER, TAKE_PART), *guests}


@pytest.mark.parametrize("readable", [False, True])
@pytest.mark.parametrize("identity", [BOT, MODERATOR_ROLE, HELPER_ROLE])
def test_staff_and_bot_keep_everything(identity: int, readable: bool) -> None:
    """Closing changes nothing for those who look after tickets."""
    plan = opened()
    assert line_of(closed(plan, readable=readable).overwrites, identity) == line_of(plan, identity)


def test_a_person_with_a_staff_roles_id_is_still_a_person() -> None:
    """Only roles are staff: a member's own line is removed whatever its id is."""
    plan = tuple(line for line in opened() if line.id != MODERATOR_ROLE)
    closing = closed((*plan, for_member(MODERATOR_ROLE, TAKE_PART)))
    assert line_of(closing.overwrites, MODERATOR_ROLE) is None


def test_a_readable_ticket_can_still_be_read() -> None:
    """Opener and guests keep seeing and reading, and nothing else."""
    closing = closed((*opened(), for_member(GUEST, TAKE_PART)), readable=True)
    assert line_of(closing.overwrites, OPENER) == for_member(OPENER, READ_ONLY)
    assert line_of(closing.overwrites, GUEST) == for_member(GUEST, READ_ONLY)


@pytest.mark.parametrize(("readable", "deny"), [(False, HIDDEN), (True, HIDDEN | SILENCED)])
def test_everyone_is_silenced_only_when_the_ticket_stays_readable(
    readable: bool, deny: frozenset[str]
) -> None:
    """Writing is denied to @everyone, and only when somebody without rights still sees."""
    assert line_of(closed(opened(), readable=readable).overwrites, EVERYONE) == for_role(
        EVERYONE, deny=deny
    )


def test_a_readable_ticket_is_silent_even_without_a_line_for_everyone() -> None:
    """Nobody writes in a closed ticket, even if an admin took @everyone's line away."""
    plan = tuple(line for line in opened() if line.id != EVERYONE)
    closing = closed(plan, readable=True)
    may = permissions_of(OPENER, closing.overwrites, server_wide=CARELESS)
    assert "send_messages" not in may


@pytest.mark.parametrize("readable", [False, True])
@pytest.mark.parametrize(
    "line",
    [
        for_member(GUEST, deny={"view_channel"}),
        for_member(GUEST, allow={"read_message_history"}, deny={"view_channel"}),
    ],
)
def test_who_was_shut_out_by_hand_stays_shut_out(line: Overwrite, readable: bool) -> None:
    """Closing shows the ticket to nobody who was kept from it: a helper whom it is about."""
    plan = (*opened(), line)
    for stage in (plan, closed(plan, readable=readable).overwrites):
        assert permissions_of(GUEST, stage, roles=(HELPER_ROLE,)) == frozenset()


# Reopening


def test_reopening_gives_back_what_closing_took() -> None:
    """Opener and guests are as they were before."""
    plan = (*opened(), for_member(GUEST, TAKE_PART), for_role(GUEST_ROLE, TAKE_PART))
    closing = closed(plan)
    assert set(reopened(closing.overwrites, closing.removed)) == set(plan)


@pytest.mark.parametrize("readable", [False, True])
def test_who_left_gets_nothing_back(readable: bool) -> None:
    """A member who left and a role that was deleted have no line in the reopened ticket."""
    plan = (*opened(), for_member(GUEST, TAKE_PART), for_role(GUEST_ROLE, TAKE_PART))
    closing = closed(plan, readable=readable)
    back = reopened(closing.overwrites, closing.removed, gone=(GUEST, GUEST_ROLE))
    assert set(back) == set(opened())


def test_what_was_changed_meanwhile_is_kept() -> None:
    """Somebody who was let into the closed ticket stays, and staff changes stay."""
    closing = closed(opened())
    guest = for_member(GUEST, {"view_channel"})
    present = tuple(line for line in closing.overwrites if line.id != HELPER_ROLE)
    back = reopened((*present, guest), closing.removed)
    assert line_of(back, GUEST) == guest
    assert line_of(back, HELPER_ROLE) is None


def test_a_reopened_ticket_is_hidden_whatever_was_done_to_it() -> None:
    """Strangers see nothing, even if @everyone's line was taken away while it was closed."""
    closing = closed(opened())
    present = tuple(line for line in closing.overwrites if line.id != EVERYONE)
    back = reopened(present, closing.removed)
    assert permissions_of(STRANGER, back, server_wide=CARELESS) == frozenset()


BITS = st.sampled_from(sorted(TAKE_PART | MODERATE | OPERATE | SILENCED | {"add_reactions"}))


@st.composite
def hidden_channels(draw: st.DrawFn) -> Plan:
    """Any permissions that a ticket's channel can have while strangers don't see it."""
    lines = []
    for identity in draw(st.sets(st.integers(1, 30), max_size=12)) | {EVERYONE}:
        target = Target.ROLE if identity == EVERYONE else draw(st.sampled_from(Target))
        deny = draw(st.frozensets(BITS)) | (HIDDEN if identity == EVERYONE else frozenset())
        lines.append(Overwrite(target, identity, draw(st.frozensets(BITS)) - deny, deny))
    return tuple(lines)


@given(plan=hidden_channels(), readable=st.booleans())
def test_closing_and_reopening_changes_nothing(plan: Plan, readable: bool) -> None:
    """Whatever a ticket's permissions were, reopening brings every line back."""
    closing = closing_plan(
        plan,
        everyone_id=EVERYONE,
        bot_id=1,
        staff_role_ids={2, 3, 4},
        readable=readable,
    )
    assert set(reopened(closing.overwrites, closing.removed)) == set(plan)


@given(plan=hidden_channels(), readable=st.booleans())
def test_closing_denies_nothing_to_anybody_by_name(plan: Plan, readable: bool) -> None:
    """Nobody's line becomes a denial: a role given later works in a reopened ticket."""
    before = {line.id: line for line in plan}
    closing = closing_plan(
        plan, everyone_id=EVERYONE, bot_id=1, staff_role_ids={2, 3, 4}, readable=readable
    )
    for line in closing.overwrites:
        if line.id != EVERYONE:
            assert line.deny <= before[line.id].deny
            assert line.allow <= before[line.id].allow


@given(plan=hidden_channels(), readable=st.booleans())
def test_no_line_allows_what_it_denies(plan: Plan, readable: bool) -> None:
    """Discord never gets a line that contradicts itself, nor two lines about the same."""
    closing = closing_plan(
        plan, everyone_id=EVERYONE, bot_id=1, staff_role_ids={2, 3, 4}, readable=readable
    )
    for lines in (closing.overwrites, reopened(closing.overwrites, closing.removed)):
        assert all(not line.allow & line.deny for line in lines)
        assert len({line.id for line in lines}) == len(lines)


# What people really see


def stages() -> dict[str, Plan]:
    """A ticket's permissions through its life."""
    plan = (*opened(), for_member(GUEST, TAKE_PART))
    none, read = closed(plan), closed(plan, readable=True)
    return {
        "open": plan,
        "closed": none.overwrites,
        "closed, readable": read.overwrites,
        "reopened": reopened(none.overwrites, none.removed),
        "reopened from readable": reopened(read.overwrites, read.removed),
    }


STAGES = list(stages())


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("held", [CARELESS, frozenset({"manage_threads", "manage_messages"})])
def test_strangers_see_nothing(stage: str, held: frozenset[str]) -> None:
    """Not even server-wide Manage Threads and Manage Messages show a ticket to a stranger."""
    assert permissions_of(STRANGER, stages()[stage], server_wide=held) == frozenset()


@pytest.mark.parametrize("stage", STAGES)
def test_the_opener_never_manages_threads(stage: str) -> None:
    """An opener who manages threads elsewhere can't enter the staff's thread here (T5)."""
    may = permissions_of(OPENER, stages()[stage], server_wide=CARELESS)
    assert "manage_threads" not in may


@pytest.mark.parametrize("stage", STAGES)
def test_access_roles_never_manage_threads(stage: str) -> None:
    """Nor can somebody with an access role (T5)."""
    may = permissions_of(STRANGER, stages()[stage], roles=(HELPER_ROLE,), server_wide=CARELESS)
    assert "manage_threads" not in may
    assert may >= TAKE_PART


@pytest.mark.parametrize("stage", STAGES)
def test_moderators_always_moderate(stage: str) -> None:
    """Moderators see, write and manage in a ticket at every moment of its life."""
    may = permissions_of(MODERATOR, stages()[stage], roles=(MODERATOR_ROLE,))
    assert may >= TAKE_PART | MODERATE


@pytest.mark.parametrize("stage", STAGES)
def test_a_moderator_who_opened_a_ticket_stays_one(stage: str) -> None:
    """Moderators write in their own ticket too, open or closed."""
    may = permissions_of(OPENER, stages()[stage], roles=(MODERATOR_ROLE,), server_wide=CARELESS)
    assert may >= TAKE_PART | MODERATE


@pytest.mark.parametrize("stage", STAGES)
def test_the_bot_can_always_work(stage: str) -> None:
    """The bot keeps all that it needs, even if it holds nothing in the server."""
    assert permissions_of(BOT, stages()[stage]) >= TAKE_PART | OPERATE


@pytest.mark.parametrize("person", [OPENER, GUEST])
@pytest.mark.parametrize(
    ("stage", "sees", "writes"),
    [
        ("open", True, True),
        ("closed", False, False),
        ("closed, readable", True, False),
        ("reopened", True, True),
        ("reopened from readable", True, True),
    ],
)
def test_what_opener_and_guests_can_do(person: int, stage: str, sees: bool, writes: bool) -> None:
    """They lose the ticket when it is closed, or only the right to write, and get it back."""
    may = permissions_of(person, stages()[stage], server_wide=CARELESS)
    assert ("view_channel" in may) is sees
    assert ("send_messages" in may) is writes
    assert not sees or "read_message_history" in may
    if not writes:
        assert not may & SILENCED


def test_administrators_always_see() -> None:
    """Discord shows every channel to administrators; nothing here says otherwise."""
    for plan in stages().values():
        assert "view_channel" in permissions_of(STRANGER, plan, server_wide={"administrator"})
