"""Messages, forms and buttons stay within Discord's limits, whatever they are filled with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.core.builders import (
    CHANNEL,
    DECLARED,
    MODERATOR_ROLE,
    OPENER,
    SETTINGS,
    a_ticket,
    formatting_in,
    many_ids,
    settings,
    some_facts,
)
from tickets.cog import FEATURES
from tickets.configuration.render import settings as pages
from tickets.core.kinds.kind import ROLE_LIMIT, TEXT_LIMIT
from tickets.core.render import controls
from tickets.core.render.forms import submitted
from tickets.core.render.message import RED
from tickets.core.render.topic import is_topic_of, topic_of
from tickets.core.team import Team
from tickets.core.ticket import State
from tickets.lifecycle.render import forms
from tickets.lifecycle.render import ticket as look
from tickets.lifecycle.rules import About, ClosedAccess

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tickets.core.render.message import Message
    from tickets.core.settings import Setting, Settings
    from tickets.core.ticket import Ticket

# Views and forms want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

BLURPLE = discord.Colour(0x5865F2)
GROUPS = [page.title for page in DECLARED.pages if page.edit]
ICON = "https://cdn.discordapp.com/icons/1/2.png"
every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


def check_embed(embed: discord.Embed) -> None:
    """Discord's limits for one embed."""
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert len(embed.author.name or "") <= 256
    assert len(embed.footer.text or "") <= 2048
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 1 <= len(field.name or "") <= 256
        assert 1 <= len(field.value or "") <= 1024, field.name
    assert len(embed) <= 6000


def check_view(view: discord.ui.View) -> None:
    """Discord's limits for the buttons of a message."""
    buttons = view.children
    assert 1 <= len(buttons) <= 5
    for button in buttons:
        assert isinstance(button, discord.ui.Button)
        assert 1 <= len(button.label or "") <= 80
        assert 1 <= len(button.custom_id or "") <= 100
    assert len({button.custom_id for button in buttons}) == len(buttons)  # type: ignore[attr-defined]


def check_message(message: Message) -> None:
    """Discord's limits for a message."""
    assert len(message.content or "") <= 2000
    if message.embed is not None:
        check_embed(message.embed)
    if message.view is not None:
        check_view(message.view)


def labels(view: discord.ui.View | None) -> list[str | None]:
    """What the buttons say."""
    assert view is not None
    return [button.label for button in view.children if isinstance(button, discord.ui.Button)]


#: 400 characters that all need to be escaped, in as many ways as there are.
LONG_REASON = "*_`<@1>](" * 44 + "****"
LONG_LINES = "#\n" * 200


def longest_facts(**changes: Any) -> look.WelcomeFacts:
    """The longest names, 25 mentioned roles, a welcome text of nothing but variables."""
    server, person = "*" * 100, "_" * 32
    facts = some_facts(person, server=server, reason=LONG_REASON)
    return look.WelcomeFacts(
        **{
            "guild_name": server,
            "guild_icon": ICON,
            "mentioned_role_ids": many_ids(ROLE_LIMIT),
            "welcome_text": ("{server}{user}{reason}" * 100)[:TEXT_LIMIT],
            "values": facts.values(),
            "closer_name": "|" * 100,
            **changes,
        }
    )


def plain_facts(**changes: Any) -> look.WelcomeFacts:
    """An ordinary server."""
    return look.WelcomeFacts(
        **{
            "guild_name": "The Shop",
            "guild_icon": None,
            "values": some_facts().values(),
            "closer_name": "Max",
            **changes,
        }
    )


def buttons_of(ticket: Ticket) -> list[discord.ui.Button[Any]]:
    """What can be done with a ticket, of all features."""
    return FEATURES.controls(ticket, settings())


def welcome(ticket: Ticket, facts: look.WelcomeFacts) -> Message:
    """The first message, with the ticket's buttons."""
    return look.welcome(ticket, replace(facts, buttons=buttons_of(ticket)))


def card(ticket: Ticket) -> Message:
    """The card, with the ticket's buttons."""
    return look.card(ticket, buttons_of(ticket))


