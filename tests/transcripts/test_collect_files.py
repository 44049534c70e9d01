"""Files of a conversation: kept on disk within limits, fetched from Discord and nowhere else."""

from __future__ import annotations

import asyncio
import errno
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.core.builders import MODERATOR_ROLE, STRANGER, a_ticket
from tests.transcripts.small_discord import SmallDiscord, a_message, a_user, an_attachment
from tickets.core.discord.downloads import DISCORD_ORIGINS
from tickets.transcripts.collecting.conversation import STANDARD, collect
from tickets.transcripts.collecting.files import Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tickets.transcripts.document import StoredFile, Transcript

EMOJI = 123456789012345678
MEGABYTE = 1024 * 1024


class Cdn:
    """Stands in for Discord's file servers: `files` by path, or whatever `answer` does."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.running = 0
        self.most_at_once = 0
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = self.file
        self.origin = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers, and counts who waits for an answer."""
        self.asked.append(str(request.rel_url))
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            return await self.answer(request)
        finally:
            self.running -= 1

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The file at the path."""
        if request.path not in self.files:
            raise web.HTTPNotFound
        return web.Response(body=self.files[request.path], content_type="image/png")

    def offers(self, path: str, content: bytes = b"picture") -> str:
        """Puts a file there; its address."""
        self.files[path] = content
        return self.origin + path


@pytest.fixture
async def cdn(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cdn]:
    cdn = Cdn()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", cdn.handle)
    async with TestServer(app) as server:
        cdn.origin = str(server.make_url("")).rstrip("/")
        # Avatars and emoji have addresses that discord.py puts together.
        monkeypatch.setattr(discord.Asset, "BASE", cdn.origin)
        yield cdn


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def small() -> SmallDiscord:
    return SmallDiscord()


@pytest.fixture
async def keep(
    small: SmallDiscord, cdn: Cdn, session: aiohttp.ClientSession, tmp_path: Path
) -> Callable[..., Awaitable[Transcript]]:
    """Collects what was said, with limits of the test's own."""

    async def collected(**limits: Any) -> Transcript:
        return await collect(
            small.channel,
            a_ticket(),
            folder=tmp_path / "files",
            moderator_role_ids=(MODERATOR_ROLE,),
            session=session,
            limits=Limits(**{"origins": frozenset({cdn.origin}), **limits}),
        )

    return collected


Keep = Any


def posts(small: SmallDiscord, *attachments: dict[str, Any]) -> None:
    small.says(a_message(len(small.http.said[small.channel.id]), "", attachments=attachments))


def files_of(transcript: Transcript) -> list[StoredFile]:
    return [one.file for said in transcript.messages for one in said.content.attachments]


