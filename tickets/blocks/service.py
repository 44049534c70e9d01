"""Who may not open tickets for a while, or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors, policy
from ..core.logs import log_line
from ..staff_log.rules import Event, LogEntry
from .rules import Block

if TYPE_CHECKING:
    from ..core.app import Desk
    from ..core.settings import Settings
    from ..core.ticket import Person


async def block_member(
    desk: Desk,
    guild_id: int,
    *,
    by: Person,
    member: Person,
    seconds: int | None,
    reason: str | None,
) -> Block:
    """Keeps a member from opening and requesting tickets; `seconds` None: until unblocked."""
    settings = await desk.settings.of(guild_id)
    policy.require_staff(by, settings)
    if member.is_bot:
        raise errors.BotsHaveNoTickets
    if policy.is_ticket_moderator(member, settings.moderator_role_ids):
        raise errors.ModeratorsCantBeBlocked
    now = desk.now()
    block = Block(
        guild_id=guild_id,
        user_id=member.id,
        by_id=by.id,
        at=now,
        until=None if seconds is None else now + seconds,
        reason=policy.checked_reason(reason, required=False),
    )
    entry = LogEntry(
        event=Event.BLOCKED,
        by_id=by.id,
        member_id=member.id,
        until=block.until,
        reason=block.reason,
    )
    await desk.blocks.put(block, log_line(desk, guild_id, settings, entry))
    return block


async def unblock_member(desk: Desk, guild_id: int, *, by: Person, member_id: int) -> None:
    """Lets a member open tickets again; raises ``NotBlocked`` if nothing keeps them from it."""
    settings = await desk.settings.of(guild_id)
    policy.require_staff(by, settings)
    entry = LogEntry(event=Event.UNBLOCKED, by_id=by.id, member_id=member_id)
    jobs = log_line(desk, guild_id, settings, entry)
    if not await desk.blocks.lift(guild_id, member_id, desk.now(), jobs):
        raise errors.NotBlocked(member_id=member_id)


async def require_not_kept_out(
    desk: Desk, guild_id: int, member_id: int, settings: Settings
) -> None:
    """Raises ``Blocked``, or ``RefusedRecently`` while the wait after a refusal lasts."""
    block = await desk.blocks.of(guild_id, member_id, desk.now())
    if block is not None:
        raise errors.Blocked(until=block.until, reason=block.reason)
    if settings.is_manual and settings.refusal_wait:
        wait = settings.refusal_wait * 60
        refused = await desk.tickets.refused_since(guild_id, member_id, desk.now() - wait)
        if refused is not None and refused.decided_at is not None:
            raise errors.RefusedRecently(until=refused.decided_at + wait)
