"""What features declare fits together, or is refused at once."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import GUILD, a_ticket, settings
from tickets.cog import FEATURES, Tickets
from tickets.core.event import TicketEvent
from tickets.core.feature import (
    Announcement,
    BeforeDeletion,
    BeforeOpening,
    Button,
    DirectWords,
    Feature,
    Follower,
    Form,
    JobKind,
    LogLine,
    NoticeKind,
    Repair,
    SettingHook,
    Settler,
    TicketButtons,
)
from tickets.core.features import Features, NotAFeature
from tickets.core.job import Job
from tickets.core.settings import Declared
from tickets.core.store.schema import in_order
from tickets.core.team import Team
from tickets.core.ticket import State
from tickets.core.ui.ids import MEMBER, NUMBER, arguments, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tickets.core.feature import Occurrence


async def nothing(*_about: Any, **_more: Any) -> Any:
    """Does nothing."""


def a_feature(name: str = "hello", **points: Any) -> Feature:
    """A feature that brings only these."""
    return Feature(name=name, **points)


def an_event(kind: str = "hello", **changes: Any) -> TicketEvent:
    """Something that happened to ticket 7."""
    return TicketEvent(**{"kind": kind, "guild_id": GUILD, "at": 5, "number": 7, **changes})


def a_job(queue: str) -> Job:
    """Something to be done."""
    return Job(guild_id=GUILD, kind="log", queue=queue, created_at=5)


def that_adds(queue: str, kinds: tuple[str, ...] = (), order: int = 50) -> Follower:
    """A follower that makes a job in this queue."""
    return Follower(lambda _occurrence: (a_job(queue),), kinds, order)


# Doubles, and what is missing

TWICE: dict[str, Callable[[], dict[str, Any]]] = {
    "button": lambda: {"buttons": (Button("hi", NUMBER, answer=nothing, row="Hi"),)},
    "event": lambda: {"events": ("hi",)},
    "job": lambda: {"jobs": (JobKind("hi", nothing),)},
    "notice": lambda: {"notices": (NoticeKind("hi", str),)},
    "repair": lambda: {"repairs": (Repair("hi", nothing),)},
    "word for log_lines": lambda: {"log_lines": {"hi": LogLine(lambda _entry, _name: "")}},
    "word for announcements": lambda: {"announcements": {"hi": Announcement(str.format)}},
    "word for messages": lambda: {"messages": {"hi": DirectWords(lambda _server, _by: "", 0)}},
}


def test_two_features_of_one_name_are_refused() -> None:
    """A name is one feature's: others need it by that."""
    with pytest.raises(NotAFeature, match="two of the feature hello"):
        Features(a_feature(), a_feature())


@pytest.mark.parametrize("what", TWICE)
def test_what_can_be_only_once_is_refused_twice(what: str) -> None:
    """Of two buttons, events, jobs or words with the same name one would never be heard of."""
    Features(a_feature("one", **TWICE[what]()))
    with pytest.raises(NotAFeature, match=f"two of the {what} hi"):
        Features(a_feature("one", **TWICE[what]()), a_feature("two", **TWICE[what]()))


def test_the_same_twice_in_one_feature_is_refused() -> None:
    """A feature can't have two of them either."""
    button = Button("hi", NUMBER, answer=nothing, row="Hi")
    with pytest.raises(NotAFeature):
        Features(a_feature(buttons=(button, button)))


def test_forms_of_one_verb_differ_in_their_ids() -> None:
    """A form may be sent with more or less in its id; each has an answer of its own."""
    short, long = (
        Form("hi", *about, answer=nothing, row="Hi") for about in ((NUMBER,), (NUMBER, MEMBER))
    )
    assert tuple(Features(a_feature(forms=(short, long))).each("forms")) == (short, long)


def test_two_forms_with_the_same_ids_are_refused() -> None:
    """Of two forms that look the same the second would never be answered."""
    form = {"forms": (Form("hi", NUMBER, answer=nothing, row="Hi"),)}
    with pytest.raises(NotAFeature, match="two of the form hi number"):
        Features(a_feature("one", **form), a_feature("two", **form))


