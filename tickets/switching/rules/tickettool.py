"""``tickettool`` of AAA3A-cogs: what it stores for a server, and what that is here.

Its older layouts have one profile in ``settings``, or profiles in ``panels``, and one role where
there are lists now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...lifecycle.rules import ClosedAccess, DeleteOnClose, OpenerLeaves
from ...panels.rules import ButtonColour
from .drafting import Draft
from .left_out import What, Why, channels
from .numbers import bounded
from .panels import COLOURS, FoundEntry, FoundMessage, place_of
from .profiles import Reader, Team, first_message
from .questions import form_of
from .records import Record
from .tickets import StoredTicket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .found import SeenButton

_GUILD: Mapping[str, Any] = {
    "profiles": {},
    "panels": {},
    "settings": None,
    "tickets": {},
    "buttons": {},
    "dropdowns": {},
}
_ROLES = ("admin", "support", "view", "ping")
_PROFILE: Mapping[str, Any] = {
    "enable": False,
    "logschannel": None,
    "forum_channel": None,
    "category_open": None,
    "category_close": None,
    **{f"{name}_roles": [] for name in _ROLES},
    **{f"{name}_role": None for name in _ROLES},
    "ticket_role": None,
    "nb_max": 5,
    "create_modlog": False,
    "close_on_leave": False,
    "create_on_react": False,
    "user_can_close": True,
    "delete_on_close": False,
    "audit_logs": False,
    "dynamic_channel_name": "ticket-{ticket_id}",
    "last_nb": 0,
    "custom_message": None,
    "embed_button": {},
    "custom_modal": None,
}
_CHOICE: Mapping[str, Any] = {"profile": None, "emoji": None, "label": "", "description": None}
_TICKET: Mapping[str, Any] = {
    "profile": None,
    "panel": "main",
    "id": None,
    "owner": None,
    "claim": None,
    "created_at": None,
    "status": "open",
    "reason": None,
    "closed_by": None,
    "closed_at": None,
    "locked_by": None,
    "unlocked_by": None,
    "first_message": None,
}
_TEAM = Team(
    moderators=("admin_roles", "support_roles"), observers="view_roles", mentioned="ping_roles"
)
_NOT_HERE = {
    What.MODLOG: "create_modlog",
    What.OPENING_BY_REACTION: "create_on_react",
    What.AUDIT_REASONS: "audit_logs",
}
_BUTTON, _SELECTOR = "create_ticket_button", "create_ticket_dropdown"
#: What it says where nobody gave a reason, in English.
_NO_REASON = "No reason provided."
#: What a button says if it isn't told what.
_LABEL = "Create Ticket"
_OLD_IDS = (
    "close_ticket_button",
    "open_ticket_button",
    "claim_ticket_button",
    "delete_ticket_button",
)


class TicketToolReader(Reader):
    """Reads what is stored for one server."""

    guild_defaults = _GUILD

    def drafts(self) -> list[Draft]:
        """The profiles."""
        return [self._draft(profile) for profile in self._profiles().values()]

    def _profiles(self) -> dict[str, Record]:
        every = [*self.guild.entries("profiles")] or [*self.guild.entries("panels")]
        if not every and "settings" in self.guild:
            every = [("main", self.guild.raw("settings"))]
        every.sort(key=lambda one: one[0] != "main")
        return {
            name: Record(_with_lists(given), _PROFILE, self.notes, name) for name, given in every
        }

    def _draft(self, profile: Record) -> Draft:
        name = profile.owner
        self.note(profile, _NOT_HERE)
        renames = {"rename_channel_dropdown": False}
        if profile.record("embed_button", renames).flag("rename_channel_dropdown"):
            self.notes.add(What.RENAMED_BY_CHOICE, Why.NO_COUNTERPART, owner=name)
        limit = profile.number("nb_max")
        return Draft(
            key=name,
            values=self._values(profile),
            own_limit=bounded("limit", limit, self.notes, What.LIMIT, name, least=1),
            is_open=profile.flag("enable"),
        )

    def _values(self, profile: Record) -> dict[str, Any]:
        name, things = profile.owner, self.things
        category, closed = profile.identity("category_open"), profile.identity("category_close")
        questions = profile.items("custom_modal")
        if not questions:
            self.notes.add(What.OPTIONAL_REASON, Why.DIFFERS, owner=name)
        leaves = OpenerLeaves.CLOSE if profile.flag("close_on_leave") else OpenerLeaves.STAYS
        deletes = profile.flag("delete_on_close")
        if deletes and profile.flag("user_can_close"):
            self.notes.add(What.OPENER_DELETES, Why.DIFFERS, owner=name)
        return {
            "category_id": things.category(category, What.CATEGORY, name),
            "closed_category_id": things.category(closed, What.CLOSED_CATEGORY, name),
            **self.saving(profile, profile.identity("logschannel"), is_on=True),
            **self.staff(profile, _TEAM),
            **self.texts(
                profile, (profile.text("custom_message"),), profile.text("dynamic_channel_name")
            ),
            "opening_reason": not questions,
            "form": form_of(questions, self.notes, name),
            "closing_reason": True,
            "delete_on_close": (DeleteOnClose.MODERATORS if deletes else DeleteOnClose.OFF).value,
            "closed_access": ClosedAccess.READ.value,
            "dm_opener": False,
            "opener_may_close": profile.flag("user_can_close"),
            "opener_leaves": leaves.value,
            "claims": True,
            # Whoever claims a ticket shuts the others up in it.
            "claim_access": "read",
        }

    # Panels

    def places(self) -> Iterator[tuple[int, int]]:
        """By their keys."""
        for name in ("buttons", "dropdowns"):
            for key, _ in self.guild.entries(name):
                place = place_of(key)
                if place is not None:
                    yield place

    def messages(self) -> Iterator[FoundMessage]:
        """One button, or a selector; perhaps both on one message."""
        found: dict[tuple[int, int], FoundMessage] = {}
        for name in ("buttons", "dropdowns"):
            for key, given in self.guild.entries(name):
                place = place_of(key)
                if place is None:
                    self.notes.add(What.PANEL, Why.DAMAGED, value=key)
                    continue
                one = found.get(place) or FoundMessage(
                    channel_id=place[0], message_id=place[1], custom_ids=()
                )
                more = self._with_button if name == "buttons" else self._with_choices
                found[place] = more(one, given, key)
        yield from found.values()

    def _with_button(self, one: FoundMessage, given: object, key: str) -> FoundMessage:
        record = Record(given, {"profile": None, "panel": "main"}, self.notes, key)
        seen = self._seen_button(one)
        entry = FoundEntry(
            opens=record.text("profile") or record.text("panel"),
            name=(seen.label if seen else _LABEL) or "",
            emoji=seen.emoji if seen else None,
            colour=COLOURS.get(seen.style, ButtonColour.GREY) if seen else ButtonColour.GREY,
        )
        return replace(one, custom_ids=(*one.custom_ids, _BUTTON), buttons=(entry,))

    def _seen_button(self, one: FoundMessage) -> SeenButton | None:
        """What a button says stands only on it."""
        message = self.world.message(one.channel_id, one.message_id)
        buttons = message.buttons if message is not None else ()
        return next((each for each in buttons if each.custom_id == _BUTTON), None)

    def _with_choices(self, one: FoundMessage, given: object, key: str) -> FoundMessage:
        listed = Record({"choices": given}, {"choices": []}, self.notes, key).items("choices")
        records = [Record(each, _CHOICE, self.notes, key) for each in listed]
        # The first one's profile counts for all.
        opens = records[0].text("profile") or "main" if records else "main"
        choices = tuple(
            FoundEntry(
                opens=opens,
                name=record.text("label"),
                emoji=record.raw("emoji"),
                description=record.text("description"),
                reason=record.text("label"),
            )
            for record in records
        )
        message = self.world.message(one.channel_id, one.message_id)
        placeholder = (message.placeholder if message else None) or ""
        ids = (*one.custom_ids, _SELECTOR)
        return replace(one, custom_ids=ids, choices=choices, placeholder=placeholder)

    # Tickets

    def last_number(self) -> int:
        """Each profile counts by itself."""
        return max([0, *(profile.number("last_nb") for profile in self._profiles().values())])

    def stored_tickets(self) -> Iterator[StoredTicket]:
        """By their channels."""
        for key, given in self.guild.entries("tickets"):
            one = Record({"channel": key, **_object(given)}, _TICKET, self.notes, key)
            channel_id, opener_id = one.identity("channel"), one.identity("owner")
            if not channel_id or not opener_id:
                self.notes.add(What.TICKET, Why.DAMAGED, value=key)
                continue
            if "locked_by" in one and "unlocked_by" not in one:
                named = channels(channel_id)
                self.notes.add(What.TICKET_LOCK, Why.NO_COUNTERPART, named=named)
            reason = one.text("reason")
            yield StoredTicket(
                channel_id=channel_id,
                opener_id=opener_id,
                key=one.text("profile") or one.text("panel"),
                number=one.number("id"),
                created_at=one.moment("created_at"),
                reason=None if reason == _NO_REASON else reason,
                is_closed=one.text("status") == "close",
                closed_at=one.moment("closed_at"),
                closed_by_id=one.identity("closed_by") or None,
                claimed_by_id=one.identity("claim") or None,
                welcome_id=one.identity("first_message"),
                old_messages=first_message(channel_id, one.identity("first_message")),
                old_ids=_OLD_IDS,
            )


def _object(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _with_lists(given: object) -> object:
    """A profile of an older version with lists of roles, as they are now."""
    if not isinstance(given, dict):
        return given
    old = {
        f"{name}_roles": [given[f"{name}_role"]] for name in _ROLES if given.get(f"{name}_role")
    }
    return {**old, **given}
