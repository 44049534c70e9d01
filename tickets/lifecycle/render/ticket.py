"""How a ticket looks: welcome message, card, announcements."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ...core import templates
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import controls, words
from ...core.render.answers import answer_embeds
from ...core.render.message import BLURPLE, RED, Message
from ...core.ticket import State, Ticket
from ...i18n import _
from ..settings import DEFAULT_WELCOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...core.feature import Announcement
    from ...core.ticket import Earlier
    from ..rules import About


#: The characters of a welcome text that has answers below it.
WELCOME_WITH_ANSWERS = 2500
#: The most that the first embed may have then: that text, the reason, title and footer.
TAKEN_BY_WELCOME = WELCOME_WITH_ANSWERS + 1500


@lazy_dataclass(frozen=True, kw_only=True)
class WelcomeFacts:
    """What a ticket's messages show of the server and its people."""

    guild_name: str
    guild_icon: str | None
    #: Moderator roles that are mentioned in the welcome message.
    mentioned_role_ids: tuple[int, ...] = ()
    #: The welcome text for tickets without a reason, variables in place; None: the default.
    welcome_text: str | None = None
    #: Whether that text also stands above a reason.
    welcome_always: bool = False
    #: The variables of that text.
    values: Mapping[str, str] = field(default_factory=dict)
    closer_name: str = ""
    type_name: str | None = None
    #: What else there is to know of the ticket: titles, and what stands below them.
    fields: Sequence[tuple[str, str]] = ()
    #: What the opener is told besides: titles and texts.
    told: Sequence[tuple[str, str]] = ()
    #: What can be done with the ticket.
    buttons: Sequence[discord.ui.Button[Any]] = ()


def welcome(ticket: Ticket, facts: WelcomeFacts) -> Message:
    """The ticket's first message, in its open or closed look."""
    greeting = _("Welcome to your ticket, {opener}!").format(opener=words.member(ticket.opener_id))
    content = f"{greeting} {words.roles(facts.mentioned_role_ids)}".strip()
    embed = discord.Embed(colour=BLURPLE)
    embed.description = _description(ticket, facts)
    if ticket.state is State.CLOSED:
        embed.colour = RED
        embed.title = _closed_title(facts.closer_name)
        embed.timestamp = datetime.fromtimestamp(ticket.since, timezone.utc)
    for title, text in facts.told:
        embed.add_field(name=title, value=text, inline=False)
    footer = _("Ticket on {server}").format(server=words.name(facts.guild_name))
    if facts.type_name is not None:
        footer = f"{words.name(facts.type_name)} · {footer}"
    embed.set_footer(text=footer, icon_url=facts.guild_icon)
    for title, text in facts.fields:
        embed.add_field(name=title, value=text)
    return Message(
        content=content,
        embed=embed,
        more_embeds=_answers(ticket)[0] if ticket.answers else (),
        view=controls.row(*facts.buttons),
        pings=discord.AllowedMentions(
            everyone=False,
            users=[discord.Object(ticket.opener_id)],
            # Who had to accept it was pinged then.
            roles=[
                discord.Object(role)
                for role in facts.mentioned_role_ids
                if not ticket.was_requested
            ],
        ),
    )


def _closed_title(closer: str) -> str:
    if not closer:
        # Another cog didn't keep who it was.
        return _("Ticket closed")
    name = words.escaped(words.name(closer))
    return words.clip(_("Ticket closed by {name}").format(name=name), words.TITLE_LIMIT)


def _description(ticket: Ticket, facts: WelcomeFacts) -> str:
    """The welcome text and the reason; only the reason where it stands for both."""
    if ticket.reason is None:
        text = ticket.welcome_text or _welcome_text(ticket, facts)
        return words.clip(text, WELCOME_WITH_ANSWERS) if ticket.answers else text
    reason = _reason(ticket.reason)
    # What was said stays, whatever the setting is by now.
    is_new = facts.welcome_always and ticket.welcome_id is None
    if not (ticket.answers or is_new or ticket.welcome_text):
        return reason
    limit = WELCOME_WITH_ANSWERS if ticket.answers else words.DESCRIPTION_LIMIT - 2 - len(reason)
    text = words.clip(ticket.welcome_text or _welcome_text(ticket, facts), limit)
    return f"{text}\n\n{reason}"


def welcome_text_in(ticket: Ticket, description: str | None) -> str | None:
    """The welcome text in the first message of a ticket; None where only its reason stands."""
    if ticket.reason is None or description is None:
        return description
    text, found, _nothing = description.rpartition(f"\n\n{_reason(ticket.reason)}")
    return text if found else None


def _answers(ticket: Ticket) -> list[list[discord.Embed]]:
    # By no more than the answers: so it is the same whenever the message is changed.
    return answer_embeds(ticket.answers, TAKEN_BY_WELCOME)


def further_answers(ticket: Ticket) -> list[Message]:
    """The messages with the answers for which the first one has no room."""
    return [Message(embed=first, more_embeds=others) for first, *others in _answers(ticket)[1:]]


