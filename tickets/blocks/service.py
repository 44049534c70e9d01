"""Who may not open tickets for a while, or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.event import TicketEvent
from ..core.team import checked_reason, moderates_any, require_moderates_any
from ..lifecycle.rules import BotsHaveNoTickets
from .rules import Block, Blocked, ModeratorsCantBeBlocked, NotBlocked
from .store import BlockStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

#: Kinds of events; stored words.
BLOCKED, UNBLOCKED = "blocked", "unblocked"


async def blocks_of(app: App, guild_id: int) -> tuple[Block, ...]:
    """The blocks that are in force, those that end first in front."""
    return await app[BlockStore].all(guild_id, app.now())


async def block_member(
    app: App,
    guild_id: int,
    *,
    by: Person,
    member: Person,
    seconds: int | None,
    reason: str | None,
) -> Block:
    """Keeps a member from opening and requesting tickets; `seconds` None: until unblocked."""
    settings = await app.settings.of(guild_id)
    require_moderates_any(settings, by)
    if member.is_bot:
        raise BotsHaveNoTickets
    if moderates_any(settings, member):
        raise ModeratorsCantBeBlocked
    now = app.now()
    block = Block(
        guild_id=guild_id,
        user_id=member.id,
        by_id=by.id,
        at=now,
        until=None if seconds is None else now + seconds,
        reason=checked_reason(reason, required=False),
    )
    event = TicketEvent(
        kind=BLOCKED,
        guild_id=guild_id,
        by_id=by.id,
        member_id=member.id,
        at=now,
        unstored={"until": block.until, "reason": block.reason},
    )
    await app[BlockStore].put(block, event, settings)
    return block


async def unblock_member(app: App, guild_id: int, *, by: Person, member_id: int) -> None:
    """Lets a member open tickets again; raises ``NotBlocked`` if nothing keeps them from it."""
    settings = await app.settings.of(guild_id)
    require_moderates_any(settings, by)
    event = TicketEvent(
        kind=UNBLOCKED, guild_id=guild_id, by_id=by.id, member_id=member_id, at=app.now()
    )
    if not await app[BlockStore].lift(guild_id, member_id, event, settings):
        raise NotBlocked(member_id=member_id)


async def block_of_opener(app: App, ticket: Ticket, settings: Settings) -> Block | None:
    """The latest block of a ticket's opener, also one that has ended."""
    return await app[BlockStore].latest(ticket.guild_id, ticket.opener_id)


async def require_not_blocked(app: App, guild_id: int, member: Person, settings: Settings) -> None:
    """Raises ``Blocked`` for a member who may not open tickets."""
    block = await app[BlockStore].of(guild_id, member.id, app.now())
    if block is not None:
        raise Blocked(until=block.until, reason=block.reason)
