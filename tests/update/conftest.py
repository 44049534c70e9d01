"""Fixtures of the tests in which the present version goes on with what a release has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from aftermath import complaints
from error_log import errors_logged

from .released import (
    RELEASE_1_0_0,
    columns_in,
    outcome,
    resumed,
    rows_in,
    settings_stored,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from .released import Release, Row
    from .world import OldServer

#: So long nobody does anything after the start: what is due at once happens.
TEN_MINUTES = 600


@dataclass
class Afterwards:
    """What the present version has made of what 1.0.0 has left, by itself."""

    release: Release
    server: OldServer
    #: The rows as the release had written them.
    before: dict[str, list[Row]]
    #: As `Release.outcome`.
    outcome: dict[str, Any]
    #: As `Release.settings`.
    settings: dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def afterwards(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Afterwards]:
    """A Red that has been running on it for a while; all tests of a module share it."""
    release = RELEASE_1_0_0
    folder: Path = tmp_path_factory.mktemp("update")
    old = folder / "old.sqlite3"
    release.put_database(old)
    columns = columns_in(old)
    with errors_logged() as logged:
        async with resumed(release, folder / "red") as server:
            await server.sim.time_passes(TEN_MINUTES)
            yield Afterwards(
                release,
                server,
                before=rows_in(old, columns),
                outcome=outcome(server, release.world(), columns),
                settings=settings_stored(server.sim.data_path),
            )
            found = await complaints(server.sim, logged)
            if found:
                pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture
def server(afterwards: Afterwards) -> OldServer:
    """The server of that time."""
    return afterwards.server
