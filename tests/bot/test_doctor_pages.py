"""The doctor's pages: who may use them, what they cost, and what happens in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import pytest

from .doctoring import check, findings, healthy, own_line, repair, while_away
from .panel_making import button_panel, doors, new_channel
from .reception import logged, receiving_channel, reception, sets
from .staffing import a_ticket, closed_ticket

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ANSWER = "POST /interactions/{}/{}/callback"
EDIT_ANSWER = "PATCH /webhooks/{}/{}/messages/@original"
COMMANDS = "GET /applications/{}/commands"
INTEGRATIONS = "GET /applications/{}/guilds/{}/commands/permissions"
PANEL = "GET /channels/{}/messages/{}"
CHANGE = "PATCH /channels/{}"
POST = "POST /channels/{}/messages"


async def shows_everybody(server: Server, channel: Any) -> None:
    """Somebody takes away, by hand, what hides a ticket."""
    await server.overwrite(channel, server.guild.default_role, deny="manage_threads")


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
    from tickets.service.doctor import known_problems

    server = tickets_ready
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")
    with server.sim.counting() as calls:
        report = await known_problems(server.sim.cog.desk, server.guild.id)

    assert [finding.check.name for finding in report.findings] == ["category-permissions"]
    assert calls.routes == []


async def test_tickets_cost_no_calls(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many tickets there are, no call is made for them, and the permissions of those
    with which nothing is wrong aren't read in detail: that is what takes time."""
    server = await healthy(tickets_ready)
    for person in (server.alice, server.bob, server.mallory):
        for _number in range(3):
            await person.opens_a_ticket("help")
    await shows_everybody(server, server.newest_ticket())
    read: list[int] = []
    computed: list[int] = []
    overwrites, permissions = discord.TextChannel.overwrites, discord.TextChannel.permissions_for

    def reading(channel: discord.TextChannel) -> Any:
        read.append(channel.id)
        return overwrites.fget(channel)  # type: ignore[attr-defined] # a property

    def computing(channel: discord.TextChannel, who: Any) -> discord.Permissions:
        computed.append(channel.id)
        return permissions(channel, who)

    monkeypatch.setattr(discord.TextChannel, "overwrites", property(reading))
    monkeypatch.setattr(discord.TextChannel, "permissions_for", computing)
    with server.sim.counting() as calls:
        page = await check(server)

    assert len(findings(server, page)) == 1
    assert sorted(calls.routes) == sorted([COMMANDS, INTEGRATIONS, PANEL, POST])
    assert read == [server.newest_ticket().id]
    for ticket in server.ticket_channels():
        # The bot, @everyone, the opener and two roles.
        assert computed.count(ticket.id) <= 5


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
    again = await administrator.presses("Look again", on=page)
    assert "Tickets aren't hidden from @everyone" in administrator.answer(again)


async def test_somebody_elses_page(tickets_ready: Server) -> None:
    """Only who asked the doctor can use the page: another admin is told how to ask, and who
    may not configure is refused."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    page = await check(server)

    for label in ("Look again", "Repair"):
        other = await server.owner.presses(label, on=page)
        assert "This is the menu of" in server.owner.answer(other)
        assert "/ticketset check" in server.owner.answer(other)
        stranger = await server.mallory.presses(label, on=page)
        assert "You need the permission **Manage Server**" in server.mallory.answer(stranger)
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

    assert "This menu has ended, type `/ticketset check`" in server.administrator.answer(forged)
    assert "view_channel" not in server.overwrites(channel)["@everyone"]


async def test_after_a_restart(tickets_ready: Server) -> None:
    """A page from before a restart says that it has ended, and how to open another."""
    server = await healthy(tickets_ready)
    await shows_everybody(server, await a_ticket(server))
    page = await check(server)
    question = await repair(server, await check(server))
    await server.sim.restart()

    for label, on in (("Look again", page), ("Repair", question)):
        answer = await server.administrator.presses(label, on=on)
        text = server.administrator.answer(answer)
        assert "This menu has ended, type `/ticketset check`" in text
    assert "view_channel" not in server.overwrites(server.newest_ticket())["@everyone"]


async def test_it_ends_by_itself(tickets_ready: Server) -> None:
    """Ten minutes after the last press the page says that it has ended."""
    server = await healthy(tickets_ready)
    page = await check(server)
    await server.sim.time_passes(400)
    await server.administrator.presses("Look again", on=page)
    await server.sim.time_passes(400)
    assert "Check-up" in server.text(page)

    await server.sim.time_passes(300)

    assert "This menu has ended, type `/ticketset check`" in server.text(page)


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


# -------------------------------------------------------------------- repairs


async def test_going_back(tickets_ready: Server, administrator: Person) -> None:
    """Who doesn't agree goes back to the report, and nothing has changed."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    assert f"<#{channel.id}>" in administrator.answer(question)

    with server.sim.counting() as calls:
        back = await administrator.presses("Back", on=question)

    assert "Check-up" in administrator.answer(back)
    assert calls.routes == [ANSWER]
    assert "view_channel" not in server.overwrites(channel)["@everyone"]


