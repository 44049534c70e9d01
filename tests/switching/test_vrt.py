"""What ``tickets`` of vrt-cogs has stored, in both of its layouts, comes across."""

from __future__ import annotations

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
from tests.switching.samples import WorldOf, found_in, stored, world_of
from tickets.core.ticket import State
from tickets.switching.rules.found import Found, Source
from tickets.switching.rules.left_out import What, Why
from tickets.switching.rules.reading import read, wanted

BOTH = pytest.mark.parametrize("source", [Source.VRT_3, Source.VRT_2])
GENERAL = "general"


def changed(source: Source = Source.VRT_3, **changes: Any) -> tuple[dict[str, Any], WorldOf]:
    """What is stored, with other values; those of the panel *general* are marked by `panel_`."""
    raw = stored(source)
    for key, value in changes.items():
        if key.startswith("panel_"):
            raw["panels"][GENERAL][key.removeprefix("panel_")] = value
        else:
            raw[key] = value
    return raw, world_of(source)


def reads(source: Source = Source.VRT_3, **changes: Any) -> Found:
    """What is read after some changes."""
    return expected.reads(source, *changed(source, **changes))


def only(panel: str = GENERAL, **changes: Any) -> Found:
    """What is read of a server with one panel."""
    raw, world = changed(**changes)
    raw["panels"] = {panel: raw["panels"][panel]}
    return expected.reads(Source.VRT_3, raw, world)


@BOTH
def test_the_settings_of_the_sample(source: Source) -> None:
    """What all panels say is the server's, what only some say is their types'."""
    found, world = found_in(source)
    require_readable(found, world)
    assert settings_of(found) == {
        "category_id": "Tickets",
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
        "delete_on_close": "moderators",
        "closed_access": "none",
        "dm_opener": True,
        "dm_transcript": True,
        "transcripts": True,
        "transcript_channel_id": "ticket-log",
        "opener_may_close": True,
        "opener_leaves": "close",
        "opener_reminder": 0,
        "silence": 0,
        "hours": [],
        "outside": "tell",
        "limit": 2,
        "without_type": False,
    }
    assert types_of(found) == {
        "general": {},
        "billing": {
            "category_id": "Billing tickets",
            "moderator_role_ids": ["Support", "Helpers"],
            "mentioned_role_ids": ["Support"],
            "channel_format": "billing-{number}",
            "welcome_message": None,
            "welcome_always": False,
            "form": [("Invoice number", "short", True)],
            "closing_reason": False,
            # With moderators of its own it has nothing private but what is said.
            "reception_channel_id": "ticket-log",
            "transcript_channel_id": "ticket-log",
            "board_channel_id": "overview",
            "transcripts": True,
        },
        "private": {
            "required_role_ids": ["VIP"],
            "channel_format": "{user.username}",
            "welcome_message": None,
            "welcome_always": False,
        },
    }
    assert found.enabled
    assert found.last_number == 2


@BOTH
def test_the_panels_of_the_sample(source: Source) -> None:
    """Two buttons on one message are one panel, in the order of their priority."""
    found, world = found_in(source)
    assert panels_of(found) == [
        (
            "button",
            "open-a-ticket",
            [
                ("General help", None, "general", "blurple", None, None),
                ("Billing", "💰", "billing", "green", None, None),
            ],
        ),
        (
            "button",
            "open-a-ticket",
            [("Private thread", None, "private", "blurple", None, None)],
        ),
    ]
    assert [one.custom_ids for one in found.panels] == [("general", "billing"), ("private",)]
    posted = stored(source)["panels"]
    assert [(one.channel_id, one.message_id) for one in found.panels] == [
        (world.named("open-a-ticket"), posted["general"]["message_id"]),
        (world.named("open-a-ticket"), posted["private"]["message_id"]),
    ]


