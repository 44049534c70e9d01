"""The settings menu: every setting, changed with its control as by its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import MenuPage, settings_of, stored_settings
from tests.panels.panel_making import button_panel, new_channel, panel_message, panel_messages
from tests.staff_log.reception import receiving_channel, sets
from tests.web.visiting import Visited, dashboard_at
from tickets.cog import FEATURES
from tickets.core.kinds.channels import Category, Channel
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.lines import Lines
from tickets.core.kinds.questions import Questions
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text, Written
from tickets.core.settings import SET, Declared, Setting

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

SETTINGS = [
    one
    for one in Declared(FEATURES.each("settings")).in_order
    if not isinstance(one.kind, Questions)
]
BY_KEY = {setting.key: setting for setting in SETTINGS}
every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
both_forms = pytest.mark.parametrize("by", ["slash", "prefix"])


async def prepared(server: Server, setting: Setting) -> None:
    """All that a setting needs to be changed: places, and what it is only there for."""
    for command in ("receptionchannel", "transcriptchannel"):
        if command != setting.command:
            assert "✅" in await sets(server, f"{command} {server.staff.mention}")
    if setting.only_while is not None:
        needed = BY_KEY[setting.only_while.key]
        await sets(server, f"{needed.command} {typed_value(needed, setting.only_while.value)}")


def typed_value(needed: Setting, value: Any) -> str:
    """As it is typed."""
    if value is SET:
        return needed.examples[0]
    stored = needed.kind.stored(value)
    return "on" if stored is True else str(stored)


async def other_value(server: Server, setting: Setting) -> tuple[str, Any]:
    """A value that isn't the default: as it is typed, and as it is given to the control."""
    match setting.kind:
        case Toggle():
            return ("off" if setting.default else "on"), None
        case Number(minimum=minimum):
            return str(minimum + 3), str(minimum + 3)
        case Choice(options=options):
            name = next(name for name, _ in reversed(options) if name != setting.default)
            return name, [name]
        case Text() | Lines():
            return "Hello there", "Hello there"
        case Written():
            return setting.examples[0], setting.examples[0]
        case Roles():
            return server.red_admins.mention, [server.red_admins]
        case Category():
            other = server.guild.create_category("Elsewhere")
            await server.sim.env.settle()
            return str(other.id), [other]
        case Channel():
            # No channel for the staff has to be one that everybody reads.
            channel = await receiving_channel(server, "elsewhere")
            return channel.mention, [channel]
    raise AssertionError(setting.kind)


async def changes(menu: MenuPage, setting: Setting, given: Any) -> Any:
    """Uses the setting's control."""
    await menu.goes_to(setting.page.name.lower())
    match setting.kind:
        case Toggle():
            return await menu.presses("menu-toggle", setting.command)
        case Written():
            return await menu.writes(setting.command, given)
    return await menu.chooses(setting.command, given)


def as_sent(setting: Setting, given: Any) -> list[str]:
    """What a browser sends of the same value."""
    match setting.kind:
        case Toggle():
            return [] if setting.default else ["on"]
        case Written():
            return [given]
    return [str(getattr(one, "id", one)) for one in given]


@pytest.mark.one_of(3)
@every_setting
async def test_by_menu_and_on_the_page_as_by_command(
    tickets_ready: Server, administrator: Person, setting: Setting
) -> None:
    """Each setting's control, and its field in the browser, store exactly what its command
    stores, and nothing else."""
    server = tickets_ready
    await server.administrator.types("!ticketset accessrole none")
    await server.administrator.types("!ticketset modrole none")
    await prepared(server, setting)
    typed, given = await other_value(server, setting)
    before = stored_settings(server)

    assert "✅" in await sets(server, f"{setting.command} {typed}")
    by_command = stored_settings(server)
    assert by_command != before
    assert "✅" in await sets(server, f"{setting.command} default") or setting.key == "category_id"
    await server.sim.cog.app.settings.change(
        server.guild.id, **{setting.key: before.get(setting.key, setting.default)}
    )
    menu = await MenuPage.opened(administrator)
    outcome = await changes(menu, setting, given)

    assert "⚠️" not in menu.text, menu.text
    assert not outcome.followups
    assert stored_settings(server) == by_command
    assert setting.title in menu.text

    await server.sim.cog.app.settings.change(
        server.guild.id, **{setting.key: before.get(setting.key, setting.default)}
    )
    async with dashboard_at(server) as dashboard:
        web = await Visited(dashboard, administrator).opened()
        await web.sends(**{setting.key: as_sent(setting, given)})
    assert web.refused() == {}
    assert stored_settings(server) == by_command


