"""discord.py's own client, against a server that says "in ten minutes": nobody waits."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import web
from discord.http import HTTPClient, Route

from tickets.core.discord.patience import impatient

pytestmark = pytest.mark.asyncio


def told(body: dict[str, Any], **facts: Any) -> web.Response:
    """An answer as Discord words it: without a character set."""
    content = json.dumps(body).encode()
    return web.Response(body=content, content_type="application/json", **facts)


async def test_a_hidden_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It raises at once, and the client itself remembers nothing of it."""
    asked: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        headers = {"Via": "1.1 google", "X-Ratelimit-Remaining": "4", "X-Ratelimit-Limit": "5"}
        headers |= {"X-Ratelimit-Reset-After": "600", "X-Ratelimit-Bucket": "abc"}
        if "name" in asked[-1]:
            return told({"retry_after": 599.5}, status=429, headers=headers)
        return told({"id": "1"}, headers=headers)

    app = web.Application()
    app.router.add_patch("/channels/1", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{port}")
    client: Any = HTTPClient(asyncio.get_running_loop())
    async with aiohttp.ClientSession() as session:
        client._HTTPClient__session = session
        client._global_over = asyncio.Event()
        client._global_over.set()
        began = time.monotonic()
        await client.edit_channel(1, topic="before")
        for _again in range(2):
            with pytest.raises(discord.RateLimited) as error:
                await impatient(client).edit_channel(1, name="third")
            assert error.value.retry_after == 599.5
        await client.edit_channel(1, topic="after")
        assert time.monotonic() - began < 5
    await runner.cleanup()
    assert client.max_ratelimit_timeout is None
    assert [next(iter(one)) for one in asked] == ["topic", "name", "name", "topic"]
