"""What a ready answer is, and what can't be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import templates
from ..core.errors import Refused, SettingRefused, TextEmpty, TextTooLong
from ..core.lazy_dataclass import lazy_dataclass
from ..core.naming import is_visible
from ..core.settings import Page, _

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where the menu has them.
PAGE = Page("replies", _("Ready answers"), "💬", 12)
#: So many for each server, and the characters of each.
ANSWERS_LIMIT, NAME_LIMIT, TEXT_LIMIT = 100, 80, 1500


class TooManyReadyAnswers(SettingRefused):
    """The server has as many as it may."""

    limit: int


class ReadyNameTaken(SettingRefused):
    """Two ready answers can't have the same name, whatever its case."""

    name: str


class ReadyAnswerGone(SettingRefused):
    """The ready answer was removed meanwhile."""


class ReadyAnswerChanged(SettingRefused):
    """Somebody has changed the ready answer since it was shown."""


class NoSuchReadyAnswer(Refused):
    """None has that name; `known` are those that could be meant."""

    given: str
    known: tuple[str, ...]


class SentAlready(Refused):
    """What was shown has been sent: by a press a moment before."""


@lazy_dataclass(frozen=True, kw_only=True)
class ReadyAnswer:
    """A text with variables that the staff sends by its name."""

    guild_id: int
    #: Never that of another one.
    id: int = 0
    name: str
    text: str
    #: For tickets of which type; None for all tickets.
    type_id: int | None = None
    #: How often it was changed: tells whether it is as it was shown.
    revision: int = 0

    @property
    def folded(self) -> str:
        """Its name for comparing, whatever the case."""
        return self.name.casefold()

    def is_for(self, type_id: int | None) -> bool:
        """Whether it is for tickets of a type; None is no type."""
        return self.type_id in (None, type_id)


def checked_name(name: str) -> str:
    """A name in one line; raises ``TextEmpty`` or ``TextTooLong``."""
    return _within(" ".join(name.split()), NAME_LIMIT)


def checked_text(text: str) -> str:
    """A text without outer white space; raises as :func:`checked_name`, or ``UnknownVariable``."""
    found = _within(text.strip(), TEXT_LIMIT)
    templates.check(found, templates.TEXT_VARIABLES)
    return found


def _within(text: str, limit: int) -> str:
    if not is_visible(text):
        raise TextEmpty
    if len(text) > limit:
        raise TextTooLong(limit=limit, length=len(text))
    return text


def find(given: str, among: Iterable[ReadyAnswer]) -> ReadyAnswer:
    """The one with that name, in any case; raises ``NoSuchReadyAnswer``."""
    known = tuple(among)
    wanted = " ".join(given.strip().strip('"').split()).casefold()
    for one in known:
        if one.folded == wanted:
            return one
    raise NoSuchReadyAnswer(given=given, known=tuple(one.name for one in known))
