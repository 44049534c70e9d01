"""A feature is put in or left out by its line in the list alone: everything else stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

import pytest
from discord import ButtonStyle

from tests.core.builders import GUILD, OPENER, a_ticket
from tests.core.test_permission_rows import LISTED, missing
from tests.privacy.test_personal import Memory, overlooked
from tickets.cog import FEATURES, TicketsCog
from tickets.core.app import App
from tickets.core.commands.base import Commands
from tickets.core.commands.build import build
from tickets.core.commands.marks import subcommand
from tickets.core.declaration import declaration
from tickets.core.errors import Refused
from tickets.core.event import TicketEvent
from tickets.core.feature import (
    Announcement,
    Button,
    Feature,
    Follower,
    LogLine,
    Sentence,
    TicketButtons,
)
from tickets.core.features import Features, NotAFeature
from tickets.core.health import Check, CheckGroup, Severity, case, diagnose
from tickets.core.job import Job
from tickets.core.kinds.questions import Questions
from tickets.core.kinds.toggle import Toggle
from tickets.core.personal import NOBODY, PersonalTable
from tickets.core.render import controls, failures
from tickets.core.settings import OPENING, Declared, Settings, setting
from tickets.core.store.schema import STEPS, Step, in_order
from tickets.core.ticket import State
from tickets.core.ui.ids import NUMBER
from tickets.core.ui.items import Components
from tickets.core.ui.menus import Menus
from tickets.privacy.store import PeopleStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from redbot.core import commands

pytestmark = pytest.mark.asyncio


# Whether all fits together


def settings_of(features: Features, **values: Any) -> Settings:
    """A server's settings, of what these features declare."""
    return Settings(Declared(features.each("settings")), values)


def unstable(features: Features, folder: Path) -> Iterator[str]:
    """What doesn't work in a cog of these features, without Red."""
    cog = build("Tickets", TicketsCog, features)
    typed = [command.qualified_name for command in cog.__cog_commands__]
    yield from (f"{name} is in no group" for name in typed if not name.startswith("ticket"))
    yield from (f"{name} twice" for name in set(typed) if typed.count(name) > 1)
    declared = Declared(features.each("settings"))
    for hook in features.each("hooks"):
        yield from (f"a hook for {key}" for key in hook.keys if key not in declared.settings)
        if hook.lost_notice is not None and hook.lost_notice not in features.notices:
            yield f"the notice {hook.lost_notice}"
    for one in declared.in_order:
        if one.only_while is not None and one.only_while.key not in declared.settings:
            yield f"{one.key} waits for {one.only_while.key}"
        # Questions are changed in a menu that is another feature's, and so is its command.
        if f"ticketset {one.command}" not in typed and not isinstance(one.kind, Questions):
            yield f"{one.key} has no command"
    components = Components(features)
    if len(components.items) != len(list(features.each("buttons"))):
        yield "buttons without an item"
    everything = {one.key: True for one in declared.in_order if isinstance(one.kind, Toggle)}
    present = Settings(declared, {"configured": True, "reception_channel_id": 44, **everything})
    for state in State:
        ticket = a_ticket(state)
        for button in features.controls(ticket, present):
            verb = str(button.custom_id).split(":")[2]
            if verb not in {known.verb for known in features.each("buttons")}:
                yield f"the button {verb} is shown and has no answer"
        for kind in features.each("events"):
            event = TicketEvent(
                kind=kind, guild_id=GUILD, at=5, number=7, by_id=9, unstored={"deletes": False}
            )
            for job in features.jobs_after(event, ticket, present):
                if job.kind not in features.jobs:
                    yield f"nobody does the job {job.kind}, which follows from {kind}"
    for point in ("log_lines", "announcements"):
        known = set(features.each("events"))
        yield from (f"{one} of {point}" for one in getattr(features, point) if one not in known)
    for group in features.each("checks"):
        for check in group.checks:
            if check.repair is not None and check.repair not in features.repairs:
                yield f"nobody repairs {check.name}"
    in_order(features.each("steps"))
    app = App(MagicMock(), features, MagicMock(), MagicMock(), folder=folder, menus=Menus())
    yield from (
        f"the part {part.__name__}"
        for feature in features
        for part in feature.parts
        if not isinstance(app[part], part)
    )


def without(*names: str) -> list[Feature]:
    """All features but these."""
    return [feature for feature in FEATURES if feature.name not in names]


NEEDED = {name for feature in FEATURES for name in feature.needs} | {"core"}
OPTIONAL = [feature.name for feature in FEATURES if feature.name not in NEEDED]


async def test_all_features_fit(tmp_path: Path) -> None:
    """With all features."""
    found = "\n".join(unstable(FEATURES, tmp_path))
    assert not found, found


