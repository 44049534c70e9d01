"""The repository as Red's downloader and a fresh machine find it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import pytest
import yaml
from redbot import VersionInfo, version_info
from redbot.cogs.downloader.repo_manager import Repo

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NOT_COGS = ("docs", "playground", "requirements", "scripts", "tests")
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

REPOSITORY_KEYS: dict[str, type] = {
    "$schema": str,
    "author": list,
    "name": str,
    "short": str,
    "description": str,
    "install_msg": str,
    "tags": list,
}
COG_KEYS: dict[str, type] = REPOSITORY_KEYS | {
    "end_user_data_statement": str,
    "min_bot_version": str,
    "min_python_version": list,
    "requirements": list,
    "required_cogs": dict,
    "permissions": list,
    "type": str,
    "hidden": bool,
    "disabled": bool,
}


def information(folder: Path) -> dict[str, Any]:
    """The content of the folder's info.json."""
    read: dict[str, Any] = json.loads((folder / "info.json").read_text(encoding="utf-8"))
    return read


def parsed(folder: Path, pattern: str = "*.py") -> Iterator[tuple[str, ast.Module]]:
    """The Python files of a folder, as the oldest Python that the cog supports reads them."""
    for path in sorted(folder.rglob(pattern)):
        name = str(path.relative_to(ROOT))
        yield name, ast.parse(path.read_text(encoding="utf-8"), name, feature_version=(3, 10))


@pytest.fixture(scope="module")
def the_cog() -> list[tuple[str, ast.AST]]:
    """All that stands in the files of the cog, and in which."""
    return [(name, node) for name, module in parsed(ROOT / "tickets") for node in ast.walk(module)]


def pins(path: Path) -> list[str]:
    """The lines of a requirements file that aren't comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with the files of this folder, wherever they come from."""
    # Neither a git hook that runs the tests nor anybody's own configuration has a say.
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repository = tmp_path / "published"
    shutil.copytree(ROOT, repository, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    author = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.invalid")
    for command in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "Everything")):
        subprocess.run(("git", *command), cwd=repository, check=True)
    return repository


@pytest.fixture
async def repo(published: Path, tmp_path: Path) -> Repo:
    """What `[p]repo add` makes of it."""
    added = Repo(
        name="tickets-for-red",
        url=str(published),
        branch=None,
        commit="",
        folder_path=tmp_path / "repos" / "tickets-for-red",
    )
    await added.clone()
    return added


@pytest.mark.parametrize(
    ("folder", "keys"), [(ROOT, REPOSITORY_KEYS), (ROOT / "tickets", COG_KEYS)]
)
def test_information_is_complete(folder: Path, keys: dict[str, type]) -> None:
    """People read who made it, what it is, and everything else that Red can show."""
    found = information(folder)
    assert {key: type(value) for key, value in found.items()} == keys
    for key in ("author", "name", "short", "description", "install_msg", "tags"):
        assert found[key], key
    assert "\n" not in found["short"]
    assert len(found["install_msg"]) <= 2000
    assert all(isinstance(one, str) for one in [*found["author"], *found["tags"]])


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tickets"])
def test_information_follows_reds_schema(folder: Path) -> None:
    """Red's downloader and index take every value as it is meant."""
    found = information(folder)
    kind = "red_cog" if folder.name == "tickets" else "red_cog_repo"
    assert found["$schema"].endswith(
        f"/Cog-Creators/Red-DiscordBot/V3/develop/schema/{kind}.schema.json"
    )
    assert all(isinstance(name, str) for name in found["author"])
    assert len(found["tags"]) == len({*found["tags"]})
    if kind == "red_cog_repo":
        return
    version = r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?"
    assert re.fullmatch(version, found["min_bot_version"])
    assert VersionInfo.from_str(found["min_bot_version"]) <= version_info
    assert [type(part) for part in found["min_python_version"]] == [int, int, int]
    assert all(isinstance(one, str) for one in found["requirements"])
    assert all(address.startswith("https://") for address in found["required_cogs"].values())
    assert found["type"] in {"COG", "SHARED_LIBRARY"}


