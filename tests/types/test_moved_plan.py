"""Who sees a ticket after it was moved to another team."""

from __future__ import annotations

from tickets.core.access import MODERATE, TAKE_PART, opening_plan, staff_lines
from tickets.core.overwrite import Overwrite, Target
from tickets.core.team import Team
from tickets.types.rules import move_plan, moved_plan

OLD = Team(moderator_role_ids=(1, 3), access_role_ids=(2,))
NEW = Team(moderator_role_ids=(4, 3), access_role_ids=(5,))
ROLES = frozenset(range(1, 10))
GUEST = Overwrite(Target.MEMBER, 77, allow=TAKE_PART)
GUEST_ROLE = Overwrite(Target.ROLE, 8, allow=TAKE_PART)


def present(team: Team = OLD) -> tuple[Overwrite, ...]:
    """A ticket's overwrites, with people who were added."""
    plan = opening_plan(
        everyone_id=100, bot_id=101, opener_id=102, team=team, existing_roles=ROLES
    )
    return (*plan, GUEST, GUEST_ROLE)


def moved(
    lines: tuple[Overwrite, ...], former: list[Team], team: Team = NEW
) -> tuple[Overwrite, ...]:
    """After the ticket was moved."""
    before = [staff_lines(one, ROLES) for one in former]
    return moved_plan(lines, former=before, after=staff_lines(team, ROLES))


def test_the_old_staff_goes_and_the_new_comes() -> None:
    """Opener, added people and the bot stay as they were."""
    after = moved(present(), [OLD])
    assert {line.id: line for line in after} == {line.id: line for line in present(NEW)}


def test_former_staff_of_several_times_goes() -> None:
    """Roles that were the team's when it was opened go, too, whatever was changed since."""
    then = Team(moderator_role_ids=(6,), access_role_ids=(7,))
    lines = (*present(), *(Overwrite(Target.ROLE, one, allow=TAKE_PART) for one in (6, 7)))
    after = moved(lines, [OLD, then])
    assert {line.id for line in after} == {line.id for line in present(NEW)}


def test_an_added_role_that_is_the_new_team_moderates() -> None:
    """What the new team may do is what any of its tickets gives it."""
    team = Team(moderator_role_ids=(8,))
    line = Overwrite(Target.ROLE, 8, allow=TAKE_PART | MODERATE)
    assert line in moved(present(), [OLD], team)


def test_roles_of_both_teams_keep_what_was_changed_by_hand() -> None:
    """A role that was shut out stays so."""
    shut_out = Overwrite(Target.ROLE, 3, deny=frozenset({"view_channel"}))
    lines = tuple(shut_out if line.id == 3 else line for line in present())
    assert shut_out in moved(lines, [OLD])


def test_moving_twice_is_moving_once() -> None:
    """Finished after a restart, it changes nothing more."""
    once = moved(present(), [OLD])
    assert set(moved(once, [OLD])) == set(once)


def test_what_is_said_before() -> None:
    """Roles of both teams neither come nor go; deleted ones aren't named."""
    plan = move_plan(OLD, NEW, ROLES - {5}, has_thread=True)
    assert (plan.coming, plan.going) == ((4,), (1, 2))
