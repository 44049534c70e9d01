"""Marks for methods that are commands. Only :mod:`build` makes commands of them.

discord.py attaches a subcommand when it is decorated, to a group that has to be there, and keeps
one of two methods of the same name in silence. So features only say what they want.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum
from typing import Any, TypeVar

from ...i18n import _
from ..declaration import declaration
from ..errors import NotAChoice

M = TypeVar("M", bound=Callable[..., Any])

_MARK = "__ticket_command__"


class Who(Enum):
    """Who may use a command, as far as Red asks before it; the rest asks by itself."""

    #: Everybody, or whoever the command itself lets.
    EVERYBODY = "everybody"
    #: Who may manage the server, and Red's admins.
    ADMINS = "admins"
    BOT_OWNER = "bot owner"


@declaration(frozen=True, kw_only=True)
class Mark:
    """What a command is called and how Discord shows it."""

    name: str
    #: The group it is in, as typed; empty for one at the top.
    group: str = ""
    #: Whether it is a group itself; `fallback` is the slash form's own name then.
    is_group: bool = False
    #: Whether a group says something itself; Red shows the help of others.
    answers_alone: bool = False
    fallback: str | None = None
    aliases: tuple[str, ...] = ()
    #: For Discord's list of slash commands; help shows the docstring.
    description: str = ""
    who: Who = Who.EVERYBODY
    has_slash: bool = True
    #: The permission without which Discord doesn't show a slash command at the top.
    default_permission: str | None = None
    #: Descriptions and names of options, and what completes them.
    options: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    #: Its options as help shows them, where a typed form takes fewer than the slash form.
    usage: str | None = None
    completed: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    #: For options with a few possible words: each word, and what Discord shows for it.
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def qualified_name(self) -> str:
        """As it is typed."""
        return f"{self.group} {self.name}".strip()


def command(name: str, **about: Any) -> Callable[[M], M]:
    """Marks a method as a command at the top; `about` are fields of :class:`Mark`."""
    return _marked(Mark(name=name, **about))


def group(name: str, *, below: str = "", **about: Any) -> Callable[[M], M]:
    """Marks a method as a group, at the top or `below` another."""
    return _marked(Mark(name=name, group=below, is_group=True, **about))


def subcommand(group: str, name: str, **about: Any) -> Callable[[M], M]:
    """Marks a method as a command of the group that is typed as `group`."""
    return _marked(Mark(name=name, group=group, **about))


def _marked(mark: Mark) -> Callable[[M], M]:
    def attach(method: M) -> M:
        setattr(method, _MARK, mark)
        return method

    return attach


def chosen_word(given: str, choices: Mapping[str, str]) -> str:
    """The word of `choices` that somebody has chosen, or typed as it is or as Discord shows it.

    Raises ``NotAChoice``.
    """
    wanted = given.strip().casefold()
    for word, text in choices.items():
        if wanted in (word, text.casefold(), _(text).casefold()):
            return word
    raise NotAChoice(given=given, choices=tuple(choices))


def marked_methods(cls: type) -> list[tuple[Mark, Any]]:
    """The marked methods of a class itself, in their order."""
    return [
        (vars(method)[_MARK], method)
        for method in vars(cls).values()
        if callable(method) and _MARK in getattr(method, "__dict__", {})
    ]
