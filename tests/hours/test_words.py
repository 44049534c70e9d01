"""Opening hours, holidays and time zones as they are typed."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hours.test_calendar import HOURS
from tickets.core.errors import SettingRefused, TextTooLong
from tickets.core.render.failures import explain
from tickets.hours.kinds import Holidays, OpeningHours, Zone
from tickets.hours.rules.values import (
    Holiday,
    Hours,
    NotADate,
    NotHours,
    TooManyHolidays,
    UnknownZone,
)
from tickets.hours.rules.words import hours_as_text, read_holidays, read_hours
from tickets.hours.rules.zones import find_zone, prepare_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GERMAN = ("mo", "di", "mi", "do", "fr", "sa", "so")
SPANISH = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mon-fri 09:00-18:00, sat 22:00-02:00", "mon-fri 09:00-18:00, sat 22:00-02:00"),
        ("Monday to Friday: 9am - 5 p.m.", "mon-fri 09:00-17:00"),
        ("lun-ven 9h-12h 14h30-18h", "mon-fri 09:00-12:00 14:30-18:00"),
        (
            "du lundi au vendredi de 9h à 18h et le samedi de 10h30 à 12h",
            "mon-fri 09:00-18:00, sat 10:30-12:00",
        ),
        ("mon-fri 9-12, 14-18", "mon-fri 09:00-12:00 14:00-18:00"),
        ("mon, wed, fri 9-17; sun closed", "mon 09:00-17:00, wed 09:00-17:00, fri 09:00-17:00"),
        ("fri-mon 22:00-02:00", "mon 22:00-02:00, fri-sun 22:00-02:00"),
        ("9:00-17:00", "mon-sun 09:00-17:00"),
        ("tous les jours 0h-24h", "mon-sun 00:00-24:00"),
        ("weekend noon–midnight", "sat, sun 12:00-24:00"),
        ("mon 9-12 tue 10-11\nmon 11-13", "mon 09:00-13:00, tue 10:00-11:00"),
        ("Mo-Fr 9-17 Uhr, Sa 10-14 Uhr", "mon-fri 09:00-17:00, sat 10:00-14:00"),
        ("Mo. bis Fr. von 9:30 bis 12 Uhr und 14.00–18.00 Uhr", "mon-fri 09:30-12:00 14:00-18:00"),
        ("montags und freitags 9-17; sonntags geschlossen", "mon 09:00-17:00, fri 09:00-17:00"),
        ("Täglich von 8 Uhr bis Mitternacht", "mon-sun 08:00-24:00"),
        ("jeden Tag 8-20 Uhr", "mon-sun 08:00-20:00"),
        (
            "Wochentags Mittag bis 20h, am Wochenende 9-12",
            "mon-fri 12:00-20:00, sat, sun 09:00-12:00",
        ),
        ("Do 9uhr-17uhr", "thu 09:00-17:00"),
        ("Rund um die Uhr", ""),
        ("immer", ""),
        ("Lunes a viernes de 9 a 14 y de 16 a 19", "mon-fri 09:00-14:00 16:00-19:00"),
        ("De lunes a viernes, de 9:00 a 17:00 h", "mon-fri 09:00-17:00"),
        ("De las 9 hasta las 17 horas", "mon-sun 09:00-17:00"),
        ("Los sábados de 10:30 a 14 hs", "sat 10:30-14:00"),
        ("Todos los días de 8 a. m. a 5:30 p. m.", "mon-sun 08:00-17:30"),
        ("Fines de semana desde mediodía hasta medianoche", "sat, sun 12:00-24:00"),
        ("entre semana 9-17, miércoles cerrado, dom 22-2", "mon-fri 09:00-17:00, sun 22:00-02:00"),
        ("Siempre", ""),
        ("L-V 9-17, S 10-14, D cerrado", "mon-fri 09:00-17:00, sat 10:00-14:00"),
        ("24/7", ""),
        ("Always", ""),
        ("aucun", ""),
    ],
)
def test_hours_are_read(text: str, meant: str) -> None:
    """In all languages, in the ways in which people write them."""
    assert hours_as_text(read_hours(text), ENGLISH) == meant


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mon-fri", "mon - fri"),
        ("mon-fri 9-17, sat", "sat"),
        ("mon 9", "mon 9"),
        ("9:00, 17:00", "9:00 ,"),
        ("9-25", "25"),
        ("9:75-10", "9:75"),
        ("13pm-14pm", "13pm"),
        ("09:00-09:00", "09:00 - 09:00"),
        ("24:00-02:00", "24:00"),
        ("mon-weekend 9-17", "mon - weekend"),
        ("mon 9-fri", "mon 9 - fri"),
        ("- 9", "-"),
        ("sometimes", "sometimes"),
        ("9 Uhr", "9 uhr"),
        ("9 Uhr 15 bis 12", "9 uhr 15"),
        ("Werktags 9-17", "werktags"),
        ("L y M 9-17", "m"),
        ("Laborables de 9 a 17", "laborables"),
        ("De 9 a 25 h", "25 h"),
        ("mon 9-17 ☃", "☃"),
        ("closed", "closed"),
        ("", ""),
    ],
)
def test_what_is_no_hours_is_refused(text: str, part: str) -> None:
    """The refusal names the part that can't be understood, and shows an example."""
    with pytest.raises(NotHours) as refusal:
        read_hours(text)
    assert refusal.value.given == part
    assert "`mon-fri 09:00-18:00, sat 22:00-02:00`" in explain(refusal.value)


