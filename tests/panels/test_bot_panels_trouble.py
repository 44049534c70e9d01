"""Panels when Discord or people come in between: nothing is lost, nothing double."""

from __future__ import annotations

import dataclasses
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
from tests.staff_log.reception import told

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_deleted_panel_message_is_told(tickets_ready: Server) -> None:
    """Deleting the message by hand removes the panel and tells the staff."""
    panel = await button_panel(tickets_ready)
    admin = tickets_ready.administrator
    await tickets_ready.owner.actor.delete(panel)

    shown = await admin.types("!ticketset panel list")

    assert "There is no panel yet" in tickets_ready.text(shown[0])
    assert "The message of panel 1 was deleted" in await told(admin, shown)


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
    assert "Your ticket is ready" in alice.answer(await alice.presses("Get help", on=panel))
    expected = "Discord refused `🎫`, the emoji of `Get help` in panel 1"
    assert expected in admin.answer_besides(posted)


async def test_a_stored_sign_that_is_no_emoji(tickets_ready: Server) -> None:
    """The first release took some: Discord refuses them, and the sign and its entry are named,
    in the preview as well as when the panel is posted without."""
    server, admin = tickets_ready, tickets_ready.administrator
    await selector_panel(server, "First", "Second")
    panel = await stored(server)
    first, second = panel.entries
    changed = dataclasses.replace(panel, entries=(first, dataclasses.replace(second, emoji="€")))
    await server.sim.part("PanelStore").save(changed)

    editor = await admin.runs("ticketset panel edit")
    shown = await admin.presses("Preview", on=editor)
    posted = await admin.runs("ticketset panel post")

    said = "`€`, the emoji of `Second`, can't be used on this server."
    assert said in admin.answer(shown) + admin.answer_besides(shown)
    assert "`€`, the emoji of `Second` in panel 1" in admin.answer_besides(posted)
    assert panel_message(server, server.general)


POST, EDIT, DELETE, FETCH = (
    ("POST", "/channels/*/messages"),
    ("PATCH", "/channels/*/messages/*"),
    ("DELETE", "/channels/*/messages/*"),
    ("GET", "/channels/*/messages/*"),
)
#: What an admin does, and the calls that it makes.
ACTIONS = {
    "post": (POST, DELETE),
    "move": (POST, DELETE),
    "change": (EDIT,),
    "attach": (FETCH, EDIT, DELETE),
    "delete": (DELETE,),
}
FAULTS: dict[str, tuple[int, int, str, str]] = {
    "forbidden": (403, 50013, "Missing Permissions", "lacks the permission"),
    "hidden": (403, 50001, "Missing Access", "lacks the permission"),
    "message gone": (404, 10008, "Unknown Message", ""),
    "channel gone": (404, 10003, "Unknown Channel", ""),
    "limited": (429, 0, "You are being rate limited", "Discord isn't responding"),
    "broken": (500, 0, "Internal Server Error", "Discord isn't responding"),
    "refused": (400, 50035, "Invalid Form Body", "Discord refused this"),
    "no way there": (0, 0, "", ""),
    "no way back": (0, 0, "", ""),
}


async def does(server: Server, action: str, there: Any, own: Any) -> Any:
    """The administrator does something with panel 1."""
    admin = server.administrator
    if action == "post":
        return await admin.runs("ticketset panel post")
    if action == "move":
        return await admin.runs("ticketset panel move", channel=there)
    if action == "delete":
        return await admin.presses("Confirm", on=await admin.runs("ticketset panel delete"))
    form = {"change": "panel-door:1", "attach": "panel-message:1"}[action]
    link = f"https://discord.com/channels/{server.guild.id}/{there.id}/{own.id}"
    return await admin.forges_modal(
        f"tickets:v1:{form}", {"label": "Changed", "message": link}, in_=server.general
    )


