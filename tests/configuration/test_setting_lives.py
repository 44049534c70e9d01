"""Every declared setting is driven through its kind: shown, changed, stored, read, kept, reset."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.core.builders import MODERATOR_ROLE, SETTINGS, SIMPLE, a_ticket, settings
from tickets.cog import FEATURES, Tickets
from tickets.core.declaration import fields_of
from tickets.core.errors import SettingRefused, UnknownTicket
from tickets.core.kinds.channels import Category, Channel
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.kind import Control, Kind
from tickets.core.kinds.lines import Lines
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text, Written
from tickets.core.settings import Setting, Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.asyncio

every_setting = pytest.mark.parametrize("setting", SIMPLE, ids=lambda setting: setting.key)
THERE = 1_456_074_443_980_800_700


def another_value(setting: Setting) -> Any:
    """A value that the setting may have and by default hasn't."""
    match setting.kind:
        case Toggle():
            return not setting.default
        case Number() as kind:
            return next(
                value for value in (kind.minimum + 1, kind.maximum - 1) if value != setting.default
            )
        case Choice() as kind:
            names = [name for name, _meaning in kind.options]
            return next(value for value in map(kind.read, names) if value != setting.default)
        case Text():
            return "Something else"
        case Lines():
            return ("Something else", "Another one")
        case Written() as kind:
            return kind.read(setting.examples[0])
        case Roles():
            return (MODERATOR_ROLE,)
        case Category() | Channel():
            return THERE
    raise AssertionError(f"{setting.key}: say here what a {type(setting.kind).__name__} may be")


def components(blocks: list[Any]) -> Iterator[Any]:
    """All items of a page, those within others too."""
    for block in blocks:
        if isinstance(block, discord.ui.Item):
            yield block
            yield from components(list(getattr(block, "children", ())))
            yield from components([one for one in [getattr(block, "accessory", None)] if one])


@every_setting
async def test_it_is_shown(setting: Setting, language: str) -> None:
    """Its value has words, other ones than the default has, and says what may be given."""
    default, other = setting.default, another_value(setting)
    assert setting.kind.words(default)
    assert setting.kind.words(other) not in ("", setting.kind.words(default))
    assert setting.kind.possible().endswith((".", "…")), setting.kind.possible()


@every_setting
async def test_it_is_stored(setting: Setting) -> None:
    """As JSON knows it, and read as it was."""
    value = another_value(setting)
    stored = json.loads(json.dumps(setting.kind.stored(value)))
    assert setting.kind.loaded(stored) == value
    assert type(setting.kind.loaded(stored)) is type(value)


@every_setting
async def test_it_is_typed_and_filled_in(setting: Setting) -> None:
    """What a form shows first, or is typed, is read as the value that it shows."""
    kind, value = setting.kind, another_value(setting)
    shown = {True: "on", False: "off"}.get(value) if isinstance(value, bool) else None
    if isinstance(kind, (Roles, Category, Channel)):
        # Discord's own things are chosen from what there is.
        with pytest.raises((UnknownTicket, SettingRefused)):
            kind.read("anything")
        return
    text = shown or (value.value if isinstance(value, Enum) else kind.form_text(value))
    assert kind.read(text) == value


@every_setting
async def test_it_has_its_control(setting: Setting, language: str) -> None:
    """Its place in the menu can change it: what is pressed there names it."""
    at = Control(
        key="0123abcd",
        setting=setting,
        type_id=None,
        value=another_value(setting),
        exists={THERE, MODERATOR_ROLE},
        text=setting.title,
        can_create=True,
    )
    ids = [getattr(one, "custom_id", None) for one in components(setting.kind.blocks(at))]
    of_it = [one for one in ids if one and one.split(":")[4:5] == [setting.command]]
    assert of_it, ids
    answers = {button.verb for button in FEATURES.each("buttons")}
    assert {one.split(":")[2] for one in of_it} <= answers


@every_setting
async def test_it_has_its_command(setting: Setting) -> None:
    """Typed and as a slash command, with its own help."""
    found = [
        command
        for command in Tickets.__cog_commands__
        if command.qualified_name == f"ticketset {setting.command}"
    ]
    assert len(found) == 1
    assert setting.help in (found[0].help or "")


@every_setting
async def test_it_changes_alone(setting: Setting) -> None:
    """Its part has the new value; everything else is as it was, and so is the default."""
    value = another_value(setting)
    changed = settings(**{setting.key: value})
    for part in FEATURES.each("settings"):
        for field in fields_of(part):
            expected = value if field.name == setting.key else field.default
            assert getattr(changed[part], field.name) == expected
    assert changed.with_values(**{setting.key: setting.default}) == settings()
    assert settings().get(setting.key) == setting.default


@every_setting
async def test_it_is_kept_if_it_says_so(setting: Setting) -> None:
    """After a reset a ticket has what it was opened with, of what is kept."""
    value = another_value(setting)
    terms = settings(configured=True, **{setting.key: value}).terms()
    ticket = a_ticket(terms=Terms(**json.loads(json.dumps(dict(terms.values)))))
    after = settings().for_ticket(ticket).get(setting.key)
    assert after == (value if setting.kept else setting.default)


async def test_a_setting_of_a_new_kind_is_named() -> None:
    """Until somebody says what its values may be, it fails by its name."""

    class Colour(Kind):
        pass

    new = type(SETTINGS[0])(**{**vars(SETTINGS[0]), "key": "colour", "kind": Colour()})
    with pytest.raises(AssertionError, match="colour: say here what a Colour may be"):
        another_value(new)
