"""Requests about a person's data."""

from __future__ import annotations

from ..core.feature import Feature
from .store import PeopleStore

FEATURE = Feature(
    name="privacy",
    parts={
        PeopleStore: lambda app: PeopleStore(app.database, tuple(app.features.each("personal")))
    },
)
