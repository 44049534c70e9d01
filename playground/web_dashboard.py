"""A stand-in for the cog of Red's web dashboard: what it asks of pages, without a web server.

Tests ask pages through it, and so do the pages of the demo (`web_page`).

It takes pages as the real one does, by their marks, and calls them with the same arguments, in
the bot's loop or, as in its all-in-one mode, in a thread and loop of its own.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from redbot.core import commands, i18n

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redbot.core.bot import Red

#: What every page is given besides what it names.
_GIVEN = (
    *("method", "request_url", "csrf_token", "wtf_csrf_secret_key", "extra_kwargs", "data"),
    *("lang_code", "Form", "DpyObjectConverter", "Pagination"),
    *("get_sorted_channels", "get_sorted_roles"),
)


class SentForm(dict[str, list[str]]):
    """What a browser has sent, as Flask hands it on."""

    def getlist(self, name: str) -> list[str]:
        """All texts of a field."""
        return list(self.get(name, ()))


class Dashboard(commands.Cog):
    """Pages of other cogs, by their names and those of the cogs."""

    def __init__(self, bot: Red) -> None:
        self.bot = bot
        self.pages: dict[str, dict[str, tuple[Any, dict[str, Any]]]] = {}
        self.has_pages = asyncio.Event()
        self.rpc = SimpleNamespace(third_parties_handler=self)
        #: Whether pages are asked in the bot's own loop, as where the web server is a program.
        self.in_bot_loop = True
        self.dashboard_url: tuple[str, bool] | None = None

    def add_third_party(self, cog: commands.Cog, *, overwrite: bool = False) -> None:
        """Takes the marked methods of a cog."""
        name = cog.qualified_name
        if name in self.pages and not overwrite:
            raise RuntimeError("it is there already")
        found = {}
        marked = inspect.getmembers(
            cog, lambda one: hasattr(one, "__dashboard_decorator_params__")
        )
        for _attribute, method in marked:
            args, about = method.__dashboard_decorator_params__
            assert not args
            about = {"methods": ("GET",), "is_owner": False, "hidden": False, **about}
            named = inspect.signature(method).parameters.values()
            optional = [one.name for one in named if one.default is not one.empty]
            found[about["name"]] = method, {**about, "optional_kwargs": optional}
        self.pages[name] = found
        self.has_pages.set()

    @commands.Cog.listener()
    async def on_cog_add(self, cog: commands.Cog) -> None:
        """Offers itself to a cog that is loaded later."""
        for name, listener in cog.get_listeners():
            if name == "on_dashboard_cog_add":
                self.bot._schedule_event(listener, name, self)

    @commands.Cog.listener()
    async def on_cog_remove(self, cog: commands.Cog) -> None:
        """Forgets the pages of a cog that is gone."""
        self.pages.pop(cog.qualified_name, None)

    async def ask(
        self,
        cog: str,
        page: str | None,
        *,
        user_id: int,
        guild_id: int,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, list[str]] | None = None,
        locale: str = "en-US",
    ) -> dict[str, Any]:
        """Asks a page as the web server does, which speaks JSON with the bot."""
        found = self.pages.get(cog, {}).get(page or "")
        user, guild = self.bot.get_user(user_id), self.bot.get_guild(guild_id)
        if found is None or user is None or guild is None:
            return {"status": 1, "error_code": 404}
        method, about = found
        optional = {
            key: value for key, value in (query or {}).items() if key in about["optional_kwargs"]
        }
        given = dict.fromkeys(_GIVEN)
        given["method"] = "GET" if form is None else "POST"
        given["data"] = {"form": SentForm(form or {}), "json": SentForm()}

        async def run() -> Any:
            i18n.set_contextual_locale(locale)
            return await method(
                user=user, user_id=user.id, guild=guild, guild_id=guild.id, **optional, **given
            )

        if self.in_bot_loop:
            answer = await asyncio.create_task(run())
        else:
            answer = await asyncio.to_thread(asyncio.run, run())
        told: dict[str, Any] = json.loads(json.dumps(answer))
        return told


async def load_dashboard(bot: Red) -> Dashboard:
    """Loads it, as ``[p]load dashboard`` does."""
    cog = Dashboard(bot)
    await bot.add_cog(cog)
    bot.dispatch("dashboard_cog_add", cog)
    return cog
