"""One clock: it sleeps until something is due in a ticket, and does it.

When something is due stands in the tickets' records, written with each change; the clock knows
only the next time. Of times in the past, whoever was away, it does one after the other.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from . import errors
from .due import ATTEMPTS, PACE, PAUSES, PutOff, digest_of
from .store.due import DueStore

if TYPE_CHECKING:
    from .app import App
    from .due import NextDue
    from .ticket import Ticket

log = logging.getLogger("red.tickets.clock")

#: So many things are done at the same time: one that takes long doesn't hold up the others.
AT_ONCE = 5
#: Seconds after which it looks at the clock at the latest, should that have been put right.
LONGEST_SLEEP = 300
#: Seconds by which the host's clock may drift meanwhile.
DRIFT = 60
#: Seconds until what has to wait for other work, or for an administrator, is looked at again.
SHORTLY, IN_AN_HOUR = 60, 3600
#: Tickets that are read, or asked what is due in them, at a time.
BATCH = 200


class Clock:
    """Does what is due. Nothing is kept of tickets but when the next is due."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._store = DueStore(app.database)
        self._task: asyncio.Task[None] | None = None
        self._doing: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        #: When it will look next; None while nothing is due.
        self._next: int | None = None
        #: Servers whose settings have to be looked at; and those that the bot doesn't see now.
        self._to_look: set[int] = set()
        self._away: set[int] = set()
        self._digests: dict[int, str] = {}
        #: Since when the bot has heard everything that was written.
        self.listens_since = app.now()

    # What it hears of

    def watch(self, ticket: Ticket) -> None:
        """A ticket was changed: something may be due earlier."""
        if ticket.due_at is not None and (self._next is None or ticket.due_at < self._next):
            self._next = ticket.due_at
            self._woken.set()

    def look_at_settings(self, guild_id: int) -> None:
        """A server's settings were changed: something may be due at another time."""
        self._to_look.add(guild_id)
        self._woken.set()

    def sees(self, guild_id: int) -> None:
        """Discord shows a server, perhaps after a time in which nobody has listened."""
        self.listens_since = self._app.now()
        self._away.discard(guild_id)
        self.look_at_settings(guild_id)

    # Its life

    async def start(self) -> None:
        """Begins, with what became due while the bot was away."""
        self._digests = await self._store.digests()
        self._task = asyncio.create_task(self._run(), name="tickets-clock")

    async def stop(self) -> None:
        """Interrupts what is being done: it is due again after the next start, or undone."""
        tasks = [*self._doing.values(), *([self._task] if self._task is not None else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _run(self) -> None:
        is_right = False
        while True:
            self._woken.clear()
            try:
                if not is_right:
                    await self._put_right()
                    is_right = True
                await self._look_at_settings()
                await self._do_due()
            except Exception:
                log.exception("What is due has to wait")
                self._next = self._app.now() + LONGEST_SLEEP
            is_right = await self._sleep()

    async def _sleep(self) -> bool:
        """Until the next is due, or something is to be looked at before.

        Whether the host's clock went on as time does.
        """
        while not self._woken.is_set():
            if self._next is None:
                await self._woken.wait()
                return True
            begun = self._app.now()
            seconds = min(self._next - begun, LONGEST_SLEEP)
            if seconds <= 0:
                return True
            alarm = asyncio.create_task(self._ring(seconds), name="tickets-alarm")
            try:
                await self._woken.wait()
            finally:
                has_rung = alarm.done()
                alarm.cancel()
            if not has_rung:
                return True
            if abs(self._app.now() - begun - seconds) > DRIFT:
                log.warning("The clock was put from %s to %s", begun + seconds, self._app.now())
                return False
            if self._app.now() < self._next and not self._to_look:
                self._woken.clear()
        return True

    async def _ring(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._woken.set()

    async def _put_right(self) -> None:
        """Nothing waits for a time that a wrong clock has named."""
        for guild_id in self._digests:
            await self._app.settings.put_right(guild_id)
            self._to_look.add(guild_id)
        latest = self._app.now() + PAUSES[-1]
        for guild_id, number, put_off in await self._store.put_off():
            late = {
                name: replace(one, until=self._app.now())
                for name, one in put_off.items()
                if one.until is not None and one.until > latest
            }
            if late:
                await self._set(guild_id, number, {**put_off, **late})

    # Settings

    async def _look_at_settings(self) -> None:
        while self._to_look:
            guild_id = self._to_look.pop()
            settings = await self._app.settings.of(guild_id)
            dues = self._app.features.due
            digest = digest_of(dues, settings, self._app.settings.as_stored)
            if digest == self._digests.get(guild_id, ""):
                continue
            await self._ask_all(guild_id)
            await self._store.set_digest(guild_id, digest)
            self._digests[guild_id] = digest
            if not digest:
                del self._digests[guild_id]

    async def _ask_all(self, guild_id: int) -> None:
        """Asks all tickets of a server again what is due in them, some at a time."""
        states = {state for one in self._app.features.due for state in one.states}
        above = 0
        while numbers := await self._store.some(guild_id, states, above, BATCH):
            await self._app.tickets.find_due(guild_id, numbers)
            above = numbers[-1]

    # What is due

    async def _do_due(self) -> None:
        """Does all that is due by now; then it is known when the next will be."""
        while True:
            # What is being done now is still due by its record.
            now, doing = self._app.now(), len(self._doing)
            first = await self._store.first(
                now, limit=BATCH + doing, later=1 + doing, without=self._away
            )
            rest = [one for one in first if one[:2] not in self._doing]
            self._next = rest[0][2] if rest else None
            due = [one for one in rest if one[2] <= now]
            if not due:
                return
            for guild_id, number, _at in due:
                if not self._is_there(guild_id):
                    self._away.add(guild_id)
                elif guild_id not in self._away:
                    await self._begin(guild_id, number)
            if self._to_look:
                return

    def _is_there(self, guild_id: int) -> bool:
        guild = self._app.bot.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    async def _begin(self, guild_id: int, number: int) -> None:
        """Begins with what is due in a ticket, if it still is."""
        ticket = await self._app.tickets.get(guild_id, number)
        found = await self._next_due(ticket)
        if found is None or found.at > self._app.now():
            await self._app.tickets.find_due(guild_id, (number,))
            return
        while len(self._doing) >= AT_ONCE:
            await asyncio.wait(self._doing.values(), return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._do(guild_id, number), name="tickets-due")
        self._doing[guild_id, number] = task
        task.add_done_callback(lambda _task: self._is_done(guild_id, number))
        if found.due.paced:
            await asyncio.sleep(PACE)
        else:
            await asyncio.wait((task,))

    def _is_done(self, guild_id: int, number: int) -> None:
        self._doing.pop((guild_id, number), None)
        # Whatever is due in it now.
        self._next = self._app.now()
        self._woken.set()

    async def _next_due(self, ticket: Ticket) -> NextDue | None:
        settings = await self._app.settings.for_ticket(ticket)
        return self._app.features.next_due(ticket, settings)

    async def _do(self, guild_id: int, number: int) -> None:
        try:
            async with self._app.locks.on("ticket", guild_id, number):
                ticket = await self._app.tickets.get(guild_id, number)
                found = await self._next_due(ticket)
                if found is None or found.at > self._app.now():
                    await self._app.tickets.find_due(guild_id, (number,))
                elif not ticket.settled:
                    await self._put_off(ticket, found, SHORTLY, again=True)
                elif await self._is_disabled(guild_id):
                    await self._put_off(ticket, found, IN_AN_HOUR, again=True)
                else:
                    await self._app.use_locale(guild_id)
                    await self._act(ticket, found)
        except Exception:
            log.exception("What is due in ticket #%s of server %s has to wait", number, guild_id)
            await asyncio.sleep(LONGEST_SLEEP)

    async def _is_disabled(self, guild_id: int) -> bool:
        """Whether an administrator has disabled the cog on the server."""
        guild = self._app.bot.get_guild(guild_id)
        return guild is not None and await self._app.bot.cog_disabled_in_guild_raw(
            "Tickets", guild_id
        )

    async def _act(self, ticket: Ticket, found: NextDue) -> None:
        name = found.due.name
        try:
            await found.due.act(self._app, ticket)
        except (errors.DiscordUnreachable, errors.TicketMoved) as error:
            log.info("%s of %s has to wait: %r", name, ticket.label, error)
            await self._put_off_longer(ticket, found)
        except errors.Unloaded:
            raise
        except errors.TicketError as error:
            log.warning("%s of %s can't be done: %r", name, ticket.label, error)
            await self._give_up(ticket, found, error)
        except Exception as error:
            log.exception("%s of %s could not be done", name, ticket.label)
            if _attempts(ticket, found) < ATTEMPTS:
                await self._put_off_longer(ticket, found)
            else:
                await self._give_up(ticket, found, error)
        else:
            await self._tidy(ticket, found)

    async def _tidy(self, ticket: Ticket, found: NextDue) -> None:
        """After it was done: nothing is put off any more, and the same isn't due again."""
        ticket = await self._app.tickets.get(ticket.guild_id, ticket.number)
        if found.due.name in ticket.put_off:
            left = {name: one for name, one in ticket.put_off.items() if name != found.due.name}
            ticket = await self._set(ticket.guild_id, ticket.number, left)
        again = await self._next_due(ticket)
        if again is not None and again.due is found.due and again.when == found.when:
            log.error("%s of %s is due again at once", found.due.name, ticket.label)
            await self._put_off_longer(ticket, found)

    async def _put_off_longer(self, ticket: Ticket, found: NextDue) -> None:
        attempts = _attempts(ticket, found)
        await self._put_off(ticket, found, PAUSES[min(attempts, len(PAUSES) - 1)])

    async def _put_off(
        self, ticket: Ticket, found: NextDue, pause: int | None, *, again: bool = False
    ) -> None:
        """Puts it off by so many seconds, None for good; `again` if it wasn't tried at all."""
        attempts = _attempts(ticket, found) + (0 if again else 1)
        until = None if pause is None else self._app.now() + pause
        put_off = {**ticket.put_off, found.due.name: PutOff(found.when, attempts, until)}
        await self._set(ticket.guild_id, ticket.number, put_off)

    async def _give_up(self, ticket: Ticket, found: NextDue, error: BaseException) -> None:
        """Tells who has to know, once, and leaves it alone."""
        await self._put_off(ticket, found, None)
        try:
            await found.due.report_failure(self._app, ticket, error)
        except Exception:
            log.exception("Nobody could be told of %s in %s", found.due.name, ticket.label)

    async def _set(self, guild_id: int, number: int, put_off: dict[str, PutOff]) -> Ticket:
        return await self._app.tickets.change(guild_id, number, lambda _now: {"put_off": put_off})


def _attempts(ticket: Ticket, found: NextDue) -> int:
    put_off = ticket.put_off.get(found.due.name)
    return put_off.attempts if put_off is not None and put_off.when == found.when else 0
