"""What the doctor looks at: a server, the bot on it and the machine it runs on, as values.

They are gathered once for all checks. What only Discord itself can tell is in `asked`, which
is None as long as nobody has asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..panels.rules import Panel
    from .place import Place
    from .settings import Settings
    from .ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A channel in which the bot has something to do, as it is now."""

    id: int
    #: What the bot would need there and lacks.
    missing: tuple[str, ...] = ()
    #: Whether the bot can allow itself, there, what is missing.
    can_allow_itself: bool = False
    #: Whether the bot can hide the channel from @everyone.
    can_hide: bool = False
    everyone_sees: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNow:
    """A moderator role as it is now."""

    id: int
    #: What its members may do in the whole server, by it and by @everyone.
    permissions: frozenset[str]
    #: Whether the bot's mention of it reaches its members.
    is_mentionable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNow:
    """A ticket that has a channel, as it is now."""

    ticket: Ticket
    #: Whether @everyone is denied to see it.
    is_hidden: bool = True
    #: Of the roles that it was opened with and the opener: who can't see it, although nobody
    #: has shut them out by a line of their own.
    blind: frozenset[int] = frozenset()
    #: Whether opener or access roles can read the staff's thread, by Manage Threads.
    shows_thread: bool = False
    #: What the bot would need there and lacks.
    missing: tuple[str, ...] = ()
    #: Whether the bot can change the overwrites.
    can_mend: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelNow:
    """A panel, with its channel; `spot` is None if that was deleted."""

    panel: Panel
    spot: Spot | None
    #: Whether some of its emojis can't be used any more.
    has_lost_emojis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Where the tickets' file is."""

    database_is_writable: bool
    folder_is_writable: bool
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the bot runs on, and beside."""

    red_version: tuple[int, ...]
    discord_py_version: tuple[int, ...]
    #: Privileged intents that are off: ``members``, ``message_content``.
    missing_intents: tuple[str, ...] = ()
    #: Commands of the cog's that mean something else now, and the packages that took them.
    taken_commands: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()
    #: Slash commands of the cog's that Red's owner didn't enable.
    disabled_slash: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashNow:
    """The cog's enabled slash commands as Discord knows them."""

    #: Enabled, but unknown to Discord.
    unsynced: tuple[str, ...] = ()
    #: Discord knows an older form.
    changed: tuple[str, ...] = ()
    #: The id of ``/ticketmod``; None if Discord doesn't know it.
    ticketmod_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """Server Settings → Integrations: who is shown a command, and the bot's commands at all.

    Roles by id; the server's own id is @everyone.
    """

    command: Mapping[int, bool] = field(default_factory=dict)
    application: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What Discord had to be asked for; None where it didn't answer."""

    slash: SlashNow | None = None
    #: For ``/ticketmod``.
    integration: Integration | None = None
    #: Panels by number: whether their message is there, with its button or selector.
    doors: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A server as the doctor sees it."""

    guild_id: int
    bot_id: int
    settings: Settings
    #: How many channels the server has.
    channels: int
    #: Whether the bot can make a category there, and channels of the staff.
    can_make_rooms: bool
    #: Roles that exist, @everyone included.
    role_ids: frozenset[int]
    #: The category of the settings; None if there is none, or it was deleted.
    category: Place | None
    #: Whether it hides itself from the bot, which sees other channels.
    category_is_hidden: bool = False
    #: Whether the bot may change overwrites there only: not in the channels that it makes there.
    manages_roles_only_in_category: bool = False
    #: What the bot would need there to open a ticket and lacks.
    category_missing: tuple[str, ...] = ()
    #: Discord has refused a channel in the category although it seemed to have room.
    category_refused: bool = False
    reception: Spot | None = None
    transcripts: Spot | None = None
    moderators: tuple[RoleNow, ...] = ()
    tickets: tuple[TicketNow, ...] = ()
    requests: tuple[Ticket, ...] = ()
    panels: tuple[PanelNow, ...] = ()
    machine: Machine
    disk: Disk
    asked: Asked | None = None

    @property
    def rooms_to_make(self) -> tuple[int, ...]:
        """The target of a repair that makes a category or channel: the server, if possible."""
        return (self.guild_id,) if self.can_make_rooms else ()
