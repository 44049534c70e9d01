"""Reading what any of the other cogs has stored for one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .aaa3a_tickets import TicketsReader
from .found import Source
from .tickettool import TicketToolReader
from .trini import TriniReader
from .vrt import Reader as VrtReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .found import Found, Wanted, World

_READERS: Mapping[Source, Callable[[object], VrtReader | TicketsReader | TicketToolReader]] = {
    Source.VRT_3: VrtReader,
    Source.VRT_2: VrtReader,
    Source.AAA3A_TICKETS: TicketsReader,
    Source.AAA3A_TICKETTOOL: TicketToolReader,
    Source.TRINI: TriniReader,
}


def wanted(source: Source, raw: object) -> Wanted:
    """Which channels and messages :func:`read` will ask the world for; raises nothing."""
    return _READERS[source](raw).wanted()


def read(source: Source, raw: object, world: World) -> Found:
    """What a cog has stored for a server, in this cog's terms; raises nothing."""
    return _READERS[source](raw).read(source, world)
