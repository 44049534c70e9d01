"""Making another cog's ticket one of this cog's.

The record comes first, with what the channel had before. Then one call changes who sees the
channel, their buttons go, and the ticket's own first message is posted. Each of these may be done
twice, so that whatever was cut off is done again until the record says that it is finished.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...adopting.service import undo_adoption
from ...claims.settings import ClaimSettings
from ...core import errors
from ...core.access import with_everyone
from ...core.event import event_of
from ...core.overwrite import Target
from ...core.team import STAFF_ROLES, Team
from ...core.ticket import Action, Adopted, State
from ...lifecycle.discord.messages import TicketMessages
from ...lifecycle.service.presence import tell_if_opener_left
from ...lifecycle.settings import ClosingSettings, MoreClosingSettings
from ..discord import TheirThings
from ..rules.found import OldMessage
from ..rules.lines import Taken, closed_lines, open_lines, possible, saw
from ..rules.moving import MIGRATE, MIGRATED
from ..store import TakenOverStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.app import App
    from ...core.overwrite import Overwrite
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket
    from ..rules.found import FoundTicket, Source
    from ..rules.lines import Lines

log = logging.getLogger("red.tickets.switching")


async def take_ticket(
    app: App, guild_id: int, source: Source, found: FoundTicket, by_id: int
) -> None:
    """Makes a channel a ticket, unless it is one; goes on with what was cut off.

    Raises a ``TicketError``; only where nobody knows what has become of it, the record stays.
    """
    async with app.locks.on("adopted", guild_id, found.channel_id):
        ticket = await app.tickets.in_channel(guild_id, found.channel_id)
        settings = await _settings_of(app, guild_id, found)
        is_new = ticket is None
        if ticket is None:
            ticket = await _begin(app, guild_id, source, found, settings)
        elif not _is_moving(ticket):
            return
        else:
            log.info("Going on with what was left over on %s", ticket.label)
        async with app.locks.on("ticket", guild_id, ticket.number):
            try:
                await _finish(app, ticket, settings, found, by_id, is_new=is_new)
            except errors.DiscordUnreachable:
                raise
            except errors.TicketError:
                await undo_adoption(app, ticket)
                raise


def _is_moving(ticket: Ticket) -> bool:
    return ticket.is_being_adopted and ticket.came_from is not None


async def _settings_of(app: App, guild_id: int, found: FoundTicket) -> Settings:
    settings = await app.settings.of(guild_id)
    name = (found.type_name or "").casefold()
    types = (one.id for one in settings.types if one.name.casefold() == name)
    return settings.for_type(next(types, None))


async def _begin(
    app: App, guild_id: int, source: Source, found: FoundTicket, settings: Settings
) -> Ticket:
    before = with_everyone(app.channels.overwrites_of(guild_id, found.channel_id), guild_id)
    team = settings[Team]
    seeing = _seeing_roles(app, guild_id, before, team.role_ids)
    # Roles that didn't see it aren't let in. *Apply to … open tickets* does that.
    roles: dict[str, Any] = {
        key: [one for one in getattr(team, key) if one in seeing] for key in STAFF_ROLES
    }
    return await app.tickets.begin(
        guild_id=guild_id,
        opener_id=found.opener_id,
        opened_by_id=found.opener_id,
        # Of each channel once.
        origin_id=found.channel_id,
        reason=found.reason,
        terms=settings.terms().with_values(**roles),
        at=found.created_at,
        limit=0,
        type_id=settings.type_id,
        by_staff=True,
        above=max(app.channels.seem_tickets(guild_id).values(), default=0),
        adopted=Adopted(
            found.channel_id,
            before,
            came_from=source.value,
            former_number=found.their_number,
            number=found.their_number if found.keeps_number else None,
        ),
    )


def _seeing_roles(
    app: App, guild_id: int, before: Iterable[Overwrite], role_ids: Iterable[int]
) -> frozenset[int]:
    theirs = app[TheirThings]
    viewing, lines = theirs.viewing(guild_id), tuple(before)
    return frozenset(
        one
        for one, reader in theirs.as_readers(guild_id, role_ids).items()
        if saw(lines, reader, everyone_id=guild_id, viewing=viewing)
    )


async def _finish(
    app: App,
    ticket: Ticket,
    settings: Settings,
    found: FoundTicket,
    by_id: int,
    *,
    is_new: bool,
) -> None:
    # The cache may not know that it was deleted, nor that it is there.
    app.channels.channel_of(ticket)
    opener, is_here = await _opener(app, ticket)
    handled = _handled(app, ticket, settings, found)
    lines = _lines(app, replace(ticket, **handled), settings, found, is_here=is_here)
    if set(lines.overwrites) != set(app.channels.overwrites(ticket)):
        await app.channels.set_overwrites(ticket, lines.overwrites)
    await _take_buttons_off(app, ticket, found)
    becomes = replace(ticket, state=State.OPEN, **handled)
    closing = _closing_of(app, ticket, settings, found)
    if found.state is State.CLOSED:
        becomes = replace(ticket, state=State.CLOSED, **closing)
    messages = app[TicketMessages]
    welcome = None if is_new else await messages.find_welcome(ticket)
    if welcome is None:
        welcome = await messages.post_welcome(ticket, settings, opener, shown=becomes)
    closed = found.state is State.CLOSED
    ticket = await app.tickets.move(
        ticket,
        Action.FINISH_CLOSED if closed else Action.FINISH_OPENING,
        event_of(ticket, MIGRATED, app.now(), by_id=by_id, member_id=ticket.opener_id),
        settings=settings,
        welcome_id=welcome.id,
        welcome_text=welcome.text,
        removed_overwrites=lines.withdrawn,
        settled=True,
        **(closing if closed else handled),
    )
    if not is_here and not closed:
        await tell_if_opener_left(app, ticket)


async def _opener(app: App, ticket: Ticket) -> tuple[Person, bool]:
    """The opener, and whether they are on the server."""
    try:
        return await app.channels.member(ticket.guild_id, ticket.opener_id), True
    except errors.OpenerGone:
        return await app.channels.person(ticket.opener_id), False


def _closing_of(
    app: App, ticket: Ticket, settings: Settings, found: FoundTicket
) -> dict[str, Any]:
    archive = settings[MoreClosingSettings].closed_category_id
    is_there = archive is not None and archive == app.channels.channel_of(ticket).category_id
    return {
        # From there reopening brings it back.
        "closed_category_id": archive if is_there else None,
        "closed_by_id": found.closed_by_id,
        "closed_at": found.closed_at or found.created_at,
        "close_reason": found.closing_reason,
    }


def _handled(app: App, ticket: Ticket, settings: Settings, found: FoundTicket) -> dict[str, Any]:
    """Who has claimed it, if tickets are claimed here and they may."""
    handler = found.claimed_by_id
    claims = settings[ClaimSettings]
    if handler is None or not claims.claims or found.state is not State.OPEN:
        return {}
    person = app.channels.known_member(ticket.guild_id, handler)
    if person is None or handler == ticket.opener_id or not settings[Team].is_moderator(person):
        return {}
    access = claims.claim_access.value
    return {"handler_id": handler, "claimed_at": found.created_at, "claim_access": access}


def _lines(
    app: App, ticket: Ticket, settings: Settings, found: FoundTicket, *, is_here: bool
) -> Lines:
    """The overwrites that it gets. It may have them already: what it had is in its record."""
    guild_id, before = ticket.guild_id, ticket.removed_overwrites
    theirs, bot_id = app[TheirThings], app.channels.bot_id(guild_id)
    team = ticket.terms[Team]
    staff = app.features.staff_lines(ticket, team, app.channels.role_ids(guild_id))
    named = [line.id for line in before if line.target is Target.MEMBER and line.id != bot_id]
    readers = {
        one: reader
        for one in {*named, *found.guest_ids, found.opener_id}
        if (reader := theirs.as_reader(guild_id, one)) is not None
    }
    viewing = theirs.viewing(guild_id)
    roles = {one for one, line in staff.items() if line.target is Target.ROLE}
    # Who was let in by name may have been left out since, by a first attempt.
    known = {
        *found.guest_ids,
        *(line.id for line in before if line.id in named and _lets_in(line)),
    }
    known -= {ticket.opener_id, *found.staff_ids}
    by_role = frozenset(
        one
        for one, reader in readers.items()
        if reader.sees_all or not reader.role_ids.isdisjoint(roles)
    )
    taken = Taken(
        everyone_id=guild_id,
        bot_id=bot_id,
        before=before,
        staff=staff,
        by_role=by_role - {ticket.opener_id},
        opener_id=ticket.opener_id if is_here else None,
        guest_ids=frozenset(one for one in known if one in readers and one not in by_role),
        seeing=frozenset(
            one
            for one, reader in readers.items()
            if saw(before, reader, everyone_id=guild_id, viewing=viewing)
        ),
    )
    closed = found.state is State.CLOSED
    readable = settings[ClosingSettings].stays_readable
    lines = closed_lines(taken, readable=readable) if closed else open_lines(taken)
    return possible(lines, before, team, app.channels.grantable(ticket))


def _lets_in(line: Overwrite) -> bool:
    return "view_channel" in line.allow


async def _take_buttons_off(app: App, ticket: Ticket, found: FoundTicket) -> None:
    """Of all their messages in it. One that Discord doesn't let the bot change stays known."""
    theirs, guild_id = app[TheirThings], ticket.guild_id
    every = list(found.old_messages)
    if found.old_ids:
        known = {one.message_id for one in every}
        every += [
            OldMessage(channel_id=found.channel_id, message_id=one)
            for one in await theirs.messages_with(guild_id, found.channel_id, found.old_ids)
            if one not in known
        ]
    done = []
    for message in every:
        try:
            await theirs.take_buttons_off(guild_id, message)
            done.append(message)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("Another cog's buttons stay in %s", ticket.label, exc_info=True)
    await app[TakenOverStore].done_with(done)


async def settle(app: App, ticket: Ticket) -> None:
    """After a start: the job goes on with it; without one nobody would."""
    jobs = await app.work.of_kind(MIGRATE)
    if all(one.guild_id != ticket.guild_id for one in jobs):
        await undo_adoption(app, ticket)
