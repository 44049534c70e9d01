"""The staff's list of tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.render import words
from ...core.render.lists import cut, list_page, turning
from ...core.ticket import State, Ticket
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import discord

#: As much of a type's name as a line has space for.
TYPE_WORDS = 30
_MARKS = {
    State.REQUESTED: "🕐",
    State.OPENING: "🕐",
    State.OPEN: "🟢",
    State.CLOSED: "🔒",
}


def tickets_page(
    guild_id: int,
    tickets: Sequence[Ticket],
    types: Mapping[int, str],
    page: int,
    more: Iterable[discord.ui.Button[Any]] = (),
    besides: Callable[[Ticket], Iterable[str]] = lambda _ticket: (),
) -> discord.ui.LayoutView:
    """Requests, open and closed tickets, ten on a page; `more` buttons stand below.

    `types` are the names of types by their ids, `besides` what else a ticket's line says.
    """
    order = list(_MARKS)
    shown = sorted(tickets, key=lambda ticket: (order.index(ticket.state), ticket.number))
    lines, page, pages = cut(shown, page)
    states = [ticket.state for ticket in tickets]
    note = _("Requests: {requests} · open: {opened} · closed: {closed}").format(
        requests=states.count(State.REQUESTED) + states.count(State.OPENING),
        opened=states.count(State.OPEN),
        closed=states.count(State.CLOSED),
    )
    text = "\n".join(_ticket_line(guild_id, ticket, types, besides(ticket)) for ticket in lines)
    buttons = [*turning("list", page, pages), *more]
    return list_page(_("Tickets"), note, text or _("No tickets right now."), buttons)


def _ticket_line(
    guild_id: int, ticket: Ticket, types: Mapping[int, str], besides: Iterable[str]
) -> str:
    parts = [
        f"{_MARKS[ticket.state]} **#{ticket.number}**",
        words.member(ticket.opener_id),
        words.moment(ticket.since, "R"),
    ]
    if ticket.type_id is not None and ticket.type_id in types:
        parts.insert(1, words.escaped(words.clip(types[ticket.type_id], TYPE_WORDS)))
    if ticket.channel_id is not None:
        parts.append(words.channel(ticket.channel_id))
    elif ticket.request_id is not None:
        place = f"{guild_id}/{ticket.request_channel_id}/{ticket.request_id}"
        parts.append(f"https://discord.com/channels/{place}")
    parts += besides
    return " · ".join(parts)
