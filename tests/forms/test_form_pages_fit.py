"""Pages of forms that are as long as they can be are pages that Discord takes."""

from __future__ import annotations

import pytest

from tests.configuration.test_menu_looks import KEY, check_page
from tests.core.builders import GUILD
from tests.core.records import DECLARED, settings
from tickets.configuration.render.settings import Configuration
from tickets.configuration.ui import for_type
from tickets.core.form import CHOICES_LIMIT, Form, Question, QuestionKind, checked
from tickets.core.ticket_type import TicketType
from tickets.forms import render as look

pytestmark = pytest.mark.asyncio

KINDS = tuple(QuestionKind)


def longest(number: int, kind: QuestionKind) -> Question:
    """A question with as much of everything as there may be."""
    return checked(
        Question(
            id=number,
            kind=kind,
            label="*" * 45,
            hint="*" * 100,
            choices=tuple(f"{choice:02}{'*' * 98}" for choice in range(CHOICES_LIMIT)),
            placeholder="*" * 100,
            prefilled="*" * 400,
            least=1,
        )
    )


def present_with(form: Form) -> Configuration:
    """A server with that form, and with a type that has it as its own."""
    stored = DECLARED.settings["form"].kind.stored(form)
    found = TicketType(guild_id=GUILD, id=1, name="*" * 80, values={"form": stored})
    now = settings(configured=True, opening_reason=True, form=form).with_types([found])
    return Configuration(settings=now, declared=DECLARED, exists=())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
async def test_pages_fit(language: str, kind: QuestionKind) -> None:
    """The form of a server and of a type, each question, and the forms behind the buttons."""
    form = Form(tuple(longest(number, kind) for number in range(10**8, 10**8 + 5)), 10**9 - 1)
    server = present_with(form)
    texts = dict.fromkeys((look.LABEL, look.HINT, look.ANSWERS), "*" * 4000)
    for present in (server, for_type(server, 1)):
        type_id = present.settings.type_id
        for note in (None, "x" * 900, look.refused("*" * 200, texts)):
            check_page(look.form_page(KEY, present, note))
            check_page(look.question_page(KEY, present.settings, form.questions[4], note))
        question = form.questions[4]
        modals = [look.question_form(KEY, type_id, question, {}), look.trial(present.settings)]
        if look.has_limits(question):
            modals.append(look.limits_form(KEY, type_id, question, {}))
        for modal in modals:
            payload = modal.to_dict()
            assert len(payload["title"]) <= 45
            assert len(payload["custom_id"]) <= 100
            for part in payload["components"]:
                assert len(part["label"]) <= 45
                assert len(part.get("description") or "") <= 100