async def test_two_presses_repair_once(tickets_ready: Server, administrator: Person) -> None:
    """Impatient fingers post a panel once."""
    server = await healthy(tickets_ready)
    (door,) = doors(server)
    backend = server.sim.env.backend
    await while_away(server, lambda: backend.delete_message(server.general.id, door.id))
    question = await repair(server, await check(server))

    async with server.sim.at_once():
        for _number in range(3):
            await administrator.presses("Repair", on=question)

    assert len(doors(server)) == 1


async def test_something_changed_meanwhile(tickets_ready: Server, administrator: Person) -> None:
    """A repair does what was shown or nothing: if more is wrong by then, it says so."""
    server = await healthy(tickets_ready)
    first = await a_ticket(server)
    await shows_everybody(server, first)
    question = await repair(server, await check(server))
    await server.bob.opens_a_ticket("help")
    second = server.newest_ticket()
    await shows_everybody(server, second)

    done = await administrator.presses("Repair", on=question)

    assert "Something has changed meanwhile, so nothing was repaired" in administrator.answer(done)
    for channel in (first, second):
        assert "view_channel" not in server.overwrites(channel)["@everyone"]
        assert f"<#{channel.id}>" in administrator.answer(done)


async def test_somebody_else_was_faster(tickets_ready: Server, administrator: Person) -> None:
    """What was mended meanwhile isn't mended again."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    await server.overwrite(channel, server.guild.default_role, deny="view_channel manage_threads")

    with server.sim.counting() as calls:
        done = await administrator.presses("Repair", on=question)

    assert "Something has changed meanwhile" in administrator.answer(done)
    assert "✅ Nothing is wrong." in administrator.answer(done)
    assert calls.matching("PATCH", "/channels/{}") == []


@pytest.mark.parametrize("fault", ["refused", "broken", "disconnected"])
async def test_discord_refuses_a_repair(
    tickets_ready: Server, administrator: Person, fault: str
) -> None:
    """When Discord refuses, the page says why, and the finding stays."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    faults, path = server.sim.faults, f"/channels/{channel.id}"
    if fault == "refused":
        faults.fail(path, method="PATCH")
    elif fault == "broken":
        faults.fail(path, method="PATCH", status=500, code=0)
    else:
        for at in (1, 2):
            faults.disconnect(path, method="PATCH", at=at)

    done = await administrator.presses("Repair", on=question)

    text = administrator.answer(done)
    assert "⚠️ Not everything could be repaired." in text
    expected = "lacks the permission" if fault == "refused" else "Discord doesn't answer"
    assert expected in text
    assert len(findings(server, done)) == 1


