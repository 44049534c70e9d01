"""Panels as admins make them: commands, forms, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.panels.panel_making import (
    button_panel,
    chooses,
    new_channel,
    panel_message,
    panel_messages,
    selector_panel,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_twenty_five_reasons_and_no_more(tickets_ready: Server, alice: Person) -> None:
    """A selector takes 25 reasons; the 26th is refused, a duplicate as well."""
    panel = await selector_panel(tickets_ready, *(f"Reason {n}" for n in range(1, 26)))
    admin = tickets_ready.administrator

    refused = await admin.types("!ticketset panel addreason 1 One more")
    assert "already has 25" in admin.answer(refused)
    await admin.types("!ticketset panel removereason 1 3")
    doubled = await admin.types("!ticketset panel addreason 1 reason 4")
    assert "already one called" in admin.answer(doubled)
    result = await chooses(alice, panel_message(tickets_ready, tickets_ready.general), "25")
    assert "Your ticket is ready" in alice.answer_besides(result)
    assert len(panel.components[0].children[0].options) == 25


async def test_a_removed_reason_and_a_removed_panel(tickets_ready: Server, alice: Person) -> None:
    """Who has an old selector open reads that the reason, or the panel, is gone."""
    admin = tickets_ready.administrator
    panel = await selector_panel(tickets_ready, "A bug", "A question")
    await admin.types("!ticketset panel removereason 1 A bug")
    gone = await alice.forges_click(
        "tickets:v1:choose:1", in_=tickets_ready.general, message=panel, values=["1"]
    )
    assert "That option is no longer available" in alice.answer_besides(gone)

    question = await admin.types("!ticketset panel delete 1")
    await admin.presses("Confirm", on=question)
    assert not [one for one in tickets_ready.messages(tickets_ready.general) if one.id == panel.id]
    late = await alice.forges_modal(
        "tickets:v1:panel-door:1", {"label": "x"}, in_=tickets_ready.general
    )
    assert "Manage Server" in alice.answer(late)


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
    assert "Your ticket is ready" in alice.answer(await alice.presses("Get help", on=moved))
    await admin.types("!ticketset panel post 1")
    again = panel_message(tickets_ready, help_channel)
    assert again.id != moved.id
    assert len(tickets_ready.messages(help_channel)) == 1


async def test_words_and_look(tickets_ready: Server) -> None:
    """Two forms change the words and the look of the message; default brings it back."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready)
    editor = await admin.runs("ticketset panel edit")

    words = await admin.presses("Text", on=editor)
    editor = await admin.submits(
        words, content="Hi", author="", title="Support", text="We are *here*", footer="24/7"
    )
    look = await admin.presses("Style", on=editor)
    editor = await admin.submits(look, colour="#ff0000", thumbnail="", image="https://x.org/a.png")

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
    await admin.presses("Default look", on=editor)
    message = panel_message(tickets_ready, tickets_ready.general)
    assert "Need help?" in message.embeds[0].title
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
        ("panel-look:1", {"colour": "reddish"}, "isn't a colour"),
        ("panel-look:1", {"colour": "#fff", "image": ""}, "isn't a colour"),
        ("panel-look:1", {"image": "javascript:alert(1)"}, "isn't the address of a picture"),
        ("panel-look:1", {"thumbnail": "ftp://x.org/a.png"}, "isn't the address of a picture"),
        ("panel-door:1", {"label": "x" * 81}, "81 characters, and 80"),
        ("panel-door:1", {"label": "  "}, "The text is empty"),
        ("panel-door:1", {"label": "x", "emoji": "abc"}, "isn't an emoji"),
        ("panel-door:1", {"label": "x", "emoji": "<:no:123456789012345678>"}, "isn't an emoji"),
        ("panel-words:1", {"content": ""}, "needs some words or a picture"),
        ("panel-words:1", {"content": "x" * 2001}, "2,001 characters, and 2,000"),
        ("panel-words:1", {"text": "x" * 4000, "footer": "y" * 2001}, "and 6,000 are"),
        ("panel-message:1", {"message": "nonsense"}, "I can't find that message"),
        ("panel-message:1", {"message": "123456789012345678"}, "I can't find that message"),
        ("panel-reason:1:0", {"label": " "}, "The text is empty"),
    ],
)
async def test_what_cannot_work_is_refused(
    tickets_ready: Server, form: str, values: dict[str, str], sentence: str
) -> None:
    """Values that Discord or the panel can't take are explained; the panel stays as it was."""
    await button_panel(tickets_ready)
    before = await tickets_ready.sim.part("PanelStore").get(tickets_ready.guild.id, 1)

    result = await tickets_ready.administrator.forges_modal(
        f"tickets:v1:{form}", values, in_=tickets_ready.general
    )

    assert sentence in tickets_ready.administrator.answer(result)
    assert await tickets_ready.sim.part("PanelStore").get(tickets_ready.guild.id, 1) == before


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

    assert "Your ticket is ready" in alice.answer(await alice.presses("Get help", on=own))
    assert first.id not in [message.id for message in tickets_ready.messages(channel)]
    text = tickets_ready.text(own)
    await admin.presses("Confirm", on=await admin.types("!ticketset panel delete 1"))
    assert tickets_ready.text(own) == text
    assert tickets_ready.buttons(own) == []


