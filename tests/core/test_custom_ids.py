"""Ids of buttons and forms that release 1.0.0 has left in messages, word for word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tickets.cog import FEATURES
from tickets.core.feature import Button, Feature
from tickets.core.features import Features
from tickets.core.ui.ids import MEMBER, NUMBER, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


async def nothing(*_about: Any, **_more: Any) -> None:
    """Answers nothing."""


WORLD = Path(__file__).parents[1] / "fixtures" / "released_1_0_0" / "world.json"
PREFIX = "tickets:v1:"

#: What 1.0.0 answered, behind the prefix. These lines never change.
BUTTONS = (
    r"accept:(?P<number>\d{1,9})",
    r"apply-roles",
    r"ask:(?P<member_id>\d{1,19})",
    r"blocked:(?P<page>\d{1,4})",
    r"cancel:(?P<number>\d{1,9}):(?P<session>[0-9a-f]{8})",
    r"choose:(?P<number>\d{1,9})",
    r"close:(?P<number>\d{1,9})",
    r"confirm-close:(?P<number>\d{1,9}):(?P<session>[0-9a-f]{8})",
    r"confirm-delete:(?P<number>\d{1,9}):(?P<session>[0-9a-f]{8})",
    r"delete:(?P<number>\d{1,9})",
    r"doctor-confirm:(?P<key>[0-9a-f]{8})",
    r"doctor-page:(?P<key>[0-9a-f]{8}):(?P<page>\d{1,4}):(?P<anew>[01])",
    r"doctor-repair:(?P<key>[0-9a-f]{8}):(?P<number>\d{1,9})",
    r"list:(?P<page>\d{1,4})",
    r"menu-check:(?P<key>[0-9a-f]{8})",
    r"menu-choose:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32})",
    r"menu-create:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32})",
    r"menu-default:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32})",
    r"menu-edit:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32})",
    r"menu-kind:(?P<key>[0-9a-f]{8}):(?P<kind>button|selector):(?P<channel_id>\d{15,20})",
    r"menu-panel:(?P<key>[0-9a-f]{8})",
    r"menu-power:(?P<key>[0-9a-f]{8}):(?P<wanted>on|off)",
    r"menu-reset:(?P<key>[0-9a-f]{8})",
    r"menu-toggle:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32}):(?P<wanted>on|off)",
    r"menu-where:(?P<key>[0-9a-f]{8})",
    r"menu:(?P<key>[0-9a-f]{8}):(?P<where>home|reset|panels|new|basics|customisation|opening|closing)",
    r"news:(?P<member_id>\d{1,19})",
    r"panel-channel:(?P<number>\d{1,9})",
    r"panel-do:(?P<verb>[a-z-]{1,20}):(?P<number>\d{1,9}):(?P<reason_id>\d{1,6})",
    r"panel-kind:(?P<kind>button|selector):(?P<channel_id>\d{15,20})",
    r"panel-pick:(?P<verb>[a-z-]{1,20}):(?P<number>\d{1,9})",
    r"panel-which:(?P<verb>[a-z-]{1,20})",
    r"panel:(?P<number>\d{1,9})",
    r"preview:(?P<number>\d{1,9})",
    r"refuse:(?P<number>\d{1,9})",
    r"reopen:(?P<number>\d{1,9})",
    r"result:(?P<number>\d{1,9}):(?P<member_id>\d{1,19})",
    r"save:(?P<number>\d{1,9})",
    r"setup-back:(?P<key>[0-9a-f]{8}):(?P<step>validation|reason|category|reception|transcripts|moderators|panel|summary)",
    r"setup-begin:(?P<key>[0-9a-f]{8})",
    r"setup-cancel:(?P<key>[0-9a-f]{8})",
    r"setup:(?P<key>[0-9a-f]{8}):(?P<step>validation|reason|category|reception|transcripts|moderators|panel|summary):(?P<given>[a-z]{1,12})",
    r"withdraw:(?P<number>\d{1,9})",
)
FORMS = (
    r"close:(?P<number>\d{1,9})",
    r"menu-edit:(?P<key>[0-9a-f]{8}):(?P<name>[a-z]{1,32})",
    r"open:(?P<origin_id>\d{1,18}|[1-8]\d{18})",
    r"open:(?P<origin_id>\d{1,18}|[1-8]\d{18}):(?P<panel>\d{1,9})",
    r"panel-door:(?P<number>\d{1,9})",
    r"panel-look:(?P<number>\d{1,9})",
    r"panel-message:(?P<number>\d{1,9})",
    r"panel-new:(?P<kind>button|selector):(?P<channel_id>\d{15,20})",
    r"panel-position:(?P<number>\d{1,9}):(?P<reason_id>\d{1,6})",
    r"panel-reason:(?P<number>\d{1,9}):(?P<reason_id>\d{1,6})",
    r"panel-words:(?P<number>\d{1,9})",
    r"refuse:(?P<number>\d{1,9})",
    r"setup-reasons:(?P<key>[0-9a-f]{8})",
)
_NAMED = "{verb}:(?P<key>[0-9a-f]{{8}}):(?P<name>{name}){rest}"
#: Where more is answered than then: what stood there, and what stands there now.
WIDER = {
    r"menu:(?P<key>[0-9a-f]{8}):(?P<where>home|reset|panels|new|basics|customisation|opening|closing)": (  # noqa: E501
        # Features bring pages of their own.
        r"menu:(?P<key>[0-9a-f]{8}):(?P<where>[a-z]{1,16}(?:\.[a-z0-9]{1,32}){0,2})"
    ),
    # A setting may be a type's: then the type stands behind it.
    **{
        _NAMED.format(verb=verb, name=r"[a-z]{1,32}", rest=rest): _NAMED.format(
            verb=verb, name=r"[a-z]{1,32}(?:\.\d{1,9})?", rest=rest
        )
        for verb, rest in (
            ("menu-choose", ""),
            ("menu-create", ""),
            ("menu-default", ""),
            ("menu-edit", ""),
            ("menu-toggle", ":(?P<wanted>on|off)"),
        )
    },
}


def changed(released: Iterable[str], features: Features, point: str) -> Iterator[str]:
    """What was answered once and isn't any more, word for word, by exactly one entry."""
    ours = [pattern(one) for one in features.each(point)]
    for one in released:
        count = ours.count(PREFIX + WIDER.get(one, one))
        if count != 1:
            yield f"{one} of 1.0.0 is answered by {count or 'none'} of the {point}"


