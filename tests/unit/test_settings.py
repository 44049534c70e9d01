"""The settings as they are described, and what their kinds take."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tickets.core import errors
from tickets.core.kinds import Roles
from tickets.core.kinds.channels import Category
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.kind import ROLE_LIMIT
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text
from tickets.core.role import RoleFacts
from tickets.core.settings import SETTINGS, TEXT_LIMIT, Page, Setting, Settings, Terms
from tickets.lifecycle.rules import ClosedAccess

every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


def kinds(kind: type) -> list[Setting]:
    """All settings of one kind."""
    return [setting for setting in SETTINGS if isinstance(setting.kind, kind)]


def number(key: str) -> Number:
    """The kind of a setting that is a number."""
    (kind,) = (setting.kind for setting in SETTINGS if setting.key == key)
    assert isinstance(kind, Number)
    return kind


# What is described


@every_setting
def test_every_setting_is_described(setting: Setting) -> None:
    """Each setting has a title, a sentence of help that ends like one, and an example."""
    assert setting.title
    assert setting.help.endswith(".")
    assert setting.examples
    assert isinstance(setting.page, Page)


@every_setting
def test_every_command_word_can_be_typed(setting: Setting) -> None:
    """The word after `ticketset` is one lower-case word."""
    assert setting.command.isalpha()
    assert setting.command.islower()


@pytest.mark.parametrize("attribute", ["key", "command", "title", "help"])
def test_no_two_settings_are_confused(attribute: str) -> None:
    """Keys, command words, titles and helps are each used once."""
    values = [getattr(setting, attribute) for setting in SETTINGS]
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("taken", ["menu", "show", "check", "enable", "disable", "reset", "setup"])
def test_command_words_leave_room(taken: str) -> None:
    """No setting takes a word that another command has (C6)."""
    assert taken not in {setting.command for setting in SETTINGS}


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.only_while], ids=lambda setting: setting.key
)
def test_what_a_setting_needs_is_a_setting(setting: Setting) -> None:
    """What has no effect at present says which other setting would give it one."""
    needed = setting.only_while
    assert needed is not None
    (other,) = (one for one in SETTINGS if one.key == needed.key)
    assert setting.idle(Settings(**{other.key: needed.value})) is None
    values = [True, False] if isinstance(other.kind, Toggle) else ["automatic", "manual"]
    idle = {setting.idle(Settings(**{other.key: value})) for value in values}
    assert idle == {None, needed.why}


def test_numbers_are_read() -> None:
    """What is typed or filled in as a number is one, or is refused."""
    assert number("limit").read(" 3 ") == 3
    assert number("limit").read("+0") == 0
    for text in ("", "three", "1.5", "1e3", "\u0663", "9" * 10):
        with pytest.raises(errors.NotANumber):
            number("limit").read(text)
    with pytest.raises(errors.OutOfRange):
        number("limit").read("-1")


def test_every_field_is_a_setting() -> None:
    """Nothing is stored that isn't either a setting or one of the two states."""
    fields = {field.name for field in dataclasses.fields(Settings)}
    assert fields == {setting.key for setting in SETTINGS} | {"enabled", "configured"}


@every_setting
def test_defaults_pass_their_own_check(setting: Setting) -> None:
    """Typing in the default is never refused."""
    default = setting.default
    match setting.kind:
        case Toggle():
            assert isinstance(default, bool)
        case Number() | Choice() as kind:
            assert kind.check(default) == default
        case Text() as kind:
            text = default or kind.default_words or ""
            assert kind.check(text) == text
        case Roles():
            assert default == ()
        case Category():
            assert default is None


@every_setting
def test_examples_work(setting: Setting) -> None:
    """What the help gives as an example is accepted."""
    for example in setting.examples:
        match setting.kind:
            case Toggle():
                assert example in ("on", "off")
            case Number() as kind:
                assert kind.check(int(example)) == int(example)
            case Choice() | Text() as kind:
                assert kind.check(example) == example


@pytest.mark.parametrize("setting", kinds(Choice), ids=lambda setting: setting.key)
def test_every_choice_is_explained(setting: Setting) -> None:
    """Each word that may be chosen says what it means."""
    assert isinstance(setting.kind, Choice)
    assert all(name and meaning for name, meaning in setting.kind.options)


# Numbers


@pytest.mark.parametrize("value", [0, 1, 50])
def test_the_limit_takes_what_it_says(value: int) -> None:
    """0 to 50 tickets per member are possible."""
    assert number("limit").check(value) == value


@pytest.mark.parametrize("value", [-1, 51, 10**9])
def test_the_limit_refuses_the_rest(value: int) -> None:
    """Other numbers are refused with the range."""
    with pytest.raises(errors.OutOfRange) as refused:
        number("limit").check(value)
    assert (refused.value.minimum, refused.value.maximum) == (0, 50)


# Choices


@pytest.mark.parametrize(
    ("typed", "value"), [("none", "none"), ("READ", "read"), ("Read", "read")]
)
def test_choices_ignore_case(typed: str, value: str) -> None:
    """A choice may be typed in any case."""
    (setting,) = (setting for setting in SETTINGS if setting.key == "closed_access")
    assert isinstance(setting.kind, Choice)
    assert setting.kind.check(typed) == value


