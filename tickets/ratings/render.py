"""Stars in messages: the question, what was given, the log's line."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import LogLine, Sentence
from ..core.render import words
from ..core.render.controls import button, identify, row
from ..core.render.forms import modal, reason_part
from ..core.render.message import BLURPLE, Message, as_quote
from ..i18n import _
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.direct import DirectMessage
    from ..core.event import LogEntry
    from ..core.ticket import Ticket

#: The colour of stars.
_GOLD = 0xFEE75C
#: By it, the field about the rating is known in a direct message.
_STAR = "★"
#: What can be pressed to rate; the rest below a direct message is of others.
_VERBS = ("rate", "rate-comment")


def stars(count: int) -> str:
    """So many full stars of five."""
    return _STAR * count + "☆" * (rules.MOST - count)


def _meaning(count: int) -> str:
    return {
        1: _("Very bad"),
        2: _("Bad"),
        3: _("Okay"),
        4: _("Good"),
        5: _("Very good"),
    }[count]


# ---------------------------------------------------------------- the question


def question() -> tuple[str, str]:
    """What the opener is asked: a title and a text."""
    asked = _("How was our help?")
    return (
        f"{_STAR} {asked}",
        _("Give one to five stars below. The staff will see your rating."),
    )


def ask(
    guild_id: int, about: DirectMessage, closed_at: int
) -> tuple[str, str, list[discord.ui.Item[Any]]]:
    """The question in the direct message about a closing."""
    return (*question(), [_select(guild_id, about.number, closed_at)])


def _select(
    guild_id: int, number: int, closed_at: int, given: int | None = None
) -> discord.ui.Select[discord.ui.View]:
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=identify("rate", guild_id, number, closed_at),
        placeholder=_("Choose your stars…"),
    )
    for count in range(rules.MOST, 0, -1):
        label = f"{stars(count)} {_meaning(count)}"
        select.add_option(label=label, value=str(count), default=count == given)
    return select


def question_in_ticket(ticket: Ticket) -> Message:
    """The question for an opener who takes no direct messages, in a ticket that they can read."""
    title, text = question()
    closed_at = ticket.closed_at or 0
    embed = discord.Embed(
        title=title,
        description=text,
        colour=BLURPLE,
        timestamp=datetime.fromtimestamp(closed_at, timezone.utc),
    )
    return Message(
        content=words.member(ticket.opener_id),
        embed=embed,
        view=row(_select(ticket.guild_id, ticket.number, closed_at)),
    )


# --------------------------------------------------------------------- the answer


def given(ticket: Ticket) -> tuple[str, str]:
    """What the opener gave: a title and a text."""
    title = _("Your rating: {stars}").format(stars=stars(ticket.stars or 0))
    until = (ticket.closed_at or 0) + rules.LASTING
    text = _("Thank you! You can change it until {date}.").format(date=words.moment(until))
    if ticket.rating_comment is not None:
        text += f"\n{words.clip(words.quoted(ticket.rating_comment), 900)}"
    return title, text


def given_in_private(
    ticket: Ticket, shown: discord.Message
) -> tuple[discord.Embed, discord.ui.View]:
    """The direct message as it is `shown`, with what was given; what else it offers stays."""
    embed = shown.embeds[0].copy() if shown.embeds else discord.Embed(colour=_GOLD)
    fields = [one for one in embed.fields if _STAR not in (one.name or "")]
    title, text = given(ticket)
    embed.clear_fields().add_field(name=title, value=text, inline=False)
    for one in fields:
        embed.add_field(name=one.name, value=one.value, inline=one.inline)
    return embed, row(_stars_below(ticket), _comment_below(ticket), *_of_others(shown))


def _of_others(shown: discord.Message) -> list[discord.ui.Item[Any]]:
    """What stands below a message besides the stars and the comment."""
    others: list[discord.ui.Item[Any]] = []
    for item in discord.ui.View.from_message(shown).children:
        verb = str(getattr(item, "custom_id", None) or "").split(":")[2:3]
        if not verb or verb[0] not in _VERBS:
            item.row = None
            others.append(item)
    return others


def given_in_ticket(ticket: Ticket) -> tuple[str, discord.ui.View]:
    """The same, for the opener only, with the way to a comment."""
    title, text = given(ticket)
    return f"**{title}**\n{text}", row(_comment_below(ticket))


def _stars_below(ticket: Ticket) -> discord.ui.Item[Any]:
    return _select(ticket.guild_id, ticket.number, ticket.closed_at or 0, given=ticket.stars)


def _comment_below(ticket: Ticket) -> discord.ui.Item[Any]:
    about = (ticket.guild_id, ticket.number, ticket.closed_at or 0)
    label = _("Add a comment") if ticket.rating_comment is None else _("Change the comment")
    return button("rate-comment", *about, label=label, style=discord.ButtonStyle.blurple)


def comment_form(ticket: Ticket) -> discord.ui.Modal:
    """Asks for words; empty removes them."""
    part = reason_part(
        _("What went well, and what didn't?"),
        description=_("The staff will read this. You can leave it empty."),
        required=False,
        present=ticket.rating_comment,
        limit=rules.COMMENT_LIMIT,
    )
    custom_id = identify("rate-comment", ticket.guild_id, ticket.number, ticket.closed_at or 0)
    return modal(custom_id, _("Your comment"), part)


# ------------------------------------------------------------------------ the log


def _rated_line(entry: LogEntry, name: Callable[[int | None], str]) -> str:
    return _("{name} rated ticket #{number}: {stars}").format(
        name=name(entry.by_id), number=entry.number, stars=stars(int(entry.detail or 0))
    )


def _comment_quoted(text: str) -> str:
    return as_quote(_("**Comment:** {text}").format(text=words.escaped(text)))


def _comment(ticket: Ticket) -> str | None:
    return ticket.rating_comment


LOG_LINES = {
    rules.RATED: LogLine(
        _rated_line, colour=_GOLD, reason=_comment, quote=_comment_quoted, tells_detail=True
    )
}


# ------------------------------------------------------------------------- errors


def _ratings_off(error: rules.RatingsOff) -> str:
    return _("This server no longer asks for ratings.")


def _opener_rates(error: rules.OpenerRates) -> str:
    return _("Only {member} can rate this ticket.").format(member=words.member(error.opener_id))


def _rating_over(error: rules.RatingOver) -> str:
    return _(
        "Ticket #{number} was reopened, so this question no longer counts. You will be asked "
        "again when it is closed."
    ).format(number=error.number)


def _rating_too_late(error: rules.RatingTooLate) -> str:
    return _("Ticket #{number} was closed more than a week ago. It can't be rated now.").format(
        number=error.number
    )


def _rating_stays(error: rules.RatingStays) -> str:
    return _("You changed your rating many times. It stays as it is now.")


def _rating_needed(error: rules.RatingNeeded) -> str:
    return _("Please choose your stars first.")


SENTENCES = (
    Sentence(rules.RatingsOff, _ratings_off),
    Sentence(rules.OpenerRates, _opener_rates),
    Sentence(rules.RatingOver, _rating_over),
    Sentence(rules.RatingTooLate, _rating_too_late),
    Sentence(rules.RatingStays, _rating_stays),
    Sentence(rules.RatingNeeded, _rating_needed),
)
