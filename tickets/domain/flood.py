"""Damps floods: how often tickets may be asked for in a short time."""

from __future__ import annotations

from collections import deque

from .errors import TooFast

#: (attempts, seconds) for one member, and for all members of a server together.
MEMBER = (5, 30)
SERVER = (40, 60)


class Flood:
    """Counts attempts in a sliding window; forgets everything older."""

    def __init__(self) -> None:
        self._attempts: dict[tuple[int, ...], deque[int]] = {}

    def count(self, guild_id: int, member_id: int, at: int) -> None:
        """Counts an attempt at second `at`, or raises ``TooFast`` and doesn't count it."""
        own = self._recent((guild_id, member_id), MEMBER, at)
        everybody = self._recent((guild_id,), SERVER, at)
        for attempts, (most, seconds) in ((own, MEMBER), (everybody, SERVER)):
            if len(attempts) >= most:
                wait = attempts[0] + seconds - at
                raise TooFast(seconds=max(wait, 1), server_wide=attempts is everybody)
        own.append(at)
        everybody.append(at)
        if len(self._attempts) > 1000:
            self._forget(at)

    def _recent(self, key: tuple[int, ...], window: tuple[int, int], at: int) -> deque[int]:
        attempts = self._attempts.setdefault(key, deque())
        while attempts and attempts[0] <= at - window[1]:
            attempts.popleft()
        return attempts

    def _forget(self, at: int) -> None:
        old = at - max(MEMBER[1], SERVER[1])
        self._attempts = {
            key: attempts
            for key, attempts in self._attempts.items()
            if attempts and attempts[-1] > old
        }
