"""What ``ticketstrini`` of killerbite-cogs has stored comes across."""

from __future__ import annotations

from typing import Any

from tests.switching import expected
from tests.switching.expected import (
    left,
    panels_of,
    people,
    require_readable,
    settings_of,
    ticket,
    types_of,
)
from tests.switching.samples import NOW, found_in, stored, world_of
from tickets.core.ticket import State
from tickets.switching.rules.found import Found, Source
from tickets.switching.rules.left_out import What, Why
from tickets.switching.rules.reading import read

SOURCE = Source.TRINI


def reads(**changes: Any) -> Found:
    """What is read after some changes; those of the panel *general* are marked by `panel_`."""
    raw = stored(SOURCE)
    for key, value in changes.items():
        place = raw["panels"]["general"] if key.startswith("panel_") else raw
        place[key.removeprefix("panel_")] = value
    return expected.reads(SOURCE, raw)


def test_the_settings_of_the_sample() -> None:
    """As of vrt's, with what the fork knows besides."""
    found, world = found_in(SOURCE)
    require_readable(found, world)
    settings = settings_of(found)
    assert settings == {
        "category_id": "Tickets",
        "closed_category_id": "Closed tickets",
        "reception_channel_id": "ticket-log",
        "board_channel_id": "overview",
        "moderator_role_ids": ["Support"],
        "mention_moderators": True,
        "mentioned_role_ids": [],
        "required_role_ids": [],
        "refused_role_ids": ["No Tickets"],
        "channel_format": "help-{number}-{user.username}",
        "welcome_message": "**Hello {user.username}**\n\nPlease tell us, {user}, what is wrong.",
        "welcome_always": True,
        "opening_reason": False,
        "form": [],
        "closing_reason": True,
        "delete_on_close": "off",
        "closed_access": "none",
        "dm_opener": True,
        "dm_transcript": False,
        "transcripts": False,
        "transcript_channel_id": None,
        "opener_may_close": True,
        "opener_leaves": "close",
        "opener_reminder": 24,
        "silence": 24,
        "hours": [],
        "outside": "tell",
        "pause": 0,
        "account_age": 0,
        "server_age": 0,
        "opener_may_reopen": 0,
        "claims": True,
        "limit": 2,
        "without_type": False,
    }
    assert list(types_of(found)) == ["general", "billing", "private"]
    assert types_of(found)["billing"]["moderator_role_ids"] == ["Support", "Helpers"]
    assert found.configuration["replies"] == [{"name": "hi", "text": "Hello there"}]
    assert len(panels_of(found)) == len(found.panels) == 2
    assert (found.last_number, found.enabled) == (2, True)


def test_the_tickets_of_the_sample() -> None:
    """Who claimed stays, a closed one is closed with its reason, a thread is left alone."""
    found, world = found_in(SOURCE)
    ann, bob, cyd = (ticket(found, world, name) for name in ("ann", "bob", "cyd"))
    assert found.tickets == (ann, bob, cyd)
    assert [one.type_name for one in found.tickets] == ["general", "billing", "general"]
    assert [one.state for one in found.tickets] == [State.OPEN, State.OPEN, State.CLOSED]
    assert people(world, ann.guest_ids) == ["dan"]
    assert people(world, [bob.claimed_by_id or 0]) == ["sam"]
    assert bob.reason == "Invoice number: INV-1"
    assert (cyd.closing_reason, cyd.closed_at, cyd.closed_by_id) == ("solved", 1795644606, None)
    # Its opener was shut out, and is nobody's guest.
    assert cyd.guest_ids == ()
    assert f"reopen_{cyd.channel_id}" in cyd.old_ids
    assert [one.channel_id for one in found.threads] == [world.named("vera")]


def test_guests_of_a_closed_ticket() -> None:
    """Members who were shut out with its opener come back when it is reopened."""
    raw, world = stored(SOURCE), world_of(SOURCE)
    (archived,) = raw["archived"].values()
    archived["removed_members"] = [world.named("cyd"), world.named("dan"), world.named("sam")]
    one = ticket(read(SOURCE, raw, world), world, "cyd")
    assert set(people(world, one.guest_ids)) == {"dan", "sam"}


def test_the_block_list_of_the_sample() -> None:
    """By whom, since and until when and why a member is blocked; the other list has no more."""
    found, world = found_in(SOURCE)
    eve, dan = found.blocks
    assert people(world, [eve.user_id, dan.user_id, dan.by_id or 0]) == ["eve", "dan", "ada"]
    assert (dan.at, dan.until, dan.reason) == (1795168800, 1827309600, "spam")
    assert (eve.at, eve.until, eve.reason) == (None, None, None)


