"""Answers to a form: in embeds, however long they are, and as a text file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ...i18n import _
from ..form import MENTIONS, Answer
from . import words
from .message import BLURPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Discord's limits for all embeds of a message together.
CHARACTERS_LIMIT, EMBEDS_LIMIT = 6000, 10
#: An answer up to this length isn't cut to fill a message.
_SHORT = 1000
#: Nothing is begun where there is less room than this.
_LEAST_ROOM = 250
_BETWEEN = "\n\n"


def answer_text(answer: Answer) -> str:
    """The question in bold, and below it the answer, safe to show."""
    return f"{_head(answer)}{_shown(answer, answer.text)}"


def answers_as_file(answers: Iterable[Answer]) -> str:
    """All questions and answers as plain text."""
    parts = (f"{_label(one)}\n{words.plain(one.text)}\n" for one in answers)
    return "\n".join(parts)


def answer_embeds(answers: Sequence[Answer], taken: int = 0) -> list[list[discord.Embed]]:
    """The embeds of each message that is needed; none without answers.

    The first message has an embed of `taken` characters already, and so may get none.
    """
    if not answers:
        return []
    pages = _Pages(taken)
    for answer in answers:
        _write(pages, answer)
    return [
        [discord.Embed(colour=BLURPLE, description=text) for text in texts]
        for texts in pages.messages
    ]


class _Pages:
    """The texts of the embeds of messages, as they are filled."""

    def __init__(self, taken: int) -> None:
        self.messages: list[list[str]] = [[]]
        self._left = CHARACTERS_LIMIT - taken
        self._embeds = EMBEDS_LIMIT - (1 if taken else 0)

    def room(self) -> tuple[int, int]:
        """The characters for which there is room: in the last embed, and in a new one."""
        texts = self.messages[-1]
        used = len(texts[-1]) if texts else words.DESCRIPTION_LIMIT
        here = min(words.DESCRIPTION_LIMIT - used, self._left) - len(_BETWEEN)
        anew = min(words.DESCRIPTION_LIMIT, self._left) if self._embeds else 0
        return max(here, 0), max(anew, 0)

    def put(self, text: str) -> None:
        """Adds a text to the last embed, or to a new one if it doesn't fit there."""
        here, _anew = self.room()
        texts = self.messages[-1]
        if len(text) <= here:
            texts[-1] += _BETWEEN + text
            self._left -= len(_BETWEEN) + len(text)
        else:
            texts.append(text)
            self._embeds -= 1
            self._left -= len(text)

    def turn(self) -> None:
        """Goes on in the next message."""
        self.messages.append([])
        self._left, self._embeds = CHARACTERS_LIMIT, EMBEDS_LIMIT


def _write(pages: _Pages, answer: Answer) -> None:
    head, rest = _head(answer), answer.text
    while True:
        shown = head + _shown(answer, rest)
        here, anew = pages.room()
        if len(shown) > max(here, anew) and (len(shown) <= _SHORT or anew < _LEAST_ROOM):
            pages.turn()
            here, anew = pages.room()
        if len(shown) <= max(here, anew):
            pages.put(shown)
            return
        shown, rest = _cut(answer, rest, anew - len(head))
        pages.put((head + shown).rstrip())
        head = ""
        if not rest:
            return


def _cut(answer: Answer, text: str, room: int) -> tuple[str, str]:
    """As much of a text as there is room for, safe to show, and the text that is left.

    The text is cut as it was written: what stands at the start of a line means something else.
    """
    end = min(room, len(text))
    while (excess := len(_shown(answer, text[:end])) - room) > 0:
        end -= max(excess // 3, 1)
    if end < len(text):
        # Not far before that, so that embeds are filled.
        for mark in ("\n", " "):
            found = text.rfind(mark, end // 2, end + 1)
            if found > 0 and len(_shown(answer, text[:found])) <= room:
                end = found
                break
    return _shown(answer, text[:end]).rstrip(), text[end:].lstrip()


def _head(answer: Answer) -> str:
    return f"**{words.escaped(_label(answer))}**\n"


def _label(answer: Answer) -> str:
    label = " ".join(words.plain(answer.label).split())
    return label or _("A question that no longer exists")


def _shown(answer: Answer, text: str) -> str:
    return text if answer.kind in MENTIONS else words.escaped(text)
