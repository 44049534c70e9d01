"""What of another cog's configuration comes, and how the pages look."""

from __future__ import annotations

from typing import Any

import pytest

from tests.config_file.test_file_pages_fit import LONG
from tests.config_file.test_file_pages_fit import plan as configuration
from tests.configuration.test_menu_looks import check_page
from tickets.blocks.rules import Block
from tickets.config_file.rules import Problem
from tickets.core import errors
from tickets.core.ticket import State
from tickets.switching.render import left_out, pages
from tickets.switching.rules.found import Found, FoundPanel, FoundThread, FoundTicket, Source
from tickets.switching.rules.left_out import LeftOut, Named, NamedKind, What, Why
from tickets.switching.rules.moving import MovePlan, Progress, only_new, without

FOUND: dict[str, Any] = {
    "format": "tickets-for-red",
    "version": 1,
    "settings": {"limit": 3, "claims": True},
    "types": [{"name": "Support", "settings": {"limit": 1}}, {"name": "New"}],
    "ready_answers": [{"name": "hi", "text": "theirs"}, {"name": "bye", "text": "theirs"}],
    "panels": [{"kind": "button", "entries": []}, {"kind": "selector", "entries": []}],
}


def test_what_is_there_stays() -> None:
    """Settings that were made, types and answers of the same name; panels come by messages."""
    present = {
        "types": [{"name": "support", "settings": {}}],
        "ready_answers": [{"name": "Hi", "text": "ours"}],
    }
    file = only_new(FOUND, present, frozenset({"limit"}), frozenset({0}))
    assert file["settings"] == {"claims": True}
    assert [one["name"] for one in file["types"]] == ["support", "New"]
    assert [one["text"] for one in file["ready_answers"]] == ["ours", "theirs"]
    assert [one["kind"] for one in file["panels"]] == ["selector"]
    assert FOUND["settings"] == {"limit": 3, "claims": True}


@pytest.mark.parametrize(
    ("title", "name", "left"),
    [
        ("Limit", "", {"settings": {"claims": True}}),
        ("Limit", "Support", {"types": [{"name": "Support", "settings": {}}, {"name": "New"}]}),
        ("Types", "New", {"types": [FOUND["types"][0]]}),
        ("Answers", "bye", {"ready_answers": [FOUND["ready_answers"][0]]}),
        ("Panels", "2", {"panels": [FOUND["panels"][0]]}),
        # What it is about can't be told.
        ("Answers", "", {"ready_answers": []}),
    ],
)
def test_what_this_server_does_not_take_is_left_out(
    title: str, name: str, left: dict[str, Any]
) -> None:
    """One setting, of the server or a type, or one of a list."""
    titles = {"limit": "Limit", "types": "Types", "ready_answers": "Answers", "panels": "Panels"}
    problem = Problem(title, name, errors.TextEmpty())
    assert without(FOUND, titles, problem) == {**FOUND, **left}


def test_everything_has_words() -> None:
    """Each kind of thing that may not come, and each reason."""
    for what in What:
        for why in Why:
            assert "**" in left_out.left_out_line(LeftOut(what=what, why=why, limit=5))


def a_plan(count: int) -> MovePlan:
    """A plan with so many of everything, each as long as it can be."""
    named = tuple(Named(NamedKind.ROLE, 10**18 + one) for one in range(count))
    found = Found(
        source=Source.VRT_2,
        configuration={},
        threads=tuple(
            FoundThread(channel_id=10**18 + one, opener_id=10**18, type_name=LONG)
            for one in range(count)
        ),
        left_out=tuple(
            LeftOut(what=what, why=Why.TOO_LONG, owner=LONG, value=LONG, named=named, limit=1200)
            for what in What
        )[: count * 2],
    )
    return MovePlan(
        found=found,
        configuration=configuration(),
        refused=tuple(Problem("Types", LONG, errors.TextEmpty()) for _ in range(count)),
        blocks=tuple(Block(guild_id=1, user_id=one, by_id=2, at=3) for one in range(count)),
        last_number=999_999_999,
        panels=tuple(
            FoundPanel(channel_id=10**18 + one, message_id=10**18, place=one, custom_ids=())
            for one in range(count)
        ),
        tickets=tuple(
            FoundTicket(
                channel_id=one,
                opener_id=2,
                type_name=None,
                their_number=None,
                keeps_number=False,
                created_at=1,
                reason=None,
                state=State.CLOSED if one % 2 else State.OPEN,
            )
            for one in range(count)
        ),
        token="0123abcd",  # noqa: S106
    )


async def test_pages_fit(language: str) -> None:
    """However much comes, or doesn't."""
    check_page(pages.choose_page(list(Source)))
    check_page(pages.cancelled_page())
    for count in (1, 200):
        check_page(pages.plan_page(10**18, a_plan(count)))
        progress = Progress(
            panels=10**6,
            tickets=10**6,
            failed=tuple((10**18, LONG * 3) for _ in range(count)),
            enabled=False,
        )
        for is_over in (False, True):
            check_page(pages.moving_page(Source.VRT_2, progress, is_over=is_over))
        text = pages.plan_file(10**18, a_plan(count), lambda _id: None)
        assert len(text) > 1000
