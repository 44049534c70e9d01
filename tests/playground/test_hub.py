"""The page around the preview: who one is, what one sees, what is new."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio
from aiohttp import ClientSession
from discord.ext import tasks
from hub import Hub, origins
from lived_in import PAST
from living_server import LivingServer
from places import places_of
from shared_red import end_what_is_left
from simcord import preview
from simcord.backend.errors import SetupError
from simulated_red import REPOSITORY, running_red
from speech import LOCALES, PAGE, SAID, TOLD, Words, page_in
from web_page import WEB_PAGES_WORK
from window import Screen, Window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from people import Person
    from places import Place

pytestmark = pytest.mark.asyncio


class EmptyFrame:
    """Stands in for SimCord's preview, which needs the demo's own environment."""

    def __init__(self) -> None:
        self.is_open = False

    async def show(self, person: Person, place: Place, screen: Screen) -> str:
        """Pretends to."""
        self.is_open = True
        return f"http://127.0.0.1/#{person.name}-in-{place.name}"

    async def close(self) -> None:
        """Pretends to."""
        self.is_open = False


class Browser:
    """Asks the hub what its page asks."""

    def __init__(self, session: ClientSession, hub: Hub) -> None:
        self.session = session
        self.hub = hub

    async def state(self, person: Person, look: str = "") -> dict[str, Any]:
        """What the page would show to the person."""
        query = {"person": str(person.id), "look": look}
        async with self.session.get(self.hub.address + "api/state", params=query) as answer:
            return dict(await answer.json())

    async def shows(self, person: Person, place_id: int) -> dict[str, Any]:
        """Chooses a person and a place."""
        body = {"person": str(person.id), "place": str(place_id)}
        async with self.session.post(self.hub.address + "api/show", json=body) as answer:
            return dict(await answer.json())

    async def unread(self, person: Person) -> dict[str, int]:
        """Where there is something new for the person, and how much."""
        places = (await self.state(person))["places"]
        return {place["name"]: place["new"] for place in places if place["new"]}


@pytest_asyncio.fixture
async def browser(living: LivingServer, port: int) -> AsyncIterator[Browser]:
    """A browser at the hub's address."""
    hub = Hub(living, EmptyFrame(), port)
    await hub.start()
    async with ClientSession() as session:
        yield Browser(session, hub)
    await hub.stop()


async def a_ticket_of(person: Person) -> int:
    """The person presses the panel's button and fills the form in; returns the channel's id."""
    panel = person.server.channel(
        next(place.id for place in places_of(person.server, person) if place.name == "get-help")
    )
    form = await person.presses("Get help", on=panel)
    await person.submits(form, reason="Help", q1="My account")
    return person.server.newest_ticket().id


async def test_everybody_sees_their_own_places(browser: Browser, living: LivingServer) -> None:
    """The list has what Discord's own would have, and the conversation with the bot."""
    server = living.server
    public, own = ["general", "get-help"], ["staff-tickets", "ticket-transcripts", "ticket-board"]
    for person, places in (
        (server.alice, [*public, "Red"]),
        (server.moderator, ["general", "staff", "get-help", *own, "Red"]),
        (living.judge, [*public, "report-log", "Red"]),
    ):
        assert [place["name"] for place in (await browser.state(person))["places"]] == places


async def test_one_is_offered_six_people(browser: Browser, living: LivingServer) -> None:
    """Two members, a moderator of each team, an administrator and the owner; nothing is unread
    at first."""
    people = (await browser.state(living.server.alice))["people"]
    assert [one["name"] for one in people] == [
        "alice",
        "bob",
        "moderator",
        "judge",
        "administrator",
        "owner",
    ]
    assert not any(one["new"] for one in people)