@pytest.mark.one_of(4)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("action", "call"),
    [(action, call) for action, calls in ACTIONS.items() for call in range(len(calls))],
)
async def test_whatever_discord_answers(
    tickets_ready: Server, alice: Person, action: str, call: int, fault: str
) -> None:
    """At every call of everything that is done with a panel Discord may refuse, break or fall
    silent: one clear sentence, and doing it again leaves exactly what was wanted."""
    server, admin, faults = tickets_ready, tickets_ready.administrator, tickets_ready.sim.faults
    there = await new_channel(server)
    await button_panel(server)
    (own,) = await admin.types("!ticketset limit", in_=there)
    method, pattern = ACTIONS[action][call]
    status, code, message, sentence = FAULTS[fault]
    if fault == "no way there":
        faults.disconnect(pattern, method=method)
    elif fault == "no way back":
        faults.lose_answer(pattern, method=method)
    else:
        faults.fail(pattern, method=method, status=status, code=code, message=message)

    answer = admin.answer(await does(server, action, there, own))

    assert answer
    assert "Something went wrong" not in answer
    if not (sentence == "Discord refused this" and method == "DELETE"):
        assert sentence in answer
    faults.clear()
    if action == "delete":
        assert not await server.sim.part("PanelStore").of(server.guild.id)
        assert ("couldn't be removed" in answer) is (
            len(panel_messages(server)) == 1 and "gone" not in fault
        )
        for left in panel_messages(server):
            pressed = await alice.presses("Get help", on=left)
            assert "This button no longer works" in alice.answer(pressed)
        return
    if len(panel_messages(server, server.general, there)) > 1 and "gone" not in fault:
        assert "couldn't be removed" in answer
    again = await admin.runs("ticketset panel post")
    assert "⚠️" not in admin.answer(again)
    panel = await stored(server)
    (message,) = [
        one for one in panel_messages(server, server.general, there) if one.id == panel.message_id
    ]
    label = "Changed" if action == "change" and fault != "refused" else "Get help"
    assert "Your ticket is ready" in alice.answer(await alice.presses(label, on=message))


@pytest.mark.parametrize("fault", ["no way there", "no way back"])
@pytest.mark.parametrize("action", ACTIONS)
async def test_a_lost_connection_is_no_matter(
    tickets_ready: Server, action: str, fault: str
) -> None:
    """A call or an answer that is lost once is asked again: nobody notices, nothing is double."""
    server, admin, faults = tickets_ready, tickets_ready.administrator, tickets_ready.sim.faults
    there = await new_channel(server)
    await button_panel(server)
    (own,) = await admin.types("!ticketset limit", in_=there)
    for method, pattern in ACTIONS[action]:
        plant = faults.disconnect if fault == "no way there" else faults.lose_answer
        plant(pattern, method=method)

    answer = admin.answer(await does(server, action, there, own))

    assert "⚠️" not in answer
    found = panel_messages(server, server.general, there)
    assert len(found) == (0 if action == "delete" else 1)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("button", 500, 0),
        ("button", 429, 0),
        ("selector", 400, 50035),
        ("selector", 403, 50001),
        ("selector", 404, 10008),
        ("selector", 500, 0),
    ],
)
async def test_a_press_when_discord_has_trouble(
    tickets_ready: Server, alice: Person, kind: str, status: int, code: int
) -> None:
    """If Discord refuses the answer to a press once, the ticket opens all the same; a panel
    is never overwritten with what only its presser may read."""
    server = tickets_ready
    if kind == "button":
        panel = await button_panel(server)
        server.sim.faults.fail("/webhooks/*", method="PATCH", status=status, code=code)
        server.sim.expect_unanswered()
        await alice.presses("Get help", on=panel)
    else:
        panel = await selector_panel(server, "A bug")
        server.sim.faults.fail("/interactions/*", method="POST", status=status, code=code)
        result = await chooses(alice, panel, "1")
        assert "Your ticket is ready" in alice.answer(result)

    assert len(server.ticket_channels()) == 1
    (same,) = panel_messages(server)
    assert "Need help?" in server.text(same)


