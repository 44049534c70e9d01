"""A member reports a message: it is in a ticket as it was, whatever becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
from messages import text_of

from tests.context_menus.reporting import REPORT, reports, with_menus
from tests.discord_files import LIMIT
from tests.staff_log.reception import receiving_channel

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_deleted_message_hides_nothing(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Between press and form it is deleted; its author is neither told nor added."""
    server = await with_menus(tickets_ready)
    message = await bob.actor.send(server.general, "you are **all** @everyone fools")
    window = await alice.actor.context_menu(server.general, REPORT, message)
    await bob.actor.delete(message)
    done = await alice.submits(window, reason="This is rude")
    await server.sim.env.settle()
    channel = server.newest_ticket()
    assert "Your ticket is ready" in alice.answer(done)
    text = "\n".join(moderator.reads(channel))
    assert "you are \\*\\*all\\*\\*" in text
    assert "This is rude" in text
    assert alice.sees(channel)
    assert not bob.sees(channel)
    assert bob.direct_messages() == []
    assert not any(server.sim.pings(one) for one in channel.history()[1:])
    # What was said stands in the ticket, and nowhere else.
    app = server.sim.cog.app
    assert not [one for one in (app.folder / "reports").rglob("*") if one.is_file()]
    (ticket,) = await app.tickets.present(server.guild.id)
    assert "fools" not in repr(ticket)


