"""Tickets in the database. Every method is one transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import apsw

from .. import errors
from ..limits import require_below_limits, require_none_pending
from ..ticket import COUNTED, Earlier, State, Ticket, next_state
from .records import (
    COLUMNS,
    columns_of,
    text_from_answers,
    text_from_files,
    text_from_terms,
    ticket_from_row,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

    from ..event import TicketEvent
    from ..files import SentFile
    from ..form import Answer
    from ..job import Job
    from ..settings import Settings, Terms
    from ..ticket import Action, Adopted
    from .database import Database
    from .events import EventStore

    #: What an event changes in the ticket's record besides: pure, for it is asked inside the
    #: transaction.
    FieldsAfter = Callable[[TicketEvent, Ticket, Settings | None], Mapping[str, Any]]

T = TypeVar("T")

_COUNTED = "state IN ({})".format(", ".join(f"'{state.value}'" for state in COUNTED))

#: As the index of that name says it, word by word.
_PRESENT = "state IN ('requested', 'opening', 'open', 'closed')"


def _nothing_besides(
    event: TicketEvent, ticket: Ticket, settings: Settings | None
) -> Mapping[str, Any]:
    return {}


def _nothing_is_due(ticket: Ticket) -> int | None:
    return None


async def _nothing_to_read(guild_id: int) -> None:
    """No settings are needed."""


def _nobody_watches(ticket: Ticket) -> None:
    """Nothing is kept in memory."""


class TicketStore:
    """Reads and moves tickets."""

    def __init__(
        self,
        database: Database,
        events: EventStore,
        fields_after: FieldsAfter = _nothing_besides,
        watch: Callable[[Ticket], None] = _nobody_watches,
        due_at: Callable[[Ticket], int | None] = _nothing_is_due,
        read_settings: Callable[[int], Awaitable[object]] = _nothing_to_read,
    ) -> None:
        """`events` stores what is told with a change, and what follows from it.

        `watch` sees each changed ticket after its transaction, in the order of these. `due_at`
        says, in the transaction, when something is due in the ticket as it has become;
        `read_settings` is awaited before, for what that needs of a server.
        """
        self._database = database
        self._events = events
        self._fields_after = fields_after
        self._watch = watch
        self._due_at = due_at
        self._read_settings = read_settings

    async def begin(
        self,
        *,
        guild_id: int,
        opener_id: int,
        opened_by_id: int,
        origin_id: int,
        reason: str | None,
        terms: Terms,
        at: int,
        limit: int,
        type_id: int | None = None,
        type_limit: int = 0,
        panel: int | None = None,
        state: State = State.OPENING,
        by_staff: bool = False,
        above: int = 0,
        answers: tuple[Answer, ...] = (),
        files: tuple[SentFile, ...] = (),
        adopted: Adopted | None = None,
    ) -> Ticket:
        """Records a ticket, ``opening`` or ``requested``, under the server's next number.

        `limit` is how many counted tickets the member may have with this one, `type_limit` how
        many of its type; 0 is any. The
        number is `above` all that stand in channels: the record may be older than these.
        `adopted` is the channel of which it is made, and may say which number it is to have.
        Raises ``AlreadyAnswered`` when `origin_id` asked before for them, ``AlreadyOpening`` while
        another one is being opened for the member, ``AlreadyRequested`` when the member
        asks for a second one of the type, which doesn't stop the staff, and ``LimitReached``.
        """

        def work(cursor: apsw.Cursor) -> Ticket:
            _require_unasked(cursor, guild_id, opener_id, origin_id)
            counted = _counted_of(cursor, guild_id, opener_id)
            if any(ticket.state is State.OPENING for ticket in counted):
                raise errors.AlreadyOpening
            if not by_staff:
                require_none_pending(counted, type_id)
            require_below_limits(counted, limit=limit, type_id=type_id, type_limit=type_limit)
            wanted = adopted.number if adopted is not None else None
            number = _number(cursor, guild_id, above, wanted)
            cursor.execute(
                "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id,"
                " origin_id, reason, created_at, terms, panel, type_id, answers, files, settled)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    guild_id,
                    number,
                    state.value,
                    opener_id,
                    opened_by_id,
                    origin_id,
                    reason,
                    at,
                    text_from_terms(terms),
                    panel,
                    type_id,
                    text_from_answers(answers),
                    text_from_files(files),
                ),
            ).fetchall()
            begun = _get(cursor, guild_id, number)
            if adopted is not None:
                channel = {
                    "channel_id": adopted.channel_id,
                    "removed_overwrites": adopted.overwrites,
                    "came_from": adopted.came_from,
                    "former_number": adopted.former_number,
                }
                begun = _update(cursor, begun, channel)
            return self._with_due(cursor, begun)

        begun = await self._write(guild_id, work)
        if begun.due_at is not None:
            self._watch(begun)
        return begun

    async def get(self, guild_id: int, number: int) -> Ticket:
        """The ticket with that number, or :class:`errors.UnknownTicket`."""
        return await self._database.run(lambda cursor: _get(cursor, guild_id, number))

    async def in_channel(self, guild_id: int, channel_id: int) -> Ticket | None:
        """The ticket whose channel this is."""
        return await self._database.run(
            lambda cursor: _one(cursor, "guild_id = ? AND channel_id = ?", (guild_id, channel_id))
        )

    async def of_origin(self, guild_id: int, origin_id: int) -> tuple[Ticket, ...]:
        """What came of one message or interaction that asked, by number; nobody's forgotten."""
        return await self._database.run(
            lambda cursor: _many(
                cursor,
                "guild_id = ? AND origin_id = ? AND state <> 'failed' AND opener_id <> 0",
                (guild_id, origin_id),
            )
        )

    async def counted_of(self, guild_id: int, opener_id: int) -> tuple[Ticket, ...]:
        """The member's tickets that count towards the limit, oldest first."""
        return await self._database.run(lambda cursor: _counted_of(cursor, guild_id, opener_id))

    async def earlier_of(self, ticket: Ticket, types: Collection[int | None]) -> Earlier:
        """What the opener asked for of these types before this ticket."""
        return await self._database.run(lambda cursor: _earlier(cursor, ticket, types))

    async def live(self, guild_id: int) -> tuple[Ticket, ...]:
        """The server's tickets that have a channel, by number."""
        return await self._database.run(
            lambda cursor: _many(
                cursor, "guild_id = ? AND state IN ('open', 'closed')", (guild_id,)
            )
        )

    async def requests(self, guild_id: int) -> tuple[Ticket, ...]:
        """The server's pending requests, oldest first."""
        return await self._database.run(
            lambda cursor: _many(
                cursor, f"guild_id = ? AND {_PRESENT} AND state = 'requested'", (guild_id,)
            )
        )

    async def requests_of(self, user_id: int) -> tuple[Ticket, ...]:
        """The person's pending requests, on all servers."""
        return await self._database.run(
            lambda cursor: _many(cursor, "opener_id = ? AND state = 'requested'", (user_id,))
        )

    async def present(self, guild_id: int) -> tuple[Ticket, ...]:
        """Requests and tickets that have a channel, by number."""
        return await self._database.run(
            lambda cursor: _many(cursor, f"guild_id = ? AND {_PRESENT}", (guild_id,))
        )

    async def handled_by(self, user_id: int) -> tuple[Ticket, ...]:
        """The tickets with a channel that a moderator has claimed, on all servers."""
        return await self._database.run(
            lambda cursor: _many(
                cursor,
                "handler_id = ? AND handler_id IS NOT NULL AND state IN ('open', 'closed')",
                (user_id,),
            )
        )

    async def claimed(self, guild_id: int) -> tuple[Ticket, ...]:
        """The server's tickets with a channel that somebody has claimed, by number."""
        return await self._database.run(
            lambda cursor: _many(
                cursor,
                "guild_id = ? AND handler_id IS NOT NULL AND state IN ('open', 'closed')",
                (guild_id,),
            )
        )

    async def any_present(self, guild_id: int) -> bool:
        """Whether the server has requests or tickets that have a channel."""
        return bool(await self.present(guild_id))

    async def refused_since(
        self, guild_id: int, opener_id: int, since: int, now: int, type_id: int | None = None
    ) -> Ticket | None:
        """The member's request of a type that was refused last, if not before `since`.

        What was refused after `now` was so by a clock that has been put right since.
        """
        found = await self._database.run(
            lambda cursor: _many(
                cursor,
                "guild_id = ? AND opener_id = ? AND state = 'refused'"
                " AND decided_at > ? AND decided_at <= ? AND type_id IS ?",
                (guild_id, opener_id, since, now, type_id),
            )
        )
        return max(found, key=lambda ticket: ticket.decided_at or 0) if found else None

    async def unsettled(self) -> tuple[Ticket, ...]:
        """Tickets on which work was begun and not finished."""
        return await self._database.run(lambda cursor: _many(cursor, "settled = 0", ()))

    async def move(
        self,
        ticket: Ticket,
        action: Action,
        *events: TicketEvent,
        settings: Settings | None = None,
        unchanged: tuple[str, ...] = (),
        **changes: Any,
    ) -> Ticket:
        """Moves the ticket on by `action`, changes the given fields and stores `events`.

        What follows from these, with `settings`, is stored with them.
        Compare-and-set on the state that `ticket` shows: raises :class:`errors.WrongState`
        with the present ticket when somebody was faster, or the action makes no sense,
        ``Overtaken`` unless the fields `unchanged` are as `ticket` shows them, and
        ``AlreadyOpening`` while another ticket is being opened for the member.
        """
        state = next_state(ticket.state, action)

        def work(cursor: apsw.Cursor) -> tuple[Ticket, tuple[Job, ...]]:
            present = _get(cursor, ticket.guild_id, ticket.number)
            if state is None or present.state is not ticket.state:
                raise errors.WrongState(action=action, ticket=present)
            _require_unchanged(cursor, ticket, unchanged)
            new = {**changes, "state": state.value, "revision": present.revision + 1}
            moved = self._update(cursor, ticket, new)
            moved = self._with_fields_after(cursor, moved, events, settings)
            return moved, self._events.record(cursor, events, moved, settings)

        try:
            moved, jobs = await self._write(ticket.guild_id, work)
        except apsw.ConstraintError as error:
            raise errors.AlreadyOpening from error
        self._watch(moved)
        self._events.wake(jobs)
        self._events.tell(events, moved)
        return moved

    async def note(
        self,
        ticket: Ticket,
        *events: TicketEvent,
        settings: Settings | None = None,
        unchanged: tuple[str, ...] = (),
        **changes: Any,
    ) -> Ticket:
        """Changes fields of a ticket without moving it, and stores `events` likewise.

        Raises ``Overtaken`` unless the fields `unchanged` are as `ticket` shows them.
        """

        def work(cursor: apsw.Cursor) -> tuple[Ticket, tuple[Job, ...]]:
            _require_unchanged(cursor, ticket, unchanged)
            noted = self._update(cursor, ticket, changes)
            noted = self._with_fields_after(cursor, noted, events, settings)
            return noted, self._events.record(cursor, events, noted, settings)

        noted, jobs = await self._write(ticket.guild_id, work)
        self._watch(noted)
        self._events.wake(jobs)
        self._events.tell(events, noted)
        return noted

    async def change(
        self, guild_id: int, number: int, decide: Callable[[Ticket], Mapping[str, Any]]
    ) -> Ticket:
        """Changes the fields that `decide` gives for the ticket as it is by then.

        Reading and writing are one transaction, which writes nothing where `decide` gives
        nothing. What it raises changes nothing.
        """

        def work(cursor: apsw.Cursor) -> Ticket:
            present = _get(cursor, guild_id, number)
            return self._update(cursor, present, dict(decide(present)))

        changed = await self._write(guild_id, work)
        self._watch(changed)
        return changed

    async def find_due(self, guild_id: int, numbers: Collection[int]) -> None:
        """Asks tickets again what is due in them."""

        def work(cursor: apsw.Cursor) -> tuple[Ticket, ...]:
            among = _many(
                cursor,
                "guild_id = ? AND number IN (SELECT value FROM json_each(?))",
                (guild_id, json.dumps(list(numbers))),
            )
            found = [(one, self._with_due(cursor, one)) for one in among]
            return tuple(after for before, after in found if after is not before)

        for ticket in await self._write(guild_id, work):
            self._watch(ticket)

    async def _write(self, guild_id: int, work: Callable[[apsw.Cursor], T]) -> T:
        await self._read_settings(guild_id)
        return await self._database.run(work)

    def _update(self, cursor: apsw.Cursor, ticket: Ticket, changes: dict[str, Any]) -> Ticket:
        return self._with_due(cursor, _update(cursor, ticket, changes))

    def _with_due(self, cursor: apsw.Cursor, ticket: Ticket) -> Ticket:
        """Stores when something is due in a ticket, if that differs from what is stored."""
        due_at = self._due_at(ticket)
        if due_at == ticket.due_at:
            return ticket
        return _update(cursor, ticket, {"due_at": due_at})

    def _with_fields_after(
        self,
        cursor: apsw.Cursor,
        ticket: Ticket,
        events: Iterable[TicketEvent],
        settings: Settings | None,
    ) -> Ticket:
        for event in events:
            fields = self._fields_after(event, ticket, settings)
            if fields:
                ticket = self._update(cursor, ticket, dict(fields))
        return ticket


