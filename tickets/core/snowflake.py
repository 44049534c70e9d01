"""Discord's ids, which say when Discord made what they are of."""

from __future__ import annotations

#: Discord counts milliseconds from the beginning of 2015.
_EPOCH = 1_420_070_400_000


def made_at(identity: int) -> int:
    """When that was, by Discord's clock: whole seconds since the epoch, UTC."""
    return ((identity >> 22) + _EPOCH) // 1000
