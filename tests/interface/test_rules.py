"""What other cogs are promised: names, fields, and that a value can't be changed."""

from __future__ import annotations

import inspect
import re
from dataclasses import FrozenInstanceError
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

import pytest

from tests.core.builders import a_ticket
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.event import event_of
from tickets.core.lazy_dataclass import complete
from tickets.interface.calls import Interface
from tickets.interface.rules import EVENTS, TicketInfo, TicketUpdate, kind_of
from tickets.interface.service import info_of, update_of

DOCS = Path(__file__).parents[2] / "docs"

#: Other cogs rely on these words: they are added to, and never changed.
PROMISED_EVENTS = {
    *("requested", "refused", "cancelled", "opened", "claimed", "released", "moved"),
    *("closed", "reopened", "deleted"),
}
PROMISED_TICKET = {
    *("guild_id", "number", "state", "opener_id", "opened_by_id", "created_at", "channel_id"),
    *("type_id", "type_name", "handler_id", "closed_by_id", "closed_at"),
}
PROMISED_UPDATE = {"name", "ticket", "by_id", "at"}
PROMISED_CALLS = {"open", "close", "get", "of_member"}


def fields(cls: type[Any]) -> set[str]:
    """What values of a class tell."""
    if "__lazy_dataclass__" in vars(cls):
        complete(cls)
    return {field.name for field in fields_of(cls)}


def test_what_was_promised_stays() -> None:
    """Events, fields and methods that a cog may use are all there."""
    assert set(EVENTS.values()) >= PROMISED_EVENTS
    assert fields(TicketInfo) >= PROMISED_TICKET
    assert fields(TicketUpdate) >= PROMISED_UPDATE
    assert all(inspect.iscoroutinefunction(getattr(Interface, one)) for one in PROMISED_CALLS)


def test_every_event_that_is_told_happens() -> None:
    """The stored words are those of features."""
    assert set(EVENTS) <= set(FEATURES.each("events"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_of_it_is_documented(language: str) -> None:
    """The page for authors of cogs has each event, field and method, and no others."""
    page = (DOCS / language / "developers.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`on_red_ticket_(\w+)`", page)) == set(EVENTS.values())
    known = fields(TicketInfo) | fields(TicketUpdate)
    assert set(re.findall(r"^\| `((?!on_)\w+)` \|", page, re.MULTILINE)) == known
    calls = {name for name, _ in inspect.getmembers(Interface, inspect.isfunction)}
    public = {one for one in calls if not one.startswith("_")}
    assert set(re.findall(r"^\| `(\w+)\(", page, re.MULTILINE)) == public


def test_values_can_not_be_changed() -> None:
    """One cog can't change what the next one reads; and no words of anybody are told."""
    ticket = a_ticket(reason="secret", close_reason="secret")
    update = update_of(event_of(ticket, "closed", 1_790_000_000, by_id=5), ticket, None)
    with pytest.raises(FrozenInstanceError):
        update.ticket.number = 7  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        update.name = "opened"  # type: ignore[misc]
    assert "secret" not in repr(update)
    assert (update.name, update.by_id, update.ticket) == ("closed", 5, info_of(ticket, None))
    assert update.at.tzinfo is not None


def test_a_no_says_of_what_kind_it_is() -> None:
    """A cog tries again only where that may help."""
    assert kind_of(errors.Blocklisted()) == "refused"
    assert kind_of(errors.DiscordUnreachable()) == "discord"
    assert kind_of(errors.Unloaded()) == "unloaded"