def announced(
    ticket: Ticket,
    what: str,
    name: str = "Max",
    *,
    with_controls: bool = False,
    about: About | None = None,
) -> Message:
    """What is said in the channel."""
    return look.announcement(
        ticket,
        FEATURES.announcements[what],
        name=name,
        about=about,
        avatar=ICON,
        buttons=buttons_of(ticket) if with_controls else (),
    )


# Limits


@pytest.mark.parametrize("state", [State.OPENING, State.OPEN, State.CLOSED])
@pytest.mark.parametrize("reason", [None, "x", LONG_REASON, LONG_LINES])
async def test_the_welcome_message_fits(state: State, reason: str | None, language: str) -> None:
    """The longest names, reasons and welcome texts still make one message."""
    ticket = a_ticket(state, reason=reason, number=10**8)
    check_message(welcome(ticket, longest_facts()))


@pytest.mark.parametrize("reason", [None, LONG_REASON, LONG_LINES])
@pytest.mark.parametrize("with_controls", [False, True])
@pytest.mark.parametrize("what", FEATURES.announcements)
async def test_announcements_fit(
    what: str, with_controls: bool, reason: str | None, language: str
) -> None:
    """The longest name and reason still fit into an announcement."""
    ticket = a_ticket(State.CLOSED, close_reason=reason)
    message = announced(ticket, what, "W" * 100, with_controls=with_controls)
    check_message(message)
    assert (message.view is not None) is with_controls


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
async def test_the_card_fits(state: State, language: str) -> None:
    """A ticket's card fits with the longest reason."""
    check_message(card(a_ticket(state, reason=LONG_REASON, number=10**8)))


async def test_the_topic_fits(language: str) -> None:
    """A channel's topic has at most 1,024 characters."""
    assert len(topic_of(a_ticket(number=10**8))) <= 1024


@pytest.mark.parametrize(
    "made", [forms.opening_form, lambda number: forms.closing_form(number, required=False)]
)
async def test_forms_fit(made: Callable[[int], discord.ui.Modal], language: str) -> None:
    """Title, label and description of a form are within Discord's limits."""
    form = made(10**19)
    (label,) = form.children
    assert isinstance(label, discord.ui.Label)
    assert 1 <= len(form.title) <= 45
    assert len(form.custom_id) <= 100
    assert 1 <= len(label.text) <= 45
    assert len(label.description or "") <= 100


@pytest.mark.parametrize("dangerous", [False, True])
async def test_questions_fit(dangerous: bool, language: str) -> None:
    """The buttons of a question are within Discord's limits."""
    ticket = a_ticket(number=10**8, revision=10**8)
    check_view(controls.confirmation("delete", ticket, "0123abcd", dangerous=dangerous))
    check_view(forms.ask_for_reason(10**19))


def full_settings() -> Settings:
    """The most that can be set."""
    return settings(
        enabled=True,
        configured=True,
        category_id=CHANNEL,
        access_role_ids=many_ids(ROLE_LIMIT),
        moderator_role_ids=many_ids(ROLE_LIMIT, start=1_456_074_443_990_000_000),
        limit=50,
        channel_format="x" * 100,
        welcome_message="y" * TEXT_LIMIT,
    )


def overview(present: Settings, exists: Collection[int]) -> discord.Embed:
    """All settings of a server on which these roles and channels are."""
    shown = pages.Configuration(settings=present, declared=DECLARED, exists=exists)
    return pages.overview(shown)


@pytest.mark.parametrize("gone", [False, True])
async def test_the_overview_fits(gone: bool, language: str) -> None:
    """All settings at their longest are shown in one embed, roles that are gone included."""
    present = full_settings()
    team = present[Team]
    roles = {*team.access_role_ids, *team.moderator_role_ids, CHANNEL}
    exists = set() if gone else roles
    check_embed(overview(present, exists))


async def test_the_overview_closes_what_it_opens() -> None:
    """A clipped value doesn't run into the next line's formatting."""
    embed = overview(full_settings(), set())
    for field in embed.fields:
        for line in (field.value or "").splitlines():
            assert line.count("`") % 2 == 0, line


