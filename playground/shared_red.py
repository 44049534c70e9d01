"""One Red for many tests, each of which finds it as if it had just been started.

Starting Red costs more than most tests. So a Red that has seen a test to its end goes on to
the next one: its cog is unloaded, which the test's own guard looks at, all that the cog has
kept is deleted, the simulated Discord is emptied, and the cog is loaded into the same Red
again. What a test has done to Red itself can't be undone: such a Red is ended instead.
"""

from __future__ import annotations

import asyncio
import copy
import gc
import shutil
import threading
from typing import TYPE_CHECKING, Any, cast

from discord_rules import DiscordRules
from english_heard import EnglishHeard
from error_log import nothing_logged
from faults import Faults
from redbot.core import _i18n, config, data_manager
from redbot.core._drivers import json as json_driver
from simulated_red import give_commands_back, running_red

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from redbot.core.tree import RedTree
    from simulated_red import SimulatedRed

#: So many tests share one: it remembers a little of each, and gets slower.
_AT_MOST = 60
#: Seconds after which one is old: tests know on which day the simulated world begins.
_HALF_A_DAY = 12 * 3600
_PACKAGE = "tickets"
#: After so many Reds their garbage is collected.
_SO_MANY_REDS = 12
#: Whatever is longer than that, and a number, is the id of something that is gone by then.
_LENGTH_OF_AN_ID = 15


