"""Refusals of moving over, and what the staff is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.feature import NoticeKind, Sentence
from ...core.render import words
from ...i18n import _, typed
from ..rules import moving, refusals
from ..rules.found import Source

if TYPE_CHECKING:
    from ...core.errors import TicketError
    from ...core.ticket import Ticket


def _nothing_found(error: TicketError) -> str:
    return _("I found nothing of another ticket cog for this server.")


def _still_loaded(error: refusals.StillLoaded) -> str:
    return _(
        "{name} is still loaded. The bot's owner types {command} first, then you can move over."
    ).format(name=error.cog, command=typed(f"unload {error.package}"))


def _file_damaged(error: refusals.TheirFileDamaged) -> str:
    return _("The other cog's file can't be read: {file}.").format(file=f"`{error.file}`")


def _seen_by_members(error: moving.SeenByMembers) -> str:
    return _("Members can see {channel}. It must be visible to the staff only.").format(
        channel=words.channel(error.channel_id)
    )


def _moving_already(error: TicketError) -> str:
    return _("That is going on already. You'll be told when it's done.")


def _outdated(error: TicketError) -> str:
    return _("This has changed since it was shown. Type the command again to see it.")


def _still_theirs(error: TicketError) -> str:
    return _("This button is from the ticket system before. Please use `/ticket` instead.")


SENTENCES = (
    Sentence(refusals.NothingFound, _nothing_found),
    Sentence(refusals.StillLoaded, _still_loaded),
    Sentence(refusals.TheirFileDamaged, _file_damaged),
    Sentence(moving.SeenByMembers, _seen_by_members),
    Sentence(moving.MovingAlready, _moving_already),
    Sentence(moving.PlanOutdated, _outdated),
    Sentence(moving.StillTheirs, _still_theirs),
)


def former_number(ticket: Ticket) -> tuple[str, str] | None:
    """What the other cog called a ticket, if that was another number."""
    if ticket.former_number in (None, ticket.number):
        return None
    return _("Number before"), f"#{ticket.former_number}"


def not_in_list(ticket: Ticket) -> str | None:
    """The list has no room for it."""
    return None


def _moved_over(about: str) -> str:
    source, panels, tickets, failed = about.split()
    facts = {"name": Source(source).full_name, "panels": panels, "tickets": tickets}
    if failed != "0":
        text = _(
            "Moved over from {name}. Panels: {panels} · tickets: {tickets} · failed: {failed}"
        )
        return text.format(**facts, failed=failed)
    return _("Moved over from {name}. Panels: {panels} · tickets: {tickets}").format(**facts)


def _went_well(about: str) -> bool:
    return about.rsplit(maxsplit=1)[-1] == "0"


NOTICES = (NoticeKind(moving.MOVED_OVER, _moved_over, went_well=_went_well),)
