"""Opening a ticket, exactly once."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from ...core import errors, naming
from ...core.access import opening_plan
from ...core.event import event_of
from ...core.lazy_dataclass import lazy_dataclass
from ...core.limits import require_below_limits, require_none_pending
from ...core.team import Team, checked_reason
from ...core.ticket import NO_CHANNEL, UNDECIDED, Action, State
from ...staff_log.service import tell_staff
from ..discord.messages import TicketMessages, Welcome
from ..flood import Flood
from ..rules import (
    MISSING_PERMISSIONS,
    NO_SPACE,
    BotsHaveNoTickets,
    TypePaused,
    require_system_enabled,
)
from ..settings import OpeningSettings, TypeSettings
from .placing import create_channel
from .presence import tell_if_opener_left

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.feature import BeforeOpening
    from ...core.files import SentFile
    from ...core.form import Answer
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.opening")

#: The kind of event; a stored word.
OPENED = "opened"
#: What leaves open whether Discord has done what it was asked for.
PERHAPS_DONE = (errors.EffectUnknown, asyncio.CancelledError)


@lazy_dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """Somebody wants a ticket, or a moderator opens one for somebody."""

    guild_id: int
    opener: Person
    reason: str | None
    #: The interaction or message that asks; it is answered only once.
    origin_id: int
    #: A panel says what it is about, or that nothing is to be asked.
    reason_is_given: bool = False
    #: The number of that panel.
    panel: int | None = None
    type_id: int | None = None
    #: What the opener answered in the form, and sent with it.
    answers: tuple[Answer, ...] = ()
    files: tuple[SentFile, ...] = ()
    #: Whether it opens without a moderator's decision, also where others wait for one.
    at_once: bool = False
    #: The moderator who opens it, whom no limit, block or validation stops.
    by: Person | None = None


async def require_may_open(
    app: App,
    guild_id: int,
    opener: Person,
    type_id: int | None = None,
    *,
    at_once: bool = False,
) -> Settings:
    """What counts for tickets of the type, if `opener` could open one now.

    With `at_once`, whatever would come before.

    Raises the ``Refused`` that says why not. Asked before a form is shown, so that nobody
    fills one in for nothing; :func:`open_ticket` decides again.
    """
    settings = await takes_tickets(app, guild_id, type_id)
    counted = await app.tickets.counted_of(guild_id, opener.id)
    require_none_pending(counted, type_id)
    await _require_guards(app, guild_id, opener, settings)
    require_below_limits(counted, **limits_of(settings))
    before_opening = app.features.before_opening(settings)
    if before_opening is not None and not at_once:
        await before_opening.require(app, guild_id, settings)
    return settings


async def takes_tickets(app: App, guild_id: int, type_id: int | None) -> Settings:
    """What counts for tickets of the type; raises unless it takes any at present."""
    settings = (await app.settings.of(guild_id)).for_type(type_id)
    require_system_enabled(settings)
    if type_id is None:
        return settings
    if settings.type is None or settings.type.is_deleted:
        raise errors.TypeGone
    if not settings[TypeSettings].takes_tickets:
        raise TypePaused(name=settings.type.name)
    return settings


def limits_of(settings: Settings) -> dict[str, Any]:
    """How many tickets a member may have: in all, and of the type."""
    of_type = settings.type_id is not None
    return {
        "limit": settings.server[OpeningSettings].limit,
        "type_id": settings.type_id,
        "type_limit": settings[OpeningSettings].limit if of_type else 0,
    }


async def _require_guards(app: App, guild_id: int, opener: Person, settings: Settings) -> None:
    for guard in app.features.each("guards"):
        await guard(app, guild_id, opener, settings)


async def open_ticket(app: App, request: OpenRequest) -> Ticket:
    """Opens a ticket, or begins what comes before, and returns it; or raises what stopped it.

    The record and its number come first, in one transaction with the limit; whatever fails
    after that is undone before the error is raised.
    """
    settings = await takes_tickets(app, request.guild_id, request.type_id)
    asks_first = request.by is None and not request.at_once
    before_opening = app.features.before_opening(settings) if asks_first else None
    await _require_may_ask(app, request, settings)
    asked = (
        settings[OpeningSettings].opening_reason
        and not request.reason_is_given
        and request.by is None
    )
    reason = checked_reason(request.reason, required=asked)
    if before_opening is not None:
        await before_opening.require(app, request.guild_id, settings)
    at = app.now()
    if request.by is None:
        app[Flood].count(request.guild_id, request.opener.id, at)
    try:
        return await _begin(app, request, settings, reason, before_opening, at)
    except BaseException:
        if request.by is None:
            # Only openings that began are damped.
            app[Flood].take_back(request.guild_id, request.opener.id, at)
        raise


async def _begin(
    app: App,
    request: OpenRequest,
    settings: Settings,
    reason: str | None,
    before_opening: BeforeOpening | None,
    at: int,
) -> Ticket:
    limits = limits_of(settings)
    if request.by is not None:
        limits |= {"limit": 0, "type_limit": 0}
    ticket = await app.tickets.begin(
        guild_id=request.guild_id,
        opener_id=request.opener.id,
        opened_by_id=(request.by or request.opener).id,
        origin_id=request.origin_id,
        reason=reason,
        terms=settings.terms(),
        at=at,
        **limits,
        panel=request.panel,
        answers=request.answers,
        files=request.files,
        state=State.OPENING if before_opening is None else before_opening.state,
        by_staff=request.by is not None,
        above=max(app.channels.seem_tickets(request.guild_id).values(), default=0),
    )
    if before_opening is not None:
        told = app.features.fields_at_opening(ticket, settings, at)
        if told:
            ticket = await app.tickets.note(ticket, **told)
        return await before_opening.send(app, ticket, settings)
    async with app.locks.on("ticket", ticket.guild_id, ticket.number):
        return await create_channel_and_welcome(app, ticket, settings)


async def _require_may_ask(app: App, request: OpenRequest, settings: Settings) -> None:
    if request.by is None:
        await _require_guards(app, request.guild_id, request.opener, settings)
        return
    settings[Team].require_moderator(request.by)
    if request.opener.is_bot:
        raise BotsHaveNoTickets


async def create_channel_and_welcome(app: App, ticket: Ticket, settings: Settings) -> Ticket:
    """Makes an opening ticket's channel and welcome message; both, or neither.

    If that fails the ticket is what it was before it was being opened, the staff hears of what
    only it can fix, and the error is raised.
    """
    try:
        made, welcome = await _make_channel(app, ticket, settings)
        return await finish_opening(app, made, settings, welcome)
    except BaseException as error:
        await undo(app, ticket, error)
        await _tell_why(app, ticket, error)
        raise


async def _make_channel(app: App, ticket: Ticket, settings: Settings) -> tuple[Ticket, Welcome]:
    channels = app.channels
    opener = await channels.member(ticket.guild_id, ticket.opener_id)
    plan = opening_plan(
        everyone_id=ticket.guild_id,
        bot_id=channels.bot_id(ticket.guild_id),
        opener_id=ticket.opener_id,
        team=ticket.terms[Team],
        existing_roles=channels.role_ids(ticket.guild_id),
    )
    template = settings[OpeningSettings].channel_format
    name = naming.channel_name(template, channels.name_facts(ticket, opener, settings))
    channel_id = await create_channel(app, ticket, settings, name=name, plan=plan)
    told = app.features.fields_at_opening(ticket, settings, app.now())
    ticket = await app.tickets.note(ticket, channel_id=channel_id, **told)
    return ticket, await app[TicketMessages].post_welcome(ticket, settings, opener)


async def finish_opening(app: App, ticket: Ticket, settings: Settings, welcome: Welcome) -> Ticket:
    """Records that the ticket is open; what else belongs to it follows by itself."""
    by_staff = ticket.opened_by_id != ticket.opener_id
    opened = event_of(
        ticket,
        OPENED,
        app.now(),
        by_id=ticket.opened_by_id,
        member_id=ticket.opener_id if by_staff else None,
    )
    ticket = await app.tickets.move(
        ticket,
        Action.FINISH_OPENING,
        opened,
        settings=settings,
        welcome_id=welcome.id,
        welcome_text=welcome.text,
        settled=True,
    )
    await tell_if_opener_left(app, ticket)
    return ticket


async def undo(app: App, ticket: Ticket, error: BaseException) -> None:
    """Leaves nothing half-created. What can't be removed now is left to the next start.

    A ticket that waited before, as a request does, waits again, and that step is told why.
    """
    ticket = await app.tickets.get(ticket.guild_id, ticket.number)
    action = Action.RETURN_REQUEST if ticket.was_requested else Action.FAIL_OPENING
    # Discord may have created a channel whose id was never heard.
    removed = ticket.channel_id is not None or not isinstance(error, PERHAPS_DONE)
    try:
        await app.channels.delete(ticket)
    except errors.DiscordSaidNo:
        removed = False
        log.warning(
            "Ticket #%s of server %s could not be opened, and its channel %s not be removed",
            ticket.number,
            ticket.guild_id,
            ticket.channel_id,
        )
    changes: dict[str, Any] = NO_CHANNEL if removed else {}
    if action is Action.RETURN_REQUEST:
        changes = {**changes, **UNDECIDED}
    else:
        changes = {**changes, "files": ()}
    try:
        ticket = await app.tickets.move(ticket, action, settled=removed, **changes)
    except errors.WrongState as gone:
        log.info("Ticket #%s of server %s was gone already", ticket.number, ticket.guild_id)
        ticket = gone.ticket
    await report_failed_opening(app, ticket, error)


async def report_failed_opening(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells what comes before an opening that this one has failed."""
    before_opening: BeforeOpening | None = app.features.before_opening_of(ticket.state)
    if before_opening is not None:
        await before_opening.opening_failed(app, ticket, error)


async def _tell_why(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the staff about failures that only they can fix."""
    match error:
        case errors.CategoryFull() | errors.GuildFull():
            await tell_staff(app, ticket.guild_id, NO_SPACE, type_id=ticket.type_id)
        case errors.MissingPermissions(names=names):
            about = " ".join(names)
            await tell_staff(
                app, ticket.guild_id, MISSING_PERMISSIONS, about, type_id=ticket.type_id
            )
