"""The one translator of the package, and the places where a locale is set by hand.

Red sets the server's locale for commands only; buttons, modals, listeners and tasks do it
through :func:`use_locale_of`.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from redbot.core.i18n import Translator, set_contextual_locales_from_guild

if TYPE_CHECKING:
    import discord
    from discord import app_commands
    from redbot.core.bot import Red

_ = Translator("Tickets", __file__)


#: What commands begin with where the present task's texts are shown.
_prefix: ContextVar[str] = ContextVar("tickets_prefix", default="[p]")


#: Where it is found which slash commands the bot's owner has enabled; None before it is known.
_tree: ContextVar[app_commands.CommandTree[Red] | None] = ContextVar("tickets_tree", default=None)


async def use_locale_of(bot: Red, guild: discord.Guild | None) -> None:
    """Makes every text of the present task appear in the server's locale, with its prefix."""
    await set_contextual_locales_from_guild(bot, guild)
    _prefix.set((await bot.get_valid_prefixes(guild))[0])
    _tree.set(bot.tree)


def typed(command: str) -> str:
    """How a command is typed, for settings that have no slash form."""
    return f"`{_prefix.get()}{command}`"


def used(command: str, fallback: str = "") -> str:
    """How a command is used that has a slash form: by that, where the owner has enabled it.

    `fallback` is the slash form's last word where a group is meant.
    """
    tree = _tree.get()
    if tree is None or tree.get_command(command.partition(" ")[0]) is None:
        return typed(command)
    return f"`/{command} {fallback}`" if fallback else f"`/{command}`"
