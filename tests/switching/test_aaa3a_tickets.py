"""What ``tickets`` of AAA3A-cogs has stored comes across."""

from __future__ import annotations

from functools import partial
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
from tests.switching.samples import found_in, stored, world_of
from tickets.core.ticket import State
from tickets.switching.rules.found import Source
from tickets.switching.rules.left_out import What, Why
from tickets.switching.rules.reading import wanted

SOURCE = Source.AAA3A_TICKETS


reads = partial(expected.reads, SOURCE)


def main(**changes: Any) -> dict[str, Any]:
    """What is stored, with one profile and other values in it."""
    raw = stored(SOURCE)
    raw["profiles"] = {"main": {**raw["profiles"]["main"], **changes}}
    return raw


def test_the_settings_of_the_sample() -> None:
    """A sparse profile has its cog's defaults; the second sets what the first doesn't have."""
    found, world = found_in(SOURCE)
    require_readable(found, world)
    assert settings_of(found) == {
        "category_id": "Tickets",
        "closed_category_id": "Closed tickets",
        "reception_channel_id": "ticket-log",
        "transcripts": True,
        "transcript_channel_id": "ticket-log",
        "moderator_role_ids": ["Support"],
        "observer_role_ids": ["Helpers"],
        "access_role_ids": ["VIP"],
        "required_role_ids": [],
        "refused_role_ids": ["No Tickets"],
        "mention_moderators": True,
        "mentioned_role_ids": [],
        "welcome_message": (
            "Hello {user}, welcome!\n\nPlease describe the problem of ticket {number}."
        ),
        "welcome_always": True,
        "channel_format": "ticket-{user.username}",
        "opening_reason": True,
        "form": [],
        "closing_reason": True,
        "closed_access": "read",
        "dm_opener": False,
        "opener_may_close": True,
        "opener_may_reopen": 720,
        "opener_leaves": "close",
        "claims": True,
        "delete_on_close": "off",
        "delete_after": 0,
        "limit": 5,
        "without_type": False,
    }
    assert types_of(found) == {
        "main": {"limit": 2},
        "billing": {
            "category_id": "Billing tickets",
            "moderator_role_ids": ["Helpers"],
            "mention_moderators": False,
            "refused_role_ids": [],
            "welcome_message": (
                "Welcome {user}! 👋\n\n"
                "Don't ping staff members, they will answer you as soon as possible."
            ),
            "channel_format": "billing-{number}-{user.username}",
            "opening_reason": False,
            "form": [("Invoice number", "short", True), ("What is wrong?", "long", False)],
            "delete_after": 48,
            "opener_may_reopen": 48,
            "reception_channel_id": "ticket-log",
            "transcript_channel_id": "ticket-log",
            "transcripts": True,
        },
    }
    assert found.enabled
    assert (found.blocks, found.threads, found.last_number) == ((), (), 4)


def test_the_panels_of_the_sample() -> None:
    """Buttons with their colours; a selector's choices with their descriptions."""
    found, _world = found_in(SOURCE)
    assert panels_of(found) == [
        (
            "button",
            "open-a-ticket",
            [
                ("General help", "❓", "main", "blurple", None, None),
                ("Billing", "💰", "billing", "green", "Billing", None),
            ],
        ),
        (
            "selector",
            "open-a-ticket",
            [
                ("A bug", "🐛", "main", "grey", None, "Something is broken"),
                ("A question", "🙋", "main", "grey", None, None),
                ("Payment", "💳", "billing", "grey", "Payment", "About money"),
            ],
        ),
    ]
    places = [tuple(map(int, key.split("-"))) for key in stored(SOURCE)["buttons_dropdowns"]]
    assert [(one.channel_id, one.message_id) for one in found.panels] == places
    assert [one.custom_ids for one in found.panels] == [
        ("Tickets_r3q8e", "Tickets_npqtg"),
        ("Tickets_dropdown",),
    ]
    assert set(wanted(SOURCE, stored(SOURCE)).messages) == set(places)


