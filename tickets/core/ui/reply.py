"""Answers that only their reader sees."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import discord

from .. import errors
from ..discord.files import files_of, text_file
from ..discord.refusals import CONNECTION_LOST, FAILURES, repeat_if_lost, translating_refusals
from ..render.failures import explain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from redbot.core.bot import Red

    from ..render.message import Message

log = logging.getLogger("red.tickets.ui")

NOBODY = discord.AllowedMentions.none()
_ALREADY_ACKNOWLEDGED = 40060
#: Unknown webhook, unknown interaction, invalid webhook token.
_EXPIRED = (10015, 10062, 50027)


class Reply:
    """The one answer to an interaction: the first text is shown, later ones replace it.

    An answer that can't be shown never stops what it was about.
    """

    def __init__(self, interaction: discord.Interaction[Red]) -> None:
        self._interaction = interaction
        self._shown = False
        #: Whether the private message that was used is to be replaced by the answer.
        self._in_place = False
        #: Whether the first answer was to show the message that was used anew.
        self._refreshed = False
        #: Whether what is shown is a page of components, which can't become a text.
        self._holds_page = False

    @classmethod
    def to(cls, interaction: discord.Interaction[Any]) -> Reply:
        """The answer to this interaction, from whichever part of the cog it is given."""
        reply: Reply = interaction.extras.setdefault("tickets", cls(interaction))
        return reply

    async def wait(self, *, in_place: bool = False) -> None:
        """Shows that the bot is at work, for what may take longer than three seconds.

        With `in_place`, a private message that was used stays until the answer replaces it.
        """
        if self._shown:
            return
        self._in_place = in_place and (self._is_private or self._is_page)
        thinking = not self._in_place
        self._holds_page = self._in_place and self._is_page
        respond = self._interaction.response
        await _try(lambda: respond.defer(ephemeral=True, thinking=thinking))
        self._shown = True

    @property
    def _is_private(self) -> bool:
        """Whether what was used hangs below a message that only its reader sees."""
        pressed = self._interaction.message
        return pressed is not None and pressed.flags.ephemeral

    @property
    def _is_page(self) -> bool:
        """Whether what was used is on a page of components."""
        pressed = self._interaction.message
        return pressed is not None and pressed.flags.components_v2

    async def refuse(self, text: str, view: discord.ui.View | None = None) -> None:
        """Says why not. A message that was to be replaced stays, so that nothing is lost."""
        if self._in_place:
            await self.add(text)
        else:
            await self.say(text, view)

    async def show(self, message: Message) -> None:
        """Shows a message in private; it pings nobody."""
        await self.say(message.content, message.view, message.embed)

    async def hand_over(self, text: str, batches: Sequence[Sequence[tuple[Path, str]]]) -> None:
        """Shows a text with files, after :meth:`wait`; those of further batches follow below.

        Raises a ``DiscordSaidNo``; it is ``AnswerExpired`` if Discord no longer takes an
        answer, for it took too long.
        """
        interaction = self._interaction
        first, *others = batches
        with _expiring(), translating_refusals():
            # Twice the same edit is one.
            await repeat_if_lost(
                lambda: interaction.edit_original_response(
                    content=text, attachments=files_of(first), allowed_mentions=NOBODY
                )
            )
            for batch in others:
                await interaction.followup.send(files=files_of(batch), ephemeral=True)

    async def hand_over_in_private(
        self, text: str, batches: Sequence[Sequence[tuple[Path, str]]]
    ) -> None:
        """Sends a text with files as direct messages. Raises a ``DiscordSaidNo``."""
        with translating_refusals():
            place = await self._interaction.user.create_dm()
            for number, batch in enumerate(batches):
                await place.send(
                    text if number == 0 else None,
                    files=files_of(batch),
                    allowed_mentions=NOBODY,
                )

    async def hand_beside(self, text: str, file: tuple[str, str]) -> None:
        """Shows one more text, with a file of that name and contents, after :meth:`wait`.

        Raises a ``DiscordSaidNo``.
        """
        with _expiring(), translating_refusals():
            await self._interaction.followup.send(
                text,
                file=text_file(*file),
                ephemeral=True,
                allowed_mentions=NOBODY,
            )

    async def turn_to(self, page: discord.ui.LayoutView, *, or_beside: bool = False) -> None:
        """Shows a page: instead of the one that was used, or as a new one.

        If that is impossible it says why, or shows the page in private (`or_beside`).
        """
        try:
            with translating_refusals():
                # Twice the same page is one.
                await repeat_if_lost(lambda: self._turned_to(page))
        except errors.DiscordSaidNo as error:
            log.warning("A page could not be shown: %r", error.__cause__ or error)
            if or_beside:
                send = self._interaction.followup.send
                await _try(lambda: send(view=page, ephemeral=True, allowed_mentions=NOBODY))
            else:
                await self._say_besides(explain(error))
        else:
            self._holds_page = True
        self._shown = True

    async def _turned_to(self, page: discord.ui.LayoutView) -> None:
        interaction, respond = self._interaction, self._interaction.response
        shown: dict[str, Any] = {"view": page, "allowed_mentions": NOBODY}
        try:
            if self._shown:
                await interaction.edit_original_response(**shown)
            elif self._is_private or self._is_page:
                await respond.edit_message(**shown)
            else:
                await respond.send_message(ephemeral=True, **shown)
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise

    async def show_beside(
        self,
        text: str | None,
        view: discord.ui.View | None = None,
        embed: discord.Embed | None = None,
    ) -> None:
        """Shows something as the first answer; the message that was used stays as it is.

        Raises the ``DiscordSaidNo``, or ``UnusableEmoji``, with which Discord refuses it.
        """
        shown = {"content": text, "embed": embed, "view": view, "allowed_mentions": NOBODY}
        with translating_refusals():
            await repeat_if_lost(lambda: self._first(shown))
        self._shown = True

    async def say(
        self,
        text: str | None = None,
        view: discord.ui.View | None = None,
        embed: discord.Embed | None = None,
        *,
        file: tuple[str, str] | None = None,
    ) -> None:
        """Shows a text, an embed, and buttons below them, after :meth:`wait` also a text as a
        file with that name.

        Below a private message the answer takes its place.
        """
        shown: dict[str, Any] = {
            "content": text and text[:2000],
            "embed": embed,
            "view": view,
            "allowed_mentions": NOBODY,
        }
        interaction = self._interaction
        if self._shown and not self._holds_page:
            if file is not None:
                shown["attachments"] = [text_file(*file)]
            await _try(lambda: interaction.edit_original_response(**shown))
        elif interaction.response.is_done():
            await _try(lambda: interaction.followup.send(ephemeral=True, **_given(shown)))
        elif self._is_private and not self._is_page:
            # A private question becomes its answer: no dead buttons stay behind.
            await _try(lambda: interaction.response.edit_message(**shown))
            self._shown = True
        else:
            await _try(lambda: self._first(shown))
            self._shown = True

    async def _first(self, shown: dict[str, Any]) -> None:
        try:
            await self._interaction.response.send_message(ephemeral=True, **_given(shown))
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise
            # Discord had an earlier answer whose receipt was lost on its way here.
            if self._refreshed:
                await self._interaction.followup.send(ephemeral=True, **_given(shown))
            else:
                await self._interaction.edit_original_response(**shown)

    async def replace(self, embed: discord.Embed, view: discord.ui.View) -> None:
        """Shows the message that was used anew, with this embed and these buttons."""
        shown: dict[str, Any] = {"embed": embed, "view": view, "allowed_mentions": NOBODY}
        await _try(lambda: self._interaction.response.edit_message(**shown))
        self._shown = True

    async def refresh(self, view: discord.ui.View) -> None:
        """Acknowledges by showing the message that was used anew, with `view`."""
        self._refreshed = True
        try:
            await self._interaction.response.edit_message(view=view)
        except discord.HTTPException as error:
            log.info("A message could not be shown anew: %r", error)
            await self.wait()
        except CONNECTION_LOST as error:
            # Perhaps it was shown: the answer will find out.
            log.info("Whether a message was shown anew is unknown: %r", error)

    async def _say_besides(self, text: str) -> None:
        """Says something without touching what is shown, whether there was an answer or not."""
        if self._interaction.response.is_done():
            await self.add(text)
        else:
            await _try(lambda: self._first({"content": text, "allowed_mentions": NOBODY}))

    async def add(self, text: str) -> None:
        """Shows one more text besides the answer."""
        send = self._interaction.followup.send
        await _try(lambda: send(text[:2000], ephemeral=True, allowed_mentions=NOBODY))

    async def ask(self, form: discord.ui.Modal) -> None:
        """Opens a form; possible only as the first answer."""
        try:
            with translating_refusals():
                await repeat_if_lost(lambda: self._interaction.response.send_modal(form))
        except errors.DiscordSaidNo as error:
            if getattr(error.__cause__, "code", None) == _ALREADY_ACKNOWLEDGED:
                # Only Discord's answer to the first attempt was lost.
                return
            log.info("A form could not be opened: %r", error.__cause__ or error)
            await self._say_besides(explain(error))


@contextlib.contextmanager
def _expiring() -> Iterator[None]:
    try:
        yield
    except errors.DiscordRefused as error:
        if error.code in _EXPIRED:
            raise errors.AnswerExpired from error
        raise


async def _try(call: Callable[[], Awaitable[Any]]) -> None:
    """Shows something; once more if the connection is lost, rather twice than never.

    Discord waits only three seconds for the first answer, and says so if it has one already.
    """
    try:
        await repeat_if_lost(call)
    except FAILURES as error:
        if getattr(error, "code", None) != _ALREADY_ACKNOWLEDGED:
            log.info("An answer could not be shown: %r", error)


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without what is None, which means something else to ``send`` than to ``edit``."""
    return {name: value for name, value in arguments.items() if value is not None}
