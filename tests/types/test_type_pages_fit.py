"""Pages of types, with everything set and as long as it can be, are pages that Discord takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.configuration.test_menu_looks import KEY, LONGEST_NOTE, STARS, check_page, fullest
from tests.core.builders import CHANNEL, GUILD, a_ticket, many_ids
from tests.core.records import DECLARED
from tickets.configuration.render.controls import Note
from tickets.configuration.ui import for_type
from tickets.core.settings import TEAM
from tickets.core.ticket_type import TYPES_LIMIT, TicketType
from tickets.types import render as look
from tickets.types.rules import MovePlan

if TYPE_CHECKING:
    from tickets.configuration.render.settings import Configuration

pytestmark = pytest.mark.asyncio

LONG_EMOJI = f"<a:{'e' * 32}:{CHANNEL}>"
PAGES = {one.page.name: one.page for one in DECLARED.of_types}


def server() -> Configuration:
    """As many types as there may be, each with every setting its own, with the longest values."""
    present = fullest(STARS)
    values = {
        one.key: one.kind.stored(present.settings.get(one.key))
        for one in DECLARED.of_types
        if present.settings.get(one.key) is not None
    }
    types = [
        TicketType(
            guild_id=GUILD,
            id=number,
            name=f"{number:02}{'*' * 78}",
            emoji=LONG_EMOJI,
            description=STARS,
            position=number,
            values=values,
        )
        for number in range(1, TYPES_LIMIT + 1)
    ]
    return type(present)(
        settings=present.settings.with_types(types),
        declared=present.declared,
        exists=present.exists,
        panels=present.panels,
    )


async def test_the_list_fits(language: str) -> None:
    """24 types, with something to say first."""
    for note in (None, "x" * 900):
        check_page(look.types_page(KEY, server(), note))


async def test_a_types_page_fits(language: str) -> None:
    """A type that differs in everything."""
    present = for_type(server(), 24)
    groups = [(f"types.24.{name}", page.title, STARS * 3) for name, page in PAGES.items()]
    for note in (None, "x" * 900):
        check_page(look.type_page(KEY, present, groups, note))


@pytest.mark.parametrize("name", PAGES)
async def test_the_groups_fit(language: str, name: str) -> None:
    """Its groups of settings, and the page of each setting."""
    whole = server()
    present = for_type(whole, 24)
    of_group = [one for one in DECLARED.of_types if one.page.name == name]
    check_page(look.group_page(KEY, present, PAGES[name], of_group))
    for one in of_group:
        check_page(look.setting_page(KEY, present, whole, one, LONGEST_NOTE))


async def test_the_teams_page_fits(language: str) -> None:
    """Roles, channels, who reads along, and something to say about one of them."""
    present = for_type(server(), 24)
    settings = [
        DECLARED.settings[TEAM],
        *(one for one in DECLARED.of_types if one.private),
    ]
    channels = [
        present.settings.get(one.key) for one in settings if one.key.endswith("channel_id")
    ]
    readers = dict.fromkeys(channels, many_ids(25))
    for one in settings:
        note = Note(one.key, LONGEST_NOTE)
        check_page(look.team_page(KEY, present, settings, readers, note))


async def test_questions_fit(language: str) -> None:
    """Before a type is deleted, or a ticket moved between the largest teams."""
    present = for_type(server(), 24)
    assert present.settings.type is not None
    links = [f"[{'*' * 20}](https://discord.com/channels/{GUILD}/{CHANNEL}/{CHANNEL})"] * 25
    check_page(look.deletion_page(KEY, present.settings.type, links, 10**6))
    plan = MovePlan(coming=many_ids(50), going=many_ids(50), has_thread=True)
    question = look.move_question(a_ticket(), plan, present.settings, "0123abcd")
    assert len(question.content or "") <= 2000
