"""The demo as its visitors meet it: in a browser, with nothing but the address it prints."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from simulated_red import REPOSITORY

from .conftest import demo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PYTHON = REPOSITORY / ".venv-demo" / "bin" / "python"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: A folder for pictures of every step, for people who want to look at them.
PICTURES = os.environ.get("PICTURES")

playwright = pytest.importorskip(
    "playwright.async_api", reason="there is no playwright: `make browser` installs it"
)
pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(
        not PYTHON.exists(), reason="there is no environment of the demo: `make demo` makes it"
    ),
]


class Visitor:
    """Somebody at the browser, who is one person of the server after the other."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.preview = page.frame_locator("#frame iframe")
        self.messages = self.preview.locator("#channel-message-list")
        self._pictures = 0

    async def is_(self, name: str) -> None:
        """Chooses who to be."""
        await self.page.locator("#people button", has_text=re.compile(rf"^.{name}")).click()
        await self._sees_chosen("#people", name)

    async def goes_to(self, place: str) -> None:
        """Chooses a channel or conversation, once it is there."""
        name = self.page.locator(".name", has_text=re.compile(rf"^{place}$"))
        await self.page.locator("#places button").filter(has=name).click()
        await self._sees_chosen("#places", place)

    async def presses(self, label: str) -> None:
        """Presses the newest button with this label."""
        buttons = self.preview.locator(".component-button:not(:disabled)", has_text=label)
        await buttons.last.click()

    async def chooses(self, option: str) -> None:
        """Opens the newest select menu and chooses from it."""
        await self.messages.get_by_role("combobox").last.click()
        await self.preview.get_by_role("option", name=option).click()

    async def runs(self, command: str) -> None:
        """Chooses a slash command and sends it."""
        await self.preview.locator("#channel-composer-input").fill(f"/{command}")
        await self.preview.locator(".command-entry", has_text=f"/{command}").first.click()
        await self.preview.get_by_role("button", name="Send").click()

    async def fills_in(self, text: str, choice: str | None = None) -> None:
        """Writes into the form that has opened, chooses if there is a choice, and sends it."""
        await self.preview.locator("#modal-root textarea, #modal-root input").first.fill(text)
        if choice is not None:
            await self.preview.locator("#modal-root").get_by_text(choice).click()
        await self.preview.locator("#modal-root").get_by_role("button", name="Submit").click()

    async def types(self, text: str) -> None:
        """Writes a message."""
        await self.preview.locator("#channel-composer-input").fill(text)
        await self.preview.get_by_role("button", name="Send").click()

    async def reads(self, words: str) -> None:
        """Waits for a message with these words."""
        await playwright.expect(self.messages.get_by_text(words).last).to_be_visible()
        await self._takes_a_picture()

    async def is_told(self, words: str) -> None:
        """Waits for the page itself to say something."""
        await playwright.expect(self.page.locator("#sentence")).to_have_text(words)
        await playwright.expect(self.page.locator("#frame iframe")).to_have_count(0)
        await self._takes_a_picture()

    async def sees(self, *places: str) -> None:
        """What the list of places has, in this order."""
        names = self.page.locator("#places .name")
        await playwright.expect(names).to_have_text(list(places))

    async def unread(self, name: str) -> int:
        """How much is new to one of the people, seen from outside."""
        count = self._count(name)
        return int(await count.inner_text()) if await count.count() else 0

    async def has_unread(self, name: str, count: int) -> None:
        """Waits until so much is new to one of the people."""
        await playwright.expect(self._count(name)).to_have_text(str(count))

    def _count(self, name: str) -> Any:
        button = self.page.locator("#people button", has_text=re.compile(rf"^.{name}"))
        return button.locator(".count")

    async def fits(self) -> None:
        """Nothing is wider than the screen."""
        overflow = "document.documentElement.scrollWidth - window.innerWidth"
        assert await self.page.evaluate(overflow) <= 0

    async def _sees_chosen(self, where: str, name: str) -> None:
        chosen = self.page.locator(f'{where} [aria-current="true"] .name')
        await playwright.expect(chosen).to_have_text(re.compile(rf"^{name}"))

    async def _takes_a_picture(self) -> None:
        if PICTURES:
            width = self.page.viewport_size["width"]
            self._pictures += 1
            await asyncio.sleep(1)
            await self.page.screenshot(path=f"{PICTURES}/{width}-{self._pictures:02}.png")


def _complaint(line: Any) -> list[str]:
    """What a line of the console complains about. Answers that don't come are no wonder: the
    preview is moved, and the demo ended, under the page's feet."""
    ours = line.type == "error" and not line.text.startswith("Failed to load resource")
    return [line.text] if ours else []


@asynccontextmanager
async def visit(address: str, width: int, height: int) -> AsyncIterator[Visitor]:
    """Opens the address in a browser; whatever its console complains about is an error."""
    complaints: list[str] = []
    async with playwright.async_playwright() as running:
        browser = await running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(viewport={"width": width, "height": height})
        page = await context.new_page()
        page.set_default_timeout(20_000)
        playwright.expect.set_options(timeout=20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.extend(_complaint(line)))
        await page.goto(address)
        yield Visitor(page)
        await browser.close()
    assert complaints == []


