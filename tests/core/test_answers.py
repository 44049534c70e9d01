"""Answers to a form, however long and hostile: all of them are shown, within Discord's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import formatting_in
from tests.transcripts.hostile import TEXTS
from tickets.core.form import Answer, QuestionKind, answers_from_json, answers_to_json
from tickets.core.render.answers import answer_embeds, answer_text, answers_as_file
from tickets.core.render.message import BLURPLE

if TYPE_CHECKING:
    import discord

GONE = "A question that no longer exists"
_WORDS = st.text("abcé😀 \n", min_size=1, max_size=4000) | st.text("*_`|\\", max_size=4000)
_LONG = st.integers(1, 4000).map(lambda length: ("word " * 800)[:length].strip() or "x")


@st.composite
def some_answers(draw: st.DrawFn, texts: st.SearchStrategy[str] = _WORDS | _LONG) -> Answer:
    """A text, choices or members."""
    label = draw(st.text("Why *not*? ", max_size=45))
    kind = draw(st.sampled_from(tuple(QuestionKind)))
    if kind in (QuestionKind.SHORT, QuestionKind.LONG):
        return Answer(label, kind, (draw(texts),))
    if kind in (QuestionKind.MEMBERS, QuestionKind.ROLES, QuestionKind.CHANNELS):
        count = draw(st.integers(1, 25))
        return Answer(label, kind, tuple(f"<@{10**18 + one}>" for one in range(count)))
    chosen = st.text("choice*_", min_size=1, max_size=100)
    return Answer(label, kind, tuple(draw(st.lists(chosen, min_size=1, max_size=25))))


ANSWERS = st.lists(some_answers(), min_size=1, max_size=5)


def texts_of(embeds: list[discord.Embed]) -> list[str]:
    """What embeds say."""
    return [str(embed.description) for embed in embeds]


def solid(text: str) -> str:
    """A text without spaces, and without what escapes signs."""
    return "".join(text.split()).replace("\\", "")


@given(ANSWERS, st.integers(0, 6000))
def test_nothing_is_lost(answers: list[Answer], taken: int) -> None:
    """All embeds one after the other say what the answers say, in their order."""
    messages = answer_embeds(answers, taken)
    shown = "".join(text for message in messages for text in texts_of(message))
    assert solid(shown) == solid("".join(map(answer_text, answers)))


@given(ANSWERS, st.integers(0, 6000))
def test_limits_are_kept(answers: list[Answer], taken: int) -> None:
    """Of each embed, and of those of a message together, with what the first one has already."""
    messages = answer_embeds(answers, taken)
    for number, message in enumerate(messages):
        before = taken if number == 0 else 0
        assert sum(map(len, message)) + before <= 6000
        assert len(message) + (1 if before else 0) <= 10
        assert all(0 < len(text) <= 4096 for text in texts_of(message))
        assert all(embed.colour == BLURPLE for embed in message)
        assert message or number == 0


@given(st.lists(some_answers(st.sampled_from(TEXTS)), min_size=1, max_size=5))
def test_hostile_texts_stay_text(answers: list[Answer]) -> None:
    """Nothing but the questions is formatted."""
    for message in answer_embeds(answers):
        for text in texts_of(message):
            for line in text.splitlines():
                is_head = line.startswith("**") and line.endswith("**")
                is_mention = line.startswith("<@")
                if not is_head and not is_mention:
                    assert not list(formatting_in(line)), line


@given(st.integers(1, 3900), st.sampled_from(("# ", "> ", "- ", "-# ")))
def test_what_follows_a_cut_is_no_heading(length: int, mark: str) -> None:
    """Cut in the middle of a line, the next embed begins there: still as it was typed."""
    text = "y " * (length // 2) + f"{mark}z " * 30
    answers = [Answer("Why?", QuestionKind.LONG, (text[:4000].strip(),))]
    for taken in (3000, 4500):
        for message in answer_embeds(answers, taken):
            for shown in texts_of(message):
                assert not list(formatting_in(shown.removeprefix("**Why?**\n")))


def test_short_answers_stand_together() -> None:
    """One embed is enough for them; kinds are shown in their ways."""
    answers = [
        Answer("Why?", QuestionKind.SHORT, ("Because *I* say so",)),
        Answer("Which?", QuestionKind.SEVERAL, ("a_b", "c")),
        Answer("Who?", QuestionKind.MEMBERS, ("<@1>", "<@2>")),
        Answer("", QuestionKind.LONG, ("left over",)),
    ]
    ((embed,),) = answer_embeds(answers)
    assert embed.description == (
        "**Why?**\nBecause \\*I\\* say so\n\n**Which?**\na\\_b, c\n\n**Who?**\n<@1> <@2>\n\n"
        f"**{GONE}**\nleft over"
    )
    assert answers_as_file(answers) == (
        f"Why?\nBecause *I* say so\n\nWhich?\na_b, c\n\nWho?\n<@1> <@2>\n\n{GONE}\nleft over\n"
    )
    assert answer_embeds([]) == []


def test_long_answers_are_cut_between_words() -> None:
    """They fill the first message and go on in the next one, at a line's end or a space."""
    answers = [Answer("Why?", QuestionKind.LONG, ("word " * 799 + "end",))] * 2
    messages = answer_embeds(answers, 4000)
    texts = [text for message in messages for text in texts_of(message)]
    assert len(messages) == 3
    assert all(text.endswith(("word", "end")) for text in texts)
    assert len(texts[0]) > 1900


@given(ANSWERS)
def test_answers_are_stored_as_they_are(answers: list[Answer]) -> None:
    """JSON knows them all."""
    assert answers_from_json(answers_to_json(answers)) == tuple(answers)
