"""The pages of types in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import Window, in_a_browser, pytestmark  # noqa: F401 - marks it
from tests.browser.test_web_form import LOOKS, NASTY
from tests.configuration.menu_pages import settings_of

if TYPE_CHECKING:
    from people import Person
    from server import Server


@pytest.mark.parametrize(("theme", "width"), LOOKS)
async def test_a_type_is_made(
    tickets_ready: Server, administrator: Person, theme: str, width: int
) -> None:
    """Created, given a setting of its own, found in the list and on the page of its form."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "types")
        page.fill("#tk-name", NASTY)
        page.fill("#tk-emoji", "🦊")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-create]")
        page.check("[name='own.opening_reason']")
        page.check("[name='s.opening_reason']")
        window.is_pictured(f"type-{theme}-{width}")
        assert "Saved: Opening reason." in window.saves()
        window.is_named()
        page.click("#tk-group-form a")
        page.wait_for_selector("[data-own-list]")
        assert NASTY in page.inner_text(".tk-jump [aria-current]")
        assert not page.is_visible("[data-add]")
        page.check("[data-own-list]")
        page.click("[data-add]")
        page.keyboard.type("Who?")
        window.is_pictured(f"type-form-{theme}-{width}")
        assert "Saved" in window.saves()
        window.goes_to("types")
        window.is_pictured(f"types-{theme}-{width}")
        assert "2 settings of its own" in page.inner_text(".tk-row")

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    (found,) = (await settings_of(tickets_ready)).types
    assert found.values.keys() == {"opening_reason", "form"}
