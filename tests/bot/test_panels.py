"""Panels: as members meet them, and as admins make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def button_panel(server: Server, channel: Any = None, **texts: str) -> Any:
    """An administrator makes a panel with a button; returns its message."""
    channel = channel or server.general
    window = await server.administrator.runs(
        "ticketset panel create", kind="button", channel=channel
    )
    given = {"label": "Get help", "emoji": "", "reason": "", "colour": ["green"], **texts}
    desk = await server.administrator.submits(window, **given)
    await server.administrator.presses("Post", on=desk)
    return panel_message(server, channel)


async def selector_panel(server: Server, *reasons: str, channel: Any = None) -> Any:
    """An administrator makes a panel with a selector of these reasons."""
    channel = channel or server.general
    window = await server.administrator.runs(
        "ticketset panel create", kind="selector", channel=channel
    )
    desk = await server.administrator.submits(
        window, name=reasons[0], emoji="🐛", description="", placeholder=""
    )
    await server.administrator.presses("Post", on=desk)
    for reason in reasons[1:]:
        await server.administrator.types(f"!ticketset panel addreason 1 {reason}")
    return panel_message(server, channel)


def panel_message(server: Server, channel: Any) -> Any:
    return [
        one
        for one in server.messages(channel)
        if "tickets:v1:panel:" in ids(one) or "tickets:v1:choose:" in ids(one)
    ][-1]


def ids(message: Any) -> str:
    return " ".join(
        str(getattr(child, "custom_id", ""))
        for row in message.components
        for child in row.children
    )


async def chooses(person: Person, message: Any, value: str) -> Any:
    return await person.selects([value], on=message)


@pytest.mark.parametrize(
    ("reason", "asks", "shown"),
    [
        ("", "off", "Feel free to describe"),
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
    assert alice.answer(result) == f"Your ticket is open: {channel.mention}"
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

    assert "Your ticket is open" in alice.answer_besides(first)
    assert "Your ticket is open" in alice.answer_besides(second)
    channels = tickets_ready.ticket_channels()
    assert len(channels) == 2
    assert all("**Reason:** A question" in alice.reads(channel)[0] for channel in channels)


async def test_twenty_five_reasons_and_no_more(tickets_ready: Server, alice: Person) -> None:
    """A selector takes 25 reasons; the 26th is refused, a duplicate as well."""
    panel = await selector_panel(tickets_ready, *(f"Reason {n}" for n in range(1, 26)))
    admin = tickets_ready.administrator

    refused = await admin.types("!ticketset panel addreason 1 One more")
    assert "at most 25 reasons" in admin.answer(refused)
    await admin.types("!ticketset panel removereason 1 3")
    doubled = await admin.types("!ticketset panel addreason 1 reason 4")
    assert "already a reason" in admin.answer(doubled)
    result = await chooses(alice, panel_message(tickets_ready, tickets_ready.general), "25")
    assert "Your ticket is open" in alice.answer_besides(result)
    assert len(panel.components[0].children[0].options) == 25


async def test_a_removed_reason_and_a_removed_panel(tickets_ready: Server, alice: Person) -> None:
    """Who has an old selector open reads that the reason, or the panel, is gone."""
    admin = tickets_ready.administrator
    panel = await selector_panel(tickets_ready, "A bug", "A question")
    await admin.types("!ticketset panel removereason 1 A bug")
    gone = await alice.forges_click(
        "tickets:v1:choose:1", in_=tickets_ready.general, message=panel, values=["1"]
    )
    assert "This reason was removed" in alice.answer_besides(gone)

    question = await admin.types("!ticketset panel delete 1")
    await admin.presses("Confirm", on=question)
    assert not [one for one in tickets_ready.messages(tickets_ready.general) if one.id == panel.id]
    late = await alice.forges_modal(
        "tickets:v1:panel-door:1", {"label": "x"}, in_=tickets_ready.general
    )
    assert "Manage Server" in alice.answer(late)


@pytest.mark.parametrize("how", ["restart", "kill", "reload"])
async def test_panels_outlive_the_bot(tickets_ready: Server, alice: Person, how: str) -> None:
    """After restart, crash and reload a panel answers at once."""
    panel = await button_panel(tickets_ready)
    if how == "reload":
        await tickets_ready.sim.reload()
    else:
        await tickets_ready.sim.restart(clean=how == "restart")

    result = await alice.presses("Get help", on=panel)

    assert "Your ticket is open" in alice.answer(result)


async def test_a_panel_of_a_disabled_system_is_polite(
    tickets_ready: Server, alice: Person
) -> None:
    """While the system is off the panel says that tickets are closed; the limit is told too."""
    panel = await button_panel(tickets_ready)
    await tickets_ready.administrator.types("!ticketset limit 1")
    await alice.presses("Get help", on=panel)
    assert "You already have a ticket" in alice.answer(await alice.presses("Get help", on=panel))
    await tickets_ready.administrator.types("!ticketset disable")

    assert "Tickets are closed" in alice.answer(await alice.presses("Get help", on=panel))


async def test_a_raid_is_damped(tickets_ready: Server, alice: Person) -> None:
    """200 presses at once are all answered; members get their tickets, one member not many."""
    panel = await button_panel(tickets_ready)
    people = [tickets_ready.person(f"member-{number}") for number in range(20)]

    async with tickets_ready.sim.at_once():
        raid = [await alice.presses("Get help", on=panel) for _ in range(180)]
        crowd = [(one, await one.presses("Get help", on=panel)) for one in people]

    assert all("Your ticket is open" in one.answer(result) for one, result in crowd)
    assert all(alice.answer(result) for result in raid)
    assert any("You are too fast" in alice.answer(result) for result in raid)
    assert len(tickets_ready.ticket_channels()) <= 20 + 5


async def test_a_deleted_panel_message_is_told(tickets_ready: Server) -> None:
    """Deleting the message by hand removes the panel and tells the staff."""
    panel = await button_panel(tickets_ready)
    admin = tickets_ready.administrator
    await tickets_ready.owner.actor.delete(panel)

    shown = await admin.types("!ticketset panel list")

    assert "There is no panel yet" in tickets_ready.text(shown[0])
    assert "The message of panel 1 was deleted" in tickets_ready.text(shown[1])


async def test_moving_and_posting_again(tickets_ready: Server, alice: Person) -> None:
    """A moved panel is in the new channel only; posting again makes it the newest message."""
    admin = tickets_ready.administrator
    panel = await button_panel(tickets_ready)
    help_channel = tickets_ready.guild.create_text_channel("help")
    await tickets_ready.sim.env.settle()

    await admin.types(f"!ticketset panel move 1 {help_channel.mention}")

    there = [one.id for one in tickets_ready.messages(tickets_ready.general)]
    assert panel.id not in there
    moved = panel_message(tickets_ready, help_channel)
    assert "Your ticket is open" in alice.answer(await alice.presses("Get help", on=moved))
    await admin.types("!ticketset panel post 1")
    again = panel_message(tickets_ready, help_channel)
    assert again.id != moved.id
    assert len(tickets_ready.messages(help_channel)) == 1


async def test_words_and_look(tickets_ready: Server) -> None:
    """Two forms change the words and the look of the message; default brings it back."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready)
    desk = await admin.runs("ticketset panel edit")

    words = await admin.presses("Words", on=desk)
    desk = await admin.submits(
        words, content="Hi", author="", title="Support", text="We are *here*", footer="24/7"
    )
    look = await admin.presses("Look", on=desk)
    desk = await admin.submits(look, colour="#ff0000", thumbnail="", image="https://x.org/a.png")

    message = panel_message(tickets_ready, tickets_ready.general)
    assert message.content == "Hi"
    embed = message.embeds[0]
    assert (embed.title, embed.description, embed.footer.text) == (
        "Support",
        "We are *here*",
        "24/7",
    )
    assert embed.colour is not None
    assert embed.colour.value == 0xFF0000
    assert embed.image.url == "https://x.org/a.png"
    await admin.presses("Default look", on=desk)
    message = panel_message(tickets_ready, tickets_ready.general)
    assert "Do you need help?" in message.embeds[0].title
    assert not message.content


