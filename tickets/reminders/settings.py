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
            "After how many opening hours of waiting the staff is pinged. Again after twice and "
            "four times as long."
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
        help=_("After how many hours of waiting for an answer the opener is pinged, once."),
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
        help=_(
            "How many hours after the opener's reminder a ticket closes if there is no answer."
        ),
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