@pytest.mark.parametrize("fault", ["disconnect", "lose_answer"])
async def test_a_choice_whose_answer_is_lost(
    tickets_ready: Server, alice: Person, fault: str
) -> None:
    """The connection breaks while a choice is acknowledged: the member is answered, and the
    panel stays the panel."""
    panel = await selector_panel(tickets_ready, "A bug")
    getattr(tickets_ready.sim.faults, fault)("/interactions/*", method="POST")

    result = await chooses(alice, panel, "1")

    shown = alice.answer(result) if fault == "disconnect" else alice.answer_besides(result)
    assert "Your ticket is ready" in shown
    assert "Need help?" in tickets_ready.text(panel)
    assert len(panel_messages(tickets_ready)) == 1


# Several at once


async def test_two_admins_change_the_same_panel(tickets_ready: Server) -> None:
    """Two admins who send their forms at the same moment lose neither's change."""
    server, admin, owner = tickets_ready, tickets_ready.administrator, tickets_ready.owner
    await selector_panel(server, "A bug")

    async with server.sim.at_once():
        await admin.forges_modal(
            "tickets:v1:panel-words:1", {"title": "New title"}, in_=server.general
        )
        await owner.forges_modal("tickets:v1:panel-reason:1:0", {"name": "B"}, in_=server.general)
        await admin.forges_modal("tickets:v1:panel-reason:1:0", {"name": "C"}, in_=server.general)
        await owner.forges_modal(
            "tickets:v1:panel-door:1", {"placeholder": "Choose!"}, in_=server.general
        )

    (shown,) = panel_messages(server)
    (select,) = shown.components[0].children
    assert server.text(shown).startswith("New title")
    assert sorted(option.label for option in select.options) == ["A bug", "B", "C"]
    assert select.placeholder == "Choose!"
    assert len({one.id for one in (await stored(server)).entries}) == 3


async def test_everything_at_once(tickets_ready: Server, alice: Person) -> None:
    """Posting, moving and changing at the same moment leave one message, in the last form."""
    server, admin, owner = tickets_ready, tickets_ready.administrator, tickets_ready.owner
    there = await new_channel(server)
    await button_panel(server)

    async with server.sim.at_once():
        for person in (admin, owner):
            await person.runs("ticketset panel post")
            await person.runs("ticketset panel move", channel=there)
        await admin.forges_modal("tickets:v1:panel-door:1", {"label": "Now"}, in_=server.general)

    (message,) = panel_messages(server, server.general, there)
    assert message.id == (await stored(server)).message_id
    assert "Your ticket is ready" in alice.answer(await alice.presses("Now", on=message))


async def test_posting_while_somebody_deletes(tickets_ready: Server) -> None:
    """One posts while the other deletes: no message without a panel stays, and whoever came
    later reads that the panel is gone."""
    server, admin, owner = tickets_ready, tickets_ready.administrator, tickets_ready.owner
    await button_panel(server)
    question = await owner.runs("ticketset panel delete")

    async with server.sim.at_once():
        await owner.presses("Confirm", on=question)
        late = await admin.runs("ticketset panel post")

    assert panel_messages(server) == []
    assert "This button no longer works" in admin.answer(late)


async def test_one_message_for_two_panels(tickets_ready: Server) -> None:
    """Two panels that are given the same message at once: the second is refused."""
    server, admin, owner = tickets_ready, tickets_ready.administrator, tickets_ready.owner
    (own,) = await admin.types("!ticketset limit")
    await button_panel(server, label="One")
    await button_panel(server, label="Two")

    async with server.sim.at_once():
        results = [
            (
                person,
                await person.forges_modal(
                    f"tickets:v1:panel-message:{number}",
                    {"message": str(own.id)},
                    in_=server.general,
                ),
            )
            for number, person in ((1, admin), (2, owner))
        ]

    answers = [person.answer(result) for person, result in results]
    assert sum("buttons or a selector already" in answer for answer in answers) == 1
    assert len(panel_messages(server)) == 2


# What people do in between