@every_setting
async def test_every_command_has_a_manual(setting: Setting, language: str) -> None:
    """The help of each setting explains it, lists what is possible and shows examples."""
    text = pages.manual(setting)
    assert not re.search(
        r"\{(help|values|examples|default|minimum|maximum|limit|variables)\}", text
    )
    assert f"[p]ticketset {setting.command} {setting.examples[0]}" in text
    assert len(text) <= 2000


@every_setting
@pytest.mark.parametrize("present", [settings(), full_settings()], ids=["default", "full"])
async def test_every_value_is_answered_in_one_message(
    setting: Setting, present: Settings, language: str
) -> None:
    """Showing and changing a setting answers with one message, however long the value is."""
    assert len(pages.changed(setting, present)) <= 2000
    assert len(pages.present_value(setting, present, f"!ticketset {setting.command}")) <= 2000


# What is shown


async def test_the_welcome_greets_and_pings_the_opener_only() -> None:
    """Without moderator mentions only the opener is named and pinged (T4, T14)."""
    message = welcome(a_ticket(), plain_facts())
    assert message.content == f"Welcome to your ticket, <@{OPENER}>!"
    pings = message.pings.to_dict()
    assert (pings["parse"], pings["users"], pings["roles"]) == ([], [OPENER], [])


async def test_the_welcome_mentions_moderators_when_told() -> None:
    """With moderator mentions on, all moderator roles are named and pinged."""
    facts = plain_facts(mentioned_role_ids=(MODERATOR_ROLE,))
    message = welcome(a_ticket(), facts)
    assert (message.content or "").endswith(f"<@&{MODERATOR_ROLE}>")
    assert message.pings.to_dict()["roles"] == [MODERATOR_ROLE]


@pytest.mark.parametrize(
    ("reason", "text", "shown"),
    [
        ("Lost parcel", "Hi {user}", "**Reason:** Lost parcel"),
        (None, "Hi {user}, {number}", f"Hi <@{OPENER}>, 7"),
        (None, "{user.globalname} {server}", "Ada The Shop"),
        (None, None, "Tell us what's going on"),
    ],
)
async def test_the_welcome_shows_reason_or_text(
    reason: str | None, text: str | None, shown: str
) -> None:
    """The reason when there is one, else the server's welcome text (T4)."""
    message = welcome(a_ticket(reason=reason), plain_facts(welcome_text=text))
    assert message.embed is not None
    assert (message.embed.description or "").startswith(shown)


async def test_a_closed_ticket_looks_closed() -> None:
    """It is red, says who closed it and when, and keeps the opening reason (T6)."""
    ticket = a_ticket(State.CLOSED)
    message = welcome(ticket, plain_facts())
    embed = message.embed
    assert embed is not None
    assert embed.colour == RED
    assert embed.title == "Ticket closed by Max"
    assert embed.description == "**Reason:** My parcel never arrived"
    assert embed.timestamp is not None
    assert int(embed.timestamp.timestamp()) == ticket.closed_at
    assert embed.footer.text == "Ticket on The Shop"


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.OPEN, ["Close ticket"]),
        (State.CLOSED, ["Reopen", "Save transcript", "Delete"]),
    ],
)
async def test_a_ticket_has_the_buttons_of_its_state(state: State, buttons: list[str]) -> None:
    """An open ticket can be closed, a closed one reopened or deleted; the card has the same."""
    ticket = a_ticket(state)
    assert labels(welcome(ticket, plain_facts()).view) == buttons
    assert labels(card(ticket).view) == buttons


async def test_a_reopened_ticket_looks_open() -> None:
    """Editing the welcome message back takes the title and time of closing away."""
    edit = welcome(a_ticket(), plain_facts()).to_edit()
    assert edit["embed"].title is None
    assert edit["embed"].timestamp is None
    assert edit["embed"].colour == BLURPLE


async def test_editing_pings_nobody() -> None:
    """A change of the welcome message is not a new ping."""
    edit = welcome(a_ticket(), plain_facts()).to_edit()
    assert edit["allowed_mentions"].to_dict() == {"parse": []}


