"""What happened is stored with the change that it tells of, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import KINDS, LOGGED, an_event, events_of, settings, that_makes
from tickets.core import errors
from tickets.core.job import Job
from tickets.core.settings import Terms
from tickets.core.store.events import EventStore
from tickets.core.store.jobs import JobStore
from tickets.core.store.tickets import TicketStore
from tickets.core.team import Team
from tickets.core.ticket import Action
from tickets.lifecycle.rules import ClosedAccess
from tickets.lifecycle.settings import ClosingSettings

if TYPE_CHECKING:
    from tests.core.records import Records
    from tickets.core.event import TicketEvent
    from tickets.core.store.database import Database
    from tickets.core.ticket import Ticket

NOW = 1_700_000_000


def a_job(kind: str = "log", queue: str = "reception:1") -> Job:
    """Something to be done."""
    return Job(guild_id=1, kind=kind, queue=queue, created_at=NOW)


async def stored_events(database: Database) -> list[Any]:
    """The kinds of all events that are in the file."""
    return await database.run(
        lambda cursor: [
            kind for (kind,) in cursor.execute("SELECT kind FROM ticket_events ORDER BY id")
        ]
    )


async def test_an_event_comes_back_as_it_was(records: Records) -> None:
    """Who did what to whom, when and in which ticket is read as it was written."""
    ticket = await records.opened()
    event = an_event(
        "added", number=ticket.number, at=NOW + 5, by_id=9, member_id=7, role_id=3, detail="x; --"
    )
    await records.store.note(ticket, event, settings=settings())
    assert await records.events.of(1, ticket.number) == (event,)


async def test_events_of_a_ticket_are_its_own_and_in_order(records: Records) -> None:
    """Neither other tickets nor other servers are in it; what happened first comes first."""
    ticket, other = await records.opened(), await records.opened()
    elsewhere = await records.opened(guild_id=2)
    await records.store.note(ticket, an_event("opened", number=ticket.number, at=NOW + 9))
    await records.store.note(other, an_event("opened", number=other.number))
    event = an_event("opened", guild_id=2, number=elsewhere.number)
    await records.store.note(elsewhere, event)
    await records.store.move(ticket, Action.CLOSE, an_event("closed", number=ticket.number))
    kinds = [(one.kind, one.at) for one in await records.events.of(1, ticket.number)]
    assert kinds == [("opened", NOW + 9), ("closed", NOW)]
    assert await records.events.of(2, elsewhere.number) == (event,)
    assert await records.events.of(1, 99) == ()


async def test_what_is_told_aside_is_not_stored(records: Records) -> None:
    """What followers are told besides, such as a reason, stays out of the file for good."""
    ticket = await records.opened()
    event = an_event("closed", number=ticket.number, unstored={"reason": "her words"})
    await records.store.move(ticket, Action.CLOSE, event)
    (read,) = await records.events.of(1, ticket.number)
    assert dict(read.unstored) == {}
    rows = await records.database.run(
        lambda cursor: cursor.execute("SELECT * FROM ticket_events").fetchall()
    )
    assert "her words" not in str(rows)


@pytest.mark.parametrize("action", [Action.CLOSE, Action.REOPEN])
async def test_a_move_that_came_too_late_stores_no_event(records: Records, action: Action) -> None:
    """Of two who act at once only the first one's change has happened."""
    ticket = await records.opened()
    first = an_event("closed", number=ticket.number, by_id=8)
    await records.store.move(ticket, Action.CLOSE, first)
    with pytest.raises(errors.WrongState):
        await records.store.move(ticket, action, an_event("closed", number=ticket.number, by_id=9))
    assert await records.events.of(1, ticket.number) == (first,)


async def test_a_note_on_an_unknown_ticket_stores_no_event(records: Records) -> None:
    """Nothing happened to a ticket of which there is no record."""
    ticket = await records.opened(guild_id=2)
    await records.database.run(lambda cursor: cursor.execute("DELETE FROM tickets").fetchall())
    with pytest.raises(errors.UnknownTicket):
        await records.store.note(ticket, an_event("closed"), reason="x")
    assert await stored_events(records.database) == []


