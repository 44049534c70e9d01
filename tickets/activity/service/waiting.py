"""Noticing who has to say something next, and correcting it.

Whatever was said while the bot was away isn't looked up at its start: the next word counts.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ...core.snowflake import made_at
from ...core.team import Team
from ...core.ticket import Action, Side, State, require_state
from ..discord import TicketWords
from ..open_tickets import OpenTickets, staff_roles
from ..rules import AFTER_WORD, AlreadyWaits, after_word, side_of
from ..store import ListStore

if TYPE_CHECKING:
    import asyncio

    from ...core.answer import Answer
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket


async def learn_open_tickets(app: App) -> None:
    """When the cog is loaded: which channels words count in."""
    app[OpenTickets].fill(await app[ListStore].in_use())


async def hear(app: App, channel_id: int, message_id: int, by: Person) -> None:
    """Somebody has written in a channel: stores it if that changes who is waited for, and lets
    other features hear of it."""
    known = app[OpenTickets].in_channel(channel_id)
    if known is None:
        return
    await count_word(app, channel_id, message_id, by)
    for listen in app.features.each("words"):
        await listen(app, known.guild_id, channel_id, by)


async def count_word(app: App, channel_id: int, message_id: int, by: Person) -> None:
    """Stores what a word changes.

    It doesn't wait for other work on the ticket: whether the record has to change is decided in
    the transaction that changes it.
    """
    async with _words(app, channel_id):
        known = app[OpenTickets].in_channel(channel_id)
        if known is None:
            return
        settings = (await app.settings.of(known.guild_id)).for_type(known.type_id)
        staff = staff_roles(settings[Team]) | known.staff_role_ids
        side = side_of(
            by,
            opener_id=known.opener_id,
            staff_role_ids=staff,
            observer_role_ids=settings[Team].observer_role_ids,
        )
        # The record may have changed while the settings were read.
        known = app[OpenTickets].in_channel(channel_id)
        if side is None or known is None or not known.hears(message_id):
            return
        if (known.waits_for, side) in AFTER_WORD:
            decide = partial(
                _after_word, side=side, at=made_at(message_id), app=app, settings=settings
            )
            await app.tickets.change(known.guild_id, known.number, decide)


def _after_word(
    ticket: Ticket, *, side: Side, at: int, app: App, settings: Settings
) -> dict[str, Any]:
    """What a word changes, and what follows from the staff's first answer."""
    changed = after_word(ticket, side, at)
    if "answered_at" in changed:
        changed |= app.features.fields_after_answer(replace(ticket, **changed), settings)
    return changed


def _words(app: App, channel_id: int | None) -> asyncio.Lock:
    """One after the other, so that what is in memory is true when the next one is looked at."""
    return app.locks.on("words", channel_id)


async def hear_missed(app: App, ticket: Ticket) -> Ticket:
    """Reads the ticket's last messages, and counts those that the bot has missed.

    They count by Discord's times. This costs a call: it is for what is about to be done by itself
    because somebody has said nothing. Returns the ticket as it is then, or raises a
    ``DiscordSaidNo``.
    """
    since = ticket.created_at if ticket.waits_since is None else ticket.waits_since
    for word in await app[TicketWords].since(ticket, since):
        await count_word(app, ticket.channel_id or 0, word.id, word.by)
    return await app.tickets.get(ticket.guild_id, ticket.number)


async def hear_missed_if_away(app: App, ticket: Ticket) -> Ticket:
    """The same, unless the bot has listened all the time since the ticket waits as it does."""
    listens = app.channels.hears(ticket.guild_id)
    if listens and (ticket.waits_since or 0) > app.clock.listens_since:
        return ticket
    return await hear_missed(app, ticket)


async def set_waiting(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    side: Side,
    asked_by: int,
    answer: Answer,
) -> Ticket:
    """Corrects who is waited for in an open ticket. Raises ``AlreadyWaits`` if nothing changes.

    `asked_by` is the id of the message or interaction that asks, whose time it counts from.
    """
    await app.for_moderator(guild_id, number, by)

    def decide(ticket: Ticket) -> dict[str, Any]:
        require_state(ticket, Action.CLOSE, State.OPEN)
        if ticket.waiting is not None and ticket.waiting[0] is side:
            raise AlreadyWaits(side=side, since=ticket.waiting[1])
        return {"waits_for": side, "waits_since": made_at(asked_by)}

    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        # It may have got another type, and with it another team, while this one waited.
        ticket, _settings = await app.for_moderator(guild_id, number, by)
        async with _words(app, ticket.channel_id):
            known = app[OpenTickets].in_channel(ticket.channel_id or 0)
            if known is not None:
                # A word from before it mustn't count after it.
                known.hears(asked_by)
            ticket = await app.tickets.change(guild_id, number, decide)
    await answer.decided()
    return ticket


async def forget_opener(app: App, user_id: int) -> None:
    """Before somebody is forgotten: their id leaves memory, too."""
    app[OpenTickets].forget_opener(user_id)
