"""Requests, log lines, notices and direct messages: what they show, and that they fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from tickets.core.direct import DirectMessage, News
from tickets.core.event import LogEntry
from tickets.core.feature import NoticeKind
from tickets.core.kinds.kind import ROLE_LIMIT
from tickets.core.render import forms
from tickets.core.render.message import direct_message
from tickets.core.settings import TEXT_LIMIT
from tickets.core.ticket import State
from tickets.lifecycle.render.ticket import Message, confirmation
from tickets.staff_log.render import log as look
from tickets.staff_log.render import tell
from tickets.staff_log.rules import Event, Notice

from .builders import (
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
from .test_looks import HOSTILE, ICON, LONG_LINES, LONG_REASON, check_embed

# Views want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

NOW = 1_767_225_600
LONGEST = look.Faces(
    names=dict.fromkeys((OPENER, MODERATOR, STRANGER), "*" * 100),
    avatars=dict.fromkeys((OPENER, MODERATOR, STRANGER), ICON),
)
PLAIN = look.Faces(names={OPENER: "Ada", MODERATOR: "Max", STRANGER: "Eve"})
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
    may = message.pings.to_dict()
    assert may["parse"] == []
    assert not may.get("users")
    return list(may.get("roles", []))


def an_entry(event: Event, **changes: Any) -> LogEntry:
    """Something that happened to ticket 7, with everything a line can tell."""
    facts: dict[str, Any] = {
        "by_id": MODERATOR,
        "number": 7,
        "channel_id": CHANNEL,
        "member_id": STRANGER,
    }
    return LogEntry(event=event, **{**facts, **changes})


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
    check_message(look.request(ticket, LONGEST, many_ids(ROLE_LIMIT)))


@reasons
@pytest.mark.parametrize("event", [event for event in Event if event is not Event.NOTICE])
async def test_a_line_of_the_log_fits(event: Event, reason: str | None, language: str) -> None:
    """Every event makes a line that Discord takes."""
    entry = an_entry(event, number=10**8, reason=reason, role_id=HELPER_ROLE, until=NOW)
    check_message(look.log_message(GUILD, entry, LONGEST, at=NOW))


@pytest.mark.parametrize("kind", NoticeKind)
async def test_a_notice_fits(kind: NoticeKind, language: str) -> None:
    """Every notice makes a line, in the log and elsewhere."""
    about = {
        NoticeKind.ROLES_APPLIED: "1000000 1000000",
        NoticeKind.TICKETS_MENDED: "1000000 1000000",
        NoticeKind.THREAD_FAILED: "7 create_private_threads",
        NoticeKind.RECEPTION_CLOSED: "view_channel send_messages embed_links",
        NoticeKind.MISSING_PERMISSIONS: "manage_channels",
    }.get(kind, "*" * 100)
    entry = LogEntry(event=Event.NOTICE, notice=kind.value, about=about)
    message = look.log_message(GUILD, entry, LONGEST, at=NOW)

    check_message(message)
    assert (embed_of(message).description or "").startswith("⚠️ ")
    assert len(tell([Notice(kind, about)])) <= 2000


@reasons
@pytest.mark.parametrize("news", News)
async def test_a_direct_message_fits(news: News, reason: str | None, language: str) -> None:
    """The longest server's name and reason still make a message."""
    message = DirectMessage(
        news=news, user_id=OPENER, number=10**8, channel_id=CHANNEL, reason=reason
    )
    check_message(direct_message(GUILD, "*" * 100, ICON, message, at=NOW))


@pytest.mark.parametrize("text", [None, "{server}{user}{reason}" * 60])
async def test_a_confirmation_fits(text: str | None, language: str) -> None:
    """The longest confirmation, full of the longest values, is a message with Withdraw."""
    text = text and text[:TEXT_LIMIT]
    values = some_facts("_" * 32, server="*" * 100, reason=LONG_REASON).values()
    message = confirmation(a_ticket(State.REQUESTED), text, values)

    assert 1 <= len(message.content or "") <= 2000
    assert len(labels(message)) == 1
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


