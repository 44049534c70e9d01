"""Panels as members meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.panels.panel_making import (
    button_panel,
    chooses,
    new_channel,
    panel_message,
    selector_panel,
    stored,
)

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    ("reason", "asks", "shown"),
    [
        ("", "off", "Tell us what's going on"),
        ("I need help", "off", "**Reason:** I need help"),
        ("I need help", "on", "**Reason:** I need help"),
    ],
)
async def test_a_button_opens_a_ticket(
    tickets_ready: Server, alice: Person, reason: str, asks: str, shown: str
) -> None:
    """One press opens the ticket, with the button's reason if it has one."""
    await tickets_ready.administrator.types(f"!ticketset openreason {asks}")
    panel = await button_panel(tickets_ready, reason=reason)

    result = await alice.presses("Get help", on=panel)

    channel = tickets_ready.newest_ticket()
    assert alice.answer(result) == f"Your ticket is ready: {channel.mention}"
    assert result.ephemeral
    assert shown in alice.reads(channel)[0]


async def test_a_button_without_a_reason_asks_for_one(
    tickets_ready: Server, alice: Person
) -> None:
    """With opening reason on and none given by the button, its form opens."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    panel = await button_panel(tickets_ready)

    window = await alice.presses("Get help", on=panel)
    await alice.submits(window, reason="my words")

    assert "**Reason:** my words" in alice.reads(tickets_ready.newest_ticket())[0]


async def test_a_selector_gives_the_chosen_reason(tickets_ready: Server, alice: Person) -> None:
    """The chosen reason is the ticket's, no form asks, and the same choice works again."""
    await tickets_ready.administrator.types("!ticketset openreason on")
    panel = await selector_panel(tickets_ready, "A bug", "A question")

    first = await chooses(alice, panel, "2")
    second = await chooses(alice, panel, "2")

    assert "Your ticket is ready" in alice.answer_besides(first)
    assert "Your ticket is ready" in alice.answer_besides(second)
    channels = tickets_ready.ticket_channels()
    assert len(channels) == 2
    assert all("**Reason:** A question" in alice.reads(channel)[0] for channel in channels)


@pytest.mark.parametrize("how", ["restart", "kill", "reload"])
async def test_panels_outlive_the_bot(tickets_ready: Server, alice: Person, how: str) -> None:
    """After restart, crash and reload a panel answers at once."""
    panel = await button_panel(tickets_ready)
    if how == "reload":
        await tickets_ready.sim.reload()
    else:
        await tickets_ready.sim.restart(clean=how == "restart")

    result = await alice.presses("Get help", on=panel)

    assert "Your ticket is ready" in alice.answer(result)


async def test_a_panel_of_a_disabled_system_is_polite(
    tickets_ready: Server, alice: Person
) -> None:
    """While the system is off the panel says that tickets are closed; the limit is told too."""
    panel = await button_panel(tickets_ready)
    await tickets_ready.administrator.types("!ticketset limit 1")
    await alice.presses("Get help", on=panel)
    assert "You already have an open ticket" in alice.answer(
        await alice.presses("Get help", on=panel)
    )
    await tickets_ready.administrator.types("!ticketset disable")

    assert "New tickets are paused" in alice.answer(await alice.presses("Get help", on=panel))


async def test_a_raid_is_damped(tickets_ready: Server, alice: Person) -> None:
    """200 presses at once are all answered; members get their tickets, one member not many."""
    panel = await button_panel(tickets_ready)
    people = [tickets_ready.person(f"member-{number}") for number in range(20)]

    async with tickets_ready.sim.at_once():
        raid = [await alice.presses("Get help", on=panel) for _ in range(180)]
        crowd = [(one, await one.presses("Get help", on=panel)) for one in people]

    assert all("Your ticket is ready" in one.answer(result) for one, result in crowd)
    assert all(alice.answer(result) for result in raid)
    assert any("Slow down a little" in alice.answer(result) for result in raid)
    assert len(tickets_ready.ticket_channels()) <= 20 + 5


