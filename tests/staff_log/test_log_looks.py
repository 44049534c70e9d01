"""Requests, log lines, notices and direct messages: what they show, and that they fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from tests.core.builders import (
    CHANNEL,
    GUILD,
    HELPER_ROLE,
    MODERATOR,
    OPENER,
    STRANGER,
    a_ticket,
    formatting_in,
    many_ids,
    some_facts,
)
from tests.lifecycle.test_looks import HOSTILE, ICON, LONG_LINES, LONG_REASON, check_embed
from tickets.cog import FEATURES
from tickets.core.direct import DirectMessage
from tickets.core.event import LogEntry
from tickets.core.kinds.kind import ROLE_LIMIT, TEXT_LIMIT
from tickets.core.render.message import Message, Profiles, direct_message
from tickets.core.ticket import State
from tickets.requests import render as requests
from tickets.staff_log import render as look
from tickets.staff_log.rules import NOTICE, Notice

# Views want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

NOW = 1_767_225_600
LONGEST = Profiles(
    names=dict.fromkeys((OPENER, MODERATOR, STRANGER), "*" * 100),
    avatars=dict.fromkeys((OPENER, MODERATOR, STRANGER), ICON),
)
PLAIN = Profiles(names={OPENER: "Ada", MODERATOR: "Max", STRANGER: "Eve"})
reasons = pytest.mark.parametrize("reason", [None, "x", LONG_REASON, LONG_LINES])
DECIDED: dict[State, dict[str, Any]] = {
    State.REQUESTED: {"channel_id": None},
    State.REFUSED: {"channel_id": None, "decided_by_id": MODERATOR},
    State.CANCELLED: {"channel_id": None, "decided_by_id": OPENER},
    State.OPEN: {"decided_by_id": MODERATOR},
    State.DELETED: {"decided_by_id": MODERATOR, "channel_id": None},
}


def check_message(message: Message) -> None:
    """Discord's limits, with buttons that lead somewhere or have an id."""
    assert len(message.content or "") <= 2000
    if message.embed is not None:
        check_embed(message.embed)
    for button in message.view.children if message.view is not None else ():
        assert isinstance(button, discord.ui.Button)
        assert 1 <= len(button.label or "") <= 80
        assert (button.url is None) != (button.custom_id is None)


def embed_of(message: Message) -> discord.Embed:
    """The embed, which there is."""
    assert message.embed is not None
    return message.embed


def labels(message: Message) -> list[str]:
    """What the buttons say."""
    buttons = message.view.children if message.view is not None else ()
    return [button.label or "" for button in buttons if isinstance(button, discord.ui.Button)]


def words_of(message: Message) -> list[str]:
    """All texts in which Discord would show formatting."""
    embed = embed_of(message)
    texts = [message.content, embed.title, embed.description]
    return [text for text in (*texts, *(field.value for field in embed.fields)) if text]


def called_by(message: Message) -> list[int]:
    """The roles that a message may ping; nobody else."""
    may: Any = message.pings.to_dict()
    assert may["parse"] == []
    assert not may.get("users")
    return list(may.get("roles", []))


def an_entry(event: str, **changes: Any) -> LogEntry:
    """Something that happened to ticket 7, with everything a line can tell."""
    facts: dict[str, Any] = {
        "by_id": MODERATOR,
        "number": 7,
        "channel_id": CHANNEL,
        "member_id": STRANGER,
    }
    return LogEntry(event=event, **{**facts, **changes})


def log_message(entry: LogEntry, profiles: Profiles, *, at: int) -> Message:
    """The line of an entry, with the words of the feature whose event it is."""
    return look.log_message(GUILD, entry, FEATURES.log_lines[entry.event], profiles, at=at)


# Limits


@reasons
@pytest.mark.parametrize("state", DECIDED)
async def test_a_request_fits(state: State, reason: str | None, language: str) -> None:
    """The longest names, reasons and refusals, with 25 mentioned roles, still make a message."""
    ticket = a_ticket(
        state,
        number=10**8,
        reason=reason,
        refusal=reason if state is State.REFUSED else None,
        panel=10**8,
        **DECIDED[state],
    )
    check_message(requests.request(ticket, LONGEST, many_ids(ROLE_LIMIT)))


@reasons
@pytest.mark.parametrize("event", FEATURES.log_lines)
async def test_a_line_of_the_log_fits(event: str, reason: str | None, language: str) -> None:
    """Every event makes a line that Discord takes."""
    entry = an_entry(event, number=10**8, reason=reason, role_id=HELPER_ROLE, until=NOW)
    check_message(log_message(entry, LONGEST, at=NOW))


