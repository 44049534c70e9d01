"""What the other cog names of Discord's, as a configuration file names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.lazy_pattern import lazy_pattern
from ...core.references import ThingKind
from ...panels.rules import is_unicode_emoji
from .left_out import What, Why, channels, roles
from .limits import limit_of
from .records import clean, id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.references import Thing
    from .found import World
    from .left_out import Notes

    #: A role, channel or category in the file.
    Reference = dict[str, str]

_CUSTOM_EMOJI = lazy_pattern(r"<a?:\w{1,40}:(\d{15,19})>|(\d{15,19})")


class Things:
    """A server's roles, channels and emojis. What isn't there is noted."""

    def __init__(self, world: World, notes: Notes) -> None:
        self._world = world
        self._notes = notes
        self._known: dict[tuple[ThingKind, int], Thing] = {
            (one.kind, one.id): one for one in world.things
        }

    def is_role(self, identity: int) -> bool:
        """Whether an id is a role's."""
        return (ThingKind.ROLE, identity) in self._known

    def fits(self, identity: int) -> bool:
        """Whether a role is there, and one that a setting takes."""
        thing = self._known.get((ThingKind.ROLE, identity))
        return thing is not None and thing.can_be_meant

    def roles(
        self, ids: Iterable[int], what: What, owner: str = "", limit: int | None = None
    ) -> list[Reference]:
        """Roles that a setting takes; at most as many as it can hold."""
        fitting: list[Thing] = []
        for one in dict.fromkeys(ids):
            thing = self._known.get((ThingKind.ROLE, one))
            if thing is None:
                self._notes.add(what, Why.GONE, owner=owner, named=roles(one))
            elif not thing.can_be_meant:
                self._notes.add(what, Why.UNUSABLE_ROLE, owner=owner, named=roles(one))
            else:
                fitting.append(thing)
        most = limit_of("moderator_role_ids") if limit is None else limit
        if len(fitting) > most:
            left = roles(*(one.id for one in fitting[most:]))
            self._notes.add(what, Why.TOO_MANY, owner=owner, named=left, limit=most)
        return [_reference(one) for one in fitting[:most]]

    def category(self, identity: int, what: What, owner: str = "") -> Reference | None:
        """A category; None for none."""
        return self._place(ThingKind.CATEGORY, identity, what, owner)

    def category_of(self, identity: int, what: What, owner: str = "") -> Reference | None:
        """A category, or that of a text channel."""
        channel = self._world.channel(identity)
        if channel is not None and not channel.is_thread and channel.parent_id is not None:
            identity = channel.parent_id
        return self.category(identity, what, owner)

    def channel(self, identity: int, what: What, owner: str = "") -> Reference | None:
        """A text channel; None for none."""
        return self._place(ThingKind.CHANNEL, identity, what, owner)

    def _place(self, kind: ThingKind, identity: int, what: What, owner: str) -> Reference | None:
        if not identity:
            return None
        thing = self._known.get((kind, identity))
        if thing is None:
            self._notes.add(what, Why.GONE, owner=owner, named=channels(identity))
            return None
        return _reference(thing)

    def emoji(self, given: object, owner: str) -> str | None:
        """An emoji that the bot can use; None for none. They may be stored by their ids."""
        text = clean(given) if isinstance(given, str) else str(id_of(given) or "")
        if not text:
            return None
        if is_unicode_emoji(text):
            return text
        custom = _CUSTOM_EMOJI.fullmatch(text)
        found = self._world.emoji(int(custom[1] or custom[2])) if custom else None
        if found is None:
            self._notes.add(What.ENTRY_EMOJI, Why.NO_EMOJI, owner=owner, value=text)
        return found


def _reference(thing: Thing) -> Reference:
    return {"id": str(thing.id), "name": thing.name}


def ids_of(references: Iterable[Reference]) -> frozenset[int]:
    """The ids in references."""
    return frozenset(int(one["id"]) for one in references)
