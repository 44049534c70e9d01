"""What custom ids are made of: the parts after the verb, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..declaration import declaration
from ..render.controls import PREFIX

if TYPE_CHECKING:
    import re

    from ..feature import Button


@declaration(frozen=True)
class IdPart:
    """One part of an id: the handler's argument `name` gets it, a number unless it is a word."""

    name: str
    pattern: str
    is_word: bool = False


#: SQLite's numbers have 63 bits. Discord's ids don't reach that this century.
_LARGEST = 2**63 - 1

NUMBER = IdPart("number", r"\d{1,9}")
#: The server that a button in a direct message is about.
SERVER = IdPart("server_id", r"\d{15,20}")
MEMBER = IdPart("member_id", r"\d{1,19}")
#: What asked for a ticket: an interaction or message.
ORIGIN = IdPart("origin_id", r"\d{1,18}|[1-8]\d{18}")
#: A type of tickets.
TYPE = IdPart("type_id", r"\d{1,9}")
CHANNEL = IdPart("channel_id", r"\d{15,20}")
PAGE = IdPart("page", r"\d{1,4}")
#: The bot's present run.
SESSION = IdPart("session", r"[0-9a-f]{8}", is_word=True)
#: The key of a menu.
KEY = IdPart("key", r"[0-9a-f]{8}", is_word=True)


def pattern(button: Button) -> str:
    """The regular expression for the button's ids, with its parts as named groups."""
    parts = (f"(?P<{part.name}>{part.pattern})" for part in button.about)
    return ":".join((f"{PREFIX}{button.verb}", *parts))


def arguments(button: Button, match: re.Match[str]) -> dict[str, Any]:
    """What an id says, for the button's handler. A number that no id can be finds nothing."""
    words = {part.name for part in button.about if part.is_word}
    return {
        name: text if name in words else min(int(text), _LARGEST)
        for name, text in match.groupdict().items()
        if text is not None
    }
