"""Modals. What they are about is in their id, so that they outlive the bot's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..ticket import REASON_LIMIT
from .controls import identify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The id of the one text field.
REASON_FIELD = "reason"


def opening_form(origin_id: int, panel: int | None = None) -> discord.ui.Modal:
    """Asks why a ticket is opened. `origin_id`, what asked for it, is answered once.

    `panel` is the number of the panel whose button asked.
    """
    about = (origin_id,) if panel is None else (origin_id, panel)
    return _form(
        identify("open", *about),
        title=_("Open a ticket"),
        label=_("Why are you opening this ticket?"),
        description=_("The staff sees this first."),
    )


def closing_form(number: int, *, deletes: bool = False, saves: bool = False) -> discord.ui.Modal:
    """Asks why the ticket is closed; sending it confirms, also that it is deleted then."""
    outcome = _("Sending this closes the ticket.")
    if deletes and saves:
        outcome = _("Sending this closes, saves and deletes the ticket.")
    elif deletes:
        outcome = _("Sending this closes and deletes the ticket: nothing will be kept.")
    return _form(
        identify("close", number),
        title=_("Close the ticket"),
        label=_("Why are you closing this ticket?"),
        description=outcome,
    )


def refusal_form(number: int) -> discord.ui.Modal:
    """Asks why a request is refused; may stay empty."""
    return _form(
        identify("refuse", number),
        title=_("Refuse the request"),
        label=_("Why are you refusing this request?"),
        description=_("The member reads this. You can leave it empty."),
        required=False,
    )


def _form(
    custom_id: str, *, title: str, label: str, description: str, required: bool = True
) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON_FIELD,
        style=discord.TextStyle.paragraph,
        min_length=1 if required else None,
        max_length=REASON_LIMIT,
        required=required,
    )
    modal.add_item(discord.ui.Label(text=label, description=description, component=field))
    # As with buttons: found by its id, so discord.py needn't remember it.
    modal.stop()
    return modal


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a form, by field id, from a submission's payload."""
    return {
        part["custom_id"]: part.get("value") or next(iter(part.get("values") or ()), "")
        for part in _parts(data.get("components", ()))
        if "custom_id" in part
    }


def _parts(components: Any) -> Iterator[Mapping[str, Any]]:
    for part in components:
        yield part
        yield from _parts(part.get("components", ()))
        if "component" in part:
            yield from _parts((part["component"],))
