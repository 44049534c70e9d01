"""Which part of the package may use which: read from the imports."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    assert ("tickets.core.naming", "tickets.core.templates", False) in targets
    assert ("tickets.core.naming", "tickets.core.ticket", True) in targets
    assert ("tickets.core.store.settings", "redbot.core.Config", True) in targets


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