def test_the_tickets_of_the_sample() -> None:
    """Numbers stay, a claim stays, a closed one is closed; the deleted one isn't there."""
    found, world = found_in(SOURCE)
    ann, bob, cyd = (ticket(found, world, name) for name in ("ann", "bob", "cyd"))
    assert found.tickets == (ann, bob, cyd)
    assert [one.their_number for one in found.tickets] == [1, 2, 3]
    assert all(one.keeps_number for one in found.tickets)
    assert [one.type_name for one in found.tickets] == ["main", "billing", "main"]
    assert [one.state for one in found.tickets] == [State.OPEN, State.OPEN, State.CLOSED]
    assert [one.reason for one in found.tickets] == [
        "Something is broken",
        "Invoice number: INV-1\nWhat is wrong?: Paid twice",
        "Something is broken",
    ]
    assert people(world, ann.guest_ids) == ["dan"]
    assert bob.guest_ids == cyd.guest_ids == ()
    assert [one.guest_role_ids for one in found.tickets] == [(), (), ()]
    assert people(world, [bob.claimed_by_id or 0]) == people(world, bob.staff_ids) == ["hugo"]
    assert (ann.claimed_by_id, cyd.claimed_by_id) == (None, None)
    assert people(world, [cyd.closed_by_id or 0]) == ["sam"]
    assert (ann.created_at, ann.closed_at, cyd.closed_at) == (1795644420, None, 1795644438)
    assert [one.message_id for one in cyd.old_messages] == [cyd.welcome_id]
    assert cyd.old_ids == ("Tickets_",)


def test_what_the_sample_leaves_behind() -> None:
    """Two of its settings do here what they did but nearly."""
    found, _world = found_in(SOURCE)
    assert left(found) == {
        (What.REOPENING, Why.DIFFERS, "main", ""),
        (What.LIMIT, Why.DIFFERS, "main", "2"),
    }


def test_one_profile_is_no_type() -> None:
    """Entries of profiles that are gone go, and their tickets are of no type."""
    found = reads(main())
    assert types_of(found) == {}
    assert settings_of(found)["limit"] == 2
    assert panels_of(found) == [
        ("button", "open-a-ticket", [("General help", "❓", None, "blurple", None, None)]),
        (
            "selector",
            "open-a-ticket",
            [
                ("A bug", "🐛", None, "grey", None, "Something is broken"),
                ("A question", "🙋", None, "grey", None, None),
            ],
        ),
    ]
    assert {one.type_name for one in found.tickets} == {None}
    assert (What.ENTRY, Why.GONE, "billing", "Payment") in left(found)


def test_an_untouched_profile() -> None:
    """What was never set is as the cog has it: switched off, with its own words."""
    found = reads({"profiles": {"main": {}}})
    assert not found.enabled
    settings = settings_of(found)
    assert settings["limit"] == 5
    assert settings["welcome_message"].startswith("Welcome {user}! 👋\n\nDon't ping")
    assert (settings["channel_format"], settings["transcripts"]) == (
        "ticket-{user.username}",
        False,
    )
    assert "category_id" not in settings


def test_deletion_after_closing() -> None:
    """At once, never, after some hours, or longer than can be."""
    at_once = settings_of(reads(main(auto_delete_on_close=0)))
    assert (at_once["delete_on_close"], at_once["opener_may_reopen"]) == ("moderators", 0)
    later = settings_of(reads(main(auto_delete_on_close=72)))
    assert (later["delete_on_close"], later["delete_after"]) == ("off", 72)
    assert later["opener_may_reopen"] == 72
    found = reads(main(auto_delete_on_close=10_000))
    assert settings_of(found)["delete_after"] == 8760
    assert (What.DELETION, Why.OUT_OF_RANGE, "main", "10000") in left(found)


def test_what_has_no_counterpart() -> None:
    """Each thing is told by name."""
    world = world_of(SOURCE)
    found = reads(
        main(
            create_modlog_case=True,
            ticket_role=world.named("VIP"),
            forum_channel=5,
            owner_can_add_members=True,
            owner_can_remove_members=True,
            close_after_dank_payout=True,
            appeals={"enabled": True},
            channel_name="{emoji} {owner_name:>10}",
        )
    )
    told = {one.what for one in found.left_out if one.owner == "main"}
    assert told >= {
        What.MODLOG,
        What.TICKET_ROLE,
        What.THREADS,
        What.OPENER_ADDS,
        What.OPENER_REMOVES,
        What.DANK_PAYOUTS,
        What.APPEALS,
        What.CHANNEL_NAME,
    }
    assert settings_of(found)["channel_format"] == "{user.username}"


