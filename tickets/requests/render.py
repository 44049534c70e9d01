"""What people read of requests."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

import discord

from ..core import templates
from ..core.errors import AlreadyRequested
from ..core.feature import DirectWords, NoticeKind, Sentence
from ..core.render import words
from ..core.render.answers import answer_embeds, answers_as_file
from ..core.render.controls import button, identify, row
from ..core.render.failures import always
from ..core.render.forms import reason_form
from ..core.render.message import (
    AMBER,
    BLURPLE,
    GREEN,
    GREY,
    RED,
    Message,
    Profiles,
    link_to,
    reason_quoted,
)
from ..core.ticket import State, Ticket
from ..i18n import _, typed_setting
from ..lifecycle.render.files import list_of_missing
from ..panels.render.panels import panel_link
from .rules import (
    FILES_STAY,
    NO_RECEPTION,
    AlreadyDecided,
    MemberFacts,
    NoReception,
    ReceptionNeeded,
    RefusedRecently,
)
from .settings import DEFAULT_CONFIRMATION


def confirmation(ticket: Ticket, text: str | None, values: Mapping[str, str]) -> Message:
    """What a member reads who requested a ticket."""
    shown = {name: words.escaped(value) for name, value in values.items()}
    shown["user"] = words.member(ticket.opener_id)
    filled = templates.fill(text or _(DEFAULT_CONFIRMATION), shown)
    return Message(
        content=words.clip(filled, words.MESSAGE_LIMIT), view=withdraw_button(ticket.number)
    )


def request(
    ticket: Ticket,
    profiles: Profiles,
    mentioned_role_ids: tuple[int, ...] = (),
    member: MemberFacts | None = None,
    *,
    files: bool = True,
    limit: int = 0,
) -> Message:
    """A request as it stands: to be decided, or how it was decided and by whom.

    Answers for which its embeds have no room are all in a file, unless there may be no `files`.
    `limit` is how large a file may be, in bytes.
    """
    embed = discord.Embed(colour=AMBER)
    embed.set_author(
        name=words.clip(
            _("{name} would like to open a ticket.").format(name=profiles.name(ticket.opener_id)),
            words.TITLE_LIMIT,
        ),
        icon_url=profiles.avatars.get(ticket.opener_id),
    )
    if ticket.reason is not None:
        embed.description = reason_quoted(ticket.reason)
    _show_member(embed, ticket, member or MemberFacts())
    missing = list_of_missing(ticket.files, limit)
    if missing and ticket.state is State.REQUESTED:
        embed.add_field(name=_("Missing files"), value=words.clip(missing, 1024), inline=False)
    embed.set_footer(text=_("Request #{number}").format(number=ticket.number))
    embed.timestamp = datetime.fromtimestamp(ticket.created_at, timezone.utc)
    content = words.roles(mentioned_role_ids) or None
    # Posted again, in another channel, it calls nobody a second time.
    called = mentioned_role_ids if ticket.request_id is None else ()
    pings = discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role) for role in called]
    )
    view = _show_decision(embed, ticket)
    answers, text_file = _answers(ticket, files=files)
    return Message(
        content=content,
        embed=embed,
        more_embeds=answers,
        text_file=text_file,
        view=view,
        pings=pings,
    )


def _answers(ticket: Ticket, *, files: bool) -> tuple[list[discord.Embed], tuple[str, str] | None]:
    """The embeds with answers, the same whatever becomes of the request, and the file."""
    if not ticket.answers:
        return [], None
    here, *left_over = answer_embeds(ticket.answers, TAKEN_BY_REQUEST)
    if not left_over:
        return here, None
    more = _("There is more, for which there is no room here.")
    if files:
        more = _("All answers are in the file {name}.").format(name=ANSWERS_FILE)
    here.append(discord.Embed(colour=BLURPLE, description=more))
    return here, (ANSWERS_FILE, answers_as_file(ticket.answers)) if files else None


def _show_member(embed: discord.Embed, ticket: Ticket, known: MemberFacts) -> None:
    embed.add_field(name=_("Member"), value=words.member(ticket.opener_id))
    if ticket.opener_id:
        created = int(discord.utils.snowflake_time(ticket.opener_id).timestamp())
        embed.add_field(name=_("Account created"), value=words.moment(created, "R"))
    if known.joined_at is not None:
        embed.add_field(name=_("Joined"), value=words.moment(known.joined_at, "R"))
    if known.type is not None:
        embed.add_field(name=_("Type"), value=words.escaped(words.name(known.type.name)))
    if ticket.panel is not None:
        shown = f"#{ticket.panel}" if known.panel is None else panel_link(known.panel, PANEL_WORDS)
        embed.add_field(name=_("Panel"), value=shown)
    for title, text in known.about_opener:
        embed.add_field(name=title, value=text)


def _show_decision(embed: discord.Embed, ticket: Ticket) -> discord.ui.View | None:
    """Completes the embed; returns what can be pressed."""
    decider = words.member(ticket.decided_by_id) if ticket.decided_by_id else None
    match ticket.state:
        case State.REQUESTED:
            return row(
                button("accept", ticket.number, label=_("Accept"), style=_STYLE.green),
                button("refuse", ticket.number, label=_("Refuse"), style=_STYLE.red),
            )
        case State.REFUSED:
            embed.colour = RED
            embed.add_field(name=_("Refused by"), value=decider or "—")
            if ticket.refusal is not None:
                embed.add_field(
                    name=_("Reason for refusal"),
                    value=words.clip(words.escaped(ticket.refusal), 1024),
                )
        case State.CANCELLED:
            embed.colour = GREY
            by_opener = ticket.decided_by_id == ticket.opener_id
            embed.add_field(
                name=_("Cancelled"),
                value=_("cancelled by the member") if by_opener else _("member left the server"),
            )
        case _:
            embed.colour = GREEN
            embed.add_field(name=_("Accepted by"), value=decider or "—")
            if ticket.channel_id is not None:
                return link_to(ticket.guild_id, ticket.channel_id, _("Go to ticket"))
    return None


#: The most that the first embed of a request may have, and a line about the file.
TAKEN_BY_REQUEST = 3500
ANSWERS_FILE = "answers.txt"
#: As much of a panel's words as a field has space for.
PANEL_WORDS = 60
_STYLE = discord.ButtonStyle


def further_files(ticket: Ticket) -> Message:
    """Stands above files for which the request has no room."""
    return Message(content=_("More files of request #{number}").format(number=ticket.number))


def is_request(message: discord.Message, ticket: Ticket) -> bool:
    """Whether a message of the bot's is the ticket's pending request."""
    return any(
        getattr(child, "custom_id", None) == identify("accept", ticket.number)
        for part in message.components
        for child in getattr(part, "children", ())
    )


def withdraw_button(number: int) -> discord.ui.View:
    """The button with which a member takes a request back."""
    return row(button("withdraw", number, label=_("Cancel request"), style=_STYLE.grey))


def result_button(number: int, member_id: int) -> discord.ui.View:
    """The button that shows a moderator what a typed command has done."""
    return row(button("result", number, member_id, label=_("Show the result"), style=_STYLE.grey))


def refusal_form(number: int) -> discord.ui.Modal:
    """Asks why a request is refused; may stay empty."""
    return reason_form(
        identify("refuse", number),
        title=_("Refuse the request"),
        label=_("Why are you refusing this request?"),
        description=_("Optional. The member will read this."),
        required=False,
    )


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


# ----------------------------------------------------------------------- errors


def _already_requested(error: AlreadyRequested) -> str:
    return _("Your request #{number} is still waiting for the staff.").format(
        number=error.ticket.number
    )


def _already_decided(error: AlreadyDecided) -> str:
    ticket = error.ticket
    decider = words.member(ticket.decided_by_id or 0)
    match ticket.state:
        case State.REFUSED:
            return _("This request was already refused by {member}.").format(member=decider)
        case State.CANCELLED if ticket.decided_by_id == ticket.opener_id:
            return _("This request was cancelled by the member.")
        case State.CANCELLED:
            return _("This request is closed: the member left the server.")
        case _ if ticket.was_requested:
            return _("This request was already accepted by {member}.").format(member=decider)
    return _("There is no such request.")


def _refused_recently(error: RefusedRecently) -> str:
    return _("Your last request was declined. You can ask again {when}.").format(
        when=words.moment(error.until, "R")
    )


def _wait(error: RefusedRecently) -> str:
    """That somebody was refused is nobody else's business."""
    return _("You can open a new request {when}.").format(when=words.moment(error.until, "R"))