@pytest.mark.usefixtures("kept_files")
async def test_ten_files_of_a_webhook_where_the_bot_sees_nothing(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """All that fits is in the ticket, from a channel that is hidden from the bot; the rest is
    named."""
    server = await with_menus(tickets_ready)
    hidden = server.guild.create_text_channel("hidden")
    await server.overwrite(hidden, server.bot_role, deny="view_channel")
    hook = server.guild.create_webhook(hidden, "News")
    files = [(f"{number}.txt", bytes([65 + number]) * 100_000) for number in range(9)]
    files.append(("big.bin", b"x" * (LIMIT + 1)))
    embed = discord.Embed(title="Buy this", description="now")
    message = await hook.send("look", username="A shop", embed=embed, attachments=files)
    await reports(alice, message, hidden)
    await server.sim.env.settle()
    history = server.newest_ticket().history()
    there = {one.filename: one.size for each in history for one in each.attachments}
    assert there == {name: len(content) for name, content in files[:9]}
    text = "\n".join(text_of(server.sim.env, one) for one in history)
    for words in ("look", "Buy this", "now", "A shop", "a webhook", "big.bin", f"{hidden.id}"):
        assert words in text, words
    # Four of these files are as much as one message takes.
    assert [len(one.attachments) for one in history if one.attachments] == [4, 4, 1]


async def test_three_members_report_one_message(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """In a thread: each has a ticket; the same member's second report leads to the first; the team
    alone hears that others reported it, too."""
    server = await with_menus(tickets_ready)
    log = await receiving_channel(server)
    await server.administrator.types(
        f"!ticketset type set Reports receptionchannel {log.mention}", in_=server.staff
    )
    backend = server.sim.env.backend
    thread = server.channel(backend.create_thread(server.general.id, "Aside", alice.id).id)
    message = await server.mallory.actor.send(thread, "spam")
    for person in (alice, bob, server.helper):
        await reports(person, message, thread)
        await server.sim.env.settle()
    channels = server.ticket_channels()
    assert len(channels) == 3
    told = [one for one in moderator.reads(log) if "more than once" in one]
    assert len(told) == 2
    assert "#1 #2 #3" in told[-1]
    assert "more than once" not in "\n".join(alice.reads(channels[0]))
    again = await alice.actor.context_menu(thread, REPORT, message)
    assert "already reported" in alice.answer(again)
    assert f"<#{channels[0].id}> (#1)" in alice.answer(again)
    assert len(server.ticket_channels()) == 3


async def test_who_may_not_report(tickets_ready: Server, alice: Person, bob: Person) -> None:
    """Without a type that takes reports there are none; rules, limits and blocks count."""
    server = await with_menus(tickets_ready, reports=False)
    message = await bob.actor.send(server.general, "spam")
    no = await alice.actor.context_menu(server.general, REPORT, message)
    assert "takes no reports" in alice.answer(no)
    for words in ("create Reports", "set Reports reports on", "set Reports accountage 3000"):
        await server.administrator.types(f"!ticketset type {words}", in_=server.staff)
    no = await alice.actor.context_menu(server.general, REPORT, message)
    assert no.modal is None
    assert "account" in alice.answer(no)
    await server.administrator.types("!ticketset type set Reports accountage 0", in_=server.staff)
    await server.moderator.types(f"!ticketmod block {alice.mention}")
    no = await alice.actor.context_menu(server.general, REPORT, message)
    assert "blocked" in alice.answer(no)
    await server.moderator.types(f"!ticketmod unblock {alice.mention}")
    # Moderators decide about other tickets first, not about these.
    log = await receiving_channel(server)
    await server.has_set(reception_channel_id=log.id, limit=1)
    for words in (f"receptionchannel {log.mention}", "validation manual"):
        await server.administrator.types(f"!ticketset type set Reports {words}", in_=server.staff)
    window = await alice.actor.context_menu(server.general, REPORT, message)
    other = await bob.actor.send(server.general, "more spam")
    second = await alice.actor.context_menu(server.general, REPORT, other)
    await alice.submits(second, reason="rude")
    await server.sim.env.settle()
    assert len(server.ticket_channels()) == 1
    # Its form is older than the ticket that fills the limit: the words come back.
    late = await alice.submits(window, reason="very rude")
    assert "only have one" in alice.answer(late)
    assert "very rude" in alice.answer(late)


async def test_a_form_from_before_a_restart(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """It counts, for an hour: also if the bot was killed and the message deleted meanwhile."""
    server = await with_menus(tickets_ready)
    message = await bob.actor.send(server.general, "fools")
    window = await alice.actor.context_menu(server.general, REPORT, message)
    await bob.actor.delete(message)
    await server.sim.restart(clean=False)
    await alice.submits(window, reason="rude")
    await server.sim.env.settle()
    assert "fools" in "\n".join(moderator.reads(server.newest_ticket()))

    message = await bob.actor.send(server.general, "fools again")
    window = await alice.actor.context_menu(server.general, REPORT, message)
    assert "fools again" in await data_of(server, bob)
    assert "you_report_it" in await data_of(server, alice)
    assert "fools again" not in await data_of(server, alice)
    await server.sim.time_passes(3700)
    late = await alice.submits(window, reason="rude")
    assert "report it once more" in alice.answer(late)


async def data_of(server: Server, person: Person) -> str:
    """What Red is told that is stored about somebody."""
    files = await server.sim.cog.red_get_data_for_user(user_id=person.id)
    return "".join(one.getvalue().decode() for one in files.values())


@pytest.mark.parametrize("requester", ["user", "user_strict", "discord_deleted_user"])
async def test_who_is_forgotten_is_reported_no_more(
    tickets_ready: Server, alice: Person, bob: Person, requester: str
) -> None:
    """What is kept of their words goes, whoever asks; the form that is open says so."""
    server = await with_menus(tickets_ready)
    message = await bob.actor.send(server.general, "fools")
    window = await alice.actor.context_menu(server.general, REPORT, message)
    await server.sim.cog.red_delete_data_for_user(requester=requester, user_id=bob.id)
    assert "fools" not in await data_of(server, bob)
    late = await alice.submits(window, reason="rude")
    assert "report it once more" in alice.answer(late)


async def test_a_report_survives_trouble_and_a_kill(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """The ticket is open and Discord fails before the message stands in it: it comes later, once;
    the same form opens no second one."""
    server = await with_menus(tickets_ready)
    message = await bob.actor.send(server.general, "fools")
    window = await alice.actor.context_menu(server.general, REPORT, message)
    # The first message is the welcome.
    server.sim.faults.fail("/channels/*/messages", method="POST", at=2, status=503, times=9)
    await alice.submits(window, reason="rude")
    channel = server.newest_ticket()
    assert "fools" not in "\n".join(moderator.reads(channel))
    server.sim.faults.clear()
    await server.sim.restart(clean=False)
    await server.sim.time_passes(120)
    texts = moderator.reads(channel)
    assert sum("fools" in one for one in texts) == 1
    again = await alice.forges_modal(
        f"tickets:v1:report:{message.id}", {"reason": "rude"}, in_=server.general
    )
    assert "already reported" in alice.answer(again)
    assert len(server.ticket_channels()) == 1