@given(hours=HOURS)
def test_hours_are_read_as_they_are_shown(hours: Hours) -> None:
    """The form of a setting starts from what is set: sending it changes nothing."""
    kind = OpeningHours()
    if hours.spans:
        assert kind.read(kind.form_text(hours)) == hours
    assert kind.loaded(kind.stored(hours)) == hours


@given(text=st.text(alphabet="mon-fri 09:,à h24pù\n", max_size=30) | st.text(max_size=30))
def test_anything_may_be_typed(text: str) -> None:
    """It means hours that can be stored, or is refused."""
    kind = OpeningHours()
    for read in (kind, Holidays()):
        try:
            value = read.read(text)
        except SettingRefused:
            continue
        assert read.loaded(read.stored(value)) == value


def test_days_have_names_in_any_language() -> None:
    """Those of the server's language are read as well as they are shown."""
    names = ("po", "út", "st", "čt", "pá", "so", "ne")
    hours = read_hours("po-pá 9-17", names)
    assert hours_as_text(hours, names) == "po-pá 09:00-17:00"


def test_a_days_name_of_the_servers_language_comes_first() -> None:
    """*Di* is Tuesday for Germans and Sunday for the French."""
    assert hours_as_text(read_hours("Di 9-17"), ENGLISH) == "sun 09:00-17:00"
    assert hours_as_text(read_hours("Di 9-17", GERMAN), ENGLISH) == "tue 09:00-17:00"
    hours = read_hours("Di-Do 9-17 Uhr, So geschlossen, Sa 22-2 Uhr", GERMAN)
    assert hours_as_text(hours, GERMAN) == "di-do 09:00-17:00, sa 22:00-02:00"


def test_spanish_days_are_read_everywhere() -> None:
    """As they are shown, whatever the server speaks."""
    hours = read_hours("martes a jueves 9-17, vie y dom 10-12", SPANISH)
    shown = hours_as_text(hours, SPANISH)
    assert shown == "mar-jue 09:00-17:00, vie 10:00-12:00, dom 10:00-12:00"
    assert read_hours(shown) == hours


def test_holidays_are_read() -> None:
    """Days of one year and of every year, in order."""
    assert read_holidays("2026-12-25, 12-31; 2-29\n1-1 12-31") == (
        Holiday(None, 1, 1),
        Holiday(None, 2, 29),
        Holiday(None, 12, 31),
        Holiday(2026, 12, 25),
    )
    assert read_holidays("none") == ()
    assert Holidays().words(read_holidays("2026-12-25, 12-31")) == "`12-31, 2026-12-25`"
    for text in ("tomorrow", "2026-02-29", "13-01", "25.12.", "12-25-2026", ""):
        with pytest.raises(NotADate):
            read_holidays(text)
    with pytest.raises(TooManyHolidays):
        read_holidays(" ".join(f"{2000 + year}-01-01" for year in range(101)))
    for kind in (OpeningHours(), Holidays()):
        with pytest.raises(TextTooLong):
            kind.read("x" * 3000)


def test_zones_are_found_by_name() -> None:
    """In any case; of an unknown one the refusal proposes those that are like it."""
    zone = Zone()
    assert zone.read("europe/paris") == "Europe/Paris"
    assert zone.read("America/New York") == "America/New_York"
    assert zone.read("utc") == "UTC"
    for text, near in (("Paris", "Europe/Paris"), ("Europe/Pariss", "Europe/Paris")):
        with pytest.raises(UnknownZone) as refusal:
            zone.read(text)
        assert refusal.value.near[0] == near
        assert f"`{near}`" in explain(refusal.value)
    for text in ("../../etc/passwd", "Europe", "/etc/localtime", "", "☃", "x" * 500, "a\0b"):
        with pytest.raises(UnknownZone):
            zone.read(text)


@pytest.fixture
def _no_zones() -> Iterator[None]:
    """A system without time zones, such as Windows."""
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    find_zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()
    find_zone.cache_clear()


@pytest.mark.usefixtures("_no_zones")
def test_zones_of_systems_that_have_none() -> None:
    """They come from dateutil, which Red brings."""
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        zoneinfo.ZoneInfo("Europe/Paris")
    prepare_zones()
    assert Zone().read("europe/paris") == "Europe/Paris"
    found = find_zone("Europe/Paris")
    assert isinstance(found, zoneinfo.ZoneInfo)
    assert found.key == "Europe/Paris"
    assert find_zone("Nowhere/Land") is None
    with pytest.raises(UnknownZone) as refusal:
        Zone().read("Pariss")
    assert "Europe/Paris" in refusal.value.near
