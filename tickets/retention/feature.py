"""How long closed tickets stay, and how long is kept what was said in deleted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import AlsoAnnounced, CardPart, Due, Feature, FieldsAfter, JobKind
from ..core.ticket import State
from ..lifecycle.service.closing import CLOSED, REOPENED
from .checks import CHECKS
from .discord import TranscriptMessages
from .facts import look_at_transcripts
from .render import NOTICES, SENTENCES, card_fields, deletion_sentence, no_buttons
from .rules import (
    CLEAR_TRANSCRIPTS,
    DELETE,
    ENDED,
    FORGET,
    TELL_DELETION,
    WIPE,
    after_closing,
    deletes_at,
    forgotten_at,
    tells_at,
)
from .service import clearing, deleting, forgetting
from .settings import DeletionSettings, RetentionSettings
from .store import RetentionStore

if TYPE_CHECKING:
    from ..core.app import App


def _store(app: App) -> RetentionStore:
    return RetentionStore(app.database, tuple(app.features.each("forgets_tickets")))


FEATURE = Feature(
    name="retention",
    needs=("activity", "lifecycle", "staff_log", "transcripts"),
    parts={
        RetentionStore: _store,
        TranscriptMessages: lambda app: TranscriptMessages(app.channels),
    },
    settings=(DeletionSettings, RetentionSettings),
    fields_after=(FieldsAfter(after_closing, (CLOSED, REOPENED)),),
    also_announced=(AlsoAnnounced(CLOSED, deletion_sentence),),
    card=(CardPart(card_fields, no_buttons),),
    due=(
        Due(
            name=TELL_DELETION,
            when=tells_at,
            act=deleting.tell,
            report_failure=deleting.nobody_told,
            states=(State.CLOSED,),
            switch="delete_after",
        ),
        Due(
            name=DELETE,
            when=deletes_at,
            act=deleting.delete,
            report_failure=deleting.report_failure,
            states=(State.CLOSED,),
            switch="delete_after",
        ),
        Due(
            name=FORGET,
            when=forgotten_at,
            act=forgetting.forget,
            states=ENDED,
            switch="retention",
            paced=False,
        ),
    ),
    jobs=(
        JobKind(WIPE, forgetting.wipe),
        JobKind(CLEAR_TRANSCRIPTS, clearing.clear_transcripts),
    ),
    catch_up=(clearing.clear_rest,),
    errors=SENTENCES,
    notices=NOTICES,
    checks=(CHECKS,),
    facts=(look_at_transcripts,),
)
