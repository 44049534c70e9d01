"""Ready answers: kept by administrators, sent by moderators in their own name (W6)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.activity.waiting import OPENER, STAFF, opened
from tests.configuration.menu_pages import MenuPage
from tests.lifecycle.staffing import shows_slash_commands
from tests.staff_log.reception import sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

MESSAGES = "/channels/*/messages"


async def keeps(server: Server, words: str) -> str:
    """The administrator types a command below ``[p]ticketset reply``; returns the answer."""
    admin = server.administrator
    return admin.answer(await admin.types(f"!ticketset reply {words}", in_=server.staff))


async def kept(server: Server) -> dict[str, str]:
    """The texts of all ready answers, by name."""
    store = server.sim.part("ReadyAnswerStore")
    return {one.name: one.text for one in await store.of(server.guild.id)}


async def previewed(person: Person, ticket: Any, name: str = "greeting") -> Any:
    """Somebody uses ``/ticketmod reply``."""
    return await person.runs("ticketmod reply", in_=ticket.channel, name=name)


def answers_in(server: Server, channel: Any) -> list[Any]:
    """The ready answers that were posted, as messages."""
    return [
        one
        for one in server.messages(channel)[1:]
        if one.author.id == server.bot_id and one.embeds
    ]


# Keeping them


async def test_typing_them(tickets_ready: Server) -> None:
    """Add, edit, list, remove; a name is taken whatever its case, an unknown variable refused."""
    server = tickets_ready
    assert await keeps(server, "list") == "There is no ready answer yet."
    assert "is saved" in await keeps(server, "add greeting Hello {user}, how can we help?")
    assert "is saved" in await keeps(server, 'add "Need *logs*" Please send us your log.')
    assert "called **GREETING** already" in await keeps(server, "add GREETING Hi")
    assert "{colour}" in await keeps(server, "add other My {colour}")
    assert "1,500 are" in await keeps(server, f"add other {'x' * 1501}")
    assert "80 are" in await keeps(server, f"add {'x' * 81} text")
    assert "is saved" in await keeps(server, "edit Greeting Welcome {user}!")
    assert await kept(server) == {
        "greeting": "Welcome {user}!",
        "Need *logs*": "Please send us your log.",
    }
    listed = await keeps(server, "list")
    assert "**Need \\*logs\\***" in listed
    assert "Welcome {user}!" in listed
    assert "no ready answer of that name" in await keeps(server, "remove hello")
    assert "was deleted" in await keeps(server, "remove need *LOGS*")
    assert await kept(server) == {"greeting": "Welcome {user}!"}


async def test_a_hundred(tickets_ready: Server) -> None:
    """The hundred-and-first is refused; the menu shows all on pages, and how many there are."""
    server = tickets_ready
    service = import_module("tickets.replies.service")
    app, guild_id = server.sim.cog.app, server.guild.id
    for number in range(99):
        await service.add_ready_answer(app, guild_id, name=f"answer {number:03}", text="x" * 1500)
    assert "is saved" in await keeps(server, "add last Bye")
    assert "room for 100 ready answers" in await keeps(server, "add onemore Bye")
    menu = await MenuPage.opened(server.administrator)
    (more,) = [one for one in menu.components if "menu-go" in str(one.get("custom_id"))]
    (entry,) = [one for one in more["options"] if one["value"] == "replies"]
    assert (entry["label"], entry["description"]) == ("Ready answers", "100 answers")
    await menu.goes_to("replies")
    assert menu.control("ready-edit", "0")["disabled"]
    await menu.goes_to("replies.p1")
    assert "answer 010" in menu.text
    assert "Page 2 of 10" in str(menu.components)
    listed = await server.administrator.types("!ticketset reply list", in_=server.staff)
    assert len(listed) > 1


async def test_the_menu(tickets_ready: Server, administrator: Person) -> None:
    """A form asks for name, text and type; what is refused is not lost."""
    server = tickets_ready
    await types(server, "create Reports")
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("replies")
    assert "There is no ready answer yet." in menu.text
    window = await menu.presses("ready-edit", "0")
    await administrator.submits(window, name="hi", text="Hello {nobody}", type=["1"])
    assert "{nobody}" in menu.text
    window = await menu.presses("ready-edit", "0")
    assert "Hello {nobody}" in str(window.modal)
    await administrator.submits(window, name="hi", text="Hello {user}", type=["1"])
    assert "For: Reports" in menu.text
    assert "Hello {user}" in menu.text
    await types(server, "delete Reports")
    (found,) = await server.sim.part("ReadyAnswerStore").of(server.guild.id)
    assert found.type_id == 1
    window = await menu.presses("ready-edit", "1")
    await administrator.submits(window, name="hi there", text="Hello", type=[])
    await menu.goes_to("replies")
    await menu.goes_to("replies.a1")
    await menu.presses("ready-delete", "1")
    assert "**hi there** was deleted" in menu.text
    assert await kept(server) == {}


async def test_two_administrators(tickets_ready: Server, administrator: Person) -> None:
    """What one has changed or deleted meanwhile isn't lost by the other's form, nor its text."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    menu = await MenuPage.opened(administrator, "ticketset reply edit greeting", by="prefix")
    window = await menu.presses("ready-edit", "1")
    await keeps(server, "edit greeting Good evening")
    await administrator.submits(window, name="greeting", text="Good morning")
    assert "changed this ready answer in the meantime" in menu.text
    assert "Good morning" in menu.text
    assert await kept(server) == {"greeting": "Good evening"}
    window = await menu.presses("ready-edit", "1")
    await keeps(server, "remove greeting")
    await administrator.submits(window, name="greeting", text="Good morning")
    assert "was deleted in the meantime" in menu.text
    assert "Good morning" in menu.text


