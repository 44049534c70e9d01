"""Forms: what members are asked before their ticket opens."""

from __future__ import annotations

from ..core.feature import Button, Feature, Form, MenuPages, SettingHook
from ..core.settings import FORM
from ..core.ui.ids import KEY, TYPE
from . import ui
from .commands import FormCommands
from .render import SENTENCES, state
from .rules import KEY as SETTING
from .service import require_fits

_ROW = "the menu's controls"

FEATURE = Feature(
    name="forms",
    needs=("configuration", "lifecycle", "types"),
    menu_pages=(
        MenuPages(
            name=FORM.name,
            title=FORM.title,
            order=FORM.order,
            state=state,
            make=ui.make_page,
        ),
    ),
    hooks=(SettingHook(keys=(SETTING, "opening_reason"), require=require_fits),),
    buttons=(
        Button("form-edit", KEY, TYPE, ui.QUESTION, answer=ui.ask_question, row=_ROW),
        Button("form-limits", KEY, TYPE, ui.QUESTION, answer=ui.ask_limits, row=_ROW),
        Button("form-raise", KEY, TYPE, ui.QUESTION, answer=ui.raise_one, row=_ROW),
        Button("form-delete", KEY, TYPE, ui.QUESTION, answer=ui.delete, row=_ROW),
        Button("form-own", KEY, TYPE, answer=ui.make_own, row=_ROW),
        Button("form-follow", KEY, TYPE, answer=ui.follow, row=_ROW),
        Button("form-try", KEY, TYPE, answer=ui.try_form, row=_ROW),
    ),
    forms=(
        Form("form-edit", KEY, TYPE, ui.QUESTION, answer=ui.submit_question, row=_ROW),
        Form("form-limits", KEY, TYPE, ui.QUESTION, answer=ui.submit_limits, row=_ROW),
        Form("form-try", answer=ui.submit_trial, row=_ROW),
    ),
    commands=(FormCommands,),
    errors=SENTENCES,
)
