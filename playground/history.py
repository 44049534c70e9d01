"""Discord's order of messages that are asked for with ``after``.

Discord gives those that follow next; SimCord gives the newest of all that follow, so that a
bot which reads a long channel from its beginning would see the end only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord.http import router
from simcord.http.routes.messages import get_history

if TYPE_CHECKING:
    from simcord.http.router import RequestContext


def get_next(ctx: RequestContext) -> Any:
    """Answers as SimCord does, from those messages only that follow next."""
    if "after" in ctx.params and not {"before", "around"} & ctx.params.keys():
        after, limit = int(ctx.params["after"]), int(ctx.params.get("limit", 50))
        stored = ctx.backend.messages[ctx.int_arg("channel_id")].values()
        later = sorted(one.id for one in stored if one.id > after and not one.is_ephemeral)
        if len(later) > limit:
            ctx.params["before"] = later[limit]
    return get_history(ctx)


router._ROUTES["GET"] = [
    (template, get_next if handler is get_history else handler)
    for template, handler in router._ROUTES["GET"]
]
