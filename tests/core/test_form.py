"""Forms: what can be asked, what is stored, and what becomes of what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.core import errors, form
from tickets.core.form import Answer, Form, Question, QuestionKind
from tickets.core.render.questions import parts, sent_in
from tickets.core.settings import Unreadable

WORDS = st.text(min_size=0, max_size=60)
QUESTIONS = st.builds(
    Question,
    id=st.just(0),
    kind=st.sampled_from(QuestionKind),
    label=WORDS,
    hint=st.none() | WORDS,
    required=st.booleans(),
    choices=st.lists(WORDS, max_size=30).map(tuple),
    placeholder=st.none() | WORDS,
    prefilled=st.none() | WORDS,
    least=st.none() | st.integers(-2, 5000),
    most=st.none() | st.integers(-2, 5000),
)


def built(questions: list[Question]) -> Form:
    """A form of those that can be asked."""
    made = Form()
    for one in questions[:5]:
        try:
            made = made.with_new(one)
        except errors.SettingRefused:
            continue
    return made


@given(st.lists(QUESTIONS, max_size=8))
def test_whatever_is_accepted_is_kept_and_fits(questions: list[Question]) -> None:
    """It comes back from JSON as it was, and is within Discord's limits for forms."""
    made = built(questions)
    stored = json.loads(json.dumps(form.form_to_json(made)))
    assert form.form_from_json(stored) == made
    for one, part in zip(made.questions, parts(made), strict=True):
        assert 1 <= len(one.label) <= 45
        shown: Any = part.to_component_dict()["component"]
        least, most = shown.get("min_values") or 0, shown.get("max_values") or 1
        assert 0 <= least <= most <= 25
        assert (shown.get("min_length") or 0) <= (shown.get("max_length") or 4000) <= 4000
        assert len(shown.get("value") or "") <= (shown.get("max_length") or 4000)
        options = shown.get("options")
        if options is not None:
            assert most <= len(options)
            assert len({option["value"] for option in options}) == len(options)
            assert all(1 <= len(option["value"]) <= 100 for option in options)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"label": " \n "}, errors.TextEmpty),
        ({"label": "x" * 46}, errors.TextTooLong),
        # Discord counts an emoji of two code units twice.
        ({"label": "🎫" * 23}, errors.TextTooLong),
        ({"hint": "x" * 101}, errors.TextTooLong),
        ({"kind": QuestionKind.ONE, "choices": ("a", " a ", "")}, form.NotEnoughChoices),
        (
            {"kind": QuestionKind.SEVERAL, "choices": tuple(map(str, range(26)))},
            form.TooManyChoices,
        ),
        ({"kind": QuestionKind.ONE, "choices": ("a", "b" * 101)}, errors.TextTooLong),
        ({"kind": QuestionKind.LONG, "most": 4001}, form.WrongBounds),
        ({"least": 3, "most": 2}, form.WrongBounds),
        ({"most": 3, "prefilled": "four"}, errors.TextTooLong),
        ({"kind": QuestionKind.MEMBERS, "most": 26}, form.WrongBounds),
    ],
)
def test_what_cannot_be_asked(facts: dict[str, Any], error: type[Exception]) -> None:
    """Discord would refuse the whole form, in front of a member."""
    with pytest.raises(error):
        form.checked(Question(**{"id": 1, "kind": QuestionKind.SHORT, "label": "Nick", **facts}))


def test_five_and_no_more() -> None:
    """And ids never come again, so that a form that is open can't mean another question."""
    made = built([Question(id=0, kind=QuestionKind.SHORT, label=str(n)) for n in range(5)])
    with pytest.raises(form.TooManyQuestions):
        made.with_new(Question(id=0, kind=QuestionKind.SHORT, label="six"))
    fewer = made.without(5)
    again = fewer.with_new(Question(id=0, kind=QuestionKind.SHORT, label="six"))
    assert [one.id for one in again.questions] == [1, 2, 3, 4, 6]
    assert [one.id for one in again.with_raised(6).with_raised(6).questions] == [1, 2, 6, 3, 4]
    with pytest.raises(form.QuestionGone):
        again.without(5)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "form",
        {"questions": 3, "last": 1},
        {"questions": [{"id": 1}], "last": 1},
        {"questions": [{"id": 1, "kind": "riddle", "label": "x"}], "last": 1},
        {"questions": [{"id": 1, "kind": "short", "label": "x", "colour": "red"}], "last": 1},
        {"questions": [{"id": 1, "kind": "short", "label": "x"}] * 2, "last": 1},
    ],
)
def test_what_can_t_be_a_form(stored: Any) -> None:
    """A damaged value counts as none."""
    with pytest.raises(Unreadable):
        form.form_from_json(stored)


