"""Saved conversations in a real browser: nothing is asked for, nothing runs, all of it prints."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.transcripts.conversations import LIMIT, everything
from tests.transcripts.hostile import TEXTS, everywhere
from tickets.transcripts.writing.file import write_html

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: A folder for pictures, for people who want to look at them.
PICTURES = os.environ.get("PICTURES")

playwright = pytest.importorskip(
    "playwright.async_api", reason="there is no playwright: `make browser` installs it"
)
pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


#: What a browser made of a page, as far as it would be somebody else's doing.
FOUND = """({
    ran: typeof window.ran,
    strange: document.querySelectorAll(
        'script,iframe,object,embed,form,base,svg,math,template').length,
    handlers: [...document.querySelectorAll('*')].filter(
        one => [...one.attributes].some(of => of.name.startsWith('on'))).length,
    body: [...document.body.children].map(one => one.localName).join(),
    comments: [...document.childNodes].map(one => one.nodeName).join(),
})"""
HARMLESS = {
    "ran": "undefined",
    "strange": 0,
    "handlers": 0,
    "body": "header,main,footer",
    "comments": "#comment,html,HTML",
}


class Reader:
    """Somebody who opens saved conversations, and all that their browser does meanwhile."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self.requests: list[str] = []
        self.refused: list[str] = []
        self.complaints: list[str] = []
        self.page: Any = None

    async def opens(self, path: Path, **context: Any) -> None:
        """Opens a file in a window of its own."""
        self.requests, self.refused, self.complaints = [], [], []
        window = await self._browser.new_context(**context)
        self.page = await window.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.refused.append(request.failure))
        self.page.on("console", lambda line: self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        await self.page.goto(path.as_uri())
        assert self.page.url == path.as_uri()

    async def asked_for_nothing_but(self, path: Path) -> None:
        """The one request was for the file itself; its own pictures are in it."""
        await self.page.wait_for_load_state("networkidle")
        outside = [url for url in self.requests if not url.startswith("data:")]
        assert outside == [path.as_uri()]

    async def says(self, expression: str) -> Any:
        """What the browser makes of the page."""
        return await self.page.evaluate(expression)


@pytest_asyncio.fixture
async def reader() -> AsyncIterator[Reader]:
    """A browser."""
    async with playwright.async_playwright() as running:
        browser = await running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Reader(browser)
        await browser.close()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A conversation with everything in it."""
    files = tmp_path / "files"
    files.mkdir()
    path = tmp_path / "page.html"
    write_html(everything(files), path, limit=LIMIT, with_staff_thread=True)
    return path


async def test_opening_asks_for_nothing(reader: Reader, saved: Path) -> None:
    """A conversation with pictures is opened without a single request, and they are all seen."""
    await reader.opens(saved)
    await reader.asked_for_nothing_but(saved)
    shown = "[...document.images].every(one => one.complete && one.naturalWidth > 0)"
    assert await reader.says("document.images.length") > 0
    assert await reader.says(shown)
    painted = (
        "[...document.querySelectorAll('.av')].map(one => getComputedStyle(one).backgroundImage)"
        ".filter(one => one.startsWith('url(\"data:image/png')).length"
    )
    assert await reader.says(painted) > 0
    assert await reader.says("document.compatMode") == "CSS1Compat"
    assert await reader.says("document.characterSet") == "UTF-8"
    assert reader.complaints == []


async def test_the_policy_forbids_what_could_get_in(reader: Reader, saved: Path) -> None:
    """Were there a script or a foreign picture in the page, the browser wouldn't take it."""
    got_in = "<script>window.ran=1</script><img src='https://example.org/x.png'>"
    text = saved.read_text(encoding="utf-8").replace("<main>", f"<main>{got_in}")
    saved.write_text(text, encoding="utf-8")
    await reader.opens(saved)
    await reader.page.wait_for_load_state("networkidle")
    assert await reader.says("typeof window.ran") == "undefined"
    assert reader.refused == ["csp"]
    assert len([one for one in reader.complaints if "Content Security Policy" in one]) == 2


async def test_nothing_hostile_runs(reader: Reader, tmp_path: Path) -> None:
    """Whatever somebody wrote, wherever: no script, no request, and the page has its shape."""
    files = tmp_path / "files"
    files.mkdir()
    for number, text in enumerate(TEXTS):
        path = tmp_path / f"{number}.html"
        write_html(everywhere(text, files), path, limit=LIMIT, with_staff_thread=True)
        await reader.opens(path)
        await reader.asked_for_nothing_but(path)
        found = await reader.says(FOUND)
        assert found == HARMLESS, text
        assert reader.complaints == [], text
        await reader.page.context.close()


async def test_it_prints(reader: Reader, saved: Path) -> None:
    """On paper there are pages."""
    await reader.opens(saved)
    printed = await reader.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_it_can_be_read(reader: Reader, saved: Path, scheme: str, width: int) -> None:
    """Dark and light as the reader wants it; nothing is wider than a phone's screen."""
    viewport = {"width": width, "height": 800}
    await reader.opens(saved, viewport=viewport, color_scheme=scheme)
    assert await reader.says("document.documentElement.scrollWidth - window.innerWidth") <= 0
    colour = await reader.says("getComputedStyle(document.body).backgroundColor")
    assert colour == ("rgb(49, 51, 56)" if scheme == "dark" else "rgb(255, 255, 255)")
    if PICTURES:
        name = f"transcript-{scheme}-{width}.png"
        await reader.page.screenshot(path=str(Path(PICTURES) / name), full_page=True)


async def test_a_spoiler_is_seen_by_who_wants_to(reader: Reader, saved: Path) -> None:
    """It is hidden, and shown after a click, without a script."""
    await reader.opens(saved)
    spoiler = reader.page.locator("label.sp span")
    assert not await spoiler.is_visible()
    await reader.page.locator("label.sp").click()
    assert await spoiler.is_visible()


async def test_an_attached_page_is_only_handed_out(reader: Reader, saved: Path) -> None:
    """Who presses on an attached HTML file gets a download; it is never opened in place."""
    await reader.opens(saved)
    async with reader.page.expect_download() as download:
        await reader.page.get_by_text("page.html").click()
    got = await download.value
    assert got.suggested_filename == "page.html"
    assert await reader.says("typeof window.ran") == "undefined"
    assert reader.page.url == saved.as_uri()
