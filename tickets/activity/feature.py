"""Who is waited for in tickets, and the staff's list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.people import person_of
from ..core.feature import Button, CardPart, Feature, FieldsAfter, Listener
from ..core.ui.ids import NUMBER, PAGE, TYPE, IdPart
from ..lifecycle.service.closing import REOPENED
from ..lifecycle.service.opening import OPENED
from .commands import ActivityCommands
from .discord import TicketWords, is_word
from .open_tickets import OpenTickets
from .render.waiting import SENTENCES, SIDES, card_buttons, card_fields
from .rules import after_opening, after_reopening
from .service import waiting
from .store import ListStore
from .ui import list as list_ui
from .ui import waiting as waiting_ui

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ticket import Ticket

#: A word of `SIDES`, and one of `LIST_FILTERS`.
_WHOM = IdPart("whom", "|".join(SIDES), is_word=True)
_SHOW = IdPart("show", r"[a-z]{1,20}", is_word=True)


async def _on_word(app: App, message: discord.Message) -> None:
    """Any message that is no command. Nearly all are in no ticket, and end at the first look."""
    if app[OpenTickets].in_channel(message.channel.id) is None:
        return
    if is_word(message):
        await waiting.hear(app, message.channel.id, message.id, person_of(message.author))


def _watch(app: App, ticket: Ticket) -> None:
    app[OpenTickets].watch(ticket)


FEATURE = Feature(
    name="activity",
    needs=("lifecycle",),
    parts={
        OpenTickets: lambda _app: OpenTickets(),
        ListStore: lambda app: ListStore(app.database),
        TicketWords: lambda app: TicketWords(app.bot, app.channels),
    },
    forgets=(waiting.forget_opener,),
    buttons=(
        Button("waiting", NUMBER, _WHOM, answer=waiting_ui.correct, row="ticketmod waiting"),
        Button("list", PAGE, answer=list_ui.show_tickets, row="ticketmod list"),
        Button("list-of", _SHOW, TYPE, PAGE, answer=list_ui.show_some, row="ticketmod list"),
    ),
    commands=(ActivityCommands,),
    # Red's own, after it has looked for a command: those are no words.
    listeners=(Listener("message_without_command", _on_word),),
    fields_after=(
        FieldsAfter(after_opening, (OPENED,)),
        FieldsAfter(after_reopening, (REOPENED,)),
    ),
    watchers=(_watch,),
    at_load=(waiting.learn_open_tickets,),
    errors=SENTENCES,
    card=(CardPart(card_fields, card_buttons),),
)
