"""What both ticket cogs of AAA3A-cogs have: profiles, each a type of ours.

https://github.com/AAA3A-AAA3A/AAA3A-cogs (``tickets/tickets.py``, ``tickets/types.py``,
``tickettool/settings.py``, ``tickettool/ticket.py``)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.declaration import declaration
from ...types.rules import STAFF_LIMIT
from .drafting import configuration, drafted
from .found import Found, OldMessage, Wanted
from .left_out import Notes, What, Why, channels, roles
from .limits import limit_of
from .panels import found_panels, panel_drafts
from .records import Record
from .texts import Variables, channel_name, joined, message
from .things import Things, ids_of
from .tickets import Tickets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .drafting import Draft
    from .found import Source, World
    from .panels import FoundMessage
    from .tickets import StoredTicket

VARIABLES = Variables(
    called={
        "id": "number",
        "ticket_id": "number",
        # As older versions wrote it.
        "ticket.id": "number",
        "owner_display_name": "user.nickname",
        "owner_name": "user.username",
        "owner_mention": "user",
        "owner_id": "user.id",
        "guild_name": "server",
        "shortdate": "date",
        "longdate": "date",
    },
    unknown=frozenset({"emoji", "guild_id"}),
)


@declaration(frozen=True, kw_only=True)
class Team:
    """Which lists of a profile are which roles here."""

    moderators: tuple[str, ...]
    observers: str
    mentioned: str
    access: str = ""
    required: str = ""
    refused: str = ""


class Reader:
    """Reads what is stored for one server; what is of one cog only, its own reader says."""

    #: What a server has that nothing was set on.
    guild_defaults: Mapping[str, Any]

    def __init__(self, raw: object) -> None:
        self.notes = Notes()
        self.guild = Record(raw, self.guild_defaults, self.notes)
        self.things: Things
        self.world: World

    def drafts(self) -> list[Draft]:
        """The profiles."""
        raise NotImplementedError

    def stored_tickets(self) -> Iterator[StoredTicket]:
        """Open tickets, and closed ones that still have a channel."""
        raise NotImplementedError

    def messages(self) -> Iterator[FoundMessage]:
        """Messages with buttons or choices."""
        raise NotImplementedError

    def places(self) -> Iterable[tuple[int, int]]:
        """Channel and id of each of these messages."""
        raise NotImplementedError

    def last_number(self) -> int:
        """The highest that a ticket had."""
        raise NotImplementedError

    def wanted(self) -> Wanted:
        """What is asked of Discord."""
        return Wanted(
            channels=tuple(dict.fromkeys(one.channel_id for one in self.stored_tickets())),
            messages=tuple(dict.fromkeys(self.places())),
        )

    def read(self, source: Source, world: World) -> Found:
        """What is stored, in this cog's terms."""
        self.things, self.world = Things(world, self.notes), world
        found = drafted(self.drafts(), {}, self.notes)
        panels = panel_drafts(self.messages(), found, self.things, world, self.notes)
        tickets = Tickets(found, self.things, world, self.notes)
        last_number = self.last_number()
        for one in self.stored_tickets():
            tickets.add(one)
            last_number = max(last_number, one.number or 0)
        return Found(
            source=source,
            configuration=configuration(found, panels),
            last_number=last_number,
            panels=found_panels(panels),
            tickets=tickets.in_order(keep_numbers=True),
            threads=tickets.threads,
            left_out=self.notes.all,
            enabled=found.is_open,
        )

    # What a profile says

    def staff(self, profile: Record, team: Team) -> dict[str, Any]:
        """The roles of a profile."""
        name, things = profile.owner, self.things

        def listed(key: str, what: What, limit: int | None = None) -> list[dict[str, str]]:
            return things.roles(profile.identities(key), what, name, limit) if key else []

        every = [role for key in team.moderators for role in profile.identities(key)]
        moderators = things.roles(every, What.MODERATORS, name)
        access = listed(team.access, What.ACCESS_ROLES)
        # A ticket's channel can't carry more roles than that.
        left = min(STAFF_LIMIT - len(moderators) - len(access), limit_of("observer_role_ids"))
        mentioned = listed(team.mentioned, What.MENTIONED_ROLES)
        same = ids_of(mentioned) == ids_of(moderators)
        return {
            "moderator_role_ids": moderators,
            "observer_role_ids": listed(team.observers, What.OBSERVERS, left),
            "access_role_ids": access,
            "required_role_ids": listed(team.required, What.REQUIRED_ROLES),
            "refused_role_ids": listed(team.refused, What.REFUSED_ROLES),
            "mention_moderators": bool(mentioned),
            # Without any, all moderator roles are.
            "mentioned_role_ids": [] if same else mentioned,
        }

    def saving(self, profile: Record, log_id: int, *, is_on: bool) -> dict[str, Any]:
        """The log's channel, in which transcripts are as well."""
        name = profile.owner
        log = self.things.channel(log_id, What.LOG_CHANNEL, name)
        if is_on and log_id and log is None:
            self.notes.add(What.TRANSCRIPTS, Why.GONE, owner=name, named=channels(log_id))
        is_on = is_on and log is not None
        return {
            "reception_channel_id": log,
            "transcripts": is_on,
            "transcript_channel_id": log if is_on else None,
        }

    def texts(self, profile: Record, texts: Iterable[str], name: str) -> dict[str, Any]:
        """What members read at first, and how channels are named; `name` if not otherwise."""
        notes, owner = self.notes, profile.owner
        limit = limit_of("welcome_message")
        welcome = message(joined(texts), VARIABLES, notes, What.WELCOME, owner, limit)
        return {
            "welcome_message": welcome,
            "welcome_always": welcome is not None,
            "channel_format": channel_name(name, VARIABLES, notes, owner) or "ticket-{number}",
        }

    def note(self, profile: Record, flags: Mapping[What, str]) -> None:
        """Notes what is on in a profile and isn't here."""
        for what, key in flags.items():
            if profile.flag(key):
                self.notes.add(what, Why.NO_COUNTERPART, owner=profile.owner)
        role = profile.identity("ticket_role")
        if role:
            why, named = Why.NO_COUNTERPART, roles(role)
            self.notes.add(What.TICKET_ROLE, why, owner=profile.owner, named=named)
        if profile.identity("forum_channel"):
            self.notes.add(What.THREADS, Why.DIFFERS, owner=profile.owner)


def first_message(channel_id: int, message_id: int) -> tuple[OldMessage, ...]:
    """The message with a ticket's buttons, if it is known."""
    if not message_id:
        return ()
    return (OldMessage(channel_id=channel_id, message_id=message_id),)
