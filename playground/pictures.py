"""The pictures of the documentation, taken of the running cog: ``make pictures``.

Real Red with the cog on the simulated Discord; Chromium shows SimCord's preview to one person
after the other, presses what they press, and takes the pictures. Once for each language.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import re
import shutil
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulated_red import REPOSITORY, running_red  # isort: skip  (it must be first to import Red)
import discord
from messages import stored_message
from PIL import Image, ImageChops
from places import places_of
from playwright.async_api import async_playwright, expect
from server import Server
from speech import Words
from window import Screen, Window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from people import Person
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, RoleHandle, UserHandle

    Overwrites = dict[
        RoleHandle
        | MemberActor
        | UserHandle
        | discord.Role
        | discord.Member
        | discord.User
        | discord.ClientUser,
        discord.PermissionOverwrite,
    ]

PICTURES = REPOSITORY / "docs" / "pictures"
PORT = 8470
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
#: A page of the menu is long.
MENU_TALL = 1700

#: What belongs to the preview and not to Discord.
_NO_FRAME = (
    "#action-status, form:has(#channel-composer-input), .message-context-actions "
    "{ display: none !important; }"
)
_ALL_FACES = "[...document.images].every(one => one.complete && one.naturalWidth > 0)"

#: What people write and name, in the documentation's languages.
SAID: dict[str, dict[str, Any]] = {
    "en": {
        "server": "The Server",
        "help": "get-help",
        "staff": "staff",
        "reception": "staff-tickets",
        "button": "Get help",
        "problem": "I can't see the voice channels any more.",
        "hello": "Hello! I was moved to another team, and since then they are gone.",
        "answer": "Hello alice, I'm looking at your roles right now.",
        "between": "Her team has no voice role yet. I'll add it.",
        "done": "Done, they should be back. Can you see them?",
        "thanks": "Yes, thank you!",
        "solved": "Solved",
        "request": "May I share our guild's event here?",
        "saved": "transcripts",
        "types": (("🎧", "Support"), ("🚨", "Reports"), ("📝", "Applications")),
        "judges": "Report team",
        "questions": (
            ("What is your name in the game?", "short", ""),
            ("What is it about?", "one", "A purchase\nMy account\nSomething else"),
            ("Who else was there?", "members", ""),
        ),
        "reasons": ("A question", "A bug", "Something else"),
    },
    "fr": {
        "server": "Le Serveur",
        "help": "aide",
        "staff": "staff",
        "reception": "staff-tickets",
        "button": "Besoin d'aide",
        "problem": "Je ne vois plus les salons vocaux.",
        "hello": "Bonjour ! J'ai changé d'équipe, et depuis ils ont disparu.",
        "answer": "Bonjour alice, je regarde vos rôles tout de suite.",
        "between": "Son équipe n'a pas encore de rôle vocal. Je l'ajoute.",
        "done": "C'est fait, ils devraient être revenus. Vous les voyez ?",
        "thanks": "Oui, merci !",
        "solved": "Résolu",
        "request": "Puis-je annoncer notre événement ici ?",
        "saved": "sauvegardes",
        "types": (("🎧", "Support"), ("🚨", "Signalements"), ("📝", "Candidatures")),
        "judges": "Équipe des signalements",
        "questions": (
            ("Quel est votre nom dans le jeu ?", "short", ""),
            ("De quoi s'agit-il ?", "one", "Un achat\nMon compte\nAutre chose"),
            ("Qui d'autre était là ?", "members", ""),
        ),
        "reasons": ("Une question", "Un bogue", "Autre chose"),
    },
}


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


async def tell(language: str, folder: Path) -> None:
    """The story that the pictures show, once in a language."""
    said, words = SAID[language], Words(language)
    with tempfile.TemporaryDirectory() as home:
        async with running_red(Path(home), real_time=True) as sim:
            sim.env.backend.edit_bot_profile("Red")
            stage = await Stage.on(await Server.on(sim), said, words)
            window = Window(stage.server, PORT, ())
            size = {"width": WIDE, "height": TALL}
            async with browser(viewport=size, color_scheme="dark", locale=language) as page:
                photographer = Photographer(page, window, stage.server, folder)
                page_saved = await _life_of_a_ticket(stage, photographer)
                await _a_request(stage, photographer)
                await _what_admins_see(stage, photographer)
                photographer.develops("life")
            await window.close()
            await _transcript(page_saved, Path(home), folder, language)


class Stage:
    """The server of the story, and who acts on it."""

    help: ChannelHandle
    reception: ChannelHandle
    saved: ChannelHandle

    def __init__(self, server: Server, said: dict[str, Any], words: Words) -> None:
        self.server, self.said, self.words = server, said, words
        self.alice, self.bob = server.alice, server.bob
        self.moderator = server.person("maya", server.moderators)
        self.admin = server.person("noah", server.administrators)

    @classmethod
    async def on(cls, server: Server, said: dict[str, Any], words: Words) -> Stage:
        """Prepares server and cog, as an administrator does."""
        stage = cls(server, said, words)
        server.guild._guild.name = said["server"]
        hidden = discord.PermissionOverwrite(view_channel=False)
        shown = discord.PermissionOverwrite(view_channel=True)
        public: Overwrites = {
            server.guild.default_role: discord.PermissionOverwrite(send_messages=False),
            server.bot_role: discord.PermissionOverwrite(send_messages=True),
        }
        private: Overwrites = {
            server.guild.default_role: hidden,
            server.moderators: shown,
            server.bot_role: shown,
        }
        create = server.guild.create_text_channel
        stage.help = create(said["help"], overwrites=public)
        stage.reception = create(said["reception"], overwrites=private)
        stage.saved = create(said["saved"], overwrites=private)
        await server.sim.env.settle()
        if said is SAID["fr"]:
            await server.owner.types("!set locale fr-FR", in_=server.staff)
        await server.configured()
        for setting in (
            f"receptionchannel {stage.reception.mention}",
            "openreason on",
            "staffthread on",
            f"transcriptchannel {stage.saved.mention}",
            "transcripts on",
        ):
            await stage.admin.types(f"!ticketset {setting}", in_=server.staff)
        form = await stage.admin.runs(
            "ticketset panel create", in_=server.staff, kind="button", channel=stage.help
        )
        editor = await stage.admin.submits(
            form, label=said["button"], emoji="🎫", reason="", colour=["green"]
        )
        await stage.admin.presses(words("Post"), on=editor)
        form = await stage.admin.runs(
            "ticketset panel create", in_=server.staff, kind="selector", channel=stage.help
        )
        first, *others = said["reasons"]
        editor = await stage.admin.submits(
            form, name=first, emoji="❔", description="", placeholder=""
        )
        await stage.admin.presses(words("Post"), on=editor)
        for reason in others:
            await stage.admin.types(f"!ticketset panel addreason 2 {reason}", in_=server.staff)
        return stage

    async def talks(self, person: Person, channel: Any, line: str) -> None:
        """Somebody writes a line."""
        await person.actor.send(channel, self.said[line])


async def _life_of_a_ticket(stage: Stage, photographer: Photographer) -> str:
    """From the panel to the closed ticket; returns the saved conversation."""
    server, said, words, shows = stage.server, stage.said, stage.words, photographer
    await shows.looks(stage.alice, said["help"])
    await shows.takes("panel")
    await shows.films(2)
    await shows.presses(said["button"])
    await shows.films(1)
    await shows.writes(said["problem"])
    await shows.takes("form")
    await shows.films(2)
    await shows.sends()
    await shows.films(1.5)
    channel = server.newest_ticket()
    await shows.looks(stage.alice, channel.name)
    await shows.films(2)
    await stage.talks(stage.alice, channel, "hello")
    await stage.talks(stage.moderator, channel, "answer")
    await shows.looks(stage.alice, channel.name)
    await shows.takes("ticket")
    await shows.films(2.5)
    (thread,) = server.private_threads(channel)
    await stage.talks(stage.moderator, thread, "between")
    await shows.looks(stage.moderator, thread.name)
    await shows.takes("staff-thread")
    await stage.talks(stage.moderator, channel, "done")
    await stage.talks(stage.alice, channel, "thanks")
    await shows.looks(stage.moderator, channel.name)
    await shows.films(2)
    await shows.presses(words("Close ticket"))
    await shows.writes(said["solved"])
    await shows.films(2)
    await shows.sends()
    await shows.looks(stage.moderator, channel.name)
    await shows.films(3.5)
    await shows.looks(stage.moderator, channel.name, 1000)
    await shows.takes("closed")
    await server.sim.env.settle()
    for _ in range(50):
        saved = server.messages(stage.saved)
        if saved:
            break
        await asyncio.sleep(0.2)
    stored = stored_message(server.sim.env, saved[0])
    file = server.sim.env.backend.cdn.get(stored.attachments[0]["url"]) or b""
    return file.decode()


async def _a_request(stage: Stage, photographer: Photographer) -> None:
    """A member asks for a ticket, and a moderator reads that."""
    server, said = stage.server, stage.said
    await stage.admin.types("!ticketset validation manual", in_=server.staff)
    await stage.bob.opens_a_ticket(said["request"])
    await server.sim.env.settle()
    await photographer.looks(stage.moderator, said["reception"])
    await photographer.takes("request")


async def _what_admins_see(stage: Stage, photographer: Photographer) -> None:
    """The menu's pages, and the check-up of a server with troubles."""
    server, said, words, shows = stage.server, stage.said, stage.words, photographer
    await stage.admin.types("!ticketset", in_=server.staff)
    await shows.looks(stage.admin, said["staff"], MENU_TALL)
    await shows.takes_message("menu", words("Ticket settings"))
    pages = ("Basics", "Customisation", "Opening", "Closing")
    edits = ("Edit basics", "Edit texts", "Edit opening", "Edit closing")
    for group, edit in zip(pages, edits, strict=True):
        await shows.presses(words(edit), on=words("Ticket settings"))
        await shows.takes_message(f"menu-{group.lower()}", words("◀ Back"))
        await shows.presses(words("◀ Back"))
        await shows.reads(words("Ticket settings"))
    await _pages_behind_more(stage, shows)
    await server.overwrite(server.category, server.bot_role, deny="view_channel")
    await server.overwrite(stage.reception, server.guild.default_role, allow="view_channel")
    await stage.admin.types("!ticketset check", in_=server.staff)
    await shows.looks(stage.admin, said["staff"], MENU_TALL)
    await shows.takes_message("doctor", "🔴")
    await server.overwrite(server.category, server.bot_role, allow="view_channel")
    asked = await stage.admin.types("!ticketset reset", in_=server.staff)
    await stage.admin.presses(words("Reset"), on=asked)
    await stage.admin.types("!ticketset setup", in_=server.staff)
    await shows.looks(stage.admin, said["staff"], MENU_TALL)
    await shows.presses(words("Use suggestions"))
    await shows.reads(words("Where should members open tickets?"))
    await shows.presses(words("Button"), on=words("Where should members open tickets?"))
    await shows.takes_message("assistant", words("Set it up"))


