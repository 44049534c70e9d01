"""The page of a server's settings: who sees it, what it saves, and what it never does."""

from __future__ import annotations

import asyncio
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from web_dashboard import load_dashboard

from tests.cog.test_bot_who_may import KINDS, may
from tests.configuration.menu_pages import MenuPage, stored_settings
from tests.configuration.test_bot_menu import SETTINGS
from tests.staff_log.reception import receiving_channel, sets
from tests.web.visiting import Visited, dashboard_at
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Written

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

pytestmark = pytest.mark.asyncio

NASTY = "<img src=x onerror=alert(1)>{{ config }}"


async def test_who_may(dashboard: Dashboard, tickets_ready: Server) -> None:
    """Who may configure sees it and saves; everybody else reads one sentence, both times."""
    for kind, attribute in KINDS.items():
        person = getattr(tickets_ready, attribute)
        limit = str(len(kind))
        page = await Visited(dashboard, person).opened()
        if may("ticketset", kind):
            assert (await page.sends(limit=limit)).shown["notes"][0]["look"] == "good", kind
            assert stored_settings(tickets_ready)["limit"] == len(kind)
            continue
        before = stored_settings(tickets_ready)
        assert page.refusal[0] == 403, kind
        form = {"was.limit": ['["0"]'], "s.limit": [limit], "configured": ["yes"]}
        assert (await page.sends_form(form)).refusal[0] == 403
        assert stored_settings(tickets_ready) == before


async def test_who_may_on_each_page(dashboard: Dashboard, tickets_ready: Server) -> None:
    """The same people on every page there is, whether they look or send."""
    pages = dashboard.pages["Tickets"]
    assert len(pages) == 9
    for kind, attribute in KINDS.items():
        for name in pages:
            page = await Visited(dashboard, getattr(tickets_ready, attribute), name).opened()
            if may("ticketset", kind):
                # What asks for one of several says that there is none.
                assert "web_content" in page.answer or page.refusal[0] == 404, (kind, name)
                continue
            assert page.refusal[0] == 403, (kind, name)
            assert (await page.sends_form({"words": ["on"], "delete": ["on"]})).refusal[0] == 403


async def test_an_owner_who_is_no_member(dashboard: Dashboard, tickets_ready: Server) -> None:
    """The bot's owner may configure servers from outside, as by command; nobody else may."""
    await tickets_ready.bot_owner.leaves()
    await tickets_ready.administrator.leaves()
    page = await Visited(dashboard, tickets_ready.bot_owner).opened()
    await page.sends(limit="7")
    assert stored_settings(tickets_ready)["limit"] == 7
    outside = await Visited(dashboard, tickets_ready.administrator).opened()
    assert outside.answer["error_code"] in (403, 404)