async def test_a_preview_opens_nothing(tickets_ready: Server) -> None:
    """The preview looks like the panel, for its caller only, and its button opens nothing."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready)

    preview = await admin.runs("ticketset panel preview")
    pressed = await admin.presses("Get help", on=preview)

    assert preview.ephemeral
    assert "only a preview" in admin.answer(pressed)
    assert not tickets_ready.ticket_channels()


@pytest.mark.parametrize(
    ("form", "values", "sentence"),
    [
        ("panel-look:1", {"colour": "reddish"}, "is not a colour"),
        ("panel-look:1", {"colour": "#fff", "image": ""}, "is not a colour"),
        ("panel-look:1", {"image": "javascript:alert(1)"}, "is not the address of a picture"),
        ("panel-look:1", {"thumbnail": "ftp://x.org/a.png"}, "is not the address of a picture"),
        ("panel-door:1", {"label": "x" * 81}, "81 characters; at most 80"),
        ("panel-door:1", {"label": "  "}, "The text is empty"),
        ("panel-door:1", {"label": "x", "emoji": "abc"}, "is not an emoji"),
        ("panel-door:1", {"label": "x", "emoji": "<:no:123456789012345678>"}, "is not an emoji"),
        ("panel-words:1", {"content": ""}, "needs some words or a picture"),
        ("panel-words:1", {"content": "x" * 2001}, "2,001 characters; at most 2,000"),
        ("panel-words:1", {"text": "x" * 4000, "footer": "y" * 2001}, "at most 6,000"),
        ("panel-message:1", {"message": "nonsense"}, "No message was found"),
        ("panel-message:1", {"message": "123456789012345678"}, "No message was found"),
        ("panel-reason:1:0", {"name": "x"}, "Only selectors have reasons"),
    ],
)
async def test_what_cannot_work_is_refused(
    tickets_ready: Server, form: str, values: dict[str, str], sentence: str
) -> None:
    """Values that Discord or the panel can't take are explained; the panel stays as it was."""
    await button_panel(tickets_ready)
    before = await tickets_ready.sim.cog.desk.panels.get(tickets_ready.guild.id, 1)

    result = await tickets_ready.administrator.forges_modal(
        f"tickets:v1:{form}", values, in_=tickets_ready.general
    )

    assert sentence in tickets_ready.administrator.answer(result)
    assert await tickets_ready.sim.cog.desk.panels.get(tickets_ready.guild.id, 1) == before


