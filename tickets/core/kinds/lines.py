"""Several short texts, one on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import _
from ..errors import TextEmpty, TextTooLong, TooManyLines
from ..naming import is_visible
from ..render import words as text_words
from ..settings import Unreadable
from .kind import FULL, LINE_LIMIT, NOTHING_WORDS, Shown
from .written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..references import Matching


class Lines(Written):
    """Up to `most` texts of up to `limit` characters, each once."""

    shown_in = "line"
    empty_word = "none"

    def __init__(self, most: int, limit: int) -> None:
        self.most, self.limit = most, limit
        self.form_limit = most * (limit + 1)

    def loaded(self, stored: Any) -> tuple[str, ...]:
        """A list of texts."""
        if not isinstance(stored, list | tuple) or any(type(one) is not str for one in stored):
            raise Unreadable
        return tuple(stored)

    def stored(self, value: Any) -> Any:
        """A list."""
        return list(value)

    def schema(self) -> dict[str, Any]:
        """A list of texts."""
        text = {"type": "string", "maxLength": self.limit}
        return {"type": "array", "items": text, "maxItems": self.most}

    def from_file(self, given: Any, matching: Matching) -> tuple[str, ...]:
        """The checked texts."""
        return self.check(given) if given else ()

    def check(self, lines: Iterable[str]) -> tuple[str, ...]:
        """The texts that can be seen, or one of the ``SettingRefused`` errors."""
        texts = dict.fromkeys(" ".join(line.split()) for line in lines)
        found = tuple(text for text in texts if is_visible(text))
        longest = max(map(len, found), default=0)
        if not found:
            raise TextEmpty
        if longest > self.limit:
            raise TextTooLong(limit=self.limit, length=longest)
        if len(found) > self.most:
            raise TooManyLines(limit=self.most)
        return found

    def read(self, text: str) -> tuple[str, ...]:
        """The texts, apart by lines or semicolons; nothing for a word that says so."""
        if text.strip().lower() in NOTHING_WORDS:
            return ()
        return self.check(text.replace(";", "\n").splitlines())

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """All of them in one line."""
        if not value:
            return _("none")
        limit = min(shown.limit, LINE_LIMIT) if shown.limit else LINE_LIMIT
        return text_words.escaped(text_words.clip(" · ".join(value), limit))

    def possible(self) -> str:
        """How many, how long, and how they are kept apart."""
        return _(
            "Up to {most}, each up to {limit} characters. One on each line, or with {separator} "
            "between them. `none` removes them."
        ).format(most=self.most, limit=self.limit, separator="`;`")

    def form_text(self, value: Any) -> str:
        """One on each line."""
        return "\n".join(value)
