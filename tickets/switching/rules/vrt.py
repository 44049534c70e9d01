"""``tickets`` of vrt-cogs, 2.x and 3.x: what it stores for a server, and what that is here.

Both versions have the same layout: https://github.com/vertyco/vrt-cogs/tree/main/tickets
(``common/models.py``, ``common/views.py``). Only 3.x has working hours and statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.ticket import REASON_LIMIT
from ...hours.rules.values import Outside
from ...lifecycle.rules import ClosedAccess, DeleteOnClose, OpenerLeaves
from ...panels.rules import ButtonColour
from .drafting import Draft, configuration, drafted
from .found import Found, FoundBlock, OldMessage, Source, Wanted
from .hours import WorkingHours, hours_of, known_zone
from .left_out import Notes, What, Why, channels
from .limits import limit_of
from .numbers import bounded, reminders
from .panels import FoundEntry, FoundMessage, found_panels, panel_drafts
from .questions import form_of
from .records import Record, clean, id_of
from .texts import Variables, channel_name, joined, message, reason_of
from .things import Things, ids_of
from .tickets import StoredTicket, Tickets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .found import World

GUILD: Mapping[str, Any] = {
    "support_roles": [],
    "blacklist": [],
    "max_tickets": 1,
    "inactive": 0,
    "overview_channel": 0,
    "opened": {},
    "panels": {},
    "dm": False,
    "user_can_rename": False,
    "user_can_close": True,
    "user_can_manage": False,
    "transcript": False,
    "suspended_msg": None,
}
PANEL: Mapping[str, Any] = {
    "category_id": 0,
    "channel_id": 0,
    "message_id": 0,
    "disabled": False,
    "alt_channel": 0,
    "required_roles": [],
    "roles": [],
    "close_reason": True,
    "button_text": "Open a Ticket",
    "button_color": "blue",
    "button_emoji": None,
    "priority": 1,
    "ticket_messages": [],
    "ticket_name": None,
    "log_channel": 0,
    "threads": False,
    "max_claims": 0,
    "modal": {},
    "modal_title": "",
    "ticket_num": 1,
    "working_hours": {},
    "timezone": "UTC",
    "block_outside_hours": False,
    "outside_hours_message": "",
}
_MESSAGE: Mapping[str, Any] = {
    "title": None,
    "desc": "",
    # What it was called first.
    "description": "",
    "footer": None,
    "color": None,
    "image": None,
}
TICKET: Mapping[str, Any] = {
    "panel": "",
    "opened": None,
    "logmsg": None,
    "answers": {},
    "message_id": None,
    "joined_by": [],
    "claimed_by": None,
    "locked": False,
}

_NAMES = Variables(
    called={
        "num": "number",
        "user": "user.username",
        "displayname": "user.nickname",
        "id": "user.id",
        "shortdate": "date",
        "longdate": "date",
    },
    unknown=frozenset({"time"}),
)
#: Of all texts that members read.
TEXTS = Variables(
    called={
        "username": "user.username",
        "displayname": "user.nickname",
        "mention": "user",
        "id": "user.id",
        "server": "server",
        "guild": "server",
    },
    unknown=frozenset({"members", "toprole"}),
    others_stay=True,
)
#: Without a format, channels have the member's name.
_DEFAULT_NAME = "{user.username}"
_COLOURS = {
    "red": ButtonColour.RED,
    "blue": ButtonColour.BLURPLE,
    "green": ButtonColour.GREEN,
    "grey": ButtonColour.GREY,
    "gray": ButtonColour.GREY,
}


class Reader:
    """Reads what is stored for one server."""

    guild_defaults = GUILD
    panel_defaults = PANEL
    ticket_defaults = TICKET

    def __init__(self, raw: object) -> None:
        self.notes = notes = Notes()
        self.guild = Record(raw, self.guild_defaults, notes)
        self.panels = {
            name: Record(given, self.panel_defaults, notes, name)
            for name, given in self.guild.entries("panels")
        }
        self.things: Things
        self.now = 0

    # What is asked of Discord

    def wanted(self) -> Wanted:
        """Tickets' channels, and the panels' messages."""
        return Wanted(
            channels=tuple(dict.fromkeys(one.channel_id for one in self.stored_tickets())),
            messages=tuple(self._messages()),
        )

    def _messages(self) -> dict[tuple[int, int], list[str]]:
        """Panels by their message, in the order of their buttons."""
        found: dict[tuple[int, int], list[str]] = {}
        for name, panel in self.panels.items():
            place = panel.identity("channel_id"), panel.identity("message_id")
            if all(place):
                found.setdefault(place, []).append(name)
        for names in found.values():
            names.sort(key=lambda name: self.panels[name].number("priority"))
        return found

    # All of it

    def read(self, source: Source, world: World) -> Found:
        """What is stored, in this cog's terms."""
        notes = self.notes
        self.things, self.now = Things(world, notes), world.now
        self.note_what_is_not_here()
        drafts = [self._draft(name, panel) for name, panel in self.panels.items()]
        found = drafted(drafts, self.server_values(), notes)
        panels = panel_drafts(self._found_messages(), found, self.things, world, notes)
        tickets = Tickets(found, self.things, world, notes)
        for one in self.stored_tickets():
            tickets.add(one)
        numbers = [panel.number("ticket_num") - 1 for panel in self.panels.values()]
        return Found(
            source=source,
            configuration=configuration(found, panels, self.replies()),
            blocks=tuple(self.blocks()),
            last_number=max([0, *numbers]),
            panels=found_panels(panels),
            tickets=tickets.in_order(),
            threads=tickets.threads,
            left_out=notes.all,
            enabled=found.is_open and "suspended_msg" not in self.guild,
        )

    # Settings

    def server_values(self) -> dict[str, Any]:
        """What counts for the whole server only."""
        zone = self._zone()
        return {} if zone is None else {"timezone": zone}

    def _zone(self) -> str | None:
        for panel in self.panels.values():
            found = self.working(panel)
            if found.days and known_zone(found.zone):
                return found.zone
            if found.days:
                self.notes.add(What.TIMEZONE, Why.DAMAGED, owner=panel.owner, value=found.zone)
        return None

    def _draft(self, name: str, panel: Record) -> Draft:
        """One panel."""
        if panel.flag("threads"):
            self.notes.add(What.THREADS, Why.DIFFERS, owner=name)
        if panel.number("max_claims"):
            value = panel.number("max_claims")
            self.notes.add(What.STAFF_LIMIT, Why.NO_COUNTERPART, owner=name, value=value)
        limit = self.guild.number("max_tickets")
        return Draft(
            key=name,
            values={**self.common(panel), **self.more(panel)},
            limit=bounded("limit", limit, self.notes, What.LIMIT, least=1),
            is_open=not panel.flag("disabled"),
        )

    def common(self, panel: Record) -> dict[str, Any]:
        """What every panel says, the server's settings with it."""
        name, things, guild = panel.owner, self.things, self.guild
        category, other = panel.identity("category_id"), panel.identity("alt_channel")
        log_id = panel.identity("log_channel")
        log = things.channel(log_id, What.LOG_CHANNEL, name)
        welcome = self._welcome(panel)
        required = panel.identities("required_roles")
        overview = things.channel(guild.identity("overview_channel"), What.OVERVIEW)
        transcripts = guild.flag("transcript")
        if transcripts and log_id and log is None:
            self.notes.add(What.TRANSCRIPTS, Why.GONE, owner=name, named=channels(log_id))
        return {
            "category_id": (things.category_of(other, What.CATEGORY, name) if other else None)
            or things.category(category, What.CATEGORY, name),
            "reception_channel_id": log,
            "board_channel_id": overview,
            **self._team(panel),
            "required_role_ids": things.roles(required, What.REQUIRED_ROLES, name),
            "refused_role_ids": things.roles(self.refused(), What.REFUSED_ROLES),
            "channel_format": channel_name(panel.text("ticket_name"), _NAMES, self.notes, name)
            or _DEFAULT_NAME,
            "welcome_message": welcome,
            "welcome_always": welcome is not None,
            "opening_reason": False,
            "form": self._form(panel),
            "closing_reason": panel.flag("close_reason"),
            "delete_on_close": DeleteOnClose.MODERATORS.value,
            "closed_access": ClosedAccess.NONE.value,
            "dm_opener": guild.flag("dm"),
            "dm_transcript": guild.flag("dm") and transcripts,
            "transcripts": transcripts and log is not None,
            "transcript_channel_id": log if transcripts else None,
            "opener_may_close": guild.flag("user_can_close"),
            # Its channel was closed with them.
            "opener_leaves": OpenerLeaves.CLOSE.value,
            **self.reminders(),
            **self._hours(panel),
        }

    def more(self, panel: Record) -> dict[str, Any]:
        """What a fork of it has besides."""
        return {}

    def _team(self, panel: Record) -> dict[str, Any]:
        every = [*_pairs(self.guild, "support_roles"), *_pairs(panel, "roles")]
        moderators = self.things.roles((one for one, _ in every), What.MODERATORS, panel.owner)
        known = ids_of(moderators)
        mentioned = [one for one, is_mentioned in every if is_mentioned and one in known]
        return {
            "moderator_role_ids": moderators,
            "mention_moderators": bool(mentioned),
            # Without any, all are.
            "mentioned_role_ids": []
            if known <= set(mentioned)
            else self.things.roles(mentioned, What.MENTIONED_ROLES, panel.owner),
        }

    def _welcome(self, panel: Record) -> str | None:
        texts: list[str] = []
        for given in panel.items("ticket_messages"):
            one = Record(given, _MESSAGE, self.notes, panel.owner)
            title, footer = one.text("title"), one.text("footer")
            text = one.text("desc") or one.text("description")
            small = f"-# {' '.join(footer.split())}" if footer else ""
            texts.append(joined((f"**{title}**" if title else "", text, small)))
            for key, what in (("image", What.WELCOME_IMAGE), ("color", What.WELCOME_COLOUR)):
                if key in one:
                    why, value = Why.NO_COUNTERPART, _shown(key, one)
                    self.notes.add(what, why, owner=panel.owner, value=value)
        what, limit = What.WELCOME, limit_of("welcome_message")
        text = joined((*texts, self.more_welcome(panel)))
        return message(text, TEXTS, self.notes, what, panel.owner, limit)

    def more_welcome(self, panel: Record) -> str:
        """What else members are told at first."""
        return ""

    def _form(self, panel: Record) -> dict[str, Any]:
        # Older versions had a list.
        given = panel.raw("modal")
        fields = given if isinstance(given, list) else [one for _, one in panel.entries("modal")]
        title = panel.text("modal_title")
        if fields and title:
            what = What.FORM_TITLE
            self.notes.add(what, Why.NO_COUNTERPART, owner=panel.owner, value=title)
        return form_of(fields, self.notes, panel.owner)

    def reminders(self) -> dict[str, int]:
        """When a ticket is closed in which the opener says nothing."""
        return reminders(self.guild.number("inactive"), self.notes)

    def _hours(self, panel: Record) -> dict[str, Any]:
        found = self.working(panel)
        spans = hours_of(found.days, panel.owner, self.notes)
        if spans and found.text:
            what, value = What.OUTSIDE_TEXT, found.text
            self.notes.add(what, Why.NO_COUNTERPART, owner=panel.owner, value=value)
        if spans and found.zone != self._zone():
            self.notes.add(What.HOURS, Why.ONE_FOR_ALL, owner=panel.owner, value=found.zone)
            spans = []
        outside = Outside.REFUSE if spans and found.refuses else Outside.TELL
        return {"hours": spans, "outside": outside.value}

    def working(self, panel: Record) -> WorkingHours:
        """The hours of a panel."""
        return WorkingHours(
            days=tuple(panel.entries("working_hours")),
            zone=panel.text("timezone") or "UTC",
            refuses=panel.flag("block_outside_hours"),
            text=panel.text("outside_hours_message"),
        )

    def refused(self) -> tuple[int, ...]:
        """Roles among those who may not open tickets."""
        return tuple(filter(self.things.is_role, self.guild.identities("blacklist")))

    def replies(self) -> list[dict[str, str]]:
        """Ready answers."""
        return []

    def note_what_is_not_here(self) -> None:
        """Notes what the whole server has that isn't here, or not quite."""
        add, guild = self.notes.add, self.guild
        if "suspended_msg" in guild:
            text = guild.text("suspended_msg")
            add(What.SUSPENSION_TEXT, Why.NO_COUNTERPART, value=text)
        if guild.flag("user_can_rename"):
            add(What.OPENER_RENAMES, Why.NO_COUNTERPART)
        if guild.flag("user_can_manage"):
            add(What.OPENER_ADDS, Why.NO_COUNTERPART)
        if guild.flag("user_can_close") and self.deletes_on_close():
            add(What.OPENER_DELETES, Why.DIFFERS)
        overview = guild.identity("overview_channel")
        if self.things.channel(overview, What.OVERVIEW):
            add(What.OVERVIEW, Why.DIFFERS, named=channels(overview))
        if "staff_stats" in guild or "server_stats" in guild or "stats" in guild:
            add(What.STATISTICS, Why.NO_COUNTERPART)

    def deletes_on_close(self) -> bool:
        """Whether a closed ticket's channel is deleted."""
        return True

    # Panels

    def _found_messages(self) -> Iterator[FoundMessage]:
        for (channel_id, message_id), names in self._messages().items():
            yield FoundMessage(
                channel_id=channel_id,
                message_id=message_id,
                custom_ids=tuple(names),
                buttons=tuple(self._entry(name) for name in names),
            )

    def _entry(self, name: str) -> FoundEntry:
        panel = self.panels[name]
        colour = panel.text("button_color").lower()
        return FoundEntry(
            opens=name,
            name=panel.text("button_text"),
            emoji=panel.raw("button_emoji"),
            colour=_COLOURS.get(colour, ButtonColour.BLURPLE),
        )

    # Tickets and members

    def stored_tickets(self) -> Iterator[StoredTicket]:
        """Open tickets, and closed ones that still have a channel."""
        for opener, theirs in self.guild.entries("opened"):
            opener_id = id_of(opener)
            if opener_id is None or not isinstance(theirs, dict):
                self.notes.add(What.TICKET, Why.DAMAGED, value=opener)
                continue
            for key, given in theirs.items():
                channel_id = id_of(key)
                if channel_id is None or not isinstance(given, dict):
                    self.notes.add(What.TICKET, Why.DAMAGED, value=clean(str(key)))
                    continue
                yield self.stored_ticket(channel_id, opener_id, given)

    def stored_ticket(self, channel_id: int, opener_id: int, given: object) -> StoredTicket:
        """An open ticket."""
        one = Record(given, self.ticket_defaults, self.notes)
        name = one.text("panel")
        if one.flag("locked"):
            named = channels(channel_id)
            self.notes.add(What.TICKET_LOCK, Why.NO_COUNTERPART, owner=name, named=named)
        staff = (*one.identities("joined_by"), one.identity("claimed_by"))
        return StoredTicket(
            channel_id=channel_id,
            opener_id=opener_id,
            key=name,
            created_at=one.moment("opened"),
            reason=reason_of(
                ((question, clean(str(answer))) for question, answer in one.entries("answers")),
                REASON_LIMIT,
            ),
            claimed_by_id=self.claimed_by(one),
            staff_ids=staff,
            welcome_id=one.identity("message_id"),
            old_messages=tuple(self._old_messages(channel_id, one)),
            old_ids=self.old_ids(channel_id),
        )

    def claimed_by(self, one: Record) -> int | None:
        """Who handles a ticket: here it is only who answered first."""
        return None

    def old_ids(self, channel_id: int) -> tuple[str, ...]:
        """How the ids of its buttons begin."""
        return (str(channel_id),)

    def _old_messages(self, channel_id: int, one: Record) -> Iterator[OldMessage]:
        if one.identity("message_id"):
            yield OldMessage(channel_id=channel_id, message_id=one.identity("message_id"))
        panel = self.panels.get(one.text("panel"))
        log = panel.identity("log_channel") if panel is not None else 0
        if log and one.identity("logmsg"):
            yield OldMessage(channel_id=log, message_id=one.identity("logmsg"))

    def blocks(self) -> Iterator[FoundBlock]:
        """Members who may not open tickets."""
        for one in self.guild.identities("blacklist"):
            if not self.things.is_role(one):
                yield FoundBlock(user_id=one)


def _pairs(record: Record, key: str) -> Iterator[tuple[int, bool]]:
    """Roles, each with whether it is mentioned; older versions had the roles only."""
    for given in record.items(key):
        one = given if isinstance(given, list) else [given]
        role = id_of(one[0]) if one else None
        if role is not None:
            yield role, len(one) > 1 and bool(one[1])


def _shown(key: str, one: Record) -> str:
    if key == "image":
        return one.text(key)
    return f"#{one.number(key) & 0xFFFFFF:06x}"