@pytest.mark.parametrize(
    "setting",
    [one for one in SETTINGS if isinstance(one.kind, Written)],
    ids=lambda setting: setting.key,
)
async def test_default(tickets_ready: Server, administrator: Person, setting: Setting) -> None:
    """Default brings the default back, and can't be pressed when it is there already."""
    await prepared(tickets_ready, setting)
    typed, _ = await other_value(tickets_ready, setting)
    await sets(tickets_ready, f"{setting.command} default")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to(setting.page.name.lower())
    assert menu.control("menu-default", setting.command)["disabled"]
    await sets(tickets_ready, f"{setting.command} {typed}")
    await menu.goes_to("home")
    await menu.goes_to(setting.page.name.lower())

    await menu.presses("menu-default", setting.command)

    # The loaded cog has classes of its own.
    value = (await settings_of(tickets_ready)).get(setting.key)
    assert setting.kind.stored(value) == setting.kind.stored(setting.default)
    assert menu.control("menu-default", setting.command)["disabled"]


@pytest.mark.parametrize(
    "setting",
    [one for one in SETTINGS if isinstance(one.kind, Roles | Category | Channel)],
    ids=lambda setting: setting.key,
)
async def test_nothing_chosen(
    tickets_ready: Server, administrator: Person, setting: Setting
) -> None:
    """A selector that is emptied empties the setting, as the command with none does."""
    typed, _ = await other_value(tickets_ready, setting)
    await sets(tickets_ready, f"{setting.command} {typed}")
    assert (await settings_of(tickets_ready)).get(setting.key)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to(setting.page.name.lower())

    await menu.chooses(setting.command, [])

    assert (await settings_of(tickets_ready)).get(setting.key) == setting.default


async def test_selectors_start_from_what_is_chosen(
    tickets_ready: Server, administrator: Person
) -> None:
    """Selectors show the present roles and channels, and the present choice."""
    server = tickets_ready
    await sets(server, "closedaccess read")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("basics")

    roles = menu.control("menu-choose", "modrole")["default_values"]
    assert [int(one["id"]) for one in roles] == [server.moderators.id]
    (category,) = menu.control("menu-choose", "category")["default_values"]
    assert int(category["id"]) == server.category.id
    assert menu.control("menu-choose", "category")["min_values"] == 0

    await menu.goes_to("home")
    await menu.goes_to("closing")
    options = menu.control("menu-choose", "closedaccess")["options"]
    assert [one["value"] for one in options if one.get("default")] == ["read"]


async def test_a_form_starts_from_the_present_value(
    tickets_ready: Server, administrator: Person
) -> None:
    """Edit shows what is there; sent as it is, the default stays the default."""
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("customisation")
    window = await menu.presses("menu-edit", "welcome")
    assert "Tell us what's going on" in str(window.modal)
    assert "`{user}`" in administrator.answer(window)

    words = "Tell us what's going on. A staff member will be with you soon."
    await administrator.submits(window, value=words)
    assert (await settings_of(tickets_ready)).get("welcome_message") is None

    await menu.writes("welcome", "Hello {user}\n# you")
    assert "Hello {user}" in str((await menu.presses("menu-edit", "welcome")).modal)
    assert "> Hello {user}\n> \\# you" in menu.text


