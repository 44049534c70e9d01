"""Making a channel that is there a ticket, whoever made it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..core import errors
from ..core.access import with_everyone
from ..core.event import event_of
from ..core.kinds.channels import Channel
from ..core.team import Team
from ..core.ticket import NO_CHANNEL, Action, Adopted
from ..lifecycle.discord.messages import TicketMessages
from ..lifecycle.rules import BotsHaveNoTickets, FinishedLater
from ..lifecycle.service.later import finish_later
from ..lifecycle.service.presence import tell_if_opener_left
from ..panels.store import PanelStore
from ..staff_log.service import all_named
from .discord import Adoptable
from .rules import (
    ADOPTED,
    AdoptionOutdated,
    AdoptionPlan,
    AlreadyATicket,
    UsedOtherwise,
    access_change,
    adopted_plan,
    token_of,
)

if TYPE_CHECKING:
    from ..core.answer import Answer
    from ..core.app import App
    from ..core.overwrite import Overwrite
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from .rules import Adoption

log = logging.getLogger("red.tickets.adopting")


async def plan_adoption(app: App, wanted: Adoption) -> AdoptionPlan:
    """What would change, if the channel can be adopted; raises why not.

    No limit, block or paused type stops it: nobody opens anything.
    """
    guild_id, channel_id = wanted.guild_id, wanted.channel_id
    await _require_adoptable(app, wanted)
    settings = (await app.settings.of(guild_id)).for_type(wanted.type_id)
    if wanted.type_id is not None and (settings.type is None or settings.type.is_deleted):
        raise errors.TypeGone
    opener = await app.channels.member(guild_id, wanted.opener_id)
    if opener.is_bot:
        raise BotsHaveNoTickets
    before = app.channels.overwrites_of(guild_id, channel_id)
    after = _overwrites(app, guild_id, channel_id, opener.id, settings, before)
    missing = app.channels.lacking_in(guild_id, channel_id, after)
    if missing:
        raise errors.MissingPermissions(names=missing, channel_id=channel_id)
    adoptable = app[Adoptable]
    readers = adoptable.readers(guild_id, channel_id)
    known = {one: app.channels.known_member(guild_id, one) for one in readers.member_ids}
    change = access_change(
        readers,
        after,
        bot_id=app.channels.bot_id(guild_id),
        opener=opener,
        opener_saw=adoptable.sees(guild_id, channel_id, opener.id),
        roles_of={one: member.role_ids for one, member in known.items() if member is not None},
        administrators=adoptable.administrators(guild_id),
    )
    return AdoptionPlan(
        before=before,
        after=after,
        change=change,
        settings=settings,
        opener=opener,
        token=token_of(wanted, before, after),
    )


async def adopt_channel(
    app: App, wanted: Adoption, *, token: str, origin_id: int, answer: Answer
) -> Ticket:
    """Makes the channel a ticket, if all is as it was when somebody was asked, by `token`.

    The record comes first, then one call that changes who sees the channel, then the ticket's
    first message. When Discord refuses, the channel is as before and the error is raised.
    """
    guild_id = wanted.guild_id
    async with await app.locks.queued(answer.busy, "adopted", guild_id, wanted.channel_id):
        plan = await plan_adoption(app, wanted)
        if plan.token != token:
            raise AdoptionOutdated
        await answer.busy()
        ticket = await app.tickets.begin(
            guild_id=guild_id,
            opener_id=wanted.opener_id,
            opened_by_id=wanted.by.id,
            origin_id=origin_id,
            reason=None,
            terms=plan.settings.terms(),
            at=app.now(),
            limit=0,
            type_id=wanted.type_id,
            by_staff=True,
            above=max(app.channels.seem_tickets(guild_id).values(), default=0),
            adopted=Adopted(wanted.channel_id, with_everyone(plan.before, guild_id)),
        )
        async with app.locks.on("ticket", guild_id, ticket.number):
            return await _take_over(app, ticket, plan)


async def _take_over(app: App, ticket: Ticket, plan: AdoptionPlan) -> Ticket:
    try:
        await app.channels.set_overwrites(ticket, plan.after)
        welcome = await app[TicketMessages].post_welcome(ticket, plan.settings, plan.opener)
    except errors.EffectUnknown as error:
        await finish_later(app, ticket)
        raise FinishedLater from error
    except errors.TicketError:
        try:
            await undo_adoption(app, ticket)
        except errors.DiscordUnreachable as error:
            await finish_later(app, ticket)
            raise FinishedLater from error
        raise
    return await _record(app, ticket, plan.settings, welcome.id, welcome.text)


async def finish_adoption(app: App, ticket: Ticket) -> None:
    """Finishes an adoption that was cut off, or undoes it: never deletes the channel."""
    settings = await app.settings.for_ticket(ticket)
    messages = app[TicketMessages]
    guild_id, channel_id = ticket.guild_id, app.channels.channel_of(ticket).id
    try:
        opener = await app.channels.member(guild_id, ticket.opener_id)
        before = ticket.removed_overwrites
        plan = _overwrites(app, guild_id, channel_id, ticket.opener_id, settings, before)
        if set(plan) != set(app.channels.overwrites(ticket)):
            await app.channels.set_overwrites(ticket, plan)
        welcome = await messages.find_welcome(ticket)
        if welcome is None:
            welcome = await messages.post_welcome(ticket, settings, opener)
    except (errors.DiscordUnreachable, errors.ChannelGone):
        raise
    except errors.TicketError:
        log.warning("The adoption of %s is undone", ticket.label, exc_info=True)
        await undo_adoption(app, ticket)
        return
    await _record(app, ticket, settings, welcome.id, welcome.text)


async def undo_adoption(app: App, ticket: Ticket) -> None:
    """Gives a channel back what it had; where Discord refuses, it stays as closed as it is.

    Its record has failed then. Raises ``DiscordUnreachable`` where nobody knows.
    """
    before = ticket.removed_overwrites
    try:
        if set(before) != set(with_everyone(app.channels.overwrites(ticket), ticket.guild_id)):
            await app.channels.set_overwrites(ticket, before)
    except errors.DiscordUnreachable:
        raise
    except errors.DiscordSaidNo:
        log.warning("The channel of %s stays as it is", ticket.label, exc_info=True)
    await app.tickets.move(ticket, Action.FAIL_OPENING, settled=True, **NO_CHANNEL)


async def _record(
    app: App, ticket: Ticket, settings: Settings, welcome_id: int, welcome_text: str | None
) -> Ticket:
    event = event_of(
        ticket, ADOPTED, app.now(), by_id=ticket.opened_by_id, member_id=ticket.opener_id
    )
    ticket = await app.tickets.move(
        ticket,
        Action.FINISH_OPENING,
        event,
        settings=settings,
        welcome_id=welcome_id,
        welcome_text=welcome_text,
        removed_overwrites=(),
        settled=True,
    )
    await tell_if_opener_left(app, ticket)
    return ticket


async def _require_adoptable(app: App, wanted: Adoption) -> None:
    guild_id, channel_id = wanted.guild_id, wanted.channel_id
    app[Adoptable].require_text_channel(guild_id, channel_id)
    app[Adoptable].require_seen(guild_id, channel_id, wanted.by.id)
    ticket = await app.tickets.in_channel(guild_id, channel_id)
    if ticket is not None:
        raise AlreadyATicket(number=ticket.number)
    settings = await app.settings.of(guild_id)
    for setting in app.settings.declared.settings.values():
        if isinstance(setting.kind, Channel) and channel_id in all_named(settings, setting.key):
            raise UsedOtherwise
    if await app[PanelStore].in_channel(channel_id):
        raise UsedOtherwise


def _overwrites(
    app: App,
    guild_id: int,
    channel_id: int,
    opener_id: int,
    settings: Settings,
    before: tuple[Overwrite, ...],
) -> tuple[Overwrite, ...]:
    return adopted_plan(
        before,
        everyone_id=guild_id,
        bot_id=app.channels.bot_id(guild_id),
        opener_id=opener_id,
        team=settings[Team],
        existing_roles=app.channels.role_ids(guild_id),
        grantable=app.channels.grantable_in(guild_id, channel_id),
    )