@pytest.mark.parametrize("kind", FEATURES.notices)
async def test_a_notice_fits(kind: str, language: str) -> None:
    """Every notice makes a line, in the log and elsewhere."""
    about = {
        "roles_applied": "1000000 1000000",
        "tickets_mended": "1000000 1000000",
        "moved_over": "vrt-2 1000000 1000000 1000000",
        "thread_failed": "7 create_private_threads",
        "closed_stay": "view_channel manage_channels",
        "reopened_stays": "7 full",
        "reception_closed": "view_channel send_messages embed_links",
        "missing_permissions": "manage_channels",
        "handler_gone": "7 1456074443980800000",
        "transcripts_stay": "1456074443980800000",
    }.get(kind, "*" * 100)
    message = look.notice_message(Notice(kind, about), FEATURES.notices, at=NOW)

    check_message(message)
    mark = "✅ " if kind == "founding_finished" else "⚠️ "
    assert (embed_of(message).description or "").startswith(mark)
    assert len(look.tell([Notice(kind, about)], FEATURES.notices)) <= 2000


@reasons
@pytest.mark.parametrize("kind", FEATURES.messages)
async def test_a_direct_message_fits(kind: str, reason: str | None, language: str) -> None:
    """The longest server's name and reason still make a message."""
    message = DirectMessage(
        event=kind, user_id=OPENER, number=10**8, channel_id=CHANNEL, reason=reason
    )
    how = FEATURES.messages[kind]
    for by in (None, "*" * 32):
        check_message(direct_message(GUILD, "*" * 100, ICON, message, how, by=by, at=NOW))


@pytest.mark.parametrize("text", [None, "{server}{user}{reason}" * 60])
async def test_a_confirmation_fits(text: str | None, language: str) -> None:
    """The longest confirmation, full of the longest values, is a message with Withdraw."""
    text = text and text[:TEXT_LIMIT]
    values = some_facts("_" * 32, server="*" * 100, reason=LONG_REASON).values()
    message = requests.confirmation(a_ticket(State.REQUESTED), text, values)

    assert 1 <= len(message.content or "") <= 2000
    assert len(labels(message)) == 1
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


async def test_the_refusal_form_fits(language: str) -> None:
    """Its texts are within Discord's limits, and it may be sent empty."""
    form = requests.refusal_form(10**8)
    data = form.to_dict()
    (part,) = data["components"]
    assert len(data["title"]) <= 45
    assert len(part["label"]) <= 45
    assert len(part["description"]) <= 100
    assert part["component"]["required"] is False
    assert part["component"].get("min_length", 0) == 0


# Looks


@pytest.mark.parametrize(
    ("state", "changes", "shown", "buttons"),
    [
        (State.REQUESTED, {}, "", ["Accept", "Refuse"]),
        (State.REFUSED, {"refusal": "Too vague"}, "Refused by", []),
        (State.CANCELLED, {}, "cancelled by the member", []),
        (State.CANCELLED, {"decided_by_id": None}, "member left the server", []),
        (State.OPEN, {}, "Accepted by", ["Go to ticket"]),
        (State.CLOSED, {"decided_by_id": MODERATOR}, "Accepted by", ["Go to ticket"]),
        (State.DELETED, {}, "Accepted by", []),
    ],
)
async def test_a_request_shows_what_became_of_it(
    state: State, changes: dict[str, Any], shown: str, buttons: list[str]
) -> None:
    """Whoever reads it later sees whether it waits, and who decided what."""
    ticket = a_ticket(state, **{**DECIDED.get(state, {}), **changes})
    message = requests.request(ticket, PLAIN)
    fields = " ".join(f"{field.name} {field.value}" for field in embed_of(message).fields)

    assert shown in fields
    assert ("Too vague" in fields) is ("refusal" in changes)
    assert labels(message) == buttons


async def test_a_request_calls_once() -> None:
    """Moderator roles are called by the first posting; posted again, the request shows them."""
    roles = many_ids(2)
    first = requests.request(a_ticket(State.REQUESTED), PLAIN, roles)
    again = requests.request(a_ticket(State.REQUESTED, request_id=5), PLAIN, roles)

    assert first.content == again.content == f"<@&{roles[0]}> <@&{roles[1]}>"
    assert called_by(first) == list(roles)
    assert called_by(again) == []
    assert first.to_edit()["allowed_mentions"].to_dict() == {"parse": []}


async def test_a_request_without_an_opener() -> None:
    """Whose data was deleted leaves no account's age behind."""
    message = requests.request(a_ticket(State.REFUSED, opener_id=0), Profiles())
    check_message(message)
    assert "1420070400" not in str(embed_of(message).to_dict()), "not Discord's first second"


