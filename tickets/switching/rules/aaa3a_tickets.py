"""``tickets`` of AAA3A-cogs: what it stores for a server, and what that is here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.ticket import REASON_LIMIT
from ...lifecycle.rules import ClosedAccess, DeleteOnClose, OpenerLeaves
from ...panels.rules import ButtonColour
from .drafting import Draft
from .left_out import What, Why, channels
from .limits import limit_of
from .numbers import bounded
from .panels import COLOURS, FoundEntry, FoundMessage, place_of
from .profiles import Reader, Team, first_message
from .questions import form_of
from .records import Record, clean, whole
from .texts import reason_of
from .tickets import StoredTicket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_GUILD: Mapping[str, Any] = {
    "profiles": {},
    "last_id": 0,
    "tickets": {},
    "buttons_dropdowns": {},
}
_PROFILE: Mapping[str, Any] = {
    "enabled": False,
    "max_open_tickets_by_member": 5,
    "creating_modal": None,
    "channel_name": None,
    "welcome_message": "Welcome {owner_mention}! 👋",
    "custom_message": ("Don't ping staff members, they will answer you as soon as possible."),
    "close_reopen_reason_modal": True,
    "create_modlog_case": False,
    "transcripts": True,
    "disable_default_open_modal": False,
    "support_roles": [],
    "ping_roles": [],
    "speak_roles": [],
    "view_roles": [],
    "whitelist_roles": [],
    "blacklist_roles": [],
    "ticket_role": None,
    "forum_channel": None,
    "category_open": None,
    "category_closed": None,
    "logs_channel": None,
    "owner_can_close": True,
    "owner_can_reopen": True,
    "owner_can_add_members": False,
    "owner_can_remove_members": False,
    "close_on_leave": True,
    "close_after_dank_payout": False,
    "auto_delete_on_close": None,
    "appeals": {},
}
_ITEM: Mapping[str, Any] = {
    "emoji": None,
    "label": None,
    "description": None,
    "style": 2,
    "profile": "main",
}
_TICKET: Mapping[str, Any] = {
    "id": None,
    "owner_id": None,
    "channel_id": None,
    "message_id": None,
    "profile": "main",
    "reason": None,
    "category_label": None,
    "owner_answers": {},
    "opened_at_timestamp": None,
    "is_claimed": False,
    "claimed_by_id": None,
    "is_closed": False,
    "closed_by_id": None,
    "closed_at_timestamp": None,
    "is_locked": False,
}
_TEAM = Team(
    moderators=("support_roles",),
    observers="view_roles",
    mentioned="ping_roles",
    access="speak_roles",
    required="whitelist_roles",
    refused="blacklist_roles",
)
_NOT_HERE = {
    What.MODLOG: "create_modlog_case",
    What.OPENER_ADDS: "owner_can_add_members",
    What.OPENER_REMOVES: "owner_can_remove_members",
    What.DANK_PAYOUTS: "close_after_dank_payout",
}


class TicketsReader(Reader):
    """Reads what is stored for one server."""

    guild_defaults = _GUILD

    def drafts(self) -> list[Draft]:
        """The profiles; a member's limit counts the tickets of all of them."""
        found = [self._draft(profile) for profile in self._profiles().values()]
        most = max((one.limit for one in found), default=0)
        for place, one in enumerate(found):
            if one.limit < most:
                what, why = What.LIMIT, Why.DIFFERS
                self.notes.add(what, why, owner=one.key, value=one.limit, limit=most)
                found[place] = replace(one, own_limit=one.limit)
        return found

    def _profiles(self) -> dict[str, Record]:
        return {
            name: Record(given, _PROFILE, self.notes, name)
            for name, given in sorted(
                self.guild.entries("profiles"), key=lambda one: one[0] != "main"
            )
        }

    def _draft(self, profile: Record) -> Draft:
        name = profile.owner
        self.note(profile, _NOT_HERE)
        if profile.record("appeals", {"enabled": False}).flag("enabled"):
            self.notes.add(What.APPEALS, Why.NO_COUNTERPART, owner=name)
        limit = profile.number("max_open_tickets_by_member")
        return Draft(
            key=name,
            values=self._values(profile),
            limit=bounded("limit", limit, self.notes, What.LIMIT, name, least=1),
            is_open=profile.flag("enabled"),
        )

    def _values(self, profile: Record) -> dict[str, Any]:
        name, things = profile.owner, self.things
        log = profile.identity("logs_channel")
        closed = profile.identity("category_closed")
        welcome = (profile.text("welcome_message"), profile.text("custom_message"))
        word = "ticket" if name == "main" else name
        called = profile.text("channel_name") or f"{word}-{{owner_name}}"
        leaves = OpenerLeaves.CLOSE if profile.flag("close_on_leave") else OpenerLeaves.STAYS
        return {
            "category_id": things.category(profile.identity("category_open"), What.CATEGORY, name),
            "closed_category_id": things.category(closed, What.CLOSED_CATEGORY, name),
            **self.saving(profile, log, is_on=profile.flag("transcripts")),
            **self.staff(profile, _TEAM),
            **self.texts(profile, welcome, called),
            "opening_reason": self._asks_reason(profile),
            "form": form_of(profile.items("creating_modal"), self.notes, name),
            "closing_reason": profile.flag("close_reopen_reason_modal"),
            "closed_access": ClosedAccess.READ.value,
            "dm_opener": False,
            "opener_may_close": profile.flag("owner_can_close"),
            "opener_leaves": leaves.value,
            "claims": True,
            **self._after_closing(profile),
        }

    def _asks_reason(self, profile: Record) -> bool:
        return not profile.items("creating_modal") and not profile.flag(
            "disable_default_open_modal"
        )

    def _after_closing(self, profile: Record) -> dict[str, Any]:
        """When a closed ticket is deleted, and how long its opener may reopen it."""
        name = profile.owner
        is_deleted = "auto_delete_on_close" in profile
        hours = profile.number("auto_delete_on_close")
        at_once = is_deleted and not hours
        again = limit_of("opener_may_reopen")
        again = 0 if at_once or not profile.flag("owner_can_reopen") else again
        if is_deleted:
            again = min(again, hours)
        elif again:
            self.notes.add(What.REOPENING, Why.DIFFERS, owner=name, limit=again)
        if at_once and profile.flag("owner_can_close"):
            self.notes.add(What.OPENER_DELETES, Why.DIFFERS, owner=name)
        return {
            "delete_on_close": (DeleteOnClose.MODERATORS if at_once else DeleteOnClose.OFF).value,
            "delete_after": bounded("delete_after", hours, self.notes, What.DELETION, name),
            "opener_may_reopen": again,
        }

    # Panels

    def places(self) -> Iterator[tuple[int, int]]:
        """By their keys."""
        for key, _ in self.guild.entries("buttons_dropdowns"):
            place = place_of(key)
            if place is not None:
                yield place

    def messages(self) -> Iterator[FoundMessage]:
        """Up to twenty buttons and a selector each."""
        profiles = self._profiles()
        for key, given in self.guild.entries("buttons_dropdowns"):
            place = place_of(key)
            if place is None:
                self.notes.add(What.PANEL, Why.DAMAGED, value=key)
                continue
            one = Record(given, {"buttons": {}, "dropdown_options": {}}, self.notes, key)
            buttons = dict(one.entries("buttons"))
            choices = dict(one.entries("dropdown_options"))
            message = self.world.message(*place)
            yield FoundMessage(
                channel_id=place[0],
                message_id=place[1],
                custom_ids=(
                    *(f"Tickets_{button}" for button in buttons),
                    *(["Tickets_dropdown"] if choices else ()),
                ),
                buttons=tuple(self._entry(item, key, profiles) for item in buttons.values()),
                choices=tuple(self._entry(item, key, profiles) for item in choices.values()),
                placeholder=(message.placeholder if message else None) or "",
            )

    def _entry(self, given: object, key: str, profiles: Mapping[str, Record]) -> FoundEntry:
        item = Record(given, _ITEM, self.notes, key)
        profile = profiles.get(item.text("profile"))
        asks = profile is None or self._asks_reason(profile)
        return FoundEntry(
            opens=item.text("profile"),
            name=item.text("label"),
            emoji=item.raw("emoji"),
            description=item.text("description"),
            # Where nothing else is asked, it says why.
            reason=None if asks else item.text("label"),
            colour=COLOURS.get(item.number("style"), ButtonColour.GREY),
        )

    # Tickets

    def last_number(self) -> int:
        """They are counted for the whole server."""
        keys = (whole(key) or 0 for key, _ in self.guild.entries("tickets"))
        return max([self.guild.number("last_id"), *keys])

    def stored_tickets(self) -> Iterator[StoredTicket]:
        """By their numbers."""
        for key, given in self.guild.entries("tickets"):
            one = Record(given, _TICKET, self.notes, key)
            channel_id, opener_id = one.identity("channel_id"), one.identity("owner_id")
            if not channel_id or not opener_id:
                self.notes.add(What.TICKET, Why.DAMAGED, value=key)
                continue
            if one.flag("is_locked"):
                named = channels(channel_id)
                self.notes.add(What.TICKET_LOCK, Why.NO_COUNTERPART, value=key, named=named)
            yield StoredTicket(
                channel_id=channel_id,
                opener_id=opener_id,
                key=one.text("profile"),
                number=one.number("id") or whole(key),
                created_at=one.moment("opened_at_timestamp"),
                reason=self._reason(one),
                is_closed=one.flag("is_closed"),
                closed_at=one.moment("closed_at_timestamp"),
                closed_by_id=one.identity("closed_by_id") or None,
                claimed_by_id=self._claimed_by(one),
                welcome_id=one.identity("message_id"),
                old_messages=first_message(channel_id, one.identity("message_id")),
                old_ids=("Tickets_",),
            )

    def _reason(self, one: Record) -> str | None:
        answers = ((name, clean(str(answer))) for name, answer in one.entries("owner_answers"))
        return (
            one.text("reason")
            or reason_of(answers, REASON_LIMIT)
            or one.text("category_label")
            or None
        )

    def _claimed_by(self, one: Record) -> int | None:
        return one.identity("claimed_by_id") or None if one.flag("is_claimed") else None
