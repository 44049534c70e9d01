"""Finding tickets, past ones too, as the staff does (R3, Y2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from messages import stored_message
from simcord.components import walk_components

from tests.lifecycle.staffing import shows_slash_commands
from tests.staff_log.reception import closes, receiving_channel, sets
from tests.transcripts import saving
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def finds(person: Person, typed: str | None = None, **options: Any) -> Any:
    """Somebody looks for tickets; returns what they are shown."""
    place = person.server.general
    if typed is None:
        return await person.runs("ticketmod find", in_=place, **options)
    asked = await person.types(f"!ticketmod find {typed}".strip(), in_=place)
    if not person.buttons(asked):
        return asked
    return await person.presses("Show the tickets", on=asked)


async def found(person: Person, typed: str | None = None, **options: Any) -> list[str]:
    """The numbers of what somebody finds, in order."""
    text = person.answer(await finds(person, typed, **options))
    return re.findall(r"\*\*#(\d+)\*\*", text)


async def deleted(server: Server, channel: Any) -> None:
    """A moderator deletes a ticket."""
    question = await server.moderator.presses("Delete", on=channel)
    await server.moderator.presses("Confirm", on=question)


def links(server: Server, shown: Any) -> list[str]:
    """Where the buttons of an answer lead."""
    stored = stored_message(
        server.sim.env, shown.followups[-1] if shown.followups else shown.response
    )
    return [one["url"] for one in walk_components(stored.components) if one.get("url")]


async def test_a_life_is_found_and_told(tickets_ready: Server) -> None:
    """By a word, by who it was for, by its number; also when the channel is gone."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await server.alice.opens_a_ticket("My déposit *is* lost")
    channel = server.newest_ticket()
    await server.sim.time_passes(600)
    await moderator.actor.send(channel, "Let me look")
    await closes(moderator, channel)
    await server.bob.opens_a_ticket("help")
    assert await found(moderator, text="depos") == ["1"]
    assert await found(moderator, "DEPOSIT lost") == ["1"]
    assert await found(moderator, member=server.bob.user) == ["2"]
    assert await found(moderator, f"{server.alice.id}") == ["1"]
    assert await found(moderator) == ["2", "1"]
    assert await found(moderator, "nothing of it") == []
    await deleted(server, channel)

    shown = await finds(moderator, "deposit")
    record = await moderator.selects(["1"], on=shown)
    text = moderator.answer(record)
    assert "Ticket #1" in text
    assert "My déposit \\*is\\* lost" in text
    assert f"**Opened by** {server.alice.mention}" in text
    assert "after 10 min" in text
    assert f"**Closed by** {moderator.mention}" in text
    assert "deleted ticket #1" in text
    back = await moderator.presses("Back", on=record)
    assert "Tickets found" in moderator.answer(back)
    assert "after 10 min" in moderator.answer(await finds(moderator, "1"))
    assert "after 10 min" in moderator.answer(await finds(moderator, number=1))


async def test_a_record_leads_to_its_transcript(tickets_ready: Server) -> None:
    """To the newest, as long as its channel is there; what has none leads nowhere."""
    server, moderator = tickets_ready, tickets_ready.moderator
    place = await receiving_channel(server)
    await sets(server, f"transcriptchannel {place.mention}")
    channel = await saving.conversation(server)
    assert "Go to transcript" not in moderator.buttons(await finds(moderator, "1"))
    for _ in range(2):
        await moderator.presses("Save transcript", on=channel)
    newest = max(one.id for one in saving.transcripts_in(server, place))

    shown = await finds(moderator, "1")
    await deleted(server, channel)
    afterwards = await finds(moderator, "1")

    assert "Go to transcript" in moderator.buttons(shown)
    link = f"https://discord.com/channels/{server.guild.id}/{place.id}/"
    assert [one for one in links(server, shown) if one.startswith(link)] == [f"{link}{newest}"]
    assert [one for one in links(server, afterwards) if one.startswith(link)]
    server.sim.env.backend.delete_channel(place.id)
    await server.sim.env.settle()
    assert "Go to transcript" not in moderator.buttons(await finds(moderator, "1"))


async def test_somebody_who_has_left(tickets_ready: Server) -> None:
    """Is found by id."""
    server = tickets_ready
    await server.alice.opens_a_ticket("help")
    await server.alice.leaves()
    assert await found(server.moderator, str(server.alice.id)) == ["1"]


