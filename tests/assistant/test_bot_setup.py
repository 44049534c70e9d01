"""The assistant: from nothing to a working panel in the fewest presses, or not at all."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import discord
import pytest
from messages import button, selects
from simcord.components import walk_components

from tests.assistant.assistant import TITLES, Assistant, as_it_was
from tests.panels.panel_making import button_panel
from tests.staff_log.reception import posted, receiving_channel, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

STEPS = tuple(TITLES)
NOTHING = "Cancelled. Nothing was changed."


async def settings_of(server: Server) -> Any:
    return await server.sim.cog.app.settings.of(server.guild.id)


def newest(server: Server, name: str) -> Any:
    """The newest channel of that name."""
    backend = server.sim.env.backend
    ids = [one for one in server.guild._guild.channel_ids if backend.channels[one].name == name]
    return server.channel(max(ids))


def default_of(assistant: Assistant) -> list[int]:
    """What the page's selector shows as chosen."""
    (select,) = selects(assistant.server.sim.env, assistant.message)
    return [int(one["id"]) for one in select.get("default_values") or ()]


def chosen(assistant: Assistant) -> list[str]:
    """The labels of the answers that stand out."""
    return [
        one["label"]
        for one in walk_components(assistant.components)
        if one.get("type") == 2 and one.get("style") == 1
    ]


# From beginning to end


async def test_from_the_menu_to_a_ticket(server: Server, alice: Person) -> None:
    """Nine presses after `[p]ticketset`, everything is there: hidden category, the staff's
    channels, a panel; and a member opens a ticket with it at once."""
    assistant = await Assistant.opened(server, how="menu", in_=server.general)
    said = await assistant.creates()

    assert assistant.pressed == 9
    assert "Tickets are ready" in said
    panel = server.messages(server.general)[-1]
    assert str(panel.id) in said
    settings = await settings_of(server)
    category = newest(server, "Tickets")
    reception, transcripts = (
        newest(server, "staff-tickets"),
        newest(server, "ticket-transcripts"),
    )
    assert settings.enabled
    assert settings.get("category_id") == category.id != server.category.id
    assert settings.get("reception_channel_id") == reception.id
    assert settings.get("transcript_channel_id") == transcripts.id
    assert settings.get("transcripts")
    assert settings.get("moderator_role_ids") == (server.moderators.id, server.red_admins.id)
    assert settings.get("mention_moderators")
    assert settings.get("limit") == 1
    for channel in (reception, transcripts):
        assert channel._channel.parent_id == category.id
        assert server.red_admin.sees(channel)
        assert not alice.sees(channel)
    assert "Your ticket is ready" in alice.answer(await alice.presses("Open a ticket", on=panel))
    ticket = server.newest_ticket()
    assert ticket._channel.parent_id == category.id
    author = server.messages(reception)[0].embeds[0].author
    assert "opened a ticket" in (author.name or "")
    assert not await server.sim.cog.app.work._store.queues()


async def test_in_a_hurry(server: Server, alice: Person) -> None:
    """Four presses after `[p]ticketset` are enough for who takes everything as proposed: where
    members find the button is asked."""
    assistant = await Assistant.opened(server, how="menu", in_=server.general)
    await assistant.presses("Use suggestions")
    assert assistant.step == "panel"
    said = await assistant.creates()

    assert assistant.pressed == 4
    assert "Tickets are ready" in said
    panel = server.messages(server.general)[-1]
    assert "Your ticket is ready" in alice.answer(await alice.presses("Open a ticket", on=panel))


