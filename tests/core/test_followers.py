"""What follows from each event: the jobs that 1.0.0 stored, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import CHANNEL, GUILD, MODERATOR, OPENER, STRANGER, a_ticket, settings
from tickets.cog import FEATURES
from tickets.configuration.rules import Creatable, Planned
from tickets.core.event import LogEntry, TicketEvent
from tickets.core.ticket import State
from tickets.lifecycle.rules import ClosedAccess
from tickets.staff_log.rules import IN_THE_LOG

if TYPE_CHECKING:
    from tickets.core.job import Job

NOW = 1_700_000_000
TICKET_QUEUE, LOG_QUEUE, PRIVATE_QUEUE = (
    f"ticket:{GUILD}:7",
    f"reception:{GUILD}",
    f"direct:{OPENER}",
)
LOG = {"reception_channel_id": 44}
RATED = {"rating": True}


def followed(
    kind: str, state: State | None, set_to: dict[str, Any], *, about: Any = None, **facts: Any
) -> tuple[Job, ...]:
    """What follows from an event in a ticket that was changed in `about`."""
    ticket = None if state is None else a_ticket(state, **(about or {}))
    set_to = {"configured": True, **set_to}
    number = None if ticket is None else 7
    event = TicketEvent(kind=kind, guild_id=GUILD, number=number, at=NOW, **facts)
    return FEATURES.jobs_after(event, ticket, settings(**set_to))


def kinds(jobs: tuple[Job, ...]) -> list[tuple[str, str]]:
    """Which jobs they are, and in which queues."""
    return [(job.kind, job.queue) for job in jobs]


def line(jobs: tuple[Job, ...]) -> LogEntry:
    """The one line of the log."""
    (job,) = (job for job in jobs if job.kind == "log")
    assert job.queue == LOG_QUEUE
    return LogEntry(**job.body)


def test_an_opened_ticket_is_logged() -> None:
    """Who opened it and why; by whom it was opened, and for whom, if that was the staff."""
    opened = followed("opened", State.OPEN, LOG, by_id=OPENER)
    assert kinds(opened) == [("log", LOG_QUEUE)]
    assert line(opened) == LogEntry(
        event="opened",
        by_id=OPENER,
        number=7,
        channel_id=CHANNEL,
        reason="My parcel never arrived",
    )
    by_staff = line(followed("opened", State.OPEN, LOG, by_id=MODERATOR, member_id=OPENER))
    assert (by_staff.by_id, by_staff.member_id) == (MODERATOR, OPENER)


def test_an_opened_ticket_gets_its_thread() -> None:
    """With that setting, in the ticket's own queue."""
    jobs = followed("opened", State.OPEN, {"staff_thread": True}, by_id=OPENER)
    assert kinds(jobs) == [("thread", TICKET_QUEUE)]
    assert jobs[0].body == {"number": 7}


def test_an_adopted_channel_is_logged_and_gets_its_thread() -> None:
    """As a ticket that the staff has opened; nobody is written to."""
    opened = followed(
        "adopted", State.OPEN, {**LOG, "staff_thread": True}, by_id=MODERATOR, member_id=OPENER
    )
    assert sorted(kinds(opened)) == [("log", LOG_QUEUE), ("thread", TICKET_QUEUE)]
    assert (line(opened).by_id, line(opened).member_id) == (MODERATOR, OPENER)


def test_an_accepted_request_is_shown_and_told() -> None:
    """The request's message is the line of the log; the member gets a way to the ticket."""
    decided = {"decided_by_id": MODERATOR, "decided_at": NOW}
    jobs = followed("opened", State.OPEN, LOG, about=decided, by_id=OPENER)
    assert kinds(jobs) == [("request", LOG_QUEUE), ("direct", PRIVATE_QUEUE)]
    assert jobs[0].body == {"number": 7}
    assert jobs[1].body == {
        "event": "accepted",
        "user_id": OPENER,
        "number": 7,
        "channel_id": CHANNEL,
        "reason": None,
        "by_id": None,
    }


def test_a_refused_request_is_shown_and_told() -> None:
    """The member is told why, if a reason was given."""
    about = {"decided_by_id": MODERATOR, "refusal": "Too vague", "channel_id": None}
    jobs = followed("refused", State.REFUSED, LOG, about=about, by_id=MODERATOR)
    assert kinds(jobs) == [("request", LOG_QUEUE), ("direct", PRIVATE_QUEUE)]
    assert jobs[1].body == {
        "event": "refused",
        "user_id": OPENER,
        "number": 7,
        "channel_id": None,
        "reason": "Too vague",
        "by_id": None,
    }


