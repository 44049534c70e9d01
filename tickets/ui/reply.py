"""Answers that only their reader sees."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from ..adapters.failures import FAILURES

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from redbot.core.bot import Red

log = logging.getLogger("red.tickets.ui")

NOBODY = discord.AllowedMentions.none()
_ALREADY_ACKNOWLEDGED = 40060


class Reply:
    """The one answer to an interaction: the first text is shown, later ones replace it.

    An answer that can't be shown never stops what it was about.
    """

    def __init__(self, interaction: discord.Interaction[Red]) -> None:
        self._interaction = interaction
        self._shown = False

    @classmethod
    def to(cls, interaction: discord.Interaction[Any]) -> Reply:
        """The answer to this interaction, from whichever part of the cog it is given."""
        reply: Reply = interaction.extras.setdefault("tickets", cls(interaction))
        return reply

    async def wait(self) -> None:
        """Shows that the bot is at work, for what may take longer than three seconds."""
        await _tried(self._interaction.response.defer(ephemeral=True, thinking=True))
        self._shown = True

    async def say(
        self,
        text: str | None = None,
        view: discord.ui.View | None = None,
        embed: discord.Embed | None = None,
    ) -> None:
        """Shows a text, an embed, and buttons below them."""
        shown: dict[str, Any] = {
            "content": text and text[:2000],
            "embed": embed,
            "view": view,
            "allowed_mentions": NOBODY,
        }
        interaction = self._interaction
        pressed = interaction.message
        if self._shown:
            await _tried(interaction.edit_original_response(**shown))
        elif interaction.response.is_done():
            await _tried(interaction.followup.send(ephemeral=True, **_given(shown)))
        elif pressed is not None and pressed.flags.ephemeral:
            # A private question becomes its answer: no dead buttons stay behind.
            await _tried(interaction.response.edit_message(**shown))
            self._shown = True
        else:
            await _tried(self._first(shown))
            self._shown = True

    async def _first(self, shown: dict[str, Any]) -> None:
        try:
            await self._interaction.response.send_message(ephemeral=True, **_given(shown))
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise
            # Discord had an earlier answer whose receipt was lost on its way here.
            await self._interaction.edit_original_response(**shown)

    async def refresh(self, view: discord.ui.View) -> None:
        """Acknowledges by showing the message that was used anew, with `view`."""
        await _tried(self._interaction.response.edit_message(view=view))

    async def add(self, text: str) -> None:
        """Shows one more text besides the answer."""
        send = self._interaction.followup.send
        await _tried(send(text[:2000], ephemeral=True, allowed_mentions=NOBODY))

    async def ask(self, form: discord.ui.Modal) -> None:
        """Opens a form; possible only as the first answer."""
        await _tried(self._interaction.response.send_modal(form))


async def _tried(sending: Awaitable[Any]) -> None:
    try:
        await sending
    except FAILURES as error:
        log.info("An answer could not be shown: %r", error)


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without what is None, which means something else to ``send`` than to ``edit``."""
    return {name: value for name, value in arguments.items() if value is not None}
