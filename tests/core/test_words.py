"""What users write is shown as they wrote it, and does nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import formatting_in
from tickets.core.render import words

HOSTILE = [
    "@everyone",
    "@here and @everyone",
    "@\u202eeveryone",
    "<@1456074443980800000>",
    "<@1>",
    "<@&1456074443980800000>",
    "<#1456074443980800000>",
    "<t:0:R>",
    "</ticket:1>",
    "<id:customize>",
    "<:emoji:1456074443980800000>",
    "<a:emoji:1456074443980800000>",
    "**bold** *italic* __under__ _line_ ~~gone~~ ||hidden||",
    "`code`",
    "```\ncode\n```",
    "``",
    "[click](<x:y>)",
    "[a](b) **bold** [c](d)",
    "[`](b)\ncode\n[`](b)",
    "[\na\n](b)",
    "<x:/**bold**>",
    "<x:/\n```\ncode\n```>",
    "# heading",
    "### heading",
    " # heading",
    "text\n# heading",
    "text\n\n# heading",
    "-# small",
    "text\n\n-# small",
    "- item",
    "text\n  - item",
    "> quote",
    ">>> quote",
    " > quote",
    "text\n >>> quote",
    "\\*bold*",
    "\\\\*bold*",
    "\\",
    "\\<@1>",
    "\u202etxet",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    """No formatting, mention, link, timestamp or heading of a user's comes alive (X3)."""
    assert list(formatting_in(words.escaped(text))) == []


TOKENS = st.sampled_from(
    [*"*_~|`<>[]()@#-\\: \n\t", "](", "```", "@everyone", "@here", "<@1", "x:/", "-#", ">>>", "a"]
)


@given(st.lists(TOKENS, max_size=25).map("".join))
def test_no_combination_comes_alive(text: str) -> None:
    """However the signs are put together, Discord shows them as they stand."""
    assert list(formatting_in(words.escaped(text))) == []


@given(st.text())
def test_nobody_is_mentioned_by_any_text(text: str) -> None:
    """Neither @everyone nor a mention of anything survives in a text of a user's."""
    shown = words.escaped(f"@everyone {text} <@1> @here")
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "<" not in shown.replace("\\<", "")


@given(st.text(alphabet="abc äß山🦊.,!?'\"%&/=+"))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Text without any sign of formatting isn't changed."""
    assert words.escaped(text) == text


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("char", TURNING)
def test_nothing_turns_the_text_around_it(char: str) -> None:
    """Signs that turn the direction of writing are left out everywhere."""
    for shown in (words.plain, words.escaped, words.name):
        assert shown(f"a{char}b") == "ab"


@given(st.text())
def test_no_control_characters_are_shown(text: str) -> None:
    """Invisible control characters are left out; lines and tabs stay."""
    left = {char for char in words.plain(text) if unicodedata.category(char) == "Cc"}
    assert all(char in "\n\t" or char >= "\x80" for char in left)


@pytest.mark.parametrize(
    ("text", "clipped"),
    [
        ("short", "short"),
        ("exactly10!", "exactly10!"),
        ("more than ten", "more than…"),
        ("nine char s", "nine char…"),
    ],
)
def test_long_texts_are_clipped(text: str, clipped: str) -> None:
    """A text that is too long ends in an ellipsis, not in a space before it."""
    assert words.clip(text, 10) == clipped


@given(st.text(), st.integers(1, 50))
def test_clipped_texts_fit(text: str, limit: int) -> None:
    """What is clipped is never longer than allowed, and begins as before."""
    clipped = words.clip(text, limit)
    assert len(clipped) <= limit
    assert text.startswith(clipped.removesuffix("…"))


def test_every_line_of_a_quote_is_quoted() -> None:
    """A quote doesn't end at its first line."""
    assert words.quoted("a\n\n*b*") == "> a\n> \n> \\*b\\*"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada \n Lovelace ", "Ada Lovelace"),
        ("Ada*", "Ada*"),
        ("🦊", "🦊"),
        ("", "?"),
        ("   ", "?"),
        ("\u202e", "?"),
        ("\u200b\u200b", "?"),
        ("\u0301", "?"),
        ("\u3164\u3164", "?"),
        ("\u2800", "?"),
        ("x" * 101, "x" * 99 + "…"),
    ],
)
def test_names_are_always_visible(given_name: str, shown: str) -> None:
    """A name is one line that can be seen, whatever somebody is called."""
    assert words.name(given_name) == shown


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (words.member(1), "<@1>"),
        (words.role(1), "<@&1>"),
        (words.channel(1), "<#1>"),
        (words.roles([1, 2]), "<@&1> <@&2>"),
        (words.roles([]), ""),
        (words.moment(5), "<t:5:f>"),
        (words.moment(5, "R"), "<t:5:R>"),
    ],
)
def test_what_discord_fills_in(shown: str, text: str) -> None:
    """Mentions, links and times have the form that Discord understands."""
    assert shown == text
