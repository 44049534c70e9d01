"""What the staff reads in the reception channel: requests, and the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ...core.render import words
from ...core.render.controls import button, identify, row
from ...core.ticket import State, Ticket
from ...i18n import _
from ...lifecycle.render.ticket import RED, Message
from ..notices import Notice, NoticeKind
from ..rules import Event, LogEntry
from .notices import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

GREEN = discord.Colour(0x248046)
GREY = discord.Colour(0x80848E)
AMBER = discord.Colour(0xF0B232)

_COLOURS = {
    Event.OPENED: GREEN,
    Event.REOPENED: GREEN,
    Event.CLOSED: AMBER,
    Event.DELETED: RED,
    Event.BLOCKED: RED,
    Event.NOTICE: AMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Names and pictures of the people in a message, by id."""

    names: Mapping[int, str] = field(default_factory=dict)
    avatars: Mapping[int, str] = field(default_factory=dict)

    def name(self, user_id: int | None) -> str:
        """The name as people know it, or the id."""
        if not user_id:
            return _("Somebody")
        return words.name(self.names.get(user_id, str(user_id)))


def link_to(guild_id: int, channel_id: int, label: str) -> discord.ui.View:
    """A button that leads to a channel."""
    url = f"https://discord.com/channels/{guild_id}/{channel_id}"
    return row(discord.ui.Button(label=label, url=url))


def log_message(guild_id: int, entry: LogEntry, faces: Faces, *, at: int) -> Message:
    """One line of the log, about what happened at `at`."""
    time = datetime.fromtimestamp(at, timezone.utc)
    if entry.event is Event.NOTICE:
        notice = Notice(NoticeKind(entry.notice), entry.about)
        return Message(
            embed=discord.Embed(colour=AMBER, description=tell([notice]), timestamp=time)
        )
    embed = discord.Embed(colour=_COLOURS.get(entry.event, GREY), timestamp=time)
    avatar = faces.avatars.get(entry.by_id or 0)
    sentence = words.clip(_sentence(entry, faces), words.TITLE_LIMIT)
    embed.set_author(name=sentence, icon_url=avatar)
    details = list(_details(entry))
    if details:
        embed.description = "\n".join(details)
    if entry.number is not None:
        embed.set_footer(text=_("Ticket #{number}").format(number=entry.number))
    if entry.event is Event.SAVED:
        # With it anybody can tell later whether the file is still the same.
        embed.add_field(name="SHA-256", value=entry.about or "?")
    there = entry.channel_id if entry.event is not Event.DELETED else None
    view = link_to(guild_id, there, _("Go to ticket")) if there else None
    return Message(embed=embed, view=view)


def _sentence(entry: LogEntry, faces: Faces) -> str:
    facts: dict[str, Any] = {"name": faces.name(entry.by_id), "number": entry.number}
    match entry.event:
        case Event.OPENED if entry.member_id is not None:
            return _("{name} has opened a ticket for {member}.").format(
                **facts, member=faces.name(entry.member_id)
            )
        case Event.OPENED:
            return _("{name} has just opened a ticket.").format(**facts)
        case Event.CLOSED:
            return _("{name} has closed ticket #{number}.").format(**facts)
        case Event.REOPENED:
            return _("{name} has reopened ticket #{number}.").format(**facts)
        case Event.DELETED if entry.by_id is None:
            return _("The channel of ticket #{number} was deleted.").format(**facts)
        case Event.DELETED:
            return _("{name} has deleted ticket #{number}.").format(**facts)
        case Event.SAVED if entry.by_id is None:
            return _("The conversation of ticket #{number} was saved.").format(**facts)
        case Event.SAVED:
            return _("{name} has saved the conversation of ticket #{number}.").format(**facts)
        case Event.ADDED:
            return _("{name} has given access to ticket #{number}.").format(**facts)
        case Event.REMOVED:
            return _("{name} has taken away access to ticket #{number}.").format(**facts)
        case Event.BLOCKED:
            return _("{name} has blocked {member}.").format(
                **facts, member=faces.name(entry.member_id)
            )
        case Event.UNBLOCKED:
            return _("{name} has unblocked {member}.").format(
                **facts, member=faces.name(entry.member_id)
            )
    raise AssertionError(entry)


def _details(entry: LogEntry) -> Any:
    if entry.member_id is not None:
        yield words.member(entry.member_id)
    if entry.role_id is not None:
        yield words.role(entry.role_id)
    if entry.event is Event.BLOCKED:
        yield (
            _("Until {date}").format(date=words.moment(entry.until))
            if entry.until is not None
            else _("Until a moderator lifts it")
        )
    if entry.reason is not None:
        yield reason_quoted(entry.reason)


def reason_quoted(text: str) -> str:
    """A reason as a quote."""
    return "\n".join(
        f"> {line}"
        for line in _("**Reason:** {reason}").format(reason=words.escaped(text)).splitlines()
    )


def request(ticket: Ticket, faces: Faces, mentioned_role_ids: tuple[int, ...] = ()) -> Message:
    """A request as it stands: to be decided, or how it was decided and by whom."""
    embed = discord.Embed(colour=AMBER)
    embed.set_author(
        name=words.clip(
            _("{name} would like to open a ticket.").format(name=faces.name(ticket.opener_id)),
            words.TITLE_LIMIT,
        ),
        icon_url=faces.avatars.get(ticket.opener_id),
    )
    if ticket.reason is not None:
        embed.description = reason_quoted(ticket.reason)
    embed.add_field(name=_("Member"), value=words.member(ticket.opener_id))
    if ticket.opener_id:
        created = int(discord.utils.snowflake_time(ticket.opener_id).timestamp())
        embed.add_field(name=_("Account created"), value=words.moment(created, "R"))
    if ticket.panel is not None:
        embed.add_field(name=_("Panel"), value=f"#{ticket.panel}")
    embed.set_footer(text=_("Request #{number}").format(number=ticket.number))
    embed.timestamp = datetime.fromtimestamp(ticket.created_at, timezone.utc)
    content = words.roles(mentioned_role_ids) or None
    # Posted again, in another channel, it calls nobody a second time.
    called = mentioned_role_ids if ticket.request_id is None else ()
    pings = discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role) for role in called]
    )
    view = _show_decision(embed, ticket)
    return Message(content=content, embed=embed, view=view, pings=pings)


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
                    name=_("Why"), value=words.clip(words.escaped(ticket.refusal), 1024)
                )
        case State.CANCELLED:
            embed.colour = GREY
            withdrawn = ticket.decided_by_id == ticket.opener_id
            embed.add_field(
                name=_("Cancelled"),
                value=_("withdrawn by the member") if withdrawn else _("the member has left"),
            )
        case _:
            embed.colour = GREEN
            embed.add_field(name=_("Accepted by"), value=decider or "—")
            if ticket.channel_id is not None:
                return link_to(ticket.guild_id, ticket.channel_id, _("Go to ticket"))
    return None


_STYLE = discord.ButtonStyle


def is_request(message: discord.Message, ticket: Ticket) -> bool:
    """Whether a message of the bot's is the ticket's pending request."""
    return any(
        getattr(child, "custom_id", None) == identify("accept", ticket.number)
        for part in message.components
        for child in getattr(part, "children", ())
    )
