"""The forms in which admins write panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.render.controls import identify
from ...core.render.forms import modal
from ...i18n import _
from .. import rules as limits
from ..rules import ButtonColour, Entry, Panel, PanelKind, PanelLook
from .panels import default_label, default_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.ticket_type import TicketType

#: Field ids, the same in every form.
LABEL, EMOJI, REASON, COLOUR = "label", "emoji", "reason", "colour"
NAME, DESCRIPTION, PLACEHOLDER = "name", "description", "placeholder"
CONTENT, AUTHOR, TITLE, TEXT, FOOTER = "content", "author", "title", "text", "footer"
THUMBNAIL, IMAGE, POSITION, MESSAGE = "thumbnail", "image", "position", "message"
TYPE = "type"


def new_panel_form(
    kind: PanelKind, channel_id: int, types: Sequence[TicketType] = ()
) -> discord.ui.Modal:
    """What a new panel needs: its button, or its first reason."""
    custom_id = identify("panel-new", kind.value, channel_id)
    if kind is PanelKind.BUTTON:
        label = default_label()
        first = Entry(id=0, name=label, reason=label)
        return modal(custom_id, _("New panel: button"), *_button_fields(first, types))
    if types:
        first = Entry(id=0)
        return modal(custom_id, _("New panel: selector"), *_reason_fields(first, types))
    return modal(
        custom_id,
        _("New panel: selector"),
        _line(NAME, _("First reason"), limits.REASON_NAME_LIMIT),
        _emoji(),
        _line(DESCRIPTION, _("Description"), limits.REASON_DESCRIPTION_LIMIT, required=False),
        _line(PLACEHOLDER, _("Text in the selector"), limits.PLACEHOLDER_LIMIT, required=False),
    )


def component_form(panel: Panel, types: Sequence[TicketType] = ()) -> discord.ui.Modal:
    """The panel's one button, or the text in its selector."""
    custom_id = identify("panel-door", panel.number)
    if panel.kind is PanelKind.SELECTOR:
        return modal(
            custom_id,
            _("The selector"),
            _line(
                PLACEHOLDER,
                _("Text in the selector"),
                limits.PLACEHOLDER_LIMIT,
                panel.placeholder,
                required=False,
            ),
        )
    return modal(custom_id, _("The button"), *_button_fields(panel.entries[0], types))


def entry_form(
    panel: Panel, entry: Entry | None, types: Sequence[TicketType] = ()
) -> discord.ui.Modal:
    """A button or a reason of a selector, new or as it is."""
    custom_id = identify("panel-reason", panel.number, entry.id if entry else 0)
    if panel.kind is PanelKind.BUTTON:
        title = _("New button") if entry is None else _("Change the button")
        return modal(custom_id, title, *_button_fields(entry or Entry(id=0), types))
    title = _("New reason") if entry is None else _("Change the reason")
    return modal(custom_id, title, *_reason_fields(entry or Entry(id=0), types))


def position_form(panel: Panel, entry: Entry) -> discord.ui.Modal:
    """Where a button or reason shall stand."""
    is_button = panel.kind is PanelKind.BUTTON
    return modal(
        identify("panel-position", panel.number, entry.id),
        _("Move the button") if is_button else _("Move the reason"),
        _line(POSITION, _("Position (1 is the first)"), 2),
    )


def words_form(panel: Panel) -> discord.ui.Modal:
    """The words of the message."""
    look = panel.look or default_look(panel)
    return modal(
        identify("panel-words", panel.number),
        _("Text"),
        _block(CONTENT, _("Above the box"), limits.CONTENT_LIMIT, look.content),
        _line(
            AUTHOR,
            _("Small line above the title"),
            limits.AUTHOR_LIMIT,
            look.author,
            required=False,
        ),
        _line(TITLE, _("Title"), limits.TITLE_LIMIT, look.title, required=False),
        _block(TEXT, _("Text"), limits.TEXT_LIMIT, look.text),
        _line(
            FOOTER, _("Small line at the bottom"), limits.FOOTER_LIMIT, look.footer, required=False
        ),
    )


