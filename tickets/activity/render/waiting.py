"""Who is waited for, in words and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.feature import Sentence
from ...core.render import words
from ...core.render.controls import button
from ...core.team import Team
from ...core.ticket import Side, State
from ...i18n import _
from ..rules import AlreadyWaits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket

#: The sides by the word that is typed, and that stands in ids of buttons.
SIDES = {"us": Side.STAFF, "opener": Side.OPENER}


def card_fields(ticket: Ticket, settings: Settings) -> Iterator[tuple[str, str]]:
    """Who is waited for, on the card."""
    if ticket.waiting is None:
        return
    side, since = ticket.waiting
    text = _("The opener, since {date}")
    if side is Side.STAFF:
        text = _("The staff, since {date}")
    yield _("Waiting for"), text.format(date=words.moment(since))


def card_buttons(
    ticket: Ticket, settings: Settings, reader: Person
) -> Iterator[discord.ui.Button[Any]]:
    """The button that corrects it, for the staff."""
    if ticket.state is not State.OPEN or not settings[Team].is_moderator(reader):
        return
    style = discord.ButtonStyle.grey
    if ticket.waits_for is Side.STAFF:
        yield button("waiting", ticket.number, "opener", label=_("Wait for opener"), style=style)
    else:
        yield button("waiting", ticket.number, "us", label=_("Wait for staff"), style=style)


def in_list(ticket: Ticket) -> str | None:
    """Who is waited for, in a line of the staff's list."""
    if ticket.waiting is None:
        return None
    side, since = ticket.waiting
    text = _("waiting for the opener ({when})")
    if side is Side.STAFF:
        text = _("waiting for us ({when})")
    return text.format(when=words.moment(since, "R"))


def corrected(side: Side) -> str:
    """What somebody of the staff is told who has corrected it."""
    if side is Side.STAFF:
        return _("✅ This ticket is now waiting for the staff.")
    return _("✅ This ticket is now waiting for its opener.")


def _already_waits(error: AlreadyWaits) -> str:
    text = _("This ticket is already waiting for its opener, since {date}.")
    if error.side is Side.STAFF:
        text = _("This ticket is already waiting for the staff, since {date}.")
    return text.format(date=words.moment(error.since))


SENTENCES = (Sentence(AlreadyWaits, _already_waits),)
