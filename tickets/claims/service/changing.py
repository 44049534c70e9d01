"""A change of a ticket's handler: recorded, then done in its channel, then shown and told."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.access import REQUIRED, SILENCED, changed_plan, within
from ...core.event import TicketEvent, event_of
from ...core.team import Team
from ...core.ticket import IN_HANDS, ClaimChange, as_before
from ...lifecycle.discord.messages import TicketMessages
from ...lifecycle.rules import FinishedLater
from ...lifecycle.service.later import finish_later
from ...staff_log.rules import IN_THE_LOG
from ...staff_log.service import tell_staff
from ..rules import HANDLER_GONE, LEFT, MOVED, OFF, RELEASED, ROLE_LOST
from ..settings import ClaimSettings
from .suspects import look_closer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.answer import Answer
    from ...core.app import App
    from ...core.overwrite import Overwrite
    from ...core.settings import Settings
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.claims")

_NOBODY: dict[str, Any] = {"handler_id": None, "claimed_at": None, "claim_access": None}
#: What must be as it was read: of two who act at once one succeeds.
_GUARDED = ("state", "handler_id", "claimed_at", "settled")
#: Bits that the bot must hold, or the channel have, for a change to be worth trying.
_NEEDED = REQUIRED | SILENCED


async def change_handler(
    app: App, ticket: Ticket, change: ClaimChange, *, handler_id: int | None, answer: Answer
) -> Ticket:
    """Gives a ticket, whose lock is held, another handler, or none.

    Raises ``MissingPermissions`` before anything is changed, and ``Overtaken``. When Discord
    refuses, the ticket has its former handler again, unless the present one is gone, and the error
    is raised. When it leaves open whether it has done it, that is finished later.
    """
    settings = await app.settings.for_ticket(ticket)
    change = replace(
        change,
        handler_id=ticket.handler_id,
        claimed_at=ticket.claimed_at,
        claim_access=ticket.claim_access,
    )
    new = {**_NOBODY, "claim_change": change}
    if handler_id is not None:
        new |= {
            "handler_id": handler_id,
            "claimed_at": app.now(),
            "claim_access": settings[ClaimSettings].claim_access.value,
        }
    is_gone = change.detail is not None
    if not is_gone:
        _require_permissions(app, replace(ticket, **new))
    ticket = await app.tickets.note(ticket, unchanged=_GUARDED, **new, settled=False)
    await answer.decided()
    try:
        await _set_overwrites(app, ticket)
    except errors.EffectUnknown as error:
        await finish_later(app, ticket)
        raise FinishedLater from error
    except errors.DiscordSaidNo:
        if is_gone:
            # Nobody has it, whatever Discord says: it is tried again.
            await finish_later(app, ticket)
        else:
            await _undo(app, ticket)
        raise
    return await _show_and_record(app, ticket, settings)


async def finish_change(app: App, ticket: Ticket) -> None:
    """Finishes a change that was cut off, or undoes it where Discord refuses it."""
    assert ticket.claim_change is not None
    try:
        await _set_overwrites(app, ticket)
    except (errors.DiscordUnreachable, errors.ChannelGone):
        raise
    except errors.DiscordSaidNo:
        if ticket.claim_change.detail is not None:
            raise
        log.warning("The claim of %s is undone", ticket.label, exc_info=True)
        await _undo(app, ticket)
        return
    await _show_and_record(app, ticket, await app.settings.for_ticket(ticket))


def _plan(app: App, ticket: Ticket) -> tuple[Overwrite, ...]:
    """The overwrites that a ticket has then, made of those that it has now.

    Roles that came or went since it was opened are brought up to date apart.
    """
    existing, team = app.channels.role_ids(ticket.guild_id), ticket.terms[Team]
    lines, former = app.channels.overwrites(ticket), replace(ticket, **as_before(ticket))
    plan = changed_plan(
        lines,
        before=app.features.staff_lines(former, team, existing),
        after=app.features.staff_lines(ticket, team, existing),
    )
    return within(plan, lines, app.channels.grantable(ticket) | _NEEDED)


def _require_permissions(app: App, ticket: Ticket) -> None:
    plan = _plan(app, ticket)
    if set(plan) == set(app.channels.overwrites(ticket)):
        return
    missing = app.channels.lacking_for(ticket, plan)
    if missing:
        raise errors.MissingPermissions(names=missing, channel_id=ticket.channel_id)


async def _set_overwrites(app: App, ticket: Ticket) -> None:
    plan = _plan(app, ticket)
    if set(plan) != set(app.channels.overwrites(ticket)):
        await app.channels.set_overwrites(ticket, plan)


async def _undo(app: App, ticket: Ticket) -> None:
    await app.tickets.note(ticket, **as_before(ticket), settled=True)


async def _show_and_record(app: App, ticket: Ticket, settings: Settings) -> Ticket:
    """Shows in the ticket who has it, and records that it is done; the rest follows by itself."""
    change = ticket.claim_change
    assert change is not None
    await app[TicketMessages].show_if_possible(ticket, settings)
    told_as_notice = change.detail in (LEFT, ROLE_LOST)
    event = event_of(
        ticket,
        change.kind,
        app.now(),
        by_id=change.by_id,
        member_id=_about(ticket, change),
        detail=change.detail,
        unstored={IN_THE_LOG: told_as_notice},
    )
    if told_as_notice:
        # Said of each claim once, also if the bot is killed here.
        about = f"{ticket.number} {change.detail} {change.claimed_at}"
        await tell_staff(app, ticket.guild_id, HANDLER_GONE, about, type_id=ticket.type_id)
    ticket = await app.tickets.note(ticket, event, settings=settings, **IN_HANDS, settled=True)
    # They may have lost the role after Discord said what they hold.
    if ticket.handler_id is not None:
        await look_closer(app, (ticket,), settings)
    return ticket


def _about(ticket: Ticket, change: ClaimChange) -> int | None:
    """Whom it was done to: who has it now if another gave it, else who had it."""
    new, former = ticket.handler_id, change.handler_id
    return new if new is not None and new != change.by_id else former


# --------------------------------------- with a move, or when others follow settings


def renewed(app: App, ticket: Ticket, settings: Settings) -> dict[str, Any]:
    """What changes about a claim with settings: it ends where nobody claims tickets, or its
    handler isn't in the team; and the others' part in the ticket follows them."""
    if ticket.handler_id is None:
        return {}
    claims = settings[ClaimSettings]
    detail = OFF if not claims.claims else None
    if detail is None and settings.type_id != ticket.type_id:
        handler = app.channels.known_member(ticket.guild_id, ticket.handler_id)
        if handler is None or not settings[Team].is_moderator(handler):
            detail = MOVED
    if detail is None and ticket.claim_access == claims.claim_access.value:
        return {}
    new = {"claim_access": claims.claim_access.value} if detail is None else _NOBODY
    change = ClaimChange(
        kind=RELEASED,
        detail=detail,
        handler_id=ticket.handler_id,
        claimed_at=ticket.claimed_at,
        claim_access=ticket.claim_access,
    )
    return {**new, "claim_change": change}


def told(before: Ticket, after: Ticket, at: int) -> Iterator[TicketEvent]:
    """The claim that has ended with that."""
    if before.handler_id is not None and after.handler_id is None:
        change = after.claim_change
        yield event_of(
            after,
            RELEASED,
            at,
            member_id=before.handler_id,
            detail=change.detail if change is not None else None,
        )