@pytest.mark.parametrize("by_id", [OPENER, None])
def test_a_cancelled_request_is_shown(by_id: int | None) -> None:
    """Whoever reads it later sees that it has ended; nobody is written to."""
    about = {"decided_by_id": by_id, "channel_id": None}
    jobs = followed("cancelled", State.CANCELLED, LOG, about=about, by_id=by_id)
    assert kinds(jobs) == [("request", LOG_QUEUE)]


def test_a_new_request_is_no_line_of_the_log() -> None:
    """Its message in the reception channel says all there is."""
    assert followed("requested", State.REQUESTED, LOG, by_id=OPENER) == ()


@pytest.mark.parametrize(
    ("set_to", "deletes", "expected"),
    [
        ({}, False, ["direct"]),
        ({"dm_opener": False}, False, []),
        ({"dm_opener": False, "dm_transcript": True}, False, []),
        ({"dm_transcript": True}, False, ["transcript"]),
        ({"transcripts": True}, False, ["transcript", "direct"]),
        ({"transcripts": True, "dm_transcript": True}, False, ["transcript"]),
        ({"transcripts": True, "dm_opener": False}, True, ["transcript", "delete"]),
        (RATED, False, ["direct"]),
        ({**RATED, "dm_opener": False}, False, []),
        ({**RATED, "dm_opener": False, "closed_access": ClosedAccess.READ}, False, ["ask-rating"]),
        (LOG, True, ["log", "direct", "delete"]),
        ({**LOG, "transcripts": True}, True, ["log", "transcript", "direct", "delete"]),
    ],
)
def test_what_follows_from_closing(
    set_to: dict[str, Any], deletes: bool, expected: list[str]
) -> None:
    """It is logged and saved, its opener hears of it, and it is deleted: in this order."""
    unstored = {"deletes": deletes}
    jobs = followed("closed", State.CLOSED, set_to, by_id=MODERATOR, unstored=unstored)
    assert [job.kind for job in jobs] == expected
    queues = {"log": LOG_QUEUE, "direct": PRIVATE_QUEUE}
    assert all(job.queue == queues.get(job.kind, TICKET_QUEUE) for job in jobs)


@pytest.mark.parametrize(
    ("set_to", "saved"),
    [
        # Nobody must lose a conversation because a channel was deleted.
        ({"configured": True, "transcripts": True}, True),
        # After a reset, a ticket goes on being saved only where there is a place by now.
        ({"configured": False, "transcripts": True}, False),
        ({"configured": False, "transcripts": True, "transcript_channel_id": 5}, True),
        ({"configured": False, "transcripts": True, "reception_channel_id": 5}, True),
        ({"configured": True, "transcript_channel_id": 5}, False),
    ],
)
def test_what_is_saved_before_it_is_deleted(set_to: dict[str, Any], saved: bool) -> None:
    """Whoever deletes is told of what is kept, and closing keeps the same."""
    assert FEATURES.keeps_before_deletion(settings(**set_to)) is saved
    jobs = followed("closed", State.CLOSED, set_to, by_id=MODERATOR, unstored={"deletes": False})
    assert [job.body["keep"] for job in jobs if job.kind == "transcript"] == [True] * saved


def test_what_the_jobs_of_a_closing_say() -> None:
    """For whom it is saved, what the opener reads, and which closing is meant."""
    set_to = {**LOG, "transcripts": True, "dm_transcript": True}
    jobs = followed("closed", State.CLOSED, set_to, by_id=MODERATOR, unstored={"deletes": True})
    bodies = {job.kind: dict(job.body) for job in jobs}
    told = {
        "event": "closed",
        "user_id": OPENER,
        "number": 7,
        "channel_id": None,
        "reason": "Solved",
        "by_id": MODERATOR,
    }
    assert bodies["transcript"] == {"number": 7, "keep": True, "news": told}
    assert bodies["delete"] == {"number": 7, "closed_at": 1_700_003_600}
    assert line(jobs).reason == "Solved"
    (alone,) = followed("closed", State.CLOSED, {}, by_id=MODERATOR, unstored={"deletes": False})
    assert alone.body == told