async def test_a_repair_that_was_done_although_its_answer_was_lost(
    tickets_ready: Server, administrator: Person
) -> None:
    """If the answer to a change is lost, it is made again, and all is well."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    server.sim.faults.lose_answer(f"/channels/{channel.id}", method="PATCH")

    done = await administrator.presses("Repair", on=question)

    assert "✅ Repaired." in administrator.answer(done)


async def test_many_tickets_are_mended_in_the_background(
    tickets_ready: Server, administrator: Person
) -> None:
    """Many tickets are put right one after the other; the staff is told when that is done."""
    server = await healthy(tickets_ready)
    for person in (server.alice, server.bob):
        for _number in range(3):
            await person.opens_a_ticket("help")
    for channel in server.ticket_channels():
        await shows_everybody(server, channel)
    question = await repair(server, await check(server))
    pattern = "/channels/*"
    server.sim.faults.delay(pattern, 10, method="PATCH", times=6)

    done = await administrator.presses("Repair", on=question)
    await server.sim.time_passes(5)
    assert "The repair goes on in the background" in administrator.answer(done)
    await server.sim.time_passes(120)

    again = await administrator.presses("Look again", on=done)
    assert "✅ Nothing is wrong." in administrator.answer(again)
    assert "⚠️ The permissions were put right in tickets: 6." in logged(server)


async def test_mending_a_ticket_brings_everything_back(
    tickets_ready: Server, administrator: Person, alice: Person, moderator: Person
) -> None:
    """A ticket that lost all its permissions to "Sync now" is as it was after one repair:
    private, with opener, staff and bot."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    thread = server.private_threads(channel)
    before = server.overwrites(channel)
    backend = server.sim.env.backend
    for line in list(backend.get_channel(channel.id).overwrites):
        backend.delete_overwrite(channel.id, line.target_id)
    await server.sim.env.settle()
    assert server.mallory.sees(channel)

    page = await check(server)
    (found,) = findings(server, page)
    assert "aren't hidden from @everyone" in found
    done = await administrator.presses("Repair", on=await repair(server, page))

    assert "✅ Nothing is wrong." in administrator.answer(done)
    assert server.overwrites(channel) == before
    assert not server.mallory.sees(channel)
    assert moderator.sees(thread[0])


async def test_who_was_shut_out_stays_out(
    tickets_ready: Server, administrator: Person, helper: Person
) -> None:
    """A role that the staff shut out of one ticket by hand is no finding, and a repair of
    something else leaves it outside; so are people whom the staff let in."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await server.overwrite(channel, server.helpers, deny="view_channel")
    await server.overwrite(channel, server.bob, allow="view_channel")
    assert findings(server, await check(server)) == []
    await shows_everybody(server, channel)

    await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert not helper.sees(channel)
    assert server.bob.sees(channel)


async def test_a_closed_ticket_stays_closed(
    tickets_ready: Server, administrator: Person, alice: Person
) -> None:
    """Mending a closed ticket doesn't let its opener back in."""
    server = await healthy(tickets_ready)
    channel = await closed_ticket(server)
    await shows_everybody(server, channel)

    done = await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert "✅ Nothing is wrong." in administrator.answer(done)
    assert not alice.sees(channel)


