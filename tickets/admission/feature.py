"""Who may open a ticket."""

from __future__ import annotations

from ..core.feature import Feature
from .checks import CHECKS
from .render import SENTENCES
from .service import offers, require_allowed
from .settings import AdmissionSettings
from .store import EndedTickets

FEATURE = Feature(
    name="admission",
    needs=("lifecycle",),
    parts={EndedTickets: lambda app: EndedTickets(app.database)},
    settings=(AdmissionSettings,),
    guards=(require_allowed,),
    offers=(offers,),
    checks=(CHECKS,),
    errors=SENTENCES,
)
