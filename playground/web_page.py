"""The cog's own web pages in the demo, without Red's web dashboard.

What the dashboard does for a page is done here in small: it asks the cog, renders the cog's
template with its values escaped, and takes forms only from its own pages.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web
from speech import LOCALES, SAID
from web_dashboard import Dashboard, load_dashboard

if TYPE_CHECKING:
    from collections.abc import Callable

    from people import Person
    from server import Server

#: Whether there is what they are rendered with; the demo's environment has it.
WEB_PAGES_WORK = find_spec("jinja2") is not None
#: Where the cog has its pages in the dashboard; their links lead there.
PATH = "/dashboard/{guild}/third-party/{cog}/{page}"
_FRAME = Path(__file__).parent / "page" / "web.html"
_LOOKS = _FRAME.with_name("web.css")
#: The page has scripts and looks of its own, and asks only where it comes from.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


class WebPages:
    """Serves them to whom the visitor is. Build it with ``await WebPages.on(…)``."""

    def __init__(
        self, server: Server, language: str, dashboard: Dashboard, visitor: Callable[[], Person]
    ) -> None:
        self._server, self._language = server, language
        self._dashboard, self._visitor = dashboard, visitor
        self._token = secrets.token_urlsafe()
        # Only this module needs it, and mypy need not have it.
        sandbox: Any = import_module("jinja2.sandbox")
        self._templates = sandbox.SandboxedEnvironment(autoescape=True)

    @classmethod
    async def on(cls, server: Server, language: str, visitor: Callable[[], Person]) -> WebPages:
        """Tells the cog that there is a dashboard; `visitor` says who looks at its pages."""
        return cls(server, language, await load_dashboard(server.sim.red), visitor)

    @property
    def start(self) -> str:
        """The path of the first page."""
        guild_id = self._server.guild.id
        return PATH.format(guild=guild_id, cog="Tickets", page="settings")

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get(PATH, self._page)
        app.router.add_post(PATH, self._page)
        app.router.add_get("/web.css", self._looks)

    async def _looks(self, request: web.Request) -> web.Response:
        return web.Response(text=_LOOKS.read_text(encoding="utf-8"), content_type="text/css")

    async def _page(self, request: web.Request) -> web.Response:
        form = None
        if request.method == "POST":
            sent = await request.post()
            if not secrets.compare_digest(str(sent.get("csrf_token", "")), self._token):
                raise web.HTTPForbidden(text="This form isn't from a page of the demo.")
            form = {name: [str(one) for one in sent.getall(name)] for name in sent}
        answer = await self._dashboard.ask(
            request.match_info["cog"],
            request.match_info["page"],
            user_id=self._visitor().id,
            guild_id=_number(request.match_info["guild"]),
            query=request.query,
            form=form,
            locale=LOCALES[self._language],
        )
        if to := answer.get("redirect_url"):
            raise web.HTTPSeeOther(str(to))
        status = HTTPStatus(answer.get("error_code", HTTPStatus.OK))
        told = "" if status == HTTPStatus.OK else str(answer.get("error_message", status.phrase))
        content = dict(answer.get("web_content") or {"source": ""})
        text = self._rendered(content.pop("source"), content, told)
        return web.Response(
            text=text,
            status=status.value,
            content_type="text/html",
            headers={"Content-Security-Policy": _POLICY},
        )

    def _rendered(self, source: str, values: dict[str, Any], told: str) -> str:
        frame = self._templates.from_string(_FRAME.read_text(encoding="utf-8"))
        page = self._templates.from_string(source)
        above: str = frame.render(
            language=self._language, label=SAID[self._language]["web page's label"], told=told
        )
        return f"{above}{page.render(**values, csrf_token=lambda: self._token)}</body></html>"


def _number(text: str) -> int:
    return int(text) if len(text) < 21 and text.isascii() and text.isdecimal() else 0
