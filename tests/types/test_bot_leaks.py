"""Nobody outside a ticket's team, its opener's side and the administrators learns of it.

Whole lives of tickets, looked at after each event through everything that people can see and ask:
channels, messages, the log, the list, completion, numbers in answers, forged presses, transcripts.
A later feature that shows tickets to anybody joins :func:`all_that_is_seen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import shows_slash_commands
from tests.staff_log.reception import receiving_channel, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

#: Stands in each ticket, and nowhere else.
SECRETS = {"Reports": "the red door", "Support": "the blue lamp", "none": "the green hat"}


class Watch:
    """Everybody who may look on, and what each of them may know."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams
        server = teams.server
        #: Who is in the server's team, in that of Reports, and in none.
        self.people: dict[str, Person] = {
            "server's": server.moderator,
            "reports'": teams.judge,
            "helper": server.helper,
            "stranger": server.mallory,
            "configures": server.red_admin,
        }

    async def all_that_is_seen(self, person: Person) -> str:
        """Everything that somebody can see and ask, as one text."""
        server = self.teams.server
        seen = []
        for channel in (*server.guild.channels.values(), *server.ticket_channels()):
            if getattr(channel, "type", 0) in (0, None) or hasattr(channel, "history"):
                seen += person.reads(channel)
        for ticket in server.ticket_channels():
            for thread in server.private_threads(ticket):
                seen += person.reads(thread)
        seen += person.direct_messages()
        shown = await person.types("!ticketmod list", in_=server.general)
        if shown and "Show the list" in person.buttons(shown):
            seen.append(person.answer(await person.presses("Show the list", on=shown)))
        for number in await self._numbers():
            for verb in ("accept", "refuse", "result"):
                about = f"{number}:{person.id}" if verb == "result" else str(number)
                forged = await person.forges_click(
                    f"tickets:v1:{verb}:{about}", in_=server.general
                )
                seen.append(person.answer(forged))
            for about in (
                *(f"{verb}:{number}" for verb in ("close", "reopen", "delete", "save")),
                f"list-of:all:{number}:0",
                f"waiting:{number}:opener",
            ):
                forged = await person.forges_click(f"tickets:v1:{about}", in_=server.general)
                seen.append(person.answer(forged))
        checked = await person.types("!ticketset check", in_=server.general)
        seen.append(person.answer(checked))
        return "\n".join(seen)

    async def _numbers(self) -> range:
        """Those that tickets and requests have had, and one that none has."""
        server = self.teams.server
        query = "SELECT last_number FROM counters WHERE guild_id = ?"
        ((last,),) = await server.sim.cog._database.run(
            lambda cursor: cursor.execute(query, (server.guild.id,)).fetchall()
        )
        return range(1, last + 2)

    async def nothing_leaks(self, ticket: Any, name: str, knowing: set[str], when: str) -> None:
        """Only those who may know of a ticket find its secret, its channel or its number."""
        server = self.teams.server
        for who, person in self.people.items():
            if who in knowing:
                # What is looked through would show it.
                known = await self.all_that_is_seen(person)
                assert person.sees(ticket) is server.exists(ticket), (when, who)
                assert f"<#{ticket.id}>" in known or not server.exists(ticket), (when, who)
                continue
            text = await self.all_that_is_seen(person)
            assert SECRETS[name] not in text, (when, who)
            assert not person.sees(ticket), (when, who)
            if server.exists(ticket):
                assert f"<#{ticket.id}>" not in text, (when, who)


async def talks(person: Person, ticket: Any, text: str) -> None:
    """Somebody writes in a ticket."""
    await person.actor.send(ticket, text)


async def closes(person: Person, ticket: Any) -> None:
    """Somebody closes it, and says why."""
    form = await person.presses("Close ticket", on=ticket)
    await person.submits(form, reason="done with it")


async def on(server: Server) -> tuple[Teams, Watch]:
    """Two teams with logs and transcripts of their own."""
    teams = await Teams.on(server)
    saved = await receiving_channel(server, "reports-saved")
    await server.overwrite(saved, server.guild.default_role, deny="view_channel")
    await server.overwrite(saved, teams.role, allow="view_channel read_message_history")
    await types(server, f"set Reports transcriptchannel {saved.mention}")
    await types(server, "set Reports transcripts on")
    await sets(server, "staffthread on")
    await sets(server, "accessrole none")
    return teams, Watch(teams)