@BOTH
def test_the_tickets_of_the_sample(source: Source) -> None:
    """Who was added is a guest, who joined is staff, and the one in a thread is left alone."""
    found, world = found_in(source)
    ann, bob = ticket(found, world, "ann"), ticket(found, world, "bob")
    assert found.tickets == (ann, bob)
    assert (ann.channel_id, ann.type_name) == (world.named("help-1-ann"), "general")
    assert (bob.channel_id, bob.type_name) == (world.named("billing-1"), "billing")
    assert people(world, ann.guest_ids) == ["dan"]
    assert bob.guest_ids == ann.guest_role_ids == bob.guest_role_ids == ()
    assert (ann.reason, bob.reason) == (None, "Invoice number: INV-1")
    assert {one.state for one in found.tickets} == {State.OPEN}
    assert ann.created_at < bob.created_at <= ann.created_at + 2
    assert (ann.their_number, ann.keeps_number, ann.claimed_by_id) == (None, False, None)
    record = stored(source)["opened"][str(bob.opener_id)][str(bob.channel_id)]
    assert bob.welcome_id == record["message_id"]
    assert [(one.channel_id, one.message_id) for one in bob.old_messages] == [
        (bob.channel_id, record["message_id"]),
        (world.named("ticket-log"), record["logmsg"]),
    ]
    assert bob.old_ids == (str(bob.channel_id),)
    (thread,) = found.threads
    assert (thread.channel_id, thread.type_name) == (world.named("vera"), "private")
    assert thread.opener_id == next(
        one for one, who in world.members.items() if who["name"] == "vera"
    )
    if source is Source.VRT_3:
        # Only this version remembers who joined, and who answered first.
        assert people(world, bob.staff_ids) == ["ada"]
        assert people(world, ann.staff_ids) == ["sam"]


@BOTH
def test_the_block_list_of_the_sample(source: Source) -> None:
    """A member is blocked, a role is refused."""
    found, world = found_in(source)
    (block,) = found.blocks
    assert people(world, [block.user_id]) == ["eve"]
    assert (block.by_id, block.at, block.until, block.reason) == (None, None, None, None)


@BOTH
def test_what_the_sample_leaves_behind(source: Source) -> None:
    """All that doesn't come is told by name."""
    found, _world = found_in(source)
    told = {
        (What.OPENER_ADDS, Why.NO_COUNTERPART, "", ""),
        (What.OPENER_DELETES, Why.DIFFERS, "", ""),
        (What.OVERVIEW, Why.DIFFERS, "", ""),
        (What.WELCOME_COLOUR, Why.NO_COUNTERPART, "general", "#ff8800"),
        (What.FORM_TITLE, Why.NO_COUNTERPART, "billing", "About your invoice"),
        (What.THREADS, Why.DIFFERS, "private", ""),
    }
    if source is Source.VRT_3:
        told.add((What.STATISTICS, Why.NO_COUNTERPART, "", ""))
    assert left(found) == told


@BOTH
def test_what_is_asked_of_discord(source: Source) -> None:
    """Channels of tickets and messages of panels, before anything is read."""
    asked = wanted(source, stored(source))
    world = world_of(source)
    assert set(asked.channels) == {
        world.named("help-1-ann"),
        world.named("billing-1"),
        world.named("vera"),
    }
    posted = {one["message_id"] for one in stored(source)["panels"].values()}
    assert {message for _, message in asked.messages} == posted


def test_one_panel_is_no_type() -> None:
    """With a single panel its settings are the server's, and its tickets of no type."""
    found = only()
    assert types_of(found) == {}
    assert "without_type" not in settings_of(found)
    assert settings_of(found)["channel_format"] == "help-{number}-{user.username}"
    assert panels_of(found) == [
        ("button", "open-a-ticket", [("General help", None, None, "blurple", None, None)])
    ]
    assert {one.type_name for one in found.tickets} == {None}


@pytest.mark.parametrize(
    ("format_", "name"),
    [
        (None, "{user.username}"),
        ("{displayname}-{id}", "{user.nickname}-{user.id}"),
        ("{num}-{shortdate}-{time}", "{number}-{date}"),
        ("{time}", "{user.username}"),
        ("{bogus}-x", "x"),
        ("x" * 101, "{user.username}"),
    ],
)
def test_names_of_channels(format_: str | None, name: str) -> None:
    """Variables get the names they have here; a format that can't be used becomes the usual."""
    assert settings_of(reads(panel_ticket_name=format_))["channel_format"] == name


