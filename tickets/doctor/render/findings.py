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
)
from ...core.render import words
from ...core.render.permissions import permissions
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...core.health import Finding

#: So many channels, roles or numbers of one kind are named; the others are counted.
NAMED = 6


class Wording:
    """Puts the things of a finding into its words."""

    def __init__(self, prefix: str = "") -> None:
        """`prefix` stands before commands that are to be typed."""
        self._prefix = prefix

    def of(self, template: str, finding: Finding) -> str:
        """Words of the finding's check, translated and filled in."""
        things = {name: self._text(thing) for name, thing in finding.case.about.items()}
        return _(template).format(**things)

    def _text(self, thing: Thing) -> str:
        match thing:
            case Channels(ids=ids):
                return _listed(ids, words.channel)
            case Roles(ids=ids):
                return _listed(ids, words.role)
            case Members(ids=ids):
                return _listed(ids, words.member)
            case Permissions(names=names):
                return permissions(names)
            case Command(text=text):
                return _code(f"{self._prefix}{text}")
            case Names(texts=texts):
                return _listed(texts, _code)
            case Numbers(values=values):
                return _listed(values, "#{}".format)
            case Amount(value=value):
                return str(humanize_number(value))


def _listed(things: Sequence[Any], text: Callable[[Any], str]) -> str:
    listed = ", ".join(map(text, things[:NAMED]))
    if len(things) <= NAMED:
        return listed
    return _("{listed} and {count} more").format(listed=listed, count=len(things) - NAMED)


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
