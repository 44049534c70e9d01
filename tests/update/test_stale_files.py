"""An update copies files and deletes none: those of all former versions stay beside."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from simulated_red import REPOSITORY

from .released import releases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .released import Release


@pytest.fixture(params=releases(), ids=lambda one: one.folder.name)
def old(request: pytest.FixtureRequest) -> list[str]:
    """The files of each version that was released."""
    release: Release = request.param
    return release.files()


@pytest.fixture
def present() -> list[str]:
    """The files of this version."""
    there = [one.relative_to(REPOSITORY) for one in (REPOSITORY / "tickets").rglob("*.*")]
    return [one.as_posix() for one in there if "__pycache__" not in one.parts]


def folders(files: Iterable[str]) -> set[str]:
    """All folders that the files are in."""
    return {str(folder) for file in files for folder in PurePosixPath(file).parents}


def modules(files: Iterable[str]) -> set[str]:
    """The modules among the files, named as a folder of the same name would be."""
    return {file.removesuffix(".py") for file in files if file.endswith(".py")}


def test_the_archive_is_a_package(old: list[str]) -> None:
    """What is kept of a version is its package, whole."""
    assert {"tickets/__init__.py", "tickets/info.json"} <= set(old)
    assert all(file.startswith("tickets/") for file in old)


def test_no_module_hides_behind_a_folder(old: list[str], present: list[str]) -> None:
    """No module has the path of a folder of a former version: Python would import the folder."""
    assert modules(present) & folders(old) == set()


def test_no_folder_meets_a_module(old: list[str], present: list[str]) -> None:
    """No folder has the path of a module of a former version: there would be two of a name."""
    assert folders(present) & modules(old) == set()


def test_no_file_is_in_the_way(old: list[str], present: list[str]) -> None:
    """No file has the path of a folder of a former version, or the other way round: the update
    itself would fail."""
    assert set(present) & folders(old) == set()
    assert folders(present) & set(old) == set()
