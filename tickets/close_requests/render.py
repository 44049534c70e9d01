"""The question whether a ticket can be closed: its message and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import Announcement, LogLine, NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import button, identify, row
from ..core.render.message import AMBER, Message, reason_quoted
from ..i18n import _
from .rules import (
    ASKED,
    NOT_ASKED,
    NOT_CLOSED,
    NOT_YET,
    WITHDRAWN,
    AlreadyAsked,
    AsksThemselves,
    OnlyTheOpenerAnswers,
    OpenerHasLeft,
    QuestionOver,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.event import LogEntry
    from ..core.ticket import Ticket

    Name = Callable[[int | None], str]

CLOSE, LATER, WITHDRAW = "ask-close", "ask-not-yet", "ask-withdraw"


def question(ticket: Ticket, *, name: str, avatar: str, pings: bool) -> Message:
    """The message that asks; `name` is who asks."""
    embed = discord.Embed(colour=AMBER)
    author = _("{name} asks: can this ticket be closed?").format(name=words.name(name))
    embed.set_author(name=words.clip(author, words.TITLE_LIMIT), icon_url=avatar)
    text = _("Solved? Press **Close**. Still need help? Press **Not yet**, or just write here.")
    if ticket.asked_reason is not None:
        text = f"{reason_quoted(ticket.asked_reason)}\n\n{text}"
    embed.description = text
    if ticket.asked_until is not None:
        closes = words.moment(ticket.asked_until, "R")
        text = _("This ticket closes {when}.").format(when=closes)
        embed.add_field(name=_("Without an answer"), value=text)
    users = [discord.Object(ticket.opener_id)] if pings else False
    return Message(
        content=words.member(ticket.opener_id),
        embed=embed,
        view=row(*_buttons(ticket)),
        pings=discord.AllowedMentions(everyone=False, roles=False, users=users),
    )


def _buttons(ticket: Ticket) -> list[discord.ui.Button[Any]]:
    about = (ticket.number, ticket.asked_at or 0)
    red, grey = discord.ButtonStyle.red, discord.ButtonStyle.grey
    return [
        button(CLOSE, *about, label=_("Close"), style=red),
        button(LATER, *about, label=_("Not yet"), style=discord.ButtonStyle.blurple),
        button(WITHDRAW, *about, label=_("Withdraw"), style=grey),
    ]


def is_question(message: discord.Message, number: int, asked_at: int) -> bool:
    """Whether a message of the bot's is that question."""
    wanted = identify(CLOSE, number, asked_at)
    return any(
        getattr(child, "custom_id", None) == wanted
        for line in message.components
        for child in getattr(line, "children", ())
    )


def without_deadline(embed: discord.Embed) -> discord.Embed:
    """The question after its clock has stopped."""
    return embed.copy().clear_fields()


def asked(member_id: int, until: int | None) -> str:
    """The answer to who has asked."""
    member = words.member(member_id)
    if until is None:
        return _("✅ {member} was asked whether this ticket can be closed.").format(member=member)
    return _(
        "✅ {member} was asked whether this ticket can be closed. Without an answer, it "
        "closes {when}."
    ).format(member=member, when=words.moment(until, "R"))


def reason_of_silence() -> str:
    """Why a ticket is closed that nobody gave a reason for."""
    return _("No answer to the question whether it can be closed.")


def _asked_line(entry: LogEntry, name: Name) -> str:
    return _("{name} asked whether ticket #{number} can be closed.").format(
        name=name(entry.by_id), number=entry.number
    )


def _not_yet_line(entry: LogEntry, name: Name) -> str:
    return _("{name} wants to keep ticket #{number} open.").format(
        name=name(entry.by_id), number=entry.number
    )


def _withdrawn_line(entry: LogEntry, name: Name) -> str:
    return _("{name} no longer asks whether ticket #{number} can be closed.").format(
        name=name(entry.by_id), number=entry.number
    )


def _asked_reason(ticket: Ticket) -> str | None:
    return ticket.asked_reason


LOG_LINES = {
    ASKED: LogLine(_asked_line, reason=_asked_reason),
    NOT_YET: LogLine(_not_yet_line),
    WITHDRAWN: LogLine(_withdrawn_line),
}


def _not_yet(name: str, about: str) -> str:
    return _("{name} still needs help.").format(name=name)


def _withdrawn(name: str, about: str) -> str:
    return _("{name} withdrew the question.").format(name=name)


ANNOUNCEMENTS = {NOT_YET: Announcement(_not_yet), WITHDRAWN: Announcement(_withdrawn)}


def _not_closed(about: str) -> str:
    return _(
        "Nobody answered whether ticket #{number} can be closed, but it couldn't be closed. "
        "Press **Close ticket** in it to see why."
    ).format(number=about)


def _not_asked(about: str) -> str:
    return _(
        "I couldn't ask in ticket #{number} whether it can be closed. Check what I may do there."
    ).format(number=about)


NOTICES = (
    NoticeKind(NOT_CLOSED, _not_closed, of_ticket=True),
    NoticeKind(NOT_ASKED, _not_asked, of_ticket=True),
)


def _already_asked(error: AlreadyAsked) -> str:
    return _(
        "{member} asked that already, {when}. Press **Withdraw** below the question to end it."
    ).format(member=words.member(error.member_id), when=words.moment(error.since, "R"))


def _question_over(error: QuestionOver) -> str:
    return _("This question is over.")


def _only_the_opener(error: OnlyTheOpenerAnswers) -> str:
    return _("Only {opener} can answer this.").format(opener=words.member(error.opener_id))


def _asks_themselves(error: AsksThemselves) -> str:
    return _("This is your own ticket: you can close it yourself.")


def _opener_has_left(error: OpenerHasLeft) -> str:
    return _("The opener left the server, so nobody can answer. Close the ticket instead.")


SENTENCES = (
    Sentence(AlreadyAsked, _already_asked),
    Sentence(QuestionOver, _question_over),
    Sentence(OnlyTheOpenerAnswers, _only_the_opener),
    Sentence(AsksThemselves, _asks_themselves),
    Sentence(OpenerHasLeft, _opener_has_left),
)
