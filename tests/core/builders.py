"""Tickets, people and servers with sensible defaults: a test names only what it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tickets.cog import FEATURES
from tickets.core.kinds.questions import Questions
from tickets.core.naming import NameFacts
from tickets.core.overwrite import Overwrite, Target
from tickets.core.settings import Declared, Settings, Terms
from tickets.core.team import Team
from tickets.core.ticket import Person, State, Ticket
from tickets.panels.rules import Entry, Panel, PanelKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# As long as Discord's ids get, so that limits are tested at their worst.
GUILD = 1_456_074_443_980_800_000
#: @everyone's role has the server's id.
EVERYONE = GUILD
BOT = 1_456_074_443_980_800_001
OPENER = 1_456_074_443_980_800_002
MODERATOR = 1_456_074_443_980_800_003
STRANGER = 1_456_074_443_980_800_004
GUEST = 1_456_074_443_980_800_005
CHANNEL = 1_456_074_443_980_800_006
MODERATOR_ROLE = 1_456_074_443_980_800_010
HELPER_ROLE = 1_456_074_443_980_800_011
GUEST_ROLE = 1_456_074_443_980_800_012
#: Languages of the catalogues that lack nothing. Others may be translated in part.
COMPLETE = ("de-DE", "es-ES", "fr-FR")


def many_ids(count: int, start: int = 1_456_074_443_980_900_000) -> tuple[int, ...]:
    """`count` different ids of full length."""
    return tuple(range(start, start + count))


#: All settings that there are.
DECLARED = Declared(FEATURES.each("settings"))
SETTINGS = DECLARED.in_order
#: Those with one value, which a command or a control sets; questions have pages of their own.
SIMPLE = tuple(one for one in SETTINGS if not isinstance(one.kind, Questions))


def settings(**values: Any) -> Settings:
    """A server's settings; what isn't named has its default."""
    return Settings(DECLARED, values)


def a_team(**changes: Any) -> Team:
    """One moderator role, one access role."""
    return Team(
        **{
            "moderator_role_ids": (MODERATOR_ROLE,),
            "access_role_ids": (HELPER_ROLE,),
            **changes,
        }
    )


def some_terms(**changes: Any) -> Terms:
    """One moderator role, one access role."""
    return Terms(
        **{
            "moderator_role_ids": (MODERATOR_ROLE,),
            "access_role_ids": (HELPER_ROLE,),
            **changes,
        }
    )


def a_ticket(state: State = State.OPEN, **changes: Any) -> Ticket:
    """An ordinary ticket in the given state."""
    facts: dict[str, Any] = {
        "guild_id": GUILD,
        "number": 7,
        "opener_id": OPENER,
        "opened_by_id": OPENER,
        "reason": "My parcel never arrived",
        "created_at": 1_700_000_000,
        "terms": some_terms(),
        "channel_id": CHANNEL,
        "welcome_id": CHANNEL + 1,
    }
    if state is State.CLOSED:
        facts |= {"closed_by_id": MODERATOR, "closed_at": 1_700_003_600, "close_reason": "Solved"}
    return Ticket(state=state, **{**facts, **changes})


def a_person(**changes: Any) -> Person:
    """A member without any rights."""
    return Person(**{"id": STRANGER, "username": "stranger", **changes})


def some_facts(display_name: str | None = "Ada", **changes: Any) -> NameFacts:
    """What a channel's name is made of."""
    opener = a_person(id=OPENER, username="ada99", global_name=display_name)
    facts: dict[str, Any] = {
        "opener": opener,
        "number": 7,
        "reason": "Lost parcel",
        "date": "2024-05-01",
        "server": "The Shop",
    }
    return NameFacts(**{**facts, **changes})


def for_role(role_id: int, allow: Iterable[str] = (), deny: Iterable[str] = ()) -> Overwrite:
    """A line of a channel's permissions about a role."""
    return Overwrite(Target.ROLE, role_id, frozenset(allow), frozenset(deny))


def for_member(member_id: int, allow: Iterable[str] = (), deny: Iterable[str] = ()) -> Overwrite:
    """A line of a channel's permissions about a person."""
    return Overwrite(Target.MEMBER, member_id, frozenset(allow), frozenset(deny))


def line_of(plan: Iterable[Overwrite], identity: int) -> Overwrite | None:
    """The one line about somebody, None when there is none."""
    found = [line for line in plan if line.id == identity]
    assert len(found) <= 1, f"more than one line about {identity}"
    return found[0] if found else None


def permissions_of(
    member_id: int,
    plan: Iterable[Overwrite],
    *,
    roles: Iterable[int] = (),
    server_wide: Iterable[str] = (),
) -> frozenset[str]:
    """What Discord lets a member do in a channel.

    Its own order: what the roles give in the whole server, then @everyone's line, then the
    lines of all the member's roles together, then the member's own line.
    """
    lines = {(line.target, line.id): line for line in plan}
    held = set(server_wide)
    if "administrator" in held:
        return frozenset({"administrator", "view_channel", "send_messages", "manage_threads"})
    own_roles = [lines[key] for role in roles if (key := (Target.ROLE, role)) in lines]
    steps = (
        [lines[key]] if (key := (Target.ROLE, EVERYONE)) in lines else [],
        own_roles,
        [lines[key]] if (key := (Target.MEMBER, member_id)) in lines else [],
    )
    for step in steps:
        held -= {name for line in step for name in line.deny}
        held |= {name for line in step for name in line.allow}
    return frozenset(held) if "view_channel" in held else frozenset()


#: What is alive in Discord's formatting when nothing stands before it.
_ALIVE = re.compile(
    r"[*_~|`<]|\]\(|@everyone|@here|^[^\S\n]*(?:#{1,3}|>|>>>|-#?)\s", flags=re.MULTILINE
)
_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")


def formatting_in(text: str) -> Iterator[str]:
    """What Discord would not show as it stands: formatting, mentions, masked links."""
    return (match[0] for match in _ALIVE.finditer(_ESCAPED.sub("x", text)))


def a_panel(kind: PanelKind = PanelKind.BUTTON, **changes: Any) -> Panel:
    """A posted panel; a button unless told otherwise, with those of its words that are given."""
    facts: dict[str, Any] = {}
    if kind is PanelKind.BUTTON and "entries" not in changes:
        words: dict[str, Any] = {
            name: changes.pop(name)
            for name in ("name", "emoji", "reason", "colour")
            if name in changes
        }
        facts = {
            "entries": (Entry(**{"id": 1, "name": "Open a ticket", **words}),),
            "last_entry_id": 1,
        }
    return Panel(
        **{
            "guild_id": GUILD,
            "number": 1,
            "kind": kind,
            "channel_id": CHANNEL,
            "message_id": CHANNEL + 1,
            **facts,
            **changes,
        }
    )


def a_selector(*names: str, **changes: Any) -> Panel:
    """A panel with these reasons."""
    panel = a_panel(PanelKind.SELECTOR, **changes)
    for name in names:
        panel = panel.with_reason(name)
    return panel
