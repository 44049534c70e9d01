"""Changing forms, so that nobody loses what somebody else has changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..configuration.service.changing import change_setting, reset_setting
from ..core.errors import TypeGone
from ..core.form import TooManyQuestions
from ..lifecycle.settings import FormSettings
from .rules import KEY, TooManyInType, require_room

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.app import App
    from ..core.form import Form
    from ..core.settings import Settings


async def change_form(
    app: App, guild_id: int, type_id: int | None, change: Callable[[Form], Form]
) -> Settings:
    """Stores what `change` makes of the present form of a type, or for None of the server.

    A type that follows the server gets a form of its own, which begins as the server's. Raises
    what `change` raises, ``TooManyQuestions`` and ``TypeGone``.
    """
    async with app.locks.on("form", guild_id):
        settings = await form_settings(app, guild_id, type_id)
        new = change(settings[FormSettings].form)
        return await change_setting(
            app, guild_id, app.settings.declared.settings[KEY], new, type_id=type_id
        )


async def follow_server(app: App, guild_id: int, type_id: int) -> Settings:
    """Takes the form of its own away from a type."""
    async with app.locks.on("form", guild_id):
        setting = app.settings.declared.settings[KEY]
        return await reset_setting(app, guild_id, setting, type_id=type_id)


async def form_settings(app: App, guild_id: int, type_id: int | None) -> Settings:
    """What counts for a type, or for None for the server; raises ``TypeGone``."""
    settings = await app.settings.of(guild_id)
    if type_id is not None and all(one.id != type_id for one in settings.types):
        raise TypeGone
    return settings.for_type(type_id)


async def require_fits(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``TooManyQuestions`` where questions and opening reason don't fit into one form.

    What is changed for the server is looked at for the types as well, which may follow it.
    """
    require_room(settings)
    if settings.type_id is not None:
        return
    for one in settings.types:
        if key in one.values:
            continue
        try:
            require_room(settings.for_type(one.id))
        except TooManyQuestions as error:
            raise TooManyInType(limit=error.limit, name=one.name) from None