@pytest.mark.parametrize(
    ("command", "given", "sentence"),
    [
        ("limit", "-1", "between 0 and 50"),
        ("limit", "many", "`many` isn't a whole number"),
        ("limit", "51", "between 0 and 50"),
        ("format", "{user.token}", "`{user.token}` isn't a variable"),
        ("welcome", "{reason.__class__}", "`{reason.__class__}` isn't a variable"),
        ("welcome", " \n ", "The text is empty"),
    ],
)
async def test_a_refused_text_is_not_lost(
    tickets_ready: Server, administrator: Person, command: str, given: str, sentence: str
) -> None:
    """What can't work is explained beside the setting, which stays as it is, and the next Edit
    starts from what was written."""
    setting = next(one for one in SETTINGS if one.command == command)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to(setting.page.name.lower())
    before = await settings_of(tickets_ready)

    await menu.writes(command, given)

    (block,) = [one for one in menu.text.split("**") if sentence in one]
    assert "⚠️" in block
    assert menu.text.index(setting.title) < menu.text.index(sentence)
    assert await settings_of(tickets_ready) == before
    window = await menu.presses("menu-edit", command)
    assert given.strip() in str(window.modal)
    await menu.presses("menu", "home")
    assert "⚠️" not in menu.text


async def test_a_text_that_is_too_long(tickets_ready: Server, administrator: Person) -> None:
    """No client sends 1,201 characters; whoever does reads the limit."""
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.goes_to("customisation")

    await administrator.forges_modal(
        f"tickets:v1:menu-edit:{menu.key}:welcome",
        {"value": "x" * 1201},
        in_=tickets_ready.general,
        message=menu.message,
    )

    assert "That's too long: 1,201 characters, and 1,200 are possible." in menu.text
    assert (await settings_of(tickets_ready)).get("welcome_message") is None
    # What was written is more than a form takes: it starts with as much as it can.
    assert (await menu.presses("menu-edit", "welcome")).modal


async def test_roles_that_cannot_work(tickets_ready: Server, administrator: Person) -> None:
    """@everyone, bots' roles and administrators' roles are refused beside the selector."""
    server = tickets_ready
    before = await settings_of(server)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("basics")
    for role, sentence in (
        (server.guild.default_role, "Every member would see all tickets"),
        (server.bot_role, "is a bot's own role"),
        (server.administrators, "has the Administrator permission"),
    ):
        await menu.chooses("modrole", [server.moderators, role])
        assert sentence in menu.text
        assert await settings_of(server) == before


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("modrole", ["123456789012345678"], "I can't find a role named `123456789012345678`"),
        ("modrole", ["x" * 500], "I can't find a role named"),
        ("category", ["123456789012345678"], "I can't find a category named"),
        ("category", ["-1"], "I can't find a category named"),
        ("category", ["{general}"], "I can't find a category named"),
        ("receptionchannel", ["{category}"], "I can't find a text channel named"),
        ("receptionchannel", ["123456789012345678"], "I can't find a text channel named"),
    ],
)
async def test_forged_choices(
    tickets_ready: Server, administrator: Person, name: str, values: list[str], sentence: str
) -> None:
    """What was deleted meanwhile, or never was, can't be chosen."""
    server = tickets_ready
    before = await settings_of(server)
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.goes_to("basics")
    ids = {"general": str(server.general.id), "category": str(server.category.id)}

    await administrator.forges_click(
        f"tickets:v1:menu-choose:{menu.key}:{name}",
        in_=server.general,
        message=menu.message,
        values=[value.format(**ids) for value in values],
    )

    assert sentence in menu.text
    assert await settings_of(server) == before


@pytest.mark.parametrize("permission", ["manage_channels", "manage_roles"])
async def test_a_category_without_permissions(
    tickets_ready: Server, administrator: Person, permission: str
) -> None:
    """A category in which the bot can't make channels is refused, with what is missing."""
    server = tickets_ready
    other = server.guild.create_category("Elsewhere")
    await server.bot_may(**{permission: False})
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("basics")

    await menu.chooses("category", [other])

    label = permission.replace("_", " ").title()
    assert f"lacks the permission **{label}**" in menu.text
    assert (await settings_of(server)).get("category_id") == server.category.id