def test_a_form_may_be_called_as_the_button_that_shows_it() -> None:
    """The answer to *Close ticket* is sent by a form with the same word."""
    points: dict[str, Any] = {
        "buttons": (Button("hi", NUMBER, answer=nothing, row="Hi"),),
        "forms": (Form("hi", NUMBER, answer=nothing, row="Hi"),),
    }
    Features(a_feature(**points))


def test_a_feature_without_what_it_needs_is_refused() -> None:
    """All that is missing is named."""
    with pytest.raises(NotAFeature, match="hello needs lifecycle, panels"):
        Features(a_feature(needs=("panels", "lifecycle", "core")), a_feature("core"))


def test_what_a_feature_needs_may_come_later() -> None:
    """The order of the list is no order of needs."""
    Features(a_feature(needs=("later",)), a_feature("later"))


def test_settings_of_two_features_are_told_apart() -> None:
    """Two features with the same key are refused when the settings are put together."""
    features = Features(a_feature("one", settings=(Team,)), a_feature("two", settings=(Team,)))
    with pytest.raises(ValueError, match="two settings are called"):
        Declared(features.each("settings"))


# All features of the cog


def test_the_cog_s_features_fit_together() -> None:
    """Settings have one key and command each, steps are complete, forms differ in their ids."""
    assert Declared(FEATURES.each("settings")).in_order
    assert in_order(FEATURES.each("steps"))
    forms = Counter(
        (form.verb, tuple(part.name for part in form.about)) for form in FEATURES.each("forms")
    )
    assert set(forms.values()) == {1}


def test_no_two_commands_have_the_same_name() -> None:
    """No command of a feature replaces another one's."""
    names = [command.qualified_name for command in Tickets.__cog_commands__]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_event_that_is_followed_is_declared() -> None:
    """No follower waits for an event that no feature makes happen."""
    declared = set(FEATURES.each("events"))
    for point in ("followers", "fields_after"):
        for one in FEATURES.each(point):
            assert set(one.kinds) <= declared


def test_every_setting_that_is_hooked_is_declared() -> None:
    """No hook waits for a setting that isn't there; what tells of a loss has words."""
    declared = Declared(FEATURES.each("settings")).settings
    for hook in FEATURES.each("hooks"):
        assert set(hook.keys) <= set(declared)
        assert hook.lost_notice is None or hook.lost_notice in FEATURES.notices


def test_stored_words_of_the_first_release_are_known() -> None:
    """Jobs, notices and buttons that 1.0.0 has left behind are still answered."""
    assert set(FEATURES.jobs) >= {
        *("log", "direct", "request", "thread", "transcript", "delete"),
        *("roles", "founding", "panel"),
    }
    assert set(FEATURES.notices) >= {
        *("category_gone", "moderator_role_gone", "access_role_gone", "panel_gone"),
        *("panel_emoji", "reception_gone", "reception_closed", "no_reception", "thread_failed"),
        *("deletion_failed", "transcript_failed", "transcript_channel_gone", "roles_applied"),
        *("tickets_mended", "no_room", "missing_permissions", "founding_undone"),
        "founding_finished",
    }
    buttons = {button.verb for button in FEATURES.each("buttons")}
    assert buttons >= {"ask", "close", "reopen", "save", "delete", "accept", "refuse", "withdraw"}


