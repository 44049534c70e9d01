"""What Discord allows of words, in every language: slash commands, menus, buttons, forms, help."""

from __future__ import annotations

import ast
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po
from discord import app_commands

from tests.core.builders import COMPLETE
from tickets.cog import FEATURES, Tickets
from tickets.configuration.commands.of_settings import SettingCommand
from tickets.context_menus.commands import menus
from tickets.core.commands.slash_words import slash_commands
from tickets.core.render import words as words_of_ours
from tickets.core.settings import Declared, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2] / "tickets"
LANGUAGES = ("en-US", *sorted(file.stem for file in (ROOT / "locales").glob("*.po")))
in_each_language = pytest.mark.parametrize("spoken", LANGUAGES)
Slash = app_commands.Command[Any, ..., Any] | app_commands.Group


@cache
def words(language: str) -> dict[str, str]:
    """The translations that a language has."""
    file = ROOT / "locales" / f"{language}.po"
    if not file.exists():
        return {}
    read = read_po(io.BytesIO(file.read_bytes()))
    return {str(one.id): str(one.string) for one in read if one.id and one.string}


def said(text: str, language: str) -> str:
    """A text as it is shown in a language: in English where it isn't translated."""
    return words(language).get(text, text)


# ---------------------------------------------------------------------------- slash commands


def named(name: str, language: str) -> str:
    """A command's or option's name in a language."""
    return said(f"/{name}", language).removeprefix("/")


def families(command: Slash) -> Iterator[tuple[str, ...]]:
    """Names that stand in one place: what is below a group, options of a command."""
    if isinstance(command, app_commands.Group):
        yield tuple(one.name for one in command.commands)
        for one in command.commands:
            yield from families(one)
    else:
        yield tuple(one.display_name for one in command.parameters)


def described(command: Slash) -> Iterator[str]:
    """The descriptions of a command, of what is below it, and of options."""
    yield command.description
    if isinstance(command, app_commands.Group):
        for one in command.commands:
            yield from described(one)
    else:
        yield from (str(one.description) for one in command.parameters)


def choices(command: Slash) -> Iterator[str]:
    """The names of the choices of options."""
    if isinstance(command, app_commands.Group):
        for one in command.commands:
            yield from choices(one)
    else:
        for parameter in command.parameters:
            yield from (one.name for one in parameter.choices)


ALL = tuple(slash_commands(Tickets))


@in_each_language
def test_names_of_slash_commands(spoken: str) -> None:
    """Discord refuses all commands of the bot for one name that is wrong or there twice."""
    assert ALL
    places = [tuple(one.name for one in ALL), *(place for one in ALL for place in families(one))]
    for place in places:
        names = [named(name, spoken) for name in place]
        assert len({*names}) == len(names) <= 25, names
        for name in names:
            assert re.fullmatch(r"[-_\w]{1,32}", name), name
            assert name == name.lower()


@in_each_language
def test_descriptions_and_choices_of_slash_commands(spoken: str) -> None:
    """So it does for one description or choice that is too long."""
    for command in ALL:
        for text in (*described(command), *choices(command)):
            assert 1 <= len(said(text, spoken)) <= 100, text


def longest(text: str) -> int:
    return max(len(said(text, language)) for language in LANGUAGES)


@pytest.mark.parametrize("command", ALL, ids=lambda one: str(one.name))
def test_a_command_fits_as_a_whole(command: Slash) -> None:
    """Discord allows 8,000 characters for all words of a command, each in its longest
    language."""
    names = [command.name, *(name for place in families(command) for name in place)]
    total = sum(longest(f"/{name}") for name in names)
    # A choice has its name, and what is sent for it.
    total += sum(longest(text) for text in described(command))
    total += sum(2 * longest(text) for text in choices(command))
    assert total <= 8000, total


@in_each_language
def test_names_of_entries_in_menus(spoken: str) -> None:
    """Entries of Discord's own menus have up to 32 characters, and differ."""
    names = [said(one.name, spoken) for one in menus()]
    assert names
    assert len({*names}) == len(names)
    assert all(1 <= len(name) <= 32 for name in names)


# ---------------------------------------------------------------------- buttons, forms, pages