async def the_life_of_a_ticket(visitor: Visitor) -> None:
    """A member opens a ticket; it is answered, closed, reopened, closed and deleted."""
    await visitor.is_("alice")
    await visitor.reads("a private channel opens")
    before = await visitor.unread("moderator")
    await visitor.presses("Get help")
    await visitor.fills_in("I can't write anywhere", "My account")
    await visitor.reads("Your ticket is ready")
    # The welcome, the thread with its first message, and the line of the log.
    await visitor.has_unread("moderator", before + 4)
    await visitor.goes_to("alice")
    await visitor.reads("Welcome")

    await visitor.is_("moderator")
    await visitor.reads("Welcome")
    await visitor.types("How can I help?")
    await visitor.reads("How can I help?")

    await visitor.is_("bob")
    await visitor.is_told("bob can’t see this channel.")
    await visitor.sees("general", "get-help", "bob", "Red")

    await visitor.is_("alice")
    await visitor.reads("How can I help?")
    await visitor.presses("Close ticket")
    await visitor.fills_in("Solved")
    await visitor.is_told("alice can’t see this channel.")

    await visitor.is_("moderator")
    await visitor.reads("alice closed the ticket.")
    await visitor.presses("Reopen")
    await visitor.reads("moderator reopened the ticket.")
    await visitor.is_("alice")
    await visitor.reads("moderator reopened the ticket.")

    await visitor.is_("moderator")
    await visitor.reads("moderator reopened the ticket.")
    await visitor.presses("Close ticket")
    await visitor.fills_in("No further questions")
    await visitor.reads("moderator closed the ticket.")
    await visitor.presses("Delete")
    await visitor.reads("Delete this ticket?")
    await visitor.presses("Confirm")
    await visitor.is_told("This channel was deleted.")
    # Nothing of it is left; what was there before the visit is.
    await visitor.sees(
        "general",
        "staff",
        "get-help",
        "staff-tickets",
        "ticket-transcripts",
        "ticket-board",
        *("carol", "🔒 Private", "bob", "🔒 Private", "dave", "🔒 Private"),
        "Red",
    )


async def two_teams(visitor: Visitor) -> None:
    """A member is asked whether to close, and gives stars; the other team has other tickets."""
    await visitor.is_("bob")
    await visitor.goes_to("bob")
    await visitor.reads("can this ticket be closed?")
    await visitor.presses("Close")
    await visitor.is_told("bob can’t see this channel.")
    await visitor.goes_to("Red")
    await visitor.reads("How was our help?")
    await visitor.chooses("★★★★★ Very good")
    await visitor.reads("Your rating: ★★★★★")
    await visitor.is_("judge")
    await visitor.sees("general", "get-help", "report-log", "erin", "🔒 Private", "Red")
    await visitor.goes_to("erin")
    await visitor.reads("Someone insults people")


async def other_ways(visitor: Visitor) -> None:
    """The selector, text commands, direct messages, slash commands, and the web page."""
    await visitor.is_("alice")
    await visitor.goes_to("get-help")
    await visitor.reads("What is it about?")
    await visitor.chooses("A bug")
    await visitor.reads("Your ticket is ready")
    await visitor.goes_to("alice")
    await visitor.reads("A bug")

    await visitor.is_("administrator")
    await visitor.goes_to("staff")
    await visitor.types("!ticketset")
    await visitor.reads("Ticket settings")
    await visitor.types("!ticketset check")
    await visitor.reads("Ticket check-up")
    await visitor.goes_to("Red")
    await visitor.types("!help")
    await visitor.reads("mydata")
    await visitor.goes_to("general")
    await visitor.runs("ticket")
    await visitor.chooses("Something else")
    await visitor.reads("Your ticket is ready")
    await visitor.goes_to("Web page")
    limit = visitor.preview.get_by_text("Open tickets per member").first
    await playwright.expect(limit).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 780)])
async def test_a_visitor_lives_through_a_ticket(port: int, width: int, height: int) -> None:
    """With a large screen or a phone, a visitor opens, answers, closes, reopens and deletes
    a ticket as the people concerned, and a stranger finds nothing of it."""
    with demo("--port", str(port), python=str(PYTHON)) as running:
        line = await asyncio.to_thread(running.prints, "Open http://")
        address = re.search(r"http://\S+", line)
        assert address is not None
        async with visit(address[0], width, height) as visitor:
            await the_life_of_a_ticket(visitor)
            await two_teams(visitor)
            await other_ways(visitor)
            await visitor.fits()
            running.process.terminate()
            assert await asyncio.to_thread(running.ends) == 0
            await visitor.is_told(
                "The demo doesn’t answer. Has it ended? Start it again with “make demo”."
            )
    assert "ERROR" not in running.printed
    assert "Traceback" not in running.printed


async def test_two_pages_at_once(port: int) -> None:
    """Who opens the address twice is told in the first page, and can go on there."""
    with demo("--at-once", "--port", str(port), python=str(PYTHON)) as running:
        line = await asyncio.to_thread(running.prints, "Open http://")
        address = line.split()[1]
        async with visit(address, 1280, 800) as visitor:
            await visitor.reads("a private channel opens")
            second = await visitor.page.context.new_page()
            await second.goto(address)
            other = Visitor(second)
            await other.reads("a private channel opens")
            await visitor.page.bring_to_front()
            await visitor.is_told("Another page shows the server now.")
            await visitor.page.get_by_role("button", name="Show it here").click()
            await visitor.reads("a private channel opens")
