"""How long writing a transcript takes, and whether anybody notices: ``make bench-transcripts``.

An event loop ticks while a thread writes; the longest time between two ticks is what a bot's
users would have to wait. Memory is the process's peak, above what it had before. Each row is a
process of its own, best of three. ``--compare`` lets chat-exporter write the same conversations
in an environment of its own. ``--write`` puts the tables into docs/performance.md.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.transcripts.conversations import NOON, a_message, a_transcript, png, stored
from tickets.transcripts.document import (
    Attachment,
    Content,
    Embed,
    EmbedField,
    Message,
    Reply,
    Transcript,
)
from tickets.transcripts.writing.file import write_html

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = ROOT / "docs" / "performance.md"
SIZES = (100, 1_000, 10_000)
#: A conversation in which each message has a picture of about 200 kB.
PICTURES = 500
ROUNDS = 3
#: Discord's limit for files in a server without boosts.
LIMIT = 10_000_000
#: What is compared with, and the discord.py that it then has.
RIVAL = ("chat-exporter==3.1.0", "discord.py==2.7.1")

TEXTS = (
    "Hello, my parcel never arrived, what can I do about it?",
    "Thanks, I'll have a look. Do you have the number? It is in the **mail** that you got.",
    "It is `DE-1234-5678`, see https://example.org/track?number=12345678",
    "> Do you have the number?\nyes, that's it :) <@101>",
    "1. look at the neighbours\n2. ask the *driver*\n3. wait until <t:1700000000:D>",
    "ok 👍",
)


def conversation(
    count: int, folder: Path, *, pictures: int = 4, wide: int = 80, high: int = 60
) -> Transcript:
    """Text, an embed or an answer now and then, and so many pictures in a hundred messages."""
    drawn = random.Random(count)  # noqa: S311 # The same each time.
    messages = []
    for number in range(count):
        text = f"{drawn.choice(TEXTS)} ({number})"
        content = Content(text=text)
        if number % (100 // pictures) == 0:
            data = png(wide, high, noise=number + 1)
            file = stored(folder, f"{number}.png", data, "image/png")
            content = Content(text=text, attachments=(Attachment(file=file),))
        elif number % 10 == 1:
            fields = tuple(EmbedField(name="Field", value=f"`{number}`") for _ in range(3))
            content = Content(embeds=(Embed(title="News", description=text, fields=fields),))
        reply = Reply(message_id=number - 3, author_id=102, text=text) if number % 7 == 5 else None
        messages.append(
            a_message(
                number,
                content=content,
                author_id=101 + number // 2 % 4,
                at=NOON + number * 40,
                reply=reply,
            )
        )
    return a_transcript(*messages)


async def longest_gap(work: Callable[[], object]) -> float:
    """Runs something in a thread beside a loop that ticks: the longest time between two."""
    gap, is_done = 0.0, False

    async def ticks() -> None:
        nonlocal gap
        last = time.perf_counter()
        while not is_done:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gap, last = max(gap, now - last), now

    ticking = asyncio.create_task(ticks())
    await asyncio.to_thread(work)
    is_done = True
    await ticking
    return gap


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def measured(transcript: Transcript, path: Path) -> dict[str, float]:
    """Writes it, then does as long what costs a loop the least: counting."""
    memory, start = peak(), time.perf_counter()
    gap = await longest_gap(lambda: write_html(transcript, path, limit=LIMIT))
    seconds, memory = time.perf_counter() - start, peak() - memory
    written = write_html(transcript, path, limit=LIMIT)

    def count() -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            sum(range(100))

    return {
        "seconds": seconds,
        "bytes": written.size,
        "separate": len(written.separate),
        "gap": gap,
        "counting": await longest_gap(count),
        "memory": memory,
    }


def one(count: int, **kind: int) -> None:
    """One measurement, as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        transcript = conversation(count, folder, **kind)
        print(json.dumps(asyncio.run(measured(transcript, Path(name) / "page.html"))))


def best_of(*command: str) -> dict[str, float]:
    """The quickest of some rounds, but the longest gaps of all of them."""
    rounds = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS)
    ]
    best: dict[str, float] = min(rounds, key=lambda found: found["seconds"])
    gaps = {key: max(found[key] for found in rounds) for key in best if key in ("gap", "counting")}
    return {**best, **gaps}


