"""Reading a conversation: whatever Discord sends becomes something that people can read."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from tests.core.builders import (
    BOT,
    CHANNEL,
    GUEST,
    GUILD,
    MODERATOR,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_ticket,
)
from tests.transcripts.conversations import message_count
from tests.transcripts.small_discord import (
    FIRST,
    PRIVATE_THREAD,
    SmallDiscord,
    a_channel,
    a_member,
    a_message,
    a_thread,
    a_user,
    numbered,
    refusal,
)
from tickets.core import errors
from tickets.core.overwrite import Overwrite, Target
from tickets.transcripts.collecting import conversation as collecting
from tickets.transcripts.collecting.conversation import collect
from tickets.transcripts.collecting.files import Limits
from tickets.transcripts.document import Message, Part, Row, Transcript, Unknown

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

STAFF_THREAD = CHANNEL + 5000
THREAD = CHANNEL + 6000


@pytest.fixture
async def small() -> SmallDiscord:
    return SmallDiscord()


async def collected(small: SmallDiscord, folder: Path, **changes: Any) -> Transcript:
    arguments: dict[str, Any] = {
        "folder": folder,
        "moderator_role_ids": (MODERATOR_ROLE,),
        "session": None,
        **changes,
    }
    ticket = arguments.pop("ticket", a_ticket())
    return await collect(small.channel, ticket, **arguments)


async def reads(small: SmallDiscord, folder: Path, raw: dict[str, Any]) -> Message:
    """The one message of a conversation."""
    small.says(raw)
    return (await collected(small, folder)).messages[0]


def shows_something(message: Message) -> bool:
    content = message.content
    return bool(
        message.system
        or message.forwarded
        or content.text
        or content.embeds
        or content.attachments
        or content.stickers
        or content.components
        or content.poll
    )


# ------------------------------------------------------------------------- kinds of messages

_POLL_RESULT = {
    "type": "poll_result",
    "fields": [
        {"name": "poll_question_text", "value": "Tea or coffee?", "inline": False},
        {"name": "victor_answer_votes", "value": "2", "inline": False},
        {"name": "total_votes", "value": "3", "inline": False},
        {"name": "victor_answer_id", "value": "1", "inline": False},
        {"name": "victor_answer_text", "value": "Tea", "inline": False},
    ],
}
_REFERENCE: dict[str, Any] = {
    "message_id": str(FIRST - 5),
    "channel_id": str(CHANNEL),
    "guild_id": str(GUILD),
}
_FORWARD: dict[str, Any] = {**_REFERENCE, "type": 1}
_APPLICATION = {"id": "9", "name": "Quiz", "description": "", "icon": None}

#: What Discord sends besides the kind, and what people read then.
KINDS: dict[discord.MessageType, tuple[dict[str, Any], str]] = {
    discord.MessageType.default: ({"content": "hello"}, "hello"),
    discord.MessageType.recipient_add: (
        {"mentions": [a_user(STRANGER, "bob")]},
        "alice added bob.",
    ),
    discord.MessageType.recipient_remove: (
        {"mentions": [a_user(STRANGER, "bob")]},
        "alice removed bob.",
    ),
    discord.MessageType.call: (
        {"call": {"participants": [], "ended_timestamp": None}},
        "alice started a call.",
    ),
    discord.MessageType.channel_name_change: (
        {"content": "parcel"},
        "alice changed the name of the channel: parcel.",
    ),
    discord.MessageType.channel_icon_change: ({}, "alice changed the icon."),
    discord.MessageType.pins_add: (
        {"message_reference": _REFERENCE},
        "alice pinned a message to this channel.",
    ),
    discord.MessageType.new_member: ({}, "alice joined the server."),
    discord.MessageType.premium_guild_subscription: (
        {"content": "3"},
        "alice boosted the server (3 times).",
    ),
    discord.MessageType.premium_guild_tier_1: (
        {},
        "alice boosted the server. The Server has reached level 1.",
    ),
    discord.MessageType.premium_guild_tier_2: (
        {},
        "alice boosted the server. The Server has reached level 2.",
    ),
    discord.MessageType.premium_guild_tier_3: (
        {},
        "alice boosted the server. The Server has reached level 3.",
    ),
    discord.MessageType.channel_follow_add: (
        {"content": "News #all"},
        "alice added News #all to this channel: its news will appear here.",
    ),
    discord.MessageType.guild_stream: ({}, "alice is live."),
    discord.MessageType.guild_discovery_disqualified: (
        {},
        "This server was removed from Discord's server discovery.",
    ),
    discord.MessageType.guild_discovery_requalified: (
        {},
        "This server is in Discord's server discovery again.",
    ),
    discord.MessageType.guild_discovery_grace_period_initial_warning: (
        {},
        "This server hasn't met the conditions of server discovery for a week.",
    ),
    discord.MessageType.guild_discovery_grace_period_final_warning: (
        {},
        "This server hasn't met the conditions of server discovery for three weeks.",
    ),
    discord.MessageType.thread_created: (
        {
            "content": "Details",
            "message_reference": {"channel_id": str(THREAD), "guild_id": str(GUILD)},
        },
        "alice started a thread: Details.",
    ),
    discord.MessageType.reply: (
        {"content": "yes", "message_reference": _REFERENCE, "referenced_message": None},
        "yes",
    ),
    discord.MessageType.chat_input_command: ({"content": "Pong!"}, "Pong!"),
    discord.MessageType.thread_starter_message: (
        {"message_reference": _REFERENCE},
        "This thread began with a message of the channel.",
    ),
    discord.MessageType.guild_invite_reminder: (
        {},
        "Discord suggested inviting people to the server.",
    ),
    discord.MessageType.context_menu_command: ({"content": "Saved."}, "Saved."),
    discord.MessageType.auto_moderation_action: (
        {
            "embeds": [
                {
                    "type": "auto_moderation_message",
                    "description": "bad words",
                    "fields": [{"name": "rule_name", "value": "No bad words", "inline": False}],
                }
            ]
        },
        "AutoMod acted on a message of alice by the rule No bad words.",
    ),
    discord.MessageType.role_subscription_purchase: (
        {
            "role_subscription_data": {
                "role_subscription_listing_id": "5",
                "tier_name": "Gold",
                "total_months_subscribed": 4,
                "is_renewal": True,
            }
        },
        "alice renewed Gold (months so far: 4).",
    ),
    discord.MessageType.interaction_premium_upsell: (
        {},
        "alice has premium functions that aren't unlocked here.",
    ),
    discord.MessageType.stage_start: ({"content": "Talk"}, "alice started the stage: Talk"),
    discord.MessageType.stage_end: ({"content": "Talk"}, "alice ended the stage: Talk"),
    discord.MessageType.stage_speaker: ({}, "alice is now a speaker."),
    discord.MessageType.stage_raise_hand: ({}, "alice asked to speak."),
    discord.MessageType.stage_topic: (
        {"content": "Tea"},
        "alice changed the topic of the stage: Tea",
    ),
    discord.MessageType.guild_application_premium_subscription: (
        {"application": _APPLICATION},
        "alice subscribed to Quiz for this server.",
    ),
    discord.MessageType.guild_incident_alert_mode_enabled: (
        {"content": "2026-01-02T10:00:00+00:00"},
        "alice enabled security actions until 2026-01-02 10:00 UTC.",
    ),
    discord.MessageType.guild_incident_alert_mode_disabled: (
        {},
        "alice disabled security actions.",
    ),
    discord.MessageType.guild_incident_report_raid: (
        {},
        "alice reported a raid on The Server.",
    ),
    discord.MessageType.guild_incident_report_false_alarm: (
        {},
        "alice reported a false alarm on The Server.",
    ),
    discord.MessageType.purchase_notification: (
        {
            "purchase_notification": {
                "type": 0,
                "guild_product_purchase": {"listing_id": "5", "product_name": "Stickers"},
            }
        },
        "alice bought Stickers.",
    ),
    discord.MessageType.poll_result: (
        {"embeds": [_POLL_RESULT], "message_reference": _REFERENCE},
        "The poll of alice has closed: Tea or coffee? The winner is Tea (votes: 2 of 3).",
    ),
    discord.MessageType.emoji_added: (
        {"content": "<:tea:123456789012345678>"},
        "alice added a new emoji: :tea:",
    ),
}


@pytest.mark.parametrize("kind", list(discord.MessageType), ids=lambda kind: kind.name)
async def test_every_kind_of_message_is_readable(
    small: SmallDiscord, tmp_path: Path, kind: discord.MessageType
) -> None:
    """Whatever kind of message Discord knows, a reader sees what happened, in a sentence."""
    assert kind in KINDS, "Discord has a new kind of message: say it in words"
    changes, expected = KINDS[kind]
    message = await reads(small, tmp_path, a_message(type=kind.value, **changes))
    assert (message.system or message.content.text) == expected


@pytest.mark.parametrize("kind", list(discord.MessageType), ids=lambda kind: kind.name)
@pytest.mark.usefixtures("language")
async def test_a_bare_message_of_every_kind_says_something(
    small: SmallDiscord, tmp_path: Path, kind: discord.MessageType
) -> None:
    """When Discord sends nothing but the kind, there is still something to read."""
    small.says(a_message(type=kind.value, message_reference=_REFERENCE))
    [message] = (await collected(small, tmp_path)).messages
    assert shows_something(message)
    assert "{" not in (message.system or "")


async def test_a_kind_of_the_future_is_a_neutral_line(small: SmallDiscord, tmp_path: Path) -> None:
    """A message of a kind that nobody knows yet shows that it was there, and its words."""
    message = await reads(small, tmp_path, a_message(content="boo", type=9999))
    assert message.system == "Unsupported content (type 9999)."
    assert message.content.text == "boo"


async def test_somebody_leaves_a_thread(small: SmallDiscord, tmp_path: Path) -> None:
    """Who removes themselves has left."""
    message = await reads(small, tmp_path, a_message(type=2, mentions=[a_user()]))
    assert message.system == "alice left."


async def test_automod_keeps_the_words(small: SmallDiscord, tmp_path: Path) -> None:
    """What AutoMod stopped can be read, without its technical fields."""
    changes, _ = KINDS[discord.MessageType.auto_moderation_action]
    message = await reads(small, tmp_path, a_message(type=24, **changes))
    [embed] = message.content.embeds
    assert (embed.description, embed.fields) == ("bad words", ())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"content": "   "},
        {"flags": 128},
        {"components": [{"type": 9999}]},
        {"activity": {"type": 1}},
        {"activity": {"type": 1}, "application": _APPLICATION},
        {"embeds": [{}]},
        {"embeds": [{"type": "rich"}]},
    ],
    ids=str,
)
async def test_no_message_is_empty(
    small: SmallDiscord, tmp_path: Path, changes: dict[str, Any]
) -> None:
    """A message in which there is nothing to show says so."""
    message = await reads(small, tmp_path, a_message(**changes))
    assert shows_something(message)
    assert message.content.components or message.content.embeds


@pytest.mark.parametrize(
    "changes",
    [
        {"attachments": [{"id": "x"}]},
        {"embeds": [{"title": "t", "timestamp": "yesterday"}]},
        {"poll": {"nothing": True}},
        {"mentions": [7]},
        {"sticker_items": [{}]},
        {"message_snapshots": [{}], "message_reference": _FORWARD},
        {"components": [{"type": 2, "emoji": 7}]},
        {"reactions": [{}]},
        {"author": {}},
        {"author": {}, "timestamp": "never"},
    ],
    ids=str,
)
async def test_what_cannot_be_read_costs_only_itself(
    small: SmallDiscord, tmp_path: Path, changes: dict[str, Any]
) -> None:
    """One strange message is shown as far as possible, and those around it in full."""
    small.says(a_message(0, "before"), a_message(2, "after"))
    small.says(a_message(1, "strange", **changes))
    first, strange, last = (await collected(small, tmp_path)).messages
    assert (first.content.text, last.content.text) == ("before", "after")
    assert any(isinstance(one, Unknown) for one in strange.content.components)
    assert strange.content.text == ("" if "author" in changes else "strange")


# ----------------------------------------------------------------------------- the whole


async def test_a_conversation_of_any_length(small: SmallDiscord, tmp_path: Path) -> None:
    """All messages are there, oldest first, and whoever waits hears how far it is."""
    small.says(*numbered(250))
    heard: list[int] = []
    transcript = await collected(small, tmp_path, progress=heard.append)
    assert [one.content.text for one in transcript.messages] == [
        f"message {number}" for number in range(250)
    ]
    assert heard == [100, 200, 250]
    assert message_count(transcript) == 250


async def test_others_get_their_turn(small: SmallDiscord, tmp_path: Path) -> None:
    """While a long conversation is read the bot does other things after every few messages."""
    small.says(*numbered(1000))
    assert await _turns_of_others(collected(small, tmp_path)) >= 1000 / collecting.SLICE


async def test_thousands_of_mentions_hold_nobody_up(small: SmallDiscord, tmp_path: Path) -> None:
    """Finding names for whatever a member mentions is done in pieces, too."""
    emojis = "".join(f"<:x:{STRANGER + number}>" for number in range(5000))
    small.says(a_message(0, emojis))
    limits = Limits(strangers=0)
    assert await _turns_of_others(collected(small, tmp_path, limits=limits)) >= 200


async def _turns_of_others(work: Coroutine[Any, Any, Any]) -> int:
    """How often something else had its turn on the event loop meanwhile."""
    turns = 0
    is_over = False

    async def others() -> None:
        nonlocal turns
        while not is_over:
            turns += 1
            await asyncio.sleep(0)

    elsewhere = asyncio.create_task(others())
    await work
    is_over = True
    await elsewhere
    return turns


async def test_what_is_known_of_the_ticket(small: SmallDiscord, tmp_path: Path) -> None:
    """The head has server, channel, number, opener, reason and how it was closed."""
    small.says(a_message(0, "hello"))
    ticket = a_ticket(closed_by_id=MODERATOR, closed_at=1_700_000_100, close_reason="done")
    transcript = await collected(small, tmp_path, ticket=ticket)
    assert (transcript.server_name, transcript.channel_name) == ("The Server", "ticket-7")
    assert (transcript.number, transcript.opener_id) == (7, OPENER)
    assert transcript.reason == "My parcel never arrived"
    assert (transcript.closed_by_id, transcript.close_reason) == (MODERATOR, "done")
    assert transcript.names.authors[MODERATOR].name == "Mona"


async def test_an_edit_and_a_pin_are_shown(small: SmallDiscord, tmp_path: Path) -> None:
    """Times of writing and editing are kept, and what was pinned."""
    raw = a_message(0, "x", edited_timestamp="2026-01-02T04:00:00+00:00", pinned=True)
    message = await reads(small, tmp_path, raw)
    assert (message.at, message.edited_at) == (1767225600, 1767326400)
    assert message.is_pinned


# ----------------------------------------------------------------------------- permissions


@pytest.mark.parametrize("missing", ["read_message_history", "view_channel"])
async def test_a_channel_that_cannot_be_read_is_an_error(tmp_path: Path, missing: str) -> None:
    """Without the permission nobody gets an empty transcript: the missing one is named."""
    held = discord.Permissions(view_channel=True, read_message_history=True)
    held.update(**{missing: False})
    small = SmallDiscord(bot_permissions=held)
    with pytest.raises(errors.MissingPermissions) as caught:
        await collected(small, tmp_path)
    assert caught.value.names == (missing,)
    assert caught.value.channel_id == CHANNEL


async def test_a_permission_lost_in_the_middle(small: SmallDiscord, tmp_path: Path) -> None:
    """Half a conversation isn't passed off as the whole when the permission is taken away."""
    small.says(*numbered(150))

    def lose(pages: int) -> None:
        if pages == 100:
            small.guild.me._roles = discord.utils.SnowflakeList([])

    with pytest.raises(errors.MissingPermissions):
        await collected(small, tmp_path, progress=lose)


