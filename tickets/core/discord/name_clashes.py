"""Other packages in the same bot, and the names that they have taken already.

Red would find out too late: it opens our stores first, explains some collisions only in the
log, and takes the other cog's slash command away while it tidies up ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from redbot.core import commands
from redbot.core.utils.chat_formatting import inline

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord
    from redbot.core.bot import Red


async def what_is_taken(bot: Red, cog: commands.Cog) -> str | None:
    """Why `cog` can't be added: which of its names another package has, and what to do."""
    for taken, owner in _collisions(bot, cog):
        package = _package_of(bot, owner)
        if package is None:
            return taken
        prefix = (await bot.get_valid_prefixes())[0]
        advice = _(
            "It comes from {package}. Unload it with {command}, then load this one again."
        ).format(package=inline(package), command=inline(f"{prefix}unload {package}"))
        return f"{taken} {advice}"
    return None


def _collisions(bot: Red, cog: commands.Cog) -> Iterator[tuple[str, object]]:
    """What is wrong, and the other cog or command to whose module it is due."""
    namesake = bot.get_cog(cog.qualified_name)
    if namesake is not None:
        what = inline(cog.qualified_name)
        yield _("Another loaded cog is already called {name}.").format(name=what), type(namesake)
    for command in cog.get_commands():
        for name in (command.name, *command.aliases):
            other = bot.get_command(name)
            if other is not None:
                yield _only_once(name), other
        if isinstance(command, commands.HybridCommand | commands.HybridGroup):
            slash = command.app_command
            if slash is not None and not _is_free(bot, slash):
                yield _only_once(f"/{slash.name}"), _slash_command(bot, slash.name)


def _only_once(command: str) -> str:
    return _("A bot can have the command {command} only once.").format(command=inline(command))


def _is_free(bot: Red, command: app_commands.Command[Any, ..., Any] | app_commands.Group) -> bool:
    """Tries it: Red has no list of slash commands that its owner didn't enable."""
    try:
        bot.tree.add_command(command)
    except app_commands.CommandAlreadyRegistered:
        return False
    bot.tree.remove_command(command.name)
    return True


def _slash_command(bot: Red, name: str) -> object:
    """The present holder of a slash command's name, enabled or not, as far as cogs tell."""
    for cog in bot.cogs.values():
        for command in cog.get_app_commands():
            if command.name == name:
                return command
    return bot.tree.get_command(name)


def taken_from(
    bot: Red, cog: commands.Cog, guild: discord.Guild
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Commands of a loaded cog that mean something else by now, and whose packages took them.

    A slash command of one server alone hides the one of all servers.
    """
    taken: dict[str, object] = {}
    for command in cog.get_commands():
        other = bot.get_command(command.name)
        if other is not None and other is not command:
            taken[command.name] = other
        slash = getattr(command, "app_command", None)
        for place in (None, guild) if slash is not None else ():
            found = bot.tree.get_command(command.name, guild=place)
            if found is not None and found is not slash:
                taken[f"/{command.name}"] = found
    packages = (_package_of(bot, owner) or "?" for owner in taken.values())
    return tuple(taken), tuple(dict.fromkeys(packages))


def _package_of(bot: Red, thing: object) -> str | None:
    """The name by which the owner can unload what `thing` came with."""
    module = str(getattr(thing, "module", None) or getattr(thing, "__module__", ""))
    for name, package in bot.extensions.items():
        if module == package.__name__ or module.startswith(package.__name__ + "."):
            return name
    return None
