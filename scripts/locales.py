"""Keeps the catalogues in step with the code: ``make locales``; ``--check`` only looks.

Messages are what stands in ``_(…)`` and the help of the commands. Red reads ``.po`` files with
a parser of its own: no plurals, no contexts, and a fuzzy guess would count as a translation,
so there are none.
"""

from __future__ import annotations

import io
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tickets"
LOCALES = PACKAGE / "locales"
TEMPLATE = LOCALES / "messages.pot"


def messages() -> dict[str, set[str]]:
    """Every message, and the files in which it stands."""
    found: dict[str, set[str]] = {}
    for file, _line, message, _comments, _context in extract_from_dir(
        PACKAGE, [("**.py", "python")], keywords={"_": None}
    ):
        text = message if isinstance(message, str) else message[0]
        found.setdefault(text, set()).add(f"tickets/{file}")
    for text, file in _help_texts():
        found.setdefault(text, set()).add(file)
    for text in _slash_words():
        found.setdefault(text, set()).add("tickets/core/commands/slash_words.py")
    return found


def _slash_words() -> Iterator[str]:
    """Names, descriptions and options of the slash commands."""
    sys.path.insert(0, str(ROOT))
    cog = import_module("tickets.cog").Tickets
    module = import_module("tickets.core.commands.slash_words")
    for command in module.slash_commands(cog):
        yield from module.words_of(command)


def _help_texts() -> Iterator[tuple[str, str]]:
    """Docstrings that Red's help shows. Settings' help is put together from messages."""
    sys.path.insert(0, str(ROOT))
    cog = import_module("tickets.cog").Tickets
    made_from_a_setting = import_module(
        "tickets.configuration.commands.of_settings"
    ).SettingCommand
    yield cog.__doc__ or "", "tickets/cog.py"
    for command in cog.__cog_commands__:
        if not isinstance(command, made_from_a_setting):
            module = command.callback.__module__.replace(".", "/")
            yield command.callback.__doc__ or "", f"{module}.py"


def template() -> str:
    """The catalogue without translations."""
    return _written(_catalogue(None, {}))


def updated(file: Path) -> str:
    """A language's catalogue with the present messages; new ones have no translation."""
    known = read_po(io.BytesIO(file.read_bytes()))
    translations = {str(one.id): str(one.string) for one in known if one.id and one.string}
    if file.stem.startswith("fr"):
        translations = {text: _set_in_french(words) for text, words in translations.items()}
    return _written(_catalogue(file.stem, translations))


def _set_in_french(text: str) -> str:
    """With non-breaking spaces where French has spaces before signs, and one kind of ’."""
    text = re.sub(r"(?<=\S) (?=[:;!?»](?:[\s*)]|$))", "\u00a0", text.replace("\u2019", "'"))
    return re.sub("(?<=n°) |(?<=«) ", "\u00a0", text).replace("\u202f", "\u00a0")


def _catalogue(locale: str | None, translations: dict[str, str]) -> Catalog:
    catalogue = Catalog(
        locale=locale and locale.replace("-", "_"), header_comment="# Tickets for Red", fuzzy=False
    )
    for text, files in sorted(messages().items(), key=lambda one: (min(one[1]), one[0])):
        places = [(file, None) for file in sorted(files)]
        catalogue.add(text, translations.get(text, ""), locations=places)
    return catalogue


def _written(catalogue: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True, include_lineno=False)
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


def main() -> int:
    """Writes the catalogues, or with ``--check`` says which are out of date."""
    stale = [
        file
        for file, text in expected().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    for file in stale:
        if "--check" in sys.argv:
            print(f"{file.relative_to(ROOT)} is out of date: run make locales")
        else:
            file.write_text(expected()[file], encoding="utf-8")
            print(f"{file.relative_to(ROOT)} was brought up to date")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