@pytest.mark.parametrize("how", ["move", "note"])
async def test_an_event_goes_back_with_its_change(
    records: Records, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """If what follows can't be stored, neither is the change nor that it has happened."""
    ticket = await records.opened()
    store = TicketStore(records.database, that_makes(records.database, a_job()))
    event = an_event("closed", number=ticket.number)

    def broken(_body: Any) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(json, "dumps", broken)
    change = (
        store.move(ticket, Action.CLOSE, event, settings=settings())
        if how == "move"
        else store.note(ticket, event, settings=settings(), reason="other")
    )
    with pytest.raises(OSError, match="disk full"):
        await change
    monkeypatch.undo()

    assert await records.store.get(1, ticket.number) == ticket
    assert await stored_events(records.database) == []


async def test_a_change_goes_back_with_its_followers(records: Records) -> None:
    """A follower that fails leaves no ticket that was moved without what follows."""
    ticket = await records.opened()

    def follow(_event: TicketEvent, _ticket: Ticket | None, _settings: object) -> tuple[Job, ...]:
        raise RuntimeError("no")

    woken: list[Job] = []
    store = TicketStore(records.database, EventStore(records.database, follow, woken.extend))
    with pytest.raises(RuntimeError):
        await store.move(ticket, Action.CLOSE, an_event("closed"), settings=settings())
    assert await records.store.get(1, ticket.number) == ticket
    assert await stored_events(records.database) == []
    assert woken == []


async def test_followers_see_the_ticket_as_the_change_left_it(records: Records) -> None:
    """What follows is decided by what is stored, not by what was seen before."""
    seen: list[Ticket | None] = []

    def follow(_event: TicketEvent, ticket: Ticket | None, _settings: object) -> tuple[Job, ...]:
        seen.append(ticket)
        return ()

    store = TicketStore(records.database, EventStore(records.database, follow))
    ticket = await records.opened()
    event = an_event("closed", number=ticket.number)
    moved = await store.move(ticket, Action.CLOSE, event, settings=settings(), closed_by_id=9)
    assert seen == [moved]


async def test_without_settings_nothing_follows(records: Records) -> None:
    """An event that is only written down makes no jobs."""
    ticket = await records.opened()
    store = TicketStore(records.database, that_makes(records.database, a_job()))
    await store.move(ticket, Action.CLOSE, an_event("closed", number=ticket.number))
    assert await JobStore(records.database, KINDS).queues() == set()
    assert len(await records.events.of(1, ticket.number)) == 1


async def test_events_without_a_change_are_stored_and_followed(records: Records) -> None:
    """What changes no record is told all the same, and heard of afterwards."""
    woken: list[Job] = []
    events = events_of(records.database, woken.extend)
    ticket = await records.opened()
    event = an_event("deleted", number=ticket.number, by_id=9)
    await events.add(event, settings=LOGGED, ticket=ticket)
    assert await events.of(1, ticket.number) == (event,)
    assert [job.kind for job in woken] == ["log"]
    assert await JobStore(records.database, KINDS).queues() == {"reception:1"}


# Jobs of another version


async def test_jobs_of_unknown_kinds_are_kept_and_left_alone(database: Database) -> None:
    """What a newer version has to do waits for it, and holds up nothing of this one's."""
    jobs = JobStore(database, KINDS)
    await jobs.add(a_job("of a newer version"), a_job("log"))
    await jobs.add(a_job("of a newer version", "its own queue"))
    assert await jobs.queues() == {"reception:1"}
    known = await jobs.next("reception:1")
    assert known is not None
    assert known.kind == "log"
    await jobs.remove(known)

    assert await jobs.next("reception:1") is None
    assert await jobs.next("its own queue") is None
    assert await jobs.queues() == set()
    newer = JobStore(database, (*KINDS, "of a newer version"))
    assert await newer.queues() == {"reception:1", "its own queue"}
    waiting = await newer.next("reception:1")
    assert waiting is not None
    assert waiting.kind == "of a newer version"


# Terms of another version


async def with_terms(records: Records, text: str) -> Ticket:
    """A ticket whose terms stand in the file as this JSON."""
    ticket = await records.opened()
    await records.database.run(
        lambda cursor: cursor.execute("UPDATE tickets SET terms = ?", (text,)).fetchall()
    )
    return await records.store.get(1, ticket.number)


async def test_terms_of_the_first_release_are_read(records: Records) -> None:
    """Its tickets keep their staff; terms that came later have their defaults."""
    ticket = await with_terms(records, '{"moderator_roles": [1, 2], "access_roles": [3]}')
    assert ticket.terms[Team] == Team(moderator_role_ids=(1, 2), access_role_ids=(3,))
    assert ticket.terms[ClosingSettings] == ClosingSettings()
    present = settings().for_ticket(ticket)
    assert present == settings(moderator_role_ids=(1, 2), access_role_ids=(3,))


async def test_all_terms_of_the_first_release_count_after_a_reset(records: Records) -> None:
    """A ticket that was opened with other terms closes by these even after the update."""
    text = (
        '{"moderator_roles": [1], "access_roles": [], "closing_reason": false,'
        ' "closed_access": "read"}'
    )
    ticket = await with_terms(records, text)
    closing = settings().for_ticket(ticket)[ClosingSettings]
    assert (closing.closing_reason, closing.closed_access) == (False, ClosedAccess.READ)


async def test_terms_that_cannot_be_understood_are_defaults(records: Records) -> None:
    """One spoiled term, or one of a newer version, doesn't take the others with it."""
    text = '{"moderator_role_ids": [1], "closed_access": "write", "of_a_newer_version": [5]}'
    ticket = await with_terms(records, text)
    assert ticket.terms[Team].moderator_role_ids == (1,)
    assert ticket.terms[ClosingSettings].closed_access is ClosingSettings().closed_access
    assert settings().for_ticket(ticket) == settings(moderator_role_ids=(1,))
    assert ticket.terms == Terms(
        moderator_role_ids=(1,), closed_access="write", of_a_newer_version=(5,)
    )
