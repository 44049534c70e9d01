"""Which part of the package may use which: read from the imports.

A module knows its owner by its folder, `core` or a feature, and its kind by what it is called
there. Both bind what it may import. What a rule forbids is told with module and line.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tickets
from tickets.cog import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

ROOT = Path(tickets.__file__).parent
MODULES = {
    ".".join(("tickets", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in ROOT.rglob("*.py")
}
CORE = "core"
NEEDS: dict[str, Collection[str]] = {feature.name: feature.needs for feature in FEATURES}


# Imports


@dataclass(frozen=True)
class Import:
    """One import: `module` uses `target`; only for type checkers when `for_types`."""

    module: str
    target: str
    line: int = 1
    for_types: bool = False

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


def test_imports_are_read_at_all() -> None:
    """The rules below look at real imports, relative ones and those for types included."""
    targets = {(i.module, i.target, i.for_types) for i in EVERY_IMPORT}
    assert ("tickets.core.naming", "tickets.core.templates", False) in targets
    assert ("tickets.core.naming", "tickets.core.ticket", True) in targets
    assert ("tickets.core.store.settings", "redbot.core.Config", True) in targets


def forbidden(found: Iterable[str]) -> None:
    """Fails with all that is forbidden."""
    listed = sorted(found)
    assert not listed, "\n" + "\n".join(listed)


# Owners: core and the features


def owner_of(module: str) -> str | None:
    """`core` or the feature; None for what stands above them all."""
    parts = module.split(".")
    owner = parts[1] if len(parts) > 1 else ""
    return owner if owner == CORE or owner in NEEDS else None


def ours(found: Iterable[Import]) -> Iterator[Import]:
    """Imports of the package's own modules."""
    return (one for one in found if one.target in MODULES)


