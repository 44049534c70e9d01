"""Presses and forms that no client would send: ids of anything, anywhere, with anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tickets.cog import FEATURES
from tickets.core.ui.ids import pattern

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


def _examples(point: str) -> list[str]:
    """An id for each of the features' buttons or forms, with numbers of what exists."""
    made = []
    for button in FEATURES.each(point):
        text = pattern(button)
        for group, value in {
            "session": "0123abcd",
            "kind": "button",
            "verb": "post",
            "choice": "1",
        }.items():
            text = re.sub(rf"\(\?P<{group}>[^()]*\)", value, text)
        made.append(re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "123456789012345678", text))
        made.append(re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1", text))
    return made


async def test_every_id_as_a_button_and_as_a_selector(
    tickets_ready: Server, alice: Person, administrator: Person
) -> None:
    """A button's id on a selector, a selector's on a button, numbers of nothing: everybody who
    sends that reads a sentence, and the log stays clean."""
    await alice.opens_a_ticket("help")
    (shown,) = await administrator.types("!ticketset limit")
    for custom_id in _examples("buttons"):
        for person in (alice, administrator):
            for values in (None, ["1"], ["x" * 100], ["²"], ["9" * 30]):
                pressed = await person.forges_click(
                    custom_id, in_=tickets_ready.general, message=shown, values=values
                )
                assert pressed.acknowledged, (custom_id, values)
                assert "Something went wrong" not in person.answer(pressed), (custom_id, values)


async def test_every_form_with_nothing_and_with_anything(
    tickets_ready: Server, alice: Person, administrator: Person
) -> None:
    """Forms without their fields, or with fields of others."""
    for custom_id in _examples("forms"):
        for person in (alice, administrator):
            for values in ({}, {"reason": ""}, {"nonsense": "x", "position": "²"}):
                sent = await person.forges_modal(custom_id, values, in_=tickets_ready.general)
                assert "Something went wrong" not in person.answer(sent), (custom_id, values)


async def test_a_form_with_the_id_of_another_members(
    tickets_ready: Server, alice: Person, bob: Person
) -> None:
    """The id of a form comes from a message that everybody sees: sent by somebody else, it opens
    a ticket of their own, and the member's form works all the same."""
    server = tickets_ready
    await server.administrator.types("!ticketset openreason on")
    (asked,) = await alice.types("!ticket")
    window = await alice.presses("Open a ticket", on=asked)

    forged = await bob.forges_modal(
        f"tickets:v1:open:{asked.id}", {"reason": "mine"}, in_=server.general
    )
    (his,) = server.ticket_channels()
    opened = await alice.submits(window, reason="help")

    hers = server.newest_ticket()
    assert bob.answer(forged) == f"Your ticket is ready: {his.mention}"
    assert alice.answer(opened) == f"Your ticket is ready: {hers.mention}"
    assert not alice.sees(his)
    again = await bob.forges_modal(
        f"tickets:v1:open:{asked.id}", {"reason": "mine"}, in_=server.general
    )
    assert hers.mention not in bob.answer(again)