def raise_last_number(cursor: apsw.Cursor, guild_id: int, number: int) -> None:
    """From now on a server's new tickets have numbers above this one."""
    cursor.execute(
        "INSERT INTO counters (guild_id, last_number) VALUES (:guild, :number)"
        " ON CONFLICT (guild_id) DO UPDATE SET last_number = max(last_number, :number)",
        {"guild": guild_id, "number": number},
    ).fetchall()


def _number(cursor: apsw.Cursor, guild_id: int, above: int, wanted: int | None) -> int:
    """The number `wanted` if no ticket has it, else the next one."""
    if wanted and _one(cursor, "guild_id = ? AND number = ?", (guild_id, wanted)) is None:
        raise_last_number(cursor, guild_id, wanted)
        return wanted
    row: Any = cursor.execute(
        "INSERT INTO counters (guild_id, last_number) VALUES (:guild, :above + 1)"
        " ON CONFLICT (guild_id) DO UPDATE SET last_number = max(last_number, :above) + 1"
        " RETURNING last_number",
        {"guild": guild_id, "above": above},
    ).fetchall()
    return int(row[0][0])


def _many(cursor: apsw.Cursor, where: str, values: tuple[Any, ...]) -> tuple[Ticket, ...]:
    query = f"SELECT {COLUMNS} FROM tickets WHERE {where} ORDER BY number"  # noqa: S608
    return tuple(ticket_from_row(row) for row in cursor.execute(query, values).fetchall())