async def test_requests_at_once(server: Server, alice: Person) -> None:
    """With manual opening, a request from the new panel arrives in the new channel, where the
    moderators who were named can decide it."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.presses("Manual")
    await assistant.goes_to("moderators")
    await assistant.chooses(server.moderators)
    await assistant.creates()

    panel = server.messages(server.general)[-1]
    await alice.presses("Open a ticket", on=panel)
    (request,) = posted(server, newest(server, "staff-tickets"))
    assert "✅" in server.moderator.answer(await server.moderator.presses("Accept", on=request))
    assert alice.sees(server.newest_ticket())


#: What can be answered to each question; `…` stands for something that exists.
BRANCHES = {
    "validation": ("Automatic", "Manual"),
    "reason": ("Ask", "Don't ask"),
    "category": ("Create it for me", "…"),
    "reception": ("Create it for me", "None", "…"),
    "transcripts": ("Create it for me", "None", "…"),
    "panel": ("Button", "Selector", "None"),
}
WAYS = [
    way
    for number, way in enumerate(itertools.product(*BRANCHES.values()))
    if not (way[0] == "Manual" and way[3] == "None")
    # Every answer with each answer of its neighbours; not all 200 ways.
    and (number % 7 in (0, 3))
]


@pytest.mark.parametrize("way", WAYS, ids="-".join)
async def test_every_way(server: Server, alice: Person, way: tuple[str, ...]) -> None:
    """Whatever is answered is what is set, created and posted, and tickets can be opened."""
    answers = dict(zip(BRANCHES, way, strict=True))
    places = {
        "category": server.category,
        "reception": await receiving_channel(server, "logs"),
        "transcripts": await receiving_channel(server, "saved"),
    }
    before = len(server.guild._guild.channel_ids)
    assistant = await Assistant.opened(server, in_=server.general)
    for step, given in answers.items():
        await assistant.goes_to(step)
        if given == "…":
            await assistant.chooses(places[step])
        elif given == "Selector":
            window = await assistant.presses("Selector")
            await assistant.by.submits(window, reasons="A bug\n\n  Praise ")
        else:
            await assistant.presses(given)
    said = await assistant.creates()

    assert "Tickets are ready" in said, said
    settings = await settings_of(server)
    assert settings.enabled
    assert settings.get("validation") == answers["validation"].lower()
    assert settings.get("opening_reason") is (answers["reason"] == "Ask")
    assert settings.get("transcripts") is (answers["transcripts"] != "None")
    names = {
        "category": ("Tickets", settings.get("category_id")),
        "reception": ("staff-tickets", settings.get("reception_channel_id")),
        "transcripts": ("ticket-transcripts", settings.get("transcript_channel_id")),
    }
    for step, (name, place_id) in names.items():
        match answers[step]:
            case "None":
                assert place_id is None
            case "…":
                assert place_id == places[step].id
            case _:
                assert place_id == newest(server, name).id
        assert (f"<#{place_id}>" in said) is (place_id is not None)
    created = len(server.guild._guild.channel_ids) - before
    assert created == [answers[step] for step in names].count("Create it for me")
    await opens_somehow(server, alice, answers)


async def opens_somehow(server: Server, alice: Person, answers: dict[str, str]) -> None:
    """The member uses the panel if there is one, and the command otherwise."""
    asks = answers["reason"] == "Ask"
    match answers["panel"]:
        case "Button":
            result = await alice.presses("Open a ticket", on=server.messages(server.general)[-1])
        case "Selector":
            panel = server.messages(server.general)[-1]
            (select,) = selects(server.sim.env, panel)
            assert [one["label"] for one in select["options"]] == ["A bug", "Praise"]
            result = await alice.selects(["2"], on=panel)
            asks = False
        case _:
            result = await alice.opens_a_ticket()
    if asks:
        result = await alice.submits(result, reason="because")
    manual = answers["validation"] == "Manual"
    sentence = "Your request has been sent" if manual else "Your ticket is ready"
    assert sentence in alice.answer(result)


# Every step


@pytest.mark.parametrize("step", STEPS)
async def test_back_from_each_step(server: Server, step: str) -> None:
    """Back leads to the question before, with the answer that was given; from the first one to
    the settings menu, which leads back into the assistant."""
    assistant = await Assistant.opened(server, in_=server.general)
    if step != "validation":
        await assistant.presses("Manual")
    await assistant.goes_to(step)
    await assistant.presses("◀ Back")

    if step == "validation":
        assert assistant.buttons == ["Set up the system"]
        await assistant.presses("Set up the system")
        assert assistant.step == "validation"
        assert "Automatic" in chosen(assistant)
    else:
        assert assistant.step == STEPS[STEPS.index(step) - 1]
        await assistant.back_to("validation")
        assert "Manual" in chosen(assistant)
        await assistant.presses("Manual")
        assert "Tickets are ready" in await assistant.creates()
        assert (await settings_of(server)).get("validation") == "manual"


@pytest.mark.parametrize("step", STEPS)
async def test_cancel_at_each_step(server: Server, step: str) -> None:
    """Cancel leaves the settings and the server exactly as they were, and ends the assistant."""
    before = await as_it_was(server)
    assistant = await Assistant.opened(server, in_=server.general)
    if step != "validation":
        await assistant.presses("Manual")
    await assistant.goes_to(step)
    back = button(server.sim.env, assistant.message, "◀ Back")
    assert back is not None
    custom_id = back["custom_id"]
    await assistant.presses("Cancel")

    assert NOTHING in assistant.text
    assert assistant.buttons == []
    assert await as_it_was(server) == before
    again = await assistant.by.forges_click(custom_id, in_=server.general)
    assert (
        "This menu has expired. Type `/ticketset setup` to open a new one."
        in assistant.by.answer(again)
    )


async def test_nothing_before_the_end(server: Server) -> None:
    """Up to the summary nothing is stored, created or posted."""
    before = await as_it_was(server)
    assistant = await Assistant.opened(server, in_=server.general)
    with server.sim.counting() as calls:
        await assistant.goes_to("summary")
    assert await as_it_was(server) == before
    # One call for each press, which shows the next page.
    assert len(calls) == assistant.pressed


async def test_an_answer_is_changed_in_the_summary(server: Server) -> None:
    """Who changes one answer of the summary comes back to it after that, with all the others
    as they were."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.presses("Use suggestions")
    await assistant.goes_to("summary")
    before = assistant.text
    await assistant.chooses("transcripts")
    assert assistant.step == "transcripts"
    await assistant.presses("None")
    assert assistant.step == "summary"
    assert assistant.text == before.replace("🆕 ticket-transcripts", "none")
    await assistant.chooses("reception")
    await assistant.presses("◀ Back")
    assert assistant.step == "summary"


