"""Reading what somebody else's program has stored: nothing of it has to be as it should be.

What isn't there has the other cog's default. What has another type than it should has that, too,
and is noted as damaged.
"""

from __future__ import annotations

from datetime import datetime, timezone
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from ...core.lazy_pattern import lazy_pattern
from .left_out import What, Why

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .left_out import Notes

#: The highest number that is believed: no counter, and no number of hours, gets there.
_LARGEST = 1_000_000_000
#: Discord's ids, and no higher number than the database keeps.
_LAST_ID = 2**63 - 1
#: A half of a pair can't be encoded, and a zero ends a text for some.
_UNUSABLE = lazy_pattern("[\ud800-\udfff\0]")


class Record:
    """One object of what is stored, with the defaults under it."""

    def __init__(
        self, given: object, defaults: Mapping[str, Any], notes: Notes, owner: str = ""
    ) -> None:
        """`owner` says whose it is where something is damaged."""
        self._notes = notes
        self.owner = owner
        self._values: Mapping[str, Any] = {**defaults}
        if isinstance(given, dict):
            self._values = {**defaults, **cast("dict[str, Any]", given)}
        elif given is not None:
            self._damaged("")
        self._defaults = defaults

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def flag(self, key: str) -> bool:
        """Whether it is on."""
        found = self._values.get(key)
        if type(found) is bool or found in (0, 1):
            return bool(found)
        return bool(self._default(key, found))

    def number(self, key: str) -> int:
        """A number that isn't negative; a part of one counts as a whole. 0 for none."""
        found = self._values.get(key)
        # Some are kept with a second number, which says the same in other words.
        if isinstance(found, list) and found:
            found = found[0]
        number = whole(found)
        return int(self._default(key, found) or 0) if number is None else number

    def text(self, key: str) -> str:
        """A text without outer white space; empty for none."""
        found = self._values.get(key)
        if isinstance(found, str):
            return clean(found)
        return str(self._default(key, found) or "")

    def identity(self, key: str) -> int:
        """An id; 0 for none."""
        found = self._values.get(key)
        identity = id_of(found)
        if identity is None:
            self._default(key, found)
        return identity or 0

    def identities(self, key: str) -> tuple[int, ...]:
        """Ids, each once, in order."""
        found = dict.fromkeys(id_of(one) or 0 for one in self.items(key))
        if 0 in found:
            self._damaged(key)
        return tuple(one for one in found if one)

    def moment(self, key: str) -> int | None:
        """Whole seconds since the epoch, from those or ISO's date and time; None for none."""
        found = self._values.get(key)
        moment = moment_of(found)
        if moment is None and found is not None:
            self._damaged(key)
        return moment

    def items(self, key: str) -> list[Any]:
        """A list."""
        found = self._values.get(key)
        if isinstance(found, list):
            return found
        return list(self._default(key, found) or ())

    def record(self, key: str, defaults: Mapping[str, Any], owner: str = "") -> Record:
        """An object."""
        return Record(self._values.get(key), defaults, self._notes, owner or self.owner)

    def entries(self, key: str) -> Iterator[tuple[str, Any]]:
        """What an object holds, by its keys."""
        found = self._values.get(key)
        if isinstance(found, dict):
            yield from ((clean(str(name)), one) for name, one in found.items())
        else:
            self._default(key, found)

    def raw(self, key: str) -> Any:
        """Whatever it is."""
        return self._values.get(key)

    def _default(self, key: str, found: object) -> Any:
        if found is not None and found != self._defaults.get(key):
            self._damaged(key)
        return self._defaults.get(key)

    def _damaged(self, key: str) -> None:
        self._notes.add(What.SETTING, Why.DAMAGED, owner=self.owner, value=key)


def clean(text: str) -> str:
    """A text that can be stored and sent, without outer white space."""
    return _UNUSABLE.sub("", text).strip()


def whole(found: object) -> int | None:
    """A number that isn't negative; None for what is none that can be believed."""
    if isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) < 20:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    if isinstance(found, float):
        if not isfinite(found):
            return None
        # Less than one hour isn't none.
        found = -int(-found // 1)
    return found if 0 <= found <= _LARGEST else None


def id_of(found: object) -> int | None:
    """An id, also one that JavaScript has made a text of; None for none."""
    if isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) < 20:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int):
        return None
    return found if 0 < found <= _LAST_ID else None


def moment_of(found: object) -> int | None:
    """Whole seconds since the epoch, from those or ISO's date and time; None for neither."""
    if isinstance(found, str):
        try:
            # Python 3.10 knows no Z.
            read = datetime.fromisoformat(found.strip().replace("Z", "+00:00"))
            if read.tzinfo is None:
                read = read.replace(tzinfo=timezone.utc)
            found = read.timestamp()
        except (ValueError, OverflowError):
            return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    if not isfinite(found) or not 0 < found < 2**40:
        return None
    return int(found)