def _one(cursor: apsw.Cursor, where: str, values: tuple[Any, ...]) -> Ticket | None:
    found = _many(cursor, where, values)
    return found[0] if found else None


def _get(cursor: apsw.Cursor, guild_id: int, number: int) -> Ticket:
    ticket = _one(cursor, "guild_id = ? AND number = ?", (guild_id, number))
    if ticket is None:
        raise errors.UnknownTicket
    return ticket


def _update(cursor: apsw.Cursor, ticket: Ticket, changes: dict[str, Any]) -> Ticket:
    columns = columns_of(changes)
    if not columns:
        return _get(cursor, ticket.guild_id, ticket.number)
    assignments = ", ".join(f"{name} = :{name}" for name in columns)
    cursor.execute(
        f"UPDATE tickets SET {assignments}"  # noqa: S608 - names are our own fields
        " WHERE guild_id = :of_guild AND number = :of_number",
        {**columns, "of_guild": ticket.guild_id, "of_number": ticket.number},
    ).fetchall()
    return _get(cursor, ticket.guild_id, ticket.number)


def _require_unasked(cursor: apsw.Cursor, guild_id: int, opener_id: int, origin_id: int) -> None:
    """Raises what became of it if the same interaction or message has asked before."""
    known = _one(
        cursor,
        "guild_id = ? AND origin_id = ? AND opener_id = ? AND state <> 'failed'"
        " AND opener_id <> 0",
        (guild_id, origin_id, opener_id),
    )
    if known is not None and known.state is State.REQUESTED:
        raise errors.AlreadyRequested(ticket=known)
    if known is not None:
        raise errors.AlreadyAnswered(ticket=known)