@pytest.mark.parametrize(
    ("page", "verb", "about", "sentence"),
    [
        ("closing", "menu-toggle", "transcripts", "Choose a transcript channel first"),
        ("opening", "menu-choose", "validation", "Choose a requests channel first"),
    ],
)
async def test_settings_that_need_another(
    tickets_ready: Server,
    administrator: Person,
    page: str,
    verb: str,
    about: str,
    sentence: str,
) -> None:
    """Manual validation and automatic transcripts are refused as long as they lack a channel."""
    before = await settings_of(tickets_ready)
    menu = await MenuPage.opened(administrator)
    await menu.goes_to(page)

    if verb == "menu-toggle":
        await menu.presses(verb, about)
    else:
        await menu.chooses(about, ["manual"])

    assert sentence in menu.text
    assert await settings_of(tickets_ready) == before


async def test_what_does_nothing_is_greyed_out(
    tickets_ready: Server, administrator: Person
) -> None:
    """Whatever has no effect at present can't be changed, and says why (C4)."""
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("customisation")
    assert menu.control("menu-edit", "confirmation")["disabled"]
    assert "Only used when approval is on." in menu.text
    assert not menu.control("menu-edit", "welcome").get("disabled")

    await sets(tickets_ready, f"receptionchannel {tickets_ready.staff.mention}")
    await sets(tickets_ready, "validation manual")
    await menu.goes_to("home")
    await menu.goes_to("customisation")

    assert not menu.control("menu-edit", "confirmation").get("disabled")
    assert "Only used when" not in menu.text


# The first page


async def test_the_first_page_has_everything(tickets_ready: Server, administrator: Person) -> None:
    """Status first, then every setting with its value in its group."""
    menu = await MenuPage.opened(administrator)

    assert menu.text.index("The system is enabled") < menu.text.index("Basics")
    for setting in SETTINGS:
        assert (f"**{setting.title}** — " in menu.text) is bool(setting.page.edit)
    more = menu.control("menu-go")["options"]
    assert [(one["label"], one["description"]) for one in more] == [
        ("Types", "off"),
        ("Who may open", "off"),
        ("Form", "off"),
        ("Team", "off"),
        ("Time", "off"),
        ("Reminders and deadlines", "off"),
        ("More closing", "off"),
        ("Afterwards", "off"),
        ("Ready answers", "off"),
        ("Export and import", "the configuration as a file"),
    ]
    assert tickets_ready.moderators.mention in menu.text
    assert f"<#{tickets_ready.category.id}>" in menu.text
    assert "**Panels** — none" in menu.text
    assert not [one for one in menu.components if one.get("disabled")]


@both_forms
async def test_nothing_configured_yet(server: Server, administrator: Person, by: str) -> None:
    """Before anything was set there is one button: Set up the system."""
    menu = await MenuPage.opened(administrator, by=by)

    labels = [one["label"] for one in menu.components if one.get("label")]
    assert labels == ["Set up the system"]
    assert menu.ids == [f"tickets:v1:setup-begin:{menu.key}"]


async def test_panels_and_deleted_things(tickets_ready: Server, administrator: Person) -> None:
    """Panels are links to their messages; what was deleted while the bot was away is marked."""
    server = tickets_ready
    message = await button_panel(server)
    await server.sim.cog.app.settings.change(
        server.guild.id, reception_channel_id=123456789012345678
    )
    menu = await MenuPage.opened(administrator)

    assert f"[1 · Get help](https://discord.com/channels/{server.guild.id}/" in menu.text
    assert f"/{message.id})" in menu.text
    assert "**Requests & log channel** — ⚠️ deleted (123456789012345678)" in menu.text
    await menu.goes_to("basics")
    assert menu.control("menu-choose", "receptionchannel").get("default_values", []) == []
    assert menu.control("menu-create", "receptionchannel")["label"] == "Create it for me"


