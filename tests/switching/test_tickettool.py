"""What ``tickettool`` of AAA3A-cogs has stored comes across, also of its older versions."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

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

SOURCE = Source.AAA3A_TICKETTOOL


reads = partial(expected.reads, SOURCE)


def main(**changes: Any) -> dict[str, Any]:
    """What is stored, with other values in the profile *main*."""
    raw = stored(SOURCE)
    raw["profiles"]["main"].update(changes)
    return raw


def test_the_settings_of_the_sample() -> None:
    """Both lists of staff moderate; a limit counts in its own profile."""
    found, world = found_in(SOURCE)
    require_readable(found, world)
    assert settings_of(found) == {
        "category_id": "Tickets",
        "closed_category_id": "Closed tickets",
        "reception_channel_id": "ticket-log",
        "transcripts": True,
        "transcript_channel_id": "ticket-log",
        "moderator_role_ids": ["Admin", "Support"],
        "observer_role_ids": ["Helpers"],
        "access_role_ids": [],
        "required_role_ids": [],
        "refused_role_ids": [],
        "mention_moderators": True,
        "mentioned_role_ids": ["Support"],
        "welcome_message": "Please describe your problem, {user.username}.",
        "welcome_always": True,
        "channel_format": "ticket-{number}",
        "opening_reason": True,
        "form": [],
        "closing_reason": True,
        "delete_on_close": "off",
        "closed_access": "read",
        "dm_opener": False,
        "opener_may_close": True,
        "opener_leaves": "stays",
        "claims": True,
        "claim_access": "read",
        "limit": 0,
        "without_type": False,
    }
    assert types_of(found) == {
        "main": {"limit": 2},
        "billing": {
            "limit": 5,
            "category_id": "Billing tickets",
            "moderator_role_ids": ["Helpers"],
            "mention_moderators": False,
            "welcome_message": None,
            "welcome_always": False,
            "channel_format": "billing-{number}-{user.username}",
            "opening_reason": False,
            "form": [("Invoice number", "short", True), ("What is wrong?", "long", False)],
            "reception_channel_id": "ticket-log",
            "transcript_channel_id": "ticket-log",
            "transcripts": True,
        },
    }
    assert found.enabled
    assert (found.blocks, found.threads, found.last_number) == ((), (), 3)


def test_the_panels_of_the_sample() -> None:
    """What a button says is read from its message, where alone it stands."""
    found, _world = found_in(SOURCE)
    assert panels_of(found) == [
        ("button", "open-a-ticket", [("Create Ticket", "🎟️", "main", "grey", None, None)]),
        ("button", "open-a-ticket", [("Billing", "💰", "billing", "grey", None, None)]),
        (
            "selector",
            "open-a-ticket",
            [
                ("A bug", "🐛", "main", "blurple", "A bug", "Something is broken"),
                ("A question", "🙋", "main", "blurple", "A question", "Ask us"),
            ],
        ),
    ]
    written = found.configuration["panels"][2]
    assert written["placeholder"] == "Choose a reason to open a ticket."
    keys = [*stored(SOURCE)["buttons"], *stored(SOURCE)["dropdowns"]]
    places = [tuple(map(int, key.split("-"))) for key in keys]
    assert [(one.channel_id, one.message_id) for one in found.panels] == places
    assert {one.custom_ids for one in found.panels} == {
        ("create_ticket_button",),
        ("create_ticket_dropdown",),
    }
    assert list(wanted(SOURCE, stored(SOURCE)).messages) == places


def test_the_tickets_of_the_sample() -> None:
    """Each profile counts for itself, so that numbers can't stay."""
    found, world = found_in(SOURCE)
    ann, bob, cyd = (ticket(found, world, name) for name in ("ann", "bob", "cyd"))
    assert found.tickets == (ann, bob, cyd)
    assert [one.their_number for one in found.tickets] == [1, 1, 2]
    assert not any(one.keeps_number for one in found.tickets)
    assert [one.type_name for one in found.tickets] == ["main", "billing", "main"]
    assert [one.state for one in found.tickets] == [State.OPEN, State.OPEN, State.CLOSED]
    assert [one.reason for one in found.tickets] == ["It is broken", None, "🐛 - A bug"]
    assert people(world, ann.guest_ids) == ["dan"]
    assert bob.guest_ids == cyd.guest_ids == ()
    assert [one.guest_role_ids for one in found.tickets] == [(), (), ()]
    assert people(world, [bob.claimed_by_id or 0]) == people(world, bob.staff_ids) == ["hugo"]
    assert people(world, [cyd.closed_by_id or 0]) == ["sam"]
    assert (ann.created_at, cyd.closed_at) == (1795644469, 1795644473)
    assert [one.message_id for one in ann.old_messages] == [ann.welcome_id]
    assert "delete_ticket_button" in ann.old_ids