def _no_reception(error: NoReception) -> str:
    return _("Tickets aren't working right now. The staff has been told.")


def _reception_needed(error: ReceptionNeeded) -> str:
    return _(
        "Choose a requests channel first with {command}. While approval is on, there "
        "has to be one."
    ).format(command=typed_setting("receptionchannel"))


SENTENCES = (
    Sentence(
        AlreadyRequested,
        _already_requested,
        remedy=lambda error: withdraw_button(error.ticket.number),
    ),
    Sentence(AlreadyDecided, _already_decided),
    Sentence(RefusedRecently, _refused_recently, in_public=_wait),
    Sentence(NoReception, _no_reception, for_doctor=always),
    Sentence(ReceptionNeeded, _reception_needed),
)


# ------------------------------------------------------- in private, to the staff


def _was_accepted(server: str, by: str | None) -> str:
    return _("Your request on {server} was accepted: your ticket is open.").format(server=server)


def _was_refused(server: str, by: str | None) -> str:
    return _("Your ticket request on {server} was declined.").format(server=server)


MESSAGES = {
    "accepted": DirectWords(_was_accepted, GREEN.value, links=True),
    "refused": DirectWords(_was_refused, RED.value, of_request=True),
}


def _nobody_receives(about: str) -> str:
    return _(
        "A member tried to request a ticket, but no requests channel is set. Choose "
        "one with {command}, or turn approval off with {other}."
    ).format(
        command=typed_setting("receptionchannel"), other=typed_setting("validation automatic")
    )


def _files_stay(about: str) -> str:
    return _(
        "The bot couldn't remove the files below request #{number}, which is over. You can "
        "delete its message."
    ).format(number=about)


NOTICES = (
    NoticeKind(NO_RECEPTION, _nobody_receives, for_doctor=True),
    NoticeKind(FILES_STAY, _files_stay, of_ticket=True),
)