@pytest.mark.parametrize(
    ("name", "knowing"),
    [("Reports", {"reports'"}), ("Support", {"server's"})],
)
async def test_a_whole_life(tickets_ready: Server, name: str, knowing: set[str]) -> None:
    """Opened, answered, closed, reopened, closed, saved and deleted, with and without its type."""
    server = tickets_ready
    teams, watch = await on(server)
    staff = teams.judge if name == "Reports" else server.moderator
    secret = SECRETS[name]
    ticket = await teams.opens(server.alice, name, reason=f"About {secret}")
    await watch.nothing_leaks(ticket, name, knowing, "opened")
    await talks(staff, ticket, f"I know of {secret}")
    await closes(staff, ticket)
    await watch.nothing_leaks(ticket, name, knowing, "closed")
    await staff.presses("Reopen", on=ticket)
    await types(server, f"delete {name}")
    page = await server.administrator.types(f"!ticketset type delete {name}", in_=server.staff)
    await server.administrator.presses("Delete", on=page)
    await watch.nothing_leaks(ticket, name, knowing, "its type was deleted")
    await closes(staff, ticket)
    await staff.presses("Save transcript", on=ticket)
    await watch.nothing_leaks(ticket, name, knowing, "saved")
    await staff.presses("Confirm", on=await staff.presses("Delete", on=ticket))
    assert not server.exists(ticket)
    await watch.nothing_leaks(ticket, name, knowing, "deleted")


async def test_requests(tickets_ready: Server) -> None:
    """A request is decided by its team, in its channel: others neither see it nor its number."""
    server = tickets_ready
    teams, watch = await on(server)
    await types(server, "set Reports validation manual")
    await server.alice.runs(
        "ticket", type=str(await teams.type_id("Reports")), reason=SECRETS["Reports"]
    )
    assert SECRETS["Reports"] in "".join(teams.judge.reads(teams.reports_log))
    for who, person in watch.people.items():
        if who == "reports'":
            continue
        assert SECRETS["Reports"] not in await watch.all_that_is_seen(person), who
    refused = await server.moderator.types("!ticketmod accept 1", in_=server.general)
    assert "Only" not in server.moderator.answer(refused)
    unknown = await server.moderator.types("!ticketmod accept 77", in_=server.general)
    assert server.moderator.answer(refused) == server.moderator.answer(unknown)
    await shows_slash_commands(server)
    choices = await server.moderator.actor.autocomplete(
        server.general, "ticketmod accept", "request", ""
    )
    assert list(choices) == []
    accepted = await teams.judge.types("!ticketmod accept 1", in_=server.general)
    assert "done" in teams.judge.answer(accepted)
    assert not server.moderator.sees(server.newest_ticket())


async def test_a_move_takes_it_from_one_team_to_the_other(tickets_ready: Server) -> None:
    """From then on the old team finds nothing that is said there; what it wrote it has read."""
    server = tickets_ready
    teams, watch = await on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=asked)
    await talks(teams.judge, ticket, SECRETS["Reports"])
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "moved")
    await closes(teams.judge, ticket)
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "closed")
    await teams.judge.presses("Reopen", on=ticket)
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "reopened")


async def test_a_reset(tickets_ready: Server) -> None:
    """Tickets keep their team; nothing of them reaches anybody else."""
    server = tickets_ready
    teams, watch = await on(server)
    ticket = await teams.opens(server.alice, "Reports", reason=SECRETS["Reports"])
    page = await server.administrator.types("!ticketset reset", in_=server.staff)
    await server.administrator.presses("Reset", on=page)
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "reset")
    await closes(teams.judge, ticket)
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "closed")
    await server.prepared()
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "set up again")
    await teams.judge.presses("Reopen", on=ticket)
    await watch.nothing_leaks(ticket, "Reports", {"reports'"}, "reopened")


async def test_who_configures_reads_numbers_of_no_other_team(tickets_ready: Server) -> None:
    """The doctor counts them; the administrator reads which they are."""
    server = tickets_ready
    teams, _watch = await on(server)
    ticket = await teams.opens(server.alice, "Reports", reason="x")
    await server.takes_line(ticket, teams.role)
    told = []
    for person in (server.red_admin, server.administrator):
        page = await person.types("!ticketset check", in_=server.general)
        told.append(person.answer(page))
    assert "no longer has access to: 1 of other teams" in told[0]
    assert f"<#{ticket.id}>" not in told[0]
    assert f"<#{ticket.id}>" in told[1]


async def test_an_earlier_ticket_of_another_team_is_not_told(tickets_ready: Server) -> None:
    """A request shows what this team knows of the member."""
    server = tickets_ready
    teams, _watch = await on(server)
    ticket = await teams.opens(server.alice, "Reports", reason="x")
    await closes(teams.judge, ticket)
    await types(server, "set Support validation manual")
    await server.alice.runs("ticket", type=str(await teams.type_id("Support")), reason="y")
    request = server.moderator.reads(teams.log)[-1]
    assert "would like to open a ticket" in request
    assert "Earlier tickets" not in request
