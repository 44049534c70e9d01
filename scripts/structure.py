"""How the package is built, in figures: ``make structure``.

Sizes of files and functions, who imports whom between the top folders, circles, and what it
costs a bot to load the cog. With ``--tree`` another checkout is measured in turn, in the same
run, as what was before.

    python scripts/structure.py                      this tree
    python scripts/structure.py --tree ../1.0.0      before, after, and the ratio
    python scripts/structure.py --static             without loading the cog
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import loading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "tickets"
#: What is not written by hand in the package.
_NOT_BY_HAND = ("locales", "__pycache__")
#: How many of the longest functions are shown.
_LONGEST = 10

#: When an import is carried out: with its module, when a function is called, never.
AT_ONCE, LATE, FOR_TYPES = "at once", "late", "for types"


@dataclass(frozen=True)
class Import:
    """`module` imports `target`, both modules of the package."""

    module: str
    target: str
    when: str


@dataclass(frozen=True)
class Function:
    """A function or method, from its ``def`` to its last line."""

    name: str
    place: str
    lines: int


class Tree:
    """The package of one checkout, as it is written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        folder = root / PACKAGE
        if not (folder / "__init__.py").is_file():
            raise SystemExit(f"There is no package {PACKAGE} in {root}.")
        self.files = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and not {*path.relative_to(folder).parts} & {*_NOT_BY_HAND}
        )
        self._parsed = {
            module_of(path.relative_to(root)): (
                ast.parse(path.read_text(encoding="utf-8")),
                path.relative_to(root),
            )
            for path in self.files
            if path.suffix == ".py"
        }

    @property
    def modules(self) -> Collection[str]:
        """The names of all modules, packages among them."""
        return self._parsed.keys()

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Lines of hand-written text by kind of file: ``.py``, ``.css``."""
        found: Counter[str] = Counter()
        for path in self.files:
            found[path.suffix] += len(path.read_bytes().splitlines())
        return found

    @cached_property
    def functions(self) -> list[Function]:
        """All functions, the longest first."""
        found = [
            Function(node.name, f"{path}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1)
            for tree, path in self._parsed.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        return sorted(found, key=lambda one: (-one.lines, one.place))

    @cached_property
    def imports(self) -> list[Import]:
        """All imports of the package's own modules."""
        return [
            found
            for name, (tree, path) in self._parsed.items()
            for found in imports_of(
                name, tree, self.modules, is_package=path.name == "__init__.py"
            )
        ]

    def arrows(self, *when: str) -> Counter[tuple[str, str]]:
        """How many imports lead from one top folder to another one."""
        return Counter(
            (folder_of(one.module, self.modules), folder_of(one.target, self.modules))
            for one in self.imports
            if one.when in when
            and folder_of(one.module, self.modules) != folder_of(one.target, self.modules)
        )

    def folder_circles(self, *when: str) -> list[list[str]]:
        """Top folders that import each other."""
        graph: dict[str, set[str]] = {folder_of(one, self.modules): set() for one in self.modules}
        for start, end in self.arrows(*when):
            graph[start].add(end)
        return circles(graph)

    def module_circles(self, *when: str) -> list[list[str]]:
        """Modules that import each other."""
        return circles(module_graph(self.modules, self.imports, *when))


def module_of(path: Path) -> str:
    """``tickets/panels/__init__.py`` is ``tickets.panels``."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def folder_of(module: str, modules: Collection[str]) -> str:
    """The top folder of a module. A module that is in none stands for itself: ``cog.py``."""
    parts = module.split(".")
    if len(parts) == 1:
        return "__init__.py"
    is_folder = any(one.startswith(f"{parts[0]}.{parts[1]}.") for one in modules)
    return parts[1] if is_folder else f"{parts[1]}.py"


def imports_of(
    module: str, tree: ast.Module, modules: Collection[str], *, is_package: bool
) -> Iterator[Import]:
    """The imports of one module, each target once and as soon as it is needed."""
    package = module if is_package else module.rpartition(".")[0]
    rank = (AT_ONCE, LATE, FOR_TYPES)
    found: dict[str, str] = {}
    for node, when in _import_statements(tree, AT_ONCE):
        for target in _targets(node, package, modules):
            found[target] = min(found.get(target, FOR_TYPES), when, key=rank.index)
    for target, when in found.items():
        if target != module:
            yield Import(module, target, when)


def _import_statements(
    node: ast.AST, when: str
) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node, when
        return
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        for statement in node.body:
            yield from _import_statements(statement, FOR_TYPES)
        for statement in node.orelse:
            yield from _import_statements(statement, when)
        return
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield from _import_statements(child, LATE if is_function and when == AT_ONCE else when)


def _targets(
    node: ast.Import | ast.ImportFrom, package: str, modules: Collection[str]
) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules)
        return
    base = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join((*above, base)).strip(".")
    for alias in node.names:
        if f"{base}.{alias.name}" in modules:
            yield f"{base}.{alias.name}"
        elif base in modules:
            yield base


def module_graph(
    modules: Collection[str], imports: Sequence[Import], *when: str
) -> dict[str, set[str]]:
    """Which modules are executed before a module's own import of them is over.

    Importing ``a.b.c`` executes the packages ``a`` and ``a.b`` as well. Those that the importing
    module is in have begun anyway, and needn't be over.
    """
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for one in imports:
        if one.when in when:
            graph[one.module].add(one.target)
            parts = one.target.split(".")
            for length in range(1, len(parts)):
                above = ".".join(parts[:length])
                if above in modules and not f"{one.module}.".startswith(f"{above}."):
                    graph[one.module].add(above)
    return graph


def circles(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The strongly connected components of more than one node, by Tarjan."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        stack.append(node)
        for following in sorted(graph.get(node, ())):
            if following not in order:
                visit(following)
                lowest[node] = min(lowest[node], lowest[following])
            elif following in stack:
                lowest[node] = min(lowest[node], order[following])
        if lowest[node] == order[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return sorted(found)


def percentile(values: Sequence[int], share: float) -> int:
    """The smallest value that `share` of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)] if ordered else 0