async def test_a_closing_reason_is_a_quote() -> None:
    """The announcement shows the reason as a quote, every line of it, and pings nobody."""
    ticket = a_ticket(State.CLOSED, close_reason="Solved\nThanks")
    message = announced(ticket, "closed")
    assert message.embed is not None
    assert message.embed.description == "> **Reason:** Solved\n> Thanks"
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("closed", "Max closed the ticket."),
        ("reopened", "Max reopened the ticket."),
        ("left", "Max left the server."),
        ("back", "Max is back on the server."),
    ],
)
async def test_what_happened_is_one_sentence(what: str, sentence: str) -> None:
    """Who did what stands beside their picture; only a closing shows a reason."""
    message = announced(a_ticket(State.CLOSED), what)
    assert message.embed is not None
    assert (
        message.embed.author.name
        == look.announced(FEATURES.announcements[what], "Max")
        == sentence
    )
    assert message.embed.author.icon_url == ICON
    assert (message.embed.description is not None) is (what == "closed")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("added", "Max added Eve to the ticket."),
        ("removed", "Max removed Eve from the ticket."),
    ],
)
async def test_an_announcement_names_whom_it_is_about(what: str, sentence: str) -> None:
    """Both names stand in one sentence; nobody is called who isn't to be."""
    message = announced(a_ticket(), what, about=About(name="Eve"))
    assert message.embed is not None
    assert message.embed.author.name == sentence
    assert message.content is None
    assert message.to_send()["allowed_mentions"].to_dict() == {"parse": []}


@pytest.mark.parametrize("called", [(), (OPENER,)])
async def test_only_who_is_called_is_pinged(called: tuple[int, ...]) -> None:
    """A member who was added is called to the ticket; a role never is."""
    mention = f"<@{OPENER}>" if called else f"<@&{MODERATOR_ROLE}>"
    about = About(name="Eve", mention=mention, called_ids=called)
    message = announced(a_ticket(), "added", about=about)
    assert message.content == mention
    pings = message.pings.to_dict()
    assert pings["parse"] == []
    assert not pings.get("roles")
    assert list(pings.get("users") or ()) == list(called)


HOSTILE = "**b** @everyone <@1> [a](b) ||c|| `d`"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
async def test_hostile_names_and_reasons_stay_text(state: State) -> None:
    """Names and reasons neither format nor ping in any of a ticket's messages (X3)."""
    ticket = a_ticket(state, reason=HOSTILE, close_reason=HOSTILE)
    values = some_facts(HOSTILE, server=HOSTILE).values()
    facts = plain_facts(closer_name=HOSTILE, guild_name=HOSTILE, values=values)
    closing = announced(ticket, "closed", HOSTILE)
    for message in (welcome(ticket, facts), card(ticket), closing):
        assert message.embed is not None
        shown = [message.embed.title, message.embed.description]
        for text in shown:
            user_made = (text or "").replace("> **Reason:**", "").replace("**Reason:**", "")
            assert list(formatting_in(user_made)) == []


async def test_hostile_names_stay_text_in_the_welcome_text() -> None:
    """A member called `**{server}**` is shown so by a welcome text with variables."""
    values = some_facts("**{server}** @everyone").values()
    facts = plain_facts(welcome_text="Hi {user.globalname}", values=values)
    message = welcome(a_ticket(reason=None), facts)
    assert message.embed is not None
    assert "{server}" in (message.embed.description or "")
    assert list(formatting_in(message.embed.description or "")) == []


@pytest.mark.parametrize(
    ("change", "same"),
    [({}, True), ({"number": 8}, False), ({"opener_id": 1}, False), ({"created_at": 1}, False)],
)
async def test_a_lost_channel_is_recognised(
    change: dict[str, Any], same: bool, language: str
) -> None:
    """By its topic, in any language, a channel is known to be the ticket's and no other's."""
    topic = topic_of(a_ticket())
    assert is_topic_of(topic, a_ticket(**change)) is same
    assert is_topic_of(None, a_ticket()) is False
    assert is_topic_of("", a_ticket()) is False
    assert is_topic_of("0" + topic, a_ticket()) is False


