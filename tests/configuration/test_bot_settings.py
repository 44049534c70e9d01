"""Configuration by text commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import discord
import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

    from tickets.core.settings import Setting

pytestmark = pytest.mark.asyncio


async def says(person: Person, text: str) -> str:
    answers = await person.types(f"!ticketset {text}")
    return "\n".join(person.server.text(answer) for answer in answers)


async def test_from_nothing_to_a_first_ticket(
    server: Server, administrator: Person, alice: Person
) -> None:
    """Three commands make tickets work; before, members read that tickets are closed."""
    assert "New tickets are paused" in alice.answer(await alice.opens_a_ticket())
    refused = await says(administrator, "enable")
    assert "can't be turned on yet" in refused
    assert "No category is set" in refused

    assert "✅ **Category**" in await says(administrator, "category Tickets")
    assert "✅ **Moderator roles**" in await says(
        administrator, f"modrole {server.moderators.mention}"
    )
    assert "The ticket system is enabled" in await says(administrator, "enable")

    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


async def test_enabling_warns_when_only_administrators_would_see(
    server: Server, administrator: Person
) -> None:
    """Without a moderator role enabling works, and says who will see the tickets."""
    await says(administrator, "category Tickets")

    assert "Only administrators see the tickets" in await says(administrator, "enable")


@pytest.mark.parametrize(
    ("command", "given", "shown"),
    [
        ("limit", "3", "3"),
        ("limit", "0", "unlimited"),
        ("overflow", "off", "off"),
        ("overflow", "oui", "on"),
        ("format", "ticket-{number}", "`ticket-{number}`"),
        ("welcome", "Hello {user}", "`Hello {user}`"),
        ("openreason", "on", "on"),
        ("mention", "yes", "on"),
        ("closereason", "off", "off"),
        ("closedaccess", "READ", "can still read it"),
        ("modrole", "Moderators", "<@&"),
        ("accessrole", "none", "none"),
    ],
)
async def test_a_setting_is_changed_and_shown(
    server: Server, administrator: Person, command: str, given: str, shown: str
) -> None:
    """What is set is confirmed, shown by the bare command, and listed by show."""
    assert shown in await says(administrator, f"{command} {given}")
    assert shown in await says(administrator, command)
    assert shown in await says(administrator, "show")


@pytest.mark.parametrize(
    ("command", "given", "sentence"),
    [
        ("limit", "-1", "between 0 and 50"),
        ("limit", "many", "`many` isn't a whole number"),
        (
            "overflow",
            "maybe",
            "`maybe` isn't a possible value. Please use one of these: `on`, `off`",
        ),
        ("format", "{user.token}", "`{user.token}` isn't a variable"),
        ("format", "x" * 101, "101 characters, and 100"),
        ("welcome", "{reason.__class__}", "`{reason.__class__}` isn't a variable"),
        ("welcome", "x" * 1201, "1,201 characters, and 1,200"),
        (
            "closedaccess",
            "write",
            "isn't a possible value. Please use one of these: `none`, `read`",
        ),
        ("modrole", "@everyone", "Every member would see all tickets"),
        ("modrole", "Administrators", "has the Administrator permission"),
        ("accessrole", "Nobody", "I can't find a role named `Nobody`"),
        ("modrole", "123456789012345678", "I can't find a role named"),
        ("category", "general", "I can't find a category named `general`"),
    ],
)
async def test_a_value_that_cannot_work_is_refused(
    server: Server, administrator: Person, command: str, given: str, sentence: str
) -> None:
    """A refused value is explained, and nothing changes."""
    before = await server.sim.cog.app.settings.of(server.guild.id)

    assert sentence in await says(administrator, f"{command} {given}")

    assert await server.sim.cog.app.settings.of(server.guild.id) == before


async def test_a_managed_role_is_refused(server: Server, administrator: Person) -> None:
    """A bot's own role can't be given to members, so it can't moderate."""
    assert "is a bot's own role" in await says(administrator, f"modrole {server.bot_role.mention}")


