"""The staff's list, narrowed and put in order by who is waited for (W3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.activity.waiting import opened
from tests.lifecycle.staffing import shows_slash_commands
from tests.staff_log.reception import closes, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def listed(person: Person, by: str = "slash", **options: Any) -> tuple[list[str], str]:
    """The numbers in the list that somebody is shown, in order, and all of its words."""
    place = person.server.general
    if by == "slash":
        shown = await person.runs("ticketmod list", in_=place, **options)
    else:
        words = " ".join(options.values())
        answer = await person.types(f"!ticketmod list {words}".rstrip(), in_=place)
        if not person.buttons(answer):
            return [], person.answer(answer)
        shown = await person.presses(person.buttons(answer)[0], on=answer)
    text = person.answer(shown)
    return re.findall(r"\*\*#(\d+)\*\*", text), text


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_what_waits_longest_comes_first(tickets_ready: Server, by: str) -> None:
    """Requests, then what waits for the staff, then the rest; each line says for whom."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await sets(server, f"receptionchannel {server.staff.mention}")
    first, second = await opened(server), await opened(server, "help")
    third, _fourth = await opened(server, "help"), await opened(server)
    await first.after(server.alice)
    await third.after(moderator)
    await closes(moderator, (await opened(server)).channel)
    await sets(server, "validation manual")
    await server.bob.opens_a_ticket("me, too")

    numbers, text = await listed(moderator, by)
    assert numbers == ["6", "2", "1", "3", "4", "5"]
    lines = dict(zip(numbers, text.splitlines()[-6:], strict=True))
    assert "waiting for us (<t:" in lines["2"]
    assert f"waiting for us (<t:{(await first.now() or ('', 0))[1]}:R>)" in lines["1"]
    assert "waiting for the opener (<t:" in lines["3"]
    assert "waiting" not in lines["5"] + lines["6"]

    numbers, text = await listed(moderator, by, show="waiting")
    assert numbers == ["6", "2", "1"]
    assert "Waiting for us" in text
    assert "Requests: 1 · open: 2 · closed: 0" in text
    await second.after(moderator)
    assert (await listed(moderator, by, show="waiting"))[0] == ["6", "1"]


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_by_who_handles_it(tickets_ready: Server, by: str) -> None:
    """Mine, and what nobody has claimed; each line says who has it."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await sets(server, "claims on")
    tickets = [await opened(server, "help") for _number in range(3)]
    await moderator.presses("Claim", on=tickets[0].channel)
    await server.administrator.presses("Claim", on=tickets[1].channel)
    numbers, text = await listed(moderator, by, show="mine")
    assert numbers == ["1"]
    assert moderator.mention in text
    assert (await listed(server.administrator, by, show="mine"))[0] == ["2"]
    assert (await listed(moderator, by, show="unclaimed"))[0] == ["3"]


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_of_a_type(tickets_ready: Server, by: str) -> None:
    """A type is named, or completed; another team's isn't there, nor are its tickets."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await server.overwrite(server.general, server.helpers, allow="manage_messages")
    teams = await Teams.on(server)
    await server.overwrite(server.general, teams.role, allow="manage_messages")
    for name in ("Reports", "Support", "Reports"):
        await teams.opens(server.alice, name, reason="help")
    assert (await listed(moderator, by))[0] == ["2"]
    assert (await listed(teams.judge, by))[0] == ["1", "3"]
    assert (await listed(server.administrator, by))[0] == ["1", "2", "3"]
    named = {"show": "all", "type": "support"}
    numbers, text = await listed(server.administrator, by, **named)
    assert numbers == ["2"]
    assert "Tickets · Support" in text
    assert (await listed(teams.judge, by, show="all", type="Reports"))[0] == ["1", "3"]
    numbers, text = await listed(moderator, by, show="all", type="Reports")
    assert numbers == []
    assert "no type" in text.lower()
    assert "Reports" not in text.replace("`Reports`", "")
    refused = (await listed(server.helper, by, show="all", type="Reports"))[1]
    assert "and administrators can do this" in refused
    choices = await moderator.actor.autocomplete(server.general, "ticketmod list", "type", "")
    assert [one["name"] for one in choices] == ["Support"]
    # Nor does an id that was made up show it.
    forged = await moderator.forges_click(
        f"tickets:v1:list-of:all:{await teams.type_id('Reports')}:0", in_=server.staff
    )
    assert "#1" not in moderator.answer(forged)
    assert "Requests: 0 · open: 0 · closed: 0" in moderator.answer(forged)
    unknown = await moderator.forges_click("tickets:v1:list-of:nothing:0:0", in_=server.staff)
    assert "no longer exists" in moderator.answer(unknown)


async def test_pages_go_on_with_it(tickets_ready: Server) -> None:
    """Filter and type stay while one turns pages, also after a restart."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await opened(server, "help")
    await types(server, "create Support")
    who: Any = {"member": server.alice.actor, "type": "1"}
    for _ in range(12):
        await server.administrator.runs("ticketmod open", **who)
    asked = await moderator.types("!ticketmod list all Support", in_=server.staff)
    shown = await moderator.presses("Show the list", on=asked)
    assert "Tickets · Support" in moderator.answer(shown)
    assert "#1**" not in moderator.answer(shown)
    await server.sim.restart()
    shown = await moderator.presses("▶", on=shown)
    assert re.findall(r"\*\*#(\d+)\*\*", moderator.answer(shown)) == ["12", "13"]
    assert "Tickets · Support" in moderator.answer(shown)
    shown = await moderator.presses("◀", on=shown)
    assert len(re.findall(r"\*\*#", moderator.answer(shown))) == 10


async def test_after_a_reset(tickets_ready: Server) -> None:
    """Each ticket is its own team's: who it was opened for goes on seeing it."""
    server = tickets_ready
    teams = await Teams.on(server)
    for name in ("Reports", "Support"):
        await teams.opens(server.alice, name, reason="help")
    await server.sim.cog.app.settings.reset(server.guild.id)
    assert (await listed(server.moderator, "prefix"))[0] == ["2"]
    assert (await listed(server.moderator, "prefix", show="waiting"))[0] == ["2"]
    assert (await listed(server.administrator, "prefix"))[0] == ["1", "2"]


async def test_what_is_typed_wrong(tickets_ready: Server) -> None:
    """A word that shows nothing is answered with those that do."""
    _numbers, text = await listed(tickets_ready.moderator, "prefix", show="everything")
    assert text == (
        "`everything` isn't a possible value. Please use one of these: "
        "`all`, `waiting`, `mine`, `unclaimed`."
    )


async def test_in_french(french: Server) -> None:
    """The list's words, and those that are typed."""
    moderator = french.moderator
    await opened(french, "42")
    numbers, text = await listed(moderator, "prefix", show='"en attente du staff"')
    assert numbers == ["1"]
    assert "En attente du staff" in text
    assert "attend le staff (<t:" in text
