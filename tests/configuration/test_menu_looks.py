"""Every page of the menu fits Discord, whatever the settings are; all of them are made from the
settings' descriptions."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import discord
import pytest
from redbot.core import commands

from tests.core.builders import (
    CHANNEL,
    DECLARED,
    SETTINGS,
    SIMPLE,
    a_panel,
    a_selector,
    formatting_in,
    many_ids,
    settings,
)
from tests.panels.test_panel_looks import check_form
from tickets.cog import FEATURES
from tickets.configuration.commands.of_settings import setting_commands
from tickets.configuration.render import controls
from tickets.configuration.render import menu as look
from tickets.configuration.render import settings as words
from tickets.core import errors
from tickets.core.declaration import declaration
from tickets.core.feature import Feature
from tickets.core.features import Features
from tickets.core.form import LABEL_LIMIT, Form, Question, QuestionKind
from tickets.core.kinds.channels import Category, Channel
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.kind import ROLE_LIMIT
from tickets.core.kinds.lines import Lines
from tickets.core.kinds.questions import Questions
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text, Written
from tickets.core.render.failures import explain
from tickets.core.settings import (
    BASICS,
    CLOSING,
    CUSTOMISATION,
    OPENING,
    Declared,
    Page,
    Setting,
    Settings,
)
from tickets.core.settings import setting as described
from tickets.hours.kinds import Holidays, OpeningHours, Zone
from tickets.hours.rules.values import HOLIDAY_LIMIT, Holiday, Hours, Span
from tickets.panels.render.panels import panel_link
from tickets.requests.settings import Validation

if TYPE_CHECKING:
    from collections.abc import Iterator

# Views and forms want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

KEY = "0123abcd"
every_setting = pytest.mark.parametrize("setting", SIMPLE, ids=lambda setting: setting.key)
every_page = pytest.mark.parametrize(
    "group", [BASICS, CUSTOMISATION, OPENING, CLOSING], ids=lambda page: page.name
)
#: Characters that all need to be escaped, and lines that all become longer as quotes.
STARS, LINES = "*_`<@1>](#", "#\n"
#: The longest sentence that may stand beside a setting.
LONGEST_NOTE = "⚠️ " + explain(errors.DiscordRefused(code=50035, text="*" * 300))


def components(view: discord.ui.LayoutView) -> list[dict[str, Any]]:
    """Everything on a page, counted with what is inside other things."""

    def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield node
        inner = node.get("accessory")
        for child in (*(node.get("components") or ()), *((inner,) if inner else ())):
            yield from walk(child)

    parts = view.to_components()  # type: ignore[no-untyped-call]
    return [one for part in parts for one in walk(part)]


def texts(view: discord.ui.LayoutView) -> str:
    """All words of a page."""
    return "\n".join(one["content"] for one in components(view) if "content" in one)


def check_page(view: discord.ui.LayoutView) -> None:
    """Discord's limits for a message of components."""
    everything = components(view)
    assert len(everything) <= 40
    assert sum(len(one["content"]) for one in everything if "content" in one) <= 4000
    ids = [one["custom_id"] for one in everything if "custom_id" in one]
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(one) <= 100 for one in ids)
    for one in everything:
        assert one.get("type") != 2 or 1 <= len(one["label"]) <= 80
        assert len(one.get("placeholder") or "") <= 150
        assert len(one.get("options") or ()) <= 25
        assert (one.get("max_values") or 0) <= 25
        for option in one.get("options") or ():
            assert 1 <= len(option["label"]) <= 100
            assert len(option.get("description") or "") <= 100
    assert view.is_finished()


def largest_value(setting: Setting, number: int, text: str) -> Any:
    """The value that takes the most space on a page."""
    match setting.kind:
        case Toggle():
            return True
        case Number() as kind:
            return kind.maximum
        case Choice() as choice:
            return max(choice.meanings, key=lambda member: len(choice.meanings[member]))
        case Text() as kind:
            return (text * kind.limit)[: kind.limit]
        case Lines() as kind:
            return tuple(
                f"{one}{text * kind.limit}"[: kind.limit] for one in range(100, 100 + kind.most)
            )
        case Roles():
            return many_ids(ROLE_LIMIT, CHANNEL + 100 * number)
        case Category() | Channel():
            return CHANNEL + 1000 + number
        case Questions():
            return built_form(text)
        case OpeningHours():
            often = (
                Span(day, 15 * part + day, 15 * part + 10 + day)
                for day in range(7)
                for part in range(12)
            )
            return Hours(tuple(often))
        case Holidays():
            return tuple(Holiday.on(2000 + year, 12, 31) for year in range(HOLIDAY_LIMIT))
        case Zone():
            return "America/Argentina/ComodRivadavia"
    raise AssertionError(setting.kind)


