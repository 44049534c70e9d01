"""What is said of a ticket's life: in the log, in the ticket, in private, and to the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.feature import Announcement, DirectWords, LogLine, NoticeKind
from ...core.render import words
from ...core.render.message import BLURPLE, RED
from ...core.render.permissions import permissions
from ...i18n import _, typed_setting
from ..rules import (
    ANSWERS_MISSING,
    CATEGORY_GONE,
    CLOSED_CATEGORY_GONE,
    CLOSED_STAY,
    DELETION_FAILED,
    FILES_MISSING,
    FULL,
    MISSING_PERMISSIONS,
    NO_SPACE,
    NOT_CLOSED,
    REOPENED_STAYS,
    THREAD_FAILED,
    TWIN_REMOVED,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...core.event import LogEntry
    from ...core.ticket import Ticket

    Name = Callable[[int | None], str]


# ---------------------------------------------------------------------- the log


def _opened_line(entry: LogEntry, name: Name) -> str:
    if entry.member_id is not None:
        return _("{name} opened a ticket for {member}.").format(
            name=name(entry.by_id), member=name(entry.member_id)
        )
    return _("{name} opened a ticket.").format(name=name(entry.by_id))


def _closed_line(entry: LogEntry, name: Name) -> str:
    return _("{name} closed ticket #{number}.").format(name=name(entry.by_id), number=entry.number)


def _reopened_line(entry: LogEntry, name: Name) -> str:
    return _("{name} reopened ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _deleted_line(entry: LogEntry, name: Name) -> str:
    if entry.by_id is None:
        return _("The channel of ticket #{number} was deleted.").format(number=entry.number)
    return _("{name} deleted ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _renamed_line(entry: LogEntry, name: Name) -> str:
    return _("{name} renamed ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _was_not_requested(ticket: Ticket) -> bool:
    """The request's message says itself that it was accepted."""
    return not ticket.was_requested


def _reason(ticket: Ticket) -> str | None:
    return ticket.reason


def _close_reason(ticket: Ticket) -> str | None:
    return ticket.close_reason


LOG_LINES = {
    "opened": LogLine(
        _opened_line, colour=BLURPLE.value, reason=_reason, tells=_was_not_requested
    ),
    "closed": LogLine(_closed_line, colour=RED.value, reason=_close_reason),
    "reopened": LogLine(_reopened_line, colour=BLURPLE.value),
    "renamed": LogLine(_renamed_line),
    "deleted": LogLine(_deleted_line, links=False),
}


# ---------------------------------------------------------------- in the ticket


def _closed_announcement(name: str, about: str) -> str:
    return _("{name} closed the ticket.").format(name=name)


def _reopened_announcement(name: str, about: str) -> str:
    return _("{name} reopened the ticket.").format(name=name)


def _left_announcement(name: str, about: str) -> str:
    return _("{name} left the server.").format(name=name)


def _back_announcement(name: str, about: str) -> str:
    return _("{name} is back on the server.").format(name=name)


ANNOUNCEMENTS = {
    "closed": Announcement(_closed_announcement, RED.value, is_state=True, reason=_close_reason),
    "reopened": Announcement(_reopened_announcement, BLURPLE.value, is_state=True),
    "left": Announcement(_left_announcement),
    "back": Announcement(_back_announcement),
}


# ------------------------------------------------------------------- in private


def _your_ticket_was_closed(server: str, by: str | None) -> str:
    if by is None:
        return _(
            "Your ticket on {server} is closed. Need more help? Open a new one any time."
        ).format(server=server)
    return _(
        "{name} closed your ticket on {server}. Need more help? Open a new one any time."
    ).format(name=by, server=server)


MESSAGES = {"closed": DirectWords(_your_ticket_was_closed, RED.value)}


# ---------------------------------------------------------------- to the staff


def _category_gone(about: str) -> str:
    return _(
        "The ticket category was deleted. New tickets are created outside any "
        "category. Choose another one with {command}."
    ).format(command=typed_setting("category"))


