"""The assistant's questions, in their order, and pages that fit Discord whatever is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.configuration.test_menu_looks import check_page, components, texts
from tests.core.builders import CHANNEL, MODERATOR_ROLE, a_panel, many_ids, settings
from tests.core.test_failures import ALL_PERMISSIONS
from tests.panels.test_panel_looks import check_form
from tickets.assistant.render import pages as look
from tickets.assistant.render.answers import ServerFacts
from tickets.assistant.rules import (
    CHANNEL_STEPS,
    STEPS,
    Answers,
    Draft,
    NoChannel,
    NotPossible,
    Step,
    first_draft,
    reasons_in,
)
from tickets.core import errors
from tickets.core.kinds.kind import ROLE_LIMIT
from tickets.core.render.failures import explain
from tickets.panels.rules import REASON_NAME_LIMIT, PanelKind
from tickets.requests.settings import Validation

if TYPE_CHECKING:
    from tickets.core.settings import Settings

KEY = "0123abcd"
every_step = pytest.mark.parametrize("step", STEPS)


def a_first_draft(present: Settings | None = None, **changes: Any) -> Draft:
    """The assistant's beginning on a server with a few things."""
    facts: dict[str, Any] = {
        "exists": {CHANNEL, MODERATOR_ROLE},
        "proposed_roles": (MODERATOR_ROLE,),
        "panel_channel_id": CHANNEL,
        "has_panels": False,
    }
    return first_draft(present or settings(), **{**facts, **changes})


def a_draft(**changes: Any) -> Draft:
    """Where an admin is on a server on which nothing is set."""
    return Draft(**{"seen": settings(), **changes})


# Questions and answers


def test_the_questions_come_in_their_order() -> None:
    """Every answer leads to the next question, Back to the one before, and none is skipped."""
    draft = a_first_draft()
    seen = [draft.step]
    while draft.step is not Step.SUMMARY:
        draft = draft.answered()
        seen.append(draft.step)
    assert tuple(seen) == STEPS
    while (earlier := draft.back()) is not None:
        draft = earlier
        assert seen.pop() is not draft.step
    assert draft.step is Step.VALIDATION
    assert draft == a_first_draft()


def test_the_last_question_has_no_next_one() -> None:
    """The summary stays where it is."""
    assert a_draft(step=Step.SUMMARY).answered().step is Step.SUMMARY


@pytest.mark.parametrize("step", STEPS[:-1])
def test_changing_one_answer_of_the_summary(step: Step) -> None:
    """From the summary one question leads back there, by an answer and by Back."""
    summary = a_draft(step=Step.SUMMARY)
    assert summary.at(step).answered() == summary
    assert summary.at(step).back() == summary


def test_a_new_server_is_proposed_everything() -> None:
    """Where nothing is set up, everything is created, and Red's staff roles moderate."""
    assert a_first_draft().answers == Answers(
        moderator_role_ids=(MODERATOR_ROLE,), panel_channel_id=CHANNEL
    )
    assert not a_first_draft().changes_settings


def test_present_settings_are_proposed() -> None:
    """Where tickets are set up, what there is stays, as far as it exists."""
    present = settings(
        configured=True,
        category_id=CHANNEL,
        reception_channel_id=1,
        transcripts=True,
        transcript_channel_id=CHANNEL,
        moderator_role_ids=(1, MODERATOR_ROLE),
        opening_reason=True,
    )
    draft = a_first_draft(present, proposed_roles=(2,), has_panels=True)
    assert draft.changes_settings
    assert draft.answers == Answers(
        opening_reason=True,
        category=CHANNEL,
        reception=NoChannel.NONE,
        transcripts=CHANNEL,
        moderator_role_ids=(MODERATOR_ROLE,),
        mention=False,
        panel=None,
        panel_channel_id=CHANNEL,
    )


def test_manual_opening_always_has_a_reception_channel() -> None:
    """Whatever is chosen first, manual opening without one can't come about."""
    answers = {"manual": True, "reception": NoChannel.NONE}
    for first, second in (("manual", "reception"), ("reception", "manual")):
        draft = a_draft()
        for name in (first, second):
            draft = draft.answered(**{name: answers[name]})
        assert draft.answers.manual
        assert draft.answers.reception is NoChannel.CREATE
    present = settings(category_id=CHANNEL, validation=Validation.MANUAL)
    assert a_first_draft(present).answers.reception is NoChannel.CREATE


def test_answers_as_settings() -> None:
    """Answers mean exactly the settings that they are about; what was created is named."""
    made = {step: number for number, step in enumerate(CHANNEL_STEPS, 1)}
    answers = Answers(manual=True, moderator_role_ids=(MODERATOR_ROLE,))
    assert answers.settings(settings(), made) == {
        "validation": Validation.MANUAL,
        "opening_reason": False,
        "category_id": 1,
        "reception_channel_id": 2,
        "transcripts": True,
        "transcript_channel_id": 3,
        "moderator_role_ids": (MODERATOR_ROLE,),
        "mention_moderators": True,
    }
    nothing = Answers(category=CHANNEL, reception=NoChannel.NONE, transcripts=NoChannel.NONE)
    assert nothing.settings(settings(transcript_channel_id=5)) == {
        "validation": Validation.AUTOMATIC,
        "opening_reason": False,
        "category_id": CHANNEL,
        "reception_channel_id": None,
        "transcripts": False,
        "transcript_channel_id": 5,
        "moderator_role_ids": (),
        "mention_moderators": True,
    }