#: An id of each button and form that messages of any age may have.
KEY = "0123abcd"
OLD_BUTTONS = [
    "ask:123",
    "close:7",
    f"confirm-close:7:{KEY}",
    f"close-confirmed:7:{KEY}:3",
    f"delete-confirmed:7:{KEY}:3",
    "reopen:7",
    "ask-close:7:1767225600",
    "ask-not-yet:7:1767225600",
    "ask-withdraw:7:1767225600",
    "reopen-own:123456789012345678:7",
    "delete:7",
    "save:7",
    f"confirm-delete:7:{KEY}",
    f"cancel:7:{KEY}",
    "accept:7",
    "refuse:7",
    "withdraw:7",
    "result:7:123",
    "list:0",
    "list-of:waiting:4:0",
    "waiting:7:us",
    "keep:7:yes",
    "blocked:0",
    "news:123",
    "apply-roles",
    f"doctor-page:{KEY}:1:0",
    f"doctor-repair:{KEY}:1",
    f"doctor-confirm:{KEY}",
    "panel:1",
    "choose:1",
    "preview:1",
    "panel-entry:1:2",
    "preview-entry:1:2",
    "ask-type:123:4",
    "ask-with:123:456:4",
    f"continue:{KEY}",
    "types:123:456",
    "type:456",
    f"move-confirmed:7:{KEY}:3:4",
    f"adopt:123456789012345678:123456789012345679:3:{KEY}",
    "adopt-cancel",
    "move-from:aaa3a-tickets",
    f"move-start:vrt-3:{KEY}",
    "move-file:ticketstrini",
    "move-cancel",
    "claim:7",
    "release:7",
    "take-over:7:123",
    f"take-over-confirmed:7:{KEY}:123",
    "rate:123456789012345678:7:1764000000",
    "rate-comment:123456789012345678:7:1764000000",
    f"menu-go:{KEY}",
    f"menu-type:{KEY}:0",
    f"menu-raise:{KEY}:4",
    f"menu-untype:{KEY}:4",
    f"menu-toggle:{KEY}:openreason.4:on",
    f"menu:{KEY}:form.t4.q5",
    f"form-edit:{KEY}:0:0",
    f"form-limits:{KEY}:4:5",
    f"form-raise:{KEY}:4:5",
    f"form-delete:{KEY}:4:5",
    f"form-own:{KEY}:4",
    f"form-follow:{KEY}:4",
    f"form-try:{KEY}:0",
    f"ready-edit:{KEY}:0",
    f"ready-delete:{KEY}:4",
    "ready-show:7:4",
    f"find:{KEY}:0",
    "stats:30:0",
    "stats-picture:30:0",
    "data:30",
    f"find-record:{KEY}:0",
    f"ready-send:7:{KEY}:4:2:123456789012345678",
    f"file-export:{KEY}",
    f"file-import:{KEY}",
    f"file-answer:{KEY}:{KEY}",
    f"file-all:{KEY}",
    f"file-apply:{KEY}:{KEY}",
    f"file-cancel:{KEY}",
    "panel-kind:button:123456789012345678",
    "panel-do:post:1:0",
    "panel-which:removereason",
    "panel-pick:removereason:1",
    "panel-channel:1",
    *(
        f"menu:{KEY}:{where}"
        for where in ("home", "reset", "panels", "new", "basics", "customisation", "opening")
    ),
    f"menu-check:{KEY}",
    f"menu-power:{KEY}:on",
    f"menu-toggle:{KEY}:overflow:off",
    f"menu-choose:{KEY}:modrole",
    f"menu-create:{KEY}:category",
    f"menu-edit:{KEY}:limit",
    f"menu-default:{KEY}:limit",
    f"menu-reset:{KEY}",
    f"menu-where:{KEY}",
    f"menu-kind:{KEY}:button:123456789012345678",
    f"menu-panel:{KEY}",
    f"setup-begin:{KEY}",
    f"setup:{KEY}:category:create",
    f"setup-back:{KEY}:category",
    f"setup-cancel:{KEY}",
]
OLD_FORMS = [
    f"menu-edit:{KEY}:limit",
    f"setup-reasons:{KEY}",
    "open:123456789012345678",
    "open:123456789012345678:1",
    "open:123456789012345678:0:4",
    "answer:123456789012345678:4",
    "panel-answer:123456789012345678:1:2:4",
    f"menu-type:{KEY}:4",
    f"form-edit:{KEY}:4:0",
    f"form-limits:{KEY}:4:5",
    "form-try",
    f"ready-edit:{KEY}:4:2",
    f"file-import:{KEY}",
    "close:7",
    "rate-comment:123456789012345678:7:1764000000",
    "refuse:7",
    "panel-new:selector:123456789012345678",
    "panel-door:1",
    "panel-words:1",
    "panel-look:1",
    "panel-reason:1:2",
    "panel-position:1:2",
    "panel-message:1",
    "open-for:123",
    "report:123456789012345678",
]


