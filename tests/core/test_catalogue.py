"""The catalogues: correct, complete where that is promised, and read by Red as they are meant."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po

from tests.core.builders import COMPLETE

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "tickets" / "locales"
TOPIC = "#{number} · opened by {opener} on {date}"
LANGUAGES = sorted(LOCALES.glob("*.po"))


def newly_read_script() -> Any:
    spec = importlib.util.spec_from_file_location("locales_script", ROOT / "scripts/locales.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: It knows the messages in the code once it has looked for them, which takes half a second.
script = cache(newly_read_script)


def entries(file: Path) -> dict[str, str]:
    read = read_po(io.BytesIO(file.read_bytes()))
    return {str(one.id): str(one.string) for one in read if one.id}


def test_catalogues_are_up_to_date() -> None:
    """No text was added or changed without its catalogue: else run make locales."""
    for file, text in script().expected().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run make locales"


@pytest.mark.parametrize("language", COMPLETE)
def test_complete_languages_stay_complete(language: str) -> None:
    """No English sentence appears on a server that speaks one of them. Half of the users read
    French."""
    assert script().missing(LOCALES / f"{language}.po") == []


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_what_is_translated_is_translated_well(file: Path) -> None:
    """It fills in the same things as the original, and Discord takes it where commands are
    named."""
    assert script().mistakes(file) == []


def partial(folder: Path, **translations: str) -> Path:
    """A catalogue in which only some messages are translated: `translations`, and a title."""
    file = folder / "de-DE.po"
    known = {"(edited)": "(bearbeitet)", **translations}
    catalogue = read_po(io.BytesIO((LOCALES / "messages.pot").read_bytes()))
    for one in catalogue:
        if one.id:
            one.string = known.pop(str(one.id), "")
    assert known == {}
    with file.open("wb") as opened:
        write_po(opened, catalogue, width=0)
    return file


def test_a_language_may_be_translated_in_part(tmp_path: Path) -> None:
    """What there is counts, what is missing is counted, and none of that is a mistake."""
    module, file = script(), partial(tmp_path, **{TOPIC: ""})
    assert module.mistakes(file) == []
    lacking = module.missing(file)
    assert len(lacking) == len(module.messages()) - 1
    assert "(edited)" not in lacking
    assert f"1 of {len(module.messages())}" in module.how_complete(file)

    file.write_text(module.updated(file), encoding="utf-8")
    assert entries(file)["(edited)"] == "(bearbeitet)"
    assert entries(file).keys() == module.messages().keys()
    assert len(module.missing(file)) == len(lacking)


@pytest.mark.parametrize(
    ("text", "translated", "mistake"),
    [
        ("(edited)", "(bearbeitet von {name})", "{name} instead of no placeholder"),
        ("Version {number}", "Version {nummer}", "{nummer} instead of {number}"),
        (TOPIC, "Nr. {number}, {opener}, {date}", "without '#{number} ' at its beginning"),
        ("/open", "/Öffnen", "lower case"),
        ("/open", "/mach auf", "have up to 32 letters"),
        ("/open", "öffnen", "begin with /"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, translated: str, mistake: str) -> None:
    """With the message, and what is wrong with it."""
    (told,) = script().mistakes(partial(tmp_path, **{text: translated}))
    assert repr(text) in told
    assert mistake in told


def test_descriptions_of_commands_fit(tmp_path: Path) -> None:
    """Discord refuses all commands of the bot if one description is too long."""
    module = script()
    text = next(one for one in module._slash_words() if not one.startswith("/"))
    assert module.mistakes(partial(tmp_path, **{text: "ß" * 100})) == []
    (told,) = module.mistakes(partial(tmp_path, **{text: "ß" * 101}))
    assert "more than 100 characters" in told


@pytest.mark.parametrize(
    "file", [*LANGUAGES, LOCALES / "messages.pot"], ids=lambda file: file.stem
)
def test_catalogues_dont_say_where_messages_stand(file: Path) -> None:
    """They are sorted by message: moving code changes no catalogue."""
    assert [*entries(file)] == sorted(entries(file))
    assert "\n#:" not in file.read_text(encoding="utf-8")


def test_notes_for_translators_and_of_theirs_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A comment beside the message in the code is in all catalogues; a translator's own note
    stays in theirs."""
    module = newly_read_script()
    code = "# Translators: of a door\n_('Open')\n# Not for them.\n_('Shut')\n"
    (tmp_path / "door.py").write_text(code)
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    assert module.messages()["Open"] == ["of a door"]
    assert module.messages()["Shut"] == []
    file = tmp_path / "de-DE.po"
    file.write_text('# Not sure.\nmsgid "Open"\nmsgstr "Auf"\n', encoding="utf-8")
    assert '# Not sure.\n#. of a door\nmsgid "Open"\nmsgstr "Auf"\n' in module.updated(file)
    assert 'msgid "Shut"\nmsgstr ""\n' in module.updated(file)
    assert '\n\n#. of a door\nmsgid "Open"\nmsgstr ""\n' in module.template()


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_red_reads_what_was_written(file: Path) -> None:
    """Red's own parser of catalogues finds every translation, exactly, and nothing else: what
    is missing is shown as it is."""
    from redbot.core import _i18n, i18n

    token = _i18n.current_locale.set(file.stem)
    try:
        with file.open(encoding="utf-8") as opened:
            # Red's annotation forgets that there is a catalogue for each language.
            parsed: Any = i18n._parse(opened)
    finally:
        _i18n.current_locale.reset(token)
    (read,) = parsed.values()
    read.pop("", None)
    assert read == {text: words for text, words in entries(file).items() if words}


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
    r"\b(canal|canaux|chaîne|thread|motif|archive|transcription|panel|clôturer|tu|ton|tes)\b",
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