@pytest.mark.parametrize("name", OPTIONAL)
async def test_an_optional_feature_is_left_out(name: str, tmp_path: Path) -> None:
    """Everything else stands without it, and nothing of it is left."""
    (gone,) = (feature for feature in FEATURES if feature.name == name)
    features = Features(*without(name))
    found = "\n".join(unstable(features, tmp_path))
    assert not found, found
    cog = build("Tickets", TicketsCog, features)
    assert not any(issubclass(cog, commands) for commands in gone.commands)
    assert set(gone.events) & set(features.each("events")) == set()


async def test_there_are_optional_features() -> None:
    """The tests above look at some."""
    assert OPTIONAL


async def test_what_others_need_is_missed() -> None:
    """A feature that another one names can't be left out alone."""
    for name in sorted(NEEDED - {"core"}):
        with pytest.raises(NotAFeature, match=f"needs {name}"):
            Features(*without(name))


# A feature that is put in


class AlreadyGreeted(Refused):
    """Somebody was greeted before; `member_id` says whom."""

    # Not the cog's own: what is read of all its errors passes it over.
    __module__ = "elsewhere.hello.rules"
    member_id: int


@declaration(frozen=True, kw_only=True)
class HelloSettings:
    """Whether members are greeted."""

    greets: bool = setting(
        False,
        Toggle(),
        command="greets",
        page=OPENING,
        order=99,
        title="Greets",
        help="Whether members are greeted.",
        examples=("on",),
    )


class HelloCommands(Commands):
    """A command in a group of another feature."""

    @subcommand("ticketmod", "greet", description="Greet the member")
    async def greet(self, ctx: commands.GuildContext) -> None:
        """Greet the member."""


async def say_hello(_press: Any, number: int) -> None:
    """The button's answer."""


def hello_button(ticket: Any, settings: Settings) -> Iterator[Any]:
    """A button in open tickets, where members are greeted."""
    if ticket.state is State.OPEN and settings[HelloSettings].greets:
        yield controls.button("hello", ticket.number, label="Hello", style=ButtonStyle.grey)


def remember(happened: Any) -> Iterator[Job]:
    """A greeting is put down, wherever members are greeted."""
    if happened.settings[HelloSettings].greets:
        yield Job(guild_id=GUILD, kind="thread", queue="hello", created_at=happened.event.at)


def hello() -> Feature:
    """A feature with one of everything."""
    return Feature(
        name="hello",
        needs=("lifecycle", "configuration"),
        settings=(HelloSettings,),
        steps=(
            Step(len(STEPS) + 1, "CREATE TABLE greetings (number INTEGER, greeted_by INTEGER);"),
        ),
        personal=(
            PersonalTable(
                table="greetings",
                columns=("greeted_by",),
                title="greetings",
                about=("greeted_by = :user",),
                tell=lambda row, _user: {"ticket": row["number"]},
                forget_all_ids=(
                    f"UPDATE greetings SET greeted_by = {NOBODY} WHERE greeted_by = :user",
                ),
            ),
        ),
        buttons=(Button("hello", NUMBER, answer=say_hello, row="Hello"),),
        controls=(TicketButtons(hello_button, order=1),),
        commands=(HelloCommands,),
        events=("greeted",),
        followers=(Follower(remember, ("greeted",)),),
        log_lines={"greeted": LogLine(lambda _entry, _name: "greeted")},
        announcements={"greeted": Announcement("{} greets {}".format)},
        errors=(Sentence(AlreadyGreeted, lambda error: f"<@{error.member_id}> was greeted."),),
        checks=(
            CheckGroup(
                99,
                Check(
                    name="greetings",
                    severity=Severity.ADVICE,
                    look=lambda facts: () if facts.settings[HelloSettings].greets else (case(),),
                    what="Nobody is greeted.",
                    breaks="Members feel alone.",
                    fix="Switch it on.",
                ),
            ),
        ),
    )


@pytest.fixture
def greeting() -> Features:
    """All features, and that one."""
    return Features(*FEATURES, hello())


async def test_one_more_feature_fits(greeting: Features, tmp_path: Path) -> None:
    """By its declaration alone, with no change anywhere else."""
    found = "\n".join(unstable(greeting, tmp_path))
    assert not found, found


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_button_comes_and_goes(greeting: Features, is_there: bool) -> None:
    """It is below the tickets, first as it wants, and answered; and nobody else's changes."""
    features = greeting if is_there else FEATURES
    names = {item.__name__ for item in Components(features).items}
    assert ("Item_hello" in names) is is_there
    values = {"greets": True} if is_there else {}
    shown = [
        str(one.custom_id)
        for one in features.controls(a_ticket(), settings_of(features, **values))
    ]
    assert shown == [*(["tickets:v1:hello:7"] if is_there else []), "tickets:v1:close:7"]
    assert bool(list(missing(LISTED, features, ()))) is is_there