# ------------------------------------------------------------------------------- shown


def figures(tree: Tree) -> dict[str, float]:
    """What can be compared between two trees."""
    lengths = [one.lines for one in tree.functions]
    arrows = tree.arrows(AT_ONCE, LATE)
    return {
        "files": len(tree.files),
        "of them Python": len(tree.modules),
        "lines": sum(tree.lines.values()),
        "of them Python's": tree.lines[".py"],
        "functions": len(lengths),
        "lines of a function, median": median(lengths),
        "lines of a function, p90": percentile(lengths, 0.9),
        "lines of the longest function": max(lengths),
        "arrows between top folders": len(arrows),
        "imports between top folders": sum(arrows.values()),
        "imports inside functions": sum(one.when == LATE for one in tree.imports),
        "arrows for type checkers only": len(tree.arrows(FOR_TYPES).keys() - arrows.keys()),
        "imports for type checkers": sum(tree.arrows(FOR_TYPES).values()),
        "circles of folders": len(tree.folder_circles(AT_ONCE, LATE)),
        "circles of modules": len(tree.module_circles(AT_ONCE, LATE)),
    }


def costs(found: loading.Loading) -> dict[str, float]:
    """What loading the cog costs, in milliseconds."""
    return {
        "ms of processor to import it": found.importing * 1000,
        "ms of processor to load it in Red": found.loading * 1000,
        "ms of the longest gap of the loop": found.gap * 1000,
        "the same, of processor": found.gap_processor * 1000,
    }


def table(columns: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """The figures of one tree, or of two with the ratio of the last to the first."""
    if len(columns) > 1:
        yield f"{'':34}{'before':>10}{'after':>10}{'ratio':>8}"
    for name in columns[-1]:
        values = [column[name] for column in columns]
        shown = "".join(f"{_number(value):>10}" for value in values)
        if len(values) > 1:
            shown += f"{values[-1] / values[0]:>8.2f}" if values[0] else f"{'-':>8}"
        yield f"{name:34}{shown}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def details(tree: Tree) -> Iterator[str]:
    """The longest functions, the arrows and the circles."""
    yield f"The {_LONGEST} longest functions:"
    for one in tree.functions[:_LONGEST]:
        yield f"  {one.lines:4}  {one.name}  {one.place}"
    yield ""
    yield "Imports between top folders (at run time, and + for type checkers):"
    runtime, types = tree.arrows(AT_ONCE, LATE), tree.arrows(FOR_TYPES)
    for start in sorted({start for start, _ in runtime | types}):
        ends = sorted({end for first, end in runtime | types if first == start})
        shown = ", ".join(
            f"{end} {runtime[start, end]}"
            + (f" + {types[start, end]}" if types[start, end] else "")
            for end in ends
        )
        yield f"  {start} -> {shown}"
    late = [one for one in tree.imports if one.when == LATE]
    if late:
        yield ""
        yield "Imports inside functions:"
        yield from (f"  {one.module} -> {one.target}" for one in late)
    everything = (AT_ONCE, LATE, FOR_TYPES)
    for title, found, typed in (
        (
            "Circles of top folders",
            tree.folder_circles(AT_ONCE, LATE),
            tree.folder_circles(*everything),
        ),
        (
            "Circles of modules",
            tree.module_circles(AT_ONCE, LATE),
            tree.module_circles(*everything),
        ),
    ):
        yield ""
        yield from _circles_shown(f"{title}, at run time", found)
        others = [circle for circle in typed if circle not in found]
        yield from _circles_shown(f"{title} that there are if imports for types count", others)


def _circles_shown(title: str, found: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"{title}: {len(found) or 'none'}"
    for circle in found:
        yield f"  {len(circle)}: {', '.join(circle)}"


def main() -> int:
    """Prints it all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--tree", type=Path, help="another checkout, to be compared with: what was before")
    add("--static", action="store_true", help="don't load the cog, only read it")
    add("--rounds", type=int, default=loading.ROUNDS, help="so many processes per measurement")
    options = parser.parse_args()
    roots = [*([options.tree.resolve()] if options.tree else []), ROOT]
    trees = [Tree(root) for root in roots]
    columns = [figures(tree) for tree in trees]
    if not options.static:
        found = loading.measured(roots, options.rounds)
        columns = [{**column, **costs(one)} for column, one in zip(columns, found, strict=True)]
    print("\n".join((*table(columns), "", *details(trees[-1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