@pytest.mark.parametrize("kind", ["reopened", "deleted"])
def test_a_ticket_that_was_reopened_or_deleted_is_logged(kind: str) -> None:
    """Who did it, without the reason of a former closing."""
    jobs = followed(kind, State.OPEN, LOG, about={"close_reason": "Solved"}, by_id=MODERATOR)
    assert kinds(jobs) == [("log", LOG_QUEUE)]
    assert line(jobs) == LogEntry(event=kind, by_id=MODERATOR, number=7, channel_id=CHANNEL)


@pytest.mark.parametrize("kind", ["added", "removed"])
@pytest.mark.parametrize("whom", [{"member_id": STRANGER}, {"role_id": 5}])
def test_who_was_added_or_removed_is_logged(kind: str, whom: dict[str, Any]) -> None:
    """Whom it was about, a member or a role."""
    jobs = followed(kind, State.OPEN, LOG, by_id=MODERATOR, **whom)
    expected = LogEntry(event=kind, by_id=MODERATOR, number=7, channel_id=CHANNEL, **whom)
    assert line(jobs) == expected


@pytest.mark.parametrize("kind", ["claimed", "handed_over", "taken_over", "released"])
def test_who_has_a_ticket_is_logged(kind: str) -> None:
    """By whom, and who had it or has it now; what is told as a notice has no line."""
    facts: dict[str, Any] = {"by_id": MODERATOR, "member_id": STRANGER}
    expected = LogEntry(event=kind, number=7, channel_id=CHANNEL, **facts)
    assert line(followed(kind, State.OPEN, LOG, **facts)) == expected
    assert followed(kind, State.OPEN, LOG, **facts, unstored={IN_THE_LOG: True}) == ()


def test_a_block_is_logged() -> None:
    """Until when, and why; neither is stored with the event."""
    unstored = {"until": NOW + 60, "reason": "Insults"}
    jobs = followed("blocked", None, LOG, by_id=MODERATOR, member_id=STRANGER, unstored=unstored)
    assert line(jobs) == LogEntry(
        event="blocked", by_id=MODERATOR, member_id=STRANGER, until=NOW + 60, reason="Insults"
    )
    lifted = followed("unblocked", None, LOG, by_id=MODERATOR, member_id=STRANGER)
    assert line(lifted) == LogEntry(event="unblocked", by_id=MODERATOR, member_id=STRANGER)


def test_a_saved_transcript_is_logged() -> None:
    """Unless the line stands there already, above the file."""
    facts = {"by_id": MODERATOR, "detail": "abc"}
    assert line(followed("saved", State.CLOSED, LOG, **facts)).event == "saved"
    assert followed("saved", State.CLOSED, LOG, **facts, unstored={IN_THE_LOG: True}) == ()


@pytest.mark.parametrize("kind", ["left", "back"])
def test_members_who_come_and_go_are_not_logged(kind: str) -> None:
    """That is said in the ticket alone."""
    assert followed(kind, State.OPEN, LOG, by_id=OPENER, member_id=OPENER) == ()


@pytest.mark.parametrize("kind", sorted(FEATURES.log_lines))
def test_without_a_reception_channel_nothing_is_logged(kind: str) -> None:
    """A server without one has no log, and no jobs that wait for it."""
    about_none = kind in ("blocked", "unblocked")
    unstored = {"deletes": False} if kind == "closed" else {}
    jobs = followed(kind, None if about_none else State.CLOSED, {}, by_id=5, unstored=unstored)
    assert "log" not in [job.kind for job in jobs]


def test_who_is_blocked_hears_of_that_first() -> None:
    """A member who is blocked and was refused as well is told of the block, not of a wait."""
    guards = [guard.__name__ for guard in FEATURES.each("guards")]
    assert guards == [
        *("require_not_blocked", "require_allowed", "require_open_hours"),
        "require_not_refused",
    ]


def test_what_the_first_release_was_making_is_understood() -> None:
    """What 1.0.0 has left half made is undone or finished by its notes."""
    body = {
        "room": "reception_channel_id",
        "name": "tickets-staff",
        "parent_id": 3,
        "after_id": 2,
        "id": 4,
    }
    planned = Planned.from_body(body)
    assert planned == Planned(
        what=Creatable.RECEPTION, name="tickets-staff", parent_id=3, after_id=2, id=4
    )
