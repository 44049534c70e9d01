"""The assistant's end, when Discord, the disk, people or the bot's own end come in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.assistant.assistant import Assistant, as_it_was, channels_of
from tests.staff_log.reception import sets, told

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CREATE, SEND = "/guilds/*/channels", "/channels/*/messages"
DELETE = "/channels/*"
#: What is created or posted at the end: the n-th call to a route.
CALLS = {
    "category": (CREATE, 1),
    "reception": (CREATE, 2),
    "transcripts": (CREATE, 3),
    "panel": (SEND, 1),
}
calls = pytest.mark.parametrize("call", CALLS)
FAULTS: dict[str, tuple[int, int, str]] = {
    "forbidden": (403, 50013, "lacks the permission"),
    "hidden": (403, 50001, "lacks the permission"),
    "limited": (429, 0, "Discord isn't responding"),
    "broken": (500, 0, "Discord isn't responding"),
    "refused": (400, 50035, "Discord refused this"),
    "full": (400, 30013, "This server is full"),
    "no way there": (0, 0, "Discord isn't responding"),
}


async def at_the_summary(server: Server, by: Person | None = None) -> Assistant:
    """An assistant that has only to be sent off."""
    assistant = await Assistant.opened(server, by, in_=server.general)
    await assistant.presses("Use suggestions")
    await assistant.goes_to("summary")
    return assistant


async def works_now(server: Server, alice: Person, assistant: Assistant) -> None:
    """Once more from the summary, without choosing anew: everything is there once."""
    assert assistant.step == "summary"
    assert "Tickets are ready" in await assistant.creates()
    names = [server.sim.env.backend.channels[one].name for one in server.guild._guild.channel_ids]
    for name, count in (("Tickets", 2), ("staff-tickets", 1), ("ticket-transcripts", 1)):
        assert names.count(name) == count, names
    (panel,) = [
        message
        for message in server.messages(server.general)
        if "Open a ticket" in server.buttons(message)
    ]
    assert "Your ticket is ready" in alice.answer(await alice.presses("Open a ticket", on=panel))
    assert len(await server.sim.part("PanelStore").of(server.guild.id)) == 1
    assert not await server.sim.cog.app.work._store.queues()


@pytest.mark.one_of(3)
@calls
@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_discord_answers(
    server: Server, alice: Person, call: str, fault: str
) -> None:
    """At every call of the end Discord may refuse, break or fall silent: what was created is
    undone, nothing is stored, the page says why, and trying again works."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)
    route, at = CALLS[call]
    status, code, sentence = FAULTS[fault]
    faults = server.sim.faults
    if fault == "no way there" and call == "panel":
        faults.disconnect(route, method="POST")
        faults.disconnect(route, method="POST", at=2)
    elif fault == "no way there":
        faults.disconnect(route, method="POST", at=at)
    else:
        faults.fail(route, method="POST", at=at, status=status, code=code, message="No")
    await assistant.presses("Set it up")

    assert assistant.step == "summary"
    assert sentence in assistant.text
    assert await as_it_was(server) == before
    await works_now(server, alice, assistant)


@calls
async def test_an_answer_that_was_lost(server: Server, alice: Person, call: str) -> None:
    """When only Discord's answer is lost, what it did is found and nothing is done twice."""
    assistant = await at_the_summary(server)
    route, at = CALLS[call]
    server.sim.faults.lose_answer(route, method="POST", at=at)
    await assistant.presses("Set it up")
    assert "Tickets are ready" in assistant.text
    panels = [one for one in server.messages(server.general) if "Open" in server.text(one)]
    assert len(panels) == 1
    names = [server.sim.env.backend.channels[one].name for one in server.guild._guild.channel_ids]
    assert names.count("Tickets") == 2
    assert names.count("staff-tickets") == names.count("ticket-transcripts") == 1
    assert "Your ticket is ready" in alice.answer(
        await alice.presses("Open a ticket", on=panels[0])
    )


@calls
async def test_undoing_has_to_wait(server: Server, alice: Person, call: str) -> None:
    """When Discord fails altogether, what was created is removed as soon as it is back."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)
    route, at = CALLS[call]
    faults = server.sim.faults
    faults.fail(route, method="POST", at=at, status=500)
    if call != "category":
        faults.fail(DELETE, method="DELETE", status=500, times=4)
    await assistant.presses("Set it up")
    assert "Discord isn't responding" in assistant.text
    assert (await as_it_was(server) == before) is (call == "category")
    await server.sim.time_passes(400)
    assert await as_it_was(server) == before
    await works_now(server, alice, assistant)


async def test_a_panel_nobody_heard_of(server: Server, alice: Person) -> None:
    """A panel that was posted without an answer, twice, is removed with all the rest."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)
    server.sim.faults.lose_answer(SEND, method="POST")
    server.sim.faults.disconnect(SEND, method="POST", at=2)
    await assistant.presses("Set it up")
    assert "Discord isn't responding" in assistant.text
    assert await as_it_was(server) == before
    await works_now(server, alice, assistant)


