"""Moving over from another ticket cog, as administrators do it."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from messages import stored_message
from redbot.core import commands

from tests.staff_log.reception import sets
from tests.switching.sample_servers import SampleServer

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


class Expected(NamedTuple):
    """What becomes of a ticket: its number, opener, type, state, handler and who sees it."""

    number: int
    opener: str
    type_name: str
    state: str
    handler: str | None
    seen_by: set[str]
    #: Who writes in it again once it is reopened, or does all the time.
    writes: set[str]


#: By samples and channels.
TICKETS: dict[str, dict[str, Expected]] = {
    "vrt-tickets-3": {
        "help-1-ann": Expected(3, "ann", "general", "open", None, {"sam", "ann", "dan"}, {"dan"}),
        "billing-1": Expected(4, "bob", "billing", "open", None, {"sam", "hugo", "bob"}, set()),
    },
    "vrt-tickets-2": {
        "help-1-ann": Expected(3, "ann", "general", "open", None, {"sam", "ann", "dan"}, {"dan"}),
        "billing-1": Expected(4, "bob", "billing", "open", None, {"sam", "hugo", "bob"}, set()),
    },
    "aaa3a-tickets": {
        "❓-ticket-ann": Expected(
            1, "ann", "main", "open", None, {"sam", "hugo", "ann", "dan"}, {"dan"}
        ),
        "billing-2-bob": Expected(2, "bob", "billing", "open", "hugo", {"hugo", "bob"}, set()),
        "🔒-ticket-cyd": Expected(3, "cyd", "main", "closed", None, {"sam", "hugo", "cyd"}, set()),
    },
    "aaa3a-tickettool": {
        "❓-ticket-1": Expected(
            4, "ann", "main", "open", None, {"sam", "hugo", "ann", "dan"}, {"dan"}
        ),
        "❓-billing-1-bob": Expected(5, "bob", "billing", "open", "hugo", {"hugo", "bob"}, set()),
        "🔒-ticket-2": Expected(6, "cyd", "main", "closed", None, {"sam", "hugo", "cyd"}, set()),
    },
    "ticketstrini": {
        "help-1-ann": Expected(3, "ann", "general", "open", None, {"sam", "ann", "dan"}, {"dan"}),
        "billing-1": Expected(4, "bob", "billing", "open", "sam", {"sam", "hugo", "bob"}, set()),
        "help-2-cyd": Expected(5, "cyd", "general", "closed", None, {"sam"}, set()),
    },
}
PANELS = {
    "vrt-tickets-3": 2,
    "vrt-tickets-2": 2,
    "aaa3a-tickets": 2,
    "aaa3a-tickettool": 3,
    "ticketstrini": 2,
}
ADMINISTRATORS = {"ada", "guildowner", "administrator", "owner"}


async def shows(server: Server) -> Any:
    """The administrator types the command; returns what is shown."""
    return await server.administrator.types("!ticketset migrate", in_=server.staff)


async def moves(server: Server) -> str:
    """They move over; returns what the page says in the end."""
    await server.administrator.presses("Move over", on=await shows(server))
    await server.sim.env.settle()
    return server.text(server.messages(server.staff)[-1])


async def record_of(server: Server, channel: Any) -> Any:
    """A channel's ticket; None if it has none."""
    return await server.sim.cog.app.tickets.in_channel(server.guild.id, channel.id)


def seen_by(sample: SampleServer, channel: Any) -> set[str]:
    """Who of the people sees a channel, but for administrators."""
    everybody = {**sample.people, **{one.name: one for one in others(sample.server)}}
    return {name for name, one in everybody.items() if one.sees(channel)} - ADMINISTRATORS


def others(server: Server) -> list[Person]:
    """People who had nothing to do with the other cog."""
    return [server.alice, server.mallory, server.moderator, server.helper, server.bot_owner]