def test_words_between_braces_stay_words() -> None:
    """What is no variable of theirs was text for members, and is so here."""
    message = {"title": "", "desc": "Hi {username}, {mention} {id} {server} {members} {what} {}"}
    found = reads(panel_ticket_messages=[message])
    text = "Hi {user.username}, {user} {user.id} {server}  { what} { }"
    assert settings_of(found)["welcome_message"] == text
    assert (What.WELCOME, Why.NO_VARIABLE, "general", "{members}") in left(found)


def test_long_texts_are_left_out_whole() -> None:
    """Nothing is cut: what doesn't fit is told with all its words."""
    text = "a" * 1201
    found = reads(panel_ticket_messages=[{"description": text, "image": "https://x/y.png"}])
    assert settings_of(found)["welcome_message"] is None
    assert (What.WELCOME, Why.TOO_LONG, "general", text) in left(found)
    assert (What.WELCOME_IMAGE, Why.NO_COUNTERPART, "general", "https://x/y.png") in left(found)


def test_several_texts_become_one() -> None:
    """Embeds follow each other, with their footers small."""
    texts = [{"title": "One", "desc": "first", "footer": "f\noot"}, {"desc": "second"}]
    found = reads(panel_ticket_messages=texts)
    assert settings_of(found)["welcome_message"] == "**One**\n\nfirst\n\n-# f oot\n\nsecond"


def test_working_hours() -> None:
    """Hours past midnight, one time zone for all, and whether tickets are refused outside."""
    hours = {
        "monday": {"start": "09:00", "end": "17:30"},
        "sunday": {"start": "22:00", "end": "02:00"},
        "tuesday": {"start": "00:00", "end": "23:59"},
        "someday": {"start": "09:00", "end": "10:00"},
        "friday": {"start": "25:00", "end": "10:00"},
    }
    raw, world = changed(
        panel_working_hours=hours,
        panel_timezone="Europe/Paris",
        panel_block_outside_hours=True,
        panel_outside_hours_message="We sleep.",
    )
    raw["panels"]["billing"]["working_hours"] = {"monday": {"start": "1:00", "end": "2:00"}}
    found = expected.reads(Source.VRT_3, raw, world)
    settings = settings_of(found)
    assert settings["hours"] == [[0, 540, 1050], [1, 0, 1440], [6, 1320, 1560]]
    assert (settings["outside"], settings["timezone"]) == ("refuse", "Europe/Paris")
    assert types_of(found)["billing"]["hours"] == []
    assert left(found) >= {
        (What.HOURS, Why.DAMAGED, "general", "someday"),
        (What.HOURS, Why.DAMAGED, "general", "friday"),
        (What.HOURS, Why.ONE_FOR_ALL, "billing", "UTC"),
        (What.OUTSIDE_TEXT, Why.NO_COUNTERPART, "general", "We sleep."),
    }


@pytest.mark.parametrize(
    ("hours", "reminder", "silence", "why"),
    [
        (0, 0, 0, None),
        (1, 1, 1, Why.DIFFERS),
        (48, 24, 24, Why.DIFFERS),
        (5000, 2160, 2160, Why.OUT_OF_RANGE),
    ],
)
def test_inactivity(hours: int, reminder: int, silence: int, why: Why | None) -> None:
    """Tickets that are closed on silence are so here, after a reminder half way."""
    found = reads(inactive=hours)
    settings = settings_of(found)
    assert (settings["opener_reminder"], settings["silence"]) == (reminder, silence)
    assert [one.why for one in found.left_out if one.what is What.SILENCE] == [why] * bool(why)


def test_suspended_and_disabled() -> None:
    """While theirs are suspended, tickets can't be opened here; a disabled panel's type is off."""
    found = reads(suspended_msg="Back soon", panel_disabled=True)
    assert not found.enabled
    assert types_of(found)["general"] == {"takes_tickets": False}
    assert (What.SUSPENSION_TEXT, Why.NO_COUNTERPART, "", "Back soon") in left(found)
    assert not only(panel_disabled=True).enabled


