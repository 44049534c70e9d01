"""A category or channel of Discord's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ...i18n import _
from ..errors import NotACategory, NotAChannel
from ..references import ThingKind, reference_schema
from ..render import words as text_words
from ..render.pages import beside, row
from ..settings import Unreadable
from .kind import (
    FULL,
    NOTHING_WORDS,
    Control,
    Field,
    FieldKind,
    Kind,
    Shown,
    marked,
    number_in,
)
from .named import named

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..references import Matching, Names


class _Place(Kind):
    """The id of one, or None."""

    types: tuple[discord.ChannelType, ...]
    thing: ThingKind

    def loaded(self, stored: Any) -> int:
        """An id."""
        if type(stored) is not int:
            raise Unreadable
        return stored

    def schema(self) -> dict[str, Any]:
        """Its id and name."""
        return reference_schema()

    def to_file(self, value: Any, names: Names) -> Any:
        """Its id and name, or None."""
        return None if value is None else names.write(self.thing, value)

    def from_file(self, given: Any, matching: Matching) -> int | None:
        """The one that the file means."""
        found = matching.find(self.thing, given)
        return None if found is None else found.id

    def blocks(self, at: Control) -> list[discord.ui.Item[Any] | str]:
        """Discord's selector, and a button that makes one where the bot can do that."""
        if not at.can_create or at.value in at.exists:
            return super().blocks(at)
        create: discord.ui.Button[Any] = discord.ui.Button(
            label=_("Create it for me"),
            style=discord.ButtonStyle.green,
            custom_id=at.identify("menu-create"),
        )
        return [beside(at.text, create), row(self.selector(at))]

    def selector(self, at: Control) -> discord.ui.Item[Any]:
        """Discord's selector, the present one chosen."""
        return discord.ui.ChannelSelect(
            custom_id=at.identify("menu-choose"),
            placeholder=self.nothing(),
            min_values=0,
            max_values=1,
            channel_types=list(self.types),
            default_values=[discord.Object(at.value)] if at.value in at.exists else [],
        )

    def field(self) -> Field:
        """One of them, or none."""
        return Field(kind=FieldKind(self.thing.value), nothing=self.nothing())

    def held(self, value: Any, exists: Collection[int]) -> tuple[str, ...]:
        """Its id."""
        return (str(value),) if value in exists else ()

    def sent(self, guild: discord.Guild, texts: tuple[str, ...]) -> Any:
        """The one that was chosen."""
        return self.chosen(guild, texts)

    def nothing(self) -> str:
        """What the selector says while nothing is chosen."""
        raise NotImplementedError


class Category(_Place):
    """A category in which the bot can make channels."""

    types = (discord.ChannelType.category,)
    thing = ThingKind.CATEGORY

    async def typed(self, ctx: commands.GuildContext, text: str, now: Any) -> Any:
        """A category's name or id, or a word for none.

        Raises ``NotACategory``, and ``SeveralFit`` for a name that two have.
        """
        if text.lower() in NOTHING_WORDS:
            return None
        category = named(ctx.guild.categories, text)
        if category is not None:
            return category.id
        try:
            category = await commands.CategoryChannelConverter().convert(ctx, text.strip("<#>"))
        except commands.BadArgument as error:
            raise NotACategory(given=text) from error
        return category.id

    def chosen(self, guild: discord.Guild, values: tuple[str, ...]) -> int | None:
        """The one that was chosen; raises ``NotACategory``."""
        if not values:
            return None
        found: Any = guild.get_channel(number_in(values[0]))
        if not isinstance(found, discord.CategoryChannel):
            raise NotACategory(given=values[0])
        return found.id

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """A link to it."""
        if value is None:
            return _("not set")
        return marked(text_words.channel(value), value, shown.exists)

    def possible(self) -> str:
        """How a category is named."""
        return _("The name or ID of a category. `none` removes it.")

    def nothing(self) -> str:
        """No category."""
        return _("No category")


class Channel(_Place):
    """A text channel in which the bot can write."""

    types = (discord.ChannelType.text, discord.ChannelType.news)
    thing = ThingKind.CHANNEL

    async def typed(self, ctx: commands.GuildContext, text: str, now: Any) -> Any:
        """A channel's mention, name or id, or a word for none.

        Raises ``NotAChannel``, and ``SeveralFit`` for a name that two have.
        """
        if text.lower() in NOTHING_WORDS:
            return None
        channel = named(ctx.guild.text_channels, text, "#")
        if channel is not None:
            return channel.id
        try:
            channel = await commands.TextChannelConverter().convert(ctx, text)
        except commands.BadArgument as error:
            raise NotAChannel(given=text) from error
        return channel.id

    def chosen(self, guild: discord.Guild, values: tuple[str, ...]) -> int | None:
        """The one that was chosen; raises ``NotAChannel``."""
        if not values:
            return None
        found: Any = guild.get_channel(number_in(values[0]))
        if not isinstance(found, discord.TextChannel):
            raise NotAChannel(given=values[0])
        return found.id

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """A link to it."""
        return (
            _("none") if value is None else marked(text_words.channel(value), value, shown.exists)
        )

    def possible(self) -> str:
        """How a channel is named."""
        return _("The name, mention or ID of a text channel. `none` removes it.")

    def nothing(self) -> str:
        """No channel."""
        return _("No channel")
