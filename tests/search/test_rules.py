"""What somebody looks for, out of what they typed (R3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.search import render
from tickets.search.rules import (
    WORDS_LIMIT,
    NothingToFind,
    TooLongToFind,
    Wish,
    query_of,
    read_wish,
)

HER = 1_456_074_443_980_800_777


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("  refund  please ", Wish("refund please")),
        (f"<@{HER}>", Wish(opener_id=HER)),
        (f"<@!{HER}> refund", Wish("refund", opener_id=HER)),
        (f"refund {HER} #12", Wish("refund", opener_id=HER, number=12)),
        (f"{HER} {HER - 1}", Wish(str(HER - 1), opener_id=HER)),
        ("12", Wish(number=12)),
        ("#12", Wish(number=12)),
        ("room 12", Wish("room 12")),
        ("99999999999999999999", Wish(opener_id=2**63 - 1)),
        ("1234567890", Wish("1234567890")),
    ],
)
def test_what_is_typed(text: str, wish: Wish) -> None:
    """Mentions and ids are openers, numbers are numbers, the rest are words."""
    assert read_wish(text, typed=True) == wish


def test_an_option_is_words() -> None:
    """In a slash command the number has an option of its own."""
    assert read_wish("12", typed=False) == Wish("12")


@pytest.mark.parametrize("text", ["🎉", "🎉 🎊", '"', "* ( )", "\u202e", "…"])
def test_signs_alone_are_refused(text: str) -> None:
    """They stand in no index: it is said so, rather than that nothing was found."""
    with pytest.raises(NothingToFind):
        read_wish(text, typed=True)


def test_long_texts_are_refused() -> None:
    """It is said how much is possible."""
    with pytest.raises(TooLongToFind) as error:
        read_wish("x" * 4000, typed=True)
    assert (error.value.limit, error.value.length) == (WORDS_LIMIT, 4000)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("refund", '"refund"*'),
        ("we are", '"we" "are"*'),
        ("refund refund", '"refund"*'),
        ("NEAR(a b)", '"NEAR(a"* "b)"'),
        ('reason:"x" OR *', '"reason:""x"""* "OR"'),
        ("🎉 party", '"party"*'),
        ("a\0b", '"a" "b"'),
        ("\ud800x", '"x"'),
    ],
)
def test_words_are_never_syntax(words: str, query: str) -> None:
    """Each is quoted; signs and what no database takes are left out."""
    assert query_of(words) == query


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is typed is a wish, or refused in so many words."""
    try:
        wish = read_wish(text, typed=True)
    except NothingToFind:
        return
    assert (wish.words == "") is (query_of(wish.words) == "")


def test_what_is_said_twice_in_a_row() -> None:
    """A comment on a rating repeats its words: the record has them once."""
    history = [(1, "a rated"), (2, "a rated"), (3, "b closed"), (4, "a rated")]
    assert render._history(history, 1000) == "<t:2:d> a rated\n<t:3:d> b closed\n<t:4:d> a rated"
