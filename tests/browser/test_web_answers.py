"""The pages of ready answers in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import Window, in_a_browser, pytestmark  # noqa: F401 - marks it
from tests.browser.test_web_form import LOOKS, NASTY
from tests.staff_log.reception import sets
from tests.web.test_bot_answer_pages import texts

if TYPE_CHECKING:
    from people import Person
    from server import Server


@pytest.mark.parametrize(("theme", "width"), LOOKS)
async def test_answers_are_kept(
    tickets_ready: Server, administrator: Person, theme: str, width: int
) -> None:
    """Added with a variable, changed, removed, each with a name that is markup."""
    await sets(tickets_ready, "type create Support")
    await sets(tickets_ready, "reply add Rules Please read the rules before you write, {user}.")

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "answers")
        page.fill("#tk-name", NASTY)
        page.fill("#tk-text", "Hello ")
        page.click(".tk-vars summary")
        page.click("[data-insert='{user}']")
        page.check("input[value='1']")
        window.is_pictured(f"answers-{theme}-{width}")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-create]")
        assert "Saved" in window.notes()
        page.click(f"text={NASTY}")
        page.wait_for_selector("[data-save]")
        page.fill("#tk-text", "x" * 1501)
        assert page.inner_text("[data-count-of=tk-text]") == "1501 / 1500"
        assert "Nothing was saved yet" in window.saves()
        window.is_pictured(f"answer-{theme}-{width}")
        page.fill("#tk-text", "Short")
        assert "Saved" in window.saves()
        window.is_named()

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    assert (await texts(tickets_ready))[NASTY] == "Short"


async def test_removed_by_keyboard_in_french(tickets_ready: Server, administrator: Person) -> None:
    """Without a mouse, one is opened and removed, after a question."""
    await sets(tickets_ready, "reply add Rules Please read the rules.")

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "answers")
        window.is_pictured("answers-french-1280")
        page.focus(".tk-row a")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        page.focus(".tk-delete summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        assert page.locator(".tk-row").count() == 0

    await in_a_browser(tickets_ready, do, locale="fr-FR", width=390)
    assert await texts(tickets_ready) == {}
