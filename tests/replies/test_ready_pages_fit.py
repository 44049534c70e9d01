"""Pages of ready answers that are as long as they can be are pages that Discord takes."""

from __future__ import annotations

import pytest

from tests.configuration.test_menu_looks import KEY, check_page
from tests.core.builders import GUILD, a_ticket
from tests.core.records import settings
from tickets.core.render import words
from tickets.core.ticket_type import TYPES_LIMIT, TicketType
from tickets.replies import render as look
from tickets.replies.rules import ANSWERS_LIMIT, NAME_LIMIT, TEXT_LIMIT, ReadyAnswer

pytestmark = pytest.mark.asyncio


async def test_pages_fit(language: str) -> None:
    """The list, an answer, the form, the preview, and the answer in the ticket."""
    types = [
        TicketType(guild_id=GUILD, id=one, name=f"{one:02}{'*' * 78}", is_deleted=one == 1)
        for one in range(1, TYPES_LIMIT + 2)
    ]
    present = settings(configured=True).with_types(types)
    answers = [
        ReadyAnswer(
            guild_id=GUILD,
            id=10**8 + one,
            name=f"{one:03}{'*' * (NAME_LIMIT - 3)}",
            text="*" * TEXT_LIMIT,
            type_id=1,
            revision=10**8,
        )
        for one in range(ANSWERS_LIMIT)
    ]
    refused = look.refused("*" * 300, {look.TEXT: "*" * TEXT_LIMIT})
    for note in (None, "x" * 2000, refused):
        check_page(look.list_page(KEY, present, answers, 3, note))
        check_page(look.answer_page(KEY, present, answers[0], note))
    form = look.answer_form(KEY, present, answers[0], {})
    assert len(form.custom_id) <= 100
    assert len(form.to_dict()["components"]) == 3
    ticket = a_ticket(number=999_999_999)
    ready = ReadyAnswer(guild_id=GUILD, id=10**8, name="*" * 80, text="{reason}" * 187)
    posted = look.message(ticket, ready, {"reason": "*" * 400}, name="*" * 300, avatar="https://x")
    assert posted.embed is not None
    assert len(posted.embed) <= words.DESCRIPTION_LIMIT + 256
    preview = look.preview(ticket, ready, posted, "01234567", 10**18)
    assert preview.view is not None
    assert all(len(one.custom_id) <= 100 for one in preview.view.children)  # type: ignore[attr-defined]
