"""What people read of types: the menu's pages, the question of a move, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..configuration.render.controls import Note, blocks
from ..configuration.render.settings import Configuration, shown_value
from ..core.feature import Announcement, LogLine, Sentence
from ..core.kinds import questions
from ..core.kinds.kind import LINE_LIMIT, name_of
from ..core.render import words
from ..core.render.controls import button, identify
from ..core.render.errors import given
from ..core.render.forms import modal
from ..core.render.message import BLURPLE, RED, Message
from ..core.render.pages import heading, line, page, row
from ..core.settings import TEAM, TYPES, Scope
from ..core.ticket_type import DESCRIPTION_LIMIT, NAME_LIMIT, TYPES_LIMIT
from ..i18n import _
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..core.event import LogEntry
    from ..core.settings import Page, Setting, Settings
    from ..core.ticket import Ticket
    from ..core.ticket_type import TicketType
    from .rules import MovePlan

    Name = Callable[[int | None], str]

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN, _RED = discord.ButtonStyle.green, discord.ButtonStyle.red
#: Field ids of a type's form.
NAME, EMOJI, DESCRIPTION = "name", "emoji", "description"
#: As much of a name as a line of the list has space for, and so many roles as a question has.
NAME_SHOWN, ROLES_SHOWN = 24, 12
#: What is said first may be long; 24 types need space, too.
LONGEST_NOTE = 600
#: Texts on a type's page are clipped to this, and so many roles are named: it may differ in all.
SHOWN, ROLES_ON_PAGE = 50, 3
#: Characters of a type's own settings on its page; what is more is on the pages behind it.
OWN_LIMIT = 2400


def shown_name(found: TicketType, limit: int = NAME_LIMIT) -> str:
    """A type as it is named in texts, with up to `limit` characters of its name."""
    name = words.escaped(words.clip(words.name(found.name), limit))
    return f"{found.emoji} {name}" if found.emoji else name


def state(settings: Settings) -> str:
    """How many types a server has."""
    count = len(settings.types)
    return words.for_count(count, _("1 type"), _("{count} types")) if count else _("off")


# ------------------------------------------------------------------ the menu


def types_page(key: str, present: Configuration, note: str | None = None) -> discord.ui.LayoutView:
    """All types of a server, and whether tickets of none are taken."""
    types = present.settings.types
    shown: list[discord.ui.Item[Any] | str] = [
        heading(_("🗂️ Types"), _("Kinds of tickets that reach different people.")),
        *([words.clip(note, LONGEST_NOTE)] if note else []),
        "\n".join(map(_type_line, types)) or _("There is no type yet."),
    ]
    if types:
        shown.append(row(_which(key, types)))
    for setting in present.declared.in_order:
        if setting.page is TYPES:
            shown += [line(), *blocks(key, setting, present)]
    new = button("menu-type", key, 0, label=_("New type"), style=_BLURPLE)
    new.disabled = len(types) >= TYPES_LIMIT
    return page(*shown, below=[new, _to(key, "home", _("◀ Back"))])


def _type_line(found: TicketType) -> str:
    count = len(found.values)
    name = shown_name(found, NAME_SHOWN)
    if not count:
        return f"**{name}** — " + _("as on the server")
    differs = words.for_count(count, _("1 setting of its own"), _("{count} settings of its own"))
    return f"**{name}** — {differs}"


def _which(key: str, types: Sequence[TicketType]) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("Change a type…"),
        options=[
            discord.SelectOption(
                label=one.name,
                value=f"types.{one.id}",
                emoji=one.emoji,
                description=one.description,
            )
            for one in types
        ],
    )


def type_page(
    key: str,
    present: Configuration,
    groups: Sequence[tuple[str, str, Sequence[str]]],
    note: str | None = None,
) -> discord.ui.LayoutView:
    """A type: only what it has in another way than the server.

    `groups` are the pages of what else it may set: where each is, its title, and what is on it.
    """
    found = present.settings.type
    assert found is not None
    text = [
        heading(shown_name(found), found.description and words.escaped(found.description)),
        *([note] if note else []),
    ]
    own = [
        present.declared.settings[key]
        for key in rules.differing(present.settings)
        if key in present.declared.settings
    ]
    lines = [
        f"**{_(one.title)}** — {shown_value(one, present, SHOWN, roles=ROLES_ON_PAGE)}"
        for one in own
    ]
    if lines:
        while sum(map(len, lines)) + len(lines) > OWN_LIMIT:
            lines = [*lines[:-2], "…"]
        text.append("\n".join(lines))
        text.append("-# " + _("Everything else is as on the server."))
    else:
        text.append(_("Everything is as on the server."))
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("Set something else…"),
        options=[
            discord.SelectOption(
                label=title, value=where, description=words.whole_names(what, 100)
            )
            for where, title, what in groups
        ],
    )
    up = button("menu-raise", key, found.id, label=_("▲ Up"), style=_GREY)
    up.disabled = found.id == present.settings.types[0].id
    below = [
        button("menu-type", key, found.id, label=_("Name and emoji"), style=_GREY),
        up,
        _to(key, f"types.{found.id}.delete", _("Delete"), _RED),
        _to(key, "types", _("◀ Back")),
    ]
    return page(*text, row(select), below=below)


def group_page(
    key: str, present: Configuration, group: Page, settings: Sequence[Setting]
) -> discord.ui.LayoutView:
    """The settings of a group for a type: how each is, and which to change."""
    found = present.settings.type
    assert found is not None
    title = f"### {shown_name(found)} · {_(group.title)}"
    lines = "\n".join(_setting_line(one, present) for one in settings)
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("Which setting?"),
        options=[
            discord.SelectOption(
                label=words.clip(_(one.title), 100),
                value=_address(one, found),
                # The page behind it has the rest.
                description=words.whole_sentences(_(one.help), 100),
            )
            for one in settings
        ],
    )
    back = _to(key, f"types.{found.id}", _("◀ Back"))
    return page(title, lines, row(select), below=[back])


def _address(setting: Setting, found: TicketType) -> str:
    """Where the menu has a setting of a type."""
    if isinstance(setting.kind, questions.Questions):
        return questions.address(found.id)
    return f"types.{found.id}.{setting.command}"


def _setting_line(setting: Setting, present: Configuration) -> str:
    value = shown_value(setting, present, SHOWN)
    if _is_own(setting, present):
        return f"**{_(setting.title)}** — {value}"
    return f"{_(setting.title)} — " + _("as on the server: {value}").format(value=value)


def _is_own(setting: Setting, present: Configuration) -> bool:
    found = present.settings.type
    return found is not None and setting.key in found.values


def setting_page(
    key: str,
    present: Configuration,
    server: Configuration,
    setting: Setting,
    note: str | None = None,
) -> discord.ui.LayoutView:
    """One setting of a type: its control, and the way back to what the server has."""
    found = present.settings.type
    assert found is not None
    shown = [
        f"### {shown_name(found)}",
        *blocks(key, setting, present, Note(setting.key, note) if note else None),
        "-# " + _how_it_stands(setting, present, server),
    ]
    follow = _follow(key, setting, found)
    follow.disabled = not _is_own(setting, present)
    back = _to(key, f"types.{found.id}", _("◀ Back"))
    return page(*shown, below=[follow, back])


def _how_it_stands(setting: Setting, present: Configuration, server: Configuration) -> str:
    if setting.key == "limit":
        return _("It counts tickets of this type, beside the limit of the server.")
    if setting.key not in server.declared.settings or setting.scope is Scope.TYPE_ONLY:
        return _("Only types have this.")
    value = shown_value(setting, server, LINE_LIMIT)
    if _is_own(setting, present):
        return _("On the server: {value}").format(value=value)
    return _("As on the server: {value}").format(value=value)


def _follow(key: str, setting: Setting, found: TicketType) -> discord.ui.Button[Any]:
    name = name_of(setting, found.id)
    return button("menu-default", key, name, label=_("As on the server"), style=_GREY)


def team_page(
    key: str,
    present: Configuration,
    settings: Sequence[Setting],
    readers: Mapping[int, tuple[int, ...]],
    note: Note | None = None,
) -> discord.ui.LayoutView:
    """Who the type's team is. With one of its own, what is private is asked for here as well.

    `settings` are the moderator roles, and what is private; `readers` are roles of other teams
    that can read a channel.
    """
    found = present.settings.type
    assert found is not None
    has_team = TEAM in found.values
    team, *private = settings
    shown: list[discord.ui.Item[Any] | str] = [
        f"### {shown_name(found)} · " + _("Team"),
        *blocks(key, team, present, note),
    ]
    if not has_team:
        shown.append("-# " + _("As on the server. Choose roles to give this type its own team."))
    else:
        shown += [line(), "-# " + _what_follows(present)]
        for one in private:
            shown += blocks(key, one, present, note)
            seen_by = (
                readers.get(present.settings.get(one.key) or 0, ()) if _is_channel(one) else ()
            )
            if seen_by:
                warning = _("⚠️ {roles} of another team can read it, too.")
                shown.append("-# " + warning.format(roles=_some(seen_by)))
    follow = _follow(key, team, found)
    follow.disabled = not has_team
    return page(*shown, below=[follow, _to(key, f"types.{found.id}", _("◀ Back"))])


def _is_channel(setting: Setting) -> bool:
    return setting.key.endswith("channel_id")


def _what_follows(present: Configuration) -> str:
    """What a type with its own team does without channels of its own."""
    settings = present.settings
    sentences = [_("Nothing private follows the server from here on.")]
    if settings.get("reception_channel_id") is None:
        sentences.append(
            _("Without a requests & log channel, its tickets open right away and aren't logged.")
        )
    if settings.get("transcript_channel_id") is None:
        sentences.append(_("Without a transcript channel, nothing is saved by itself."))
    return " ".join(sentences)


def deletion_page(
    key: str, found: TicketType, panels: Sequence[str], tickets: int
) -> discord.ui.LayoutView:
    """Asks before a type is deleted. `panels` lose their entries for it."""
    facts = [_("Nobody can open tickets of this type any more.")]
    if tickets:
        text = _("The tickets that it has keep their team, channels and settings: {count}.")
        facts.append(text.format(count=tickets))
    if panels:
        facts.append(_("These panels lose it: {panels}.").format(panels=" · ".join(panels)))
    text = "\n".join(f"- {fact}" for fact in facts)
    title = _("Delete the type {type}?").format(type=shown_name(found))
    below = [
        button("menu-untype", key, found.id, label=_("Delete"), style=_RED),
        _to(key, f"types.{found.id}", _("Cancel")),
    ]
    return page(heading(title), text, below=below, colour=RED)


def words_form(key: str, found: TicketType | None) -> discord.ui.Modal:
    """Asks for a type's name, emoji and description."""
    parts = []
    for field, label, limit, present, required in (
        (NAME, _("Name"), NAME_LIMIT, found and found.name, True),
        (EMOJI, _("Emoji"), 64, found and found.emoji, False),
        (DESCRIPTION, _("Description"), DESCRIPTION_LIMIT, found and found.description, False),
    ):
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=field, max_length=limit, required=required, default=present or None
        )
        hint = _("An emoji, or the name of one of this server's own.") if field == EMOJI else None
        parts.append(discord.ui.Label(text=label, description=hint, component=text))
    title = _("New type") if found is None else _("Name and emoji")
    return modal(identify("menu-type", key, found.id if found else 0), title, *parts)


