"""Opening hours: when somebody of the staff is there."""

from __future__ import annotations

from ..core.feature import Feature, FieldsAfter, ToldOpener
from ..lifecycle.service.closing import CLOSED, REOPENED
from . import service
from .checks import CHECKS
from .facts import look_at_hours
from .render import SENTENCES, from_when
from .settings import HoursSettings

FEATURE = Feature(
    name="hours",
    needs=("lifecycle",),
    settings=(HoursSettings,),
    at_load=(service.know_zones,),
    guards=(service.require_open_hours,),
    offers=(service.offers,),
    told_opener=(ToldOpener(fields=service.from_when, show=from_when),),
    fields_after=(FieldsAfter(service.after_closing, (CLOSED, REOPENED)),),
    fields_after_answer=(service.after_answer,),
    checks=(CHECKS,),
    setting_facts=(look_at_hours,),
    errors=SENTENCES,
)