@pytest.mark.parametrize("permission", ["manage_channels", "manage_roles"])
async def test_a_category_without_permissions_is_refused(
    server: Server, administrator: Person, permission: str
) -> None:
    """A category in which the bot can't create tickets is refused when it is given."""
    await server.bot_may(**{permission: False})
    label = permission.replace("_", " ").title()

    assert f"lacks the permission **{label}**" in await says(administrator, "category Tickets")


async def test_naming_a_role_again_removes_it(server: Server, administrator: Person) -> None:
    """Roles are added and removed by the same command, several at a time."""
    both = f"{server.moderators.mention} {server.helpers.mention}"
    first = await says(administrator, f"modrole {both}")
    second = await says(administrator, f"modrole {server.moderators.mention}")

    assert server.moderators.mention in first
    assert server.helpers.mention in first
    assert server.moderators.mention not in second
    assert server.helpers.mention in second


@pytest.mark.parametrize("command", ["limit", "format", "welcome", "mention"])
async def test_default_brings_the_default_back(
    server: Server, administrator: Person, command: str
) -> None:
    """The word default undoes a change."""
    changed = {"limit": "3", "format": "x", "welcome": "x", "mention": "on"}[command]
    before = await says(administrator, "show")
    await says(administrator, f"{command} {changed}")
    await says(administrator, f"{command} default")

    assert await says(administrator, "show") == before


async def test_a_role_created_while_running_can_be_named_with_spaces(
    server: Server, administrator: Person
) -> None:
    """A role's name may have spaces."""
    server.guild.create_role("Ticket Team")
    await server.sim.env.settle()

    assert "✅" in await says(administrator, "modrole Ticket Team")


async def test_only_what_was_set_is_stored(server: Server, administrator: Person) -> None:
    """Config holds the changed settings, whose defaults count, and nothing else."""
    await says(administrator, "limit 3")

    stored = json.loads((server.sim.data_path / "cogs/Tickets/settings.json").read_text())
    (guilds,) = [parts["GUILD"] for parts in stored.values()]
    assert guilds == {str(server.guild.id): {"configured": True, "defaults": 2, "limit": 3}}


async def test_settings_of_two_servers_are_apart(server: Server, administrator: Person) -> None:
    """What one server sets, another doesn't have."""
    await says(administrator, "limit 3")
    other = server.sim.env.create_guild("Elsewhere")

    settings = await server.sim.cog.app.settings.of(other.id)

    assert settings.get("limit") == 1
    assert not settings.configured


async def test_help_explains_every_setting(server: Server, administrator: Person) -> None:
    """[p]help of each setting says what it is, what it takes, and gives an example."""
    for command in server.sim.cog.ticketset.commands:
        # What is for the bot's owner alone isn't shown to others.
        is_for_owner = command.requires.privilege_level.name == "BOT_OWNER"
        reader = server.bot_owner if is_for_owner else administrator
        (answer,) = await reader.types(f"!help ticketset {command.name}")
        text = server.text(answer)
        assert "Example" in text, command.name


async def test_commands_fit_discord(server: Server) -> None:
    """Descriptions of slash commands and options have 1 to 100 characters and the tree keeps
    Discord's limits, or syncing would fail for the whole bot."""
    tree = server.sim.red.tree
    for root in tree.get_commands():
        if root.module is None or not root.module.startswith("tickets"):
            continue
        for command in [root, *getattr(root, "walk_commands", list)()]:
            assert 1 <= len(command.description) <= 100
            for parameter in getattr(command, "parameters", ()):
                assert 1 <= len(str(parameter.description)) <= 100
                assert str(parameter.description) != "…"
        assert len(getattr(root, "commands", ())) <= 25
        assert len(json.dumps(root.to_dict(tree))) < 8000
    ticket, ticketset = tree.get_command("ticket"), tree.get_command("ticketset")
    assert isinstance(ticket, discord.app_commands.Command)
    assert ticketset is not None
    assert ticket.parameters[0].max_value == 400
    assert ticketset.default_permissions == discord.Permissions(manage_guild=True)


