"""What people read of opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Sentence
from ..core.render import words
from ..core.render.errors import given
from ..i18n import _
from .kinds import hours_example
from .rules.values import NotADate, NotHours, OutsideHours, TooManyHolidays, UnknownZone

if TYPE_CHECKING:
    from ..core.ticket import Ticket


def from_when(ticket: Ticket) -> tuple[str, str] | None:
    """From when on somebody is there; nothing in the opening hours."""
    if ticket.staffed_from is None:
        return None
    text = _("The staff will be here from {date} ({when}).").format(
        date=words.moment(ticket.staffed_from), when=words.moment(ticket.staffed_from, "R")
    )
    return _("Outside opening hours"), text


def _outside_hours(error: OutsideHours) -> str:
    if error.opens_at is None:
        return _("You can open tickets during opening hours only.")
    return _("You can open tickets during opening hours only. They begin {date} ({when}).").format(
        date=words.moment(error.opens_at), when=words.moment(error.opens_at, "R")
    )


def _not_hours(error: NotHours) -> str:
    return _("I don't understand {given}. Write opening hours like this: {example}").format(
        given=given(error.given), example=hours_example()
    )


def _not_a_date(error: NotADate) -> str:
    return _(
        "{given} isn't a date. Write dates like this: `2026-12-25`, or `12-25` for every year."
    ).format(given=given(error.given))


def _too_many_holidays(error: TooManyHolidays) -> str:
    return _("At most {limit} holidays are possible.").format(limit=error.limit)


def _unknown_zone(error: UnknownZone) -> str:
    if not error.near:
        return _(
            "I don't know the time zone {given}. Use a region and city, such as `Europe/Paris`."
        ).format(given=given(error.given))
    return _("I don't know the time zone {given}. Did you mean one of these? {names}").format(
        given=given(error.given), names=", ".join(f"`{name}`" for name in error.near)
    )


SENTENCES = (
    Sentence(OutsideHours, _outside_hours),
    Sentence(NotHours, _not_hours),
    Sentence(NotADate, _not_a_date),
    Sentence(TooManyHolidays, _too_many_holidays),
    Sentence(UnknownZone, _unknown_zone),
)