@pytest.mark.parametrize("name", ["category", "receptionchannel", "transcriptchannel", "modrole"])
async def test_what_was_deleted_is_a_red_line(
    tickets_ready: Server, administrator: Person, name: str
) -> None:
    """What a setting named and somebody deleted stands there in red, until another one is
    chosen, or none on purpose (T12)."""
    server = tickets_ready
    setting = next(one for one in SETTINGS if one.command == name)
    red = f"**{setting.title}** — 🔴 deleted, choose another"
    if name == "category":
        await delete(server, server.category)
    elif name == "modrole":
        server.sim.env.backend.delete_role(server.guild.id, server.moderators.id)
        await server.sim.env.settle()
    else:
        channel = await new_channel(server)
        await sets(server, f"{name} {channel.mention}")
        await delete(server, channel)

    menu = await MenuPage.opened(administrator)
    assert red in menu.text
    await menu.goes_to(setting.page.name.lower())
    assert f"**{setting.title}**: 🔴 deleted" in menu.text
    await sets(server, f"{name} none")
    await menu.goes_to("home")
    assert "🔴" not in menu.text


async def delete(server: Server, channel: Any) -> None:
    """Somebody deletes a channel or category by hand."""
    server.sim.env.backend.delete_channel(channel.id)
    await server.sim.env.settle()


async def test_switching_the_system(
    tickets_ready: Server, administrator: Person, alice: Person
) -> None:
    """System enabled switches it off, Enable the system on."""
    menu = await MenuPage.opened(administrator)
    await administrator.presses("System enabled", on=menu.message)
    assert "The system is disabled" in menu.text
    assert "New tickets are paused" in alice.answer(await alice.opens_a_ticket())

    await administrator.presses("Enable the system", on=menu.message)
    assert "The system is enabled" in menu.text
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


async def test_switching_on_what_cannot_work(server: Server, administrator: Person) -> None:
    """Without a category the system stays disabled, and the page says what is missing."""
    await sets(server, "limit 2")
    menu = await MenuPage.opened(administrator)

    await administrator.presses("Enable the system", on=menu.message)

    assert "can't be turned on yet" in menu.text
    assert "No category is set" in menu.text
    assert not (await settings_of(server)).enabled


@both_forms
async def test_the_doctor_is_beside(tickets_ready: Server, administrator: Person, by: str) -> None:
    """The first page says how many problems there are; the button shows them in private, in a
    menu of its own that ends by itself, and the settings stay."""
    server = tickets_ready
    menu = await MenuPage.opened(administrator, by=by)
    assert menu.control("menu-check")["label"] == "Check"
    await server.bot_may(manage_channels=False)
    await menu.goes_to("opening")
    await menu.goes_to("home")
    assert menu.control("menu-check")["label"] == "⚠️ Problems: 1"

    report = await menu.presses("menu-check")

    assert report.ephemeral
    shown = MenuPage(administrator, report.response)
    assert "**Manage Channels**" in shown.text
    assert "Ticket settings" in menu.text
    assert shown.key != menu.key
    await server.sim.time_passes(601)
    assert shown.text == "This menu has expired. Type `/ticketset check` to open a new one."
    assert menu.text == "This menu has expired. Type `/ticketset menu` to open a new one."


@both_forms
async def test_the_doctor_of_a_server_in_trouble(
    tickets_ready: Server, administrator: Person, by: str
) -> None:
    """If Discord can't show the server at that moment, the answer says so, and nothing goes on
    "thinking"."""
    server = tickets_ready
    menu = await MenuPage.opened(administrator, by=by)
    gone = {"id": str(server.guild.id), "unavailable": True}
    server.sim.faults.hook(
        "/interactions/*/callback", lambda: server.sim.env.backend.emit("GUILD_DELETE", gone)
    )

    said = await menu.presses("menu-check")

    assert "Discord isn't responding" in administrator.answer(said)
    assert said.ephemeral


async def test_the_doctors_buttons_on_another_menu(
    tickets_ready: Server, administrator: Person
) -> None:
    """A button of the doctor's with the key of a settings menu does nothing."""
    menu = await MenuPage.opened(administrator, by="prefix")

    pressed = await administrator.forges_click(
        f"tickets:v1:doctor-confirm:{menu.key}", in_=tickets_ready.general, message=menu.message
    )

    assert "no longer exists" in administrator.answer(pressed)


