"""Tables of an empty database, made once in a process and then copied.

Making all tables by the steps of ten features takes longer than most tests of the running bot.
A bot does that once in its life. Here each test begins with an empty database.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import ModuleType

    Migrate = Callable[[apsw.Connection, Path, Sequence[Any]], None]

#: What the steps have made of an empty file, by the steps.
_made: dict[tuple[str, ...], apsw.Connection] = {}
#: Databases are opened in threads of their own.
_one_at_a_time = Lock()


def made_once(database: ModuleType) -> None:
    """Lets the store's module copy what the same steps have made before.

    A file that has tables already is brought up to date by its steps, as always.
    """
    migrate: Migrate = database._migrate

    def copied(connection: apsw.Connection, path: Path, steps: Sequence[Any]) -> None:
        (found,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() or (1,)
        if found:
            migrate(connection, path, steps)
            return
        with _one_at_a_time:
            key = tuple(step.sql for step in steps)
            if key not in _made:
                migrate(connection, path, steps)
                _made[key] = _copied(connection, apsw.Connection(":memory:"))
            else:
                _copied(_made[key], connection)

    database._migrate = copied  # type: ignore[attr-defined]


def _copied(source: apsw.Connection, target: apsw.Connection) -> apsw.Connection:
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(-1)
    return target