def test_blocks_that_are_over_and_blocked_roles() -> None:
    """Who isn't blocked any more isn't; a role is refused, without end and reason."""
    world = world_of(SOURCE)
    over = {"reason": "old", "expires_at": "2026-01-01T00:00:00+00:00"}
    vip = {"reason": "no", "expires_at": None}
    listed = {str(world.named("dan")): over, str(world.named("VIP")): vip, "x": {}}
    found = reads(blacklist_advanced=listed)
    assert NOW > 1_780_000_000
    assert people(world, [one.user_id for one in found.blocks]) == ["eve"]
    assert settings_of(found)["refused_role_ids"] == ["No Tickets", "VIP"]
    assert left(found) >= {
        (What.BLOCK_DETAILS, Why.DIFFERS, "", "no"),
        (What.BLOCK, Why.DAMAGED, "", "x"),
    }


def test_rules_of_opening() -> None:
    """Ages and waits, within what is possible here."""
    found = reads(
        min_account_age=7,
        min_server_age=9999,
        ticket_cooldown=90,
        panel_cooldown=7200,
        reopen_hours=48,
        closed_category=0,
    )
    settings = settings_of(found)
    assert (settings["account_age"], settings["server_age"]) == (7, 3650)
    assert settings["pause"] == 120
    assert types_of(found)["billing"]["pause"] == 2
    assert settings["opener_may_reopen"] == 48
    assert (settings["delete_on_close"], settings["closed_category_id"]) == ("moderators", None)


def test_a_warning_before_closing() -> None:
    """The reminder comes when the warning did; numbers may be kept as pairs."""
    found = reads(auto_close_user_hours=[72, 1], auto_close_warning_hours=12)
    settings = settings_of(found)
    assert (settings["opener_reminder"], settings["silence"]) == (60, 12)
    assert not any(one.what is What.SILENCE for one in found.left_out)


def test_a_schedule_and_welcome_sections() -> None:
    """The same hours each day; headed texts follow the welcome text."""
    found = reads(
        panel_schedule={"start": "10:00", "end": "22:00", "timezone": "Europe/Madrid"},
        panel_welcome_sections={"steps": "Wait.", "rules": "Be kind."},
        panel_ticket_messages=[],
    )
    settings = settings_of(found)
    assert settings["hours"] == [[day, 600, 1320] for day in range(7)]
    assert (settings["outside"], settings["timezone"]) == ("refuse", "Europe/Madrid")
    assert settings["welcome_message"] == "📝 Wait.\n\n📜 Be kind."


def test_quick_replies() -> None:
    """Those that fit; what closes a ticket doesn't here, and is told."""
    replies = {
        "bye": {"title": "Bye", "content": "Thanks {mention} {what}", "close_after": True},
        "BYE": {"content": "again"},
        "long": {"content": "x" * 1501},
        "n" * 81: {"content": "x"},
        "empty": {},
    }
    found = reads(quick_replies=replies)
    assert found.configuration["replies"] == [
        {"name": "bye", "text": "**Bye**\n\nThanks {user} { what}"}
    ]
    told = {(one.why, one.owner) for one in found.left_out if one.what is What.READY_ANSWER}
    assert told == {(Why.DAMAGED, "BYE"), (Why.TOO_LONG, "long"), (Why.TOO_LONG, "n" * 81)}
    assert (What.ANSWER_CLOSES, Why.NO_COUNTERPART, "bye", "") in left(found)


def test_what_has_no_counterpart() -> None:
    """Each thing is told by name."""
    found = reads(
        global_rate_limit=5,
        auto_close_staff_hours=3,
        max_claims_per_staff=2,
        transcript_retention_days=30,
        escalation_minutes=10,
        escalation_role=1,
        escalation_channel=2,
        transcript=True,
        transcript_formats=["html", "txt"],
        panel_rate_limit=4,
        panel_max_open=6,
        panel_fallback_mode="thread",
        panel_max_claims=3,
    )
    assert {one.what for one in found.left_out} >= {
        What.RATE_LIMIT,
        What.STAFF_SILENCE,
        What.CLAIM_LIMIT,
        What.TRANSCRIPT_RETENTION,
        What.ESCALATION,
        What.TRANSCRIPT_FORMATS,
        What.LIMIT_OF_ALL,
        What.FALLBACK,
        What.STAFF_LIMIT,
        What.AUDIT_LOG,
        What.STATISTICS,
    }


def test_notes_of_the_staff() -> None:
    """Notes on a ticket stay with the other cog, and are told."""
    raw, world = stored(SOURCE), world_of(SOURCE)
    for one in raw["opened"][str(world.named("ann"))].values():
        one["notes"] = [{"author_id": 1, "content": "careful"}]
    found = read(SOURCE, raw, world)
    (told,) = (one for one in found.left_out if one.what is What.TICKET_NOTES)
    assert told.value == "1"
    assert told.named[0].id == world.named("help-1-ann")