async def test_the_refusal_form_fits(language: str) -> None:
    """Its texts are within Discord's limits, and it may be sent empty."""
    form = forms.refusal_form(10**8)
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
        (State.CANCELLED, {}, "withdrawn by the member", []),
        (State.CANCELLED, {"decided_by_id": None}, "the member has left", []),
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
    message = look.request(ticket, PLAIN)
    fields = " ".join(f"{field.name} {field.value}" for field in embed_of(message).fields)

    assert shown in fields
    assert ("Too vague" in fields) is ("refusal" in changes)
    assert labels(message) == buttons


async def test_a_request_calls_once() -> None:
    """Moderator roles are called by the first posting; posted again, the request shows them."""
    roles = many_ids(2)
    first = look.request(a_ticket(State.REQUESTED), PLAIN, roles)
    again = look.request(a_ticket(State.REQUESTED, request_id=5), PLAIN, roles)

    assert first.content == again.content == f"<@&{roles[0]}> <@&{roles[1]}>"
    assert called_by(first) == list(roles)
    assert called_by(again) == []
    assert first.to_edit()["allowed_mentions"].to_dict() == {"parse": []}


async def test_a_request_without_an_opener() -> None:
    """Whose data was deleted leaves no account's age behind."""
    message = look.request(a_ticket(State.REFUSED, opener_id=0), look.Faces())
    check_message(message)
    assert "1420070400" not in str(embed_of(message).to_dict()), "not Discord's first second"


@pytest.mark.parametrize("event", [event for event in Event if event is not Event.NOTICE])
async def test_lines_have_one_form(event: Event) -> None:
    """Each line says who, which ticket, whom, why and when, at the same places; only a deleted
    ticket has no link; nobody is pinged."""
    entry = an_entry(event, reason="Because", until=NOW + 60)
    message = look.log_message(GUILD, entry, PLAIN, at=NOW)
    embed = embed_of(message)

    assert (embed.author.name or "").startswith("Max has ")
    assert embed.footer.text == "Ticket #7"
    assert embed.timestamp is not None
    assert int(embed.timestamp.timestamp()) == NOW
    assert (embed.description or "").splitlines()[0] == f"<@{STRANGER}>"
    assert (embed.description or "").splitlines()[-1] == "> **Reason:** Because"
    assert labels(message) == ([] if event is Event.DELETED else ["Go to ticket"])
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


async def test_two_lines_can_be_told_apart() -> None:
    """Two tickets opened in the same second for the same reason make different lines, so that
    neither is taken for a repetition of the other."""
    one = an_entry(Event.OPENED, member_id=None, reason="Same")
    first = embed_of(look.log_message(GUILD, one, PLAIN, at=NOW))
    second = embed_of(look.log_message(GUILD, replace(one, number=8), PLAIN, at=NOW))
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
    message = look.request(ticket, look.Faces(names={OPENER: HOSTILE}))
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []


@pytest.mark.parametrize("event", [event for event in Event if event is not Event.NOTICE])
async def test_hostile_words_in_the_log(event: Event) -> None:
    """Nor do they in the log."""
    faces = look.Faces(names={MODERATOR: HOSTILE, STRANGER: HOSTILE})
    message = look.log_message(GUILD, an_entry(event, reason=HOSTILE), faces, at=NOW)
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []


@pytest.mark.parametrize("kind", [NoticeKind.MODERATOR_ROLE_GONE, NoticeKind.ACCESS_ROLE_GONE])
async def test_hostile_words_in_a_notice(kind: NoticeKind) -> None:
    """Nor do the names of what was deleted."""
    text = tell([Notice(kind, HOSTILE)])
    assert list(formatting_in(text)) == []


@pytest.mark.parametrize("news", News)
async def test_hostile_words_in_a_direct_message(news: News) -> None:
    """Nor do a server's name and a moderator's reason in private."""
    told = DirectMessage(news=news, user_id=OPENER, number=7, reason=HOSTILE)
    message = direct_message(GUILD, HOSTILE, None, told, at=NOW)
    for text in words_of(message):
        assert list(formatting_in(_ours_removed(text))) == []
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


def _ours_removed(text: str) -> str:
    """Without the mentions, times and bold words that the bot itself writes."""
    for person in (OPENER, MODERATOR, STRANGER):
        text = text.replace(f"<@{person}>", "")
    created = int(discord.utils.snowflake_time(OPENER).timestamp())
    return text.replace("> **Reason:**", "").replace(f"<t:{created}:R>", "")