async def test_an_opener_who_left(tickets_ready: Server, alice: Person) -> None:
    """Openers who are no longer on the server have lost nothing."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await alice.leaves()
    server.sim.env.backend.delete_overwrite(channel.id, alice.id)
    await server.sim.env.settle()

    assert findings(server, await check(server)) == []


async def test_the_bot_is_shut_out_for_good(tickets_ready: Server) -> None:
    """A ticket that the bot can't see is named with what to click; there is nothing that it
    could repair itself."""
    server = await healthy(tickets_ready)
    channel = await a_ticket(server)
    await own_line(server, channel, deny=discord.Permissions(view_channel=True).value)

    page = await check(server)

    (found,) = findings(server, page)
    assert f"The bot lacks permissions in <#{channel.id}>: " in found
    assert "Repair" not in server.buttons(page)
    assert f"Open the settings of <#{channel.id}>" in server.text(page)


async def test_hiding_a_channel_keeps_the_staff(
    tickets_ready: Server, administrator: Person, moderator: Person, mallory: Person
) -> None:
    """Who hides the reception channel from everybody doesn't lock out moderators and bot, who
    saw it only because everybody did."""
    server = await healthy(tickets_ready)
    channel = await new_channel(server, "open-house")
    await sets(server, f"receptionchannel {channel.mention}")
    assert mallory.sees(channel)

    await administrator.presses("Repair", on=await repair(server, await check(server)))

    assert not mallory.sees(channel)
    assert moderator.sees(channel)
    await server.alice.opens_a_ticket("help")
    assert logged(server, channel) == ["alice has just opened a ticket."]


async def test_a_panel_in_a_deleted_channel(tickets_ready: Server) -> None:
    """A panel whose channel was deleted while the bot was away can't be posted there again:
    the page says how to move it."""
    server = await healthy(tickets_ready)
    there = await new_channel(server)
    await button_panel(server, there, label="Two")
    await while_away(server, lambda: server.sim.env.backend.delete_channel(there.id))

    page = await check(server)

    (found,) = findings(server, page)
    assert "#2" in found
    assert "Repair" not in server.buttons(page)
    assert "`!ticketset panel move`" in server.text(page)


async def test_a_message_that_lost_its_button(
    tickets_ready: Server, administrator: Person
) -> None:
    """A panel on a message that somebody has stripped of its button is posted again."""
    server = await healthy(tickets_ready)
    (door,) = doors(server)
    with server.sim.env._bot_scope():
        await (
            server.sim.red.get_channel(server.general.id)
            .get_partial_message(door.id)
            .edit(view=None)
        )
    page = await check(server)
    assert "has lost its button or selector: #1" in findings(server, page)[0]

    await administrator.presses("Repair", on=await repair(server, page))

    (new,) = doors(server)
    assert "Your ticket is open" in server.alice.answer(
        await server.alice.presses("Get help", on=new)
    )


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

    assert "Nothing was found so far." in server.text(page)
    assert "✅" not in server.text(page)


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_progress(tickets_ready: Server, administrator: Person, by: str) -> None:
    """While Discord takes its time, who waits sees how far it is, and then the report in the
    same place."""
    server = await healthy(tickets_ready)
    server.sim.faults.delay("/applications/*/commands", 5, method="GET")
    if by == "slash":
        running = asyncio.ensure_future(administrator.runs("ticketset check"))
    else:
        running = asyncio.ensure_future(administrator.types("!ticketset check"))
    page: Any = await running
    await server.sim.time_passes(4)
    shown = page.response if by == "slash" else server.messages(server.general)[-1]
    assert "Looking at the server… answers of Discord so far: 1 of 3" in server.text(shown)

    await server.sim.time_passes(4)

    assert "✅ Nothing is wrong." in server.text(shown)


# ------------------------------------------------------------ the way to it


async def test_enabling_refuses_with_what_is_fatal(server: Server, administrator: Person) -> None:
    """Enabling says everything without which no ticket would open, what helps, and where to
    look; nothing else keeps it."""
    await server.overwrite(server.category, server.bot_role, deny="manage_channels")
    for words in ("validation manual", f"receptionchannel {server.staff.mention}"):
        await sets(server, words)
    refused = await sets(server, "enable")
    assert "The system can't be enabled yet:" in refused
    assert "- No category is set, or it was deleted. Type `ticketset category`" in refused
    assert "`/ticketset check` finds what is wrong and says what to click" in refused

    await sets(server, f"category {server.category.id}")
    await server.overwrite(server.category, server.bot_role, allow="view_channel")
    await sets(server, f"category {server.category.id}")
    await server.overwrite(server.staff, server.guild.default_role, allow="view_channel")

    assert "The ticket system is enabled" in await sets(server, "enable")


@pytest.mark.parametrize("by", ["slash", "prefix", "panel"])
async def test_admins_learn_where_to_look(
    tickets_ready: Server, administrator: Person, alice: Person, by: str
) -> None:
    """When a ticket fails for a reason that an admin can mend, an admin is told where to find
    out; members aren't bothered with it."""
    server = tickets_ready
    await button_panel(server)
    (door,) = doors(server)
    await server.bot_may(manage_channels=False)
    line = "`/ticketset check` finds what is wrong and says what to click."
    answers = []
    for person in (alice, administrator):
        if by == "panel":
            outcome: Any = await person.presses("Get help", on=door)
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
    assert "A ticket could not be opened" in notice
    assert notice.endswith("`ticketset check` finds what is wrong and says what to click.")


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
