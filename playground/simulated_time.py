"""When the simulated world stands still, and how its time passes.

SimCord returns from an actor's verb once the bot's work is done or waits for something that
SimCord knows. These additions make that predictable for a cog that uses locks and timeouts:

- timers of the bot fire only when a test lets time pass, never because a second of real time
  went by (`virtual_timers_only`; the demo, which lives in real time, leaves it out);
- a task that waits for a lock, an event or a queue waits for another task of the bot, and so
  does ``asyncio.wait_for``: that is standing still, not "an unknown wait".
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from inspect import isasyncgen
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from simcord import _dpy_internals, _runtime, _settlement, env
from simcord._clock import Clock
from simcord._dpy_internals import real_monotonic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env

#: Coroutines that only another task can wake.
_WAITS_FOR_ANOTHER_TASK = frozenset(
    function.__code__
    for function in (
        asyncio.Lock.acquire,
        asyncio.Semaphore.acquire,
        asyncio.Event.wait,
        asyncio.Condition.wait,
        asyncio.Queue.get,
        asyncio.Queue.put,
        asyncio.Queue.join,
    )
)
#: SimCord's words for waits that are over only when the one thing comes that they wait for.
_WAITS_FOR_ONE_THING = frozenset(
    (
        "sleep timer beyond settlement deadline",
        "discord.ext.tasks loop interval",
        "discord Client.wait_for listener",
        "discord View/Modal completion",
        "discord View/Modal expiry timer",
    )
)
#: Seconds between two looks at whether the bot is done.
SHORT_IDLE = 0.001
#: Seconds for which the loop may turn before SimCord is asked.
_TURNS_AT_MOST = 1.0

_park_reason = _settlement._park_reason


def _frames(task: asyncio.Task[Any]) -> Iterator[Any]:
    waiting: Any = task.get_coro()
    while waiting is not None:
        frame = getattr(waiting, "cr_frame", None) or getattr(waiting, "ag_frame", None)
        if frame is not None:
            yield frame
        if type(waiting).__name__.startswith("async_generator_"):
            # A step of an asynchronous generator keeps to itself whose step it is.
            waiting = next((one for one in gc.get_referents(waiting) if isasyncgen(one)), None)
        else:
            waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "ag_await", None)


def _park_reason_with_locks(
    state: Any, task: asyncio.Task[Any], deadline: float, seen: set[int] | None = None
) -> str | None:
    seen = set() if seen is None else seen
    waiter = getattr(task, "_fut_waiter", None)
    reason = _park_reason(state, task, deadline, set(seen))
    if reason is not None or task.done() or id(task) in seen:
        if reason in _WAITS_FOR_ONE_THING:
            _remember_waiting(state, task, waiter)
        return reason
    if waiter is None or waiter.done():
        return None
    for frame in _frames(task):
        if frame.f_code in _WAITS_FOR_ANOTHER_TASK:
            _remember_waiting(state, task, waiter)
            return "a lock, an event or a queue"
        if frame.f_code is asyncio.wait_for.__code__:
            inner = frame.f_locals.get("fut")
            if isinstance(inner, asyncio.Task):
                return _park_reason_with_locks(state, inner, deadline, seen | {id(task)})
    return None


_settlement._park_reason = _park_reason_with_locks  # type: ignore[assignment]

_virtualize = _settlement._virtualize_recognized_waits


def _virtualize_if_any_is_real(state: Any, pending: list[asyncio.Task[Any]]) -> None:
    """SimCord looks for timers of the real clock again and again; here there are none."""
    if any(record.real_handle is not None for record in state.work.callbacks):
        _virtualize(state, pending)


# The name that env has imported; types show only where it comes from.
env._virtualize_recognized_waits = _virtualize_if_any_is_real  # type: ignore[attr-defined,assignment]


# Records of callbacks are looked for by themselves, and not by what they say.
_runtime._CallbackRecord.__eq__ = object.__eq__  # type: ignore[method-assign]


def _bots_clock() -> float:
    """What SimCord's own function says: the loop asks for it twice in each of its turns."""
    scope = _runtime._BOT_SCOPE.get()
    if scope is not None:
        world, generation = scope
        if world._started and world._runtime is not None and generation == world._generation:
            return float(world._virtual_time)
    return real_monotonic()


_dpy_internals._clock_monotonic = _bots_clock