async def test_without_the_intent_a_note_says_so(tmp_path: Path) -> None:
    """A bot that I'm not allowed to read messages by others says that texts are missing."""
    intents = discord.Intents.all()
    intents.message_content = False
    small = SmallDiscord(intents=intents)
    small.says(a_message(0))
    transcript = await collected(small, tmp_path)
    assert any("I'm not allowed to read messages by others" in note for note in transcript.notes)
    assert shows_something(transcript.messages[0])


# ---------------------------------------------------------------------------------- trouble


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_a_page_lost_on_the_way_is_asked_for_again(
    small: SmallDiscord, tmp_path: Path, page: int
) -> None:
    """A connection that breaks once costs nothing."""
    small.says(*numbered(250))
    _fail_at(small, page, aiohttp.ServerDisconnectedError())
    assert len((await collected(small, tmp_path)).messages) == 250


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (refusal(403, 50001), errors.MissingPermissions),
        (refusal(404, 10003), errors.ChannelGone),
        (refusal(429), errors.DiscordUnreachable),
        (refusal(500), errors.DiscordUnreachable),
    ],
    ids=lambda one: getattr(one, "status", ""),
)
async def test_a_page_that_discord_refuses(
    small: SmallDiscord,
    tmp_path: Path,
    page: int,
    failure: Exception,
    expected: type[Exception],
) -> None:
    """A conversation of which a page can't be had is an error that says why."""
    small.says(*numbered(250))
    _fail_at(small, page, failure)
    with pytest.raises(expected):
        await collected(small, tmp_path)


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_a_page_that_never_comes(small: SmallDiscord, tmp_path: Path, page: int) -> None:
    """When Discord never answers, the wait ends."""
    small.says(*numbered(250))
    asked = itertools.count(1)

    def wait(path: str) -> Any:
        if path.endswith("/messages") and next(asked) >= page:
            return asyncio.Event().wait()
        return None

    small.http.before = wait
    with pytest.raises(errors.DiscordUnreachable):
        await collected(small, tmp_path, limits=Limits(page_seconds=0.02))


