"""The cog's class is made of what features bring: commands and listeners."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from tickets.cog import FEATURES, Tickets
from tickets.core.commands.base import Commands, TicketsBase
from tickets.core.commands.build import NoSuchGroup, SameCommand, build
from tickets.core.commands.marks import command, group, marked_methods, subcommand
from tickets.core.feature import Feature, Listener
from tickets.core.features import Features

if TYPE_CHECKING:
    from redbot.core import commands


class Base(TicketsBase):
    """What the cog is for."""


class Greeting(Commands):
    """A group with a command."""

    @group("greet", description="Greet somebody")
    async def greet(self, ctx: commands.GuildContext) -> None:
        """Greet somebody."""

    @subcommand("greet", "loudly", aliases=("shout",))
    async def loudly(self, ctx: commands.GuildContext) -> None:
        """Greet somebody so that all hear it."""


class Farewell(Commands):
    """A command in another feature's group."""

    @subcommand("greet", "late")
    async def late(self, ctx: commands.GuildContext) -> None:
        """Greet somebody who is late."""


class Shouting(Commands):
    """A command that is called as another one's alias."""

    @subcommand("greet", "shout")
    async def shout(self, ctx: commands.GuildContext) -> None:
        """Shout at somebody."""


class SecondMethod(Commands):
    """Another command, whose method is called as one of the greetings."""

    @subcommand("greet", "late")
    async def loudly(self, ctx: commands.GuildContext) -> None:
        """Another one."""


class SecondGroup(Commands):
    """A group that there is already."""

    @command("greet")
    async def greet_again(self, ctx: commands.GuildContext) -> None:
        """Greet somebody again."""


def made_of(*classes: type[Commands], **points: Any) -> Any:
    """A cog of features with these classes, one each."""
    features = [Feature(name=cls.__name__, commands=(cls,)) for cls in classes]
    return build("Greeter", Base, Features(*features, Feature(name="rest", **points)))


def names(cog: Any) -> list[str]:
    """All commands, as they are typed."""
    return sorted(one.qualified_name for one in cog.__cog_commands__)


@pytest.mark.parametrize(
    "classes", [(Greeting, Farewell), (Farewell, Greeting)], ids=["before", "after"]
)
def test_a_feature_adds_to_another_one_s_group(classes: tuple[type[Commands], ...]) -> None:
    """Wherever it stands in the list, a command finds the group that it is in."""
    assert names(made_of(*classes)) == ["greet", "greet late", "greet loudly"]


@pytest.mark.parametrize("other", [Shouting, SecondGroup])
def test_two_commands_of_one_name_are_refused(other: type[Commands]) -> None:
    """Neither a name nor an alias is somebody else's already: one would silently be lost."""
    with pytest.raises(SameCommand, match="greet"):
        made_of(Greeting, other)


def test_two_methods_of_one_name_are_refused() -> None:
    """The cog's class inherits from both: one would silently be lost."""
    with pytest.raises(SameCommand, match="loudly"):
        made_of(Greeting, SecondMethod)


def test_a_command_without_its_group_is_refused() -> None:
    """It would otherwise stand at the top, beside the commands of other cogs."""
    with pytest.raises(NoSuchGroup, match=r"greet late: Farewell\.late"):
        made_of(Farewell)


def test_the_class_is_what_red_knows_it_by() -> None:
    """Its name, docstring and module are what Red's settings and help go by."""
    cog = made_of(Greeting)
    assert (cog.__name__, cog.__qualname__) == ("Greeter", "Greeter")
    assert (cog.__doc__, cog.__module__) == (Base.__doc__, Base.__module__)
    assert issubclass(cog, Greeting)
    assert (Tickets.__name__, Tickets.__module__) == ("Tickets", "tickets.cog")


def test_features_stay_as_they_are() -> None:
    """A cog that is made twice has the same commands: nothing is written into the features."""
    assert names(made_of(Greeting, Farewell)) == names(made_of(Greeting, Farewell))
    assert [mark.name for mark, _method in marked_methods(Greeting)] == ["greet", "loudly"]


@pytest.mark.asyncio
async def test_listeners_of_one_event_hear_of_it_in_order(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each is told, one after the other; the failure of one keeps nothing from the next."""
    heard: list[Any] = []

    async def first(_app: Any, about: str) -> None:
        heard.append(("first", about))
        raise RuntimeError("no")

    async def second(_app: Any, about: str) -> None:
        heard.append(("second", about))

    listeners = (Listener("something", first), Listener("something", second))
    cog = made_of(listeners=listeners)
    assert [name for name, _method in cog.__cog_listeners__] == ["on_something"]

    class App:
        def runs_in_this_task(self) -> None:
            """An unload would end it."""

    class Self:
        app = App()

    with caplog.at_level(logging.ERROR, logger="red.tickets"):
        await cog.hear_something(Self(), "this")
    assert heard == [("first", "this"), ("second", "this")]
    assert "something" in caplog.text


def test_the_cog_hears_what_its_features_want() -> None:
    """One listener for each of discord.py's events, and one for forms."""
    wanted = {f"on_{one.event}" for one in FEATURES.each("listeners")}
    assert {name for name, _method in Tickets.__cog_listeners__} == wanted | {"on_interaction"}
