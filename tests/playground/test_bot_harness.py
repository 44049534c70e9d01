"""The simulation itself: what it promises to the tests that stand on it.

A cog that is written into a folder takes the place of the real one, so that these tests
speak only about the harness.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
import pytest_asyncio
from aftermath import complaints
from error_log import errors_logged
from server import Server
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType
from simulated_red import LoadFailed, SimulatedRed, running_red

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.asyncio

TINY = '''
import asyncio, threading
import apsw, discord
from redbot.core import Config, commands, data_manager

class Press(discord.ui.DynamicItem[discord.ui.Button], template=r"tiny:(?P<what>[a-z]+)"):
    def __init__(self, what):
        super().__init__(discord.ui.Button(label=what.title(), custom_id=f"tiny:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(match["what"])

    async def callback(self, interaction):
        cog = interaction.client.get_cog("Tiny")
        if self.what == "form":
            await interaction.response.send_modal(Form())
        elif self.what == "silent":
            pass
        elif self.what == "slow":
            await asyncio.sleep(4)
            await interaction.response.send_message("too late", ephemeral=True)
        elif self.what == "late":
            await interaction.response.defer(ephemeral=True, thinking=True)
            await asyncio.sleep(600)
            await interaction.followup.send("at last", ephemeral=True)
        else:
            async with cog.lock:
                cog.presses += 1
                await interaction.response.send_message(f"press {cog.presses}", ephemeral=True)

class Form(discord.ui.Modal, title="Tell us"):
    reason = discord.ui.TextInput(label="Reason", custom_id="reason")

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"heard {self.reason.value}", ephemeral=True)

class Refusal(Exception):
    pass

class Tiny(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.presses = 0
        self.lock = asyncio.Lock()
        self.config = Config.get_conf(self, 7, force_registration=True)
        self.config.register_global(number=0)
        self.caught = []

    async def cog_load(self):
        self.bot.add_dynamic_items(Press)
        self.path = data_manager.cog_data_path(self) / "tiny.sqlite3"
        self.found_a_log = self.path.with_name("tiny.sqlite3-wal").exists()
        self.database = apsw.Connection(str(self.path))
        self.database.execute("PRAGMA journal_mode = WAL").fetchall()
        self.database.execute("CREATE TABLE IF NOT EXISTS greetings (who)")

    async def cog_unload(self):
        self.bot.remove_dynamic_items(Press)
        self.database.close()
        await self.config.number.set(await self.config.number() + 100)

    async def red_delete_data_for_user(self, **kwargs):
        """Keeps nothing."""

    @commands.hybrid_command()
    async def hello(self, ctx):
        """Says hello."""
        await self.config.number.set(await self.config.number() + 1)
        self.database.execute("INSERT INTO greetings VALUES (?)", (ctx.author.id,))
        await ctx.send("hello", ephemeral=True)

    @commands.command()
    async def post(self, ctx, *names):
        """Posts buttons."""
        view = discord.ui.View(timeout=None)
        for name in names:
            view.add_item(Press(name))
        await ctx.send("buttons", view=view)

    async def attempt(self, coroutine):
        try:
            return await coroutine
        except Exception as error:
            self.caught.append(error)

    @commands.command()
    async def say(self, ctx, *, text):
        """Says something, with a nonce."""
        await self.attempt(ctx.send(text, nonce=text[:25]))

    @commands.command()
    async def guard(self, ctx, seconds: float):
        """Renames the channel, but waits for no longer than that."""
        async with self.lock:
            await self.attempt(asyncio.wait_for(ctx.channel.edit(topic="x"), seconds))
        await ctx.send("done")

    @commands.command()
    async def crash(self, ctx):
        """Breaks."""
        raise RuntimeError("it broke")

    @commands.command()
    async def refuse(self, ctx):
        """Says no."""
        raise Refusal

    async def cog_command_error(self, ctx, error):
        if isinstance(getattr(error, "original", None), Refusal):
            await ctx.send("No.")
        else:
            await self.bot.on_command_error(ctx, error, unhandled_by_cog=True)

    @commands.command()
    async def leak(self, ctx):
        """Leaves a task, a thread and an open database."""
        self.forgotten = apsw.Connection(str(self.path))
        asyncio.create_task(self.forever())
        self.stop = threading.Event()
        threading.Thread(target=self.stop.wait, args=(5,), name="leaked", daemon=True).start()

    @commands.command()
    async def lose(self, ctx):
        """Starts a task that fails unseen."""
        asyncio.create_task(self.fail())

    async def fail(self):
        raise RuntimeError("nobody looks")

    async def forever(self):
        await asyncio.Event().wait()

async def setup(bot):
    await bot.add_cog(Tiny(bot))
'''


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A folder in which Red finds the package `tiny`."""
    package = tmp_path / "cogs" / "tiny"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(TINY)
    return package.parent


