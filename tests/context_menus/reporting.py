"""Discord's menus, switched on as the bot's owner does it, and reports by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from simcord.builders import ChannelHandle

REPORT, OPEN = "Report to the staff", "Open a ticket"


async def with_menus(server: Server, *, reports: bool = True) -> Server:
    """The owner has switched them on; the type *Reports* takes reports."""
    sim = server.sim
    await server.bot_owner.types("!ticketset contextmenus on")
    await sim.owner_types("slash enablecog tickets")
    sim.forget_cooldowns()
    await sim.owner_types("slash sync")
    if reports:
        for words in ("create Reports", "set Reports reports on"):
            await server.administrator.types(f"!ticketset type {words}", in_=server.staff)
    return server


async def reports(
    person: Person, message: Any, in_: ChannelHandle, reason: str = "This is rude"
) -> Any:
    """Somebody reports a message, and sends the form if there is one."""
    shown = await person.actor.context_menu(in_, REPORT, message)
    if shown.modal is None:
        return shown
    return await person.submits(shown, reason=reason)
