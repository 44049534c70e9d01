"""What a released version has left behind, and a Red that starts on it.

Each release has a folder in ``tests/fixtures``, whose README says what is in it. Nothing here
knows how the cog is built: its data is read as SQL and JSON, and it is used through Red.
"""

from __future__ import annotations

import json
import sys
import tarfile
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
from simulated_red import REPOSITORY, SimulatedRed, _the_process_as_it_was

from .world import built_world, ids_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .world import OldServer

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
#: How long after it was killed the bot comes back: Discord has forgotten nonces by then.
AN_HOUR = 3600

Row = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """One released version, as it is kept in `folder`."""

    folder: Path

    @cached_property
    def archive(self) -> Path:
        """The version's package ``tickets``."""
        (found,) = self.folder.glob("tickets-*.tar.gz")
        return found

    def files(self) -> list[str]:
        """The paths of the package's files, all below ``tickets/``."""
        with tarfile.open(self.archive) as archive:
            return [one.name for one in archive.getmembers() if one.isfile()]

    def unpack(self, folder: Path) -> None:
        """Puts the version's package into a folder."""
        with tarfile.open(self.archive) as archive:
            archive.extractall(folder, filter="data")

    def world(self) -> dict[str, Any]:
        """The Discord that the version worked on."""
        found: dict[str, Any] = json.loads(self._text("world.json"))
        return found

    def settings(self) -> dict[str, Any]:
        """What the version had stored in Config: about the server and about the bot."""
        (stored,) = json.loads(self._text("settings.json")).values()
        assert isinstance(stored, dict)
        return stored

    def outcome(self) -> dict[str, Any]:
        """What the version itself has made of all that at its next start."""
        found: dict[str, Any] = json.loads(self._text("outcome.json"))
        return found

    def put_database(self, path: Path) -> None:
        """Makes the version's file of tickets anew."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(apsw.Connection(str(path))) as connection:
            connection.execute(self._text("tickets.sql")).fetchall()
            connection.execute("PRAGMA journal_mode = WAL").fetchall()

    def put_data(self, data: Path, *, loaded: bool = True) -> None:
        """Makes the data folder of the Red that ran it; unless `loaded`, without the cog."""
        core = json.loads(self._text("core.json"))
        stored = core["0"]["GLOBAL"]
        # After a change of Python Red would start without cogs.
        stored["last_system_info"] = {"python_version": list(sys.version_info[:2])}
        if not loaded:
            stored["packages"] = []
        (data / "core").mkdir(parents=True)
        (data / "core" / "settings.json").write_text(json.dumps(core), encoding="utf-8")
        self.put_database(database_in(data))
        config = settings_in(data)
        config.write_text(self._text("settings.json"), encoding="utf-8")

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def releases() -> list[Release]:
    """All versions that are kept."""
    return [Release(one) for one in sorted(FIXTURES.glob("released_*"))]


#: The first one, whose tickets and buttons the tests know by their numbers.
RELEASE_1_0_0 = Release(FIXTURES / "released_1_0_0")


def database_in(data: Path) -> Path:
    """The file of tickets in Red's data folder."""
    return data / "cogs" / "Tickets" / "tickets.sqlite3"


def settings_in(data: Path) -> Path:
    """The file of the cog's settings in Red's data folder."""
    return data / "cogs" / "Tickets" / "settings.json"


def settings_stored(data: Path) -> dict[str, Any]:
    """What the cog has stored in Config, as `Release.settings`."""
    (stored,) = json.loads(settings_in(data).read_text(encoding="utf-8")).values()
    assert isinstance(stored, dict)
    return stored


