"""Requests about a person's data.

What is kept about people: ids of who opened, closed and reopened tickets, and the reasons
they typed. The conversations themselves are Discord's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..domain.ticket import Ticket
    from .desk import Desk


async def forget_user(desk: Desk, user_id: int) -> None:
    """Forgets the person altogether, also in tickets that are still there.

    For accounts that Discord deleted, and when the bot's owner decides so. An open ticket
    then has no opener: ticket moderators can still close and delete it.
    """
    await desk.people.forget_words(user_id, live_too=True)
    await desk.people.forget_identity(user_id, live_too=True)


async def forget_ended(desk: Desk, user_id: int, *, words_of_live_tickets: bool) -> None:
    """Forgets the person in tickets that have ended.

    In tickets that still have a channel the id stays: it decides who may close them and
    counts towards the limit. `words_of_live_tickets` removes the reasons from these, too.
    """
    await desk.people.forget_words(user_id, live_too=words_of_live_tickets)
    await desk.people.forget_identity(user_id, live_too=False)


async def data_of_user(desk: Desk, user_id: int) -> bytes | None:
    """All that is stored about the person as JSON, None if there is nothing."""
    tickets = await desk.people.tickets_about(user_id)
    if not tickets:
        return None
    told = [_told(ticket, user_id) for ticket in tickets]
    return json.dumps({"tickets": told}, ensure_ascii=False, indent=2).encode()


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
        told["opened_it"] = True
    if ticket.closed_by_id == user_id:
        told |= {
            "closed_it": True,
            "closed_at": ticket.closed_at,
            "closing_reason": ticket.close_reason,
        }
    if ticket.reopened_by_id == user_id:
        told["reopened_it"] = True
    return told