@pytest.mark.parametrize("name", TICKETS)
async def test_everything_comes_across(server: Server, name: str) -> None:
    """At no moment does anybody see more than before, nobody is called, theirs stays as it is."""
    sample = await SampleServer.on(server, name)
    theirs, channels = sample.theirs(), sample.channels
    tickets = {key: one for key, one in channels.items() if key in TICKETS[name]}
    before = {key: seen_by(sample, one) for key, one in tickets.items()}
    moments: list[dict[str, set[str]]] = []
    server.sim.faults.hook(
        "*",
        lambda: moments.append({key: seen_by(sample, one) for key, one in tickets.items()}),
        times=None,
    )
    last = max(one.id for channel in channels.values() for one in server.messages(channel))

    said = await moves(server)

    server.sim.faults.clear()
    # What is in a thread is left alone, as the log's line about it.
    thread = str(channels["vera"].id) if "vera" in channels else "none"
    count = len(TICKETS[name])
    assert f"✅ Everything has come across.\nPanels: {PANELS[name]} of {PANELS[name]}" in said
    assert f"tickets: {count} of {count}" in said
    assert len(moments) > 3 * count
    assert all(now[key] <= before[key] for now in moments for key in tickets)
    for key, expected in TICKETS[name].items():
        await looks_right(sample, tickets[key], expected)
    for channel in channels.values():
        for one in server.messages(channel):
            assert all(each.endswith(thread) or each[:8] == "tickets:" for each in ids_on(one))
            if one.id > last:
                assert not server.sim.pings(one)
    assert not any(one.direct_messages() for one in sample.people.values())
    assert sample.theirs() == theirs
    await changes_nothing_more(sample)
    assert sample.theirs() == theirs


def ids_on(message: Any) -> list[str]:
    """The ids of what can be pressed on a message."""
    every = [child.custom_id for row in message.components for child in row.children]
    return list(filter(None, every))


async def looks_right(sample: SampleServer, channel: Any, expected: Expected) -> None:
    """The record and the channel of a ticket."""
    server = sample.server
    record = await record_of(server, channel)
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    names = {one.id: name for name, one in sample.people.items()}
    assert (record.number, names[record.opener_id], record.state.value, record.settled) == (
        expected.number,
        expected.opener,
        expected.state,
        True,
    )
    assert settings.type_with_id(record.type_id).name == expected.type_name
    assert names.get(record.handler_id) == expected.handler
    assert seen_by(sample, channel) == expected.seen_by
    assert all(sample.people[one].can("send_messages", channel) for one in expected.writes)


async def changes_nothing_more(sample: SampleServer) -> None:
    """Who types the command again reads that all is done, and nothing is."""
    server = sample.server
    with server.sim.traffic.counting() as calls:
        shown = await shows(server)
    assert "Nothing is left to do." in server.administrator.answer(shown)
    assert "Move over" not in server.administrator.buttons(shown)
    assert [call.method for call in calls.seen if call.method != "GET"] == ["POST"]


@pytest.mark.parametrize("name", TICKETS)
async def test_they_live_on(server: Server, name: str) -> None:
    """Open, closed and claimed ones: claimed, closed, reopened, saved, moved, deleted."""
    sample = await SampleServer.on(server, name)
    await moves(server)
    await sets(server, "deleteonclose off")
    await sets(server, "claims on")
    ada, sam = sample.people["ada"], sample.people["sam"]
    for key, expected in TICKETS[name].items():
        channel, opener = sample.channels[key], sample.people[expected.opener]
        if expected.state == "closed":
            await ada.presses("Reopen", on=channel)
            assert opener.can("send_messages", channel)
        assert sam.can("send_messages", channel) is ("sam" in expected.seen_by)
        handler = sample.people[expected.handler or "ada"]
        word = "release" if expected.handler else "claim"
        assert "✅" in handler.answer(await handler.types(f"!ticketmod {word}", in_=channel))
        await closes(opener, channel)
        record = await record_of(server, channel)
        assert record.state.value == "closed"
        for label, answer in (("Save transcript", "📄"), ("Reopen", "✅")):
            assert answer in ada.answer(await ada.presses(label, on=channel))
        assert opener.can("send_messages", channel)
        assert all(sample.people[one].can("send_messages", channel) for one in expected.writes)
        other = next(
            one.type_name for one in TICKETS[name].values() if one.type_name != expected.type_name
        )
        asked = await ada.types(f"!ticketmod move {other}", in_=channel)
        await ada.presses("Confirm", on=asked)
        assert (await record_of(server, channel)).type_id != record.type_id
        await closes(ada, channel)
        sure = await ada.presses("Delete", on=channel)
        await ada.presses("Confirm", on=sure)
        assert not server.exists(channel)