def _require_unchanged(cursor: apsw.Cursor, ticket: Ticket, names: tuple[str, ...]) -> None:
    """Raises ``Overtaken`` unless these fields are as `ticket` shows them."""
    if not names:
        return
    present = _get(cursor, ticket.guild_id, ticket.number)
    if any(getattr(present, name) != getattr(ticket, name) for name in names):
        raise errors.Overtaken(ticket=present)


def _counted_of(cursor: apsw.Cursor, guild_id: int, opener_id: int) -> tuple[Ticket, ...]:
    return _many(cursor, f"guild_id = ? AND opener_id = ? AND {_COUNTED}", (guild_id, opener_id))


_EARLIER = """
WITH earlier AS (
    SELECT number, created_at, decided_at, channel_id, state IN ('open', 'closed') AS present,
        state = 'refused' AS refused,
        state IN ('open', 'closed', 'deleting', 'deleted') AS opened
    FROM tickets WHERE opener_id = ? AND opener_id <> 0 AND guild_id = ? AND number < ?
        AND ifnull(type_id, 0) IN (SELECT value FROM json_each(?))
)
SELECT count(*) FILTER (WHERE opened), max(created_at) FILTER (WHERE opened),
    (SELECT iif(present, channel_id, NULL) FROM earlier WHERE opened
        ORDER BY created_at DESC, number DESC LIMIT 1),
    count(*) FILTER (WHERE refused), max(decided_at) FILTER (WHERE refused)
FROM earlier
"""


def _earlier(cursor: apsw.Cursor, ticket: Ticket, types: Collection[int | None]) -> Earlier:
    listed = json.dumps([one or 0 for one in types])
    of_it = (ticket.opener_id, ticket.guild_id, ticket.number, listed)
    row: Any = cursor.execute(_EARLIER, of_it).fetchall()[0]
    return Earlier(*row)