def between_owners(found: Iterable[Import], needs: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What core, or a feature, imports of others though it may not; types don't excuse that."""
    for one in ours(found):
        start, end = owner_of(one.module), owner_of(one.target)
        if start is None or end in (start, CORE):
            continue
        if end is None:
            if one.target != "tickets.i18n":
                yield f"{one}, which is above all features"
        elif start == CORE:
            yield f"{one}, but core imports no feature"
        elif end not in needs[start]:
            yield f"{one}, but {start} doesn't name {end} in its needs"


def declarations_imported(found: Iterable[Import]) -> Iterator[str]:
    """Who imports a feature's declaration: only cog.py may."""
    for one in ours(found):
        if owner_of(one.target) in (None, CORE) or one.module == "tickets.cog":
            continue
        if one.target.endswith(".feature"):
            yield f"{one}, but only cog.py puts features together"


def test_every_feature_has_its_folder() -> None:
    """Each folder is one feature's, with its declaration, and stands in the cog's list."""
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == set(NEEDS)
    assert {path.parent.name for path in ROOT.glob("*/feature.py")} == folders


def test_features_use_core_and_what_they_need() -> None:
    """core imports no feature; a feature only those that it names."""
    forbidden(between_owners(EVERY_IMPORT, NEEDS))


def test_only_the_cog_puts_features_together() -> None:
    """Nobody else imports a feature.py."""
    forbidden(declarations_imported(EVERY_IMPORT))


def test_packages_are_only_described() -> None:
    """What a package is imported with is nothing: its __init__.py is a docstring."""
    for module, path in MODULES.items():
        if path.name == "__init__.py" and module != "tickets":
            (only,) = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(only, ast.Expr), module


def drawn_needs(guide: str) -> dict[str, set[str]]:
    """Which part uses which, as the guide draws it: arrows of several parts are one line."""
    drawing = next(one for one in guide.split("```mermaid") if "cog -->" in one).split("```")[0]
    arrows: dict[str, set[str]] = {}
    for line in drawing.splitlines():
        starts, arrow, ends = line.partition("-->")
        if arrow:
            for start in starts.split("&"):
                arrows.setdefault(start.strip(), set()).update(map(str.strip, ends.split("&")))
    return arrows


def reached(start: str, arrows: Mapping[str, Collection[str]]) -> set[str]:
    """Everything to which arrows lead from there."""
    found = set(arrows.get(start, ()))
    return found.union(*(reached(one, arrows) for one in found))


def test_the_guide_draws_what_features_need() -> None:
    """Whoever follows the drawing's arrows comes to all that a feature uses, and to no more."""
    drawn = drawn_needs((ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert {one: reached(one, drawn) for one in NEEDS} == {
        one: {*reached(one, NEEDS), CORE} - {one} for one in NEEDS
    }
    assert reached("cog", drawn) == {*NEEDS, CORE}


# Circles


def circle(graph: Mapping[str, Collection[str]]) -> list[str]:
    """A way that leads back to where it began; empty if there is none."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        # graphlib goes against the arrows.
        return list(reversed(error.args[1]))
    return []


def way_shown(way: list[str], found: Iterable[Import]) -> str:
    """Each step of a circle by the import that makes it."""
    listed = list(found)
    steps = []
    for start, end in pairwise(way):
        made = next(
            (str(one) for one in listed if one.module == start and one.uses(end)),
            f"{start} imports {end}",
        )
        steps.append(made)
    return " → ".join(steps)


def module_circle(found: Iterable[Import]) -> str:
    """A circle of modules at run time, packages that are executed on the way included."""
    listed = [one for one in ours(found) if not one.for_types and one.target != one.module]
    graph: dict[str, set[str]] = {}
    for one in listed:
        parts = one.target.split(".")
        above = {".".join(parts[:length]) for length in range(1, len(parts))}
        # The packages that a module is in have begun already.
        around = {package for package in above if f"{one.module}.".startswith(f"{package}.")}
        graph.setdefault(one.module, set()).update({one.target, *above - around} - {one.module})
    way = circle(graph)
    return way_shown(way, listed)


def owner_circle(found: Iterable[Import]) -> str:
    """A circle of core and features, for types as well."""
    graph: dict[str, set[str]] = {}
    made: dict[tuple[str, str], str] = {}
    for one in ours(found):
        start, end = owner_of(one.module), owner_of(one.target)
        if start and end and start != end:
            graph.setdefault(start, set()).add(end)
            made.setdefault((start, end), str(one))
    way = circle(graph)
    return " → ".join(made[step] for step in pairwise(way))


def test_modules_import_each_other_in_one_direction() -> None:
    """At run time no import leads back to where it began."""
    assert module_circle(EVERY_IMPORT) == ""


def test_features_use_each_other_in_one_direction() -> None:
    """No feature needs one that needs it, nor does one import one that imports it."""
    assert circle(NEEDS) == []
    assert owner_circle(EVERY_IMPORT) == ""


# Files that nobody uses


def unreached(found: Iterable[Import], modules: Iterable[str]) -> Iterator[str]:
    """Modules that loading the cog doesn't lead to; a package is reached by what is in it."""
    uses: dict[str, set[str]] = {}
    for one in found:
        if not one.for_types:
            uses.setdefault(one.module, set()).add(one.target)
    reached: set[str] = set()
    # What the package itself imports by name, when it is set up.
    waiting = ["tickets", "tickets.cog"]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += [module.rpartition(".")[0] or "tickets", *uses.get(module, ())]
    return (f"{module} is imported by nobody" for module in modules if module not in reached)


def test_every_module_is_used() -> None:
    """From the package's own beginning every file is imported: what isn't is left over."""
    forbidden(unreached(EVERY_IMPORT, MODULES))


def test_a_file_that_nobody_imports_is_named() -> None:
    """Not even one that others name for type checkers, or that imports others."""
    left = "tickets.panels.left"
    found = (
        *EVERY_IMPORT,
        Import(left, "tickets.panels.rules"),
        Import("tickets.panels.rules", left, for_types=True),
    )
    assert list(unreached(found, (*MODULES, left))) == [f"{left} is imported by nobody"]


# Kinds of files

#: What a module is, where its name doesn't say it: what it may touch follows from that.
KINDS_BY_NAME = {
    "tickets.cog": "cog",
    "tickets.i18n": "i18n",
    # What is stored of a conversation, and how it is read and written.
    "tickets.transcripts.document": "rules",
    "tickets.transcripts.collecting": "discord",
    "tickets.transcripts.writing": "writing",
    # A program of its own.
    "tickets.statistics.drawing": "writing",
    "tickets.activity.open_tickets": "rules",
    "tickets.lifecycle.drafts": "rules",
    "tickets.lifecycle.flood": "rules",
    "tickets.lifecycle.overflow": "rules",
    "tickets.doctor.slash": "discord",
    # Asks Red what other cogs have stored.
    "tickets.switching.finding": "discord",
    # Asked by cogs as others are by presses.
    "tickets.interface.calls": "ui",
    # Of core: settings and the team are made of kinds of settings, the app of everything.
    "tickets.core.app": "app",
    "tickets.core.core_feature": "feature",
    "tickets.core.team": "settings",
    "tickets.core.clock": "service",
    "tickets.core.their_tickets": "service",
    "tickets.core.work": "service",
    "tickets.core.repairs": "service",
}
FOLDERS = (
    *("rules", "settings", "kinds", "store", "service", "discord", "render", "writing", "ui"),
    *("commands", "checks", "facts", "repairs", "feature"),
)
_WORDS = ("rules", "settings", "render", "i18n")
_USE = (*_WORDS, "kinds", "discord", "service")
#: Which kinds each kind may import, besides its own.
ARROWS: dict[str, tuple[str, ...]] = {
    "rules": ("settings",),
    "settings": ("rules", "kinds"),
    "kinds": ("rules", "render", "discord", "i18n"),
    "store": ("rules", "facts"),
    "service": ("rules", "settings", "kinds", "store", "discord"),
    "discord": ("rules", "settings", "render", "writing", "facts", "i18n"),
    "render": ("rules", "settings", "kinds", "i18n"),
    "writing": ("rules", "i18n"),
    "facts": ("rules", "settings", "discord", "store", "service"),
    "checks": ("rules", "settings", "facts"),
    "repairs": ("rules", "settings", "discord", "store", "service"),
    "ui": _USE,
    "commands": (*_USE, "ui"),
    "feature": tuple(one for one in FOLDERS if one != "feature"),
    "app": ("rules", "settings", "store", "discord", "service", "i18n"),
    "i18n": (),
}
#: What each kind may import from elsewhere, besides Python's own library.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "kinds": ("discord", "redbot.core.commands", "babel.core", "rapidfuzz"),
    "store": ("apsw", "redbot.core.utils.dbtools"),
    "discord": (*("discord", "aiohttp", "yarl", "redbot"),),
    "render": ("discord", "redbot.core.utils.chat_formatting"),
    "writing": ("babel", "markdown_it", "redbot.core.i18n", "PIL"),
    "facts": ("discord",),
    "ui": ("discord",),
    "commands": ("discord", "redbot.core"),
    "feature": ("discord",),
    "app": ("discord",),
    "i18n": ("redbot.core.i18n",),
}
#: What only type checkers may see besides: nearly everybody is handed the app.
FOR_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("service", "discord", "store", "facts", "repairs", "ui", "commands", "feature"), ("app",)
    ),
    "app": ("ui",),
}
LIBRARIES_FOR_TYPES: dict[str, tuple[str, ...]] = {
    "store": ("redbot.core.Config",),
    "ui": ("redbot.core.bot.Red", "redbot.core.commands"),
    "app": ("redbot.core.bot.Red", "redbot.core.Config"),
    "i18n": ("discord", "redbot.core.bot.Red"),
}
#: Modules whose types name what is above them, and why.
NAMES_WHAT_IS_ABOVE = {
    "tickets.core.feature": "says what a feature may bring",
    "tickets.core.features": "gives what features bring",
    "tickets.core.settings": "a setting is of a kind, and kinds stand on settings",
    "tickets.core.errors": "tells type checkers, by typing_extensions, what its classes are",
}
#: Parts of Python's own library that have a place of their own.
PLACES = {
    "sqlite3": (),
    "asyncio": ("store", "service", "discord", "ui", "facts", "app"),
}


