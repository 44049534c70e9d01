"""What people, server and page of the demo say, in each of the cog's languages.

Each language is a module of the folder ``said``. `LOCALE` is Discord's name of the language.
`SAID` is for the living server, `TOLD` for the pictures, `PAGE` has the page's own words.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from said import de, en, es, fr

_SPOKEN = {"en": en, "fr": fr, "de": de, "es": es}
#: The languages of ``make demo SPEAK=…``, with Discord's names for them.
LOCALES = {language: spoken.LOCALE for language, spoken in _SPOKEN.items()}
#: What people write and name on the living server.
SAID: dict[str, dict[str, Any]] = {language: spoken.SAID for language, spoken in _SPOKEN.items()}
#: What people write and name in the pictures. Some languages have fewer of them.
TOLD: dict[str, dict[str, Any]] = {language: spoken.TOLD for language, spoken in _SPOKEN.items()}
#: The page's own words in each language, by what stands in its files.
PAGE: dict[str, dict[str, str]] = {language: spoken.PAGE for language, spoken in _SPOKEN.items()}

_CATALOGUES = Path(__file__).resolve().parent.parent / "tickets" / "locales"


def catalogue(locale: str) -> dict[str, str]:
    """The cog's translations into a language, by what they translate; none into English."""
    file = _CATALOGUES / f"{locale}.po"
    if not file.exists():
        return {}
    read = read_po(io.BytesIO(file.read_bytes()))
    return {str(one.id): str(one.string) for one in read if one.id}


class Words:
    """The cog's own words in a language, as the catalogue has them."""

    def __init__(self, language: str) -> None:
        self._known = catalogue(LOCALES[language])

    def __call__(self, english: str) -> str:
        """The text in the language."""
        return self._known.get(english, english)


def page_in(language: str, text: str) -> str:
    """A file of the page in a language."""
    for english, translated in PAGE[language].items():
        text = text.replace(english, translated)
    return text
