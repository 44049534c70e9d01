"""Which part of the package may use which: read from the imports."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tickets

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(tickets.__file__).parent
MODULES = {
    ".".join(("tickets", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in ROOT.rglob("*.py")
}


@dataclass(frozen=True)
class Import:
    """One import: `module` uses `target`; only for type checkers when `for_types`."""

    module: str
    target: str
    line: int
    for_types: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"

    def uses(self, *parts: str) -> bool:
        """Whether the target is one of `parts`, or inside it."""
        return any(self.target == part or self.target.startswith(f"{part}.") for part in parts)


def imports_of(module: str) -> Iterator[Import]:
    """All imports of a module, those for type checkers and inside functions included."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]

    def walk(node: ast.AST, for_types: bool) -> Iterator[Import]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for statement in node.body:
                yield from walk(statement, for_types=True)
            for statement in node.orelse:
                yield from walk(statement, for_types)
            return
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, for_types)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join((*parts[: len(parts) - node.level + 1], base)).strip(".")
            for alias in node.names:
                target = f"{base}.{alias.name}"
                known = target in MODULES or base not in MODULES
                yield Import(module, target if known else base, node.lineno, for_types)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, for_types)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), for_types=False)


EVERY_IMPORT = [found for module in MODULES for found in imports_of(module)]
STANDARD = tuple(sys.stdlib_module_names)
TRANSLATOR = "tickets.i18n"
DISCORD = ("discord", "aiohttp")


def part(name: str) -> list[Import]:
    """All imports of one part of the package."""
    found = [i for i in EVERY_IMPORT if f"{i.module}.".startswith(f"tickets.{name}.")]
    assert found, f"there is no tickets.{name}"
    return found


def outside(found: list[Import], *allowed: str) -> list[str]:
    """The imports that use anything but what is allowed."""
    return [str(one) for one in found if not one.uses(*STANDARD, *allowed)]


def test_imports_are_read_at_all() -> None:
    """The rules below look at real imports, relative ones and those for types included."""
    targets = {(i.module, i.target, i.for_types) for i in EVERY_IMPORT}
    assert ("tickets.domain.naming", "tickets.domain.templates", False) in targets
    assert ("tickets.domain.naming", "tickets.domain.ticket", True) in targets
    assert ("tickets.store.settings", "redbot.core.Config", True) in targets


def test_domain_knows_nobody() -> None:
    """The rules use the standard library and each other."""
    assert outside(part("domain"), "tickets.domain") == []


def test_store_knows_the_domain_and_storage() -> None:
    """Storage uses Red, SQLite and the domain's values; nothing of Discord or of words."""
    assert outside(part("store"), "tickets.domain", "tickets.store", "redbot", "apsw") == []


def test_service_knows_no_discord() -> None:
    """Use cases run on domain and service alone; store and adapters are types to them."""
    run = [one for one in part("service") if not one.for_types]
    assert outside(run, "tickets.domain", "tickets.service") == []
    types = [one for one in part("service") if one.for_types]
    allowed = ("tickets.domain", "tickets.service", "tickets.store", "tickets.adapters")
    assert outside(types, *allowed) == []


def test_render_knows_words_only() -> None:
    """Words and looks are made from values: no storage, no use case, no handler."""
    allowed = ("tickets.domain", "tickets.render", TRANSLATOR, "discord", "redbot.core.utils")
    assert outside(part("render"), *allowed) == []


def test_transcripts_are_written_without_discord() -> None:
    """What turns a conversation into a file knows values and words; only collecting, which is
    the adapters' work, knows Discord."""
    collecting = ("tickets.transcripts.collect", "tickets.transcripts.collecting")
    writing = [
        one
        for one in part("transcripts")
        if not f"{one.module}.".startswith(tuple(f"{name}." for name in collecting))
    ]
    allowed = ("tickets.domain", "tickets.transcripts", TRANSLATOR)
    assert outside(writing, *allowed, "redbot.core.i18n", "babel", "markdown_it") == []
    assert [str(one) for one in writing if one.uses(*collecting)] == []


def test_adapters_know_no_use_case() -> None:
    """Discord's side does what it is told: it knows neither use cases, storage nor handlers."""
    allowed = (
        "tickets.domain",
        "tickets.render",
        "tickets.adapters",
        "tickets.transcripts",
        TRANSLATOR,
    )
    assert outside(part("adapters"), *allowed, "discord", "redbot", "aiohttp") == []


def test_only_collecting_transcripts_knows_discord() -> None:
    """A conversation is read from Discord in one place; what is made of it needs no Discord."""
    found = part("transcripts")
    reading = [one for one in found if one.module.startswith("tickets.transcripts.collect")]
    allowed = ("tickets.domain", "tickets.transcripts", TRANSLATOR)
    assert outside(reading, *allowed, "tickets.adapters.failures", *DISCORD, "yarl") == []
    others = [one for one in found if one not in reading]
    assert [str(one) for one in others if one.uses(*DISCORD)] == []


@pytest.mark.parametrize("name", ["ui", "commands", "events"])
def test_handlers_go_through_use_cases(name: str) -> None:
    """Commands, buttons, forms and listeners never reach into storage."""
    assert [str(one) for one in part(name) if one.uses("tickets.store")] == []


def test_commands_and_buttons_keep_apart() -> None:
    """Commands may answer as buttons do; buttons know nothing of commands, nor commands of
    how presses come in."""
    assert [str(one) for one in part("ui") if one.uses("tickets.commands")] == []
    shared = {one.target for one in part("commands") if one.uses("tickets.ui")}
    assert not shared & {"tickets.ui.press", "tickets.ui.items"}


def test_only_the_store_touches_storage() -> None:
    """SQLite is the store's; Config is the store's, and the cog hands it over."""
    for one in EVERY_IMPORT:
        if one.uses("apsw", "sqlite3", "redbot.core.utils.dbtools"):
            assert one.module.startswith("tickets.store."), one
        if one.uses("redbot.core.Config", "redbot.core.config"):
            assert one.module.startswith("tickets.store.") or one.module == "tickets.cog", one


@pytest.mark.parametrize("module", [name for name in MODULES if name != "tickets.cog"])
def test_nobody_else_reads_config_values(module: str) -> None:
    """No part but the store asks Red's Config for a value."""
    if module.startswith("tickets.store."):
        return
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"guild_from_id", "register_guild", "member_from_ids", "get_conf"}


def test_nobody_knows_the_cog() -> None:
    """Only the package's entry, and the buttons as a type, name the cog."""
    for one in EVERY_IMPORT:
        if one.uses("tickets.cog"):
            entry = one.module == "tickets"
            typed = one.module == "tickets.ui.press" and one.for_types
            assert entry or typed, one


def test_no_part_imports_a_later_one_in_a_circle() -> None:
    """At run time the modules import each other in one direction only."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for one in EVERY_IMPORT:
        if not one.for_types and one.target in MODULES and one.target != one.module:
            graph[one.module].add(one.target)
    done: set[str] = set()
    while ready := {module for module, uses in graph.items() if uses <= done} - done:
        done |= ready
    assert set(graph) - done == set()
