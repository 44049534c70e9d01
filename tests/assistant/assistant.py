"""The assistant, driven as an administrator drives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from messages import selects, stored_message
from simcord.components import walk_components

if TYPE_CHECKING:
    from people import Person
    from server import Server

#: The buttons that take what is proposed, question by question.
PROPOSED = {
    "validation": "Automatic",
    "reason": "Don't ask",
    "category": "Create it for me",
    "reception": "Create it for me",
    "transcripts": "Create it for me",
    "moderators": "Next ▶",
    "panel": "Button",
}
TITLES = {
    "validation": "How should tickets open?",
    "reason": "Should members say why?",
    "category": "Where should tickets go?",
    "reception": "Do you want a staff log?",
    "transcripts": "Save closed tickets?",
    "moderators": "Who answers tickets?",
    "panel": "Where should members open tickets?",
    "summary": "Ready to go?",
}


class Assistant:
    """One administrator's assistant, and how often something was pressed in it."""

    def __init__(self, server: Server, by: Person) -> None:
        self.server = server
        self.by = by
        self.pressed = 0
        self.page: Any = None

    @classmethod
    async def opened(
        cls, server: Server, by: Person | None = None, *, how: str = "slash", in_: Any = None
    ) -> Assistant:
        """Somebody opens one: by slash command, typed, or from the settings menu."""
        assistant = cls(server, by or server.administrator)
        if how == "slash":
            assistant.page = await assistant.by.runs("ticketset setup", in_=in_)
        elif how == "typed":
            (assistant.page,) = await assistant.by.types("!ticketset setup", in_=in_)
        else:
            (assistant.page,) = await assistant.by.types("!ticketset", in_=in_)
            await assistant.presses("Set up the system")
        return assistant

    @property
    def message(self) -> Any:
        """The message that the pages are shown in."""
        return getattr(self.page, "response", None) or self.page

    @property
    def text(self) -> str:
        """What the present page says."""
        return self.server.text(self.message)

    @property
    def step(self) -> str:
        """The question that the present page asks."""
        (step,) = [step for step, title in TITLES.items() if title in self.text]
        return step

    @property
    def key(self) -> str:
        """What stands in the ids of its buttons."""
        ids = [one.get("custom_id", "") for one in walk_components(self.components)]
        return str(next(one for one in ids if one.startswith("tickets:v1:setup")).split(":")[3])

    @property
    def buttons(self) -> list[str]:
        """The labels that can be pressed."""
        return self.server.buttons(self.message)

    @property
    def components(self) -> Any:
        """The page as Discord has it."""
        return stored_message(self.server.sim.env, self.message).components

    async def presses(self, label: str) -> Any:
        """One press on a button of the page."""
        self.pressed += 1
        return await self.by.presses(label, on=self.message)

    async def chooses(self, *values: Any) -> Any:
        """A choice in the page's selector."""
        self.pressed += 1
        (select,) = selects(self.server.sim.env, self.message)
        return await self.by.actor.select(
            self.message, list(values), custom_id=select["custom_id"]
        )

    async def goes_to(self, step: str) -> Assistant:
        """Takes what is proposed until the question is reached."""
        while self.step != step:
            await self.presses(PROPOSED[self.step])
        return self

    async def back_to(self, step: str) -> Assistant:
        """Goes back until the question is reached."""
        while self.step != step:
            await self.presses("◀ Back")
        return self

    async def creates(self) -> str:
        """Goes to the end and has it done; returns what the page then says."""
        await self.goes_to("summary")
        await self.presses("Set it up")
        return self.text


def channels_of(server: Server) -> set[tuple[str | None, int]]:
    """Name and id of every channel and category there is."""
    backend = server.sim.env.backend
    return {(backend.channels[one].name, one) for one in server.guild._guild.channel_ids}


async def as_it_was(server: Server) -> dict[str, Any]:
    """All that the assistant could change: settings on disk, channels, panels, jobs."""
    cog = server.sim.cog
    group = cog.app.settings._config.guild_from_id(server.guild.id)
    return {
        "settings": await group.all(),
        "cached": await cog.app.settings.of(server.guild.id),
        "channels": channels_of(server),
        "panels": await server.sim.part("PanelStore").of(server.guild.id),
        "jobs": await cog.app.work._store.queues(),
        "panel messages": [
            one.id
            for channel in server.guild.channels.values()
            if channel._channel.type == 0
            for one in server.messages(channel)
            if one.author.id == server.bot_id and one.components and not one.flags.components_v2
        ],
    }