# Two at once, and afterwards


async def test_two_admins_two_menus(tickets_ready: Server, administrator: Person) -> None:
    """Each changes what they touch and nothing else, and sees the other's change next."""
    server = tickets_ready
    mine = await (await MenuPage.opened(administrator)).goes_to("opening")
    theirs = await (await MenuPage.opened(server.owner)).goes_to("opening")

    await mine.presses("menu-toggle", "openreason")
    await theirs.presses("menu-toggle", "mention")

    settings = await settings_of(server)
    assert settings.get("opening_reason")
    assert settings.get("mention_moderators")
    assert theirs.control("menu-toggle", "openreason")["label"] == "On"
    assert mine.control("menu-toggle", "mention")["label"] == "Off"
    await mine.goes_to("home")
    assert "**Mention moderators** — on" in mine.text


async def test_the_same_toggle_twice(tickets_ready: Server, administrator: Person) -> None:
    """Two admins who both switch the same thing on have it on."""
    server = tickets_ready
    mine = await (await MenuPage.opened(administrator)).goes_to("opening")
    theirs = await (await MenuPage.opened(server.owner)).goes_to("opening")

    async with server.sim.at_once():
        await mine.presses("menu-toggle", "openreason")
        await theirs.presses("menu-toggle", "openreason")

    assert (await settings_of(server)).get("opening_reason")


@pytest.mark.parametrize("how", ["time", "restart", "kill", "reload"])
async def test_a_form_that_outlives_its_menu(
    tickets_ready: Server, administrator: Person, how: str
) -> None:
    """Whoever sends a form after its menu has ended has changed the setting, and reads so; a
    refusal gives the text back."""
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("customisation")
    window = await menu.presses("menu-edit", "welcome")
    again = await menu.presses("menu-edit", "format")
    if how == "time":
        await tickets_ready.sim.time_passes(880)
    elif how == "reload":
        await tickets_ready.sim.reload()
    else:
        await tickets_ready.sim.restart(clean=how == "restart")

    sent = await administrator.submits(window, value="Hello {user}")
    refused = await administrator.submits(again, value="{colour}-ticket")

    assert "✅ **Welcome message**: `Hello {user}`" in administrator.answer(sent)
    assert (await settings_of(tickets_ready)).get("welcome_message") == "Hello {user}"
    assert "`{colour}` isn't a variable" in administrator.answer(refused)
    assert "{colour}-ticket\n```" in administrator.answer(refused)
    assert (await settings_of(tickets_ready)).get("channel_format") == BY_KEY[
        "channel_format"
    ].default


@pytest.mark.parametrize("kind", ["moderator", "mallory"])
async def test_a_form_of_somebody_else(
    tickets_ready: Server, administrator: Person, kind: str
) -> None:
    """The form is no way around the menu: who may not configure changes nothing."""
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.goes_to("basics")
    person = getattr(tickets_ready, kind)

    sent = await person.forges_modal(
        f"tickets:v1:menu-edit:{menu.key}:limit", {"value": "3"}, in_=tickets_ready.general
    )

    assert "You need the **Manage Server** permission" in person.answer(sent)
    assert (await settings_of(tickets_ready)).get("limit") == 0


# Roles of open tickets, places, panels


async def test_changed_roles_can_be_applied(
    tickets_ready: Server, administrator: Person, alice: Person
) -> None:
    """After the staff's roles have changed, the page offers to bring open tickets up to date."""
    server = tickets_ready
    await alice.opens_a_ticket()
    channel = server.newest_ticket()
    menu = await (await MenuPage.opened(administrator)).goes_to("basics")
    assert not [one for one in menu.ids if "apply-roles" in one]

    await menu.chooses("modrole", [server.moderators, server.red_admins])
    said = await administrator.presses("Apply to 1 open ticket", on=menu.message)

    assert "Updating roles" in administrator.answer(said)
    assert "Red admins" in server.overwrites(channel)
    await menu.goes_to("home")
    await menu.goes_to("basics")
    assert not [one for one in menu.ids if "apply-roles" in one]