def _to(
    key: str, where: str, label: str, style: discord.ButtonStyle = _GREY
) -> discord.ui.Button[Any]:
    return button("menu", key, where, label=label, style=style)


# ------------------------------------------------------------------ commands


def type_list(settings: Settings) -> str:
    """All types in their order, or how to make the first one."""
    if not settings.types:
        return _("There is no type yet.")
    return "\n".join(f"{one.position}. {_type_line(one)}" for one in settings.types)


# ---------------------------------------------------------------------- move


def move_question(ticket: Ticket, plan: MovePlan, wanted: Settings, session: str) -> Message:
    """Whether to move: who will read everything, and who no longer."""
    name = shown_name(wanted.type) if wanted.type is not None else _("no type")
    lines = [_("Move this ticket to **{type}**?").format(type=name)]
    if plan.coming:
        text = _("From then on {roles} can read everything.")
        if plan.has_thread:
            text = _("From then on {roles} can read everything, the staff thread included.")
        lines.append(text.format(roles=_some(plan.coming)))
    if plan.going:
        lines.append(_("{roles} can no longer read it.").format(roles=_some(plan.going)))
    if not plan.coming and not plan.going:
        lines.append(_("The same people can read it as before."))
    type_id = wanted.type_id or 0
    confirm = button(
        "move-confirmed",
        ticket.number,
        session,
        ticket.revision,
        type_id,
        label=_("Confirm"),
        style=_GREEN,
    )
    cancel = button("cancel", ticket.number, session, label=_("Cancel"), style=_GREY)
    view = discord.ui.View(timeout=None)
    view.add_item(confirm)
    view.add_item(cancel)
    view.stop()
    return Message(content="\n".join(lines), view=view)


