"""When who is waited for is reminded, and when silence closes a ticket."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.written import Number
from ..core.settings import DEADLINES, SET, OnlyWhile, _, setting

#: The keys of the settings, which are also what they switch on.
STAFF_REMINDER, OPENER_REMINDER, SILENCE = "staff_reminder", "opener_reminder", "silence"
#: Ninety days, in hours.
LONGEST = 90 * 24
_HOUR = 3600


@declaration(frozen=True, kw_only=True)
class ReminderSettings:
    """Hours of waiting. 0 is off. Each counts from when it was switched on."""

    staff_reminder: int = setting(
        0,
        Number(0, LONGEST, zero=_("off")),
        command="staffreminder",
        page=DEADLINES,
        order=10,
        title=_("Remind the staff (hours)"),
        help=_(
            "Ping the staff when a ticket has waited for them so long, in opening hours. Again "
            "after twice and four times that."
        ),
        examples=("4", "0"),
        timed=True,
    )
    opener_reminder: int = setting(
        0,
        Number(0, LONGEST, zero=_("off")),
        command="openerreminder",
        page=DEADLINES,
        order=20,
        title=_("Remind the opener (hours)"),
        help=_("Ping the opener once when their ticket has waited for them so long."),
        examples=("24", "0"),
        timed=True,
    )
    silence: int = setting(
        0,
        Number(0, LONGEST, zero=_("off")),
        command="silence",
        page=DEADLINES,
        order=30,
        title=_("Close on silence (hours)"),
        help=_("Close a ticket when nobody has answered so long after the opener's reminder."),
        examples=("48", "0"),
        only_while=OnlyWhile("opener_reminder", SET, _("Only used while the opener is reminded.")),
        timed=True,
    )

    @property
    def staff_seconds(self) -> int:
        """Opening seconds after which the staff is reminded first."""
        return self.staff_reminder * _HOUR

    @property
    def opener_seconds(self) -> int:
        """Seconds after which the opener is reminded."""
        return self.opener_reminder * _HOUR

    @property
    def silent_seconds(self) -> int:
        """Seconds from that until the ticket closes."""
        return self.silence * _HOUR