@pytest.mark.parametrize("name", ["category", "receptionchannel", "transcriptchannel"])
async def test_create_it_for_me(server: Server, administrator: Person, name: str) -> None:
    """The bot makes the category or channel, hidden from members, and chooses it."""
    await sets(server, "limit 1")
    if name != "category":
        await sets(server, f"category {server.category.id}")
    setting = next(one for one in SETTINGS if one.command == name)
    menu = await (await MenuPage.opened(administrator)).goes_to(setting.page.name.lower())

    await menu.presses("menu-create", name)

    made = server.channel((await settings_of(server)).get(setting.key))
    assert f"<#{made.id}>" in menu.text
    assert not server.alice.sees(made)
    assert not [one for one in menu.ids if one.endswith(f"menu-create:{menu.key}:{name}")]


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_creating_fails(server: Server, administrator: Person, status: int) -> None:
    """If Discord refuses, nothing is made or chosen, and the page says why."""
    await sets(server, "limit 1")
    channels = len(server.guild.channels)
    menu = await (await MenuPage.opened(administrator)).goes_to("basics")
    server.sim.faults.fail("/guilds/*/channels", method="POST", status=status, code=50013)

    await menu.presses("menu-create", "category")

    assert "⚠️" in menu.text
    assert (await settings_of(server)).get("category_id") is None
    assert len(server.guild.channels) == channels


async def test_a_panel_from_the_menu(tickets_ready: Server, administrator: Person) -> None:
    """From the first page: Opening, Panels, New panel, a channel, Button, the form, Post."""
    server = tickets_ready
    channel = await new_channel(server)
    menu = await MenuPage.opened(administrator)
    for where in ("opening", "panels", "new"):
        await menu.goes_to(where)
    await menu.chooses("", [channel], verb="menu-where")

    window = await menu.presses("menu-kind", "button")
    editor = await administrator.submits(
        window, label="Get help", emoji="", reason="", colour=["green"]
    )
    await administrator.presses("Post", on=editor)

    assert panel_message(server, channel)
    await menu.goes_to("panels")
    assert "[1 · Get help](" in menu.text
    (option,) = menu.control("menu-panel")["options"]
    assert (option["label"], option["description"]) == ("1 · Get help", f"#{channel.name}")
    shown = await menu.chooses("", ["1"], verb="menu-panel")
    (beside,) = shown.followups
    assert "Post again" in administrator.buttons(beside)
    assert "[1 · Get help](" in menu.text
    await administrator.presses("Delete", on=beside)


async def test_a_new_panel_where_none_can_be(tickets_ready: Server, administrator: Person) -> None:
    """In a channel in which the bot can't write, it says what is missing before the form."""
    server = tickets_ready
    channel = await new_channel(server)
    await server.overwrite(channel, server.bot_role, deny="send_messages")
    menu = await MenuPage.opened(administrator)
    for where in ("opening", "panels", "new"):
        await menu.goes_to(where)
    await menu.chooses("", [channel], verb="menu-where")

    said = await menu.presses("menu-kind", "selector")

    assert "lacks the permissions **Send Messages**, **Embed Links**" in administrator.answer(said)
    assert panel_messages(server, channel) == []