@pytest_asyncio.fixture
async def tiny(tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Server]:
    """The usual server, with the tiny cog instead of the real one."""
    async with running_red(
        tmp_path / "red", load=("tiny",), cog_paths=[tiny_folder], cog_name="Tiny"
    ) as sim:
        yield await Server.on(sim)


async def _new_channel(server: Server, **options: Any) -> Any:
    """The bot creates a channel in the tickets' category, in a task of its own."""
    guild = server.sim.red.get_guild(server.guild.id)
    assert guild is not None
    options = {"name": "a-channel", "category": guild.get_channel(server.category.id), **options}
    return await _as_the_bot(server, lambda: guild.create_text_channel(**options))


async def _as_the_bot(server: Server, action: Any) -> Any:
    """Runs a coroutine as work of the bot's; returns its result or its exception."""
    with server.sim.env._bot_scope():
        task = asyncio.get_running_loop().create_task(server.sim.cog.attempt(action()))
    await server.sim.env.settle()
    caught = server.sim.cog.caught
    return caught.pop() if caught else task.result()


def _overwrites(server: Server, **permissions: bool | None) -> dict[Any, Any]:
    guild = server.sim.red.get_guild(server.guild.id)
    assert guild is not None
    return {guild.default_role: discord.PermissionOverwrite(**permissions)}


# --------------------------------------------------------------------- faults


async def test_a_refusal_is_the_right_exception_and_changes_nothing(tiny: Server) -> None:
    """Each status arrives as discord.py's own exception, at the call that was named."""
    faults = tiny.sim.faults
    faults.fail("/guilds/*/channels", method="POST", at=2)
    assert isinstance(await _new_channel(tiny), discord.TextChannel)
    refused = await _new_channel(tiny)
    assert isinstance(refused, discord.Forbidden)
    assert refused.code == 50013
    assert len(tiny.ticket_channels()) == 1
    for status, kind in (
        (404, discord.NotFound),
        (400, discord.HTTPException),
        (429, discord.HTTPException),
        (503, discord.DiscordServerError),
    ):
        faults.fail("/guilds/*/channels", status=status, code=1)
        assert type(await _new_channel(tiny)) is kind
    faults.fail("/guilds/*/channels", status=429, retry_after=3)
    limited = await _new_channel(tiny)
    assert isinstance(limited, discord.RateLimited)
    assert not faults.unused


async def test_a_lost_answer_has_its_effect_and_a_lost_call_has_not(tiny: Server) -> None:
    """Both look the same to the bot; only Discord knows the difference."""
    tiny.sim.faults.lose_answer("/guilds/*/channels")
    assert isinstance(await _new_channel(tiny), aiohttp.ServerDisconnectedError)
    assert len(tiny.ticket_channels()) == 1
    tiny.sim.faults.disconnect("/guilds/*/channels")
    assert isinstance(await _new_channel(tiny), aiohttp.ServerDisconnectedError)
    assert len(tiny.ticket_channels()) == 1


async def test_a_fault_hits_answers_to_interactions_as_well(tiny: Server) -> None:
    """The second route, by which interactions are answered, is watched too."""
    tiny.sim.faults.lose_answer("/interactions/*/callback")
    result = await tiny.alice.runs("hello")
    assert tiny.alice.answer(result) == "hello"
    tiny.sim.faults.fail("/interactions/*/callback", status=404, code=10062)
    assert not (await tiny.alice.runs("hello")).acknowledged


async def test_a_slow_call_takes_simulated_time(tiny: Server) -> None:
    """The effect comes when the time has passed, not before, and no real time is spent."""
    tiny.sim.faults.delay("/guilds/*/channels", 60)
    guild = tiny.sim.red.get_guild(tiny.guild.id)
    assert guild is not None
    with tiny.sim.env._bot_scope():
        task = asyncio.get_running_loop().create_task(guild.create_text_channel("a-channel"))
    await tiny.sim.time_passes(59)
    assert not tiny.ticket_channels()
    await tiny.sim.time_passes(2)
    assert len(tiny.ticket_channels()) == 1
    assert task.done()


