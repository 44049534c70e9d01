"""The settings menu as its caller uses it: pages, their buttons, selectors and forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from messages import stored_message, text_of
from simcord.components import walk_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from people import Person
    from server import Server


class MenuPage:
    """A menu that somebody has opened; always as its message is now."""

    def __init__(self, person: Person, message: Any) -> None:
        self.person = person
        self.server: Server = person.server
        self.message = message

    @classmethod
    async def opened(
        cls, person: Person, command: str = "ticketset", by: str = "slash"
    ) -> MenuPage:
        """Somebody opens the menu, privately or by typing."""
        if by == "slash":
            words = command if " " in command else f"{command} menu"
            return cls(person, (await person.runs(words)).response)
        return cls(person, (await person.types(f"!{command}"))[0])

    @property
    def text(self) -> str:
        """All words of the page."""
        return text_of(self.server.sim.env, self.message)

    @property
    def components(self) -> list[dict[str, Any]]:
        """Everything on the page, with what is inside other things."""
        stored = stored_message(self.server.sim.env, self.message)
        return list(walk_components(stored.components))

    @property
    def ids(self) -> list[str]:
        """The ids of all that can be used."""
        return [str(one["custom_id"]) for one in self.components if one.get("custom_id")]

    @property
    def key(self) -> str:
        """The menu's key."""
        return self.ids[0].split(":")[3]

    def control(self, verb: str, *about: str) -> dict[str, Any]:
        """A button or selector by its verb and what it is about."""
        wanted = ":".join(("tickets:v1", verb, self.key, *about))
        for one in self.components:
            custom_id = str(one.get("custom_id", ""))
            if custom_id == wanted or custom_id.startswith(f"{wanted}:"):
                return one
        raise AssertionError(f"no {wanted} among {self.ids}")

    async def presses(self, verb: str, *about: str, by: Person | None = None) -> Any:
        """Somebody, who has opened it unless told otherwise, presses a button."""
        custom_id = self.control(verb, *about)["custom_id"]
        return await (by or self.person).actor.click(self.message, custom_id=custom_id)

    async def goes_to(self, where: str) -> MenuPage:
        """Turns to another page, by its button or by a selector of pages."""
        if f"tickets:v1:menu:{self.key}:{where}" in self.ids:
            await self.presses("menu", where)
        else:
            await self.chooses("", [where], verb="menu-go")
        return self

    async def chooses(self, name: str, values: Sequence[Any], verb: str = "menu-choose") -> Any:
        """Chooses in the selector of a setting."""
        about = (name,) if name else ()
        custom_id = self.control(verb, *about)["custom_id"]
        return await self.person.actor.select(self.message, values, custom_id=custom_id)

    async def writes(self, name: str, text: str) -> Any:
        """Fills in and sends the form behind *Edit*."""
        window = await self.presses("menu-edit", name)
        return await self.person.submits(window, value=text)


def stored_settings(server: Server) -> dict[str, Any]:
    """What Config has on the disk about the server."""
    file = server.sim.data_path / "cogs/Tickets/settings.json"
    stored: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    guilds: dict[str, Any] = {}
    for parts in stored.values():
        guilds |= parts.get("GUILD", {})
    return dict(guilds.get(str(server.guild.id), {}))


async def settings_of(server: Server) -> Any:
    """The settings as the cog knows them."""
    return await server.sim.cog.app.settings.of(server.guild.id)
