"""SimCord's preview, as a window that is moved from place to place and from person to person.

SimCord shows one channel to one person at a time, publishes what that person does, and leaves
alone everything that happens by itself. Here it is opened anew for each look, and kept up to
date.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from default_avatars import default_avatars
from mentions import spelled_out
from simcord.backend.access import message_accessible
from simcord.backend.errors import SetupError
from simcord.preview._markdown import _FIELD_POLICIES

if TYPE_CHECKING:
    from aiohttp import web
    from people import Person
    from places import Place
    from server import Server

#: Seconds between two looks at what happened by itself.
HEARTBEAT = 0.5
#: Seconds that a look may take. Work that takes longer just goes on.
_SETTLE_TIMEOUT = 0.2
_OUR_STYLE = Path(__file__).parent / "page" / "preview.css"

log = logging.getLogger("playground")

# Discord shows mentions there, too.
for _field in ("embed_description", "embed_field_value"):
    _FIELD_POLICIES[_field]["mentions"] = True


@dataclass(frozen=True)
class Screen:
    """What the visitor looks at."""

    width: int = 960
    height: int = 720
    timezone: str = "UTC"


class CannotBeShown(Exception):
    """The preview doesn't open there; the text says why."""


class Window:
    """The one preview of a server, on a fixed port, for pages of `origins` to frame."""

    def __init__(self, server: Server, port: int, origins: tuple[str, ...]) -> None:
        self._server = server
        self._env = server.sim.env
        self._port = port
        self._origins = origins
        self._preview: Any = None
        #: SimCord refuses whoever acts while somebody else does; here they take turns.
        self._turn = asyncio.Lock()
        self._published = 0

    async def show(self, person: Person, place: Place, screen: Screen) -> str:
        """Shows a place to a person; returns the address to frame. Earlier ones are dead."""
        async with self._turn:
            await self._close()
            direct = place.kind == "dm"
            preview: Any
            try:
                preview = self._env.preview(
                    person.user.dm_channel if direct else self._server.channel(place.id),
                    viewers=[person.user if direct else person.actor],
                    layout="channel",
                    timezone=_known(screen.timezone),
                    width=min(max(screen.width, 240), 4000),
                    height=min(max(screen.height, 180), 4000),
                    assets=default_avatars(),
                    port=self._port,
                )
                self._adapt(preview)
                await preview.__aenter__()
            except SetupError as error:
                raise CannotBeShown(str(error)) from error
            self._preview = preview
            self._published = self._happened
            address: str = preview.url
            return address

    async def keep_up(self) -> None:
        """Lets time pass and shows what happens by itself, for ever.

        The clock is the real one (`simulated_time.LivingClock`), and so are plain sleeps of
        the bot. But SimCord lets views, forms and ``tasks.loop`` wait until somebody looks
        at the clock: that is done here, so that confirmations and menus end in their time.
        """
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self.catch_up(_SETTLE_TIMEOUT)
            except TimeoutError:
                log.debug("The bot is busy; it is looked at again soon.")
            except SetupError as error:
                log.warning("The preview could not be renewed: %s", error)

    async def catch_up(self, timeout: float) -> None:
        """Waits until the bot has done what it was doing, and shows that.

        :param timeout: in seconds.
        :raises TimeoutError: The bot is still at work.
        :raises SetupError: The preview can't show the place any more.
        """
        async with self._turn:
            await self._env.settle(timeout=timeout)
            if self.is_open and self._published != self._happened:
                await self._preview.refresh()
                self._published = self._happened

    async def close(self) -> None:
        """Closes the preview, if one is open."""
        async with self._turn:
            await self._close()

    @property
    def is_open(self) -> bool:
        """Whether something is shown; the preview has a button of its own to end it."""
        return self._preview is not None and not self._preview._closed

    @property
    def _happened(self) -> int:
        return len(self._env.backend.transcript)

    async def _close(self) -> None:
        if self._preview is not None:
            await self._preview.close()
            self._preview = None

    def _adapt(self, preview: Any) -> None:
        """Makes the preview fit into our page, and a little more like Discord."""
        server = preview._server
        server._SECURITY_HEADERS = self._framed(server._SECURITY_HEADERS)
        static, action, payload = server._static, preview._action, preview._page_payload

        async def with_our_style(request: web.Request) -> web.Response:
            answer: web.Response = await static(request)
            if request.path.startswith("/fonts/"):
                # Otherwise letters are missing for a moment after each look.
                answer.headers.update({"Cache-Control": "max-age=86400", "Pragma": ""})
            if request.path == "/preview.css":
                answer.text = f"{answer.text}\n{_OUR_STYLE.read_text(encoding='utf-8')}"
            return answer

        async def in_turn(*args: Any) -> Any:
            async with self._turn:
                newest = self._newest(preview)
                done = await action(*args)
                if not preview._closed and newest != self._newest(preview):
                    self._scroll_down(preview)
                self._published = self._happened
                return done

        def with_names(page: Any) -> dict[str, Any]:
            shown: dict[str, Any] = payload(page)
            if topic := shown["channel"].get("topic"):
                shown["channel"]["topic"] = spelled_out(self._server, topic)
            return shown

        server._static = with_our_style
        preview._action = in_turn
        preview._page_payload = with_names

    def _framed(self, headers: dict[str, str]) -> dict[str, str]:
        """The preview's headers, with which nobody but our page may frame it."""
        allowed = f"frame-ancestors {' '.join(self._origins)}"
        policy = headers["Content-Security-Policy"].replace("frame-ancestors 'none'", allowed)
        rest = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
        return {**rest, "Content-Security-Policy": policy}

    def _newest(self, preview: Any) -> int:
        backend, channel_id = self._env.backend, preview.channel.id
        viewer_id = preview.viewers[0].id
        return max(
            (
                message.id
                for message in backend.messages.get(channel_id, {}).values()
                if message_accessible(backend, channel_id, message, viewer_id, history=True)
            ),
            default=0,
        )

    def _scroll_down(self, preview: Any) -> None:
        """Lets pages follow to what came last; SimCord stays with what one has written."""
        for page in list(preview._pages.values()):
            page.target_id = page.window_end_id = self._newest(preview) or None
            preview._publish(page)


def _known(timezone: str) -> str:
    try:
        return ZoneInfo(timezone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
