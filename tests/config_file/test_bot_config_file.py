"""The configuration as a file: handed out, looked at, and applied as a whole (I1)."""

from __future__ import annotations

import asyncio
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from server import Server

from tests.config_file.any_configuration import configurations, expected, without_problems
from tests.config_file.config_files import (
    HEAD,
    applies,
    exported,
    furnished,
    imports,
    state,
    without_ids,
)
from tests.configuration.menu_pages import MenuPage, settings_of, stored_settings
from tests.discord_files import origin_of
from tests.panels.panel_making import panel_messages
from tests.transcripts.saving import kept
from tests.types.teams import types

if TYPE_CHECKING:
    from aiohttp.test_utils import BaseTestServer
    from people import Person

#: Each example begins with a reset.
ON_ONE_SERVER = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=10,
    deadline=None,
)
pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sent")]


@pytest.fixture
def sent(files: BaseTestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cog finds files where Discord keeps them here."""
    places = import_module("tickets.core.discord.sent_files").SentFiles
    monkeypatch.setattr(places, "origins", origin_of(files))


def applying() -> Any:
    """The module that applies files."""
    return import_module("tickets.config_file.service.applying")


async def plan(server: Server, file: Any) -> Any:
    """What a file would change."""
    planning = import_module("tickets.config_file.service.planning")
    app, guild_id = server.sim.cog.app, server.guild.id
    return await planning.plan_import(app, guild_id, file, {}, server.staff.id)


async def test_there_and_back(tickets_ready: Server) -> None:
    """After a reset, the exported file brings everything back, panels unposted."""
    server = tickets_ready
    await furnished(server)
    before, settings = await exported(server), await settings_of(server)
    assert "alice" not in json.dumps(before)
    menu = await MenuPage.opened(server.administrator)
    await menu.goes_to("reset")
    await menu.presses("menu-reset")
    assert not (await settings_of(server)).configured
    menu = await imports(server, before)
    assert "This will change:" in menu.text
    await applies(menu)
    assert "The configuration was imported" in menu.text
    after = await settings_of(server)
    assert {**after.values, "enabled": True} == settings.values
    assert [one.name for one in after.types] == ["Support", "Reports"]
    del before["server"]
    assert await state(server) == before
    assert panel_messages(server) == []
    assert "aren't posted yet" in menu.text
    assert "is disabled" in menu.text


async def test_to_another_server(tickets_ready: Server) -> None:
    """Roles and channels are found by their names; what has none is asked, or left out."""
    server = tickets_ready
    teams = await furnished(server)
    file = await exported(server)
    other = await Server.on(server.sim)
    team = other.guild.create_role("Reports team")
    category = other.guild.create_category("Reports")
    for name in ("log", "reports-log", "reports-log"):
        other.guild.create_text_channel(name)
    await other.sim.env.settle()
    menu = await imports(other, file)
    question = menu.control("file-answer")
    assert "reports-log" in question["placeholder"]
    assert "Apply without them" in str(menu.components)
    chosen = other.guild.create_text_channel("team-log")
    await other.sim.env.settle()
    await menu.person.actor.select(menu.message, [chosen], custom_id=question["custom_id"])
    assert "Apply without them" not in str(menu.components)
    await applies(menu)
    settings = await settings_of(other)
    reports = settings.for_type(settings.types[1].id)
    assert reports.get("moderator_role_ids") == (team.id,)
    assert reports.get("reception_channel_id") == chosen.id
    assert reports.get("category_id") == category.id
    assert teams.role.id != team.id
    mine, theirs = await state(server), await state(other)
    expected = without_ids(mine)
    expected["types"][1]["settings"]["reception_channel_id"] = "team-log"
    expected["panels"][0]["channel"] = other.staff.name
    found = without_ids(theirs)
    found["panels"][0]["channel"] = other.staff.name
    assert found == expected


async def test_the_former_state_comes_back(tickets_ready: Server, administrator: Person) -> None:
    """What there was is handed over before; importing it undoes the import, all of it."""
    server = tickets_ready
    await furnished(server)
    before = await state(server)
    file = {
        **HEAD,
        "settings": {"limit": 4, "welcome_message": "Hi {user}"},
        "types": [{"name": "reports", "settings": {"limit": 9}}, {"name": "Money"}],
        "replies": [{"name": "HELLO", "text": "Hello!"}],
    }
    menu = await imports(server, file)
    for words in (
        "**Open tickets per member**: unlimited → 4",
        "**reports · Open tickets per member**: as on the server → 9",
        "**Money** is added",
        "**Support** is deleted",
        "**bye** is deleted",
    ):
        assert words in menu.text
    answer = await applies(menu)
    settings = await settings_of(server)
    assert [one.name for one in settings.types] == ["reports", "Money"]
    # The same type, which keeps its tickets.
    assert settings.types[0].id == 2
    assert settings.get("limit") == 4
    ((name, data),) = kept(server, answer.followups[0]).items()
    assert "before" in name
    assert {**HEAD, "server": server.guild.name, **before} == json.loads(data)
    menu = await imports(server, data)
    await applies(menu)
    assert await state(server) == before
    menu = await imports(server, data)
    assert "Nothing would change" in menu.text


async def test_nothing_unseen_is_applied(tickets_ready: Server) -> None:
    """Settings that were changed meanwhile: the preview is shown anew, and counts then."""
    server = tickets_ready
    menu = await imports(server, {**HEAD, "settings": {"limit": 7}})
    await server.administrator.types("!ticketset limit 3", in_=server.staff)
    await menu.presses("file-apply")
    assert "were changed in the meantime" in menu.text
    assert "3 → 7" in menu.text
    assert (await settings_of(server)).get("limit") == 3
    await applies(menu)
    assert (await settings_of(server)).get("limit") == 7


#: Files that can't be applied, and what is said of each.
UNFIT: list[tuple[Any, str]] = [
    (b"no", "isn't valid JSON"),
    ({**HEAD, "version": 2}, "newer version"),
    ({**HEAD, "settings": {"colour": 1}}, "`settings.colour`"),
    ({**HEAD, "settings": {"limit": 10**30}}, "between 0 and 50"),
    ({**HEAD, "settings": {"welcome_message": "x" * 1201}}, "1,200"),
    ({**HEAD, "settings": {"welcome_message": "{nobody}"}}, "{nobody}"),
    ({**HEAD, "settings": {"hours": [[0, 500, 100]]}}, "Opening hours"),
    ({**HEAD, "settings": {"timezone": "Mars"}}, "Mars"),
    ({**HEAD, "settings": {"transcripts": True}}, "transcript"),
    ({**HEAD, "settings": {"validation": "manual"}}, "a requests channel"),
    ({**HEAD, "types": [{"name": "A"}, {"name": "a"}]}, "called **a** already"),
    ({**HEAD, "types": [{"name": str(one)} for one in range(25)]}, "24"),
    ({**HEAD, "types": [{"name": "x" * 81}]}, "80"),
    ({**HEAD, "types": [{"name": "A", "emoji": "abc"}]}, "abc"),
    ({**HEAD, "replies": [{"name": "A", "text": "x", "type": "B"}]}, "`B`"),
    ({**HEAD, "replies": [{"name": "A", "text": "x"}] * 2}, "called **A** already"),
    ({**HEAD, "replies": [{"name": "A", "text": " "}]}, "**Ready answers · A**"),
    (
        {**HEAD, "replies": [{"name": str(one), "text": "x"} for one in range(101)]},
        "100 ready answers",
    ),
    (
        {**HEAD, "panels": [{"kind": "button", "entries": [{"name": "x" * 81}]}]},
        "80",
    ),
    (
        {**HEAD, "panels": [{"kind": "selector", "entries": [{"name": "A"}] * 2}]},
        "A",
    ),
    ({**HEAD, "panels": [{"kind": "button", "entries": [{}] * 26}]}, "10"),
    (
        {
            **HEAD,
            "panels": [{"kind": "button", "entries": [], "look": {"image": "file:///x"}}],
        },
        "http",
    ),
    (
        {
            **HEAD,
            "settings": {
                "form": {
                    "last": 1,
                    "questions": [{"id": 1, "kind": "one", "label": "A", "required": True}],
                }
            },
        },
        "two",
    ),
]


async def test_what_cannot_be(tickets_ready: Server) -> None:
    """Each is refused with the sentence of its own setting, and nothing has changed."""
    server = tickets_ready
    before = stored_settings(server), await state(server)
    for file, words in UNFIT:
        menu = await imports(server, file)
        assert words in (menu.text or str(menu.message.content))
        assert "file-apply" not in str(menu.components)
    assert (stored_settings(server), await state(server)) == before


async def test_the_menu(server: Server, administrator: Person) -> None:
    """On a server that has set nothing, too: by a form, and whatever is unfit can be answered."""
    administrators = server.guild.create_role(
        "Bosses", permissions=discord.Permissions(administrator=True)
    )
    file = {**HEAD, "settings": {"moderator_role_ids": [{"id": "1", "name": "Bosses"}]}}
    message = (await administrator.types("!ticketset import", in_=server.staff))[0]
    menu = MenuPage(administrator, message)
    window = await menu.presses("file-import")
    data = json.dumps(file).encode()
    await administrator.submits(window, file=[("x.json", data)])
    question = menu.control("file-answer")["custom_id"]
    await administrator.actor.select(menu.message, [administrators], custom_id=question)
    assert "Administrator" in menu.text
    assert "file-apply" not in str(menu.components)
    await administrator.actor.select(menu.message, [server.moderators], custom_id=question)
    answer = await menu.presses("file-all")
    ((_name, text),) = kept(server, answer.response).items()
    assert f"@{server.moderators.name}" in text.decode()
    await applies(menu)
    settings = await settings_of(server)
    assert settings.configured
    assert settings.get("moderator_role_ids") == (server.moderators.id,)


async def test_panels_with_a_type_that_goes(tickets_ready: Server) -> None:
    """What would be left with nothing has to be changed before; others lose that button."""
    server = tickets_ready
    await types(server, "create Support")
    await types(server, "create Other")
    admin = server.administrator
    window = await admin.runs("ticketset panel create", kind="button", channel=server.general)
    editor = await admin.submits(
        window, label="", emoji="", reason="", colour=["green"], type=["1"]
    )
    await admin.presses("Post", on=editor)
    menu = await imports(server, {**HEAD, "types": [{"name": "Other"}]})
    assert "file-apply" not in str(menu.components)
    assert "Types · Support**" in menu.text
    menu = await imports(server, {**HEAD, "types": [{"name": "SUPPORT"}, {"name": "Other"}]})
    await applies(menu)
    (message,) = panel_messages(server)
    assert message.components[0].children[0].label == "SUPPORT"


@ON_ONE_SERVER
@given(file=configurations())
async def test_any_configuration(tickets_ready: Server, file: dict[str, Any]) -> None:
    """Whatever a file has, the server has; export, reset and import bring it back."""
    server = tickets_ready
    app, guild_id = server.sim.cog.app, server.guild.id
    resetting = import_module("tickets.configuration.service.resetting")
    await resetting.reset(app, guild_id)
    # What can't be together, or not here, is refused, as always.
    while (planned := await plan(server, file)).problems:
        file = without_problems(file, planned.problems)
    await applying().apply_import(app, planned)
    before, settings = await state(server), await settings_of(server)
    assert [one["name"] for one in before["types"]] == [one["name"] for one in file["types"]]
    own = {"": before["settings"], **{one["name"]: one["settings"] for one in before["types"]}}
    for name, wanted in expected(file).items():
        there = {key: own[name][key] for key in wanted}
        assert without_ids(there) == without_ids(wanted)
        assert not name or own[name].keys() == wanted.keys()
    for part in ("replies", "panels"):
        assert len(before[part]) == len(file[part])

    await resetting.reset(app, guild_id)
    await applying().apply_import(app, await plan(server, {**HEAD, **before}))
    after = await settings_of(server)
    assert after.values == settings.values
    assert [one.values for one in after.types] == [one.values for one in settings.types]
    assert await state(server) == before


async def test_killed_between_database_and_settings(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the database is finished before anybody can see it."""
    server = tickets_ready
    app = server.sim.cog.app
    planned = await plan(server, {**HEAD, "settings": {"limit": 7}, "types": [{"name": "Money"}]})

    async def dies(*_arguments: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(type(app.settings), "_store", dies)
        with pytest.raises(asyncio.CancelledError):
            await applying().apply_import(app, planned)
    assert [one.kind for one in await app.work.of_kind("import")] == ["import"]
    await server.sim.restart(clean=False)
    settings = await settings_of(server)
    assert settings.get("limit") == 7
    assert [one.name for one in settings.types] == ["Money"]


async def test_settings_that_cannot_be_stored(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is put back: nothing has changed."""
    server = tickets_ready
    await furnished(server)
    before = await state(server)
    app = server.sim.cog.app
    planned = await plan(server, {**HEAD, "settings": {"limit": 7}, "types": [], "replies": []})

    async def fails(*_arguments: Any) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(type(app.settings), "_store", fails)
        with pytest.raises(OSError):  # noqa: PT011
            await applying().apply_import(app, planned)
    assert await state(server) == before
    assert await app.work.of_kind("import") == ()
