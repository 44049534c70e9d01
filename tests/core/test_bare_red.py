"""A bare Red loads the package and unloads it again, also on the oldest Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: Red as it is before it connects, in a process of its own.
STORY = '''
import asyncio
import sys
import threading
from importlib.machinery import PathFinder
from pathlib import Path

import redbot.core.bot
import discord
from discord.app_commands import ContextMenu
from redbot.core import _drivers, data_manager
from redbot.core._cli import parse_cli_flags

root, folder = sys.argv[1:]


def state(red):
    """All that a cog may leave behind."""
    tree = red.tree
    return {
        "cogs": sorted(red.cogs),
        "commands": sorted(one.qualified_name for one in red.walk_commands()),
        "slash": sorted({*tree._global_commands, *tree._disabled_global_commands}),
        "menus": sorted({*tree._context_menus, *tree._disabled_context_menus}),
        "items": sorted(map(str, red._connection._view_store._dynamic_items)),
        "views": len(red._connection._view_store._views),
        "hooks": len(red._red_before_invoke_objs),
        "listeners": {name: len(those) for name, those in red.extra_events.items() if those},
        "tasks": sorted(
            one.get_name() for one in asyncio.all_tasks() if one.get_name().startswith("tickets")
        ),
        "modules": sorted(one for one in sys.modules if one.partition(".")[0] == "tickets"),
        "threads": sorted(
            one.name for one in threading.enumerate() if one.name.startswith("tickets")
        ),
        "translator": tree.translator,
    }


async def main():
    data_manager.basic_config = {
        **data_manager.basic_config_default,
        "DATA_PATH": folder,
        "STORAGE_TYPE": "JSON",
        "STORAGE_DETAILS": {},
    }
    flags = parse_cli_flags(["bare", "--no-prompt", "--token", "x", "--prefix", "!"])
    red = redbot.core.bot.Red(cli_flags=flags, description="Red V3", dm_help=None)
    await _drivers.get_driver_class().initialize(**data_manager.storage_details())
    await red._async_setup_hook()
    await red._pre_login()
    before = state(red)
    spec = PathFinder.find_spec("tickets", [root])
    for _time in range(2):
        await red.load_extension(spec)
        cog = red.get_cog("Tickets")
        await cog.app.settings.set_context_menus(True)
        kinds = {type(one).__name__ for one in cog.walk_commands()}
        assert kinds and cog.interface.version
        loaded = state(red)
        assert len(loaded["commands"]) > len(before["commands"]) + 100
        await red.unload_extension("tickets")
        # Which threads end is up to the system.
        await asyncio.sleep(0.1)
        after = state(red)
        left = {
            name: (old, after[name]) for name, old in before.items() if old != after[name]
        }
        assert not left, left
    assert loaded["menus"], loaded["menus"]
    print("loaded and unloaded on", sys.version.split()[0], "with Red", redbot.core.__version__)


asyncio.run(main())
'''


def test_a_bare_red_loads_and_unloads_it(tmp_path: Path) -> None:
    """Twice, the second time with the entries of Discord's menus: nothing is left behind."""
    story = tmp_path / "story.py"
    story.write_text(STORY, encoding="utf-8")
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    told = subprocess.run(
        (sys.executable, "-W", "ignore", str(story), str(ROOT), str(tmp_path / "data")),
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.stdout.startswith("loaded and unloaded on"), told.stdout + told.stderr
