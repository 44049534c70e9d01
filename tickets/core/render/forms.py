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


def modal(
    custom_id: str, title: str, *parts: discord.ui.Label[Any] | discord.ui.TextDisplay[Any]
) -> discord.ui.Modal:
    """A form of these parts.

    As with buttons, it is found by its id when it is sent: discord.py needn't remember it.
    """
    made = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for part in parts:
        made.add_item(part)
    made.stop()
    return made


def reason_part(
    label: str,
    *,
    description: str | None = None,
    required: bool,
    placeholder: str | None = None,
    present: str | None = None,
    limit: int = REASON_LIMIT,
) -> discord.ui.Label[Any]:
    """The field for a reason of up to `limit` characters; `present` stands in it."""
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON_FIELD,
        style=discord.TextStyle.paragraph,
        min_length=1 if required else None,
        max_length=limit,
        required=required,
        placeholder=placeholder,
        default=present,
    )
    return discord.ui.Label(text=label, description=description, component=field)


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
    part = reason_part(label, description=description, required=required, placeholder=placeholder)
    return modal(custom_id, title, part)


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a form, by field id: the first where several were chosen."""
    return {field: "".join(given[:1]) for field, given in sent_in(data).items()}
