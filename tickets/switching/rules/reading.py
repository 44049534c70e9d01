"""Reading what any of the other cogs has stored for one server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...config_file.rules import FORMAT, VERSION
from .found import Found, Source, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .found import World


def wanted(source: Source, raw: Mapping[str, Any]) -> Wanted:
    """Which channels and messages :func:`read` will ask the world for."""
    return Wanted()


def read(source: Source, raw: Mapping[str, Any], world: World) -> Found:
    """What a cog has stored for a server, in this cog's terms; raises nothing."""
    return Found(source=source, configuration={"format": FORMAT, "version": VERSION})