async def test_locks_and_timeouts_stand_still_behind_a_slow_call(tiny: Server) -> None:
    """A second command waits for the first one's lock, and a timeout ends the waiting."""
    tiny.sim.faults.delay("/channels/*", 60, method="PATCH")
    assert not await tiny.owner.types("!guard 8")
    assert not await tiny.owner.types("!guard 8")
    await tiny.sim.time_passes(7)
    assert tiny.owner.reads(tiny.general) == ["!guard 8", "!guard 8"]
    await tiny.sim.time_passes(2)
    assert tiny.owner.reads(tiny.general)[2:] == ["done", "done"]
    assert [type(error) for error in tiny.sim.cog.caught] == [TimeoutError]


async def test_something_else_happens_just_before_a_call(tiny: Server) -> None:
    """A hook may change the world and let people act while the bot is busy."""

    async def meanwhile() -> None:
        await tiny.bob.leaves()
        await tiny.alice.types("meanwhile")

    tiny.sim.faults.hook("/guilds/*/channels", meanwhile)
    assert isinstance(await _new_channel(tiny), discord.TextChannel)
    assert not tiny.bob.sees(tiny.general)
    assert tiny.alice.reads(tiny.general) == ["meanwhile"]
    guild = tiny.sim.red.get_guild(tiny.guild.id)
    assert guild is not None
    assert guild.get_member(tiny.bob.id) is None


async def test_a_hook_can_cancel_the_task_that_calls(tiny: Server) -> None:
    """A cancellation that strikes in the middle is delivered before the call's effect."""
    tasks: list[asyncio.Task[Any]] = []
    tiny.sim.faults.hook("/guilds/*/channels", lambda: tasks[0].cancel())
    guild = tiny.sim.red.get_guild(tiny.guild.id)
    assert guild is not None
    with tiny.sim.env._bot_scope():
        tasks.append(
            asyncio.get_running_loop().create_task(guild.create_text_channel("a-channel"))
        )
    await tiny.sim.env.settle()
    assert tasks[0].cancelled()
    assert not tiny.ticket_channels()


# ---------------------------------------------------------------------- rules


async def test_names_of_channels_are_normalised(tiny: Server) -> None:
    """A text channel's name is stored in lower case with hyphens, and must remain one."""
    channel = await _new_channel(tiny, name="Ticket of  Alice!")
    assert isinstance(channel, discord.TextChannel)
    assert channel.name == "ticket-of-alice"
    for name in ("", "x" * 101):
        refused = await _new_channel(tiny, name=name)
        assert isinstance(refused, discord.HTTPException)
        assert refused.code == 50035


async def test_the_word_filter_refuses_names(tiny: Server) -> None:
    """A forbidden word is 50035 for a new channel and for a rename."""
    tiny.sim.rules.refuse_name(lambda name: "rude" in name)
    refused = await _new_channel(tiny, name="so-rude")
    assert isinstance(refused, discord.HTTPException)
    assert refused.code == 50035
    assert "Contains words not allowed" in refused.text
    channel = await _new_channel(tiny)
    assert isinstance(channel, discord.TextChannel)
    assert isinstance(await _as_the_bot(tiny, lambda: channel.edit(name="rude")), Exception)


async def test_a_category_and_a_server_can_be_full(tiny: Server) -> None:
    """The 51st channel of a category and the 501st of a server are refused."""
    await tiny.fill(tiny.category, 50)
    refused = await _new_channel(tiny)
    assert isinstance(refused, discord.HTTPException)
    assert not isinstance(refused, discord.Forbidden)
    assert refused.code == 50035
    assert refused.text == (
        "Invalid Form Body\nIn parent_id: Maximum number of channels in category reached (50)"
    )
    await tiny.fill(None, 500 - 53)
    refused = await _new_channel(tiny, category=None)
    assert isinstance(refused, discord.HTTPException)
    assert refused.code == 30013


