"""Writes the tables of the documentation from the code: ``make docs``; ``--check`` only looks.

A page in ``docs/<language>/`` has ``<!-- name: begin -->`` and ``<!-- name: end -->`` around each
table. What stands in a table comes from where the cog has it: settings from their description,
commands from their docstrings, checks from the doctor; in each language from its catalogue.
``docs/errors.md`` and ``docs/configuration.schema.json`` are made from the code alone.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redbot.core import commands
from redbot.core.i18n import set_contextual_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
#: The catalogue of each language of the documentation, None for the cog's own words.
LANGUAGES = {"en": "en-US", "fr": "fr-FR"}
_HEADS = {
    "en": {
        "picture": "The page {page} of the menu: each setting with its control",
        "setting": "setting",
        "typed": "typed",
        "does": "what it does",
        "default": "default",
        "command": "command",
        "slash": "as a slash command",
        "check": "what the doctor says",
        "harm": "what it breaks",
        "fix": "how to fix it",
    },
    "fr": {
        "picture": "La page {page} du menu : chaque réglage et ce qui le change",
        "setting": "réglage",
        "typed": "commande tapée",
        "does": "ce qu'il fait",
        "default": "par défaut",
        "command": "commande tapée",
        "slash": "en commande slash",
        "check": "ce que dit le diagnostic",
        "harm": "ce qui ne marche pas",
        "fix": "ce qu'il faut faire",
    },
}
_TABLE = re.compile(r"(<!-- (\w+): begin -->\n).*?(<!-- \2: end -->)", re.DOTALL)


class Tables:
    """The tables in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._heads = _HEADS[language]
        set_contextual_locale(LANGUAGES[language])
        i18n = import_module("tickets.i18n")
        i18n._.load_translations()
        self._: Callable[[str], str] = i18n._
        cog = import_module("tickets.cog").Tickets
        self._commands = sorted(cog.__cog_commands__, key=lambda one: str(one.qualified_name))
        self._features = import_module("tickets.cog").FEATURES
        self._made_from_a_setting = import_module(
            "tickets.configuration.commands.of_settings"
        ).SettingCommand

    def write(self, name: str) -> str:
        """The table of this name."""
        return "\n".join(getattr(self, name)()) + "\n"

    def fill(self, found: re.Match[str]) -> str:
        """The place of a table on a page, with what should stand there."""
        return f"{found[1]}{self.write(found[2])}{found[3]}"

    def settings(self) -> Iterator[str]:
        """Every setting, by the page of the menu where it is."""
        declared = import_module("tickets.core.settings").Declared(self._features.each("settings"))
        for page in declared.pages:
            yield f"### {self._(page.title)}"
            yield ""
            name = self._heads["picture"].format(page=self._(page.title))
            yield f"![{name}](../pictures/{self._language}/menu-{page.name}.webp)"
            yield ""
            yield from self._head("setting", "typed", "does", "default")
            for setting in declared.on(page):
                does = f"{self._(setting.help)}<br>{setting.kind.possible()}"
                default = setting.kind.words(setting.default)
                typed = f"`ticketset {setting.command}`"
                yield _row(self._(setting.title), typed, does, default)
            yield ""

    def members(self) -> Iterator[str]:
        """What members can do."""
        return self._listed(lambda command: command.qualified_name == "ticket")

    def moderators(self) -> Iterator[str]:
        """What ticket moderators can do."""
        return self._listed(lambda command: command.qualified_name.startswith("ticketmod"))

    def admins(self) -> Iterator[str]:
        """How the cog is set up, settings apart."""
        return self._listed(
            lambda command: (
                command.qualified_name.startswith("ticketset")
                and not isinstance(command, self._made_from_a_setting)
                and not _for_owner(command)
            )
        )

    def owner(self) -> Iterator[str]:
        """What only the bot's owner can do."""
        return self._listed(_for_owner)

    def checks(self) -> Iterator[str]:
        """What the doctor looks for, the worst first."""
        marks = import_module("tickets.doctor.render.pages").MARKS
        groups = sorted(self._features.each("checks"), key=lambda group: group.order)
        every = [check for group in groups for check in group.checks]
        yield from self._head("check", "harm", "fix")
        for check in sorted(every, key=lambda one: one.severity):
            typed = dict(_COMMAND.findall(inspect.getsource(check.look)))
            what, breaks, fix = (
                self._unfilled(template, typed)
                for template in (check.what, check.breaks, check.fix)
            )
            yield _row(f"{marks[check.severity]} {what}", breaks, fix)

    def _unfilled(self, template: str, typed: dict[str, str]) -> str:
        """A sentence with its commands, and gaps where a server's own things would stand."""
        text = self._(template)
        for name, command in typed.items():
            text = text.replace(f"{{{name}}}", f"`[p]{command}`")
        return re.sub(r"\{\w+\}", "…", text).replace("….", "…")

    def _listed(self, wanted: Callable[[Any], bool]) -> Iterator[str]:
        yield from self._head("command", "slash", "does")
        for command in self._commands:
            if wanted(command):
                usage = f"`{f'{command.qualified_name} {command.signature}'.strip()}`"
                first = self._(command.callback.__doc__ or "").splitlines()[0]
                yield _row(usage, self._slash(command), first)

    def _slash(self, command: Any) -> str:
        app = getattr(command, "app_command", None)
        if app is None or not command.with_app_command:
            return "—"
        words = str(command.qualified_name).split()
        if isinstance(command, commands.HybridGroup):
            # Discord knows groups only as a part of their commands' names.
            if not command.fallback:
                return "—"
            words.append(command.fallback)
        named = [self._(f"/{word}").removeprefix("/") for word in words]
        return f"`/{' '.join(named)}`"

    def _head(self, *columns: str) -> Iterator[str]:
        yield _row(*(self._heads[column] for column in columns))
        yield _row(*("---" for _ in columns))


