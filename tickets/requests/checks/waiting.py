"""Requests that wait: where nobody looks, or where nobody can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.health import Check, CheckGroup, Command, Severity, Tickets, _, case
from ..facts import RequestFacts
from ..settings import RequestSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case
    from ...core.ticket import Ticket


def _automatic(facts: Facts) -> Iterator[Case]:
    left = tuple(
        ticket.number
        for ticket in facts[RequestFacts].pending
        if not facts.settings.for_ticket(ticket)[RequestSettings].is_manual
    )
    if left:
        yield case(numbers=Tickets(left), command=Command("ticketmod list"))


def _unposted(facts: Facts) -> Iterator[Case]:
    requests = facts[RequestFacts]
    if requests.unposted:
        can_post = requests.unposted == requests.postable
        yield case(
            targets=_numbers(requests.unposted) if can_post else (),
            numbers=Tickets(_numbers(requests.unposted)),
            accept=Command("ticketmod accept"),
            refuse=Command("ticketmod refuse"),
        )


def _numbers(requests: tuple[Ticket, ...]) -> tuple[int, ...]:
    return tuple(ticket.number for ticket in requests)


REQUESTS_IN_AUTOMATIC = Check(
    name="requests-in-automatic",
    severity=Severity.ADVICE,
    look=_automatic,
    what=_("Approval is off now, but some requests are still waiting: {numbers}."),
    breaks=_("These members can't ask again until someone decides."),
    fix=_("A moderator finds them with {command}, and accepts or refuses them."),
)
REQUESTS_UNPOSTED = Check(
    name="requests-unposted",
    severity=Severity.SERIOUS,
    look=_unposted,
    what=_("Some pending requests are missing from the requests channel: {numbers}."),
    breaks=_("The staff doesn't see them."),
    fix=_(
        "Press **Repair** to post them there, or decide on each with {accept} or "
        "{refuse} and its number."
    ),
    repair="post-requests",
    change=_("These requests are posted in the requests channel: {numbers}."),
)

CHECKS = CheckGroup(90, REQUESTS_IN_AUTOMATIC, REQUESTS_UNPOSTED)
