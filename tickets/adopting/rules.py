"""What can become a ticket, and who gains and loses access to it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ..core.access import opening_plan, required_for, within
from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..core.settings import Settings
    from ..core.team import Team
    from ..core.ticket import Person

#: The kind of event; a stored word.
ADOPTED = "adopted"


class NoTextChannel(Refused):
    """A ticket can only be made of an ordinary text channel."""


class ChannelHiddenFromYou(Refused):
    """Who wants to adopt a channel doesn't see it."""


class AlreadyATicket(Refused):
    """The channel is that ticket's."""

    number: int


class UsedOtherwise(Refused):
    """The ticket system itself uses the channel: the log is there, say, or a panel."""


class AdoptionOutdated(Refused):
    """Something about it has changed since it was asked."""


@lazy_dataclass(frozen=True, kw_only=True)
class Adoption:
    """Somebody wants a channel to become the opener's ticket, of a type or none."""

    guild_id: int
    channel_id: int
    opener_id: int
    type_id: int | None
    by: Person


@lazy_dataclass(frozen=True, kw_only=True)
class Readers:
    """Who sees a channel, but for administrators: by being there, by role, by a line of their
    own."""

    everyone: bool
    role_ids: frozenset[int]
    member_ids: frozenset[int]


@lazy_dataclass(frozen=True, kw_only=True)
class AccessChange:
    """Who sees a channel that didn't, and who no longer does."""

    coming_role_ids: tuple[int, ...]
    coming_member_ids: tuple[int, ...]
    everyone_goes: bool
    going_role_ids: tuple[int, ...]
    going_member_ids: tuple[int, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class AdoptionPlan:
    """What adopting a channel would change; `token` is another one for any other change."""

    before: tuple[Overwrite, ...]
    after: tuple[Overwrite, ...]
    change: AccessChange
    settings: Settings
    opener: Person
    token: str


def adopted_plan(
    before: Iterable[Overwrite],
    *,
    everyone_id: int,
    bot_id: int,
    opener_id: int,
    team: Team,
    existing_roles: Collection[int],
    grantable: Collection[str],
) -> tuple[Overwrite, ...]:
    """The overwrites of an adopted channel: those of a new ticket, made fresh.

    Members whom somebody has shut out by name stay so. What only the staff's thread needs is left
    out where the bot can't give it.
    """
    lines = tuple(before)
    shut_out = (
        Overwrite(line.target, line.id, deny=line.deny)
        for line in lines
        if line.target is Target.MEMBER
        and "view_channel" in line.deny
        and line.id not in (bot_id, opener_id)
    )
    plan = opening_plan(
        everyone_id=everyone_id,
        bot_id=bot_id,
        opener_id=opener_id,
        team=team,
        existing_roles=existing_roles,
    )
    return within((*plan, *shut_out), lines, {*grantable, *required_for(team)})


def access_change(
    readers: Readers,
    after: Iterable[Overwrite],
    *,
    bot_id: int,
    opener: Person,
    opener_saw: bool,
    roles_of: dict[int, frozenset[int]],
    administrators: Collection[int],
) -> AccessChange:
    """Who comes and goes with these overwrites.

    `roles_of` are the roles of members who see the channel by a line of their own;
    `administrators` are roles whose members see every channel.
    """
    seeing = [line for line in after if "view_channel" in line.allow]
    roles = [line.id for line in seeing if line.target is Target.ROLE]
    by_now = readers.role_ids
    return AccessChange(
        coming_role_ids=tuple(
            role for role in roles if role not in by_now and role not in administrators
        ),
        coming_member_ids=() if opener_saw else (opener.id,),
        everyone_goes=readers.everyone,
        # Everybody's going says it of the roles, too.
        going_role_ids=() if readers.everyone else tuple(sorted(by_now.difference(roles))),
        going_member_ids=tuple(
            sorted(
                one
                for one in readers.member_ids
                if one not in (bot_id, opener.id)
                and roles_of.get(one, frozenset()).isdisjoint(roles)
            )
        ),
    )


def token_of(adoption: Adoption, *plans: Iterable[Overwrite]) -> str:
    """Tells this adoption from any other, and from the same at another time."""
    said = [
        sorted((line.id, sorted(line.allow), sorted(line.deny)) for line in plan) for plan in plans
    ]
    about = (adoption.channel_id, adoption.opener_id, adoption.type_id, said)
    return f"{zlib.crc32(repr(about).encode()):08x}"
