"""What somebody meant who sends a page, while others may have changed the same."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.errors import TicketError

#: The texts by which a field holds a value; None is for what a type has as the server.
Texts = tuple[str, ...] | None


@lazy_dataclass(frozen=True, kw_only=True)
class Filled:
    """A field as it came back: what it held when the page was made, and what it holds now."""

    was: Texts
    given: Texts
    #: The default is wanted, whatever it will be.
    is_default: bool = False


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
