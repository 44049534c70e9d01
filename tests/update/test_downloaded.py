"""1.0.0 runs as Red's downloader has installed it, and its owner types ``cog update``."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from aftermath import complaints
from error_log import errors_logged
from simulated_red import REPOSITORY

from tests.packaging.conftest import (
    installed_cogs,
    take_pytest_away,
    threads_of_the_downloader,
)
from tests.packaging.origin import Origin, git

from .released import RELEASE_1_0_0, columns_in, database_in, resumed, rows_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .released import Release, Row
    from .world import OldServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Makes the present version a new one, also while it is the same as the last release.
A_LINE = "\n# The present version.\n"


class Publisher(Origin):
    """A repository with a release of the cog, and later with the present version."""

    def __init__(self, folder: Path, release: Release) -> None:
        self.folder = folder
        release.unpack(folder)
        shutil.copy2(REPOSITORY / "info.json", folder)
        git(folder, "init", "--quiet", "--initial-branch=main")
        self.commit()

    def publishes_the_present(self) -> None:
        """The repository has the present version, and nothing of the release but history."""
        package = self.folder / "tickets"
        shutil.rmtree(package)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / "tickets", package, ignore=ignored)
        with (package / "__init__.py").open("a", encoding="utf-8") as file:
            file.write(A_LINE)
        self.commit()


@dataclass
class Updated:
    """What the update has done."""

    server: OldServer
    publisher: Publisher
    #: What Red said to the update, and to the reload.
    answers: list[str]
    #: All rows before and after the update, in the columns of the release.
    before: dict[str, list[Row]]
    after: dict[str, list[Row]]
    #: What the staff was told in the reception channel by the reload.
    logged: list[str]
    #: All other calls that the reload has made about channels.
    calls: list[str]
    #: What somebody was answered between the update and the reload.
    between: str

    @property
    def installed(self) -> Path:
        """Where Red has put the cog."""
        return installed_cogs(self.server.sim) / "tickets"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def updated(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Updated]:
    """1.0.0 is installed and has work waiting; then it is updated and reloaded."""
    folder: Path = tmp_path_factory.mktemp("downloaded")
    with pytest.MonkeyPatch.context() as monkeypatch, errors_logged() as logged:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        take_pytest_away(monkeypatch)
        (folder / "origin").mkdir()
        publisher = Publisher(folder / "origin", RELEASE_1_0_0)
        async with resumed(RELEASE_1_0_0, folder / "red", installed=False) as server:
            await _installs(server, publisher)
            yield await _updates(server, publisher)
            server.sim.cog_paths.append(installed_cogs(server.sim).resolve())
            server.sim.threads_before.update(threads_of_the_downloader())
            found = await complaints(server.sim, logged)
            if found:
                pytest.fail("\n".join(found), pytrace=False)


async def _types(server: OldServer, *commands: str) -> list[str]:
    return ["\n".join(await server.sim.owner_types(command)) for command in commands]


async def _installs(server: OldServer, publisher: Publisher) -> None:
    await _types(server, "load downloader", f"repo add tickets-for-red {publisher.url}")
    await server.sim.bot_owner.send_dm("I agree")
    told = await _types(server, "cog install tickets-for-red tickets", "load tickets")
    assert "Successfully installed the cog: `tickets`" in told[0]
    assert "Loaded `tickets`" in told[1]
    server.sim.packages.append("tickets")


async def _updates(server: OldServer, publisher: Publisher) -> Updated:
    sim, reception = server.sim, server.reception
    # A line of the log waits.
    sim.faults.fail(
        f"/channels/{reception.id}/messages", method="POST", status=503, code=0, times=None
    )
    await server.moderator.types(
        f"!ticketmod open {server.bob.mention} Shortly before", in_=server.staff
    )
    file = database_in(sim.data_path)
    columns = columns_in(file)
    before = rows_in(file, columns)
    known = len(server.messages(reception))

    publisher.publishes_the_present()
    answers = await _types(server, "cog update")
    pressed = await server.clicks(server.alice, "tickets:v1:close:3")
    sim.faults.clear()
    await sim.time_passes(1)
    with sim.counting() as calls:
        answers += await _types(server, "reload tickets")
        await sim.time_passes(600)
    return Updated(
        server,
        publisher,
        answers,
        before,
        after=rows_in(file, columns),
        logged=[server.text(one) for one in server.messages(reception)[known:]],
        calls=[
            call.route
            for call in calls.seen
            if call.path.startswith(("/channels", "/guilds"))
            and f"/{sim.bot_owner.dm_channel.id}/" not in f"{call.path}/"
            and f"/{reception.id}/" not in call.path
        ],
        between=server.alice.answer(pressed),
    )


async def test_red_updates_and_reloads(updated: Updated) -> None:
    """Red says that the cog is updated, and loads it again from where it was installed."""
    told = "\n".join(updated.answers)
    assert "Updated: `tickets`" in told
    assert "Reloaded `tickets`" in told
    assert Path(str(sys.modules["tickets"].__file__)).parent == updated.installed.resolve()
    assert A_LINE in (updated.installed / "__init__.py").read_text(encoding="utf-8")


async def test_the_release_works_until_the_reload(updated: Updated) -> None:
    """Who presses a button after the files were replaced, and before the reload, is answered."""
    assert "Close the ticket" in updated.between


async def test_files_of_the_release_stay(updated: Updated) -> None:
    """Red replaces files and deletes none: all of the release's are there beside the new."""
    there = {
        one.relative_to(updated.installed.parent).as_posix()
        for one in updated.installed.rglob("*")
    }
    assert set(RELEASE_1_0_0.files()) <= there