async def test_a_message_deleted_while_it_is_posted_anew(tickets_ready: Server) -> None:
    """The old message is deleted by hand while the new one is posted: the panel stays."""
    server, admin = tickets_ready, tickets_ready.administrator
    panel = await button_panel(server)
    server.sim.faults.hook(
        "/channels/*/messages", lambda: server.owner.actor.delete(panel), method="POST"
    )

    await admin.runs("ticketset panel post")

    (message,) = panel_messages(server)
    assert message.id == (await stored(server)).message_id


async def test_a_message_deleted_while_it_is_changed(tickets_ready: Server) -> None:
    """The message is deleted while a change of it is on its way: the panel goes with it, as
    with any message that is deleted, and no message is left."""
    server, admin = tickets_ready, tickets_ready.administrator
    panel = await button_panel(server)
    server.sim.faults.hook(
        "/channels/*/messages/*", lambda: server.owner.actor.delete(panel), method="PATCH"
    )

    answer = await admin.forges_modal(
        "tickets:v1:panel-door:1", {"label": "Changed"}, in_=server.general
    )

    assert "not posted yet" in admin.answer(answer)
    assert panel_messages(server) == []


async def test_what_happened_while_the_bot_was_away(tickets_ready: Server, alice: Person) -> None:
    """A message or channel that was deleted while the bot was away makes the panel a draft:
    nothing that was written is lost, and it can be posted elsewhere."""
    server, admin = tickets_ready, tickets_ready.administrator
    there = await new_channel(server)
    await button_panel(server, label="One")
    await button_panel(server, there, label="Two")
    server.sim.part("PanelStore").posted.clear()  # It never hears of what follows.
    await server.owner.actor.delete(panel_messages(server)[0])
    guild = server.sim.red.get_guild(server.guild.id)
    assert guild is not None
    known = guild.get_channel(there.id)
    assert known is not None
    guild._remove_channel(known)

    for number in (1, 2):
        changed = await admin.forges_modal(
            f"tickets:v1:panel-door:{number}", {"label": "New"}, in_=server.general
        )
        assert "not posted yet" in admin.answer(changed)
    homeless = await admin.runs("ticketset panel post", panel="2")
    assert "Panels go in text channels" in admin.answer(homeless)
    await admin.runs("ticketset panel move", panel="2", channel=server.general)

    (message,) = panel_messages(server)
    assert "Your ticket is ready" in alice.answer(await alice.presses("New", on=message))


async def test_a_deleted_channel(tickets_ready: Server) -> None:
    """With its channel a posted panel goes, and the staff are told; one that was only
    prepared for it is kept."""
    server, admin = tickets_ready, tickets_ready.administrator
    there = await new_channel(server)
    await button_panel(server, there)
    window = await admin.runs("ticketset panel create", kind="button", channel=there)
    await admin.submits(window, label="Draft", emoji="", reason="", colour=["grey"])

    server.sim.env.backend.delete_channel(there.id)
    await server.sim.env.settle()
    shown = await admin.types("!ticketset panel list")

    texts = [server.text(message) for message in shown]
    assert "**2** · button **Draft**" in texts[0]
    assert "**1**" not in texts[0]
    assert "The message of panel 1 was deleted" in await told(admin, shown)


async def test_many_messages_deleted_at_once(tickets_ready: Server) -> None:
    """A panel among many messages that a moderator purges is noticed as well."""
    server, admin = tickets_ready, tickets_ready.administrator
    panel = await button_panel(server)
    server.sim.env.backend.emit(
        "MESSAGE_DELETE_BULK",
        {
            "ids": [str(panel.id), "1"],
            "channel_id": str(server.general.id),
            "guild_id": str(server.guild.id),
        },
    )
    await server.sim.env.settle()

    shown = await admin.types("!ticketset panel list")
    assert "There is no panel yet" in server.text(shown[0])
    assert "The message of panel 1 was deleted" in await told(admin, shown)


