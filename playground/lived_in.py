"""What has happened on the living server before a visitor comes: two days with two teams.

All of it by the cog's own commands, buttons and forms, as people do it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from simcord.results import to_discord_message

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from simcord.builders import ChannelHandle, RoleHandle
    from speech import Words

#: How long the server has had its tickets when a visitor comes.
PAST = timedelta(days=2)
_MINUTE, _HOUR = 60, 3600
#: Who moderates tickets holds it, as on many servers: Discord then shows them /ticketmod.
OF_MODERATORS = discord.Permissions(manage_messages=True)


class Past:
    """Sets two teams up, and lets two days go by."""

    def __init__(self, server: Server, said: dict[str, Any], words: Words) -> None:
        self._server, self._said, self._words = server, said, words
        self._admin, self._moderator = server.administrator, server.moderator
        self._role = server.guild.create_role(said["report team"], permissions=OF_MODERATORS)
        self.judge = server.person("judge", self._role)
        self._carol, self._dave, self._erin, self._frank = (
            server.person(name) for name in ("carol", "dave", "erin", "frank")
        )

    async def set_up(self, help_channel: ChannelHandle) -> None:
        """Types with teams of their own, a form, claims, a board, and a button for each type."""
        said, server = self._said, self._server
        server.sim.env.backend.edit_role(
            server.guild.id, server.moderators.id, {"permissions": OF_MODERATORS.value}
        )
        log, saved, board = (
            self._staff_channel(name, server.moderators)
            for name in ("staff-tickets", said["saved"], said["board"])
        )
        report_log = self._staff_channel(said["report log"], self._role)
        await server.sim.env.settle()
        for setting in (
            f"receptionchannel {log.mention}",
            f"transcriptchannel {saved.mention}",
            "transcripts on",
            "staffthread on",
            "claims on",
            f"board {board.mention}",
            "rating on",
            f"reply add {said['greeting']} {said['greets']}",
            f"type create {said['support']}",
            f'type set "{said["support"]}" emoji 🎧',
            f"type create {said['reports']}",
            f'type set "{said["reports"]}" emoji 🚨',
            f'type set "{said["reports"]}" modrole {self._role.mention}',
            f'type set "{said["reports"]}" receptionchannel {report_log.mention}',
            f'type set "{said["reports"]}" openreason on',
        ):
            await self._sets(setting)
        await self._ask_a_question()
        await self._post_buttons(help_channel)

    async def _ask_a_question(self) -> None:
        """Support's form begins with a choice; why is asked, too."""
        said, words, admin = self._said, self._words, self._admin
        await self._sets(f'type set "{said["support"]}" openreason on')
        asked = await self._types(f"form {said['support']}")
        # Its own form: it doesn't follow the server's any more.
        await admin.presses(words("A form of its own"), on=asked)
        form = await admin.presses(words("New question"), on=self._anew(asked))
        await admin.submits(
            form,
            label=said["about"],
            kind=["one"],
            hint="",
            choices="\n".join(said["choices"]),
            required=["yes"],
        )

    async def _post_buttons(self, channel: ChannelHandle) -> None:
        """A panel with a button for each type."""
        said, words, admin = self._said, self._words, self._admin
        form = await admin.runs(
            "ticketset panel create", in_=self._server.staff, kind="button", channel=channel
        )
        editor = await admin.submits(
            form, label=said["button"], emoji="", reason="", colour=["green"], type=["1"]
        )
        form = await admin.presses(words("Add a button"), on=editor)
        editor = await admin.submits(
            form, label=said["report"], emoji="", reason="", colour=["grey"], type=["2"]
        )
        await admin.presses(words("Post"), on=editor)

    async def goes_by(self, help_channel: ChannelHandle) -> None:
        """A ticket that was rated, one that may be closed, one that waits, a report, a request."""
        said, server = self._said, self._server
        await self._closed_and_rated(help_channel)
        await self._passes(20 * _HOUR)
        await self._asked_whether_to_close(help_channel)
        await self._passes(6 * _HOUR)
        report = await self._opens(self._erin, said["report"], help_channel, said["insults"])
        await self._passes(35 * _MINUTE)
        await self.judge.actor.send(report, said["noted"])
        await self._passes(9 * _HOUR)
        await self._opens(self._dave, said["button"], help_channel, said["voice"], 2)
        await self._passes(2 * _HOUR)
        await self._sets("validation manual")
        asked = await self._frank.runs("ticket", reason=said["event"])
        # Of no type.
        await self._frank.selects(["0"], on=asked)
        # The doctor says that a request is left.
        await self._sets("validation automatic")
        # From here on: before, it depended on the hour at which somebody starts the demo.
        await self._sets(f"timezone {said['zone']}")
        await self._sets("hours mon-fri 09:00-18:00, sat 10:00-14:00")
        await server.sim.env.settle()

    async def _closed_and_rated(self, help_channel: ChannelHandle) -> None:
        said, words, carol, moderator = self._said, self._words, self._carol, self._moderator
        ticket = await self._opens(carol, said["button"], help_channel, said["charged"])
        await self._passes(12 * _MINUTE)
        await moderator.presses(words("Claim"), on=ticket)
        await moderator.actor.send(ticket, said["looking"])
        await self._passes(40 * _MINUTE)
        await moderator.actor.send(ticket, said["sent back"])
        await carol.actor.send(ticket, said["thanks"])
        form = await moderator.presses(words("Close ticket"), on=ticket)
        await moderator.submits(form, reason=said["paid back"])
        await self._passes(_HOUR)
        told = carol.user.dm_channel.history()[-1]
        await carol.user.select(told, ["5"])
        form = await carol.user.click(
            carol.user.dm_channel.history()[-1], label=words("Add a comment")
        )
        await carol.user.submit_modal(form, {"reason": said["kind"]})

    async def _asked_whether_to_close(self, help_channel: ChannelHandle) -> None:
        said, words, moderator = self._said, self._words, self._moderator
        ticket = await self._opens(self._server.bob, said["button"], help_channel, said["role"], 1)
        await self._passes(25 * _MINUTE)
        await moderator.presses(words("Claim"), on=ticket)
        await moderator.actor.send(ticket, said["given"])
        await self._passes(3 * _HOUR)
        await moderator.runs("ticketmod ask", in_=ticket)

    async def _opens(
        self, person: Person, label: str, panel: ChannelHandle, why: str, choice: int = 0
    ) -> Any:
        """Somebody presses a button and fills the form in; returns the ticket's channel."""
        form = await person.presses(label, on=panel)
        answers = {"q1": self._said["choices"][choice]} if label == self._said["button"] else {}
        await person.submits(form, reason=why, **answers)
        return self._server.newest_ticket()

    def _anew(self, shown: list[discord.Message]) -> discord.Message:
        """A message as it is now."""
        env, message = self._server.sim.env, shown[-1]
        return to_discord_message(env, env.backend.messages[message.channel.id][message.id])

    async def _types(self, words: str) -> list[discord.Message]:
        return await self._admin.types(f"!ticketset {words}", in_=self._server.staff)

    async def _sets(self, words: str) -> None:
        await self._types(words)

    async def _passes(self, seconds: float) -> None:
        await self._server.sim.skips(seconds)

    def _staff_channel(self, name: str, role: RoleHandle) -> ChannelHandle:
        """A channel for a team."""
        hidden = discord.PermissionOverwrite(view_channel=False)
        shown = discord.PermissionOverwrite(view_channel=True)
        server = self._server
        return server.guild.create_text_channel(
            name,
            overwrites={server.guild.default_role: hidden, role: shown, server.bot_role: shown},
        )
