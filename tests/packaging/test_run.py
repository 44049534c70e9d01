"""`make run`: the cog in a real Red on real Discord, up to the moment when Red starts."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import shlex
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from redbot.core._cli import parse_cli_flags
from server import Server
from simulated_red import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from simulated_red import SimulatedRed

pty = pytest.importorskip("pty")

APPLICATION = 1234567890123456789
TOKEN = ".".join(
    (
        base64.urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("="),
        "Gabcde",
        "not-a-real-token-but-it-looks-like-one",
    )
)


class Terminal:
    """Somebody's terminal, in a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "RED_"))
        } | {"HOME": str(home)}

    def runs(self, *arguments: str, types: str = "", token: str | None = None) -> str:
        """Runs the script and types into it; returns all that is to be seen on the screen."""
        keyboard, screen = pty.openpty()
        running = subprocess.Popen(
            (sys.executable, str(REPOSITORY / "scripts" / "run.py"), *arguments),
            stdin=screen,
            stdout=screen,
            stderr=screen,
            start_new_session=True,
            env=self.environment | ({"RED_TOKEN": token} if token else {}),
        )
        os.close(screen)
        seen = b""
        lines = types.splitlines()
        while True:
            try:
                seen += os.read(keyboard, 4096)
            except OSError:  # The other side has closed it.
                break
            if lines and seen.endswith(b"shown): "):
                os.write(keyboard, lines.pop(0).encode() + b"\n")
        os.close(keyboard)
        text = seen.decode().replace("\r\n", "\n")
        assert running.wait(60) == 0, text
        return text

    def kept_by_red(self) -> dict[str, Any]:
        """The settings of the bot that Red was told."""
        (file,) = self.home.rglob("core/settings.json")
        kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["0"]["GLOBAL"]
        return kept


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal of somebody who never had a Red."""
    home = tmp_path / "home"
    home.mkdir()
    return Terminal(home)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, str]:
    """A terminal in which a first run was given a token, and all that was seen there."""
    terminal = Terminal(tmp_path_factory.mktemp("told"))
    return terminal, terminal.runs("--dry-run", types=f"{TOKEN}\n")


@pytest.fixture(scope="module")
def by_environment(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, str]:
    """A terminal in which the token was in the environment, and all that was seen there."""
    terminal = Terminal(tmp_path_factory.mktemp("environment"))
    return terminal, terminal.runs("--dry-run", token=TOKEN)


@pytest.fixture(scope="module")
def run() -> Any:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("run", REPOSITORY / "scripts" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_token_is_asked_for_once(told: tuple[Terminal, str]) -> None:
    """The first run asks for the token without showing it; the second finds it with Red."""
    terminal, first = told
    second = terminal.runs("--dry-run")

    assert first.count("Token (it won't be shown)") == 1
    assert "Token (" not in second
    assert TOKEN not in first + second
    assert terminal.kept_by_red() == {"prefix": ["!"], "token": TOKEN}


def test_what_is_no_token_is_asked_for_again(terminal: Terminal) -> None:
    """Who pastes something else is told, and nothing is stored before it is a token."""
    seen = terminal.runs("--dry-run", types=f"hello\n{APPLICATION}\n{TOKEN}\n")

    assert seen.count("That is no token") == 2
    assert terminal.kept_by_red()["token"] == TOKEN


def test_the_token_can_be_replaced(terminal: Terminal) -> None:
    """A token that was reset on Discord's side is replaced by a new one."""
    terminal.runs("--dry-run", types=f"{TOKEN}\n")
    terminal.runs("--dry-run", "--new-token", types=f"{TOKEN}-new\n")

    assert terminal.kept_by_red()["token"] == f"{TOKEN}-new"


def test_the_token_is_nobody_elses_business(told: tuple[Terminal, str]) -> None:
    """It is kept outside this folder, in files that only their owner can read, and is no
    argument of any program."""
    terminal, seen = told

    (file,) = terminal.home.rglob("core/settings.json")
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    assert not file.resolve().is_relative_to(REPOSITORY)
    assert TOKEN not in seen.splitlines()[-1]


def test_a_token_in_the_environment_is_not_kept(by_environment: tuple[Terminal, str]) -> None:
    """Who gives Red its token by RED_TOKEN isn't asked, and nothing is stored."""
    terminal, seen = by_environment

    assert "Token (" not in seen
    assert "token" not in terminal.kept_by_red()


def test_without_a_terminal_it_says_so(terminal: Terminal) -> None:
    """Where nobody can be asked, it ends with a sentence instead of waiting."""
    ended = subprocess.run(
        (sys.executable, str(REPOSITORY / "scripts" / "run.py"), "--dry-run"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=terminal.environment,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "run this in a terminal" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_says_what_to_do_on_discord(by_environment: tuple[Terminal, str], run: Any) -> None:
    """The intents to switch on, where, the invitation, and what to type afterwards."""
    _, seen = by_environment

    for intent in ("Presence Intent", "Server Members Intent", "Message Content Intent"):
        assert intent in seen
    assert f"https://discord.com/developers/applications/{APPLICATION}/bot" in seen
    (address,) = [word for word in seen.split() if "oauth2/authorize" in word]
    asked = parse_qs(urlsplit(address).query)
    assert asked["client_id"] == [str(APPLICATION)]
    assert asked["scope"] == ["bot applications.commands"]
    assert asked["permissions"] == [str(run.needed_permissions().value)]
    assert "!slash enablecog tickets" in seen


def test_red_understands_how_it_is_started(by_environment: tuple[Terminal, str]) -> None:
    """The last line is a command with which Red would load the cog from this folder."""
    _, seen = by_environment
    words = shlex.split(seen.splitlines()[-1].partition(": ")[2])

    flags = parse_cli_flags(words[words.index("redbot") + 1 :])  # type: ignore[no-untyped-call]
    assert flags.instance_name == "tickets-for-red"
    assert flags.cog_path == [str(REPOSITORY)]
    assert flags.load_cogs == ["tickets"]
    assert flags.token is None


def test_the_invitation_asks_for_what_the_cog_says_it_needs(run: Any) -> None:
    """The permissions of the invitation are those of info.json, no more and no less."""
    about = json.loads((REPOSITORY / "tickets" / "info.json").read_text(encoding="utf-8"))
    named = discord.Permissions(**dict.fromkeys(about["permissions"], True))

    assert run.needed_permissions() == named
    assert not run.needed_permissions().administrator


async def test_with_the_invitation_everything_works(sim: SimulatedRed, run: Any) -> None:
    """A bot with exactly these permissions opens, closes, reopens and deletes tickets."""
    await sim.load("tickets")
    server = await Server.on(sim, bot_permissions=run.needed_permissions())
    await server.configured()
    await server.administrator.types("!ticketset closedaccess read")
    await server.administrator.types("!ticketset category none")
    alice, moderator = server.alice, server.moderator

    await alice.opens_a_ticket(reason="help", by="prefix")
    channel = server.newest_ticket()
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="done")
    assert not alice.can("send_messages", channel)
    await moderator.presses("Reopen", on=channel)
    assert alice.can("send_messages", channel)
    await alice.submits(await alice.presses("Close ticket", on=channel), reason="done")
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))

    assert not server.exists(channel)
