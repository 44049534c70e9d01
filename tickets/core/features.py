"""All features of the cog: whether they fit together, and what they bring together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .access import staff_lines
from .due import next_due
from .feature import Occurrence
from .ticket import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping

    import discord

    from .app import App
    from .direct import DirectMessage
    from .due import NextDue
    from .event import TicketEvent
    from .feature import BeforeOpening, Due, Feature, Follower, SettingHook, Settler
    from .job import Job
    from .overwrite import Overwrite
    from .settings import Settings
    from .team import Team
    from .ticket import Person, Ticket


class NotAFeature(Exception):
    """What features declare doesn't fit together."""


class Features:
    """All features of the cog, and what they bring together."""

    def __init__(self, *features: Feature) -> None:
        """Raises :class:`NotAFeature` if something that can be only once is there twice."""
        self._features = features
        names = [feature.name for feature in features]
        _once("feature", names)
        for feature in features:
            missing = set(feature.needs) - set(names)
            if missing:
                raise NotAFeature(f"{feature.name} needs {', '.join(sorted(missing))}")
        self.jobs = self._named("job", "jobs")
        self.notices = self._named("notice", "notices")
        self.repairs = self._named("repair", "repairs")
        _once("button", [button.verb for button in self.each("buttons")])
        # One verb may have several forms, as long as their ids tell them apart.
        _once("form", [" ".join((f.verb, *(p.name for p in f.about))) for f in self.each("forms")])
        _once("event", self.each("events"))
        self.due: tuple[Due, ...] = tuple(self._named("due thing", "due").values())
        self.log_lines = self._merged("log_lines")
        self.announcements = self._merged("announcements")
        self.messages = self._merged("messages")
        self._followers: dict[str, list[Follower]] = {kind: [] for kind in self.each("events")}
        for follower in sorted(self.each("followers"), key=lambda one: one.order):
            for kind in follower.kinds or self._followers:
                self._followers[kind].append(follower)

    def __iter__(self) -> Iterator[Feature]:
        return iter(self._features)

    def each(self, point: str) -> Iterator[Any]:
        """All that features bring at one of their points, in order."""
        for feature in self._features:
            yield from getattr(feature, point)

    def jobs_after(
        self, event: TicketEvent, ticket: Ticket | None, settings: Settings
    ) -> tuple[Job, ...]:
        """The jobs that follow from an event."""
        if event.kind not in self._followers:
            raise NotAFeature(f"no feature declares the event {event.kind}")
        occurrence = Occurrence(event, ticket, settings, self)
        return tuple(job for one in self._followers[event.kind] for job in one.jobs(occurrence))

    def next_due(self, ticket: Ticket, settings: Settings) -> NextDue | None:
        """What is due first in a ticket."""
        return next_due(self.due, ticket, settings)

    def fields_after(
        self, event: TicketEvent, ticket: Ticket, settings: Settings | None
    ) -> dict[str, Any]:
        """What an event changes in its ticket's record besides."""
        changed: dict[str, Any] = {}
        for one in self.each("fields_after"):
            if event.kind in one.kinds:
                changed |= one.fields(event, ticket, settings)
        return changed

    def fields_after_answer(self, ticket: Ticket, settings: Settings) -> dict[str, Any]:
        """What the staff's first answer changes in its ticket's record besides."""
        changed: dict[str, Any] = {}
        for fields in self.each("fields_after_answer"):
            changed |= fields(ticket, settings)
        return changed

    def fields_at_opening(self, ticket: Ticket, settings: Settings, at: int) -> dict[str, Any]:
        """What a ticket's record keeps of what its opener is told."""
        kept: dict[str, Any] = {}
        for one in self.each("told_opener"):
            kept |= one.fields(ticket, settings, at)
        return kept

    def told_opener(self, ticket: Ticket) -> list[tuple[str, str]]:
        """Titles and texts of what a ticket's opener is told besides."""
        shown = (one.show(ticket) for one in self.each("told_opener"))
        return [one for one in shown if one is not None]

    def direct_parts(self, occurrence: Occurrence) -> dict[str, int]:
        """What the direct message about an event keeps of it, for what it offers."""
        parts = (one for one in self.each("direct_parts") if one.event == occurrence.event.kind)
        kept = ((one.name, one.keeps(occurrence)) for one in parts)
        return {name: value for name, value in kept if value is not None}

    def shown_parts(
        self, guild_id: int, about: DirectMessage
    ) -> list[tuple[str, str, list[discord.ui.Item[Any]]]]:
        """What a direct message offers: titles, texts and what can be pressed."""
        return [
            one.show(guild_id, about, about.parts[one.name])
            for one in self.each("direct_parts")
            if one.name in about.parts
        ]

    def settler_of(self, ticket: Ticket) -> Callable[[App, Ticket], Awaitable[None]] | None:
        """What finishes or undoes what was left half done on a ticket."""
        fitting: list[Settler] = [
            one for one in self.each("settlers") if one.state is ticket.state
        ]
        special = [one for one in fitting if one.wanted is not None and one.wanted(ticket)]
        found = special or [one for one in fitting if one.wanted is None]
        return found[0].settle if found else None

    def before_opening(self, settings: Settings) -> BeforeOpening | None:
        """What comes before a ticket is opened with these settings, if anything does."""
        return next((one for one in self.each("before_opening") if one.wanted(settings)), None)

    def before_opening_of(self, state: State) -> BeforeOpening | None:
        """What keeps tickets in this state before they are opened, if anything does."""
        return next((one for one in self.each("before_opening") if one.state is state), None)

    def keeps_before_deletion(self, settings: Settings) -> bool:
        """Whether something is kept of a ticket before it is deleted."""
        return any(one.wanted(settings) for one in self.each("before_deletion"))

    def controls(self, ticket: Ticket, settings: Settings) -> list[discord.ui.Button[Any]]:
        """The buttons with which a ticket is handled; those of an open one while it opens."""
        if ticket.state is State.OPENING:
            ticket = replace(ticket, state=State.OPEN)
        in_order = sorted(self.each("controls"), key=lambda one: one.order)
        return [button for one in in_order for button in one.make(ticket, settings)]

    def card(
        self, ticket: Ticket, settings: Settings, reader: Person
    ) -> tuple[list[discord.ui.Button[Any]], list[tuple[str, str]]]:
        """What a ticket's card has for somebody: buttons, and names with what is below them."""
        buttons, fields = self.controls(ticket, settings), self.shown_fields(ticket)
        for part in self.each("card"):
            buttons += part.buttons(ticket, settings, reader)
            fields += part.fields(ticket, settings)
        return buttons, fields

    def shown_fields(self, ticket: Ticket) -> list[tuple[str, str]]:
        """What a ticket's welcome message and card show besides: titles, and what is below."""
        fields = (one.field(ticket) for one in self.each("shown"))
        return [field for field in fields if field is not None]

    def shown_in_list(self, ticket: Ticket) -> list[str]:
        """What a ticket's line in the list says besides."""
        return [words for one in self.each("shown") if (words := one.in_list(ticket))]

    def also_announced(self, kind: str, ticket: Ticket, settings: Settings) -> tuple[str, ...]:
        """What the announcement of a kind of event says besides."""
        every = (one for one in self.each("also_announced") if one.kind == kind)
        said = (one.words(ticket, settings) for one in every)
        return tuple(one for one in said if one is not None)

    def staff_lines(
        self, ticket: Ticket, team: Team, existing_roles: Collection[int]
    ) -> Mapping[int, Overwrite]:
        """The lines that a ticket's staff has in its channel now, by whose they are, where `team`
        is its team."""
        lines: Mapping[int, Overwrite] = staff_lines(team, existing_roles)
        for one in self.each("staff_access"):
            lines = one.lines(ticket, team, lines)
        return lines

    def renewed(self, app: App, ticket: Ticket, settings: Settings) -> dict[str, Any]:
        """The fields that a ticket must change to fit these settings."""
        fields: dict[str, Any] = {}
        for one in self.each("staff_access"):
            fields |= one.renewed(app, ticket, settings)
        return fields

    def told_of_renewal(self, before: Ticket, after: Ticket, at: int) -> tuple[TicketEvent, ...]:
        """The events of such a change."""
        return tuple(
            event for one in self.each("staff_access") for event in one.told(before, after, at)
        )

    def hooks_of(self, key: str) -> Iterator[SettingHook]:
        """What concerns a setting."""
        return (hook for hook in self.each("hooks") if key in hook.keys)

    @property
    def lost_notices(self) -> dict[str, str]:
        """The notices that tell of something a setting named and that was deleted, by key."""
        return {
            key: hook.lost_notice
            for hook in self.each("hooks")
            if hook.lost_notice
            for key in hook.keys
        }

    def _named(self, what: str, point: str) -> dict[str, Any]:
        brought = list(self.each(point))
        _once(what, [one.name for one in brought])
        return {one.name: one for one in brought}

    def _merged(self, point: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for feature in self._features:
            own: Mapping[str, Any] = getattr(feature, point)
            _once(f"word for {point}", [*merged, *own])
            merged |= own
        return merged


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise NotAFeature(f"there are two of the {what} {name}")
        seen.add(name)
