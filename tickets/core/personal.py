"""Tables with ids and words of people: what requests about somebody's data tell and forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .declaration import declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Stands where somebody's id was.
NOBODY = 0


def _tell_nothing(row: Mapping[str, Any], user_id: int) -> dict[str, object]:
    return {}


@declaration(frozen=True, kw_only=True)
class PersonalTable:
    """A table with something of people's.

    In all SQL, ``:user`` is the person, ``:now`` the time, and ``:lately`` as long before as a
    member may have to wait after a refusal.
    """

    table: str
    #: Every column with ids of people; a test looks for others.
    columns: tuple[str, ...]
    #: What the rows are called in the file that is handed out; empty: they aren't told.
    title: str = ""
    #: Columns that `tell` needs, the order of the rows, and the conditions for those about the
    #: person, each answered by an index.
    select: str = "*"
    order: str = "1"
    about: tuple[str, ...] = ()
    #: What a person is told of a row, without what is others'.
    tell: Callable[[Mapping[str, Any], int], dict[str, object]] = _tell_nothing
    #: Statements that remove what the person wrote: where that has ended, and everywhere.
    forget_words: tuple[str, ...] = ()
    forget_all_words: tuple[str, ...] = ()
    #: Statements that put nobody in their place: where they aren't needed, and everywhere.
    forget_ids: tuple[str, ...] = ()
    forget_all_ids: tuple[str, ...] = ()
