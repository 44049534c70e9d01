"""A server that speaks French."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_ticket_in_french(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """With [p]set locale fr-FR commands, buttons, forms and refusals are French."""
    server = tickets_ready
    await server.owner.types("!set locale fr-FR")
    await alice.opens_a_ticket()
    channel = server.newest_ticket()
    texts = alice.reads(channel)
    assert "N'hésitez pas à décrire votre problème" in texts[0].replace("’", "'")
    assert alice.buttons(channel) == ["Fermer le ticket"]

    window = await alice.presses("Fermer le ticket", on=channel)
    closed = await alice.submits(window, reason="Merci")
    assert "fermé" in alice.answer(closed)
    assert "a fermé le ticket" in moderator.reads(channel)[-1]
    assert moderator.buttons(channel) == ["Réouvrir", "Sauvegarder", "Supprimer"]
    reopened = await moderator.presses("Réouvrir", on=channel)
    assert "ouvert" in moderator.answer(reopened)


async def test_two_servers_speak_their_own_language(tickets_ready: Server, alice: Person) -> None:
    """The language follows the server, also for buttons that were posted in another one."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await tickets_ready.owner.types("!set locale fr-FR")

    window = await alice.presses("Close ticket", on=channel)

    assert "Fermer le ticket" in alice.answer(window)
