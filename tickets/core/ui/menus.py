"""Menus: pages that only who opened them can use, and that end when they are left alone.

A menu's key stands in the ids of all its buttons. Whatever has a key that isn't known here has
ended: nobody used it for a while, or the bot was restarted since.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import use_locale_of
from .. import errors
from ..discord.refusals import FAILURES
from ..lazy_dataclass import lazy_dataclass
from ..render.pages import ended
from .typed import how_to_type

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redbot.core.bot import Red

    from .press import Press

log = logging.getLogger("red.tickets.ui")

#: From the last press to the end.
LIFE = timedelta(minutes=10)
#: Discord lets a private answer be changed for a quarter of an hour; this long before that a
#: menu ends that wasn't shown anew meanwhile, for a press had opened a form.
RESERVE = timedelta(seconds=30)


@lazy_dataclass(eq=False, kw_only=True)
class Menu:
    """A menu that is open.

    `command` opens it again, such as ``ticketset``; `draft` is whatever has been chosen in it
    and isn't stored yet.
    """

    guild: discord.Guild
    caller_id: int
    command: str
    draft: Any = None
    key: str = field(default_factory=lambda: secrets.token_hex(4))
    edit: Callable[..., Awaitable[Any]] | None = None
    #: When it can no longer be changed, for one that only its caller sees.
    expires_at: datetime | None = None
    used_at: datetime = field(default_factory=discord.utils.utcnow)
    ending: asyncio.Task[None] | None = None

    def is_shown_in(self, interaction: discord.Interaction[Any]) -> None:
        """The answer to `interaction` is the menu now. Not for one that opened a form."""
        message = interaction.message
        if message is None or message.flags.ephemeral:
            self.is_answer_to(interaction)
        else:
            self.is_shown_as(message)

    def is_answer_to(self, interaction: discord.Interaction[Any]) -> None:
        """The menu is a private answer of its own, beside the message that was used."""
        self.edit, self.expires_at = interaction.edit_original_response, interaction.expires_at

    def is_shown_as(self, message: discord.Message) -> None:
        """A message that everybody sees is the menu."""
        self.edit, self.expires_at = message.edit, None

    @property
    def seconds_left(self) -> float:
        """How long it still lives, if nobody uses it any more."""
        end = self.used_at + LIFE
        if self.expires_at is not None:
            end = min(end, self.expires_at - RESERVE)
        return (end - discord.utils.utcnow()).total_seconds()


class Menus:
    """The menus that are open at present."""

    def __init__(self) -> None:
        self._open: dict[str, Menu] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def open(
        self, bot: Red, guild: discord.Guild, caller_id: int, command: str, draft: Any = None
    ) -> Menu:
        """A new menu, to be shown at once."""
        menu = Menu(guild=guild, caller_id=caller_id, command=command, draft=draft)
        self._open[menu.key] = menu
        menu.ending = asyncio.create_task(self._end_in_time(bot, menu), name="tickets-menu")
        self._ending.add(menu.ending)
        menu.ending.add_done_callback(self._ending.discard)
        return menu

    async def use(self, press: Press, key: str, command: str) -> Menu:
        """The menu whose button was pressed; it lives on from now.

        Raises ``AdminsOnly``, ``SomeoneElsesMenu`` or ``MenuEnded``; `command` opens another.
        """
        await press.require_admin()
        menu = self._open.get(key)
        bot, guild = press.interaction.client, press.interaction.guild
        if menu is None or menu.guild.id != press.guild_id:
            raise errors.MenuEnded(command=await how_to_type(bot, command, guild))
        if menu.caller_id != press.by.id:
            raise errors.SomeoneElsesMenu(
                member_id=menu.caller_id, command=await how_to_type(bot, command, guild)
            )
        menu.used_at = discord.utils.utcnow()
        return menu

    def alive(self, key: str) -> bool:
        """Whether the menu with this key is still open."""
        return key in self._open

    def close(self, menu: Menu) -> None:
        """The menu's work is done: its last page stays as it is."""
        self._open.pop(menu.key, None)
        if menu.ending is not None:
            menu.ending.cancel()

    async def forget_all(self) -> None:
        """Nothing is remembered any more; the pages stay, their buttons answer that it ended."""
        self._open.clear()
        for task in self._ending:
            task.cancel()
        if self._ending:
            await asyncio.wait(self._ending)

    async def _end_in_time(self, bot: Red, menu: Menu) -> None:
        # Every press puts the end off.
        while (left := menu.seconds_left) > 0:  # noqa: ASYNC110 - nothing tells of the end
            await asyncio.sleep(left)
        self._open.pop(menu.key, None)
        if menu.edit is None:
            return
        await use_locale_of(bot, menu.guild)
        page = ended(await how_to_type(bot, menu.command, menu.guild))
        try:
            await menu.edit(view=page)
        except FAILURES as error:
            # Its buttons say the same when they are pressed.
            log.info("A menu could not be ended visibly: %r", error)
