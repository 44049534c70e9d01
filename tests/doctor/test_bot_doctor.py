"""Every check of the doctor's: silent on a healthy server, one finding for one fault, and
nothing any more once it was repaired."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
import pytest
import redbot
from discord import app_commands

from tests.doctor.doctoring import (
    check,
    findings,
    healthy,
    own_line,
    repair,
    slash_command,
    while_away,
)
from tests.forms.questions import asks, question
from tests.lifecycle.staffing import a_ticket, closed_ticket
from tests.panels.panel_making import button_panel, panel_messages, selector_panel
from tests.staff_log.reception import receiving_channel, reception, sets

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

Plant = Callable[["Server", pytest.MonkeyPatch], Awaitable[Any]]


#: The topic of a ticket whose record was lost.
LOST = "#9 · ouvert par <@123456789012345678> le <t:1767225600:f>"


class Fault(NamedTuple):
    """One thing that goes wrong; what the doctor then says; whether it can be repaired."""

    plant: Plant
    says: str
    is_repairable: bool = False


FAULTS: dict[str, Fault] = {}


def fault(name: str, says: str, *, repairable: bool = False) -> Callable[[Plant], Plant]:
    """Enters a fault for the check with this name, whose finding begins so."""

    def enter(plant: Plant) -> Plant:
        FAULTS[name] = Fault(plant, says, repairable)
        return plant

    return enter


# ------------------------------------------------------------- category, space


@fault("category-missing", "🔴 **No category is set, or it was deleted.", repairable=True)
async def _category_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.env.backend.delete_channel(server.category.id)


@fault("category-hidden", "🔴 **I can't see the category <#{category}>.")
async def _category_hidden(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(server.category, server.bot_role, deny="view_channel")


@fault(
    "category-permissions",
    "🔴 **The bot lacks permissions in the category <#{category}>: Manage Channels.",
)
async def _category_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")


@fault(
    "manage-roles-only-in-category",
    "🔴 **The bot has the permission Manage Roles only in the category <#{category}>.",
)
async def _roles_only_in_category(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.bot_may(manage_roles=False)
    await server.overwrite(server.category, server.bot_role, allow="manage_roles")


@fault("category-full", "🔴 **The category <#{category}> is full.")
async def _category_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "overflow off")
    await server.fill(server.category, 50)


@fault(
    "category-nearly-full",
    "🔵 **The category <#{category}> is nearly full. Channels that still fit in: 4.",
)
async def _category_nearly_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "overflow off")
    await server.fill(server.category, 46)


@fault("server-full", "🔴 **The server has 500 channels")
async def _server_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.fill(None, 500 - len(server.guild._guild.channel_ids))


@fault("server-nearly-full", "🔵 **Only ")
async def _server_nearly_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.fill(None, 481 - len(server.guild._guild.channel_ids))


async def _closed_category(server: Server) -> Any:
    """A category for closed tickets."""
    category = server.guild.create_category("Archive")
    await server.sim.env.settle()
    assert "✅" in await sets(server, f"closedcategory {category.id}")
    return category


@fault(
    "closed-category-permissions",
    "🟠 **The bot lacks permissions in the category for closed tickets ",
)
async def _closed_category_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    category = await _closed_category(server)
    await server.overwrite(category, server.bot_role, deny="manage_channels")


@fault("closed-category-full", "🔵 **The category for closed tickets ")
async def _closed_category_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.fill(await _closed_category(server), 50)


# ------------------------------------------------------ reception, transcripts


@fault(
    "reception-needed",
    "🔴 **Approval is on, but no requests channel is set.",
    repairable=True,
)
async def _reception_needed(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "validation manual")
    server.sim.env.backend.delete_channel(reception(server).id)


@fault("reception-deleted", "🟠 **The requests & log channel was deleted.", repairable=True)
async def _reception_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = reception(server)
    await while_away(server, lambda: server.sim.env.backend.delete_channel(channel.id))


@fault(
    "reception-permissions",
    "🟠 **The bot lacks permissions in the requests & log channel <#{reception}>: Embed Links.",
    repairable=True,
)
async def _reception_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(
        reception(server), server.bot_role, allow="view_channel", deny="embed_links"
    )


@fault(
    "reception-files",
    "🟠 **The bot may not attach files in the requests & log channel <#{reception}>: Attach",
    repairable=True,
)
async def _reception_without_files(server: Server, patch: pytest.MonkeyPatch) -> None:
    await asks(server, question("Screenshots", "files"))
    await sets(server, "validation manual")
    await server.overwrite(
        reception(server), server.bot_role, allow="view_channel", deny="attach_files"
    )


@fault(
    "board-permissions",
    "🟠 **The bot lacks permissions in the board's channel <#{board}>: Send Messages.",
    repairable=True,
)
async def _board_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = await receiving_channel(server, "board")
    await sets(server, f"board {channel.mention}")
    await server.overwrite(channel, server.bot_role, allow="view_channel", deny="send_messages")


@fault("board-public", "🟠 **Every member can read <#{board}>, so the board isn't shown there.")
async def _board_public(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = await receiving_channel(server, "board")
    await sets(server, f"board {channel.mention}")
    await server.overwrite(channel, server.guild.default_role, allow="view_channel")


@fault(
    "staff-channel-public",
    "🟠 **Every member can read <#{reception}>, which is meant for the staff.",
    repairable=True,
)
async def _reception_public(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(reception(server), server.guild.default_role, allow="view_channel")


@fault(
    "transcripts-needed",
    "🟠 **Closed tickets are to be saved, but there is no transcript",
    repairable=True,
)
async def _transcripts_needed(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.env.backend.delete_channel(server.guild.channels["transcripts"].id)


@fault("transcripts-deleted", "🔵 **The transcript channel was deleted.", repairable=True)
async def _transcripts_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "transcripts off")
    channel = server.guild.channels["transcripts"]
    await while_away(server, lambda: server.sim.env.backend.delete_channel(channel.id))


@fault(
    "transcripts-permissions",
    "🟠 **The bot lacks permissions in the transcript channel <#{transcripts}>: Attach Files.",
    repairable=True,
)
async def _transcripts_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(
        server.guild.channels["transcripts"],
        server.bot_role,
        allow="view_channel",
        deny="attach_files",
    )


@fault(
    "transcripts-stay",
    "🟠 **The bot can't delete old transcripts in <#",
    repairable=True,
)
async def _transcripts_stay(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = server.guild.create_text_channel("former-transcripts")
    server._own_channels.add(channel.id)
    await server.overwrite(
        channel, server.bot_role, allow="view_channel", deny="read_message_history"
    )
    await server.sim.cog._database.run(
        lambda cursor: cursor.execute(
            "INSERT INTO transcript_messages VALUES (?, 0, ?, 1, 0, 2)",
            (server.guild.id, channel.id),
        ).fetchall()
    )


# --------------------------------------------------------------------- tickets


@fault(
    "tickets-visible", "🟠 **Tickets aren't hidden from @everyone: <#{ticket}>.", repairable=True
)
async def _ticket_public(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(
        await a_ticket(server), server.guild.default_role, deny="manage_threads"
    )


@fault(
    "staff-threads-visible",
    "🟠 **The private staff threads aren't hidden from others in: <#{ticket}>.",
    repairable=True,
)
async def _thread_visible(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.mallory.opens_a_ticket("help")
    channel = server.newest_ticket()
    await server.overwrite(channel, server.guild.default_role, deny="view_channel")
    (thread,) = server.private_threads(channel)
    assert server.mallory.sees(thread)


@fault(
    "tickets-other-roles",
    "🟠 **Tickets were opened with other staff roles: <#{ticket}>.",
    repairable=True,
)
async def _other_roles(server: Server, patch: pytest.MonkeyPatch) -> None:
    await a_ticket(server)
    await sets(server, f"accessrole {server.janitors.mention}")


@fault(
    "tickets-unknown",
    "🔵 **The bot has no record of channels that look like tickets: <#{ticket}>.",
)
async def _of_a_lost_record(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = server.guild.create_text_channel("alice", topic=LOST)
    server._own_channels.discard(channel.id)


@fault(
    "tickets-lost-people",
    "🟠 **The opener or a staff role no longer has access to: <#{ticket}>.",
    repairable=True,
)
async def _opener_gone_from_ticket(server: Server, patch: pytest.MonkeyPatch) -> None:
    channel = await a_ticket(server)
    await server.takes_line(channel, server.alice)


@fault(
    "tickets-lost-bot",
    "🟠 **The bot lacks permissions in <#{ticket}>: Manage Messages.",
    repairable=True,
)
async def _bot_shut_out(server: Server, patch: pytest.MonkeyPatch) -> None:
    allowed = discord.Permissions(view_channel=True, manage_channels=True, manage_threads=True)
    denied = discord.Permissions(manage_messages=True)
    channel = await a_ticket(server)
    await own_line(server, channel, allow=allowed.value, deny=denied.value)


# ----------------------------------------------------------------------- roles


@fault("no-moderators", "🔵 **There is no moderator role.")
async def _no_moderators(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "modrole none")


@fault(
    "roles-deleted",
    "🔵 **The settings name roles that were deleted. How many: 1.",
    repairable=True,
)
async def _role_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    # Settings from before the deletion, put back by hand.
    gone = server.helpers.id
    server.sim.env.backend.delete_role(server.guild.id, gone)
    await server.sim.env.settle()
    await server.has_set(access_role_ids=[gone])


@fault("roles-not-mentionable", "🟠 **My mentions of <@&{moderators}> don't notify anyone.")
async def _not_mentionable(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "mention on")


@fault(
    "ticketmod-not-shown",
    "🔵 **<@&{moderators}> can't use `/ticketmod` outside tickets.",
)
async def _ticketmod_not_shown(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.env.backend.command_permissions.clear()


# ---------------------------------------------------------- panels and requests


@fault(
    "panel-dead",
    "🟠 **The message of a panel was deleted, or has lost its button or selector: #1.",
    repairable=True,
)
async def _panel_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    (panel,) = panel_messages(server)

    def deleted() -> None:
        server.sim.env.backend.delete_message(server.general.id, panel.id)

    await while_away(server, deleted)


@fault(
    "panel-permissions",
    "🔵 **The bot lacks permissions in <#{general}>, where a panel is: Embed Links.",
    repairable=True,
)
async def _panel_channel_closed(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.overwrite(server.general, server.bot_role, deny="embed_links")


@fault(
    "panel-emojis",
    "🔵 **Some panels use emojis that no longer exist: #2.",
    repairable=True,
)
async def _panel_emoji_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    emoji = server.guild.create_emoji("party")
    await server.sim.env.settle()
    await selector_panel(server, "A bug")
    await server.administrator.forges_modal(
        "tickets:v1:panel-reason:2:0", {"name": "Party", "emoji": "party"}, in_=server.general
    )
    server.sim.env.backend.delete_emoji(server.guild.id, emoji.id)


@fault(
    "requests-in-automatic",
    "🔵 **Approval is off now, but some requests are still waiting: #1.",
)
async def _requests_in_automatic(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "validation manual")
    await server.alice.opens_a_ticket("help")
    await sets(server, "validation automatic")


@fault(
    "requests-unposted",
    "🟠 **Some pending requests are missing from the requests channel: #1.",
    repairable=True,
)
async def _request_unposted(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "validation manual")
    await server.alice.opens_a_ticket("help")
    other = await receiving_channel(server, "other")
    server.sim.faults.fail(f"/channels/{other.id}/messages", method="POST", status=403)
    await sets(server, f"receptionchannel {other.mention}")


# --------------------------------------------------------------------- machine


@fault(
    "database-read-only", "🔴 **The file with all tickets, `tickets.sqlite3`, can't be written."
)
async def _database_read_only(server: Server, patch: pytest.MonkeyPatch) -> None:
    database = server.sim.cog._database
    await database.run(lambda cursor: cursor.execute("PRAGMA query_only = ON").fetchall())


@fault("folder-read-only", "🟠 **The cog's data folder can't be written.")
async def _folder_read_only(server: Server, patch: pytest.MonkeyPatch) -> None:
    def refused(*args: Any, **kwargs: Any) -> None:
        raise PermissionError

    patch.setattr("tempfile.TemporaryFile", refused)


@fault("tickets-beside-the-settings", "🔵 **Red keeps its settings in `Postgres`")
async def _postgres(server: Server, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tickets.doctor.discord.storage_type", lambda: "Postgres")


@fault("disk-nearly-full", "🟠 **The bot's disk is nearly full: 12 MB left.")
async def _disk_full(server: Server, patch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(server.sim.data_path)._replace(free=12_000_000)
    patch.setattr("shutil.disk_usage", lambda path: usage)


@fault("versions-too-old", "🟠 **Red or discord.py is too old for this cog: `3.5.20`, ")
async def _old_red(server: Server, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("redbot.version_info", redbot.VersionInfo.from_str("3.5.20"))


@fault("members-intent-missing", "🟠 **The bot runs without the intent `members`.")
async def _no_members(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.red._connection._intents.members = False


@fault("message-content-intent-missing", "🟠 **The bot runs without the intent `message_content`.")
async def _no_message_content(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.red._connection._intents.message_content = False


@fault("commands-taken", "🟠 **Another cog has taken over these commands: `/ticket`.")
async def _command_taken(server: Server, patch: pytest.MonkeyPatch) -> None:
    @app_commands.command(name="ticket", description="Something else.")
    async def other(interaction: discord.Interaction[Any]) -> None:
        """Does nothing."""

    guild = server.sim.red.get_guild(server.guild.id)
    server.sim.red.tree.add_command(other, guild=guild)


@fault(
    "slash-disabled", "🔵 **Slash commands aren't enabled: `/ticket`, `/ticketmod`, `/ticketset`."
)
async def _slash_disabled(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.sim.owner_types("slash disablecog tickets")


@fault("slash-unsynced", "🟠 **Discord doesn't know these slash commands yet: `/ticket`, ")
async def _slash_unsynced(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.env.backend.commands[None].clear()


@fault("slash-changed", "🟠 **These slash commands need a sync: `/ticket`.")
async def _slash_changed(server: Server, patch: pytest.MonkeyPatch) -> None:
    server.sim.env.backend.commands[None]["ticket", 1]["options"][0]["max_length"] = 300


@fault("menus-not-enabled", "🔵 **Entries of Discord's menus aren't enabled: ")
async def _menus_not_enabled(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.bot_owner.types("!ticketset contextmenus on")


def _lacks_menu(server: Server, *, is_taken: bool) -> None:
    rules = import_module("tickets.context_menus.rules")
    lacking = rules.Lacking(name="Open a ticket", kind="user", is_taken=is_taken)
    server.sim.part("ContextMenus").lacking = (lacking,)


@fault("menus-no-room", "🔵 **There is no room for these entries of Discord's menus: ")
async def _menus_no_room(server: Server, patch: pytest.MonkeyPatch) -> None:
    _lacks_menu(server, is_taken=False)


@fault("menus-name-taken", "🔵 **Another cog has entries of the same name in Discord's menus: ")
async def _menus_name_taken(server: Server, patch: pytest.MonkeyPatch) -> None:
    _lacks_menu(server, is_taken=True)


# ------------------------------------------------------------------- the tests


# ---------------------------------------------------------------------- types


async def _a_type(server: Server, *settings: str) -> None:
    """A type of which members may open tickets by command, with these settings."""
    await server.administrator.types("!ticketset type create Reports")
    for words in settings:
        answer = await server.administrator.types(f"!ticketset type set Reports {words}")
        assert "✅" in server.administrator.answer(answer)


async def _a_role(server: Server, name: str) -> Any:
    role = server.guild.create_role(name)
    await server.sim.env.settle()
    return role


async def _delete_role(server: Server, role: Any) -> None:
    server.sim.env.backend.delete_role(server.guild.id, role.id)
    await server.sim.env.settle()


@fault("type-without-team", "🟠 **Reports · The team of this type has no role that exists.")
async def _team_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    role = await _a_role(server, "Judges")
    await _a_type(server, f"modrole {role.mention}")
    await _delete_role(server, role)


@fault("type-read-by-others", "🟠 **Reports · <@&{moderators}> can read <#{reception}>")
async def _read_by_others(server: Server, patch: pytest.MonkeyPatch) -> None:
    role = await _a_role(server, "Judges")
    await _a_type(
        server, f"modrole {role.mention}", f"receptionchannel {reception(server).mention}"
    )


@fault("closed-to-all", "🟠 **Nobody may open tickets: all required roles were deleted")
async def _role_that_all_need_is_deleted(server: Server, patch: pytest.MonkeyPatch) -> None:
    role = await _a_role(server, "Members")
    await sets(server, f"requiredrole {role.mention}")
    await _delete_role(server, role)


@fault("never-open", "🟠 **There are no opening hours within the next 30 days.")
async def _never_open(server: Server, patch: pytest.MonkeyPatch) -> None:
    today = discord.utils.utcnow().date()
    days = (today + datetime.timedelta(days=day) for day in range(-1, 33))
    await sets(server, "timezone UTC")
    await sets(server, "hours 9-17")
    await sets(server, f"holidays {' '.join(map(str, days))}")


@fault("refused-without-hours", "🔵 **Tickets are only possible during opening hours, but no")
async def _refused_without_hours(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "outside refuse")


@fault("nobody-rates", "🔵 **Ratings are on, but openers get no direct message")
async def _nobody_rates(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "rating on")
    await sets(server, "dm off")


@fault("empty-words", "🟠 **Edits and deletions are kept, but the bot may not read messages.")
async def _empty_words(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "keepedits on")
    server.sim.red._connection._intents.message_content = False
    # That it is missing at all is another check's.
    patch.setattr(import_module("tickets.doctor.discord"), "_INTENTS", ("members",))


@fault("other-cog-loaded", "🟠 **A ticket cog that you moved over from is loaded again: ")
async def _other_cog_loaded(server: Server, patch: pytest.MonkeyPatch) -> None:
    store = server.sim.part("TakenOverStore")
    found = import_module("tickets.switching.rules.found")
    trini = found.Source.TRINI
    await store.begin(server.guild.id, trini, 0, last_number=0, blocks=(), messages=())
    # Which can't be done with the real one: it has this cog's command.
    patch.setattr(import_module("tickets.switching.facts"), "is_loaded", lambda _bot, _one: True)


@fault(
    "old-buttons",
    "🔵 **Messages that still have the buttons of the ticket cog before: 1.",
    repairable=True,
)
async def _old_buttons(server: Server, patch: pytest.MonkeyPatch) -> None:
    store = server.sim.part("TakenOverStore")
    found = import_module("tickets.switching.rules.found")
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Old", "custom_id": "old"}]}
    posted = server.sim.env.backend.create_message(
        server.staff.id, server.bot_id, "Old", components=[row]
    )
    message = found.OldMessage(channel_id=server.staff.id, message_id=posted.id)
    about = {"last_number": 0, "blocks": (), "messages": (message,)}
    await store.begin(server.guild.id, found.Source.VRT_3, 0, **about)


@fault("unknown-zone", "🟠 **The bot doesn't know the time zone `Nowhere/Land`.")
async def _unknown_zone(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.has_set(timezone="Nowhere/Land")


@fault("no-zone", "🔵 **There are opening hours, but no time zone is set.")
async def _no_zone(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "hours mon-fri 9-17")


@fault("nowhere-to-remind", "🟠 **The staff should be reminded, but there is no place for that.")
async def _nowhere_to_remind(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "staffthread off")
    await sets(server, "receptionchannel none")
    await sets(server, "staffreminder 4")


@fault("reminders-unheard", "🟠 **My mentions of <@&{moderators}> don't notify anyone.")
async def _reminders_unheard(server: Server, patch: pytest.MonkeyPatch) -> None:
    await sets(server, "mention off")
    await sets(server, "staffthread on")
    await sets(server, "staffreminder 4")


@fault("type-without-way-in", "🔵 **Reports · Members can't open tickets of this type")
async def _no_way_in(server: Server, patch: pytest.MonkeyPatch) -> None:
    await _a_type(server, "bycommand off")


@fault("panel-of-deleted-type", "🟠 **Panels offer types that were deleted: #2.")
async def _panel_of_a_deleted_type(server: Server, patch: pytest.MonkeyPatch) -> None:
    await button_panel(server, server.general, label="Report")
    await _a_type(server)
    app = server.sim.cog.app
    store = app[import_module("tickets.panels.store").PanelStore]
    stored = await store.get(server.guild.id, 2)
    entry = dataclasses.replace(stored.entries[0], type_id=1)
    await store.save(dataclasses.replace(stored, entries=(entry,)))
    await app.settings.change_type(
        server.guild.id, 1, lambda now: dataclasses.replace(now, is_deleted=True)
    )


@fault("too-many-staff-roles", "🔵 **There are 51 staff roles.")
async def _many_roles(server: Server, patch: pytest.MonkeyPatch) -> None:
    roles = [server.guild.create_role(f"Staff {number}") for number in range(51)]
    await server.sim.env.settle()
    ids = tuple(role.id for role in roles)
    # As a version might have stored it that knew no limit for all together.
    await server.sim.cog.app.settings.change(
        server.guild.id, moderator_role_ids=ids[:26], access_role_ids=ids[26:]
    )
    shown: dict[Any, bool] = dict.fromkeys(roles[:26], True)
    server.guild.set_command_permissions(await slash_command(server, "ticketmod"), shown)


# ---------------------------------------------------------------------- claims


async def _claimed(server: Server, access: str) -> Any:
    """alice's ticket, which the moderator has claimed."""
    await server.has_set(claims=True, claim_access=access)
    await server.alice.opens_a_ticket("help")
    ticket = server.newest_ticket()
    await server.moderator.presses("Claim", on=ticket)
    return ticket


