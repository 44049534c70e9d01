"""What pages of components are made of: menus, the assistant, lists.

A page holds 40 components, counted with those inside others, and 4,000 characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def page(
    *blocks: discord.ui.Item[Any] | str,
    below: Sequence[discord.ui.Item[Any]] = (),
    colour: discord.Colour | None = None,
) -> discord.ui.LayoutView:
    """A box with texts and controls, and a row of buttons below it."""
    view = discord.ui.LayoutView(timeout=None)
    items = [
        discord.ui.TextDisplay(block) if isinstance(block, str) else block for block in blocks
    ]
    view.add_item(discord.ui.Container(*items, accent_colour=colour))
    if below:
        view.add_item(row(*below))
    # As with other buttons: found by their ids, so discord.py needn't remember them.
    view.stop()
    return view


def heading(title: str, note: str | None = None) -> str:
    """A title, and a small line below it."""
    return f"### {title}" if note is None else f"### {title}\n-# {note}"


def line() -> discord.ui.Separator[Any]:
    """A line between two parts of a page."""
    return discord.ui.Separator()


def beside(text: str, control: discord.ui.Button[Any]) -> discord.ui.Section[Any]:
    """A text with its button at its right."""
    return discord.ui.Section(text, accessory=control)


def row(*controls: discord.ui.Item[Any]) -> discord.ui.ActionRow[Any]:
    """Up to five buttons, or one selector."""
    return discord.ui.ActionRow(*controls)


def ended(command: str) -> discord.ui.LayoutView:
    """What remains of a menu that was left alone."""
    return page(
        _("This menu has expired. Type {command} to open a new one.").format(command=command)
    )