def _closed_category_gone(about: str) -> str:
    return _(
        "The category for closed tickets was deleted. Closed tickets stay where they are. "
        "Choose another one with {command}."
    ).format(command=typed_setting("closedcategory"))


def _closed_stay(about: str) -> str:
    names = about.split()
    return words.for_count(
        len(names),
        _(
            "Closed tickets stay where they are: in the category for them I lack the permission "
            "{names}."
        ),
        _(
            "Closed tickets stay where they are: in the category for them I lack the permissions "
            "{names}."
        ),
        names=permissions(names),
    )


def _reopened_stays(about: str) -> str:
    number, *names = about.split()
    if names == [FULL]:
        return _(
            "Ticket #{number} is open again, but stays in the category for closed tickets: "
            "the category for tickets is full."
        ).format(number=number)
    return words.for_count(
        len(names),
        _(
            "Ticket #{number} is open again, but stays in the category for closed tickets: "
            "I lack the permission {names}."
        ),
        _(
            "Ticket #{number} is open again, but stays in the category for closed tickets: "
            "I lack the permissions {names}."
        ),
        number=number,
        names=permissions(names),
    )


def _no_space(about: str) -> str:
    return _(
        "A ticket couldn't be opened because the category or the server is full. "
        "Delete old channels, or choose another category."
    )


def _missing_permissions(about: str) -> str:
    names = about.split()
    return words.for_count(
        len(names),
        _("A ticket couldn't be opened because I lack the permission {names}."),
        _("A ticket couldn't be opened because I lack the permissions {names}."),
        names=permissions(names),
    )


def _deletion_failed(about: str) -> str:
    return _(
        "Ticket #{number} was closed, but couldn't be deleted. Press **Delete** in it to see why."
    ).format(number=about)


def _left_not_closed(about: str) -> str:
    return _(
        "The opener of ticket #{number} left, but it couldn't be closed. "
        "Press **Close ticket** in it to see why."
    ).format(number=about)


def _thread_failed(about: str) -> str:
    number, *names = about.split()
    if not names:
        return _("Ticket #{number} has no staff thread: Discord refused it.").format(number=number)
    return words.for_count(
        len(names),
        _("Ticket #{number} has no staff thread: the bot lacks the permission {names}."),
        _("Ticket #{number} has no staff thread: the bot lacks the permissions {names}."),
        number=number,
        names=permissions(names),
    )


def _twin_removed(about: str) -> str:
    return _(
        "Discord made a channel twice for ticket #{number}. The empty one was removed."
    ).format(number=about)


def _answers_missing(about: str) -> str:
    return _(
        "Not all answers that came with ticket #{number} could be posted in it. Its transcript "
        "has them all."
    ).format(number=about)


def _files_missing(about: str) -> str:
    return _(
        "Not all files that came with ticket #{number} are there, and the bot couldn't say so in "
        "the ticket."
    ).format(number=about)


NOTICES = (
    NoticeKind(ANSWERS_MISSING, _answers_missing, of_ticket=True),
    NoticeKind(FILES_MISSING, _files_missing, of_ticket=True),
    NoticeKind(TWIN_REMOVED, _twin_removed, of_ticket=True),
    NoticeKind(CATEGORY_GONE, _category_gone, for_doctor=True),
    NoticeKind(CLOSED_CATEGORY_GONE, _closed_category_gone),
    NoticeKind(CLOSED_STAY, _closed_stay, for_doctor=True),
    NoticeKind(REOPENED_STAYS, _reopened_stays, for_doctor=True, of_ticket=True),
    NoticeKind(NO_SPACE, _no_space, for_doctor=True),
    NoticeKind(MISSING_PERMISSIONS, _missing_permissions, for_doctor=True),
    NoticeKind(DELETION_FAILED, _deletion_failed, of_ticket=True),
    NoticeKind(NOT_CLOSED, _left_not_closed, of_ticket=True),
    NoticeKind(THREAD_FAILED, _thread_failed, for_doctor=True, of_ticket=True),
)