@fault(
    "claims-lack-permissions",
    "🟠 **The bot can't keep other moderators from writing in claimed tickets.",
)
async def _nobody_can_be_silenced(server: Server, patch: pytest.MonkeyPatch) -> None:
    everyone = server.guild.default_role
    held = discord.Permissions(server.guild._guild.roles[everyone.id].permissions)
    held.update(create_public_threads=False)
    changed = {"permissions": held.value}
    server.sim.env.backend.edit_role(server.guild.id, everyone.id, changed)
    await server.bot_may(create_public_threads=False)
    await server.has_set(claims=True, claim_access="read")


@fault(
    "claims-changed-by-hand",
    "🟠 **In claimed tickets, permissions were changed by hand: <#{ticket}>.",
    repairable=True,
)
async def _others_let_in_by_hand(server: Server, patch: pytest.MonkeyPatch) -> None:
    ticket = await _claimed(server, "hide")
    await server.overwrite(ticket, server.moderators, allow="view_channel send_messages")


@fault(
    "claims-outdated",
    "🔵 **These tickets were claimed under earlier settings: <#{ticket}>.",
    repairable=True,
)
async def _claimed_under_other_settings(server: Server, patch: pytest.MonkeyPatch) -> None:
    await _claimed(server, "write")
    await sets(server, "claimaccess hide")


