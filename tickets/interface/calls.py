"""Answers to what other cogs ask of this one."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from ..core import errors
from ..core.discord.gates import require_welcome
from ..core.discord.people import person_of
from ..core.render.failures import explain, something_broke
from . import rules, service
from .rules import kind_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    import discord

    from ..core.app import App
    from .rules import TicketInfo

log = logging.getLogger("red.tickets.interface")

T = TypeVar("T")


class Interface:
    """What another cog can do with tickets: ``bot.get_cog("Tickets").interface``.

    `by` is who acts, and everything is allowed or refused as if they had done it on Discord.
    Nothing is done twice, and nothing half: what was begun goes on when the caller is cancelled.
    All methods raise :class:`NotPossible`, which is ``interface.NotPossible``, too.
    """

    #: Grows when something is added.
    version = rules.VERSION
    NotPossible = rules.NotPossible

    def __init__(self, app: App) -> None:
        self._app = app

    async def open(
        self,
        member: discord.Member,
        *,
        by: discord.Member,
        reason: str | None = None,
        type: str | None = None,  # noqa: A002 - as the option of the command
        origin_id: int | None = None,
    ) -> TicketInfo:
        """Opens a ticket for `member`, or asks for one where moderators decide first.

        Where `by` is the member, limits, blocks and forms count as for ``/ticket``. Where it is
        somebody else, it is ``/ticketmod open``, which is the team's. `reason` has up to 400
        characters. `type` is a type's name. `origin_id` is what asked for it, such as a message:
        the same opens one ticket only.
        """
        _require_same_server(member, by)
        work = service.open_for(
            self._app,
            by.guild.id,
            person_of(member),
            by=person_of(by),
            reason=reason,
            type_name=type,
            origin_id=origin_id,
        )
        return await self._as(by, work)

    async def close(
        self, number: int, *, by: discord.Member, reason: str | None = None
    ) -> TicketInfo:
        """Closes an open ticket of the server of `by`."""
        work = service.close(
            self._app, by.guild.id, number, by=person_of(by), reason=reason or None
        )
        return await self._as(by, work)

    async def get(self, number: int, *, by: discord.Member) -> TicketInfo:
        """A ticket, past ones too for its team; its opener sees it while it is there."""
        work = service.ticket_for(self._app, by.guild.id, number, by=person_of(by))
        return await self._as(by, work)

    async def of_member(
        self, member: discord.Member, *, by: discord.Member
    ) -> tuple[TicketInfo, ...]:
        """A member's requests, open and closed tickets by number, those that `by` may know of."""
        _require_same_server(member, by)
        work = service.present_of(self._app, by.guild.id, person_of(member), by=person_of(by))
        return await self._as(by, work)

    async def _as(self, by: discord.Member, work: Coroutine[Any, Any, T]) -> T:
        """Does it in a task of its own: the caller's may be cancelled at any point."""
        task = self._app.begin(self._attempt(by, work), "tickets-interface")
        task.add_done_callback(lambda _task: work.close())
        try:
            done = await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():
                raise
            raise rules.NotPossible("unloaded", explain(errors.Unloaded())) from None
        if isinstance(done, rules.NotPossible):
            raise done
        return done

    async def _attempt(
        self, by: discord.Member, work: Coroutine[Any, Any, T]
    ) -> T | rules.NotPossible:
        bot = self._app.bot
        try:
            await self._app.use_locale(by.guild.id)
            cog = bot.get_cog("Tickets")
            if cog is None:
                raise errors.Unloaded
            await require_welcome(bot, cog, by.guild, by)
            return await work
        except errors.TicketError as error:
            return rules.NotPossible(kind_of(error), explain(error))
        except Exception:
            log.exception("Another cog's wish for %s in server %s failed", by.id, by.guild.id)
            return rules.NotPossible("fault", something_broke())


def _require_same_server(member: discord.Member, by: discord.Member) -> None:
    if member.guild.id != by.guild.id:
        raise ValueError("the member and who acts are on different servers")
