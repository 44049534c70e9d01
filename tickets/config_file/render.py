"""What people read of exporting and importing a configuration."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import discord
from redbot.core.utils.chat_formatting import humanize_number

from ..core.feature import Sentence
from ..core.kinds.kind import Shown
from ..core.lazy_pattern import lazy_pattern
from ..core.references import ThingKind
from ..core.render import words
from ..core.render.controls import button, identify
from ..core.render.errors import given
from ..core.render.failures import explain
from ..core.render.forms import modal
from ..core.render.pages import heading, line, page, row
from ..core.settings import TYPES
from ..i18n import _
from . import rules
from .rules import PAGE, ListChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..core.errors import TicketError
    from ..core.references import Reference
    from ..core.settings import Settings
    from .rules import Plan, Problem, SettingChange

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN, _RED = discord.ButtonStyle.green, discord.ButtonStyle.red
#: The field of the form.
FILE = "file"
#: How much of a page each part of it may take, and how many selectors.
NOTE_LIMIT, CHANGES_LIMIT, PROBLEMS_LIMIT, QUESTIONS_SHOWN = 700, 2200, 2200, 4
_SENTENCE, _VALUE, _NAME = 300, 90, 60
_MENTION = lazy_pattern(r"<(@&|#)(\d+)>")


def file_name(server: str) -> str:
    """What an exported file is called."""
    name = re.sub(r"[^\w-]+", "-", server).strip("-")[:40]
    return f"tickets-{name or 'server'}.json"


# ------------------------------------------------------------------- the menu


def state(settings: Settings) -> str:
    """Where the menu names the page: what it is for."""
    return _("the configuration as a file")


def main_page(key: str, note: str | None = None) -> discord.ui.LayoutView:
    """What can be done."""
    text = _(
        "**Export** gives you settings, types, forms, panels and ready answers as one file. "
        "Tickets and members are not in it.\n"
        "**Import** reads such a file, also one of another server. You see what would change "
        "before anything does."
    )
    below = [
        button("file-export", key, label=_("Export"), style=_BLURPLE),
        button("file-import", key, label=_("Import…"), style=_BLURPLE),
        _back(key),
    ]
    return page(heading(f"{PAGE.icon} {_(PAGE.title)}"), *_noted(note), text, below=below)


def _noted(note: str | None) -> list[str]:
    return [words.clip(note, NOTE_LIMIT)] if note else []


def _back(key: str) -> discord.ui.Button[Any]:
    return button("menu", key, "home", label=_("◀ Back"), style=_GREY)


def upload_form(key: str) -> discord.ui.Modal:
    """Asks for a file."""
    upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id=FILE, required=True, min_values=1, max_values=1
    )
    hint = _("A file that an export has made.")
    part: discord.ui.Label[Any] = discord.ui.Label(
        text=_("Configuration file"), description=hint, component=upload
    )
    return modal(identify("file-import", key), _("Import a configuration"), part)


def preview_page(
    key: str,
    plan: Plan,
    answers: Mapping[Reference, int | None],
    note: str | None = None,
) -> discord.ui.LayoutView:
    """What would change, what has to be answered before, or why it can't be."""
    title = _("Import a configuration")
    blocks: list[discord.ui.Item[Any] | str] = [
        heading(f"{PAGE.icon} {title}"),
        *_noted(note),
    ]
    below = []
    if plan.problems:
        blocks += [_("⚠️ Nothing was changed. This stands in the way:"), _problems(plan.problems)]
    elif plan.is_empty:
        blocks.append(_("Nothing would change: everything is as in the file."))
    else:
        blocks += [_("This will change:"), changes_text(plan, CHANGES_LIMIT)]
        below.append(_apply(key, plan))
    blocks += _questions(key, plan, answers)
    if plan.changes:
        below.append(button("file-all", key, label=_("Show as a file"), style=_GREY))
    below.append(button("file-cancel", key, label=_("Cancel"), style=_GREY))
    return page(*blocks, below=below)


def _apply(key: str, plan: Plan) -> discord.ui.Button[Any]:
    label = _("Apply without them") if plan.questions else _("Apply")
    style = _RED if plan.questions else _GREEN
    return button("file-apply", key, token(plan), label=label, style=style)