async def test_two_panels_and_numbers_that_stay(tickets_ready: Server, alice: Person) -> None:
    """Panels in two channels work side by side; a deleted one's number isn't given again."""
    admin = tickets_ready.administrator
    first = await button_panel(tickets_ready, label="One")
    second = await button_panel(tickets_ready, tickets_ready.general, label="Two")
    for label, message in (("One", first), ("Two", second)):
        assert "Your ticket is ready" in alice.answer(await alice.presses(label, on=message))
    await admin.presses("Confirm", on=await admin.types("!ticketset panel delete 2"))
    await button_panel(tickets_ready, label="Three")

    listed = tickets_ready.text((await admin.types("!ticketset panel list"))[0])
    assert "**1** · button **One**" in listed
    assert "**3** · button **Three**" in listed


async def test_a_selector_of_one_reason(tickets_ready: Server, alice: Person) -> None:
    """A selector with a single reason, in its default words, opens a ticket."""
    panel = await selector_panel(tickets_ready, "A bug")

    result = await chooses(alice, panel, "1")

    (select,) = panel.components[0].children
    assert select.placeholder == "Choose a reason to open a ticket…"
    assert "Your ticket is ready" in alice.answer_besides(result)
    assert "**Reason:** A bug" in alice.reads(tickets_ready.newest_ticket())[0]


async def test_the_selector_is_empty_again(tickets_ready: Server, alice: Person) -> None:
    """A choice is acknowledged by showing the message anew: nothing stays chosen."""
    panel = await selector_panel(tickets_ready, "A bug")

    with tickets_ready.sim.counting() as calls:
        await chooses(alice, panel, "1")

    assert calls.routes == [
        "POST /interactions/{}/{}/callback",
        "POST /guilds/{}/channels",
        "POST /channels/{}/messages",
        "POST /webhooks/{}/{}",
    ]
    (select,) = panel_message(tickets_ready, tickets_ready.general).components[0].children
    assert not any(option.default for option in select.options)


@pytest.mark.parametrize("how", ["restart", "kill", "reload"])
async def test_selectors_outlive_the_bot(tickets_ready: Server, alice: Person, how: str) -> None:
    """After restart, crash and reload a selector answers at once, and so does its editor."""
    panel = await selector_panel(tickets_ready, "A bug", "A question")
    editor = await tickets_ready.administrator.types("!ticketset panel edit")
    if how == "reload":
        await tickets_ready.sim.reload()
    else:
        await tickets_ready.sim.restart(clean=how == "restart")

    result = await chooses(alice, panel, "2")
    window = await tickets_ready.administrator.presses("Add a reason", on=editor)
    await tickets_ready.administrator.submits(window, name="Praise", emoji="", description="")

    assert "Your ticket is ready" in alice.answer_besides(result)
    assert [one.name for one in (await stored(tickets_ready)).entries][-1] == "Praise"


async def test_two_channels(tickets_ready: Server, alice: Person) -> None:
    """A button in one channel and a selector in another work side by side."""
    help_channel = await new_channel(tickets_ready)
    selector = await selector_panel(tickets_ready, "A bug")
    button = await button_panel(tickets_ready, help_channel)

    chosen = await chooses(alice, selector, "1")
    pressed = await alice.presses("Get help", on=button)

    assert "Your ticket is ready" in alice.answer_besides(chosen)
    assert "Your ticket is ready" in alice.answer(pressed)
    assert len(tickets_ready.ticket_channels()) == 2 + 1


async def test_a_selector_of_a_closed_system(tickets_ready: Server, alice: Person) -> None:
    """A selector as well tells about the limit, and that tickets are closed."""
    panel = await selector_panel(tickets_ready, "A bug")
    await tickets_ready.administrator.types("!ticketset limit 1")
    await chooses(alice, panel, "1")

    full = await chooses(alice, panel, "1")
    await tickets_ready.administrator.types("!ticketset disable")
    closed = await chooses(alice, panel, "1")

    assert "You already have an open ticket" in alice.answer_besides(full)
    assert "New tickets are paused" in alice.answer_besides(closed)


async def test_no_form_for_nothing(tickets_ready: Server, alice: Person) -> None:
    """Whoever can't open a ticket reads so before a form is shown: disabled, limit, too fast."""
    admin = tickets_ready.administrator
    await admin.types("!ticketset openreason on")
    panel = await button_panel(tickets_ready)
    for number in range(5):
        window = await alice.presses("Get help", on=panel)
        await alice.submits(window, reason=f"ticket {number}")

    assert "Slow down a little" in alice.answer(await alice.presses("Get help", on=panel))
    await admin.types("!ticketset limit 5")
    assert "already have" in alice.answer(await alice.presses("Get help", on=panel))
    await admin.types("!ticketset disable")
    assert "New tickets are paused" in alice.answer(await alice.presses("Get help", on=panel))


