"""What was found of another ticket cog, in this one's terms.

A reader makes a :class:`Found` of what the other cog has stored for one server. It asks nobody
but the :class:`World`, changes nothing, and raises for nothing that it reads: what can't come
across is in ``left_out``, by name.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from ...core.lazy_dataclass import lazy_dataclass
from ...core.ticket import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...core.overwrite import Overwrite
    from ...core.references import Thing
    from .left_out import LeftOut


class Source(str, Enum):
    """A ticket cog that can be taken over. The values are stored: never change them."""

    VRT_3 = "vrt-3"
    VRT_2 = "vrt-2"
    AAA3A_TICKETS = "aaa3a-tickets"
    AAA3A_TICKETTOOL = "aaa3a-tickettool"
    TRINI = "ticketstrini"

    @property
    def full_name(self) -> str:
        """Who made it and what it is called."""
        return _SOURCES[self][0]

    @property
    def cog_name(self) -> str:
        """The name of its class: that of its folder of data, and the bot's name for it."""
        return _SOURCES[self][1]

    @property
    def identifier(self) -> int:
        """Under which it keeps its data, as Red's Config knows it."""
        return _SOURCES[self][2]

    @property
    def package(self) -> str:
        """What ``[p]load`` and ``[p]unload`` call it."""
        return _SOURCES[self][3]


_AAA3A = 205192943327321000143939875896557571750
_SOURCES = {
    Source.VRT_3: ("vrt-cogs tickets", "Tickets", 117117, "tickets"),
    Source.VRT_2: ("vrt-cogs tickets (2.x)", "Tickets", 117117, "tickets"),
    Source.AAA3A_TICKETS: ("AAA3A-cogs tickets", "Tickets", _AAA3A, "tickets"),
    Source.AAA3A_TICKETTOOL: ("AAA3A-cogs tickettool", "TicketTool", _AAA3A, "tickettool"),
    Source.TRINI: ("ticketstrini", "TicketsTrini", 117117, "ticketstrini"),
}


# ------------------------------------------------------------- what readers ask of Discord


@lazy_dataclass(frozen=True, kw_only=True)
class SeenChannel:
    """A channel or thread that is there."""

    id: int
    is_thread: bool = False
    #: Its category; of a thread the channel that it is in.
    parent_id: int | None = None
    #: A thread has none.
    overwrites: tuple[Overwrite, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class SeenButton:
    """A button on a message, as members see it."""

    custom_id: str
    label: str | None = None
    #: Unicode, or ``<:name:id>``.
    emoji: str | None = None
    #: Discord's number, 1 to 4.
    style: int = 2


@lazy_dataclass(frozen=True, kw_only=True)
class SeenMessage:
    """A message that is there, reduced to what opens tickets below it."""

    author_id: int
    buttons: tuple[SeenButton, ...] = ()
    #: Custom ids of its selectors.
    selectors: tuple[str, ...] = ()
    #: What its first selector says while nothing is chosen.
    placeholder: str | None = None


class World(Protocol):
    """What a reader asks about the server. None of these may wait for Discord.

    What :func:`~tickets.switching.rules.reading.wanted` names has to be fetched before.
    """

    @property
    def guild_id(self) -> int:
        """The server, and its role @everyone."""

    @property
    def bot_id(self) -> int:
        """The bot, which was the other cog's as well."""

    @property
    def now(self) -> int:
        """Whole seconds since the epoch."""

    @property
    def things(self) -> Iterable[Thing]:
        """Its roles, text channels and categories."""

    def roles_of(self, member_id: int) -> frozenset[int] | None:
        """Role ids of a member; None for somebody who isn't on the server."""

    def channel(self, channel_id: int) -> SeenChannel | None:
        """A text channel or thread; None if it is gone."""

    def message(self, channel_id: int, message_id: int) -> SeenMessage | None:
        """A panel's message; None if it is gone."""

    def emoji(self, emoji_id: int) -> str | None:
        """A custom emoji of the server that the bot can use, as ``<:name:id>``."""


@lazy_dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader will ask the world for, and may not be in the bot's memory."""

    #: Channels and threads of tickets.
    channels: tuple[int, ...] = ()
    #: Panels: channel and message id.
    messages: tuple[tuple[int, int], ...] = ()


# ----------------------------------------------------------------------- what was found


@lazy_dataclass(frozen=True, kw_only=True)
class FoundBlock:
    """A member who may not open tickets. What the other cog doesn't know is None."""

    user_id: int
    by_id: int | None = None
    #: Whole seconds since the epoch.
    at: int | None = None
    until: int | None = None
    reason: str | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class FoundPanel:
    """A message of the bot's from which tickets are opened."""

    channel_id: int
    message_id: int
    #: Which of ``configuration["panels"]`` belongs on it.
    place: int
    #: The ids of the other cog's buttons and selectors on it.
    custom_ids: tuple[str, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class OldMessage:
    """A message of the bot's whose buttons do nothing any more, and have to go."""

    channel_id: int
    message_id: int


@lazy_dataclass(frozen=True, kw_only=True)
class FoundTicket:
    """A ticket with a text channel that is there."""

    channel_id: int
    opener_id: int
    #: Which of the configuration's types; None for none.
    type_name: str | None
    #: What the other cog calls it, if it counts.
    their_number: int | None
    #: Whether the server's tickets are counted by that number: no two have the same.
    keeps_number: bool
    #: Whole seconds since the epoch.
    created_at: int
    reason: str | None
    #: Open or closed.
    state: State = State.OPEN
    closed_at: int | None = None
    closed_by_id: int | None = None
    closing_reason: str | None = None
    #: Who handles it.
    claimed_by_id: int | None = None
    #: Members who were added; once it is closed, those who were in it.
    guest_ids: tuple[int, ...] = ()
    #: Roles that were added: the channel lets them in, and they are no staff's.
    guest_role_ids: tuple[int, ...] = ()
    #: Members who are in it as staff: they aren't guests, whatever the channel says.
    staff_ids: tuple[int, ...] = ()
    #: The other cog's first message in it.
    welcome_id: int | None = None
    #: Messages whose buttons go: in the ticket, and the log's.
    old_messages: tuple[OldMessage, ...] = ()
    #: The beginning of custom ids by which further messages of its in the channel are known.
    old_ids: tuple[str, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class FoundThread:
    """A ticket in a thread: this cog's tickets are channels, so it is left alone."""

    channel_id: int
    opener_id: int
    type_name: str | None


@lazy_dataclass(frozen=True, kw_only=True)
class Found:
    """All that was found for one server."""

    source: Source
    #: A configuration file, as ``config_file`` reads it. It has what the other cog says, and
    #: nothing else: its lists don't have what the server already has here.
    configuration: Mapping[str, Any]
    blocks: tuple[FoundBlock, ...] = ()
    #: The highest number that a ticket had.
    last_number: int = 0
    panels: tuple[FoundPanel, ...] = ()
    #: In the order in which they were opened.
    tickets: tuple[FoundTicket, ...] = ()
    threads: tuple[FoundThread, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())
    #: Whether members could open tickets; a configuration file doesn't say that.
    enabled: bool = True