@pytest.mark.parametrize(("point", "released"), [("buttons", BUTTONS), ("forms", FORMS)])
def test_ids_mean_what_they_meant(point: str, released: tuple[str, ...]) -> None:
    """Every pattern of 1.0.0 is there, with the same parts of the same names."""
    found = "\n".join(changed(released, FEATURES, point))
    assert not found, found


def test_what_is_wider_takes_all_that_it_took() -> None:
    """Where more is answered now, the words of then still are."""
    for before, after in WIDER.items():
        assert before in (*BUTTONS, *FORMS)
        verb, _key, where, *rest = before.split(":(?P")
        names = where.removeprefix("<where>").rstrip(")").split("|")
        for name in names if "where" in where else ("limit", "receptionchannel"):
            told = ":".join((verb, "0123abcd", name, *(["on"] if rest else [])))
            assert re.fullmatch(before, told), told
            assert re.fullmatch(after, told), told


def test_buttons_of_a_real_server_are_answered() -> None:
    """Every id in the messages that 1.0.0 left behind is matched by one entry alone."""
    found = set(re.findall(r'"custom_id": "(tickets:[^"]+)"', WORLD.read_text(encoding="utf-8")))
    assert len(found) > 50
    buttons = [re.compile(pattern(one)) for one in FEATURES.each("buttons")]
    for custom_id in found:
        matching = [one.pattern for one in buttons if one.fullmatch(custom_id)]
        assert len(matching) == 1, (custom_id, matching)


def test_a_changed_id_is_named() -> None:
    """A verb or part that is renamed, or a second entry for the same ids, fails by its pattern."""
    renamed = Features(
        Feature(name="x", buttons=(Button("shut", NUMBER, answer=nothing, row=""),))
    )
    gone = r"close:(?P<number>\d{1,9})"
    said = f"{gone} of 1.0.0 is answered by none of the buttons"
    assert list(changed([gone], renamed, "buttons")) == [said]
    other = Features(Feature(name="x", buttons=(Button("close", MEMBER, answer=nothing, row=""),)))
    assert list(changed([gone], other, "buttons")) == [said]
