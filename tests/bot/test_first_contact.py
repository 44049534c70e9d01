"""The README's first steps, done as they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from simulated_red import REPOSITORY

from .panel_making import doors

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


def lines_to_type(page: str) -> list[str]:
    """The commands for a server's administrator, in their order."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    fences = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for fence in fences for line in fence.splitlines()]
    return [line for line in lines if line.startswith(("[p]ticketset", "[p]set locale"))]


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
async def test_the_first_steps_work(server: Server, alice: Person, page: str) -> None:
    """Who types the README's lines, one after the other, has a ticket system with a panel."""
    admin = server.administrator
    answers = []
    for line in lines_to_type(page):
        typed = re.sub("@Mod[eé]rat(ors|eurs)", server.moderators.mention, line)
        answers = await admin.types(typed.replace("[p]", "!"), in_=server.staff)
        assert answers, line
        assert "⚠️" not in server.text(answers[0]), line
    choose, *_ = admin.buttons(answers[-1])
    form = await admin.presses(choose, on=answers)
    made = await admin.submits(form, label="?", emoji="", reason="", colour=["green"])
    post = next(one for one in admin.buttons(made) if one in {"Post", "Publier"})
    await admin.presses(post, on=made)
    (panel,) = doors(server, server.staff)
    assert panel
    await alice.opens_a_ticket("?")
    assert alice.sees(server.newest_ticket())