#: How long Discord lets the words be that code hands to a call, by its last name and keyword.
LIMITS = {
    ("Button", "label"): 80,
    ("button", "label"): 80,
    ("Select", "placeholder"): 150,
    ("RoleSelect", "placeholder"): 150,
    ("ChannelSelect", "placeholder"): 150,
    ("SelectOption", "label"): 100,
    ("CheckboxGroupOption", "label"): 100,
    ("Label", "text"): 45,
    ("Label", "description"): 100,
    ("reason_form", "title"): 45,
    ("reason_form", "label"): 45,
    ("reason_form", "description"): 100,
    ("reason_form", "placeholder"): 100,
    ("reason_part", "description"): 100,
    ("Embed", "title"): 256,
    ("add_field", "name"): 256,
    ("set_author", "name"): 256,
    # Settings are the labels of their forms' fields.
    ("setting", "title"): 45,
}


def handed_over() -> Iterator[tuple[str, int, str]]:
    """Texts that code hands to Discord's parts, with what they may have, and where."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            for given in node.keywords:
                limit = LIMITS.get((name, given.arg or ""))
                if limit is None:
                    continue
                for inner in ast.walk(given.value):
                    if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "_":
                        literal = inner.args[0]
                        if isinstance(literal, ast.Constant):
                            where = f"{file.relative_to(ROOT)}:{node.lineno}"
                            yield str(literal.value), limit, where


HANDED_OVER = tuple(handed_over())


def test_what_is_handed_to_discord_is_found() -> None:
    """The list above names calls that there are: a renamed one would be looked at no more."""
    assert len(HANDED_OVER) > 200


@in_each_language
def test_no_label_or_title_is_cut(spoken: str) -> None:
    """Buttons, selectors, forms and embeds: what is filled in apart, each text has room."""
    for text, limit, where in HANDED_OVER:
        shown = re.sub(r"\{\w+\}", "", said(text, spoken))
        assert len(shown) <= limit, f"{where}: {shown}"


SETTINGS = Declared(FEATURES.each("settings")).in_order


@in_each_language
def test_what_settings_do_is_said_whole(spoken: str) -> None:
    """A selector of settings shows as many sentences of each as there is room for, never a part
    of one."""
    for setting in SETTINGS:
        if setting.scope is not Scope.SERVER:
            shown = words_of_ours.whole_sentences(said(setting.help, spoken), 100)
            assert not shown.endswith("…"), (setting.command, shown)


def test_sentences_and_names_are_left_out_whole() -> None:
    """What has no room is left out from the end."""
    assert words_of_ours.whole_sentences("One. Two. Three.", 9) == "One. Two."
    assert words_of_ours.whole_sentences("One. Two.", 9) == "One. Two."
    assert words_of_ours.whole_sentences("Sentence.", 5) == "Sent…"
    assert words_of_ours.whole_names(("One", "Two", "Three"), 15) == "One, Two, Three"
    assert words_of_ours.whole_names(("One", "Two", "Three"), 14) == "One, Two, …"
    assert words_of_ours.whole_names(("One", "Two"), 7) == "One, …"
    assert words_of_ours.whole_names(("Seldom",), 4) == "Sel…"
    assert words_of_ours.whole_names((), 4) == ""


@in_each_language
def test_pages_of_the_menu_fit(spoken: str) -> None:
    """Each page below *More…* is an option of a selector, and the title of its page."""
    for page in FEATURES.each("menu_pages"):
        assert 1 <= len(said(str(page.title), spoken)) <= 100


# ------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("language", COMPLETE, indirect=True)
def test_help_is_translated(language: str) -> None:
    """Red's help has no English line for any command, setting or the cog itself. What is typed
    stays as it is."""
    texts = {"Tickets": Tickets.__doc__ or ""}
    texts |= {
        one.qualified_name: one.callback.__doc__ or ""
        for one in Tickets.__cog_commands__
        if not isinstance(one, SettingCommand)
    }
    for name, text in texts.items():
        assert said(text, language) != text, name
        english = {line for line in text.splitlines() if worded(line)}
        left = english & {*said(text, language).splitlines()}
        assert left == set(), name


def worded(line: str) -> str:
    """What is left of a line of help without examples and marks."""
    return re.sub(r"`[^`]*`|[-*\s]", "", line)


@pytest.mark.parametrize("language", COMPLETE, indirect=True)
def test_help_of_settings_is_translated(language: str) -> None:
    """Neither has the help that is made from a setting's description."""
    of_settings = [one for one in Tickets.__cog_commands__ if isinstance(one, SettingCommand)]
    assert of_settings
    for command in of_settings:
        shown = command.help
        assert said(command.setting.help, language) in shown, command.qualified_name
        assert command.setting.help not in shown, command.qualified_name
