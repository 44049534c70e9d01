"""The catalogues: complete, and read by Red as they are meant."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "tickets" / "locales"
LANGUAGES = sorted(LOCALES.glob("*.po"))


def script() -> Any:
    spec = importlib.util.spec_from_file_location("locales_script", ROOT / "scripts/locales.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(file: Path) -> dict[str, str]:
    read = read_po(io.BytesIO(file.read_bytes()))
    return {str(one.id): str(one.string) for one in read if one.id}


def test_catalogues_are_up_to_date() -> None:
    """No text was added or changed without its catalogue: else run make locales."""
    for file, text in script().expected().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run make locales"


def test_french_is_there() -> None:
    """Half of the users read French."""
    assert LOCALES / "fr-FR.po" in LANGUAGES


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_every_message_is_translated(file: Path) -> None:
    """No English sentence appears on a server that speaks another language."""
    assert [text for text, translated in entries(file).items() if not translated] == []


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_placeholders_survive_translation(file: Path) -> None:
    """A translation fills in the same things as the original."""
    for text, translated in entries(file).items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", translated)), text


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_red_reads_what_was_written(file: Path) -> None:
    """Red's own parser of catalogues finds every message and its exact translation."""
    from redbot.core import _i18n, i18n

    token = _i18n.current_locale.set(file.stem)
    try:
        with file.open(encoding="utf-8") as opened:
            (read,) = i18n._parse(opened).values()
    finally:
        _i18n.current_locale.reset(token)
    assert {text: read.get(text) for text in entries(file)} == entries(file)


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_nothing_that_red_misreads(file: Path) -> None:
    """No guesses, plurals or contexts: Red takes guesses for truth and ignores the others."""
    text = file.read_text(encoding="utf-8")
    for mark in ("fuzzy", "msgid_plural", "msgctxt"):
        assert mark not in text


def test_messages_are_literals() -> None:
    """Nothing is built before it is translated: the catalogue would never have it."""
    for file in (ROOT / "tickets").rglob("*.py"):
        found = re.findall(r"[^\w.]_\(\s*f?[\"']", file.read_text(encoding="utf-8"))
        assert not [one for one in found if "f" in one.split("(")[1]], file


def test_messages_are_found() -> None:
    """No message stands inside an f-string, where nobody who looks for messages finds it."""
    for file in (ROOT / "tickets").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                said = [one for one in calls if ast.unparse(one.func) == "_"]
                literal = [one for one in said if isinstance(one.args[0], ast.Constant)]
                assert literal == [], file


#: Words that Discord, or this project's glossary in CONTRIBUTING.md, has another one for.
NOT_OURS = re.compile(
    r"\b(canal|canaux|chaîne|thread|raison|archive|transcription|panel|clôturer|tu|ton|tes)\b",
    re.I,
)
CODE = re.compile(r"`[^`]*`|\{\w+\}")


def french() -> dict[str, str]:
    return entries(LOCALES / "fr-FR.po")


def test_french_is_set_as_french_is() -> None:
    """No sign stands alone at the beginning of a line, and all apostrophes look the same."""
    for text in french().values():
        words = CODE.sub("", text)
        assert not re.search(r"[^\S\u00a0\n][:;!?»](?=[\s*)]|$)", words), text
        assert not re.search(r"\w[;!?»]|«\w|\w:(?=\s|$)", words), text
        assert not re.search("[’\u202f\u2009]|n° ", text), text


def test_french_words_are_the_same_everywhere() -> None:
    """A thing has one French name, Discord's own where Discord has one, and people are “vous”."""
    for english, text in french().items():
        if not english.startswith("/"):
            assert not NOT_OURS.search(CODE.sub("", text)), text


def test_nobody_reads_brackets_for_plurals() -> None:
    """“1 ticket(s)” and “parti(e)” are no sentences, in no language."""
    for english, translated in french().items():
        assert not re.search(r"\w\((s|e|es|x)\)", f"{english} {translated}"), english
