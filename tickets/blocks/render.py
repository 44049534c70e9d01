"""What people read of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import LogLine, Sentence
from ..core.render import words
from ..core.render.controls import button
from ..core.render.lists import cut, list_page, turning
from ..core.render.message import GREY, RED
from ..i18n import _
from .rules import Blocked, ModeratorsCantBeBlocked, NotBlocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..core.event import LogEntry
    from .rules import Block

    Name = Callable[[int | None], str]


def blocked_page(blocks: Sequence[Block], page: int) -> discord.ui.LayoutView:
    """Members who may not open tickets, those whose block ends first in front."""
    lines, page, pages = cut(blocks, page)
    text = "\n".join(_block_line(block) for block in lines)
    buttons = turning("blocked", page, pages)
    buttons.append(button("list", 0, label=_("Tickets"), style=discord.ButtonStyle.grey))
    note = words.for_count(
        len(blocks),
        _("1 member is blocked."),
        _("{count} members are blocked."),
    )
    return list_page(_("Blocked members"), note, text or _("Nobody is blocked."), buttons)


def blocked_button(count: int) -> discord.ui.Button[Any]:
    """The button that shows who is blocked."""
    label = _("Blocked members ({count})").format(count=count)
    return button("blocked", 0, label=label, style=discord.ButtonStyle.grey)


def _block_line(block: Block) -> str:
    parts = [
        words.member(block.user_id),
        _("until {date}").format(date=words.moment(block.until))
        if block.until is not None
        else _("until unblocked"),
        _("by {member}").format(member=words.member(block.by_id)),
    ]
    if block.reason is not None:
        parts.append(words.clip(words.escaped(" ".join(block.reason.split())), 120))
    return " · ".join(parts)


def block_lines(block: Block | None) -> Iterator[tuple[str, str]]:
    """Title and text on a block, true also after it has ended. Why it is stays in the list."""
    if block is None:
        return
    since = words.moment(block.at)
    if block.until is None:
        yield _("Blocked"), _("since {date}, until unblocked").format(date=since)
    else:
        yield (
            _("Blocked"),
            _("from {date} to {end}").format(date=since, end=words.moment(block.until)),
        )


def _sentence(until: int | None) -> str:
    if until is None:
        return _("You can't open tickets here: the staff has blocked you.")
    return _("The staff has blocked you from opening tickets until {date}.").format(
        date=words.moment(until)
    )


def _blocked(error: Blocked) -> str:
    if error.reason is None:
        return _sentence(error.until)
    reason = _("**Reason:** {reason}").format(reason=words.escaped(error.reason))
    return f"{_sentence(error.until)}\n{reason}"


def _blocked_in_public(error: Blocked) -> str:
    """Why somebody is blocked is nobody else's business."""
    return _sentence(error.until)


def _moderators_cant_be_blocked(error: ModeratorsCantBeBlocked) -> str:
    return _("Ticket moderators can't be blocked.")


def _not_blocked(error: NotBlocked) -> str:
    return _("{member} isn't blocked.").format(member=words.member(error.member_id))


SENTENCES = (
    Sentence(Blocked, _blocked, in_public=_blocked_in_public),
    Sentence(ModeratorsCantBeBlocked, _moderators_cant_be_blocked),
    Sentence(NotBlocked, _not_blocked),
)


def _blocked_line(entry: LogEntry, name: Name) -> str:
    return _("{name} blocked {member}.").format(
        name=name(entry.by_id), member=name(entry.member_id)
    )


def _unblocked_line(entry: LogEntry, name: Name) -> str:
    return _("{name} unblocked {member}.").format(
        name=name(entry.by_id), member=name(entry.member_id)
    )


def _until(entry: LogEntry) -> Iterator[str]:
    yield (
        _("Until {date}").format(date=words.moment(entry.until))
        if entry.until is not None
        else _("Until unblocked")
    )


LOG_LINES = {
    "blocked": LogLine(_blocked_line, colour=RED.value, details=_until),
    "unblocked": LogLine(_unblocked_line, colour=GREY.value),
}
