"""Modals. What they are about is in their id, so that they outlive the bot's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..ticket import REASON_LIMIT
from .questions import sent_in

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The id of the one text field.
REASON_FIELD = "reason"


def reason_form(
    custom_id: str,
    *,
    title: str,
    label: str,
    description: str,
    required: bool = True,
    placeholder: str | None = None,
) -> discord.ui.Modal:
    """Asks for a reason; `custom_id` says about what."""
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON_FIELD,
        style=discord.TextStyle.paragraph,
        min_length=1 if required else None,
        max_length=REASON_LIMIT,
        required=required,
        placeholder=placeholder,
    )
    modal.add_item(discord.ui.Label(text=label, description=description, component=field))
    # As with buttons: found by its id, so discord.py needn't remember it.
    modal.stop()
    return modal


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a form, by field id: the first where several were chosen."""
    return {field: "".join(given[:1]) for field, given in sent_in(data).items()}
