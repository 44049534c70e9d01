"""A list that is edited on a page: questions of a form, or what a panel offers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...core.declaration import declaration
from ...core.kinds.kind import LINE_LIMIT
from ...core.render import words
from ...core.render.failures import explain
from ...i18n import _
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...core.errors import TicketError
    from ..rules import Items, Merged

#: The key of what the page makes a new item of.
BLANK = "new"


@declaration(frozen=True, kw_only=True)
class ItemField:
    """A field that each item of a list has; words are in the reader's language."""

    name: str
    title: str
    #: ``line``, ``text``, ``number``, ``switch`` or ``choice``.
    kind: str = "line"
    help: str = ""
    #: The most characters, and whether they are counted in units of UTF-16.
    limit: int | None = None
    in_units: bool = False
    bounds: tuple[int, int] = (0, 0)
    options: tuple[tuple[str, str], ...] = ()
    #: In the item's first line, which is always seen.
    is_head: bool = False
    #: Only for these values of another field, ``kind``.
    only_for: tuple[str, ...] = ()
    #: What a new item has.
    blank: str = ""


def list_view(
    fields: Sequence[ItemField],
    items: Items,
    names: Mapping[int, str],
    *,
    stored: Items,
    most: int,
    least: int = 0,
    refused: Mapping[tuple[str, str], str],
    said: Sequence[str] = (),
) -> dict[str, Any]:
    """The list as the template gets it.

    `refused` are sentences by an item's key and a field's name, or an empty one for the whole
    item; `said` stands above the list.
    """
    blank = {one.name: one.blank for one in fields}
    return {
        "was": json.dumps([[key, dict(texts)] for key, texts in stored]),
        "most": most,
        "least": least,
        "said": [pieces(one, names) for one in said],
        # Not called "items": the dashboard takes that for pages of a list.
        "entries": [_item(fields, key, texts, names, refused) for key, texts in items],
        "blank": _item(fields, BLANK, blank, names, {}),
    }


def _item(
    fields: Sequence[ItemField],
    key: str,
    texts: Mapping[str, str],
    names: Mapping[int, str],
    refused: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    whole = refused.get((key, ""))
    views = [
        {
            "name": one.name,
            "title": one.title,
            "kind": one.kind,
            "help": pieces(one.help, names),
            "limit": one.limit,
            "in_units": one.in_units,
            "bounds": list(one.bounds),
            "options": [list(option) for option in one.options],
            "is_head": one.is_head,
            "only_for": " ".join(one.only_for),
            "text": texts.get(one.name, ""),
            "refusal": (
                pieces(refused[key, one.name], names) if (key, one.name) in refused else None
            ),
        }
        for one in fields
    ]
    is_refused = any(view["refusal"] for view in views if not view["is_head"])
    return {
        "key": key,
        "fields": views,
        "refusal": None if whole is None else pieces(whole, names),
        "is_open": is_refused or key == BLANK,
    }


def refusals_of(
    merged: Merged, errors: Mapping[tuple[str, str], TicketError]
) -> dict[tuple[str, str], str]:
    """What stands beside the fields of a list that wasn't saved."""
    found = {place: explain(error) for place, error in errors.items()}
    for key, fields in merged.contested.items():
        for name, now in fields.items():
            found[key, name] = contested(now)
    for key in merged.gone:
        found[key, ""] = _("Someone else has removed this since then. Save again to add it anew.")
    for key in merged.kept:
        found[key, ""] = _(
            "Someone else has changed this since then. Remove it again if it isn't needed."
        )
    return found


def contested(now: str) -> str:
    """Others have changed a text, too: what it is now."""
    shown = " ".join(now.split())
    if not shown:
        return _("Someone else has emptied this since then. Save again to replace it.")
    text = _("Someone else has set this to {value} since then. Save again to replace it.")
    return text.format(value=words.escaped(words.clip(shown, LINE_LIMIT)))


def said_of(merged: Merged) -> list[str]:
    """What stands above a list that wasn't saved."""
    if not merged.is_order_contested:
        return []
    return [_("Someone else has sorted this, too. Save again to have your order.")]
