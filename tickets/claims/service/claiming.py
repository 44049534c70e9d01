"""Claiming tickets, handing them over, taking them over and releasing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.team import Team
from ...core.ticket import LIVE, Action, ClaimChange, State, require_state
from ..rules import (
    CLAIMED,
    HANDED_OVER,
    RELEASED,
    TAKEN_OVER,
    ClaimsOff,
    HandledByYou,
    NotHandled,
    NotHandledBy,
    OpenersOwn,
    already_handled,
    require_free,
    require_may_give,
    require_may_handle,
)
from ..settings import ClaimSettings
from .changing import change_handler

if TYPE_CHECKING:
    from ...core.answer import Answer
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket


async def claim_ticket(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """A moderator claims an open ticket that nobody has.

    Raises ``AlreadyHandled``, ``HandledByYou``, ``OpenersOwn`` and, where claims are off,
    ``ClaimsOff``. Of two who claim at once one succeeds.
    """

    def require(ticket: Ticket, team: Team) -> None:
        if by.id == ticket.opener_id:
            raise OpenersOwn
        require_free(ticket, by)

    require(*await _claimable(app, guild_id, number, by))
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, team = await _claimable(app, guild_id, number, by)
        require(ticket, team)
        change = ClaimChange(kind=CLAIMED, by_id=by.id)
        return await change_handler(app, ticket, change, handler_id=by.id, answer=answer)


async def hand_over_ticket(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    to: Person,
    answer: Answer,
) -> Ticket:
    """Gives an open ticket to a moderator of its team.

    The handler may, and administrators; while nobody has it, any moderator. Raises
    ``AlreadyHandled`` for others, ``NotInTeam`` and ``OpenersOwn``.
    """

    def require(ticket: Ticket, team: Team) -> None:
        if ticket.handler_id == to.id:
            raise HandledByYou if by.id == to.id else already_handled(ticket)
        require_may_give(ticket, by)
        require_may_handle(to, ticket, team)

    require(*await _claimable(app, guild_id, number, by))
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, team = await _claimable(app, guild_id, number, by)
        require(ticket, team)
        change = ClaimChange(kind=HANDED_OVER, by_id=by.id)
        return await change_handler(app, ticket, change, handler_id=to.id, answer=answer)


async def require_may_take_over(
    app: App, guild_id: int, number: int, *, by: Person, from_id: int
) -> tuple[Ticket, Settings]:
    """The ticket and its settings, if a moderator may take it over from `from_id` now."""
    ticket, _team = await _claimable(app, guild_id, number, by)
    _require_takeable(ticket, by, from_id)
    return ticket, await app.settings.for_ticket(ticket)


def _require_takeable(ticket: Ticket, by: Person, from_id: int) -> None:
    if by.id == ticket.opener_id:
        raise OpenersOwn
    if ticket.handler_id == from_id != by.id:
        return
    # Somebody else was faster, or it is free again.
    require_free(ticket, by)
    raise NotHandledBy(member_id=from_id)


async def take_over_ticket(
    app: App, guild_id: int, number: int, *, by: Person, from_id: int, answer: Answer
) -> Ticket:
    """A moderator takes an open ticket from `from_id`, who has it.

    If a third was faster, ``AlreadyHandled`` names them; ``NotHandledBy`` if it is free again.
    """
    await require_may_take_over(app, guild_id, number, by=by, from_id=from_id)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, _team = await _claimable(app, guild_id, number, by)
        _require_takeable(ticket, by, from_id)
        change = ClaimChange(kind=TAKEN_OVER, by_id=by.id)
        return await change_handler(app, ticket, change, handler_id=by.id, answer=answer)


async def release_ticket(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Gives a claimed ticket back to its team, also a closed one.

    The handler may, and administrators; others read who has it. So may they where claims were
    switched off since.
    """
    await _releasable(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await _releasable(app, guild_id, number, by)
        change = ClaimChange(kind=RELEASED, by_id=by.id)
        return await change_handler(app, ticket, change, handler_id=None, answer=answer)


async def _claimable(app: App, guild_id: int, number: int, by: Person) -> tuple[Ticket, Team]:
    """The open ticket and its team, for a moderator of that where tickets are claimed."""
    ticket, settings = await app.for_moderator(guild_id, number, by)
    if not settings[ClaimSettings].claims:
        raise ClaimsOff
    require_state(ticket, Action.CLOSE, State.OPEN)
    _require_settled(ticket)
    return ticket, settings[Team]


async def _releasable(app: App, guild_id: int, number: int, by: Person) -> Ticket:
    ticket, settings = await app.for_moderator(guild_id, number, by)
    if ticket.handler_id is None and not settings[ClaimSettings].claims:
        raise ClaimsOff
    require_state(ticket, Action.CLOSE, *LIVE)
    if ticket.handler_id is None:
        raise NotHandled
    require_may_give(ticket, by)
    _require_settled(ticket)
    return ticket


def _require_settled(ticket: Ticket) -> None:
    """Who sees it has to be settled before that changes."""
    if not ticket.settled:
        raise errors.DiscordUnreachable
