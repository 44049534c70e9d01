"""The one translator of the package, and the places where a locale is set by hand.

Red sets the server's locale for commands only; buttons, modals, listeners and tasks do it
through :func:`use_locale_of`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from redbot.core.i18n import (
    Translator,
    get_locale,
    set_contextual_locale,
    set_contextual_locales_from_guild,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord
    from redbot.core.bot import Red

_ = Translator("Tickets", __file__)


#: What commands begin with where the present task's texts are shown.
_prefix: ContextVar[str] = ContextVar("tickets_prefix", default="[p]")


#: The bot, which knows what slash commands its owner has enabled; None before that is known.
_bot: ContextVar[Red | None] = ContextVar("tickets_bot", default=None)


#: The type that the present texts are about; None for the server.
_type_name: ContextVar[str | None] = ContextVar("tickets_type", default=None)


@contextmanager
def about_type(name: str | None) -> Iterator[None]:
    """Inside, commands for settings are named as they are typed for this type."""
    before = _type_name.set(name)
    try:
        yield
    finally:
        _type_name.reset(before)


def use_type(name: str) -> None:
    """From here on the texts of the present task are about a type, also those of its errors."""
    _type_name.set(name)


async def use_locale_of(bot: Red, guild: discord.Guild | None) -> None:
    """Makes every text of the present task appear in the server's locale, with its prefix."""
    await set_contextual_locales_from_guild(bot, guild)
    _prefix.set((await bot.get_valid_prefixes(guild))[0])
    _bot.set(bot)


def present_locale() -> str:
    """The locale in which the present task finds its words."""
    return str(get_locale())


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Inside, words are found in this locale."""
    before = present_locale()
    set_contextual_locale(locale)
    try:
        yield
    finally:
        set_contextual_locale(before)


def typed(command: str) -> str:
    """How a command is typed, for settings that have no slash form."""
    return f"`{_prefix.get()}{command}`"


def typed_setting(command: str) -> str:
    """How a setting is changed by command: the server's, or that of the type it is about."""
    name = _type_name.get()
    if name is None:
        return typed(f"ticketset {command}")
    quoted = f'"{name}"' if " " in name else name
    return typed(f"ticketset type set {quoted} {command}".replace("`", "ˋ"))


def used(command: str) -> str:
    """How a command is used that has a slash form: by that, where the owner has enabled it."""
    bot = _bot.get()
    return (bot and slash_form(bot, command)) or typed(command)


def slash_form(bot: Red, command: str) -> str | None:
    """A command as slash command; None where the bot's owner hasn't enabled it."""
    if bot.tree.get_command(command.partition(" ")[0]) is None:
        return None
    # Discord has no slash commands that are groups as well.
    alone = getattr(bot.get_command(command), "fallback", None)
    return f"`/{command} {alone}`" if alone else f"`/{command}`"