PACKAGES = {module for module, path in MODULES.items() if path.name == "__init__.py"}


def kind_of(module: str) -> str:
    """What a module is, by its name in its folder."""
    parts = module.split(".")
    for length in range(len(parts), 1, -1):
        known = KINDS_BY_NAME.get(".".join(parts[:length]))
        if known is not None:
            return known
    if len(parts) <= 2:
        return "package"
    if parts[1] == CORE and len(parts) == 3:
        # What every feature stands on is values; folders stand for what they are called.
        return parts[2] if module in PACKAGES else "rules"
    return parts[2]


def between_kinds(found: Iterable[Import]) -> Iterator[str]:
    """What a kind of file imports of another one though it may not."""
    for one in ours(found):
        start, end = kind_of(one.module), kind_of(one.target)
        if start in ("cog", "package", end) or end == "package":
            continue
        if one.for_types and (
            one.module in NAMES_WHAT_IS_ABOVE or end in FOR_TYPES.get(start, ())
        ):
            continue
        if end not in ARROWS[start]:
            yield f"{one}, but {start} doesn't use {end}"


def from_elsewhere(found: Iterable[Import]) -> Iterator[str]:
    """What a kind of file imports of other people's though it may not."""
    for one in found:
        kind = kind_of(one.module)
        if kind in ("cog", "package") or one.uses("tickets"):
            continue
        if one.for_types and (
            one.module in NAMES_WHAT_IS_ABOVE or one.uses(*LIBRARIES_FOR_TYPES.get(kind, ()))
        ):
            continue
        top = one.target.partition(".")[0]
        if top in PLACES and not one.for_types:
            if kind not in PLACES[top]:
                yield f"{one}, but {kind} doesn't use {top}"
        elif top not in sys.stdlib_module_names and not one.uses(*LIBRARIES.get(kind, ())):
            yield f"{one}, but {kind} doesn't use {top}"