async def closes(person: Person, channel: Any) -> None:
    """Closes a ticket, by the form or without a reason."""
    shown = await person.presses("Close ticket", on=channel)
    if shown.modal is not None:
        await person.submits(shown, reason="done")
    else:
        await person.presses("Confirm", on=shown)


async def test_what_is_gone(server: Server) -> None:
    """A channel, a role, an opener, a first message, a panel's message; the rest comes."""
    sample = await SampleServer.on(server, "vrt-tickets-3")
    backend, channels = server.sim.env.backend, sample.channels
    ann, log = sample.people["ann"], channels["ticket-log"]
    await ann.leaves()
    await server.takes_line(log, server.guild.default_role)
    backend.delete_channel(channels["billing-1"].id)
    backend.delete_role(server.guild.id, sample.roles["Helpers"].id)
    for channel in ("help-1-ann", "open-a-ticket"):
        first = next(one for one in server.messages(channels[channel]) if one.components)
        backend.delete_message(channels[channel].id, first.id)
    await server.sim.env.settle()

    plan = server.administrator.answer(await shows(server))

    assert f"**Ticket · billing**: <#{channels['billing-1'].id}>" in plan
    assert "(was deleted)" in plan
    assert "**Tickets**: 1 open, 0 closed" in plan
    # What only the staff may read isn't written where everybody does.
    assert f"**Requests & log channel**: Members can see <#{log.id}>" in plan
    said = await moves(server)
    assert "Panels: 1 of 1 · tickets: 1 of 1" in said
    record = await record_of(server, channels["help-1-ann"])
    # As it is set there: by leaving, it closes.
    assert (record.state.value, record.opener_id) == ("closed", ann.id)
    texts = [server.text(one) for one in server.messages(channels["help-1-ann"])]
    assert any("left the server" in one for one in texts)
    assert not ann.direct_messages()
    await ann.returns()
    await sample.people["sam"].presses("Reopen", on=channels["help-1-ann"])
    assert ann.can("send_messages", channels["help-1-ann"])


async def test_what_is_set_up_stays(tickets_ready: Server) -> None:
    """Settings, types and numbers that are there already; roles that didn't see a ticket don't."""
    server = tickets_ready
    await server.alice.opens_a_ticket("help")
    await sets(server, "type create Billing")
    sample = await SampleServer.on(server, "aaa3a-tickets")

    press = await server.administrator.presses("Move over", on=await shows(server))
    await server.sim.env.settle()

    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("category_id") == server.category.id
    assert settings.get("moderator_role_ids") == (server.moderators.id,)
    assert [one.name for one in settings.types] == ["Billing", "main"]
    record = await record_of(server, sample.channels["❓-ticket-ann"])
    # Their first number is taken, so it has the next one.
    assert (record.number, record.former_number) == (5, 1)
    assert "Number before" in server.text(server.messages(sample.channels["❓-ticket-ann"])[-1])
    bobs = sample.channels["billing-2-bob"]
    assert (await record_of(server, bobs)).number == 2
    # The type of that name has the server's team here, who didn't see it.
    assert not server.moderator.sees(bobs)
    assert "how it was before" in server.administrator.answer_besides(press)


async def test_several_cogs_and_cancelling(server: Server) -> None:
    """Which one is asked; *Cancel* changes nothing; all of it comes as a file."""
    sample = await SampleServer.on(server, "aaa3a-tickets")
    other = SampleServer(server, "vrt-tickets-2")
    other.ids |= sample.ids
    await other.store()
    shown = await shows(server)
    assert server.administrator.buttons(shown) == ["vrt-cogs tickets (2.x)", "AAA3A-cogs tickets"]

    await server.administrator.presses("AAA3A-cogs tickets", on=shown)

    page = server.messages(server.staff)[-1]
    assert "Move over from AAA3A-cogs tickets" in server.text(page)
    press = await server.administrator.presses("Show as a file", on=page)
    (file,) = stored_message(server.sim.env, press.response).attachments
    text = (server.sim.env.backend.cdn.get(file["url"]) or b"").decode()
    assert "#ticket-log" in text
    assert "billing · " in text
    await server.administrator.presses("Cancel", on=page)
    assert "Nothing was changed" in server.text(server.messages(server.staff)[-1])
    assert not (await server.sim.cog.app.settings.of(server.guild.id)).configured


