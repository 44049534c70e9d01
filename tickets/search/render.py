"""How what was found looks, and what is known of one ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import Sentence
from ..core.render import words
from ..core.render.controls import button, identify
from ..core.render.controls import row as buttons_below
from ..core.render.lists import turning
from ..core.render.pages import heading, line, page, row
from ..core.ticket import State
from ..i18n import _
from .rules import NothingToFind, TooLongToFind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..core.form import Answer
    from ..core.ticket import Ticket
    from .rules import Found, Record

#: Characters that a line has of a reason, and a page of what the opener answered.
_LINE, _ANSWERS, _ANSWER = 60, 1000, 300
#: Discord's limit for a page, with room for what stands around the texts.
_PAGE_LIMIT = 3800
_TYPE_WORDS = 30
_GREY = discord.ButtonStyle.grey
_MARKS = {
    State.REQUESTED: "🕐",
    State.OPENING: "🕐",
    State.OPEN: "🟢",
    State.CLOSED: "🔒",
    State.DELETING: "🗑️",
    State.DELETED: "🗑️",
    State.REFUSED: "⛔",
    State.CANCELLED: "↩️",
}


def found_page(found: Found, key: str, types: Mapping[int, str]) -> discord.ui.LayoutView:
    """A page of what was found; `types` are the names of types by their ids."""
    note = words.for_count(found.count, _("1 ticket"), _("{count} tickets"))
    if found.more:
        note = _("The newest {count} tickets. Add a word or a member to narrow it down.").format(
            count=found.count
        )
    blocks: list[discord.ui.Item[Any] | str] = [heading(_("Tickets found"), note), line()]
    if found.tickets:
        blocks.append("\n".join(_line(ticket, types) for ticket in found.tickets))
        blocks.append(row(_choice(found, key)))
    else:
        blocks.append(_("No ticket matches."))
    if found.is_incomplete:
        blocks.append(_("-# Older tickets are still being added to the search."))
    return page(*blocks, below=turning("find", found.number, found.pages, key))


def show_found(key: str) -> discord.ui.View:
    """The button that shows what was found to who looked for it."""
    return buttons_below(button("find", key, 0, label=_("Show the tickets"), style=_GREY))


def _line(ticket: Ticket, types: Mapping[int, str]) -> str:
    parts = [f"{_MARKS[ticket.state]} **#{ticket.number}**"]
    type_name = types.get(ticket.type_id or 0)
    if type_name is not None:
        parts.append(words.escaped(words.clip(type_name, _TYPE_WORDS)))
    parts += [words.member(ticket.opener_id), words.moment(ticket.created_at, "d")]
    if ticket.reason is not None:
        parts.append(words.escaped(_in_one_line(ticket.reason)))
    return " · ".join(parts)


def _choice(found: Found, key: str) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("find-record", key, found.number),
        placeholder=_("Show more about a ticket…"),
        options=[
            discord.SelectOption(
                label=f"#{one.number}",
                value=str(one.number),
                description=words.name(_in_one_line(one.reason)) if one.reason else None,
            )
            for one in found.tickets
        ],
    )


def _in_one_line(text: str) -> str:
    return words.clip(" ".join(words.plain(text).split()), _LINE)


# -------------------------------------------------------------------- one ticket


def record_page(
    record: Record, history: Iterable[tuple[int, str]], back: tuple[str, int] | None
) -> discord.ui.LayoutView:
    """All that is known of a ticket.

    `history` are times and sentences, oldest first; `back` is a search's key and page.
    """
    ticket = record.ticket
    title = f"{_MARKS[ticket.state]} " + _("Ticket #{number}").format(number=ticket.number)
    type_ = record.settings.type
    note = words.escaped(words.name(type_.name)) if type_ is not None else None
    blocks: list[discord.ui.Item[Any] | str] = [heading(title, note), "\n".join(_facts(record))]
    said = "\n".join(_said(ticket))
    if said:
        blocks += [line(), said]
    used = sum(len(one) for one in blocks if isinstance(one, str))
    lines = _history(history, _PAGE_LIMIT - used)
    if lines:
        blocks += [line(), lines]
    return page(*blocks, below=list(_ways(record, back)))


def _facts(record: Record) -> Iterator[str]:
    ticket = record.ticket
    yield _fact(_("State"), _state(ticket))
    yield _fact(_("Opened by"), _who_when(ticket.opened_by_id, ticket.created_at))
    if ticket.opened_by_id != ticket.opener_id:
        yield _fact(_("For"), words.member(ticket.opener_id))
    if ticket.decided_by_id is not None:
        title = {
            State.REFUSED: _("Declined by"),
            State.CANCELLED: _("Cancelled by"),
        }.get(ticket.state, _("Accepted by"))
        yield _fact(title, _who_when(ticket.decided_by_id, ticket.decided_at))
    if ticket.answered_at is not None:
        after = _after(ticket.answer_seconds, ticket.created_at, ticket.answered_at)
        yield _fact(_("First answer"), f"{words.moment(ticket.answered_at)} · {after}")
    if ticket.handler_id is not None:
        yield _fact(_("Handled by"), _who_when(ticket.handler_id, ticket.claimed_at))
    if ticket.closed_by_id is not None:
        text = _who_when(ticket.closed_by_id, ticket.closed_at)
        if ticket.closed_at is not None and ticket.state is not State.OPEN:
            text += f" · {_after(ticket.closing_seconds, ticket.created_at, ticket.closed_at)}"
        yield _fact(_("Closed by"), text)
    if ticket.stars is not None:
        yield _fact(_("Stars"), "★" * ticket.stars + "☆" * (5 - ticket.stars))
    if ticket.reopened_by_id is not None:
        yield _fact(_("Reopened by"), words.member(ticket.reopened_by_id))
    if ticket.deleted_by_id is not None:
        yield _fact(_("Deleted by"), words.member(ticket.deleted_by_id))


def _fact(title: str, text: str) -> str:
    return f"**{title}** {text}"


def _state(ticket: Ticket) -> str:
    state = {
        State.REQUESTED: _("waiting for a decision"),
        State.OPENING: _("being opened"),
        State.OPEN: _("still open"),
        State.CLOSED: _("closed"),
        State.DELETING: _("being deleted"),
        State.DELETED: _("deleted"),
        State.REFUSED: _("declined"),
        State.CANCELLED: _("cancelled"),
    }[ticket.state]
    return state if ticket.channel_id is None else f"{state} · {words.channel(ticket.channel_id)}"


def _who_when(user_id: int, at: int | None) -> str:
    who = words.member(user_id)
    return who if at is None else f"{who} · {words.moment(at)}"


def _after(counted: int | None, start: int, end: int) -> str:
    """How long something took; in opening hours, where these were counted."""
    if counted is not None:
        return _("after {time} of opening hours").format(time=words.span(counted))
    return _("after {time}").format(time=words.span(end - start))


def _said(ticket: Ticket) -> Iterator[str]:
    if ticket.reason is not None:
        yield _fact(_("Reason"), words.escaped(ticket.reason))
    yield from _answers(ticket.answers)
    if ticket.refusal is not None:
        yield _fact(_("Reason for refusal"), words.escaped(ticket.refusal))
    if ticket.close_reason is not None:
        yield _fact(_("Reason for closing"), words.escaped(ticket.close_reason))
    if ticket.rating_comment is not None:
        yield _fact(_("Comment"), words.escaped(ticket.rating_comment))


def _answers(answers: Iterable[Answer]) -> Iterator[str]:
    left = _ANSWERS
    for one in answers:
        label = " ".join(one.label.split()) or "?"
        text = _fact(words.escaped(label), words.escaped(words.clip(one.text, _ANSWER)))
        left -= len(text)
        if left < 0:
            yield "…"
            return
        yield text


def _history(history: Iterable[tuple[int, str]], room: int) -> str:
    """The last of what happened, as far as there is room.

    A comment on a rating repeats its words: what was said once needn't stand there again.
    """
    lines: list[str] = []
    later = ""
    for at, sentence in reversed(list(history)):
        if sentence == later:
            continue
        later, text = sentence, f"{words.moment(at, 'd')} {sentence}"
        room -= len(text) + 1
        if room < 0:
            lines.append("…")
            break
        lines.append(text)
    return "\n".join(reversed(lines))


def _ways(record: Record, back: tuple[str, int] | None) -> Iterator[discord.ui.Button[Any]]:
    ticket, saved = record.ticket, record.transcript
    if back is not None:
        yield button("find", *back, label=_("Back"), style=_GREY)
    if ticket.channel_id is not None:
        url = f"https://discord.com/channels/{ticket.guild_id}/{ticket.channel_id}"
        yield discord.ui.Button(label=_("Go to ticket"), url=url)
    elif ticket.request_id is not None and ticket.state is State.REQUESTED:
        yield discord.ui.Button(label=_("Go to request"), url=words.request(ticket))
    if saved is not None:
        url = words.message(ticket.guild_id, saved.channel_id, saved.message_id)
        yield discord.ui.Button(label=_("Go to transcript"), url=url)


# ------------------------------------------------------------------------ errors


def _nothing_to_find(_error: NothingToFind) -> str:
    return _("Search for words or numbers. Emojis and signs alone can't be found.")


def _too_long(error: TooLongToFind) -> str:
    return _("That's a bit long ({length} of {limit} characters). A few words are enough.").format(
        length=error.length, limit=error.limit
    )


SENTENCES = (Sentence(NothingToFind, _nothing_to_find), Sentence(TooLongToFind, _too_long))