def table() -> str:
    """A row for each size."""
    lines = [
        "| messages | seconds | file | files apart | longest gap | while counting | memory |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for count in (*SIZES, None):
        asked = str(count) if count else "--pictures"
        found = best_of(sys.executable, __file__, asked)
        shown = f"{count:,}" if count else f"{PICTURES}, each with a picture"
        lines.append(
            f"| {shown} | {found['seconds']:.2f} | {found['bytes'] / 1e6:.2f} MB "
            f"| {found['separate']:.0f} | {found['gap'] * 1000:.0f} ms "
            f"| {found['counting'] * 1000:.0f} ms "
            f"| {found['memory'] / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


# ------------------------------------------------------------------- the comparison


def comparison() -> str:
    """A row for each size, written by chat-exporter."""
    python = rivals_python()
    lines = [
        "| messages | seconds | file | longest gap | memory |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in SIZES:
            file = folder / f"{count}.json"
            messages = conversation(count, folder).messages
            file.write_text(json.dumps([sent(one) for one in messages]), encoding="utf-8")
            script = ROOT / "scripts" / "bench_chat_exporter.py"
            found = best_of(python, "-W", "ignore", str(script), str(file))
            lines.append(
                f"| {count:,} | {found['seconds']:.2f} | {found['bytes'] / 1e6:.2f} MB "
                f"| {found['gap'] * 1000:.0f} ms | {found['memory'] / 1e6:.0f} MB |"
            )
    return "\n".join(lines)


def rivals_python() -> str:
    """An environment of its own for what is compared with; nothing of ours is in it."""
    own_uv = ROOT / ".tools" / "uv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(own_uv) if own_uv.exists() else None)
    if uv is None:
        sys.exit("For the comparison, install uv: https://docs.astral.sh/uv/")
    folder = ROOT / ".tools" / "chat-exporter"
    python = str(folder / "bin" / "python")
    if not Path(python).exists():
        subprocess.run((uv, "venv", "-q", "--python", sys.executable, str(folder)), check=True)
    subprocess.run((uv, "pip", "install", "-q", "--python", python, *RIVAL), check=True)
    return python


def sent(message: Message) -> dict[str, Any]:
    """A message as Discord sends it."""
    content = message.content
    return {
        "id": str(message.id),
        "type": 19 if message.reply else 0,
        "channel_id": "4",
        "author": {
            "id": str(message.author_id),
            "username": f"member{message.author_id}",
            "discriminator": "0",
            "avatar": None,
        },
        "content": content.text,
        "timestamp": datetime.fromtimestamp(message.at, timezone.utc).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [
            {
                "id": "77",
                "filename": one.file.name,
                "size": one.file.size,
                "url": f"https://cdn.discordapp.com/attachments/4/77/{one.file.name}",
                "proxy_url": f"https://media.discordapp.net/attachments/4/77/{one.file.name}",
                "content_type": "image/png",
            }
            for one in content.attachments
        ],
        "embeds": [
            {
                "type": "rich",
                "title": one.title,
                "description": one.description,
                "fields": [
                    {"name": field.name, "value": field.value, "inline": False}
                    for field in one.fields
                ],
            }
            for one in content.embeds
        ],
        "pinned": False,
        "flags": 0,
        "components": [],
        **(
            {"message_reference": {"message_id": str(message.reply.message_id), "channel_id": "4"}}
            if message.reply
            else {}
        ),
    }


def write(name: str, rows: str) -> None:
    """Puts a table where docs/performance.md has a place for it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _begin, rest = text.partition(begin)
    _table, _end, after = rest.partition(end)
    DOCUMENT.write_text(f"{before}{begin}\n{rows}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Prints the tables, and writes them down if asked to."""
    tables = {"table": table}
    if "--compare" in sys.argv:
        tables["comparison"] = comparison
    for name, made in tables.items():
        rows = made()
        print(rows)
        if "--write" in sys.argv:
            write(name, rows)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        one(int(sys.argv[1]))
    elif "--pictures" in sys.argv:
        one(PICTURES, pictures=100, wide=300, high=220)
    else:
        main()
