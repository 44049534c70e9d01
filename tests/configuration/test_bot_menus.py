"""Menus: whose they are, and when they end. Tried on that of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.configuration.menu_pages import MenuPage, settings_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ENDED = "This menu has expired. Type `/ticketset menu` to open a new one."
both_forms = pytest.mark.parametrize("by", ["slash", "prefix"])


@both_forms
async def test_the_caller_turns_its_pages(
    tickets_ready: Server, administrator: Person, by: str
) -> None:
    """One message is the whole menu: each press turns it to another page."""
    before = len(tickets_ready.messages(tickets_ready.general))
    menu = await MenuPage.opened(administrator, by=by)
    first = menu.text

    turned = await menu.presses("menu", "opening")
    assert "Opening reason" in menu.text
    assert not turned.followups
    await menu.goes_to("home")

    assert menu.text == first
    posted = len(tickets_ready.messages(tickets_ready.general)) - before
    assert posted == (0 if by == "slash" else 2)


async def test_the_slash_form_is_private(tickets_ready: Server, administrator: Person) -> None:
    """Nobody else sees a menu that was opened by a slash command."""
    assert (await administrator.runs("ticketset menu")).ephemeral


async def test_strangers_cannot_use_it(
    tickets_ready: Server, administrator: Person, mallory: Person, moderator: Person
) -> None:
    """A member or moderator at an admin's buttons reads what is missing; nothing changes."""
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.goes_to("opening")
    page, before = menu.text, await settings_of(tickets_ready)

    for person in (mallory, moderator):
        pressed = await menu.presses("menu-toggle", "openreason", by=person)
        assert "You need the **Manage Server** permission" in person.answer(pressed)
        assert pressed.ephemeral

    assert menu.text == page
    assert await settings_of(tickets_ready) == before


async def test_another_admin_cannot_use_it(tickets_ready: Server, administrator: Person) -> None:
    """Another admin is told whose menu it is, and how to open their own."""
    menu = await MenuPage.opened(administrator, by="prefix")
    owner = tickets_ready.owner

    pressed = await menu.presses("menu", "opening", by=owner)

    assert owner.answer(pressed) == (
        f"This is the menu of {administrator.mention}. Type `/ticketset menu` to open your own."
    )
    assert pressed.ephemeral
    assert "Ticket settings" in menu.text


@both_forms
async def test_an_admin_who_lost_the_right(
    tickets_ready: Server, administrator: Person, by: str
) -> None:
    """Whoever is no admin any more can't go on with a menu that is open."""
    menu = await MenuPage.opened(administrator, by=by)
    await menu.goes_to("opening")
    window = await menu.presses("menu-toggle", "openreason")
    assert (await settings_of(tickets_ready)).get("opening_reason"), administrator.answer(window)
    await administrator.loses(tickets_ready.administrators)

    pressed = await menu.presses("menu-toggle", "openreason")

    assert "You need the **Manage Server** permission" in administrator.answer(pressed)
    assert (await settings_of(tickets_ready)).get("opening_reason")


@both_forms
async def test_it_ends_ten_minutes_after_the_last_press(
    tickets_ready: Server, administrator: Person, by: str
) -> None:
    """Left alone it ends, says so, and says how to open it again."""
    sim = tickets_ready.sim
    menu = await MenuPage.opened(administrator, by=by)
    await sim.time_passes(590)
    assert "Ticket settings" in menu.text
    await menu.goes_to("opening")
    await sim.time_passes(590)
    assert "Opening reason" in menu.text

    await sim.time_passes(20)

    assert menu.text == ENDED
    assert menu.ids == []


async def test_what_was_pressed_just_after_the_end(
    tickets_ready: Server, administrator: Person
) -> None:
    """A press that comes after the end changes nothing and says that it has ended."""
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.goes_to("opening")
    late = menu.control("menu-toggle", "openreason")["custom_id"]
    await tickets_ready.sim.time_passes(601)

    pressed = await administrator.forges_click(
        late, in_=tickets_ready.general, message=menu.message
    )

    assert administrator.answer(pressed) == ENDED
    assert not (await settings_of(tickets_ready)).get("opening_reason")


async def test_where_slash_commands_are_off(tickets_ready: Server, administrator: Person) -> None:
    """On a bot without slash commands it says how to type the command."""
    await tickets_ready.sim.owner_types("slash disablecog tickets")
    await tickets_ready.sim.owner_types("slash sync")
    menu = await MenuPage.opened(administrator, by="prefix")

    await tickets_ready.sim.time_passes(601)

    assert menu.text == "This menu has expired. Type `!ticketset` to open a new one."


async def test_a_form_that_is_long_open(tickets_ready: Server, administrator: Person) -> None:
    """A private answer can be changed for a quarter of an hour: a menu whose last press opened
    a form ends, where one can see it, before that."""
    sim = tickets_ready.sim
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("basics")
    await sim.time_passes(595)
    await menu.presses("menu-edit", "limit")
    await sim.time_passes(250)
    assert "Open tickets per member" in menu.text

    await sim.time_passes(50)

    assert menu.text == ENDED


