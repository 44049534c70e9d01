"""A real Red on dpytest: another simulated Discord, written by other people, for a second opinion.

dpytest refuses bots with shards, as Red always is. With one shard that makes no difference, so the
question is answered in another way while dpytest asks it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import discord
import discord.ext.test as dpytest
from discord.ext import commands
from redbot.core import _drivers, data_manager
from redbot.core._cli import parse_cli_flags
from redbot.core.bot import Red
from simulated_red import _forget_former_red, _the_process_as_it_was, give_commands_back

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_NOBODY: type[Any] = type("NoShards", (), {})
_ADMINISTRATOR = 8


class RedOnDpytest:
    """Red with the cog, on one server: an administrator, a moderator and two members."""

    def __init__(self, red: Red) -> None:
        self.red = red
        config = dpytest.get_config()
        self.guild: discord.Guild = config.guilds[0]
        general = config.channels[0]
        assert isinstance(general, discord.TextChannel)
        self.general = general
        self.alice, self.bob = config.members
        make: Any = dpytest.backend
        admins = make.make_role("Admins", self.guild, permissions=_ADMINISTRATOR)
        self.moderators = make.make_role("Moderators", self.guild, permissions=0)
        self.category = make.make_category_channel("Tickets", self.guild)
        make.update_member(self.guild.me, roles=[admins])
        self.administrator = self._member("administrator", admins)
        self.moderator = self._member("moderator", self.moderators)

    def _member(self, name: str, role: Any) -> discord.Member:
        make: Any = dpytest.backend
        user = make.make_user(name, "0001")
        made = make.make_member(user, self.guild)
        make.update_member(made, roles=[role])
        found = self.guild.get_member(made.id)
        assert found is not None
        return found

    async def types(
        self, text: str, by: discord.Member, in_: discord.TextChannel | None = None
    ) -> list[discord.Message]:
        """Somebody writes; returns what the bot says then, wherever that is."""
        try:
            await dpytest.message(text, channel=in_ or self.general, member=by)
        except commands.CommandInvokeError as error:
            # What the cog says no with, and explains itself.
            if not any(kind.__name__ == "TicketError" for kind in type(error.original).__mro__):
                raise
        except (commands.CheckFailure, commands.UserInputError):
            """Red's own no."""
        # The command has ended by now; what follows from it hasn't.
        work = [one for one in asyncio.all_tasks() if one.get_name().startswith("tickets-work")]
        if work:
            await asyncio.wait(work)
        answers = []
        while not dpytest.sent_queue.empty():
            answers.append(dpytest.sent_queue.get_nowait())
        return answers

    def channel(self, name: str) -> discord.TextChannel:
        """The one channel of that name."""
        (found,) = [one for one in self.guild.text_channels if one.name == name]
        return found


@asynccontextmanager
async def red_on_dpytest(folder: Path) -> AsyncIterator[RedOnDpytest]:
    """Runs it, with its data in `folder` and the cog loaded."""
    with _the_process_as_it_was():
        _forget_former_red()
        settings: Any = {
            **data_manager.basic_config_default,
            "DATA_PATH": str(folder),
            "STORAGE_TYPE": "JSON",
            "STORAGE_DETAILS": {},
        }
        data_manager.basic_config = settings
        flags = ["dpytest", "--no-prompt", "--token", "x", "--prefix", "!"]
        parsed = parse_cli_flags(flags)  # type: ignore[no-untyped-call]
        red = Red(cli_flags=parsed, description="Red V3", dm_help=None)
        await _drivers.get_driver_class().initialize(**data_manager.storage_details())
        # As discord.py does when a bot logs in.
        await red._async_setup_hook()
        await red._pre_login()
        with patch.object(discord, "AutoShardedClient", _NOBODY):
            dpytest.configure(red, members=["alice", "bob"])
        red._red_ready.set()
        await import_module("tickets").setup(red)
        cog = red.get_cog("Tickets")
        try:
            yield RedOnDpytest(red)
        finally:
            await dpytest.empty_queue()
            await red.remove_cog("Tickets")
            give_commands_back(cog)