async def test_manual_needs_a_reception_channel(server: Server) -> None:
    """Manual opening offers no way without a reception channel; who switches to it in the
    summary gets one proposed."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("reception")
    await assistant.presses("None")
    await assistant.goes_to("summary")
    assert "**Requests & log channel** — none" in assistant.text
    await assistant.chooses("validation")
    await assistant.presses("Manual")
    assert "**Requests & log channel** — 🆕 staff-tickets" in assistant.text
    await assistant.chooses("reception")
    assert "None" not in assistant.buttons


async def test_moderators_that_red_knows(server: Server) -> None:
    """Red's mod roles are proposed before its admin roles, without those that can't moderate
    tickets. Going without any has to be said."""
    await server.owner.types(
        f"!set roles addmodrole {server.administrators.mention}", in_=server.staff
    )
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("moderators")
    assert default_of(assistant) == [server.moderators.id, server.red_admins.id]
    await assistant.chooses()
    assert assistant.step == "moderators"
    assert "Next ▶" not in assistant.buttons
    await assistant.presses("No role")
    await assistant.goes_to("summary")
    assert "none: only administrators see tickets" in assistant.text
    said = await assistant.creates()
    assert "Name the staff's roles with `!ticketset modrole`" in said.replace("/", "!")


@pytest.mark.parametrize("helpers", [True, False])
async def test_moderators_that_red_does_not_know(server: Server, helpers: bool) -> None:
    """Without mod roles, roles with Manage Messages are proposed, but never admin roles alone.
    Where there is none, who is in a hurry is asked, too; Back leads to the beginning."""
    await server.owner.types(
        f"!set roles removemodrole {server.moderators.mention}", in_=server.staff
    )
    allowed = {"manage_messages": True}
    server.guild.create_role("Guides", permissions=discord.Permissions(**allowed))
    if not helpers:
        for name in ("Guides", "Janitors"):
            await server.owner.types(f"!set roles addadminrole {name}", in_=server.staff)
    await server.sim.env.settle()
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.presses("Use suggestions")
    assert assistant.step == ("panel" if helpers else "moderators")
    if not helpers:
        assert default_of(assistant) == []
        await assistant.presses("◀ Back")
        assert assistant.step == "validation"
        await assistant.presses("Use suggestions")
        await assistant.presses("No role")
        assert assistant.step == "panel"
    said = await assistant.creates()
    assert ("<@&" in said) is helpers


async def test_whether_moderators_are_mentioned(server: Server, alice: Person) -> None:
    """It is proposed, can be switched off, and the summary says it."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("moderators")
    await assistant.presses("On")
    assert assistant.step == "moderators"
    await assistant.goes_to("summary")
    assert "· not mentioned" in assistant.text
    assert "don't notify anyone" not in await assistant.creates()
    assert not (await settings_of(server)).get("mention_moderators")


