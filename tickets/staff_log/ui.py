"""What somebody of the staff has not been told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.render.controls import show_notices
from ..i18n import _
from .render import tell
from .service import has_notices, notices_for

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ticket import Person
    from ..core.ui.press import Press


async def show(press: Press, member_id: int) -> None:
    """*Show*, below a typed command: what happened meanwhile, for who typed it."""
    if press.by.id != member_id:
        raise errors.SomeoneElsesButton(member_id=member_id)
    await press.reply.say(await press.besides() or _("You're up to date."))


async def besides(app: App, guild_id: int, person: Person, is_admin: bool) -> str:
    """It as text; from now on the person knows."""
    notices = await notices_for(app, guild_id, person, is_admin=is_admin)
    return tell(notices, app.features.notices)


async def hint(app: App, guild_id: int, person: Person, is_admin: bool) -> discord.ui.View | None:
    """The button that shows it, where others would read along."""
    if await has_notices(app, guild_id, person, is_admin=is_admin):
        return show_notices(person.id)
    return None
