"""The pages in the dashboard, in a real browser before the dashboard's real web server."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_transcripts import FLAGS
from tests.configuration.menu_pages import stored_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from people import Person
    from server import Server

pytest.importorskip("reddash", reason="there is no dashboard: `make browser` installs it")
playwright = pytest.importorskip(
    "playwright.sync_api", reason="there is no playwright: `make browser` installs it"
)

# It needs what the lines above may not have found.
from tests.browser.dashboard_server import WebServer, served  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: A folder for pictures, for people who want to look at them.
PICTURES = os.environ.get("PICTURES")
NASTY = "<img src=x onerror=window.ran=1>{{ config }}"

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    # Other people's code.
    pytest.mark.filterwarnings("ignore"),
]


class Window:
    """Somebody's browser. The frame's own scripts from other hosts are out of reach here."""

    def __init__(self, page: Any, web: WebServer, guild_id: int) -> None:
        self.page, self._web, self._guild_id = page, web, guild_id
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def opens(self, person_id: int, name: str = "settings") -> None:
        """Logs in, and looks at a page."""
        address = self._web.address(self._guild_id, name)
        self.page.goto(self._web.door(person_id, address), wait_until="domcontentloaded")

    def goes_to(self, name: str) -> None:
        """Looks at another page."""
        address = self._web.address(self._guild_id, name)
        self.page.goto(address, wait_until="domcontentloaded")

    def saves(self) -> str:
        """Presses *Save*; returns what the page says then."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.click("[data-save]")
        return self.notes()

    def notes(self) -> str:
        """What the page says first."""
        return "\n".join(self.page.locator(".tk-note").all_inner_texts())

    def is_sound(self) -> None:
        """None of our scripts has failed, nothing foreign has run, and nothing is cut off."""
        ours = [one for one in self.faults if "is not defined" not in one]
        assert ours == []
        assert self.page.evaluate("typeof window.ran") == "undefined"
        assert "built-in method" not in self.page.inner_text("body")
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def is_named(self) -> None:
        """Each control says what it is to who can't see it."""
        unnamed = self.page.evaluate(
            "[...document.querySelectorAll("
            "'.tk button, .tk input:not([type=hidden]), .tk textarea')]"
            ".filter(e => !(e.labels?.length || e.ariaLabel || e.textContent.trim()"
            " || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)"
        )
        assert unnamed == []

    def is_pictured(self, name: str) -> None:
        """Takes a picture for whoever wants to look."""
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"web-{name}.png", full_page=True)


@contextmanager
def window(web: WebServer, guild_id: int, *, width: int = 1280, **about: Any) -> Iterator[Window]:
    """A browser of that width."""
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        about = {"locale": "en-US", "viewport": {"width": width, "height": 900}, **about}
        page = browser.new_context(**about).new_page()
        page.route("**/*", _only_from_here)
        yield Window(page, web, guild_id)
        browser.close()


def _only_from_here(route: Any) -> None:
    if "//127.0.0.1:" in route.request.url:
        route.continue_()
    else:
        route.abort()


async def in_a_browser(
    server: Server, do: Callable[[Window], None], *, theme: str = "white", **about: Any
) -> None:
    """Does something in a browser, while the bot goes on."""
    async with served(server.sim.red, theme=theme) as web:

        def run() -> None:
            with window(web, server.guild.id, **about) as opened:
                do(opened)
                opened.is_sound()

        await asyncio.to_thread(run)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["white", "dark"])