def test_every_module_has_a_kind() -> None:
    """In every folder the same names mean the same, and there are no others."""
    kinds = {module: kind_of(module) for module in MODULES}
    unknown = {
        one for one in kinds.values() if one not in ARROWS and one not in ("cog", "package")
    }
    forbidden(f"{module} is of no known kind" for module in kinds if kinds[module] in unknown)
    for module in KINDS_BY_NAME:
        assert module in MODULES, f"{module} isn't there any more"


def test_arrows_between_kinds() -> None:
    """Each kind of file uses only what stands below it."""
    forbidden(between_kinds(EVERY_IMPORT))


def test_no_arrow_is_allowed_in_vain() -> None:
    """What may be imported is imported somewhere: a rule is no wider than the package."""
    used = {
        (kind_of(one.module), kind_of(one.target))
        for one in ours(EVERY_IMPORT)
        if not one.for_types
    }
    idle = {
        f"{start} may use {end}, and never does"
        for start, ends in ARROWS.items()
        for end in ends
        if (start, end) not in used and start != "feature"
    }
    forbidden(idle)


def test_no_library_is_allowed_in_vain() -> None:
    """Nor does a kind of file have leave to use a library that it doesn't use."""
    forbidden(
        f"{kind} may use {library}, and never does"
        for kind, libraries in LIBRARIES.items()
        for library in libraries
        if not any(one.uses(library) for one in EVERY_IMPORT if kind_of(one.module) == kind)
    )
    forbidden(
        f"{kind} may use {library}, and never does"
        for library, kinds in PLACES.items()
        for kind in kinds
        if not any(one.uses(library) for one in EVERY_IMPORT if kind_of(one.module) == kind)
    )


def test_libraries_have_their_places() -> None:
    """Rules stand on Python alone; storage, Discord and Red are each met in their own folders."""
    forbidden(from_elsewhere(EVERY_IMPORT))


def test_settings_of_red_are_met_in_few_places() -> None:
    """Red's Config is opened by the cog and used by the store of settings; other cogs' is read."""
    users = {(one.module, one.for_types) for one in EVERY_IMPORT if one.uses("redbot.core.Config")}
    assert users == {
        ("tickets.cog", False),
        ("tickets.core.store.settings", True),
        # Hands it on.
        ("tickets.core.app", True),
        ("tickets.switching.finding", False),
    }


