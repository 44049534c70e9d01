"""Keeps the catalogues in step with the code: ``make locales``; ``--check`` only looks.

Messages are what stands in ``_(…)`` and the help of the commands. They are sorted by themselves
and don't say where they stand, so that moving code changes no catalogue. A comment in the code
that begins with ``Translators:``, just above a message, stands above it in the catalogues too.
What translators note in theirs stays there.

A language may be translated in part: what is missing is shown in English, and counted here.

Red reads ``.po`` files with a parser of its own: no plurals, no contexts, and a fuzzy guess
would count as a translation, so there are none.
"""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tickets"
LOCALES = PACKAGE / "locales"
TEMPLATE = LOCALES / "messages.pot"
#: What a comment for translators begins with.
HINT = "Translators:"
_PLACEHOLDER = re.compile(r"\{\w+\}")
#: What stands at the beginning of a channel's topic, by which the cog knows the channel again.
_TOPIC = "#{number} "
#: What Discord allows as the name of a command or option, behind our slash. Lower case, too.
_SLASH_NAME = re.compile(r"/[-_\w]{1,32}")
#: How long Discord lets a description of a command or option be.
_DESCRIPTION = 100


@cache
def messages() -> dict[str, list[str]]:
    """Every message, and what its translators are told about it."""
    found: dict[str, list[str]] = {}
    for _file, _line, message, comments, _context in extract_from_dir(
        PACKAGE,
        [("**.py", "python")],
        keywords={"_": None},
        comment_tags=(HINT,),
        strip_comment_tags=True,
    ):
        text = message if isinstance(message, str) else message[0]
        hints = found.setdefault(text, [])
        hints += [comment for comment in comments if comment not in hints]
    for text in (*_help_texts(), *_slash_words()):
        found.setdefault(text, [])
    return dict(sorted(found.items()))


def _slash_words() -> Iterator[str]:
    """Names, descriptions and options of the slash commands."""
    slash_commands, words_of = _ours("slash_commands"), _ours("words_of")
    for command in slash_commands(_cog()):
        yield from words_of(command)


def _help_texts() -> Iterator[str]:
    """Docstrings that Red's help shows. Settings' help is put together from messages."""
    made_from_a_setting = _ours("SettingCommand")
    yield _cog().__doc__ or ""
    for command in _cog().__cog_commands__:
        if not isinstance(command, made_from_a_setting):
            yield command.callback.__doc__ or ""


def _cog() -> Any:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return import_module("tickets.cog").Tickets


def _ours(name: str) -> Any:
    """A function or class of the package, in whatever module it is."""
    _cog()
    for module_name, module in [*sys.modules.items()]:
        found = getattr(module, name, None) if module_name.startswith("tickets.") else None
        if found is not None and found.__module__ == module_name:
            return found
    raise SystemExit(f"Nothing in tickets/ is called {name}: scripts/locales.py needs it.")


# ------------------------------------------------------------------------- catalogues


def template() -> str:
    """The catalogue without translations."""
    return _written(_catalogue(None, {}, {}))


def updated(file: Path) -> str:
    """A language's catalogue with the present messages; new ones have no translation."""
    known = [one for one in _read(file) if one.id]
    translations = {str(one.id): str(one.string) for one in known if one.string}
    notes = {str(one.id): list(one.user_comments) for one in known}
    if file.stem.startswith("fr"):
        translations = {text: _set_in_french(words) for text, words in translations.items()}
    return _written(_catalogue(file.stem, translations, notes))


def _read(file: Path) -> Catalog:
    return read_po(io.BytesIO(file.read_bytes()))


def _set_in_french(text: str) -> str:
    """With non-breaking spaces where French has spaces before signs, and one kind of ’."""
    text = re.sub(r"(?<=\S) (?=[:;!?»](?:[\s*)]|$))", "\u00a0", text.replace("\u2019", "'"))
    return re.sub("(?<=n°) |(?<=«) ", "\u00a0", text).replace("\u202f", "\u00a0")


def _catalogue(
    locale: str | None, translations: Mapping[str, str], notes: Mapping[str, list[str]]
) -> Catalog:
    catalogue = Catalog(
        locale=locale and locale.replace("-", "_"), header_comment="# Tickets for Red", fuzzy=False
    )
    for text, hints in messages().items():
        catalogue.add(
            text,
            translations.get(text, ""),
            auto_comments=hints,
            user_comments=notes.get(text, ()),
        )
    return catalogue


def _written(catalogue: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, no_location=True)
    header = (
        '# Tickets for Red\nmsgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header + buffer.getvalue().decode().replace("#, python-format\n", "").replace(
        "#, python-brace-format\n", ""
    )


def expected() -> dict[Path, str]:
    """What each catalogue should contain now."""
    return {
        TEMPLATE: template(),
        **{file: updated(file) for file in sorted(LOCALES.glob("*.po"))},
    }


# ------------------------------------------------------------------------ translations


def missing(file: Path) -> list[str]:
    """The messages that a language has no translation for: they are shown in English."""
    translated = {str(one.id) for one in _read(file) if one.id and one.string}
    return [text for text in messages() if text not in translated]


def mistakes(file: Path) -> list[str]:
    """What is wrong with the translations there are, one sentence each."""
    slash_words = {*_slash_words()}
    found = []
    for one in _read(file):
        text, words = str(one.id or ""), str(one.string or "")
        if not text or not words:
            continue
        asked, given = ({*_PLACEHOLDER.findall(part)} for part in (text, words))
        if asked != given:
            shown = f"{_list(given)} instead of {_list(asked)}"
            found.append(f"{text!r} is translated with {shown}.")
        if text.startswith(_TOPIC) and not words.startswith(_TOPIC):
            found.append(f"{text!r} is translated without {_TOPIC!r} at its beginning.")
        if text.startswith("/") and text in slash_words:
            if not _SLASH_NAME.fullmatch(words) or words != words.lower():
                found.append(
                    f"{text!r} is translated as {words!r}: names of slash commands begin with / "
                    "here, and have up to 32 letters, digits, - and _, in lower case."
                )
        elif text in slash_words and len(words) > _DESCRIPTION:
            found.append(f"{text!r} is translated with more than {_DESCRIPTION} characters.")
    return found


def _list(placeholders: set[str]) -> str:
    return ", ".join(sorted(placeholders)) or "no placeholder"


def how_complete(file: Path) -> str:
    """One line about a language."""
    lacking, all_there_are = len(missing(file)), len(messages())
    if not lacking:
        return f"{file.stem}: all {all_there_are} texts are translated"
    there = all_there_are - lacking
    return (
        f"{file.stem}: {there} of {all_there_are} texts are translated, {lacking} are in English"
    )


def main() -> int:
    """Writes the catalogues, or with ``--check`` says which are out of date."""
    wanted, only_looks = expected(), "--check" in sys.argv
    stale = [
        file
        for file, text in wanted.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    for file in stale:
        if only_looks:
            print(f"{file.relative_to(ROOT)} is out of date: run make locales")
        else:
            file.write_text(wanted[file], encoding="utf-8")
            print(f"{file.relative_to(ROOT)} was brought up to date")
    wrong = False
    for file in sorted(LOCALES.glob("*.po")):
        print(how_complete(file))
        for mistake in mistakes(file):
            print(f"  {mistake}")
            wrong = True
    return int(wrong or (only_looks and bool(stale)))


if __name__ == "__main__":
    sys.exit(main())
