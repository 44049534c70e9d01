"""Slash commands in the language of each client, where nobody else translates them.

discord.py has one translator for the whole bot. The cog takes that place only while it is
free, answers for its own commands only, and gives the place back. In the catalogues a name
has a ``/`` in front of it, to tell it from the same word elsewhere.
"""

from __future__ import annotations

import contextvars
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discord import app_commands
from redbot.core.i18n import set_contextual_locale

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord
    from redbot.core import commands
    from redbot.core.bot import Red

#: Marks words of this cog's choices.
_OURS = "of_tickets"
_PACKAGE = __name__.partition(".")[0]
_LANGUAGES = tuple(
    sorted(file.stem for file in (Path(__file__).parents[2] / "locales").glob("*.po"))
)
#: Languages of clients that read those of a neighbour.
_NEIGHBOURS = {"es-419": "es-ES"}
_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)


class SlashWords(app_commands.Translator):
    """Finds the words of this cog's slash commands in its catalogues."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The word for clients in `locale`; None leaves it as it is."""
        language = language_of(locale.value)
        if language is None or not (_OURS in string.extras or _is_ours(context.data)):
            return None
        # Entries of menus are called as the forms behind them.
        is_name = context.location in _NAMES and not isinstance(
            context.data, app_commands.ContextMenu
        )
        text = f"/{string.message}" if is_name else string.message
        # Whoever syncs the commands goes on in their own language.
        found = contextvars.copy_context().run(_in_language, language, text)
        return None if found == text else found.removeprefix("/") if is_name else found


@cache
def language_of(locale: str) -> str | None:
    """The catalogue for a client's locale such as ``fr``. Latin America reads Spanish, too."""
    locale = _NEIGHBOURS.get(locale, locale)
    for language in _LANGUAGES:
        if language == locale or language.partition("-")[0] == locale:
            return language
    return None


def _in_language(language: str, text: str) -> str:
    set_contextual_locale(language)
    _.load_translations()
    return _(text)


def _is_ours(thing: Any) -> bool:
    """Whether a command, group or option belongs to this cog; a choice doesn't know."""
    command = thing.command if isinstance(thing, app_commands.Parameter) else thing
    module = getattr(command, "module", None) or ""
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")


def of_ours(text: str) -> app_commands.locale_str:
    """A word of this cog's where discord.py doesn't know whose it is."""
    return app_commands.locale_str(text, **{_OURS: True})


def words_of(command: app_commands.Command[Any, ..., Any] | app_commands.Group) -> Iterator[str]:
    """All that is to be translated of a command and what is below it."""
    yield f"/{command.name}"
    yield command.description
    if isinstance(command, app_commands.Group):
        for below in command.commands:
            yield from words_of(below)
        return
    for parameter in command.parameters:
        yield f"/{parameter.display_name}"
        yield str(parameter.description)
        yield from (choice.name for choice in parameter.choices)


async def take_place(bot: Red) -> None:
    """Lets clients see the commands in their language, from the next sync on."""
    if bot.tree.translator is None:
        await bot.tree.set_translator(SlashWords())


async def give_place_back(bot: Red) -> None:
    """Leaves the bot's translation to others."""
    if isinstance(bot.tree.translator, SlashWords):
        await bot.tree.set_translator(None)


def slash_commands(
    cog: type[commands.Cog],
) -> Iterator[app_commands.Command[Any, ..., Any] | app_commands.Group]:
    """The cog's slash commands, as far as they stand at the top."""
    for command in cog.__cog_commands__:
        slash = getattr(command, "app_command", None)
        if slash is not None and command.parent is None:
            yield slash
