"""Requests: asked for by a member, decided once by a moderator."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors, policy
from ..core.direct import DirectMessage, News
from ..core.logs import direct, show_request
from ..core.ticket import Action, State
from ..staff_log.notices import NoticeKind
from ..staff_log.service import reception_fails, tell_each

if TYPE_CHECKING:
    from ..core.app import Desk
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from ..lifecycle.service.closing import Answer

log = logging.getLogger("red.tickets.requests")

#: What leaves open whether Discord has done what it was asked for.
PERHAPS_DONE = (errors.EffectUnknown, asyncio.CancelledError)
#: A reception channel that can't be used until somebody does something about it.
_UNUSABLE = (errors.ChannelGone, errors.MissingPermissions)


async def require_reception(desk: Desk, guild_id: int, settings: Settings) -> None:
    """Raises ``NoReception``, and tells the staff why, if requests have nowhere to go."""
    channel_id = settings.reception_channel_id
    if channel_id is None:
        await tell_each(desk, guild_id, NoticeKind.NO_RECEPTION)
        raise errors.NoReception
    try:
        desk.reception.require_writable(guild_id, channel_id)
    except _UNUSABLE as error:
        await reception_fails(desk, guild_id, channel_id, error)
        raise errors.NoReception from error


async def send_request(desk: Desk, ticket: Ticket, settings: Settings) -> Ticket:
    """Posts a request that was just recorded; if that fails there is no request."""
    async with desk.locks.on("ticket", ticket.guild_id, ticket.number):
        try:
            return await _post(desk, ticket, settings)
        except BaseException as error:
            # If it is there all the same, the next start removes it.
            settled = not isinstance(error, PERHAPS_DONE)
            await desk.tickets.move(ticket, Action.FAIL_OPENING, settled=settled)
            if isinstance(error, _UNUSABLE) and settings.reception_channel_id is not None:
                await reception_fails(desk, ticket.guild_id, settings.reception_channel_id, error)
                raise errors.NoReception from error
            raise


async def _post(desk: Desk, ticket: Ticket, settings: Settings) -> Ticket:
    message_id = await desk.reception.post_request(ticket, settings)
    return await desk.tickets.note(
        ticket,
        request_id=message_id,
        request_channel_id=settings.reception_channel_id,
        settled=True,
    )


async def finish_request(desk: Desk, ticket: Ticket) -> None:
    """Posts a request that an earlier life of the bot recorded, unless it did that too."""
    settings = await desk.settings.of(ticket.guild_id)
    channel_id = settings.reception_channel_id
    if channel_id is not None:
        try:
            await _keep_posted(desk, ticket, settings)
        except _UNUSABLE as error:
            await reception_fails(desk, ticket.guild_id, channel_id, error)
            if isinstance(error, errors.MissingPermissions):
                raise
        else:
            return
    # It is posted when there is a channel again.
    await desk.tickets.note(ticket, settled=True)


async def _keep_posted(desk: Desk, ticket: Ticket, settings: Settings) -> None:
    """Sees to it that a pending request can be decided in the reception channel."""
    in_place = ticket.request_channel_id == settings.reception_channel_id
    if in_place and await desk.reception.show_request(ticket):
        return
    message_id = await desk.reception.find_request(ticket, settings)
    if message_id is None:
        message_id = await desk.reception.post_request(ticket, settings)
    try:
        # Before it is forgotten where that was: two could be decided.
        await desk.reception.remove_request(ticket)
    except errors.MissingPermissions:
        log.warning("The former message of %s stays", ticket.label, exc_info=True)
    await desk.tickets.note(
        ticket,
        request_id=message_id,
        request_channel_id=settings.reception_channel_id,
        settled=_is_settled(ticket),
    )


def _is_settled(request: Ticket) -> bool:
    """False while the channel of an acceptance that failed is still to be removed."""
    return request.channel_id is None


async def remove_stray_request(desk: Desk, ticket: Ticket) -> None:
    """Removes the message of a request that failed, though it was posted."""
    settings = await desk.settings.of(ticket.guild_id)
    channel_id = settings.reception_channel_id
    if ticket.request_id is None and channel_id is not None:
        message_id = await desk.reception.find_request(ticket, settings)
        if message_id is not None:
            stray = replace(ticket, request_id=message_id, request_channel_id=channel_id)
            await desk.reception.remove_request(stray)


async def require_may_decide(desk: Desk, guild_id: int, number: int, by: Person) -> Ticket:
    """The pending request, if `by` is a moderator who may decide about it."""
    ticket = await desk.tickets.get(guild_id, number)
    policy.require_moderator(by, ticket, await desk.settings.of(guild_id))
    if ticket.state is not State.REQUESTED:
        raise errors.AlreadyDecided(ticket=ticket)
    return ticket


async def refuse_request(
    desk: Desk, guild_id: int, number: int, *, by: Person, reason: str | None, answer: Answer
) -> Ticket:
    """Refuses a request; the member is told, and has to wait before the next one."""
    reason = policy.checked_reason(reason, required=False)
    await require_may_decide(desk, guild_id, number, by)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await require_may_decide(desk, guild_id, number, by)
        news = DirectMessage(
            news=News.REFUSED, user_id=ticket.opener_id, number=number, reason=reason
        )
        ticket = await desk.tickets.move(
            ticket,
            Action.REFUSE,
            decided_by_id=by.id,
            decided_at=desk.now(),
            refusal=reason,
            settled=_is_settled(ticket),
            jobs=(show_request(desk, ticket), direct(desk, guild_id, news)),
        )
        await answer.decided()
        return ticket


async def withdraw_request(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """The member takes the request back."""
    ticket = await desk.tickets.get(guild_id, number)
    if by.id != ticket.opener_id:
        raise errors.SomeoneElsesButton(member_id=ticket.opener_id)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await desk.tickets.get(guild_id, number)
        if ticket.state is not State.REQUESTED:
            raise errors.AlreadyDecided(ticket=ticket)
        ticket = await cancel_request(desk, ticket, by_id=by.id)
        await answer.decided()
        return ticket


async def cancel_request(desk: Desk, ticket: Ticket, *, by_id: int | None) -> Ticket:
    """Ends a request without a decision; by nobody if the member is gone."""
    return await desk.tickets.move(
        ticket,
        Action.CANCEL,
        decided_by_id=by_id,
        decided_at=desk.now(),
        settled=_is_settled(ticket),
        jobs=(show_request(desk, ticket),),
    )


async def opener_of_request_left(desk: Desk, guild_id: int, person: Person) -> None:
    """Cancels what somebody requested who is no longer on the server."""
    for ticket in await desk.tickets.counted_of(guild_id, person.id):
        if ticket.state is State.REQUESTED:
            async with desk.locks.on("ticket", guild_id, ticket.number):
                try:
                    await cancel_request(desk, ticket, by_id=None)
                except errors.WrongState:
                    log.info("%s was decided about meanwhile", ticket.label)


async def bring_up_to_date(desk: Desk, guild_id: int, number: int) -> None:
    """Shows in the reception channel what became of a request, or that it is pending."""
    async with desk.locks.on("ticket", guild_id, number):
        ticket = await desk.tickets.get(guild_id, number)
        settings = await desk.settings.of(guild_id)
        if ticket.state is State.REQUESTED and settings.reception_channel_id is not None:
            await _keep_posted(desk, ticket, settings)
        else:
            await desk.reception.show_request(ticket)


async def reception_was_chosen(desk: Desk, guild_id: int) -> None:
    """Pending requests are posted in the new reception channel."""
    requests = await desk.tickets.requests(guild_id)
    await desk.work.add(*(show_request(desk, ticket) for ticket in requests))


async def find_misplaced(desk: Desk) -> None:
    """After a start: requests whose message is in another channel than the settings say.

    The bot may have ended after that was chosen. Costs no call where all are in their place.
    """
    for guild_id in await desk.tickets.requested_guilds():
        chosen = (await desk.settings.of(guild_id)).reception_channel_id
        requests = await desk.tickets.requests(guild_id)
        if chosen is not None and any(one.request_channel_id != chosen for one in requests):
            await reception_was_chosen(desk, guild_id)
