"""How numbers look: short lines and bars that a phone doesn't break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import Sentence
from ..core.render import words
from ..core.render.controls import button
from ..core.render.controls import row as buttons_below
from ..core.render.pages import heading, line, page
from ..i18n import _
from .rules import ALL_TIME, CHOICES, AdministratorsOnly, PictureFailed, TooMuchData

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .rules import Statistics, Times

#: Characters of the longest bar, and what a bar's last one looks like by eighths.
_BAR = 10
_EIGHTHS = " ▏▎▍▌▋▊▉"
#: Heights of one hour in the line of a day.
_HEIGHTS = "▁▂▃▄▅▆▇█"
#: Types with bars of their own, and the characters of their names.
TYPES, _NAME = 12, 30
_GREY = discord.ButtonStyle.grey


def weekdays() -> tuple[str, ...]:
    """Their names, Monday first."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def statistics_page(
    found: Statistics,
    types: Mapping[int, str],
    days: int,
    type_id: int | None,
    *,
    can_draw: bool = False,
) -> discord.ui.LayoutView:
    """The numbers; `types` are the names of types by their ids.

    With `can_draw` a button gives them as a picture.
    """
    blocks: list[discord.ui.Item[Any] | str] = [heading(_title(types, type_id), _when(found))]
    blocks += [line(), "\n".join(_counts(found))]
    times = "\n".join(_all_times(found))
    if times:
        blocks += [line(), times]
    if found.opened:
        blocks += [line(), *_parts(found, types if type_id is None else {})]
    below = list(_choices(days, type_id))
    if can_draw and found.opened:
        below.append(button("stats-picture", days, type_id or 0, label=_("Picture"), style=_GREY))
    return page(*blocks, below=below)


def show_statistics(days: int, type_id: int | None) -> discord.ui.View:
    """The button that shows the numbers to who moderates here."""
    label = _("Show the statistics")
    return buttons_below(button("stats", days, type_id or 0, label=label, style=_GREY))


def _title(types: Mapping[int, str], type_id: int | None) -> str:
    title = _("Statistics")
    return title if type_id is None else f"{title} · {_name(types.get(type_id, '?'))}"


def _name(name: str) -> str:
    return words.escaped(words.clip(words.name(name), _NAME))


def _when(found: Statistics) -> str:
    return _("{start} to {end}").format(
        start=words.moment(found.since, "d"), end=words.moment(found.until, "d")
    )


def _counts(found: Statistics) -> Iterator[str]:
    for text, count in _numbers(found):
        yield text.format(count=count)
    rated = sum(found.ratings)
    if rated:
        total = sum(stars * count for stars, count in enumerate(found.ratings, 1))
        whole, tenth = f"{total / rated:.1f}".split(".")
        # Translators: the sign between {whole} and {tenth} is your language's decimal sign.
        text = _("Ratings: **{count}**, {whole}.{tenth} ★ on average")
        yield text.format(count=rated, whole=whole, tenth=tenth)


def _numbers(found: Statistics) -> tuple[tuple[str, int], ...]:
    return (
        (_("Opened: **{count}**"), found.opened),
        (_("Declined: **{count}**"), found.declined),
        (_("Closed: **{count}**"), found.closed),
        (_("Open right now: **{count}**"), found.open_now),
    )


def _titled_times(found: Statistics) -> tuple[tuple[str, Times | None], ...]:
    return (
        (_("Time to the first answer"), found.answers),
        (_("Time to closing"), found.closings),
    )


def _all_times(found: Statistics) -> Iterator[str]:
    for title, times in _titled_times(found):
        if times is not None:
            yield f"**{title}**\n{_times(times)}"
    if any(times.in_hours for times in (found.answers, found.closings) if times is not None):
        yield "-# " + _("Only opening hours count, where there were any.")


def _times(times: Times) -> str:
    text = _("half of the tickets within {half}, 9 of 10 within {most}")
    return text.format(half=words.span(times.half), most=words.span(times.most))