async def test_both_panels_are_ready(living: LivingServer) -> None:
    """A visitor finds a button for each team, and a selector; the form comes before the ticket."""
    alice, server = living.server.alice, living.server
    buttons, selector = [one for one in living.help_channel.history() if one.components]
    assert server.buttons(buttons) == ["Get help", "Report someone"]
    form = await alice.presses("Report someone", on=buttons)
    assert "Your ticket is ready" in alice.answer(await alice.submits(form, reason="Insults"))
    report = server.newest_ticket()
    assert (living.judge.sees(report), server.moderator.sees(report)) == (True, False)
    chosen = await alice.selects(["2"], on=selector)
    assert "Your ticket is ready" in alice.answer_besides(chosen)
    assert "**Reason:** A bug" in alice.reads(server.newest_ticket())[0]


async def test_a_ticket_is_unread_for_those_who_see_it(
    browser: Browser, living: LivingServer
) -> None:
    """Opener and staff get a mark, in the list of places and beside the names; others nothing."""
    server = living.server
    channel_id = await a_ticket_of(server.alice)

    assert await browser.unread(server.alice) == {"get-help": 1, "alice": 2}
    # Welcome and thread, what stands in it, and the line of the log.
    news = {"alice": 2, "🔒 Private": 1, "staff-tickets": 1}
    assert await browser.unread(server.moderator) == news
    assert await browser.unread(living.judge) == {}
    assert await browser.unread(server.bob) == {}
    state = await browser.state(server.bob)
    assert str(channel_id) not in {place["id"] for place in state["places"]}
    unread = {one["name"]: one["new"] for one in state["people"]}
    assert unread == {
        "alice": 3,
        "bob": 0,
        "judge": 0,
        **dict.fromkeys(("moderator", "administrator", "owner"), 4),
    }


async def test_threads_are_below_their_channel(browser: Browser, living: LivingServer) -> None:
    """A private thread shows to those who are in it, below the channel it belongs to."""
    server = living.server
    parent = server.sim.red.get_channel(server.general.id)
    assert isinstance(parent, discord.TextChannel)
    with server.sim.env._bot_scope():
        thread = await parent.create_thread(name="aside", type=discord.ChannelType.private_thread)
        await thread.add_user(discord.Object(server.bob.id))
    await server.sim.env.settle()

    places = (await browser.state(server.bob))["places"]
    (shown,) = [place for place in places if place["kind"] == "thread"]
    assert (shown["name"], shown["under"]) == ("aside", "general")
    assert "aside" not in [one["name"] for one in (await browser.state(server.alice))["places"]]


async def test_looking_is_reading(browser: Browser, living: LivingServer) -> None:
    """What one looks at is no longer new, also what is written while one looks."""
    server = living.server
    channel_id = await a_ticket_of(server.alice)
    shown = await browser.shows(server.moderator, channel_id)
    assert shown["address"].endswith("moderator-in-alice")
    await server.alice.actor.send(server.channel(channel_id), "Hello?")
    state = await browser.state(server.moderator, look=shown["look"])

    assert state["current"]
    assert "alice" not in await browser.unread(server.moderator)
    assert (await browser.unread(server.administrator))["alice"] == 3


async def test_a_stranger_is_shown_nothing(browser: Browser, living: LivingServer) -> None:
    """Whoever asks for a channel that isn't theirs, or is gone, gets no frame."""
    server = living.server
    channel_id = await a_ticket_of(server.alice)
    assert await browser.shows(server.bob, channel_id) == {"nothing": "hidden"}
    server.sim.env.backend.delete_channel(channel_id)
    await server.sim.env.settle()
    assert await browser.shows(server.alice, channel_id) == {"nothing": "deleted"}


async def test_one_page_at_a_time(browser: Browser, living: LivingServer) -> None:
    """A page learns that another one has moved the preview away from it."""
    server = living.server
    first = await browser.shows(server.alice, server.general.id)
    assert (await browser.state(server.alice, look=first["look"]))["current"]
    await browser.shows(server.bob, server.general.id)
    assert not (await browser.state(server.alice, look=first["look"]))["current"]