def test_what_somebody_else_created_is_used() -> None:
    """After somebody else's changes, nothing is created that is there now."""
    present = settings(category_id=1, transcript_channel_id=2)
    draft = a_draft(answers=Answers(transcripts=NoChannel.NONE)).after(present)
    assert draft.seen == present
    assert draft.answers == Answers(
        category=1, reception=NoChannel.CREATE, transcripts=NoChannel.NONE
    )


def test_reasons_one_on_each_line() -> None:
    """Empty lines and outer spaces don't count."""
    assert reasons_in("  A bug \n\n \nPraise\n") == ("A bug", "Praise")


# Pages

EXISTING = frozenset({CHANNEL, *many_ids(ROLE_LIMIT)})
PROBLEMS = explain(
    NotPossible(
        problems=tuple(
            errors.MissingPermissions(names=ALL_PERMISSIONS, channel_id=channel)
            for channel in many_ids(8)
        )
    )
)


def drafts(step: Step) -> list[Draft]:
    """A step with everything that makes its page large, and small."""
    large = Answers(
        manual=True,
        opening_reason=True,
        category=CHANNEL,
        reception=CHANNEL,
        transcripts=CHANNEL,
        moderator_role_ids=many_ids(ROLE_LIMIT),
        panel=PanelKind.SELECTOR,
        panel_channel_id=CHANNEL,
        reasons=tuple(f"{number:02}" + "*" * (REASON_NAME_LIMIT - 2) for number in range(25)),
    )
    gone = replace(
        large, category=1, reception=2, transcripts=3, panel_channel_id=4, panel=PanelKind.BUTTON
    )
    seen = settings(category_id=CHANNEL)
    return [
        Draft(step=step, answers=large, seen=seen),
        Draft(step=step, answers=replace(gone, moderator_role_ids=many_ids(25, 7)), seen=seen),
        a_draft(step=step),
    ]


def facts(*, public: bool) -> ServerFacts:
    command = "`" + "x" * 40 + "ticket`"
    return ServerFacts(exists=EXISTING, public=EXISTING if public else (), ticket_command=command)


@every_step
@pytest.mark.parametrize("problem", [None, PROBLEMS], ids=["", "problem"])
@pytest.mark.parametrize("public", [True, False])
async def test_every_page_fits(
    language: str, step: Step, problem: str | None, public: bool
) -> None:
    """Each question fits Discord with the longest answers, in every language, and has Back and
    Cancel."""
    for draft in drafts(step):
        page = look.step_page(KEY, draft, facts(public=public), problem)
        check_page(page)
        ids = [one["custom_id"] for one in components(page) if "custom_id" in one]
        assert f"tickets:v1:setup-back:{KEY}:{step.value}" in ids
        assert f"tickets:v1:setup-cancel:{KEY}" in ids
        assert all(KEY in one for one in ids)
        assert step is Step.SUMMARY or f" {step.position} " in texts(page)


@every_step
async def test_one_answer_stands_out(step: Step) -> None:
    """Exactly one button of each question is the proposed one, unless nothing can be proposed;
    the summary's is green, and so is a switch that is on."""
    styles_of = discord.ButtonStyle
    for draft in (a_first_draft(), *drafts(step)):
        page = look.step_page(KEY, replace(draft, step=step), facts(public=True))
        styles = [one["style"] for one in components(page) if one["type"] == 2]
        wanted = styles_of.green if step is Step.SUMMARY else styles_of.blurple
        nothing = step is Step.MODERATORS and not draft.answers.moderator_role_ids
        assert styles.count(wanted.value) == (not nothing)
        others = {styles_of.grey.value}
        if step is Step.MODERATORS:
            others.add(styles_of.green.value)
        assert set(styles) <= {wanted.value, *others}


async def test_other_pages_fit(language: str) -> None:
    """So do the pages at the end, and the form for reasons."""
    command = "`" + "x" * 100 + "`"
    present = settings(
        category_id=CHANNEL,
        reception_channel_id=CHANNEL,
        transcripts=True,
        transcript_channel_id=CHANNEL,
        moderator_role_ids=many_ids(ROLE_LIMIT),
    )
    commands: dict[str, Any] = {f"{name}_command": command for name in ("ticket", "menu", "role")}
    for stored in (present, settings()):
        for panel in (a_panel(channel_id=CHANNEL, message_id=CHANNEL), None):
            check_page(look.done_page(stored, panel, **commands))
    check_page(look.working_page())
    check_page(look.cancelled_page(command))
    for draft in drafts(Step.PANEL):
        check_form(look.reasons_form(KEY, draft.answers))