async def test_an_existing_message_gets_the_button(tickets_ready: Server, alice: Person) -> None:
    """A message of the bot's gets the panel; one of a member's, or with buttons, doesn't."""
    admin, channel = tickets_ready.administrator, tickets_ready.general
    first = await button_panel(tickets_ready)
    (own,) = await admin.types("!ticketset limit")
    foreign = await alice.actor.send(channel, "hello")

    async def attach(message: Any) -> str:
        link = f"https://discord.com/channels/{tickets_ready.guild.id}/{channel.id}/{message.id}"
        result = await admin.forges_modal(
            "tickets:v1:panel-message:1", {"message": link}, in_=tickets_ready.staff
        )
        return admin.answer(result)

    assert "Only a message of this bot" in await attach(foreign)
    assert "buttons or a selector already" in await attach(first)
    await attach(own)

    assert "Your ticket is open" in alice.answer(await alice.presses("Get help", on=own))
    assert first.id not in [message.id for message in tickets_ready.messages(channel)]
    text = tickets_ready.text(own)
    await admin.presses("Confirm", on=await admin.types("!ticketset panel delete 1"))
    assert tickets_ready.text(own) == text
    assert tickets_ready.buttons(own) == []


async def test_an_emoji_that_discord_refuses(tickets_ready: Server, alice: Person) -> None:
    """When Discord refuses an emoji the panel is posted without, and the staff are told."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready, emoji="🎫")
    refusal = "Invalid Form Body\\nIn components.0.components.0.emoji.id: Invalid emoji"
    tickets_ready.sim.faults.fail(
        "/channels/*/messages", method="POST", status=400, code=50035, message=refusal
    )

    posted = await admin.runs("ticketset panel post")

    panel = panel_message(tickets_ready, tickets_ready.general)
    assert "Your ticket is open" in alice.answer(await alice.presses("Get help", on=panel))
    assert "Discord refused an emoji of panel 1" in admin.answer_besides(posted)


async def test_a_panel_is_looked_at_before_it_is_posted(tickets_ready: Server) -> None:
    """A new panel is nowhere to be seen until Post is pressed; a typed preview is private."""
    admin = tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="button")
    desk = await admin.submits(window, label="Help", emoji="", reason="", colour=["grey"])
    assert "not posted" in admin.answer(desk)
    typed = await admin.types("!ticketset panel preview")
    preview = await admin.presses("Preview", on=typed)

    assert preview.ephemeral
    assert "Do you need help?" in admin.answer(preview)
    assert "Help" in admin.buttons(preview)
    assert "Help" not in tickets_ready.bob.buttons(tickets_ready.general)


@pytest.mark.parametrize("value", ["x" * 151, "x" * 200])
async def test_too_long_words_for_a_selector(tickets_ready: Server, value: str) -> None:
    """Placeholder and description have Discord's limits."""
    await selector_panel(tickets_ready, "A bug")
    admin = tickets_ready.administrator
    door = await admin.forges_modal(
        "tickets:v1:panel-door:1", {"placeholder": value}, in_=tickets_ready.general
    )
    reason = await admin.forges_modal(
        "tickets:v1:panel-reason:1:0",
        {"name": "x", "description": value[:101]},
        in_=tickets_ready.general,
    )

    assert "at most 150" in admin.answer(door)
    assert "101 characters; at most 100" in admin.answer(reason)


