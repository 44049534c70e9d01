"""A server with two teams: the server's own, and that of the type Reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from tests.staff_log.reception import sets

if TYPE_CHECKING:
    from people import Person
    from server import Server


async def types(server: Server, text: str) -> str:
    """The administrator types a command below ``[p]ticketset type``; returns the answer."""
    answer = await server.administrator.types(f"!ticketset type {text}", in_=server.staff)
    return server.administrator.answer(answer)


class Teams:
    """Two teams. `judge` moderates reports, and nothing else; `moderator` everything else."""

    def __init__(self, server: Server) -> None:
        self.server = server
        create = server.guild.create_text_channel
        self.role = server.guild.create_role("Reports team")
        self.judge: Person = server.person("judge", self.role)
        hidden = discord.PermissionOverwrite(view_channel=False)
        shown = discord.PermissionOverwrite(view_channel=True)
        bot = server.bot_role
        everyone = server.guild.default_role
        self.log = create(
            "log", overwrites={everyone: hidden, server.moderators: shown, bot: shown}
        )
        self.reports_log = create(
            "reports-log", overwrites={everyone: hidden, self.role: shown, bot: shown}
        )
        self.category = server.guild.create_category("Reports")

    @classmethod
    async def on(cls, server: Server) -> Teams:
        """Sets everything up by commands: Support follows the server, Reports has a team."""
        teams = cls(server)
        await server.sim.env.settle()
        await sets(server, f"receptionchannel {teams.log.mention}")
        await types(server, "create Support")
        await types(server, "create Reports")
        await types(server, f"set Reports modrole {teams.role.mention}")
        await types(server, f"set Reports receptionchannel {teams.reports_log.mention}")
        await types(server, f"set Reports category {teams.category.id}")
        return teams

    async def type_id(self, name: str) -> int:
        """The id of a type."""
        settings = await self.server.sim.cog.app.settings.of(self.server.guild.id)
        found: int = next(one.id for one in settings.types if one.name == name)
        return found

    async def opens(self, person: Person, name: str, **options: Any) -> Any:
        """Somebody opens a ticket of a type by slash command; returns its channel."""
        await person.runs("ticket", type=str(await self.type_id(name)), **options)
        return self.server.newest_ticket()
