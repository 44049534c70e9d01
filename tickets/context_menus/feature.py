"""A ticket for a member and a report of a message, from Discord's own menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Feature, Follower, Form, JobKind, PersonalFiles
from ..core.ui.ids import MEMBER, ORIGIN
from ..lifecycle.service.opening import OPENED
from . import render, ui
from .checks import CHECKS
from .commands import ContextMenuCommands, menus
from .discord import ContextMenus, ReportMessages
from .facts import look_at_menus
from .service import (
    SHOW,
    clear_kept,
    forget_kept,
    show_report,
    show_what_was_reported,
    tell_kept,
)
from .settings import ReportSettings
from .store import KeptReports

if TYPE_CHECKING:
    from ..core.app import App


async def _put_in_place(app: App) -> None:
    if await app.settings.has_context_menus():
        await app[ContextMenus].put_in_place()


def _remove(app: App) -> None:
    app[ContextMenus].remove()


FEATURE = Feature(
    name="context_menus",
    needs=("lifecycle", "staff_log"),
    parts={
        ContextMenus: lambda app: ContextMenus(app.bot, menus()),
        KeptReports: lambda app: KeptReports(app.folder / "reports", app.now),
        ReportMessages: lambda app: ReportMessages(app.channels),
    },
    settings=(ReportSettings,),
    forms=(
        Form("open-for", MEMBER, answer=ui.open_for, row="Open a ticket, on a member"),
        Form("report", ORIGIN, answer=ui.submit, row="Report to the staff"),
    ),
    commands=(ContextMenuCommands,),
    followers=(Follower(show_what_was_reported, (OPENED,)),),
    jobs=(JobKind(SHOW, show_report),),
    at_load=(clear_kept, _put_in_place),
    at_unload=(_remove,),
    personal_files=(PersonalFiles("reports_on_their_way", tell_kept, forget_kept),),
    errors=render.ERRORS,
    notices=render.NOTICES,
    facts=(look_at_menus,),
    checks=(CHECKS,),
)