def built_form(text: str) -> Form:
    """Five questions with long words."""
    form = Form()
    for _number in range(5):
        label = (text * LABEL_LIMIT)[:LABEL_LIMIT]
        form = form.with_new(Question(id=0, kind=QuestionKind.SHORT, label=label))
    return form


def configuration(present: Settings, **changes: Any) -> words.Configuration:
    """A server with these settings."""
    return words.Configuration(settings=present, declared=DECLARED, **changes)


def fullest(text: str, *, there: bool = True) -> words.Configuration:
    """A server on which everything is as long and as many as possible."""
    present = settings(
        configured=True,
        enabled=True,
        **{
            setting.key: largest_value(setting, number, text)
            for number, setting in enumerate(SETTINGS)
        },
    )
    exists: set[int] = set()
    for setting in SETTINGS if there else ():
        value = present.get(setting.key)
        if isinstance(setting.kind, Roles):
            exists.update(value)
        elif isinstance(setting.kind, Category | Channel):
            exists.add(value)
    panels = tuple(
        a_selector(*(STARS * 10)[:100].split("x"), number=9000 + number) for number in range(25)
    )
    return configuration(present, exists=exists, panels=panels)


#: As much as may stand below *More…*.
MORE = tuple(look.MoreEntry(f"types{n}", "W" * 100, "W" * 100) for n in range(25))
there_or_deleted = pytest.mark.parametrize("there", [True, False], ids=["there", "deleted"])
texts_of_admins = pytest.mark.parametrize("text", [STARS, LINES, "W"], ids=["stars", "lines", "w"])


@texts_of_admins
@there_or_deleted
async def test_the_first_page_fits(language: str, text: str, there: bool) -> None:
    """25 roles twice, the longest texts and 25 panels still make one page, as they do for a
    server on which nothing is there any more, with everything that can be missing."""
    present = fullest(text, there=there)
    for note in (None, "x" * 4000):
        check_page(look.main_page(KEY, present, MORE, 999, note))


@texts_of_admins
@there_or_deleted
@every_page
async def test_each_group_fits(language: str, text: str, there: bool, group: Page) -> None:
    """So do the groups' pages, whichever setting has something said about it."""
    present = fullest(text, there=there)
    for setting in SETTINGS:
        note = controls.Note(setting.key, LONGEST_NOTE)
        check_page(look.group_page(KEY, group, present, 9999, note))


@every_page
@pytest.mark.parametrize("lost", [(), [setting.key for setting in SETTINGS]])
async def test_each_group_fits_with_nothing_set(
    language: str, group: Page, lost: list[str]
) -> None:
    """Where nothing is chosen there are buttons that create it, and they fit."""
    present = configuration(settings(), exists=(), lost=lost)
    check_page(look.main_page(KEY, present))
    check_page(look.group_page(KEY, group, present, 1))


async def test_the_other_pages_fit(language: str) -> None:
    """Set up, reset, panels, a new panel: with 25 panels and the longest names."""
    present = fullest(STARS)
    places = {CHANNEL: "#" + "*" * 99}
    left = look.reset_done([(panel_link(panel, 20), LONGEST_NOTE) for panel in present.panels])
    for page in (
        look.setup_page(KEY),
        look.setup_page(KEY, left),
        look.reset_page(KEY, present),
        look.panels_page(KEY, present.panels, places),
        look.panels_page(KEY, (), {}),
        look.new_panel_page(KEY, CHANNEL),
        look.new_panel_page(KEY, None),
    ):
        check_page(page)


@every_setting
async def test_forms_fit(language: str, setting: Setting) -> None:
    """The form of a number or text starts from the longest value that there may be."""
    if not isinstance(setting.kind, Number | Text):
        return
    for text in ("", "x" * 5000, setting.kind.words(setting.default)):
        form = controls.edit_form(KEY, setting, text)
        modal = form.to_dict()
        assert 1 <= len(modal["title"]) <= 45
        display, label = form.children
        assert isinstance(display, discord.ui.TextDisplay)
        assert isinstance(label, discord.ui.Label)
        assert 1 <= len(label.text) <= 45
        assert form.is_finished()
        form.remove_item(display)
        check_form(form)


