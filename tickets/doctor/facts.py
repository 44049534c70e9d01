"""What the doctor looks at besides features' own: machine, disk, slash commands."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from ..core.health import Unchecked, _
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

SLASH_UNCHECKED = Unchecked(_("⚠️ The slash commands couldn't be looked at. {why}"))
INTEGRATIONS_UNCHECKED = Unchecked(_("⚠️ The server's integrations couldn't be looked at. {why}"))


@lazy_dataclass(frozen=True, kw_only=True)
class Disk:
    """Where the tickets' file is."""

    database_is_writable: bool
    folder_is_writable: bool
    free_bytes: int


@lazy_dataclass(frozen=True, kw_only=True)
class Machine:
    """What the bot runs on, and beside."""

    red_version: tuple[int, ...]
    discord_py_version: tuple[int, ...]
    #: Privileged intents that are off: ``members``, ``message_content``.
    missing_intents: tuple[str, ...] = ()
    #: Where Red keeps its settings, if not in files beside the tickets.
    settings_in: str | None = None
    #: Commands of the cog's that mean something else now, and the packages that took them.
    taken_commands: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()
    #: Slash commands of the cog's that Red's owner didn't enable.
    disabled_slash: tuple[str, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class SlashNow:
    """The cog's enabled slash commands as Discord knows them."""

    #: Enabled, but unknown to Discord.
    unsynced: tuple[str, ...] = ()
    #: Discord knows an older form.
    changed: tuple[str, ...] = ()
    #: The id of ``/ticketmod``; None if Discord doesn't know it.
    ticketmod_id: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Integration:
    """Server Settings → Integrations: who is shown ``/ticketmod``, and the bot's commands at all.

    Roles by id; the server's own id is @everyone.
    """

    command: Mapping[int, bool] = field(default_factory=dict)
    application: Mapping[int, bool] = field(default_factory=dict)