def _fail_at(small: SmallDiscord, page: int, failure: Exception) -> None:
    asked = itertools.count(1)

    def fail(path: str) -> None:
        if path.endswith("/messages") and next(asked) == page:
            raise failure

    small.http.before = fail


# ------------------------------------------------------------------------------------ people


async def test_who_plays_which_part(tmp_path: Path) -> None:
    """Opener, moderators, added people and bots are told apart."""
    guest = {"id": str(GUEST), "type": 1, "allow": "1024", "deny": "0"}
    small = SmallDiscord(channel=a_channel(permission_overwrites=[guest]))
    small.says(
        a_message(0, "1"),
        a_message(1, "2", author=a_user(MODERATOR, "mona")),
        a_message(2, "3", author=a_user(GUEST, "gus")),
        a_message(3, "4", author=a_user(STRANGER, "sam")),
        a_message(4, "5", author=a_user(BOT, "tickets", bot=True)),
        a_message(5, "6", author=a_user(STRANGER + 500, "left-guest")),
    )
    before = Overwrite(Target.MEMBER, STRANGER + 500, allow=frozenset({"view_channel"}))
    transcript = await collected(small, tmp_path, ticket=a_ticket(removed_overwrites=(before,)))
    authors = transcript.names.authors
    assert {one.username: one.part for one in authors.values()} == {
        "alice": Part.OPENER,
        "mona": Part.MODERATOR,
        "gus": Part.ADDED,
        "sam": Part.NONE,
        "tickets": Part.NONE,
        "left-guest": Part.ADDED,
    }
    assert (authors[MODERATOR].name, authors[MODERATOR].colour) == ("Mona", 0x5865F2)
    assert authors[BOT].is_bot
    assert authors[STRANGER].name == "sam"


