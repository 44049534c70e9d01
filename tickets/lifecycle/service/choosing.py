"""Of which type a ticket shall be, where somebody hasn't said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import NoSuchType
from ...core.lazy_dataclass import lazy_dataclass
from ...core.team import Team
from ..rules import NothingByCommand, TypeNeeded, require_system_enabled
from ..settings import TypeSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Person
    from ...core.ticket_type import TicketType

#: So many texts are remembered until their members have chosen, and so long in seconds.
MEMORY, REMEMBERED = 500, 900


@lazy_dataclass(frozen=True)
class Choice:
    """What a member can choose from: types, and perhaps a ticket of none."""

    types: tuple[TicketType, ...]
    without_type: bool

    @property
    def only(self) -> tuple[int | None, ...]:
        """All there is to choose from, by id."""
        return (*(one.id for one in self.types), *([None] if self.without_type else []))


async def offered_types(app: App, guild_id: int, member: Person) -> tuple[TicketType, ...]:
    """The types of which a member may open a ticket by command, as far as settings tell."""
    settings = await app.settings.of(guild_id)
    return tuple(one for one in _by_command(settings) if _offers(app, settings, one, member))


async def what_to_choose(app: App, guild_id: int, member: Person) -> Choice:
    """What a member can open by command.

    On a server without types that is a ticket of none. Where rules keep the member from all,
    everything is offered, so that they read which rule it is. Raises ``NothingByCommand`` where
    commands open nothing.
    """
    settings = await app.settings.of(guild_id)
    require_system_enabled(settings)
    if not settings.types:
        return Choice((), without_type=True)
    without_type = settings[TypeSettings].without_type
    types = await offered_types(app, guild_id, member)
    if not types and not without_type:
        types = tuple(_by_command(settings))[:1]
    if not types and not without_type:
        raise NothingByCommand
    return Choice(types, without_type)


def find_type(given: str, among: Iterable[TicketType]) -> TicketType:
    """The type with that name or, as completion gives it, id; raises ``NoSuchType``."""
    types = tuple(among)
    wanted = given.strip().strip('"').casefold()
    for one in types:
        if one.name.casefold() == wanted:
            return one
    for one in types:
        if str(one.id) == wanted:
            return one
    raise NoSuchType(given=given, known=tuple(one.name for one in types))


def types_of_teams(settings: Settings, person: Person) -> tuple[TicketType, ...]:
    """The types in whose teams somebody is."""
    return tuple(
        one for one in settings.types if settings.for_type(one.id)[Team].is_moderator(person)
    )


def type_to_open(settings: Settings, by: Person, given: str | None) -> int | None:
    """The type that somebody of the staff means: what is given, or what can be meant only.

    Raises ``NoSuchType`` and ``TypeNeeded``.
    """
    types = types_of_teams(settings, by)
    if given is not None:
        return find_type(given, types).id
    is_server_team = settings[Team].is_moderator(by)
    if not settings.types or (is_server_team and settings[TypeSettings].without_type):
        return None
    if len(types) == 1:
        return types[0].id
    if not types:
        # Opening says who may.
        return None
    raise TypeNeeded(known=tuple(one.name for one in types))


def _by_command(settings: Settings) -> list[TicketType]:
    found = []
    for one in settings.types:
        own = settings.for_type(one.id)[TypeSettings]
        if own.takes_tickets and own.by_command:
            found.append(one)
    return found


def _offers(app: App, settings: Settings, one: TicketType, member: Person) -> bool:
    own, now = settings.for_type(one.id), app.now()
    return all(offers(own, member, now) for offers in app.features.each("offers"))


class TypedReasons:
    """Reasons that were typed, until their members have chosen a type in private.

    Others mustn't read them, so they can't stand in the message that offers the choice. They are
    lost when the bot ends: then the member is asked again.
    """

    def __init__(self) -> None:
        self._reasons: dict[int, tuple[int, str]] = {}

    def keep(self, origin_id: int, reason: str, now: int) -> None:
        """Remembers what the message or interaction `origin_id` said."""
        self._reasons[origin_id] = (now, reason)
        while len(self._reasons) > MEMORY:
            self._reasons.pop(next(iter(self._reasons)))

    def of(self, origin_id: int, now: int) -> str | None:
        """What it said, if that isn't too long ago."""
        at, reason = self._reasons.get(origin_id, (0, ""))
        return reason if reason and now - at < REMEMBERED else None