async def test_mentions_that_nobody_hears(server: Server) -> None:
    """Roles that Discord doesn't let the bot call are named at the end, with what to click."""
    assistant = await Assistant.opened(server, in_=server.general)
    said = await assistant.creates()
    assert f"My mentions of {server.moderators.mention}" in said
    assert "**Allow anyone to @mention this role**" in said


@pytest.mark.parametrize("which", ["everyone", "managed", "administrators"])
async def test_roles_that_cannot_moderate(server: Server, which: str) -> None:
    """@everyone, managed roles and roles with Administrator are refused at the step."""
    role, sentence = {
        "everyone": (server.guild.default_role, "You can't choose @everyone"),
        "managed": (server.bot_role, "is a bot's own role"),
        "administrators": (server.administrators, "has the Administrator permission"),
    }[which]
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("moderators")
    await assistant.chooses(role, server.moderators)
    assert assistant.step == "moderators"
    assert sentence in assistant.text
    assert default_of(assistant) == [server.moderators.id, server.red_admins.id]


@pytest.mark.parametrize("step", ["category", "reception", "transcripts", "panel"])
async def test_places_that_cannot_be_used(server: Server, step: str) -> None:
    """A place in which the bot can't do what it would have to is refused at the step, and what
    is missing is named."""
    if step == "category":
        place: Any = server.guild.create_category("Closed")
        await server.overwrite(place, server.bot_role, deny="manage_channels")
    else:
        place = server.guild.create_text_channel("closed")
        await server.overwrite(place, server.bot_role, deny="embed_links")
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to(step)
    await assistant.chooses(place)
    assert assistant.step == step
    missing = "Manage Channels" if step == "category" else "Embed Links"
    assert f"lacks the permission **{missing}**" in assistant.text
    assert "Tickets are ready" in await assistant.creates()


@pytest.mark.bot_lacks("manage_channels", "manage_threads")
async def test_what_the_bot_lacks_is_said_at_the_step(server: Server) -> None:
    """What the bot could not create is not offered for long: the step names what is missing."""
    before = await as_it_was(server)
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("category")
    await assistant.presses("Create it for me")
    assert assistant.step == "category"
    assert "**Manage Channels**" in assistant.text
    assert "**Manage Threads**" in assistant.text
    assert await as_it_was(server) == before


