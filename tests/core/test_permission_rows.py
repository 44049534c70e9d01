"""Whatever people press, fill in or type stands in docs/permissions.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tickets.cog import FEATURES, Tickets
from tickets.core.feature import Button, Feature, Form
from tickets.core.features import Features
from tickets.core.ui.ids import NUMBER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


async def nothing(*_about: Any, **_more: Any) -> None:
    """Answers nothing."""


PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def rows(text: str) -> list[str]:
    """What the rows of all tables are called."""
    return re.findall(r"^\| [`*]+([^`*|]+)[`*]+ \|", text, re.MULTILINE)


def missing(listed: Collection[str], features: Features, commands: Iterable[str]) -> Iterator[str]:
    """What people can use and has no row."""
    for point in ("buttons", "forms"):
        for one in features.each(point):
            if one.row not in listed:
                what = type(one).__name__.lower()
                yield f"the {what} {one.verb} has the row “{one.row}”, which isn't there"
    for command in commands:
        if command not in listed:
            yield f"the command {command} has no row"


def commands_of(cog: Any) -> list[str]:
    """Every command and subcommand, as it is typed."""
    return [str(one.qualified_name) for one in cog.__cog_commands__]


LISTED = rows(PAGE.read_text(encoding="utf-8"))


def test_everything_has_its_row() -> None:
    """Buttons, selectors, forms, commands: what is missing is named."""
    found = "\n".join(missing(LISTED, FEATURES, commands_of(Tickets)))
    assert not found, found


def test_every_row_is_of_something() -> None:
    """No row is left of what is no longer there, and none stands there twice."""
    used = {one.row for point in ("buttons", "forms") for one in FEATURES.each(point)}
    assert sorted(set(LISTED) - used - set(commands_of(Tickets))) == []
    assert len(set(LISTED)) == len(LISTED)


@pytest.mark.parametrize(
    ("feature", "commands", "said"),
    [
        (
            {"buttons": (Button("praise", NUMBER, answer=nothing, row="Praise"),)},
            [],
            "the button praise has the row “Praise”, which isn't there",
        ),
        (
            {"forms": (Form("praise", NUMBER, answer=nothing, row="Praise"),)},
            [],
            "the form praise has the row “Praise”, which isn't there",
        ),
        ({}, ["ticketmod praise"], "the command ticketmod praise has no row"),
    ],
)
def test_what_is_missing_is_named(feature: dict[str, Any], commands: list[str], said: str) -> None:
    """A new button, form or command without a row fails by its name."""
    features = Features(Feature(name="praises", **feature))
    assert list(missing(LISTED, features, commands)) == [said]
