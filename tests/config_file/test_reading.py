"""Files that are no configuration are refused with one reason; what is one is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import DECLARED
from tests.core.test_store_settings import CHANGED
from tickets.cog import FEATURES
from tickets.config_file import rules
from tickets.config_file.rules import SIZE_LIMIT, check_shape, in_order, read, schema
from tickets.core.kinds.channels import Category, Channel
from tickets.core.references import Matching, Names, Reference, Thing, ThingKind
from tickets.core.role import RoleFacts

if TYPE_CHECKING:
    from tickets.core.settings import Setting

PARTS = in_order(FEATURES.each("file_parts"))
SCHEMA = schema(DECLARED, PARTS)
HEAD = '"format": "tickets-for-red", "version": 1'


def refusal(text: str | bytes) -> rules.FileRefused:
    """Why a file isn't taken: when it is read, or for its shape."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with pytest.raises(rules.FileRefused) as caught:
        check_shape(read(data), SCHEMA)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"x" * (SIZE_LIMIT + 1), rules.ConfigFileTooLarge),
        ("{" + HEAD, rules.NotJson),
        ("", rules.NotJson),
        (b"\xff\xfe{\x00}\x00", rules.NotText),
        ('{"format": "\ud800"}', rules.NotText),
        ("[" * 100_000, rules.NotOurs),
        ("[" * 100_000 + "]" * 100_000, rules.NotOurs),
        ("{" + HEAD + ', "settings": {"limit": NaN}}', rules.NotOurs),
        ("{" + HEAD + ', "settings": {"limit": -Infinity}}', rules.NotOurs),
        ("{" + HEAD + f', "settings": {{"limit": {"9" * 5000}}}}}', rules.NotOurs),
        ("{" + HEAD + ', "settings": {"limit": 1, "limit": 2}}', rules.NamedTwice),
        ("[]", rules.NotOurs),
        ("7", rules.NotOurs),
        ("{}", rules.NotOurs),
        ('{"format": "another", "version": 1}', rules.NotOurs),
        ('{"format": "tickets-for-red"}', rules.NotOurs),
        ('{"format": "tickets-for-red", "version": true}', rules.NotOurs),
        ('{"format": "tickets-for-red", "version": 0}', rules.NotOurs),
        ('{"format": "tickets-for-red", "version": 2}', rules.NewerFile),
        ("{" + HEAD + ', "members": []}', rules.UnknownKey),
        ("{" + HEAD + ', "settings": {"enabled": true}}', rules.UnknownKey),
        ("{" + HEAD + ', "settings": {"takes_tickets": true}}', rules.UnknownKey),
        (
            "{" + HEAD + ', "types": [{"name": "A", "settings": {"timezone": "UTC"}}]}',
            rules.UnknownKey,
        ),
        ("{" + HEAD + ', "settings": []}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"limit": "2"}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"limit": true}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"limit": 1.0}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"limit": 1e999}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"limit": null}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"validation": 1}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"welcome_message": "\\ud800"}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"welcome_message": "a\\u0000"}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"category_id": 5}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"category_id": {"id": "5"}}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"category_id": {"id": "x", "name": ""}}}', rules.WrongShape),
        ("{" + HEAD + ', "settings": {"hours": [[0, 1]]}}', rules.WrongShape),
        ("{" + HEAD + ', "types": [{"name": "A"}, 3]}', rules.WrongShape),
        ("{" + HEAD + ', "types": [{"emoji": "A"}]}', rules.WrongShape),
        ("{" + HEAD + ', "panels": [{"kind": "door", "entries": []}]}', rules.WrongShape),
        ("{" + HEAD + ', "replies": {"name": "x"}}', rules.WrongShape),
        ("{" + HEAD + ', "replies": [' + "{}, " * 300 + "{}]}", rules.WrongShape),
    ],
)
def test_what_is_no_configuration(text: str | bytes, expected: type) -> None:
    """Too large, no text, no JSON, nested too deeply, of another kind or version, misshapen."""
    assert type(refusal(text)) is expected


def test_the_place_is_named() -> None:
    """Whoever writes a file by hand is told where to look."""
    error = refusal("{" + HEAD + ',\n"types": [{"name": "A"}, {"name": 3}]}')
    assert isinstance(error, rules.WrongShape)
    assert error.where == "types[1].name"
    error = refusal("{" + HEAD + ',\n"types": [}')
    assert isinstance(error, rules.NotJson)
    assert error.line == 2


def test_a_mark_at_the_beginning() -> None:
    """Some editors put a byte order mark before the text."""
    assert read(b"\xef\xbb\xbf{" + HEAD.encode() + b"}")["version"] == 1


THINGS = (
    *(
        Thing(ThingKind.ROLE, one, f"role {one}", RoleFacts(one, False, False, False))
        for one in range(1, 10)
    ),
    *(
        Thing(one.kind.thing, CHANGED[one.key], one.key)
        for one in DECLARED.settings.values()
        if isinstance(one.kind, Category | Channel)
    ),
)


@pytest.mark.parametrize("setting", DECLARED.settings.values(), ids=lambda one: one.key)
def test_every_setting_is_in_the_file(setting: Setting) -> None:
    """Its default and another value are written as the schema says, and read as they were."""
    names, matching = Names(THINGS, ()), Matching(THINGS)
    for value in (setting.default, CHANGED[setting.key]):
        if value is None:
            continue
        written = json.loads(json.dumps(setting.kind.to_file(value, names)))
        check_shape(written, setting.kind.schema())
        assert setting.kind.from_file(written, matching) == value
    assert not matching.questions


# What a name means


def thing(number: int, name: str, **facts: bool) -> Thing:
    """A role."""
    about = {"is_everyone": False, "is_managed": False, "is_administrator": False, **facts}
    return Thing(ThingKind.ROLE, number, name, RoleFacts(number, **about))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"id": "1", "name": "other"}, 1),
        ({"id": "99", "name": "Staff"}, 1),
        ({"name": "staff"}, 1),
        ({"name": "Helpers"}, 3),
        ({"name": "helpers"}, 4),
        ({"name": "HELPERS"}, None),
        ({"name": "Twins"}, None),
        ({"name": "Admins"}, None),
        ({"name": "nobody"}, None),
        ({"name": ""}, None),
    ],
)
def test_things_are_found(given: dict[str, Any], found: int | None) -> None:
    """By their id, then by name, in the same case first; what is left open is asked."""
    present = (
        thing(1, "Staff"),
        thing(2, "Admins", is_administrator=True),
        thing(3, "Helpers"),
        thing(4, "helpers"),
        thing(5, "Twins"),
        thing(6, "Twins"),
        thing(7, ""),
    )
    matching = Matching(present)
    one = matching.find(ThingKind.ROLE, given)
    assert (None if one is None else one.id) == found
    asked = Reference(ThingKind.ROLE, int(given.get("id", 0)), given["name"])
    assert list(matching.questions) == ([] if found else [asked])
    assert matching.find(ThingKind.CHANNEL, {"id": "1", "name": ""}) is None
    answered = Matching(present, {asked: 5}).find(ThingKind.ROLE, given)
    assert answered is not None
    assert answered.id == 5
    left_out = Matching(present, {asked: None})
    assert left_out.find(ThingKind.ROLE, given) is None
    assert not left_out.questions