@pytest.mark.parametrize("event", FEATURES.log_lines)
async def test_lines_have_one_form(event: str) -> None:
    """Each line says who, which ticket, whom, why and when, at the same places; only a deleted
    ticket has no link; nobody is pinged."""
    entry = an_entry(event, reason="Because", until=NOW + 60)
    message = log_message(entry, PLAIN, at=NOW)
    embed = embed_of(message)

    assert (embed.author.name or "").startswith("Max ")
    assert embed.footer.text == "Ticket #7"
    assert embed.timestamp is not None
    assert int(embed.timestamp.timestamp()) == NOW
    assert (embed.description or "").splitlines()[0] == f"<@{STRANGER}>"
    assert (embed.description or "").splitlines()[-1] in (
        "> **Reason:** Because",
        "> **Comment:** Because",
    )
    assert labels(message) == ([] if event == "deleted" else ["Go to ticket"])
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


async def test_two_lines_can_be_told_apart() -> None:
    """Two tickets opened in the same second for the same reason make different lines, so that
    neither is taken for a repetition of the other."""
    one = an_entry("opened", member_id=None, reason="Same")
    first = embed_of(log_message(one, PLAIN, at=NOW))
    second = embed_of(log_message(replace(one, number=8), PLAIN, at=NOW))
    assert first.to_dict() != second.to_dict()


# Hostile texts


@pytest.mark.parametrize("state", DECIDED)
async def test_hostile_words_in_a_request(state: State) -> None:
    """Names, reasons and refusals neither format nor ping (X3)."""
    ticket = a_ticket(
        state,
        reason=HOSTILE,
        refusal=HOSTILE if state is State.REFUSED else None,
        **DECIDED[state],
    )
    message = requests.request(ticket, Profiles(names={OPENER: HOSTILE}))
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []


@pytest.mark.parametrize("event", FEATURES.log_lines)
async def test_hostile_words_in_the_log(event: str) -> None:
    """Nor do they in the log."""
    profiles = Profiles(names={MODERATOR: HOSTILE, STRANGER: HOSTILE})
    message = log_message(an_entry(event, reason=HOSTILE), profiles, at=NOW)
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []


@pytest.mark.parametrize("kind", ["moderator_role_gone", "access_role_gone", "observer_role_gone"])
async def test_hostile_words_in_a_notice(kind: str) -> None:
    """Nor do the names of what was deleted."""
    text = look.tell([Notice(kind, HOSTILE)], FEATURES.notices)
    assert list(formatting_in(text)) == []


@pytest.mark.parametrize("kind", FEATURES.messages)
async def test_hostile_words_in_a_direct_message(kind: str) -> None:
    """Nor do a server's name and a moderator's reason in private."""
    told = DirectMessage(event=kind, user_id=OPENER, number=7, reason=HOSTILE)
    how = FEATURES.messages[kind]
    message = direct_message(GUILD, HOSTILE, None, told, how, by=HOSTILE, at=NOW)
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


def _ours_removed(text: str) -> str:
    """Without the mentions, times and bold words that the bot itself writes."""
    for person in (OPENER, MODERATOR, STRANGER):
        text = text.replace(f"<@{person}>", "")
    created = int(discord.utils.snowflake_time(OPENER).timestamp())
    text = text.replace("> **Comment:**", "")
    return text.replace("> **Reason:**", "").replace(f"<t:{created}:R>", "")


# Words of another version


async def test_the_events_of_the_first_release_have_their_lines() -> None:
    """What 1.0.0 wrote into the log still has a line, and so do its messages and notices."""
    assert set(FEATURES.log_lines) >= {
        *("opened", "closed", "reopened", "deleted", "added", "removed"),
        *("saved", "blocked", "unblocked"),
    }
    assert NOTICE == "notice"
    assert set(FEATURES.messages) >= {"accepted", "refused", "closed"}


async def test_words_are_about_events_that_are_declared() -> None:
    """No line, announcement or message waits for an event that no feature makes happen."""
    events = set(FEATURES.each("events"))
    assert set(FEATURES.log_lines) <= events
    assert set(FEATURES.announcements) <= events
    assert set(FEATURES.messages) <= events | {"accepted"}


async def test_a_notice_of_a_newer_version_is_passed_over() -> None:
    """What this version has no words for is left out, and the rest is told."""
    newer, known = Notice("of_a_newer_version", "x"), Notice("no_room", "")
    assert look.tell([newer, known], FEATURES.notices) == look.tell([known], FEATURES.notices)
    assert look.tell([newer], FEATURES.notices) == ""


async def test_direct_messages_of_the_first_release_are_understood() -> None:
    """Jobs that 1.0.0 has stored called what happened *news*."""
    body = {"news": "closed", "user_id": 5, "number": 7, "channel_id": None, "reason": "Done"}
    message = DirectMessage.from_body(body)
    assert message == DirectMessage(event="closed", user_id=5, number=7, reason="Done")
    assert DirectMessage.from_body(message.body()) == message
