"""Channels of tickets: seen by those who should, and by nobody else.

Whom the staff shut out of a ticket by hand stays shut out: only who has no line there at all,
or one that doesn't say whether they see it, has lost access.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import Channels, Check, CheckGroup, Members, Permissions, Severity, _, case
from ..core.team import Team, has_other_roles
from ..core.ticket import State
from .facts import TicketFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case
    from .facts import TicketNow


def _visible(facts: Facts) -> Iterator[Case]:
    shown = [now for now in facts[TicketFacts].tickets if not now.is_hidden]
    if shown:
        yield case(targets=_repairable(shown), channel=_channels(shown))


def _threads(facts: Facts) -> Iterator[Case]:
    shown = [now for now in facts[TicketFacts].tickets if now.shows_thread]
    if shown:
        yield case(
            targets=_repairable(shown),
            channel=_channels(shown),
            permissions=Permissions(("manage_threads",)),
        )


def _other_roles(facts: Facts) -> Iterator[Case]:
    others = [
        now
        for now in facts[TicketFacts].tickets
        if has_other_roles(now.ticket, facts.settings.for_ticket(now.ticket)[Team])
    ]
    if others:
        yield case(targets=_numbers(others), channel=_channels(others))


def _lost_people(facts: Facts) -> Iterator[Case]:
    lost = [now for now in facts[TicketFacts].tickets if _has_lost(now, facts)]
    if lost:
        yield case(targets=_repairable(lost), channel=_channels(lost))


def _has_lost(now: TicketNow, facts: Facts) -> bool:
    """Whether the opener, or a role of the staff that it was opened with, has no access."""
    team = facts.settings.for_ticket(now.ticket)[Team]
    # Roles that came or went are another finding.
    expected = set(team.role_ids)
    if now.ticket.state is State.OPEN:
        expected.add(now.ticket.opener_id)
    return not now.blind.isdisjoint(expected)


def _lost_bot(facts: Facts) -> Iterator[Case]:
    lost = [now for now in facts[TicketFacts].tickets if now.missing]
    if lost:
        missing = tuple(sorted({name for now in lost for name in now.missing}))
        yield case(
            targets=_repairable(lost),
            bot=Members((facts.bot_id,)),
            permissions=Permissions(missing),
            channel=_channels(lost),
        )


def _unknown(facts: Facts) -> Iterator[Case]:
    if facts[TicketFacts].unknown:
        yield case(channel=Channels(facts[TicketFacts].unknown))


def _channels(tickets: list[TicketNow]) -> Channels:
    return Channels(
        tuple(now.ticket.channel_id for now in tickets if now.ticket.channel_id is not None)
    )


def _numbers(tickets: list[TicketNow]) -> tuple[int, ...]:
    return tuple(now.ticket.number for now in tickets)


def _repairable(tickets: list[TicketNow]) -> tuple[int, ...]:
    return _numbers([now for now in tickets if now.can_repair])


TICKETS_VISIBLE = Check(
    name="tickets-visible",
    severity=Severity.SERIOUS,
    look=_visible,
    what=_("Tickets aren't hidden from @everyone: {channel}."),
    breaks=_("Members who shouldn't see them may be able to."),
    fix=_(
        "Open the settings of {channel} → **Permissions** → **Advanced permissions** → "
        "**@everyone**, and deny **View Channels**."
    ),
    repair="mend-tickets",
    change=_(
        "These tickets are hidden from @everyone again. Bot, staff and opener get "
        "back what they have lost in them: {channel}. People removed by the staff "
        "stay removed."
    ),
)
STAFF_THREADS_VISIBLE = Check(
    name="staff-threads-visible",
    severity=Severity.SERIOUS,
    look=_threads,
    what=_("The private staff threads aren't hidden from others in: {channel}."),
    breaks=_("The opener or a role that doesn't moderate holds {permissions} and can read them."),
    fix=_(
        "Open the settings of {channel} → **Permissions** → **Advanced permissions** → "
        "**@everyone**, and deny {permissions}."
    ),
    repair="mend-tickets",
    change=_(
        "These tickets are hidden from @everyone again. Bot, staff and opener get "
        "back what they have lost in them: {channel}. People removed by the staff "
        "stay removed."
    ),
)
TICKETS_OTHER_ROLES = Check(
    name="tickets-other-roles",
    severity=Severity.SERIOUS,
    look=_other_roles,
    what=_("Tickets were opened with other staff roles: {channel}."),
    breaks=_("Some current moderators can't see them, or former ones still can."),
    fix=_("Press **Repair**, or change the permissions of each of them: {channel}."),
    repair="apply-roles",
    change=_(
        "These tickets get the present staff roles, and former ones lose their access: {channel}."
    ),
)
TICKETS_LOST_PEOPLE = Check(
    name="tickets-lost-people",
    severity=Severity.SERIOUS,
    look=_lost_people,
    what=_("The opener or a staff role no longer has access to: {channel}."),
    breaks=_(
        "They can't read or answer there. Perhaps permissions were synced with the category."
    ),
    fix=_(
        "Open the settings of {channel} → **Permissions**, and add the opener and the staff roles."
    ),
    repair="mend-tickets",
    change=_(
        "These tickets are hidden from @everyone again. Bot, staff and opener get "
        "back what they have lost in them: {channel}. People removed by the staff "
        "stay removed."
    ),
)
TICKETS_LOST_BOT = Check(
    name="tickets-lost-bot",
    severity=Severity.SERIOUS,
    look=_lost_bot,
    what=_("The bot lacks permissions in {channel}: {permissions}."),
    breaks=_("These tickets can't be closed, reopened, saved or deleted as they should."),
    fix=ALLOW_THE_BOT,
    repair="mend-tickets",
    change=_(
        "These tickets are hidden from @everyone again. Bot, staff and opener get "
        "back what they have lost in them: {channel}. People removed by the staff "
        "stay removed."
    ),
)

TICKETS_UNKNOWN = Check(
    name="tickets-unknown",
    severity=Severity.ADVICE,
    look=_unknown,
    what=_("The bot has no record of channels that look like tickets: {channel}."),
    breaks=_("Nobody can close or save them. Perhaps a backup was restored."),
    fix=_("Save what you need of {channel}, then delete what nobody needs."),
)

CHECKS = CheckGroup(
    50,
    TICKETS_VISIBLE,
    STAFF_THREADS_VISIBLE,
    TICKETS_OTHER_ROLES,
    TICKETS_LOST_PEOPLE,
    TICKETS_LOST_BOT,
    TICKETS_UNKNOWN,
)
