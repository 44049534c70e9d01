"""The first steps, done as README and manual have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from simulated_red import REPOSITORY

from tests.panels.panel_making import panel_messages

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


async def types(server: Server, lines: list[str]) -> list[Any]:
    """The administrator types the lines; returns the last one's answers."""
    answers: list[Any] = []
    for line in lines:
        typed = re.sub("@Mod[eé]rat(ors|eurs)", server.moderators.mention, line)
        answers = await server.administrator.types(typed.replace("[p]", "!"))
        assert answers, line
        assert "⚠️" not in server.text(answers[0]), line
    return answers


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("README.md", ("Set up the system", "Use suggestions", "Button", "Set it up")),
        ("README.fr.md", ("Configurer le système", "Voir le résumé", "Bouton", "Mettre en place")),
    ],
)
async def test_the_first_steps_work(
    server: Server, alice: Person, page: str, labels: tuple[str, ...]
) -> None:
    """Who types the README's lines and takes what is proposed has a panel in four presses."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    assert f"**{labels[0]}**" in text
    (menu,) = await types(server, lines_to_type(page))
    for label in labels:
        await server.administrator.presses(label, on=menu)
    (panel,) = panel_messages(server)
    await alice.presses(alice.buttons(panel)[0], on=panel)
    assert alice.sees(server.newest_ticket())


@pytest.mark.parametrize("page", ["docs/en/admins.md", "docs/fr/admins.md"])
async def test_the_steps_by_hand_work(server: Server, alice: Person, page: str) -> None:
    """Who types the lines of the manual instead of using the assistant gets as far."""
    by_hand = [
        one
        for one in lines_to_type(page)
        if re.search(r"\b(locale|category|modrole|enable|panel)\b", one)
    ]
    answers = await types(server, by_hand)
    admin = server.administrator
    choose, *_ = admin.buttons(answers[-1])
    form = await admin.presses(choose, on=answers)
    made = await admin.submits(form, label="?", emoji="", reason="", colour=["green"])
    post = next(one for one in admin.buttons(made) if one in {"Post", "Publier"})
    await admin.presses(post, on=made)
    (panel,) = panel_messages(server)
    await alice.presses("?", on=panel)
    assert alice.sees(server.newest_ticket())
