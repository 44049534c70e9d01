"""Moving a ticket to another type, and with it to another team."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.access import required_for, within
from ...core.event import LogEntry, event_of
from ...core.job import Job, ticket_job
from ...core.team import Team
from ...core.ticket import IN_HANDS, Action, MovedFrom, Person, State, as_before, require_state
from ...lifecycle.discord.messages import TicketMessages
from ...lifecycle.rules import About, FinishedLater, QuestionOutdated
from ...lifecycle.service.later import finish_later
from ...lifecycle.service.placing import is_placed, move_channel
from ...lifecycle.service.threads import THREAD
from ...lifecycle.settings import ThreadSettings, mentioned_roles
from ...staff_log.service import line_job
from ...staff_log.settings import LogSettings
from ..rules import AWAY, MOVED, AlreadyOfType, MovePlan, move_plan, moved_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.answer import Answer
    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.overwrite import Overwrite
    from ...core.settings import Settings
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.moving")

#: Says of an event what the ticket was before.
_FROM = "from_type"
#: Stands for who moved a ticket, where the bot was killed meanwhile.
_NOBODY = Person(id=0, username="")


async def plan_move(
    app: App, guild_id: int, number: int, *, by: Person, type_id: int | None
) -> tuple[Ticket, MovePlan, Settings]:
    """The ticket, what moving it to the type would change, and what would count for it.

    Raises why it can't be moved: by somebody outside its team, a ticket that isn't open, a type
    that is gone or that it has, and ``MissingPermissions``.
    """
    ticket, present, wanted = await _require_movable(app, guild_id, number, by, type_id)
    moved = replace(ticket, **_changes(app, ticket, wanted))
    _require_permissions(app, ticket, _overwrites(app, moved, present, wanted))
    existing = app.channels.role_ids(guild_id)
    has_thread = ticket.thread_id is not None
    plan = move_plan(present[Team], wanted[Team], existing, has_thread=has_thread)
    return ticket, plan, wanted


async def move_ticket(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    type_id: int | None,
    revision: int,
    answer: Answer,
) -> Ticket:
    """Moves a ticket that is as it was in `revision`, when somebody was asked.

    When Discord refuses, the ticket has its former type again and the error is raised. When it
    leaves open whether the channel is moved, that is finished later.
    """
    await _require_movable(app, guild_id, number, by, type_id)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, present, wanted = await _require_movable(app, guild_id, number, by, type_id)
        if ticket.revision != revision:
            raise QuestionOutdated
        if not ticket.settled:
            raise errors.DiscordUnreachable
        changes = _changes(app, ticket, wanted)
        plan = _overwrites(app, replace(ticket, **changes), present, wanted)
        _require_permissions(app, ticket, plan)
        await answer.busy()
        ticket = await app.tickets.move(ticket, Action.MOVE, **changes, settled=False)
        try:
            await _place(app, ticket, wanted, plan)
        except errors.EffectUnknown as error:
            await finish_later(app, ticket)
            raise FinishedLater from error
        except errors.TicketError:
            await _undo(app, ticket)
            raise
        return await _show_and_record(app, ticket, wanted, by)


async def finish_move(app: App, ticket: Ticket) -> None:
    """Finishes a move that was cut off, or undoes it where Discord refuses it."""
    settings = await app.settings.of(ticket.guild_id)
    wanted = settings.for_ticket(ticket)
    assert ticket.moved_from is not None
    former = settings.for_type(ticket.moved_from.type_id)
    try:
        await _place(app, ticket, wanted, _overwrites(app, ticket, former, wanted))
    except (errors.DiscordUnreachable, errors.ChannelGone):
        raise
    except errors.TicketError:
        log.warning("The move of %s is undone", ticket.label, exc_info=True)
        await _undo(app, ticket)
        return
    await _show_and_record(app, ticket, wanted, None)


async def _require_movable(
    app: App, guild_id: int, number: int, by: Person, type_id: int | None
) -> tuple[Ticket, Settings, Settings]:
    ticket = await app.tickets.get(guild_id, number)
    settings = await app.settings.of(guild_id)
    present = settings.for_ticket(ticket)
    present[Team].require_moderator(by)
    require_state(ticket, Action.MOVE, State.OPEN)
    wanted = settings.for_type(type_id)
    if type_id is not None and (wanted.type is None or wanted.type.is_deleted):
        raise errors.TypeGone
    if ticket.type_id == type_id:
        raise AlreadyOfType
    return ticket, present, wanted


def _changes(app: App, ticket: Ticket, wanted: Settings) -> dict[str, Any]:
    """The fields that a ticket changes with a move, as long as that isn't finished."""
    return {
        "type_id": wanted.type_id,
        "terms": wanted.terms(),
        "moved_from": MovedFrom(type_id=ticket.type_id, terms=ticket.terms),
        **app.features.renewed(app, ticket, wanted),
    }


