"""No host of the real internet is looked up: Discord is simulated, its files are too.

Without a network, looking up a name takes from nothing to many seconds, by the machine. With
one, tests would fetch strangers' pictures.
"""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
from aiohttp.helpers import is_ip_address

_resolve: Any = aiohttp.TCPConnector._resolve_host


async def _only_addresses(self: Any, host: str, port: int, traces: Any = None) -> Any:
    if is_ip_address(host) or host == "localhost":
        return await _resolve(self, host, port, traces)
    raise socket.gaierror(socket.EAI_NONAME, f"{host} is not looked up here")


# A method is replaced for all connectors, which types don't provide for.
aiohttp.TCPConnector._resolve_host = _only_addresses  # type: ignore[method-assign]
