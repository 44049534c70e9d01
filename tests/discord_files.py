"""The place where Discord keeps files, as the cog reaches it: by a real web server."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from simcord.backend import cdn as simcord_cdn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server import Server

#: Bytes of a file that the bot may send, where tests have files.
LIMIT = 400_000


@pytest.fixture
async def files(server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BaseTestServer]:
    """Stands in for that place; attachments get its address."""
    async with place_of_files(server, monkeypatch) as running:
        yield running


@pytest.fixture
def kept_files(server: Server, files: BaseTestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cog finds files where Discord keeps them here, and may send up to 400 kB."""
    monkeypatch.setattr(discord.Guild, "filesize_limit", property(lambda _guild: LIMIT))
    sent = import_module("tickets.core.discord.sent_files").SentFiles
    monkeypatch.setattr(sent, "origins", origin_of(files))


@asynccontextmanager
async def place_of_files(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BaseTestServer]:
    """The same for as long as the context lasts."""
    kept = server.sim.env.backend.cdn

    async def answer(request: web.Request) -> web.StreamResponse:
        blob = kept.get(origin + request.path)
        if blob is None:
            raise web.HTTPNotFound
        return web.Response(body=blob)

    store = kept.store_attachment

    def stored(number: int, channel: int, name: str, *rest: Any) -> dict[str, Any]:
        # Discord puts into addresses only what may be there.
        found = store(number, channel, re.sub(r"[^\w.-]", "_", name, flags=re.ASCII), *rest)
        return {**found, "filename": name}

    monkeypatch.setattr(kept, "store_attachment", stored)
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as running:
        origin = str(running.make_url("")).rstrip("/")
        monkeypatch.setattr(simcord_cdn, "CDN_BASE", origin)
        monkeypatch.setattr(discord.Asset, "BASE", origin)
        yield running


def origin_of(files: BaseTestServer) -> frozenset[str]:
    """Where that is."""
    return frozenset({str(files.make_url("")).rstrip("/")})
