"""Damps floods: how often tickets may be asked for in a short time."""

from __future__ import annotations

from collections import deque

from .rules import TooFast

#: (attempts, seconds) for one member, and for all members of a server together.
MEMBER = (5, 30)
SERVER = (40, 60)


class Flood:
    """Counts attempts in a sliding window; forgets everything older."""

    def __init__(self) -> None:
        self._attempts: dict[tuple[int, ...], deque[int]] = {}

    def check(self, guild_id: int, member_id: int, at: int) -> None:
        """Raises ``TooFast`` if an attempt at second `at` would be one too many."""
        for key, (most, seconds) in (((guild_id, member_id), MEMBER), ((guild_id,), SERVER)):
            attempts = self._recent(key, seconds, at)
            if len(attempts) >= most:
                wait = max(attempts[0] + seconds - at, 1)
                raise TooFast(seconds=wait, server_wide=len(key) == 1)

    def count(self, guild_id: int, member_id: int, at: int) -> None:
        """Counts an attempt at second `at`, or raises ``TooFast`` and doesn't count it."""
        self.check(guild_id, member_id, at)
        for key in ((guild_id, member_id), (guild_id,)):
            self._attempts.setdefault(key, deque()).append(at)
        if len(self._attempts) > 1000:
            self._forget(at)

    def _recent(self, key: tuple[int, ...], seconds: int, at: int) -> deque[int]:
        attempts = self._attempts.get(key, deque())
        while attempts and attempts[0] <= at - seconds:
            attempts.popleft()
        return attempts

    def _forget(self, at: int) -> None:
        old = at - max(MEMBER[1], SERVER[1])
        self._attempts = {
            key: attempts
            for key, attempts in self._attempts.items()
            if attempts and attempts[-1] > old
        }
