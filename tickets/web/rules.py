"""What somebody meant who sends a page, while others may have changed the same."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.errors import TicketError

#: The texts by which a field holds a value; None is for what a type has as the server.
Texts = tuple[str, ...] | None
#: One of a list that is edited: its key, and its fields' texts by their names.
Item = tuple[str, "Mapping[str, str]"]
Items = tuple[Item, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class Filled:
    """A field as it came back: what it held when the page was made, and what it holds now."""

    was: Texts
    given: Texts
    #: The default is wanted, whatever it will be.
    is_default: bool = False


class TakesLonger(Refused):
    """What was begun goes on behind the page."""


class Meaning(Enum):
    """What a field that came back means."""

    #: Its person has left it alone, or wants what there is by now.
    KEPT = "kept"
    CHANGED = "changed"
    #: Somebody else has changed it meanwhile, to something else.
    CONTESTED = "contested"


def meaning(filled: Filled, now: Texts) -> Meaning:
    """What a field means, where it would hold `now` if the page were made now."""
    was, given, present = map(_in_order, (filled.was, filled.given, now))
    if given in (was, present):
        return Meaning.KEPT
    return Meaning.CHANGED if present == was else Meaning.CONTESTED


def changed_meanwhile(filled: Filled, now: Texts) -> bool:
    """Whether somebody else has changed what the field held, and its person has not."""
    was, given, present = map(_in_order, (filled.was, filled.given, now))
    return given == was and present != was


def _in_order(texts: Texts) -> Texts:
    """Roles are the same in any order; lines end alike, however a browser ends them."""
    return texts and tuple(sorted(one.replace("\r\n", "\n").strip() for one in texts))


#: Keys of what isn't in a list yet: made on the page, or made anew of what others have removed.
_NEW = ("n", "x")


def is_new(key: str) -> bool:
    """Whether an item of a list has no id yet; others have theirs as their key."""
    return key.startswith(_NEW)


@lazy_dataclass(frozen=True, kw_only=True)
class Merged:
    """A list that was edited, put together with what others have made of it meanwhile."""

    #: In order; what is contested has the texts that were typed.
    items: Items
    #: What fields are now that others have changed, too, by the item's key.
    contested: Mapping[str, Mapping[str, str]]
    #: Others have removed these, though they were changed here: they would be made anew.
    gone: tuple[str, ...] = ()
    #: Others have changed these, though they were removed here.
    kept: tuple[str, ...] = ()
    #: Both have sorted the list.
    is_order_contested: bool = False
    #: Others have changed something that stays so.
    is_changed_meanwhile: bool = False

    @property
    def is_contested(self) -> bool:
        """Whether somebody has to look at it before it is stored."""
        return bool(self.contested or self.gone or self.kept or self.is_order_contested)


def merged(was: Items, given: Items, now: Items) -> Merged:
    """What somebody means who sends a list that was `was` and is `now`.

    Each field, each item that comes or goes, and the order are judged by themselves.
    """
    before, mine, theirs = dict(was), dict(given), dict(now)
    found: dict[str, Mapping[str, str]] = {}
    contested: dict[str, Mapping[str, str]] = {}
    gone: list[str] = []
    changed = False
    for key, fields in given:
        if is_new(key):
            found[key] = fields
        elif key in theirs:
            together, conflicts, others = _merged_fields(before.get(key), fields, theirs[key])
            found[key] = together
            changed |= others
            if conflicts:
                contested[key] = conflicts
        elif key in before and _same(before[key], fields):
            changed = True
        else:
            found[f"x{key}"] = fields
            gone.append(f"x{key}")
    removed = [key for key in before if key in theirs and key not in mine]
    kept = [key for key in removed if not _same(before[key], theirs[key])]
    added = [key for key in theirs if key not in before and key not in mine]
    found.update({key: theirs[key] for key in (*kept, *added)})
    renamed = [f"x{key}" if f"x{key}" in gone else key for key in mine]
    order, by_whom = _merged_order(list(before), renamed, list(theirs))
    return Merged(
        items=tuple((key, found[key]) for key in order if key in found),
        contested=contested,
        gone=tuple(gone),
        kept=tuple(kept),
        is_order_contested=by_whom is Meaning.CONTESTED,
        is_changed_meanwhile=changed or bool(added) or by_whom is Meaning.KEPT,
    )


def _merged_fields(
    was: Mapping[str, str] | None, given: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], bool]:
    """An item's fields, what those are now that both have changed, and whether others have."""
    found, conflicts, others = {}, {}, False
    for name, text in given.items():
        before = None if was is None else (was.get(name, ""),)
        filled, present = Filled(was=before, given=(text,)), (now.get(name, ""),)
        means = meaning(filled, present)
        found[name] = present[0] if means is Meaning.KEPT else text
        if means is Meaning.CONTESTED:
            conflicts[name] = present[0]
        others |= changed_meanwhile(filled, present)
    return found, conflicts, others


def same_items(one: Items, other: Items) -> bool:
    """Whether both lists have the same items in the same order."""
    return [key for key, _fields in one] == [key for key, _fields in other] and all(
        _same(fields, dict(other)[key]) for key, fields in one
    )


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(
        _in_order((text,)) == _in_order((other.get(name, ""),)) for name, text in one.items()
    )


def _merged_order(
    was: list[str], mine: list[str], theirs: list[str]
) -> tuple[list[str], Meaning | None]:
    """All keys in an order, and what the order means of those that all know; None: nobody's."""
    common = [key for key in was if key in mine and key in theirs]
    before, first, second = ([key for key in one if key in common] for one in (was, mine, theirs))
    order, others = (theirs, mine) if first == before else (mine, theirs)
    order = list(order)
    for place, key in enumerate(others):
        if key not in order:
            # Behind the one that it stood behind.
            ahead = [order.index(one) for one in others[:place] if one in order]
            order.insert(ahead[-1] + 1 if ahead else 0, key)
    if second in (before, first):
        return order, None
    return order, Meaning.KEPT if first == before else Meaning.CONTESTED


@lazy_dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a page that was sent, by the keys of its settings."""

    saved: tuple[str, ...] = ()
    #: Why nothing was saved.
    refused: Mapping[str, TicketError]
    contested: tuple[str, ...] = ()
    #: What others have changed since the page was made.
    meanwhile: tuple[str, ...] = ()
    #: What went wrong after it was saved.
    trouble: TicketError | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was saved."""
        return not self.refused and not self.contested