async def test_reasons_of_the_selector(server: Server) -> None:
    """The form proposes reasons; two with the same name, too many or none are refused with a
    sentence, and the form starts from what was written."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("panel")
    proposed = repr("A question\nA problem\nSomething else")[1:-1]
    for text, sentence in (
        ("A bug\na BUG", "There is already one called"),
        ("\n".join(map(str, range(26))), "already has 25"),
        ("x" * 101, "and 100 are possible"),
        (" \n ", "needs at least one button or reason"),
    ):
        window = await assistant.presses("Selector")
        assert proposed in str(window.modal)
        await assistant.by.submits(window, reasons=text)
        proposed = repr(text)[1:-1]
        assert assistant.step == "panel"
        assert sentence in assistant.text
    window = await assistant.presses("Selector")
    await assistant.by.submits(window, reasons="\n".join(map(str, range(25))))
    assert "a selector with 25 reasons" in assistant.text


async def test_where_the_panel_goes(server: Server) -> None:
    """The panel is proposed for where the admin is, if members see that; otherwise for the
    first channel that they see. In another one it says so."""
    other = server.guild.create_text_channel("help")
    await server.sim.env.settle()
    for here, proposed in ((other, other), (server.staff, server.general)):
        assistant = await Assistant.opened(server, in_=here)
        await assistant.goes_to("panel")
        assert default_of(assistant) == [proposed.id]
    await assistant.chooses(server.staff)
    assert assistant.step == "panel"
    assert "Members don't see this channel" in assistant.text
    await assistant.presses("Button")
    assert f"a button in <#{server.staff.id}> ⚠️ members don't see it" in assistant.text


async def test_no_channel_for_a_panel(server: Server) -> None:
    """Where members see no channel, a channel has to be chosen first; none is needed for
    going without."""
    await server.overwrite(server.general, server.guild.default_role, deny="view_channel")
    assistant = await Assistant.opened(server, in_=server.staff)
    await assistant.goes_to("panel")
    assert "Button" not in assistant.buttons
    await assistant.presses("None")
    assert "Tickets are ready" in await assistant.creates()


# On a server that is set up


async def test_it_starts_from_the_present_values(tickets_ready: Server, alice: Person) -> None:
    """On a configured server all present values are proposed, it says so, and taking them as
    they are changes nothing."""
    server = tickets_ready
    for words in (
        f"receptionchannel {server.staff.mention}",
        "validation manual",
        "openreason on",
        "limit 3",
    ):
        await sets(server, words)
    before = await settings_of(server)
    assistant = await Assistant.opened(server, in_=server.general)
    assert "Tickets are already set up here" in assistant.text
    assert chosen(assistant) == ["Manual"]
    await assistant.presses("Manual")
    assert chosen(assistant) == ["Ask"]
    await assistant.presses("Ask")
    for step in ("category", "reception"):
        assert assistant.step == step
        assert default_of(assistant) == [
            getattr(server, {"reception": "staff"}.get(step, step)).id
        ]
        await assistant.presses("Next ▶")
    await assistant.presses("None")
    assert default_of(assistant) == [server.moderators.id]
    await assistant.presses("Next ▶")
    await assistant.presses("None")
    await assistant.presses("Apply the changes")
    assert "Tickets are ready" in assistant.text
    assert await settings_of(server) == before


async def test_a_second_panel_is_not_proposed(tickets_ready: Server) -> None:
    """Where there are panels already, none is proposed."""
    await button_panel(tickets_ready)
    assistant = await Assistant.opened(tickets_ready, in_=tickets_ready.general)
    await assistant.presses("Use suggestions")
    assert "**Panel** — none" in assistant.text


async def test_an_answer_after_the_page_was_turned(server: Server) -> None:
    """A second press on a button of the page before turns no further page."""
    assistant = await Assistant.opened(server, in_=server.general)
    async with server.sim.at_once():
        await assistant.presses("Manual")
        await assistant.presses("Manual")
        await assistant.presses("Automatic")
    assert assistant.step == "reason"
    await assistant.presses("◀ Back")
    assert chosen(assistant) == ["Manual"]


FORGED = (
    "setup:{key}:category:manual",
    "setup:{key}:validation:go",
    "setup:{key}:summary:go",
    "setup:{key}:category:choose",
    "setup:{key}:category:xyz",
    "setup:{key}:nowhere:go",
    "setup-back:{key}:summary",
    "setup-begin:00000000",
)


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("step", ["validation", "category"])
async def test_forged_ids(server: Server, forged: str, step: str) -> None:
    """Ids that no page offers create nothing, and get an answer or the present page."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to(step)
    before = await as_it_was(server)
    forged = forged.format(key=assistant.key)
    for values in (None, ["x"], ["99999999999999999999999"]):
        await assistant.by.forges_click(
            f"tickets:v1:{forged}", in_=server.general, message=assistant.message, values=values
        )
    assert await as_it_was(server) == before


# Others


@pytest.mark.parametrize("who", ["administrator", "mallory"])
async def test_a_stranger_presses(server: Server, who: str) -> None:
    """Only who opened the assistant can use it; other admins read how to open their own, and
    nothing moves."""
    assistant = await Assistant.opened(server, server.owner, how="typed", in_=server.general)
    person = getattr(server, who)
    for label in ("Manual", "Use suggestions", "◀ Back", "Cancel"):
        said = person.answer(await person.presses(label, on=assistant.message))
        assert ("This is the menu of" if who == "administrator" else "Manage Server") in said
    assert assistant.step == "validation"


