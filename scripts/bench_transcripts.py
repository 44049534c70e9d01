"""How long writing a transcript takes, and whether anybody notices: ``make bench-transcripts``.

An event loop ticks while a thread writes; the longest time between two ticks is what a bot's
users would have to wait. Memory is the process's peak, above what it had before. Each row is a
process of its own, best of three. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.unit.conversations import NOON, a_message, a_transcript, png, stored  # noqa: E402
from tickets.transcripts.document import (  # noqa: E402
    Attachment,
    Content,
    Embed,
    EmbedField,
    Reply,
    Transcript,
)
from tickets.transcripts.html import write_html  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = ROOT / "docs" / "performance.md"
SIZES = (100, 1_000, 10_000)
ROUNDS = 3
#: Discord's limit for files in a server without boosts.
LIMIT = 10_000_000
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"

TEXTS = (
    "Hello, my parcel never arrived, what can I do about it?",
    "Thanks, I'll have a look. Do you have the number? It is in the **mail** that you got.",
    "It is `DE-1234-5678`, see https://example.org/track?number=12345678",
    "> Do you have the number?\nyes, that's it :) <@101>",
    "1. look at the neighbours\n2. ask the *driver*\n3. wait until <t:1700000000:D>",
    "ok 👍",
)


def conversation(count: int, folder: Path) -> Transcript:
    """Text, an embed or an answer now and then, and four pictures in a hundred messages."""
    drawn = random.Random(count)  # noqa: S311 # The same each time.
    messages = []
    for number in range(count):
        text = f"{drawn.choice(TEXTS)} ({number})"
        content = Content(text=text)
        if number % 25 == 0:
            data = png(80, 60, noise=number + 1)
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


def one(count: int) -> None:
    """One measurement, as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        transcript = conversation(count, folder)
        print(json.dumps(asyncio.run(measured(transcript, Path(name) / "page.html"))))


def best_of(count: int) -> dict[str, float]:
    """The quickest of some rounds, but the longest gaps of all of them."""
    command = (sys.executable, __file__, str(count))
    rounds = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS)
    ]
    best: dict[str, float] = min(rounds, key=lambda found: found["seconds"])
    gaps = {key: max(found[key] for found in rounds) for key in ("gap", "counting")}
    return {**best, **gaps}


def table() -> str:
    """A row for each size."""
    lines = [
        "| messages | seconds | file | files apart | longest gap | while counting | memory |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for count in SIZES:
        found = best_of(count)
        lines.append(
            f"| {count:,} | {found['seconds']:.2f} | {found['bytes'] / 1e6:.2f} MB "
            f"| {found['separate']:.0f} | {found['gap'] * 1000:.0f} ms "
            f"| {found['counting'] * 1000:.0f} ms "
            f"| {found['memory'] / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    """Prints the table, and writes it down if asked to."""
    rows = table()
    print(rows)
    if "--write" in sys.argv:
        text = DOCUMENT.read_text(encoding="utf-8")
        before, _begin, rest = text.partition(BEGIN)
        _table, _end, after = rest.partition(END)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{rows}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        one(int(sys.argv[1]))
    else:
        main()