@pytest.mark.parametrize(
    ("point", "custom_id"),
    [*(("buttons", one) for one in OLD_BUTTONS), *(("forms", one) for one in OLD_FORMS)],
)
def test_every_id_has_one_answer(point: str, custom_id: str) -> None:
    """Buttons and forms of 1.0.0 are answered, each by one feature alone."""
    found = [
        button
        for button in FEATURES.each(point)
        if re.fullmatch(pattern(button), f"tickets:v1:{custom_id}")
    ]
    assert [button.verb for button in found] == [custom_id.split(":", maxsplit=1)[0]]


def test_every_kind_of_id_is_looked_at() -> None:
    """A new button or form has its id in the lists above, where it stays for good."""
    for point, ids in (("buttons", OLD_BUTTONS), ("forms", OLD_FORMS)):
        listed = {one.split(":")[0] for one in ids}
        assert {button.verb for button in FEATURES.each(point)} == listed


@pytest.mark.parametrize("point", ["buttons", "forms"])
def test_every_number_of_an_id_can_be_looked_up(point: str) -> None:
    """SQLite's numbers have 63 bits: a greater one is no id of ours, whoever has made it up."""
    for button in FEATURES.each(point):
        for part in button.about:
            for nines in ("9" * digits for digits in range(1, 30)):
                match = re.fullmatch(f"(?P<{part.name}>{part.pattern})", nines)
                if match is not None and not part.is_word:
                    assert arguments(button, match)[part.name] < 2**63, f"{button.verb}: {nines}"


# Followers


def test_followers_come_in_order() -> None:
    """A lower order is first; of the same order, whose feature stands first in the list."""
    features = Features(
        a_feature("one", events=("hello",), followers=(that_adds("c", order=60), that_adds("b"))),
        a_feature("two", followers=(that_adds("d", ("hello",), 60), that_adds("a", order=10))),
    )
    jobs = features.jobs_after(an_event(), a_ticket(), settings())
    assert [job.queue for job in jobs] == ["a", "b", "c", "d"]


def test_followers_hear_of_their_events_only() -> None:
    """Without kinds a follower hears of all, otherwise of those."""
    features = Features(
        a_feature(
            events=("hello", "goodbye"),
            followers=(that_adds("all"), that_adds("one", ("goodbye",))),
        )
    )
    heard = {
        kind: [job.queue for job in features.jobs_after(an_event(kind), None, settings())]
        for kind in ("hello", "goodbye")
    }
    assert heard == {"hello": ["all"], "goodbye": ["all", "one"]}


def test_followers_are_told_all_of_an_event() -> None:
    """The event, the ticket as it is then, the settings, and all features."""
    seen: list[Occurrence] = []

    def follow(occurrence: Occurrence) -> Iterator[Job]:
        seen.append(occurrence)
        return iter(())

    features = Features(a_feature(events=("hello",), followers=(Follower(follow),)))
    event, ticket, present = an_event(), a_ticket(), settings(limit=3)
    assert features.jobs_after(event, ticket, present) == ()
    (occurrence,) = seen
    assert (occurrence.event, occurrence.ticket, occurrence.settings) == (event, ticket, present)
    assert occurrence.features is features


@pytest.mark.parametrize("kind", list(FEATURES.each("events")))
@pytest.mark.parametrize("logged", [True, False])
@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.REFUSED])
def test_followers_are_pure(kind: str, logged: bool, state: State) -> None:
    """The same event makes the same jobs each time, without anything but what they are told."""
    # Those are about no ticket.
    ticket = None if kind in ("blocked", "unblocked") else a_ticket(state)
    present = settings(
        configured=True,
        reception_channel_id=44 if logged else None,
        transcripts=True,
        staff_thread=True,
    )
    unstored = {"deletes": False} if kind == "closed" else {}
    event = an_event(kind, by_id=9, member_id=5, unstored=unstored)
    first = FEATURES.jobs_after(event, ticket, present)
    assert FEATURES.jobs_after(event, ticket, present) == first
    assert all(job.kind in FEATURES.jobs for job in first)
    assert all(job.guild_id == GUILD and job.created_at == event.at for job in first)
    if not logged:
        assert "log" not in {job.kind for job in first}


def test_an_event_that_nobody_declares_is_a_mistake() -> None:
    """A word that was mistyped doesn't get lost unheard."""
    with pytest.raises(NotAFeature, match="no feature declares the event helo"):
        Features(a_feature(events=("hello",))).jobs_after(an_event("helo"), None, settings())