@pytest.mark.parametrize("how", ["restart", "kill", "reload"])
@both_forms
async def test_a_restart_while_it_is_open(
    tickets_ready: Server, administrator: Person, by: str, how: str
) -> None:
    """After a restart its buttons say that it has ended; nothing is changed."""
    menu = await MenuPage.opened(administrator, by=by)
    await menu.goes_to("opening")
    before = await settings_of(tickets_ready)

    if how == "reload":
        await tickets_ready.sim.reload()
    else:
        await tickets_ready.sim.restart(clean=how == "restart")
    pressed = await menu.presses("menu-toggle", "openreason")

    assert administrator.answer(pressed) == ENDED
    assert pressed.ephemeral
    after = await settings_of(tickets_ready)
    assert after.get("opening_reason") is before.get("opening_reason") is False
    assert "Ticket settings" in (await MenuPage.opened(administrator, by=by)).text


@pytest.mark.parametrize(
    "forged",
    [
        "menu:00000000:opening",
        "menu-toggle:00000000:openreason:on",
        "menu-default:00000000:limit",
        "menu-create:00000000:receptionchannel",
        "menu-power:00000000:off",
        "menu-reset:00000000",
    ],
)
async def test_forged_keys(tickets_ready: Server, administrator: Person, forged: str) -> None:
    """A key that no open menu has is as good as that of an ended one."""
    menu = await MenuPage.opened(administrator, by="prefix")
    before = await settings_of(tickets_ready)

    pressed = await administrator.forges_click(
        f"tickets:v1:{forged}", in_=tickets_ready.general, message=menu.message
    )

    assert administrator.answer(pressed) == ENDED
    assert await settings_of(tickets_ready) == before


@pytest.mark.parametrize(
    "forged",
    [
        "menu-toggle:{key}:token:on",
        "menu-toggle:{key}:limit:maybe",
        "menu-create:{key}:limit",
        "menu-choose:{key}:limit",
        "menu:{key}:cellar",
    ],
)
async def test_forged_buttons(tickets_ready: Server, administrator: Person, forged: str) -> None:
    """A button that the menu doesn't have does nothing, and says so."""
    menu = await MenuPage.opened(administrator, by="prefix")
    before = await settings_of(tickets_ready)
    custom_id = "tickets:v1:" + forged.format(key=menu.key)

    pressed = await administrator.forges_click(
        custom_id, in_=tickets_ready.general, message=menu.message
    )

    assert "no longer exists" in administrator.answer(pressed)
    assert await settings_of(tickets_ready) == before


async def test_a_key_of_another_server(tickets_ready: Server, administrator: Person) -> None:
    """A menu belongs to the server in which it was opened."""
    menu = await MenuPage.opened(administrator, by="prefix")
    menus = tickets_ready.sim.cog.menus
    menus._open[menu.key].guild = tickets_ready.sim.red.get_guild(
        tickets_ready.sim.env.create_guild("Elsewhere").id
    ) or type("Guild", (), {"id": 1})

    pressed = await menu.presses("menu", "opening")

    assert administrator.answer(pressed) == ENDED


async def test_it_ends_though_its_message_is_gone(
    tickets_ready: Server, administrator: Person
) -> None:
    """Whoever deletes the menu's message leaves nothing behind that could fail."""
    menu = await MenuPage.opened(administrator, by="prefix")
    tickets_ready.sim.faults.fail("/channels/*/messages/*", method="PATCH", status=404, code=10008)

    await tickets_ready.sim.time_passes(601)

    assert not tickets_ready.sim.cog.menus.alive(menu.key)


async def test_an_unload_forgets_it(tickets_ready: Server, administrator: Person) -> None:
    """Unloading the cog with menus open ends their timers; the pages stay as they are."""
    menu = await MenuPage.opened(administrator, by="prefix")
    other = await MenuPage.opened(tickets_ready.owner)
    await tickets_ready.sim.unload()

    await tickets_ready.sim.time_passes(3600)

    for page in (menu, other):
        assert "Ticket settings" in page.text


async def test_two_presses_at_once(tickets_ready: Server, administrator: Person) -> None:
    """Impatient fingers are both answered, and the menu lives on."""
    menu = await MenuPage.opened(administrator)
    async with tickets_ready.sim.at_once():
        await menu.presses("menu", "opening")
        await menu.presses("menu", "closing")

    assert menu.ids
    await menu.goes_to("home")
    assert "Ticket settings" in menu.text


@pytest.mark.parametrize("status", [400, 403, 500, 503])
async def test_a_page_that_discord_refuses(
    tickets_ready: Server, administrator: Person, status: int
) -> None:
    """If a page can't be shown, the press is answered with what Discord said."""
    menu = await MenuPage.opened(administrator)
    tickets_ready.sim.faults.fail("/interactions/*/callback", status=status, code=0)

    pressed = await menu.presses("menu", "opening")

    assert administrator.answer(pressed)
    assert "Ticket settings" in menu.text
    await menu.goes_to("opening")
    assert "Opening reason" in menu.text


@pytest.mark.parametrize("lost", ["lose_answer", "disconnect"])
async def test_a_page_whose_connection_breaks(
    tickets_ready: Server, administrator: Person, lost: str
) -> None:
    """A page is shown once more if it is unknown whether it was shown."""
    menu = await MenuPage.opened(administrator)
    getattr(tickets_ready.sim.faults, lost)("/interactions/*/callback")

    await menu.goes_to("opening")

    assert "Opening reason" in menu.text
