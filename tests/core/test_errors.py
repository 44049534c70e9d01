"""Every error that people are told about has words, in every complete language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from redbot.core._i18n import current_locale

from tests.core.builders import COMPLETE
from tests.core.test_failures import ORDINARY
from tickets import i18n
from tickets.cog import FEATURES
from tickets.core.errors import Refused, TicketError
from tickets.core.feature import Feature, Sentence
from tickets.core.features import Features
from tickets.core.render.failures import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator


def below(error: type[TicketError] = TicketError) -> Iterator[type[TicketError]]:
    """All classes of errors of the cog, from the bases on."""
    for one in error.__subclasses__():
        if one.__module__.startswith("tickets."):
            yield one
            yield from below(one)


ALL = tuple(dict.fromkeys(below()))
#: Bases that only say what others have in common: nobody meets them.
GROUPS = {
    *("Refused", "TicketMoved", "DiscordSaidNo", "SettingRefused", "PanelRefused"),
    *("StaysUndeleted", "AccessRefused", "NotAdmitted", "TypeRefused"),
}


def owner_of(error: type[TicketError]) -> str:
    """The feature that declares an error."""
    return error.__module__.split(".")[1]


def without_sentence(classes: Iterable[type[TicketError]], features: Features) -> Iterator[str]:
    """Errors that no feature has a sentence for, neither their own nor one above them."""
    known = {sentence.error for sentence in features.each("errors")}
    for one in classes:
        if one.__name__ not in GROUPS and not known & set(one.__mro__):
            yield f"{one.__name__} of {owner_of(one)} has no sentence"


def in_language(language: str, error: type[TicketError]) -> str:
    """What is said of an error there."""
    token = current_locale.set(language)
    i18n._.load_translations()  # type: ignore[no-untyped-call] # Red's
    try:
        return explain(error(**{name: ORDINARY[name] for name in error._facts}))
    finally:
        current_locale.reset(token)


def untranslated(
    classes: Iterable[type[TicketError]],
    language: str,
    said: Callable[[str, type[TicketError]], str] = in_language,
) -> Iterator[str]:
    """Errors that are told in English there."""
    for one in classes:
        if one.__name__ not in GROUPS and said(language, one) == said("en-US", one):
            yield f"{one.__name__} of {owner_of(one)} is not translated to {language}"


def test_every_error_has_a_sentence() -> None:
    """Declared by a feature, for the class or one above it that is told the same way."""
    found = "\n".join(without_sentence(ALL, FEATURES))
    assert not found, found


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_translated(language: str) -> None:
    """In a language that is complete no error is told in English."""
    found = "\n".join(untranslated(ALL, language))
    assert not found, found


def test_groups_are_no_errors_of_their_own() -> None:
    """What has no sentence has errors below it that do, and is nowhere raised."""
    groups = {one for one in ALL if one.__name__ in GROUPS}
    assert {one.__name__ for one in groups} == GROUPS
    assert all(one.__subclasses__() for one in groups)


def sentences_of_others(features: Iterable[Feature]) -> Iterator[str]:
    """Sentences for errors of a feature that the speaker doesn't need."""
    for feature in features:
        allowed: Collection[str] = (feature.name, "core", *feature.needs)
        for sentence in feature.errors:
            if owner_of(sentence.error) not in allowed:
                yield f"{feature.name} speaks for {sentence.error.__name__}"


def test_features_speak_for_themselves() -> None:
    """A feature's errors go with it: others say nothing of them."""
    assert list(sentences_of_others(FEATURES)) == []


# Seen failing


class Wordless(TicketError):
    """An error that nobody has words for."""

    __module__ = "elsewhere.praises.rules"


def test_an_error_without_words_is_named() -> None:
    """A new error fails by its name until it has a sentence, and until that is translated."""
    assert list(without_sentence([Wordless], FEATURES)) == ["Wordless of praises has no sentence"]
    features = Features(Feature(name="praises", errors=(Sentence(Wordless, str),)))
    assert list(without_sentence([Wordless], features)) == []
    assert list(untranslated([Wordless], "fr-FR", lambda _language, _error: "Same")) == [
        "Wordless of praises is not translated to fr-FR"
    ]
    blocks = Feature(name="blocks", errors=(Sentence(Wordless, str), Sentence(Refused, str)))
    assert list(sentences_of_others([blocks])) == ["blocks speaks for Wordless"]