def _parts(found: Statistics, types: Mapping[int, str]) -> Iterator[str]:
    """What was opened, by type, weekday and hour."""
    if types:
        yield _part(_("By type"), bars(_by_type(found, types)))
    by_weekday = list(zip(weekdays(), found.by_weekday, strict=True))
    yield _part(_("By weekday"), bars(by_weekday))
    yield _part(_("By hour"), [day(found.by_hour)])


def _part(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"**{title}**", *lines))


def _by_type(found: Statistics, types: Mapping[int, str]) -> list[tuple[str, int]]:
    """The types with most tickets, and one line for all others."""
    counted = sorted(found.by_type.items(), key=lambda one: -one[1])
    shown = [(_name(types.get(one, _("No type"))), count) for one, count in counted[:TYPES]]
    rest = sum(count for _one, count in counted[TYPES:])
    return [*shown, (_("Others"), rest)] if rest else shown


def bars(counted: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A line for each: a bar as long as its part of the largest, the number and the name."""
    largest = max((count for _name, count in counted), default=0)
    for name, count in counted:
        yield f"`{_bar(count, largest)}` **{count}** {name}"


def _bar(count: int, largest: int) -> str:
    eighths = -(-count * _BAR * 8 // largest) if largest else 0
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[part] if part else "")).ljust(_BAR)


def day(by_hour: Sequence[int]) -> str:
    """A line with a column for each hour, the hours below it; before it the busiest in words."""
    largest = max(by_hour)
    columns = "".join(
        _HEIGHTS[-(-count * len(_HEIGHTS) // largest) - 1] if count else " " for count in by_hour
    )
    busiest = by_hour.index(largest)
    text = _("Busiest hour: {start}:00 to {end}:00, {count} opened").format(
        start=busiest, end=(busiest + 1) % 24, count=largest
    )
    return f"{text}\n```\n{columns}\n0     6     12    18\n```"


def _choices(days: int, type_id: int | None) -> Iterable[discord.ui.Button[Any]]:
    for choice in CHOICES:
        chosen = button("stats", choice, type_id or 0, label=_span_of(choice), style=_GREY)
        chosen.disabled = choice == days
        yield chosen


def _span_of(days: int) -> str:
    if days == ALL_TIME:
        return _("All time")
    return _("1 year") if days == 365 else _("{count} days").format(count=days)


# --------------------------------------------------------------------- a picture


def picture(found: Statistics, days: int) -> dict[str, Any]:
    """What the program that draws is told: titles, numbers, columns. No names of anybody's."""
    hours = [f"{hour}" if hour % 6 == 0 else "" for hour in range(24)]
    return {
        "title": " · ".join((_("Statistics"), _span_of(days))),
        "numbers": [
            [text.format(count="").replace("*", "").strip(" :\u00a0"), f"{count}"]
            for text, count in _numbers(found)
        ],
        "times": [
            [title, _times(times)] for title, times in _titled_times(found) if times is not None
        ],
        "charts": [
            {
                "title": _("By weekday"),
                "counts": list(found.by_weekday),
                "names": [name[:3] for name in weekdays()],
            },
            {"title": _("By hour"), "counts": list(found.by_hour), "names": hours},
        ],
    }


def _picture_failed(_error: PictureFailed) -> str:
    return _("The picture could not be drawn. The numbers are the same as in the text.")


# ----------------------------------------------------------------------- a table


def show_data(days: int) -> discord.ui.View:
    """The button that gives the table to who may have it."""
    return buttons_below(button("data", days, label=_("Get the file"), style=_GREY))


def data_ready() -> str:
    """What stands above the table."""
    return _("📊 Your server's tickets. The file holds IDs and what people wrote: keep it safe.")


def _administrators_only(_error: AdministratorsOnly) -> str:
    return _("Only administrators can have all tickets as a file.")


def _too_much(error: TooMuchData) -> str:
    text = _("The file is larger than the {limit} MB that Discord takes here. Choose fewer days.")
    return text.format(limit=error.limit)


SENTENCES = (
    Sentence(AdministratorsOnly, _administrators_only),
    Sentence(TooMuchData, _too_much),
    Sentence(PictureFailed, _picture_failed),
)
