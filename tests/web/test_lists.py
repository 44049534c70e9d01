"""A list that two people edit at once, and what its fields mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tickets.core import errors
from tickets.core.form import Form, NotEnoughChoices, Question, QuestionKind, WrongBounds
from tickets.web.render.forms import question_item
from tickets.web.rules import Items, merged, same_items
from tickets.web.ui.forms import read_questions

if TYPE_CHECKING:
    from tickets.web.ui.lists import Refusals


def a_list(*items: str) -> Items:
    """Items such as ``1:text``, each with one field."""
    pairs = (one.partition(":") for one in items)
    return tuple((key, {"label": text}) for key, _sign, text in pairs)


def written(items: Items) -> str:
    """The same in one line."""
    return " ".join(f"{key}:{fields['label']}" for key, fields in items)


WAS = ("1:a", "2:b", "3:c")


@pytest.mark.parametrize(
    ("given", "now", "together"),
    [
        (WAS, WAS, "1:a 2:b 3:c"),
        # Mine.
        (("1:z", "2:b", "3:c"), WAS, "1:z 2:b 3:c"),
        (("3:c", "1:a", "2:b"), WAS, "3:c 1:a 2:b"),
        (("1:a", "3:c"), WAS, "1:a 3:c"),
        (("n1:new", *WAS), WAS, "n1:new 1:a 2:b 3:c"),
        # Theirs.
        (WAS, ("1:a", "2:y", "3:c"), "1:a 2:y 3:c"),
        (WAS, ("3:c", "2:b", "1:a"), "3:c 2:b 1:a"),
        (WAS, ("1:a", "3:c"), "1:a 3:c"),
        (WAS, ("1:a", "4:d", "2:b", "3:c"), "1:a 4:d 2:b 3:c"),
        (WAS, (), ""),
        # Both, of different things.
        (("1:z", "2:b", "3:c"), ("1:a", "2:y", "3:c"), "1:z 2:y 3:c"),
        (("3:c", "1:a", "2:b"), ("1:a", "2:y", "3:c"), "3:c 1:a 2:y"),
        (("1:a", "2:b", "n1:new", "3:c"), ("3:c", "2:b", "1:a"), "3:c 2:b n1:new 1:a"),
        (("1:a", "3:c"), ("2:b", "1:a", "3:c", "4:d"), "1:a 3:c 4:d"),
        (("2:b", "1:a"), ("1:a", "2:b"), "2:b 1:a"),
        # The same.
        (("1:z", "2:b", "3:c"), ("1:z", "2:b", "3:c"), "1:z 2:b 3:c"),
        (("3:c", "2:b", "1:a"), ("3:c", "2:b", "1:a"), "3:c 2:b 1:a"),
    ],
)
def test_two_people_at_a_list(given: tuple[str, ...], now: tuple[str, ...], together: str) -> None:
    """What both have done is there, as long as it isn't about the same."""
    found = merged(a_list(*WAS), a_list(*given), a_list(*now))
    assert written(found.items) == together
    assert not found.is_contested
    assert not (given == WAS and now != WAS) or found.is_changed_meanwhile


def test_both_change_the_same() -> None:
    """Nobody's is overwritten unseen: what was typed is kept, and what it is now is told."""
    found = merged(a_list(*WAS), a_list("1:z", "2:b", "3:c"), a_list("1:y", "2:b", "3:c"))
    assert found.contested == {"1": {"label": "y"}}
    assert written(found.items) == "1:z 2:b 3:c"


def test_changed_here_and_removed_there() -> None:
    """It would be made anew, where it stood."""
    found = merged(a_list(*WAS), a_list("1:a", "2:z", "3:c"), a_list("1:a", "3:c"))
    assert (found.gone, found.is_contested) == (("x2",), True)
    assert written(found.items) == "1:a x2:z 3:c"


def test_removed_here_and_changed_there() -> None:
    """It is there again, to be looked at."""
    found = merged(a_list(*WAS), a_list("1:a", "3:c"), a_list("1:a", "2:y", "3:c"))
    assert (found.kept, found.is_contested) == (("2",), True)
    assert written(found.items) == "1:a 2:y 3:c"


def test_both_sort() -> None:
    """Two orders can't both be."""
    found = merged(a_list(*WAS), a_list("2:b", "1:a", "3:c"), a_list("1:a", "3:c", "2:b"))
    assert found.is_order_contested
    assert written(found.items) == "2:b 1:a 3:c"


def test_a_forged_list() -> None:
    """An id that nobody has is told, and never stored as such."""
    found = merged((), a_list("7:x"), a_list(*WAS))
    assert found.gone == ("x7",)
    assert not same_items(found.items, a_list(*WAS))
    # Without what it was, everything that differs is contested.
    assert merged((), a_list("1:z"), a_list("1:a")).contested == {"1": {"label": "a"}}


def question(**about: Any) -> Question:
    """A question with something special."""
    facts = {"id": 1, "kind": QuestionKind.SHORT, "label": "Why?", **about}
    return Question(**facts)


@pytest.mark.parametrize("kind", QuestionKind)
def test_fields_hold_a_question(kind: QuestionKind) -> None:
    """What the fields say of a question is that question."""
    choices = ("yes", "no", "so so")
    form = Form().with_new(
        question(
            kind=kind,
            hint="below",
            required=False,
            choices=choices,
            least=1,
            most=2,
            placeholder="…",
            prefilled="x",
        )
    )
    refused: Refusals = {}
    items = tuple(map(question_item, form.questions))
    assert read_questions(items, form, refused) == list(form.questions)
    assert refused == {}


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"label": " "}, {"label": errors.TextEmpty}),
        ({"label": "x" * 46}, {"label": errors.TextTooLong}),
        (
            {"label": "x" * 200_000, "hint": "y" * 101},
            dict.fromkeys(("label", "hint"), errors.TextTooLong),
        ),
        ({"least": "9", "most": "3"}, {"most": WrongBounds}),
        ({"most": "many"}, {"most": errors.NotANumber}),
        ({"least": "٣"}, {"least": errors.NotANumber}),
        ({"kind": "one", "choices": "only"}, {"choices": NotEnoughChoices}),
        ({"placeholder": "x" * 101}, {"placeholder": errors.TextTooLong}),
        ({"most": "3", "prefilled": "long"}, {"prefilled": errors.TextTooLong}),
    ],
)
def test_refused_beside_its_field(
    texts: dict[str, str], wrong: dict[str, type[Exception]]
) -> None:
    """Each field is looked at by itself."""
    _key, fields = question_item(question(id=0))
    refused: Refusals = {}
    read_questions((("n1", {**fields, **texts}),), Form(), refused)
    assert {name: type(error) for (_key, name), error in refused.items()} == wrong


def test_limits_of_another_kind_are_left_behind() -> None:
    """A text of up to 400 characters that becomes a choice of members isn't refused for that."""
    form = Form().with_new(question(most=400))
    _key, fields = question_item(form.questions[0])
    refused: Refusals = {}
    (found,) = read_questions((("1", {**fields, "kind": "members"}),), form, refused)
    assert (found.most, refused) == (None, {})


def test_a_kind_that_nobody_has() -> None:
    """It is no page's."""
    _key, fields = question_item(question())
    with pytest.raises(errors.UnknownTicket):
        read_questions((("n1", {**fields, "kind": "<script>"}),), Form(), {})
