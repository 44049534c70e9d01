"""Commands of a cog that is over serve the next one, which can't tell."""

from __future__ import annotations

from typing import Any

import pytest
import spare_commands
from redbot.core import commands


@pytest.fixture
def library() -> Any:
    """The class of a cog."""

    class Library(commands.Cog):
        @commands.hybrid_group()  # type: ignore[arg-type]
        async def library(self, ctx: commands.Context) -> None:
            """All about books."""

        @library.command()  # type: ignore[untyped-decorator]
        @commands.cooldown(1, 60)
        async def lend(self, ctx: commands.Context, book: str) -> None:
            """Lends a book."""

        @commands.command()  # type: ignore[no-untyped-call,untyped-decorator]
        async def shout(self, ctx: commands.Context) -> None:
            """Isn't allowed."""

    return Library


def _use(cog: Any) -> None:
    """What a Red and its people may do to commands."""
    for command in cog.__cog_commands__:
        command.cog = cog
        command.enabled = False
        command.checks.append(print)
        command._disabled_in.add(123456789012345678)
        command.extras = {"found": "by somebody"}
    cog.lend._buckets._cache["alice"] = "waits"
    cog.library.remove_command("lend")
    cog.library.app_command.remove_command("lend")
    cog.library.app_command.extras = {"found": "as well"}
    cog.lend.app_command.binding = None


def _facts(cog: Any) -> Any:
    return [
        (
            command.qualified_name,
            command.cog,
            command.enabled,
            command.checks,
            list(command._disabled_in),
            command.extras,
            dict(command._buckets._cache),
            sorted(getattr(command, "all_commands", ())),
            _facts_of_slash(cog, getattr(command, "app_command", None)),
        )
        for command in cog.__cog_commands__
    ]


def _facts_of_slash(cog: Any, command: Any) -> Any:
    if command is None:
        return None
    children = sorted(getattr(command, "_children", ()))
    bound = getattr(command, "binding", None) is cog
    return command.qualified_name, command.extras, children, bound


def test_the_next_cog_finds_them_like_new(library: Any) -> None:
    """They are the same ones, and nothing tells that they were used before."""
    first, other = library(), library()
    new = _facts(first)
    _use(first)
    assert _facts(first) != new
    spare_commands.give_back(first)
    second = library()
    assert second.lend is first.lend
    assert second.library.get_command("lend") is second.lend
    assert second.library.app_command.get_command("lend") is second.lend.app_command
    assert _facts(second) == new == _facts(other)


def test_only_commands_that_were_given_back_are_used_again(library: Any) -> None:
    """Two cogs at the same time have commands of their own, and none is given away twice."""
    first, second = library(), library()
    assert first.lend is not second.lend
    spare_commands.give_back(first)
    spare_commands.give_back(first)
    third, fourth = library(), library()
    assert third.lend is first.lend
    assert fourth.lend is not third.lend


def test_they_can_be_made_before(library: Any) -> None:
    """A process makes them for all its forks."""
    spare_commands.make(library)
    assert library().lend.app_command.binding is not None
