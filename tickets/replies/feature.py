"""Ready answers: texts that the staff sends often, in the name of whoever sends them."""

from __future__ import annotations

from ..core.feature import Button, Feature, FilePart, Form, MenuPages
from ..core.ui.ids import KEY, NUMBER, ORIGIN, SESSION
from . import service, ui
from .commands import ReplyCommands
from .discord import ReadyMessages
from .render import SENTENCES
from .rules import PAGE
from .store import ReadyAnswerStore, replace_answers

_MENU, _SENDING = "the menu's controls", "ticketmod reply"

FEATURE = Feature(
    name="replies",
    needs=("activity", "configuration", "lifecycle", "types"),
    parts={
        ReadyAnswerStore: lambda app: ReadyAnswerStore(app.database),
        ReadyMessages: lambda app: ReadyMessages(app.bot, app.channels),
        service.SentPreviews: lambda _app: service.SentPreviews(),
    },
    menu_pages=(
        MenuPages(
            name=PAGE.name,
            title=PAGE.title,
            order=PAGE.order,
            stored_state=ui.state,
            make=ui.make_page,
        ),
    ),
    buttons=(
        Button("ready-edit", KEY, ui.ANSWER, answer=ui.ask, row=_MENU),
        Button("ready-delete", KEY, ui.ANSWER, answer=ui.delete, row=_MENU),
        Button("ready-show", NUMBER, ui.ANSWER, answer=ui.show, row=_SENDING),
        Button(
            "ready-send",
            NUMBER,
            SESSION,
            ui.ANSWER,
            ui.REVISION,
            ORIGIN,
            answer=ui.send,
            row=_SENDING,
        ),
    ),
    forms=(Form("ready-edit", KEY, ui.ANSWER, ui.REVISION, answer=ui.submit, row=_MENU),),
    commands=(ReplyCommands,),
    resets=(service.forget_ready_answers,),
    file_parts=(
        FilePart(
            name="replies",
            title=PAGE.title,
            table="ready_answers",
            order=20,
            schema=service.schema,
            present=service.ready_answers_of,
            to_file=service.to_file,
            from_file=service.from_file,
            merged=service.merged,
            words=lambda one: (one.name, one.text),
            store=replace_answers,
        ),
    ),
    errors=SENTENCES,
)
