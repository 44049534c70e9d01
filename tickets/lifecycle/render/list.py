"""What moderators are shown: the list of tickets, blocked members, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import discord

from ...core.render import words
from ...core.render.controls import button
from ...core.render.pages import heading, line
from ...core.render.pages import page as page_of
from ...core.ticket import State, Ticket
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...blocks.rules import Block

T = TypeVar("T")

#: Lines of a page.
PAGE = 10
_MARKS = {
    State.REQUESTED: "🕐",
    State.OPENING: "🕐",
    State.OPEN: "🟢",
    State.CLOSED: "🔒",
}
_GREY = discord.ButtonStyle.grey


def tickets_page(
    guild_id: int, tickets: Sequence[Ticket], page: int, *, blocked: int
) -> discord.ui.LayoutView:
    """Requests, open and closed tickets, ten on a page; pages that are too far are the last."""
    order = list(_MARKS)
    shown = sorted(tickets, key=lambda ticket: (order.index(ticket.state), ticket.number))
    lines, page, pages = _cut(shown, page)
    states = [ticket.state for ticket in tickets]
    note = _("Requests: {requests} · open: {opened} · closed: {closed}").format(
        requests=states.count(State.REQUESTED) + states.count(State.OPENING),
        opened=states.count(State.OPEN),
        closed=states.count(State.CLOSED),
    )
    text = "\n".join(_ticket_line(guild_id, ticket) for ticket in lines)
    buttons = _turning("list", page, pages)
    if blocked:
        label = _("Blocked members ({count})").format(count=blocked)
        buttons.append(button("blocked", 0, label=label, style=_GREY))
    return _page(_("Tickets"), note, text or _("There are no tickets at present."), buttons)


def blocked_page(blocks: Sequence[Block], page: int) -> discord.ui.LayoutView:
    """Members who may not open tickets, those whose block ends first in front."""
    lines, page, pages = _cut(blocks, page)
    text = "\n".join(_block_line(block) for block in lines)
    buttons = _turning("blocked", page, pages)
    buttons.append(button("list", 0, label=_("Tickets"), style=_GREY))
    note = words.for_count(
        len(blocks),
        _("1 member can't open tickets."),
        _("{count} members can't open tickets."),
    )
    return _page(_("Blocked members"), note, text or _("Nobody is blocked."), buttons)


def _cut(items: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    """The items of a page, its number and how many pages there are."""
    pages = max(1, -(-len(items) // PAGE))
    page = min(max(page, 0), pages - 1)
    return items[page * PAGE : (page + 1) * PAGE], page, pages


def _turning(verb: str, page: int, pages: int) -> list[discord.ui.Button[Any]]:
    """*Previous*, where one is, and *Next*."""
    if pages == 1:
        return []
    back = button(verb, max(page - 1, 0), label="◀", style=_GREY)
    back.disabled = page == 0
    place: discord.ui.Button[Any] = discord.ui.Button(
        label=_("Page {page} of {pages}").format(page=page + 1, pages=pages),
        style=_GREY,
        disabled=True,
        custom_id="tickets:v1:page",
    )
    forth = button(verb, page + 1, label="▶", style=_GREY)
    forth.disabled = page == pages - 1
    return [back, place, forth]


def _page(
    title: str, note: str, text: str, buttons: Sequence[discord.ui.Button[Any]]
) -> discord.ui.LayoutView:
    return page_of(heading(title, note), line(), text, below=buttons)


def _ticket_line(guild_id: int, ticket: Ticket) -> str:
    parts = [
        f"{_MARKS[ticket.state]} **#{ticket.number}**",
        words.member(ticket.opener_id),
        words.moment(ticket.since, "R"),
    ]
    if ticket.channel_id is not None:
        parts.append(words.channel(ticket.channel_id))
    elif ticket.request_id is not None:
        place = f"{guild_id}/{ticket.request_channel_id}/{ticket.request_id}"
        parts.append(f"https://discord.com/channels/{place}")
    return " · ".join(parts)


def _block_line(block: Block) -> str:
    parts = [
        words.member(block.user_id),
        _("until {date}").format(date=words.moment(block.until))
        if block.until is not None
        else _("until a moderator lifts it"),
        _("by {member}").format(member=words.member(block.by_id)),
    ]
    if block.reason is not None:
        parts.append(words.clip(words.escaped(" ".join(block.reason.split())), 120))
    return " · ".join(parts)


def decision(ticket: Ticket) -> str:
    """What became of a request, for the moderator who decided."""
    match ticket.state:
        case State.REQUESTED:
            return _("Request #{number} still waits for a decision.").format(number=ticket.number)
        case State.REFUSED:
            return _("✅ Request #{number} was refused.").format(number=ticket.number)
        case State.CANCELLED:
            return _("Request #{number} was cancelled.").format(number=ticket.number)
        case _ if ticket.channel_id is not None:
            return _("✅ Request #{number} was accepted: {channel}").format(
                number=ticket.number, channel=words.channel(ticket.channel_id)
            )
    return _("✅ Request #{number} was accepted.").format(number=ticket.number)