async def test_what_cannot_be_removed_is_named(server: Server) -> None:
    """What Discord doesn't let the bot remove again is named, for the admin to do it."""
    assistant = await at_the_summary(server)
    server.sim.faults.fail(SEND, method="POST", status=400, code=50035, message="No")
    server.sim.faults.fail(DELETE, method="DELETE", at=3)
    await assistant.presses("Set it up")
    (left,) = [
        one
        for one in server.guild._guild.channel_ids
        if server.sim.env.backend.channels[one].name == "Tickets" and one != server.category.id
    ]
    assert "Discord refused this" in assistant.text
    assert f"please delete <#{left}>" in assistant.text
    assert not (await server.sim.cog.app.settings.of(server.guild.id)).configured


@pytest.mark.expect_error_log("The assistant failed")
async def test_a_full_disk(server: Server, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the settings can't be written, everything is undone, and the page goes on working."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)

    def no_space(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("redbot.core._drivers.json._save_json", no_space)
        await assistant.presses("Set it up")
    assert "Something went wrong" in assistant.text
    after = await as_it_was(server)
    assert {**after, "settings": 0} == {**before, "settings": 0}
    await works_now(server, alice, assistant)


async def test_impatience(server: Server, alice: Person) -> None:
    """However often the last button is pressed, everything is done once."""
    assistant = await at_the_summary(server)
    async with server.sim.at_once():
        for _ in range(3):
            await assistant.presses("Set it up")
    assert "Tickets are ready" in assistant.text
    names = [server.sim.env.backend.channels[one].name for one in server.guild._guild.channel_ids]
    assert names.count("Tickets") == 2
    assert len(await server.sim.part("PanelStore").of(server.guild.id)) == 1


async def test_slow_discord(server: Server) -> None:
    """While it takes long, the page says so and has nothing to press; other presses get an
    answer, and the end is shown when it is there."""
    assistant = await at_the_summary(server)
    server.sim.faults.delay(CREATE, 30, method="POST", at=2)
    await assistant.presses("Set it up")
    assert "One moment…" in assistant.text
    assert assistant.buttons == []
    await server.sim.time_passes(31)
    assert "Tickets are ready" in assistant.text


@pytest.mark.parametrize("status", [404, 500])
async def test_the_page_has_vanished(server: Server, status: int) -> None:
    """When the page can't be shown in its place any more, the admin reads the end beside it."""
    assistant = await at_the_summary(server)
    code = 10008 if status == 404 else 0
    server.sim.faults.fail("/webhooks/*", method="PATCH", status=status, code=code)
    result = await assistant.presses("Set it up")
    assert "Tickets are ready" in assistant.by.answer_besides(result)


@pytest.mark.parametrize("what", ["category", "reception", "role", "panel", "permission"])
async def test_everything_is_checked_again(server: Server, alice: Person, what: str) -> None:
    """What was deleted or lost while the assistant was open is noticed before anything is
    created; the page says what, and after choosing anew it works."""
    channel = server.guild.create_text_channel("logs")
    await server.sim.env.settle()
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("category")
    await assistant.chooses(server.category)
    await assistant.chooses(channel)
    await assistant.goes_to("moderators")
    await assistant.chooses(server.moderators, server.helpers)
    await assistant.presses("Next ▶")
    await assistant.chooses(channel)
    await assistant.presses("Button")
    before = await as_it_was(server)
    backend = server.sim.env.backend
    match what:
        case "category":
            backend.delete_channel(server.category.id)
            sentence, step = "you chose has been deleted: Category", "category"
        case "reception":
            backend.delete_channel(channel.id)
            sentence, step = "you chose has been deleted: Requests & log channel", "reception"
        case "panel":
            backend.delete_channel(channel.id)
            sentence, step = "Panels go in text channels", "panel"
        case "role":
            backend.delete_role(server.guild.id, server.helpers.id)
            sentence, step = "you chose has been deleted: Moderator roles", "moderators"
        case _:
            await server.bot_may(manage_channels=False)
            sentence, step = "**Manage Channels**", ""
    await server.sim.env.settle()
    with server.sim.counting() as made:
        await assistant.presses("Set it up")
    assert not made.matching("POST", "/guilds/{}/channels")
    assert sentence in assistant.text
    after = await as_it_was(server)
    assert {**after, "channels": 0} == {**before, "channels": 0}

    if what == "permission":
        await server.bot_may(manage_channels=True)
    steps = {"category": ("category",), "moderators": ("moderators",), "": ()}
    for one in steps.get(step, ("reception", "panel")):
        await assistant.chooses(one)
        assert assistant.step == one
        match one:
            case "category" | "reception":
                await assistant.presses("Create it for me")
            case "moderators":
                await assistant.presses("Next ▶")
            case _:
                await assistant.chooses(server.general)
                await assistant.presses("Button")
    assert "Tickets are ready" in await assistant.creates()
    assert "Your ticket is ready" in alice.answer(await alice.opens_a_ticket())


#: Where the bot is killed: before or after Discord has done the n-th call of a route.
MOMENTS = [(call, when) for call in CALLS for when in ("before", "after")]


@pytest.mark.parametrize(("call", "when"), MOMENTS)
async def test_killed_in_the_middle(server: Server, alice: Person, call: str, when: str) -> None:
    """What a killed bot has left half made is gone after the next start, the admins are told,
    and the assistant works from the beginning."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)
    route, at = CALLS[call]
    if when == "before":
        server.sim.faults.delay(route, 1000, method="POST", at=at)
    else:
        server.sim.faults.lose_answer(route, method="POST", at=at)
        other = ("GET", CREATE) if route == CREATE else ("POST", SEND)
        server.sim.faults.delay(other[1], 1000, method=other[0], at=2 if call == "panel" else 1)
    await assistant.presses("Set it up")
    assert "One moment…" in assistant.text
    await server.sim.restart(clean=False)
    await server.sim.time_passes(10)

    after = await as_it_was(server)
    assert {**after, "cached": 0} == {**before, "cached": 0}
    shown = await server.administrator.types("!ticketset show")
    assert "What had been created was removed" in await told(server.administrator, shown)
    await works_now(server, alice, await at_the_summary(server))


@pytest.mark.parametrize("meanwhile", ["nothing", "category deleted"])
async def test_killed_at_the_very_end(server: Server, alice: Person, meanwhile: str) -> None:
    """When only the settings were still to be stored, they are stored at the next start, and
    the panel works; unless what they would name was deleted meanwhile: then all of it goes."""
    before = await as_it_was(server)
    assistant = await at_the_summary(server)
    config = server.sim.cog.app.settings._config
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(server.sim.cog.app.settings), "change", never)
        await assistant.presses("Set it up")
        assert "One moment…" in assistant.text
        assert not (await config.guild_from_id(server.guild.id).all()).get("enabled")
        if meanwhile != "nothing":
            made = [one for name, one in channels_of(server) if name == "Tickets"]
            server.sim.env.backend.delete_channel(max(made))
        await server.sim.restart(clean=False)
    await server.sim.time_passes(1)

    after = await as_it_was(server)
    shown = await server.administrator.types("!ticketset show")
    said = await told(server.administrator, shown)
    assert not await server.sim.cog.app.work._store.queues()
    if meanwhile != "nothing":
        assert "What had been created was removed" in said
        assert {**after, "cached": 0} == {**before, "cached": 0}
        return
    assert "Everything was completed" in said
    assert (await server.sim.cog.app.settings.of(server.guild.id)).enabled
    opened = await alice.presses("Open a ticket", on=server.general)
    assert "Your ticket is ready" in alice.answer(opened)


async def never(*_arguments: object, **_named: object) -> None:
    """Takes longer than the bot lives."""
    await asyncio.sleep(10_000)


async def test_what_people_use_stays(server: Server) -> None:
    """A channel in which somebody has written while the bot was away isn't removed."""
    assistant = await at_the_summary(server)
    server.sim.faults.delay(CREATE, 1000, method="POST", at=3)
    await assistant.presses("Set it up")
    (reception,) = [
        server.channel(one)
        for one in server.guild._guild.channel_ids
        if server.sim.env.backend.channels[one].name == "staff-tickets"
    ]
    await server.administrator.actor.send(reception, "What is this?")
    await server.sim.restart(clean=False)
    assert server.exists(reception)
    assert server.exists(server.parent(reception))
    await sets(server, "show")