def test_a_follower_of_an_undeclared_event_is_refused() -> None:
    """A follower whose event was mistyped is noticed at once."""
    with pytest.raises((NotAFeature, KeyError)):
        Features(a_feature(events=("hello",), followers=(that_adds("x", ("helo",)),)))


# Points


def test_points_come_in_the_order_of_the_list() -> None:
    """What several features bring comes feature by feature."""
    features = Features(
        a_feature("one", events=("a", "b")), a_feature("two"), a_feature("three", events=("c",))
    )
    assert list(features.each("events")) == ["a", "b", "c"]
    assert [feature.name for feature in features] == ["one", "two", "three"]


def test_buttons_of_a_ticket_stand_by_their_order() -> None:
    """A lower order is further left, whoever brings it."""
    features = Features(
        a_feature("one", controls=(TicketButtons(lambda _t, _s: ["right"], order=90),)),  # type: ignore[list-item]
        a_feature("two", controls=(TicketButtons(lambda _t, _s: ["left"], order=10),)),  # type: ignore[list-item]
        a_feature("three", controls=(TicketButtons(lambda _t, _s: ["middle"]),)),  # type: ignore[list-item]
    )
    controls: list[Any] = features.controls(a_ticket(), settings())
    assert controls == ["left", "middle", "right"]


def test_the_first_step_before_an_opening_that_is_wanted_counts() -> None:
    """A ticket goes one way; which, its settings say, and later its state."""

    def a_step(limit: int, state: State) -> BeforeOpening:
        return BeforeOpening(
            wanted=lambda present: present.get("limit") >= limit,
            state=state,
            require=nothing,
            send=nothing,
            answer=nothing,
            opening_failed=nothing,
        )

    one, two = a_step(5, State.REQUESTED), a_step(3, State.OPENING)
    features = Features(a_feature(before_opening=(one, two)))
    found = [features.before_opening(settings(limit=limit)) for limit in (5, 3, 0)]
    assert found == [one, two, None]
    assert features.before_opening_of(State.OPENING) is two
    assert features.before_opening_of(State.OPEN) is None


def test_who_deletes_is_told_if_something_is_kept() -> None:
    """That a ticket is saved before depends on the settings of that moment."""
    before = BeforeDeletion(wanted=lambda present: present.get("transcripts"), run=nothing)
    features = Features(a_feature(before_deletion=(before,)))
    assert features.keeps_before_deletion(settings(transcripts=True))
    assert not features.keeps_before_deletion(settings())
    assert not Features().keeps_before_deletion(settings(transcripts=True))


def test_hooks_are_found_by_their_settings() -> None:
    """Each setting has the hooks that name it; those that tell of a loss are known by key."""
    one = SettingHook(keys=("limit", "overflow"), require=nothing)
    two = SettingHook(keys=("limit",), lost_notice="limit_gone")
    features = Features(a_feature("one", hooks=(one,)), a_feature("two", hooks=(two,)))
    assert list(features.hooks_of("limit")) == [one, two]
    assert list(features.hooks_of("overflow")) == [one]
    assert list(features.hooks_of("other")) == []
    assert features.lost_notices == {"limit": "limit_gone"}


def test_settlers_are_found_by_state() -> None:
    """What an earlier run left half done is settled by who knows that state."""
    features = Features(a_feature(settlers=(Settler(State.OPEN, nothing),)))
    assert features.settler_of(a_ticket(State.OPEN)) is nothing
    assert features.settler_of(a_ticket(State.CLOSED)) is None


def test_some_tickets_of_a_state_have_a_settler_of_their_own() -> None:
    """Who wants a ticket settles it, whatever the order; all others are the general one's."""

    async def special(*_about: object) -> None:
        """Settles what is numbered 1."""

    general = Settler(State.OPEN, nothing)
    own = Settler(State.OPEN, special, wanted=lambda ticket: ticket.number == 1)
    for order in ((general, own), (own, general)):
        features = Features(a_feature(settlers=order))
        assert features.settler_of(a_ticket(State.OPEN, number=1)) is special
        assert features.settler_of(a_ticket(State.OPEN, number=2)) is nothing
