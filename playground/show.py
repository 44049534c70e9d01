"""The demo itself: the story, and the living server until somebody stops it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import tempfile
import webbrowser
from pathlib import Path

import story

from simulated_red import running_red  # isort: skip  (Red comes with story)
from hub import Hub, origins
from lived_in import PAST
from living_server import LivingServer
from ports import HOST, taken
from window import Window


async def tell() -> None:
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


async def until_stopped(port: int, language: str) -> None:
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
        async with running_red(Path(folder), real_time=True, past=PAST) as sim:
            living = await LivingServer.on(sim, language=language)
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
        raise taken(hub.port) from None


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
