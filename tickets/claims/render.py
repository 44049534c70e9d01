"""What people read and press about claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import LogLine, NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import button, row
from ..core.render.message import BLURPLE, Message
from ..core.ticket import State
from ..i18n import _, typed_setting
from . import rules
from .rules import Others
from .settings import ClaimSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.event import LogEntry
    from ..core.settings import Settings
    from ..core.ticket import Ticket

    Name = Callable[[int | None], str]

_GREY, _GREEN = discord.ButtonStyle.grey, discord.ButtonStyle.green


# ------------------------------------------------------------------ in the ticket


def claim_or_release(ticket: Ticket, settings: Settings) -> Iterator[discord.ui.Button[Any]]:
    """The button of an open ticket: the same for everybody who sees it."""
    if ticket.state is not State.OPEN or not settings[ClaimSettings].claims:
        return
    if ticket.handler_id is None:
        yield button("claim", ticket.number, label=_("Claim"), style=_GREY)
    else:
        yield button("release", ticket.number, label=_("Release"), style=_GREY)


def handled_by(ticket: Ticket) -> tuple[str, str] | None:
    """Who has the ticket, since when."""
    if ticket.handler_id is None:
        return None
    since = words.moment(ticket.claimed_at or ticket.created_at, "R")
    return _("Handled by"), f"{words.member(ticket.handler_id)} · {since}"


def handled_in_list(ticket: Ticket) -> str | None:
    """The same in a line of the list."""
    if ticket.handler_id is None:
        return None
    return _("handled by {member}").format(member=words.member(ticket.handler_id))


def take_over_question(ticket: Ticket, others: Others, session: str) -> Message:
    """Whether to take the ticket over, and what its handler can do then."""
    handler_id = ticket.handler_id or 0
    member = words.member(handler_id)
    question = _("Take this ticket over from {member}?")
    if others is Others.READ:
        question = _("Take this ticket over from {member}? Then they can only read it.")
    elif others is Others.HIDE:
        question = _("Take this ticket over from {member}? Then they no longer see it.")
    number = ticket.number
    view = row(
        button(
            "take-over-confirmed", number, session, handler_id, label=_("Confirm"), style=_GREEN
        ),
        button("cancel", number, session, label=_("Cancel"), style=_GREY),
    )
    return Message(content=question.format(member=member), view=view)


# --------------------------------------------------------------------- answers


def claimed() -> str:
    """Confirms a claim."""
    return _("✅ You now handle this ticket.")


def handed_over(to_id: int) -> str:
    """Confirms that another moderator has it."""
    return _("✅ {member} now handles this ticket.").format(member=words.member(to_id))


def released() -> str:
    """Confirms that nobody has it."""
    return _("✅ The ticket is free again for the whole team.")


# --------------------------------------------------------------------- the log


def _claimed_line(entry: LogEntry, name: Name) -> str:
    return _("{name} claimed ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _handed_over_line(entry: LogEntry, name: Name) -> str:
    return _("{name} handed ticket #{number} over to {member}.").format(
        name=name(entry.by_id), number=entry.number, member=name(entry.member_id)
    )


def _taken_over_line(entry: LogEntry, name: Name) -> str:
    return _("{name} took ticket #{number} over from {member}.").format(
        name=name(entry.by_id), number=entry.number, member=name(entry.member_id)
    )


def _released_line(entry: LogEntry, name: Name) -> str:
    if entry.by_id is None:
        return _("{member} no longer handles ticket #{number}.").format(
            member=name(entry.member_id), number=entry.number
        )
    return _("{name} released ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


LOG_LINES = {
    rules.CLAIMED: LogLine(_claimed_line, colour=BLURPLE.value),
    rules.HANDED_OVER: LogLine(_handed_over_line, colour=BLURPLE.value),
    rules.TAKEN_OVER: LogLine(_taken_over_line, colour=BLURPLE.value),
    rules.RELEASED: LogLine(_released_line),
}


def _handler_gone(about: str) -> str:
    number, why, *_since = about.split()
    if why == rules.LEFT:
        return _(
            "The moderator who handled ticket #{number} left the server. Nobody handles it now."
        ).format(number=number)
    return _(
        "The moderator who handled ticket #{number} is no longer in its team. Nobody handles it "
        "now."
    ).format(number=number)


NOTICES = (NoticeKind(rules.HANDLER_GONE, _handler_gone, of_ticket=True),)


# ---------------------------------------------------------------------- errors


def _claims_off(error: rules.ClaimsOff) -> str:
    return _("Tickets aren't claimed on this server.")


def _claims_off_for_admin(error: rules.ClaimsOffForAdmin) -> str:
    return _("Claims are off. Turn them on with {command}.").format(
        command=typed_setting("claims on")
    )


def _already_handled(error: rules.AlreadyHandled) -> str:
    return _("{member} already handles this ticket, since {date}.").format(
        member=words.member(error.handler_id), date=words.moment(error.claimed_at)
    )


def _take_over(error: rules.AlreadyHandled) -> discord.ui.View:
    return row(
        button("take-over", error.number, error.handler_id, label=_("Take over"), style=_GREY)
    )


def _handled_by_you(error: rules.HandledByYou) -> str:
    return _("You already handle this ticket.")


def _not_handled(error: rules.NotHandled) -> str:
    return _("Nobody has claimed this ticket.")


def _not_handled_by(error: rules.NotHandledBy) -> str:
    return _("{member} no longer handles this ticket. You can claim it.").format(
        member=words.member(error.member_id)
    )


def _openers_own(error: rules.OpenersOwn) -> str:
    return _("The member who opened a ticket can't handle it.")


def _not_in_team(error: rules.NotInTeam) -> str:
    return _("{member} doesn't moderate this ticket.").format(member=words.member(error.member_id))


SENTENCES = (
    Sentence(rules.ClaimsOff, _claims_off),
    Sentence(rules.ClaimsOffForAdmin, _claims_off_for_admin),
    Sentence(rules.AlreadyHandled, _already_handled, remedy=_take_over),
    Sentence(rules.HandledByYou, _handled_by_you),
    Sentence(rules.NotHandled, _not_handled),
    Sentence(rules.NotHandledBy, _not_handled_by),
    Sentence(rules.OpenersOwn, _openers_own),
    Sentence(rules.NotInTeam, _not_in_team),
)