async def test_an_admin_who_lost_the_right(server: Server) -> None:
    """Who is no admin any more finishes nothing that was begun."""
    assistant = await Assistant.opened(server, server.red_admin, how="typed", in_=server.general)
    await assistant.goes_to("summary")
    before = await as_it_was(server)
    await server.red_admin.loses(server.red_admins)
    result = await assistant.presses("Set it up")
    assert "Manage Server" in server.red_admin.answer(result)
    assert await as_it_was(server) == before


async def test_two_admins_with_two_assistants(server: Server) -> None:
    """Of two admins the second reads that somebody was faster, keeps the own answers, and uses
    what the first one has created instead of creating it again."""
    first = await Assistant.opened(server, server.owner, in_=server.general)
    second = await Assistant.opened(server, server.administrator, in_=server.general)
    await second.presses("Manual")
    await first.goes_to("summary")
    await second.goes_to("summary")
    async with server.sim.at_once():
        await first.presses("Set it up")
        await second.presses("Set it up")
    assert "Tickets are ready" in first.text
    assert second.step == "summary"
    assert "Someone else just changed these settings" in second.text
    category = (await settings_of(server)).get("category_id")
    assert f"<#{category}>" in second.text
    assert "with approval" in second.text

    channels = len(server.guild._guild.channel_ids)
    await second.presses("Apply the changes")
    assert "Tickets are ready" in second.text
    assert len(server.guild._guild.channel_ids) == channels
    settings = await settings_of(server)
    assert settings.get("validation") == "manual"
    assert settings.get("category_id") == category


async def test_left_alone(server: Server) -> None:
    """Ten minutes after the last press it ends, says so and how to open it again; nothing is
    left of it."""
    before = await as_it_was(server)
    assistant = await Assistant.opened(server, in_=server.general)
    await server.sim.time_passes(500)
    await assistant.goes_to("category")
    await server.sim.time_passes(500)
    assert assistant.step == "category"
    await server.sim.time_passes(110)
    assert assistant.text == "This menu has expired. Type `/ticketset setup` to open a new one."
    assert await as_it_was(server) == before


@pytest.mark.parametrize("clean", [True, False])
async def test_a_restart_while_it_is_open(server: Server, clean: bool) -> None:
    """After a restart its buttons and its form say that it ended, and how to begin again."""
    assistant = await Assistant.opened(server, in_=server.general)
    await assistant.goes_to("panel")
    window = await assistant.presses("Selector")
    before = await as_it_was(server)
    await server.sim.restart(clean=clean)
    for result in (
        await assistant.presses("Button"),
        await assistant.presses("Cancel"),
        await assistant.by.submits(window, reasons="A bug"),
    ):
        said = assistant.by.answer_besides(result) or assistant.by.answer(result)
        assert "This menu has expired. Type `/ticketset setup` to open a new one." in said
    assert "A bug" in said
    assert {**await as_it_was(server), "cached": 0} == {**before, "cached": 0}


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(server: Server, alice: Person) -> None:
    """Everything is in French where the server speaks it."""
    assistant = await Assistant.opened(server, how="slash", in_=server.general)
    for label in (
        "Automatique",
        "Ne pas demander",
        *["Créer automatiquement"] * 3,
        "Suivant ▶",
        "Bouton",
    ):
        await assistant.presses(label)
    assert "Tout vous convient\u00a0?" in assistant.text
    await assistant.presses("Mettre en place")
    assert "Les tickets sont prêts" in assistant.text
    assert "avec [ce message](https://discord.com/channels/" in assistant.text
    panel = server.messages(server.general)[-1]
    opened = await alice.presses("Ouvrir un ticket", on=panel)
    assert "ticket est ouvert" in alice.answer(opened)
    assert newest(server, "staff-tickets")

    other = await Assistant.opened(server, how="typed", in_=server.general)
    for label in ("Manuelle", "Demander", "◀ Retour", "Demander"):
        await other.presses(label)
    await other.presses("Annuler")
    assert "Rien n'a été modifié" in other.text
