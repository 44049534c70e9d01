"""Configuration files as administrators get and send them."""

from __future__ import annotations

import contextlib
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.configuration.menu_pages import MenuPage
from tests.core.test_store_settings import CHANGED
from tests.forms.questions import asks, question
from tests.panels.panel_making import button_panel
from tests.transcripts.saving import kept
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from random import Random

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


async def sets_at_random(server: Server, chance: Random) -> None:
    """Types, settings of the server and of types, ready answers, a panel: as chance will have it.

    What can't be is refused, as always.
    """
    app, guild_id = server.sim.cog.app, server.guild.id
    replies = import_module("tickets.replies.service")
    for name in chance.sample(["Support", "Reports", "Ω *bold*", "日本"], chance.randrange(4)):
        await types(server, f"create {name}")
    of_types = [one.id for one in (await app.settings.of(guild_id)).types]
    for type_id in (None, *of_types):
        kinds = app.settings.declared
        for setting in kinds.in_order if type_id is None else kinds.of_types:
            if chance.random() < 0.7:
                await _sets_one(server, setting, type_id, chance)
    for number in range(chance.randrange(4)):
        about = {"name": f"answer {number}", "text": "{user} 🦊", "type_id": None}
        about["type_id"] = chance.choice([None, *of_types])
        await replies.add_ready_answer(app, guild_id, **about)


async def _sets_one(server: Server, setting: Any, type_id: int | None, chance: Random) -> None:
    errors = import_module("tickets.core.errors")
    changing = import_module("tickets.configuration.service.changing")
    app, guild_id = server.sim.cog.app, server.guild.id
    # Values of the loaded cog are of its own classes: they are read from what is stored.
    stored = setting.kind.stored(CHANGED[setting.key])
    value = setting.kind.loaded(json.loads(json.dumps(stored)))
    kind = type(setting.kind).__name__
    if kind == "Roles":
        value = tuple(chance.sample([server.moderators.id, server.helpers.id], 1))
    elif kind == "Category":
        value = server.category.id
    elif kind == "Channel":
        value = server.staff.id
    with contextlib.suppress(errors.TicketError):
        await changing.change_setting(app, guild_id, setting, value, type_id=type_id)


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
