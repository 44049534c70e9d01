"""The reception channel: there when it is needed, and good for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.clicks import ALLOW_THE_BOT
from ...core.health import (
    Check,
    CheckGroup,
    Command,
    Severity,
    _,
    case,
    lacks,
)
from ...staff_log.facts import ReceptionFacts
from ...staff_log.settings import LogSettings
from ..settings import RequestSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _needed(facts: Facts) -> Iterator[Case]:
    if facts.settings[RequestSettings].is_manual and facts[ReceptionFacts].channel is None:
        yield case(
            targets=facts.guild_to_create_in,
            command=Command("ticketset receptionchannel"),
            other=Command("ticketset validation automatic"),
        )


def _deleted(facts: Facts) -> Iterator[Case]:
    channel_id = facts.settings[LogSettings].reception_channel_id
    if (
        channel_id is not None
        and facts[ReceptionFacts].channel is None
        and not facts.settings[RequestSettings].is_manual
    ):
        yield case(targets=(channel_id,), command=Command("ticketset receptionchannel"))


def _permissions(facts: Facts) -> Iterator[Case]:
    is_manual = facts.settings[RequestSettings].is_manual
    severity = Severity.FATAL if is_manual else None
    return lacks(facts, facts[ReceptionFacts].channel, severity)


RECEPTION_NEEDED = Check(
    name="reception-needed",
    severity=Severity.FATAL,
    look=_needed,
    what=_("Moderators decide about each ticket, but there is no reception channel to do it in."),
    breaks=_("Nobody can ask for a ticket: members read that tickets are unavailable."),
    fix=_("Type {command} and a channel of the staff, or let tickets open at once: type {other}."),
    repair="make-reception",
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
    fix=_(
        "Type {command} and another channel of the staff, or press **Repair** to do without one."
    ),
    repair="forget-channels",
    change=_("The deleted reception channel is taken out of the settings; nothing is logged."),
)
RECEPTION_PERMISSIONS = Check(
    name="reception-permissions",
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_("The bot lacks permissions in the reception channel {channel}: {permissions}."),
    breaks=_("Nothing is logged there, and the staff can't decide about requests."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)

CHECKS = CheckGroup(30, RECEPTION_NEEDED, RECEPTION_DELETED, RECEPTION_PERMISSIONS)
