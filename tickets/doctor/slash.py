"""The cog's slash commands: in Red, and as Discord knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.discord.refusals import repeat_if_lost, translating_refusals
from .facts import Integration, SlashNow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import discord
    from discord import app_commands
    from redbot.core import commands
    from redbot.core.bot import Red

    Slash = app_commands.Command[Any, ..., Any] | app_commands.Group

#: Kinds of options that are commands themselves; Discord doesn't keep their order.
_BELOW = (1, 2)
_ROLE = 1
#: Whose visibility outside of tickets matters.
MODERATING = "ticketmod"


def own_slash(cog: commands.Cog) -> dict[str, Slash]:
    """The cog's slash commands at the top, enabled or not, by name."""
    found: dict[str, Slash] = {}
    for command in cog.get_commands():
        slash = getattr(command, "app_command", None)
        if slash is not None:
            found[slash.name] = slash
    return dict(sorted(found.items()))


def disabled_slash(bot: Red, cog: commands.Cog) -> tuple[str, ...]:
    """Names of slash commands that the bot's owner hasn't enabled."""
    return tuple(name for name in own_slash(cog) if bot.tree.get_command(name) is None)


async def known_to_discord(bot: Red, cog: commands.Cog) -> SlashNow:
    """How Discord knows the commands that are enabled. One call."""
    with translating_refusals():
        fetched = {
            command.name: command
            for command in await repeat_if_lost(bot.tree.fetch_commands)
            if command.type.value == 1
        }
    enabled = {
        name: slash
        for name, slash in own_slash(cog).items()
        if bot.tree.get_command(name) is slash
    }
    moderating = fetched.get(MODERATING)
    return SlashNow(
        unsynced=tuple(name for name in enabled if name not in fetched),
        changed=tuple(
            name
            for name, slash in enabled.items()
            if name in fetched and _form(slash.to_dict(bot.tree)) != _fetched_form(fetched[name])
        ),
        ticketmod_id=moderating.id if moderating is not None else None,
    )


def _fetched_form(command: app_commands.AppCommand) -> Any:
    permissions = command.default_member_permissions
    return _form(
        {
            **command.to_dict(),
            "default_member_permissions": None if permissions is None else permissions.value,
        }
    )


def _form(command: Mapping[str, Any]) -> Any:
    """All of a command or option that matters for using it, in one form for both sides.

    Translations are left out: what a client shows differently doesn't make a command fail.
    """
    options = [_form(one) for one in command.get("options") or ()]
    if any(one.get("type") in _BELOW for one in command.get("options") or ()):
        options.sort(key=lambda form: str(form[1]))
    permissions = command.get("default_member_permissions")
    return (
        command.get("type", 1),
        str(command["name"]),
        str(command["description"]),
        bool(command.get("required")),
        bool(command.get("autocomplete")),
        tuple((choice["name"], choice["value"]) for choice in command.get("choices") or ()),
        tuple(sorted(command.get("channel_types") or ())),
        tuple(
            command.get(name) for name in ("min_value", "max_value", "min_length", "max_length")
        ),
        None if permissions is None else int(permissions),
        tuple(options),
    )


async def integration_of(bot: Red, guild: discord.Guild, command_id: int) -> Integration:
    """What the server's settings say about who is shown a command. One call."""
    application_id = bot.application_id or 0
    with translating_refusals():
        listed: Any = await repeat_if_lost(
            lambda: bot.http.get_guild_application_command_permissions(application_id, guild.id)
        )
    return Integration(
        command=_roles_in(listed, command_id), application=_roles_in(listed, application_id)
    )


def _roles_in(listed: Iterable[Mapping[str, Any]], about: int) -> dict[int, bool]:
    return {
        int(one["id"]): bool(one["permission"])
        for entry in listed
        if int(entry["id"]) == about
        for one in entry["permissions"]
        if int(one["type"]) == _ROLE
    }