async def test_the_same_nonce_is_the_same_message(tiny: Server) -> None:
    """A repeated call with an enforced nonce doesn't write a second message."""
    channel = tiny.sim.red.get_channel(tiny.general.id)
    assert isinstance(channel, discord.TextChannel)
    first = await _as_the_bot(tiny, lambda: channel.send("once", nonce="n"))
    again = await _as_the_bot(tiny, lambda: channel.send("twice", nonce="n"))
    assert first.id == again.id
    assert tiny.alice.reads(tiny.general) == ["once"]
    await tiny.sim.time_passes(301)
    await _as_the_bot(tiny, lambda: channel.send("later", nonce="n"))
    assert tiny.alice.reads(tiny.general) == ["once", "later"]


async def test_a_bot_can_only_give_what_it_holds(tiny: Server) -> None:
    """Bits the bot lacks, and Manage Permissions, can't be put into overwrites."""
    assert isinstance(
        await _new_channel(tiny, overwrites=_overwrites(tiny, view_channel=False)),
        discord.TextChannel,
    )
    for lacking in ({"mention_everyone": False}, {"connect": True}, {"manage_roles": False}):
        refused = await _new_channel(tiny, overwrites=_overwrites(tiny, **lacking))
        assert isinstance(refused, discord.Forbidden) == (lacking != {"connect": True}), lacking
    channel = await _new_channel(tiny)
    assert isinstance(channel, discord.TextChannel)
    role = channel.guild.default_role
    refused = await _as_the_bot(tiny, lambda: channel.set_permissions(role, mention_everyone=True))
    assert isinstance(refused, discord.Forbidden)
    edited = await _as_the_bot(
        tiny, lambda: channel.edit(overwrites=_overwrites(tiny, mention_everyone=True))
    )
    assert isinstance(edited, discord.Forbidden)
    await tiny.bot_may(administrator=True)
    for given in ("mention_everyone", "manage_roles"):
        allowed = await _new_channel(tiny, overwrites=_overwrites(tiny, **{given: False}))
        assert isinstance(allowed, discord.TextChannel)


async def test_a_category_can_take_away_what_the_server_gives(tiny: Server) -> None:
    """Creating needs Manage Channels in the category, overwrites Manage Permissions there."""
    backend = tiny.sim.env.backend
    for denied, fails_without_overwrites in (("manage_channels", True), ("manage_roles", False)):
        line = discord.PermissionOverwrite(**{denied: False}).pair()
        stored = backend.get_channel(tiny.category.id)
        stored.overwrites.clear()
        stored.overwrites.append(
            Overwrite(
                target_id=tiny.bot_role.id,
                type=OverwriteType.ROLE,
                allow=line[0].value,
                deny=line[1].value,
            )
        )
        backend.announce_channel_update(stored.id)
        plain = await _new_channel(tiny)
        assert isinstance(plain, discord.Forbidden) == fails_without_overwrites
        private = await _new_channel(tiny, overwrites=_overwrites(tiny, view_channel=False))
        assert isinstance(private, discord.Forbidden)


async def test_closed_direct_messages_are_50007(tiny: Server) -> None:
    """Somebody who takes no direct messages gets none."""
    tiny.alice.closes_direct_messages()
    user = tiny.sim.red.get_user(tiny.alice.id)
    assert user is not None
    refused = await _as_the_bot(tiny, lambda: user.send("hello"))
    assert isinstance(refused, discord.Forbidden)
    assert refused.code == 50007
    assert not tiny.alice.direct_messages()


async def test_only_what_is_allowed_to_ping_pings(tiny: Server) -> None:
    """Pings follow the allowed mentions and whether the role may be mentioned."""
    channel = tiny.sim.red.get_channel(tiny.general.id)
    assert isinstance(channel, discord.TextChannel)
    text = f"{tiny.alice.mention} {tiny.moderators.mention}"
    everything = discord.AllowedMentions(roles=True, users=True)
    silent = await _as_the_bot(
        tiny, lambda: channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    )
    assert tiny.sim.pings(silent) == set()
    by_red = await _as_the_bot(tiny, lambda: channel.send(text))
    assert tiny.sim.pings(by_red) == {tiny.alice.id}
    loud = await _as_the_bot(tiny, lambda: channel.send(text, allowed_mentions=everything))
    assert tiny.sim.pings(loud) == {tiny.alice.id}, "the role isn't mentionable"
    await tiny.bot_may(mention_everyone=True)
    louder = await _as_the_bot(tiny, lambda: channel.send(text, allowed_mentions=everything))
    assert tiny.sim.pings(louder) == {tiny.alice.id, tiny.moderators.id}


