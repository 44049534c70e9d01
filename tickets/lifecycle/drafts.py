"""Forms that were filled in and came to nothing: kept for a while, so that nobody types twice."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: So long in seconds, and so many at once. The bot's end forgets them: members have their text.
KEPT, MEMORY = 3600, 500


class DraftGone(Refused):
    """What was filled in is no longer kept."""


@lazy_dataclass(frozen=True, kw_only=True)
class FormAbout:
    """Which ticket a form is for; stands in its id."""

    type_id: int | None = None
    #: The panel, and its button or choice, from which it was asked for.
    panel: int | None = None
    entry: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody has filled in."""

    guild_id: int
    member_id: int
    about: FormAbout
    reason: str | None
    #: Whether the panel said it, so that the form doesn't ask.
    reason_is_given: bool
    #: By the ids of the form's parts.
    sent: Mapping[str, Sequence[str]]
    at: int


class Drafts:
    """The drafts of all members."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    def keep(self, draft: Draft) -> str:
        """Keeps a draft, and returns the key that is in its button's id."""
        key = secrets.token_hex(4)
        self._drafts[key] = draft
        while len(self._drafts) > MEMORY:
            self._drafts.pop(next(iter(self._drafts)))
        return key

    def of(self, key: str, guild_id: int, member_id: int, now: int) -> Draft:
        """Somebody's draft; raises ``DraftGone``."""
        draft = self._drafts.get(key)
        if draft is None or now - draft.at > KEPT:
            raise DraftGone
        if (draft.guild_id, draft.member_id) != (guild_id, member_id):
            raise DraftGone
        return draft
