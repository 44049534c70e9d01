"""The words of findings: templates that stand with each check, filled in with what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redbot.core.utils.chat_formatting import humanize_number

from ...core.health import (
    Amount,
    Channels,
    Command,
    Members,
    Names,
    Numbers,
    Permissions,
    Roles,
    Thing,
    Tickets,
)
from ...core.render import words
from ...core.render.permissions import permissions
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ...core.health import Finding

#: So many channels, roles or numbers of one kind are named; the others are counted.
NAMED = 6


class Wording:
    """Puts the things of a finding into its words."""

    def __init__(
        self,
        prefix: str = "",
        hidden_tickets: Collection[int] = (),
        hidden_channels: Collection[int] = (),
    ) -> None:
        """`prefix` stands before commands that are to be typed.

        Of hidden tickets, which are other teams', only is said how many they are.
        """
        self._prefix = prefix
        self._hidden_tickets = hidden_tickets
        self._hidden_channels = hidden_channels

    def of(self, template: str, finding: Finding) -> str:
        """Words of the finding's check, translated and filled in."""
        things = {name: self._text(thing, finding) for name, thing in finding.case.about.items()}
        return _(template).format(**things)

    def _text(self, thing: Thing, finding: Finding) -> str:
        match thing:
            case Channels(ids=ids):
                return _listed(ids, words.channel, self._hidden_channels)
            case Roles(ids=ids):
                return _listed(ids, words.role)
            case Members(ids=ids):
                return _listed(ids, words.member)
            case Permissions(names=names):
                return permissions(names)
            case Command(text=text):
                return _code(f"{self._prefix}{_for_type(text, finding)}")
            case Names(texts=texts):
                return _listed(texts, _code)
            case Numbers(values=values):
                return _listed(values, "#{}".format)
            case Tickets(numbers=numbers):
                return _listed(numbers, "#{}".format, self._hidden_tickets)
            case Amount(value=value):
                return str(humanize_number(value))


def _for_type(command: str, finding: Finding) -> str:
    """A command for a setting, as it is typed for the type that it is about."""
    group, _space, rest = command.partition(" ")
    if finding.type_name is None or group != "ticketset" or rest.startswith(("type", "panel")):
        return command
    name = finding.type_name
    return (
        f'ticketset type set "{name}" {rest}'
        if " " in name
        else f"ticketset type set {name} {rest}"
    )


def _listed(
    things: Sequence[Any], text: Callable[[Any], str], hidden: Collection[int] = ()
) -> str:
    shown = [one for one in things if one not in hidden]
    if not shown and things:
        return _("{count} of other teams").format(count=len(things))
    listed = ", ".join(map(text, shown[:NAMED]))
    more = len(things) - min(len(shown), NAMED)
    if not more:
        return listed
    return _("{listed} and {count} more").format(listed=listed, count=more)


def _code(text: str) -> str:
    return "`" + words.clip(words.plain(text).replace("`", "ˋ"), 40) + "`"


def in_short(findings: Sequence[Finding], wording: Wording, limit: int) -> str:
    """Findings as a list, each with what helps; those beyond `limit` characters are counted."""
    lines: list[str] = []
    for finding in findings:
        what, fix = (wording.of(text, finding) for text in (finding.check.what, finding.check.fix))
        line = f"- {what} {fix}"
        if sum(map(len, lines)) + len(lines) + len(line) > limit:
            lines.append(_("- and more of them: {count}").format(count=len(findings) - len(lines)))
            break
        lines.append(line)
    return "\n".join(lines)