@pytest.mark.skipif(not WEB_PAGES_WORK, reason="there is no jinja2: `make test` gets it")
async def test_the_web_page(browser: Browser, living: LivingServer) -> None:
    """Who may change settings has the cog's web page among the places, and saves there. Forms
    of other pages aren't taken, and others are refused by the cog itself."""
    server = living.server
    assert "Web page" not in [one["name"] for one in (await browser.state(server.alice))["places"]]
    assert await browser.shows(server.alice, 1) == {"nothing": "deleted"}
    page = browser.hub.address.rstrip("/")
    shown = await browser.shows(server.administrator, 1)
    assert (await browser.state(server.administrator, look=shown["look"]))["current"]
    page += shown["address"]
    async with browser.session.get(page) as answer:
        text = await answer.text()
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "Open tickets per member" in text
    assert "which the demo doesn’t have" in text
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert token is not None
    form = {"configured": "yes", "was.limit": '["0"]', "s.limit": "3"}
    for given, more, status in (
        (form, {}, 403),
        ({**form, "csrf_token": token[1]}, {"Origin": "http://somewhere.example"}, 403),
        ({**form, "csrf_token": token[1]}, {"Content-Type": "text/plain"}, 415),
        ({**form, "csrf_token": token[1]}, {}, 200),
    ):
        assert (await server.sim.cog.app.settings.of(server.guild.id)).get("limit") == 0
        async with browser.session.post(page, data=given, headers=more) as answer:
            assert answer.status == status
    assert (await server.sim.cog.app.settings.of(server.guild.id)).get("limit") == 3
    await browser.shows(server.moderator, living.help_channel.id)
    async with browser.session.get(page) as answer:
        assert answer.status == 403


