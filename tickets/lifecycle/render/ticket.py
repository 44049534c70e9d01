"""How a ticket looks: welcome message, card, announcements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ...core import templates
from ...core.overwrite import Target
from ...core.render import controls, words
from ...core.settings import DEFAULT_CONFIRMATION, DEFAULT_WELCOME
from ...core.ticket import Happening, State, Ticket
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...access.rules import Guest

RED = discord.Colour(0xDA373C)

NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to send, with exactly who may be pinged by it."""

    content: str | None = None
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None
    pings: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)

    def to_send(self) -> dict[str, Any]:
        """Arguments for ``send``."""
        parts = {"content": self.content, "embed": self.embed, "view": self.view}
        return {
            **{name: part for name, part in parts.items() if part is not None},
            "allowed_mentions": self.pings,
        }

    def to_edit(self) -> dict[str, Any]:
        """Arguments for ``edit``: what isn't there any more is taken away."""
        return {
            "content": self.content,
            "embed": self.embed,
            "view": self.view,
            "allowed_mentions": NOBODY,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a ticket's messages show of the server and its people."""

    guild_name: str
    guild_icon: str | None
    colour: discord.Colour
    #: Moderator roles that are mentioned in the welcome message.
    mentioned_role_ids: tuple[int, ...] = ()
    #: The welcome text for tickets without a reason, variables in place; None: the default.
    welcome_text: str | None = None
    #: The variables of that text.
    values: Mapping[str, str] = field(default_factory=dict)
    closer_name: str = ""


def topic(ticket: Ticket) -> str:
    """The channel's topic. A lost channel is recognised by its number, opener and time."""
    return _("#{number} · opened by {opener} on {date}").format(
        number=ticket.number,
        opener=words.member(ticket.opener_id),
        date=words.moment(ticket.created_at),
    )


def is_topic_of(text: str | None, ticket: Ticket) -> bool:
    """Whether a channel with this topic is the ticket's, whatever language it is in."""
    marks = (words.member(ticket.opener_id), words.moment(ticket.created_at))
    return (
        text is not None
        and text.startswith(f"#{ticket.number} ")
        and all(mark in text for mark in marks)
    )


def welcome(ticket: Ticket, around: Surroundings) -> Message:
    """The ticket's first message, in its open or closed look."""
    greeting = _("Welcome {opener} to your ticket!").format(opener=words.member(ticket.opener_id))
    content = f"{greeting} {words.roles(around.mentioned_role_ids)}".strip()
    embed = discord.Embed(colour=around.colour)
    if ticket.reason is not None:
        embed.description = _reason(ticket.reason)
    else:
        values = {name: words.escaped(value) for name, value in around.values.items()}
        values["user"] = words.member(ticket.opener_id)
        text = around.welcome_text or _(DEFAULT_WELCOME)
        embed.description = words.clip(templates.fill(text, values), words.DESCRIPTION_LIMIT)
    if ticket.state is State.CLOSED:
        embed.colour = RED
        embed.title = words.clip(
            _("Ticket closed by {name}").format(
                name=words.escaped(words.name(around.closer_name))
            ),
            words.TITLE_LIMIT,
        )
        embed.timestamp = datetime.fromtimestamp(ticket.since, timezone.utc)
    embed.set_footer(
        text=_("Ticket on {server}").format(server=words.name(around.guild_name)),
        icon_url=around.guild_icon,
    )
    return Message(
        content=content,
        embed=embed,
        view=controls.ticket_controls(ticket),
        pings=discord.AllowedMentions(
            everyone=False,
            users=[discord.Object(ticket.opener_id)],
            # Who had to accept it was pinged then.
            roles=[
                discord.Object(role)
                for role in around.mentioned_role_ids
                if not ticket.was_requested
            ],
        ),
    )


def thread_opening(role_ids: tuple[int, ...], colour: discord.Colour) -> Message:
    """The first message of the staff's thread, whose mentions let the moderators in."""
    embed = discord.Embed(colour=colour, description=_("Discuss this ticket in private."))
    roles = [discord.Object(role) for role in role_ids]
    return Message(
        content=words.roles(role_ids) or None,
        embed=embed,
        pings=discord.AllowedMentions(everyone=False, users=False, roles=roles),
    )


def confirmation(ticket: Ticket, text: str | None, values: Mapping[str, str]) -> Message:
    """What a member reads who requested a ticket."""
    shown = {name: words.escaped(value) for name, value in values.items()}
    shown["user"] = words.member(ticket.opener_id)
    filled = templates.fill(text or _(DEFAULT_CONFIRMATION), shown)
    return Message(
        content=words.clip(filled, words.MESSAGE_LIMIT), view=controls.withdraw(ticket.number)
    )


def happened(what: Happening, name: str, guest: str = "") -> str:
    """One sentence on who did what, and to whom."""
    sentence = {
        Happening.CLOSED: _("{name} has closed the ticket."),
        Happening.REOPENED: _("{name} has reopened the ticket."),
        Happening.LEFT: _("{name} has left the server."),
        Happening.BACK: _("{name} is back on the server."),
        Happening.ADDED: _("{name} has added {guest} to the ticket."),
        Happening.REMOVED: _("{name} has removed {guest} from the ticket."),
    }[what]
    filled = sentence.format(name=words.name(name), guest=words.name(guest))
    return words.clip(filled, words.TITLE_LIMIT)


def announcement(
    ticket: Ticket,
    what: Happening,
    *,
    name: str,
    guest: Guest | None = None,
    avatar: str,
    colour: discord.Colour,
    with_controls: bool,
) -> Message:
    """Says in the channel who did what, and why a ticket was closed.

    `with_controls` when the welcome message, which has them otherwise, is gone.
    """
    embed = discord.Embed(colour=colour)
    embed.set_author(name=happened(what, name, guest.name if guest else ""), icon_url=avatar)
    if what is Happening.CLOSED and ticket.close_reason is not None:
        embed.description = _quoted_reason(ticket.close_reason)
    view = controls.ticket_controls(ticket) if with_controls else None
    if guest is None or what is not Happening.ADDED:
        return Message(embed=embed, view=view)
    # A member is called to the ticket; a role never is.
    called = [discord.Object(guest.id)] if guest.target is Target.MEMBER else False
    pings = discord.AllowedMentions(everyone=False, roles=False, users=called)
    return Message(content=guest.mention, embed=embed, view=view, pings=pings)


def announcement_in(message: discord.Message) -> str | None:
    """The sentence of an announcement, None if the message is something else."""
    return message.embeds[0].author.name if message.embeds else None


def is_welcome(message: discord.Message, ticket: Ticket) -> bool:
    """Whether a message of the bot's is the ticket's first one."""
    return message.content != "" and any(
        getattr(child, "custom_id", None) == controls.identify("close", ticket.number)
        for row in message.components
        for child in getattr(row, "children", ())
    )


def card(ticket: Ticket, colour: discord.Colour) -> Message:
    """A ticket in short, with what can be done: for when its first message is far away."""
    embed = discord.Embed(
        title=_("Ticket #{number}").format(number=ticket.number),
        colour=RED if ticket.state is State.CLOSED else colour,
    )
    embed.add_field(name=_("Opened by"), value=words.member(ticket.opener_id))
    closed = ticket.state is State.CLOSED
    state = _("Closed since {date}") if closed else _("Open since {date}")
    embed.add_field(name=_("State"), value=state.format(date=words.moment(ticket.since)))
    if ticket.reason is not None:
        embed.description = _reason(ticket.reason)
    return Message(embed=embed, view=controls.ticket_controls(ticket))


def _reason(text: str) -> str:
    return _("**Reason:** {reason}").format(reason=words.escaped(text))


def _quoted_reason(text: str) -> str:
    return "\n".join(f"> {line}" for line in _reason(text).splitlines())
