"""The seam between the bot and the simulated Discord, where calls are seen and altered.

Everything the bot asks of Discord passes one of two clients of SimCord's: ``FakeHTTPClient``
for ordinary calls and ``FakeWebhookAdapter`` for answers to interactions. Both are wrapped
once per process; what a wrapper does is looked up by the simulated Discord the call is meant
for, so several environments never touch each other and nothing is left behind.
"""

from __future__ import annotations

import json as json_module
import re
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import aiohttp
import discord
from simcord.backend.errors import BackendError
from simcord.http.client import FakeHTTPClient, FakeWebhookAdapter, _path_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from simcord.backend import Backend

_REASONS = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
#: Ids, and the tokens of interactions and webhooks, in a path.
_VARIABLE_PART = re.compile(r"(?<=/)(?:\d+|simcord_[^/]+|[^/]*token[^/]*)(?=/|$)")


class _Response:
    """As much of an aiohttp response as discord.py's exceptions want to see."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = _REASONS.get(status, "Error")
        self.headers: dict[str, str] = {}


def refuse(
    status: int, code: int, message: str, *, errors: dict[str, Any] | None = None
) -> NoReturn:
    """Raises what discord.py raises once it has given up on such an answer."""
    body: dict[str, Any] = {"code": code, "message": message}
    if errors is not None:
        body["errors"] = errors
    kind: type[discord.HTTPException] = discord.HTTPException
    if status == 403:
        kind = discord.Forbidden
    elif status == 404:
        kind = discord.NotFound
    elif status >= 500:
        kind = discord.DiscordServerError
    raise kind(_Response(status), body)  # type: ignore[arg-type,unused-ignore]


def lost_connection() -> aiohttp.ServerDisconnectedError:
    """What aiohttp raises when Discord hangs up in the middle of a call."""
    return aiohttp.ServerDisconnectedError()


@dataclass(slots=True)
class Call:
    """One call of the bot, before it reaches Discord. A rule may change its body."""

    method: str
    path: str
    body: Any
    reason: str | None = None
    #: Seconds that whoever calls lets discord.py sleep; None for any time.
    patience: float | None = None

    @property
    def route(self) -> str:
        """The call with its ids blanked: ``POST /guilds/{}/channels``."""
        return f"{self.method} {_VARIABLE_PART.sub('{}', self.path)}"

    @property
    def parts(self) -> list[str]:
        """The path in pieces: ``["channels", "123", "messages"]``."""
        return self.path.strip("/").split("/")


@dataclass(eq=False)
class Calls:
    """What the bot asked of Discord while somebody was counting."""

    seen: list[Call] = field(default_factory=list)

    @property
    def routes(self) -> list[str]:
        """The calls in order, ids blanked."""
        return [call.route for call in self.seen]

    def __len__(self) -> int:
        return len(self.seen)

    def matching(self, method: str, route: str) -> list[Call]:
        """The calls of one kind: ``calls.matching("POST", "/guilds/{}/channels")``."""
        return [call for call in self.seen if call.route == f"{method} {route}"]


class Traffic:
    """The calls of one environment, and whoever wants to see or alter them.

    `rules` stand closest to Discord, `faults` between them and the bot: a fault that hits
    before the call keeps the rules from seeing it, as a broken line would.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._counters: list[Calls] = []
        #: Sees every call that reaches Discord, with what it says.
        self.observer: Callable[[Call], None] | None = None
        self.faults: Callable[[Call, Callable[[], Awaitable[Any]]], Awaitable[Any]] | None = None
        self.rules: Callable[[Call, Callable[[], Awaitable[Any]]], Awaitable[Any]] | None = None
        #: Clients of killed processes: their calls go nowhere.
        self._dead: weakref.WeakSet[Any] = weakref.WeakSet()
        _traffic[backend] = self

    def close(self) -> None:
        """Gives the clients of this environment back to SimCord."""
        _traffic.pop(self.backend, None)

    def cut(self, *clients: Any) -> None:
        """From now on no call of these clients arrives: their process is dead."""
        for client in clients:
            if client is not None:
                self._dead.add(client)

    @contextmanager
    def counting(self) -> Iterator[Calls]:
        """Records the calls of the bot while the block runs; the record stays readable."""
        calls = Calls()
        self._counters.append(calls)
        try:
            yield calls
        finally:
            # By identity: two counters that saw nothing would be equal to each other.
            self._counters[:] = [one for one in self._counters if one is not calls]

    async def carry(self, client: Any, call: Call, send: Callable[[Any], Awaitable[Any]]) -> Any:
        """Takes one call through counters, faults and rules to the simulated Discord."""
        if client in self._dead:
            raise lost_connection()
        for counter in self._counters:
            counter.seen.append(Call(call.method, call.path, call.body, call.reason))
        if self.observer is not None:
            self.observer(call)

        async def discord_itself() -> Any:
            if client in self._dead:
                raise lost_connection()
            return await send(call.body)

        async def behind_the_rules() -> Any:
            if self.rules is None:
                return await discord_itself()
            return await self.rules(call, discord_itself)

        try:
            if self.faults is None:
                return await behind_the_rules()
            return await self.faults(call, behind_the_rules)
        except BackendError as error:
            if type(error) is not BackendError:
                raise  # SimCord's "not implemented" must stay loud
            refuse(error.status, error.code, error.message, errors=error.errors)