@fault("claims-shared-roles", "🔵 **Some moderators (1) also have an access role: <@&{helpers}>.")
async def _moderator_who_helps(server: Server, patch: pytest.MonkeyPatch) -> None:
    await server.moderator.gets(server.helpers)
    await server.has_set(claims=True, claim_access="hide")


def named(server: Server, text: str) -> str:
    """A finding's words with the ids of this server."""
    tickets = server.ticket_channels()
    channels = server.guild.channels
    return text.format(
        category=server.category.id,
        general=server.general.id,
        moderators=server.moderators.id,
        helpers=server.helpers.id,
        reception=channels["reception"].id if "reception" in channels else 0,
        transcripts=channels["transcripts"].id if "transcripts" in channels else 0,
        board=channels["board"].id if "board" in channels else 0,
        ticket=tickets[-1].id if tickets else 0,
    )


async def test_a_healthy_server(tickets_ready: Server) -> None:
    """Where everything is as it should be, with open and closed tickets, nothing is wrong."""
    server = await healthy(tickets_ready)
    await closed_ticket(server)
    await server.bob.opens_a_ticket("help")

    page = await check(server)

    assert "✅ Everything looks good." in server.text(page)
    assert findings(server, page) == []


async def test_a_healthy_server_of_a_bot_that_may_do_everything(tickets_ready: Server) -> None:
    """A bot with Administrator lacks nothing anywhere."""
    server = await healthy(tickets_ready)
    await server.bot_may(administrator=True)
    await a_ticket(server)
    for channel in (server.category, reception(server), server.general, server.newest_ticket()):
        await server.overwrite(channel, server.bot_role, deny="view_channel embed_links")

    assert findings(server, await check(server)) == []