async def test_only_discords_servers_are_asked(
    small: SmallDiscord, cdn: Cdn, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """Unless told otherwise files come from Discord alone, encrypted."""
    assert STANDARD.origins == DISCORD_ORIGINS
    assert all(origin.startswith("https://") for origin in DISCORD_ORIGINS)
    posts(small, an_attachment("a.png", cdn.offers("/a.png")))
    transcript = await collect(
        small.channel,
        a_ticket(),
        folder=tmp_path,
        moderator_role_ids=(),
        session=session,
        limits=Limits(file_seconds=0.001),
    )
    assert [file.missing for file in files_of(transcript)] == ["It isn't kept by Discord."]
    assert cdn.asked == []


async def test_a_file_is_kept(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """What was posted lies on the disk, under a name that no member chose."""
    posts(small, an_attachment("../../etc/passwd", cdn.offers("/a/1/evil.png", b"content")))
    [file] = files_of(await keep())
    assert file.path is not None
    assert file.path.read_bytes() == b"content"
    assert (file.name, file.size, file.missing) == ("../../etc/passwd", 7, None)
    assert file.path.name.isalnum()
    assert file.path.parent.name == "files"


async def test_avatars_emoji_and_icons_are_kept(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """Avatars, emoji in texts and reactions, stickers, embeds' pictures and layouts' too."""
    cdn.answer = _anything
    small.guild._icon = "abc"
    emoji = {"id": str(EMOJI), "name": "tea"}
    small.says(
        a_message(
            0,
            f"<:tea:{EMOJI}>",
            author=a_user(STRANGER, "bob", avatar="a_123"),
            reactions=[{"emoji": emoji, "count": 1, "me": False}],
            sticker_items=[{"id": "5", "name": "Wave", "format_type": 1}],
            embeds=[
                {
                    "image": {
                        "url": "https://example.org/x.png",
                        "proxy_url": f"{cdn.origin}/external/x.png",
                    }
                }
            ],
            components=[{"type": 11, "media": {"url": f"{cdn.origin}/layout.png"}}],
        )
    )
    transcript = await keep()
    [message] = transcript.messages
    content: Any = message.content
    kept = [
        transcript.server_icon,
        transcript.names.authors[STRANGER].avatar,
        transcript.names.emojis[EMOJI].picture,
        message.reactions[0].emoji.picture,
        content.stickers[0].picture,
        content.embeds[0].image,
        content.components[0].file,
    ]
    assert all(file and file.path and file.path.exists() for file in kept)
    assert sum(f"/emojis/{EMOJI}" in path for path in cdn.asked) == 1
    assert any(path.startswith("/avatars/") and ".webp" in path for path in cdn.asked)


async def test_each_file_is_fetched_once(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """However often a file was posted, and whatever its address expires, it comes once."""
    address = cdn.offers("/a.png")
    posts(small, an_attachment("a.png", f"{address}?ex=1&is=2&hm=3&"))
    posts(small, an_attachment("b.png", f"{address}?ex=4&is=5&hm=6&"))
    first, second = files_of(await keep())
    assert first.path == second.path
    assert (first.name, second.name) == ("a.png", "b.png")
    assert sum(path.startswith("/a.png") for path in cdn.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://cdn.discordapp.com.evil.example/a.png",
        "https://cdn.discordapp.com@evil.example/a.png",
        "https://evil.example/https://cdn.discordapp.com/a.png",
        "https://user:secret@cdn.discordapp.com/a.png",
        "http://cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com:8443/a.png",
        "https://[::1/a.png",
        "//cdn.discordapp.com/a.png",
        "attachment://a.png",
        "",
        "https://cdn.discordapp.com\\@evil.example/",
    ],
)
async def test_nobody_sends_the_bot_elsewhere(
    small: SmallDiscord, session: aiohttp.ClientSession, tmp_path: Path, address: str
) -> None:
    """Addresses that a member can choose are never asked."""
    called = []

    async def trace(*arguments: Any) -> None:
        called.append(arguments)

    config = aiohttp.TraceConfig()
    config.on_request_start.append(trace)
    small.says(
        a_message(
            0,
            "x",
            attachments=[an_attachment("a.png", address)],
            embeds=[
                {
                    "image": {"url": address},
                    "author": {"name": "a", "icon_url": address},
                    "footer": {"text": "a", "icon_url": address},
                }
            ],
            components=[{"type": 13, "file": {"url": address}}],
        )
    )
    async with aiohttp.ClientSession(trace_configs=[config]) as watched:
        await collect(
            small.channel,
            a_ticket(),
            folder=tmp_path,
            moderator_role_ids=(),
            session=watched,
            # Default avatars would be fetched from Discord itself.
            limits=Limits(decorations=0),
        )
    assert called == []


async def test_redirections_are_not_followed(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """A server that points elsewhere is not obeyed."""
    cdn.offers("/secret", b"secret")

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        if request.path == "/secret":
            return await cdn.file(request)
        raise web.HTTPFound("/secret")

    cdn.answer = elsewhere
    posts(small, an_attachment("a.png", f"{cdn.origin}/a.png"))
    [file] = files_of(await keep())
    assert file.missing == "Discord didn't deliver it."
    assert "/secret" not in cdn.asked


# ---------------------------------------------------------------------------------- limits


async def test_a_file_said_to_be_too_large_is_not_asked_for(
    small: SmallDiscord, cdn: Cdn, keep: Keep
) -> None:
    """What is larger than can be sent again is left out, and its place says so."""
    posts(small, an_attachment("a.bin", cdn.offers("/a.bin"), size=3 * MEGABYTE))
    [file] = files_of(await keep(file_bytes=2 * MEGABYTE))
    assert (file.path, file.size) == (None, 3 * MEGABYTE)
    assert file.missing == "It is larger than 2 MB."
    assert "/a.bin" not in cdn.asked


@pytest.mark.parametrize("is_announced", [True, False])
async def test_a_file_that_is_larger_than_it_says(
    small: SmallDiscord, cdn: Cdn, keep: Keep, tmp_path: Path, is_announced: bool
) -> None:
    """A file that doesn't end is given up at the limit, and leaves nothing behind."""

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        if is_announced:
            answer.content_length = 100 * MEGABYTE
        await answer.prepare(request)
        for _ in range(100):
            await answer.write(b"x" * MEGABYTE)
        return answer

    cdn.answer = endless
    posts(small, an_attachment("a.bin", f"{cdn.origin}/a.bin", size=5))
    [file] = files_of(await keep(file_bytes=2 * MEGABYTE))
    assert file.missing == "It is larger than 2 MB."
    assert list((tmp_path / "files").iterdir()) == []


async def test_what_the_server_lets_upload_is_the_limit(
    small: SmallDiscord, cdn: Cdn, keep: Keep
) -> None:
    """Without a limit of its own the collection keeps what the server could post again."""
    limit = small.guild.filesize_limit
    posts(small, an_attachment("a", cdn.offers("/a"), size=limit))
    posts(small, an_attachment("b", cdn.offers("/b"), size=limit + 1))
    first, second = files_of(await keep())
    assert (first.missing, second.missing) == (None, f"It is larger than {limit >> 20} MB.")


async def test_all_files_together_have_a_limit(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """When there is too much in total, the rest is left out with a word."""
    for number in range(4):
        content = b"x" * MEGABYTE
        address = cdn.offers(f"/{number}", content)
        posts(small, an_attachment(str(number), address, size=0))
    files = files_of(await keep(total_bytes=2 * MEGABYTE + 10, at_once=1, decorations=0))
    assert [file.missing for file in files] == [
        None,
        None,
        *["All files together were too large."] * 2,
    ]


async def test_the_number_of_files_has_a_limit(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """When there are too many files, the rest is left out with a word."""
    for number in range(4):
        posts(small, an_attachment(str(number), cdn.offers(f"/{number}")))
    files = files_of(await keep(files=3))
    assert [file.missing for file in files] == [None, None, None, "There were too many files."]


async def test_invented_emoji_crowd_out_no_file(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """A member who writes thousands of emoji doesn't keep files from being saved."""
    small.says(a_message(0, "".join(f"<:x:{EMOJI + number}>" for number in range(50))))
    posts(small, an_attachment("a.png", cdn.offers("/a.png")))
    transcript = await keep(decorations=5, files=5)
    assert [file.missing for file in files_of(transcript)] == [None]
    assert sum("/emojis/" in path for path in cdn.asked) <= 5


async def test_few_files_are_fetched_at_once(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """Discord is asked for some files at a time, not for all."""

    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.01)
        return web.Response(body=b"x")

    cdn.answer = slow
    for number in range(12):
        posts(small, an_attachment(str(number), f"{cdn.origin}/{number}"))
    await keep(at_once=3)
    assert cdn.most_at_once == 3


# --------------------------------------------------------------------------------- trouble


@pytest.mark.parametrize(
    ("status", "words", "times"),
    [
        (403, "Discord no longer has it.", 1),
        (404, "Discord no longer has it.", 1),
        (410, "Discord no longer has it.", 1),
        (400, "Discord didn't deliver it.", 1),
        (429, "Discord didn't deliver it.", 2),
        (500, "Discord didn't deliver it.", 2),
        (503, "Discord didn't deliver it.", 2),
    ],
)
async def test_a_file_that_discord_refuses(
    small: SmallDiscord, cdn: Cdn, keep: Keep, status: int, words: str, times: int
) -> None:
    """The conversation is saved without it, and its place says why."""

    async def refuse(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Retry-After": "0.01"})

    cdn.answer = refuse
    posts(small, an_attachment("a.png", f"{cdn.origin}/a.png"))
    [file] = files_of(await keep())
    assert (file.path, file.missing) == (None, words)
    assert cdn.asked.count("/a.png") == times


@pytest.mark.parametrize("failing", [1, 2])
async def test_a_connection_that_breaks(
    small: SmallDiscord, cdn: Cdn, keep: Keep, tmp_path: Path, failing: int
) -> None:
    """A file whose transfer breaks off is asked for once more, and never kept in half."""
    left = itertools.count(1)

    async def break_off(request: web.Request) -> web.StreamResponse:
        if request.path != "/a.png" or next(left) > failing:
            return web.Response(body=b"complete")
        answer = web.StreamResponse()
        answer.content_length = 1000
        await answer.prepare(request)
        await answer.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return answer

    cdn.answer = break_off
    posts(small, an_attachment("a.png", f"{cdn.origin}/a.png"))
    [file] = files_of(await keep(decorations=0))
    if failing == 1:
        assert file.path is not None
        assert file.path.read_bytes() == b"complete"
    else:
        assert file.missing == "Discord didn't deliver it."
        assert list((tmp_path / "files").iterdir()) == []


@pytest.mark.parametrize("has_begun", [False, True])
@pytest.mark.parametrize("limit", ["file_seconds", "total_seconds"])
async def test_a_file_that_never_comes(
    small: SmallDiscord, cdn: Cdn, keep: Keep, has_begun: bool, limit: str
) -> None:
    """Nobody waits for ever: neither for one file nor for all of them."""

    async def hang(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        if has_begun:
            await answer.prepare(request)
            await answer.write(b"x")
        await asyncio.sleep(20)
        return answer

    cdn.answer = hang
    posts(small, an_attachment("a.png", f"{cdn.origin}/a.png"))
    [file] = files_of(await keep(**{limit: 0.1}))
    assert file.missing == "It took too long to fetch."


@pytest.mark.parametrize(
    ("number", "words", "noted"),
    [
        (errno.ENOSPC, "The bot's disk is full.", True),
        (errno.EACCES, "The bot couldn't save it.", False),
    ],
)
async def test_a_disk_that_takes_nothing(
    small: SmallDiscord,
    cdn: Cdn,
    keep: Keep,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
    noted: bool,
) -> None:
    """A full disk is said; the conversation is saved without the files."""

    def refuse(*arguments: Any, **options: Any) -> Any:
        raise OSError(number, "no")

    posts(small, an_attachment("a.png", cdn.offers("/a.png")))
    monkeypatch.setattr(Path, "open", refuse)
    transcript = await keep()
    assert [file.missing for file in files_of(transcript)] == [words]
    assert transcript.notes == (("The bot's disk is full: files are missing.",) if noted else ())


async def test_a_failure_ends_the_fetching(small: SmallDiscord, cdn: Cdn, keep: Keep) -> None:
    """When the conversation can't be read after all, nothing goes on in the background."""

    async def hang(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(20)
        return web.Response()

    cdn.answer = hang
    for number in range(150):
        posts(small, an_attachment(str(number), f"{cdn.origin}/{number}"))
    before = asyncio.all_tasks()
    pages = itertools.count(1)

    def fail(path: str) -> None:
        if path.endswith("/messages") and next(pages) > 1:
            raise ValueError

    small.http.before = fail
    with pytest.raises(ValueError):  # noqa: PT011 # It has no words.
        await keep()
    ours = [task for task in asyncio.all_tasks() - before if "_fetch" in repr(task)]
    assert ours == []


async def _anything(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"x", content_type="image/webp")