async def test_twenty_members_at_once(tickets_ready: Server) -> None:
    """Twenty members who press at the same moment get a ticket each."""
    panel = await button_panel(tickets_ready)
    people = [tickets_ready.person(f"member-{number}") for number in range(20)]

    async with tickets_ready.sim.at_once():
        presses = [(one, await one.presses("Get help", on=panel)) for one in people]

    channels = tickets_ready.ticket_channels()
    assert len(channels) == 20
    seen = [[channel.id for channel in channels if one.sees(channel)] for one in people]
    assert sorted(ids for (ids,) in seen) == [channel.id for channel in channels]
    assert all("Your ticket is ready" in one.answer(result) for one, result in presses)


@pytest.mark.parametrize("kind", ["button", "selector"])
async def test_twenty_presses_of_one_member(
    tickets_ready: Server, alice: Person, kind: str
) -> None:
    """Twenty presses of one member at once open one ticket when the limit is one."""
    await tickets_ready.administrator.types("!ticketset limit 1")
    if kind == "button":
        panel = await button_panel(tickets_ready)
    else:
        panel = await selector_panel(tickets_ready, "A bug")

    async with tickets_ready.sim.at_once():
        for _ in range(20):
            if kind == "button":
                await alice.presses("Get help", on=panel)
            else:
                await chooses(alice, panel, "1")

    assert len(tickets_ready.ticket_channels()) == 1


async def test_a_raid_of_many(tickets_ready: Server) -> None:
    """200 presses by 40 members within a minute are all answered: the server's guard damps
    them with a sentence, and after a minute tickets open again."""
    panel = await button_panel(tickets_ready)
    raiders = [tickets_ready.person(f"raider-{number}") for number in range(40)]

    answers = []
    for _ in range(5):
        async with tickets_ready.sim.at_once():
            presses = [(one, await one.presses("Get help", on=panel)) for one in raiders]
        answers += [one.answer(result) for one, result in presses]
        await tickets_ready.sim.env.advance_time(11)

    assert len(answers) == 200
    assert all("Your ticket is ready" in answer for answer in answers[:40])
    assert all("A lot of tickets are being opened right now" in answer for answer in answers[40:])
    assert len(tickets_ready.ticket_channels()) == 40
    await tickets_ready.sim.env.advance_time(10)
    calm = await tickets_ready.alice.presses("Get help", on=panel)
    assert "Your ticket is ready" in tickets_ready.alice.answer(calm)


async def test_a_panel_without_a_record(tickets_ready: Server, alice: Person) -> None:
    """A panel that the bot knows nothing about any more says so politely."""
    button = await button_panel(tickets_ready)
    selector = await selector_panel(tickets_ready, "A bug", channel=tickets_ready.staff)
    panels = tickets_ready.sim.part("PanelStore")
    for number in (1, 2):
        await panels.delete(await stored(tickets_ready, number))

    pressed = await alice.presses("Get help", on=button)
    chosen = await tickets_ready.moderator.selects(["1"], on=selector)

    assert "This button no longer works" in alice.answer(pressed)
    assert "This button no longer works" in tickets_ready.moderator.answer(chosen)


@pytest.mark.bot_locale("fr-FR")
async def test_panels_speak_french(tickets_ready: Server, alice: Person) -> None:
    """On a French bot the panel, its selector and its answers are in French."""
    admin = tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="selector")
    editor = await admin.submits(window, name="Un bug", emoji="", description="", placeholder="")
    await admin.presses("Publier", on=editor)
    panel = panel_message(tickets_ready, tickets_ready.general)

    result = await chooses(alice, panel, "1")

    (select,) = panel.components[0].children
    assert select.placeholder == "Choisissez une raison pour ouvrir un ticket…"
    assert "Votre ticket est ouvert" in alice.answer_besides(result)


async def test_the_group_alone_shows_the_list_only(tickets_ready: Server) -> None:
    """Not Red's whole help of the group below it."""
    await button_panel(tickets_ready)
    said = await tickets_ready.administrator.types("!ticketset panel")
    assert len(said) == 1
    assert "1" in tickets_ready.text(said[0])
