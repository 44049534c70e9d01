"""Other cogs' data is found by Red's real Config, and stays as it is to the byte."""

from __future__ import annotations

import asyncio
import gc
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from redbot.core import Config, data_manager
from redbot.core import config as red_config
from redbot.core._drivers import json as red_json

from tests.switching.samples import FILES, settings_file, stored, world_of
from tickets.core.store.settings import CONFIG_IDENTIFIER
from tickets.switching.finding import is_loaded, sources_of, stored_by
from tickets.switching.rules.found import Source
from tickets.switching.rules.refusals import NothingFound, StillLoaded, TheirFileDamaged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.asyncio


def red(*loaded: str) -> Any:
    """A bot with these cogs, as far as it is asked for them."""
    return SimpleNamespace(get_cog=lambda name: object() if name in loaded else None)


@pytest.fixture(autouse=True)
def cogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all cogs' data of a Red of its own."""
    basic = {
        "DATA_PATH": str(tmp_path),
        "COG_PATH_APPEND": "cogs",
        "CORE_PATH_APPEND": "core",
        "STORAGE_TYPE": "JSON",
        "STORAGE_DETAILS": {},
    }
    monkeypatch.setattr(data_manager, "basic_config", basic)
    # Red keeps files in memory under the names of their cogs: this Red begins with none.
    monkeypatch.setattr(red_json, "_shared_datastore", {})
    monkeypatch.setattr(red_json, "_driver_counts", {})
    monkeypatch.setattr(red_config, "_config_cache", type(red_config._config_cache)())
    return tmp_path / "cogs"


def place(cogs: Path, source: Source, data: bytes | None = None) -> Path:
    """Puts a cog's file where Red keeps it."""
    path = cogs / source.cog_name / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(settings_file(source) if data is None else data)
    return path


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All files, with what is in them and when they were written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("source", FILES)
async def test_what_is_stored_is_read_and_stays(cogs: Path, source: Source) -> None:
    """Each sample is found as what it is, whole, and no file is written or made."""
    place(cogs, source)
    before = files(cogs)
    guild_id = world_of(source).guild_id
    assert await sources_of(red(), guild_id) == (source,)
    assert await stored_by(red(), source, guild_id) == stored(source)
    assert await sources_of(red(), guild_id + 1) == ()
    with pytest.raises(NothingFound):
        await stored_by(red(), source, guild_id + 1)
    assert files(cogs) == before
    # What event loop and threads still hold of the last calls.
    for _ in range(10):
        await asyncio.to_thread(gc.collect)
    assert not list(red_config._config_cache)


async def test_two_of_one_class(cogs: Path) -> None:
    """Cogs that share a file are told apart, with this cog's settings between them."""
    of_vrt, of_aaa3a = Source.VRT_3, Source.AAA3A_TICKETS
    guild_id = world_of(of_vrt).guild_id
    other = str(world_of(of_aaa3a).guild_id)
    both = {
        **json.loads(settings_file(of_vrt)),
        **json.loads(settings_file(of_aaa3a).replace(other.encode(), str(guild_id).encode())),
        str(CONFIG_IDENTIFIER): {"GUILD": {str(guild_id): {"limit": 3}}},
    }
    path = place(cogs, of_vrt, json.dumps(both).encode())
    ours = Config.get_conf(None, CONFIG_IDENTIFIER, cog_name="Tickets", force_registration=True)
    ours.register_guild(limit=1)
    assert await sources_of(red(), guild_id) == (of_vrt, of_aaa3a)
    assert (await stored_by(red(), of_aaa3a, guild_id))["last_id"] == 4
    assert await ours.guild_from_id(guild_id).limit() == 3
    await ours.guild_from_id(guild_id).limit.set(4)
    after = json.loads(path.read_text())
    assert after.pop(str(CONFIG_IDENTIFIER)) == {"GUILD": {str(guild_id): {"limit": 4}}}
    del both[str(CONFIG_IDENTIFIER)]
    assert after == both


async def test_a_cog_of_one_panel_is_none_of_them(cogs: Path) -> None:
    """A fork with the same class and identifier is not taken for vrt's."""
    record = {"category_id": 5, "support_roles": [1], "opened": {"7": {"8": {}}}, "blacklist": []}
    data = {"117117": {"GUILD": {"5": record}}}
    place(cogs, Source.VRT_2, json.dumps(data).encode())
    assert await sources_of(red(), 5) == ()


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"117117": {"GLOBAL": {"db": []}, "GUILD": {"5": [1]}}},
        {"117117": {"GLOBAL": {"db": {"configs": {"5": 3}}}, "GUILD": []}},
        {"117117": 7},
        {"117117": {"GUILD": {"5": {}}}},
    ],
)
async def test_odd_files_hold_nothing(cogs: Path, data: Any) -> None:
    """Where something else stands than Config stores, nothing is found."""
    place(cogs, Source.VRT_2, json.dumps(data).encode())
    place(cogs, Source.TRINI, json.dumps(data).encode())
    assert await sources_of(red(), 5) == ()


@pytest.mark.parametrize("source", [Source.AAA3A_TICKETTOOL, Source.TRINI])
@pytest.mark.parametrize("data", [b"{", b"\xff\xfe{", b""])
async def test_a_damaged_file_is_named(cogs: Path, source: Source, data: bytes) -> None:
    """A file that isn't JSON is told by its name, and left alone."""
    path = place(cogs, source, data)
    with pytest.raises(TheirFileDamaged) as caught:
        await sources_of(red(), 5)
    assert caught.value.file == f"{source.cog_name}/settings.json"
    assert path.read_bytes() == data


@pytest.mark.parametrize("source", [Source.AAA3A_TICKETTOOL, Source.TRINI])
async def test_refused_while_it_is_loaded(cogs: Path, source: Source) -> None:
    """While the other cog works nothing is read; the error says what to unload."""
    place(cogs, source)
    bot = red("Tickets", source.cog_name)
    assert is_loaded(bot, source)
    with pytest.raises(StillLoaded) as caught:
        await stored_by(bot, source, world_of(source).guild_id)
    assert caught.value.package == source.package
    assert await sources_of(bot, world_of(source).guild_id) == (source,)


async def test_this_cog_is_not_another_one(cogs: Path) -> None:
    """That a cog of the class Tickets is loaded is no obstacle: it is this one."""
    place(cogs, Source.VRT_3)
    assert not is_loaded(red("Tickets"), Source.VRT_3)
    assert await stored_by(red("Tickets"), Source.VRT_3, world_of(Source.VRT_3).guild_id)
