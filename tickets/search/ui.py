"""Pages of what was found, and one ticket's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import UnknownTicket
from ..core.render import words
from ..core.ui.typed import how_to_type
from ..staff_log.rules import entry_of
from . import render as look
from .rules import Wish
from .service import Searches, find, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

    from ..core.app import App
    from ..core.ticket import Person
    from ..core.ui.press import Press
    from .rules import Record


async def found_page(
    app: App, guild_id: int, by: Person, wish: Wish, *, key: str | None = None, page: int = 0
) -> discord.ui.LayoutView:
    """A page of what somebody of the staff looks for; a new search gets a key.

    Who asked for nothing but a number sees that ticket.
    """
    if wish == Wish(number=wish.number) and wish.number is not None:
        return await record_page(app, guild_id, by, wish.number)
    found = await find(app, guild_id, by, wish, page)
    settings = await app.settings.of(guild_id)
    names = {one.id: one.name for one in settings.all_types}
    if key is None:
        key = app[Searches].keep(guild_id, by.id, wish)
    return look.found_page(found, key, names)


async def record_page(
    app: App, guild_id: int, by: Person, number: int, back: tuple[str, int] | None = None
) -> discord.ui.LayoutView:
    """All that is known of a ticket of somebody's teams."""
    record = await record_of(app, guild_id, by, number)
    return look.record_page(record, _history(app, record), back)


def _history(app: App, record: Record) -> Iterator[tuple[int, str]]:
    """What the log says of it, with mentions in it."""
    for event in record.events:
        line = app.features.log_lines.get(event.kind)
        if line is not None:
            entry = entry_of(event, record.ticket, line, record.settings)
            yield event.at, line.sentence(entry, lambda user_id: words.member(user_id or 0))


async def turn(press: Press, key: str, page: int) -> None:
    """*Previous*, *Next* and *Back*; or the button that shows what was found."""
    wish = await _wish(press, key)
    shown = await found_page(press.app, press.guild_id, press.by, wish, key=key, page=page)
    await press.reply.turn_to(shown)


async def choose(press: Press, key: str, page: int) -> None:
    """A ticket of a page was chosen."""
    await _wish(press, key)
    number = press.values[0] if press.values else ""
    if not number.isdecimal() or len(number) > 9:
        raise UnknownTicket
    shown = await record_page(press.app, press.guild_id, press.by, int(number), (key, page))
    await press.reply.turn_to(shown)


async def _wish(press: Press, key: str) -> Wish:
    guild = press.interaction.guild
    command = await how_to_type(press.interaction.client, "ticketmod find", guild)
    return press.app[Searches].wish(key, press.guild_id, press.by.id, command)
