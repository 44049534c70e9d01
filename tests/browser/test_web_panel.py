"""The pages of panels in a real browser: the preview follows what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import Window, in_a_browser, pytestmark  # noqa: F401 - marks it
from tests.browser.test_web_form import LOOKS, NASTY, drags_up
from tests.panels.panel_making import selector_panel
from tests.staff_log.reception import sets
from tests.web.test_bot_panel_pages import called, panel_of

if TYPE_CHECKING:
    from people import Person
    from server import Server


@pytest.mark.parametrize(("theme", "width"), LOOKS)
async def test_a_panel_is_made(
    tickets_ready: Server, administrator: Person, theme: str, width: int
) -> None:
    """From the list to a posted panel; the preview shows each word as it is typed."""
    await sets(tickets_ready, "type create Support")
    role = tickets_ready.guild.create_role(NASTY)
    tickets_ready.guild.create_text_channel("help")
    await tickets_ready.sim.env.settle()

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "panels")
        page.check("input[value=selector]")
        page.click("#tk-field-channel .tk-chips > button")
        page.keyboard.type("help")
        page.keyboard.press("Enter")
        page.fill("#tk-first", "Problem with the bot")
        window.is_pictured(f"panels-{theme}-{width}")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-create]")
        preview = page.locator("[data-preview]")
        assert "Problem with the bot" in preview.inner_text()
        page.fill("#tk-title", "Need help?")
        page.fill("#tk-text", f"**Choose** below\n- quick\n- private <@&{role.id}> {NASTY}")
        page.fill("#tk-footer", "The team")
        page.fill("#tk-colour", "#FF8800")
        page.fill("#tk-thumbnail", "https://pictures.example/ticket.png")
        page.click("[data-add]")
        page.keyboard.type(NASTY)
        page.fill("[data-item]:last-child [data-part=emoji] input", "🔧")
        page.fill("[data-item]:last-child [data-part=description] input", "All else")
        page.check("[data-item]:last-child [data-part=type] input[value='1']")
        drags_up(window, "[data-item]:last-child")
        assert "Need help?" in preview.inner_text()
        assert "All else" in preview.inner_text()
        assert preview.locator("b", has_text="Choose").count() == 1
        assert preview.locator("img").count() == 0
        assert preview.locator("button", has_text="🖼️").count() == 1
        page.evaluate("document.activeElement.blur()")
        window.is_pictured(f"panel-{theme}-{width}")
        assert "Saved" in window.saves()
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-post]")
        assert "Posted" in window.notes()
        window.is_pictured(f"panel-posted-{theme}-{width}")
        page.fill("#tk-colour", "blue")
        assert "Nothing was saved yet" in window.saves()
        assert page.evaluate("document.activeElement.id") == "tk-colour"

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    panel = await panel_of(tickets_ready)
    assert called(panel) == [NASTY, "Problem with the bot"]
    assert panel.message_id is not None
    assert panel.look is not None
    assert panel.look.colour == 0xFF8800


async def test_by_keyboard_in_french(tickets_ready: Server, administrator: Person) -> None:
    """Without a mouse: each control is reached, has a name, and the list is sorted."""
    await selector_panel(tickets_ready, "Un", "Deux", "Trois")

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "panel?panel=1")
        page.focus("[data-item]:nth-child(3) [data-up]")
        page.keyboard.press("Enter")
        page.focus("#tk-title")
        page.keyboard.press("Control+A")
        page.keyboard.type("Besoin d'aide ?")
        window.is_pictured("panel-french-1280")
        page.focus("[data-save]")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        assert "✅ Enregistré" in window.notes()
        window.is_named()
        page.focus(".tk-delete summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('[data-delete]')")

    await in_a_browser(tickets_ready, do, locale="fr-FR")
    assert called(await panel_of(tickets_ready)) == ["Un", "Trois", "Deux"]
