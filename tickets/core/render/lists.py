"""Lists that have pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import discord

from ...i18n import _
from .controls import button
from .pages import heading, line, page

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

#: Lines of a page.
PAGE = 10


def cut(items: Sequence[T], number: int) -> tuple[Sequence[T], int, int]:
    """The items of a page, its number and how many pages there are. Too far is the last."""
    pages = max(1, -(-len(items) // PAGE))
    number = min(max(number, 0), pages - 1)
    return items[number * PAGE : (number + 1) * PAGE], number, pages


def turning(verb: str, number: int, pages: int, *about: int | str) -> list[discord.ui.Button[Any]]:
    """*Previous*, where one is, and *Next*; `about` stands in their ids before the page."""
    if pages == 1:
        return []
    back = button(verb, *about, max(number - 1, 0), label="◀", style=discord.ButtonStyle.grey)
    back.disabled = number == 0
    forth = button(verb, *about, number + 1, label="▶", style=discord.ButtonStyle.grey)
    forth.disabled = number == pages - 1
    return [back, place(number, pages), forth]


def place(number: int, pages: int) -> discord.ui.Button[Any]:
    """Where one is; it can't be pressed."""
    return discord.ui.Button(
        label=_("Page {page} of {pages}").format(page=number + 1, pages=pages),
        style=discord.ButtonStyle.grey,
        disabled=True,
        custom_id="tickets:v1:page",
    )


def list_page(
    title: str, note: str, text: str, buttons: Sequence[discord.ui.Button[Any]]
) -> discord.ui.LayoutView:
    """A page of a list, with buttons below it."""
    return page(heading(title, note), line(), text, below=buttons)