def look_form(panel: Panel) -> discord.ui.Modal:
    """Colour and pictures of the message."""
    look = panel.look or PanelLook()
    colour = None if look.colour is None else f"#{look.colour:06X}"
    return modal(
        identify("panel-look", panel.number),
        _("Style"),
        _line(
            COLOUR,
            _("Colour of the edge"),
            10,
            colour,
            required=False,
            hint=_("Such as #5865F2, which it has when this is empty."),
        ),
        _picture(THUMBNAIL, _("Small picture beside the text"), look.thumbnail),
        _picture(IMAGE, _("Large picture below the text"), look.image),
    )


def message_form(panel: Panel) -> discord.ui.Modal:
    """Which message of the bot's shall carry the panel."""
    return modal(
        identify("panel-message", panel.number),
        _("An existing message"),
        _line(MESSAGE, _("Link or ID of a message of this bot"), 200),
    )


def colour_words() -> dict[ButtonColour, str]:
    """What the colours of buttons are called."""
    return {
        ButtonColour.BLURPLE: _("Blurple"),
        ButtonColour.GREY: _("Grey"),
        ButtonColour.GREEN: _("Green"),
        ButtonColour.RED: _("Red"),
    }


def _button_fields(entry: Entry, types: Sequence[TicketType]) -> tuple[discord.ui.Label[Any], ...]:
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=COLOUR,
        options=[
            discord.SelectOption(label=name, value=one.value, default=one is entry.colour)
            for one, name in colour_words().items()
        ],
    )
    return (
        _name(LABEL, _("Words on the button"), limits.LABEL_LIMIT, entry, types),
        _emoji(entry.emoji),
        discord.ui.Label(text=_("Colour"), component=select),
        _line(
            REASON,
            _("Reason given by the button"),
            limits.REASON_NAME_LIMIT,
            entry.reason,
            required=False,
            hint=_("Empty: the ticket has none, or the member is asked."),
        ),
        *_type_field(entry, types),
    )


def _reason_fields(entry: Entry, types: Sequence[TicketType]) -> tuple[discord.ui.Label[Any], ...]:
    name = _name(NAME, _("Name"), limits.REASON_NAME_LIMIT, entry, types)
    description = _line(
        DESCRIPTION,
        _("Description"),
        limits.REASON_DESCRIPTION_LIMIT,
        entry.description,
        required=False,
    )
    if not types:
        # The name is the ticket's reason.
        return (name, _emoji(entry.emoji), description)
    reason = _line(
        REASON,
        _("Reason given to the ticket"),
        limits.REASON_NAME_LIMIT,
        entry.reason,
        required=False,
        hint=_("Empty: the ticket has none, or the member is asked."),
    )
    return (name, _emoji(entry.emoji), description, reason, *_type_field(entry, types))


def _name(
    field: str, label: str, limit: int, entry: Entry, types: Sequence[TicketType]
) -> discord.ui.Label[Any]:
    hint = _("Empty: the name of its type.") if types else None
    return _line(field, label, limit, entry.name, required=not types, hint=hint)


def _type_field(entry: Entry, types: Sequence[TicketType]) -> tuple[discord.ui.Label[Any], ...]:
    """Which type of ticket it opens, on a server that has any."""
    if not types:
        return ()
    none = discord.SelectOption(label=_("No type"), value="0", default=entry.type_id is None)
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=TYPE,
        options=[
            none,
            *(
                discord.SelectOption(
                    label=one.name,
                    value=str(one.id),
                    emoji=one.emoji,
                    default=one.id == entry.type_id,
                )
                for one in types
            ),
        ],
    )
    return (discord.ui.Label(text=_("Type"), component=select),)


def _emoji(present: str | None = None) -> discord.ui.Label[Any]:
    hint = _("An emoji, or the name of one of this server's own.")
    return _line(EMOJI, _("Emoji"), 64, present, required=False, hint=hint)


def _picture(custom_id: str, label: str, present: str | None) -> discord.ui.Label[Any]:
    hint = _("Its address, beginning with https://")
    return _line(custom_id, label, 1000, present, required=False, hint=hint)


def _line(
    custom_id: str,
    label: str,
    limit: int,
    present: str | None = None,
    *,
    required: bool = True,
    hint: str | None = None,
) -> discord.ui.Label[Any]:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id, max_length=limit, required=required, default=present or None
    )
    return discord.ui.Label(text=label, description=hint, component=field)


def _block(custom_id: str, label: str, limit: int, present: str | None) -> discord.ui.Label[Any]:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph,
        max_length=limit,
        required=False,
        default=present,
    )
    return discord.ui.Label(text=label, component=field)
