"""What people read of access to tickets, and of roles that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core.feature import Announcement, LogLine, NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import button, row
from ..i18n import _
from .rules import (
    ACCESS_ROLE_GONE,
    MODERATOR_ROLE_GONE,
    OBSERVER_ROLE_GONE,
    ROLES_APPLIED,
    TICKETS_REPAIRED,
    AccessForBot,
    AccessForEveryone,
    AccessForManagedRole,
    AccessRefused,
    HasAccess,
    HasNoAccess,
    IsAdministrator,
    IsModerator,
    IsOpener,
    IsThisBot,
    SeesThroughRole,
    TooManyGuests,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.event import LogEntry

    Name = Callable[[int | None], str]


def apply_roles(count: int) -> discord.ui.View:
    """The button that brings tickets' roles up to date, by itself."""
    return row(apply_roles_button(count))


def apply_roles_button(count: int) -> discord.ui.Button[discord.ui.View]:
    """The button that brings tickets' roles up to date."""
    label = (
        _("Apply to 1 open ticket")
        if count == 1
        else _("Apply to {count} open tickets").format(count=count)
    )
    return button("apply-roles", label=label, style=discord.ButtonStyle.blurple)


def being_applied(count: int) -> str:
    """What is said while that goes on."""
    if not count:
        return _("All tickets already have the current roles.")
    return words.for_count(
        count,
        _("Updating roles in 1 ticket. You'll be told when it's done."),
        _("Updating roles in {count} tickets. You'll be told when it's done."),
    )


# ----------------------------------------------------------------------- errors


def _access_refused(error: AccessRefused) -> str:
    sentence = {
        AccessForEveryone: _("You can't add or remove @everyone."),
        AccessForManagedRole: _("{who} is a bot's own role. Members can't have it."),
        AccessForBot: _("{who} is a bot: it can't be added."),
        HasAccess: _("{who} already has access to this ticket."),
        HasNoAccess: _("{who} has no access to this ticket."),
        TooManyGuests: _("This ticket is full: Discord doesn't allow more people here."),
        IsAdministrator: _("{who} is an administrator and sees every ticket."),
        IsModerator: _("{who} is a ticket moderator and already sees every ticket."),
        IsOpener: _("{who} opened this ticket and can't be removed. Close it instead."),
        IsThisBot: _("I can't remove myself: the ticket would stop working."),
        SeesThroughRole: _("{who} sees this ticket through {roles}: remove the role instead."),
    }[type(error)]
    roles = words.roles(getattr(error, "role_ids", ()))
    return sentence.format(who=error.mention, roles=roles)


SENTENCES = (Sentence(AccessRefused, _access_refused),)


# ---------------------------------------------------------------- what happened


def _added_line(entry: LogEntry, name: Name) -> str:
    return _("{name} added someone to ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


def _removed_line(entry: LogEntry, name: Name) -> str:
    return _("{name} removed someone from ticket #{number}.").format(
        name=name(entry.by_id), number=entry.number
    )


LOG_LINES = {"added": LogLine(_added_line), "removed": LogLine(_removed_line)}


def _added_announcement(name: str, guest: str) -> str:
    return _("{name} added {guest} to the ticket.").format(name=name, guest=guest)


def _removed_announcement(name: str, guest: str) -> str:
    return _("{name} removed {guest} from the ticket.").format(name=name, guest=guest)


ANNOUNCEMENTS = {
    "added": Announcement(_added_announcement),
    "removed": Announcement(_removed_announcement),
}


# ----------------------------------------------------------------- to the staff


def _moderator_role_gone(about: str) -> str:
    return _("The moderator role {name} was deleted. It is no longer in the settings.").format(
        name=words.escaped(words.name(about))
    )


def _access_role_gone(about: str) -> str:
    return _("The access role {name} was deleted. It is no longer in the settings.").format(
        name=words.escaped(words.name(about))
    )


def _observer_role_gone(about: str) -> str:
    return _("The observer role {name} was deleted. It is no longer in the settings.").format(
        name=words.escaped(words.name(about))
    )


def _roles_applied(about: str) -> str:
    changed, failed = (int(count) for count in about.split())
    if failed:
        return _("Roles updated. Tickets: {changed} · failed: {failed}").format(
            changed=changed, failed=failed
        )
    return words.for_count(
        changed,
        _("Roles updated in 1 open ticket."),
        _("Roles updated in {count} open tickets."),
    )


def _tickets_repaired(about: str) -> str:
    changed, failed = (int(count) for count in about.split())
    if failed:
        return _("Permissions fixed. Tickets: {changed} · failed: {failed}").format(
            changed=changed, failed=failed
        )
    return words.for_count(
        changed,
        _("Permissions fixed in 1 ticket."),
        _("Permissions fixed in {count} tickets."),
    )


def _went_well(about: str) -> bool:
    _changed, failed = about.split()
    return failed == "0"


NOTICES = (
    NoticeKind(MODERATOR_ROLE_GONE, _moderator_role_gone),
    NoticeKind(ACCESS_ROLE_GONE, _access_role_gone),
    NoticeKind(OBSERVER_ROLE_GONE, _observer_role_gone),
    NoticeKind(ROLES_APPLIED, _roles_applied, went_well=_went_well),
    NoticeKind(TICKETS_REPAIRED, _tickets_repaired, went_well=_went_well),
)
