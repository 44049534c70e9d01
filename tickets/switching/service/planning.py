"""What moving over from another ticket cog would do: read, compared, and nothing changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...blocks.rules import Block
from ...blocks.service import blocks_of
from ...config_file.discord import NamedThings
from ...config_file.rules import Problem
from ...config_file.service.exporting import export
from ...config_file.service.planning import plan_import
from ...core.personal import NOBODY
from ...core.settings import TYPES
from ...panels.store import PanelStore
from .. import finding
from ..discord import TheirThings
from ..rules.moving import MovePlan, SeenByMembers, only_new, without
from ..rules.reading import read, wanted
from ..store import TakenOverStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...config_file.rules import Plan
    from ...core.app import App
    from ...core.settings import Settings
    from ..rules.found import Found, FoundPanel, FoundTicket, Source

#: Settings whose channel is for the staff.
STAFF_CHANNELS = ("reception_channel_id", "transcript_channel_id")
#: So many times what a server doesn't take is left out of the configuration.
_ATTEMPTS = 60


async def sources_of(app: App, guild_id: int) -> tuple[Source, ...]:
    """The cogs that have stored something for a server."""
    return await finding.sources_of(app.bot, guild_id)


async def find(app: App, guild_id: int, source: Source) -> Found:
    """What a cog has stored for a server, read as it and Discord are now.

    Raises ``NothingFound``, ``StillLoaded`` and a ``DiscordSaidNo``.
    """
    raw = await finding.stored_by(app.bot, source, guild_id)
    things = tuple(app[NamedThings].of(guild_id))
    world = await app[TheirThings].look(guild_id, things, app.now(), wanted(source, raw))
    return read(source, raw, world)


async def plan_move(app: App, guild_id: int, source: Source, channel_id: int) -> MovePlan:
    """What would be done, for somebody to look at; `channel_id` is for panels without a place."""
    found = await find(app, guild_id, source)
    configuration, refused = await plan_configuration(app, guild_id, found, channel_id)
    last = found.last_number
    present = await app[TakenOverStore].last_number(guild_id)
    plan = MovePlan(
        found=found,
        configuration=configuration,
        refused=refused,
        blocks=await new_blocks(app, guild_id, found),
        last_number=last if last > present else None,
        panels=await panels_left(app, found),
        tickets=await tickets_left(app, guild_id, found),
        token="",
    )
    return replace(plan, token=_token(plan))


def _token(plan: MovePlan) -> str:
    said = (
        plan.source,
        plan.configuration.changes,
        [(one.title, one.name) for one in plan.refused],
        [one.user_id for one in plan.blocks],
        plan.last_number,
        [one.message_id for one in plan.panels],
        [(one.channel_id, one.state) for one in plan.tickets],
        plan.found.left_out,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]


async def plan_configuration(
    app: App, guild_id: int, found: Found, channel_id: int
) -> tuple[Plan, tuple[Problem, ...]]:
    """What the configuration would become, and what of theirs this server doesn't take.

    What somebody has set up here stays as it is.
    """
    settings = await app.settings.of(guild_id)
    present = json.loads(await export(app, guild_id))
    places = frozenset(one.place for one in found.panels)
    file: Mapping[str, Any] = only_new(
        found.configuration, present, _chosen(app, settings), places
    )
    refused = _seen_by_members(app, guild_id, file)
    titles = _titles(app)
    for problem in refused:
        file = without(file, titles, problem)
    for _attempt in range(_ATTEMPTS):
        plan = await plan_import(app, guild_id, file, {}, channel_id)
        if not plan.problems:
            break
        before = file
        for problem in plan.problems:
            file = without(file, titles, problem)
        if file == before:
            # What it is about can't be left out: applying says why.
            break
        refused += plan.problems
    return plan, tuple(refused)


def _seen_by_members(app: App, guild_id: int, file: Mapping[str, Any]) -> list[Problem]:
    """Channels for what only the staff may read, and that everybody sees."""
    found = []
    every = [("", file.get("settings", {}))]
    every += [(one["name"], one.get("settings", {})) for one in file.get("types", ())]
    for name, settings in every:
        for key in STAFF_CHANNELS:
            channel = settings.get(key)
            channel_id = int(channel["id"]) if channel else 0
            if app.channels.roles_that_see(guild_id, channel_id, (guild_id,)):
                title = app.settings.declared.settings[key].title
                found.append(Problem(title, name, SeenByMembers(channel_id=channel_id)))
    return found


def _chosen(app: App, settings: Settings) -> frozenset[str]:
    declared = app.settings.declared
    chosen = {key for key in declared.settings if settings.get(key) != declared.defaults[key]}
    return frozenset(chosen)


def _titles(app: App) -> dict[str, str]:
    titles = {key: one.title for key, one in app.settings.declared.settings.items()}
    titles |= {part.name: part.title for part in app.features.each("file_parts")}
    return {**titles, "types": TYPES.title}


async def new_blocks(app: App, guild_id: int, found: Found) -> tuple[Block, ...]:
    """Blocks that are still in force, of members who have none here."""
    now = app.now()
    known = {one.user_id for one in await blocks_of(app, guild_id)}
    return tuple(
        Block(
            guild_id=guild_id,
            user_id=one.user_id,
            by_id=one.by_id or NOBODY,
            at=one.at or now,
            until=one.until,
            reason=one.reason,
        )
        for one in found.blocks
        if one.user_id not in known and (one.until is None or one.until > now)
    )


async def panels_left(app: App, found: Found) -> tuple[FoundPanel, ...]:
    """Panels whose message is none of this cog's yet."""
    ids = frozenset(one.message_id for one in found.panels)
    known = {one.message_id for one in await app[PanelStore].with_messages(ids)} if ids else set()
    return tuple(one for one in found.panels if one.message_id not in known)


async def tickets_left(app: App, guild_id: int, found: Found) -> tuple[FoundTicket, ...]:
    """Tickets whose channel is none of this cog's yet, or not altogether."""
    left = []
    for one in found.tickets:
        ticket = await app.tickets.in_channel(guild_id, one.channel_id)
        if ticket is None or (ticket.is_being_adopted and ticket.came_from is not None):
            left.append(one)
    return tuple(left)
