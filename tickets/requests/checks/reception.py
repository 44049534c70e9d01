"""The reception channel: there when it is needed, and good for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.clicks import ALLOW_THE_BOT
from ...core.health import (
    Channels,
    Check,
    Command,
    Members,
    Permissions,
    Repair,
    Severity,
    _,
    case,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _needed(facts: Facts) -> Iterator[Case]:
    if facts.settings.is_manual and facts.reception is None:
        yield case(
            targets=facts.rooms_to_make,
            command=Command("ticketset receptionchannel"),
            other=Command("ticketset validation automatic"),
        )


def _deleted(facts: Facts) -> Iterator[Case]:
    channel_id = facts.settings.reception_channel_id
    if channel_id is not None and facts.reception is None and not facts.settings.is_manual:
        yield case(targets=(channel_id,), command=Command("ticketset receptionchannel"))


def _permissions(facts: Facts) -> Iterator[Case]:
    spot = facts.reception
    if spot is not None and spot.missing:
        yield case(
            targets=(spot.id,) if spot.can_allow_itself else (),
            severity=Severity.FATAL if facts.settings.is_manual else None,
            channel=Channels((spot.id,)),
            bot=Members((facts.bot_id,)),
            permissions=Permissions(spot.missing),
        )


RECEPTION_NEEDED = Check(
    name="reception-needed",
    severity=Severity.FATAL,
    look=_needed,
    what=_("Moderators decide about each ticket, but there is no reception channel to do it in."),
    breaks=_("Nobody can ask for a ticket: members read that tickets are unavailable."),
    mend=_(
        "Type {command} and a channel of the staff, or let tickets open at once: type {other}."
    ),
    repair=Repair.MAKE_RECEPTION,
    change=_(
        "The bot makes a reception channel that only the moderators see. Requests and the log "
        "go there."
    ),
)
RECEPTION_DELETED = Check(
    name="reception-deleted",
    severity=Severity.SERIOUS,
    look=_deleted,
    what=_("The reception channel was deleted."),
    breaks=_("Nothing that happens to tickets is logged any more."),
    mend=_(
        "Type {command} and another channel of the staff, or press **Repair** to do without one."
    ),
    repair=Repair.FORGET_CHANNELS,
    change=_("The deleted reception channel is taken out of the settings; nothing is logged."),
)
RECEPTION_PERMISSIONS = Check(
    name="reception-permissions",
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_("The bot lacks permissions in the reception channel {channel}: {permissions}."),
    breaks=_("Nothing is logged there, and the staff can't decide about requests."),
    mend=ALLOW_THE_BOT,
    repair=Repair.ALLOW_BOT,
    change=_("In {channel}, the bot allows itself: {permissions}."),
)