async def test_other_teams_have_no_tickets(tickets_ready: Server) -> None:
    """Neither lines, nor numbers, nor a record; a moved ticket is its present team's."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await server.overwrite(server.general, server.helpers, allow="manage_messages")
    teams = await Teams.on(server)
    await server.overwrite(server.general, teams.role, allow="manage_messages")
    await teams.opens(server.alice, "Reports", reason="secret")
    channel = await teams.opens(server.bob, "Support", reason="secret")
    assert await found(moderator, text="secret") == ["2"]
    assert await found(teams.judge, "secret") == ["1"]
    assert await found(server.administrator, "secret") == ["2", "1"]
    assert await found(moderator, str(server.alice.id)) == []
    assert "No ticket matches" in moderator.answer(await finds(moderator, text="secret one"))
    unknown = moderator.answer(await finds(moderator, number=99))
    assert moderator.answer(await finds(moderator, number=1)) == unknown
    await finds(moderator, text="secret")
    *_others, key = server.sim.part("Searches")._kept
    forged = await moderator.forges_click(
        f"tickets:v1:find-record:{key}:0", in_=server.general, values=["1"]
    )
    assert unknown in moderator.answer(forged)
    assert "and administrators can do this" in server.helper.answer(
        await finds(server.helper, text="secret")
    )
    assert "and administrators can do this" in server.helper.answer(
        await finds(server.helper, number=99)
    )
    question = await moderator.runs(
        "ticketmod move", in_=channel, type=str(await teams.type_id("Reports"))
    )
    await moderator.presses("Confirm", on=question)
    assert await found(moderator, text="secret") == []
    assert await found(teams.judge, "secret") == ["2", "1"]
    assert "Reports" not in moderator.answer(await finds(moderator, type="Rep")).replace(
        "`Rep`", ""
    )


async def test_pages_are_their_readers(tickets_ready: Server) -> None:
    """Pages turn; nobody else's press shows them, and after a restart it is said how to go on."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await types(server, "create Support")
    for _ in range(12):
        await server.administrator.runs("ticketmod open", member=server.alice.actor, type="1")
    asked = await moderator.types(f"!ticketmod find {server.alice.id}", in_=server.general)
    stranger = await server.administrator.presses("Show the tickets", on=asked)
    assert "**#" not in server.administrator.answer(stranger)
    shown = await moderator.presses("Show the tickets", on=asked)
    assert "12 tickets" in moderator.answer(shown)
    shown = await moderator.presses("▶", on=shown)
    assert re.findall(r"\*\*#(\d+)\*\*", moderator.answer(shown)) == ["2", "1"]
    await server.sim.restart()
    shown = await moderator.presses("◀", on=shown)
    assert "ticketmod find" in moderator.answer(shown)


async def test_after_a_reset(tickets_ready: Server) -> None:
    """Each ticket is its own team's, past ones too."""
    server = tickets_ready
    teams = await Teams.on(server)
    for name in ("Reports", "Support"):
        await teams.opens(server.alice, name, reason="help")
    await server.sim.cog.app.settings.reset(server.guild.id)
    assert await found(server.moderator, "help") == ["2"]
    assert await found(teams.judge, "help") == ["1"]
    assert await found(server.administrator, "help") == ["2", "1"]
    assert "administrators" in server.helper.answer(await finds(server.helper, "help"))


async def test_what_cannot_be_found_is_said(tickets_ready: Server) -> None:
    """Signs alone, and a text that was pasted."""
    moderator = tickets_ready.moderator
    assert "words or numbers" in moderator.answer(await finds(moderator, "🎉"))
    assert "A few words are enough" in moderator.answer(await finds(moderator, "x" * 1500))
    for words in ('"', 'NEAR("a" b)', "reason:x OR *", "\u202ex"):
        assert moderator.answer(await finds(moderator, words)), words


async def test_in_french(french: Server) -> None:
    """Found, and told."""
    moderator = french.moderator
    await french.alice.opens_a_ticket("à l'aide")
    asked = await moderator.types("!ticketmod rechercher aide", in_=french.general)
    shown = await moderator.presses(moderator.buttons(asked)[0], on=asked)
    assert "Tickets trouvés" in moderator.answer(shown)
    text = moderator.answer(await moderator.selects(["1"], on=shown))
    assert "**État** encore ouvert" in text
