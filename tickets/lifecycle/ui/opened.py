"""What a member is told whose ticket was opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...core.render import words
from ...core.render.message import Message
from ...i18n import _

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.feature import BeforeOpening
    from ...core.ticket import Ticket


async def opened_message(app: App, ticket: Ticket, *, in_public: bool = False) -> Message:
    """What the opener is told: where the ticket is, or what comes before; and what else."""
    message = await _first_words(app, ticket, in_public=in_public)
    told = app.features.told_opener(ticket)
    if not told:
        return message
    line = _("**{title}:** {text}")
    lines = "".join(f"\n{line.format(title=title, text=text)}" for title, text in told)
    content = words.clip(message.content or "", words.MESSAGE_LIMIT - len(lines))
    return replace(message, content=content + lines)


async def _first_words(app: App, ticket: Ticket, *, in_public: bool) -> Message:
    before_opening: BeforeOpening | None = app.features.before_opening_of(ticket.state)
    if before_opening is not None:
        return await before_opening.answer(app, ticket, in_public)
    assert ticket.channel_id is not None
    return Message(
        content=_("Your ticket is ready: {channel}").format(
            channel=words.channel(ticket.channel_id)
        )
    )
