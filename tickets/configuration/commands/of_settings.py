"""One text command for each setting, made from the setting's description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ...access.discord import role_facts
from ...access.service import tickets_with_other_roles
from ...core import errors
from ...core.commands.base import TicketsBase, say
from ...core.kinds import Category, Channel, Choice, Number, Roles, Toggle
from ...core.render.controls import apply_roles
from ...core.settings import SETTINGS, Setting
from ..render.settings import changed, manual, present_value
from ..service.changing import change_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ...core.settings import Settings

#: Words for on and off, in both languages whatever the server speaks.
_ON = {"on", "yes", "true", "1", "enable", "oui", "activer"}
_OFF = {"off", "no", "false", "0", "disable", "non", "désactiver"}
#: What brings a setting's default back.
_DEFAULT = {"default", "défaut"}
#: What empties a setting that names things of Discord.
_NOTHING = _DEFAULT | {"none", "clear", "aucun", "aucune"}
_ROLE_WORD = re.compile(r"<@&\d+>|\d{15,20}")


class SettingCommand(commands.HybridCommand):  # type: ignore[type-arg] # Red's own generics
    """A command below ``[p]ticketset`` whose help comes from its setting."""

    def __init__(
        self,
        callback: Callable[..., Coroutine[Any, Any, None]],
        *,
        setting: Setting,
        **kwargs: Any,
    ) -> None:
        self.setting = setting
        super().__init__(callback, **kwargs)

    @property
    def help(self) -> str:
        """The setting's manual, in the reader's language."""
        return manual(self.setting)

    @help.setter
    def help(self, value: str) -> None:
        """discord.py sets what it finds in the docstring; ours is made."""


class _InCog:
    """discord.py takes a callback's first parameter for the cog only inside a class."""

    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def change(
        self: TicketsBase,
        ctx: commands.GuildContext,
        *,
        value: str | None = None,
    ) -> None:
        """Show or change the setting."""
        command = ctx.command
        assert isinstance(command, SettingCommand)
        setting = command.setting
        settings = await self.desk.settings.of(ctx.guild.id)
        if value is None:
            how = f"{ctx.clean_prefix}{command.qualified_name}"
            await say(ctx, present_value(setting, settings, how))
            return
        new = await _read(ctx, setting, settings, value.strip())
        settings = await change_setting(self.desk, ctx.guild.id, setting, new)
        view = None
        if isinstance(setting.kind, Roles):
            others = await tickets_with_other_roles(self.desk, ctx.guild.id)
            view = apply_roles(len(others)) if others else None
        await say(ctx, changed(setting, settings), view=view)


async def _read(
    ctx: commands.GuildContext, setting: Setting, settings: Settings, text: str
) -> Any:
    """The value that `text` means for the setting; raises a ``SettingRefused`` error."""
    kind = setting.kind
    match kind:
        case Roles():
            if text.lower() in _NOTHING:
                return ()
            named = await _roles(ctx, text)
            return _toggled(ctx.guild, kind, getattr(settings, setting.key), named)
        case Category():
            return None if text.lower() in _NOTHING else await _category(ctx, text)
        case Channel():
            return None if text.lower() in _NOTHING else await _channel(ctx, text)
    if text.lower() in _DEFAULT:
        return setting.default
    match kind:
        case Toggle():
            return _on_or_off(text)
        case Number():
            return kind.read(text)
        case Choice():
            return kind.check(text)
    return kind.check(text)


def _on_or_off(text: str) -> bool:
    if text.lower() in _ON:
        return True
    if text.lower() in _OFF:
        return False
    raise errors.NotAChoice(given=text, choices=("on", "off"))


async def _roles(ctx: commands.GuildContext, text: str) -> list[discord.Role]:
    """The roles that a text names: mentions and ids apart by spaces, or one role's name."""
    only_ids = not _ROLE_WORD.sub("", text).strip(" ,")
    words = _ROLE_WORD.findall(text) if only_ids else [text]
    roles = []
    for word in words:
        try:
            roles.append(await commands.RoleConverter().convert(ctx, word))
        except commands.BadArgument as error:
            raise errors.NotARole(given=word) from error
    return roles


def _toggled(
    guild: discord.Guild, kind: Roles, present: tuple[int, ...], named: list[discord.Role]
) -> tuple[int, ...]:
    """The roles after those that are named changed sides; roles that are gone go."""
    kept = [role for role in map(guild.get_role, present) if role is not None]
    new = [role for role in kept if role not in named]
    new += [role for role in named if role not in kept]
    return kind.check([role_facts(role) for role in new])


async def _category(ctx: commands.GuildContext, text: str) -> int:
    try:
        category = await commands.CategoryChannelConverter().convert(ctx, text.strip("<#>"))
    except commands.BadArgument as error:
        raise errors.NotACategory(given=text) from error
    return category.id


async def _channel(ctx: commands.GuildContext, text: str) -> int:
    try:
        channel = await commands.TextChannelConverter().convert(ctx, text)
    except commands.BadArgument as error:
        raise errors.NotAChannel(given=text) from error
    return channel.id


def setting_commands(group: Any) -> dict[str, SettingCommand]:
    """A command for every setting, below `group`, by the attribute names for a cog class."""
    made = {
        f"{group.name}_{setting.command}": SettingCommand(
            _InCog.change,
            setting=setting,
            name=setting.command,
            with_app_command=False,
            usage="[value]",
            parent=group,
        )
        for setting in SETTINGS
    }
    for command in made.values():
        group.add_command(command)
    return made
