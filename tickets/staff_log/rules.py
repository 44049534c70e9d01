"""What happened behind the staff's back and concerns it."""

from __future__ import annotations

from ..core.lazy_dataclass import lazy_dataclass

#: The job that writes a line of the log; a stored word.
LOG = "log"
#: What a line is called that tells of no event; a stored word.
NOTICE = "notice"
#: The notices of this feature; stored words.
RECEPTION_GONE, RECEPTION_CLOSED = "reception_gone", "reception_closed"


@lazy_dataclass(frozen=True)
class Notice:
    """One thing to tell; `kind` is declared by a feature, `about` is what it is about."""

    kind: str
    about: str
