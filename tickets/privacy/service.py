"""Requests about a person's data.

What is kept about people: ids of who opened, decided about, closed, reopened and deleted
tickets, who is blocked and by whom, and the reasons they typed. The conversations themselves
are Discord's.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from ..core import errors
from ..core.settings import LONGEST_WAIT
from ..core.ticket import State
from ..requests.service import cancel_request

if TYPE_CHECKING:
    from ..blocks.rules import Block
    from ..core.app import Desk
    from ..core.ticket import Ticket

log = logging.getLogger("red.tickets.privacy")


async def forget_user(desk: Desk, user_id: int) -> None:
    """Forgets the person altogether, also in tickets that are still there.

    For accounts that Discord deleted, and when the bot's owner decides so. Their requests
    are cancelled: there is nobody for whom they could be accepted. An open ticket has no
    opener any more: ticket moderators can still close and delete it.
    """
    for ticket in await desk.people.tickets_about(user_id):
        if ticket.opener_id == user_id and ticket.state is State.REQUESTED:
            await _cancel(desk, ticket)
    await desk.people.forget_words(user_id, live_too=True)
    await desk.people.forget_identity(user_id, live_too=True)


async def _cancel(desk: Desk, request: Ticket) -> None:
    async with desk.locks.on("ticket", request.guild_id, request.number):
        try:
            await cancel_request(desk, request, by_id=None)
        except errors.WrongState:
            log.info("%s was decided about meanwhile", request.label)


async def forget_ended(desk: Desk, user_id: int, *, words_of_live_tickets: bool) -> None:
    """Forgets the person where that has ended what they were part of.

    In tickets that still have a channel, and in pending requests, the id stays: it decides
    who may close or withdraw them and counts towards the limit. It stays in blocks that are
    in force and in requests that were refused lately, too: asking to be forgotten is no way
    around them. `words_of_live_tickets` removes what the person wrote from all of these.
    """
    now = desk.now()
    await desk.people.forget_words(user_id, live_too=words_of_live_tickets)
    await desk.people.forget_identity(
        user_id, live_too=False, now=now, lately=now - LONGEST_WAIT * 60
    )


async def data_of_user(desk: Desk, user_id: int) -> bytes | None:
    """All that is stored about the person as JSON, None if there is nothing."""
    told = {
        "tickets": [_told(ticket, user_id) for ticket in await desk.people.tickets_about(user_id)],
        "blocks": [
            _told_block(block, user_id) for block in await desk.people.blocks_about(user_id)
        ],
    }
    told = {name: things for name, things in told.items() if things}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() if told else None


def _told_block(block: Block, user_id: int) -> dict[str, object]:
    """One block; its reason is shown to whom it keeps out and known to who wrote it."""
    return {
        "server": block.guild_id,
        "you_are_blocked" if block.user_id == user_id else "you_blocked_somebody": True,
        "since": block.at,
        "until": block.until,
        "reason": block.reason,
    }


def _told(ticket: Ticket, user_id: int) -> dict[str, object]:
    """One ticket, without what other people did and wrote."""
    told: dict[str, object] = {
        "server": ticket.guild_id,
        "number": ticket.number,
        "state": ticket.state.value,
        "created_at": ticket.created_at,
    }
    if ticket.opener_id == user_id:
        told |= {"opened": True, "reason": ticket.reason, "channel": ticket.channel_id}
    if ticket.opened_by_id == user_id:
        told |= {"opened_it": True, "reason": ticket.reason}
    if ticket.decided_by_id == user_id:
        told |= {
            "decided_it": True,
            "decided_at": ticket.decided_at,
            "refusal": ticket.refusal,
        }
    if ticket.closed_by_id == user_id:
        told |= {
            "closed_it": True,
            "closed_at": ticket.closed_at,
            "closing_reason": ticket.close_reason,
        }
    if ticket.reopened_by_id == user_id:
        told["reopened_it"] = True
    if ticket.deleted_by_id == user_id:
        told["deleted_it"] = True
    if any(line.id == user_id for line in ticket.withdrawn):
        told["access_was_taken_away"] = True
    return told