def _for_owner(command: Any) -> bool:
    return bool(command.requires.privilege_level is commands.PrivilegeLevel.BOT_OWNER)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


#: How a check names a command that helps.
_COMMAND = re.compile(r'(\w+)=Command\("([^"]+)"\)')

_ERRORS = """\
# What people are told no about

Each line is a class of errors, and stands below the one that it is a case of.
What a person did ends in one of them, with its facts.
The feature that declares it brings the sentence.
For a class that has none of its own, the sentence of the nearest one above it finds the words.

`make docs` writes this page from the code.

"""


def errors_page() -> str:
    """The tree of all errors that people are told about."""
    base = import_module("tickets.core.errors").TicketError
    features = import_module("tickets.cog").FEATURES
    spoken = {sentence.error for sentence in features.each("errors")}
    return _ERRORS + "\n".join(_below(base, spoken, 0)) + "\n"


def _below(error: type, spoken: Collection[type], depth: int) -> Iterator[str]:
    kinds: list[type] = error.__subclasses__()
    for one in sorted(kinds, key=lambda one: (one.__module__, one.__name__)):
        package, house, *_more = one.__module__.split(".")
        if package != "tickets":
            continue
        # A docstring's first paragraph, on one line.
        means = " ".join((one.__doc__ or "").partition("\n\n")[0].split())
        mark = "" if one in spoken else " (no sentence of its own)"
        yield f"{'  ' * depth}- `{one.__name__}` of *{house}*{mark}: {means}"
        yield from _below(one, spoken, depth + 1)


def schema_page() -> str:
    """What a configuration file may have, as JSON Schema says it."""
    features = import_module("tickets.cog").FEATURES
    declared = import_module("tickets.core.settings").Declared(features.each("settings"))
    rules = import_module("tickets.config_file.rules")
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The configuration of Tickets for Red",
        **rules.schema(declared, features.each("file_parts")),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def expected() -> dict[Path, str]:
    """What each page should contain now."""
    sys.path.insert(0, str(ROOT))
    pages = {
        DOCS / "errors.md": errors_page(),
        DOCS / "configuration.schema.json": schema_page(),
    }
    for language in LANGUAGES:
        tables = Tables(language)
        for page in sorted((DOCS / language).glob("*.md")):
            text = page.read_text(encoding="utf-8")
            pages[page] = _TABLE.sub(tables.fill, text)
    set_contextual_locale("en-US")
    return pages


def main() -> int:
    """Writes the pages, or with ``--check`` says which are out of date."""
    stale = [
        page
        for page, text in expected().items()
        if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    for page in stale:
        if "--check" in sys.argv:
            print(f"{page.relative_to(ROOT)} is out of date: run make docs")
        else:
            page.write_text(expected()[page], encoding="utf-8")
            print(f"{page.relative_to(ROOT)} was brought up to date")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
