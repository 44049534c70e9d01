"""Who sees and writes what in a ticket's channel, as data.

Permission names are those of discord.py's ``Permissions`` flags. ``discord/overwrites.py`` turns
a plan into Discord's overwrites; nothing here talks to Discord.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy_dataclass import lazy_dataclass
from .overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from .team import Team

#: What everybody who takes part in a ticket may do.
TAKE_PART = frozenset(
    {"view_channel", "send_messages", "embed_links", "attach_files", "read_message_history"}
)
#: What ticket moderators may do besides. They write in their own thread whatever the server
#: or a closed ticket denies to everybody.
MODERATE = frozenset(
    {
        "manage_messages",
        "manage_threads",
        "send_messages_in_threads",
        "use_application_commands",
    }
)
#: What the bot itself needs in the channel, staff thread included. Manage Channels is
#: granted explicitly because a bot may hold it in the category only.
OPERATE = frozenset(
    {
        "manage_channels",
        "manage_messages",
        "manage_threads",
        "create_private_threads",
        "send_messages_in_threads",
    }
)
#: What of it only the thread of the staff needs: without it tickets open all the same.
FOR_THREADS = frozenset({"create_private_threads", "send_messages_in_threads"})
#: Taken from everybody who isn't granted it by name.
HIDDEN = frozenset({"view_channel", "manage_threads"})
#: What no ticket can do without, whatever its team.
REQUIRED = (TAKE_PART | MODERATE | OPERATE | HIDDEN) - FOR_THREADS
#: What makes up writing. Taken from observer roles; and from everybody besides, while a closed
#: ticket stays readable.
SILENCED = frozenset(
    {
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "create_private_threads",
    }
)
#: What observer roles have, and what remains to opener and added people in a closed, readable
#: ticket.
READ_ONLY = frozenset({"view_channel", "read_message_history"})


def opening_plan(
    *, everyone_id: int, bot_id: int, opener_id: int, team: Team, existing_roles: Collection[int]
) -> tuple[Overwrite, ...]:
    """The overwrites of a new ticket: hidden from all but opener, staff and bot.

    Roles that no longer exist are left out.
    """
    return (
        Overwrite(Target.ROLE, everyone_id, deny=HIDDEN),
        Overwrite(Target.MEMBER, bot_id, allow=TAKE_PART | OPERATE),
        Overwrite(Target.MEMBER, opener_id, allow=TAKE_PART),
        *staff_lines(team, existing_roles).values(),
    )


def category_plan(
    *,
    everyone_id: int,
    bot_id: int,
    team: Team,
    existing_roles: Collection[int],
    readable: bool,
) -> tuple[Overwrite, ...]:
    """The overwrites of a category for tickets: hidden from all but moderators and the bot.

    The bot is allowed by name all that it will give or refuse in tickets, so that nothing
    that is changed about its roles takes it away. Access roles see tickets, not whatever else
    somebody puts there.
    """
    tickets = opening_plan(
        everyone_id=everyone_id,
        bot_id=bot_id,
        opener_id=0,
        team=team,
        existing_roles=existing_roles,
    )
    return (
        Overwrite(Target.ROLE, everyone_id, deny=HIDDEN),
        Overwrite(
            Target.MEMBER,
            bot_id,
            allow=needed_permissions(tickets, readable=readable, staff_thread=True),
        ),
        *_moderators_take_part(team, existing_roles),
    )


def staff_channel_plan(
    *, everyone_id: int, bot_id: int, team: Team, existing_roles: Collection[int]
) -> tuple[Overwrite, ...]:
    """The overwrites of a channel that only moderators and the bot see."""
    return (
        Overwrite(Target.ROLE, everyone_id, deny=frozenset({"view_channel"})),
        Overwrite(Target.MEMBER, bot_id, allow=TAKE_PART | {"manage_channels"}),
        *_moderators_take_part(team, existing_roles),
    )


def _moderators_take_part(team: Team, existing_roles: Collection[int]) -> tuple[Overwrite, ...]:
    return tuple(
        Overwrite(Target.ROLE, role, allow=TAKE_PART)
        for role in team.moderator_role_ids
        if role in existing_roles
    )


def needed_permissions(
    plan: Iterable[Overwrite], *, readable: bool, staff_thread: bool
) -> frozenset[str]:
    """Every permission that a ticket's overwrites must grant or deny, from opening to closing.

    `readable`: closed tickets stay readable, which takes more to be denied. `staff_thread`:
    they get a thread of the staff. A bot without Administrator can set only bits that it holds.
    """
    later = SILENCED if readable else frozenset()
    lines = tuple(plan)
    granted = frozenset().union(*(line.allow for line in lines))
    denied = frozenset().union(*(line.deny for line in lines))
    return later | denied | (granted if staff_thread else granted - FOR_THREADS)


def required_for(team: Team) -> frozenset[str]:
    """What no ticket of the team can do without: if the bot lacks it, that is to be said."""
    return REQUIRED | SILENCED if team.observer_role_ids else REQUIRED


def within(
    plan: Iterable[Overwrite], present: Iterable[Overwrite], grantable: Collection[str]
) -> tuple[Overwrite, ...]:
    """The plan without what the bot would have to hold to add it to the present lines.

    Discord refuses all of a change when it sets one permission that the bot doesn't hold.
    """
    before = {line.id: line for line in present}
    lines: list[Overwrite] = []
    for line in plan:
        was = before.get(line.id, Overwrite(line.target, line.id))
        lines.append(
            Overwrite(
                line.target,
                line.id,
                frozenset(name for name in line.allow if name in was.allow or name in grantable),
                frozenset(name for name in line.deny if name in was.deny or name in grantable),
            )
        )
    return tuple(lines)


def changed_plan(
    present: Iterable[Overwrite],
    *,
    before: Mapping[int, Overwrite],
    after: Mapping[int, Overwrite],
) -> tuple[Overwrite, ...]:
    """The overwrites after the staff's lines have changed.

    Everybody else keeps theirs, and so do those whose part in the ticket stays the same,
    whatever was changed about them by hand.
    """
    changed = {one for one in {*before, *after} if before.get(one) != after.get(one)}
    kept = tuple(line for line in present if line.id not in changed)
    return (*kept, *(line for one, line in after.items() if one in changed))


def staff_lines(team: Team, existing_roles: Collection[int]) -> dict[int, Overwrite]:
    """The staff's lines in a new ticket, by role.

    A role with several parts gets the line of the first: moderator, access role, observer. What
    a ticket's staff has by now is told by ``Features.staff_lines``.
    """
    lines = {
        **_lines(team.observer_role_ids, READ_ONLY, deny=SILENCED),
        **_lines(team.access_role_ids, TAKE_PART),
        **_lines(team.moderator_role_ids, TAKE_PART | MODERATE),
    }
    return {role: lines[role] for role in team.role_ids if role in existing_roles}


def _lines(
    roles: Iterable[int], allow: frozenset[str], *, deny: frozenset[str] = frozenset()
) -> dict[int, Overwrite]:
    return {role: Overwrite(Target.ROLE, role, allow, deny) for role in roles}


@lazy_dataclass(frozen=True)
class Closing:
    """A closed channel's overwrites, and what was taken away to get there."""

    overwrites: tuple[Overwrite, ...]
    removed: tuple[Overwrite, ...]


