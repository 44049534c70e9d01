"""Asking openers whether their tickets can be closed."""

from __future__ import annotations

from ..core.feature import Button, Due, Feature, FieldsAfter, Follower, JobKind
from ..core.ui.ids import NUMBER, IdPart
from ..lifecycle.service.closing import CLOSED
from ..types.rules import MOVED
from . import rules, service, ui
from .commands import CloseRequestCommands
from .discord import Questions
from .render import (
    ANNOUNCEMENTS,
    CLOSE,
    LATER,
    LOG_LINES,
    NOTICES,
    SENTENCES,
    WITHDRAW,
)
from .rules import ANSWERED, ASKED, NOT_YET, QUESTION, WITHDRAWN, Running
from .settings import CloseRequestSettings
from .store import QuestionStore

#: Which question: when it was asked.
ASKED_AT = IdPart("asked_at", r"\d{1,12}")

FEATURE = Feature(
    name="close_requests",
    needs=("activity", "lifecycle", "staff_log", "types"),
    parts={
        Running: lambda _app: Running(),
        QuestionStore: lambda app: QuestionStore(app.database),
        Questions: lambda app: Questions(app.bot, app.channels),
    },
    settings=(CloseRequestSettings,),
    buttons=(
        Button(CLOSE, NUMBER, ASKED_AT, answer=ui.close, row="Close"),
        Button(LATER, NUMBER, ASKED_AT, answer=ui.not_yet, row="Not yet"),
        Button(WITHDRAW, NUMBER, ASKED_AT, answer=ui.withdraw, row="Withdraw"),
    ),
    commands=(CloseRequestCommands,),
    events=(ASKED, ANSWERED, NOT_YET, WITHDRAWN),
    fields_after=(
        FieldsAfter(rules.after_asking, (ASKED,)),
        FieldsAfter(rules.after_not_yet, (NOT_YET,)),
        FieldsAfter(rules.after_end, (WITHDRAWN, CLOSED, MOVED)),
    ),
    words=(service.hear,),
    followers=(
        Follower(service.post_after_asking, (ASKED,)),
        Follower(service.show_after_word, (ANSWERED,)),
        Follower(service.show_end, (NOT_YET, WITHDRAWN, CLOSED, MOVED)),
    ),
    jobs=(
        JobKind(service.ASK, service.post_question),
        JobKind(service.STOPPED, service.show_stopped),
    ),
    due=(
        Due(
            name=QUESTION,
            when=rules.due_at,
            act=service.close_unanswered,
            report_failure=service.report_not_closed,
        ),
    ),
    watchers=(service.see,),
    at_load=(service.remember_running,),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    announcements=ANNOUNCEMENTS,
)