def kept_of(then: Any, now: Any) -> Any:
    """As much of `now` as `then` can have known: without keys that came later."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: kept_of(value, now.get(key)) for key, value in then.items()}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [kept_of(*pair) for pair in zip(then, now, strict=True)]
    return now


# ------------------------------------------------------------------------------- its data


def columns_in(path: Path) -> dict[str, list[str]]:
    """The columns of each table of a file."""
    names = _asked(
        path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        str(name): [str(row[1]) for row in _asked(path, f"PRAGMA table_info ({name})")]
        for (name,) in names
    }


def rows_in(path: Path, columns: dict[str, list[str]]) -> dict[str, list[Row]]:
    """What a file holds in these columns; others, of later versions, are left out."""
    found = {}
    for table, names in columns.items():
        query = f"SELECT {', '.join(names)} FROM {table} ORDER BY {', '.join(names[:2])}"
        found[table] = [dict(zip(names, row, strict=True)) for row in _asked(path, query)]
    return found


def version_of(path: Path) -> int:
    """The version of a file's tables."""
    ((found,),) = _asked(path, "PRAGMA user_version")
    return int(found)


def _asked(path: Path, query: str) -> list[Any]:
    """What a file answers; the bot may have it open, by the same library."""
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        return list(connection.execute(query).fetchall())


# -------------------------------------------------------------------------------- the bot


@asynccontextmanager
async def resumed(
    release: Release, data: Path, *, installed: bool = True
) -> AsyncIterator[OldServer]:
    """A new process's Red on that data and that Discord; Red loads the present cog itself.

    Unless it is `installed`: then Red has no cog, and knows no folder with one.
    """
    release.put_data(data, loaded=installed)
    with _the_process_as_it_was():
        sim = SimulatedRed(data, cog_paths=(REPOSITORY,) if installed else ())
        if installed:
            sim.packages.append("tickets")
        server = built_world(sim, release.world())
        sim.env.backend.clock.advance(AN_HOUR)
        try:
            await sim._start()
            await sim.env.settle()
            if installed and sim.cog is None:
                raise AssertionError(f"Red did not load the cog: {sim.red._last_exception}")
            yield server
        finally:
            await sim._end()


# ---------------------------------------------------------------------------- the outcome


def outcome(server: OldServer, world: dict[str, Any], columns: dict[str, list[str]]) -> Any:
    """What has become of everything since `world`, as JSON, however it is worded.

    What is new has no ids of its own here: they depend on what happens first.
    """
    known = _known(world)
    rows = rows_in(database_in(server.sim.data_path), columns)
    return {
        "rows": {
            table: [
                {column: _stored(column, value, known, world) for column, value in row.items()}
                for row in found
            ]
            for table, found in rows.items()
        },
        **_seen(server, world, known),
    }


def _known(world: dict[str, Any]) -> set[int]:
    things = (*world["channels"], *world["messages"], *world["users"])
    return {one["id"] for one in (*things, *world["guild"]["roles"], world["guild"])}


def _stored(column: str, value: Any, known: set[int], world: dict[str, Any]) -> Any:
    if column in {"terms", "withdrawn", "body"}:
        return json.loads(value)
    if column in {"at", "until", "created_at"} or column.endswith("_at"):
        return value
    if isinstance(value, int) and value > max(known):
        return "new"
    return value


def _seen(server: OldServer, world: dict[str, Any], known: set[int]) -> dict[str, Any]:
    backend = server.sim.env.backend
    before = {one["id"]: one for one in world["messages"]}
    said: dict[str, list[Any]] = {}
    changed: dict[str, list[str]] = {}
    there: set[int] = set()
    for channel_id, messages in backend.messages.items():
        if channel_id not in backend.channels:
            continue
        place = str(channel_id) if channel_id in known else "new"
        for message in messages.values():
            there.add(message.id)
            ids = ids_in(message.components)
            if message.id not in before:
                pings = sorted({*message.ping_user_ids, *message.ping_role_ids})
                said.setdefault(place, []).append({"ids": ids, "pings": pings})
            elif ids != ids_in(before[message.id].get("components", [])):
                changed[str(message.id)] = ids
    return {
        "said": {place: sorted(found, key=str) for place, found in sorted(said.items())},
        "changed": changed,
        "messages gone": sorted(before.keys() - there),
        "channels gone": sorted({one["id"] for one in world["channels"]} - set(backend.channels)),
        "channels made": sorted(
            channel.type for channel in backend.channels.values() if channel.id not in known
        ),
        "overwrites": {
            str(channel.id): sorted(
                [line.target_id, line.allow, line.deny] for line in channel.overwrites
            )
            for channel in backend.channels.values()
            if channel.id in known and channel.overwrites
        },
    }