def test_values_and_looks_wait_for_nobody() -> None:
    """What decides, checks, or finds words and looks asks neither Discord nor the storage."""
    for module, path in MODULES.items():
        if kind_of(module) in ("rules", "settings", "render", "writing", "checks"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                assert not isinstance(node, ast.Await), f"{module}:{node.lineno} waits"


# The rules are seen to hold


def told(rule: str, *imports: Import) -> str:
    """What a rule says of imports that it forbids."""
    rules: dict[str, Callable[[], Iterable[str]]] = {
        "owners": lambda: between_owners(imports, NEEDS),
        "declarations": lambda: declarations_imported(imports),
        "kinds": lambda: between_kinds(imports),
        "libraries": lambda: from_elsewhere(imports),
        "modules": lambda: [module_circle(imports)],
        "features": lambda: [owner_circle(imports)],
    }
    return "".join(rules[rule]())


@pytest.mark.parametrize(
    ("rule", "module", "target", "said"),
    [
        ("owners", "core.naming", "panels.rules", "core imports no feature"),
        ("owners", "core.naming", "panels", "core imports no feature"),
        ("owners", "blocks.rules", "panels.rules", "blocks doesn't name panels in its needs"),
        ("owners", "panels.rules", "cog", "which is above all features"),
        ("declarations", "panels.service.panels", "lifecycle.feature", "only cog.py"),
        ("kinds", "panels.rules", "panels.render.panels", "rules doesn't use render"),
        ("kinds", "panels.commands", "panels.store", "commands doesn't use store"),
        ("kinds", "panels.render.panels", "panels.discord", "render doesn't use discord"),
        ("kinds", "core.ui.press", "core.commands.base", "ui doesn't use commands"),
        ("libraries", "panels.rules", "!discord", "rules doesn't use discord"),
        ("libraries", "panels.service.panels", "!discord.ui", "service doesn't use discord"),
        ("libraries", "core.ticket", "!apsw", "rules doesn't use apsw"),
        ("libraries", "panels.discord", "!apsw", "discord doesn't use apsw"),
        ("libraries", "panels.store", "!sqlite3", "store doesn't use sqlite3"),
        ("libraries", "panels.rules", "!asyncio", "rules doesn't use asyncio"),
        ("libraries", "panels.service.panels", "!redbot.core", "service doesn't use redbot"),
    ],
)
def test_a_broken_rule_names_module_and_line(
    rule: str, module: str, target: str, said: str
) -> None:
    """Each rule tells where it is broken, by what, and why."""
    target = target[1:] if target.startswith("!") else f"tickets.{target}"
    found = told(rule, Import(f"tickets.{module}", target, 7))
    assert found.startswith(f"tickets.{module}:7 imports {target}, ")
    assert said in found


def test_types_are_no_excuse_between_features() -> None:
    """What only type checkers see leads from feature to feature as well, and between kinds."""
    for_types = Import("tickets.blocks.rules", "tickets.panels.discord", 3, for_types=True)
    assert "blocks doesn't name panels" in told("owners", for_types)
    assert "rules doesn't use discord" in told("kinds", for_types)
    library = Import("tickets.blocks.rules", "discord", 3, for_types=True)
    assert "rules doesn't use discord" in told("libraries", library)
    app = Import("tickets.blocks.service", "tickets.core.app", 3)
    assert "service doesn't use app" in told("kinds", app)
    assert told("kinds", replace(app, for_types=True)) == ""


def test_a_circle_is_told_as_a_way() -> None:
    """Each step of a way that leads back, with the line that makes it."""
    there = Import("tickets.access.rules", "tickets.panels.rules", 3)
    back = Import("tickets.panels.rules", "tickets.access.rules", 4)
    for rule in ("modules", "features"):
        way = told(rule, there, back)
        assert way in (f"{there} → {back}", f"{back} → {there}")


def test_a_package_is_part_of_a_way() -> None:
    """Who imports a module executes the packages that it is in."""
    into = Import("tickets.core.naming", "tickets.panels.ui.steps", 3)
    back = Import("tickets.panels.ui", "tickets.core.naming", 4)
    way = told("modules", into, back)
    assert {*way.split(" → ")} == {str(into), str(back)}
