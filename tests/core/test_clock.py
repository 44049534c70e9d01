"""The one clock: what is due is done once, paced, after any time away, by any clock."""

from __future__ import annotations

import asyncio
import heapq
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.core.records import DECLARED, Records
from tickets.core import clock as clocks
from tickets.core import errors
from tickets.core.app import Locks
from tickets.core.clock import Clock
from tickets.core.due import ATTEMPTS, PAUSES, NextDue, PutOff, next_due
from tickets.core.feature import Due
from tickets.core.settings import Settings
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action, State, Ticket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tickets.core.store.database import Database

pytestmark = pytest.mark.asyncio

NOW = 1_700_000_000
DAY = 24 * 60 * 60


class World:
    """A bot whose time goes on when it sleeps, with one thing that may be due in tickets.

    It is due `after` so many seconds of waiting; a ticket that waits for nobody has nothing due.
    """

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        #: Seconds that have passed, and by which the host's clock is ahead.
        self.passed = self.ahead = 0
        self.after: int | None = 100
        self.done: list[tuple[int, int]] = []
        self.told: list[BaseException] = []
        self.answer: Callable[[Ticket], Any] = lambda _ticket: None
        self.guilds = {1: SimpleNamespace(unavailable=False)}
        self.disabled: set[int] = set()
        #: As nothing is timed, what is switched on is in here.
        self.switch = 1
        self._records = Records(database)
        self.database = database
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._slept = 0
        monkeypatch.setattr(asyncio, "sleep", self._sleep)
        self.clock = self.begin()

    def begin(self) -> Clock:
        """A run of the bot."""
        due = Due(
            name="nudge",
            when=self._when,
            act=self._act,
            report_failure=self._report,
            switch="limit",
            reads=("pause",),
        )
        features = SimpleNamespace(
            due=(due,), next_due=lambda ticket, settings: next_due((due,), ticket, settings)
        )
        app: Any = SimpleNamespace(
            database=self.database,
            now=lambda: self.time,
            features=features,
            locks=Locks(),
            bot=SimpleNamespace(
                get_guild=self.guilds.get, cog_disabled_in_guild_raw=self._is_disabled
            ),
            settings=SimpleNamespace(
                of=self._settings,
                for_ticket=self._settings,
                as_stored=dict,
                put_right=self._settings,
            ),
            use_locale=self._settings,
        )
        clock = Clock(app)
        app.tickets = self._records.store = TicketStore(
            self.database,
            self._records.events,
            watch=clock.watch,
            due_at=lambda ticket: found.at if (found := self._next_due(due, ticket)) else None,
        )
        return clock

    @property
    def time(self) -> int:
        """The host's."""
        return NOW + self.passed + self.ahead

    @property
    def store(self) -> TicketStore:
        """Its tickets."""
        return self._records.store

    async def waiting(self, since: int | None = None, guild_id: int = 1) -> Ticket:
        """An open ticket that waits for somebody since then; it is due after so long."""
        ticket = await self._records.opened(guild_id=guild_id)
        return await self.store.note(ticket, waits_since=self.time if since is None else since)

    async def passes(self, seconds: int) -> None:
        """Time passes; what is due meanwhile happens."""
        end = self.passed + seconds
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            rings, _number, alarm = heapq.heappop(self._sleepers)
            if not alarm.done():
                self.passed = max(self.passed, rings)
                alarm.set_result(None)
                await self._settle()
        self.passed = max(end, self.passed)

    async def _settle(self) -> None:
        """Until everybody sleeps. What is done takes some turns in the database's thread."""
        for _turn in range(30):
            await self.database.run(lambda _cursor: None)

    def _next_due(self, due: Due, ticket: Ticket) -> NextDue | None:
        return next_due((due,), ticket, self._present())

    def _when(self, ticket: Ticket, settings: Settings) -> int | None:
        if ticket.waits_since is None or self.after is None:
            return None
        return ticket.waits_since + self.after

    async def _act(self, app: Any, ticket: Ticket) -> None:
        self.done.append((self.time - NOW, ticket.number))
        outcome = self.answer(ticket)
        if asyncio.iscoroutine(outcome):
            await outcome
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            await self.store.note(ticket, waits_since=None)

    async def _report(self, app: Any, ticket: Ticket, error: BaseException) -> None:
        self.told.append(error)

    def _present(self) -> Settings:
        on = {"0": {"limit": self.switch}}
        return Settings(DECLARED, {"limit": 5, "pause": self.after or 0}, switched_on=on)

    async def _settings(self, *_about: Any) -> Settings:
        return self._present()

    async def _is_disabled(self, name: str, guild_id: int) -> bool:
        return guild_id in self.disabled

    async def _sleep(self, seconds: float) -> None:
        """Until the test's time has come so far."""
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._slept += 1
        heapq.heappush(self._sleepers, (self.passed + int(seconds), self._slept, alarm))
        await alarm


