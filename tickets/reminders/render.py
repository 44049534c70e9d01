"""What people read of reminders, of silence, and of tickets that are kept open."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ..core.due import PACE
from ..core.feature import LogLine, NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import button
from ..core.render.message import AMBER, Message, link_to
from ..core.team import Team
from ..core.ticket import State
from ..i18n import _, typed_setting
from . import rules
from .settings import SILENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.event import LogEntry
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from ..core.ticket_type import TicketType

    Name = Callable[[int | None], str]


# -------------------------------------------------------------------- reminders


def staff_reminder(ticket: Ticket, type_: TicketType | None, role_ids: tuple[int, ...]) -> Message:
    """Says to its handler, else to its team by these roles, that a ticket waits for them."""
    called = words.roles(role_ids) or None
    pings = discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role) for role in role_ids]
    )
    if ticket.handler_id is not None:
        called = words.member(ticket.handler_id)
        users = [discord.Object(ticket.handler_id)]
        pings = discord.AllowedMentions(everyone=False, roles=False, users=users)
    text = _("{ticket} has been waiting for the staff since {date} ({when}).").format(
        ticket=words.channel(ticket.channel_id or 0),
        date=words.moment(ticket.waits_since or 0),
        when=words.moment(ticket.waits_since or 0, "R"),
    )
    embed = _embed(text, ticket)
    footer = _("Ticket #{number}").format(number=ticket.number)
    if type_ is not None:
        footer = f"{words.name(type_.name)} · {footer}"
    embed.set_footer(text=footer)
    view = link_to(ticket.guild_id, ticket.channel_id or 0, _("Go to ticket"))
    return Message(content=called, embed=embed, view=view, pings=pings)


def opener_reminder(ticket: Ticket, closes_at: int | None) -> Message:
    """Says to the opener that an answer of theirs is waited for, and what happens without."""
    text = _("The staff is waiting for your answer.")
    if closes_at is not None:
        text += "\n" + _("Without an answer, this ticket closes on {date} ({when}).").format(
            date=words.moment(closes_at), when=words.moment(closes_at, "R")
        )
    users = [discord.Object(ticket.opener_id)]
    pings = discord.AllowedMentions(everyone=False, roles=False, users=users)
    return Message(content=words.member(ticket.opener_id), embed=_embed(text, ticket), pings=pings)


def _embed(text: str, ticket: Ticket) -> discord.Embed:
    # By its time it is recognised.
    time = datetime.fromtimestamp(ticket.reminder_begun or 0, timezone.utc)
    return discord.Embed(colour=AMBER, description=text, timestamp=time)


def silent_reason() -> str:
    """Why a ticket was closed by silence."""
    return _("Closed automatically: there was no answer.")


# ----------------------------------------------------------------- kept tickets


def card_fields(ticket: Ticket, settings: Settings) -> Iterator[tuple[str, str]]:
    """What silence does to an open ticket."""
    if ticket.state is not State.OPEN or settings.since(SILENCE) is None:
        return
    closes_at = rules.closing_due(ticket, settings)
    if ticket.kept_open:
        yield _("Without an answer"), _("This ticket stays open")
    elif closes_at is not None:
        text = _("This ticket closes on {date}").format(date=words.moment(closes_at))
        yield _("Without an answer"), text


def card_buttons(
    ticket: Ticket, settings: Settings, reader: Person
) -> Iterator[discord.ui.Button[Any]]:
    """The button that keeps it open whatever silence does, for the staff."""
    if ticket.state is not State.OPEN or settings.since(SILENCE) is None:
        return
    if settings[Team].is_moderator(reader):
        style = discord.ButtonStyle.grey
        if ticket.kept_open:
            yield button("keep", ticket.number, "no", label=_("Don't keep open"), style=style)
        else:
            yield button("keep", ticket.number, "yes", label=_("Keep open"), style=style)


def kept(ticket: Ticket, settings: Settings, *, keep: bool) -> str:
    """Says to who has done it what silence does to the ticket from now on."""
    if keep:
        return _("✅ This ticket stays open until someone closes it.")
    reminded_at = rules.opener_due(ticket, settings)
    if reminded_at is None:
        return _("✅ This ticket closes again when its opener doesn't answer.")
    return _(
        "✅ This ticket closes again when its opener doesn't answer. They are reminded on {date}."
    ).format(date=words.moment(reminded_at))


# ----------------------------------------------------------------- the settings


def counts_from(since: int, earliest: int | None) -> str:
    """Says after a change since when it counts, and how fast things happen then."""
    lines = [_("It counts since {date}.").format(date=words.moment(since))]
    if earliest is not None:
        text = _("In tickets that are open now, nothing happens before {date}.")
        lines.append(text.format(date=words.moment(earliest)))
    text = _("At most {count} reminders and closings a minute.")
    lines.append(text.format(count=60 // PACE))
    return "-# " + " ".join(lines)


# --------------------------------------------------------------------- the log


def _opener_reminded_line(entry: LogEntry, name: Name) -> str:
    return _("{name} reminded the opener of ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _when_it_closes(entry: LogEntry) -> Iterator[str]:
    if entry.until is not None:
        text = _("Without an answer, the ticket closes on {date}.")
        yield text.format(date=words.moment(entry.until))


def _kept_line(entry: LogEntry, name: Name) -> str:
    return _("{name} keeps ticket #{number} open.").format(
        name=name(entry.by_id), number=entry.number
    )


def _not_kept_line(entry: LogEntry, name: Name) -> str:
    return _("{name} no longer keeps ticket #{number} open.").format(
        name=name(entry.by_id), number=entry.number
    )


LOG_LINES = {
    # The staff's reminder stands in the log itself.
    rules.OPENER_REMINDED: LogLine(
        _opener_reminded_line, colour=AMBER.value, details=_when_it_closes
    ),
    rules.KEPT: LogLine(_kept_line),
    rules.NOT_KEPT: LogLine(_not_kept_line),
}


def _staff_not_reminded(about: str) -> str:
    return _(
        "The staff couldn't be reminded of ticket #{number}. Check the requests & log channel."
    ).format(number=about)


def _opener_not_reminded(about: str) -> str:
    return _(
        "The opener of ticket #{number} couldn't be reminded: I can't write in it. It doesn't "
        "close by itself."
    ).format(number=about)


def _not_closed(about: str) -> str:
    return _(
        "Nobody has answered in ticket #{number}, but I couldn't close it. Press **Close ticket** "
        "in it to see why."
    ).format(number=about)


NOTICES = (
    NoticeKind(rules.STAFF_NOT_REMINDED, _staff_not_reminded, for_doctor=True, of_ticket=True),
    NoticeKind(rules.OPENER_NOT_REMINDED, _opener_not_reminded, of_ticket=True),
    NoticeKind(rules.NOT_CLOSED, _not_closed, of_ticket=True),
)


# ---------------------------------------------------------------------- errors


def _silence_off(error: rules.SilenceOff) -> str:
    return _("Tickets don't close by themselves on this server.")


def _silence_off_for_admin(error: rules.SilenceOffForAdmin) -> str:
    return _("Closing on silence is off. Turn it on with {command}.").format(
        command=typed_setting("silence 48")
    )


def _kept_so(error: rules.KeptSo) -> str:
    if error.kept:
        return _("This ticket is already kept open.")
    return _("This ticket isn't kept open.")


def _nowhere(error: rules.NowhereToRemind) -> str:
    return _(
        "The staff can't be reminded: there is no requests & log channel, and no staff thread."
    )


SENTENCES = (
    Sentence(rules.SilenceOff, _silence_off),
    Sentence(rules.SilenceOffForAdmin, _silence_off_for_admin),
    Sentence(rules.KeptSo, _kept_so),
    Sentence(rules.NowhereToRemind, _nowhere),
)
