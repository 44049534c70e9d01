"""Server Settings → Integrations, all of a bot's commands at once.

SimCord knows what was set for a command, but not Discord's route that lists all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord.http.router import route

if TYPE_CHECKING:
    from simcord.http.router import RequestContext


@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions")
def list_command_permissions(ctx: RequestContext) -> Any:
    """What was set for commands, and for the application as a whole, under its own id."""
    guild_id = ctx.int_arg("guild_id")
    return [
        {
            "id": str(command_id),
            "application_id": ctx.args["application_id"],
            "guild_id": str(guild_id),
            "permissions": list(permissions),
        }
        for (of_guild, command_id), permissions in ctx.backend.command_permissions.items()
        if of_guild == guild_id
    ]