async def test_a_demoted_admin(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Rights are asked for again when a page is sent."""
    page = await Visited(dashboard, administrator).opened()
    await administrator.loses(tickets_ready.administrators)
    assert (await page.sends(limit="9")).refusal[0] == 403
    assert stored_settings(tickets_ready)["limit"] == 0


async def test_a_disabled_cog(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Where the cog is disabled, its pages are, too."""
    await administrator.types("!command disablecog Tickets")
    page = await Visited(dashboard, administrator).opened()
    assert page.refusal[0] == 403
    assert "disabled" in page.refusal[1]
    await administrator.types("!command enablecog Tickets")


async def test_what_was_not_touched_is_not_stored(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Sending the page as it is writes nothing; a change writes that one setting."""
    page = await Visited(dashboard, administrator).opened()
    before = stored_settings(tickets_ready)
    await page.sends()
    assert "nothing was saved" in page.notes
    assert stored_settings(tickets_ready) == before
    await page.sends(opening_reason="on", welcome_message="Hello\r\nthere")
    assert "✅ Saved: Welcome message, Opening reason." in page.notes
    changed = {"opening_reason": True, "welcome_message": "Hello\nthere"}
    assert stored_settings(tickets_ready) == {**before, **changed}


async def test_refused_beside_the_field(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """All or nothing: what can't be stored is said beside its field, what was typed is kept."""
    page = await Visited(dashboard, administrator).opened()
    before = stored_settings(tickets_ready)
    await page.sends(limit="51", welcome_message="{usr}", opening_reason="on")
    assert stored_settings(tickets_ready) == before
    assert page.refused().keys() == {"limit", "welcome_message"}
    assert "between 0 and 50" in page.refused()["limit"]
    assert "Nothing was saved yet" in page.notes
    shown = {key: page.fields()[key]["texts"] for key in ("limit", "opening_reason")}
    assert shown == {"limit": ["51"], "opening_reason": ["on"]}
    await page.sends(limit="5", welcome_message="Hi {user}")
    stored = stored_settings(tickets_ready)
    assert (stored["limit"], stored["opening_reason"]) == (5, True)


async def test_settings_that_need_each_other(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """What is given together is judged together: approval and its channel in one step."""
    channel = await receiving_channel(tickets_ready)
    page = await Visited(dashboard, administrator).opened()
    await page.sends(validation="manual")
    assert "validation" in page.refused()
    await page.sends(validation="manual", reception_channel_id=[str(channel.id)])
    assert page.refused() == {}
    assert stored_settings(tickets_ready)["validation"] == "manual"
    await page.sends(reception_channel_id=[])
    assert "reception_channel_id" in page.refused()


async def test_another_admin_meanwhile(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Neither's change is lost: other fields are kept and named, the same field is shown."""
    mine = await Visited(dashboard, administrator).opened()
    theirs = await Visited(dashboard, tickets_ready.owner).opened()
    await theirs.sends(limit="3", opening_reason="on")
    await mine.sends(overflow=None)
    assert "✅ Saved: Extra categories." in mine.notes
    assert "kept: Open tickets per member, Opening reason." in mine.notes
    stored = stored_settings(tickets_ready)
    assert (stored["limit"], stored["overflow"], stored["opening_reason"]) == (3, False, True)

    await theirs.opened()
    await theirs.sends(limit="4")
    await mine.sends(limit="5", claims="on")
    assert "Someone else has set this to 4" in mine.refused()["limit"]
    assert mine.fields()["limit"]["texts"] == ["5"]
    assert stored_settings(tickets_ready)["limit"] == 4
    assert "claims" not in stored_settings(tickets_ready)
    await mine.sends()
    stored = stored_settings(tickets_ready)
    assert (stored["limit"], stored["claims"]) == (5, True)


async def test_the_menu_at_the_same_moment(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A setting stored while the page is being saved is neither lost nor overwritten."""
    store = tickets_ready.sim.cog.app.settings
    page = await Visited(dashboard, administrator).opened()
    whole, was_asked = store.change_together, 0

    async def late(*about: Any, **more: Any) -> Any:
        nonlocal was_asked
        was_asked += 1
        if was_asked == 1:
            await store.change(tickets_ready.guild.id, refusal_wait=77)
        return await whole(*about, **more)

    store.change_together = late
    try:
        await page.sends(limit="6")
    finally:
        del store.change_together
    assert was_asked == 2
    stored = stored_settings(tickets_ready)
    assert (stored["limit"], stored["refusal_wait"]) == (6, 77)
    assert "kept: Cooldown after a refusal" in page.notes


async def test_two_pages_at_once(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Of two who send the same field one is stored, and the other reads what it is now."""
    people = (administrator, tickets_ready.owner)
    pages = [await Visited(dashboard, one).opened() for one in people]
    await asyncio.gather(*(page.sends(limit=str(n)) for n, page in enumerate(pages, 8)))
    refused = [page for page in pages if page.refused()]
    assert len(refused) == 1
    assert stored_settings(tickets_ready)["limit"] in (8, 9)


async def test_a_page_from_before_a_reset(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """It stores nothing. The page that follows says how a server is set up."""
    page = await Visited(dashboard, administrator).opened()
    await tickets_ready.sim.cog.app.settings.reset(tickets_ready.guild.id)
    await page.sends(limit="5")
    assert "Nothing was stored" in page.notes
    assert "Nothing is set up yet" in page.notes
    assert stored_settings(tickets_ready) == {}


async def test_a_server_is_set_up_here(server: Server) -> None:
    """From nothing to a first ticket, without a command."""
    async with dashboard_at(server) as dashboard:
        page = await Visited(dashboard, server.administrator).opened()
        await page.sends(enabled="on")
        assert "No category is set" in page.refused()["enabled"]
        await page.sends(
            category_id=[str(server.category.id)],
            moderator_role_ids=[str(server.moderators.id)],
            enabled="on",
        )
        assert page.refused() == {}
    assert "Your ticket is ready" in server.alice.answer(await server.alice.opens_a_ticket())


async def test_switched_off(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """The switch at the top lets nobody open tickets."""
    page = await Visited(dashboard, administrator).opened()
    await page.sends(enabled=None)
    assert stored_settings(tickets_ready)["enabled"] is False


async def test_default(dashboard: Dashboard, tickets_ready: Server, administrator: Person) -> None:
    """*Default* forgets the value, as it does in the menu."""
    await tickets_ready.has_set(welcome_message="Hello", pause=5)
    page = await Visited(dashboard, administrator).opened()
    shown = page.fields()["welcome_message"]
    page.form["default.welcome_message"] = ["on"]
    await page.sends(welcome_message=json.loads(shown["default"])[0])
    assert "welcome_message" not in stored_settings(tickets_ready)
    assert stored_settings(tickets_ready)["pause"] == 5


FORGED: list[tuple[str, list[str]]] = [
    ("limit", ["many"]),
    ("limit", []),
    ("limit", ["9" * 5000]),
    ("welcome_message", ["x" * 200_000]),
    ("welcome_message", [""]),
    ("validation", ["<script>"]),
    ("validation", []),
    ("moderator_role_ids", ["1"]),
    ("moderator_role_ids", ["x" * 1000]),
    ("moderator_role_ids", ["٣"]),
    ("category_id", ["123456789012345678"]),
    ("hours", ["whenever"]),
    ("timezone", [NASTY]),
    ("closing_reasons", ["\n".join(f"reason {n}" for n in range(40))]),
]


async def test_forged_fields(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Whatever is sent, it is refused beside its field in a sentence, and nothing is stored."""
    await tickets_ready.has_set(limit=1, validation="automatic", closing_reasons=["Solved"])
    before = stored_settings(tickets_ready)
    for key, texts in FORGED:
        page = await Visited(dashboard, administrator).opened()
        await page.sends(**{key: texts})
        assert page.refused().keys() == {key}, texts
        assert len(page.refused()[key]) < 700
    assert stored_settings(tickets_ready) == before


async def test_other_peoples_ids(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Roles and channels of another server, and what may not be chosen, are refused."""
    other = tickets_ready.sim.env.create_guild("Elsewhere")
    role = other.create_role("Staff")
    channel = other.create_text_channel("staff")
    await tickets_ready.sim.env.settle()
    page = await Visited(dashboard, administrator).opened()
    everyone, admins = tickets_ready.guild.default_role, tickets_ready.administrators
    for key, thing in (
        ("moderator_role_ids", role),
        ("access_role_ids", everyone),
        ("observer_role_ids", admins),
        ("reception_channel_id", channel),
        ("reception_channel_id", tickets_ready.category),
        ("category_id", tickets_ready.general),
    ):
        await page.opened()
        await page.sends(**{key: [str(thing.id)]})
        assert page.refused().keys() == {key}
    places = page.shown["data"]["places"]
    offered = [one[0] for one in places["roles"] if one[3]]
    assert str(admins.id) not in offered
    assert str(everyone.id) not in [one[0] for one in places["roles"]]


async def test_a_form_without_anything(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """An empty form, and fields of nobody's, change nothing."""
    before = stored_settings(tickets_ready)
    page = Visited(dashboard, administrator)
    await page.sends_form({})
    assert "nothing was saved" in page.notes
    form = {"s.limit": ["5"], "was.nothing": ["[]"], "s.nothing": ["x"], "was.form": ["[]"]}
    await page.sends_form(form)
    assert stored_settings(tickets_ready) == before


async def test_names_that_are_markup(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Names and texts are values of the template, never a part of it."""
    frame = import_module("tickets.web.render.frame")
    role = tickets_ready.guild.create_role(NASTY)
    await tickets_ready.sim.env.settle()
    await tickets_ready.has_set(welcome_message=NASTY, moderator_role_ids=[role.id])
    page = await Visited(dashboard, administrator).opened()
    content = page.answer["web_content"]
    assert content["source"] == frame.SETTINGS.source
    assert NASTY in [one[1] for one in page.shown["data"]["places"]["roles"]]
    assert page.fields()["welcome_message"]["texts"] == [NASTY]
    for key in content.keys() - {"source", "expanded"}:
        assert key not in ("name", "page", "guild")
        assert "items" not in content[key]


async def test_in_the_readers_language(
    dashboard: Dashboard, french: Server, administrator: Person
) -> None:
    """The page speaks the browser's language; what members read stays in the server's."""
    page = await Visited(dashboard, administrator, locale="en-US").opened()
    field = page.fields()["welcome_message"]
    assert field["title"] == "Welcome message"
    assert field["texts"][0].startswith("N'hésitez pas")
    await page.sends(limit="51")
    assert "between 0 and 50" in page.refused()["limit"]
    await page.sends(limit="3")
    assert "welcome_message" not in stored_settings(french)
    page = await Visited(dashboard, administrator, locale="fr-FR").opened()
    assert page.fields()["limit"]["title"] == "Tickets ouverts par membre"


async def test_from_a_foreign_thread(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """In the dashboard's all-in-one mode a page is asked elsewhere, and made in the bot's."""
    channel = await receiving_channel(tickets_ready)
    dashboard.in_bot_loop = False
    page = await Visited(dashboard, administrator, locale="fr-FR").opened()
    assert page.fields()["limit"]["title"] == "Tickets ouverts par membre"
    await page.sends(limit="4", board_channel_id=[str(channel.id)])
    assert "Enregistré" in page.notes
    assert stored_settings(tickets_ready)["limit"] == 4


async def test_a_fault_is_one_sentence(
    dashboard: Dashboard,
    tickets_ready: Server,
    administrator: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What nobody foresaw is logged; its person reads that something went wrong."""
    ui: Any = import_module("tickets.web.ui.settings")

    async def broken(*about: Any) -> None:
        raise KeyError("secret")

    tickets_ready.sim.expect_error_log("A page failed")
    whole, ui.configuration = ui.configuration, broken
    try:
        page = await Visited(dashboard, administrator).opened()
    finally:
        ui.configuration = whole
    assert page.refusal[0] == 500
    assert "Something went wrong" in page.refusal[1]
    assert "secret" not in page.refusal[1]


async def test_what_follows_is_done(
    dashboard: Dashboard, manual: Server, administrator: Person
) -> None:
    """Requests move to a reception channel that is chosen here, as after a choice in the menu."""
    await manual.alice.opens_a_ticket(reason="help")
    channel = await receiving_channel(manual, "elsewhere")
    page = await Visited(dashboard, administrator).opened()
    await page.sends(reception_channel_id=[str(channel.id)])
    await manual.sim.env.settle()
    assert [one for one in manual.messages(channel) if one.components]


async def test_loading_in_any_order(tickets_ready: Server, administrator: Person) -> None:
    """The dashboard before the cog, after it, reloaded, and gone: pages are there or not."""
    sim = tickets_ready.sim
    async with dashboard_at(tickets_ready) as dashboard:
        assert "settings" in dashboard.pages["Tickets"]
        await sim.reload()
        await sim.env.settle()
        assert (await Visited(dashboard, administrator).opened()).shown["groups"]
        await sim.red.remove_cog(dashboard.qualified_name)
        again = await load_dashboard(sim.red)
        await sim.env.settle()
        assert (await Visited(again, administrator).opened()).shown["groups"]
        await sim.unload("tickets")
        assert again.pages == {}
        await sim.load("tickets")
        await sim.env.settle()
        assert (await Visited(again, administrator).opened()).shown["groups"]


async def test_unloaded_while_a_page_is_made(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Whoever waits for a page that can't come any more gets an answer all the same."""
    ui: Any = import_module("tickets.web.ui.settings")
    waits = asyncio.Event()

    async def slow(*about: Any) -> None:
        waits.set()
        await asyncio.Event().wait()

    whole, ui.configuration = ui.configuration, slow
    try:
        asked = asyncio.create_task(Visited(dashboard, administrator).opened())
        await waits.wait()
        await tickets_ready.sim.reload()
        page = await asked
    finally:
        ui.configuration = whole
    assert page.refusal[0] == 500
    assert "being reloaded" in page.refusal[1]


WRONG: dict[str, tuple[str, ...]] = {
    "hours": ("whenever",),
    "holidays": ("2026-02-30",),
    "timezone": ("Europe/Pariss",),
    "closing_reasons": ("x" * 200,),
}


async def test_the_same_refusals_as_by_command(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Whatever a command refuses, the page refuses with the same sentence."""
    texts = import_module("tickets.web.render.texts")
    names = import_module("tickets.web.discord").names
    guild = tickets_ready.sim.red.get_guild(tickets_ready.guild.id)
    assert guild is not None
    different = {}
    tried = set()
    for setting in SETTINGS:
        wrong: tuple[str, ...]
        match setting.kind:
            case Toggle():
                # A switch can't hold anything else.
                continue
            case Choice():
                wrong = ("neither",)
            case Roles():
                wrong = (str(tickets_ready.administrators.id), str(tickets_ready.bot_role.id))
            case Written(form_limit=limit) if setting.key not in WRONG and limit:
                wrong = ("many",) if limit < 20 else ("{user.token}",)
                if setting.key == "staff_thread_name":
                    wrong = ("x" * (limit + 1),)
            case Written():
                wrong = WRONG[setting.key]
            case _:
                wrong = ("123456789012345678",)
        for text in wrong:
            page = await Visited(dashboard, administrator).opened()
            await page.sends(**{setting.key: [text]})
            said = page.refused().get(setting.key, "")
            by_command = await sets(tickets_ready, f"{setting.command} {text}")
            expected = texts.plain(by_command, names(guild)).split("\n")[0]
            if not said or said.split("\n")[0] not in expected:
                different[setting.key, text] = (said, expected)
            tried.add(setting.key)
    assert different == {}
    assert tried == {one.key for one in SETTINGS if not isinstance(one.kind, Toggle)}


async def test_the_way_from_the_menu(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Where a dashboard runs, the menu leads to it: anybody, or only the bot's owner."""
    bot: Any = tickets_ready.sim.red
    to = f"https://bot.example/dashboard/{tickets_ready.guild.id}/third-party/Tickets/settings"

    async def leads(person: Person) -> bool:
        menu = await MenuPage.opened(person, by="prefix")
        return any(one.get("url") == to for one in menu.components)

    try:
        assert not await leads(administrator)
        bot.dashboard_url = ("https://bot.example/", True)
        assert await leads(administrator)
        bot.dashboard_url = ("https://bot.example", False)
        assert not await leads(administrator)
        assert await leads(tickets_ready.bot_owner)
        for odd in (None, "https://bot.example", ("javascript:alert(1)", True), (None, None)):
            bot.dashboard_url = odd
            assert not await leads(administrator)
    finally:
        del bot.dashboard_url