async def test_every_command_has_its_own_lock(server: Server) -> None:
    """Slash subcommands don't inherit their group's checks, so each has its own."""
    for command in server.sim.cog.walk_commands():
        if command.qualified_name in ("ticketset slashlanguages", "ticketset contextmenus"):
            assert command.requires.privilege_level.name == "BOT_OWNER"
        elif command.qualified_name.startswith("ticketset"):
            assert command.requires.user_perms == discord.Permissions(manage_guild=True)
            assert command.requires.privilege_level.name == "ADMIN"
        assert command.help
        assert command.guild_only if hasattr(command, "guild_only") else True


# Every setting that features declare


def typed_value(server: Server, setting: Setting) -> str:
    """What is typed for a value that the setting may have and by default hasn't."""
    kind = type(setting.kind).__name__
    match kind:
        case "Toggle":
            return "off" if setting.default else "on"
        case "Number":
            return "2"
        case "Choice":
            names = [name for name, _meaning in setting.kind.options]  # type: ignore[attr-defined]
            other: str = next(name for name in names if name != setting.default.value)
            return other
        case "Text" | "Lines":
            return "Something else"
        case "OpeningHours" | "Holidays" | "Zone":
            return setting.examples[0]
        case "Roles":
            return str(server.helpers.mention)
        case "Category":
            return "Tickets"
        case "Channel":
            return str(server.staff.mention)
    raise AssertionError(f"{setting.key}: say here what is typed for a {kind}")


async def test_every_setting_is_typed_shown_and_brought_back(
    server: Server, administrator: Person
) -> None:
    """Each is set by its command, shown by it and by `show`, stored, and has its default again
    by `default`; a reset forgets them all."""
    app = server.sim.cog.app
    # Questions are changed on pages of their own.
    every = [
        one for one in app.settings.declared.in_order if type(one.kind).__name__ != "Questions"
    ]
    # What others need first: a place before what happens there.
    for setting in sorted(every, key=lambda one: type(one.kind).__name__ not in _PLACES):
        key = setting.key
        text = typed_value(server, setting)
        assert "✅" in await says(administrator, f"{setting.command} {text}"), key
        value = (await app.settings.of(server.guild.id)).get(key)
        assert value != setting.default, key
        shown = setting.kind.words(value)
        assert shown in await says(administrator, setting.command), key
        assert shown in await says(administrator, "show"), key
    for setting in sorted(every, key=lambda one: type(one.kind).__name__ in _PLACES):
        assert "✅" in await says(administrator, f"{setting.command} default"), setting.key
        now = (await app.settings.of(server.guild.id)).get(setting.key)
        assert now == setting.default, setting.key


_PLACES = ("Category", "Channel", "Roles")


async def test_names_as_people_type_them(tickets_ready: Server, administrator: Person) -> None:
    """A sign before a name is no mistake, nor are other letters; several roles begin with @."""
    guild = tickets_ready.guild
    team, support = guild.create_role("Ticket Team"), guild.create_role("Support")
    logs = guild.create_text_channel("ticket-logs")
    await tickets_ready.sim.env.settle()
    for words in ("receptionchannel #ticket-logs", "transcriptchannel Ticket-Logs"):
        assert logs.mention in await says(administrator, words), words
    await says(administrator, "accessrole none")
    for words in ("accessrole @ticket team", "accessrole @Ticket Team", "accessrole @Support"):
        assert "✅" in await says(administrator, words), words
    await says(administrator, "modrole none")
    said = await says(administrator, "modrole @Ticket Team @Support")
    assert team.mention in said
    assert support.mention in said


async def test_a_name_of_two_is_asked_back(tickets_ready: Server, administrator: Person) -> None:
    """Discord lets roles and channels have the same name: nobody guesses which is meant."""
    guild = tickets_ready.guild
    first, second = guild.create_role("Support"), guild.create_role("Support")
    channels = [guild.create_text_channel("logs") for _ in range(2)]
    await tickets_ready.sim.env.settle()
    before = await tickets_ready.sim.cog.app.settings.of(guild.id)
    said = await says(administrator, "modrole @Support")
    assert all(f"{one.mention} `{one.id}`" in said for one in (first, second))
    said = await says(administrator, "receptionchannel #logs")
    assert all(f"`{one.id}`" in said for one in channels)
    assert await tickets_ready.sim.cog.app.settings.of(guild.id) == before
    assert "✅" in await says(administrator, f"modrole {second.id}")
