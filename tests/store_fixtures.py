"""Fixtures of the tests that work on real files, in a folder of their own each."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from redbot.core import Config
from redbot.core import config as red_config
from redbot.core._drivers import json as red_json
from tables_made_once import made_once

from tests.core.records import DECLARED, STEPS, Records
from tickets.core.app import Locks
from tickets.core.store import database as store
from tickets.core.store.database import Database
from tickets.core.store.settings import CONFIG_IDENTIFIER, SettingsStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

made_once(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the tickets are kept."""
    return tmp_path / "cog" / "tickets.sqlite3"


@pytest_asyncio.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """An empty database, closed afterwards."""
    opened = await Database.open(path, STEPS)
    yield opened
    await opened.close()


@pytest.fixture
def records(database: Database) -> Records:
    """The tickets of an empty database."""
    return Records(database)


@pytest.fixture
def config_folder(tmp_path: Path) -> Path:
    """Where Red keeps the cog's settings."""
    return tmp_path / "red"


@pytest.fixture
def start(config_folder: Path) -> Callable[[], SettingsStore]:
    """Starts the settings as Red does: what was in memory before is forgotten."""
    # Red keeps a cog's file in memory under the cog's name for as long as anybody uses it.
    name = f"Tickets{uuid.uuid4().hex}"
    identifier = str(CONFIG_IDENTIFIER)

    def fresh() -> SettingsStore:
        red_config._config_cache.pop((name, identifier), None)
        red_json._shared_datastore.pop(name, None)
        driver = red_json.JsonDriver(name, identifier, data_path_override=config_folder)
        config = Config(name, identifier, driver=driver, force_registration=True)
        return SettingsStore(config, DECLARED, Locks(), now=lambda: 0)

    return fresh
