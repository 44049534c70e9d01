"""Opening hours are counted as somebody would who looks at the clock every minute."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.hours.rules.calendar import DAY, Calendar
from tickets.hours.rules.values import Holiday, Hours, Span, merged
from tickets.hours.rules.words import read_holidays, read_hours

MINUTE, HOUR = 60, 3600
#: With changes of the clock of an hour and of half an hour, at midnight and in the night, with
#: offsets of quarters of an hour, without any, and one that left a whole day out.
ZONES = (
    *("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago"),
    *("Africa/Casablanca", "Asia/Kathmandu", "Asia/Tehran", "Pacific/Apia", "Etc/GMT+12"),
)
#: Around both changes of the clock in Europe, in America, in the south; around the day that Samoa
#: left out; around the end of a leap year's February.
DAYS = (
    *("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-09-05"),
    *("2011-12-30", "2024-02-29", "2026-12-31"),
)


def moment(text: str, zone: tzinfo = timezone.utc) -> int:
    """Seconds since the epoch, of a local time; the first one where it comes twice."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def looks_open(hours: Hours, holidays: tuple[Holiday, ...], local: datetime) -> bool:
    """What somebody would say who has the hours and a clock on the wall."""

    def is_holiday(day: datetime) -> bool:
        return any(
            one.year in (None, day.year) and (one.month, one.day) == (day.month, day.day)
            for one in holidays
        )

    if is_holiday(local):
        return False
    minute = local.hour * 60 + local.minute
    before = local - timedelta(days=1)
    return any(
        (one.day == local.weekday() and one.start <= minute < one.end)
        or (
            one.day == before.weekday()
            and one.start <= minute + 1440 < one.end
            and not is_holiday(before)
        )
        for one in hours.spans
    )


def a_span(day: int, start: int, length: int) -> Span:
    """One that can be written."""
    return Span(day, start, start + length)


SPANS = st.builds(
    a_span, st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1439)
) | st.sampled_from([Span(day, 0, 1440) for day in range(7)])
HOURS = st.lists(SPANS, max_size=6).map(lambda spans: Hours(merged(spans)))
HOLIDAYS = st.lists(
    st.sampled_from(read_holidays("2026-03-29, 10-25, 12-31, 01-01, 2011-12-31, 02-29, 03-08")),
    max_size=4,
).map(tuple)


@settings(max_examples=40)
@given(
    hours=HOURS,
    holidays=HOLIDAYS,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.sampled_from(DAYS),
    before=st.integers(0, 3 * DAY),
    length=st.integers(DAY, 4 * DAY),
)
def test_agrees_with_a_count_of_minutes(
    hours: Hours,
    holidays: tuple[Holiday, ...],
    zone: ZoneInfo,
    day: str,
    before: int,
    length: int,
) -> None:
    """Any week, in any zone, over both changes of the clock."""
    calendar = Calendar(hours, zone, holidays)
    start = (moment(day) - before) // MINUTE * MINUTE
    end = start + length // MINUTE * MINUTE
    minutes = range(start, end, MINUTE)
    seen = {
        at
        for at in minutes
        if looks_open(hours, holidays, datetime.fromtimestamp(at, zone).replace(tzinfo=None))
    }
    assert {at for at in minutes if calendar.is_open(at)} == seen
    assert calendar.opening_seconds(start, end) == len(seen) * MINUTE
    opens_at = calendar.next_opening(start)
    if seen:
        assert opens_at == min(seen)
    elif opens_at is not None:
        assert opens_at >= end
        assert calendar.is_open(opens_at)
        assert not calendar.is_open(opens_at - 1) or opens_at == start


@settings(max_examples=60)
@given(
    hours=HOURS,
    holidays=HOLIDAYS,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    cuts=st.lists(st.integers(0, 3 * 366 * DAY), min_size=3, max_size=3).map(sorted),
)
def test_counts_add_up_over_years(
    hours: Hours, holidays: tuple[Holiday, ...], zone: ZoneInfo, cuts: list[int]
) -> None:
    """Wherever a time is cut, its parts are together as long as the whole."""
    calendar = Calendar(hours, zone, holidays)
    first, middle, last = (moment("2025-01-01") + cut for cut in cuts)
    parts = calendar.opening_seconds(first, middle) + calendar.opening_seconds(middle, last)
    assert calendar.opening_seconds(first, last) == parts
    assert calendar.opening_seconds(last, first) == 0 or first == last


def paris(hours: str, holidays: str = "none") -> Calendar:
    """A calendar in Paris."""
    return Calendar(read_hours(hours), ZoneInfo("Europe/Paris"), read_holidays(holidays))