def _some(role_ids: tuple[int, ...]) -> str:
    """The first of many roles, and how many there are besides."""
    shown = words.roles(role_ids[:ROLES_SHOWN])
    if len(role_ids) <= ROLES_SHOWN:
        return shown
    more = len(role_ids) - ROLES_SHOWN
    return _("{roles} and {count} more").format(roles=shown, count=more)


def moved(settings: Settings) -> str:
    """Confirms a move."""
    name = shown_name(settings.type) if settings.type is not None else _("no type")
    return _("✅ The ticket was moved to **{type}**.").format(type=name)


def _moved_line(entry: LogEntry, name: Name) -> str:
    if entry.about == rules.AWAY:
        return _("Ticket #{number} was moved to another team.").format(number=entry.number)
    kind = words.name(entry.type_name) if entry.type_name is not None else _("no type")
    if not entry.by_id:
        return _("Ticket #{number} was moved here: {type}.").format(number=entry.number, type=kind)
    return _("{name} moved ticket #{number} here: {type}.").format(
        name=name(entry.by_id), number=entry.number, type=kind
    )


def _reason(ticket: Ticket) -> str | None:
    return ticket.reason


def _moved_announcement(name: str, about: str) -> str:
    if not about:
        return _("This ticket has no type any more.")
    return _("This ticket was moved to {type}.").format(type=about)


