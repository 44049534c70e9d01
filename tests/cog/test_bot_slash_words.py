"""Slash commands in French, for people with a French client (X1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from discord import app_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people import Person
    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio


async def synced(server: Server) -> list[dict[str, Any]]:
    """The commands as Discord has them after the owner's sync."""
    await server.sim.owner_types("slash sync")
    tree = server.sim.red.tree
    translator = tree.translator
    commands = []
    for command in tree.get_commands():
        if translator is None:
            commands.append(command.to_dict(tree))
        else:
            commands.append(await command.get_translated_payload(tree, translator))
    return commands


def everything(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Commands, groups and options at any depth."""
    for part in parts:
        yield part
        yield from everything(part.get("options", []))


async def test_french_clients_see_french(tickets_ready: Server) -> None:
    """Every name, description and option has its French form, within Discord's rules."""
    parts = list(everything(await synced(tickets_ready)))
    ours = [part for part in parts if part["name"] in {"ticket", "ticketmod", "ticketset"}]
    assert {part["name"] for part in ours} == {"ticket", "ticketmod", "ticketset"}
    names = {
        part["name"]: part["name_localizations"]["fr"]
        for part in everything(ours)
        if "fr" in (part.get("name_localizations") or {})
    }
    assert names["open"] == "ouvrir"
    assert names["member-or-role"] == "membre-ou-rôle"
    assert names["reason"] == "raison"
    assert names["duration"] == "durée"
    for part in everything(ours):
        french = part["description_localizations"].get("fr")
        assert french, part
        assert french != part["description"]
        assert 1 <= len(french) <= 100
    (shown,) = [part for part in everything(ours) if part["name"] == "show" and part["type"] == 3]
    assert [(one["value"], one["name_localizations"]["fr"]) for one in shown["choices"]] == [
        ("all", "tous les tickets"),
        ("waiting", "en attente du staff"),
        ("mine", "les miens"),
        ("unclaimed", "sans responsable"),
    ]
    for name in names.values():
        assert re.fullmatch(r"[-_\w]{1,32}", name)
        assert name == name.lower()


def siblings(parts: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The commands, those below each, and the options of each."""
    yield parts
    for part in parts:
        yield from siblings(part.get("options", []))


async def test_names_differ_in_every_language(tickets_ready: Server) -> None:
    """Discord refuses all commands of the bot if two in one place are called the same in a
    language, in that language or because one has no name of its own there."""
    commands = await synced(tickets_ready)
    languages = {
        language
        for part in everything(commands)
        for language in part.get("name_localizations", {})
    }
    assert {"fr", "de", "es-ES", "es-419"} <= languages
    for language in languages:
        for parts in siblings(commands):
            names = [
                part.get("name_localizations", {}).get(language, part["name"]) for part in parts
            ]
            assert len({*names}) == len(names), (language, names)
            for part in parts:
                name = part.get("name_localizations", {}).get(language, part["name"])
                assert re.fullmatch(r"[-_\w]{1,32}", name)
                assert name == name.lower()
                words = part.get("description_localizations", {}).get(language, "")
                assert len(words) <= 100


async def test_the_place_is_given_back(sim: SimulatedRed) -> None:
    """After the cog is unloaded nobody translates in its name."""
    assert sim.red.tree.translator is not None
    await sim.unload("tickets")
    assert sim.red.tree.translator is None


async def test_another_cogs_translator_stays(sim: SimulatedRed) -> None:
    """Who came first keeps the bot's one place for translations, also when the cog goes."""

    class Theirs(app_commands.Translator):
        async def translate(self, *about: Any) -> str | None:
            return None

    await sim.unload("tickets")
    theirs = Theirs()
    await sim.red.tree.set_translator(theirs)
    await sim.load("tickets")
    assert sim.red.tree.translator is theirs
    await sim.unload("tickets")
    assert sim.red.tree.translator is theirs
    await sim.red.tree.set_translator(None)


async def test_other_cogs_commands_are_left_alone(tickets_ready: Server) -> None:
    """A command of another cog that has the same words keeps them."""

    @app_commands.command(name="open", description="Close this ticket.")
    async def theirs(interaction: Any) -> None:
        """Not ours."""

    tree = tickets_ready.sim.red.tree
    assert tree.translator is not None
    payload: Any = await theirs.get_translated_payload(tree, tree.translator)
    assert not payload["name_localizations"]
    assert not payload["description_localizations"]


async def test_the_owner_can_switch_it_off(tickets_ready: Server, administrator: Person) -> None:
    """For good: also after a restart; nobody else can."""
    sim = tickets_ready.sim
    owner = tickets_ready.bot_owner
    assert not await administrator.types("!ticketset slashlanguages off")
    (answer,) = await owner.types("!ticketset slashlanguages off")
    assert "**off**" in tickets_ready.text(answer)
    assert sim.red.tree.translator is None
    await sim.restart()
    assert sim.red.tree.translator is None
    (answer,) = await owner.types("!ticketset slashlanguages on")
    assert "**on**" in tickets_ready.text(answer)
    assert sim.red.tree.translator is not None


async def test_sentences_name_what_can_be_typed(tickets_ready: Server, alice: Person) -> None:
    """Where the owner hasn't enabled slash commands, nobody is sent to one."""
    server = tickets_ready
    gone = await alice.forges_click("tickets:v1:panel:9", in_=server.general)
    assert "Use `/ticket` or another panel" in alice.answer(gone)
    await server.sim.owner_types("slash disablecog tickets")
    gone = await alice.forges_click("tickets:v1:panel:9", in_=server.general)
    assert "Use `!ticket` or another panel" in alice.answer(gone)
