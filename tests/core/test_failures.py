"""Every refusal has a sentence of its own."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import CHANNEL, MODERATOR_ROLE, OPENER, a_ticket, formatting_in, many_ids
from tests.doctor.diagnoses import MAXIMAL as LONGEST
from tests.doctor.diagnoses import findings
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.health import Severity
from tickets.core.kinds.kind import ROLE_LIMIT
from tickets.core.render.failures import (
    explain,
    explain_in_public,
    is_for_doctor,
    register,
    something_broke,
)
from tickets.core.render.permissions import permission
from tickets.core.templates import TEXT_VARIABLES
from tickets.core.ticket import Action, Side, State
from tickets.lifecycle.rules import CategoryMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Facts of errors by the name of the field; an error with a new kind of fact adds it here.
ORDINARY: dict[str, Any] = {
    "entry": "Report",
    "kept": True,
    "label": "Your name",
    "key": "settings",
    "line": 7,
    "version": 2,
    "where": "types[3].name",
    "option": 1,
    "action": Action.CLOSE,
    "category_id": CHANNEL,
    "cause": errors.GuildFull(),
    "channel_id": CHANNEL,
    "channel_ids": (CHANNEL,),
    "choices": ("none", "read"),
    "code": 50035,
    "cog": "vrt-cogs tickets",
    "file": "Tickets/settings.json",
    "package": "tickets",
    "command": "`/ticket`",
    "findings": findings()[:1],
    "problems": (CategoryMissing(),),
    "given": "something",
    "known": ("user", "number"),
    "length": 1234,
    "limit": 3,
    "maximum": 50,
    "member_id": OPENER,
    "mention": f"<@{OPENER}>",
    "mentions": ("<@&1456074443980800000>", "<@&1456074443980800001>"),
    "minimum": 0,
    "name": "colour",
    "near": ("Europe/Paris",),
    "opens_at": 1_767_225_600,
    "names": ("manage_channels", "manage_roles"),
    "most": 25,
    "number": 12,
    "opener_id": OPENER,
    "of_type": False,
    "count": 60,
    "numbers": (3, 5),
    "reason": "Insults",
    "role_id": MODERATOR_ROLE,
    "role_ids": (MODERATOR_ROLE,),
    "possible_at": 1_700_000_000,
    "seconds": 5,
    "side": Side.STAFF,
    "since": 1_767_225_600,
    "server_wide": False,
    "text": "Invalid Form Body",
    "ticket": a_ticket(State.CLOSED),
    "title": "Category",
    "tickets": (a_ticket(), a_ticket(channel_id=None)),
    "until": 1_767_225_600,
    "claimed_at": 1_767_225_600,
    "handler_id": OPENER,
}
ALL_PERMISSIONS = (
    "attach_files",
    "create_private_threads",
    "create_public_threads",
    "embed_links",
    "manage_channels",
    "manage_messages",
    "manage_roles",
    "manage_threads",
    "read_message_history",
    "send_messages",
    "send_messages_in_threads",
    "use_application_commands",
    "view_channel",
)
#: The most that each fact can be.
MAXIMAL: dict[str, Any] = {
    **ORDINARY,
    "findings": tuple(one for one in findings(LONGEST) if one.severity is Severity.FATAL),
    "given": "`*<" * 1300,
    "known": tuple(f"{{{name}}}" for name in TEXT_VARIABLES),
    "length": 10**9,
    "limit": 50,
    "name": "{" + "`*" * 599 + "}",
    "names": ALL_PERMISSIONS,
    "problems": (
        CategoryMissing(),
        errors.MissingPermissions(names=ALL_PERMISSIONS, channel_id=CHANNEL),
    ),
    "reason": "*_`<@1>](" * 44,
    "role_ids": many_ids(ROLE_LIMIT),
    "text": "*_`<@1>](" * 500,
    "tickets": tuple(a_ticket(number=10**8, channel_id=one) for one in many_ids(50)),
}


def leaves(
    error: type[errors.TicketError] = errors.TicketError,
) -> Iterator[type[errors.TicketError]]:
    """All errors that are raised: those which don't only group others."""
    below = error.__subclasses__()
    if not below:
        yield error
    for one in below:
        yield from leaves(one)


EVERY_ERROR = sorted(set(leaves()), key=lambda error: error.__name__)
every_error = pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.__name__)


def made(error: type[errors.TicketError], facts: dict[str, Any]) -> errors.TicketError:
    """The error with the facts that it wants."""
    built: errors.TicketError = error(**{name: facts[name] for name in error._facts})
    return built


@every_error
def test_every_error_has_words(error: type[errors.TicketError], language: str) -> None:
    """Nobody is told that something went wrong when it is known what."""
    sentence = explain(made(error, ORDINARY))
    assert sentence != something_broke()
    assert sentence.strip()


@every_error
def test_every_sentence_is_complete(error: type[errors.TicketError], language: str) -> None:
    """No sentence shows a gap that should have been filled in, nor Python's words."""
    sentence = explain(made(error, ORDINARY))
    assert "{" not in sentence
    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|<class|\(\)", sentence)


@every_error
def test_every_sentence_fits(error: type[errors.TicketError], language: str) -> None:
    """Even with 25 roles and the longest texts, the answer is one message."""
    assert len(explain(made(error, MAXIMAL))) <= 2000


def test_no_two_errors_sound_alike() -> None:
    """Different things that go wrong are told apart."""
    sentences = [explain(made(error, ORDINARY)) for error in EVERY_ERROR]
    assert len(set(sentences)) == len(sentences)


