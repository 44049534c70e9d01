"""Reminders, closing on silence, and tickets that are kept open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Button, CardPart, Due, Feature, SettingHook
from ..core.ui.ids import NUMBER, IdPart
from . import service, ui
from .checks import CHECKS
from .commands import ReminderCommands
from .discord import Reminders
from .facts import look_at_reminders
from .render import LOG_LINES, NOTICES, SENTENCES, card_buttons, card_fields, counts_from
from .rules import (
    KEPT,
    NOT_KEPT,
    OPENER_REMINDED,
    STAFF_REMINDED,
    closing_due,
    opener_due,
    staff_due,
)
from .settings import OPENER_REMINDER, SILENCE, STAFF_REMINDER, ReminderSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings

_WHETHER = IdPart("whether", "yes|no", is_word=True)


async def _note_after_change(app: App, guild_id: int, settings: Settings, key: str) -> str | None:
    """Says to who has changed one of the settings since when it counts."""
    since = settings.since(key)
    if since is None:
        return None
    return counts_from(since, service.earliest_after_change(settings, key, app.now()))


FEATURE = Feature(
    name="reminders",
    needs=("access", "activity", "hours", "lifecycle", "staff_log"),
    parts={Reminders: lambda app: Reminders(app.bot, app.channels)},
    settings=(ReminderSettings,),
    hooks=tuple(
        SettingHook(keys=(key,), note=_note_after_change)
        for key in (STAFF_REMINDER, OPENER_REMINDER, SILENCE)
    ),
    buttons=(Button("keep", NUMBER, _WHETHER, answer=ui.keep, row="ticketmod keep"),),
    commands=(ReminderCommands,),
    events=(STAFF_REMINDED, OPENER_REMINDED, KEPT, NOT_KEPT),
    due=(
        Due(
            name="staff-reminder",
            when=staff_due,
            act=service.remind_staff,
            report_failure=service.report_staff_not_reminded,
            switch=STAFF_REMINDER,
            reads=("hours", "timezone", "holidays"),
        ),
        Due(
            name="opener-reminder",
            when=opener_due,
            act=service.remind_opener,
            report_failure=service.report_opener_not_reminded,
            switch=OPENER_REMINDER,
            reads=(SILENCE,),
        ),
        Due(
            name="silence",
            when=closing_due,
            act=service.close_silent,
            report_failure=service.report_not_closed,
            switch=SILENCE,
        ),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    card=(CardPart(card_fields, card_buttons),),
    checks=(CHECKS,),
    setting_facts=(look_at_reminders,),
)
