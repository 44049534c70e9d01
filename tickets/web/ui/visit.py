"""A visit to a page: who comes, what was sent, and what is answered whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.render.failures import explain, something_broke
from ...i18n import _, in_locale, present_locale, use_locale_of
from ...panels.rules import NoSuchPanel, PanelGone
from ...replies.rules import ReadyAnswerGone
from ..discord import is_disabled, is_welcome, may_configure, names
from ..render.settings import texts_of
from ..render.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from ...core.app import App
    from ..rules import Texts

log = logging.getLogger("red.tickets.web")

#: There is no such page.
_GONE = (errors.UnknownTicket, errors.TypeGone, NoSuchPanel, PanelGone, ReadyAnswerGone)
#: What makes a page's answer, as the dashboard wants it.
PageMaker = Callable[["Visit"], Awaitable[dict[str, Any]]]


class Visit:
    """Somebody who may configure the server, at one of its pages."""

    def __init__(self, app: App, guild: discord.Guild, form: Mapping[str, Any] | None) -> None:
        """`form` is what was sent, each name with all its texts; None for who only looks."""
        self.app = app
        self.guild = guild
        self._form = form
        #: In which language the server's own texts are.
        self.server_locale = present_locale()

    @property
    def is_sent(self) -> bool:
        """Whether the page's form was sent."""
        return self._form is not None

    def all(self, name: str) -> tuple[str, ...]:
        """All texts of a field that was sent."""
        form: Any = self._form
        return () if form is None else tuple(map(str, form.getlist(name)))

    def one(self, name: str) -> str:
        """The text of a field that was sent, or nothing."""
        return next(iter(self.all(name)), "")

    def has(self, name: str) -> bool:
        """Whether there was such a field."""
        return self._form is not None and name in self._form

    def held_before(self, key: str) -> Texts:
        """What a field held when its page was made."""
        return texts_of(self.one(f"was.{key}"))

    async def was_reset(self) -> bool:
        """Whether a page was sent that is from before the server's settings were reset."""
        return self.one("configured") == "yes" and await self.configured() == "no"

    async def configured(self) -> str:
        """Whether the server's settings count, as pages give it back."""
        settings = await self.app.settings.of(self.guild.id)
        return "yes" if settings.configured else "no"

    def in_server_language(self) -> Any:
        """Inside, words are the server's: those that are stored, or that others read."""
        return in_locale(self.server_locale)


async def answer(
    app: App,
    user: discord.User | discord.Member,
    guild: discord.Guild,
    make: PageMaker,
    *,
    form: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What the dashboard shows to somebody.

    The web server may ask from a thread and loop of its own: all work is done in the bot's.
    """
    asked = asyncio.run_coroutine_threadsafe(_answer(app, user, guild, make, form), app.bot.loop)
    return await asyncio.wrap_future(asked)


async def _answer(
    app: App,
    user: discord.User | discord.Member,
    guild: discord.Guild,
    make: PageMaker,
    form: Mapping[str, Any] | None,
) -> dict[str, Any]:
    app.runs_in_this_task()
    # The dashboard has set the reader's language.
    reader = present_locale()
    try:
        await use_locale_of(app.bot, guild)
        visit = Visit(app, guild, form)
        with in_locale(reader):
            await _require_admin(app, guild, user)
            return await make(visit)
    except errors.TicketError as error:
        gone = isinstance(error, _GONE)
        with in_locale(reader):
            return refusal(404 if gone else 403, plain(explain(error), names(guild)))
    except asyncio.CancelledError:
        # The cog is being unloaded. Whoever waits at the other end still needs an answer.
        with in_locale(reader):
            return refusal(500, _("Tickets are being reloaded. Please try again in a moment."))
    except Exception:
        log.exception("A page failed for %s in server %s", user.id, guild.id)
        with in_locale(reader):
            return refusal(500, something_broke())


async def _require_admin(
    app: App, guild: discord.Guild, user: discord.User | discord.Member
) -> None:
    """What Red asks before ``[p]ticketset``."""
    if not await may_configure(app, guild, user):
        raise errors.AdminsOnly
    if await is_disabled(app, guild):
        raise errors.CogDisabled
    if not await is_welcome(app, guild, user):
        raise errors.Blocklisted


def refusal(code: int, text: str) -> dict[str, Any]:
    """An answer without a page."""
    return {"status": 1, "error_code": code, "error_message": text}