async def test_a_panel_is_looked_at_before_it_is_posted(tickets_ready: Server) -> None:
    """A new panel is nowhere to be seen until Post is pressed; a typed preview is private."""
    admin = tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="button")
    editor = await admin.submits(window, label="Help", emoji="", reason="", colour=["grey"])
    assert "not posted" in admin.answer(editor)
    typed = await admin.types("!ticketset panel preview")
    preview = await admin.presses("Preview", on=typed)

    assert preview.ephemeral
    assert "Need help?" in admin.answer(preview)
    assert "Help" in admin.buttons(preview)
    assert "Help" not in tickets_ready.bob.buttons(tickets_ready.general)


@pytest.mark.parametrize("value", ["x" * 151, "x" * 200])
async def test_too_long_words_for_a_selector(tickets_ready: Server, value: str) -> None:
    """Placeholder and description have Discord's limits."""
    await selector_panel(tickets_ready, "A bug")
    admin = tickets_ready.administrator
    panel = await admin.forges_modal(
        "tickets:v1:panel-door:1", {"placeholder": value}, in_=tickets_ready.general
    )
    reason = await admin.forges_modal(
        "tickets:v1:panel-reason:1:0",
        {"name": "x", "description": value[:101]},
        in_=tickets_ready.general,
    )

    assert "and 150 are" in admin.answer(panel)
    assert "101 characters, and 100" in admin.answer(reason)


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
    editor = await admin.submits(window, name="A bug", emoji="", description="", placeholder="")
    await admin.presses("Post", on=editor)
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

    panel = await tickets_ready.sim.part("PanelStore").get(tickets_ready.guild.id, 1)
    assert [reason.name for reason in panel.entries] == ["Two", "A fault"]
    assert panel.entries[1].emoji == "🐛"


async def test_only_admins_make_panels(tickets_ready: Server, moderator: Person) -> None:
    """Every button, selector and form of the panel's editor asks for the right to configure."""
    admin = tickets_ready.administrator
    await button_panel(tickets_ready)
    editor = await admin.types("!ticketset panel edit 1")
    for label in tickets_ready.buttons(editor[-1]):
        result = await moderator.presses(label, on=editor)
        assert "Manage Server" in moderator.answer(result), label
    for form in ("panel-door:1", "panel-words:1", "panel-look:1", "panel-message:1"):
        result = await moderator.forges_modal(
            f"tickets:v1:{form}", {"label": "x"}, in_=tickets_ready.general
        )
        assert "Manage Server" in moderator.answer(result), form


LONG = {"label": "x" * 81, "placeholder": "x" * 151, "description": "x" * 101}


@pytest.mark.parametrize(
    ("kind", "texts", "sentence"),
    [
        ("button", {"label": LONG["label"]}, "81 characters, and 80"),
        ("button", {"label": "x", "reason": "y" * 101}, "101 characters, and 100"),
        ("button", {"label": " "}, "The text is empty"),
        ("button", {"label": "x", "emoji": "🐛🐛"}, "`🐛🐛` isn't an emoji"),
        ("selector", {"name": "z" * 101}, "101 characters, and 100"),
        ("selector", {"name": "x", "description": LONG["description"]}, "and 100 are"),
        ("selector", {"name": "x", "placeholder": LONG["placeholder"]}, "and 150 are"),
        ("selector", {"name": "x", "emoji": ":nothing:"}, "`:nothing:` isn't an emoji"),
    ],
)
async def test_a_new_panel_that_cannot_work(
    tickets_ready: Server, kind: str, texts: dict[str, str], sentence: str
) -> None:
    """The form of a new panel refuses what Discord would; no panel is left behind."""
    admin = tickets_ready.administrator
    refused = await admin.forges_modal(
        f"tickets:v1:panel-new:{kind}:{tickets_ready.general.id}", texts, in_=tickets_ready.staff
    )

    assert sentence in admin.answer(refused)
    assert not await tickets_ready.sim.part("PanelStore").of(tickets_ready.guild.id)


