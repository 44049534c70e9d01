"""Who sees a ticket that comes across: nobody who didn't before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.access import (
    HIDDEN,
    OPERATE,
    TAKE_PART,
    closing_plan,
    required_for,
    within,
)
from ...core.lazy_dataclass import lazy_dataclass
from ...core.overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ...core.team import Team


@lazy_dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody, or a role by itself, as far as that decides who sees a channel."""

    role_ids: frozenset[int]
    #: None for a role.
    member_id: int | None = None
    #: Administrators see every channel.
    sees_all: bool = False


def saw(
    lines: Iterable[Overwrite], reader: Reader, *, everyone_id: int, viewing: Collection[int]
) -> bool:
    """Whether these lines let somebody see their channel, as Discord works it out.

    `viewing` are the roles that see channels where no line says otherwise.
    https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    if reader.sees_all:
        return True
    by_id = {line.id: line for line in lines}
    sees = not reader.role_ids.isdisjoint(viewing) or everyone_id in viewing
    theirs = [by_id[one] for one in reader.role_ids if one in by_id and one != everyone_id]
    steps = [[by_id[everyone_id]] if everyone_id in by_id else [], theirs]
    if reader.member_id in by_id:
        steps.append([by_id[reader.member_id]])
    for step in steps:
        if any("view_channel" in line.deny for line in step):
            sees = False
        if any("view_channel" in line.allow for line in step):
            sees = True
    return sees


@lazy_dataclass(frozen=True, kw_only=True)
class Taken:
    """A channel that becomes a ticket: what is known of who belongs in it."""

    everyone_id: int
    bot_id: int
    #: What it had before.
    before: tuple[Overwrite, ...]
    #: Its staff, by role or member.
    staff: Mapping[int, Overwrite]
    #: Members who see it by a role of the staff's: they need no line of their own.
    by_role: frozenset[int]
    #: The opener and the guests who are on the server.
    opener_id: int | None
    guest_ids: frozenset[int]
    #: Who of them saw it.
    seeing: frozenset[int]


@lazy_dataclass(frozen=True)
class Lines:
    """The overwrites that a channel gets, and what reopening it will give back."""

    overwrites: tuple[Overwrite, ...]
    withdrawn: tuple[Overwrite, ...] = ()


def open_lines(taken: Taken) -> Lines:
    """Those of an open ticket: everybody, bot, opener and staff as in a new one.

    All others keep theirs. An opener whom the channel was hidden from stays outside.
    """
    lines = _fixed(taken)
    if taken.opener_id is not None and taken.opener_id in taken.seeing:
        lines[taken.opener_id] = Overwrite(Target.MEMBER, taken.opener_id, allow=TAKE_PART)
    return Lines((*lines.values(), *_others(taken, lines)))


def closed_lines(taken: Taken, *, readable: bool) -> Lines:
    """Those of a closed ticket, and what opener and guests get back when it is reopened."""
    lines = _fixed(taken)
    people = {*taken.guest_ids, *([] if taken.opener_id is None else [taken.opener_id])}
    for one in sorted(people - lines.keys()):
        lines[one] = Overwrite(Target.MEMBER, one, allow=TAKE_PART)
    closing = closing_plan(
        (*lines.values(), *_others(taken, lines)),
        everyone_id=taken.everyone_id,
        bot_id=taken.bot_id,
        staff_role_ids=[one for one, line in taken.staff.items() if line.target is Target.ROLE],
        staff_member_ids=[
            one for one, line in taken.staff.items() if line.target is Target.MEMBER
        ],
        readable=readable,
    )
    # Who was shut out of it already isn't let in to read, and stays so if by name.
    out = people - taken.seeing
    shown = (line for line in closing.overwrites if line.id not in out)
    shut_out = (line for line in taken.before if line.id in out and _hides(line))
    return Lines((*shown, *shut_out), closing.removed)


def _fixed(taken: Taken) -> dict[int, Overwrite]:
    return {
        taken.everyone_id: Overwrite(Target.ROLE, taken.everyone_id, deny=HIDDEN),
        taken.bot_id: Overwrite(Target.MEMBER, taken.bot_id, allow=TAKE_PART | OPERATE),
        **taken.staff,
    }


def _others(taken: Taken, lines: Mapping[int, Overwrite]) -> tuple[Overwrite, ...]:
    """Lines of everybody else; those that say nothing, and those that nobody needs, are left."""
    return tuple(
        line
        for line in taken.before
        if line.id not in lines
        and (line.allow or line.deny)
        and (line.id not in taken.by_role or _hides(line))
    )


def _hides(line: Overwrite) -> bool:
    return "view_channel" in line.deny


def possible(
    lines: Lines, before: Iterable[Overwrite], team: Team, grantable: Collection[str]
) -> Lines:
    """The same without what the bot can't give, as long as the ticket works without it."""
    denied = frozenset[str]().union(*(line.deny for line in lines.overwrites))
    needed = {*grantable, *required_for(team), *denied}
    return Lines(within(lines.overwrites, before, needed), lines.withdrawn)
