"""The pages of panels: their list, and one of them with what it says and offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.kinds.kind import FieldKind
from ...core.render import words
from ...i18n import _
from ...panels import rules as limits
from ...panels.render import forms
from ...panels.render.forms import colour_words
from ...panels.render.panels import default_label, default_placeholder, message_link, title_of
from ...panels.rules import ButtonColour, PanelKind
from .lists import ItemField
from .pages import PANEL, Note, address
from .settings import plain_view
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...core.ticket_type import TicketType
    from ...panels.rules import Entry, Panel, PanelLook
    from ..rules import Item, Texts
    from .settings import Held

#: What a message says, and how long each may be; colour and pictures follow.
WORDS = {
    forms.CONTENT: limits.CONTENT_LIMIT,
    forms.AUTHOR: limits.AUTHOR_LIMIT,
    forms.TITLE: limits.TITLE_LIMIT,
    forms.TEXT: limits.TEXT_LIMIT,
    forms.FOOTER: limits.FOOTER_LIMIT,
}
PICTURES = (forms.THUMBNAIL, forms.IMAGE)
LOOK = (*WORDS, forms.COLOUR, *PICTURES)
#: So many characters of a panel's words stand in its line.
_TITLE = 80


def kind_words() -> dict[PanelKind, str]:
    """What a panel is."""
    return {PanelKind.BUTTON: _("Button"), PanelKind.SELECTOR: _("Selector")}


def panel_line(panel: Panel, names: Mapping[int, str]) -> dict[str, Any]:
    """A panel in the list."""
    place = words.channel(panel.channel_id)
    state = _("posted") if panel.message_id is not None else _("not posted yet")
    return {
        "to": address(panel.guild_id, PANEL, panel=panel.number),
        "title": f"{panel.number} · {words.clip(title_of(panel), _TITLE)}",
        "text": pieces(f"{kind_words()[panel.kind]} · {place} · {state}", names),
        "message": None if panel.message_id is None else message_link(panel),
    }


def new_panel_view(held: Mapping[str, Held], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The fields for a new panel."""
    kinds = tuple((one.value, text) for one, text in kind_words().items())
    about = _("A button, or a selector with several reasons.")
    where = _("Where it is posted.")
    first = _("Words on the button, or the first reason. More can be added.")
    return [
        plain_view(
            "kind",
            _("Panel"),
            held["kind"],
            names,
            kind=FieldKind.CHOICE,
            about=about,
            options=kinds,
        ),
        plain_view(
            "channel",
            _("Channel"),
            held["channel"],
            names,
            kind=FieldKind.CHANNEL,
            about=where,
            nothing=_("none"),
        ),
        plain_view(
            "first", _("Name"), held["first"], names, about=first, limit=limits.LABEL_LIMIT
        ),
    ]


def look_texts(look: PanelLook) -> dict[str, Texts]:
    """What a message says and shows, as its fields hold it."""
    found: dict[str, Texts] = {name: (getattr(look, name) or "",) for name in (*WORDS, *PICTURES)}
    found[forms.COLOUR] = ("" if look.colour is None else f"#{look.colour:06X}",)
    return found