def test_limits() -> None:
    """A limit beyond ours is ours, and none at all isn't no limit."""
    assert settings_of(reads(max_tickets=99))["limit"] == 50
    assert settings_of(reads(max_tickets=0))["limit"] == 1


def test_questions() -> None:
    """Six questions are one too many; limits and words that don't fit are told."""
    long = {
        "label": "Tell",
        "style": "long",
        "required": False,
        "min_length": 5,
        "max_length": 9000,
    }
    fields: dict[str, Any] = {
        "a": {"label": "A" * 46, "style": "short"},
        "b": long,
        "c": {"label": "C", "style": "short", "default": "d" * 500, "placeholder": "p" * 101},
        **{name: {"label": name} for name in "defg"},
    }
    found = reads(panel_modal=fields)
    assert settings_of(found)["form"] == [
        ("Tell", "long", False),
        *((name, "short", True) for name in "Cdef"),
    ]
    assert left(found) >= {
        (What.QUESTION, Why.DAMAGED, "general", "A" * 46),
        (What.QUESTION, Why.OUT_OF_RANGE, "general", "Tell"),
        (What.QUESTION, Why.TOO_LONG, "general", "d" * 500),
        (What.QUESTION, Why.TOO_LONG, "general", "p" * 101),
        (What.QUESTION, Why.TOO_MANY, "general", "g"),
    }
    # As older versions stored it.
    assert settings_of(reads(panel_modal=[{"label": "Old"}]))["form"] == [("Old", "short", True)]


def test_roles_of_the_oldest_versions() -> None:
    """Lists of roles without their mentions are read, too."""
    raw, world = changed()
    raw["support_roles"] = [world.named("Support")]
    found = read(Source.VRT_2, raw, world)
    settings = settings_of(found)
    assert settings["moderator_role_ids"] == ["Support"]
    assert not settings["mention_moderators"]


def test_another_place_for_tickets() -> None:
    """A panel may name a text channel: its category is meant."""
    raw, world = changed()
    log = world.named("ticket-log")
    world.channels[log]["parent_id"] = str(world.named("Billing tickets"))
    raw["panels"]["general"]["alt_channel"] = log
    found = read(Source.VRT_3, raw, world)
    assert settings_of(found)["category_id"] == "Billing tickets"


def test_deleted_roles_and_channels() -> None:
    """What is gone is left out by name, and the rest comes."""
    raw, world = changed()
    for name in ("Support", "ticket-log", "Tickets"):
        gone = world.named(name)
        world.role_names.pop(gone, None)
        world.channels.pop(gone, None)
    world.unusable.add(world.named("Helpers"))
    found = expected.reads(Source.VRT_3, raw, world)
    settings = settings_of(found)
    assert settings["moderator_role_ids"] == []
    assert settings["category_id"] == "Billing tickets"
    assert not settings["transcripts"]
    assert settings["reception_channel_id"] is None
    assert left(found) >= {
        (What.MODERATORS, Why.GONE, "general", ""),
        (What.MODERATORS, Why.UNUSABLE_ROLE, "billing", ""),
        (What.CATEGORY, Why.GONE, "general", ""),
        (What.LOG_CHANNEL, Why.GONE, "billing", ""),
        (What.TRANSCRIPTS, Why.GONE, "billing", ""),
    }
    # Whoever moderated by a role that is gone is in none of them by it.
    assert ticket(found, world, "ann").guest_role_ids == ()


def test_roles_that_were_added() -> None:
    """A role that the channel lets in and that is no staff's was added to the ticket."""
    raw, world = changed(support_roles=[])
    found = read(Source.VRT_3, raw, world)
    assert ticket(found, world, "ann").guest_role_ids == (world.named("Support"),)