async def test_what_stands_in_the_way(server: Server) -> None:
    """Nothing is there, something has changed since it was shown, or the other cog is loaded."""
    administrator, red = server.administrator, server.sim.red
    assert "found nothing" in administrator.answer(await shows(server))
    sample = await SampleServer.on(server, "aaa3a-tickettool")
    shown = await shows(server)
    server.sim.env.backend.delete_channel(sample.channels["❓-ticket-1"].id)
    await server.sim.env.settle()

    press = await administrator.presses("Move over", on=shown)

    assert "has changed since it was shown" in administrator.answer_besides(press)
    assert not (await server.sim.cog.app.settings.of(server.guild.id)).configured
    other = type("TicketTool", (commands.Cog,), {"__doc__": "The other cog."})
    await red.add_cog(other())
    try:
        answer = administrator.answer(await shows(server))
    finally:
        await red.remove_cog("TicketTool")
    assert "AAA3A-cogs tickettool is still loaded" in answer
    assert "`!unload tickettool`" in answer


async def test_buttons_that_stay(server: Server) -> None:
    """Where Discord keeps the bot out: presses are answered, and the doctor takes them off."""
    sample = await SampleServer.on(server, "vrt-tickets-3")
    log = sample.channels["ticket-log"]
    await server.takes_line(log, SimpleNamespace(id=server.bot_id))
    await server.overwrite(log, server.bot_role, deny="view_channel")
    said = await moves(server)
    assert "tickets: 2 of 2" in said
    first = next(one for one in server.messages(log) if one.components)

    ada = sample.people["ada"]
    press = await ada.forges_click(ids_on(first)[0], in_=log, message=first)
    assert "from the ticket system before" in ada.answer(press)

    await server.overwrite(log, server.bot_role, allow="view_channel")
    checked = await server.administrator.types("!ticketset check", in_=server.staff)
    assert "buttons of the ticket cog before: 2" in server.administrator.answer(checked[:1])


async def test_what_discord_refuses(server: Server) -> None:
    """One channel can't be changed, another not for an hour: named, and they come later."""
    sample = await SampleServer.on(server, "vrt-tickets-3")
    anns, bobs = sample.channels["help-1-ann"], sample.channels["billing-1"]
    lines = server.overwrites(anns)
    faults = server.sim.faults
    faults.fail(f"/channels/{anns.id}", method="PATCH", status=403, code=50013, times=None)
    faults.fail(f"/channels/{bobs.id}", method="PATCH", status=500, times=None)

    await moves(server)
    await server.sim.time_passes(2 * 3600)

    said = server.text(server.messages(server.staff)[-1])
    assert "⚠️ Not everything has come across." in said
    assert "tickets: 0 of 2" in said
    assert all(f"<#{one.id}>: " in said for one in (anns, bobs))
    assert "Type `!ticketset migrate` again" in said
    assert server.overwrites(anns) == lines
    assert await record_of(server, anns) is None
    faults.clear()
    assert "tickets: 2 of 2" in await moves(server)
    assert (await record_of(server, bobs)).settled


@pytest.mark.expect_error_log("Could not do")
async def test_what_stops_for_good_is_told(server: Server) -> None:
    """The log says that it didn't end well."""
    sample = await SampleServer.on(server, "vrt-tickets-3")
    assert "✅" in await moves(server)
    app = server.sim.cog.app
    body = {"source": "vrt-3", "place": [server.staff.id, 1], "configured": True}
    about = {"guild_id": server.guild.id, "kind": "migrate", "queue": "migrate:late"}
    job = import_module("tickets.core.job").Job

    await app.work.add(job(**about, body=body, created_at=app.now()))
    # Nobody has pressed anything, so nobody waits for it.
    for _ in range(50):
        await server.sim.env.settle()
        if not await app.work.of_kind("migrate"):
            break

    await server.sim.env.settle()
    assert "failed: 1" in server.text(server.messages(sample.channels["ticket-log"])[-1])
