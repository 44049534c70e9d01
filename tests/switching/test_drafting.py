"""What is one panel's or profile's and what is the server's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.core.records import DECLARED
from tickets.core.settings import TEAM
from tickets.switching.rules import drafting
from tickets.switching.rules.drafting import Draft, configuration, distinct, drafted
from tickets.switching.rules.left_out import Notes, What, Why


def draft(key: str, **values: object) -> Draft:
    """A panel or profile with these settings."""
    return Draft(key=key, values={"category_id": None, TEAM: [{"id": "1", "name": "A"}], **values})


def test_what_is_private() -> None:
    """The settings that a type with a team of its own doesn't take from the server."""
    private = {one.key for one in DECLARED.of_types if one.private}
    assert private == set(drafting.PRIVATE)


def test_a_type_without_something_private_takes_nothing_of_it() -> None:
    """Where only the first has a log, the second's tickets aren't logged there."""
    log = {"id": "5", "name": "log"}
    every = [draft("a", reception_channel_id=log), draft("b", reception_channel_id=None)]
    file = configuration(drafted(every, {}, Notes()), [])
    assert file["settings"]["reception_channel_id"] == log
    # A team of its own, with the same roles, has nothing private but what is said.
    assert [one["settings"] for one in file["types"]] == [
        {},
        {TEAM: [{"id": "1", "name": "A"}]},
    ]


def test_a_type_without_a_category_goes_into_the_servers() -> None:
    """The server has the first that there is."""
    category = {"id": "7", "name": "Tickets"}
    every = [draft("a"), draft("b", category_id=category), draft("c")]
    file = configuration(drafted(every, {}, Notes()), [])
    assert file["settings"]["category_id"] == category
    assert [one["settings"] for one in file["types"]] == [{}, {}, {}]


def test_nothing_at_all() -> None:
    """A server without any panel gets a file that changes nothing."""
    assert configuration(drafted([], {}, Notes()), []) == {
        "format": "tickets-for-red",
        "version": 1,
    }


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("Help", (), "Help"),
        ("Help", ("help",), "Help 2"),
        ("Help", ("help", "help 2"), "Help 3"),
        ("x" * 12, (), "x" * 10),
        ("x" * 12, ("x" * 10,), "x" * 8 + " 2"),
        ("\u200b", (), "?"),
    ],
)
def test_distinct_names(wanted: str, taken: tuple[str, ...], expected: str) -> None:
    """Within the limit, and like nobody else's."""
    assert distinct(wanted, taken, 10) == expected


@pytest.mark.parametrize("kind", [What, Why])
def test_everything_that_can_be_told_is_told(kind: type[What | Why]) -> None:
    """Readers use each of these kinds, which have words of their own."""
    folder = Path(drafting.__file__).parent
    texts = (path.read_text("utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(rf"\b{kind.__name__}\.([A-Z_]+)", "".join(texts)))
    assert used == {one.name for one in kind}