async def test_a_channel_the_bot_cannot_write_to(tickets_ready: Server) -> None:
    """A channel without permissions is refused with their names, before any form."""
    await tickets_ready.overwrite(
        tickets_ready.general, tickets_ready.bot_role, deny="embed_links"
    )
    result = await tickets_ready.administrator.runs(
        "ticketset panel create", kind="button", channel=tickets_ready.general
    )

    assert "lacks the permission **Embed Links**" in tickets_ready.administrator.answer(result)


async def test_typed_commands_ask_for_what_is_missing(tickets_ready: Server) -> None:
    """Each command works without its arguments: it offers what there is to choose."""
    admin = tickets_ready.administrator
    kind = await admin.types("!ticketset panel create")
    window = await admin.presses("Selector", on=kind)
    desk = await admin.submits(window, name="A bug", emoji="", description="", placeholder="")
    await admin.presses("Post", on=desk)
    other = await button_panel(tickets_ready, tickets_ready.staff)
    assert other

    asked = await admin.types("!ticketset panel addreason")
    chosen = await admin.selects(["1"], on=asked)
    window = await admin.submits(chosen, name="Two", emoji="", description="second")
    asked = await admin.types("!ticketset panel movereason 1")
    chosen = await admin.selects(["2"], on=asked)
    await admin.submits(chosen, position="1")
    typed = await admin.types("!ticketset panel editreason 1 A bug")
    window = await admin.presses("Fill in", on=typed)
    await admin.submits(window, name="A fault", emoji="🐛", description="")

    panel = await tickets_ready.sim.cog.desk.panels.get(tickets_ready.guild.id, 1)
    assert [reason.name for reason in panel.reasons] == ["Two", "A fault"]
    assert panel.reasons[1].emoji == "🐛"


async def test_two_panels_and_numbers_that_stay(tickets_ready: Server, alice: Person) -> None:
    """Panels in two channels work side by side; a deleted one's number isn't given again."""
    admin = tickets_ready.administrator
    first = await button_panel(tickets_ready, label="One")
    second = await button_panel(tickets_ready, tickets_ready.general, label="Two")
    for label, message in (("One", first), ("Two", second)):
        assert "Your ticket is open" in alice.answer(await alice.presses(label, on=message))
    await admin.presses("Confirm", on=await admin.types("!ticketset panel delete 2"))
    await button_panel(tickets_ready, label="Three")

    listed = tickets_ready.text((await admin.types("!ticketset panel list"))[0])
    assert "**1** · button **One**" in listed
    assert "**3** · button **Three**" in listed


async def test_only_admins_make_panels(tickets_ready: Server, moderator: Person) -> None:
    """Every button, selector and form of the panel's desk asks for the right to configure."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready)
    desk = await admin.types("!ticketset panel edit 1")
    for label in tickets_ready.buttons(desk[-1]):
        result = await moderator.presses(label, on=desk)
        assert "Manage Server" in moderator.answer(result), label
    for form in ("panel-door:1", "panel-words:1", "panel-look:1", "panel-message:1"):
        result = await moderator.forges_modal(
            f"tickets:v1:{form}", {"label": "x"}, in_=tickets_ready.general
        )
        assert "Manage Server" in moderator.answer(result), form
