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
from ..facts import FilesFacts
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


def _no_files(facts: Facts) -> Iterator[Case]:
    return lacks(facts, facts[FilesFacts].channel)


RECEPTION_NEEDED = Check(
    name="reception-needed",
    of_types=True,
    severity=Severity.FATAL,
    look=_needed,
    what=_("Approval is on, but no requests channel is set."),
    breaks=_("Nobody can ask for a ticket. Members read that tickets aren't working."),
    fix=_("Choose a staff channel with {command}, or turn approval off with {other}."),
    repair="make-reception",
    change=_("The bot makes a requests & log channel that only the moderators see."),
)
RECEPTION_DELETED = Check(
    name="reception-deleted",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_deleted,
    what=_("The requests & log channel was deleted."),
    breaks=_("Ticket activity is no longer logged."),
    fix=_("Choose another staff channel with {command}, or press **Repair** to turn logging off."),
    repair="forget-channels",
    change=_("The deleted channel will be removed from the settings. Nothing is logged then."),
)
RECEPTION_PERMISSIONS = Check(
    name="reception-permissions",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_("The bot lacks permissions in the requests & log channel {channel}: {permissions}."),
    breaks=_("Nothing is logged there, and the staff can't decide on requests."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)

RECEPTION_FILES = Check(
    name="reception-files",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_no_files,
    what=_("The bot may not attach files in the requests & log channel {channel}: {permissions}."),
    breaks=_("Files that members send with the form can't be shown with their request."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)

CHECKS = CheckGroup(
    30, RECEPTION_NEEDED, RECEPTION_DELETED, RECEPTION_PERMISSIONS, RECEPTION_FILES
)