LOG_LINES = {rules.MOVED: LogLine(_moved_line, colour=BLURPLE.value, reason=_reason)}
ANNOUNCEMENTS = {rules.MOVED: Announcement(_moved_announcement, BLURPLE.value)}


# -------------------------------------------------------------------- errors


def _type_in_use(error: rules.TypeInUse) -> str:
    return _("These panels open nothing else, so change or delete them first: {numbers}.").format(
        numbers=", ".join(f"#{number}" for number in error.numbers)
    )


def _no_such_setting(error: rules.NoSuchTypeSetting) -> str:
    return _("Types have no setting {given}. There are: {known}.").format(
        given=given(error.given), known=", ".join(f"`{one}`" for one in error.known)
    )


def _too_many_staff_roles(error: rules.TooManyStaffRoles) -> str:
    return _("A ticket has room for {limit} staff roles. With these it would be {count}.").format(
        limit=error.limit, count=error.count
    )


def _already_of_type(error: rules.AlreadyOfType) -> str:
    return _("This ticket is of that type already.")


SENTENCES = (
    Sentence(rules.TypeInUse, _type_in_use),
    Sentence(rules.NoSuchTypeSetting, _no_such_setting),
    Sentence(rules.TooManyStaffRoles, _too_many_staff_roles),
    Sentence(rules.AlreadyOfType, _already_of_type),
)