#: Words for which CONTRIBUTING.md has another one in German, and how people aren't spoken to.
NOT_OURS_IN_GERMAN = re.compile(
    r"\b(Faden|DM|PN|Staff|Administratoren|User|Eröffner|Schaltfläche|Dropdown|Textbaustein|"
    r"geloggt|Cooldown|erneut|nochmals|blockier\w*|\w+[:*]innen|Ihnen|haben Sie|können Sie)\b"
)


def test_german_words_are_the_same_everywhere() -> None:
    """A thing has one German name, people are “du”, and signs are set as German sets them."""
    for english, text in entries(LOCALES / "de-DE.po").items():
        words = CODE.sub("", text)
        if english.startswith("/"):
            continue
        assert not NOT_OURS_IN_GERMAN.search(words), text
        assert not re.search("[”’«»]|\\w…", words), text
        assert words.count("„") == words.count("“"), text


#: Words for which CONTRIBUTING.md has another one in Spanish, and how people aren't spoken to.
NOT_OURS_IN_SPANISH = re.compile(
    r"\b(thread|staff|MD|razón|archivar|reclamar|desplegable|comandos slash|clic en|usted|ustedes|"
    r"vosotros|vuestr[oa]s?|os|vos|log|logs|cooldown|prohibir|celular|móvil)\b",
    re.I,
)


def test_spanish_words_are_the_same_everywhere() -> None:
    """A thing has one Spanish name, people are “tú”, and signs are set as Spanish sets them."""
    for english, text in entries(LOCALES / "es-ES.po").items():
        words = CODE.sub("", text)
        if english.startswith("/"):
            continue
        assert not NOT_OURS_IN_SPANISH.search(words), text
        assert not re.search("[“”’]|« | »", words), text
        assert words.count("«") == words.count("»"), text
        assert words.count("¿") == words.count("?"), text
        assert words.count("¡") == words.count("!"), text


def test_nobody_reads_brackets_for_plurals() -> None:
    """“1 ticket(s)” and “parti(e)” are no sentences, in no language."""
    for english, translated in french().items():
        assert not re.search(r"\w\((s|e|es|x)\)", f"{english} {translated}"), english


def test_commands_are_named_as_they_are_typed() -> None:
    """Nowhere without what they begin with: it is the server's own prefix, or a slash."""
    named = re.compile(r"`(ticketset|ticketmod|ticket)\b")
    assert [text for text in script().messages() if named.search(text)] == []


# ------------------------------------------------------------------------------- plain words

#: Words that sound translated, and what people say instead.
STIFF = {
    "at present": "right now",
    "somebody": "someone",
    "anybody": "anyone",
    "everybody": "everyone",
    "whoever": "people who",
    "meanwhile": "in the meantime",
    "mend": "fix",
    "shall": "should, or will",
    "for good": "permanently",
    "forgotten": "erased",
    "of the staff": "staff",
    "decide about": "decide on",
    "has ended": "has expired",
    "present value": "current value",
}
#: Where such a word is right, by the beginning of the message.
RIGHT_THERE = {
    "Add a reason to a selector": ("somebody",),
    "Delete this ticket? The channel": ("for good",),
    "Close and delete this ticket? The channel": ("for good",),
}
LONGEST_SENTENCE, LONGEST_TEXT = 25, 2000


def sentences(text: str) -> list[str]:
    """The sentences of a message, code and lists taken apart."""
    plain = re.sub(r"`[^`]*`", "code", text)
    return [one for one in re.split(r"[.!?:…]\s|\n\s*\n|\n- |\n-# ", plain) if one.strip()]


@pytest.mark.parametrize("word", STIFF)
def test_no_message_sounds_translated(word: str) -> None:
    """Members read a bot once a year, upset, on a phone: plain words, and few."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    found = [
        text
        for text in script().messages()
        if pattern.search(text)
        and not any(
            word in words for start, words in RIGHT_THERE.items() if text.startswith(start)
        )
    ]
    assert found == [], f"better: {STIFF[word]}"


def test_messages_are_short() -> None:
    """No semicolon glues two facts together, a sentence has at most 25 words, and a message
    fits Discord's."""
    for text in script().messages():
        assert ";" not in text, text
        assert len(text) <= LONGEST_TEXT, text
        for sentence in sentences(text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("language", COMPLETE)
def test_translations_are_short(language: str) -> None:
    """So are translations; French needs a few words more."""
    for text in entries(LOCALES / f"{language}.po").values():
        assert ";" not in text, text
        assert len(text) <= LONGEST_TEXT, text
        for sentence in sentences(text):
            assert len(sentence.split()) <= LONGEST_SENTENCE + 7, sentence