async def test_a_server_that_nobody_has_set_up(server: Server) -> None:
    """Where nothing is set yet the doctor says what is needed first, and can begin with it."""
    page = await check(server)

    assert [line[:2] for line in findings(server, page)] == ["🔴 ", "🔵 "]
    assert "`!ticketset category`" in server.text(page)
    assert "`!ticketset modrole`" in server.text(page)
    question = await repair(server, page)
    assert "The bot makes a category" in server.administrator.answer(question)
    done = await server.administrator.presses("Repair", on=question)
    assert "✅ Repaired." in server.administrator.answer(done)
    assert "enabled" in await sets(server, "enable")


async def test_where_mentions_count(tickets_ready: Server) -> None:
    """Moderators are mentioned where members ask: in the reception channel if each ticket is
    decided about, where the bot may be allowed to mention everybody; else in new tickets."""
    server = await healthy(tickets_ready)
    await server.overwrite(
        reception(server), server.bot_role, allow="view_channel mention_everyone"
    )
    await sets(server, "mention on")
    await sets(server, "validation manual")
    assert findings(server, await check(server)) == []

    await sets(server, "validation automatic")

    (found,) = findings(server, await check(server))
    assert "don't notify anyone" in found


async def test_every_check_has_its_fault(server: Server) -> None:
    """No check is only believed to work: each has a fault that it finds below."""
    from tickets.cog import FEATURES

    names = [check.name for group in FEATURES.each("checks") for check in group.checks]
    assert len(names) == len(set(names))
    assert set(names) == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_found(
    tickets_ready: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one thing wrong the doctor finds that and nothing else, and says what helps."""
    server = await healthy(tickets_ready)
    planted = FAULTS[name]
    await planted.plant(server, monkeypatch)
    await server.sim.env.settle()

    page = await check(server)

    (found,) = findings(server, page)
    assert found.startswith(named(server, planted.says))
    assert "\n➜ " in server.text(page)
    assert ("Repair" in server.buttons(page)) is planted.is_repairable


@pytest.mark.parametrize("name", [name for name, one in FAULTS.items() if one.is_repairable])
async def test_a_fault_is_repaired(
    tickets_ready: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the bot can repair itself is gone after Repair, and was shown before it was changed."""
    server = await healthy(tickets_ready)
    await FAULTS[name].plant(server, monkeypatch)
    await server.sim.env.settle()
    page = await check(server)

    with server.sim.counting() as asking:
        question = await repair(server, page)
    # Besides the answer there may be notices that the administrator hasn't read.
    answers = ("POST /interactions/", "POST /webhooks/")
    assert [call.route for call in asking.seen if not call.route.startswith(answers)] == []
    assert "Repair?" in server.administrator.answer(question.response)
    done = await server.administrator.presses("Repair", on=question.response)

    text = server.administrator.answer(done.response)
    assert "✅ Repaired." in text
    assert "✅ Everything looks good." in text
    again = await check(server)
    assert findings(server, again) == []
