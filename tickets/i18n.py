"""The one translator of the package, and the places where a locale is set by hand.

Red sets the server's locale for commands only; buttons, modals, listeners and tasks do it
through :func:`use_locale_of`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core.i18n import Translator, set_contextual_locales_from_guild

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

_ = Translator("Tickets", __file__)


async def use_locale_of(bot: Red, guild: discord.Guild | None) -> None:
    """Makes every text of the present task appear in the server's locale."""
    await set_contextual_locales_from_guild(bot, guild)
