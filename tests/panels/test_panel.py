"""Panels: their reasons, limits, and what is refused."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import a_panel, a_selector
from tickets.core import errors
from tickets.panels.rules import (
    ADDRESS_LIMIT,
    REASONS_LIMIT,
    DuplicateReason,
    EmptyLook,
    Entry,
    LastReason,
    NoSuchReason,
    NotAColour,
    NotAnAddress,
    PanelLook,
    PanelRefused,
    ReasonGone,
    TooManyReasons,
    address_from,
    colour_from,
    is_unicode_emoji,
    optional,
    required,
)


def test_ids_of_reasons_never_come_again() -> None:
    """However reasons come and go, an id means one of them for ever."""
    panel = a_selector("A", "B", "C")
    for position in (3, 1, 2):
        panel = panel.without_entry(panel.entries[position - 2]).with_reason(f"New {position}")
    assert len({reason.id for reason in panel.entries}) == 3
    assert max(reason.id for reason in panel.entries) == panel.last_entry_id == 6


def test_the_26th_reason_is_refused() -> None:
    """Discord shows at most 25."""
    panel = a_selector(*(f"Reason {number}" for number in range(REASONS_LIMIT)))
    with pytest.raises(TooManyReasons) as refused:
        panel.with_reason("One more")
    assert refused.value.limit == REASONS_LIMIT == 25


def test_the_last_reason_stays() -> None:
    """A selector without reasons is impossible."""
    panel = a_selector("A")
    with pytest.raises(LastReason):
        panel.without_entry(panel.entries[0])


@pytest.mark.parametrize("name", ["b", "B", " B "])
def test_names_are_unique(name: str) -> None:
    """Neither capitals nor spaces make another name; a reason may keep its own."""
    panel = a_selector("A", "B")
    with pytest.raises(DuplicateReason):
        panel.with_reason(name)
    with pytest.raises(DuplicateReason):
        panel.with_changed(replace(panel.entries[0], name=name))
    same = panel.with_changed(replace(panel.entries[1], name=name))
    assert same.entries[1].name == name.strip()


@pytest.mark.parametrize(
    ("position", "order"),
    [(1, "CABD"), (2, "ACBD"), (3, "ABCD"), (4, "ABDC"), (99, "ABDC"), (0, "CABD")],
)
def test_a_reason_is_moved(position: int, order: str) -> None:
    """To a position from 1; too large is the last one, too small the first."""
    panel = a_selector(*"ABCD")
    moved = panel.with_moved(panel.entries[2], position)
    assert "".join(entry.name or "" for entry in moved.entries) == order


@pytest.mark.parametrize(
    ("given", "found"), [("a bug", "A bug"), ("2", "3"), ("3", "3"), ("1", "A bug")]
)
def test_a_reason_is_found(given: str, found: str) -> None:
    """By its name, whatever its capitals, or else by its position."""
    assert a_selector("A bug", "3", "C").entry_named(given).name == found


def test_an_unknown_reason_is_named() -> None:
    """The refusal knows what was given and what there is."""
    with pytest.raises(NoSuchReason) as refused:
        a_selector("A", "B").entry_named("4")
    assert (refused.value.given, refused.value.known) == ("4", ("A", "B"))
    with pytest.raises(ReasonGone):
        a_selector("A").entry_with_id(2)


@pytest.mark.parametrize("sign", ["€", "─", "★", "☰", "A", "1", "→", "🎫🎫", ":tada:"])
def test_signs_that_are_no_emoji(sign: str) -> None:
    """Discord would refuse them, and with them the whole message."""
    assert not is_unicode_emoji(sign)


@pytest.mark.parametrize(
    "sign",
    ["🎫", "❤️", "❤", "✅", "1️⃣", "🇫🇷", "👨\u200d👩\u200d👧", "👍🏽", "☎️", "⭐", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🫡", "ℹ️"],
)
def test_emoji(sign: str) -> None:
    """In colour, with a skin tone, several that are one, flags."""
    assert is_unicode_emoji(sign)


def test_which_emoji_was_refused() -> None:
    """The one that Discord names; a button has only one."""
    reasons = (Entry(id=1, name="First"), Entry(id=2, name="Second", emoji="🎁"))
    selector = replace(a_selector("A"), entries=reasons)
    assert selector.refused_emoji(1) == selector.refused_emoji(None) == ("🎁", "Second")
    assert selector.refused_emoji(0) is selector.refused_emoji(7) is None
    button = a_panel(name="Help", emoji="🎫")
    assert button.refused_emoji(None) == ("🎫", "Help")


def test_emojis_can_be_left_out() -> None:
    """Only those that are wanted stay; everything else of the panel does."""
    panel = a_selector("A").with_reason("B", emoji="<:party:5>").with_reason("C", emoji="🐛")
    shown = panel.with_emojis(lambda emoji: not emoji.startswith("<"))
    assert [reason.emoji for reason in shown.entries] == [None, None, "🐛"]
    assert [reason.name for reason in shown.entries] == ["A", "B", "C"]
    assert panel.with_emojis(lambda _: True) == panel


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#5865F2", 0x5865F2), ("5865f2", 0x5865F2), ("0x000000", 0), (" #ffffff ", 0xFFFFFF)],
)
def test_colours(text: str, colour: int) -> None:
    """Six hexadecimal digits, with or without a mark before them."""
    assert colour_from(text) == colour
    assert colour_from("  ") is None


@pytest.mark.parametrize(
    "text",
    [
        "red",
        "#fff",
        "#12345",
        "#1234567",
        "12_456",
        "+12345",
        "-12345",
        "１２３４５６",
        "##123456",
    ],
)
def test_no_colours(text: str) -> None:
    """What only looks like a number to a computer is no colour."""
    with pytest.raises(NotAColour):
        colour_from(text)


@pytest.mark.parametrize(
    "text", ["https://x.org/a.png", "http://x.org", "HTTPS://X.org/a?b=c#d", "https://x.org:8080/"]
)
def test_addresses(text: str) -> None:
    """Pictures are addressed by http or https."""
    assert address_from(f" {text} ") == text
    assert address_from(" ") is None


@pytest.mark.parametrize(
    "text",
    [
        "x.org/a.png",
        "ftp://x.org/a.png",
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "https://",
        "https://@",
        "https:///a.png",
        "https://x.org/a b.png",
        "https://x.org/a\nb.png",
        "https://[x",
        "attachment://a.png",
    ],
)
def test_no_addresses(text: str) -> None:
    """Everything else is refused, and so is what can't be an address."""
    with pytest.raises(NotAnAddress):
        address_from(text)


