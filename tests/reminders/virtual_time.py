"""Months of a server in which people do what they like, and what they may expect meanwhile.

What is expected is counted from what stands in Discord and from who has said what when; of the
bot's records only how a ticket has ended is looked at.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import discord
from messages import stored_messages

from tests.activity.waiting import said_at
from tests.reminders.reminding import HOUR, REMINDER, WAITED
from tests.staff_log.reception import receiving_channel, sets

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from people import Person
    from server import Server

DAY = 24 * HOUR
OPENERS = 12
#: Seconds by which the bot may be late: with what is due at the same moment, and looks it up.
LATE = HOUR
#: Seconds of real time.
_PATIENCE = 300
#: How the bot announces when a ticket closes by itself.
_ANNOUNCED = re.compile(r"<t:(\d+):R>")
#: What each setting is changed to, in the order of their becoming effective.
CHOICES = {
    "staffreminder": (0, 2, 10),
    "openerreminder": (12, 24, 48, 0),
    "silence": (24, 48, 0),
    "deleteafter": (24, 72, 0),
    "retention": (3, 10, 0),
}


@dataclass
class Told:
    """A ticket as those see it who write in it."""

    number: int
    channel: Any
    opener: Person
    #: When somebody said something, who (`True` for the opener), and whether the bot heard it.
    words: list[tuple[int, bool, bool]] = field(default_factory=list)
    #: Whether the opener has said why; else the staff waits for that from the beginning.
    is_explained: bool = True
    by_hand: bool = False
    #: Whether silence leaves it alone, and when that was said last.
    kept: bool = False
    kept_since: int = 0
    #: The newest message that was looked at.
    seen: int = 0
    #: When it was seen first that it is closed, that its channel is gone.
    closed: int | None = None
    gone: int | None = None
    #: Ids and times of the reminders; when the bot has announced a closing, and for when.
    reminded: dict[int, int] = field(default_factory=dict)
    announced: set[tuple[int, int]] = field(default_factory=set)
    staff_reminded: dict[int, int] = field(default_factory=dict)

    def last(self, *, opener: bool, until: int | None = None) -> int:
        """When that side said something last (until then); 0 for never."""
        return max(
            (
                at
                for at, by, _heard in self.words
                if by is opener and (until is None or at <= until)
            ),
            default=0,
        )

    def waits_since(self, at: int, *, for_opener: bool) -> int:
        """Since when that side was waited for at that time, at the earliest.

        That is the first word of the other side after its own last one.
        """
        last = self.last(opener=for_opener, until=at)
        if for_opener and not self.is_explained and last == self.words[0][0]:
            return last
        others = [said for said, by, _heard in self.words if by is not for_opener]
        return min((said for said in others if last <= said <= at), default=last)


def too_early(since: int, at: int, values: Sequence[tuple[int, int]]) -> bool:
    """Whether that happened sooner than any of a setting's hours allow.

    `values` are all that the setting ever had, and since when, the oldest first. Those count that
    it had at some time between; a change begins no new time here, which only allows more.
    """
    ends = [when for when, _value in values[1:]] + [at + 1]
    held = [value for (_when, value), end in zip(values, ends, strict=True) if end > since]
    return at < since + min((value for value in held if value), default=0) * HOUR


class VirtualTime:
    """A server, and a chance that says what happens next."""

    def __init__(self, server: Server, chance: random.Random) -> None:
        self.server = server
        self.chance = chance
        self.people = [server.person(f"member{number}") for number in range(OPENERS)]
        self.tickets: list[Told] = []
        self.problems: list[str] = []
        #: When settings were changed last, and to what; and since when the bot is there.
        self.changed = self.awake = self.now
        self.set: dict[str, int] = dict.fromkeys(CHOICES, 0)
        #: All that they were set to, and when.
        self.history: dict[str, list[tuple[int, int]]] = {key: [] for key in CHOICES}
        #: Whether the bot is killed from within; what it leaves behind stays in memory.
        self.kills = True
        self._seen = 0
        self._dead: set[asyncio.Task[Any]] = set()
        self.log: Any = None

    @property
    def now(self) -> int:
        """The moment, by Discord."""
        return int(self.server.sim.env.now().timestamp())

    @property
    def tasks(self) -> list[str]:
        """Names of what is running."""
        return sorted(task.get_name() for task in asyncio.all_tasks() - self._dead)

    @property
    def told(self) -> str:
        """What has happened, in numbers."""
        silent = sum(one.closed is not None and not one.by_hand for one in self.tickets)
        reminded = sum(len(one.reminded) + len(one.staff_reminded) for one in self.tickets)
        gone = sum(one.gone is not None for one in self.tickets)
        return (
            f"{len(self.tickets)} tickets, {reminded} reminders, {silent} closed by the clock,"
            f" {gone} deleted"
        )

    @property
    def open(self) -> list[Told]:
        """Tickets that are open, as far as anybody knows."""
        return [one for one in self.tickets if one.closed is None and one.gone is None]

    async def begins(self) -> None:
        """Everything that counts time is switched on."""
        self.log = await receiving_channel(self.server)
        await sets(self.server, f"receptionchannel {self.log.mention}")
        await sets(self.server, "limit 0")
        for key, values in CHOICES.items():
            await self._set(key, values[0] or values[1])
        self.sleeps_long()

    def sleeps_long(self) -> None:
        """The clock looks less often whether it was put right: that is what costs time here."""
        vars(import_module("tickets.core.clock"))["LONGEST_SLEEP"] = 4 * HOUR

    async def passes(self, days: float, tickets: int) -> None:
        """So many days pass, in which so many tickets are opened; what is wrong is noted."""
        begin, first = self.now, len(self.tickets)
        while (passed := self.now - begin) < days * DAY:
            if len(self.tickets) - first < tickets * passed / (days * DAY):
                await self._opens()
            await self.chance.choice(self._steps())()
            await self._looks()
            # The more is to happen, the sooner.
            pause = self.chance.uniform(0.5, min(30, 1.5 * days * 24 / tickets))
            await self.server.sim.time_passes(pause * HOUR)
            await self._looks()
        while len(self.tickets) - first < tickets:
            await self._opens()

    def _steps(self) -> list[Callable[[], Awaitable[None]]]:
        often = [self._opener_writes, self._staff_writes, self._staff_writes]
        return [*often * 2, self._closes, self._asks, self._keeps, self._sets, self._away]

    # What people do

    async def _opens(self) -> None:
        opener = self.chance.choice(self.people)
        reason = self.chance.choice(["help", None])
        await opener.opens_a_ticket(reason)
        channel = self.server.newest_ticket()
        told = Told(len(self.tickets) + 1, channel, opener, is_explained=reason is not None)
        assert (await self._record(told)).channel_id == channel.id
        told.words.append((self.now, True, True))
        self.tickets.append(told)

    async def _writes(self, *, opener: bool, heard: bool = True) -> None:
        if self.open:
            told = self.chance.choice(self.open)
            by = told.opener if opener else self.server.moderator
            message = await by.actor.send(told.channel, "a word")
            told.words.append((said_at(message), opener, heard))

    async def _opener_writes(self) -> None:
        await self._writes(opener=True)

    async def _staff_writes(self) -> None:
        await self._writes(opener=False)

    async def _closes(self) -> None:
        if self.open and self.chance.random() < 0.3:
            told = self.chance.choice(self.open)
            told.by_hand = True
            await self.server.moderator.runs("ticketmod close", in_=told.channel)

    async def _asks(self) -> None:
        if self.open:
            told = self.chance.choice(self.open)
            deadline = self.chance.choice(["2h", "2d"])
            moderator = self.server.moderator
            done = await moderator.runs("ticketmod ask", in_=told.channel, deadline=deadline)
            if "✅" in moderator.answer(done):
                told.words.append((self.now, False, True))

    async def _keeps(self) -> None:
        if self.open and self.chance.random() < 0.5:
            told = self.chance.choice(self.open)
            moderator = self.server.moderator
            done = await moderator.runs("ticketmod keep", in_=told.channel)
            if "✅" in moderator.answer(done):
                told.kept, told.kept_since = not told.kept, self.now

    async def _sets(self) -> None:
        key = self.chance.choice([*CHOICES])
        await self._set(key, self.chance.choice(CHOICES[key]))

    async def _set(self, key: str, value: int) -> None:
        assert "✅" in await sets(self.server, f"{key} {value}")
        self.set[key] = value
        self.changed = self.now
        self.history[key].append((self.now, value))

    async def _away(self) -> None:
        """The bot is restarted or killed, perhaps away for hours or days in which people write."""
        sim, hours = self.server.sim, self.chance.choice([0, 0, 3, 30, 100])
        ends = not hours or self.chance.random() < 0.7
        before = asyncio.all_tasks()
        if not hours:
            await sim.restart(clean=self.chance.random() < 0.5 or not self.kills)
        else:
            async with sim.unheard(until_restart=ends):
                for opener in (True, False):
                    sim.env.backend.advance_clock(hours * HOUR / 2)
                    if self.chance.random() < 0.5:
                        await self._writes(opener=opener, heard=False)
        self._is_back(before if ends else set())

    def begins_a_life(self, server: Server) -> None:
        """A new process goes on with what another one has left behind.

        A day in which much is due takes longer than other tests wait, on a busy machine.
        """
        server.sim.env.settle_timeout = _PATIENCE
        self.server = server
        self._is_back(set())

    def __getstate__(self) -> dict[str, Any]:
        # Tasks are of the process.
        return {**vars(self), "_dead": set()}

    def _is_back(self, before: set[asyncio.Task[Any]]) -> None:
        self.awake = self.now
        self.sleeps_long()
        # A killed process does nothing any more.
        self._dead |= (before - {asyncio.current_task()}) & asyncio.all_tasks()

    # What they see

    def _new(self, channel: Any, seen: int) -> list[Any]:
        """Messages of a channel after that one, as Discord has them: others cost too much."""
        found = stored_messages(self.server.sim.env, channel.id)
        return [message for message in found if message.id > seen]

    async def _looks(self) -> None:
        for message in self._new(self.log, self._seen):
            self._seen = message.id
            if WAITED in _text(message):
                self._staff_was_reminded(message)
        for told in self.tickets:
            if told.gone is None:
                await self._looks_at(told)
        self.problems += [f"{self.now}: {one}" for one in self._undone()]

    def _staff_was_reminded(self, message: Any) -> None:
        number = int(message.embeds[0]["footer"]["text"].rpartition("#")[2])
        told, at = self.tickets[number - 1], _posted_at(message)
        told.staff_reminded[message.id] = at
        waited_since = told.waits_since(at, for_opener=False)
        if too_early(waited_since, at, self.history["staffreminder"]):
            self.problems.append(f"{at}: the staff of #{number} was reminded too early")
        since = max((said for said, _by, _heard in told.words if said <= at), default=0)
        if sum(since < one <= at for one in told.staff_reminded.values()) > 3:
            self.problems.append(f"{at}: a fourth reminder of #{number} for the staff")
        if told.closed is not None and told.closed < at:
            self.problems.append(f"{at}: the staff was reminded of #{number}, which is closed")

    async def _looks_at(self, told: Told) -> None:
        exists = self.server.exists(told.channel)
        if exists and told.closed is None:
            for message in self._new(told.channel, told.seen):
                told.seen = message.id
                if message.author_id == self.server.bot_id:
                    self._was_posted(told, message)
        record = await self._record(told)
        if told.closed is None and record.closed_at is not None:
            told.closed = record.closed_at
            if not told.by_hand and exists:
                self._closed_by_itself(told, record)
        if not exists:
            told.gone = self.now
            closed, gone = told.closed or self.now, record.deleted_at
            if gone is None or too_early(closed, gone, self.history["deleteafter"]):
                self.problems.append(f"{gone}: #{told.number} was deleted, closed at {closed}")

    def _was_posted(self, told: Told, message: Any) -> None:
        text, at = _text(message), _posted_at(message)
        told.announced |= {(at, int(one)) for one in _ANNOUNCED.findall(text)}
        if REMINDER not in text or message.id in told.reminded:
            return
        said = max(said for said, _by, _heard in told.words if said <= at)
        # What they were told doesn't hold any more after these.
        said = max(said, self.changed, told.kept_since)
        if any(said < one for one in told.reminded.values()):
            self.problems.append(f"{at}: #{told.number}: its opener was reminded twice")
        told.reminded[message.id] = at
        waited_since = told.waits_since(at, for_opener=True)
        if too_early(waited_since, at, self.history["openerreminder"]):
            self.problems.append(f"{at}: the opener of #{told.number} was reminded too early")

    def _closed_by_itself(self, told: Told, record: Any) -> None:
        said, at = told.last(opener=True), record.closed_at
        if not any(said <= posted < until <= at for posted, until in told.announced):
            self.problems.append(f"{at}: #{told.number} was closed, with a word at {said}")
        if told.kept and record.closing_cause == "silence":
            self.problems.append(f"{at}: #{told.number} was closed, and is kept open")

    def _undone(self) -> Iterator[str]:
        """What should have happened by now."""
        now, steady = self.now, max(self.changed, self.awake)
        for told in self.tickets:
            since = max(steady, told.kept_since, *(at for at, _by, _heard in told.words))
            _at, by_opener, heard = told.words[-1]
            if told.gone is not None or not heard:
                continue
            if told.closed is not None:
                hours = self.set["deleteafter"]
                if hours and now > max(steady, told.closed) + hours * HOUR + LATE:
                    yield f"#{told.number} is still there, closed at {told.closed}"
            elif by_opener or told.by_hand:
                continue
            elif (hours := self.set["openerreminder"]) and now > since + hours * HOUR + LATE:
                reminded = max(told.reminded.values(), default=0)
                if reminded < told.words[-1][0] and not self._was_told_before(told):
                    yield f"#{told.number}: its opener was not reminded, since {since}"
                silent = self.set["silence"]
                late = max(since, reminded) + silent * HOUR + 2 * LATE
                if silent and reminded and not told.kept and now > late + hours * HOUR:
                    yield f"#{told.number} is still open, reminded at {reminded}"

    def _was_told_before(self, told: Told) -> bool:
        """Whether they were reminded in this wait, before the staff said still more.

        A word that the bot has missed is read before something is done, and nothing is due then.
        """
        heard = max(at for at, by_opener, heard in told.words if by_opener and heard)
        return any(at > heard for at in told.reminded.values())

    async def _record(self, told: Told) -> Any:
        return await self.server.sim.cog.app.tickets.get(self.server.guild.id, told.number)

    async def ends(self) -> list[str]:
        """Says what is wrong, after all that is due was done, and was forgotten in time."""
        for key in CHOICES:
            await self._set(key, CHOICES[key][0] or CHOICES[key][1])
        for _ in range(8):
            await self.server.sim.time_passes(DAY)
            await self._looks()
        for told in self.tickets:
            record = await self._record(told)
            is_old = told.gone is not None and told.gone < self.now - 4 * DAY
            if is_old and (record.reason is not None or record.opener_id):
                self.problems.append(f"#{told.number} is not forgotten")
        return self.problems


def _text(message: Any) -> str:
    parts = [message.content]
    for embed in message.embeds:
        fields = embed.get("fields", ())
        parts += [embed.get("description") or "", *(one["value"] or "" for one in fields)]
    return "\n".join(parts)


def _posted_at(message: Any) -> int:
    return int(discord.utils.snowflake_time(message.id).timestamp())