@pytest.mark.parametrize("is_there", [True, False])
async def test_commands_come_and_go(greeting: Features, is_there: bool) -> None:
    """Its own, in another one's group, and its setting's."""
    cog = build("Tickets", TicketsCog, greeting if is_there else FEATURES)
    typed = {command.qualified_name for command in cog.__cog_commands__}
    assert ({"ticketmod greet", "ticketset greets"} <= typed) is is_there
    assert bool({"ticketmod greet", "ticketset greets"} & typed) is is_there


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_setting_comes_and_goes(greeting: Features, is_there: bool) -> None:
    """It is on its page, with its default; without it, nobody has heard of it."""
    declared = Declared((greeting if is_there else FEATURES).each("settings"))
    assert ("greets" in declared.settings) is is_there
    assert ("greets" in [one.key for one in declared.on(OPENING)]) is is_there
    if is_there:
        assert Settings(declared)[HelloSettings].greets is False


async def test_an_error_comes_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has its words, and is at least admitted where these are missing."""
    monkeypatch.setattr(failures, "_sentences", dict(failures._sentences))
    error = AlreadyGreeted(member_id=OPENER)
    assert failures.explain(error) == failures.something_broke()
    failures.register(hello().errors)
    assert failures.explain(error) == f"<@{OPENER}> was greeted."


@pytest.mark.parametrize("is_there", [True, False])
async def test_an_event_comes_and_goes(greeting: Features, is_there: bool) -> None:
    """What follows from it follows; without the feature, it can't happen."""
    event = TicketEvent(kind="greeted", guild_id=GUILD, at=5, number=7)
    features = greeting if is_there else FEATURES
    if not is_there:
        with pytest.raises(NotAFeature, match="no feature declares the event greeted"):
            features.jobs_after(event, a_ticket(), settings_of(features))
        return
    assert "greeted" in features.log_lines
    jobs = features.jobs_after(event, a_ticket(), settings_of(features, greets=True))
    assert [job.queue for job in jobs if job.queue == "hello"] == ["hello"]
    others = TicketEvent(kind="reopened", guild_id=GUILD, at=5, number=7)
    for one in (event, others):
        jobs = features.jobs_after(one, a_ticket(), settings_of(features))
        assert [job for job in jobs if job.queue == "hello"] == []


async def test_a_table_comes_and_goes(greeting: Features) -> None:
    """People are told and forgotten there; a table whose feature is left out fails by name."""
    memory = Memory(in_order(greeting.each("steps")))
    personal = tuple(greeting.each("personal"))
    assert list(overlooked(memory.schema(), personal)) == []
    (said,) = overlooked(memory.schema(), tuple(FEATURES.each("personal")))
    assert said.startswith("greetings.greeted_by looks like a person")

    memory.add("greetings", number=3, greeted_by=OPENER)
    database: Any = memory
    people = PeopleStore(database, personal)
    assert await people.about(OPENER) == {"greetings": [{"ticket": 3}]}
    await people.forget_identity(OPENER, live_too=True)
    assert await people.about(OPENER) == {}
    assert "greetings" not in Memory().tables()


@pytest.mark.parametrize("greets", [True, False])
async def test_a_check_comes_and_goes(greeting: Features, greets: bool) -> None:
    """The doctor looks at it with the others; without the feature it doesn't know it."""
    (own,) = (group for group in greeting.each("checks") if group.order == 99)
    facts = MagicMock(settings=settings_of(greeting, greets=greets))
    assert bool(diagnose([own], facts).findings) is not greets
    names = {check.name for group in FEATURES.each("checks") for check in group.checks}
    assert "greetings" not in names


# Seen failing


async def test_what_does_not_fit_is_told(tmp_path: Path) -> None:
    """What is left of a feature that went, and whatever isn't there, is named."""
    left = Feature(
        name="left",
        controls=(TicketButtons(hello_of_nobody),),
        events=("greeted",),
        followers=(Follower(of_nobody, ("greeted",)),),
        log_lines={"waved": LogLine(lambda _entry, _name: "")},
    )
    told = set(unstable(Features(*FEATURES, left), tmp_path))
    assert told == {
        "the button hello is shown and has no answer",
        "nobody does the job wave, which follows from greeted",
        "waved of log_lines",
    }


def hello_of_nobody(ticket: Any, _settings: Settings) -> Iterator[Any]:
    """A button whose answer went."""
    yield controls.button("hello", ticket.number, label="Hello", style=ButtonStyle.grey)


def of_nobody(happened: Any) -> Iterator[Job]:
    """A job of a kind that went."""
    yield Job(guild_id=GUILD, kind="wave", queue="wave", created_at=happened.event.at)
