"""What the staff reads: lines of the log, and what happened behind its back."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import discord

from ..core.feature import LogLine, NoticeKind
from ..core.render import words
from ..core.render.failures import doctor_hint
from ..core.render.message import AMBER, Message, Profiles, link_to, reason_quoted
from ..core.render.permissions import permissions
from ..i18n import _, about_type, typed, typed_setting
from .rules import RECEPTION_CLOSED, RECEPTION_GONE, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..core.event import LogEntry


def log_message(
    guild_id: int,
    entry: LogEntry,
    line: LogLine,
    profiles: Profiles,
    *,
    at: int,
) -> Message:
    """One line of the log, about what happened at `at`."""
    embed = discord.Embed(colour=line.colour, timestamp=_time(at))
    sentence = words.clip(line.sentence(entry, profiles.name), words.TITLE_LIMIT)
    embed.set_author(name=sentence, icon_url=profiles.avatars.get(entry.by_id or 0))
    embed.description = "\n".join(_details(entry, line)) or None
    if entry.number is not None:
        footer = _("Ticket #{number}").format(number=entry.number)
        if entry.type_name is not None:
            footer = f"{words.name(entry.type_name)} · {footer}"
        embed.set_footer(text=footer)
    there = entry.channel_id if line.links else None
    view = link_to(guild_id, there, _("Go to ticket")) if there else None
    return Message(embed=embed, view=view)


def notice_message(notice: Notice, kinds: Mapping[str, NoticeKind], *, at: int) -> Message:
    """A line of the log that tells of no event."""
    text = tell([notice], kinds)
    return Message(embed=discord.Embed(colour=AMBER, description=text, timestamp=_time(at)))


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)


def _details(entry: LogEntry, line: LogLine) -> Iterator[str]:
    if entry.member_id is not None:
        yield words.member(entry.member_id)
    if entry.role_id is not None:
        yield words.role(entry.role_id)
    if line.details is not None:
        yield from line.details(entry)
    if entry.reason is not None:
        quote = line.quote or reason_quoted
        yield quote(entry.reason)


def tell(notices: Iterable[Notice], kinds: Mapping[str, NoticeKind]) -> str:
    """All of them, one line each, and the way to the doctor where it helps."""
    # A newer version may have stored others.
    known = [notice for notice in notices if notice.kind in kinds]
    lines = [_told(notice, kinds[notice.kind]) for notice in known]
    if any(kinds[notice.kind].for_doctor for notice in known):
        lines.append(doctor_hint(typed("ticketset check")))
    return "\n".join(lines)


def _told(notice: Notice, kind: NoticeKind) -> str:
    is_good = kind.went_well is not None and kind.went_well(notice.about)
    with about_type(notice.type_name):
        text = kind.words(notice.about)
    if notice.type_name is not None:
        text = f"**{words.escaped(words.name(notice.type_name))}** · {text}"
    return f"{'✅' if is_good else '⚠️'} {text}"


def _reception_gone(about: str) -> str:
    return _(
        "The requests & log channel was deleted. Nothing is logged any more, and no "
        "tickets can be requested. Choose another one with {command}."
    ).format(command=typed_setting("receptionchannel"))


def _reception_closed(about: str) -> str:
    names = about.split()
    return words.for_count(
        len(names),
        _("I can't write in the requests & log channel. I lack the permission {names}."),
        _("I can't write in the requests & log channel. I lack the permissions {names}."),
        names=permissions(names),
    )


NOTICES = (
    NoticeKind(RECEPTION_GONE, _reception_gone, for_doctor=True),
    NoticeKind(RECEPTION_CLOSED, _reception_closed, for_doctor=True),
)
