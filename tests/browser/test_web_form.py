"""The page of a form in a real browser: sorted by dragging and by keyboard, on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import Window, in_a_browser, pytestmark  # noqa: F401 - marks it
from tests.web.test_bot_form_page import labels

if TYPE_CHECKING:
    from people import Person
    from server import Server

NASTY = "<img src=x onerror=window.ran=1>"
LOOKS = [("white", 390), ("white", 1280), ("dark", 390), ("dark", 1280)]


def adds(window: Window, label: str, kind: str | None = None) -> None:
    """*New question*, and what it is called."""
    window.page.click("[data-add]")
    window.page.keyboard.type(label)
    if kind is not None:
        window.page.check(f"[data-item]:last-child input[value={kind}]")


def drags_up(window: Window, item: str) -> None:
    """Drags an item above the first one."""
    page = window.page
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluate("document.querySelector('[data-list]').scrollIntoView({block: 'center'})")
    handle = page.locator(f"{item} [data-handle]").bounding_box()
    first = page.locator("[data-item]").nth(0).bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, first["y"] + 10, steps=8)
    page.mouse.up()


@pytest.mark.parametrize(("theme", "width"), LOOKS)
async def test_a_form_is_made(
    tickets_ready: Server, administrator: Person, theme: str, width: int
) -> None:
    """Questions are added, sorted by dragging, and refused beside their field."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "form")
        assert page.inner_text("[data-state]") == "No unsaved changes"
        adds(window, "Who are you?")
        adds(window, "Which rule is it about?", "one")
        last = "[data-item]:last-child"
        assert page.is_visible(f"{last} [data-part=choices]")
        assert not page.is_visible(f"{last} [data-part=placeholder]")
        page.fill(f"{last} [data-part=choices] textarea", "Spam")
        adds(window, NASTY, "long")
        assert page.inner_text("[data-state]") == "Unsaved changes: 3"
        page.locator("details").nth(0).locator("summary").click()
        page.locator("details").nth(2).locator("summary").click()
        window.is_pictured(f"form-{theme}-{width}")
        assert "Nothing was saved yet" in window.saves()
        assert "two different choices" in page.inner_text("[data-part=choices] .tk-refusal")
        window.is_pictured(f"form-refused-{theme}-{width}")
        page.fill("[data-part=choices] textarea >> visible=true", "Spam\nInsults")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
        drags_up(window, "[data-item]:nth-child(3)")
        assert "Saved" in window.saves()
        assert page.input_value("[data-item] [name$='.label']") == NASTY
        window.is_pictured(f"form-saved-{theme}-{width}")

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    assert await labels(tickets_ready) == [NASTY, "Who are you?", "Which rule is it about?"]


async def test_by_keyboard_in_french(tickets_ready: Server, administrator: Person) -> None:
    """Without a mouse: added, sorted and removed, and everything says what it is."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "form")
        for label in ("Un", "Deux", "Trois"):
            page.focus("[data-add]")
            page.keyboard.press("Enter")
            page.keyboard.type(label)
        page.keyboard.press("Shift+Tab")
        page.focus("[data-item]:nth-child(3) [data-up]")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert "Trois" in page.inner_text("[data-list-says]")
        # It is the first now: the other arrow has the focus.
        assert page.evaluate("document.activeElement.matches('[data-down]')")
        page.focus("[data-item]:nth-child(2) [data-remove]")
        page.keyboard.press("Space")
        assert page.evaluate("document.activeElement.value") == "Deux"
        assert "✅ Enregistré" in window.saves()
        window.is_pictured("form-french-1280")
        window.is_named()

    await in_a_browser(tickets_ready, do, locale="fr-FR")
    assert await labels(tickets_ready) == ["Trois", "Deux"]
