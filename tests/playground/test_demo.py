"""``make demo`` as the person at the terminal meets it."""

from __future__ import annotations

import re
import signal
import socket
import threading
import urllib.request
from typing import TYPE_CHECKING, Any

import apsw
import pytest
from simulated_red import _close_databases, open_databases

from .conftest import demo

if TYPE_CHECKING:
    from pathlib import Path


def test_once_only_tells_the_story() -> None:
    """With ONCE=1 the story is told from the settings to the deleted ticket, and that is all."""
    with demo("--once") as running:
        assert running.ends() == 0
    assert "1. An administrator sets the ticket system up" in running.printed
    for shown in (
        "What is it about?",
        "You now handle this ticket.",
        "Not yet",
        "Only @alice, @Moderators",
        "Your rating: ★★★★★",
        "Who sees #bob: alice no, bob yes, moderator no, judge yes, mallory no",
        "No ticket matches.",
        "half of the tickets within 12 min",
        "Every member can read #staff-tickets",
        "The channel is gone: True",
    ):
        assert shown in running.printed, shown
    assert len(running.printed.splitlines()) <= 160
    assert "http://" not in running.printed


def test_it_prints_one_address_and_stays_until_ctrl_c(port: int) -> None:
    """There is one address, which answers; Ctrl-C ends it with a sentence."""
    with demo("--at-once", "--port", str(port)) as running:
        address = re.search(r"http://\S+", running.prints("Open http://"))
        running.prints("Ctrl-C ends it.")
        assert address is not None
        with urllib.request.urlopen(address[0]) as page:  # noqa: S310 - it is our own
            assert "Who am I?" in page.read().decode()
        running.process.send_signal(signal.SIGINT)
        assert running.ends() == 0
    assert running.printed.count("http://") == 1
    assert "The demo has ended; nothing of it was kept." in running.printed
    assert "Traceback" not in running.printed


@pytest.mark.parametrize(
    ("words", "arguments"), [("4. Impatience", ()), ("being set up", ("--at-once",))]
)
def test_ctrl_c_works_at_any_time(port: int, words: str, arguments: tuple[str, ...]) -> None:
    """Who has seen enough in the middle of the story, or before the server is ready, can go."""
    with demo(*arguments, "--port", str(port)) as running:
        running.prints(words)
        running.process.send_signal(signal.SIGINT)
        assert running.ends() == 0
    assert "Traceback" not in running.printed


def test_the_end_waits_for_the_database(tmp_path: Path) -> None:
    """Whoever ends the bot while it writes something down lets it finish the sentence."""
    connection = apsw.Connection(str(tmp_path / "tickets.sqlite3"))
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000)"
    counted: list[tuple[Any, ...]] = []
    begun = threading.Event()

    def goes_on() -> bool:
        begun.set()
        return False

    connection.set_progress_handler(goes_on, 1000)

    def work() -> None:
        counted.extend(connection.execute(f"{counting} SELECT count(*) FROM n").fetchall())

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    _close_databases(tmp_path)
    thread.join()
    assert counted == [(2000000,)]
    assert open_databases(tmp_path) == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_port_that_is_used(port: int, which: int) -> None:
    """If the port, or the next one, is used, one sentence says how to choose another, at once."""
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", port + which))
        occupant.listen()
        with demo("--port", str(port)) as running:
            assert running.ends() == 1
    (sentence,) = running.printed.splitlines()
    assert sentence.startswith(f"Port {port + which} is used by another program: choose another")
    assert "make demo PORT=" in sentence


@pytest.mark.parametrize("nonsense", ["", "http", "80", "65535", "-1", "١٢٣٤٥"])
def test_a_port_that_is_none(nonsense: str) -> None:
    """What can't be a port is refused in one sentence."""
    with demo(f"--port={nonsense}") as running:
        assert running.ends() == 1
    assert running.printed.splitlines() == [
        "PORT has to be a number from 1024 to 65534, for example 8420."
    ]