def token(plan: Plan) -> str:
    """Tells what was shown from anything else."""
    shown = repr((plan.changes, plan.questions))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _problems(problems: Sequence[Problem]) -> str:
    return within([f"- {problem_line(one)}" for one in problems], PROBLEMS_LIMIT)


def problem_line(one: Problem) -> str:
    """What stands in the way, and why."""
    return titled_line(_titled(_(one.title), one.name), words.clip(explain(one.error), _SENTENCE))


def _titled(title: str, name: str) -> str:
    return f"{title} · {_named(name)}" if name else title


def _named(name: str) -> str:
    return words.escaped(words.clip(words.plain(name), _NAME))


def titled_line(title: str, value: str) -> str:
    """What something is called, and what is said of it."""
    return _("**{title}**: {value}").format(title=title, value=value)


def within(lines: Sequence[str], limit: int) -> str:
    """As many lines as fit, and how many there are besides."""
    shown: list[str] = []
    room = limit - 60
    for place, one in enumerate(lines):
        room -= len(one) + 1
        if room < 0:
            more = len(lines) - place
            shown.append(words.for_count(more, _("… and 1 more"), _("… and {count} more")))
            break
        shown.append(one)
    return "\n".join(shown)


def changes_text(plan: Plan, limit: int) -> str:
    """The changes by their groups, clipped to a length."""
    lines: list[str] = []
    for title, changes in changes_by_group(plan):
        lines.append(f"__{title}__")
        lines += [f"- {one}" for one in changes]
    return within(lines, limit)


def changes_by_group(plan: Plan) -> list[tuple[str, list[str]]]:
    """The titles of groups, each with its changes."""
    found: list[tuple[str, list[str]]] = []
    for one in plan.changes:
        title = _(_group(one))
        if not found or found[-1][0] != title:
            found.append((title, []))
        found[-1][1].append(_change(one))
    return found


def _group(one: SettingChange | ListChange) -> str:
    if isinstance(one, ListChange):
        return one.title
    return TYPES.title if one.type_name is not None else one.setting.page.title


def _change(one: SettingChange | ListChange) -> str:
    if isinstance(one, ListChange):
        return _list_change(one)
    kind, shown = one.setting.kind, Shown(limit=_VALUE, most=5)
    before = kind.words(one.before, shown) if one.own_before else _("as on the server")
    after = kind.words(one.after, shown) if one.own_after else _("as on the server")
    title = _(one.setting.title)
    if one.type_name is not None:
        title = f"{_named(one.type_name)} · {title}"
    return titled_line(title, f"{before} → {after}")


def _list_change(one: ListChange) -> str:
    def short(text: str | None) -> str:
        return words.escaped(words.clip(" ".join((text or "").split()), _VALUE))

    name = f"**{_named(one.name)}**"
    if one.before is None:
        return _("{name} is added").format(name=name)
    if one.after is None:
        return _("{name} is deleted").format(name=name)
    title = _named(one.name) if one.name else _("Order")
    return titled_line(title, f"{short(one.before)} → {short(one.after)}")


def changes_file(plan: Plan, name_of: Callable[[int], str | None]) -> str:
    """All changes as a text, with the names of roles and channels."""
    return with_names(changes_text(plan, 10**9), name_of) + "\n"


def with_names(text: str, name_of: Callable[[int], str | None]) -> str:
    """A text for a file, where mentions are none: with the names of roles and channels."""

    def named(found: re.Match[str]) -> str:
        sign = "#" if found[1] == "#" else "@"
        return f"{sign}{name_of(int(found[2])) or found[2]}"

    return _MENTION.sub(named, text)


def _questions(
    key: str, plan: Plan, answers: Mapping[Reference, int | None]
) -> Iterable[discord.ui.Item[Any] | str]:
    every = [*plan.questions, *(one for one in answers if one not in plan.questions)]
    if not every:
        return
    yield line()
    if plan.questions:
        count = len(plan.questions)
        yield words.for_count(
            count,
            _("I don't know which of yours this name means:"),
            _("I don't know which of yours these {count} names mean:"),
        )
    for one in every[:QUESTIONS_SHOWN]:
        yield row(_question(key, one, answers.get(one)))


