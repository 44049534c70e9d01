"""Buttons of messages that stay. Their ids say everything; no object is kept for them.

An id is ``tickets:v1:<verb>:<what it is about>``. Old messages carry it for years: never
change the meaning of one, add a new verb or version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _

if TYPE_CHECKING:
    from ..ticket import Ticket

PREFIX = "tickets:v1:"


def identify(verb: str, *about: int | str) -> str:
    """The custom id for a button or modal."""
    return ":".join((f"{PREFIX}{verb}", *map(str, about)))


def row(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Buttons and selectors that discord.py shall send and then forget.

    A view that has been stopped isn't stored: clicks find their handler by the id alone, a
    click that is faster than Discord's answer is not lost, and nothing piles up in memory.
    """
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def button(
    verb: str, *about: int | str, label: str, style: discord.ButtonStyle
) -> discord.ui.Button[discord.ui.View]:
    """A button whose press is answered by the handler of `verb`."""
    return discord.ui.Button(label=label, style=style, custom_id=identify(verb, *about))


def show_notices(member_id: int) -> discord.ui.View:
    """The button that tells somebody of the staff what happened meanwhile."""
    return row(button("news", member_id, label=_("Show"), style=discord.ButtonStyle.grey))


def confirmation(verb: str, ticket: Ticket, session: str, *, dangerous: bool) -> discord.ui.View:
    """*Confirm* and *Cancel* for a question about a ticket as it is now; `session` is the bot's
    present run."""
    number = ticket.number
    style = discord.ButtonStyle.red if dangerous else discord.ButtonStyle.green
    return row(
        button(
            f"{verb}-confirmed", number, session, ticket.revision, label=_("Confirm"), style=style
        ),
        button("cancel", number, session, label=_("Cancel"), style=discord.ButtonStyle.grey),
    )