class SharedRed:
    """Lends a Red to one test after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = 0
        self._lent = 0
        self._running: AbstractAsyncContextManager[SimulatedRed] | None = None
        self._sim: SimulatedRed | None = None
        self._discord: dict[str, Any] = {}
        self._red: Any = None
        self._cog: Any = None

    async def lend(self) -> SimulatedRed:
        """A Red with the cog loaded, of which nobody knows anything yet."""
        if self._sim is None:
            await self._start()
        else:
            await _load_again(self._sim)
        assert self._sim is not None
        self._sim.worn = False
        self._cog = self._sim.cog
        self._lent += 1
        return self._sim

    def is_fit(self) -> bool:
        """Whether the test that has it now left Red as it was; asked before its cog goes."""
        sim = self._sim
        return (
            sim is not None
            and not sim.worn
            and self._lent < _AT_MOST
            and sim.env.backend.clock.elapsed < _HALF_A_DAY
            and _state_of_red(sim) == self._red
        )

    async def take_back(self, *, fit: bool) -> None:
        """Prepares it for the next test if it is `fit`, its cog unloaded; otherwise ends it."""
        if not fit or self._sim is None:
            await self.end()
            return
        try:
            await self._clean(self._sim)
        except BaseException:
            await self.end()
            raise

    async def end(self) -> None:
        """Ends it, if there is one."""
        running, self._running, self._sim = self._running, None, None
        if running is not None:
            await running.__aexit__(None, None, None)
            await end_what_is_left()
            self._give_commands_back()

    async def _start(self) -> None:
        self._started += 1
        self._lent = 0
        running = running_red(self._folder / f"red-{self._started}", load=(_PACKAGE,))
        sim = await running.__aenter__()
        self._running, self._sim = running, sim
        _leave_aside_what_stays(self._started)
        self._discord = _containers(sim)
        self._red = copy.deepcopy(_state_of_red(sim))

    async def _clean(self, sim: SimulatedRed) -> None:
        for guild_id in list(sim.env.backend.guilds):
            sim.env.backend.remove_guild(guild_id)
        await sim.env.settle()
        sim.env._guilds.clear()
        for name, content in self._discord.items():
            container = getattr(sim.env.backend, name)
            container.clear()
            if name == "messages":
                container.update(_emptied(content))
            elif isinstance(container, list):
                container.extend(content)
            else:
                container.update(content)
        _forget_former_servers()
        sim.env._errors.clear()
        sim.env._error_ids.clear()
        sim.env._errors_acknowledged = 0
        _forget_what_was_expected(sim)
        _forget_what_the_cog_kept(sim.cog_name)
        self._give_commands_back()

    def _give_commands_back(self) -> None:
        """Also if the test's guard has unloaded the cog, so that Red doesn't know of it."""
        cog, self._cog = self._cog, None
        if cog is not None:
            give_commands_back(cog)


async def end_what_is_left() -> None:
    """Ends what still runs in the event loop after a Red, as the end of the loop would.

    The next Red lives in the same loop, and is not to be blamed for it.
    """
    left = asyncio.all_tasks() - {asyncio.current_task()}
    with nothing_logged():
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _leave_aside_what_stays(started: int) -> None:
    """Keeps this Red out of garbage collections: each test has one, which would look at it.

    What has become garbage of the former ones is found from time to time.
    """
    if started % _SO_MANY_REDS == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def _containers(sim: SimulatedRed) -> dict[str, Any]:
    """What the simulated Discord holds, but for the ids that it has given away."""
    return {
        name: _emptied(value) if name == "messages" else value.copy()
        for name, value in vars(sim.env.backend).items()
        if isinstance(value, dict | list | set) and name not in ("_reserved_ids", "_sequences")
    }


def _emptied(messages: Iterable[int]) -> dict[int, dict[int, Any]]:
    return {channel_id: {} for channel_id in messages}


def _state_of_red(sim: SimulatedRed) -> Any:
    """Settings that hold everywhere, commands, listeners: what a test may change for others."""
    settings = {
        name: _without_ids(content)
        for name, content in json_driver._shared_datastore.items()
        if name != sim.cog_name
    }
    red, tree = sim.red, cast("RedTree", sim.red.tree)
    return (
        settings,
        sim.env.backend.commands,
        [set(tree._global_commands), set(tree._disabled_global_commands)],
        [guild_id for guild_id, known in tree._guild_commands.items() if known],
        set(red.cogs),
        {name: len(listeners) for name, listeners in red.extra_events.items()},
        [len(red._permissions_hooks), len(red._red_before_invoke_objs)],
        red._connection._intents.value,
        red.owner_ids,
        _i18n.current_locale_default,
    )


def _without_ids(value: Any) -> Any:
    """Settings without those of a server, a channel or somebody: they come with each test."""
    if isinstance(value, dict):
        kept = {key: _without_ids(one) for key, one in value.items() if not _is_id(key)}
        return {key: one for key, one in kept.items() if one not in ({}, [])}
    if isinstance(value, list):
        return [one for one in value if not _is_id(one)]
    return value


def _is_id(value: Any) -> bool:
    return str(value).isdecimal() and len(str(value)) > _LENGTH_OF_AN_ID


def _forget_former_servers() -> None:
    """Red looks through the settings of all servers there ever were whenever a cog is loaded."""
    for content in json_driver._shared_datastore.values():
        for settings in content.values():
            settings.pop("GUILD", None)


def _forget_what_was_expected(sim: SimulatedRed) -> None:
    sim.faults = Faults(sim.stage.outside_the_bot)
    sim.rules = DiscordRules(sim.env)
    sim.english_heard = EnglishHeard(sim.env.backend)
    sim.traffic.faults, sim.traffic.rules = sim.faults, sim.rules
    sim.traffic._counters.clear()
    sim.expected_error_logs.clear()
    sim.unanswered_is_fine = False
    sim.excused_interactions.clear()
    sim.threads_before = set(threading.enumerate())


def _forget_what_the_cog_kept(cog_name: str) -> None:
    """Its files, and what Red has of them in memory."""
    shutil.rmtree(data_manager.cog_data_path(raw_name=cog_name))
    for finalizer in list(json_driver._finalizers):
        found = finalizer.peek()
        if found is None or found[2] == (cog_name,):
            finalizer.detach()
            json_driver._finalizers.remove(finalizer)
    for kept in (json_driver._driver_counts, json_driver._shared_datastore, json_driver._locks):
        kept.pop(cog_name, None)
    for key in [key for key in config._config_cache if key[0] == cog_name]:
        del config._config_cache[key]


async def _load_again(sim: SimulatedRed) -> None:
    sim.forget_cooldowns()
    with sim._imports_at_hand():
        answers = await sim.owner_types(f"load {_PACKAGE}")
    sim._expect_loaded(_PACKAGE, answers)
    sim.packages.append(_PACKAGE)
    sim.expect_synced(answers)
