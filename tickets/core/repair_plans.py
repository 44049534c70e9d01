"""Putting right, in a channel's overwrites, what somebody has changed by hand or by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .access import HIDDEN, OPERATE, TAKE_PART, with_everyone
from .overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def repaired_plan(
    present: Iterable[Overwrite],
    *,
    everyone_id: int,
    bot_id: int,
    opener_id: int | None,
    staff: Mapping[int, Overwrite],
) -> tuple[Overwrite, ...]:
    """The overwrites after what is missing was put back; `opener_id` None: not the opener.

    Hidden from @everyone; everything for the bot; and access for opener and staff, unless
    their line says by itself whether they see the channel. What `staff` denies is denied
    whatever it says. All other lines stay.
    """
    wanted = dict(staff)
    if opener_id is not None:
        wanted[opener_id] = Overwrite(Target.MEMBER, opener_id, allow=TAKE_PART)
    wanted[bot_id] = Overwrite(Target.MEMBER, bot_id, allow=TAKE_PART | OPERATE)
    plan: list[Overwrite] = []
    for line in with_everyone(present, everyone_id):
        own = wanted.pop(line.id, None)
        if line.id == everyone_id:
            plan.append(Overwrite(line.target, line.id, line.allow - HIDDEN, line.deny | HIDDEN))
        elif line.id == bot_id and own is not None:
            plan.append(
                Overwrite(line.target, line.id, line.allow | own.allow, line.deny - own.allow)
            )
        elif own is not None and own.deny:
            plan.append(_reduced(line, own))
        elif own is None or decides_view(line):
            plan.append(line)
        else:
            allow = line.allow | (own.allow - line.deny)
            deny = line.deny | (own.deny - line.allow)
            plan.append(Overwrite(line.target, line.id, allow, deny))
    return (*plan, *wanted.values())


def _reduced(line: Overwrite, own: Overwrite) -> Overwrite:
    """The line of somebody who may do less than the staff does otherwise."""
    allow = line.allow if decides_view(line) else line.allow | (own.allow - line.deny)
    return Overwrite(line.target, line.id, allow - own.deny, line.deny | own.deny)


def has_lost_lines(present: Iterable[Overwrite], *, everyone_id: int, bot_id: int) -> bool:
    """Whether a ticket's own lines were replaced: what nobody but the bot sets isn't there."""
    lines = {line.id: line for line in present}
    hidden = everyone_id in lines and "view_channel" in lines[everyone_id].deny
    return not hidden or bot_id not in lines


def private_plan(
    present: Iterable[Overwrite], *, everyone_id: int, bot_id: int, role_ids: Collection[int]
) -> tuple[Overwrite, ...]:
    """A channel hidden from @everyone and shown to the bot and these roles.

    A role that was shut out by its own line stays so; all other lines stay as they are.
    """
    seen = frozenset({"view_channel"})
    plan = allowing_plan(with_everyone(present, everyone_id), member_id=bot_id, allow=seen)
    lines = {line.id: line for line in plan}
    everyone = lines[everyone_id]
    lines[everyone_id] = Overwrite(
        Target.ROLE, everyone_id, everyone.allow - seen, everyone.deny | seen
    )
    for role in role_ids:
        line = lines.get(role, Overwrite(Target.ROLE, role))
        if not decides_view(line):
            lines[role] = Overwrite(Target.ROLE, role, line.allow | seen, line.deny)
    return tuple(lines.values())


def allowing_plan(
    present: Iterable[Overwrite], *, member_id: int, allow: frozenset[str]
) -> tuple[Overwrite, ...]:
    """The overwrites with more allowed to one member; all other lines stay as they are."""
    lines = {line.id: line for line in present}
    line = lines.get(member_id, Overwrite(Target.MEMBER, member_id))
    lines[member_id] = Overwrite(Target.MEMBER, member_id, line.allow | allow, line.deny - allow)
    return tuple(lines.values())


def decides_view(line: Overwrite) -> bool:
    """Whether the line itself says if its holder sees the channel."""
    return "view_channel" in line.allow or "view_channel" in line.deny