def test_unforeseen_errors_have_words(language: str) -> None:
    """An error of no known kind is at least admitted."""
    assert explain(errors.TicketError()) == something_broke() != ""


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_who_comes_too_late_learns_what_happened(state: State, action: Action) -> None:
    """In every state there is a sentence for who pressed too late (X6)."""
    sentence = explain(errors.WrongState(action=action, ticket=a_ticket(state)))
    assert sentence != something_broke()
    assert "{" not in sentence


@pytest.mark.parametrize("limit", [1, 2])
def test_the_limit_links_the_members_tickets(limit: int) -> None:
    """Who has too many tickets is shown where they are; one without channel by number (T11)."""
    tickets = (a_ticket(), a_ticket(number=8, channel_id=None))
    sentence = explain(errors.LimitReached(limit=limit, tickets=tickets))
    assert f"<#{CHANNEL}>" in sentence
    assert "#8" in sentence


@pytest.mark.parametrize("role_ids", [(), (MODERATOR_ROLE,)])
def test_a_refusal_names_who_may(role_ids: tuple[int, ...]) -> None:
    """A refusal names the moderator roles, and administrators always."""
    sentence = explain(errors.ModeratorsOnly(role_ids=role_ids))
    assert "administrators" in sentence
    assert (f"<@&{MODERATOR_ROLE}>" in sentence) is bool(role_ids)


@pytest.mark.parametrize("channel_id", [None, CHANNEL])
def test_missing_permissions_are_named_as_discord_names_them(channel_id: int | None) -> None:
    """A missing permission is named by Discord's own words, with the place (X5)."""
    sentence = explain(errors.MissingPermissions(("manage_roles",), channel_id))
    assert "**Manage Roles**" in sentence
    assert (f"<#{CHANNEL}>" in sentence) is (channel_id is not None)


@pytest.mark.parametrize("flag", ALL_PERMISSIONS)
def test_every_permission_has_a_name(flag: str) -> None:
    """Every permission that a ticket needs is called as in Discord's settings."""
    assert permission(flag)
    assert "_" not in permission(flag)


QUOTING = [
    errors.NotANumber(given="`**x** @everyone <@1>"),
    errors.NotAChoice(given="`**x** @everyone <@1>", choices=("on", "off")),
    errors.NotARole(given="```x``` **x**"),
    errors.NotACategory(given="`\n# x"),
    errors.UnknownVariable(name="{`**x**`}", known=("{user}",)),
    errors.UnknownVariable(name="{`@everyone`}", known=("{user}",)),
    errors.DiscordRefused(code=50035, text="**x** @everyone <@1> `x`"),
]


@pytest.mark.parametrize("error", QUOTING, ids=repr)
def test_what_was_typed_stays_inert_in_a_refusal(error: errors.TicketError) -> None:
    """A value that is quoted back neither pings nor breaks out of its quotes (X3)."""
    outside_code = re.sub(r"`[^`]+`", "", explain(error))
    assert list(formatting_in(outside_code)) == []


@every_error
def test_the_facts_of_an_error_are_what_it_was_made_with(error: type[errors.TicketError]) -> None:
    """Given by name or in order, what an error was made with is what it tells."""
    names = error._facts
    by_name = made(error, ORDINARY)
    in_order = error(*(ORDINARY[name] for name in names))
    for name in names:
        assert getattr(by_name, name) == getattr(in_order, name) == ORDINARY[name]
    assert repr(by_name) == repr(in_order) == str(by_name)
    assert error.__name__ in repr(by_name)


@pytest.mark.parametrize(
    "wrong",
    # What the type checker refuses is what is tried here.
    [
        lambda: errors.LimitReached(limit=1),  # type: ignore[call-arg]
        lambda: errors.LimitReached(1, (), True, 3),  # type: ignore[call-arg]
        lambda: errors.LimitReached(limit=1, tickets=(), colour="red"),  # type: ignore[call-arg]
        lambda: errors.ChannelGone("x"),
    ],
)
def test_an_error_without_its_facts_is_a_mistake(wrong: Callable[[], object]) -> None:
    """What is missing or too much is noticed where the error is made, not where it is told."""
    with pytest.raises(TypeError):
        wrong()


def test_a_fact_may_have_a_default() -> None:
    """Permissions that are missing on the whole server are in no channel."""
    assert errors.MissingPermissions(names=("x",)).channel_id is None


def test_two_sentences_for_one_error_are_refused() -> None:
    """No feature silently replaces another one's words."""
    with pytest.raises(ValueError, match="two sentences for"):
        register([next(FEATURES.each("errors"))])


def test_an_error_without_words_of_its_own_has_those_above_it() -> None:
    """A new error of a feature is told as what it is a case of, until it has words."""

    class StillFuller(errors.GuildFull):
        pass

    assert explain(StillFuller()) == explain(errors.GuildFull())
    assert is_for_doctor(StillFuller()) == is_for_doctor(errors.GuildFull())


@every_error
def test_what_others_read_too_says_no_more(error: type[errors.TicketError]) -> None:
    """Where others read it, a sentence is the same, but for what is nobody else's business."""
    told = explain_in_public(made(error, ORDINARY))
    if error.__name__ in ("Blocked", "RefusedRecently"):
        assert "Insults" not in told
        assert "refused" not in told
        assert told != something_broke()
    elif error.__name__ == "NoSuchReadyAnswer":
        # The opener reads it, and the names of answers are the staff's.
        assert ORDINARY["known"][0] not in told
    else:
        assert told == explain(made(error, ORDINARY))
