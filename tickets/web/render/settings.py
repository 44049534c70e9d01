"""A page of settings: each setting's field, made from its declaration alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...core.kinds.kind import FieldKind
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.failures import explain
from ...core.settings import FORM as QUESTIONS
from ...core.settings import OPENING
from ...i18n import _
from .pages import FORM, PANELS, Note, address
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...configuration.render.settings import Configuration
    from ...core.errors import TicketError
    from ...core.kinds.kind import Field
    from ...core.settings import Page, Setting
    from ..rules import Texts
    from .texts import Piece

#: The switch that is no setting: whether members may open tickets.
ENABLED = "enabled"


@lazy_dataclass(frozen=True, kw_only=True)
class Held:
    """What a field holds, and what there is to say about it."""

    #: What is stored; None: as on the server.
    stored: Texts
    #: What counts, or what was typed and not saved.
    shown: Texts
    #: What the default would be, and what needs to be in another field for it to matter.
    default: Texts = None
    needed: tuple[str, str] | None = None
    is_idle: bool = False
    refusal: TicketError | None = None
    #: Why it wasn't stored, if others have changed it: what it is now.
    contested: str | None = None
    #: In types: what counts where the type doesn't set it.
    follows: str | None = None


def field_view(setting: Setting, held: Held, names: Mapping[int, str]) -> dict[str, Any] | None:
    """A setting as the template gets it; None for one that has pages of its own."""
    field = setting.kind.field()
    if field is None:
        return None
    shown = list(held.shown or ())
    if field.kind in (FieldKind.LINE, FieldKind.TEXT, FieldKind.NUMBER) and not shown:
        shown = [""]
    why_idle = None if setting.only_while is None else pieces(_(setting.only_while.why), names)
    return {
        "key": setting.key,
        "title": _(setting.title),
        "help": pieces(_(setting.help), names),
        "possible": pieces(_possible(setting, field), names),
        "kind": field.kind.value,
        "limit": field.limit,
        "bounds": list(field.bounds or ()),
        "options": [list(one) for one in field.options],
        "variables": list(field.variables),
        "nothing": field.nothing,
        "texts": shown,
        "was": as_json(held.stored),
        "default": None if held.default is None else as_json(held.default),
        "needed": None if held.needed is None else list(held.needed),
        "idle": held.is_idle,
        "why_idle": why_idle,
        "refusal": refusal(held, names),
        "follows": None if held.follows is None else pieces(held.follows, names),
        "is_own": held.shown is not None and held.stored is not None,
    }


def enabled_view(held: Held, names: Mapping[int, str]) -> dict[str, Any]:
    """The switch for the whole system, likewise."""
    text = _("Members can open tickets. Tickets that are open stay as they are.")
    title = _("System enabled")
    return plain_view(ENABLED, title, held, names, kind=FieldKind.SWITCH, about=text)


def plain_view(
    key: str,
    title: str,
    held: Held,
    names: Mapping[int, str],
    *,
    kind: FieldKind = FieldKind.LINE,
    about: str = "",
    limit: int | None = None,
    options: Sequence[tuple[str, str]] = (),
    nothing: str = "",
) -> dict[str, Any]:
    """A field that is no setting's, as the template gets it."""
    shown = list(held.shown or ())
    if kind in (FieldKind.LINE, FieldKind.TEXT) and not shown:
        shown = [""]
    return {
        "key": key,
        "title": title,
        "help": pieces(about, names),
        "possible": [],
        "kind": kind.value,
        "limit": limit,
        "bounds": [],
        "options": [list(one) for one in options],
        "variables": [],
        "nothing": nothing,
        "texts": shown,
        "was": as_json(held.stored),
        "default": None if held.default is None else as_json(held.default),
        "needed": None,
        "idle": False,
        "why_idle": None,
        "refusal": refusal(held, names),
        "follows": None,
        "is_own": True,
    }


def as_json(texts: Texts) -> str:
    """What a field holds, as its page gives it back."""
    return json.dumps(None if texts is None else list(texts))


def texts_of(text: str) -> Texts:
    """The same from what came back; nothing for what no page has sent."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if found is None:
        return None
    if not isinstance(found, list):
        return ()
    return tuple(one for one in found if isinstance(one, str))


def _possible(setting: Setting, field: Field) -> str:
    """What the field doesn't show by itself."""
    if field.variables:
        return ""
    if field.kind in (FieldKind.NUMBER, FieldKind.LINE, FieldKind.TEXT):
        return setting.kind.possible()
    return ""


def refusal(held: Held, names: Mapping[int, str]) -> list[Piece] | None:
    """What stands beside a field that was refused."""
    if held.refusal is not None:
        return pieces(explain(held.refusal), names)
    if held.contested is not None:
        text = _("Someone else has set this to {value} since then. Save again to replace it.")
        return pieces(text.format(value=held.contested), names)
    return None


def group_view(
    page: Page, fields: list[dict[str, Any]], links: list[dict[str, Any]]
) -> dict[str, Any]:
    """A group of settings, as the menu has it."""
    return {
        "id": page.name,
        "icon": page.icon,
        "title": _(page.title),
        "text": [],
        "fields": fields,
        "links": links,
    }


def ways_from(page: Page, guild_id: int, type_id: int | None = None) -> list[dict[str, Any]]:
    """The ways from a group of settings to what has a page of its own."""
    if page.name == QUESTIONS.name:
        about = {} if type_id is None else {"type": type_id}
        text = _("What members are asked before their ticket opens.")
        return [_way(address(guild_id, FORM, **about), _("Questions"), text)]
    if page.name == OPENING.name and type_id is None:
        text = _("Messages from which members open tickets.")
        return [_way(address(guild_id, PANELS), _("Panels"), text)]
    return []


def _way(to: str, title: str, text: str) -> dict[str, Any]:
    return {"to": to, "title": title, "text": [(text, "")]}


def not_saved(names: Mapping[int, str]) -> Note:
    """Said first where something was refused."""
    text = _("Nothing was saved yet. Please look at the fields marked with ⚠️.")
    return Note(text=pieces(text, names), look="bad")


def said_after(present: Configuration, keys: tuple[str, ...]) -> str:
    """The titles of settings."""
    declared = present.declared.settings
    titles = [_(declared[key].title) if key in declared else _("System enabled") for key in keys]
    return ", ".join(titles)