def closing_plan(
    present: Iterable[Overwrite],
    *,
    everyone_id: int,
    bot_id: int,
    staff_role_ids: Collection[int],
    readable: bool,
    staff_member_ids: Collection[int] = (),
) -> Closing:
    """Takes the channel from opener and added people, or only the right to write.

    Nobody's overwrite is turned into a denial: it is removed (or reduced to reading), so
    that roles go on deciding. For a readable ticket writing is denied to @everyone instead;
    staff and bot keep it, since they are allowed it by name. `staff_member_ids` are members who
    are staff by a line of their own.
    """
    kept: list[Overwrite] = []
    removed: list[Overwrite] = []
    for line in with_everyone(present, everyone_id):
        if line.id == everyone_id:
            left = line
            if readable:
                left = Overwrite(line.target, line.id, line.allow - SILENCED, line.deny | SILENCED)
            kept.append(left)
            if left != line:
                # Remembered too: reopening tells an admin's denials from these.
                removed.append(line)
        elif line.id == bot_id or line.id in (
            staff_role_ids if line.target is Target.ROLE else staff_member_ids
        ):
            kept.append(line)
        else:
            reads = readable and "view_channel" in line.allow
            # Whom the staff shut out by hand stays shut out.
            left = Overwrite(
                line.target, line.id, line.allow & READ_ONLY if reads else frozenset(), line.deny
            )
            stays = bool(left.allow or left.deny)
            if stays:
                kept.append(left)
            if not stays or left != line:
                removed.append(line)
    return Closing(tuple(kept), tuple(removed))


def reopening_plan(
    present: Iterable[Overwrite],
    *,
    everyone_id: int,
    removed: Iterable[Overwrite],
    gone: Collection[int],
) -> tuple[Overwrite, ...]:
    """Gives back what closing took, except to who or what is gone.

    What was changed meanwhile stays: a line added by hand to the closed ticket is kept.
    """
    back = {line.id: line for line in removed if line.id not in gone}
    before = back.pop(everyone_id, None)
    plan: list[Overwrite] = []
    for line in with_everyone(present, everyone_id):
        if line.id == everyone_id:
            allow, deny = line.allow, line.deny
            if before is not None:
                allow = (allow - SILENCED) | (before.allow & SILENCED)
                deny = (deny - SILENCED) | (before.deny & SILENCED)
            plan.append(Overwrite(line.target, line.id, allow - HIDDEN, deny | HIDDEN))
        elif line.id not in back and line.id not in gone:
            plan.append(line)
    return (*plan, *back.values())


def with_everyone(lines: Iterable[Overwrite], everyone_id: int) -> tuple[Overwrite, ...]:
    """The lines, with an empty one for @everyone if somebody took theirs away."""
    lines = tuple(lines)
    if any(line.id == everyone_id for line in lines):
        return lines
    return (Overwrite(Target.ROLE, everyone_id), *lines)