@pytest_asyncio.fixture
async def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Nothing is due."""
    made = World(database, monkeypatch)
    yield made
    await made.clock.stop()


async def test_nothing_due_is_no_timer(world: World) -> None:
    """Where nothing is due, nobody sleeps and nothing is read again."""
    await world._records.opened()
    await world.clock.start()
    await world.passes(DAY)
    assert (world.done, world._slept) == ([], 0)


async def test_what_is_due_is_done_in_time(world: World) -> None:
    """Each at its time, once; also what becomes due while the clock sleeps."""
    await world.waiting()
    await world.clock.start()
    await world.passes(50)
    await world.waiting(since=NOW - 30)
    await world.passes(10 * DAY)
    assert world.done == [(70, 2), (100, 1)]


async def test_a_change_moves_it(world: World) -> None:
    """What a ticket's record says counts, whenever it was changed."""
    ticket = await world.waiting()
    await world.clock.start()
    await world.passes(99)
    await world.store.note(ticket, waits_since=world.time)
    await world.passes(99)
    assert world.done == []
    await world.passes(1)
    assert world.done == [(199, 1)]


async def test_after_days_away_it_is_paced(world: World) -> None:
    """The oldest first, thirty a minute, and each once."""
    for seconds in range(40):
        await world.waiting(since=NOW - 5000 + seconds)
    world.passed += 7 * DAY
    await world.clock.start()
    await world.passes(60)
    assert [number for _time, number in world.done] == list(range(1, 32))
    await world.passes(DAY)
    assert [number for _time, number in world.done] == list(range(1, 41))


async def test_over_a_restart(world: World) -> None:
    """What was done isn't done again by the next run, and what wasn't is."""
    await world.waiting()
    await world.waiting(since=NOW + 100)
    await world.clock.start()
    await world.passes(150)
    await world.clock.stop()
    world.clock = world.begin()
    await world.clock.start()
    await world.passes(DAY)
    assert world.done == [(100, 1), (200, 2)]


async def test_discord_has_trouble(world: World) -> None:
    """It is tried again, later and later; the others don't wait for that."""
    answers = iter([errors.DiscordUnreachable()] * 5)
    world.answer = lambda ticket: next(answers, None) if ticket.number == 1 else None
    await world.waiting()
    await world.waiting(since=NOW + 1)
    await world.clock.start()
    await world.passes(DAY)
    times = [at for at, number in world.done if number == 1]
    assert [after - before for before, after in pairwise(times)] == [*PAUSES, PAUSES[-1]]
    assert (102, 2) in world.done
    assert (await world.store.get(1, 1)).put_off == {}
    assert world.told == []


async def test_what_cant_be_done_is_told_once(world: World) -> None:
    """Then it is left alone, until it is due at another time."""
    refusal = errors.DiscordRefused(code=1, text="no")
    world.answer = lambda _ticket: refusal
    ticket = await world.waiting()
    await world.clock.start()
    await world.passes(10 * DAY)
    assert (world.told, len(world.done)) == ([refusal], 1)
    world.answer = lambda _ticket: None
    await world.store.note(ticket, waits_since=world.time)
    await world.passes(DAY)
    assert len(world.done) == 2


async def test_a_fault_is_given_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Our own faults are logged, tried some more times, and told."""
    world.answer = lambda _ticket: ZeroDivisionError()
    await world.waiting()
    await world.clock.start()
    await world.passes(10 * DAY)
    assert (len(world.told), len(world.done)) == (1, ATTEMPTS + 1)
    caplog.clear()


async def test_what_stays_due_isnt_done_again_and_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """What changes nothing would be due at once."""

    async def nothing() -> None:
        """Changes no record."""

    world.answer = lambda _ticket: nothing()
    await world.waiting()
    await world.clock.start()
    await world.passes(2 * 60)
    assert len(world.done) == 1
    caplog.clear()


async def test_a_changed_setting_moves_it(world: World) -> None:
    """All tickets are asked again: for more and for less time, and when it is switched off."""
    for _number in range(3):
        await world.waiting()
    await world.clock.start()
    await world.passes(10)
    world.after = 20
    world.clock.look_at_settings(1)
    await world.passes(5)
    assert world.done == []
    await world.passes(5)
    assert [number for _at, number in world.done] == [1]
    world.after = None
    world.clock.look_at_settings(1)
    await world.passes(DAY)
    assert len(world.done) == 1
    assert (await world.store.get(1, 3)).due_at is None


async def test_a_kill_while_settings_change(world: World) -> None:
    """The next run notices that tickets weren't asked."""
    await world.waiting()
    await world.clock.start()
    world.clock.sees(1)
    await world.passes(10)
    await world.clock.stop()
    world.after = 20
    world.clock = world.begin()
    world.clock.sees(1)
    await world.clock.start()
    await world.passes(10)
    assert world.done == [(20, 1)]


