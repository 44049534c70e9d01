"""Things that go wrong between the bot and Discord, on command.

A fault names the calls it is meant for by an fnmatch pattern on their path (``"/guilds/*/
channels"``) and their method, and the place in the row (`at=2` is the second such call from
now on). A fault that nothing ever hit is a test that proves nothing: `unused` lists those.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import discord
from traffic import Call, lost_connection, refuse

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Proceed = Callable[[], Awaitable[Any]]


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong; `hits` counts how often it did."""

    what: str
    method: str
    pattern: str
    act: Callable[[Call, Proceed], Awaitable[Any]]
    at: int = 1
    times: int | None = 1
    matched: int = 0
    hits: int = 0

    def meets(self, call: Call) -> bool:
        """Counts the call when it is of the named kind; says whether it is its turn."""
        if self.method not in ("*", call.method) or not fnmatchcase(call.path, self.pattern):
            return False
        self.matched += 1
        return self.matched >= self.at and (self.times is None or self.hits < self.times)

    def __str__(self) -> str:
        return f"{self.what} for {self.method} {self.pattern} (call {self.at})"


class Faults:
    """The faults of one environment. Each method plants one and returns it."""

    def __init__(self, outside_the_bot: Callable[[], AbstractContextManager[None]]) -> None:
        self._outside_the_bot = outside_the_bot
        self._planted: list[Fault] = []

    @property
    def unused(self) -> list[Fault]:
        """Faults that never happened."""
        return [fault for fault in self._planted if not fault.hits]

    def clear(self) -> None:
        """From now on everything works again; forgets unused faults as well."""
        self._planted.clear()

    def fail(
        self,
        pattern: str,
        *,
        method: str = "*",
        status: int = 403,
        code: int = 50013,
        message: str = "Missing Permissions",
        at: int = 1,
        times: int | None = 1,
        retry_after: float | None = None,
    ) -> Fault:
        """Discord refuses, and nothing happens there.

        With 5xx the bot sees what remains after discord.py's own retries. A 429 is an
        ``HTTPException``; with `retry_after` it is discord.py's ``RateLimited``.
        """

        async def act(call: Call, proceed: Proceed) -> Any:
            if status == 429 and retry_after is not None:
                raise discord.RateLimited(retry_after)
            refuse(status, code, message)

        return self._plant(f"{status} ({code})", pattern, method, act, at, times)

    def disconnect(self, pattern: str, *, method: str = "*", at: int = 1) -> Fault:
        """The connection breaks before the call arrives: nothing happens on Discord."""

        async def act(call: Call, proceed: Proceed) -> Any:
            raise lost_connection()

        return self._plant("lost call", pattern, method, act, at)

    def lose_answer(self, pattern: str, *, method: str = "*", at: int = 1) -> Fault:
        """The call arrives and takes effect, but the bot never gets the answer."""

        async def act(call: Call, proceed: Proceed) -> Any:
            await proceed()
            raise lost_connection()

        return self._plant("lost answer", pattern, method, act, at)

    def do_twice(self, pattern: str, *, method: str = "POST", at: int = 1) -> Fault:
        """Discord does it and answers 502, discord.py repeats it, and that is answered."""

        async def act(call: Call, proceed: Proceed) -> Any:
            await proceed()
            return await proceed()

        return self._plant("two effects", pattern, method, act, at)

    def interrupt(self, pattern: str, *, method: str = "*", at: int = 1) -> Fault:
        """The call takes effect, but whoever made it is cancelled before the answer comes."""

        async def act(call: Call, proceed: Proceed) -> Any:
            await proceed()
            raise asyncio.CancelledError

        return self._plant("interruption", pattern, method, act, at)

    def delay(
        self,
        pattern: str,
        seconds: float,
        *,
        method: str = "*",
        at: int = 1,
        times: int | None = 1,
    ) -> Fault:
        """The call takes so many seconds of simulated time before it has its effect.

        The actor's verb returns meanwhile; ``env.advance_time`` lets the time pass.
        """

        async def act(call: Call, proceed: Proceed) -> Any:
            await asyncio.sleep(seconds)
            return await proceed()

        return self._plant(f"{seconds} s delay", pattern, method, act, at, times)

    def hook(
        self,
        pattern: str,
        callback: Callable[..., Any],
        *,
        method: str = "*",
        at: int = 1,
        times: int | None = 1,
    ) -> Fault:
        """Something else happens just before the call, which then goes through.

        `callback` takes the :class:`Call` or nothing, and may be a coroutine function. It
        stands outside the bot, so it may build the world and let people act; what they set
        off is settled together with the call. Raising in it makes the call raise.
        """
        wants_call = bool(inspect.signature(callback).parameters)

        async def act(call: Call, proceed: Proceed) -> Any:
            with self._outside_the_bot():
                outcome = callback(call) if wants_call else callback()
                if inspect.isawaitable(outcome):
                    await outcome
            # A cancellation that the callback asked for is delivered here, before the call.
            await asyncio.sleep(0)
            return await proceed()

        return self._plant("hook", pattern, method, act, at, times)

    def _plant(
        self,
        what: str,
        pattern: str,
        method: str,
        act: Callable[[Call, Proceed], Awaitable[Any]],
        at: int = 1,
        times: int | None = 1,
    ) -> Fault:
        fault = Fault(what, method, pattern, act, at, times)
        self._planted.append(fault)
        return fault

    async def __call__(self, call: Call, proceed: Proceed) -> Any:
        """Lets a call through, past all faults whose turn it is."""
        due = [fault for fault in self._planted if fault.meets(call)]
        for fault in reversed(due):
            fault.hits += 1
            proceed = _wrapped(fault, call, proceed)
        return await proceed()


def _wrapped(fault: Fault, call: Call, proceed: Proceed) -> Proceed:
    async def through() -> Any:
        return await fault.act(call, proceed)

    return through