def test_too_long_an_address() -> None:
    """An address has a limit as well."""
    with pytest.raises(errors.TextTooLong):
        address_from("https://x.org/" + "a" * ADDRESS_LIMIT)


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    """Whatever is typed as colour or address is taken or refused, never a fault."""
    for read in (colour_from, address_from):
        with contextlib.suppress(PanelRefused):
            read(text)


def test_texts_and_their_limits() -> None:
    """White space around a text doesn't count; nothing but white space is empty."""
    assert required(" x ", 1) == "x"
    assert optional(" ", 1) is None
    assert optional(None, 1) is None
    with pytest.raises(errors.TextEmpty):
        required("  ", 5)
    with pytest.raises(errors.TextTooLong) as refused:
        optional("xxx", 2)
    assert (refused.value.length, refused.value.limit) == (3, 2)


@pytest.mark.parametrize(
    "words",
    [
        {"content": "x" * 2000},
        {"title": "x" * 256, "text": "y" * 4000, "footer": "z" * 1744},
        {"author": "x" * 256},
        {"footer": "x"},
        {"image": "https://x.org"},
    ],
)
def test_looks_that_discord_takes(words: dict[str, Any]) -> None:
    """The longest of everything is fine, and so is a picture alone."""
    PanelLook(**words).check()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({}, EmptyLook),
        ({"colour": 5}, EmptyLook),
        ({"content": "x" * 2001}, errors.TextTooLong),
        ({"author": "x" * 257}, errors.TextTooLong),
        ({"title": "x" * 257}, errors.TextTooLong),
        ({"text": "x" * 4001}, errors.TextTooLong),
        ({"footer": "x" * 2049}, errors.TextTooLong),
        ({"title": "x" * 256, "text": "y" * 4000, "footer": "z" * 1745}, errors.TextTooLong),
    ],
)
def test_looks_that_discord_refuses(words: dict[str, Any], refusal: type[Exception]) -> None:
    """One character too many, or nothing at all, is refused before Discord does."""
    with pytest.raises(refusal):
        PanelLook(**words).check()
