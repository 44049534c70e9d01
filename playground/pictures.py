"""The pictures of the documentation, taken of the running cog: ``make pictures``.

Real Red with the cog on the simulated Discord; Chromium shows SimCord's preview to one person
after the other, presses what they press, and takes the pictures. Once for each language.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulated_red import REPOSITORY, running_red  # isort: skip  (it must be first to import Red)
import discord
from aiohttp import web
from messages import stored_message
from photographer import TALL, WIDE, Photographer, browser, keep
from PIL import Image
from ports import HOST
from server import Server
from speech import LOCALES, TOLD, Words
from web_page import WebPages
from window import Window

if TYPE_CHECKING:
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
#: A page of the menu is long.
MENU_TALL = 1700
#: The documentation's languages. The others have what a member and an administrator see first.
ALL_PICTURES = ("en", "fr")
#: What their folders have.
_FEW = ("panel", "form", "ticket", "closed", "rating", "menu")
#: How long the ticket of the pictures takes.
PAST = timedelta(minutes=47)


async def tell(language: str, folder: Path) -> None:
    """The story that the pictures show, once in a language."""
    said, words = TOLD[language], Words(language)
    with tempfile.TemporaryDirectory() as home:
        async with running_red(Path(home), real_time=True, past=PAST) as sim:
            sim.env.backend.edit_bot_profile("Red")
            stage = await Stage.on(await Server.on(sim), said, words, LOCALES[language])
            window = Window(stage.server, PORT, ())
            size = {"width": WIDE, "height": TALL}
            async with browser(viewport=size, color_scheme="dark", locale=language) as page:
                photographer = Photographer(page, window, stage.server, folder)
                page_saved = await _life_of_a_ticket(stage, photographer)
                if language in ALL_PICTURES:
                    await _a_request(stage, photographer)
                    await _bigger_teams(stage, photographer)
                    await _in_the_browser(stage, photographer, language)
                    await _what_admins_see(stage, photographer)
                    photographer.develops("life")
                else:
                    await _the_menu(stage, photographer)
            await window.close()
            if language in ALL_PICTURES:
                await _transcript(page_saved, Path(home), folder, language)


class Stage:
    """The server of the story, and who acts on it."""

    help: ChannelHandle
    reception: ChannelHandle
    saved: ChannelHandle
    #: What hides a channel from members.
    private: Overwrites

    def __init__(self, server: Server, said: dict[str, Any], words: Words) -> None:
        self.server, self.said, self.words = server, said, words
        self.alice, self.bob = server.alice, server.bob
        self.moderator = server.person("maya", server.moderators)
        self.admin = server.person("noah", server.administrators)

    @classmethod
    async def on(cls, server: Server, said: dict[str, Any], words: Words, locale: str) -> Stage:
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
        stage.private = private
        create = server.guild.create_text_channel
        stage.help = create(said["help"], overwrites=public)
        stage.reception = create(said["reception"], overwrites=private)
        stage.saved = create(said["saved"], overwrites=private)
        await server.sim.env.settle()
        await server.owner.types(f"!set locale {locale}", in_=server.staff)
        await server.configured()
        for setting in (
            f"receptionchannel {stage.reception.mention}",
            "openreason on",
            "staffthread on",
            f"transcriptchannel {stage.saved.mention}",
            "transcripts on",
            "rating on",
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
    await server.sim.skips(12 * 60)
    await stage.talks(stage.moderator, channel, "answer")
    await shows.looks(stage.alice, channel.name)
    await shows.takes("ticket")
    await shows.films(2.5)
    (thread,) = server.private_threads(channel)
    await stage.talks(stage.moderator, thread, "between")
    await shows.looks(stage.moderator, thread.name)
    await shows.takes("staff-thread")
    await server.sim.catches_up_with_real_time()
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
    await shows.looks(stage.alice, "Red")
    await shows.takes_message("rating", words("How was our help?"))
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


async def _bigger_teams(stage: Stage, shows: Photographer) -> None:
    """Types with a button each, a claimed ticket, the board, and the numbers."""
    server, said, words, admin = stage.server, stage.said, stage.words, stage.admin
    contact = server.guild.create_text_channel(said["contact"])
    board = server.guild.create_text_channel(said["board"], overwrites=stage.private)
    await server.sim.env.settle()
    for emoji, name in said["types"]:
        await admin.types(f"!ticketset type create {name}", in_=server.staff)
        await admin.types(f'!ticketset type set "{name}" emoji {emoji}', in_=server.staff)
    for setting in ("validation automatic", "claims on", f"board {board.mention}"):
        await admin.types(f"!ticketset {setting}", in_=server.staff)
    texts: dict[str, Any] = {"label": "", "emoji": "", "reason": ""}
    form = await admin.runs(
        "ticketset panel create", in_=server.staff, kind="button", channel=contact
    )
    editor = await admin.submits(form, **texts, colour=["green"], type=["1"])
    for number in ("2", "3"):
        form = await admin.presses(words("Add a button"), on=editor)
        editor = await admin.submits(form, **texts, colour=["grey"], type=[number])
    await admin.presses(words("Post"), on=editor)
    await shows.looks(stage.bob, said["contact"])
    await shows.takes("panel-types")
    form = await stage.bob.presses(said["types"][0][1], on=contact)
    await stage.bob.submits(form, reason=said["charged"])
    channel = server.newest_ticket()
    await stage.moderator.presses(words("Claim"), on=channel)
    await stage.talks(stage.moderator, channel, "looks")
    await shows.looks(stage.moderator, channel.name)
    await shows.takes("claimed")
    await server.sim.skips(31)
    await server.sim.env.settle()
    await shows.looks(stage.moderator, said["board"])
    await shows.takes_message("board", words("Tickets right now"))
    await stage.moderator.types("!ticketmod stats", in_=server.staff)
    await shows.looks(stage.moderator, said["staff"], MENU_TALL)
    await shows.presses(words("Show the statistics"))
    await shows.takes_message("statistics", words("By weekday"))
    # The check-up's picture is of other things.
    await stage.moderator.presses(words("Release"), on=channel)
    for setting in ("board none", "claims off", "validation manual"):
        await admin.types(f"!ticketset {setting}", in_=server.staff)
    asked = await admin.types("!ticketset panel delete 3", in_=server.staff)
    await admin.presses(words("Confirm"), on=asked)


async def _in_the_browser(stage: Stage, shows: Photographer, language: str) -> None:
    """The page of the settings, without the dashboard around it."""
    app = web.Application()
    pages = await WebPages.on(stage.server, language, lambda: stage.admin)
    pages.add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, HOST, PORT + 1).start()
    await shows.page.set_viewport_size({"width": WIDE, "height": 900})
    await shows.page.goto(f"http://{HOST}:{PORT + 1}{pages.start}")
    await shows.page.add_style_tag(content=".label { display: none; }")
    await shows.takes("web")
    await runner.cleanup()


async def _the_menu(stage: Stage, shows: Photographer) -> None:
    await stage.admin.types("!ticketset", in_=stage.server.staff)
    await shows.looks(stage.admin, stage.said["staff"], MENU_TALL)
    await shows.takes_message("menu", stage.words("Ticket settings"))


async def _what_admins_see(stage: Stage, photographer: Photographer) -> None:
    """The menu's pages, and the check-up of a server with troubles."""
    server, said, words, shows = stage.server, stage.said, stage.words, photographer
    await _the_menu(stage, shows)
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
    parser.add_argument("languages", nargs="*", default=list(TOLD))
    parser.add_argument("--into", type=Path, default=PICTURES)
    wanted = parser.parse_args()
    logging.disable(logging.WARNING)
    for language in wanted.languages:
        folder = wanted.into / language
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(tell(language, folder))
        if language not in ALL_PICTURES:
            for file in folder.iterdir():
                if file.stem not in _FEW:
                    file.unlink()
        sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir())}
        for name, size in sizes.items():
            print(f"{language}/{name:<24} {size / 1000:6.0f} kB")
        print(f"{language}: {sum(sizes.values()) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
