"""Ratings: what openers think of the help they got."""

from __future__ import annotations

from ..core.feature import (
    Button,
    DirectPart,
    Feature,
    FieldsAfter,
    Follower,
    Form,
    JobKind,
)
from ..core.ui.ids import NUMBER, SERVER, IdPart
from ..lifecycle.service.closing import CLOSED, REOPENED
from . import service, ui
from .checks import CHECKS
from .render import LOG_LINES, SENTENCES, ask
from .rules import ASK, RATED, RATING
from .settings import RatingSettings

#: Which closing is rated: when that was.
CLOSED_AT = IdPart("closed_at", r"\d{1,12}")

FEATURE = Feature(
    name="ratings",
    needs=("lifecycle",),
    settings=(RatingSettings,),
    buttons=(
        Button("rate", SERVER, NUMBER, CLOSED_AT, answer=ui.rate, row="Stars"),
        Button(
            "rate-comment", SERVER, NUMBER, CLOSED_AT, answer=ui.ask_comment, row="Add a comment"
        ),
    ),
    forms=(
        Form("rate-comment", SERVER, NUMBER, CLOSED_AT, answer=ui.comment, row="Add a comment"),
    ),
    events=(RATED,),
    followers=(Follower(service.ask_without_message, (CLOSED,), order=50),),
    fields_after=(FieldsAfter(service.forget_rating, (REOPENED,)),),
    jobs=(JobKind(ASK, service.ask_in_ticket),),
    direct_parts=(
        DirectPart(
            name=RATING,
            event=CLOSED,
            keeps=service.asked_about,
            show=ask,
            elsewhere=service.ask_elsewhere,
        ),
    ),
    errors=SENTENCES,
    log_lines=LOG_LINES,
    checks=(CHECKS,),
)
