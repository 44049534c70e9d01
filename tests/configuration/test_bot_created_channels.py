"""A category and the staff's channels, made by the bot: hidden, complete, once or not at all."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import sets, told

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CREATE = "/guilds/*/channels"
TAKE_PART = {
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
}


async def makes(server: Server, what: str) -> str:
    """The bot makes a thing and chooses it; returns "" or what is said to the admin."""
    # After a restart the modules are new ones.
    creating, errors, failures, rules = map(
        import_module,
        (
            "tickets.configuration.service.creating",
            "tickets.core.errors",
            "tickets.core.render.failures",
            "tickets.configuration.rules",
        ),
    )
    app, guild_id = server.sim.cog.app, server.guild.id
    i18n = import_module("tickets.i18n")
    with server.sim.env._bot_scope():
        await i18n.use_locale_of(server.sim.red, server.sim.red.get_guild(guild_id))
        try:
            await creating.create(app, guild_id, rules.Creatable[what.upper()])
        except errors.TicketError as error:
            said = str(failures.explain(error))
        else:
            said = ""
    await server.sim.env.settle()
    return said


def made(server: Server, kind: int) -> list[Any]:
    """What came into being since the server was built: 0 text channels, 4 categories."""
    backend = server.sim.env.backend
    return [
        server.channel(channel_id)
        for channel_id in sorted(server.guild._guild.channel_ids)
        if channel_id not in server._own_channels and backend.channels[channel_id].type == kind
    ]


async def settings_of(server: Server) -> Any:
    return await server.sim.cog.app.settings.of(server.guild.id)


def allowed(server: Server, channel: Any, name: str) -> set[str]:
    return {flag for flag, value in server.overwrites(channel).get(name, {}).items() if value}


def bot_name(server: Server) -> str:
    """What the bot is called."""
    user = server.sim.red.user
    assert user is not None
    return user.name


async def test_a_category_is_hidden_and_enough(server: Server, alice: Person) -> None:
    """The category is hidden from members, moderators see it, and tickets can be opened in it
    at once, also when the bot's role loses what the category gives it."""
    await sets(server, f"modrole {server.moderators.mention}")
    await sets(server, f"accessrole {server.helpers.mention}")
    assert await makes(server, "category") == ""

    (category,) = made(server, 4)
    assert category.name == "Tickets"
    assert (await settings_of(server)).get("category_id") == category.id
    assert server.overwrites(category)["@everyone"] == {
        "view_channel": False,
        "manage_threads": False,
    }
    assert allowed(server, category, "Moderators") == TAKE_PART
    assert "Helpers" not in server.overwrites(category)
    assert "manage_roles" not in allowed(server, category, bot_name(server))
    assert server.moderator.sees(category)
    assert not alice.sees(category)
    assert "✅" in await sets(server, "enable")
    await server.bot_may(use_application_commands=False, manage_messages=False)
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


@pytest.mark.parametrize("what", ["reception", "transcripts"])
async def test_staff_channels_are_the_staffs(server: Server, alice: Person, what: str) -> None:
    """The channel is in the tickets' category, only moderators and the bot see it, and Discord
    was never asked for it without that."""
    await sets(server, f"modrole {server.moderators.mention}")
    await sets(server, f"category {server.category.id}")
    assert await makes(server, what) == ""

    (channel,) = made(server, 0)
    assert channel.name == {"reception": "staff-tickets"}.get(what, "ticket-transcripts")
    assert channel._channel.parent_id == server.category.id
    assert set(server.overwrites(channel)) == {"@everyone", "Moderators", bot_name(server)}
    assert allowed(server, channel, "Moderators") == TAKE_PART
    assert server.moderator.can("send_messages", channel)
    assert not alice.sees(channel)
    assert not server.helper.sees(channel)
    settings = await settings_of(server)
    assert channel.id in (
        settings.get("reception_channel_id"),
        settings.get("transcript_channel_id"),
    )


@pytest.mark.bot_locale("fr-FR")
async def test_names_in_french(server: Server) -> None:
    """What is made has a name in the server's language."""
    for what in ("category", "reception", "transcripts"):
        assert await makes(server, what) == ""
    names = [one.name for one in (*made(server, 4), *made(server, 0))]
    assert names == ["Tickets", "staff-tickets", "sauvegardes-tickets"]


