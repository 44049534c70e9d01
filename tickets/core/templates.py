"""Texts with variables that admins write: which variables exist, and filling them in.

Only names on the list are replaced, by plain substitution: a template can't reach
attributes, and a value that looks like a variable stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import UnknownVariable
from .lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

#: Variables of the channel format.
NAME_VARIABLES = (
    "user.globalname",
    "user.username",
    "user.nickname",
    "user.id",
    "number",
    "reason",
    "date",
    "server",
    "type",
)
#: Variables of the messages: the same, and the member's mention.
TEXT_VARIABLES = (*NAME_VARIABLES, "user")

_VARIABLE = lazy_pattern(r"\{([^{}\s]*)\}")


def check(template: str, known: Collection[str]) -> None:
    """Raises :class:`UnknownVariable` for the first variable that isn't in `known`."""
    for match in _VARIABLE.finditer(template):
        if match[1] not in known:
            raise UnknownVariable(name=match[0], known=tuple(f"{{{name}}}" for name in known))


def fill(
    template: str,
    values: Mapping[str, str],
    *,
    literal: Callable[[str], str] = lambda text: text,
) -> str:
    """Replaces the known variables of `template`; `literal` treats what stands between."""
    filled: list[str] = []
    end = 0
    for match in _VARIABLE.finditer(template):
        if match[1] in values:
            filled += (literal(template[end : match.start()]), values[match[1]])
            end = match.end()
    return "".join((*filled, literal(template[end:])))
