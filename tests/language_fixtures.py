"""Fixtures of the tests that need no Discord and no storage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from redbot.core._i18n import current_locale

from tickets import i18n

if TYPE_CHECKING:
    from collections.abc import Iterator


_CATALOGUES = Path(i18n.__file__).parent / "locales"
LANGUAGES = ("en-US", *sorted(catalogue.stem for catalogue in _CATALOGUES.glob("*.po")))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs the test once in each language that the cog speaks."""
    token = current_locale.set(request.param)
    i18n._.load_translations()  # type: ignore[no-untyped-call] # Red's
    yield request.param
    # Not "en-US": a language of this test's would go before that of a later test's server.
    current_locale.reset(token)