def test_the_workflows_run_what_people_run() -> None:
    """Every change is tested by the same command that people have, on the oldest Python too."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text())["jobs"]
    commands = {step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    assert {"make test", "make browser"} <= commands
    pythons = {
        step["with"]["python-version"]
        for job in jobs.values()
        for step in job["steps"]
        if "with" in step
    }
    oldest = information(ROOT / "tickets")["min_python_version"]
    assert pythons == {"3.11", ".".join(map(str, oldest[:2]))}
    for form in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        assert yaml.safe_load(form.read_text(encoding="utf-8"))


async def test_only_the_cog_is_offered(repo: Repo, caplog: pytest.LogCaptureFixture) -> None:
    """`[p]cog list` offers the cog and nothing else, and Red has nothing to complain about."""
    (cog,) = repo.available_modules
    assert repo.available_cogs == (cog,)
    assert cog.name == "tickets"
    assert not caplog.records
    assert cog.min_bot_version == VersionInfo.from_str("3.5.23")
    assert cog.min_bot_version <= version_info
    assert cog.min_python_version == (3, 10, 0)
    assert repo.short
    assert repo.install_msg


async def test_the_cog_works_on_its_own(repo: Repo, tmp_path: Path) -> None:
    """What `[p]cog install` copies can be loaded without the rest of the repository."""
    installed = tmp_path / "installed"
    installed.mkdir()
    (cog,) = repo.available_cogs
    assert await cog.copy_to(installed)
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    imported = subprocess.run(
        (sys.executable, "-c", "import tickets; print(tickets.__file__, tickets.setup.__name__)"),
        cwd=installed,
        env={**os.environ, **home, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert imported.stdout.split() == [str(installed / "tickets" / "__init__.py"), "setup"], (
        imported.stderr
    )


@pytest.mark.parametrize("folder", NOT_COGS)
def test_nothing_else_looks_like_a_cog(folder: str) -> None:
    """Folders for developers are no packages, which Red would offer as cogs."""
    assert [*(ROOT / folder).rglob("__init__.py")] == []
    assert [*(ROOT / folder).rglob("info.json")] == []


def test_the_doctor_knows_what_is_needed() -> None:
    """The doctor finds the same versions too old that the downloader refuses."""
    from tickets.doctor.checks.machine import RED_NEEDED

    needed = information(ROOT / "tickets")["min_bot_version"]
    assert ".".join(map(str, RED_NEEDED)) == needed


def test_people_learn_what_is_stored() -> None:
    """The statement for `[p]mydata` names what is kept about people; owners learn where."""
    found = information(ROOT / "tickets")
    known = ("user ID", "reason", "channel", "kept", "mydata forgetme", "request", "block")
    for word in known:
        assert word in found["end_user_data_statement"]
    assert "outside Red's Config" in found["install_msg"]
    assert "tickets.sqlite3" in found["install_msg"]


#: Events that the statement on stored data calls otherwise than the code does.
TOLD_AS = {
    "back": "came back",
    "cancelled": "withdrawn",
    "close-answered": "what came of it",
    "close-asked": "asked whether they can be closed",
    "close-not-yet": "what came of it",
    "close-withdrawn": "what came of it",
    "handed_over": "handed over",
    "kept_open": "kept open",
    "left": "left the server",
    "migrated": "taken over from another cog",
    "not_kept_open": "kept open",
    "opener_reminded": "reminded",
    "staff_reminded": "reminded",
    "taken_over": "handed over",
}


def test_people_learn_what_is_noted() -> None:
    """The statement names all that is kept in the list of what happened."""
    from tickets.cog import FEATURES

    statement = information(ROOT / "tickets")["end_user_data_statement"]
    _, _, noted = statement.partition("WHAT HAPPENED")
    kinds = [str(kind) for kind in FEATURES.each("events")]
    assert kinds
    assert [kind for kind in kinds if TOLD_AS.get(kind, kind) not in noted] == []


def test_permissions_exist() -> None:
    """The permissions that the bot is said to need are Discord's."""
    assert (
        set(information(ROOT / "tickets")["permissions"]) <= discord.Permissions.VALID_FLAGS.keys()
    )


def test_the_cog_never_prints(the_cog: list[tuple[str, ast.AST]]) -> None:
    """Whoever runs the bot finds what the cog has to say in the log, not between its lines."""
    printing = [
        f"{name}:{node.lineno}"
        for name, node in the_cog
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_everything_has_its_manual() -> None:
    """The cog and each of its commands explain themselves in Red's help."""
    from tickets.cog import Tickets

    assert Tickets.__doc__
    assert [one.name for one in Tickets.__cog_commands__ if not one.callback.__doc__] == []


def test_the_changelog_knows_the_version() -> None:
    """`[p]help Tickets` names the version that stands at the top of the changelog."""
    from tickets.cog import Tickets

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert newest is not None
    assert Tickets.__version__ == newest[1]


def test_loggers_are_named_as_reds(the_cog: list[tuple[str, ast.AST]]) -> None:
    """Whoever runs the bot finds the cog's lines under one name."""
    names = [
        ast.literal_eval(node.args[0])
        for _, node in the_cog
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) == "logging.getLogger"
    ]
    assert names
    assert [name for name in names if not re.fullmatch(r"red\.tickets(\.[a-z]+)?", name)] == []


def test_only_reds_public_side_is_used(the_cog: list[tuple[str, ast.AST]]) -> None:
    """An update of Red doesn't break the cog by changing what is nobody's business."""
    private = []
    for name, node in the_cog:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("redbot"):
            parts = [*(node.module or "").split("."), *(one.name for one in node.names)]
            private += [f"{name}: {part}" for part in parts if part.startswith("_")]
        elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            of = ast.unparse(node.value)
            if of.split(".")[-1] in {"bot", "red", "tree", "client"}:
                private.append(f"{name}: {of}.{node.attr}")
    assert private == []


def test_old_pythons_can_read_the_cog(the_cog: list[tuple[str, ast.AST]]) -> None:
    """The cog uses no syntax that the oldest supported Python lacks."""
    assert information(ROOT / "tickets")["min_python_version"] == [3, 10, 0]
    # Read as such a Python reads them, or there would be an error.
    assert the_cog


def test_versions_are_pinned_and_come_from_nowhere_special() -> None:
    """Everybody gets the same packages, from whichever index they are set up to use."""
    constraints = pins(ROOT / "requirements" / "constraints.txt")
    odd = [line for line in constraints if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", line)]
    assert odd == []
    pinned = {line.partition("==")[0] for line in constraints}
    for path in REQUIREMENTS:
        text = path.read_text(encoding="utf-8")
        for word in ("://", "-url", "find-links", "trusted-host", "/root", "/home"):
            assert word not in text, f"{path.name} mentions {word}"
        wanted = {re.split(r"==|\[", line)[0].lower() for line in pins(path)}
        assert wanted <= pinned, f"not pinned: {wanted - pinned}"


def test_every_test_promises_something() -> None:
    """Each test says in one line what people can rely on."""
    silent = [
        f"{name}: {node.name}"
        for name, module in parsed(ROOT / "tests", "test_*.py")
        for node in ast.walk(module)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