def payload(*components: dict[str, Any]) -> dict[str, Any]:
    """A submission as Discord documents it."""
    labels = [{"type": 18, "id": n, "component": one} for n, one in enumerate(components)]
    return {"custom_id": "tickets:v1:answer:1:0", "components": labels}


def test_raw_payloads() -> None:
    """Of texts, groups and selectors; of a member who left there is the id at least."""
    asked = built(
        [
            Question(id=0, kind=QuestionKind.LONG, label="Story"),
            Question(id=0, kind=QuestionKind.YES_NO, label="New", required=False),
            Question(id=0, kind=QuestionKind.MEMBERS, label="Who"),
            Question(id=0, kind=QuestionKind.SEVERAL, label="Days", choices=("Mo", "Tu")),
        ]
    )
    data = payload(
        {"type": 4, "id": 9, "custom_id": "q1", "value": " one\ntwo "},
        {"type": 21, "id": 9, "custom_id": "q2", "value": None},
        {"type": 5, "id": 9, "custom_id": "q3", "values": ["123456789012345678", "no id"]},
        {"type": 22, "id": 9, "custom_id": "q4", "values": ["Mo", "a value of before", ""]},
    )
    data["resolved"] = {"users": {}, "members": {}}
    assert form.answers_of(asked, sent_in(data)) == (
        Answer("Story", QuestionKind.LONG, ("one\ntwo",)),
        Answer("Who", QuestionKind.MEMBERS, ("<@123456789012345678>",)),
        Answer("Days", QuestionKind.SEVERAL, ("Mo", "a value of before")),
    )


@pytest.mark.parametrize(
    ("kind", "thing"),
    [
        (QuestionKind.MEMBERS, "user"),
        (QuestionKind.ROLES, "role"),
        (QuestionKind.CHANNELS, "channel"),
    ],
)
def test_what_was_chosen_before_is_chosen(kind: QuestionKind, thing: str) -> None:
    """Also of Discord's things, as many as may be; nothing else can be given as one."""
    asked = built([Question(id=0, kind=kind, label="Which", most=2)])
    given = ("123", "no id", "456", "789")
    (shown,) = parts(asked, {1: given})
    chosen: Any = shown.to_component_dict()["component"]
    assert chosen["default_values"] == [{"id": 123, "type": thing}, {"id": 456, "type": thing}]


def test_what_was_written_before_stands_there() -> None:
    """A text that is too long by now is cut; a choice that is no longer offered isn't chosen."""
    asked = built(
        [
            Question(id=0, kind=QuestionKind.SHORT, label="Nick", most=3, prefilled="abc"),
            Question(id=0, kind=QuestionKind.ONE, label="Game", choices=("a", "b")),
        ]
    )
    # discord.py's type has the parts of all kinds; these two are a text and a group.
    shown: Any = [one.to_component_dict() for one in parts(asked, {1: ("abcdef",), 2: ("z",)})]
    nick, game = shown
    assert nick["component"]["value"] == "abc"
    assert not any(one.get("default") for one in game["component"]["options"])


def test_what_must_be_answered() -> None:
    """Spaces are no answer, nor is what can't be seen."""
    asked = built([Question(id=0, kind=QuestionKind.SHORT, label="Nick")])
    for text in ("  ", "\u200b", "\u3164 \u2800"):
        with pytest.raises(form.AnswerMissing) as caught:
            form.answers_of(asked, {"q1": (text,)})
        assert caught.value.label == "Nick"


SENT = st.dictionaries(st.sampled_from(["q1", "q2", "q9", "qx", "reason", ""]), st.lists(WORDS))


@given(st.lists(QUESTIONS, max_size=3), SENT)
def test_whatever_is_sent(questions: list[Question], sent: dict[str, list[str]]) -> None:
    """Forged or not: it gives answers that can be stored, or says what is missing."""
    try:
        answers = form.answers_of(built(questions), sent)
    except form.AnswerMissing:
        return
    stored = json.loads(json.dumps(form.answers_to_json(answers)))
    assert form.answers_from_json(stored) == answers
    assert all(0 < len(value) <= 4000 for one in answers for value in one.values)