@pytest.mark.parametrize("pair", [("edit", "remove"), ("add", "add"), ("remove", "remove")])
async def test_at_the_same_moment(tickets_ready: Server, pair: tuple[str, str]) -> None:
    """Both are answered, one of them perhaps by what the other did."""
    server = tickets_ready
    words = {"edit": "edit greeting Bye", "remove": "remove greeting", "add": "add greeting Hi"}
    if "add" not in pair:
        await keeps(server, "add greeting Hello")
    admins = (server.administrator, server.owner)
    async with server.sim.at_once():
        for admin, one in zip(admins, pair, strict=True):
            await admin.types(f"!ticketset reply {words[one]}", in_=server.staff)
    said = [server.text(one) for one in server.messages(server.staff)[-2:]]
    assert all("ready answer" in one for one in said), said
    assert len(await kept(server)) == (1 if "add" in pair else 0)


async def test_a_reset(tickets_ready: Server, administrator: Person) -> None:
    """It forgets them; a form from before stores nothing."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    menu = await MenuPage.opened(administrator, "ticketset reply", by="prefix")
    window = await menu.presses("ready-edit", "0")
    reset = await MenuPage.opened(server.owner)
    await reset.goes_to("reset")
    await reset.presses("menu-reset")
    assert await kept(server) == {}
    await administrator.submits(window, name="other", text="Hello")
    assert await kept(server) == {}


# Sending one


async def test_sending(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """A preview for the moderator alone; then it stands in their name, and is their word."""
    server = tickets_ready
    await keeps(server, "add greeting Hello {user}, this is **{server}**: {reason}")
    ticket = await opened(server, "*help* <@&1>")
    shown = await previewed(moderator, ticket)
    assert shown.ephemeral
    text = moderator.answer(shown)
    assert "This is how **greeting** looks in the ticket." in text
    assert f"Hello {alice.mention}" in text
    assert answers_in(server, ticket.channel) == []
    with server.sim.counting() as calls:
        done = await moderator.presses("Send", on=shown)
    assert len(calls) == 3, calls.routes
    assert moderator.answer(done) == "✅ The answer was sent."
    assert moderator.buttons(done) == []
    (posted,) = answers_in(server, ticket.channel)
    (embed,) = posted.embeds
    assert embed.author.name == moderator.name
    assert embed.author.icon_url
    assert "\\*help\\*" in embed.description
    assert f"**{server.guild.name}**" in embed.description
    (sent,) = calls.matching("POST", "/channels/{}/messages")
    assert sent.body["allowed_mentions"] == {"parse": [], "users": [alice.id]}
    assert await ticket.side() == OPENER
    assert (await ticket.record()).answered_at is not None


async def test_hostile_words(tickets_ready: Server, moderator: Person) -> None:
    """Names and variables show as they are written; nobody is called."""
    server = tickets_ready
    await keeps(server, 'add "`<@1>` **x** @everyone" @everyone <@&1> {user.nickname} {reason}')
    await server.sim.env.settle()
    ticket = await opened(server, "[x](https://evil.example) ||y|| @everyone")
    shown = await previewed(moderator, ticket, "`<@1>` **x** @everyone")
    assert "\\`\\<@1\\>\\` \\*\\*x\\*\\*" in moderator.answer(shown)
    with server.sim.counting() as calls:
        await moderator.presses("Send", on=shown)
    (sent,) = calls.matching("POST", "/channels/{}/messages")
    assert sent.body["allowed_mentions"] == {"parse": []}
    (posted,) = answers_in(server, ticket.channel)
    assert "](https" not in posted.embeds[0].description
    assert "\\|\\|y" in posted.embeds[0].description


async def test_by_typing(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """The command goes, and a button shows the preview to the staff alone."""
    server = tickets_ready
    await keeps(server, "add secretname Hello")
    ticket = await opened(server)
    answer = await moderator.types("!ticketmod reply SecretName", in_=ticket.channel)
    assert not any("ecret" in text for text in alice.reads(ticket.channel))
    refused = await alice.presses("Show", on=answer)
    assert "administrators can do this" in alice.answer(refused)
    shown = await moderator.presses("Show", on=answer)
    assert shown.ephemeral
    await moderator.presses("Send", on=shown)
    assert len(answers_in(server, ticket.channel)) == 1
    unknown = await moderator.types("!ticketmod reply other", in_=ticket.channel)
    assert "no ready answer of that name" in moderator.answer(unknown)


async def test_for_which_tickets(tickets_ready: Server) -> None:
    """Completion and command know those for all tickets, and for this one's type."""
    server = tickets_ready
    teams = await Teams.on(server)
    service = import_module("tickets.replies.service")
    app, guild_id = server.sim.cog.app, server.guild.id
    for name, kind in (("for all", None), ("support", "Support"), ("reports", "Reports")):
        type_id = None if kind is None else await teams.type_id(kind)
        await service.add_ready_answer(app, guild_id, name=name, text=name, type_id=type_id)
    support = await teams.opens(server.alice, "Support", reason="No sound")
    await shows_slash_commands(server)
    offered = await server.moderator.actor.autocomplete(support, "ticketmod reply", "name", "")
    assert [one["name"] for one in offered] == ["for all", "support"]
    report = await teams.opens(server.bob, "Reports", reason="Rude")
    offered = await teams.judge.actor.autocomplete(report, "ticketmod reply", "name", "REP")
    assert [one["name"] for one in offered] == ["reports"]
    answer = await server.moderator.runs("ticketmod reply", in_=support, name="reports")
    assert "There are: `for all`, `support`." in server.moderator.answer(answer)
    forged = await server.moderator.forges_click("tickets:v1:ready-show:1:3", in_=support)
    assert "was deleted in the meantime" in server.moderator.answer(forged)
    forged = await server.moderator.forges_click("tickets:v1:ready-show:2:1", in_=report)
    assert "looks in the ticket" not in server.moderator.answer(forged)


