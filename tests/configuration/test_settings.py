"""The settings as they are described, and what their kinds take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import DECLARED, SETTINGS, SIMPLE, a_ticket, settings
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.declaration import declaration
from tickets.core.kinds.channels import Category
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.kind import ROLE_LIMIT, TEXT_LIMIT
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text
from tickets.core.role import RoleFacts
from tickets.core.settings import (
    ADMISSION,
    AFTERWARDS,
    BASICS,
    CLOSING,
    CUSTOMISATION,
    DEADLINES,
    FORM,
    MORE_CLOSING,
    OPENING,
    SET,
    TEAMWORK,
    TIME,
    TYPES,
    Declared,
    Setting,
    Terms,
    setting,
)
from tickets.core.team import Team
from tickets.lifecycle.rules import ClosedAccess, DeleteOnClose
from tickets.lifecycle.settings import ClosingSettings
from tickets.requests.settings import Validation

if TYPE_CHECKING:
    from tickets.core.settings import Page

PAGES = (
    BASICS,
    CUSTOMISATION,
    OPENING,
    CLOSING,
    TYPES,
    ADMISSION,
    FORM,
    TEAMWORK,
    TIME,
    DEADLINES,
    MORE_CLOSING,
    AFTERWARDS,
)
every_setting = pytest.mark.parametrize("setting", SIMPLE, ids=lambda setting: setting.key)


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
    assert setting.page in PAGES


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
def test_command_words_leave_space(taken: str) -> None:
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
    if needed.value is SET:
        assert setting.idle(settings(**{other.key: 7})) is None
        assert setting.idle(settings()) == needed.why
        return
    assert setting.idle(settings(**{other.key: needed.value})) is None
    values = [True, False] if isinstance(other.kind, Toggle) else list(Validation)
    idle = {setting.idle(settings(**{other.key: value})) for value in values}
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
    every = (*DECLARED.in_order, *DECLARED.of_types)
    assert set(DECLARED.defaults) == {setting.key for setting in every} | {
        "enabled",
        "configured",
    }


@every_setting
def test_defaults_pass_their_own_check(setting: Setting) -> None:
    """Typing in the default is never refused."""
    default = setting.default
    match setting.kind:
        case Toggle():
            assert isinstance(default, bool)
        case Number() as kind:
            assert kind.check(default) == default
        case Choice() as kind:
            assert kind.read(default.value) is default
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
            case Choice() as kind:
                assert kind.read(example).value == example
            case Text() as kind:
                assert kind.check(example) == example


@pytest.mark.parametrize("setting", kinds(Choice), ids=lambda setting: setting.key)
def test_every_choice_is_explained(setting: Setting) -> None:
    """Each word that may be chosen says what it means."""
    assert isinstance(setting.kind, Choice)
    assert all(name and meaning for name, meaning in setting.kind.options)


# On and off


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *[(word, True) for word in ("on", "Oui", "An", "Sí")],
        *[(word, False) for word in ("off", "non", "aus", "no", "desactivar")],
    ],
)
def test_on_and_off_in_all_languages(typed: str, value: bool) -> None:
    """Whatever the server speaks."""
    assert Toggle().read(typed) is value


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
    ("typed", "value"),
    [("none", ClosedAccess.NONE), ("READ", ClosedAccess.READ), ("Read", ClosedAccess.READ)],
)
def test_choices_ignore_case(typed: str, value: ClosedAccess) -> None:
    """A choice may be typed in any case."""
    (setting,) = (setting for setting in SETTINGS if setting.key == "closed_access")
    assert isinstance(setting.kind, Choice)
    assert setting.kind.read(typed) is value


@pytest.mark.parametrize("typed", ["", "write", "none ", "non\u0435"])
def test_other_words_are_refused(typed: str) -> None:
    """What isn't a choice is refused with those that are."""
    (setting,) = (setting for setting in SETTINGS if setting.key == "closed_access")
    assert isinstance(setting.kind, Choice)
    with pytest.raises(errors.NotAChoice) as refused:
        setting.kind.read(typed)
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
    present = settings()
    expected: dict[str, Any] = {
        "enabled": False,
        "configured": False,
        "category_id": None,
        "access_role_ids": (),
        "moderator_role_ids": (),
        "limit": 1,
        "overflow": True,
        "channel_format": "{user.globalname}",
        "opening_reason": False,
        "mention_moderators": False,
        "closing_reason": True,
        "closed_access": ClosedAccess.NONE,
    }
    assert {name: present.get(name) for name in expected} == expected


