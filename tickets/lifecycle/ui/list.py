"""The staff's list, and bringing tickets' roles up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...access.service import apply_roles_to_tickets
from ...core import errors, policy
from ...core.render import words
from ...i18n import _
from ..render import list as look

if TYPE_CHECKING:
    import discord

    from ...core.app import Desk
    from ...core.ticket import Person
    from ...core.ui.press import Press


async def tickets_page(
    desk: Desk, guild_id: int, by: Person, page: int = 0
) -> discord.ui.LayoutView:
    """A page of the list of tickets and requests; for ticket moderators only."""
    policy.require_staff(by, await desk.settings.of(guild_id))
    return look.tickets_page(
        guild_id,
        await desk.tickets.present(guild_id),
        page,
        blocked=len(await desk.blocks.all(guild_id, desk.now())),
    )


async def show_tickets(press: Press, page: int) -> None:
    """*Previous* and *Next*, or the button that shows the list."""
    await press.reply.turn_to(await tickets_page(press.desk, press.guild_id, press.by, page))


async def show_blocked(press: Press, page: int) -> None:
    """*Blocked members*."""
    policy.require_staff(press.by, await press.desk.settings.of(press.guild_id))
    blocks = await press.desk.blocks.all(press.guild_id, press.desk.now())
    await press.reply.turn_to(look.blocked_page(blocks, page))


async def show_news(press: Press, member_id: int) -> None:
    """*Show*, below a typed command: what happened meanwhile, for who typed it."""
    if press.by.id != member_id:
        raise errors.SomeoneElsesButton(member_id=member_id)
    await press.reply.say(await press.news() or _("There is nothing new."))


async def apply_roles(press: Press) -> None:
    """*Apply to … open tickets*, after the staff's roles were changed."""
    await press.require_admin()
    count = await apply_roles_to_tickets(press.desk, press.guild_id)
    if not count:
        await press.reply.say(_("All tickets have the present roles already."))
        return
    await press.reply.say(
        words.for_count(
            count,
            _(
                "The roles are being brought up to date in 1 ticket. The staff is told when that "
                "is done."
            ),
            _(
                "The roles are being brought up to date in {count} tickets. The staff is told "
                "when that is done."
            ),
        )
    )