def _overwrites(
    app: App, moved: Ticket, present: Settings, wanted: Settings
) -> tuple[Overwrite, ...]:
    """Who sees the channel of a ticket that is being moved, made of who sees it now."""
    before = replace(moved, **as_before(moved))
    existing = app.channels.role_ids(moved.guild_id)
    lines = app.channels.overwrites(moved)
    plan = moved_plan(
        lines,
        former=[
            app.features.staff_lines(before, team, existing)
            for team in (present[Team], before.terms[Team])
        ],
        after=app.features.staff_lines(moved, wanted[Team], existing),
    )
    needed = required_for(wanted[Team])
    return within(plan, lines, app.channels.grantable(moved) | needed)


def _require_permissions(app: App, ticket: Ticket, plan: tuple[Overwrite, ...]) -> None:
    missing = app.channels.lacking_for(ticket, plan)
    if missing:
        raise errors.MissingPermissions(names=missing, channel_id=ticket.channel_id)


async def _place(
    app: App, ticket: Ticket, settings: Settings, plan: tuple[Overwrite, ...]
) -> None:
    if not await is_placed(app, ticket, settings):
        await move_channel(app, ticket, settings, plan)
    elif set(plan) != set(app.channels.overwrites(ticket)):
        await app.channels.set_overwrites(ticket, plan)


async def _undo(app: App, ticket: Ticket) -> None:
    """Gives the ticket the type that it had, and the team that still sees it."""
    await app.tickets.move(ticket, Action.MOVE, **as_before(ticket), settled=True)


async def _show_and_record(
    app: App, ticket: Ticket, settings: Settings, by: Person | None
) -> Ticket:
    """Shows the new type in the ticket, calls its team, and records the move.

    What only informs must not undo what was done: failures are logged.
    """
    assert ticket.moved_from is not None
    messages = app[TicketMessages]
    text = await messages.welcome_text(ticket, settings)
    ticket = await app.tickets.note(ticket, welcome_text=text)
    name = settings.type.name if settings.type is not None else ""
    existing = app.channels.role_ids(ticket.guild_id)
    called = mentioned_roles(settings, existing)
    about = About(
        name=name,
        mention=" ".join(f"<@&{role}>" for role in called) or None,
        called_role_ids=called,
    )
    try:
        shown = await messages.show_state(ticket, settings)
        if not await _was_announced(app, ticket, by, name):
            buttons = None if shown else settings
            who = by or _NOBODY
            await messages.announce(ticket, MOVED, who, about=about, with_buttons_for=buttons)
    except errors.DiscordSaidNo:
        log.warning("The move of %s could not be shown in it", ticket.label, exc_info=True)
    moved_from = ticket.moved_from
    assert moved_from is not None
    event = event_of(
        ticket,
        MOVED,
        app.now(),
        by_id=by.id if by is not None else None,
        detail=f"{moved_from.type_id or 0} {ticket.type_id or 0}",
        unstored={_FROM: moved_from.type_id},
    )
    before = replace(ticket, **as_before(ticket))
    events = (event, *app.features.told_of_renewal(before, ticket, app.now()))
    return await app.tickets.note(ticket, *events, settings=settings, **IN_HANDS, settled=True)


async def _was_announced(app: App, ticket: Ticket, by: Person | None, name: str) -> bool:
    """After a restart: whether that was said before the bot was killed, by whomever."""
    messages = app[TicketMessages]
    return by is None and await messages.was_announced(ticket, MOVED, _NOBODY, name)


# ------------------------------------------------------------- what follows


def tell_former_team(occurrence: Occurrence) -> Iterator[Job]:
    """The log of the team that it has left says only that it moved."""
    event, settings = occurrence.event, occurrence.settings
    former = settings.for_type(event.unstored.get(_FROM))
    channel_id = former[LogSettings].reception_channel_id
    if channel_id is None or channel_id == settings[LogSettings].reception_channel_id:
        return
    entry = LogEntry(
        event=MOVED,
        number=event.number,
        about=AWAY,
        type_id=former.type_id,
        type_name=former.type.name if former.type is not None else None,
    )
    yield line_job(event.guild_id, entry, event.at)


def hand_over_thread(occurrence: Occurrence) -> Iterator[Job]:
    """The staff's thread lets the new team in, and whoever still sees the ticket out."""
    event, ticket = occurrence.event, occurrence.ticket
    wanted = occurrence.settings[ThreadSettings].staff_thread
    if ticket is not None and (wanted or ticket.thread_id is not None):
        yield ticket_job(THREAD, event, moved=True)
