"""The camera of the documentation's pictures: Chromium before SimCord's preview."""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops
from places import places_of
from playwright.async_api import async_playwright, expect
from window import Screen, Window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from people import Person
    from server import Server

#: How much finer than a point of the page a point of the picture is.
SCALE = 1.5
QUALITY = 58
#: Seconds that the bot may work on a press.
PATIENCE = 20
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
WIDE, TALL = 760, 560

#: What belongs to the preview and not to Discord.
_NO_FRAME = (
    "#action-status, form:has(#channel-composer-input), .message-context-actions "
    "{ display: none !important; }"
)
_ALL_FACES = "[...document.images].every(one => one.complete && one.naturalWidth > 0)"


class Photographer:
    """A browser that looks at places through somebody's eyes, and takes pictures."""

    def __init__(self, page: Any, window: Window, server: Server, folder: Path) -> None:
        self.page, self.window, self.server, self.folder = page, window, server, folder
        self.messages = page.locator("#channel-message-list")
        self.frames: list[tuple[Image.Image, int]] = []

    async def looks(self, person: Person, place: str | None, height: int = TALL) -> None:
        """Shows a channel, thread or conversation to somebody."""
        await self.page.set_viewport_size({"width": WIDE, "height": height})
        found = next(one for one in places_of(self.server, person) if one.name == place)
        address = await self.window.show(person, found, Screen(WIDE, TALL))
        await self.page.goto(address)
        await self.messages.wait_for()
        await self.page.add_style_tag(content=_NO_FRAME)
        await asyncio.sleep(1.5)

    async def presses(self, label: str, nth: int = -1, on: str = "") -> None:
        """Presses a button with this label, of messages with the text `on`; the newest, unless
        told otherwise.
        """
        messages = self.page.locator(".channel-message", has_text=on)
        found = messages.locator(".component-button:not(:disabled)", has_text=label)
        await self._acts(found.nth(nth))

    async def chooses(self, option: str) -> None:
        """Chooses in the newest select menu."""
        await self.messages.get_by_role("combobox").last.click()
        # What it is called may also end another's name.
        name = re.compile(f"^{re.escape(option)}")
        await self._acts(self.page.get_by_role("option", name=name))

    async def writes(self, text: str) -> None:
        """Writes into the form that has opened."""
        await self.page.locator("#modal-root textarea, #modal-root input").first.fill(text)

    async def sends(self) -> None:
        """Sends the form."""
        await self._acts(self.page.locator("#modal-root").get_by_role("button", name="Submit"))

    async def _acts(self, button: Any) -> None:
        """Presses, and waits until the bot is at rest and the page has drawn what it did.

        Whoever acts while SimCord is still at somebody else's press is refused.
        """
        async with self.page.expect_response(lambda one: one.request.method == "POST"):
            await button.click()
        await self.window.catch_up(PATIENCE)
        await asyncio.sleep(1)

    async def reads(self, words: str) -> None:
        """Waits for a message with these words."""
        await expect(self.messages.get_by_text(words).last).to_be_visible()

    async def takes(self, name: str) -> None:
        """A picture of all that is seen, without what is empty below."""
        await self.page.mouse.move(2, 2)
        keep(_trimmed(await self._shot()), self.folder / f"{name}.webp")

    async def takes_message(self, name: str, text: str) -> None:
        """A picture of the newest message with this text, and of nothing else."""
        await self.page.mouse.move(2, 2)
        await self.page.wait_for_function(_ALL_FACES)
        message = self.page.locator(".channel-message", has_text=text).last
        await message.wait_for()
        shot = await message.screenshot()
        keep(Image.open(io.BytesIO(shot)).convert("RGB"), self.folder / f"{name}.webp")

    async def films(self, seconds: float) -> None:
        """One more picture of the film, to be seen so long."""
        await self.page.mouse.move(2, 2)
        self.frames.append((await self._shot(), int(seconds * 1000)))

    async def _shot(self) -> Image.Image:
        await self.page.wait_for_function(_ALL_FACES)
        return Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")

    def develops(self, name: str) -> None:
        """The film."""
        pictures = [one.resize((WIDE, TALL), Image.Resampling.LANCZOS) for one, _ in self.frames]
        pictures[0].save(
            self.folder / f"{name}.webp",
            save_all=True,
            append_images=pictures[1:],
            duration=[length for _, length in self.frames],
            loop=0,
            quality=70,
            method=6,
        )


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the empty lines at the bottom."""
    background = Image.new("RGB", picture.size, picture.getpixel((4, picture.height - 4)))
    box = ImageChops.difference(picture, background).getbbox()
    bottom = min(picture.height, (box[3] if box else picture.height) + round(12 * SCALE))
    return picture.crop((0, 0, picture.width, bottom))


def keep(picture: Image.Image, path: Path) -> None:
    """Stores a picture, small."""
    picture.save(path, quality=QUALITY, method=6)


@asynccontextmanager
async def browser(**context: Any) -> AsyncIterator[Any]:
    """A page in Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Install the package chromium: the pictures are taken with it.")
    async with async_playwright() as running:
        program = await running.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = await program.new_context(device_scale_factor=SCALE, bypass_csp=True, **context)
        page = await opened.new_page()
        page.set_default_timeout(20_000)
        yield page
        await program.close()