async def test_writers_are_named_by_diligence(small: SmallDiscord, tmp_path: Path) -> None:
    """Who wrote most comes first."""
    small.says(a_message(0), a_message(1, author=a_user(MODERATOR)), a_message(2))
    assert (await collected(small, tmp_path)).people == (OPENER, MODERATOR)


async def test_a_webhook_under_several_names(small: SmallDiscord, tmp_path: Path) -> None:
    """Each name that a webhook writes under is an author of its own."""
    hook = CHANNEL + 99
    for number, name in enumerate(("News", "Weather", "News")):
        small.says(a_message(number, "x", author=a_user(hook, name), webhook_id=str(hook)))
    transcript = await collected(small, tmp_path)
    names = [transcript.names.authors[one.author_id] for one in transcript.messages]
    assert [one.name for one in names] == ["News", "Weather", "News"]
    assert all(one.is_bot for one in names)
    assert transcript.messages[0].author_id == transcript.messages[2].author_id == hook


async def test_an_answer_to_a_command_is_the_bots(small: SmallDiscord, tmp_path: Path) -> None:
    """Answers to commands come through webhooks too, but they are the bot's own."""
    raw = a_message(
        0, "x", author=a_user(BOT, "tickets"), webhook_id=str(BOT), application_id=str(BOT)
    )
    assert (await reads(small, tmp_path, raw)).author_id == BOT


