"""Pages of an import that are as long as they can be are pages that Discord takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.configuration.test_menu_looks import KEY, check_page
from tests.core.records import DECLARED, settings
from tests.core.test_store_settings import CHANGED
from tickets.config_file import render as look
from tickets.config_file.rules import ListChange, Plan, Problem, Seen, SettingChange
from tickets.core import errors
from tickets.core.references import Reference, ThingKind

pytestmark = pytest.mark.asyncio

LONG = "*_`" * 30


def plan(**about: Any) -> Plan:
    """A plan that changes everything there is."""
    every = [
        SettingChange(
            setting=one,
            type_name=name,
            before=one.default,
            after="*" * 1200 if type(CHANGED[one.key]) is str else CHANGED[one.key],
        )
        for name in (None, LONG)
        for one in DECLARED.settings.values()
    ]
    lists = [
        ListChange(title="Ready answers", name=LONG, before=before, after=after)
        for before in (None, LONG)
        for after in (None, LONG)
    ]
    facts: dict[str, Any] = {
        "guild_id": 1,
        "seen": Seen(settings(), {}, 0),
        "values": {},
        "types": (),
        "parts": {},
        "changes": (*every, *lists),
    }
    return Plan(**{**facts, **about})


async def test_pages_fit(language: str) -> None:
    """The page itself, all that changes, what is asked, and what stands against it."""
    asked = tuple(Reference(kind, 10**19, LONG + str(n)) for kind in ThingKind for n in range(9))
    problems = tuple(
        Problem("Ready answers", LONG, errors.NoSuchType(given=LONG, known=(LONG,) * 24))
        for _ in range(100)
    )
    answers = dict.fromkeys(asked[:5], 10**18)
    for note in (None, "x" * 3000):
        check_page(look.main_page(KEY, note))
        for found in (
            plan(),
            plan(changes=()),
            plan(questions=asked),
            plan(questions=asked, problems=problems),
        ):
            check_page(look.preview_page(KEY, found, {}, note))
            check_page(look.preview_page(KEY, found, answers, note))


async def test_all_changes_are_in_the_file(language: str) -> None:
    """However many; roles and channels have their names there."""
    names = {3: "Staff", 44: "log"}
    text = look.changes_file(plan(), names.get)
    assert text.count("\n- ") == len(plan().changes)
    assert "@Staff" in text
    assert "#log" in text
