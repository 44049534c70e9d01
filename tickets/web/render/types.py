"""The pages of types: their list, a type's name, and what it has in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.render import words
from ...core.settings import TEAMWORK
from ...core.ticket_type import DESCRIPTION_LIMIT, NAME_LIMIT
from ...i18n import _
from .pages import TYPE, Note, address
from .settings import Held, not_saved, plain_view
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...core.ticket_type import TicketType

#: What a type is called: the fields' names, and how long each may be.
NAMING = {"name": NAME_LIMIT, "emoji": 60, "description": DESCRIPTION_LIMIT}


def naming_view(held: Mapping[str, Held], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The fields for what a type is called."""
    titles = {"name": _("Name"), "emoji": _("Emoji"), "description": _("Description")}
    helps = {
        "name": _("What members see when they choose. Each name once."),
        "emoji": _("An emoji, or one of the server's, as `<:name:id>`. May be empty."),
        "description": _("A short line below the name. May be empty."),
    }
    return [
        plain_view(key, titles[key], held[key], names, about=helps[key], limit=limit)
        for key, limit in NAMING.items()
    ]


def note_of_words(held: Mapping[str, Held], names: Mapping[int, str]) -> Note:
    """What there is to say once the form for a type's words was sent."""
    if any(one.refusal is not None or one.contested is not None for one in held.values()):
        return not_saved(names)
    return Note(text=pieces(_("✅ The name is saved."), names), look="good")


def type_line(
    found: TicketType, guild_id: int, names: Mapping[int, str], *, is_first: bool
) -> dict[str, Any]:
    """A type in the list."""
    count = len(found.values)
    own = words.for_count(count, _("1 setting of its own"), _("{count} settings of its own"))
    lines = [words.escaped(found.description)] if found.description else []
    lines.append(own if count else _("Everything is as on the server."))
    return {
        "to": address(guild_id, TYPE, type=found.id),
        "title": found.name,
        "emoji": found.emoji or "",
        "text": pieces(" · ".join(lines), names),
        "raise_id": "" if is_first else str(found.id),
    }


def team_group(fields: list[dict[str, Any]], names: Mapping[int, str]) -> dict[str, Any]:
    """Who moderates, and where: with a team of its own, nothing private follows the server."""
    text = _(
        "With moderator roles of its own, nothing private follows the server. Choose the "
        "channels in which its team works, too."
    )
    return {
        "id": "ownteam",
        "icon": TEAMWORK.icon,
        "title": _("Own team"),
        "text": pieces(text, names),
        "fields": fields,
        "links": [],
    }


def otherwise(value: str) -> str:
    """What counts for a type that doesn't set it."""
    return _("Otherwise: {value}").format(value=value)


def notes_of_readers(
    readers: Mapping[int, tuple[int, ...]], names: Mapping[int, str]
) -> list[Note]:
    """Which other teams can read a type's own channels."""
    text = _("⚠️ {roles} of another team can read {channel}.")
    return [
        Note(
            text=pieces(
                text.format(roles=words.roles(roles), channel=words.channel(channel_id)), names
            ),
            look="warn",
        )
        for channel_id, roles in readers.items()
    ]


def about_types() -> str:
    """What stands above the list."""
    return _(
        "Kinds of tickets that reach different people. What a type doesn't set follows the "
        "server. Types are deleted in Discord, in the menu."
    )