async def test_mentioned_strangers_are_looked_up(small: SmallDiscord, tmp_path: Path) -> None:
    """Somebody who is only mentioned has a name, even after leaving the server."""
    small.http.users[STRANGER] = a_user(STRANGER, "bob", global_name="Bob")
    small.says(a_message(0, f"ask <@{STRANGER}> or <@!{GUEST}>"))
    transcript = await collected(small, tmp_path)
    assert transcript.names.authors[STRANGER].name == "Bob"
    assert GUEST not in transcript.names.authors


async def test_a_member_outside_the_cache(tmp_path: Path) -> None:
    """When the bot doesn't know all members, a moderator who wrote is still recognised."""
    small = SmallDiscord(chunked=False)
    user = a_user(STRANGER, "mod2")
    small.http.members[STRANGER] = a_member(user, MODERATOR_ROLE, nick="Second")
    small.says(a_message(0, "x", author=user))
    author = (await collected(small, tmp_path)).names.authors[STRANGER]
    assert (author.name, author.part) == ("Second", Part.MODERATOR)


async def test_strangers_are_asked_for_within_a_bound(small: SmallDiscord, tmp_path: Path) -> None:
    """A member can't make the bot ask Discord for thousands of names."""
    small.says(a_message(0, "".join(f"<@{STRANGER + 1000 + number}>" for number in range(80))))
    await collected(small, tmp_path, limits=Limits(strangers=5))
    assert sum(path.startswith("/users/") for path in small.http.asked) == 5


