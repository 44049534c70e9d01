"""How long, how many and how high the settings here can be: what they say themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...admission.settings import AdmissionSettings
from ...core.declaration import fields_of
from ...core.team import Team
from ...lifecycle.settings import OpeningSettings
from ...reminders.settings import ReminderSettings
from ...reopening.settings import ReopeningSettings
from ...retention.settings import DeletionSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTS = (
    Team,
    OpeningSettings,
    AdmissionSettings,
    ReminderSettings,
    ReopeningSettings,
    DeletionSettings,
)


@lru_cache(maxsize=1)
def _schemas() -> Mapping[str, Mapping[str, Any]]:
    every = (one for part in _PARTS for one in fields_of(part) if one.metadata)
    return {one.name: one.metadata["kind"].schema() for one in every}


def limit_of(key: str) -> int:
    """The highest number, the most characters or the most things that a setting takes."""
    found = _schemas()[key]
    return int(next(found[name] for name in ("maximum", "maxLength", "maxItems") if name in found))