async def test_words_of_admins_stay_words(language: str) -> None:
    """Texts of admins, and names of panels, neither format nor break their page."""
    present_settings = settings(
        configured=True,
        validation=Validation.MANUAL,
        welcome_message="# Big\n**bold** @everyone <@1>",
        confirmation_message="**long** " * 10,
        channel_format="`x` **y**",
    )
    panel = a_panel(name="**b** [a](b)")
    present = configuration(present_settings, exists=(), panels=(panel,))
    shown = texts(look.main_page(KEY, present)) + texts(look.panels_page(KEY, (panel,), {}))
    assert "\n# Big" not in shown
    assert "`# Big **bold** @everyone <@1>`" in shown
    assert "`ˋxˋ **y**`" in shown
    assert "\\*\\*long\\*\\* \\*\\*long" in shown
    assert "**long" not in shown
    (quote,) = [
        line
        for line in texts(look.group_page(KEY, CUSTOMISATION, present)).splitlines()
        if "bold" in line
    ]
    assert list(formatting_in(quote.removeprefix("> "))) == []
    assert "\\*\\*b\\*\\*" in shown


async def test_long_texts_are_clipped(language: str) -> None:
    """On the first page a text has about 100 characters, on its own page 300."""
    present = fullest("W")
    assert "W" * 101 not in texts(look.main_page(KEY, present))
    assert "W" * 99 + "…" in texts(look.main_page(KEY, present))
    assert "W" * 299 + "…" in texts(look.group_page(KEY, CUSTOMISATION, present))


# One source


async def test_each_kind_has_its_control() -> None:
    """A toggle has a button, a choice its options, roles and channels Discord's selectors."""
    types = {Choice: 3, Roles: 6, Category: 8, Channel: 8}
    present = fullest("W")
    for setting in SETTINGS:
        page = look.group_page(KEY, setting.page, present)
        controlled = [
            one["type"]
            for one in components(page)
            if one.get("custom_id", "").split(":")[4:5] == [setting.command]
        ]
        assert controlled == [types.get(type(setting.kind), 2)] * (
            2 if isinstance(setting.kind, Written) else 1
        ), setting.key


class Word(Enum):
    """What a choice may be."""

    ONE = "one"
    TWO = "two"


#: A setting of each kind that nobody knows of but its description.
DUMMIES = {
    "toggle": (False, Toggle()),
    "number": (3, Number(1, 9)),
    "choice": (Word.ONE, Choice({Word.ONE: "the first", Word.TWO: "the second"})),
    "text": ("hello", Text(60, ("server",))),
    "roles": ((), Roles(limit=3)),
    "category": (None, Category()),
    "channel": (None, Channel()),
}


@commands.group()  # type: ignore[no-untyped-call,untyped-decorator]
async def a_group(ctx: commands.Context) -> None:
    """Stands in for the group of the settings' commands."""


@pytest.mark.parametrize("name", DUMMIES)
async def test_a_new_setting_appears_everywhere(name: str) -> None:
    """A setting that is only described has its command with a manual, its line in show and on
    the first page, and its control on its group's page."""
    default, kind = DUMMIES[name]
    setting = described(
        default,
        kind,
        command="dummy",
        page=CLOSING,
        order=99,
        title="The dummy",
        help="Whether there is a dummy.",
        examples=("on",),
    )
    for one in tuple(a_group.commands):
        a_group.remove_command(one.name)
    body = {"__annotations__": {"dummy": Any}, "dummy": setting}
    part: Any = declaration(type("Grown", (), body))
    features = Features(*FEATURES, Feature(name="dummies", settings=(part,)))
    declared = Declared(features.each("settings"))
    grown = Settings(declared, {"configured": True})
    present = words.Configuration(settings=grown, declared=declared, exists=())

    assert "**The dummy** — " in texts(look.main_page(KEY, present))
    page = look.group_page(KEY, CLOSING, present)
    check_page(page)
    assert "**The dummy**" in texts(page)
    assert "Whether there is a dummy." in texts(page)
    ids = [one["custom_id"] for one in components(page) if "custom_id" in one]
    assert [one for one in ids if ":dummy" in one]
    embed = words.overview(present)
    assert "The dummy" in str(embed.to_dict())
    made = setting_commands(features, {"ticketset": a_group})
    (command,) = [one for one in made.values() if one.name == "dummy"]
    assert "`[p]ticketset dummy on`" in str(command.help)
