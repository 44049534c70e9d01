"""A language that somebody adds: one file, and nothing else."""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po, write_po
from server import Server
from simulated_red import REPOSITORY, running_red

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.asyncio


def with_german(folder: Path, only: tuple[str, ...] = ()) -> Path:
    """The package as it is, and a catalogue in which every text, or some, begin with an ß."""
    locales = folder / "tickets" / "locales"
    shutil.copytree(
        REPOSITORY / "tickets", folder / "tickets", ignore=shutil.ignore_patterns("__pycache__")
    )
    catalogue = read_po(io.BytesIO((locales / "messages.pot").read_bytes()))
    for one in catalogue:
        if one.id and (not only or str(one.id).startswith(only)):
            text = str(one.id)
            one.string = f"/ß-{text[1:]}" if text.startswith("/") else f"ß {text}"
    with (locales / "de-DE.po").open("wb") as file:
        write_po(file, catalogue, width=0)
    text = (locales / "de-DE.po").read_text(encoding="utf-8").replace("#, fuzzy\n", "")
    (locales / "de-DE.po").write_text(text, encoding="utf-8")
    return folder


async def test_one_file_is_a_language(tmp_path: Path) -> None:
    """With its file, servers speak the language: messages, buttons, forms, help; clients in it
    see the slash commands in it."""
    async with running_red(tmp_path / "red", cog_paths=[with_german(tmp_path / "cogs")]) as sim:
        server = await (await Server.on(sim)).configured()
        await server.owner.types("!set locale de-DE")
        alice = server.alice

        opened = await alice.opens_a_ticket()
        assert alice.answer(opened).startswith("ß Your ticket is ready")
        channel = server.newest_ticket()
        assert "ß Welcome" in alice.reads(channel)[0]
        assert alice.buttons(channel) == ["ß Close ticket"]
        form = await alice.presses("ß Close ticket", on=channel)
        assert "ß Why are you closing this ticket?" in alice.answer(form)
        shown = await server.administrator.types("!help ticketset limit")
        assert "ß Maximum open tickets" in server.text(shown[0])

        tree: Any = sim.red.tree
        payload = await tree.get_command("ticket").get_translated_payload(tree, tree.translator)
        assert payload["name_localizations"]["de"] == "ß-ticket"
        assert re.match("ß ", payload["description_localizations"]["de"])


async def test_a_language_in_part(tmp_path: Path) -> None:
    """What its file lacks is shown in English, and works as everything else does; clients see
    English names beside those that there are."""
    there = ("Your ticket is ready", "Close ticket", "/ticket")
    cogs = with_german(tmp_path / "cogs", only=there)
    async with running_red(tmp_path / "red", cog_paths=[cogs]) as sim:
        server = await (await Server.on(sim)).configured()
        await server.owner.types("!set locale de-DE")
        alice = server.alice

        opened = await alice.opens_a_ticket()
        assert alice.answer(opened).startswith("ß Your ticket is ready")
        channel = server.newest_ticket()
        (welcome, *_) = alice.reads(channel)
        assert "Welcome" in welcome
        assert "ß Welcome" not in welcome
        form = await alice.presses("ß Close ticket", on=channel)
        await alice.submits(form, reason="fertig")
        assert not alice.sees(channel)

        tree: Any = sim.red.tree
        payload = await tree.get_command("ticket").get_translated_payload(tree, tree.translator)
        assert payload["name_localizations"]["de"] == "ß-ticket"
        (reason, _type) = payload["options"]
        assert "de" not in reason["name_localizations"]
        assert "de" not in reason["description_localizations"]
