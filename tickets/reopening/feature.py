"""Openers who reopen their tickets themselves."""

from __future__ import annotations

from ..core.feature import Button, DirectPart, Feature
from ..core.ui.ids import NUMBER, SERVER
from ..lifecycle.service.closing import CLOSED
from . import ui
from .render import SENTENCES, offer
from .rules import REOPEN
from .service import allows_opener, offered_until
from .settings import ReopeningSettings

FEATURE = Feature(
    name="reopening",
    needs=("blocks", "lifecycle"),
    settings=(ReopeningSettings,),
    buttons=(Button("reopen-own", SERVER, NUMBER, answer=ui.reopen, row="Reopen, in private"),),
    opener_reopens=(allows_opener,),
    direct_parts=(DirectPart(name=REOPEN, event=CLOSED, keeps=offered_until, show=offer),),
    errors=SENTENCES,
)