def test_staff_with_a_line_of_their_own() -> None:
    """Who moderates is no guest, even where the channel lets them in by name."""
    raw, world = changed()
    world.members[world.named("dan")]["roles"] = [str(world.named("Support"))]
    found = read(Source.VRT_3, raw, world)
    one = ticket(found, world, "ann")
    assert one.guest_ids == ()
    assert set(people(world, one.staff_ids)) == {"sam", "dan"}


def test_a_ticket_without_channel_or_opener() -> None:
    """A deleted channel is told; an opener who has left stays the opener."""
    raw, world = changed()
    bob = world.named("bob")
    del world.channels[world.named("help-1-ann")], world.members[bob]
    found = read(Source.VRT_3, raw, world)
    assert [one.opener_id for one in found.tickets] == [bob]
    (gone,) = (one for one in found.left_out if one.what is What.TICKET)
    assert (gone.why, gone.owner) == (Why.GONE, "general")
    assert [one.id for one in gone.named][1] == world.named("ann")


def test_panels_whose_message_is_gone_or_not_the_bots() -> None:
    """They come unposted, and are told."""
    raw, world = changed()
    place = world.channels[world.named("open-a-ticket")]
    place["messages"][0]["author_id"] = str(world.named("sam"))
    del place["messages"][1]
    found = expected.reads(Source.VRT_3, raw, world)
    assert found.panels == ()
    assert len(panels_of(found)) == 2
    assert left(found) >= {
        (What.PANEL, Why.NOT_THE_BOTS, "general, billing", ""),
        (What.PANEL, Why.GONE, "private", ""),
    }
    del world.channels[world.named("open-a-ticket")]
    found = read(Source.VRT_3, raw, world)
    assert panels_of(found) == []


def test_a_panel_that_was_never_posted() -> None:
    """Its type comes, a panel doesn't."""
    found = reads(panel_message_id=0)
    assert list(types_of(found)) == ["general", "billing", "private"]
    assert [entry[0] for _, _, entries in panels_of(found) for entry in entries] == [
        "Billing",
        "Private thread",
    ]


def test_many_panels() -> None:
    """Eleven buttons become a selector; of thirty panels, as many come as there can be types."""
    raw, world = changed()
    panel = raw["panels"]["general"]
    raw["panels"] = {f"p{number:02}": {**panel} for number in range(11)}
    found = expected.reads(Source.VRT_3, raw, world)
    ((kind, _channel, entries),) = panels_of(found)
    assert (kind, len(entries)) == ("selector", 11)
    # Two choices can't have the same words.
    assert [one[0] for one in entries[:3]] == ["General help", "General help 2", "General help 3"]
    assert (What.BECOMES_SELECTOR, Why.DIFFERS, "", "") in left(found)
    raw["panels"] = {f"p{number:02}": {**panel} for number in range(30)}
    found = expected.reads(Source.VRT_3, raw, world)
    assert len(types_of(found)) == 24
    assert sum(one.what is What.TYPE for one in found.left_out) == 6
    ((_kind, _channel, entries),) = panels_of(found)
    assert len(entries) == 24


def test_names_of_types() -> None:
    """Names that are too long, or the same but for their case, are told from each other."""
    raw, world = changed()
    panel = raw["panels"]["general"]
    raw["panels"] = {"Help": panel, "help": panel, "\u200b": panel, "x" * 90: panel}
    found = expected.reads(Source.VRT_3, raw, world)
    assert list(types_of(found)) == ["Help", "help 2", "?", "x" * 80]
    assert (What.TYPE_NAME, Why.DIFFERS, "help", "help 2") in left(found)


def test_emojis() -> None:
    """Emojis of the server stay; foreign ones and what is none are left out."""
    own, foreign = "<:ours:111111111111111111>", "<:theirs:222222222222222222>"
    for given, shown in ((own, own), (foreign, None), (":tada:", None), ("🎫", "🎫")):
        raw, world = changed(panel_button_emoji=given)
        world.emojis[111111111111111111] = own
        found = read(Source.VRT_3, raw, world)
        require_readable(found, world)
        assert panels_of(found)[0][2][0][1] == shown
        told = (What.ENTRY_EMOJI, Why.NO_EMOJI, "general", given) in left(found)
        assert told == (shown is None)