# --------------------------------------------------------- people and their time


async def test_calls_are_counted_with_their_ids_blanked(tiny: Server) -> None:
    """A count shows which calls the bot made, and only while somebody counts."""
    with tiny.sim.counting() as calls:
        await tiny.alice.runs("hello")
        await tiny.alice.types("!hello")
    await tiny.alice.types("!hello")
    assert calls.routes == ["POST /interactions/{}/{}/callback", "POST /channels/{}/messages"]


async def test_ten_people_press_at_once(tiny: Server) -> None:
    """Presses inside the block happen before the bot sees the first of them."""
    (buttons,) = await tiny.owner.types("!post go form")
    people = [tiny.person(f"member-{number}") for number in range(10)]
    async with tiny.sim.at_once():
        results = [await person.presses("Go", on=buttons) for person in people]
        assert tiny.sim.cog.presses == 0
    answers = [person.answer(one) for person, one in zip(people, results, strict=True)]
    assert answers == [f"press {number}" for number in range(1, 11)]


async def test_two_windows_are_submitted_at_once(tiny: Server) -> None:
    """Submissions can coincide as presses can."""
    (buttons,) = await tiny.owner.types("!post form")
    windows = [await one.presses("Form", on=buttons) for one in (tiny.alice, tiny.bob)]
    assert tiny.alice.answer(windows[0]) == "Tell us\nReason"
    async with tiny.sim.at_once():
        first = await tiny.alice.submits(windows[0], reason="a")
        second = await tiny.bob.submits(windows[1], reason="b")
    assert (tiny.alice.answer(first), tiny.bob.answer(second)) == ("heard a", "heard b")


async def test_an_answer_after_three_seconds_is_too_late(tiny: Server) -> None:
    """Discord's deadline for a first answer runs on the simulated clock."""
    (buttons,) = await tiny.owner.types("!post slow")
    with errors_logged() as logged:
        result = await tiny.alice.presses("Slow", on=buttons)
        await tiny.sim.time_passes(5)
    assert not result.acknowledged
    assert "10062" in "".join(logged)


async def test_a_deferred_answer_may_take_minutes_but_not_a_quarter_of_an_hour(
    tiny: Server,
) -> None:
    """After deferring, the follow-up has fifteen minutes."""
    (buttons,) = await tiny.owner.types("!post late")
    result = await tiny.alice.presses("Late", on=buttons)
    assert result.deferred
    await tiny.sim.time_passes(601)
    assert tiny.alice.answer(result) == "at last"


async def test_people_see_what_their_roles_show_them(tiny: Server) -> None:
    """Seeing and reading follow the channel's overwrites."""
    await tiny.moderator.types("between us", in_=tiny.staff)
    assert tiny.moderator.reads(tiny.staff)[-1] == "between us"
    assert tiny.administrator.sees(tiny.staff)
    assert not tiny.alice.sees(tiny.staff)
    assert tiny.alice.reads(tiny.staff) == []
    assert tiny.overwrites(tiny.staff)["@everyone"] == {"view_channel": False}
    await tiny.alice.gets(tiny.moderators)
    assert tiny.alice.can("send_messages", tiny.staff)


async def test_forged_interactions_reach_the_bot(tiny: Server) -> None:
    """An attacker can send ids and windows that no client offers."""
    pressed = await tiny.mallory.forges_click("tiny:go", in_=tiny.staff)
    assert tiny.mallory.answer(pressed) == "press 1"
    ignored = await tiny.mallory.forges_modal("nobody:knows", {"reason": "x"}, in_=tiny.general)
    assert not ignored.acknowledged


async def test_red_knows_its_admin_and_whom_it_ignores(tiny: Server) -> None:
    """The server's Red admin is one, and the blocklisted member gets no answer."""
    member = tiny.red_admin.actor.member
    assert member is not None
    assert await tiny.sim.red.is_admin(member)
    assert await tiny.alice.types("!hello")
    assert not await tiny.blocked.types("!hello")


# ------------------------------------------------------------------- restarts


