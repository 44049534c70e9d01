"""Writing a server's configuration into a file."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from ...core.references import Names
from ...core.settings import Unreadable
from ..discord import NamedThings
from ..rules import FORMAT, VERSION, in_order

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Setting, Settings
    from ...core.ticket_type import TicketType


async def export(app: App, guild_id: int) -> str:
    """All of a server's configuration as a file: no member and no ticket is in it."""
    settings = await app.settings.of(guild_id)
    names = Names(app[NamedThings].of(guild_id), settings.types)
    written: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "server": app[NamedThings].server_name(guild_id),
        "settings": {
            one.key: _written(one, settings.get(one.key), names)
            for one in app.settings.declared.in_order
        },
        "types": [_type(app, one, settings, names) for one in settings.types],
    }
    for part in in_order(app.features.each("file_parts")):
        found = [part.to_file(one, names) for one in await part.present(app, guild_id)]
        written[part.name] = [one for one in found if one is not None]
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _type(app: App, one: TicketType, settings: Settings, names: Names) -> dict[str, Any]:
    written: dict[str, Any] = {"name": one.name}
    if one.emoji is not None:
        written["emoji"] = one.emoji
    if one.description is not None:
        written["description"] = one.description
    own = settings.for_type(one.id)
    written["settings"] = {}
    for setting in app.settings.declared.of_types:
        if setting.key in one.values:
            # What can't be understood has the default, which isn't the type's own.
            with contextlib.suppress(Unreadable):
                if one.values[setting.key] is not None:
                    setting.kind.loaded(one.values[setting.key])
                written["settings"][setting.key] = _written(setting, own.get(setting.key), names)
    return written


def _written(setting: Setting, value: Any, names: Names) -> Any:
    return None if value is None else setting.kind.to_file(value, names)
