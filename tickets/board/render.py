"""How a board looks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from ..core.feature import NoticeKind, Sentence
from ..core.render import words
from ..core.render.pages import heading, line, page
from ..core.render.permissions import permissions
from ..i18n import _, typed_setting
from .rules import BOARD_CLOSED, BOARD_GONE, BOARD_PUBLIC, BoardIsPublic

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from ..core.ticket import Ticket
    from .rules import Shown

#: As much of a type's name as a heading has space for.
_TYPE_WORDS = 60


def title_of(type_name: str | None) -> str:
    """What stands at the top of a board, by which it is known again."""
    title = _("Tickets right now")
    if type_name is not None:
        title += f" · {words.escaped(words.clip(words.name(type_name), _TYPE_WORDS))}"
    return title


def board_page(shown: Shown) -> discord.ui.LayoutView:
    """A board."""
    parts = [
        _part(_("Requests"), shown.request_count, map(_request, shown.requests)),
        _part(_("Waiting for us"), shown.waiting_count, map(_waiting, shown.waiting)),
        _part(_("Unclaimed"), shown.unclaimed_count, map(_unclaimed, shown.unclaimed)),
    ]
    parts = [part for part in parts if part]
    if shown.other_count:
        more = words.for_count(
            shown.other_count, _("1 other open ticket"), _("{count} other open tickets")
        )
        parts.append(f"-# {more}")
    blocks: list[str | discord.ui.Separator[discord.ui.LayoutView]] = []
    for part in parts or [_("No tickets right now.")]:
        blocks += [line(), part]
    return page(heading(title_of(shown.type_name)), *blocks)


def digest_of(view: discord.ui.LayoutView) -> str:
    """Tells what a board shows from anything else."""
    return hashlib.sha256(json.dumps(view.to_components()).encode()).hexdigest()[:32]


def is_board(message: discord.Message, type_name: str | None) -> bool:
    """Whether a message of the bot's is the board with this title."""
    title = heading(title_of(type_name))
    return any(
        getattr(child, "content", None) == title
        for part in message.components
        for child in getattr(part, "children", ())
    )


def _part(title: str, count: int, lines: Iterable[str]) -> str:
    if not count:
        return ""
    listed = list(lines)
    text = "\n".join((f"**{title}** ({count})", *listed))
    if count > len(listed):
        more = _("and {count} more").format(count=count - len(listed))
        text += f"\n-# {more}"
    return text


def _request(ticket: Ticket) -> str:
    parts = [f"🕐 #{ticket.number}", words.member(ticket.opener_id)]
    parts.append(words.moment(ticket.created_at, "R"))
    if ticket.request_id is not None:
        parts.append(words.request(ticket))
    return " · ".join(parts)


def _waiting(ticket: Ticket) -> str:
    since = ticket.waits_since or ticket.since
    parts = [_place(ticket), words.moment(since, "R")]
    if ticket.handler_id is not None:
        parts.append(words.member(ticket.handler_id))
    return " · ".join(parts)


def _unclaimed(ticket: Ticket) -> str:
    return f"{_place(ticket)} · {words.moment(ticket.since, 'R')}"


def _place(ticket: Ticket) -> str:
    where = f" {words.channel(ticket.channel_id)}" if ticket.channel_id is not None else ""
    return f"🟢 #{ticket.number}{where}"


# ----------------------------------------------------------------- notices, errors


def _board_is_public(error: BoardIsPublic) -> str:
    return _(
        "Every member can read {channel}. The board needs a channel that only the staff sees."
    ).format(channel=words.channel(error.channel_id))


def _board_gone(about: str) -> str:
    return _("The board's channel was deleted. Choose another one with {command}.").format(
        command=typed_setting("board")
    )


def _board_public(about: str) -> str:
    return _(
        "Every member can read the board's channel, so the board was removed. It comes back as "
        "soon as only the staff sees the channel."
    )


def _board_closed(about: str) -> str:
    names = about.split()
    return words.for_count(
        len(names),
        _("The board can't be shown. The bot lacks the permission {names} in its channel."),
        _("The board can't be shown. The bot lacks the permissions {names} in its channel."),
        names=permissions(names),
    )


SENTENCES = (Sentence(BoardIsPublic, _board_is_public),)
NOTICES = (
    NoticeKind(BOARD_GONE, _board_gone),
    NoticeKind(BOARD_PUBLIC, _board_public),
    NoticeKind(BOARD_CLOSED, _board_closed, for_doctor=True),
)