_is_parked = _settlement._is_parked


class _WorkInVirtualTime(_runtime._WorkState):
    """The bot's work, where no timer wakes anybody by itself."""

    def __init__(self) -> None:
        super().__init__()
        #: What each task was last seen waiting for.
        self.waiting: WeakKeyDictionary[asyncio.Task[Any], Any] = WeakKeyDictionary()


def _remember_waiting(state: Any, task: asyncio.Task[Any], waiter: Any) -> None:
    if isinstance(state.work, _WorkInVirtualTime):
        state.work.waiting[task] = waiter


def _is_parked_while_no_thread_works(state: Any, task: asyncio.Task[Any], deadline: float) -> bool:
    """As long as a thread works for the bot, it isn't done: SimCord needn't ask each task then.

    Nor what a task waits for that still waits for the same.
    """
    if state.work.executors:
        return False
    waiter = getattr(task, "_fut_waiter", None)
    if (
        waiter is not None
        and not waiter.done()
        and isinstance(state.work, _WorkInVirtualTime)
        and state.work.waiting.get(task) is waiter
    ):
        return True
    return _is_parked(state, task, deadline)


# SimCord has no point at which it could be told so.
env._is_parked = _is_parked_while_no_thread_works  # type: ignore[attr-defined,assignment]


def virtual_timers_only(world: Env) -> None:
    """Timers of the bot wait for ``env.advance_time``, however much real time passes."""

    def schedule_timer(record: Any, callback: Any, args: Any, context: Any) -> None:
        """Leaves the real clock out: the record alone is what ``advance_time`` looks at."""

    world._schedule_timer = schedule_timer  # type: ignore[method-assign,assignment]
    world._work = _WorkInVirtualTime()


class LivingClock(Clock):
    """A clock that goes as real time does, for a world people play in.

    It starts in the past if that world is to have one.
    """

    def __init__(self, past: timedelta = timedelta(0)) -> None:
        self._past = past
        self._epoch = datetime.now(timezone.utc) - past
        self._started = real_monotonic()
        self._skipped = 0.0

    @property
    def elapsed(self) -> float:  # type: ignore[override]
        """Seconds since the world began."""
        return real_monotonic() - self._started + self._skipped

    def advance(self, seconds: float) -> None:
        """Skips some time."""
        self._skipped += seconds

    @property
    def behind(self) -> float:
        """Seconds by which it is behind the real time."""
        return self._past.total_seconds() - self._skipped


class Stage:
    """Lets actors act without waiting for the bot: together, or from within its calls."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self._settle = env._settle_internal
        self._holding = 0
        env._settle_internal = self._settle_unless_held  # type: ignore[method-assign]

    async def _settle_unless_held(self, **options: Any) -> None:
        if not self._holding:
            loop: Any = asyncio.get_running_loop()
            await self._until_nothing_can_run(loop)
            # SimCord's own 50 ms would be most of a test: its bookkeeping takes one turn.
            await self._settle(**{**options, "idle": SHORT_IDLE})

    async def _until_nothing_can_run(self, loop: Any) -> None:
        """Lets the loop turn while anything is in its queue, or a thread works for the bot.

        SimCord would ask after each turn what every task of the bot waits for. It still does
        that afterwards, and has the last word.
        """
        deadline = loop.time() + _TURNS_AT_MOST
        while loop.time() < deadline:
            await asyncio.sleep(0)
            threads = tuple(self._env._work.executors)
            if threads:
                await asyncio.wait(
                    threads, timeout=_TURNS_AT_MOST, return_when=asyncio.FIRST_COMPLETED
                )
            elif not loop._ready:
                return

    @property
    def is_held(self) -> bool:
        """Whether actors act without waiting for what the bot does."""
        return bool(self._holding)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meanwhile verbs of actors only set things off; nothing waits for the bot."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1

    @contextmanager
    def outside_the_bot(self) -> Iterator[None]:
        """Lets code that the bot's own work called act upon the world, as a test does."""
        env = self._env
        scope = _runtime._BOT_SCOPE.set(None)
        operation = (env._operation_task, env._operation_depth, env._operation_label)
        env._operation_task, env._operation_depth, env._operation_label = None, 0, None
        try:
            with self.held():
                yield
        finally:
            env._operation_task, env._operation_depth, env._operation_label = operation
            _runtime._BOT_SCOPE.reset(scope)