@pytest.mark.parametrize("failure", [refusal(500), aiohttp.ServerDisconnectedError()])
async def test_a_name_less_is_no_reason_to_fail(
    small: SmallDiscord, tmp_path: Path, failure: Exception
) -> None:
    """Names that Discord doesn't give are left out."""

    def fail(path: str) -> None:
        if path.startswith("/users/"):
            raise failure

    small.http.before = fail
    small.says(a_message(0, f"ask <@{STRANGER}>"))
    assert STRANGER not in (await collected(small, tmp_path)).names.authors


async def test_what_texts_mention_has_names(small: SmallDiscord, tmp_path: Path) -> None:
    """Roles, channels and emoji in texts, embeds and layouts have their names."""
    small.says(
        a_message(0, f"<@&{MODERATOR_ROLE}> in <#{CHANNEL}> <a:dance:123456789012345678>"),
        a_message(1, "", embeds=[{"description": "<:tea:223456789012345678>"}]),
        a_message(2, "", components=[{"type": 10, "content": f"<@{MODERATOR}>"}]),
    )
    names = (await collected(small, tmp_path)).names
    assert names.roles == {MODERATOR_ROLE: ("Moderators", 0x5865F2)}
    assert names.channels == {CHANNEL: "ticket-7"}
    assert {one.name for one in names.emojis.values()} == {"dance", "tea"}
    assert MODERATOR in names.authors


async def test_hidden_channels_keep_their_names(small: SmallDiscord, tmp_path: Path) -> None:
    """Whoever knows a channel's id doesn't learn its name by writing it into a ticket."""
    hidden = CHANNEL + 50
    data: Any = a_channel(hidden, "secret-plans")
    small.guild._add_channel(discord.TextChannel(state=small.state, guild=small.guild, data=data))
    small.says(a_message(0, f"<#{hidden}>"))
    assert (await collected(small, tmp_path)).names.channels == {}


# ----------------------------------------------------------------------------------- threads


def _with_threads(small: SmallDiscord) -> None:
    begun = a_message(0, "let us talk about this")
    small.says(begun, a_message(1, "", type=18, message_reference={"channel_id": str(THREAD)}))
    small.http.active = [
        a_thread(int(begun["id"]), "from a message"),
        a_thread(STAFF_THREAD, "🔒 Private", PRIVATE_THREAD),
        {**a_thread(CHANNEL + 7000, "elsewhere"), "parent_id": "5"},
    ]
    small.http.archived["public"] = [a_thread(THREAD, "archived", archived=True)]
    small.says(a_message(100, "inside"), place=int(begun["id"]))
    small.says(a_message(101, "old"), place=THREAD)
    small.says(
        a_message(102, f"between us, <@{GUEST}>", author=a_user(STRANGER, "sid")),
        place=STAFF_THREAD,
    )
    small.http.users[GUEST] = a_user(GUEST, "gus")


