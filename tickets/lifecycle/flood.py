"""Damps floods: how often tickets may be asked for in a short time."""

from __future__ import annotations

import contextlib
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

    def take_back(self, guild_id: int, member_id: int, at: int) -> None:
        """An attempt that was counted at second `at` has come to nothing."""
        for key in ((guild_id, member_id), (guild_id,)):
            with contextlib.suppress(KeyError, ValueError):
                self._attempts[key].remove(at)

    def _recent(self, key: tuple[int, ...], seconds: int, at: int) -> deque[int]:
        attempts = self._attempts.get(key, deque())
        # What is to come was counted by a clock that has been put right since.
        while attempts and not at - seconds < attempts[0] <= at:
            attempts.popleft()
        return attempts

    def _forget(self, at: int) -> None:
        old = at - max(MEMBER[1], SERVER[1])
        self._attempts = {
            key: attempts
            for key, attempts in self._attempts.items()
            if attempts and attempts[-1] > old
        }
