"""What the bot must hold so that others can be kept from writing in claimed tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.access import SILENCED
from ...lifecycle.settings import OpeningSettings
from ..rules import Others
from ..settings import ClaimSettings

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings


def lacking(app: App, guild_id: int, settings: Settings) -> tuple[str, ...]:
    """What the bot would have to deny in new tickets and can't, by name.

    To hide a ticket takes nothing that any ticket doesn't need.
    """
    claims = settings[ClaimSettings]
    if not claims.claims or claims.claim_access is not Others.READ:
        return ()
    place = app.channels.place(guild_id, settings[OpeningSettings].category_id)
    return () if place is None else tuple(sorted(SILENCED - place.grantable))


async def require_permissions(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``MissingPermissions`` with what the bot lacks for these settings."""
    missing = lacking(app, guild_id, settings)
    if missing:
        category_id = settings[OpeningSettings].category_id
        raise errors.MissingPermissions(names=missing, channel_id=category_id)