def question_id(one: Reference) -> str:
    """Names a question in ids of selectors."""
    shown = repr((one.kind.value, one.id, one.name))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _question(key: str, one: Reference, answer: int | None) -> discord.ui.Item[Any]:
    chosen = [discord.Object(answer)] if answer else []
    about: dict[str, Any] = {
        "custom_id": identify("file-answer", key, question_id(one)),
        "min_values": 0,
        "max_values": 1,
        "default_values": chosen,
    }
    text = question_words(one)
    if one.kind is ThingKind.ROLE:
        return discord.ui.RoleSelect(placeholder=text, **about)
    types = [discord.ChannelType.text, discord.ChannelType.news]
    if one.kind is ThingKind.CATEGORY:
        types = [discord.ChannelType.category]
    return discord.ui.ChannelSelect(placeholder=text, channel_types=types, **about)


def question_words(one: Reference) -> str:
    """What is asked about a name of the file."""
    name = words.clip(words.plain(one.name), _NAME) or "?"
    if one.kind is ThingKind.ROLE:
        text = _("Role “{name}”: choose yours, or leave it out")
    elif one.kind is ThingKind.CATEGORY:
        text = _("Category “{name}”: choose yours, or leave it out")
    else:
        text = _("Channel “{name}”: choose yours, or leave it out")
    return text.format(name=name)


# ------------------------------------------------------------------ sentences


def exported() -> str:
    """Above the file."""
    return _("📦 Your ticket configuration. Import it here or on another server.")


def former() -> str:
    """Above the file with what there was before an import."""
    return _("📦 This is how it was before. Import this file to go back.")


def all_changes() -> str:
    """Above the file with all that would change."""
    return _("All that this import will change:")


def applied(*, has_drafts: bool, enabled: bool) -> str:
    """What was done, and what is left to do."""
    lines = [_("✅ The configuration was imported.")]
    if has_drafts:
        lines.append(_("New panels aren't posted yet. Post them on the panels page."))
    if not enabled:
        lines.append(_("The ticket system is disabled. Enable it on the first page."))
    return "\n".join(lines)


def refused(error: TicketError) -> str:
    """Why a file wasn't taken."""
    return _("⚠️ {problem} Nothing was changed.").format(problem=explain(error))


def _place(where: str) -> str:
    return given(where or "…")


SENTENCES = (
    Sentence(rules.FileRefused, lambda _error: _("This file can't be read.")),
    Sentence(
        rules.ConfigFileTooLarge,
        lambda error: _("This file is too large: {limit} bytes are possible.").format(
            limit=humanize_number(error.limit)
        ),
    ),
    Sentence(rules.NoFile, lambda _error: _("Attach the file to your message.")),
    Sentence(
        rules.NotFetched,
        lambda _error: _("Discord didn't hand the file over. Please send it again."),
    ),
    Sentence(
        rules.NotText,
        lambda _error: _("This file isn't text in UTF-8. Save it in that encoding."),
    ),
    Sentence(
        rules.NotJson,
        lambda error: _("This file isn't valid JSON. The mistake is in line {line}.").format(
            line=error.line
        ),
    ),
    Sentence(
        rules.NamedTwice,
        lambda error: _("The file has {key} twice at the same place.").format(
            key=given(error.key)
        ),
    ),
    Sentence(
        rules.NotOurs, lambda _error: _("This file isn't a configuration that I have exported.")
    ),
    Sentence(
        rules.NewerFile,
        lambda _error: _(
            "A newer version of this cog has made the file. Update the cog to import it."
        ),
    ),
    Sentence(
        rules.UnknownKey,
        lambda error: _(
            "I don't know {place} in the file. It may be misspelt, or of a newer version."
        ).format(place=_place(error.where)),
    ),
    Sentence(
        rules.WrongShape,
        lambda error: _("What the file has at {place} can't be used there.").format(
            place=_place(error.where)
        ),
    ),
)