def answers_in(message: discord.Message) -> list[str]:
    """The texts by which a message with answers is known again."""
    return [(one.description or "").strip() for one in message.embeds]


def _welcome_text(ticket: Ticket, facts: WelcomeFacts) -> str:
    values = {name: words.escaped(value) for name, value in facts.values.items()}
    values["user"] = words.member(ticket.opener_id)
    text = facts.welcome_text or _(DEFAULT_WELCOME)
    return words.clip(templates.fill(text, values), words.DESCRIPTION_LIMIT)


def earlier_lines(earlier: Earlier) -> Iterator[tuple[str, str]]:
    """Titles and texts on what the opener asked for before."""
    for title, count, last, channel_id in (
        (
            _("Earlier tickets"),
            earlier.tickets,
            earlier.last_ticket_at,
            earlier.last_channel_id,
        ),
        (_("Declined requests"), earlier.refused, earlier.last_refused_at, None),
    ):
        if count:
            text = _("{count}, the last one {when}").format(
                count=count, when=words.moment(last or 0, "R")
            )
            yield title, text if channel_id is None else f"{text} · {words.channel(channel_id)}"


def thread_opening(
    role_ids: tuple[int, ...], about_opener: Iterable[tuple[str, str]] = ()
) -> Message:
    """The first message of the staff's thread, whose mentions let the moderators in.

    `about_opener` are titles and texts.
    """
    embed = discord.Embed(
        colour=BLURPLE,
        description=_("Talk about this ticket among staff. The member can't see this thread."),
    )
    for title, text in about_opener:
        embed.add_field(name=title, value=text)
    roles = [discord.Object(role) for role in role_ids]
    return Message(
        content=words.roles(role_ids) or None,
        embed=embed,
        pings=discord.AllowedMentions(everyone=False, users=False, roles=roles),
    )


def announced(how: Announcement, name: str, guest: str = "") -> str:
    """One sentence on who did what, and to whom."""
    return words.clip(how.sentence(words.name(name), words.name(guest)), words.TITLE_LIMIT)


def announcement(
    ticket: Ticket,
    how: Announcement,
    *,
    name: str,
    about: About | None = None,
    also: Sequence[str] = (),
    avatar: str,
    buttons: Sequence[discord.ui.Button[Any]] = (),
) -> Message:
    """Says in the channel who did what, why a ticket was closed, and what `also` is to be said.

    `buttons` when the welcome message, which has them otherwise, is gone.
    """
    embed = discord.Embed(colour=how.colour)
    embed.set_author(name=announced(how, name, about.name if about else ""), icon_url=avatar)
    reason = how.reason(ticket) if how.reason is not None else None
    lines = [_quoted_reason(reason), *also] if reason is not None else also
    embed.description = "\n".join(lines) or None
    view = controls.row(*buttons) if buttons else None
    if about is None or about.mention is None:
        return Message(embed=embed, view=view)
    called = [discord.Object(member) for member in about.called_ids] or False
    roles = [discord.Object(role) for role in about.called_role_ids] or False
    pings = discord.AllowedMentions(everyone=False, roles=roles, users=called)
    return Message(content=about.mention, embed=embed, view=view, pings=pings)


def reason_of_leaving() -> str:
    """Why a ticket is closed whose opener has left: without a name, for it is kept longer."""
    return _("The opener left the server.")


def announcement_in(message: discord.Message) -> str | None:
    """The sentence of an announcement, None if the message is something else."""
    return message.embeds[0].author.name if message.embeds else None


def is_welcome(message: discord.Message, ticket: Ticket) -> bool:
    """Whether a message of the bot's is the ticket's first one."""
    ids = {controls.identify(verb, ticket.number) for verb in ("close", "reopen")}
    return message.content != "" and any(
        getattr(child, "custom_id", None) in ids
        for row in message.components
        for child in getattr(row, "children", ())
    )


def card(
    ticket: Ticket,
    buttons: Sequence[discord.ui.Button[Any]],
    fields: Iterable[tuple[str, str]] = (),
    type_name: str | None = None,
) -> Message:
    """A ticket in short, with what can be done: for when its first message is far away.

    `fields` are titles, and what stands below them.
    """
    embed = discord.Embed(
        title=_("Ticket #{number}").format(number=ticket.number),
        colour=RED if ticket.state is State.CLOSED else BLURPLE,
    )
    embed.add_field(name=_("Opened by"), value=words.member(ticket.opener_id))
    closed = ticket.state is State.CLOSED
    state = _("Closed since {date}") if closed else _("Open since {date}")
    embed.add_field(name=_("State"), value=state.format(date=words.moment(ticket.since)))
    if type_name is not None:
        embed.add_field(name=_("Type"), value=words.escaped(words.name(type_name)))
    for name, text in fields:
        embed.add_field(name=name, value=text)
    if ticket.reason is not None:
        embed.description = _reason(ticket.reason)
    return Message(embed=embed, view=controls.row(*buttons))


def _reason(text: str) -> str:
    return _("**Reason:** {reason}").format(reason=words.escaped(text))


def _quoted_reason(text: str) -> str:
    return "\n".join(f"> {line}" for line in _reason(text).splitlines())
