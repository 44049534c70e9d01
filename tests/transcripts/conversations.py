"""Conversations to be written as files: a test names only what it is about."""

from __future__ import annotations

import random
import struct
import zlib
from typing import TYPE_CHECKING, Any

from tickets.transcripts.document import (
    Attachment,
    Author,
    Button,
    Container,
    Content,
    Embed,
    EmbedField,
    Emoji,
    FileBox,
    Gallery,
    Message,
    Names,
    Part,
    Poll,
    PollAnswer,
    Reaction,
    Reply,
    Row,
    Section,
    Select,
    Separator,
    Sticker,
    StoredFile,
    TextDisplay,
    Thread,
    Thumbnail,
    Transcript,
    Unknown,
)

if TYPE_CHECKING:
    from pathlib import Path

ALICE, MODERATOR, BOT, GUEST = 101, 102, 103, 104
NOON = 1_700_049_600
#: Discord's limit for files in a server without boosts.
LIMIT = 10_000_000


def png(width: int = 8, height: int = 8, colour: int = 0x5865F2, noise: int = 0) -> bytes:
    """A picture; `noise` is a number from which its dots are drawn, so that it takes space."""
    dot = struct.pack(">I", colour)[1:]
    drawn = random.Random(noise)  # noqa: S311
    rows = (drawn.randbytes(width * 3) if noise else dot * width for _row in range(height))
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 1)

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return begin + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def stored(
    folder: Path, name: str, data: bytes, content_type: str = "", **more: Any
) -> StoredFile:
    """A file of the conversation, on disk under a name that is safe there."""
    path = folder / f"{len(list(folder.iterdir())):05}"
    path.write_bytes(data)
    return StoredFile(name=name, content_type=content_type, size=len(data), path=path, **more)


def a_message(id_: int = 1, **changes: Any) -> Message:
    """A short message of Alice's; `text` is a shorter way to say its content."""
    text = changes.pop("text", "hello")
    facts: dict[str, Any] = {"author_id": ALICE, "at": NOON + id_, "content": Content(text=text)}
    return Message(id=id_, **{**facts, **changes})


def people(**changes: Any) -> dict[int, Author]:
    """The opener, a moderator, the bot, a guest."""
    everybody = (
        Author(id=ALICE, name="Alice", username="alice", colour=0x206694, part=Part.OPENER),
        Author(
            id=MODERATOR,
            name="Max Moderator",
            username="max",
            colour=0xF1C40F,
            part=Part.MODERATOR,
        ),
        Author(id=BOT, name="Red", username="red", is_bot=True, colour=0xE74C3C),
        Author(id=GUEST, name="Zoë", username="zoe", part=Part.ADDED),
    )
    more: dict[int, Author] = changes.pop("more", {})
    return {one.id: one for one in everybody} | more


def a_transcript(*messages: Message, **changes: Any) -> Transcript:
    """An ordinary ticket with these messages."""
    facts: dict[str, Any] = {
        "server_name": "Parcels & more",
        "channel_name": "ticket-7",
        "number": 7,
        "opener_id": ALICE,
        "reason": "My parcel never arrived",
        "opened_at": NOON,
        "saved_at": NOON + 90_000,
        "people": (ALICE, MODERATOR),
        "messages": messages,
        "names": Names(
            authors=people(),
            roles={201: ("Moderators", 0xF1C40F), 202: ("Everybody else", None)},
            channels={301: "rules"},
        ),
    }
    return Transcript(**{**facts, **changes})


