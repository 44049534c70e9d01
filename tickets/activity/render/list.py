"""How the staff's list of tickets looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.render import words
from ...core.render.controls import button, row
from ...core.render.lists import list_page, turning
from ...core.ticket import State
from ...i18n import _
from ..rules import LIST_FILTERS, ListWish
from .waiting import in_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...core.ticket import Ticket
    from ..rules import ListPage

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
    page: ListPage,
    types: Mapping[int, str],
    more: Iterable[discord.ui.Button[Any]] = (),
    besides: Callable[[Ticket], Iterable[str]] = lambda _ticket: (),
) -> discord.ui.LayoutView:
    """A page of requests, open and closed tickets; `more` buttons stand below.

    `types` are the names of types by their ids, `besides` what else a ticket's line says.
    """
    note = _("Requests: {requests} · open: {opened} · closed: {closed}").format(
        requests=_count(page, State.REQUESTED, State.OPENING),
        opened=_count(page, State.OPEN),
        closed=_count(page, State.CLOSED),
    )
    title = _(LIST_FILTERS[page.wish.show].title)
    if page.wish.type_id is not None:
        title += f" · {_type_name(types.get(page.wish.type_id, '?'))}"
    text = "\n".join(
        _ticket_line(guild_id, ticket, types, besides(ticket)) for ticket in page.tickets
    )
    verb, *about = _id_of(page.wish)
    buttons = [*turning(str(verb), page.number, page.pages, *about), *more]
    return list_page(title, note, text or _("No tickets right now."), buttons)


def show_list(wish: ListWish) -> discord.ui.View:
    """The button that shows a moderator the list of tickets."""
    verb, *about = _id_of(wish)
    style = discord.ButtonStyle.grey
    return row(button(str(verb), *about, 0, label=_("Show the list"), style=style))


def _id_of(wish: ListWish) -> tuple[int | str, ...]:
    """The first parts of ids of buttons that show this list; the page follows."""
    if wish == ListWish():
        return ("list",)
    return ("list-of", wish.show, wish.type_id or 0)


def _count(page: ListPage, *states: State) -> int:
    return sum(page.counts.get(state, 0) for state in states)


def _type_name(name: str) -> str:
    return words.escaped(words.clip(name, TYPE_WORDS))


def _ticket_line(
    guild_id: int, ticket: Ticket, types: Mapping[int, str], besides: Iterable[str]
) -> str:
    parts = [f"{_MARKS[ticket.state]} **#{ticket.number}**"]
    if ticket.type_id is not None and ticket.type_id in types:
        parts.append(_type_name(types[ticket.type_id]))
    parts += [words.member(ticket.opener_id), words.moment(ticket.since, "R")]
    waiting = in_list(ticket)
    if waiting is not None:
        parts.append(waiting)
    if ticket.channel_id is not None:
        parts.append(words.channel(ticket.channel_id))
    elif ticket.request_id is not None:
        parts.append(words.request(ticket))
    parts += besides
    return " · ".join(parts)