_traffic: weakref.WeakKeyDictionary[Backend, Traffic] = weakref.WeakKeyDictionary()
_http_request = FakeHTTPClient.request
_webhook_request = FakeWebhookAdapter.request


def _payload(parts: Any) -> Any:
    """The JSON body inside a multipart form, which is how files travel."""
    for part in parts or ():
        if part.get("name") == "payload_json":
            return json_module.loads(part["value"])
    return None


def _with_payload(parts: Any, body: Any) -> list[dict[str, Any]]:
    return [
        {**part, "value": json_module.dumps(body)} if part.get("name") == "payload_json" else part
        for part in parts
    ]


async def _http(
    self: FakeHTTPClient, route: Any, *, files: Any = None, form: Any = None, **kwargs: Any
) -> Any:
    traffic = _traffic.get(self.backend)
    if traffic is None:
        return await _http_request(self, route, files=files, form=form, **kwargs)
    form = list(form) if form is not None else None
    payload = _payload(form)
    in_form = payload is not None
    body = payload if in_form else kwargs.get("json")

    async def send(body: Any) -> Any:
        if in_form:
            parts = _with_payload(form, body)
            return await _http_request(self, route, files=files, form=parts, **kwargs)
        return await _http_request(self, route, files=files, form=form, **{**kwargs, "json": body})

    call = Call(route.method, _path_of(route.url), body, kwargs.get("reason"))
    call.patience = self.max_ratelimit_timeout
    return await traffic.carry(_ORIGINALS.get(self, self), call, send)


async def _webhook(
    self: FakeWebhookAdapter,
    route: Any,
    session: Any,
    *,
    payload: Any = None,
    multipart: Any = None,
    **kwargs: Any,
) -> Any:
    traffic = _traffic.get(self.backend)
    if traffic is None:
        return await _webhook_request(
            self, route, session, payload=payload, multipart=multipart, **kwargs
        )
    parts = list(multipart) if multipart else None
    inner = _payload(parts)
    in_form = inner is not None
    body = inner if in_form else payload

    async def send(body: Any) -> Any:
        return await _webhook_request(
            self,
            route,
            session,
            payload=payload if in_form else body,
            multipart=_with_payload(parts, body) if in_form else parts,
            **kwargs,
        )

    call = Call(route.method, _path_of(route.url), body, kwargs.get("reason"))
    return await traffic.carry(self, call, send)


#: Copies of clients, and what they were copied from: they die with it.
_ORIGINALS: weakref.WeakKeyDictionary[FakeHTTPClient, FakeHTTPClient] = weakref.WeakKeyDictionary()


def _copied(self: FakeHTTPClient) -> FakeHTTPClient:
    made = object.__new__(type(self))
    vars(made).update(vars(self))
    _ORIGINALS[made] = self
    return made


FakeHTTPClient.__copy__ = _copied  # type: ignore[attr-defined]
FakeHTTPClient.request = _http  # type: ignore[method-assign]
FakeWebhookAdapter.request = _webhook  # type: ignore[method-assign]
