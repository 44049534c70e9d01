"""What other ticket cogs have stored for a server, read by Red's Config and never changed.

Some share this cog's class and so its file; Config keeps them apart by their identifiers. Config
is the same object for everybody who asks for a class and identifier: nothing may be registered
with it, and it is let go of at once. Asking for a file that isn't there would make it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from redbot.core import Config
from redbot.core.data_manager import cog_data_path, storage_type

from .rules.found import Source
from .rules.refusals import NothingFound, StillLoaded, TheirFileDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redbot.core.bot import Red

#: This cog's class. Two cogs of one class can't be loaded.
_OURS = "Tickets"
#: By which of its keys a record is known to be a cog's own. A fork of vrt-cogs' that has the same
#: class and identifier keeps its one panel where others have their list.
_SIGNS: Mapping[Source, tuple[str, ...]] = {
    Source.VRT_3: ("panels", "opened", "support_roles", "blacklist"),
    Source.VRT_2: ("panels", "opened", "support_roles", "blacklist"),
    Source.AAA3A_TICKETS: ("profiles", "tickets", "buttons_dropdowns"),
    Source.AAA3A_TICKETTOOL: ("profiles", "panels", "settings", "tickets", "buttons", "dropdowns"),
    Source.TRINI: ("panels", "opened", "support_roles", "blacklist", "archived"),
}
_OF_THE_FORK = ("category_id", "button_text", "ticket_messages")


async def sources_of(bot: Red, guild_id: int) -> tuple[Source, ...]:
    """The cogs that have stored something for a server, loaded or not.

    Raises ``TheirFileDamaged``.
    """
    return tuple([one for one in Source if await _record(one, guild_id) is not None])


async def stored_by(bot: Red, source: Source, guild_id: int) -> dict[str, Any]:
    """What a cog has stored for a server.

    Raises ``StillLoaded``, ``NothingFound`` and ``TheirFileDamaged``.
    """
    if is_loaded(bot, source):
        raise StillLoaded(cog=source.full_name, package=source.package)
    record = await _record(source, guild_id)
    if record is None:
        raise NothingFound
    return record


def is_loaded(bot: Red, source: Source) -> bool:
    """Whether a cog works at present."""
    return source.cog_name != _OURS and bot.get_cog(source.cog_name) is not None


async def _record(source: Source, guild_id: int) -> dict[str, Any] | None:
    config: Any = await asyncio.to_thread(_config_of, source)
    if config is None:
        return None
    try:
        if source is Source.VRT_3:
            # It has all servers' in one: only this one's is copied.
            found = await config.get_raw("db", "configs", guild_id, default=None)
        else:
            found = await config.guild_from_id(guild_id).all()
    except (AttributeError, LookupError, TypeError):
        # Something else is stored where objects should be.
        return None
    if not isinstance(found, dict) or not any(found.get(sign) for sign in _SIGNS[source]):
        return None
    if source is Source.VRT_2 and any(key in found for key in _OF_THE_FORK):
        return None
    return found


def _config_of(source: Source) -> Config | None:
    """Red's Config of a cog, None if there isn't any. It may read a large file."""
    file = cog_data_path() / source.cog_name / "settings.json"
    if storage_type() == "JSON" and not file.is_file():
        return None
    try:
        found: Config = Config.get_conf(None, source.identifier, cog_name=source.cog_name)
    except (TypeError, ValueError) as error:
        raise TheirFileDamaged(file=f"{source.cog_name}/{file.name}") from error
    return found
