"""Overwrites that were changed by accident are put right, and nobody else's are touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import (
    BOT,
    EVERYONE,
    GUEST,
    GUEST_ROLE,
    HELPER_ROLE,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_team,
    for_member,
    for_role,
    line_of,
    permissions_of,
)
from tickets.core.access import HIDDEN, OPERATE, TAKE_PART, opening_plan, staff_lines
from tickets.core.repair_plans import allowing_plan, decides_view, private_plan, repaired_plan

if TYPE_CHECKING:
    from tickets.core.overwrite import Overwrite

ROLES = (MODERATOR_ROLE, HELPER_ROLE)
PLAN = opening_plan(
    everyone_id=EVERYONE, bot_id=BOT, opener_id=OPENER, team=a_team(), existing_roles=ROLES
)


def repaired(present: tuple[Overwrite, ...], opener: int | None = OPENER) -> tuple[Overwrite, ...]:
    """After the repair."""
    return repaired_plan(
        present,
        everyone_id=EVERYONE,
        bot_id=BOT,
        opener_id=opener,
        staff=staff_lines(a_team(), ROLES),
    )


def test_what_is_right_stays() -> None:
    """A new ticket has nothing to repair."""
    assert set(repaired(PLAN)) == set(PLAN)


@given(st.sets(st.sampled_from(PLAN)))
def test_whatever_was_lost_comes_back(lost: set[Overwrite]) -> None:
    """Whichever lines were removed, the ticket is as it was."""
    assert set(repaired(tuple(line for line in PLAN if line not in lost))) == set(PLAN)


def test_everybody_else_keeps_theirs() -> None:
    """Added people and roles stay, and so does who was shut out."""
    others = (
        for_member(GUEST, TAKE_PART),
        for_role(GUEST_ROLE, TAKE_PART),
        for_member(STRANGER, deny={"view_channel"}),
    )
    assert set(repaired((*PLAN, *others))) == {*PLAN, *others}


def test_who_was_shut_out_stays_out() -> None:
    """A role of the staff, or the opener, whose own line denies the view isn't let in."""
    shut = for_role(HELPER_ROLE, deny={"view_channel"})
    present = (*(line for line in PLAN if line.id not in (HELPER_ROLE, OPENER)), shut)
    plan = repaired((*present, for_member(OPENER, deny={"view_channel"})))
    assert line_of(plan, HELPER_ROLE) == shut
    assert line_of(plan, OPENER) == for_member(OPENER, deny={"view_channel"})


def test_what_was_denied_besides_stays_denied() -> None:
    """Somebody who may not attach files gets the view back, and still may not."""
    muted = for_role(HELPER_ROLE, deny={"attach_files"})
    plan = repaired((*(line for line in PLAN if line.id != HELPER_ROLE), muted))
    allowed = permissions_of(STRANGER, plan, roles=(HELPER_ROLE,))
    assert "view_channel" in allowed
    assert "attach_files" not in allowed


def test_the_bot_gets_everything() -> None:
    """The bot isn't shut out of a ticket, whatever its line says."""
    broken = for_member(BOT, deny={"view_channel", "manage_messages"})
    plan = repaired((*(line for line in PLAN if line.id != BOT), broken))
    assert permissions_of(BOT, plan) >= TAKE_PART | OPERATE


def test_the_opener_of_a_closed_ticket() -> None:
    """Without the opener: a closed ticket stays closed."""
    plan = repaired(tuple(line for line in PLAN if line.id != OPENER), opener=None)
    assert line_of(plan, OPENER) is None


def test_hidden_again() -> None:
    """@everyone loses the view, whatever else somebody gave or took."""
    present = (
        for_role(EVERYONE, {"view_channel", "add_reactions"}, {"send_messages"}),
        *(line for line in PLAN if line.id != EVERYONE),
    )
    everyone = line_of(repaired(present), EVERYONE)
    assert everyone == for_role(EVERYONE, {"add_reactions"}, {"send_messages", *HIDDEN})


def test_a_channel_made_private() -> None:
    """Hidden from everybody but bot and moderators; other lines stay as they are."""
    present = (for_role(EVERYONE, {"view_channel"}), for_role(GUEST_ROLE, {"view_channel"}))
    plan = private_plan(
        present, everyone_id=EVERYONE, bot_id=BOT, role_ids=(MODERATOR_ROLE, HELPER_ROLE)
    )
    seeing: dict[str, Any] = {"server_wide": ("view_channel",)}
    assert not permissions_of(STRANGER, plan, **seeing)
    for role in (MODERATOR_ROLE, HELPER_ROLE, GUEST_ROLE):
        assert "view_channel" in permissions_of(STRANGER, plan, roles=(role,), **seeing)
    assert "view_channel" in permissions_of(BOT, plan, **seeing)


def test_a_moderator_role_kept_out_of_a_private_channel() -> None:
    """A role that was shut out of the staff's channel isn't let in by the repair."""
    shut = for_role(HELPER_ROLE, deny={"view_channel"})
    plan = private_plan((shut,), everyone_id=EVERYONE, bot_id=BOT, role_ids=(HELPER_ROLE,))
    assert line_of(plan, HELPER_ROLE) == shut


def test_allowing_one_member_more() -> None:
    """What was denied to the bot is allowed to it; nobody else's line changes."""
    present = (for_role(EVERYONE, deny={"send_messages"}), for_member(BOT, deny={"embed_links"}))
    allow = frozenset({"embed_links", "send_messages"})
    plan = allowing_plan(present, member_id=BOT, allow=allow)
    assert set(plan) == {present[0], for_member(BOT, allow)}


@pytest.mark.parametrize("names", [{"view_channel"}, {"view_channel", "send_messages"}])
def test_what_decides(names: set[str]) -> None:
    """A line decides if it allows or denies the view; writing alone doesn't."""
    assert decides_view(for_role(GUEST_ROLE, names))
    assert decides_view(for_role(GUEST_ROLE, deny=names))
    assert not decides_view(for_role(GUEST_ROLE, names - {"view_channel"}))
