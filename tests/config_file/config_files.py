"""Configuration files as administrators get and send them."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.configuration.menu_pages import MenuPage
from tests.forms.questions import asks, question
from tests.panels.panel_making import button_panel
from tests.transcripts.saving import kept
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from server import Server

#: What every file begins with.
HEAD: dict[str, Any] = {"format": "tickets-for-red", "version": 1}


async def exported(server: Server) -> dict[str, Any]:
    """What ``[p]ticketset export`` gives."""
    (message,) = await server.administrator.types("!ticketset export", in_=server.staff)
    ((name, data),) = kept(server, message).items()
    assert name.endswith(".json")
    found: dict[str, Any] = json.loads(data)
    return found


async def imports(server: Server, file: Any) -> MenuPage:
    """The administrator types ``[p]ticketset import`` with a file; returns the preview."""
    data = file if isinstance(file, bytes) else json.dumps(file).encode()
    messages = await server.administrator.types(
        "!ticketset import", in_=server.staff, files=[("configuration.json", data)]
    )
    return MenuPage(server.administrator, messages[0])


async def applies(menu: MenuPage) -> Any:
    """Presses *Apply*, and lets everything that follows happen."""
    answer = await menu.presses("file-apply")
    await menu.server.sim.env.settle()
    return answer


async def furnished(server: Server) -> Teams:
    """A server with something of everything that a file may hold."""
    # Before there are types, its form asks for none.
    await button_panel(server)
    teams = await Teams.on(server)
    guild_id, app = server.guild.id, server.sim.cog.app
    await types(server, "set Support limit 3")
    await asks(server, question("Name"), question("Why", "long"))
    reports = await teams.type_id("Reports")
    await asks(server, question("Whom", "members", most=3), type_id=reports)
    await server.administrator.types("!ticketset reply add hello Hello {user}", in_=server.staff)
    await import_module("tickets.replies.service").add_ready_answer(
        app, guild_id, name="bye", text="Bye", type_id=reports
    )
    return teams


async def state(server: Server) -> dict[str, Any]:
    """A server's configuration, as the file has it, without what isn't compared."""
    exporting = import_module("tickets.config_file.service.exporting")
    found: dict[str, Any] = json.loads(await exporting.export(server.sim.cog.app, server.guild.id))
    del found["server"]
    return found


def without_ids(value: Any) -> Any:
    """A part of a file without what differs between servers."""
    if isinstance(value, dict):
        if value.keys() == {"id", "name"}:
            return value["name"]
        return {key: without_ids(one) for key, one in value.items()}
    return [without_ids(one) for one in value] if isinstance(value, list) else value
