"""What ``make structure`` reads from a package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

FILES = {
    "__init__.py": "from .cog import Cog\n",
    "cog.py": "from .shop import till\nfrom .words import _\nCog = till\n",
    "words.py": "def _(text):\n    return text\n",
    "shop/__init__.py": "from .till import open_till\n",
    "shop/till.py": (
        "from __future__ import annotations\n"
        "from typing import TYPE_CHECKING\n"
        "from ..words import _\n"
        "if TYPE_CHECKING:\n"
        "    from ..post.letters import Letter\n"
        "    from ..words import _ as again\n"
        "def open_till() -> Letter:\n"
        "    return _('open')\n"
        "class Till:\n"
        "    async def count(self):\n"
        "        from ..post import stamps\n"
        "        return stamps\n"
    ),
    "post/__init__.py": "",
    "post/letters.py": "import tickets.words\nfrom ..shop.prices import PRICE\n",
    "post/stamps.py": "",
    "shop/prices.py": "PRICE = 1\n",
    "locales/messages.pot": "not\nwritten\nby hand\n",
    "style.css": "a {}\n\n",
}


@pytest.fixture
def structure(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    names = ("structure", "loading")
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    import structure

    yield structure
    for name in names:
        sys.modules.pop(name, None)


@pytest.fixture
def tree(structure: Any, tmp_path: Path) -> Any:
    """A small package."""
    for name, text in FILES.items():
        path = tmp_path / "tickets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return structure.Tree(tmp_path)


def test_hand_written_files_are_counted(tree: Any) -> None:
    """Catalogues aren't; everything else is, by kind."""
    assert len(tree.files) == len(FILES) - 1
    assert tree.lines[".css"] == 2
    assert ".pot" not in tree.lines


def test_functions_are_as_long_as_they_are(tree: Any) -> None:
    """From ``def`` to the last line, methods as well, the longest first."""
    found = [(one.name, one.lines) for one in tree.functions]
    assert found == [("count", 3), ("open_till", 2), ("_", 2)]


def test_imports_are_told_apart(structure: Any, tree: Any) -> None:
    """At once, inside functions, for type checkers; and what is imported twice counts once."""
    found = {(one.module, one.target, one.when) for one in tree.imports}
    till = {one[1:] for one in found if one[0] == "tickets.shop.till"}
    assert till == {
        ("tickets.words", structure.AT_ONCE),
        ("tickets.post.letters", structure.FOR_TYPES),
        ("tickets.post.stamps", structure.LATE),
    }
    assert ("tickets.post.letters", "tickets.words", structure.AT_ONCE) in found


def test_arrows_lead_between_top_folders(structure: Any, tree: Any) -> None:
    """Modules that are in no folder stand for themselves."""
    assert tree.arrows(structure.AT_ONCE) == {
        ("__init__.py", "cog.py"): 1,
        ("cog.py", "shop"): 1,
        ("cog.py", "words.py"): 1,
        ("shop", "words.py"): 1,
        ("post", "words.py"): 1,
        ("post", "shop"): 1,
    }
    assert tree.folder_circles(structure.AT_ONCE) == []
    assert tree.folder_circles(structure.AT_ONCE, structure.LATE) == [["post", "shop"]]


def test_a_package_is_imported_with_what_is_in_it(structure: Any, tree: Any) -> None:
    """``post.letters`` imports ``shop.prices``, and by that ``shop`` with its till: if the till
    imported the letters at once, that would be a circle."""
    at_once = (structure.AT_ONCE,)
    graph = structure.module_graph(tree.modules, tree.imports, *at_once)
    assert graph["tickets.post.letters"] == {
        "tickets.words",
        "tickets.shop",
        "tickets.shop.prices",
    }
    # Its own packages have begun already.
    assert "tickets" not in graph["tickets.post.letters"]
    assert "tickets.shop" not in graph["tickets.shop.till"]
    assert tree.module_circles(*at_once) == []
    assert tree.module_circles(structure.AT_ONCE, structure.FOR_TYPES) == [
        ["tickets.post.letters", "tickets.shop", "tickets.shop.till"]
    ]


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["a"], "c": ["a"]}, [["a", "b"]]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["e"], "e": ["d"]}, [list("abc"), list("de")]),
    ],
)
def test_circles(structure: Any, graph: dict[str, list[str]], found: list[list[str]]) -> None:
    """Those who reach each other are one circle."""
    assert structure.circles(graph) == found


def test_the_ninetieth_of_a_hundred(structure: Any) -> None:
    """The smallest value that nine of ten don't exceed."""
    assert structure.percentile(range(1, 101), 0.9) == 90
    assert structure.percentile([5], 0.9) == 5
    assert structure.percentile([], 0.9) == 0


def test_two_trees_are_compared(structure: Any) -> None:
    """Before, after, and what the one is of the other."""
    _head, line = structure.table([{"files": 4}, {"files": 6}])
    assert line.split() == ["files", "4", "6", "1.50"]
    (line,) = structure.table([{"files": 1500}])
    assert line.split() == ["files", "1,500"]