async def test_the_clock_was_ahead(world: World) -> None:
    """What a wrong clock has put off isn't waited for."""
    world.answer = lambda _ticket: errors.DiscordUnreachable()
    await world.waiting()
    world.ahead = 30 * DAY
    await world.clock.start()
    await world.passes(10)
    assert len(world.done) == 1
    world.ahead = 0
    world.answer = lambda _ticket: None
    await world.passes(2 * clocks.LONGEST_SLEEP)
    assert len(world.done) == 2


async def test_a_server_that_isnt_there(world: World) -> None:
    """Its tickets wait until Discord shows it, and hold up no others."""
    for _number in range(50):
        await world.waiting(guild_id=2, since=NOW - 500)
    await world.waiting()
    await world.clock.start()
    await world.passes(102)
    assert world.done == [(100, 1)]
    world.guilds[2] = SimpleNamespace(unavailable=False)
    world.clock.sees(2)
    await world.passes(DAY)
    assert len(world.done) == 51


async def test_a_server_where_the_cog_is_disabled(world: World) -> None:
    """Nothing is done there; it is looked at now and then."""
    await world.waiting()
    world.disabled.add(1)
    await world.clock.start()
    await world.passes(2 * 3600)
    assert world.done == []
    world.disabled.clear()
    await world.passes(3600)
    assert len(world.done) == 1


async def test_work_on_the_ticket_comes_first(world: World) -> None:
    """What isn't settled is waited for; what it becomes counts."""
    ticket = await world.waiting()
    await world.store.note(ticket, settled=False)
    await world.clock.start()
    await world.passes(clocks.SHORTLY + 110)
    assert world.done == []
    await world.store.move(ticket, Action.CLOSE, settled=True)
    await world.passes(DAY)
    assert world.done == []


async def test_one_that_hangs_holds_up_nobody(world: World) -> None:
    """Others are done meanwhile; at a stop it is interrupted."""
    hanging: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def hang() -> None:
        await hanging

    world.answer = lambda ticket: hang() if ticket.number == 1 else None
    await world.waiting()
    await world.waiting(since=NOW + 1)
    await world.clock.start()
    await world.passes(DAY)
    assert [number for _at, number in world.done] == [1, 2]


async def test_the_next_is_found_by_its_index(world: World) -> None:
    """However many tickets there are, and are due later: nothing is read but the index."""
    from tickets.core.store import due

    plan: Any = await world.database.run(
        lambda cursor: cursor.execute(
            f"EXPLAIN QUERY PLAN {due._DUE}", {"now": NOW, "without": "[]", "limit": 1, "later": 1}
        ).fetchall()
    )
    words = [row[3] for row in plan]
    assert [one for one in words if "tickets" in one] == [
        f"SEARCH tickets USING COVERING INDEX due_tickets (due_at{when}?)" for when in "<>"
    ]
    assert not any("TEMP" in one for one in words)


A = Due(name="a", when=lambda ticket, settings: ticket.waits_since, act=None)  # type: ignore[arg-type]
B = Due(name="b", when=lambda ticket, settings: 50, act=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("put_off", "expected"),
    [
        ({}, (50, "b")),
        ({"b": PutOff(50, 1, 90)}, (70, "a")),
        ({"b": PutOff(50, 1, None)}, (70, "a")),
        ({"b": PutOff(49, 1, None)}, (50, "b")),
        ({"b": PutOff(50, 1, None), "a": PutOff(70, 3, 400)}, (400, "a")),
        ({"b": PutOff(50, 1, None), "a": PutOff(70, 3, None)}, None),
    ],
)
async def test_the_earliest_wins(
    records: Records, put_off: dict[str, PutOff], expected: tuple[int, str] | None
) -> None:
    """Of what is due, and wasn't put off."""
    opened = await records.opened()
    ticket = await records.store.note(opened, waits_since=70, put_off=put_off)
    found = next_due((A, B), ticket, Settings(DECLARED))
    assert (None if found is None else (found.at, found.due.name)) == expected
    closed = await records.store.move(ticket, Action.CLOSE)
    assert closed.state is State.CLOSED
    assert next_due((A, B), closed, Settings(DECLARED)) is None
