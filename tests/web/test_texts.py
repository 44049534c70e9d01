"""Words for Discord, shown on a page."""

from __future__ import annotations

import pytest

from tickets.core.render import words
from tickets.web.render.settings import as_json, texts_of
from tickets.web.render.texts import pieces, plain

NAMES = {12345: "@Moderators", 67890: "#<b>staff</b>"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain words.", [("Plain words.", "")]),
        ("Use `!ticketset`.", [("Use ", ""), ("!ticketset", "code"), (".", "")]),
        ("**Limit**: 3", [("Limit", "bold"), (": 3", "")]),
        ("Only <@&12345>", [("Only ", ""), ("@Moderators", "")]),
        ("See <#67890>!", [("See ", ""), ("#<b>staff</b>", ""), ("!", "")]),
        ("Gone: <#999>", [("Gone: ", ""), ("⚠️ deleted (999)", "")]),
        ("From <t:0:f>", [("From ", ""), ("1970-01-01 00:00 UTC", "")]),
        ("-# small", [("small", "")]),
        ("<script>alert(1)</script>", [("<script>alert(1)</script>", "")]),
        ("{{ config }}", [("{{ config }}", "")]),
        ("a * b", [("a * b", "")]),
        ("", []),
    ],
)
def test_pieces(text: str, shown: list[tuple[str, str]]) -> None:
    """Marks become looks and ids names; everything else stays as it is, a piece of text."""
    assert pieces(text, NAMES) == shown


@pytest.mark.parametrize("text", ["a_b*c", "**not bold**", "`code`", "<@&12345>", "[a](b)", "\\"])
def test_what_was_escaped_is_seen_as_typed(text: str) -> None:
    """People's words come through as they wrote them."""
    assert plain(words.escaped(text), NAMES).replace("\u200b", "") == text


@pytest.mark.parametrize("texts", [(), ("on",), ("a\nb", "1"), None])
def test_what_a_field_held_comes_back(texts: tuple[str, ...] | None) -> None:
    """A page gives back what it was made with."""
    assert texts_of(as_json(texts)) == texts


@pytest.mark.parametrize("forged", ["", "{", "{}", "3", '"x"', "[" * 100_000, "[1, null]"])
def test_a_forged_field_held_nothing(forged: str) -> None:
    """What no page has sent is no reason to fail."""
    assert texts_of(forged) == ()