async def test_threads_stand_where_they_began(small: SmallDiscord, tmp_path: Path) -> None:
    """Active and archived threads are read, and stand at the message that began them."""
    _with_threads(small)
    transcript = await collected(small, tmp_path)
    begun = [message.thread for message in transcript.messages]
    assert [one.name for one in begun if one] == ["from a message", "archived"]
    assert [one.messages[0].content.text for one in begun if one] == ["inside", "old"]
    assert [(one.name, one.is_staff) for one in transcript.threads] == [("🔒 Private", True)]
    assert message_count(transcript) == 5


async def test_the_opener_learns_nothing_of_the_staffs_thread(
    small: SmallDiscord, tmp_path: Path
) -> None:
    """In the opener's copy are neither the staff's words nor who wrote or was named there."""
    _with_threads(small)
    whole = await collected(small, tmp_path)
    assert {STRANGER, GUEST} <= set(whole.names.authors)
    copy = whole.without_staff()
    assert copy.threads == ()
    assert message_count(copy) == 4
    assert copy.people == (OPENER,)
    assert not {STRANGER, GUEST} & set(copy.names.authors)
    assert "Private" not in repr(copy)
    assert "between us" not in repr(copy)


async def test_the_staffs_own_file(small: SmallDiscord, tmp_path: Path) -> None:
    """The staff's thread can stand in a file of its own."""
    _with_threads(small)
    apart = (await collected(small, tmp_path)).staff_only()
    assert apart.messages == ()
    assert [one.name for one in apart.threads] == ["🔒 Private"]
    assert apart.people == (STRANGER,)


async def test_the_name_of_the_staffs_thread_is_the_staffs(
    small: SmallDiscord, tmp_path: Path
) -> None:
    """Mentioned in the ticket, it has no name there."""
    _with_threads(small)
    small.says(a_message(3, f"<#{STAFF_THREAD}>"))
    assert "Private" not in repr((await collected(small, tmp_path)).without_staff())


async def test_a_staff_thread_that_discord_does_not_list(
    small: SmallDiscord, tmp_path: Path
) -> None:
    """The thread that the ticket knows is looked for; deleted, it is simply not there."""
    small.says(a_message(0, "x"))
    transcript = await collected(small, tmp_path, ticket=a_ticket(thread_id=STAFF_THREAD))
    assert (transcript.threads, transcript.staff_notes) == ((), ())


@pytest.mark.parametrize(("staffs", "kind"), [(True, PRIVATE_THREAD), (False, 11)])
async def test_a_thread_that_may_not_be_read(
    small: SmallDiscord, tmp_path: Path, staffs: bool, kind: int
) -> None:
    """It is missing, and a note says so; about the staff's only the staff reads."""
    small.says(a_message(0, "x"))
    small.http.active = [a_thread(STAFF_THREAD, "closed door", kind)]
    small.says(a_message(1, "y"), place=STAFF_THREAD)

    def refuse(path: str) -> None:
        if path == f"/channels/{STAFF_THREAD}/messages":
            raise refusal(403, 50001)

    small.http.before = refuse
    transcript = await collected(small, tmp_path)
    assert transcript.threads == ()
    assert "closed door" in "".join(transcript.staff_notes if staffs else transcript.notes)
    assert ("closed door" in repr(transcript.without_staff())) is not staffs


async def test_lists_of_threads_that_are_refused(small: SmallDiscord, tmp_path: Path) -> None:
    """When threads can't be listed the channel is saved, with a note."""

    def refuse(path: str) -> None:
        if "/threads/" in path:
            raise refusal(403, 50001)

    small.http.before = refuse
    small.says(a_message(0, "x"))
    transcript = await collected(small, tmp_path)
    assert len(transcript.messages) == 1
    assert transcript.staff_notes == ("I can't see all threads. Some may be missing.",)


async def test_a_thread_deleted_meanwhile(small: SmallDiscord, tmp_path: Path) -> None:
    """A thread that vanishes while it is read isn't in the transcript."""
    small.http.active = [a_thread(THREAD, "gone")]
    small.says(a_message(0, "x"))
    assert (await collected(small, tmp_path)).threads == ()


# ------------------------------------------------------------------------- nothing lost in `Row`


async def test_rows_of_unknown_things(small: SmallDiscord, tmp_path: Path) -> None:
    """A component of the future inside a known one is a neutral line there."""
    raw = a_message(components=[{"type": 1, "components": [{"type": 77}]}])
    [row] = (await reads(small, tmp_path, raw)).content.components
    assert isinstance(row, Row)
    assert isinstance(row.items[0], Unknown)
