"""What somebody looks for, and what becomes of the words in it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from ..transcripts.rules import TranscriptMessage

#: Characters that can be looked for.
WORDS_LIMIT = 200
#: Tickets that are found at most: who needs more has to say more.
FOUND_LIMIT = 500
#: Lines of a page.
PAGE = 10
#: From so many characters on, the beginning of a word will do.
_BEGINNING = 3

_MEMBER = lazy_pattern(r"<@!?(\d{15,20})>|(\d{15,20})")
_NUMBER = lazy_pattern(r"#(\d{1,9})")
#: SQLite's numbers have 63 bits.
_LARGEST = 2**63 - 1


class NothingToFind(Refused):
    """What was given has no letters or digits."""


class TooLongToFind(Refused):
    """More words than can be looked for."""

    limit: int
    length: int


@lazy_dataclass(frozen=True)
class Wish:
    """What somebody looks for: all of these together."""

    words: str = ""
    opener_id: int | None = None
    number: int | None = None
    type_id: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Found:
    """One page of what was found, counted from 0; there may be `more` than all pages show."""

    wish: Wish
    tickets: tuple[Ticket, ...]
    count: int
    number: int
    pages: int
    more: bool
    #: Whether tickets from before an update are still to be read.
    is_incomplete: bool


@lazy_dataclass(frozen=True, kw_only=True)
class Record:
    """All that is known of one ticket: `settings` are its own, `events` what happened to it."""

    ticket: Ticket
    settings: Settings
    events: tuple[TicketEvent, ...]
    #: Where its newest transcript stands, if that is known.
    transcript: TranscriptMessage | None = None


def read_wish(text: str, *, typed: bool) -> Wish:
    """What a text asks for: a mention or id is an opener, ``#12`` a number, the rest are words.

    If it was `typed`, a number alone is one, too.
    """
    opener_id = number = None
    words = []
    for part in text.split():
        member, numbered = _MEMBER.fullmatch(part), _NUMBER.fullmatch(part)
        if member is not None and opener_id is None:
            # An id that nobody can have finds nothing.
            opener_id = min(int(member[1] or member[2]), _LARGEST)
        elif numbered is not None and number is None:
            number = int(numbered[1])
        else:
            words.append(part)
    if typed and opener_id is None and number is None and len(words) == 1:
        alone = re.fullmatch(r"\d{1,9}", words[0])
        if alone is not None:
            return Wish(number=int(words[0]))
    return checked(Wish(" ".join(words), opener_id, number))


def checked(wish: Wish) -> Wish:
    """A wish that can be fulfilled; raises ``TooLongToFind`` or ``NothingToFind``."""
    if len(wish.words) > WORDS_LIMIT:
        raise TooLongToFind(limit=WORDS_LIMIT, length=len(wish.words))
    if wish.words and not query_of(wish.words):
        raise NothingToFind
    return wish


def query_of(words: str) -> str:
    """The words as FTS5 takes them: each must be there, in any place, by its beginning.

    Everything is quoted, so nothing of it is syntax. Words without letters and digits, such as
    emojis, stand in no index and are left out.
    """
    # Half a character, or the end of a string, is nothing that SQLite would take.
    clean = words.encode("utf-8", "ignore").decode().replace("\0", " ")
    known = [word for word in clean.split() if any(map(_is_indexed, word))]
    return " ".join(_quoted(word) for word in dict.fromkeys(known))


def _quoted(word: str) -> str:
    quoted = '"{}"'.format(word.replace('"', '""'))
    return f"{quoted}*" if len(word) >= _BEGINNING else quoted


def _is_indexed(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
