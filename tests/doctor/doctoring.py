"""Going to the doctor, and what can be wrong before."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from messages import stored_message
from simcord.backend.models import Overwrite
from simcord.components import walk_components
from simcord.enums import OverwriteType

from tests.panels.panel_making import button_panel
from tests.staff_log.reception import receiving_channel, reception, sets

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

MARKS = ("🔴", "🟠", "🔵")


async def healthy(server: Server) -> Server:
    """A server on which everything is as it should be, with all that the doctor looks at."""
    for name in ("reception", "transcripts"):
        await receiving_channel(server, name)
    transcripts = server.guild.channels["transcripts"]
    for words in (
        f"receptionchannel {reception(server).mention}",
        f"transcriptchannel {transcripts.mention}",
        "transcripts on",
        "staffthread on",
    ):
        assert "✅" in await sets(server, words)
    await shows_ticketmod(server)
    await button_panel(server)
    return server


async def shows_ticketmod(server: Server) -> None:
    """The administrator shows the moderators /ticketmod everywhere, in Integrations."""
    server.guild.set_command_permissions(
        await slash_command(server, "ticketmod"), {server.moderators: True}
    )


async def slash_command(server: Server, name: str) -> Any:
    """A slash command as Discord knows it."""
    with server.sim.env._bot_scope():
        fetched = await server.sim.red.tree.fetch_commands()
    return next(one for one in fetched if one.name == name)


async def check(server: Server) -> Any:
    """The administrator asks the doctor, by typing; returns the page's message."""
    # Notices that nobody has told the administrator yet would follow.
    return (await server.administrator.types("!ticketset check"))[0]


def findings(server: Server, page: Any) -> list[str]:
    """What is wrong, as the page says it, the worst first."""
    lines = server.administrator.answer(page).splitlines()
    return [line for line in lines if line.startswith(MARKS)]


async def repair(server: Server, page: Any, number: int = 0) -> Any:
    """Presses the repair of a finding; returns the page with the question."""
    shown = stored_message(server.sim.env, getattr(page, "response", page))
    ids = [
        one["custom_id"]
        for one in walk_components(shown.components)
        if one["type"] == 2 and ":doctor-repair:" in one.get("custom_id", "")
    ]
    return await server.administrator.actor.click(
        getattr(page, "response", page), custom_id=ids[number]
    )


async def while_away(server: Server, change: Callable[[], Any]) -> None:
    """Somebody changes something while the bot is off, and Discord doesn't tell what is gone."""
    server.sim.faults.fail("/channels/*", method="GET", times=None)
    prepared = server.sim._prepared_red

    async def changed_meanwhile() -> Any:
        outcome = change()
        if inspect.isawaitable(outcome):
            await outcome
        return await prepared()

    server.sim._prepared_red = changed_meanwhile  # type: ignore[method-assign]
    try:
        await server.sim.restart()
    finally:
        server.sim._prepared_red = prepared  # type: ignore[method-assign]
        server.sim.faults.clear()


async def shows_everybody(server: Server, channel: Any) -> None:
    """Somebody takes away, by hand, what hides a ticket."""
    await server.overwrite(channel, server.guild.default_role, deny="manage_threads")


async def own_line(server: Server, channel: Any, *, allow: int = 0, deny: int = 0) -> None:
    """Somebody changes the bot's own line in a channel's permissions."""
    server.sim.env.backend.set_overwrite(
        channel.id,
        Overwrite(target_id=server.bot_id, type=OverwriteType.MEMBER, allow=allow, deny=deny),
    )
    await server.sim.env.settle()
