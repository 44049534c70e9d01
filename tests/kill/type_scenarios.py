"""What administrators do with types, members choose, and the staff moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from panel_scenarios import PanelScenario
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class ChoosingType(Scenario):
    """``/ticket`` where there are types, and the choice."""

    async def scene(self, server: Crowd) -> None:
        """There are two."""
        await server.sets("type create Support", "type create Sales")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The types are offered."""
        return await self.member(server).opens_a_ticket("I can't hear anybody")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One is chosen."""
        assert shown is not None
        await self.member(server).selects(["1"], on=shown)

    async def afterwards(self, server: Crowd) -> None:
        """Later there is nothing to choose from."""
        await server.sets("type set Support bycommand off", "type set Sales bycommand off")


class MovingTicket(Scenario):
    """``/ticketmod move`` and *Confirm*, to a team that the moderators are in, too."""

    async def scene(self, server: Crowd) -> None:
        """There is a type with roles and a category of its own, which no command offers."""
        role = server.guild.create_role("Judges")
        category = server.guild.create_category("Reports")
        await server.sim.env.settle()
        await server.sets(
            "staffthread on",
            "type create Reports",
            f"type set Reports modrole {server.moderators.mention} {role.mention}",
            f"type set Reports receptionchannel {server.reception.mention}",
            f"type set Reports category {category.id}",
            "type set Reports bycommand off",
        )

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The question appears."""
        channel = server.ticket_of(self.member(server))
        return await server.moderator.runs("ticketmod move", in_=channel, type="1")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is confirmed."""
        assert shown is not None
        await server.moderator.presses("Confirm", on=shown)


class MovingElsewhere(MovingTicket):
    """The same while the new type's category is full: the bot creates a second one."""

    async def scene(self, server: Crowd) -> None:
        """Other channels fill it."""
        await super().scene(server)
        every = server.sim.env.backend.channels.values()
        (category_id,) = [one.id for one in every if one.name == "Reports"]
        await server.fill(server.channel(category_id), 50)


class ManagingTypes(PanelScenario):
    """A type, from its making to its deletion, with a button of a panel."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is made, put on the panel, renamed, moved up and deleted."""
        admin: Any = server.administrator
        await server.sets("type create Sales", "type create Support")
        editor = await admin.runs("ticketset panel edit", in_=server.staff, panel="1")
        if "Add a button" in admin.buttons(editor):
            form = await admin.presses("Add a button", on=editor)
            if form.modal is not None:
                words = {"label": "", "emoji": "", "reason": "", "colour": ["red"]}
                await admin.submits(form, **words, type=["2"])
        await server.sets("type set Support name Help desk")
        for command, label in (("type edit", "▲ Up"), ("type delete", "Delete")):
            page = await admin.types(f"!ticketset {command} Help desk", in_=server.staff)
            if page and label in admin.buttons(page):
                await admin.presses(label, on=page)

    async def afterwards(self, server: Crowd) -> None:
        """Later there is nothing to choose from."""
        settings = await server.sim.cog.app.settings.of(server.guild.id)
        for one in settings.types:
            await server.sets(f'type set "{one.name}" bycommand off')