def test_opener_rights() -> None:
    """Closing, reopening and what happens when they leave."""
    found = reads(main(owner_can_close=False, owner_can_reopen=False, close_on_leave=False))
    settings = settings_of(found)
    assert not settings["opener_may_close"]
    assert (settings["opener_may_reopen"], settings["opener_leaves"]) == (0, "stays")


def test_pings_of_roles_that_are_no_staff() -> None:
    """They are mentioned as before, and gain nothing by it."""
    world = world_of(SOURCE)
    settings = settings_of(reads(main(ping_roles=[world.named("VIP")])))
    assert settings["mentioned_role_ids"] == ["VIP"]
    assert settings["moderator_role_ids"] == ["Support"]


def test_what_buttons_ask() -> None:
    """Where nothing is asked, a button's words say why."""
    found = reads(main(disable_default_open_modal=True))
    assert not settings_of(found)["opening_reason"]
    assert [one[4] for _, _, entries in panels_of(found) for one in entries] == [
        "General help",
        "A bug",
        "A question",
    ]


def test_buttons_and_a_selector_on_one_message() -> None:
    """They become one selector; a button without words gets those of its type."""
    raw = stored(SOURCE)
    first, second = raw["buttons_dropdowns"].values()
    first["dropdown_options"] = second["dropdown_options"]
    first["buttons"]["r3q8e"]["label"] = None
    found = reads(raw)
    kind, _channel, entries = panels_of(found)[0]
    assert kind == "selector"
    assert [one[0] for one in entries] == ["main", "Billing", "A bug", "A question", "Payment"]
    assert found.panels[0].custom_ids == ("Tickets_r3q8e", "Tickets_npqtg", "Tickets_dropdown")
    assert left(found) >= {
        (What.BECOMES_SELECTOR, Why.DIFFERS, "", ""),
        (What.ENTRY_WORDS, Why.DIFFERS, "main", "main"),
    }


def test_emojis_by_their_ids() -> None:
    """Custom emojis are stored as numbers."""
    raw, world = stored(SOURCE), world_of(SOURCE)
    first = next(iter(raw["buttons_dropdowns"].values()))
    first["buttons"]["r3q8e"]["emoji"] = "111111111111111111"
    first["buttons"]["npqtg"]["emoji"] = 222222222222222222
    world.emojis[111111111111111111] = "<a:wave:111111111111111111>"
    found = reads(raw, world)
    assert [one[1] for one in panels_of(found)[0][2]] == ["<a:wave:111111111111111111>", None]


def test_numbers_that_come_twice() -> None:
    """Then nobody keeps theirs."""
    raw = stored(SOURCE)
    raw["tickets"]["3"]["id"] = 2
    found = reads(raw)
    assert not any(one.keeps_number for one in found.tickets)
    raw["tickets"]["3"]["id"] = 77
    found = reads(raw)
    assert all(one.keeps_number for one in found.tickets)
    assert found.last_number == 77


def test_tickets_in_threads() -> None:
    """They are listed, not taken over."""
    raw, world = stored(SOURCE), world_of(SOURCE)
    place = world.named("🔒-ticket-cyd")
    world.channels[place] = {"type": 12, "name": "cyd", "parent_id": None}
    found = reads(raw, world)
    assert [one.channel_id for one in found.threads] == [place]
    assert len(found.tickets) == 2


def test_more_roles_than_a_channel_can_carry() -> None:
    """Moderators and access roles come first, observers as far as there is room."""
    world = world_of(SOURCE)
    ids = [10**17 + number for number in range(90)]
    world.role_names.update({one: f"r{one}" for one in ids})
    found = reads(main(support_roles=ids[:30], speak_roles=ids[30:50], view_roles=ids[50:]), world)
    roles = settings_of(found)
    counts = [len(roles[f"{part}_role_ids"]) for part in ("moderator", "access", "observer")]
    assert counts == [25, 20, 5]
    told = {one.what: len(one.named) for one in found.left_out if one.why is Why.TOO_MANY}
    assert told == {What.MODERATORS: 5, What.OBSERVERS: 35}
