"""Answers to the menus, and to the forms behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.render import words
from ..core.render.failures import explain, remedy
from ..core.render.forms import REASON_FIELD
from ..core.team import Team, require_moderates_any
from ..i18n import _
from ..lifecycle.flood import Flood
from ..lifecycle.render.forms import with_text_back
from ..lifecycle.rules import BotsHaveNoTickets, require_system_enabled
from ..lifecycle.service.choosing import type_to_open, types_of_teams
from ..lifecycle.service.opening import OpenRequest, open_ticket
from ..lifecycle.settings import TypeSettings
from ..lifecycle.ui.opened import opened_message
from . import render
from .discord import reported_of
from .service import keep, report, require_may_report

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def ask_for(press: Press, member: discord.Member | discord.User) -> None:
    """*Open a ticket* on a member: only for moderators, who say why."""
    if not isinstance(member, discord.Member):
        raise errors.OpenerGone
    settings = await press.app.settings.of(press.guild_id)
    require_moderates_any(settings, press.by)
    require_system_enabled(settings)
    if member.bot:
        raise BotsHaveNoTickets
    without_type = settings[Team].is_moderator(press.by) and settings[TypeSettings].without_type
    types = types_of_teams(settings, press.by)
    await press.reply.ask(render.member_form(member.id, types, without_type=without_type))


async def open_for(press: Press, member_id: int, texts: dict[str, str]) -> None:
    """The form was sent: opens the ticket, as ``ticketmod open`` does."""
    app, reason = press.app, texts.get(REASON_FIELD, "")
    await press.reply.wait()
    try:
        settings = await app.settings.of(press.guild_id)
        require_moderates_any(settings, press.by)
        chosen = texts.get(render.TYPE_FIELD, "")
        if chosen.isdecimal() and len(chosen) < 10:
            type_id = int(chosen) or None
        else:
            type_id = type_to_open(settings, press.by, None)
        ticket = await open_ticket(
            app,
            OpenRequest(
                guild_id=press.guild_id,
                opener=await app.channels.member(press.guild_id, member_id),
                reason=reason,
                origin_id=press.interaction.id,
                by=press.by,
                type_id=type_id,
            ),
        )
    except errors.TicketError as error:
        await press.reply.say(with_text_back(explain(error), reason), remedy(error))
        return
    assert ticket.channel_id is not None
    await press.reply.say(
        _("✅ The ticket of {member} is open: {channel}").format(
            member=words.member(member_id), channel=words.channel(ticket.channel_id)
        )
    )


async def ask_about(press: Press, message: discord.Message) -> None:
    """*Report to the staff* on a message, which is kept from now on: asks what is wrong."""
    app, by = press.app, press.by
    await require_may_report(app, press.guild_id, by, message.id)
    app[Flood].check(press.guild_id, by.id, app.now())
    keep(app, reported_of(message, press.guild_id, by.id))
    await press.reply.ask(render.report_form(message.id))


async def submit(press: Press, origin_id: int, texts: dict[str, str]) -> None:
    """The form was sent: opens the ticket. If that fails, the member gets the text back."""
    reason = texts.get(REASON_FIELD, "")
    await press.reply.wait()
    try:
        ticket = await report(press.app, press.guild_id, origin_id, by=press.by, reason=reason)
    except errors.TicketError as error:
        await press.reply.say(with_text_back(explain(error), reason), remedy(error))
        return
    await press.reply.show(await opened_message(press.app, ticket))
