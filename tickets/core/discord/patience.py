"""Calls for which nobody waits until Discord allows them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from discord.http import HTTPClient

#: Seconds that a call may be put off: none. It must not be 0, which would mean any.
_NO_TIME = 0.001


def impatient(http: HTTPClient) -> HTTPClient:
    """discord.py's client, for one call, that raises ``RateLimited`` where it would sleep.

    discord.py sleeps for ten minutes on a third renaming, and nothing says so before. What it
    remembers of limits is its own, and stays so: other calls don't inherit this impatience.
    """
    hasty: Any = copy.copy(http)
    facts = {"max_ratelimit_timeout": _NO_TIME, "_buckets": {}, "_bucket_hashes": {}}
    vars(hasty).update(facts)
    made: HTTPClient = hasty
    return made
