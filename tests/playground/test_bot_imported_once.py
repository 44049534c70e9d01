"""The cog's modules are executed once for many simulated Reds, which share nothing by that."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest
from imported_once import ImportedOnce
from redbot.core import _i18n

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from simulated_red import SimulatedRed

PACKAGE = """
from redbot.core.i18n import Translator
from .shelf import BOOKS

_ = Translator("Once", __file__)
"""
SHELF = """
from . import lamp

BOOKS = {"one": 1}
READERS = set()
LOANS = []
OPEN = True

class Reader:
    limit = 3
    lent = {}
"""


@pytest.fixture
def once(tmp_path: Path) -> Iterator[ImportedOnce]:
    """The modules of a package, imported once."""
    folder = tmp_path / "once"
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    (folder / "shelf.py").write_text(SHELF)
    (folder / "lamp.py").write_text("LIT = False")
    translators = list(_i18n.translators)
    yield ImportedOnce("once", tmp_path)
    _i18n.translators[:] = translators
    _leave()


def _leave() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "once"]:
        del sys.modules[name]


def _shelf(once: ImportedOnce) -> Any:
    """The module as a new Red's import finds it."""
    _leave()
    with once.at_hand():
        return importlib.import_module("once.shelf")


@pytest.fixture
def found_by_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package itself is on Python's path, as it is on Red's."""
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("found_by_import")
def test_the_next_red_finds_everything_as_it_was(once: ImportedOnce) -> None:
    """Names are bound and containers filled as if the module had just been executed."""
    shelf = _shelf(once)
    shelf.BOOKS.clear()
    shelf.READERS.add("alice")
    shelf.LOANS += [1, 2]
    shelf.OPEN = False
    shelf.added = "by somebody"
    shelf.Reader.limit = 99
    shelf.Reader.lent["one"] = 1
    shelf.Reader.added = "as well"
    again = _shelf(once)
    assert again is shelf
    assert again.BOOKS == {"one": 1}
    assert not again.READERS
    assert again.LOANS == []
    assert again.OPEN is True
    assert not hasattr(again, "added")
    assert again.Reader.limit == 3
    assert again.Reader.lent == {}
    assert not hasattr(again.Reader, "added")


@pytest.mark.usefixtures("found_by_import")
def test_the_package_itself_is_executed_anew(once: ImportedOnce) -> None:
    """The package is a new one each time, and has its modules as attributes."""
    _shelf(once)
    first = sys.modules["once"]
    shelf = _shelf(once)
    second: Any = sys.modules["once"]
    assert second is not first
    assert second.shelf is shelf
    assert second.lamp is sys.modules["once.lamp"] is shelf.lamp


@pytest.mark.usefixtures("found_by_import")
def test_translators_stay_known(once: ImportedOnce) -> None:
    """Red tells the translators of modules that it imports a second time of a language, too."""
    known = list(_i18n.translators)
    _shelf(once)
    assert len(_i18n.translators) == len(known) + 2  # that of the package is a new one
    _i18n.translators[:] = known
    _shelf(once)
    assert len(_i18n.translators) == len(known) + 2


@pytest.mark.usefixtures("found_by_import")
def test_others_import_from_the_disk(once: ImportedOnce) -> None:
    """Only what is imported meanwhile comes from there."""
    shelf = _shelf(once)
    _leave()
    assert importlib.import_module("once.shelf") is not shelf
    assert once not in sys.meta_path


@pytest.mark.asyncio
async def test_a_reload_brings_new_classes(sim: SimulatedRed) -> None:
    """After a reload nothing of the cog is what it was, as on anybody's bot."""
    before = dict(sys.modules)
    await sim.reload()
    ours = [name for name in sys.modules if name.startswith("tickets.")]
    assert ours
    assert not [name for name in ours if sys.modules[name] is before[name]]