def look_view(held: Mapping[str, Held], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The fields for what a message says and shows."""
    titles = {
        forms.CONTENT: _("Above the box"),
        forms.AUTHOR: _("Small line above the title"),
        forms.TITLE: _("Title"),
        forms.TEXT: _("Text in the box"),
        forms.FOOTER: _("Small line at the bottom"),
        forms.COLOUR: _("Colour of the edge"),
        forms.THUMBNAIL: _("Small picture beside the text"),
        forms.IMAGE: _("Large picture below the text"),
    }
    picture = _("Its address, beginning with https://")
    helps = {
        forms.COLOUR: _("Such as #5865F2, which it has when this is empty."),
        forms.THUMBNAIL: picture,
        forms.IMAGE: picture,
    }
    found = []
    for key in LOOK:
        is_long = key in (forms.CONTENT, forms.TEXT)
        limit = WORDS.get(key)
        kind = FieldKind.TEXT if is_long else FieldKind.LINE
        about = helps.get(key, "")
        field = plain_view(key, titles[key], held[key], names, kind=kind, about=about, limit=limit)
        found.append(field)
    return found


def placeholder_view(held: Held, names: Mapping[int, str]) -> dict[str, Any]:
    """The field for what stands in a selector."""
    title = _("Text in the selector")
    return plain_view(forms.PLACEHOLDER, title, held, names, limit=limits.PLACEHOLDER_LIMIT)


def entry_fields(kind: PanelKind, types: Sequence[TicketType]) -> tuple[ItemField, ...]:
    """What there is to say of a button, or of a reason of a selector."""
    is_button = kind is PanelKind.BUTTON
    emoji = ItemField(name=forms.EMOJI, title=_("Emoji"), is_head=True)
    name = ItemField(
        name=forms.NAME,
        title=_("Words on the button") if is_button else _("Name"),
        limit=limits.LABEL_LIMIT if is_button else limits.REASON_NAME_LIMIT,
        is_head=True,
    )
    colour = ItemField(
        name=forms.COLOUR,
        title=_("Colour"),
        kind="choice",
        options=tuple((one.value, text) for one, text in colour_words().items()),
        blank=ButtonColour.BLURPLE.value,
    )
    description = ItemField(
        name=forms.DESCRIPTION, title=_("Description"), limit=limits.REASON_DESCRIPTION_LIMIT
    )
    reason = ItemField(
        name=forms.REASON,
        title=_("Reason given by the button") if is_button else _("Reason given to the ticket"),
        limit=limits.REASON_NAME_LIMIT,
        help=_("Empty: the ticket has none, or the member is asked."),
    )
    type_ = ItemField(
        name=forms.TYPE,
        title=_("Type"),
        kind="choice",
        options=(
            ("0", _("No type")),
            *((str(one.id), f"{one.emoji or ''} {one.name}".strip()) for one in types),
        ),
        blank="0",
    )
    found = [emoji, name, colour if is_button else description]
    if is_button or types:
        # Else the name is the ticket's reason.
        found.append(reason)
    return (*found, type_) if types else tuple(found)


def entry_item(entry: Entry) -> Item:
    """A button or reason, as its fields hold it."""
    return str(entry.id), {
        forms.EMOJI: entry.emoji or "",
        forms.NAME: entry.name or "",
        forms.COLOUR: entry.colour.value,
        forms.DESCRIPTION: entry.description or "",
        forms.REASON: entry.reason or "",
        forms.TYPE: str(entry.type_id or 0),
    }


def preview_facts(panel: Panel, types: Iterable[TicketType], bot: str) -> dict[str, Any]:
    """What the preview needs besides the page's fields; words are those that members see."""
    return {
        "kind": panel.kind.value,
        "bot": bot,
        "label": default_label(),
        "placeholder": default_placeholder(),
        "types": {
            str(one.id): {
                "name": one.name,
                "emoji": one.emoji or "",
                "description": one.description or "",
            }
            for one in types
        },
    }


def about_panels() -> str:
    """What stands above the list."""
    return _("Messages from which members open tickets.")


def about_foreign_message() -> str:
    """The panel hangs on another message of the bot's."""
    return _("This panel hangs on another message of the bot. Only its buttons are changed here.")


def about_place(panel: Panel) -> str:
    """Where a panel is."""
    channel = words.channel(panel.channel_id)
    if panel.message_id is None:
        text = _("It isn't posted yet. It belongs in {channel}.")
    else:
        text = _("It is posted in {channel}. Posting it again replaces the message.")
    return text.format(channel=channel)


def posted_note(names: Mapping[int, str]) -> Note:
    """A panel was posted."""
    return Note(text=pieces(_("✅ Posted."), names), look="good")