@pytest.mark.parametrize("what", ["category", "reception"])
@pytest.mark.bot_lacks("manage_channels")
async def test_what_is_missing_is_named(server: Server, what: str) -> None:
    """A missing permission is named without Discord having been asked."""
    with server.sim.counting() as calls:
        said = await makes(server, what)
    assert said == "The bot lacks the permission **Manage Channels** on this server."
    assert not calls.seen
    assert not made(server, 4)


async def test_no_space(server: Server) -> None:
    """A full category and a full server are named, and nothing is made."""
    await sets(server, f"category {server.category.id}")
    await server.fill(server.category, 50)
    assert "is full: Discord allows 50 channels" in await makes(server, "reception")
    await server.fill(None, 447)
    assert "This server is full" in await makes(server, "category")
    assert not made(server, 4)


FAULTS = {
    "forbidden": (403, 50013, "lacks the permission"),
    "limited": (429, 0, "Discord isn't responding"),
    "broken": (500, 0, "Discord isn't responding"),
    "full": (400, 30013, "This server is full"),
    "refused": (400, 50035, "Discord refused this"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", ["category", "reception"])
async def test_whatever_discord_answers(server: Server, what: str, fault: str) -> None:
    """A refusal is one clear sentence, no setting is changed, and trying again works."""
    status, code, sentence = FAULTS[fault]
    server.sim.faults.fail(CREATE, method="POST", status=status, code=code, message="No")
    before = await settings_of(server)
    assert sentence in await makes(server, what)
    assert await settings_of(server) == before
    assert await makes(server, what) == ""
    assert len(made(server, 4)) + len(made(server, 0)) == 1
    assert not await server.sim.cog.app.work._store.queues()


@pytest.mark.parametrize("what", ["category", "reception"])
async def test_an_answer_that_was_lost(server: Server, what: str) -> None:
    """When only Discord's answer is lost, what it made is found and used."""
    server.sim.faults.lose_answer(CREATE, method="POST")
    assert await makes(server, what) == ""
    (thing,) = [*made(server, 4), *made(server, 0)]
    settings = await settings_of(server)
    assert thing.id in (settings.get("category_id"), settings.get("reception_channel_id"))


@pytest.mark.parametrize("what", ["category", "reception"])
async def test_nothing_can_be_heard(server: Server, what: str) -> None:
    """When Discord can't be asked either what became of it, it is removed once it can."""
    faults = server.sim.faults
    faults.lose_answer(CREATE, method="POST")
    faults.fail(CREATE, method="GET", status=500, times=3)
    assert "Discord isn't responding" in await makes(server, what)
    assert [*made(server, 4), *made(server, 0)]
    await server.sim.time_passes(60)
    assert not [*made(server, 4), *made(server, 0)]
    assert await makes(server, what) == ""
    assert not await server.sim.cog.app.work._store.queues()


async def test_pressed_together(server: Server) -> None:
    """Two who press at the same moment have one category."""
    creating = import_module("tickets.configuration.service.creating")
    app, guild_id = server.sim.cog.app, server.guild.id
    category = import_module("tickets.configuration.rules").Creatable.CATEGORY
    with server.sim.env._bot_scope():
        await asyncio.gather(*(creating.create(app, guild_id, category) for _ in range(3)))
    await server.sim.env.settle()
    assert len(made(server, 4)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["category", "reception"])
async def test_killed_while_making(server: Server, what: str, when: str) -> None:
    """What a killed bot has made and not yet chosen is removed at the next start, admins are
    told, and a namesake of the admins' own stays."""
    own = server.guild.create_category("Tickets")
    server._own_channels.add(own.id)
    await server.sim.env.settle()
    if when == "after":
        server.sim.faults.lose_answer(CREATE, method="POST")
        server.sim.faults.delay(CREATE, 1000, method="GET")
    else:
        server.sim.faults.delay(CREATE, 1000, method="POST")
    with server.sim.env._bot_scope():
        task = asyncio.create_task(_quietly(server, what))
    await server.sim.env.settle()
    assert len([*made(server, 4), *made(server, 0)]) == (when == "after")
    await server.sim.restart(clean=False)
    await server.sim.env.settle()
    del task

    assert not [*made(server, 4), *made(server, 0)]
    assert server.exists(own)
    shown = await server.administrator.types("!ticketset show")
    assert "What had been created was removed" in await told(server.administrator, shown)


async def _quietly(server: Server, what: str) -> None:
    creating = import_module("tickets.configuration.service.creating")
    rules = import_module("tickets.configuration.rules")
    app, guild_id = server.sim.cog.app, server.guild.id
    await creating.create(app, guild_id, rules.Creatable[what.upper()])
