"""The page of ``make demo``: who am I, what do I see, what is new; around SimCord's preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web
from places import Place, places_of
from ports import HOST
from speech import page_in
from web_page import WEB_PAGES_WORK, WebPages
from window import CannotBeShown, Screen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from living_server import LivingServer, Role
    from people import Person

_PAGE = Path(__file__).parent / "page"
_FILES = {
    "/": ("hub.html", "text/html"),
    "/hub.css": ("hub.css", "text/css"),
    "/hub.js": ("hub.js", "text/javascript"),
}
_FORM = "application/x-www-form-urlencoded"
#: No channel has this id.
_WEB = 1


_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    f"frame-src 'self' http://{HOST}:*; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Frame(Protocol):
    """What shows a place to a person: `window.Window`."""

    async def show(self, person: Person, place: Place, screen: Screen) -> str:
        """Shows a place to a person; returns the address to frame."""

    async def close(self) -> None:
        """Shows nothing."""

    @property
    def is_open(self) -> bool:
        """Whether something is shown."""


def origins(port: int) -> tuple[str, ...]:
    """The addresses at which a browser on this machine reaches a port of ours."""
    return (f"http://{HOST}:{port}", f"http://localhost:{port}")


class Hub:
    """Serves the page, and what it asks for."""

    def __init__(
        self, living: LivingServer, frame: Frame, port: int, *, with_web: bool = WEB_PAGES_WORK
    ) -> None:
        """`with_web` is whether the cog's web pages are among the places."""
        self.living = living
        self._frame = frame
        self.port = port
        self._origins = origins(port)
        #: Counts the looks. A page with an older number than this has been left behind.
        self._look = 0
        self._shown: tuple[Person, int] | None = None
        #: Who the visitor was last, and so who looks at a web page.
        self._visitor = living.roles[0].person
        self._with_web = with_web
        self._web: WebPages | None = None
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return self._origins[0] + "/"

    async def start(self) -> None:
        """Starts to serve; raises OSError if the port is taken."""
        if self._with_web:
            self._web = await WebPages.on(
                self.living.server, self.living.language, lambda: self._visitor
            )
            # Where the menu's link leads.
            vars(self.living.server.sim.red)["dashboard_url"] = (self._origins[0], True)
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()

    async def stop(self) -> None:
        """Stops serving."""
        if self._runner is not None:
            await self._runner.cleanup()

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application(middlewares=[self._guarded])
        for path in _FILES:
            app.router.add_get(path, self._file)
        app.router.add_get("/favicon.ico", self._nothing)
        app.router.add_get("/api/state", self._state)
        app.router.add_post("/api/show", self._show)
        if self._web is not None:
            self._web.add_to(app)
        return app

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Keeps other pages in the same browser away: by name, by origin and by form."""
        hosts = {origin.partition("//")[2] for origin in self._origins}
        if request.headers.get("Host") not in hosts:
            raise web.HTTPForbidden(text="This address isn't the demo's.")
        if request.headers.get("Origin", self._origins[0]) not in self._origins:
            raise web.HTTPForbidden(text="Only the demo's own page may ask.")
        # A form is a page's of the cog, and has a token of its own.
        wanted = _FORM if request.path.startswith("/dashboard/") else "application/json"
        if request.method == "POST" and request.content_type != wanted:
            raise web.HTTPUnsupportedMediaType(text=f"Only {wanted} is understood.")
        answer = await handler(request)
        answer.headers.update(
            {
                "Cache-Control": "no-store",
                "Referrer-Policy": "same-origin",
                "X-Content-Type-Options": "nosniff",
            }
        )
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        return answer

    async def _file(self, request: web.Request) -> web.Response:
        name, kind = _FILES[request.path]
        text = page_in(self.living.language, (_PAGE / name).read_text(encoding="utf-8"))
        return web.Response(text=text, content_type=kind)

    async def _nothing(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _state(self, request: web.Request) -> web.Response:
        """What the page shows, to the person it is for; that person reads what is framed."""
        role = self._role(request.query.get("person"))
        shows = self._frame.is_open or self._shown == (self._visitor, _WEB)
        current = shows and request.query.get("look") == str(self._look)
        if current:
            self._read()
        return web.json_response(self._seen_by(role) | {"current": current})

    async def _show(self, request: web.Request) -> web.Response:
        """Moves the window. The page learns where it is now, or that there is nothing."""
        try:
            asked: Any = await request.json()
            person, place_id = str(asked["person"]), _number(str(asked["place"]))
            screen = _screen(asked.get("screen") or {})
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            raise web.HTTPBadRequest(text="A person and a place are needed.") from None
        role = self._role(person)
        self._read()
        self._visitor = role.person
        place = next((one for one in self._places(role) if one.id == place_id), None)
        if place is None:
            self._shown = None
            await self._frame.close()
            exists = place_id in self.living.server.sim.env.backend.channels
            return web.json_response({"nothing": "hidden" if exists else "deleted"})
        if place.id == _WEB and self._web is not None:
            await self._frame.close()
            self._look += 1
            self._shown = role.person, _WEB
            return web.json_response({"address": self._web.start, "look": str(self._look)})
        try:
            address = await self._frame.show(role.person, place, screen)
        except CannotBeShown as error:
            return web.json_response({"trouble": str(error)})
        self._look += 1
        self._shown = role.person, place.id
        self._read()
        return web.json_response({"address": address, "look": str(self._look)})

    def _read(self) -> None:
        """What is framed is read, also what came since the page asked last."""
        if self._shown is not None:
            self.living.unread.read(*self._shown)

    def _places(self, role: Role) -> list[Place]:
        """Where somebody can be; the web page for those who may change settings there."""
        found = places_of(self.living.server, role.person)
        if self._web is not None and role.configures:
            said = self.living.said
            found.append(Place(_WEB, said["web page"], "web", said["in the browser"]))
        return found

    def _role(self, person: str | None) -> Role:
        """Without a person it is the first that is offered."""
        role = self.living.role(_number(person)) if person else self.living.roles[0]
        if role is None:
            raise web.HTTPNotFound(text="Nobody of that name is here.")
        return role

    def _seen_by(self, me: Role) -> dict[str, Any]:
        """Ids go out as text: they are too long for JavaScript's numbers."""
        living = self.living
        return {
            "server": living.server.guild.name,
            "start": str(living.help_channel.id),
            "me": str(me.person.id),
            "idea": me.idea,
            "people": [
                {
                    "id": str(role.person.id),
                    "name": role.person.name,
                    "part": role.part,
                    "new": sum(
                        living.unread.count(role.person, place)
                        for place in places_of(living.server, role.person)
                    ),
                }
                for role in living.roles
            ],
            "places": [
                {
                    "id": str(place.id),
                    "name": place.name,
                    "kind": place.kind,
                    "under": place.under,
                    "new": 0 if place.id == _WEB else living.unread.count(me.person, place),
                }
                for place in self._places(me)
            ],
        }


def _screen(given: Any) -> Screen:
    plain = Screen()
    return Screen(
        int(given.get("width", plain.width)),
        int(given.get("height", plain.height)),
        str(given.get("timezone", plain.timezone)),
    )


def _number(text: str | None) -> int:
    """An id; 0, which is nobody's, for what can't be one."""
    return int(text) if text and len(text) < 21 and text.isascii() and text.isdecimal() else 0
