"""A server that uses nothing but what 1.0.0 had: all its messages and calls, in both languages.

They stand in ``tests/fixtures/golden``. Who changes one of them on purpose writes them anew with
``GOLDEN=write make test ARGS=tests/cog/test_bot_golden.py``, and says why in the commit.
"""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from speech import Words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server import Server

pytestmark = pytest.mark.asyncio

FOLDER = Path(__file__).parents[1] / "fixtures" / "golden"
_ID = re.compile(r"\d{17,20}")
#: Parts of ids that are new in every run.
_RANDOM = re.compile(r"(?<=:)[0-9a-f]{8}(?=[:\"])")
#: What Discord keeps messages apart by; it is never shown. A file is made of its bytes.
_LEFT_OUT = ("nonce", "attachments")


class Golden:
    """What the bot said and asked for, step by step."""

    def __init__(self, server: Server, language: str) -> None:
        self.server = server
        #: A label as the server shows it.
        self.word = Words(language[:2])
        self._ids: dict[str, int] = {}
        self.lines: list[str] = []

    async def step(self, title: str, does: Callable[[], Awaitable[Any]]) -> Any:
        """Something that a person does, and all that the bot does about it."""
        with self.server.sim.counting() as calls:
            result = await does()
            await self.server.sim.time_passes(61)
        self.lines += ["", f"## {title}"]
        # What is done about it in different places may be done in any order.
        for call in sorted(calls.seen, key=lambda call: call.path):
            self.lines.append(f"{call.method} {self._stable(call.path)}")
            if isinstance(call.body, dict):
                body = {key: part for key, part in call.body.items() if key not in _LEFT_OUT}
                shown = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1, default=str)
                self.lines += [f"    {line}" for line in self._stable(shown).splitlines()]
        return result

    def _stable(self, text: str) -> str:
        """Ids by the order in which they appear."""
        known = self._ids
        text = _ID.sub(lambda found: f"id{known.setdefault(found[0], len(known) + 1)}", text)
        return _RANDOM.sub("random", text)


async def _life(golden: Golden) -> None:
    """From nothing to a deleted ticket, a request, a block and the check-up."""
    server, word = golden.server, golden.word
    admin, moderator = server.administrator, server.moderator
    alice, bob = server.alice, server.bob
    (menu,) = await golden.step("set up", lambda: admin.types("!ticketset", in_=server.general))
    for label in ("Set up the system", "Use suggestions", "Button", "Set it up"):
        await golden.step(label, partial(admin.presses, word(label), on=menu))
    panel = server.messages(server.general)[-1]
    await golden.step("alice opens", lambda: alice.presses(word("Open a ticket"), on=panel))
    channel = server.newest_ticket()
    await golden.step("and again", lambda: alice.opens_a_ticket())
    await golden.step("the card", lambda: alice.opens_a_ticket(where=channel))
    form = await golden.step(
        "the form", lambda: moderator.presses(word("Close ticket"), on=channel)
    )
    await golden.step("closed", lambda: moderator.submits(form, reason="42"))
    await golden.step("reopened", lambda: moderator.presses(word("Reopen"), on=channel))
    form = await alice.presses(word("Close ticket"), on=channel)
    await golden.step("closed by alice", lambda: alice.submits(form, reason=""))
    asked = await golden.step("delete?", lambda: moderator.presses(word("Delete"), on=channel))
    await golden.step("deleted", lambda: moderator.presses(word("Confirm"), on=asked))
    await golden.step("approval", lambda: admin.types("!ticketset validation manual"))
    await golden.step("bob asks", lambda: bob.opens_a_ticket("42"))
    request = server.messages(server.channel(await _log(server)))[-1]
    form = await golden.step("refuse?", lambda: moderator.presses(word("Refuse"), on=request))
    await golden.step("refused", lambda: moderator.submits(form, reason="43"))
    await golden.step("bob asks again", lambda: bob.opens_a_ticket("44"))
    await golden.step("alice asks", lambda: alice.opens_a_ticket("45"))
    request = server.messages(server.channel(await _log(server)))[-1]
    await golden.step("accepted", lambda: moderator.presses(word("Accept"), on=request))
    await golden.step("menu", lambda: admin.types("!ticketset"))
    await golden.step("all settings", lambda: admin.types("!ticketset show"))
    await golden.step("check-up", lambda: admin.types("!ticketset check"))


async def _log(server: Server) -> int:
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    return int(settings.get("reception_channel_id"))


async def _compare(server: Server, language: str) -> None:
    golden = Golden(server, language)
    await _life(golden)
    file, lines = FOLDER / f"{language}.txt", "\n".join(golden.lines).strip() + "\n"
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(lines, encoding="utf-8")
    assert lines == file.read_text(encoding="utf-8")


async def test_in_english(server: Server) -> None:
    """What nobody asked to change stays as it is: same messages, same calls."""
    await _compare(server, "en-US")


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(server: Server) -> None:
    """In the other language, too."""
    await _compare(server, "fr-FR")
