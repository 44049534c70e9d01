"""``make demo``: the story of a ticket, then a living server to try it in a browser.

``make demo ONCE=1`` only tells the story, ``make demo PORT=…`` takes another port (and the
one after it, for SimCord's preview).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
import tempfile
import webbrowser
from pathlib import Path

import story

from simulated_red import running_red  # isort: skip  (Red comes with story)
from hub import HOST, Hub, origins
from living_server import LivingServer
from window import Window

PORT = 8420


def main() -> int:
    """Does what the arguments say; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="only tell the story")
    parser.add_argument("--at-once", action="store_true", help="leave the story out")
    parser.add_argument("--port", default=str(PORT))
    options = parser.parse_args()
    try:
        port = _port(options.port)
        if not options.once:
            _expect_free(port, port + 1)
        if not options.at_once:
            asyncio.run(_tell())
        if not options.once:
            asyncio.run(_until_stopped(port))
    except _BadPort as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nThe demo was stopped.")
    return 0


async def _tell() -> None:
    """Tells the story until Ctrl-C, also where something on the way would swallow that."""
    telling = asyncio.ensure_future(story.main())
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        telling.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await telling
    if stopped:
        raise KeyboardInterrupt


class _BadPort(Exception):
    """Nothing can be served there; the text says why and what to do."""


def _port(text: str) -> int:
    """A port that leaves room for the one after it."""
    if not (text.isascii() and text.isdecimal() and 1024 <= int(text[:6]) < 65535):
        raise _BadPort(f"PORT has to be a number from 1024 to 65534, for example {PORT}.")
    return int(text)


def _taken(port: int) -> _BadPort:
    other = port + 80 if port < 65000 else PORT
    return _BadPort(
        f"Port {port} is used by another program: choose another, "
        f"for example with `make demo PORT={other}`."
    )


def _expect_free(*ports: int) -> None:
    for port in ports:
        with socket.socket() as probe:
            # As the servers do: a port whose last user has just left is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                raise _taken(port) from None


async def _until_stopped(port: int) -> None:
    """Runs the living server and the hub until Ctrl-C, or until the terminal is closed."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    # What goes wrong in the bot is said, with its traceback; nothing else is.
    logging.disable(logging.NOTSET)
    logging.basicConfig(level=logging.ERROR, format="\n%(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(logging.ERROR)
    print("\nA server to try it yourself is being set up ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        async with running_red(Path(folder), real_time=True) as sim:
            living = await LivingServer.on(sim)
            window = Window(living.server, port + 1, origins(port))
            hub = Hub(living, window, port)
            keeping_up = asyncio.create_task(window.keep_up())
            try:
                if not stopped.is_set():
                    await _serve(hub)
                    _invite(hub, port)
                await stopped.wait()
            finally:
                keeping_up.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await keeping_up
                await hub.stop()
                await window.close()
                # What the bot is writing down is waited for, if it doesn't take long.
                with contextlib.suppress(TimeoutError):
                    await sim.env.settle(timeout=2)
    print("\nThe demo has ended; nothing of it was kept.")


async def _serve(hub: Hub) -> None:
    try:
        await hub.start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise _taken(hub.port) from None


def _invite(hub: Hub, port: int) -> None:
    print(f"\nOpen {hub.address} in a browser: there you are a member, a moderator and an admin.")
    if not _has_browser():
        print(
            "There is no browser here; on a machine that has one, run "
            f"`ssh -L {port}:{HOST}:{port} -L {port + 1}:{HOST}:{port + 1} <this machine>` first."
        )
    print("Ctrl-C ends it.", flush=True)


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
