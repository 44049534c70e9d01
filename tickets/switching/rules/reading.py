"""Reading what any of the other cogs has stored for one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import aaa3a_tickets, tickettool, trini, vrt
from .found import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .found import Found, Wanted, World

_WANTED: Mapping[Source, Callable[[object], Wanted]] = {
    Source.VRT_3: vrt.wanted,
    Source.VRT_2: vrt.wanted,
    Source.AAA3A_TICKETS: aaa3a_tickets.wanted,
    Source.AAA3A_TICKETTOOL: tickettool.wanted,
    Source.TRINI: trini.wanted,
}
_READ: Mapping[Source, Callable[[Source, object, World], Found]] = {
    Source.VRT_3: vrt.read,
    Source.VRT_2: vrt.read,
    Source.AAA3A_TICKETS: aaa3a_tickets.read,
    Source.AAA3A_TICKETTOOL: tickettool.read,
    Source.TRINI: trini.read,
}


def wanted(source: Source, raw: object) -> Wanted:
    """Which channels and messages :func:`read` will ask the world for; raises nothing."""
    return _WANTED[source](raw)


def read(source: Source, raw: object, world: World) -> Found:
    """What a cog has stored for a server, in this cog's terms; raises nothing."""
    return _READ[source](source, raw, world)