async def test_the_forms_of_reasons_refuse(tickets_ready: Server) -> None:
    """The 26th reason, a name that exists and a position that isn't one are refused in words;
    the selector's editor stays where it is."""
    await selector_panel(tickets_ready, *(f"Reason {n}" for n in range(1, 26)))
    admin = tickets_ready.administrator
    editor = await admin.runs("ticketset panel edit")

    async def sends(path: str, **texts: str) -> str:
        result = await admin.forges_modal(
            f"tickets:v1:{path}", texts, in_=tickets_ready.general, message=editor.response
        )
        return admin.answer_besides(result)

    assert "already has 25" in await sends("panel-reason:1:0", name="One more")
    assert "already one called `Reason 4`" in await sends("panel-reason:1:3", name="REASON 4")
    assert "isn't a whole number" in await sends("panel-position:1:3", position="first")
    assert "isn't a whole number" in await sends("panel-position:1:3", position="9" * 5000)
    assert "That option is no longer available" in await sends("panel-reason:1:99", name="x")
    assert "Add a reason" in admin.buttons(editor)
    assert [one.name for one in (await stored(tickets_ready)).entries][2] == "Reason 3"


async def test_reasons_by_name_and_position(tickets_ready: Server) -> None:
    """A reason is found by its name first, else by its position; an unknown one is refused
    with those that exist."""
    await selector_panel(tickets_ready, "A bug", "1", "A question")
    admin = tickets_ready.administrator

    await admin.types("!ticketset panel removereason 1 1")
    assert [one.name for one in (await stored(tickets_ready)).entries] == ["A bug", "A question"]
    await admin.types("!ticketset panel removereason 1 1")
    assert [one.name for one in (await stored(tickets_ready)).entries] == ["A question"]
    last = await admin.types("!ticketset panel removereason 1 a QUESTION")
    unknown = await admin.types("!ticketset panel removereason 1 nonsense")

    assert "needs at least one button or reason" in admin.answer(last)
    assert "There is no reason `nonsense`. There are: `A question`" in admin.answer(unknown)


async def test_a_new_reason_is_not_an_old_one(tickets_ready: Server, alice: Person) -> None:
    """Who still sees a removed reason never gets a ticket about the one that came after it."""
    await selector_panel(tickets_ready, "A bug", "A question")
    admin = tickets_ready.administrator
    await admin.types("!ticketset panel removereason 1 A question")
    await admin.types("!ticketset panel addreason 1 A complaint")
    panel = panel_message(tickets_ready, tickets_ready.general)

    late = await alice.forges_click(
        "tickets:v1:choose:1", in_=tickets_ready.general, message=panel, values=["2"]
    )

    assert "That option is no longer available" in alice.answer_besides(late)
    assert not tickets_ready.ticket_channels()


async def test_the_editor_stays_one_message(tickets_ready: Server) -> None:
    """What is done in a private editor shows in it; refusals and previews stand beside it."""
    admin = tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="selector")
    editor = await admin.submits(window, name="A bug", emoji="", description="", placeholder="")

    for name in ("Second", "Third"):
        window = await admin.presses("Add a reason", on=editor)
        added = await admin.submits(window, name=name, emoji="", description="")
        assert admin.answer_besides(added) == ""
    assert "3. Third" in admin.answer(editor).replace("  ", " ")
    preview = await admin.presses("Preview", on=editor)
    assert preview.ephemeral
    assert "Need help?" in admin.answer(preview)
    looked = await admin.presses("Remove a reason", on=editor)
    assert admin.buttons(looked) == ["Back"]
    await admin.presses("Back", on=editor)
    window = await admin.presses("Style", on=editor)
    refused = await admin.submits(window, colour="reddish", thumbnail="", image="")

    assert "`reddish` isn't a colour" in admin.answer_besides(refused)
    assert "Post" in admin.buttons(editor)
    await admin.presses("Post", on=editor)
    assert "Post again" in admin.buttons(editor)
    assert len(panel_messages(tickets_ready)) == 1


