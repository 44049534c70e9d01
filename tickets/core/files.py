"""Files that Discord keeps, and those among them that a member sent with a form.

Discord keeps a file of a form for a day or so. Until the ticket has a copy of its own, the record
says where it is.
"""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Characters of a file's name that are kept; Discord's own limit for names is higher.
NAME_LIMIT = 100
_ENDING_LIMIT = 20


class WhyMissing(str, Enum):
    """Why there is no copy of a file. The values are stored: never change them."""

    TOO_LARGE = "too-large"
    GONE = "gone"
    NOT_DELIVERED = "not-delivered"
    TOO_SLOW = "too-slow"
    DISK_FULL = "disk-full"
    NOT_WRITTEN = "not-written"
    NOT_ALLOWED = "not-allowed"
    REFUSED = "refused"


@lazy_dataclass(frozen=True)
class Held:
    """A copy below a request: its channel, message and attachment."""

    channel_id: int
    message_id: int
    attachment_id: int


@lazy_dataclass(frozen=True, kw_only=True)
class SentFile:
    """One file. All words are the member's."""

    #: The question, as it was asked; empty if it was deleted meanwhile.
    label: str
    name: str
    #: In bytes.
    size: int
    url: str
    held: Held | None = None
    #: The message in the ticket that has the copy.
    copy_id: int | None = None
    missing: WhyMissing | None = None

    @property
    def is_left(self) -> bool:
        """Whether it still is to be copied into the ticket."""
        return self.copy_id is None and self.missing is None


def cleaned_name(name: str) -> str:
    """A file's name without what could mean something else to whoever reads it."""
    shown = "".join(char if char.isprintable() else " " for char in name)
    for separator in '/\\"<>:|?*':
        shown = shown.replace(separator, "_")
    shown = " ".join(shown.split()).lstrip(".")
    ending = PurePosixPath(shown).suffix
    if len(ending) > _ENDING_LIMIT:
        ending = ""
    return shown[: len(shown) - len(ending)][: NAME_LIMIT - len(ending)] + ending or "file"


def files_to_json(files: Iterable[SentFile]) -> list[Any]:
    """As JSON knows them."""
    return [_file_to_json(one) for one in files]


def _file_to_json(one: SentFile) -> dict[str, Any]:
    held = one.held and [one.held.channel_id, one.held.message_id, one.held.attachment_id]
    facts = {"label": one.label, "name": one.name, "size": one.size, "url": one.url}
    missing = one.missing and one.missing.value
    later = {"held": held, "copy_id": one.copy_id, "missing": missing}
    return {**facts, **{key: value for key, value in later.items() if value is not None}}


def files_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[SentFile, ...]:
    """What :func:`files_to_json` made."""
    return tuple(map(_file_from_json, stored))


def _file_from_json(stored: Mapping[str, Any]) -> SentFile:
    held = Held(*stored["held"]) if "held" in stored else None
    missing = WhyMissing(stored["missing"]) if "missing" in stored else None
    return SentFile(**{**stored, "held": held, "missing": missing})
