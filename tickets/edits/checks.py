"""Words that can't be kept, for the bot may not read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Check, CheckGroup, Command, Severity, _, case
from .facts import EditFacts
from .settings import EditSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _empty_words(facts: Facts) -> Iterator[Case]:
    if facts.settings[EditSettings].keep_edits and not facts[EditFacts].reads_words:
        yield case(command=Command("ticketset keepedits off"))


EMPTY_WORDS = Check(
    name="empty-words",
    severity=Severity.SERIOUS,
    look=_empty_words,
    what=_("Edits and deletions are kept, but the bot may not read messages."),
    breaks=_("What members edit or delete is kept without its words."),
    fix=_("The bot's owner turns the message content intent on. Until then, use {command}."),
)

CHECKS = CheckGroup(80, EMPTY_WORDS)