def test_a_ticket_keeps_the_settings_it_was_opened_with() -> None:
    """Roles and closing settings are what a ticket remembers after a reset."""
    present = settings(
        moderator_role_ids=(1, 2),
        access_role_ids=(3,),
        closing_reason=False,
        closed_access=ClosedAccess.READ,
        limit=5,
    )
    terms = present.terms()
    assert terms[Team] == Team(moderator_role_ids=(1, 2), access_role_ids=(3,))
    assert terms[ClosingSettings] == ClosingSettings(
        closing_reason=False, closed_access=ClosedAccess.READ
    )
    assert "limit" not in terms.values


@pytest.mark.parametrize("page", [BASICS, CUSTOMISATION, OPENING, CLOSING], ids=lambda p: p.name)
def test_every_page_has_its_settings_in_order(page: Page) -> None:
    """Settings stand on their page by their order, and no two claim the same place."""
    orders = [setting.order for setting in DECLARED.on(page)]
    assert orders == sorted(set(orders))
    assert all(setting.page is page for setting in DECLARED.on(page))


def test_pages_come_in_order() -> None:
    """First those with a button of their own, whichever feature is listed first."""
    assert DECLARED.pages == PAGES
    assert Declared(reversed(list(FEATURES.each("settings")))).in_order == SETTINGS


def test_two_settings_with_the_same_key_are_refused() -> None:
    """A feature can't take another one's key, nor that of a state."""
    with pytest.raises(ValueError, match="two settings are called moderator_role_ids"):
        Declared((Team, another("moderator_role_ids", "other")))
    with pytest.raises(ValueError, match="two settings are called enabled"):
        Declared((another("enabled", "other"),))


def test_two_settings_with_the_same_command_are_refused() -> None:
    """A feature can't take another one's word after `ticketset`."""
    with pytest.raises(ValueError, match="the same command"):
        Declared((Team, another("other", "modrole")))


def another(key: str, command: str) -> type:
    """A part with one setting."""
    described = setting(
        False,
        Toggle(),
        command=command,
        page=BASICS,
        order=1,
        title="Other",
        help="Other.",
        examples=("on",),
    )
    part: type = declaration(type("Other", (), {"__annotations__": {key: bool}, key: described}))
    return part


# What is stored


@every_setting
def test_values_are_stored_as_json_knows_them(setting: Setting) -> None:
    """What JSON gives back of a value is read as that very value."""
    for value in {setting.default, CHOSEN.get(setting.key, setting.default)} - {None}:
        text = json.dumps(setting.kind.stored(value))
        assert setting.kind.loaded(json.loads(text)) == value


#: Values that aren't the default, one of each kind that is stored in a way of its own.
CHOSEN: dict[str, Any] = {
    "moderator_role_ids": (1, 2),
    "closed_access": ClosedAccess.READ,
    "validation": Validation.MANUAL,
    "delete_on_close": DeleteOnClose.MODERATORS,
    "welcome_message": "Hello",
    "limit": 5,
    "category_id": 6,
}


# Parts and values


def test_a_part_has_the_values_of_its_settings() -> None:
    """Who asks for a part gets what is set, and the same object again."""
    present = settings(moderator_role_ids=(1,), limit=2)
    assert present[Team] == Team(moderator_role_ids=(1,))
    assert present[Team] is present[Team]
    assert present.get("limit") == 2


def test_other_values_change_a_copy() -> None:
    """Settings never change: what somebody holds stays what it was."""
    present = settings(limit=2)
    other = present.with_values(limit=3, moderator_role_ids=(1,))
    assert (present.get("limit"), other.get("limit")) == (2, 3)
    assert (present[Team], other[Team]) == (Team(), Team(moderator_role_ids=(1,)))
    assert present == settings(limit=2) != other


# Terms


def test_terms_that_came_later_have_their_defaults() -> None:
    """A ticket of an older version doesn't know terms that came later."""
    terms = Terms(moderator_role_ids=[1])
    assert terms[Team] == Team(moderator_role_ids=(1,))
    assert terms[ClosingSettings] == ClosingSettings()


@pytest.mark.parametrize("spoiled", [{"moderator_role_ids": "x"}, {"closed_access": 5}])
def test_terms_that_cannot_be_understood_have_their_defaults(spoiled: dict[str, Any]) -> None:
    """One spoiled term doesn't take the others with it."""
    terms = Terms(access_role_ids=(3,), **spoiled)
    assert terms[Team] == Team(access_role_ids=(3,))
    assert terms[ClosingSettings] == ClosingSettings()
    assert settings().for_ticket(a_ticket(terms=terms)) == settings(access_role_ids=(3,))


def test_terms_count_only_after_a_reset() -> None:
    """As long as the server is configured, its present settings decide."""
    ticket = a_ticket(terms=settings(moderator_role_ids=(1,), limit=4).terms())
    present = settings(configured=True, moderator_role_ids=(2,))
    assert present.for_ticket(ticket) is present
    assert settings(limit=9).for_ticket(ticket) == settings(moderator_role_ids=(1,), limit=9)
