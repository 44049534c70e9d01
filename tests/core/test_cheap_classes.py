"""Classes and patterns that cost nothing while the cog is imported are what they look like."""

from __future__ import annotations

import dataclasses
import pickle
import re
from dataclasses import field

import pytest

from tickets.core.declaration import declaration, fields_of
from tickets.core.lazy_dataclass import lazy_dataclass
from tickets.core.lazy_pattern import lazy_pattern


@lazy_dataclass(frozen=True)
class Seat:
    """A place at a table."""

    row: int
    taken: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class NamedSeat(Seat):
    """One with a name."""

    names: list[str] = field(default_factory=list)


@declaration(frozen=True)
class Offer:
    """Something with a price."""

    name: str
    price: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)


@declaration(frozen=True)
class Special(Offer):
    """One that ends."""

    until: str = "today"


def test_a_lazy_dataclass_is_one_from_its_first_object_on() -> None:
    """Also the ones it is made of; copies, comparisons and fields are those of dataclasses."""
    seat = NamedSeat(row=3)
    assert seat == NamedSeat(row=3, taken=False, names=[])
    assert dataclasses.replace(seat, taken=True).taken
    assert [one.name for one in dataclasses.fields(Seat)] == ["row", "taken"]
    assert pickle.loads(pickle.dumps(seat)) == seat  # noqa: S301 - just made here
    with pytest.raises(dataclasses.FrozenInstanceError):
        seat.row = 4  # type: ignore[misc]
    with pytest.raises(TypeError):
        Seat()  # type: ignore[call-arg]


def test_a_declaration_is_made_like_a_dataclass() -> None:
    """By place and by name, with defaults, those of the class above first."""
    offer = Special("tea", price=3)
    assert (offer.name, offer.price, offer.notes, offer.until) == ("tea", 3, (), "today")
    assert offer == Special("tea", 3) != Special("tea", 4)
    assert offer != Offer("tea", 3)
    assert hash(offer) == hash(Special("tea", 3))
    assert repr(Offer("tea")) == "Offer(name='tea', price=0, notes=())"
    assert [one.name for one in fields_of(Special)] == ["name", "price", "notes", "until"]
    with pytest.raises(TypeError, match="Seat is no declaration"):
        fields_of(Seat)
    with pytest.raises(dataclasses.FrozenInstanceError):
        offer.price = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "names"),
    [((), {}), (("tea", 1, (), 2), {}), (("tea",), {"name": "tea"}), (("tea",), {"cost": 1})],
    ids=["one is missing", "one too many", "one twice", "an unknown one"],
)
def test_a_declaration_refuses_what_it_does_not_have(
    values: tuple[object, ...], names: dict[str, object]
) -> None:
    """A feature that says something nobody understands doesn't load."""
    with pytest.raises(TypeError, match="Offer"):
        Offer(*values, **names)  # type: ignore[arg-type]


def test_a_lazy_pattern_finds_what_a_compiled_one_finds() -> None:
    """With its flags."""
    lazy, compiled = lazy_pattern("(a)b", re.IGNORECASE), re.compile("(a)b", re.IGNORECASE)
    assert lazy.sub(r"\1", "xABab") == compiled.sub(r"\1", "xABab") == "xAa"
    assert lazy.flags == compiled.flags
