"""The words for what the staff has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.render import words
from ...core.render.permissions import permissions
from ...i18n import _
from ..notices import Notice, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterable


#: What went wrong for a reason that the doctor finds.
_DOCTORS = frozenset(
    {
        NoticeKind.CATEGORY_GONE,
        NoticeKind.MISSING_PERMISSIONS,
        NoticeKind.NO_RECEPTION,
        NoticeKind.NO_ROOM,
        NoticeKind.PANEL_EMOJI,
        NoticeKind.RECEPTION_CLOSED,
        NoticeKind.RECEPTION_GONE,
        NoticeKind.THREAD_FAILED,
        NoticeKind.TRANSCRIPT_CHANNEL_GONE,
    }
)


def tell(notices: Iterable[Notice]) -> str:
    """All of them, one line each, and the way to the doctor where it helps."""
    notices = tuple(notices)
    lines = [f"⚠️ {_sentence(notice)}" for notice in notices]
    if any(notice.kind in _DOCTORS for notice in notices):
        lines.append(way_to_doctor("`ticketset check`"))
    return "\n".join(lines)


def way_to_doctor(command: str) -> str:
    """One small line that says where to find out what to do."""
    return _("-# {command} finds what is wrong and says what to click.").format(command=command)


def _sentence(notice: Notice) -> str:
    about = words.escaped(words.name(notice.about))
    match notice.kind:
        case NoticeKind.CATEGORY_GONE:
            return _(
                "The category for tickets was deleted: new tickets are created outside any "
                "category. Choose another one with `ticketset category`."
            )
        case NoticeKind.MODERATOR_ROLE_GONE:
            return _(
                "The moderator role {name} was deleted; it is no longer in the settings."
            ).format(name=about)
        case NoticeKind.ACCESS_ROLE_GONE:
            return _(
                "The access role {name} was deleted; it is no longer in the settings."
            ).format(name=about)
        case NoticeKind.PANEL_GONE:
            return _("The message of panel {number} was deleted; so was the panel.").format(
                number=about
            )
        case NoticeKind.PANEL_EMOJI:
            return _(
                "Discord refused an emoji of panel {number}: it was posted without emoji. "
                "Perhaps the emoji was deleted."
            ).format(number=about)
        case NoticeKind.RECEPTION_GONE:
            return _(
                "The reception channel was deleted: nothing is logged any more, and no tickets "
                "can be requested. Choose another one with `ticketset receptionchannel`."
            )
        case NoticeKind.RECEPTION_CLOSED:
            names = notice.about.split()
            return words.for_count(
                len(names),
                _(
                    "The bot can't write in the reception channel: it lacks the permission "
                    "{names}."
                ),
                _(
                    "The bot can't write in the reception channel: it lacks the permissions "
                    "{names}."
                ),
                names=permissions(names),
            )
        case NoticeKind.NO_RECEPTION:
            return _(
                "A member wanted to request a ticket, but there is no reception channel. Choose "
                "one with `ticketset receptionchannel`, or let tickets open at once with "
                "`ticketset validation automatic`."
            )
        case NoticeKind.THREAD_FAILED:
            return _thread_failed(notice)
        case NoticeKind.DELETION_FAILED:
            return _(
                "Ticket #{number} was closed, but could not be deleted. Press **Delete** in it to "
                "read why."
            ).format(number=about)
        case NoticeKind.TRANSCRIPT_FAILED:
            return _(
                "Ticket #{number} could not be saved; it is not deleted by itself. Press **Save "
                "transcript** in it to read why."
            ).format(number=about)
        case NoticeKind.TRANSCRIPT_CHANNEL_GONE:
            return _(
                "The transcript channel was deleted: transcripts go to the reception channel, if "
                "there is one. Choose another one with `ticketset transcriptchannel`."
            )
        case NoticeKind.ROLES_APPLIED:
            return _roles_applied(notice)
        case NoticeKind.TICKETS_MENDED:
            return _tickets_mended(notice)
        case NoticeKind.NO_ROOM:
            return _(
                "A ticket could not be opened because the category or the server is full. "
                "Delete old channels, or choose another category."
            )
        case NoticeKind.MISSING_PERMISSIONS:
            names = notice.about.split()
            return words.for_count(
                len(names),
                _("A ticket could not be opened because the bot lacks the permission {names}."),
                _("A ticket could not be opened because the bot lacks the permissions {names}."),
                names=permissions(names),
            )
        case NoticeKind.FOUNDING_UNDONE:
            return _(
                "The bot was restarted while it was creating channels for the tickets: what it "
                "had created was removed, and no setting was changed. Please start again."
            )
        case NoticeKind.FOUNDING_FINISHED:
            return _(
                "The bot was restarted while it was creating channels for the tickets. They are "
                "complete, and the settings name them."
            )


def _thread_failed(notice: Notice) -> str:
    number, *names = notice.about.split()
    if not names:
        return _("Ticket #{number} has no staff thread: Discord refused it.").format(number=number)
    return words.for_count(
        len(names),
        _("Ticket #{number} has no staff thread: the bot lacks the permission {names}."),
        _("Ticket #{number} has no staff thread: the bot lacks the permissions {names}."),
        number=number,
        names=permissions(names),
    )


def _tickets_mended(notice: Notice) -> str:
    changed, failed = (int(count) for count in notice.about.split())
    if failed:
        return _("The permissions were put right. Tickets: {changed} · failed: {failed}").format(
            changed=changed, failed=failed
        )
    return words.for_count(
        changed,
        _("The permissions were put right in 1 ticket."),
        _("The permissions were put right in {count} tickets."),
    )


def _roles_applied(notice: Notice) -> str:
    changed, failed = (int(count) for count in notice.about.split())
    if failed:
        return _(
            "The roles were brought up to date. Tickets: {changed} · failed: {failed}"
        ).format(changed=changed, failed=failed)
    return words.for_count(
        changed,
        _("The roles were brought up to date in the one open ticket."),
        _("The roles were brought up to date in all {count} open tickets."),
    )