def test_changes_of_the_clock() -> None:
    """An hour that comes twice counts twice, and one that is left out doesn't."""
    zone, night = ZoneInfo("Europe/Paris"), paris("sat 22:00-04:00")
    usual = moment("2026-10-17T12:00", zone), moment("2026-10-18T12:00", zone)
    longer = moment("2026-10-24T12:00", zone), moment("2026-10-25T12:00", zone)
    shorter = moment("2026-03-28T12:00", zone), moment("2026-03-29T12:00", zone)
    assert night.opening_seconds(*usual) == 6 * HOUR
    assert night.opening_seconds(*longer) == 7 * HOUR
    assert night.opening_seconds(*shorter) == 5 * HOUR
    # 02:30 doesn't come; it opens when the clock shows 03:00, if it still is open then.
    at = moment("2026-03-29T00:00", zone)
    assert paris("02:30-04:00").next_opening(at) == moment("2026-03-29T03:00", zone)
    assert paris("02:15-02:45").next_opening(at) == moment("2026-03-30T02:15", zone)


def test_holidays() -> None:
    """Closed from midnight to midnight: also the night that began before, and what begins then."""
    zone, nights = ZoneInfo("Europe/Paris"), paris("22:00-02:00", "2026-12-25")
    assert nights.is_open(moment("2026-12-24T23:59", zone))
    assert not nights.is_open(moment("2026-12-25T00:00", zone))
    assert not nights.is_open(moment("2026-12-25T23:00", zone))
    assert not nights.is_open(moment("2026-12-26T01:00", zone))
    assert nights.next_opening(moment("2026-12-25T00:00", zone)) == moment(
        "2026-12-26T22:00", zone
    )
    around = moment("2026-12-24T12:00", zone), moment("2026-12-27T12:00", zone)
    assert nights.opening_seconds(*around) == 6 * HOUR
    assert not paris("9-17", "12-31").is_open(moment("2040-12-31T12:00", zone))


def test_never() -> None:
    """Without hours it never opens; as far as anything can be closed, it is found."""
    assert paris("none").next_opening(0) is None
    assert not paris("none").is_open(0)
    mondays = ", ".join(
        str((datetime(2026, 1, 5, tzinfo=timezone.utc) + timedelta(weeks=week)).date())
        for week in range(100)
    )
    zone = ZoneInfo("Europe/Paris")
    found = paris("mon 9-17", mondays).next_opening(moment("2026-01-01"))
    assert found == moment("2027-12-06T09:00", zone)


class AskedZone(tzinfo):
    """Paris, and how often it was asked what time it is there."""

    def __init__(self) -> None:
        self.paris = ZoneInfo("Europe/Paris")
        self.times = 0

    def fromutc(self, moment: datetime) -> datetime:
        """What the clock on the wall says; counted."""
        self.times += 1
        return self.paris.fromutc(moment.replace(tzinfo=self.paris)).replace(tzinfo=self)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """As in Paris."""
        return self.paris.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """As in Paris."""
        return self.paris.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        """As in Paris."""
        return self.paris.tzname(moment)


@pytest.mark.parametrize("holidays", ["none", "12-25, 01-01, 05-01, 07-14, 11-11, 02-29"])
def test_ten_years_are_counted_by_days(holidays: str) -> None:
    """A ticket that was open for ten years is closed in an instant: the clock is asked about once
    a day, and as often as it takes to find when it changes."""
    zone = AskedZone()
    hours = read_hours("mon-fri 09:00-12:00 14:00-18:00, sat 22:00-02:00")
    calendar = Calendar(hours, zone, read_holidays(holidays))
    start, end = moment("2016-05-01"), moment("2026-05-01")
    in_paris = Calendar(hours, zone.paris, read_holidays(holidays))
    assert calendar.opening_seconds(start, end) == in_paris.opening_seconds(start, end) > 0
    assert zone.times < (end - start) // DAY + 20 * 20


@settings(max_examples=30)
@given(
    hours=HOURS,
    holidays=HOLIDAYS,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.sampled_from(DAYS),
    before=st.integers(0, 3 * DAY),
    seconds=st.integers(1, 3 * DAY),
)
def test_after_so_many_opening_seconds(
    hours: Hours,
    holidays: tuple[Holiday, ...],
    zone: ZoneInfo,
    day: str,
    before: int,
    seconds: int,
) -> None:
    """The first moment at which so many have passed; none where it is never open as long."""
    calendar = Calendar(hours, zone, holidays)
    start = moment(day) - before
    found = calendar.after(start, seconds)
    if found is None:
        assert calendar.opening_seconds(start, start + 365 * DAY) < seconds
        return
    assert calendar.opening_seconds(start, found) == seconds
    assert calendar.opening_seconds(start, found - 1) == seconds - 1
