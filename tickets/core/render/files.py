"""What people read of files."""

from __future__ import annotations

from ...i18n import _
from ..files import WhyMissing

_MEGABYTE = 1024 * 1024


def why_missing(why: WhyMissing, limit: int) -> str:
    """Why there is no copy of a file; `limit` is how large it may be, in bytes."""
    return {
        WhyMissing.TOO_LARGE: _("It is larger than {limit} MB.").format(
            limit=f"{limit / _MEGABYTE:.4g}"
        ),
        WhyMissing.GONE: _("Discord no longer has it."),
        WhyMissing.NOT_DELIVERED: _("Discord didn't deliver it."),
        WhyMissing.TOO_SLOW: _("It took too long to fetch."),
        WhyMissing.DISK_FULL: _("The bot's disk is full."),
        WhyMissing.NOT_WRITTEN: _("The bot couldn't save it."),
        WhyMissing.NOT_ALLOWED: _("The bot may not attach files here."),
        WhyMissing.REFUSED: _("Discord refused it."),
    }[why]