async def _pages_behind_more(stage: Stage, shows: Photographer) -> None:
    """The types of a server that has some, who may open, and what is asked."""
    server, said, words = stage.server, stage.said, stage.words
    for emoji, name in said["types"]:
        await stage.admin.types(f"!ticketset type create {name}", in_=server.staff)
        await stage.admin.types(f'!ticketset type set "{name}" emoji {emoji}', in_=server.staff)
    judges = server.guild.create_role(said["judges"])
    await server.sim.env.settle()
    name = said["types"][1][1]
    await stage.admin.types(
        f'!ticketset type set "{name}" modrole {judges.mention}', in_=server.staff
    )
    asked = await stage.admin.types("!ticketset form", in_=server.staff)
    for label, kind, choices in said["questions"]:
        form = await stage.admin.presses(words("New question"), on=asked)
        await stage.admin.submits(
            form, label=label, kind=[kind], hint="", choices=choices, required=["yes"]
        )
    await stage.admin.types("!ticketset", in_=server.staff)
    await shows.looks(stage.admin, said["staff"], MENU_TALL)
    for page, title in (
        ("types", "Types"),
        ("admission", "Who may open"),
        ("form", "Form"),
        ("teamwork", "Team"),
        ("time", "Time"),
        ("deadlines", "Reminders and deadlines"),
        ("moreclosing", "More closing"),
        ("afterwards", "Afterwards"),
    ):
        await shows.chooses(words(title))
        await shows.takes_message(f"menu-{page}", words("◀ Back"))
        await shows.presses(words("◀ Back"))
    for _emoji, name in said["types"]:
        asked = await stage.admin.types(f"!ticketset type delete {name}", in_=server.staff)
        await stage.admin.presses(words("Delete"), on=asked)


async def _transcript(saved: str, home: Path, folder: Path, language: str) -> None:
    """The saved conversation in a browser: dark, and on a phone."""
    file = home / "transcript.html"
    file.write_text(saved, encoding="utf-8")
    for name, scheme, width, height in (
        ("transcript", "dark", 760, 700),
        ("transcript-phone", "light", 390, 700),
    ):
        size = {"width": width, "height": height}
        async with browser(viewport=size, color_scheme=scheme, locale=language) as page:
            await page.goto(file.as_uri())
            shot = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
            keep(shot, folder / f"{name}.webp")


def main() -> int:
    """Takes the pictures of all languages, or of those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=list(SAID))
    parser.add_argument("--into", type=Path, default=PICTURES)
    wanted = parser.parse_args()
    logging.disable(logging.WARNING)
    for language in wanted.languages:
        folder = wanted.into / language
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(tell(language, folder))
        sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir())}
        for name, size in sizes.items():
            print(f"{language}/{name:<24} {size / 1000:6.0f} kB")
        print(f"{language}: {sum(sizes.values()) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
