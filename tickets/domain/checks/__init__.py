"""All checks, and the report that they make of a server's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..health import Check, Finding, Report
from . import (
    category,
    machine,
    panels,
    reception,
    requests,
    roles,
    room,
    slash,
    staff_channels,
    ticketmod,
    tickets,
    transcripts,
)

if TYPE_CHECKING:
    from ..errors import TicketError
    from ..facts import Facts
    from ..health import Unseen

#: Among findings that are equally bad, those of the first check come first.
CHECKS: tuple[Check, ...] = tuple(
    check
    for module in (
        category,
        room,
        reception,
        staff_channels,
        tickets,
        transcripts,
        roles,
        panels,
        requests,
        machine,
        slash,
        ticketmod,
    )
    for check in vars(module).values()
    if isinstance(check, Check)
)


def diagnose(facts: Facts, unseen: tuple[tuple[Unseen, TicketError], ...] = ()) -> Report:
    """What is wrong, the worst first."""
    findings = (Finding(check=check, case=case) for check in CHECKS for case in check.look(facts))
    return Report(
        findings=tuple(sorted(findings, key=lambda finding: finding.severity)), unseen=unseen
    )