def ids_of(ticket: Ticket) -> list[str]:
    """The ids of a ticket's buttons."""
    return [button.custom_id or "" for button in buttons_of(ticket)]


async def test_ids_of_buttons_never_change() -> None:
    """Buttons of messages posted by an older version work: their ids mean the same for ever."""
    assert ids_of(a_ticket()) == ["tickets:v1:close:7"]
    assert ids_of(a_ticket(State.CLOSED)) == [
        "tickets:v1:reopen:7",
        "tickets:v1:save:7",
        "tickets:v1:delete:7",
    ]
    assert controls.identify("ask", 5) == "tickets:v1:ask:5"
    assert forms.opening_form(9).custom_id == "tickets:v1:open:9"
    assert forms.closing_form(9, required=True).custom_id == "tickets:v1:close:9"


async def test_no_button_is_kept_in_memory() -> None:
    """Buttons are sent and forgotten: nothing piles up with the number of tickets (X7)."""
    for view in (controls.row(*buttons_of(a_ticket())), forms.ask_for_reason(1)):
        assert view.is_finished()
    assert forms.opening_form(1).is_finished()


@pytest.mark.parametrize(
    ("components", "texts"),
    [
        ([], {}),
        ([{"type": 18, "component": {"custom_id": "reason", "value": "Hi"}}], {"reason": "Hi"}),
        ([{"type": 1, "components": [{"custom_id": "reason", "value": "Hi"}]}], {"reason": "Hi"}),
        ([{"type": 18, "component": {"custom_id": "reason", "value": None}}], {"reason": ""}),
        ([{"type": 18, "component": {"custom_id": "reason"}}], {"reason": ""}),
        ([{"type": 10, "content": "text"}], {}),
    ],
)
async def test_what_was_filled_in_is_found(
    components: list[dict[str, Any]], texts: dict[str, str]
) -> None:
    """The texts of a form are read from whatever shape Discord sends them in."""
    assert submitted({"components": components}) == texts


# The overview


async def test_the_overview_shows_every_setting() -> None:
    """Each setting stands in its group, the groups in the order of C3."""
    embed = overview(settings(), set())
    names = [field.name for field in embed.fields]
    assert [name for name in names if name in GROUPS] == GROUPS
    shown = "\n".join(f"{field.name}\n{field.value}" for field in embed.fields)
    by_group = re.split("|".join(f"^{group}$" for group in GROUPS), shown, flags=re.MULTILINE)
    for group, text in zip(GROUPS, by_group[1:], strict=True):
        for setting in SETTINGS:
            assert setting.page.title != group or setting.title in text


@pytest.mark.parametrize(("enabled", "word"), [(True, "enabled"), (False, "disabled")])
async def test_the_overview_shows_the_status_first(enabled: bool, word: str) -> None:
    """Whether the system is enabled stands above everything."""
    embed = overview(settings(enabled=enabled), set())
    assert word in (embed.description or "")


async def test_what_was_deleted_is_marked() -> None:
    """A role or category that is gone is shown as deleted, the rest as links."""
    present = settings(category_id=CHANNEL, moderator_role_ids=(1, 2))
    shown = str(overview(present, {1}).to_dict())
    assert "<@&1>" in shown
    assert "<@&2>" not in shown
    assert f"<#{CHANNEL}>" not in shown
    assert shown.count("⚠️ deleted") == 2


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("limit", 0, "unlimited"),
        ("limit", 3, "3"),
        ("overflow", True, "on"),
        ("overflow", False, "off"),
        ("closed_access", ClosedAccess.READ, "can still read it"),
        ("channel_format", "x-{number}", "`x-{number}`"),
        ("moderator_role_ids", (), "none"),
        ("moderator_role_ids", (1, 2), "<@&1> <@&2>"),
        ("category_id", None, "not set"),
        ("category_id", 5, "<#5>"),
    ],
)
async def test_values_are_shown_in_words(key: str, value: Any, shown: str) -> None:
    """People read words, not what is stored."""
    (setting,) = (setting for setting in SETTINGS if setting.key == key)
    assert setting.kind.words(value) == shown
