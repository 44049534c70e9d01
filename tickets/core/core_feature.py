"""What core itself brings, in the form in which features bring theirs."""

from __future__ import annotations

from .feature import Feature
from .render.errors import SENTENCES
from .store.personal import PERSONAL
from .store.schema import STEPS

FEATURE = Feature(name="core", steps=STEPS, personal=PERSONAL, errors=SENTENCES)
