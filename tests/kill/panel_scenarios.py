"""What administrators and members do with panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class MakingPanel(Scenario):
    """``ticketset panel create``, its form, and *Post*."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        channel: Any = server.general
        return await server.administrator.runs(
            "ticketset panel create", in_=server.staff, kind="button", channel=channel
        )

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent; then the panel is posted."""
        assert shown is not None
        editor = await server.administrator.submits(
            shown, label="Get help", emoji="", reason="", colour=["green"]
        )
        if "Post" in server.administrator.buttons(editor):
            await server.administrator.presses("Post", on=editor)


class PanelScenario(Scenario):
    """Something with a panel that is there."""

    async def scene(self, server: Crowd) -> None:
        """There is a panel, with its button in #general."""
        making = MakingPanel()
        await making.act(server, await making.approach(server))

    async def _types(self, server: Crowd, words: str) -> None:
        await server.administrator.types(f"!ticketset panel {words}", in_=server.staff)


class UsingPanel(PanelScenario):
    """The button of a panel, by a member."""

    async def scene(self, server: Crowd) -> None:
        """Nobody asks why: the panel says it."""
        await super().scene(server)
        await server.sets("openreason off")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press opens a ticket."""
        await self.member(server).presses("Get help", on=server.general)


class ChoosingReason(Scenario):
    """A reason in the selector of a panel, by a member."""

    async def scene(self, server: Crowd) -> None:
        """There is a selector."""
        channel: Any = server.general
        form = await server.administrator.runs(
            "ticketset panel create", in_=server.staff, kind="selector", channel=channel
        )
        editor = await server.administrator.submits(
            form, name="A bug", emoji="🐛", description="", placeholder=""
        )
        await server.administrator.presses("Post", on=editor)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One choice opens a ticket."""
        panel = server.messages(server.general)[-1]
        await self.member(server).selects(["1"], on=panel)


class PostingPanel(PanelScenario):
    """``ticketset panel post``: anew, where it is."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types it."""
        await self._types(server, "post 1")


class MovingPanel(PanelScenario):
    """``ticketset panel move``."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types it."""
        await self._types(server, f"move 1 {server.staff.mention}")


class ChangingPanel(PanelScenario):
    """The words of a panel, changed at its editor."""

    repeatable = True

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        editor = await server.administrator.runs("ticketset panel edit", in_=server.staff)
        return await server.administrator.presses("Text", on=editor)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await server.administrator.submits(
            shown, content="Hi", author="", title="Support", text="We are here", footer=""
        )


class AttachingPanel(PanelScenario):
    """An existing message of the bot's gets the panel's button."""

    async def scene(self, server: Crowd) -> None:
        """There is a message of the bot's, too."""
        await super().scene(server)
        await server.administrator.types("!ticketset limit", in_=server.archive)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator gives a link to it."""
        guild, archive = server.guild.id, server.archive
        message = server.messages(archive)[-1]
        link = f"https://discord.com/channels/{guild}/{archive.id}/{message.id}"
        await server.administrator.forges_modal(
            "tickets:v1:panel-message:1", {"message": link}, in_=server.staff
        )


class DeletingPanel(PanelScenario):
    """``ticketset panel delete`` and *Confirm*."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The question appears."""
        number: Any = "1"
        return await server.administrator.runs(
            "ticketset panel delete", in_=server.staff, panel=number
        )

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The question is confirmed."""
        assert shown is not None
        await server.administrator.presses("Confirm", on=shown)


class PanelVanishing(PanelScenario):
    """Somebody deletes a panel's message by hand."""

    #: What happens while the bot is away it finds out when the panel is used: the doctor, too.
    may_remain = "is not where it is said to be"

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        message = server.messages(server.general)[-1]
        server.sim.env.backend.delete_message(server.general.id, message.id)
        await server.sim.env.settle()
