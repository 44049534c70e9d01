"""Types in the menu, as an administrator on a phone makes and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import MenuPage
from tests.staff_log.reception import sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: From the first command to three types, one with a team, and a posted panel with three buttons.
PRESSES_FOR_THREE_TYPES = 23


async def settings_of_type(server: Server, name: str = "Reports") -> Any:
    """What counts for a type."""
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    return settings.for_type(next(one.id for one in settings.types if one.name == name))


async def makes(menu: MenuPage, name: str, emoji: str = "") -> None:
    """Makes a type, from the page of types."""
    form = await menu.presses("menu-type", "0")
    await menu.person.submits(form, name=name, emoji=emoji, description="")


async def test_three_types_with_a_team_and_a_panel(
    tickets_ready: Server, administrator: Person
) -> None:
    """All in the menu and the panel's editor. The presses, choices and forms are counted."""
    server = tickets_ready
    role = server.guild.create_role("Report team")
    await server.sim.env.settle()
    before = len(server.sim.env.backend.transcript)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    for name in ("Support", "Reports", "Applications"):
        await makes(menu, name)
        assert f"### {name}" in menu.text
        assert "Everything is as on the server." in menu.text
        if name == "Reports":
            await menu.goes_to("types.2.team")
            assert "Nothing private follows" not in menu.text
            await menu.chooses("modrole.2", [role])
            assert "Nothing private follows the server from here on." in menu.text
            await menu.presses("menu-create", "receptionchannel.2")
            await menu.goes_to("types.2")
        await menu.goes_to("types")
    assert "**Reports** — 2 settings of its own" in menu.text
    await menu.goes_to("home")
    assert [one["description"] for one in menu.control("menu-go")["options"]] == [
        "3 types",
        "off",
        "off",
        "off",
        "off",
        "off",
        "off",
        "off",
        "off",
        "the configuration as a file",
    ]
    form = await administrator.runs("ticketset panel create", kind="button")
    words = {"label": "", "emoji": "", "reason": ""}
    editor = await administrator.submits(form, **words, colour=["green"], type=["1"])
    for type_id in ("2", "3"):
        form = await administrator.presses("Add a button", on=editor)
        editor = await administrator.submits(form, **words, colour=["grey"], type=[type_id])
    await administrator.presses("Post", on=editor)

    panel = server.messages(server.general)[-1]
    assert server.buttons(panel) == ["Support", "Reports", "Applications"]
    happened = server.sim.env.transcript().splitlines()[before:]
    # Two commands, and what was pressed, chosen and sent. Each line is one of them.
    assert sum("INTERACTION_CREATE" in line for line in happened) == PRESSES_FOR_THREE_TYPES
    settings = await settings_of_type(server)
    assert settings.get("moderator_role_ids") == (role.id,)
    channel = server.channel(settings.get("reception_channel_id"))
    assert channel.name == "staff-tickets-reports"
    assert not server.moderator.sees(channel)


async def test_a_setting_differs_and_follows_again(
    tickets_ready: Server, administrator: Person
) -> None:
    """Its page has its control and the way back to what the server has."""
    server = tickets_ready
    await types(server, "create Reports")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.1")
    await menu.goes_to("types.1.opening")
    assert "Opening reason — as on the server: off" in menu.text
    await menu.goes_to("types.1.openreason")
    assert "As on the server: off" in menu.text
    assert menu.control("menu-default", "openreason.1")["disabled"]
    await menu.presses("menu-toggle", "openreason.1")
    assert "On the server: off" in menu.text
    assert (await settings_of_type(server)).get("opening_reason") is True
    assert (await settings_of_type(server)).server.get("opening_reason") is False
    await menu.presses("menu", "types.1")
    assert "**Opening reason** — on" in menu.text
    await menu.goes_to("types.1.opening")
    await menu.goes_to("types.1.openreason")
    await menu.presses("menu-default", "openreason.1")
    await sets(server, "openreason on")
    assert (await settings_of_type(server)).get("opening_reason") is True
    assert (await settings_of_type(server)).type.values == {}


async def test_what_cannot_work_is_refused_beside_it(
    tickets_ready: Server, administrator: Person
) -> None:
    """And the sentence names the command as it is typed for the type."""
    server = tickets_ready
    role = server.guild.create_role("Judges")
    await server.sim.env.settle()
    await types(server, "create Reports")
    await types(server, f"set Reports modrole {role.mention}")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.1")
    await menu.goes_to("types.1.opening")
    await menu.goes_to("types.1.validation")
    await menu.chooses("validation.1", ["manual"])
    assert "⚠️" in menu.text
    assert "`!ticketset type set Reports receptionchannel`" in menu.text
    answer = await types(server, "set Reports validation manual")
    assert "`!ticketset type set Reports receptionchannel`" in answer


