"""Requests about a person's data.

What is kept about people: ids of who opened, decided about, closed, reopened and deleted
tickets, who was added and removed, who is blocked and by whom, and the reasons they typed. The
conversations themselves are Discord's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .store import PeopleStore

if TYPE_CHECKING:
    from ..core.app import App

#: A member may have to wait so many seconds after a refusal, at most: one week.
LONGEST_WAIT = 7 * 24 * 60 * 60


async def forget_user(app: App, user_id: int) -> None:
    """Forgets the person altogether, also in tickets that are still there.

    For accounts that Discord deleted, and when the bot's owner decides so. Their requests
    are cancelled: there is nobody for whom they could be accepted. An open ticket has no
    opener any more: ticket moderators can still close and delete it.
    """
    await _forget_files(app, user_id)
    # What is told of this afterwards must find the person forgotten: nothing comes between.
    for prepare in app.features.each("forgets"):
        await prepare(app, user_id)
    await app[PeopleStore].forget_words(user_id, live_too=True)
    await app[PeopleStore].forget_identity(user_id, live_too=True)


async def forget_ended(app: App, user_id: int, *, words_of_live_tickets: bool) -> None:
    """Forgets the person where that has ended what they were part of.

    In tickets that still have a channel, and in pending requests, the id stays: it decides
    who may close or withdraw them and counts towards the limit. It stays in blocks that are
    in force and in requests that were refused lately, too: asking to be forgotten is no way
    around them. `words_of_live_tickets` removes what the person wrote from all of these.
    """
    await _forget_files(app, user_id)
    now = app.now()
    await app[PeopleStore].forget_words(user_id, live_too=words_of_live_tickets)
    await app[PeopleStore].forget_identity(
        user_id, live_too=False, now=now, lately=now - LONGEST_WAIT
    )


async def _forget_files(app: App, user_id: int) -> None:
    for files in app.features.each("personal_files"):
        await files.forget(app, user_id)


async def data_of_user(app: App, user_id: int) -> bytes | None:
    """All that is stored about the person as JSON, None if there is nothing."""
    told = dict(await app[PeopleStore].about(user_id))
    for files in app.features.each("personal_files"):
        found = await files.tell(app, user_id)
        if found:
            told[files.title] = found
    return json.dumps(told, ensure_ascii=False, indent=2).encode() if told else None