def everything(folder: Path) -> Transcript:
    """A conversation in which everything occurs that a page can show."""
    photo = stored(folder, "parcel.png", png(640, 360, 0x3BA55C), "image/png")
    wave = Emoji(name="wave", id=401, picture=stored(folder, "e", png(48, 48, 0xFEE75C)))
    known = people()
    for id_, colour in ((ALICE, 0xEB459E), (BOT, 0xED4245)):
        picture = stored(folder, "a", png(64, 64, colour))
        author = known[id_]
        known[id_] = Author(
            id=id_,
            name=author.name,
            username=author.username,
            colour=author.colour,
            is_bot=author.is_bot,
            part=author.part,
            avatar=picture,
        )
    later = NOON + 86_400
    messages = (
        a_message(
            1,
            author_id=BOT,
            command="/ticket",
            command_by_id=ALICE,
            is_pinned=True,
            content=_welcome(photo),
        ),
        a_message(
            2,
            text="Hi! My parcel **never** arrived. "
            "It was sent on <t:1699900000:D>, see <#301>. <:wave:401>",
        ),
        a_message(
            3,
            text="> it should be there tomorrow\nsaid the ~~friendly~~ driver. "
            "Number: `DE-12<34>`, ||door code 4711||",
        ),
        a_message(
            4,
            content=Content(
                text="This is what I got instead:",
                attachments=(Attachment(file=photo, description="A green parcel"),),
            ),
            reactions=(Reaction(emoji=wave, count=2), Reaction(emoji=Emoji(name="👍"), count=12)),
        ),
        a_message(
            600,
            author_id=MODERATOR,
            text="<@101> thanks, I'll ask <@&201>. https://example.org/track?n=1&m=2",
            edited_at=NOON + 700,
            reply=Reply(message_id=2, author_id=ALICE, text="Hi! My parcel **never** arrived."),
        ),
        a_message(
            601,
            author_id=MODERATOR,
            text="# What we do\n1. look\n2. ask\n   - the driver\n   - the depot\n"
            "-# usually within a day\n```py\nprint('found')\n```",
        ),
        a_message(602, author_id=GUEST, text="🎉🎉", reply=Reply()),
        a_message(
            603,
            author_id=ALICE,
            system="Alice pinned a message to this channel.",
            content=Content(),
        ),
        a_message(604, author_id=MODERATOR, content=Content(poll=_poll()), at=later),
        a_message(605, author_id=ALICE, content=_files(folder, photo), at=later + 60),
        a_message(
            606, author_id=BOT, content=Content(components=_components(photo)), at=later + 120
        ),
        a_message(
            607,
            author_id=ALICE,
            at=later + 300,
            content=Content(),
            forwarded=Content(text="Parcels are left with **neighbours**."),
            forwarded_at=NOON - 86_400,
        ),
        a_message(
            608,
            author_id=MODERATOR,
            at=later + 320,
            text="Let's look at the neighbours.",
            thread=Thread(
                id=700,
                name="neighbours",
                messages=(
                    a_message(701, text="Left side: nothing.", at=later + 330),
                    a_message(
                        702, author_id=MODERATOR, text="Right side: found it!", at=later + 400
                    ),
                ),
            ),
        ),
    )
    return a_transcript(
        *messages,
        server_icon=stored(folder, "i", png(64, 64, 0x57F287)),
        closed_at=later + 500,
        closed_by_id=MODERATOR,
        close_reason="Found with the neighbours",
        threads=(
            Thread(
                id=800,
                name="staff",
                is_staff=True,
                messages=(a_message(801, author_id=MODERATOR, text="A secret of the staff"),),
            ),
        ),
        notes=("One picture could not be fetched.",),
        names=Names(
            authors=known,
            roles={201: ("Moderators", 0xF1C40F)},
            channels={301: "rules"},
            emojis={401: wave},
        ),
    )


def _welcome(picture: StoredFile) -> Content:
    return Content(
        text="Welcome, <@101>! <@&201>",
        embeds=(
            Embed(
                colour=0xE67E22,
                author="Parcels & more",
                title="Your ticket",
                url="https://example.org/",
                description="Somebody will be here *soon*. Meanwhile:\n"
                "- the number of the parcel\n- a photo",
                fields=(
                    EmbedField(name="Reason", value="My parcel never arrived", inline=True),
                    EmbedField(name="Opened", value="<t:1700049600:f>", inline=True),
                    EmbedField(name="Rules", value="Be kind."),
                ),
                thumbnail=picture,
                footer="Ticket #7",
                timestamp=NOON,
            ),
        ),
        components=(
            Row(
                items=(
                    Button(label="Close ticket", style="danger", emoji=Emoji(name="🔒")),
                    Button(label="Claim", style="success", is_disabled=True),
                    Button(label="Website", style="link", url="https://example.org/"),
                )
            ),
            Row(items=(Select(placeholder="Choose a subject", options=("Parcel", "Letter")),)),
        ),
    )


def _poll() -> Poll:
    return Poll(
        question="Where shall we look?",
        answers=(
            PollAnswer(text="Neighbours", emoji=Emoji(name="🏠"), votes=3, is_winner=True),
            PollAnswer(text="Depot", votes=1),
        ),
        total_votes=4,
        is_closed=True,
    )


def _files(folder: Path, photo: StoredFile) -> Content:
    return Content(
        text="Everything that I have:",
        attachments=(
            Attachment(file=stored(folder, "letter.pdf", b"%PDF-1.4 ...", "application/pdf")),
            Attachment(
                file=stored(folder, "page.html", b"<script>alert(1)</script>", "text/html")
            ),
            Attachment(file=photo, is_spoiler=True),
            Attachment(
                file=StoredFile(
                    name="lost.zip", size=12_345_678, missing="Discord no longer has it."
                )
            ),
        ),
        stickers=(Sticker(name="Wave", picture=stored(folder, "s", png(160, 160, 0x99AAB5))),),
    )


def _components(photo: StoredFile) -> tuple[Any, ...]:
    item = Attachment(file=photo)
    return (
        Container(
            colour=0x5865F2,
            items=(
                TextDisplay(text="## Found\nIt was with the **neighbours**."),
                Separator(),
                Section(
                    texts=(
                        TextDisplay(text="This is the place."),
                        TextDisplay(text="-# on the right"),
                    ),
                    accessory=Thumbnail(file=photo, description="The place"),
                ),
                Gallery(items=(item, item)),
                FileBox(attachment=item),
                Row(items=(Button(label="Thanks", style="primary"), Button(label="Later"))),
                Unknown(what="Something newer than this cog"),
            ),
        ),
    )


def message_count(transcript: Transcript) -> int:
    """All messages, those in threads included."""
    begun = [message.thread for message in transcript.messages if message.thread is not None]
    threads = (*transcript.threads, *begun)
    return len(transcript.messages) + sum(len(thread.messages) for thread in threads)
