"""All checks, and the report that they make of a server's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...access import checks as tickets
from ...configuration import checks as roles
from ...core.health import Check, Finding, Report
from ...lifecycle.checks import category
from ...lifecycle.checks import space as room
from ...panels import checks as panels
from ...requests.checks import reception
from ...requests.checks import waiting as requests
from ...staff_log import checks as staff_channels
from ...transcripts import checks as transcripts
from . import machine, slash, ticketmod

if TYPE_CHECKING:
    from ...core.errors import TicketError
    from ...core.facts import Facts
    from ...core.health import Unseen

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