async def test_who_and_what_is_refused(browser: Browser, living: LivingServer) -> None:
    """Another page in the same browser can't be alice; nonsense is refused politely. Only the
    six are offered; asking for somebody else is an error, not a crash."""
    headers: tuple[tuple[dict[str, str], int], ...] = (
        ({"Host": "somewhere.example"}, 403),
        ({"Origin": "http://somewhere.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({}, 400),
    )
    for more, status in headers:
        given = {"Content-Type": "application/json", **more}
        for body in (b"[]", b"{}", b"\xff"):
            address = browser.hub.address + "api/show"
            async with browser.session.post(address, data=body, headers=given) as answer:
                assert answer.status == status, (more, body)
    for person in (str(living.server.mallory.id), "alice", "9" * 5000):
        query = {"person": person}
        address = browser.hub.address + "api/state"
        async with browser.session.get(address, params=query) as answer:
            assert answer.status == 404


async def test_the_page_needs_nobody_else(browser: Browser) -> None:
    """Page, style and script come from the demo alone: it works without the internet."""
    for name in ("", "hub.css", "hub.js"):
        async with browser.session.get(browser.hub.address + name) as answer:
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert not re.search(r"(https?:)?//\w", re.sub(r"(?m)^// .*", "", await answer.text()))
    for path in (REPOSITORY / "playground" / "page").iterdir():
        assert "innerHTML" not in path.read_text(encoding="utf-8")


async def test_what_waits_for_time_goes_on(living: LivingServer, port: int) -> None:
    """In the demo, views time out and loops run by themselves, as on a real server."""
    third = asyncio.Event()

    @tasks.loop(seconds=0.2)
    async def loop() -> None:
        if loop.current_loop == 2:
            third.set()

    red = living.server.sim.red
    keeping_up = asyncio.create_task(Window(living.server, port, origins(port)).keep_up())
    with living.server.sim.env._bot_scope():
        loop.start()
        view = discord.ui.View(timeout=0.3)
        view._start_listening_from_store(red._connection._view_store)
        waiting = asyncio.get_running_loop().create_task(view.wait())
    try:
        assert await asyncio.wait_for(asyncio.shield(waiting), 10)
        await asyncio.wait_for(third.wait(), 10)
    finally:
        loop.cancel()
        keeping_up.cancel()


async def test_without_the_preview_it_says_so(
    living: LivingServer, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the preview can't run, the page says why instead of staying empty."""

    def incomplete() -> None:
        raise SetupError("something is missing")

    monkeypatch.setattr(preview, "_require_preview_runtime", incomplete)
    hub = Hub(living, Window(living.server, port + 1, origins(port)), port, with_web=False)
    await hub.start()
    async with ClientSession() as session:
        answer = await Browser(session, hub).shows(living.server.alice, living.help_channel.id)
    await hub.stop()
    assert answer == {"trouble": "something is missing"}


@pytest.mark.parametrize("language", LOCALES)
async def test_the_server_has_a_life(tmp_path: Path, language: str) -> None:
    """A visitor finds two teams, tickets in every state, and nothing English elsewhere."""
    words, said = Words(language), SAID[language]
    async with running_red(tmp_path / "red", real_time=True, past=PAST) as sim:
        living = await LivingServer.on(sim, language=language)
        server = living.server
        named = {one.name: one for one in server.ticket_channels()}
        closed, bobs, report, waiting = (named[one] for one in ("carol", "bob", "erin", "dave"))
        await _shows_the_first_team(living, words, said)
        # What reaches the other team is there for that team, and for nobody else but the admins.
        assert words("Not yet") in server.bob.buttons(bobs)
        seeing = [one.sees(report) for one in (living.judge, server.moderator, server.alice)]
        assert seeing == [True, False, False]
        assert not any(living.judge.sees(one) for one in (closed, bobs, waiting))
        opened = sim.red.get_channel(bobs.id)
        assert isinstance(opened, discord.TextChannel)
        assert [one.name for one in opened.threads] == [words("🔒 Private")]
        shown = await living.judge.runs("ticketmod find", in_=server.general)
        assert said["insults"] in living.judge.answer(shown)
        assert said["voice"] not in living.judge.answer(shown)
        assert not sim.env.errors
        assert sim.english_heard.complaints() == []
        assert abs((sim.env.now() - datetime.now(timezone.utc)).total_seconds()) < 60
        assert living.roles[0].idea == said["alice's idea"]
    await end_what_is_left()


async def _shows_the_first_team(living: LivingServer, words: Words, said: dict[str, Any]) -> None:
    """Log, rating, request, saved conversation, board, numbers, and something for the doctor."""
    server, moderator = living.server, living.server.moderator
    named = {one.name: one for one in server.guild.channels.values()}
    log = [server.text(one) for one in server.messages(named["staff-tickets"])]
    closed = words("{name} closed ticket #{number}.").format(name="moderator", number=1)
    assert any(closed in text for text in log)
    assert any("★★★★★" in text and said["kind"] in text for text in log)
    assert words("Accept") in server.buttons(server.messages(named["staff-tickets"])[-1])
    assert any(one.attachments for one in server.messages(named[said["saved"]]))
    (board,) = server.messages(named[said["board"]])
    assert words("Waiting for us") in server.text(board)
    numbers = moderator.answer(await moderator.runs("ticketmod stats", in_=server.staff))
    assert "12 min" in numbers
    assert "★" in numbers
    report = await server.administrator.types("!ticketset check", in_=server.staff)
    assert "#5" in server.text(report[-1])


@pytest.mark.parametrize("language", sorted(set(LOCALES) - {"en"}))
@pytest.mark.parametrize("name", ["hub.html", "hub.js"])
async def test_the_page_in_other_languages(name: str, language: str) -> None:
    """Nothing that the page says stays English; nothing else in its files changes."""
    file = REPOSITORY / "playground" / "page" / name
    english = file.read_text(encoding="utf-8")
    translated = page_in(language, english)
    for said in PAGE[language]:
        assert said not in translated
    assert page_in("en", english) == english
    assert len(translated.splitlines()) == len(english.splitlines())


async def test_every_word_of_the_page_is_there() -> None:
    """No translation is of something that the page no longer says; all say the same things."""
    files = [
        (REPOSITORY / "playground" / "page" / name).read_text(encoding="utf-8")
        for name in ("hub.html", "hub.js")
    ]
    for language in set(LOCALES) - {"en"}:
        assert [one for one in PAGE[language] if not any(one in text for text in files)] == []
        assert PAGE[language].keys() == PAGE["fr"].keys()
        assert SAID[language].keys() == SAID["en"].keys()
    assert TOLD["en"].keys() == TOLD["fr"].keys() >= TOLD["de"].keys() == TOLD["es"].keys()
