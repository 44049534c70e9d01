"""A list that was edited on a page, as it came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...core.errors import TicketError, UnknownTicket
from ...core.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..render.lists import ItemField
    from ..rules import Items
    from .visit import Visit

#: Why fields aren't what they have to be, by an item's key and the field's name.
Refusals = dict[tuple[str, str], TicketError]
#: More than any list has room for: nobody's page has sent that.
_MOST = 60
_KEY = lazy_pattern(r"[nx]{0,9}[0-9]{1,9}")
ON, OFF = "on", "off"


def items_sent(visit: Visit, fields: Sequence[ItemField]) -> Items:
    """The items in the order in which they were left; raises ``UnknownTicket`` for nonsense."""
    keys = visit.all("order")
    if len(keys) > _MOST or len(set(keys)) < len(keys):
        raise UnknownTicket
    for key in keys:
        if _KEY.fullmatch(key) is None:
            raise UnknownTicket
    return tuple((key, {one.name: _text(visit, key, one) for one in fields}) for key in keys)


def _text(visit: Visit, key: str, field: ItemField) -> str:
    given = visit.one(f"i.{key}.{field.name}")
    if field.kind == "switch":
        # A browser sends nothing of a switch that is off.
        return ON if given == ON else OFF
    return given.replace("\r\n", "\n")


def items_before(visit: Visit) -> Items:
    """What the list held when its page was made; nothing for what no page has sent."""
    try:
        found: Any = json.loads(visit.one("was"))
        return tuple(
            (str(key), {str(name): str(text) for name, text in fields.items()})
            for key, fields in found
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
