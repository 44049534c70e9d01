"""The pages of ready answers: their list, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core import templates
from ...core.kinds.kind import FieldKind
from ...core.render import words
from ...i18n import _
from ...replies.rules import NAME_LIMIT, TEXT_LIMIT
from .pages import ANSWER, address
from .settings import plain_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...core.settings import Settings
    from ...core.ticket_type import TicketType
    from ...replies.rules import ReadyAnswer
    from ..rules import Texts
    from .settings import Held

NAME, TEXT, TYPE = "name", "text", "type"
#: What the field for the type holds for all types.
ALL = "0"
#: So much of a text stands in the list.
_SHOWN = 160


def answer_texts(ready: ReadyAnswer | None) -> dict[str, Texts]:
    """What the fields hold; None is for a new one."""
    if ready is None:
        return {NAME: ("",), TEXT: ("",), TYPE: (ALL,)}
    return {NAME: (ready.name,), TEXT: (ready.text,), TYPE: (str(ready.type_id or ALL),)}


def answer_view(
    held: Mapping[str, Held], types: Iterable[TicketType], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The fields of a ready answer; for which type, where there are any."""
    options = [
        (ALL, _("all tickets")),
        *((str(one.id), f"{one.emoji or ''} {one.name}".strip()) for one in types),
    ]
    stored = (held[TYPE].stored or (ALL,))[0]
    if stored not in dict(options):
        options.append((stored, _("deleted")))
    name = plain_view(NAME, _("Name"), held[NAME], names, limit=NAME_LIMIT)
    text = plain_view(
        TEXT, _("Text of the answer"), held[TEXT], names, kind=FieldKind.TEXT, limit=TEXT_LIMIT
    )
    text["variables"] = list(templates.TEXT_VARIABLES)
    found = [name, text]
    if len(options) > 1:
        about = _("For which tickets.")
        found.append(
            plain_view(
                TYPE,
                _("Type"),
                held[TYPE],
                names,
                kind=FieldKind.CHOICE,
                about=about,
                options=options,
            )
        )
    return found


def answer_line(
    ready: ReadyAnswer, settings: Settings, guild_id: int, names: Mapping[int, str]
) -> dict[str, Any]:
    """One of them in the list."""
    found = settings.type_with_id(ready.type_id)
    kind = "" if found is None else found.name
    if found is not None and found.is_deleted:
        kind = _("{type} (deleted)").format(type=found.name)
    text = words.clip(" ".join(ready.text.split()), _SHOWN)
    return {
        "to": address(guild_id, ANSWER, ready=ready.id),
        "title": ready.name,
        "kind": kind,
        # As it was written: no mark of it becomes a look.
        "text": [(text, "")],
    }


def about_answers() -> str:
    """What stands above the list."""
    return _("Texts that the staff sends often.")