async def test_nothing_of_the_release_is_run(updated: Updated) -> None:
    """After the reload all modules of the present version are in use, so that the next update
    can replace them under the running bot, and none that only the release had."""
    await updated.server.clicks(updated.server.alice, "tickets:v1:close:3")

    files = [one.relative_to(REPOSITORY) for one in (REPOSITORY / "tickets").rglob("*.py")]
    present = {".".join(one.with_suffix("").parts).removesuffix(".__init__") for one in files}
    running = {name for name in sys.modules if name.partition(".")[0] == "tickets"}
    assert running == present


async def test_no_row_is_lost(updated: Updated) -> None:
    """All that the running release had stored is there after the update, unchanged; only what
    was waiting is done."""
    assert len(updated.before.pop("jobs")) == 1
    assert updated.after.pop("jobs") == []
    assert updated.after == updated.before
    assert all(updated.after.values())


async def test_nothing_is_said_twice(updated: Updated) -> None:
    """The line that was waiting is written once; the reload does nothing else on Discord."""
    (line,) = updated.logged
    assert "bob" in line
    assert updated.calls == []


async def test_tickets_of_the_release_go_on(updated: Updated) -> None:
    """A ticket from before the update is closed and reopened by its buttons."""
    server = updated.server
    form = await server.clicks(server.bob, "tickets:v1:close:6")
    answer = await server.bob.submits(form, reason="Thank you")
    assert "✅" in server.bob.answer(answer)

    await server.clicks(server.moderator, "tickets:v1:reopen:6")
    opened: Any = await server.clicks(server.moderator, "tickets:v1:close:6")
    assert opened.modal is not None


async def test_the_owner_goes_back(updated: Updated) -> None:
    """What the manual says brings 1.0.0 back, with all as it was before the update. The last
    test here: the present version is gone then."""
    server, folder = updated.server, updated.publisher.folder
    file = database_in(server.sim.data_path)
    (copy,) = file.parent.glob("tickets.before-update-*.sqlite3")
    told = await _types(server, "unload tickets", "cog uninstall tickets")
    assert not updated.installed.exists(), told
    for one in file.parent.glob("tickets.sqlite3*"):
        one.rename(one.with_name(f"moved-away-{one.name}"))
    copy.rename(file)
    released = git(folder, "rev-list", "--max-parents=0", "HEAD").strip()
    told = await _types(
        server, f"cog installversion tickets-for-red {released} tickets", "load tickets"
    )
    assert "Successfully installed" in told[0]
    assert "Loaded `tickets`" in told[1]
    assert rows_in(file, columns_in(file))["tickets"] == updated.before["tickets"]
    pressed = await server.clicks(server.bob, "tickets:v1:close:6")
    assert "Close the ticket" in server.bob.answer(pressed)
