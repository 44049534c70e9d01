"""The dashboard's real web server, in front of the stand-in for its cog.

Whoever asks the door is logged in: who somebody is, Discord would say.
"""

from __future__ import annotations

import asyncio
import base64
import datetime
import os
import sys
import threading
from contextlib import asynccontextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from flask import redirect, request
from flask_login import login_user
from web_dashboard import load_dashboard
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redbot.core.bot import Red
    from web_dashboard import Dashboard

_META = {
    "title": "Red",
    "icon": "",
    "website_description": "",
    "description": "",
    "support_server": None,
    "default_color": "success",
}
_NUMBERS = (
    *("members", "online", "dnd", "idle", "offline", "bots", "humans", "channels"),
    *("text_channels", "voice_channels", "roles"),
)


class WebServer:
    """Answers for the bot, and serves its pages on a port of this machine."""

    def __init__(self, bot: Red, dashboard: Dashboard, *, theme: str = "white") -> None:
        self._bot, self._dashboard, self._theme = bot, dashboard, theme
        key = base64.urlsafe_b64encode(os.urandom(32)).decode()
        self._core: dict[str, Any] = {
            "secret_key": key,
            "jwt_secret_key": key,
            "secret": "x",
            "redirect_uri": None,
            "allow_unsecure_http_requests": True,
            "blacklisted_ips": [],
        }
        answers = {
            "DASHBOARDRPC__GET_DATA": self._data,
            "DASHBOARDRPC__GET_VARIABLES": self._variables,
            "DASHBOARDRPC__GET_GUILD": self._guild,
            "DASHBOARDRPC_THIRDPARTIES__DATA_RECEIVE": self._page,
        }
        methods = {name: self._answer(answer) for name, answer in answers.items()}
        rpc = SimpleNamespace(_rpc=SimpleNamespace(methods=methods))
        self._seen = SimpleNamespace(bot=SimpleNamespace(rpc=rpc, loop=bot.loop))
        self.port = 0

    def _answer(self, answer: Any) -> Any:
        async def call(*, http_request: Any, rpc: Any, msg: Any) -> Any:
            asked = asyncio.run_coroutine_threadsafe(answer(*msg.data["params"]), self._bot.loop)
            return await asyncio.wrap_future(asked)

        return call

    async def _data(self) -> dict[str, Any]:
        themes = {
            "default_background_theme": self._theme,
            "default_sidenav_theme": self._theme,
        }
        ui = {"meta": {**_META, **themes}, "sidenav": []}
        return {"core": self._core, "ui": ui, "disabled_third_parties": [], "custom_pages": []}

    async def _variables(self, *_about: Any) -> dict[str, Any]:
        bot = self._bot
        user = bot.user
        assert user is not None
        texts = ("info", "profile_description", "owner", "avatar", "default_avatar", "invite_url")
        pages: dict[str, dict[str, Any]] = {
            cog: {
                name: {
                    **about,
                    "context_ids": ["user_id", "guild_id"],
                    "required_kwargs": [],
                }
                for name, (_method, about) in found.items()
            }
            for cog, found in self._dashboard.pages.items()
        }
        return {
            "bot": {
                **dict.fromkeys(texts, ""),
                "name": user.name,
                "id": user.id,
                "application_id": bot.application_id,
                "prefixes": ["!"],
                "owner_ids": list(bot.owner_ids or ()),
                "is_verified": False,
                "invite_public": False,
                "blacklisted_users": [],
            },
            "stats": dict.fromkeys(
                ("guilds", "text", "voice", "categories", "users", "uptime"), 1
            ),
            "constants": {
                "MIN_PREFIX_LENGTH": 1,
                "MAX_PREFIX_LENGTH": 25,
                "MAX_DISCORD_PERMISSIONS_VALUE": 0,
            },
            "commands": {},
            "third_parties": pages,
        }

    async def _guild(
        self, user_id: int, guild_id: int, for_third_parties: bool = False
    ) -> dict[str, Any]:
        guild = self._bot.get_guild(guild_id)
        is_owner = user_id in (self._bot.owner_ids or ())
        if guild is None or not (is_owner or guild.get_member(user_id)):
            return {"status": 1}
        return {
            "status": 0,
            "id": guild.id,
            "name": guild.name,
            "owner": str(guild.owner),
            "owner_id": guild.owner_id,
            "icon_url": "",
            "icon_animated": False,
            "verification_level": "",
            "created_at": guild.created_at.timestamp(),
            "joined_at": None,
            "roles": [],
            "prefixes": [],
            "settings": {},
            "perms": "",
            **{f"{name}_number": 0 for name in _NUMBERS},
        }

    async def _page(
        self,
        method: str,
        name: str,
        page: str | None,
        url: str,
        csrf: Any,
        secret: str,
        ids: dict[str, int],
        required: dict[str, str],
        optional: dict[str, str],
        extra: dict[str, str],
        data: dict[str, Any],
        lang: str,
    ) -> dict[str, Any]:
        return await self._dashboard.ask(
            name,
            page,
            user_id=ids["user_id"],
            guild_id=ids["guild_id"],
            query=optional,
            form=data["form"] if method == "POST" else None,
            locale=lang.replace("_", "-"),
        )

    def address(self, guild_id: int, page: str = "settings") -> str:
        """Where a page is."""
        return f"http://127.0.0.1:{self.port}/dashboard/{guild_id}/third-party/Tickets/{page}"

    def door(self, user_id: int, then: str) -> str:
        """An address that logs somebody in, and leads on."""
        return f"http://127.0.0.1:{self.port}/door/{user_id}?next={then}"

    async def open(self) -> None:
        """Begins to serve."""
        # Its modules hold the one server of a process: each of ours has its own.
        for name in [one for one in sys.modules if one.partition(".")[0] == "reddash"]:
            del sys.modules[name]
        django: Any = import_module("django.conf")
        django.settings._wrapped = import_module("django.utils.functional").empty
        web: Any = import_module("reddash.app")
        self._app = web.FlaskApp(cog=self._seen, host="127.0.0.1", port=0, interval=3600)
        await self._app.create_app()

        def door(user_id: int) -> Any:
            people: Any = import_module("reddash.app.utils")
            person = people.User(id=user_id, name="someone", global_name="Someone")
            login_user(person, duration=datetime.timedelta(weeks=1))
            return redirect(request.args["next"])

        self._app.add_url_rule("/door/<int:user_id>", "door", door)
        self._app.variables.update(await self._variables())
        self._server = make_server("127.0.0.1", 0, self._app, threaded=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """Ends it, with its threads."""
        self._app.running = False
        for thread in self._app.task_manager.threads:
            thread.cancel()
        await asyncio.to_thread(self._server.shutdown)
        self._server.server_close()
        await asyncio.to_thread(self._thread.join)


@asynccontextmanager
async def served(bot: Red, *, theme: str = "white") -> AsyncIterator[WebServer]:
    """The dashboard, loaded and served."""
    dashboard = await load_dashboard(bot)
    await dashboard.has_pages.wait()
    server = WebServer(bot, dashboard, theme=theme)
    await server.open()
    try:
        yield server
    finally:
        await server.close()
        await bot.remove_cog(dashboard.qualified_name)
