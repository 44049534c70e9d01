"""The doctor's pages: who may use them, what they cost, and what happens in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.doctor.doctoring import check, findings, healthy, repair, shows_everybody
from tests.lifecycle.staffing import a_ticket
from tests.panels.panel_making import button_panel, panel_messages
from tests.staff_log.reception import logged, receiving_channel, reception, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ANSWER = "POST /interactions/{}/{}/callback"
EDIT_ANSWER = "PATCH /webhooks/{}/{}/messages/@original"
COMMANDS = "GET /applications/{}/commands"
INTEGRATIONS = "GET /applications/{}/guilds/{}/commands/permissions"
PANEL = "GET /channels/{}/messages/{}"


# ------------------------------------------------------------------------ cost


async def test_what_looking_costs(tickets_ready: Server, administrator: Person) -> None:
    """A look takes two calls and one for each panel, beside acknowledgement and answer, and
    changes nothing."""
    server = await healthy(tickets_ready)
    with server.sim.counting() as calls:
        await administrator.runs("ticketset check")

    assert calls.routes[0] == ANSWER
    assert calls.routes[-1] == EDIT_ANSWER
    assert sorted(calls.routes[1:-1]) == sorted([COMMANDS, INTEGRATIONS, PANEL])


async def test_counting_problems_costs_nothing(tickets_ready: Server) -> None:
    """How many problems are known is told without a call to Discord."""
    from tickets.doctor.service.examining import known_problems

    server = tickets_ready
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")
    with server.sim.counting() as calls:
        report = await known_problems(server.sim.cog.app, server.guild.id)

    assert [finding.check.name for finding in report.findings] == ["category-permissions"]
    assert calls.routes == []


# --------------------------------------------------------------------- menus


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_both_forms(tickets_ready: Server, administrator: Person, by: str) -> None:
    """Typed and as a slash command it says the same; the slash form is private."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    if by == "slash":
        page = await administrator.runs("ticketset check")
        assert page.ephemeral
    else:
        page = await check(server)

    assert "Tickets aren't hidden from @everyone" in administrator.answer(page)
    again = await administrator.presses("Check again", on=page)
    assert "Tickets aren't hidden from @everyone" in administrator.answer(again)


async def test_somebody_elses_page(tickets_ready: Server) -> None:
    """Only who asked the doctor can use the page: another admin is told how to ask, and who
    may not configure is refused."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    page = await check(server)

    for label in ("Check again", "Repair"):
        other = await server.owner.presses(label, on=page)
        assert "This is the menu of" in server.owner.answer(other)
        assert "/ticketset check" in server.owner.answer(other)
        stranger = await server.mallory.presses(label, on=page)
        assert "You need the **Manage Server** permission" in server.mallory.answer(stranger)
    assert not server.overwrites(server.newest_ticket())["@everyone"].get("view_channel")


async def test_confirming_for_somebody_else(tickets_ready: Server) -> None:
    """The question belongs to who asked it, too; ids from nowhere do nothing."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))

    for person in (server.owner, server.mallory):
        await person.presses("Repair", on=question)
    forged = await server.administrator.forges_click(
        "tickets:v1:doctor-confirm:00000000", in_=server.general
    )

    assert "This menu has expired. Type `/ticketset check`" in server.administrator.answer(forged)
    assert "view_channel" not in server.overwrites(channel)["@everyone"]


async def test_after_a_restart(tickets_ready: Server) -> None:
    """A page from before a restart says that it has ended, and how to open another."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    page = await check(server)
    question = await repair(server, await check(server))
    await server.sim.restart()

    for label, on in (("Check again", page), ("Repair", question)):
        answer = await server.administrator.presses(label, on=on)
        text = server.administrator.answer(answer)
        assert "This menu has expired. Type `/ticketset check`" in text
    assert "view_channel" not in server.overwrites(server.newest_ticket())["@everyone"]


async def test_it_ends_by_itself(tickets_ready: Server) -> None:
    """Ten minutes after the last press the page says that it has ended."""
    server = await healthy(tickets_ready)
    page = await check(server)
    await server.sim.time_passes(400)
    await server.administrator.presses("Check again", on=page)
    await server.sim.time_passes(400)
    assert "check-up" in server.text(page)

    await server.sim.time_passes(300)

    assert "This menu has expired. Type `/ticketset check`" in server.text(page)


async def test_many_findings(tickets_ready: Server, administrator: Person) -> None:
    """More than fit on one page are on further ones, the worst on the first."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")
    await server.overwrite(reception(server), server.guild.default_role, allow="view_channel")
    await server.overwrite(server.general, server.bot_role, deny="embed_links")
    await sets(server, "mention on")
    server.sim.env.backend.command_permissions.clear()
    page = await check(server)

    first = findings(server, page)
    assert len(first) == 5
    assert first[0].startswith("🔴")
    assert "Page 1 of 2" in [
        one.label
        for row in page.components
        for one in getattr(row, "children", ())
        if isinstance(one, discord.Button)
    ]
    second = await administrator.presses("▶", on=page)
    assert len(findings(server, second)) == 1
    back = await administrator.presses("◀", on=second)
    assert findings(server, back) == first