async def test_changed_meanwhile(tickets_ready: Server, moderator: Person) -> None:
    """Only what somebody has seen is sent; one that was deleted isn't."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    ticket = await opened(server)
    shown = await previewed(moderator, ticket)
    await keeps(server, "edit greeting Good evening")
    again = await moderator.presses("Send", on=shown)
    assert "was changed in the meantime" in moderator.answer(again)
    assert answers_in(server, ticket.channel) == []
    await moderator.presses("Send", on=again)
    (posted,) = answers_in(server, ticket.channel)
    assert posted.embeds[0].description == "Good evening"
    shown = await previewed(moderator, ticket)
    await keeps(server, "remove greeting")
    gone = await moderator.presses("Send", on=shown)
    assert "was deleted in the meantime" in moderator.answer(gone)


async def test_pressed_twice(tickets_ready: Server, moderator: Person) -> None:
    """A preview is sent once, also if Discord's answer was lost, and not after a restart."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    ticket = await opened(server)
    shown = await previewed(moderator, ticket)
    async with server.sim.at_once():
        for _press in range(2):
            await moderator.presses("Send", on=shown)
    assert len(answers_in(server, ticket.channel)) == 1
    shown = await previewed(moderator, ticket)
    server.sim.faults.lose_answer(MESSAGES, method="POST")
    await moderator.presses("Send", on=shown)
    assert len(answers_in(server, ticket.channel)) == 2
    shown = await previewed(moderator, ticket)
    await server.sim.restart()
    ended = await moderator.presses("Send", on=shown)
    assert "has expired" in moderator.answer(ended)
    assert len(answers_in(server, ticket.channel)) == 2


