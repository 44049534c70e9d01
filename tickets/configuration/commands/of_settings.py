"""One text command for each setting, made from the setting's description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redbot.core import commands

from ...access.render import apply_roles
from ...access.service import tickets_with_other_access
from ...core.commands.base import Commands, say
from ...core.kinds.kind import DEFAULT_WORDS
from ...core.kinds.questions import Questions
from ...core.settings import Declared
from ..render.settings import changed, manual, present_value
from ..service.changing import change_setting, note_after, reset_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from ...core.features import Features
    from ...core.settings import Setting


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
        self: Commands,
        ctx: commands.GuildContext,
        *,
        value: str | None = None,
    ) -> None:
        """Show or change the setting."""
        command = ctx.command
        assert isinstance(command, SettingCommand)
        setting = command.setting
        settings = await self.app.settings.of(ctx.guild.id)
        if value is None:
            how = f"{ctx.clean_prefix}{command.qualified_name}"
            await say(ctx, present_value(setting, settings, how))
            return
        text = value.strip()
        if text.lower() in DEFAULT_WORDS:
            settings = await reset_setting(self.app, ctx.guild.id, setting)
        else:
            new = await setting.kind.typed(ctx, text, settings.get(setting.key))
            settings = await change_setting(self.app, ctx.guild.id, setting, new)
        view = None
        if setting.applied:
            others = await tickets_with_other_access(self.app, ctx.guild.id)
            view = apply_roles(len(others)) if others else None
        note = await note_after(self.app, ctx.guild.id, settings, setting.key)
        await say(ctx, "\n".join(filter(None, (changed(setting, settings), note))), view=view)


def setting_commands(features: Features, groups: Mapping[str, Any]) -> dict[str, SettingCommand]:
    """A command for every setting, below ``ticketset``, by attribute names for a cog class."""
    group = groups["ticketset"]
    made = {
        f"{group.name}_{setting.command}": SettingCommand(
            _InCog.change,
            setting=setting,
            name=setting.command,
            with_app_command=False,
            usage="[value]",
            parent=group,
        )
        for setting in Declared(features.each("settings")).in_order
        # Questions are changed in the menu, to which a command of their own leads.
        if not isinstance(setting.kind, Questions)
    }
    for command in made.values():
        group.add_command(command)
    return made
