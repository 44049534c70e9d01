"""When the staff is there."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.choice import Choice
from ..core.settings import TIME, Scope, _, setting
from .kinds import Holidays, OpeningHours, Zone
from .rules.calendar import Calendar
from .rules.values import Holiday, Hours, Outside
from .rules.zones import UTC, find_zone

_ALWAYS = Hours()


@declaration(frozen=True, kw_only=True)
class HoursSettings:
    """Opening hours, and what happens outside of them."""

    hours: Hours = setting(
        _ALWAYS,
        OpeningHours(),
        command="hours",
        page=TIME,
        order=10,
        title=_("Opening hours"),
        help=_("When the staff is here. Times may run past midnight, and a day may have several."),
        examples=("mon-fri 09:00-18:00, sat 22:00-02:00", "lun-ven 9h-12h 14h-18h", "always"),
    )
    timezone: str | None = setting(
        None,
        Zone(),
        command="timezone",
        page=TIME,
        order=20,
        title=_("Time zone"),
        help=_("The time zone in which opening hours and holidays count."),
        examples=("Europe/Paris", "America/New_York"),
        scope=Scope.SERVER,
    )
    holidays: tuple[Holiday, ...] = setting(
        (),
        Holidays(),
        command="holidays",
        page=TIME,
        order=30,
        title=_("Holidays"),
        help=_("Days without opening hours. A night from the day before ends at midnight."),
        examples=("2026-12-25, 12-31", "none"),
    )
    outside: Outside = setting(
        Outside.TELL,
        Choice(
            {
                Outside.TELL: _("members are told when the staff is back"),
                Outside.REFUSE: _("members can't open tickets"),
            }
        ),
        command="outside",
        page=TIME,
        order=40,
        title=_("Outside the opening hours"),
        help=_("What happens when a member wants a ticket outside the opening hours."),
        examples=("refuse", "tell"),
    )

    @property
    def calendar(self) -> Calendar | None:
        """When it is open; None without opening hours.

        A zone that this machine doesn't know counts as UTC, which the doctor says.
        """
        if not self.hours.spans:
            return None
        zone = find_zone(self.timezone or UTC) or find_zone(UTC)
        assert zone is not None
        return Calendar(self.hours, zone, self.holidays)
