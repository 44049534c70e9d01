"""Fields of a page that hold no setting: what came back, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..render.settings import Held
from ..rules import Filled, Meaning, changed_meanwhile, meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...core import errors
    from ..rules import Texts
    from .visit import Visit


class WordsSent:
    """Fields that were sent, and what has become of them."""

    def __init__(self, visit: Visit, keys: Iterable[str]) -> None:
        self.filled = {
            key: Filled(was=visit.held_before(key), given=visit.all(f"s.{key}") or ("",))
            for key in keys
            if visit.has(f"was.{key}")
        }
        self.refused: dict[str, errors.TicketError] = {}
        self.contested: tuple[str, ...] = ()
        self.is_changed_meanwhile = False

    @property
    def is_refused(self) -> bool:
        """Whether somebody has to look at a field before anything is stored."""
        return bool(self.refused or self.contested)

    def changed(self, now: Mapping[str, Texts]) -> dict[str, str]:
        """What its person has changed, where the fields would hold `now`."""
        means = {key: meaning(one, now.get(key)) for key, one in self.filled.items()}
        self.contested = tuple(key for key, one in means.items() if one is Meaning.CONTESTED)
        self.is_changed_meanwhile = any(
            changed_meanwhile(one, now.get(key)) for key, one in self.filled.items()
        )
        return {
            key: (self.filled[key].given or ("",))[0].replace("\r\n", "\n")
            for key, one in means.items()
            if one is Meaning.CHANGED
        }


def words_shown(
    now: Mapping[str, Texts],
    sent: WordsSent | None,
    *,
    is_refused: bool,
    defaults: Mapping[str, Texts] | None = None,
) -> dict[str, Held]:
    """What each field holds; where nothing was saved, what was typed is kept."""
    found = {}
    for key, stored in now.items():
        shown, refusal, contested = stored, None, None
        if sent is not None and is_refused and key in sent.filled:
            one = sent.filled[key]
            shown = one.given if one.given != one.was else stored
            refusal = sent.refused.get(key)
            contested = (stored or ("",))[0] if key in sent.contested else None
        default = None if defaults is None else defaults.get(key)
        found[key] = Held(
            stored=stored, shown=shown, default=default, refusal=refusal, contested=contested
        )
    return found