async def test_a_panel_that_is_gone(tickets_ready: Server, administrator: Person) -> None:
    """A panel that was deleted meanwhile can't be chosen any more."""
    await button_panel(tickets_ready)
    menu = await MenuPage.opened(administrator, by="prefix")
    for where in ("opening", "panels"):
        await menu.goes_to(where)
    custom_id = menu.control("menu-panel")["custom_id"]
    await administrator.types("!ticketset panel delete 1")
    panel = (await tickets_ready.sim.part("PanelStore").of(tickets_ready.guild.id))[0]
    await tickets_ready.sim.part("PanelStore").delete(panel)

    said = await administrator.forges_click(
        custom_id, in_=tickets_ready.general, message=menu.message, values=["1"]
    )

    assert "This button no longer works" in administrator.answer(said)
    assert "There is no panel yet." in menu.text


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(tickets_ready: Server, administrator: Person) -> None:
    """On a French server the whole menu is French."""
    menu = await MenuPage.opened(administrator)
    assert "🟢 Le système est activé." in menu.text
    labels = [one["label"] for one in menu.components if one.get("label")]
    assert labels == [
        "Modifier le général",
        "Modifier les textes",
        "Modifier l'ouverture",
        "Modifier la fermeture",
        "Système activé",
        "Vérifier",
        "Réinitialiser",
    ]
    await menu.goes_to("basics")
    await menu.writes("limit", "-1")
    assert "Le nombre doit être compris entre 0 et 50" in menu.text
    await tickets_ready.sim.time_passes(601)
    assert "Ce menu" in menu.text


# Discord fails

PRESSES = {
    "page": ("home", "menu", "opening"),
    "power": ("home", "menu-power", "off"),
    "check": ("home", "menu-check"),
    "toggle": ("opening", "menu-toggle", "openreason"),
    "edit": ("basics", "menu-edit", "limit"),
    "create": ("basics", "menu-create", "receptionchannel"),
    "panels": ("opening", "menu", "panels"),
    "reset": ("reset", "menu-reset"),
}


@pytest.mark.one_of(3)
@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
async def test_an_answer_that_discord_refuses(
    tickets_ready: Server, administrator: Person, press: str, status: int
) -> None:
    """If Discord refuses the first answer to a press, the person gets another one, the menu
    lives on, and what was pressed happened once or not at all."""
    server = tickets_ready
    where, verb, *about = PRESSES[press]
    menu = await MenuPage.opened(administrator)
    if where != "home":
        await menu.goes_to(where)
    before = await settings_of(server)
    server.sim.faults.fail("/interactions/*/callback", status=status, code=0)

    pressed = await menu.presses(verb, *about)

    assert pressed.acknowledged
    if press in ("page", "check", "edit", "panels"):
        assert await settings_of(server) == before
    again = await MenuPage.opened(administrator)
    assert again.ids


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_command_that_discord_refuses(
    tickets_ready: Server, administrator: Person, status: int
) -> None:
    """If the menu can't be sent where it was typed, nothing else fails."""
    server = tickets_ready
    path = f"/channels/{server.general.id}/messages"
    server.sim.faults.fail(path, method="POST", status=status, code=50013)

    assert await administrator.types("!ticketset") == []

    assert (await MenuPage.opened(administrator, by="prefix")).ids


async def test_a_form_whose_answer_is_refused(
    tickets_ready: Server, administrator: Person
) -> None:
    """What was written counts though the page couldn't be shown."""
    menu = await (await MenuPage.opened(administrator)).goes_to("basics")
    window = await menu.presses("menu-edit", "limit")
    tickets_ready.sim.faults.fail("/interactions/*/callback", status=503, code=0)

    sent = await administrator.submits(window, value="3")

    assert "Discord isn't responding" in administrator.answer(sent)
    assert (await settings_of(tickets_ready)).get("limit") == 3


async def test_everybody_presses_at_once(tickets_ready: Server, administrator: Person) -> None:
    """Two admins who change, enable and reset at the same moment are all answered, and what is
    stored is one of the outcomes, whole."""
    server = tickets_ready
    mine = await (await MenuPage.opened(administrator)).goes_to("opening")
    theirs = await MenuPage.opened(server.owner, "ticketset reset")

    async with server.sim.at_once():
        await mine.presses("menu-toggle", "openreason")
        await theirs.presses("menu-reset")
        await mine.presses("menu-toggle", "mention")

    settings = await settings_of(server)
    assert settings.get("category_id") is None
    assert stored_settings(server).keys() <= {"configured", "opening_reason", "mention_moderators"}
    assert "✅ Settings erased." in theirs.text
    assert mine.ids