async def test_the_right_is_lost_between_preview_and_post(tickets_ready: Server) -> None:
    """Whoever is no longer an admin can neither post what they prepared nor send a form."""
    server, admin = tickets_ready, tickets_ready.administrator
    window = await admin.runs("ticketset panel create", kind="button")
    editor = await admin.submits(window, label="Help", emoji="", reason="", colour=["grey"])
    await admin.presses("Preview", on=editor)
    form = await admin.presses("Text", on=editor)

    await admin.loses(server.administrators)
    refused = await admin.submits(form, content="", author="", title="x", text="", footer="")

    assert "Manage Server" in admin.answer(refused)
    assert (await stored(server)).look is None
    pressed = await admin.forges_click("tickets:v1:panel-do:post:1:0", in_=server.general)
    assert "Manage Server" in admin.answer(pressed)
    assert panel_messages(server) == []


async def test_the_bot_lost_a_permission(tickets_ready: Server, alice: Person) -> None:
    """Without the right to write the old panel still opens tickets; a change is kept, and
    shown when the right is back."""
    server, admin = tickets_ready, tickets_ready.administrator
    panel = await button_panel(server)
    await server.overwrite(server.general, server.bot_role, deny="send_messages embed_links")

    assert "Your ticket is ready" in alice.answer(await alice.presses("Get help", on=panel))
    posted = await admin.runs("ticketset panel post")
    assert "**Send Messages**, **Embed Links**" in admin.answer(posted)
    assert [one.id for one in panel_messages(server)] == [panel.id]


HOSTILE = "@everyone <@&1> [x](https://x.org) **b** `c` z̸̢̛a̷l̶g̵o̴ \u202egnp"


async def test_hostile_words(tickets_ready: Server, alice: Person) -> None:
    """Mentions and formatting in a panel ping nobody, and stay text where admins and staff
    read them."""
    server, admin = tickets_ready, tickets_ready.administrator
    await selector_panel(server, "A bug")
    for path, texts in (
        ("panel-words:1", {"content": HOSTILE, "title": HOSTILE, "text": HOSTILE}),
        ("panel-reason:1:0", {"name": HOSTILE, "description": HOSTILE}),
    ):
        editor = await admin.forges_modal(f"tickets:v1:{path}", texts, in_=server.general)
    panel = panel_message(server, server.general)

    await chooses(alice, panel, "2")

    assert not panel.mention_everyone
    assert not panel.role_mentions
    welcome = alice.reads(server.newest_ticket())[0]
    for text in (welcome, admin.answer(editor)):
        assert "**b**" not in text
        assert "@everyone" not in text
        assert "\u202e" not in text
    refused = await admin.types(f"!ticketset panel editreason 1 {HOSTILE} no")
    assert "There is no reason" in admin.answer(refused)
    assert not any(one.mention_everyone or one.role_mentions for one in refused)


async def test_an_emoji_that_was_deleted(tickets_ready: Server, alice: Person) -> None:
    """An emoji that was deleted later breaks nothing: choices, previews and changes go on
    without it, other emoji stay, and the staff are told."""
    server, admin = tickets_ready, tickets_ready.administrator
    emoji = server.guild.create_emoji("party")
    await server.sim.env.settle()
    await selector_panel(server, "A bug")
    await admin.forges_modal(
        "tickets:v1:panel-reason:1:0", {"name": "Party", "emoji": "party"}, in_=server.general
    )
    panel = panel_message(server, server.general)
    server.sim.env.backend.delete_emoji(server.guild.id, emoji.id)
    await server.sim.env.settle()

    chosen = await chooses(alice, panel, "2")
    preview = await admin.runs("ticketset panel preview")
    changed = await admin.types("!ticketset panel addreason 1 A question")

    assert "Your ticket is ready" in alice.answer_besides(chosen)
    assert "Need help?" in admin.answer(preview)
    (select,) = panel_message(server, server.general).components[0].children
    assert [str(option.emoji) for option in select.options] == ["🐛", "None", "None"]
    assert "Discord refused an emoji of panel 1" in await told(admin, changed)
