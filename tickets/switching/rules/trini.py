"""``ticketstrini`` of killerbite-cogs, 4.x: a fork of vrt-cogs' ``tickets`` 2.x that knows more.

https://github.com/killerbite95/killerbite-cogs/tree/main/ticketstrini (``common/constants.py``)
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.naming import is_visible
from ...lifecycle.rules import DeleteOnClose
from ...replies import rules as replies
from .found import FoundBlock
from .hours import WorkingHours, every_day
from .left_out import What, Why, channels, roles
from .numbers import bounded, reminders
from .records import Record, clean, id_of
from .texts import joined, message
from .vrt import GUILD, PANEL, TEXTS, TICKET, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .tickets import StoredTicket

_GUILD: Mapping[str, Any] = {
    **GUILD,
    "blacklist_advanced": {},
    "archived": {},
    "closed_category": 0,
    "ticket_cooldown": 0,
    "global_rate_limit": 0,
    "min_account_age": 0,
    "min_server_age": 0,
    "auto_close_user_hours": 0,
    "auto_close_staff_hours": 0,
    "auto_close_warning_hours": 0,
    "reopen_hours": 0,
    "max_claims_per_staff": 0,
    "escalation_channel": 0,
    "escalation_role": 0,
    "escalation_minutes": 0,
    "transcript_retention_days": 0,
    "transcript_formats": ["html"],
    "quick_replies": {},
    "audit_log_channel": 0,
}
_PANEL: Mapping[str, Any] = {
    **PANEL,
    "cooldown": 0,
    "rate_limit": 0,
    "max_open": 0,
    "schedule": None,
    "welcome_sections": None,
    "fallback_mode": "none",
}
_TICKET: Mapping[str, Any] = {
    **TICKET,
    "notes": [],
    "owner_id": None,
    "closed_at": None,
    "closed_by": None,
    "close_reason": None,
    "removed_members": [],
}
_BLOCK = {"reason": None, "added_by": None, "added_at": None, "expires_at": None}
_SCHEDULE = {"start": "00:00", "end": "23:59", "timezone": "UTC", "message": ""}
#: Each with the sign before its heading, which is in the language of that time.
_SECTIONS = {"what_we_need": "📋", "steps": "📝", "sla": "⏰", "rules": "📜"}
_REPLY = {"title": "", "content": "", "close_after": False, "delay_close": 0}


class TriniReader(Reader):
    """Reads what is stored for one server."""

    guild_defaults = _GUILD
    panel_defaults = _PANEL
    ticket_defaults = _TICKET

    # Settings

    def more(self, panel: Record) -> dict[str, Any]:
        """Where closed tickets go, who may open one and how often."""
        self._note_what_panels_have(panel)
        guild, notes = self.guild, self.notes
        closed = guild.identity("closed_category")
        delete = DeleteOnClose.MODERATORS if self.deletes_on_close() else DeleteOnClose.OFF
        pause = -(-(panel.number("cooldown") or guild.number("ticket_cooldown")) // 60)
        if pause:
            # Here it counts from when the last one ended.
            notes.add(What.PAUSE, Why.DIFFERS, owner=panel.owner, value=pause)
        days = guild.number("min_account_age"), guild.number("min_server_age")
        again = guild.number("reopen_hours")
        return {
            "closed_category_id": self.things.category(closed, What.CLOSED_CATEGORY),
            "delete_on_close": delete.value,
            "pause": bounded("pause", pause, notes, What.PAUSE, panel.owner),
            "account_age": bounded("account_age", days[0], notes, What.ACCOUNT_AGE),
            "server_age": bounded("server_age", days[1], notes, What.SERVER_AGE),
            "opener_may_reopen": bounded("opener_may_reopen", again, notes, What.REOPENING),
            "claims": True,
        }

    def deletes_on_close(self) -> bool:
        """Only while there is no category for them."""
        return not self.guild.identity("closed_category")

    def reminders(self) -> dict[str, int]:
        """There is a second setting for it."""
        hours = self.guild.number("auto_close_user_hours")
        warning = self.guild.number("auto_close_warning_hours")
        return reminders(hours, self.notes, warning) if hours else super().reminders()

    def working(self, panel: Record) -> WorkingHours:
        """The same on each day."""
        if "schedule" not in panel:
            return super().working(panel)
        schedule = panel.record("schedule", _SCHEDULE)
        times = {"start": schedule.text("start"), "end": schedule.text("end")}
        return WorkingHours(
            days=every_day(times),
            zone=schedule.text("timezone") or "UTC",
            refuses=True,
            text=schedule.text("message"),
        )

    def more_welcome(self, panel: Record) -> str:
        """Four texts, each with its heading."""
        if "welcome_sections" not in panel:
            return ""
        sections = panel.record("welcome_sections", dict.fromkeys(_SECTIONS, ""))
        texts = {sign: sections.text(key) for key, sign in _SECTIONS.items()}
        return joined(f"{sign} {text}" for sign, text in texts.items() if text)

    def refused(self) -> tuple[int, ...]:
        """Those of both lists."""
        blocked = (one for one, _ in self._blocks())
        every = dict.fromkeys((*super().refused(), *filter(self.things.is_role, blocked)))
        return tuple(every)

    def replies(self) -> list[dict[str, str]]:
        """Quick replies, as far as they fit."""
        found: dict[str, dict[str, str]] = {}
        add = self.notes.add
        for key, given in self.guild.entries("quick_replies"):
            one = Record(given, _REPLY, self.notes, key)
            name = " ".join(key.split())
            title = one.text("title")
            text = joined((f"**{title}**" if title else "", one.text("content")))
            what, limit = What.READY_ANSWER, replies.TEXT_LIMIT
            fitting = message(text, TEXTS, self.notes, what, key, limit)
            if len(name) > replies.NAME_LIMIT:
                add(what, Why.TOO_LONG, owner=key, value=name, limit=replies.NAME_LIMIT)
            elif len(found) >= replies.ANSWERS_LIMIT:
                add(what, Why.TOO_MANY, owner=key, limit=replies.ANSWERS_LIMIT)
            elif not is_visible(name) or name.casefold() in found:
                add(what, Why.DAMAGED, owner=key)
            elif fitting is not None:
                found[name.casefold()] = {"name": name, "text": fitting}
                if one.flag("close_after"):
                    add(What.ANSWER_CLOSES, Why.NO_COUNTERPART, owner=key)
        return list(found.values())

    # What has no counterpart

    def note_what_is_not_here(self) -> None:
        """What the whole server has."""
        super().note_what_is_not_here()
        guild, why = self.guild, Why.NO_COUNTERPART
        numbers = {
            What.RATE_LIMIT: "global_rate_limit",
            What.STAFF_SILENCE: "auto_close_staff_hours",
            What.CLAIM_LIMIT: "max_claims_per_staff",
            What.TRANSCRIPT_RETENTION: "transcript_retention_days",
        }
        for what, key in numbers.items():
            if guild.number(key):
                self.notes.add(what, why, value=guild.number(key))
        if guild.number("escalation_minutes"):
            role, place = guild.identity("escalation_role"), guild.identity("escalation_channel")
            named = (*(roles(role) if role else ()), *(channels(place) if place else ()))
            value = guild.number("escalation_minutes")
            self.notes.add(What.ESCALATION, why, value=value, named=named)
        if guild.identity("audit_log_channel"):
            named = channels(guild.identity("audit_log_channel"))
            self.notes.add(What.AUDIT_LOG, why, named=named)
        formats = [str(one) for one in guild.items("transcript_formats") if one != "html"]
        if guild.flag("transcript") and formats:
            self.notes.add(What.TRANSCRIPT_FORMATS, why, value=clean(", ".join(formats)))

    def _note_what_panels_have(self, panel: Record) -> None:
        why = Why.NO_COUNTERPART
        for what, key in ((What.RATE_LIMIT, "rate_limit"), (What.LIMIT_OF_ALL, "max_open")):
            if panel.number(key):
                self.notes.add(what, why, owner=panel.owner, value=panel.number(key))
        if panel.text("fallback_mode") not in ("", "none"):
            self.notes.add(What.FALLBACK, why, owner=panel.owner)

    # Tickets and members

    def stored_tickets(self) -> Iterator[StoredTicket]:
        """Open ones, and those in the category for closed ones."""
        yield from super().stored_tickets()
        for key, given in self.guild.entries("archived"):
            channel_id = id_of(key)
            one = Record(given, self.ticket_defaults, self.notes, key)
            opener_id = one.identity("owner_id")
            if channel_id is None or not opener_id:
                self.notes.add(What.TICKET, Why.DAMAGED, value=key)
                continue
            if one.text("closed_by"):
                named, value = channels(channel_id), one.text("closed_by")
                self.notes.add(What.CLOSED_BY, Why.DIFFERS, value=value, named=named)
            yield replace(
                self.stored_ticket(channel_id, opener_id, given),
                is_closed=True,
                closed_at=one.moment("closed_at"),
                closing_reason=one.text("close_reason") or None,
                removed_ids=one.identities("removed_members"),
            )

    def stored_ticket(self, channel_id: int, opener_id: int, given: object) -> StoredTicket:
        """A ticket; what the staff has noted in it stays where it is."""
        notes = Record(given, self.ticket_defaults, self.notes).items("notes")
        if notes:
            named, value = channels(channel_id), len(notes)
            self.notes.add(What.TICKET_NOTES, Why.NO_COUNTERPART, value=value, named=named)
        return super().stored_ticket(channel_id, opener_id, given)

    def claimed_by(self, one: Record) -> int | None:
        """Who pressed the button for it."""
        return one.identity("claimed_by") or None

    def old_ids(self, channel_id: int) -> tuple[str, ...]:
        """Its four buttons."""
        words = ("claim_", "reopen_", "delete_")
        return (str(channel_id), *(f"{word}{channel_id}" for word in words))

    def blocks(self) -> Iterator[FoundBlock]:
        """Those of both lists; the second knows by whom, until when and why."""
        known = dict(self._blocks())
        for one in super().blocks():
            if one.user_id not in known:
                yield one
        for user_id, record in known.items():
            until, reason = record.moment("expires_at"), record.text("reason")
            if self.things.is_role(user_id):
                if reason or until is not None:
                    named = roles(user_id)
                    self.notes.add(What.BLOCK_DETAILS, Why.DIFFERS, value=reason, named=named)
                continue
            yield FoundBlock(
                user_id=user_id,
                by_id=record.identity("added_by") or None,
                at=record.moment("added_at"),
                until=until,
                reason=reason or None,
            )

    def _blocks(self) -> Iterator[tuple[int, Record]]:
        for key, given in self.guild.entries("blacklist_advanced"):
            identity = id_of(key)
            one = Record(given, _BLOCK, self.notes, key)
            until = one.moment("expires_at")
            if identity is None:
                self.notes.add(What.BLOCK, Why.DAMAGED, value=key)
            elif until is None or until > self.now:
                yield identity, one