async def test_another_team_reads_along(tickets_ready: Server, administrator: Person) -> None:
    """The server's channel may be chosen: the page says who reads it."""
    server = tickets_ready
    teams = await Teams.on(server)
    await types(server, f"set Reports receptionchannel {teams.log.mention}")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.2")
    await menu.goes_to("types.2.team")
    assert f"⚠️ {server.moderators.mention} of another team can read it, too." in menu.text


async def test_without_its_team_it_forgets_its_private_channels(
    tickets_ready: Server, administrator: Person
) -> None:
    """*As on the server* gives the tickets to the server's team, and to its log."""
    server = tickets_ready
    teams = await Teams.on(server)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.2")
    await menu.goes_to("types.2.team")
    await menu.presses("menu-default", "modrole.2")
    settings = await settings_of_type(server)
    assert settings.get("moderator_role_ids") == settings.server.get("moderator_role_ids")
    assert settings.get("reception_channel_id") == teams.log.id


async def test_names(tickets_ready: Server, administrator: Person) -> None:
    """Two types can't have one name; a new name stands on the panels at once."""
    server = tickets_ready
    await types(server, "create Reports")
    await types(server, "create Support")
    form = await administrator.runs("ticketset panel create", kind="selector")
    words = {"name": "", "emoji": "", "description": "", "reason": ""}
    editor = await administrator.submits(form, **words, type=["1"])
    await administrator.presses("Post", on=editor)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.1")
    form = await menu.presses("menu-type", "1")
    await administrator.submits(form, name="SUPPORT", emoji="", description="")
    assert "There is a type called **SUPPORT** already." in menu.text
    form = await menu.presses("menu-type", "1")
    await administrator.submits(form, name="Complaints", emoji="🚨", description="Rude people")
    assert "### 🚨 Complaints" in menu.text
    panel = server.messages(server.general)[-1]
    select: Any = panel.components[0]
    (option,) = select.children[0].options
    assert (option.label, str(option.emoji), option.description) == (
        "Complaints",
        "🚨",
        "Rude people",
    )


async def test_deleting(tickets_ready: Server, administrator: Person) -> None:
    """It is said before what it means; a panel that would be left with nothing comes first."""
    server = tickets_ready
    teams = await Teams.on(server)
    await teams.opens(server.alice, "Reports", reason="x")
    form = await administrator.runs("ticketset panel create", kind="button")
    words = {"label": "", "emoji": "", "reason": "", "colour": ["red"]}
    editor = await administrator.submits(form, **words, type=["2"])
    posted = await administrator.presses("Post", on=editor)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("types")
    await menu.goes_to("types.2")
    await menu.goes_to("types.2.delete")
    assert "keep their team, channels and settings: 1" in menu.text
    assert "These panels lose it" in menu.text
    await menu.presses("menu-untype", "2")
    assert "These panels open nothing else" in menu.text
    form = await administrator.presses("Add a button", on=posted)
    await administrator.submits(form, **{**words, "label": "Help"}, type=["0"])
    await menu.goes_to("types.2.delete")
    await menu.presses("menu-untype", "2")
    assert "✅ The type **Reports** was deleted." in menu.text
    assert server.buttons(server.messages(server.general)[-1]) == ["Help"]
    late = await server.alice.runs("ticket", type="2")
    assert "There is no type" in server.alice.answer(late)


async def test_two_admins_at_one_type(tickets_ready: Server, administrator: Person) -> None:
    """Neither loses what the other has set; a type that is gone leads back to the list."""
    server = tickets_ready
    await types(server, "create Reports")
    first = await MenuPage.opened(administrator)
    second = await MenuPage.opened(server.owner)
    for menu in (first, second):
        await menu.goes_to("types")
        await menu.goes_to("types.1")
        await menu.goes_to("types.1.opening")
    await first.goes_to("types.1.openreason")
    await second.goes_to("types.1.staffthread")
    await first.presses("menu-toggle", "openreason.1")
    await second.presses("menu-toggle", "staffthread.1")
    settings = await settings_of_type(server)
    assert settings.get("opening_reason") is True
    assert settings.get("staff_thread") is True
    page = await server.owner.types("!ticketset type delete Reports")
    await server.owner.presses("Delete", on=page)
    await first.presses("menu-toggle", "openreason.1")
    assert "no longer exists" in first.text or "There is no type yet." in first.text