@pytest.mark.parametrize("clean", [True, False])
async def test_a_restarted_red_goes_on_where_the_old_one_was(tiny: Server, clean: bool) -> None:
    """Settings, buttons and slash commands survive; objects and classes are new."""
    (buttons,) = await tiny.owner.types("!post go")
    await tiny.alice.runs("hello")
    before = tiny.sim.cog
    await tiny.sim.restart(clean=clean)
    cog = tiny.sim.cog
    assert cog is not before
    assert type(cog) is not type(before)
    assert await cog.config.number() == (101 if clean else 1), "cog_unload ran only when clean"
    assert cog.found_a_log != clean, "only a killed process leaves its log beside the database"
    assert cog.database.execute("SELECT * FROM greetings").fetchall() == [(tiny.alice.id,)]
    assert tiny.alice.answer(await tiny.alice.presses("Go", on=buttons)) == "press 1"
    assert tiny.alice.answer(await tiny.alice.runs("hello")) == "hello"


async def test_a_killed_process_never_goes_on(tiny: Server) -> None:
    """What was in the middle of a call when the process died has no later effect."""
    tiny.sim.faults.delay("/guilds/*/channels", 60)
    guild = tiny.sim.red.get_guild(tiny.guild.id)
    assert guild is not None
    ended: list[str] = []

    async def work() -> None:
        try:
            await guild.create_text_channel("a-channel")
        finally:
            ended.append("finally")

    with tiny.sim.env._bot_scope():
        task = asyncio.get_running_loop().create_task(work())
    await tiny.sim.env.settle()
    await tiny.sim.restart(clean=False)
    await tiny.sim.time_passes(120)
    assert not task.done()
    assert not ended
    assert not tiny.ticket_channels()


async def test_two_reds_in_one_process_share_nothing(tmp_path: Path, tiny_folder: Path) -> None:
    """A second Red on other data starts from nothing."""
    for name in ("one", "two"):
        async with running_red(
            tmp_path / name, load=("tiny",), cog_paths=[tiny_folder], cog_name="Tiny"
        ) as sim:
            assert await sim.cog.config.number() == 0
            await sim.cog.config.number.set(5)
            assert sim.red.owner_ids == {sim.bot_owner.id}
        assert "tiny" not in sys.modules


async def test_loading_fails_with_reds_own_words(tmp_path: Path) -> None:
    """A package that can't be loaded says why."""
    package = tmp_path / "cogs" / "sad"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "from redbot.core.errors import CogLoadError\n"
        "async def setup(bot):\n    raise CogLoadError('No coffee, no work.')\n"
    )
    with pytest.raises(LoadFailed, match="No coffee"):
        async with running_red(tmp_path / "red", load=("sad",), cog_paths=[package.parent]):
            pass


async def test_in_a_demo_time_goes_by_itself(tmp_path: Path, tiny_folder: Path) -> None:
    """In real time, the clock and the bot's timers need nobody to move them."""
    async with running_red(
        tmp_path / "red",
        load=("tiny",),
        cog_paths=[tiny_folder],
        cog_name="Tiny",
        real_time=True,
    ) as sim:
        before = sim.env.now()
        with sim.env._bot_scope():
            task = asyncio.get_running_loop().create_task(asyncio.sleep(0.02))
        await sim.env.settle()
        assert task.done()
        assert (sim.env.now() - before).total_seconds() >= 0.02


# ---------------------------------------------------------------- the aftermath


async def _complaints(sim: SimulatedRed, logged: list[str]) -> str:
    return "\n".join(await complaints(sim, logged))


async def test_a_quiet_test_leaves_nothing_behind(tiny: Server) -> None:
    """A cog that cleans up after itself gives no cause for complaint."""
    with errors_logged() as logged:
        (buttons,) = await tiny.owner.types("!post go")
        await tiny.alice.presses("Go", on=buttons)
        await tiny.alice.types("!set roles addadminrole nonsense")
        assert await _complaints(tiny.sim, logged) == ""


async def test_silence_is_noticed(tiny: Server) -> None:
    """An interaction without an answer, or one that thinks for ever, fails the test."""
    (buttons,) = await tiny.owner.types("!post silent late")
    await tiny.alice.presses("Silent", on=buttons)
    await tiny.alice.presses("Late", on=buttons)
    found = await _complaints(tiny.sim, [])
    assert "never answered: interaction of alice" in found
    assert "still thinking: interaction of alice" in found