# -------------------------------------------------------- trouble with Discord


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/applications/*/commands", "⚠️ The slash commands couldn't be looked at."),
        (
            "/applications/*/guilds/*/commands/permissions",
            "⚠️ The server's integrations couldn't be looked at.",
        ),
        ("/channels/*/messages/*", "⚠️ The messages of some panels couldn't be looked at."),
    ],
)
@pytest.mark.parametrize("fault", ["refused", "broken", "disconnected"])
async def test_what_could_not_be_looked_at(
    tickets_ready: Server, path: str, sentence: str, fault: str
) -> None:
    """What Discord doesn't show is named; everything else is looked at all the same."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    if fault == "disconnected":
        for at in (1, 2):
            server.sim.faults.disconnect(path, method="GET", at=at)
    else:
        status, code = (403, 50001) if fault == "refused" else (500, 0)
        server.sim.faults.fail(path, method="GET", status=status, code=code)

    page = await check(server)

    assert sentence in server.text(page)
    assert len(findings(server, page)) == 1


async def test_nothing_found_is_not_all_is_well(tickets_ready: Server) -> None:
    """The page doesn't say that all is well if not all was looked at."""
    server = await healthy(tickets_ready)
    server.sim.faults.fail("/applications/*/commands", method="GET", status=503, code=0)

    page = await check(server)

    assert "No problems found so far." in server.text(page)
    assert "✅" not in server.text(page)


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_progress(tickets_ready: Server, administrator: Person, by: str) -> None:
    """While Discord takes its time, who waits sees how far it is, and then the report in the
    same place."""
    server = await healthy(tickets_ready)
    server.sim.faults.delay("/applications/*/commands", 5, method="GET")
    if by == "slash":
        running: asyncio.Future[Any] = asyncio.ensure_future(administrator.runs("ticketset check"))
    else:
        running = asyncio.ensure_future(administrator.types("!ticketset check"))
    page: Any = await running
    await server.sim.time_passes(4)
    shown = page.response if by == "slash" else server.messages(server.general)[-1]
    assert "Checking your server… 1/3" in server.text(shown)

    await server.sim.time_passes(4)

    assert "✅ Everything looks good." in server.text(shown)


# ------------------------------------------------------------ the way to it


async def test_enabling_refuses_with_what_is_fatal(server: Server, administrator: Person) -> None:
    """Enabling says everything without which no ticket would open, what helps, and where to
    look; nothing else keeps it."""
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")
    for words in ("validation manual", f"receptionchannel {server.staff.mention}"):
        await sets(server, words)
    refused = await sets(server, "enable")
    assert "Tickets can't be turned on yet." in refused
    assert (
        "- No category is set, or it was deleted. Choose a category with `ticketset category`"
        in refused
    )
    assert "`/ticketset check` finds what is wrong and says how to fix it" in refused

    await sets(server, f"category {server.category.id}")
    await server.overwrite(server.category, server.bot_role, allow="view_channel")
    await sets(server, f"category {server.category.id}")
    await server.overwrite(server.staff, server.guild.default_role, allow="view_channel")

    assert "The ticket system is enabled" in await sets(server, "enable")


@pytest.mark.parametrize("by", ["slash", "prefix", "panel"])
async def test_admins_learn_where_to_look(
    tickets_ready: Server, administrator: Person, alice: Person, by: str
) -> None:
    """When a ticket fails for a reason that an admin can fix, an admin is told where to find
    out; members aren't bothered with it."""
    server = tickets_ready
    await button_panel(server)
    (panel,) = panel_messages(server)
    await server.bot_may(manage_channels=False)
    line = "`/ticketset check` finds what is wrong and says how to fix it."
    answers = []
    for person in (alice, administrator):
        if by == "panel":
            outcome: Any = await person.presses("Get help", on=panel)
        else:
            outcome = await person.opens_a_ticket("help", by=by)
        answers.append(person.answer(outcome[:1] if isinstance(outcome, list) else outcome))

    assert all("lacks the permission **Manage Channels**" in answer for answer in answers)
    assert line not in answers[0]
    assert line in answers[1]


async def test_the_staff_learns_where_to_look(logging_server: Server, alice: Person) -> None:
    """What the staff is told about a failure points to the doctor, too."""
    server = logging_server
    await server.bot_may(manage_channels=False)
    await alice.opens_a_ticket("help")

    (notice,) = logged(server)
    assert "A ticket couldn't be opened" in notice
    assert notice.endswith("`!ticketset check` finds what is wrong and says how to fix it.")


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(tickets_ready: Server, administrator: Person) -> None:
    """On a French server report, question and result are French; the harness listens."""
    server = tickets_ready
    channel = await receiving_channel(server)
    await administrator.types(f"!ticketset receptionchannel {channel.mention}")
    await administrator.types("!ticketset mention on")
    await shows_everybody(server, await a_ticket(server))
    await server.overwrite(channel, server.guild.default_role, allow="view_channel")
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")

    page = await check(server)
    assert len(findings(server, page)) == 5
    assert "Il manque des permissions au bot dans la catégorie" in server.text(page)
    question = await repair(server, page)
    done = await administrator.presses("Réparer", on=question)
    assert "✅ C'est réparé." in administrator.answer(done)
