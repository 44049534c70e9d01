"""What the doctor says: findings with their words, sorted by how bad they are.

A check's words are marked for translation where they stand and have placeholders in braces.
What a placeholder stands for is a *thing*: ids and names, which ``render`` turns into text.
"""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING

from .declaration import declaration
from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .errors import TicketError
    from .facts import ChannelFacts, Facts


def _(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text


class Severity(IntEnum):
    """How bad a finding is, the worst first."""

    #: No ticket can be opened or answered: the system can't be enabled with it.
    FATAL = 0
    #: Something that was set doesn't work, or somebody sees what isn't meant for them.
    SERIOUS = 1
    #: It works, but not for long or not for everybody.
    ADVICE = 2


# ------------------------------------------------------------------ things


@declaration(frozen=True)
class Channels:
    """Channels or categories, by id."""

    ids: tuple[int, ...]


@declaration(frozen=True)
class Roles:
    """Roles, by id; the server's own id is @everyone."""

    ids: tuple[int, ...]


@declaration(frozen=True)
class Members:
    """People and bots, by id."""

    ids: tuple[int, ...]


@declaration(frozen=True)
class Permissions:
    """Permissions, by discord.py's flag names."""

    names: tuple[str, ...]


@declaration(frozen=True)
class Command:
    """A command of the bot's, to be shown with the prefix of the server."""

    text: str


@declaration(frozen=True)
class Names:
    """Words that are shown as they are, such as names of commands or files."""

    texts: tuple[str, ...]


@declaration(frozen=True)
class Numbers:
    """Numbers of panels."""

    values: tuple[int, ...]


@declaration(frozen=True)
class Tickets:
    """Numbers of tickets and requests: who isn't in their team reads only how many."""

    numbers: tuple[int, ...]


@declaration(frozen=True)
class Amount:
    """How many, or how much."""

    value: int


Thing = Channels | Roles | Members | Permissions | Command | Names | Numbers | Tickets | Amount


# ---------------------------------------------------------------- findings


@lazy_dataclass(frozen=True, kw_only=True)
class Case:
    """One thing that a check has found: what its words are about.

    `targets` is what the check's repair would act on; without any, the bot can't repair it.
    `severity` differs from the check's if it depends on the settings.
    """

    about: Mapping[str, Thing] = field(default_factory=dict)
    targets: tuple[int, ...] = ()
    severity: Severity | None = None


def case(*, targets: Iterable[int] = (), severity: Severity | None = None, **about: Thing) -> Case:
    """A case, with its things by the names of the placeholders."""
    return Case(about=about, targets=tuple(targets), severity=severity)


def lacks(
    facts: Facts, channel: ChannelFacts | None, severity: Severity | None = None
) -> Iterator[Case]:
    """The case of a channel in which the bot lacks permissions; none if it lacks nothing."""
    if channel is not None and channel.missing:
        yield case(
            targets=(channel.id,) if channel.can_allow_itself else (),
            severity=severity,
            channel=Channels((channel.id,)),
            bot=Members((facts.bot_id,)),
            permissions=Permissions(channel.missing),
        )


@declaration(frozen=True, kw_only=True)
class Check:
    """One thing that can be wrong. `look` finds the cases, as a rule none or one.

    `what` is wrong, what it `breaks` for whom, and what to click or type to `fix` it;
    `change` is what the `repair`, a name that a feature declares, would do.
    """

    name: str
    severity: Severity
    look: Callable[[Facts], Iterable[Case]]
    what: str
    breaks: str
    fix: str
    repair: str | None = None
    change: str = ""
    #: Whether it looks at settings that a type may have in another way.
    of_types: bool = False


class CheckGroup:
    """Checks about one thing. Among findings that are equally bad, a lower `order` is first."""

    def __init__(self, order: int, *checks: Check) -> None:
        self.order = order
        self.checks = checks


@lazy_dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found on one server."""

    check: Check
    case: Case
    #: The type of tickets that it is about; None for the server.
    type_id: int | None = None
    type_name: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is here."""
        return self.check.severity if self.case.severity is None else self.case.severity

    @property
    def repair(self) -> str | None:
        """What the bot itself can do about it."""
        return self.check.repair if self.case.targets else None


@declaration(frozen=True)
class Unchecked:
    """What couldn't be looked at, because Discord didn't show it; `words` say so and why."""

    words: str


@lazy_dataclass(frozen=True, kw_only=True)
class Report:
    """All findings, the worst first, and what couldn't be looked at."""

    findings: tuple[Finding, ...] = ()
    unchecked: tuple[tuple[Unchecked, TicketError], ...] = ()

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(one for one in self.findings if one.severity is severity)

    @property
    def fatal(self) -> tuple[Finding, ...]:
        """What keeps the system from being enabled; nothing about a single type does."""
        return tuple(one for one in self.of(Severity.FATAL) if one.type_id is None)


def diagnose(
    groups: Iterable[CheckGroup],
    facts: Facts,
    unchecked: tuple[tuple[Unchecked, TicketError], ...] = (),
    *,
    of_types: Iterable[Facts] = (),
) -> Report:
    """What is wrong, the worst first; for types, what isn't wrong on the server likewise."""
    in_order = sorted(groups, key=lambda group: group.order)
    found = [
        Finding(check=check, case=case)
        for group in in_order
        for check in group.checks
        for case in check.look(facts)
    ]
    known = {(one.check.name, repr(one.case)) for one in found}
    for of_type in of_types:
        about = of_type.settings.type
        assert about is not None
        found += [
            Finding(check=check, case=case, type_id=about.id, type_name=about.name)
            for group in in_order
            for check in group.checks
            if check.of_types
            for case in check.look(of_type)
            if (check.name, repr(case)) not in known
        ]
    return Report(
        findings=tuple(sorted(found, key=lambda finding: finding.severity)), unchecked=unchecked
    )