async def test_expected_silence_is_fine(tiny: Server) -> None:
    """A test that forges interactions says that some stay unanswered."""
    await tiny.mallory.forges_click("nobody:knows", in_=tiny.general)
    tiny.sim.expect_unanswered()
    assert await _complaints(tiny.sim, []) == ""


async def test_errors_are_noticed(tiny: Server) -> None:
    """Exceptions and ERROR log lines fail the test, unless it expects them."""
    with errors_logged() as logged:
        await tiny.alice.types("!crash")
        logging.getLogger("somebody").error("all is lost")
        found = await _complaints(tiny.sim, logged)
    assert "it broke" in found
    assert "all is lost" in found
    tiny.sim.expect_error_log("it broke")
    tiny.sim.expect_error_log("all is lost")
    assert await _complaints(tiny.sim, logged) == ""
    tiny.sim.expect_error_log("never said")
    assert "never came: never said" in await _complaints(tiny.sim, logged)


async def test_a_refusal_by_the_cog_is_no_error(tiny: Server) -> None:
    """Exceptions that the cog explains to people itself are answers."""
    tiny.sim.refusals.add("tiny.Refusal")
    with errors_logged() as logged:
        await tiny.alice.types("!refuse")
        assert await _complaints(tiny.sim, logged) == ""


async def test_lost_exceptions_of_tasks_are_noticed(tiny: Server) -> None:
    """An exception in a task that nobody awaits fails the test."""

    with errors_logged() as logged:
        await tiny.alice.types("!lose")
    assert "nobody looks" in await _complaints(tiny.sim, logged)


async def test_nobody_is_looked_up_on_the_internet(tiny: Server) -> None:
    """A name has no address, at once, whatever the machine is connected to."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError, match="not looked up here"):
            await session.get("https://cdn.discordapp.com/embed/avatars/0.png")


async def test_an_unused_fault_is_noticed(tiny: Server) -> None:
    """A fault that never happened proves nothing, so it fails the test."""
    tiny.sim.faults.fail("/nowhere")
    assert "injected but never hit: 403" in await _complaints(tiny.sim, [])


async def test_leftovers_of_a_cog_are_noticed(tiny: Server) -> None:
    """Items, tasks, threads and files that outlive the unload fail the test."""
    cog = tiny.sim.cog
    await tiny.owner.types("!leak")
    item = next(iter(tiny.sim.red._connection._view_store._dynamic_items.values()))
    await tiny.sim.unload()
    tiny.sim.red.add_listener(cog.attempt, "on_message")
    tiny.sim.packages.append("tiny")
    tiny.sim.red.add_dynamic_items(item)
    found = await _complaints(tiny.sim, [])
    cog.stop.set()
    assert "dynamic item" in found
    assert "listener on_message" in found
    assert "task still running after the unload" in found
    assert "thread still alive after the unload: leaked" in found
    assert "database still open after the unload" in found


@pytest.mark.parametrize(
    ("locale", "said", "found"),
    [
        ("fr-FR", "Your ticket is ready: <#1>", "Your"),
        ("fr-FR", "**Catégorie** — none", "none"),
        ("fr-FR", "Ceci est bon. Nobody translated this one.", "this"),
        ("fr-FR", "Votre ticket est ouvert : <#1>, voyez `ticketset the category`", None),
        ("de-DE", "Das will er, und was noch? This is new.", "This"),
        ("es-ES", "¿Has visto? Nobody translated this one.", "this"),
    ],
)
async def test_english_is_heard_on_servers_of_other_languages(
    tiny: Server, locale: str, said: str, found: str | None
) -> None:
    """What is said in English where another language is spoken is a complaint, and nowhere
    else. Small words that both languages have are none."""
    channel = tiny.sim.red.get_channel(tiny.general.id)
    assert isinstance(channel, discord.TextChannel)
    await _as_the_bot(tiny, lambda: channel.send(said))
    assert tiny.sim.english_heard.complaints() == []
    await tiny.owner.types(f"!set locale {locale}")
    await _as_the_bot(tiny, lambda: channel.send(said))
    call = "POST /channels/{}/messages"
    complaint = f"English on a server of {locale} ({found}): {call} {said!r}"
    assert tiny.sim.english_heard.complaints() == ([complaint] if found else [])
