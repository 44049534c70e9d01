"""One thing that goes wrong: at the n-th call of the bot, in one of the ways Discord knows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from traffic import lost_connection, refuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server import Server
    from traffic import Call

    Proceed = Callable[[], Awaitable[Any]]

#: Seconds that a call waits which Discord has told to come later.
RATE_LIMITED = 10
#: Calls whose answers are lost together.
_SILENCE = 3
#: How the tasks are called that do jobs.
_WORK = "tickets-work-"


async def _refused(server: Server, call: Call, proceed: Proceed) -> Any:
    refuse(403, 50013, "Missing Permissions")


async def _gone(server: Server, call: Call, proceed: Proceed) -> Any:
    """What the call is about was deleted a moment ago."""
    backend = server.sim.env.backend
    about = call.parts
    with server.sim.stage.outside_the_bot():
        if about[0] != "channels" or int(about[1]) not in backend.channels:
            refuse(404, 10062 if about[0] in ("interactions", "webhooks") else 10003, "Unknown")
        channel_id = int(about[1])
        if (
            len(about) > 3
            and about[2] == "messages"
            and int(about[3]) in backend.messages.get(channel_id, {})
        ):
            backend.delete_message(channel_id, int(about[3]))
            refuse(404, 10008, "Unknown Message")
        elif backend.channels[channel_id].guild_id is not None:
            # Where people stand who are just acting, it only seems so.
            if channel_id not in (server.staff.id, server.general.id):
                backend.delete_channel(channel_id)
            refuse(404, 10003, "Unknown Channel")
    refuse(403, 50007, "Cannot send messages to this user")


async def _slowed(server: Server, call: Call, proceed: Proceed) -> Any:
    await asyncio.sleep(RATE_LIMITED)
    return await proceed()


async def _broken(server: Server, call: Call, proceed: Proceed) -> Any:
    refuse(500, 0, "Internal Server Error")


async def _lost(server: Server, call: Call, proceed: Proceed) -> Any:
    raise lost_connection()


async def _unheard(server: Server, call: Call, proceed: Proceed) -> Any:
    await proceed()
    raise lost_connection()


async def _doubled(server: Server, call: Call, proceed: Proceed) -> Any:
    """Answered 502 though it was done; discord.py repeats it by itself."""
    await proceed()
    return await proceed()


async def _synced(server: Server, call: Call, proceed: Proceed) -> Any:
    """An admin has just synced the ticket whose permissions the bot changes now."""
    # A new name leaves permissions alone, and so what the admin did.
    if call.route in ONLY_FOR["synced"] and "name" not in (call.body or {}):
        with server.sim.stage.outside_the_bot():
            await server.syncs(server.channel(int(call.parts[1])), settle=False)
    return await proceed()


async def _cancelled(server: Server, call: Call, proceed: Proceed) -> Any:
    raise asyncio.CancelledError


async def _cancelled_late(server: Server, call: Call, proceed: Proceed) -> Any:
    await proceed()
    raise asyncio.CancelledError


#: What can go wrong with a call. 429 is waited for by discord.py, 500 tried five times before.
#: With "silence" the next calls get no answer, either: nobody can be asked what was done.
KINDS: dict[str, Callable[[Server, Call, Proceed], Awaitable[Any]]] = {
    "403": _refused,
    "404": _gone,
    "429": _slowed,
    "500": _broken,
    "lost": _lost,
    "unheard": _unheard,
    "silence": _unheard,
    "doubled": _doubled,
    "synced": _synced,
    "cancelled": _cancelled,
    "cancelled late": _cancelled_late,
}


#: Faults that only one kind of call knows.
ONLY_FOR = {
    "doubled": (
        "POST /guilds/{}/channels",
        "POST /channels/{}/threads",
        "POST /channels/{}/messages",
    ),
    "synced": ("PATCH /channels/{}",),
}
ANYWHERE = [kind for kind in KINDS if kind not in ONLY_FOR]


class OneFault:
    """Counts the calls of the bot, and lets one of them go wrong."""

    def __init__(self, kind: str | None = None, at: int = 0) -> None:
        self.kind = kind
        self._at = at
        #: The calls in order, ids blanked.
        self.routes: list[str] = []
        #: How many of them nobody waits for.
        self.later = 0
        self.hit: Call | None = None

    def start_counting(self, server: Server) -> None:
        """From now on calls are counted."""
        beyond = server.sim.traffic.faults
        assert beyond is not None

        async def watched(call: Call, proceed: Proceed) -> Any:
            self.routes.append(call.route)
            task = asyncio.current_task()
            self.later += task is not None and task.get_name().startswith(_WORK)
            if len(self.routes) == self._at and self.kind is not None:
                self.hit = call
                return await KINDS[self.kind](server, call, lambda: beyond(call, proceed))
            if self.kind == "silence" and 0 < len(self.routes) - self._at < _SILENCE:
                return await _lost(server, call, proceed)
            return await beyond(call, proceed)

        server.sim.traffic.faults = watched

    @property
    def may_silence(self) -> bool:
        """Whether it can keep the bot from answering whoever has pressed something."""
        assert self.hit is not None
        if self.hit.parts[0] in ("interactions", "webhooks"):
            return self.kind not in ("lost", "unheard")
        # Nothing is shown in a channel that is gone.
        return self.kind in ("404", "silence", "cancelled", "cancelled late")
