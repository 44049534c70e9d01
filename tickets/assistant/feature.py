"""Setting the system up, question by question."""

from __future__ import annotations

from ..core.feature import Button, Feature, Form
from ..core.ui.ids import KEY
from . import ui
from .commands import AssistantCommands
from .render.errors import SENTENCES

_ROW = "the assistant"

FEATURE = Feature(
    name="assistant",
    needs=("configuration", "lifecycle", "panels", "requests", "staff_log", "transcripts"),
    buttons=(
        Button("setup-begin", KEY, answer=ui.begin, row=_ROW),
        Button("setup", KEY, ui.STEP, ui.ANSWER, answer=ui.answer, row=_ROW),
        Button("setup-back", KEY, ui.STEP, answer=ui.back, row=_ROW),
        Button("setup-cancel", KEY, answer=ui.cancel, row=_ROW),
    ),
    forms=(Form("setup-reasons", KEY, answer=ui.submit_reasons, row=_ROW),),
    commands=(AssistantCommands,),
    errors=SENTENCES,
)