async def test_settings(
    tickets_ready: Server, administrator: Person, width: int, theme: str
) -> None:
    """Roles are searched, texts counted, a refusal stands beside its field, and all is saved."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id)
        window.is_pictured(f"settings-{theme}-{width}")
        assert not page.is_visible("[data-discard]")
        page.click("#tk-field-observer_role_ids .tk-chips > button")
        page.keyboard.type("JANI")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert "Janitors" in page.inner_text("#tk-field-observer_role_ids .tk-chips")
        page.fill("#tk-welcome_message", "Hello {usr}")
        assert page.inner_text("[data-count-of=tk-welcome_message]") == "11 / 1200"
        page.click("#tk-opening_reason")
        assert page.inner_text("[data-state]") == "Unsaved changes: 3"
        assert "Nothing was saved yet" in window.saves()
        window.is_pictured(f"refused-{theme}-{width}")
        assert "isn't a variable" in page.inner_text("#tk-field-welcome_message .tk-refusal")
        assert page.input_value("#tk-welcome_message") == "Hello {usr}"
        assert page.evaluate("document.activeElement.id") == "tk-welcome_message"
        page.fill("#tk-welcome_message", "Hello {user}")
        assert "Saved: Welcome message, Opening reason, Observer roles." in window.saves()
        assert page.inner_text("[data-state]") == "No unsaved changes"

    await in_a_browser(tickets_ready, do, theme=theme, width=width)
    stored = stored_settings(tickets_ready)
    assert stored["welcome_message"] == "Hello {user}"
    assert stored["observer_role_ids"] == [tickets_ready.janitors.id]
    assert stored["opening_reason"] is True


async def test_by_keyboard_in_french(tickets_ready: Server, administrator: Person) -> None:
    """Without a mouse, each control is reached and used; the language is the browser's."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id)
        page.focus("#tk-enabled")
        reached: set[str] = set()
        for _step in range(120):
            reached.add(page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key"))
            if page.evaluate("document.activeElement.matches('[data-save]')"):
                break
            page.keyboard.press("Tab")
        keys = page.evaluate(
            "[...document.querySelectorAll('[data-key]')].map(e => e.dataset.key)"
        )
        assert set(keys) <= reached
        page.focus("#tk-claims")
        page.keyboard.press("Space")
        page.focus("[name='s.claim_access']:checked")
        page.keyboard.press("ArrowDown")
        page.focus("#tk-field-reception_channel_id .tk-chips > button")
        page.keyboard.press("Enter")
        page.keyboard.type("staff")
        page.keyboard.press("Enter")
        page.focus("[data-save]")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Enter")
        assert "✅ Enregistré" in window.notes()
        window.is_named()

    await in_a_browser(tickets_ready, do, locale="fr-FR")
    stored = stored_settings(tickets_ready)
    assert (stored["claims"], stored["claim_access"]) == (True, "read")
    assert stored["reception_channel_id"] == tickets_ready.staff.id


async def test_names_that_are_markup(tickets_ready: Server, administrator: Person) -> None:
    """Names and texts are seen as they are; none of them runs."""
    server = tickets_ready
    role = server.guild.create_role(NASTY)
    server.guild.create_text_channel("channel")
    await server.sim.env.settle()
    await server.has_set(
        moderator_role_ids=[role.id], welcome_message=f"</textarea><script>{NASTY}"
    )

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id)
        assert NASTY in page.inner_text("#tk-field-moderator_role_ids .tk-chips")
        page.click("#tk-field-moderator_role_ids .tk-chips > button")
        assert NASTY in page.inner_text("#tk-field-moderator_role_ids .tk-list")
        assert page.input_value("#tk-welcome_message").startswith("</textarea><script>")
        assert "SECRET_KEY" not in page.content()

    await in_a_browser(server, do)


async def test_who_may_not(tickets_ready: Server, alice: Person, administrator: Person) -> None:
    """A member reads one sentence, and a form without its token is refused unread."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(alice.id)
        assert "Manage Server" in page.inner_text("body")
        assert page.locator(".tk").count() == 0
        window.opens(administrator.id)
        page.fill("#tk-limit", "9")
        page.evaluate("document.querySelector('.tk [name=csrf_token]').remove()")
        with page.expect_navigation(wait_until="domcontentloaded") as answered:
            page.click("[data-save]")
        assert answered.value.status == 400
        for name in ("types", "form", "panels", "answers", "file"):
            window.goes_to(name)
            send = (
                "fetch(location.href, {method: 'POST', body: new URLSearchParams({words: 'on'})})"
            )
            assert page.evaluate(f"{send}.then(answer => answer.status)") == 400

    await in_a_browser(tickets_ready, do)
    assert stored_settings(tickets_ready)["limit"] == 0


async def test_an_old_page(tickets_ready: Server, administrator: Person) -> None:
    """A page that is older than its token asks for another first: nothing typed is lost."""

    def do(window: Window) -> None:
        page = window.page
        window.opens(administrator.id)
        page.fill("#tk-limit", "9")
        page.evaluate("document.querySelector('.tk [name=csrf_token]').value = 'old'")
        page.evaluate("Date.now = () => 4102444800000")
        assert "Saved: Open tickets per member." in window.saves()

        window.goes_to("answers")
        page.fill("#tk-name", "Rules")
        page.fill("#tk-text", "Please read them.")
        page.evaluate("document.querySelector('.tk [name=csrf_token]').value = 'old'")
        page.evaluate("Date.now = () => 4102444800000")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("[data-create]")
        assert "Saved" in window.notes()

    await in_a_browser(tickets_ready, do)
    assert stored_settings(tickets_ready)["limit"] == 9