async def test_words_begin_with_the_present_ones(tickets_ready: Server) -> None:
    """The form of the words shows what the panel says now; sent as it is, nothing changes, and
    an emptied one is refused."""
    await button_panel(tickets_ready)
    admin = tickets_ready.administrator
    editor = await admin.runs("ticketset panel edit")
    window = await admin.presses("Text", on=editor)
    assert window.modal is not None
    present = {
        component["component"]["custom_id"]: component["component"].get("value") or ""
        for component in window.modal["components"]
    }

    assert present["title"] == "🎫 Need help?"
    await admin.submits(window, **present)
    assert (await stored(tickets_ready)).look is None
    window = await admin.presses("Text", on=editor)
    empty = await admin.submits(window, **dict.fromkeys(present, ""))
    assert "needs some words" in admin.answer_besides(empty)


async def test_a_reason_follows_the_button(tickets_ready: Server, alice: Person) -> None:
    """The reason is proposed as the button's words; left alone, it follows them."""
    admin = tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="button")
    editor = await admin.submits(
        window, label="Report", emoji="", reason="Open a ticket", colour=["red"]
    )
    await admin.presses("Post", on=editor)

    await alice.presses("Report", on=panel_message(tickets_ready, tickets_ready.general))

    assert "**Reason:** Report" in alice.reads(tickets_ready.newest_ticket())[0]


@pytest.mark.parametrize("given", ["party", ":party:", "<:party:{id}>"])
async def test_an_emoji_of_the_server(tickets_ready: Server, given: str) -> None:
    """One of the server's emojis is taken as Discord writes it, or by its name."""
    emoji = tickets_ready.guild.create_emoji("party")
    await tickets_ready.sim.env.settle()

    panel = await button_panel(tickets_ready, emoji=given.format(id=emoji.id))

    assert panel.components[0].children[0].emoji.id == emoji.id


async def test_only_text_channels_take_panels(tickets_ready: Server) -> None:
    """A thread can't carry a panel: it would be archived; the answer says what can."""
    admin = tickets_ready.administrator
    thread = tickets_ready.sim.env.backend.create_thread(
        tickets_ready.general.id, "a thread", admin.id
    )
    place = tickets_ready.channel(thread.id)
    await tickets_ready.sim.env.settle()

    answer = await admin.types("!ticketset panel create", in_=place)

    assert "Panels go in text channels" in admin.answer(answer)


async def test_twenty_five_panels_and_no_more(tickets_ready: Server) -> None:
    """A server has at most 25 panels: as many as there are to choose from; all are listed."""
    admin = tickets_ready.administrator
    for number in range(25):
        await button_panel(tickets_ready, label=f"Button number {number} of this server")
    refused = await admin.forges_modal(
        f"tickets:v1:panel-new:button:{tickets_ready.general.id}",
        {"label": "One more"},
        in_=tickets_ready.general,
    )
    listed = await admin.types("!ticketset panel list")
    asked = await admin.types("!ticketset panel edit")

    assert "has 25 panels already" in admin.answer(refused)
    text = "\n".join(map(tickets_ready.text, listed))
    assert all(f"Button number {number} of" in text for number in range(25))
    editor = await admin.selects(["25"], on=asked)
    assert "Button number 24" in admin.answer(editor)
    unknown = await admin.types("!ticketset panel edit 26")
    assert "There is no panel `26`" in admin.answer(unknown)


async def attached(server: Server, message: str, channel: Any = None) -> str:
    """What the administrator reads after giving panel 1 a message."""
    admin = server.administrator
    result = await admin.forges_modal(
        "tickets:v1:panel-message:1", {"message": message}, in_=channel or server.staff
    )
    return admin.answer(result)


async def test_an_existing_message_by_its_id(tickets_ready: Server, alice: Person) -> None:
    """An id is looked for where it is typed and where the panel is; of a message elsewhere,
    the link is needed. The message keeps its own words, and gets a new choice of reasons."""
    admin, guild = tickets_ready.administrator, tickets_ready.guild
    help_channel = await new_channel(tickets_ready)
    await selector_panel(tickets_ready, "A bug")
    (here,) = await admin.types("!ticketset limit")
    (there,) = await admin.types("!ticketset limit", in_=help_channel)
    text = tickets_ready.text(here)

    assert "I can't find that message" in await attached(tickets_ready, str(there.id))
    await attached(tickets_ready, str(here.id))
    assert [one.id for one in panel_messages(tickets_ready)] == [here.id]
    await admin.types("!ticketset panel addreason 1 A question")
    assert tickets_ready.text(here) == text
    assert "Your ticket is ready" in alice.answer_besides(await chooses(alice, here, "2"))
    editor = await admin.runs("ticketset panel edit")
    assert "Text" not in admin.buttons(editor)
    preview = await admin.presses("Preview", on=editor)
    assert f"{guild.id}/{tickets_ready.general.id}/{here.id}" in admin.answer(preview)
    link = f"<https://discord.com/channels/{guild.id}/{help_channel.id}/{there.id}>"
    await attached(tickets_ready, link)
    assert panel_messages(tickets_ready) == []
    assert tickets_ready.text(here) == text
    assert [one.id for one in panel_messages(tickets_ready, help_channel)] == [there.id]


