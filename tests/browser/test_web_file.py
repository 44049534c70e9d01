"""The page of export and import in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import Window, in_a_browser, pytestmark  # noqa: F401 - marks it
from tests.browser.test_web_form import LOOKS, NASTY
from tests.config_file.config_files import HEAD
from tests.configuration.menu_pages import stored_settings

if TYPE_CHECKING:
    from pathlib import Path

    from people import Person
    from server import Server


@pytest.mark.parametrize(("theme", "width"), LOOKS)
async def test_a_file_is_imported(
    tickets_ready: Server, administrator: Person, theme: str, width: int, tmp_path: Path
) -> None:
    """Read from a file, looked at, answered and applied; then the former one is put back."""
    before = stored_settings(tickets_ready)
    role = {"id": "123456789012345678", "name": NASTY}
    settings = {"limit": 4, "welcome_message": NASTY, "observer_role_ids": [role]}
    file = tmp_path / "tickets.json"
    file.write_text(json.dumps({**HEAD, "settings": settings}), encoding="utf-8")

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "file")
        page.click("[data-copy=tk-export]")
        assert page.inner_text("[data-copy=tk-export]") == "Copied"
        with page.expect_download() as kept:
            page.click("[data-download=tk-export]")
        assert kept.value.suggested_filename.endswith(".json")
        page.set_input_files("[data-read]", file)
        page.wait_for_function("document.getElementById('tk-pasted').value.length > 9")
        window.is_pictured(f"file-{theme}-{width}")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-look]")
        page.click(".tk-plan .tk-chips > button")
        page.keyboard.type("jani")
        page.keyboard.press("Enter")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-again]")
        assert "@Janitors" in page.inner_text("[aria-labelledby=tk-plan]")
        window.is_pictured(f"file-plan-{theme}-{width}")
        window.is_named()
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-apply]")
        assert "imported" in window.notes()
        window.is_pictured(f"file-applied-{theme}-{width}")
        page.fill("#tk-pasted", page.input_value("#tk-before-text"))
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-look]")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-apply]")
        assert "imported" in window.notes()

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    after = stored_settings(tickets_ready)
    assert {key: after[key] for key in before} == before


async def test_by_keyboard_in_french(tickets_ready: Server, administrator: Person) -> None:
    """Without a mouse: pasted, looked at, applied."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id, "file")
        page.focus("#tk-pasted")
        page.keyboard.insert_text(json.dumps({**HEAD, "settings": {"limit": 4}}))
        page.keyboard.press("Tab")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        window.is_pictured("file-french-390")
        page.focus("[data-apply]")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        assert "importée" in window.notes()

    await in_a_browser(tickets_ready, do, locale="fr-FR", width=390)
    assert stored_settings(tickets_ready)["limit"] == 4
