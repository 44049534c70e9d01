"""A server's configuration as a file."""

from __future__ import annotations

from ..core.discord.sent_files import SentFiles
from ..core.feature import Button, Feature, Form, JobKind, MenuPages
from ..core.ui.ids import KEY
from . import ui
from .commands import FileCommands
from .discord import NamedThings
from .render import SENTENCES, state
from .rules import IMPORT, PAGE
from .service.applying import finish_import, store_what_is_left
from .store import ConfigurationStore

_ROW = "the menu's controls"

FEATURE = Feature(
    name="config_file",
    needs=("configuration", "panels", "types"),
    parts={
        ConfigurationStore: lambda app: ConfigurationStore(app.database),
        NamedThings: lambda app: NamedThings(app.channels, app[SentFiles]),
    },
    menu_pages=(
        MenuPages(
            name=PAGE.name,
            title=PAGE.title,
            order=PAGE.order,
            state=state,
            make=ui.make_page,
            before_setup=True,
        ),
    ),
    buttons=(
        Button("file-export", KEY, answer=ui.give, row=_ROW),
        Button("file-import", KEY, answer=ui.ask, row=_ROW),
        Button("file-answer", KEY, ui.QUESTION, answer=ui.answer, row=_ROW),
        Button("file-all", KEY, answer=ui.show_all, row=_ROW),
        Button("file-apply", KEY, ui.TOKEN, answer=ui.apply, row=_ROW),
        Button("file-cancel", KEY, answer=ui.cancel, row=_ROW),
    ),
    forms=(Form("file-import", KEY, answer=ui.submit, row=_ROW),),
    commands=(FileCommands,),
    jobs=(JobKind(IMPORT, finish_import),),
    at_load=(store_what_is_left,),
    errors=SENTENCES,
)