async def test_discord_refuses(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """The reason is told, the preview stays to be sent later, and nobody has answered."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    ticket = await opened(server, "help")
    shown = await previewed(moderator, ticket)
    server.sim.faults.fail(MESSAGES, method="POST")
    failed = await moderator.presses("Send", on=shown)
    assert "Send Messages" in moderator.answer_besides(failed)
    assert await ticket.side() == STAFF
    await moderator.presses("Send", on=shown)
    assert len(answers_in(server, ticket.channel)) == 1
    assert await ticket.side() == OPENER


@pytest.mark.parametrize("first", ["send", "close"])
async def test_sent_while_it_closes(tickets_ready: Server, moderator: Person, first: str) -> None:
    """It is sent before the closing or not at all: who no longer reads is sent nothing."""
    server = tickets_ready
    await keeps(server, "add greeting Hello")
    ticket = await opened(server)
    shown = await previewed(moderator, ticket)
    sends = moderator.presses("Send", on=shown)
    closes = server.administrator.runs("ticketmod close", in_=ticket.channel, reason="Done")
    async with server.sim.at_once():
        done = [await one for one in ((sends, closes) if first == "send" else (closes, sends))]
    said = moderator.answer(done[0 if first == "send" else 1])
    posted = [one.embeds[0] for one in answers_in(server, ticket.channel)]
    was_sent = [one.description for one in posted][:1] == ["Hello"]
    assert (said == "✅ The answer was sent.") is was_sent
    assert "closed the ticket" in posted[-1].author.name
    assert len(posted) == 1 + was_sent
    assert was_sent or "already closed by" in said
    late = await previewed(moderator, ticket)
    assert "already closed by" in moderator.answer(late)


async def test_in_french(french: Server, moderator: Person) -> None:
    """Commands, menu, preview and answers."""
    await french.administrator.types("!ticketset reply add bonjour Bonjour {user}")
    ticket = await opened(french)
    shown = await previewed(moderator, ticket, "bonjour")
    assert "Voici" in moderator.answer(shown)
    assert moderator.buttons(shown) == ["Envoyer", "Annuler"]
    await moderator.presses("Envoyer", on=shown)
    typed = await moderator.types("!ticketmod répondre bonjour", in_=ticket.channel)
    assert moderator.buttons(typed) == ["Afficher"]
    menu = await MenuPage.opened(french.administrator)
    await menu.goes_to("replies")
    assert "Réponses types" in menu.text


async def test_a_ready_answer_claims_the_ticket(tickets_ready: Server) -> None:
    """Where answering does; a typed command answers nobody."""
    server, moderator = tickets_ready, tickets_ready.moderator
    await shows_slash_commands(server)
    await sets(server, "claims on")
    await sets(server, "claimbyanswering on")
    await keeps(server, "add greeting Hello {user}!")
    ticket = await opened(server, "help")
    await moderator.types("!ticketmod list", in_=ticket.channel)
    assert "Handled by" not in server.text(server.welcome_message(ticket.channel))
    await moderator.presses("Send", on=await previewed(moderator, ticket))
    assert moderator.mention in server.text(server.welcome_message(ticket.channel))