def test_what_the_sample_leaves_behind() -> None:
    """The emoji of a channel's name, and that a reason may be left empty."""
    found, _world = found_in(SOURCE)
    assert left(found) == {
        (What.OPTIONAL_REASON, Why.DIFFERS, "main", ""),
        (What.CHANNEL_NAME, Why.NO_VARIABLE, "main", "{emoji}"),
        (What.CHANNEL_NAME, Why.NO_VARIABLE, "billing", "{emoji}"),
    }


def test_one_profile_keeps_its_numbers() -> None:
    """They are the server's then, and its limit is as well."""
    raw = stored(SOURCE)
    del raw["profiles"]["billing"]
    raw["tickets"] = {key: one for key, one in raw["tickets"].items() if one["profile"] == "main"}
    found = reads(raw)
    assert types_of(found) == {}
    assert settings_of(found)["limit"] == 2
    assert [one.their_number for one in found.tickets] == [1, 2]
    assert all(one.keeps_number for one in found.tickets)


@pytest.mark.parametrize("layout", ["panels", "settings"])
def test_older_layouts(layout: str) -> None:
    """Profiles that were called panels, or one that was all settings; single roles."""
    raw = stored(SOURCE)
    profile = raw["profiles"]["main"]
    for name in ("admin", "support", "view", "ping"):
        profile[f"{name}_role"] = profile.pop(f"{name}_roles")[0]
    raw[layout] = profile if layout == "settings" else {"main": profile}
    del raw["profiles"]
    for one in raw["tickets"].values():
        one["panel"] = one.pop("profile")
    found = reads(raw)
    settings = settings_of(found)
    assert settings["moderator_role_ids"] == ["Admin", "Support"]
    assert settings["observer_role_ids"] == ["Helpers"]
    assert settings["mentioned_role_ids"] == ["Support"]
    assert len(found.tickets) == 3


def test_what_has_no_counterpart() -> None:
    """Each thing is told by name."""
    world = world_of(SOURCE)
    found = reads(
        main(
            create_modlog=True,
            create_on_react=True,
            audit_logs=True,
            ticket_role=world.named("VIP"),
            forum_channel=7,
            delete_on_close=True,
            embed_button={"rename_channel_dropdown": True},
        )
    )
    assert {one.what for one in found.left_out if one.owner == "main"} >= {
        What.MODLOG,
        What.OPENING_BY_REACTION,
        What.AUDIT_REASONS,
        What.TICKET_ROLE,
        What.THREADS,
        What.OPENER_DELETES,
        What.RENAMED_BY_CHOICE,
    }
    assert settings_of(found)["delete_on_close"] == "moderators"


def test_switched_off() -> None:
    """A profile that is off takes no tickets; with all off, the server doesn't."""
    raw = main(enable=False)
    assert types_of(reads(raw))["main"] == {"limit": 2, "takes_tickets": False}
    raw["profiles"]["billing"]["enable"] = False
    assert not reads(raw).enabled


def test_a_message_that_is_gone() -> None:
    """Its button has the words that the cog gives to those without."""
    raw, world = stored(SOURCE), world_of(SOURCE)
    world.channels[world.named("open-a-ticket")]["messages"].pop(0)
    found = reads(raw, world)
    assert panels_of(found)[0][2] == [("Create Ticket", None, "main", "grey", None, None)]
    assert [one.place for one in found.panels] == [1, 2]
    assert (What.PANEL, Why.GONE, "main", "") in left(found)