async def test_messages_out_of_reach(tickets_ready: Server) -> None:
    """A message of another server, or in a channel that is hidden from the bot, is refused."""
    await button_panel(tickets_ready)
    hidden = await new_channel(tickets_ready, "hidden")
    (own,) = await tickets_ready.administrator.types("!ticketset limit", in_=hidden)
    await tickets_ready.overwrite(
        hidden, tickets_ready.bot_role, deny="view_channel read_message_history"
    )
    link = "https://discord.com/channels/{}/{}/{}"

    elsewhere = await attached(tickets_ready, link.format(own.id, hidden.id, own.id))
    unseen = await attached(tickets_ready, link.format(hidden.guild.id, hidden.id, own.id))
    nowhere = await attached(tickets_ready, link.format(hidden.guild.id, own.id, own.id))

    assert "I can't find that message" in elsewhere
    assert "lacks the permissions **View Channels**" in unseen
    assert "I can't find that message" in nowhere
    assert len(panel_messages(tickets_ready)) == 1


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        ("view_channel", "View Channels"),
        ("send_messages", "Send Messages"),
        ("embed_links", "Embed Links"),
    ],
)
async def test_a_channel_that_forbids_panels(tickets_ready: Server, flag: str, name: str) -> None:
    """Creating, posting and moving name what the bot lacks there; the old message stays."""
    admin = tickets_ready.administrator
    panel = await button_panel(tickets_ready)
    closed = await new_channel(tickets_ready)
    await tickets_ready.overwrite(closed, tickets_ready.bot_role, deny=flag)

    created = await admin.runs("ticketset panel create", kind="button", channel=closed)
    moved = await admin.runs("ticketset panel move", panel="1", channel=closed)

    for answer in (created, moved):
        assert f"**{name}**" in admin.answer(answer)
        assert closed.mention in admin.answer(answer)
    assert [one.id for one in panel_messages(tickets_ready)] == [panel.id]


async def test_moving_by_choice(tickets_ready: Server) -> None:
    """Without a channel the command offers all; the chosen one gets the panel."""
    await button_panel(tickets_ready)
    help_channel = await new_channel(tickets_ready)
    asked = await tickets_ready.administrator.runs("ticketset panel move")

    await tickets_ready.administrator.selects([help_channel], on=asked)

    assert len(panel_messages(tickets_ready, help_channel)) == 1
    assert panel_messages(tickets_ready) == []


async def test_commands_without_any_panel(tickets_ready: Server) -> None:
    """Before there is a panel every command says so."""
    admin = tickets_ready.administrator
    for command in ("edit", "preview", "post", "move", "delete", "addreason", "list"):
        answer = await admin.runs(f"ticketset panel {command}")
        assert "There is no panel yet" in admin.answer(answer), command


async def test_acting_commands_answer_in_time(tickets_ready: Server) -> None:
    """A slash command or button that asks something of Discord is acknowledged before."""
    admin = tickets_ready.administrator
    await selector_panel(tickets_ready, "A bug", "A question")
    editor = await admin.runs("ticketset panel edit")
    acts: tuple[Callable[[], Awaitable[Any]], ...] = (
        lambda: admin.runs("ticketset panel post"),
        lambda: admin.runs("ticketset panel move", channel=tickets_ready.staff),
        lambda: admin.runs("ticketset panel addreason", panel="1", name="Praise"),
        lambda: admin.runs("ticketset panel removereason", panel="1", reason="Praise"),
        lambda: admin.presses("Post again", on=editor),
    )
    for act in acts:
        with tickets_ready.sim.counting() as calls:
            await act()
        assert calls.routes[0] == "POST /interactions/{}/{}/callback"
        assert len(calls.routes) > 2
