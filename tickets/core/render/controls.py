"""Buttons of messages that stay. Their ids say everything; no object is kept for them.

An id is ``tickets:v1:<verb>:<what it is about>``. Old messages carry it for years: never
change the meaning of one, add a new verb or version.
"""

from __future__ import annotations

from typing import Any

import discord

from ...i18n import _
from ..ticket import State, Ticket

PREFIX = "tickets:v1:"


def identify(verb: str, *about: int | str) -> str:
    """The custom id for a button or modal."""
    return ":".join((f"{PREFIX}{verb}", *map(str, about)))


def pattern(verb: str, *about: str) -> str:
    """The regular expression that :func:`identify`'s result matches; `about` are groups."""
    return ":".join((f"{PREFIX}{verb}", *about))


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


def ticket_controls(ticket: Ticket) -> discord.ui.View:
    """What can be done with a ticket in its present state."""
    number = ticket.number
    if ticket.state is State.CLOSED:
        return row(
            button("reopen", number, label=_("Reopen"), style=discord.ButtonStyle.blurple),
            button("save", number, label=_("Save transcript"), style=discord.ButtonStyle.green),
            button("delete", number, label=_("Delete"), style=discord.ButtonStyle.red),
        )
    return row(button("close", number, label=_("Close ticket"), style=discord.ButtonStyle.blurple))


def save(number: int) -> discord.ui.View:
    """The button that hands a moderator the conversation."""
    label = _("Save transcript")
    return row(button("save", number, label=label, style=discord.ButtonStyle.green))


def retry_deletion(number: int) -> discord.ui.View:
    """The button that asks again whether to delete."""
    return row(button("delete", number, label=_("Retry"), style=discord.ButtonStyle.red))


def withdraw(number: int) -> discord.ui.View:
    """The button with which a member takes a request back."""
    return row(button("withdraw", number, label=_("Withdraw"), style=discord.ButtonStyle.grey))


def result(number: int, member_id: int) -> discord.ui.View:
    """The button that shows a moderator what a typed command has done."""
    label = _("Show the result")
    return row(button("result", number, member_id, label=label, style=discord.ButtonStyle.grey))


def show_list() -> discord.ui.View:
    """The button that shows a moderator the list of tickets."""
    return row(button("list", 0, label=_("Show the list"), style=discord.ButtonStyle.grey))


def show_news(member_id: int) -> discord.ui.View:
    """The button that tells somebody of the staff what happened meanwhile."""
    return row(button("news", member_id, label=_("Show"), style=discord.ButtonStyle.grey))


def apply_roles(count: int) -> discord.ui.View:
    """The button that brings tickets' roles up to date, by itself."""
    return row(apply_roles_button(count))


def apply_roles_button(count: int) -> discord.ui.Button[discord.ui.View]:
    """The button that brings tickets' roles up to date."""
    label = (
        _("Apply to 1 open ticket")
        if count == 1
        else _("Apply to {count} open tickets").format(count=count)
    )
    return button("apply-roles", label=label, style=discord.ButtonStyle.blurple)


def ask_for_reason(member_id: int) -> discord.ui.View:
    """The button with which a member who typed the command opens the form."""
    return row(
        button("ask", member_id, label=_("Open a ticket"), style=discord.ButtonStyle.blurple)
    )


def confirmation(verb: str, number: int, session: str, *, dangerous: bool) -> discord.ui.View:
    """*Confirm* and *Cancel* for a question; `session` is the bot's present life."""
    style = discord.ButtonStyle.red if dangerous else discord.ButtonStyle.green
    return row(
        button(f"confirm-{verb}", number, session, label=_("Confirm"), style=style),
        button("cancel", number, session, label=_("Cancel"), style=discord.ButtonStyle.grey),
    )