@pytest.mark.parametrize("typed", ["", "write", "none ", "non\u0435"])
def test_other_words_are_refused(typed: str) -> None:
    """What isn't a choice is refused with those that are."""
    (setting,) = (setting for setting in SETTINGS if setting.key == "closed_access")
    assert isinstance(setting.kind, Choice)
    with pytest.raises(errors.NotAChoice) as refused:
        setting.kind.check(typed)
    assert refused.value.given == typed
    assert refused.value.choices == tuple(access.value for access in ClosedAccess)


# Texts


@pytest.mark.parametrize("setting", kinds(Text), ids=lambda setting: setting.key)
class TestTexts:
    """Every setting that is a text."""

    def test_longest_fits(self, setting: Setting) -> None:
        """A text of exactly the limit is taken, one character more is refused."""
        assert isinstance(setting.kind, Text)
        limit = setting.kind.limit
        assert setting.kind.check("x" * limit) == "x" * limit
        with pytest.raises(errors.TextTooLong) as refused:
            setting.kind.check("x" * (limit + 1))
        assert (refused.value.limit, refused.value.length) == (limit, limit + 1)

    def test_space_around_does_not_count(self, setting: Setting) -> None:
        """White space around a text is left out before it is measured."""
        assert isinstance(setting.kind, Text)
        assert setting.kind.check("\n  " + "x" * setting.kind.limit + "  ")[0] == "x"

    @pytest.mark.parametrize("empty", ["", "  ", "\n\t"])
    def test_nothing_is_refused(self, setting: Setting, empty: str) -> None:
        """A text of nothing is refused."""
        assert isinstance(setting.kind, Text)
        with pytest.raises(errors.TextEmpty):
            setting.kind.check(empty)

    def test_unknown_variables_are_refused(self, setting: Setting) -> None:
        """A template with an unknown variable is refused when it is given (C8)."""
        assert isinstance(setting.kind, Text)
        with pytest.raises(errors.UnknownVariable):
            setting.kind.check("Hello {colour}")

    def test_known_variables_are_taken(self, setting: Setting) -> None:
        """Every variable that is listed for the setting may be used in it."""
        assert isinstance(setting.kind, Text)
        for name in setting.kind.variables:
            assert setting.kind.check(f"a {{{name}}}") == f"a {{{name}}}"


def test_messages_take_1200_characters() -> None:
    """The welcome message may have 1,200 characters (K3), a channel format 100 (K1)."""
    limits = {s.key: s.kind.limit for s in SETTINGS if isinstance(s.kind, Text)}
    assert limits["welcome_message"] == TEXT_LIMIT == 1200
    assert limits["channel_format"] == 100


# Roles


@pytest.mark.parametrize(
    ("role", "error"),
    [
        (RoleFacts(1, is_everyone=True), errors.EveryoneRole),
        (RoleFacts(1, is_managed=True), errors.ManagedRole),
        (RoleFacts(1, is_administrator=True), errors.AdministratorRole),
        (RoleFacts(1, is_everyone=True, is_administrator=True), errors.EveryoneRole),
    ],
)
def test_roles_that_make_no_sense_are_refused(
    role: RoleFacts, error: type[errors.SettingRefused]
) -> None:
    """@everyone, bots' own roles and administrators' roles are refused (C8)."""
    with pytest.raises(error):
        Roles().check([RoleFacts(2), role])


def test_roles_are_kept_in_order_and_once() -> None:
    """A role that is named twice is taken once."""
    assert Roles().check([RoleFacts(3), RoleFacts(1), RoleFacts(3)]) == (3, 1)
    assert Roles().check([]) == ()


def test_too_many_roles_are_refused() -> None:
    """25 roles are taken, the 26th is refused; a repetition doesn't count."""
    roles = [RoleFacts(number) for number in range(ROLE_LIMIT)]
    assert len(Roles().check([*roles, roles[0]])) == ROLE_LIMIT
    with pytest.raises(errors.TooManyRoles) as refused:
        Roles().check([*roles, RoleFacts(ROLE_LIMIT)])
    assert refused.value.limit == ROLE_LIMIT


# What a ticket keeps


def test_defaults_are_what_the_manual_says() -> None:
    """A new server has the defaults of C4."""
    settings = Settings()
    expected: dict[str, Any] = {
        "enabled": False,
        "configured": False,
        "category_id": None,
        "access_role_ids": (),
        "moderator_role_ids": (),
        "limit": 0,
        "overflow": True,
        "channel_format": "{user.globalname}",
        "opening_reason": False,
        "mention_moderators": False,
        "closing_reason": True,
        "closed_access": "none",
    }
    assert {name: getattr(settings, name) for name in expected} == expected


def test_a_ticket_keeps_the_settings_it_was_opened_with() -> None:
    """Roles and closing settings are what a ticket remembers after a reset."""
    settings = Settings(
        moderator_role_ids=(1, 2),
        access_role_ids=(3,),
        closing_reason=False,
        closed_access="read",
        limit=5,
    )
    assert settings.terms() == Terms(
        moderator_role_ids=(1, 2),
        access_role_ids=(3,),
        closing_reason=False,
        closed_access=ClosedAccess.READ,
    )
