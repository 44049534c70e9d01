"""What the doctor looks at: claimed tickets, and who keeps access by another role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from ..core.overwrite import Target
from ..core.team import Team
from .rules import Others
from .service.permissions import lacking
from .settings import ClaimSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from ..core.app import App
    from ..core.overwrite import Overwrite
    from ..core.settings import Settings
    from ..core.ticket import Ticket


@lazy_dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """Claimed tickets of the server."""

    #: Those whose claim isn't as the present settings say.
    outdated: tuple[Ticket, ...] = ()
    #: Those in which somebody has changed the lines of handler or other moderators.
    changed_by_hand: tuple[Ticket, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class ClaimSettingFacts:
    """What keeps the settings from being fulfilled."""

    #: Access roles that moderators have, too; and how many moderators.
    shared_roles: tuple[int, ...] = ()
    sharing: int = 0
    #: What the bot lacks to keep others from writing, by name.
    missing: tuple[str, ...] = ()


async def look_at_claims(app: App, guild_id: int, settings: Settings) -> ClaimFacts:
    """The claimed tickets as they are now."""
    claimed = await app.tickets.claimed(guild_id)
    outdated = [one for one in claimed if app.features.renewed(app, one, settings.for_ticket(one))]
    others = [one for one in claimed if one not in outdated and not app.channels.is_gone(one)]
    return ClaimFacts(
        outdated=tuple(outdated),
        changed_by_hand=tuple(one for one in others if _is_changed(app, one)),
    )


def _is_changed(app: App, ticket: Ticket) -> bool:
    existing, team = app.channels.role_ids(ticket.guild_id), ticket.terms[Team]
    present = {line.id: line for line in app.channels.overwrites(ticket)}
    wanted = app.features.staff_lines(ticket, team, existing)
    return any(_differs(present, line) for line in wanted.values())


def _differs(present: Mapping[int, Overwrite], wanted: Overwrite) -> bool:
    """Whether the handler has no line, or another moderator isn't denied what they should be."""
    if wanted.id not in present:
        return wanted.target is Target.MEMBER
    return bool(wanted.deny - present[wanted.id].deny)


async def look_at_claim_settings(app: App, guild_id: int, settings: Settings) -> ClaimSettingFacts:
    """The roles as they are now."""
    claims, team = settings[ClaimSettings], settings[Team]
    if not claims.claims or claims.claim_access is Others.WRITE:
        return ClaimSettingFacts()
    guild, moderators = app.channels.guild(guild_id), team.moderator_role_ids
    sharing = {
        role: {member.id for member in _members(guild, role) if _has_any(member, moderators)}
        for role in team.access_role_ids
    }
    return ClaimSettingFacts(
        shared_roles=tuple(role for role, members in sharing.items() if members),
        sharing=len(set().union(*sharing.values())),
        missing=lacking(app, guild_id, settings),
    )


def _members(guild: discord.Guild, role_id: int) -> list[discord.Member]:
    role = guild.get_role(role_id)
    return [] if role is None else role.members


def _has_any(member: discord.Member, role_ids: tuple[int, ...]) -> bool:
    """Whether a member moderates by one of these roles; administrators see all anyway."""
    moderates = any(member.get_role(role) is not None for role in role_ids)
    return moderates and not member.guild_permissions.administrator
