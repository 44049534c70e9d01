"""Giving a ticket's channel another name, by the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.event import event_of
from ...core.naming import wished_name
from ...core.ticket import Action
from ..rules import NamedSo, NameNotAllowed, NameUnusable, RenamedTooOften
from ..store import RenameStore
from .closing import require_may_moderate

if TYPE_CHECKING:
    from ...core.answer import Answer
    from ...core.app import App
    from ...core.ticket import Person

#: The kind of event; a stored word.
RENAMED = "renamed"


async def rename_ticket(
    app: App, guild_id: int, number: int, *, by: Person, name: str, answer: Answer
) -> str:
    """Gives the ticket's channel a name like that; returns it as Discord has it.

    Raises ``RenamedTooOften`` for a third renaming within ten minutes, ``NameUnusable``,
    ``NameNotAllowed`` and ``NamedSo``.
    """
    wished = wished_name(name)
    if not wished:
        raise NameUnusable
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await require_may_moderate(app, guild_id, number, by, Action.DELETE)
        if app.channels.channel_of(ticket).name == wished:
            raise NamedSo
        at = app.now()
        # Before Discord is asked: if the bot ends now, it has not been asked too little.
        await app[RenameStore].begin(guild_id, number, at)
        await answer.busy()
        try:
            await app.channels.rename(ticket, wished)
        except errors.DiscordUnreachable:
            # Perhaps it was done, and Discord has counted it.
            raise
        except errors.DiscordSaidNo as error:
            await app[RenameStore].undo(guild_id, number, at)
            if isinstance(error, errors.NotYet):
                raise RenamedTooOften(possible_at=at + error.seconds) from error
            if isinstance(error, errors.NameRefused):
                raise NameNotAllowed from error
            raise
        event = event_of(ticket, RENAMED, at, by_id=by.id)
        await app.events.add(event, settings=settings, ticket=ticket)
    await answer.decided()
    return wished
