"""The pages, as the dashboard calls them: it finds them by a mark on the cog's methods.

Nothing of the dashboard is imported. Where there is none, nobody calls them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.commands.base import Commands
from .render import pages
from .ui.files import file_page
from .ui.forms import form_page
from .ui.panels import panel_page, panels_page
from .ui.replies import answer_page, answers_page
from .ui.settings import settings_page
from .ui.types import type_page, types_page
from .ui.visit import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

M = TypeVar("M", bound="Callable[..., Any]")


def page(name: str, description: str, *, hidden: bool = False) -> Callable[[M], M]:
    """Marks a method as a page; every page needs a name. One that is `hidden` is in no list."""

    def mark(method: M) -> M:
        about: dict[str, Any] = {
            "name": name,
            "description": description,
            "methods": ("GET", "POST"),
        }
        if hidden:
            about["hidden"] = True
        # What the dashboard's own decorator leaves on a method.
        vars(method)["__dashboard_decorator_params__"] = ((), about)
        return method

    return mark


class WebPages(Commands):
    """The pages of a server."""

    @page(pages.SETTINGS, "All settings of the ticket system.")
    async def web_settings(
        self, user: discord.User, guild: discord.Guild, **about: Any
    ) -> dict[str, Any]:
        """The server's settings."""
        return await answer(self.app, user, guild, settings_page, form=_sent(about))

    @page(pages.TYPES, "Kinds of tickets that reach different people.")
    async def web_types(
        self, user: discord.User, guild: discord.Guild, **about: Any
    ) -> dict[str, Any]:
        """The server's types."""
        return await answer(self.app, user, guild, types_page, form=_sent(about))

    @page(pages.FORM, "What members are asked before their ticket opens.")
    async def web_form(
        self,
        user: discord.User,
        guild: discord.Guild,
        type: str = "",  # noqa: A002 - the word in the page's address
        **about: Any,
    ) -> dict[str, Any]:
        """The server's form, or that of a type."""
        show = partial(form_page, type_id=type)
        return await answer(self.app, user, guild, show, form=_sent(about))

    @page(pages.PANELS, "Messages from which members open tickets.")
    async def web_panels(
        self, user: discord.User, guild: discord.Guild, **about: Any
    ) -> dict[str, Any]:
        """The server's panels."""
        return await answer(self.app, user, guild, panels_page, form=_sent(about))

    @page(pages.PANEL, "A panel: what it says, and what it offers.", hidden=True)
    async def web_panel(
        self, user: discord.User, guild: discord.Guild, panel: str = "?", **about: Any
    ) -> dict[str, Any]:
        """One panel of the server's."""
        show = partial(panel_page, number=panel)
        return await answer(self.app, user, guild, show, form=_sent(about))

    @page(pages.ANSWERS, "Texts that the staff sends often.")
    async def web_answers(
        self, user: discord.User, guild: discord.Guild, **about: Any
    ) -> dict[str, Any]:
        """The server's ready answers."""
        return await answer(self.app, user, guild, answers_page, form=_sent(about))

    @page(pages.ANSWER, "A ready answer: its name and its text.", hidden=True)
    async def web_answer(
        self, user: discord.User, guild: discord.Guild, ready: str = "", **about: Any
    ) -> dict[str, Any]:
        """One ready answer of the server's."""
        show = partial(answer_page, answer_id=ready)
        return await answer(self.app, user, guild, show, form=_sent(about))

    @page(pages.FILE, "The configuration as text, to keep or to take elsewhere.")
    async def web_file(
        self, user: discord.User, guild: discord.Guild, **about: Any
    ) -> dict[str, Any]:
        """Export and import."""
        return await answer(self.app, user, guild, file_page, form=_sent(about))

    @page(pages.TYPE, "A type, and what it has in another way than the server.", hidden=True)
    async def web_type(
        self,
        user: discord.User,
        guild: discord.Guild,
        type: str = "",  # noqa: A002 - the word in the page's address
        **about: Any,
    ) -> dict[str, Any]:
        """One type of the server's."""
        show = partial(type_page, type_id=type)
        return await answer(self.app, user, guild, show, form=_sent(about))


def _sent(about: dict[str, Any]) -> Any:
    """What was sent with a page's form; None for who only looks."""
    return about["data"]["form"] if about["method"] == "POST" else None
