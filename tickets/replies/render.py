"""What people read of ready answers: the menu's pages, the preview, and the answer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core import templates
from ..core.feature import Sentence
from ..core.render import words
from ..core.render.controls import button, identify
from ..core.render.controls import row as buttons_row
from ..core.render.errors import given
from ..core.render.forms import modal
from ..core.render.lists import cut, place
from ..core.render.message import BLURPLE, Message
from ..core.render.pages import heading, page, row
from ..i18n import _
from ..types.render import shown_name
from . import rules
from .rules import NAME_LIMIT, PAGE, TEXT_LIMIT, ReadyAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..core.settings import Settings
    from ..core.ticket import Ticket

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN, _RED = discord.ButtonStyle.green, discord.ButtonStyle.red
#: Field ids of the form.
NAME, TEXT, TYPE = "name", "text", "type"
#: What the field for the type sends for all types.
ALL_TYPES = "0"
#: What is said first may be long; lines of the list show the beginning of a text.
LONGEST_NOTE, TEXT_IN_LINE, TYPE_IN_LINE = 900, 40, 24
#: How much a typed list shows of a text.
_TEXT_IN_LIST = 100


def state(count: int) -> str:
    """How many a server has."""
    if not count:
        return _("off")
    return words.for_count(count, _("1 answer"), _("{count} answers"))


def address(answer_id: int | None = None, number: int = 0) -> str:
    """Where the menu has one of them, or a page of the list."""
    if answer_id is not None:
        return f"{PAGE.name}.a{answer_id}"
    return f"{PAGE.name}.p{number}" if number else PAGE.name


# ------------------------------------------------------------------ the menu


def list_page(
    key: str,
    settings: Settings,
    answers: Sequence[ReadyAnswer],
    number: int,
    note: str | None = None,
) -> discord.ui.LayoutView:
    """A page of all ready answers; one of them can be chosen."""
    listed, number, pages = cut(answers, number)
    lines = "\n".join(_line(one, settings, TEXT_IN_LINE) for one in listed)
    shown: list[discord.ui.Item[Any] | str] = [
        heading(f"{PAGE.icon} {_(PAGE.title)}", _("Texts that the staff sends often.")),
        *([words.clip(note, LONGEST_NOTE)] if note else []),
        lines or _("There is no ready answer yet."),
    ]
    if listed:
        shown.append(row(_which(key, listed)))
    new = button("ready-edit", key, 0, label=_("New answer"), style=_BLURPLE)
    new.disabled = len(answers) >= rules.ANSWERS_LIMIT
    back = _to(key, "home", _("◀ Back"))
    return page(*shown, below=[new, *_turning(key, number, pages), back])


def _turning(key: str, number: int, pages: int) -> list[discord.ui.Button[Any]]:
    if pages == 1:
        return []
    before = _to(key, address(number=max(number - 1, 0)), "◀")
    before.disabled = number == 0
    after = _to(key, address(number=number + 1), "▶")
    after.disabled = number == pages - 1
    return [before, place(number, pages), after]


def _line(one: ReadyAnswer, settings: Settings, limit: int) -> str:
    text = words.escaped(words.clip(" ".join(one.text.split()), limit))
    name = f"**{words.escaped(one.name)}**"
    if one.type_id is not None:
        name += f" · {_type_name(one, settings, TYPE_IN_LINE)}"
    return f"{name} — {text}"


def _type_name(one: ReadyAnswer, settings: Settings, limit: int) -> str:
    found = settings.type_with_id(one.type_id)
    if found is None:
        return _("all tickets")
    name = shown_name(found, limit)
    return _("{type} (deleted)").format(type=name) if found.is_deleted else name


def _which(key: str, answers: Sequence[ReadyAnswer]) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("Change an answer…"),
        options=[discord.SelectOption(label=one.name, value=address(one.id)) for one in answers],
    )


def answer_page(
    key: str, settings: Settings, ready: ReadyAnswer, note: str | None = None
) -> discord.ui.LayoutView:
    """One of them: its text as it was written, and what can be done with it."""
    kind = _("For: {type}").format(type=_type_name(ready, settings, NAME_LIMIT))
    shown = [
        heading(words.escaped(ready.name), kind),
        *([words.clip(note, LONGEST_NOTE)] if note else []),
        # Escaping may make a text twice as long, and a page has 4,000 characters.
        words.clip(words.quoted(ready.text), 2500),
    ]
    below = [
        button("ready-edit", key, ready.id, label=_("Change"), style=_BLURPLE),
        button("ready-delete", key, ready.id, label=_("Delete"), style=_RED),
        _to(key, PAGE.name, _("◀ Back")),
    ]
    return page(*shown, below=below)


def _to(key: str, where: str, label: str) -> discord.ui.Button[Any]:
    return button("menu", key, where, label=label, style=_GREY)


def answer_form(
    key: str, settings: Settings, ready: ReadyAnswer | None, typed: Mapping[str, str]
) -> discord.ui.Modal:
    """Asks for name, text and type; `typed` is what was refused before, and then stands in it."""
    given = dict(typed)
    if ready is not None:
        present = {NAME: ready.name, TEXT: ready.text, TYPE: str(ready.type_id or ALL_TYPES)}
        given = {**present, **typed}
    about = (0, 0) if ready is None else (ready.id, ready.revision)
    hint = _("Variables: {variables}").format(
        variables=" ".join(f"{{{name}}}" for name in ("user", "user.globalname", "number"))
    )
    fields = [
        _text(NAME, _("Name"), given, NAME_LIMIT, hint=_("Only the staff sees it.")),
        _text(TEXT, _("Text"), given, TEXT_LIMIT, hint=hint, is_long=True),
    ]
    if settings.types:
        fields.append(_types(settings, given.get(TYPE, ALL_TYPES)))
    title = _("New ready answer") if ready is None else _("Change the ready answer")
    return modal(identify("ready-edit", key, *about), title, *fields)


def _text(
    custom_id: str,
    label: str,
    given: Mapping[str, str],
    limit: int,
    *,
    hint: str,
    is_long: bool = False,
) -> discord.ui.Label[Any]:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        max_length=limit,
        default=given.get(custom_id, "")[:limit] or None,
    )
    return discord.ui.Label(text=label, description=hint, component=field)


def _types(settings: Settings, present: str) -> discord.ui.Label[Any]:
    """Which type it is for. A deleted one isn't offered: choosing nothing keeps it."""
    kinds = [(ALL_TYPES, _("All tickets")), *((str(one.id), one.name) for one in settings.types)]
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=TYPE,
        required=False,
        min_values=0,
        options=[
            discord.SelectOption(label=name, value=value, default=value == present)
            for value, name in kinds
        ],
    )
    return discord.ui.Label(text=_("For which tickets"), component=select)


def refused(why: str, texts: Mapping[str, str]) -> str:
    """A refusal, and what was typed."""
    typed = words.clip(texts.get(TEXT, ""), 300)
    return "\n".join((f"⚠️ {why}", *([_("You wrote:"), words.quoted(typed)] if typed else [])))


def stored(ready: ReadyAnswer) -> str:
    """Confirms that one is stored."""
    return _("✅ The ready answer **{name}** is saved.").format(name=words.escaped(ready.name))


def deleted(ready: ReadyAnswer) -> str:
    """Confirms that one was deleted."""
    return _("✅ The ready answer **{name}** was deleted.").format(name=words.escaped(ready.name))


def listed(settings: Settings, answers: Sequence[ReadyAnswer]) -> str:
    """All of them, for a typed command."""
    lines = [_line(one, settings, _TEXT_IN_LIST) for one in answers]
    return "\n".join(lines) or _("There is no ready answer yet.")


# --------------------------------------------------------------- in the ticket


def message(
    ticket: Ticket, ready: ReadyAnswer, values: Mapping[str, str], *, name: str, avatar: str
) -> Message:
    """The ready answer in a ticket, in the name of a moderator. It can call the opener only."""
    filled = {one: words.escaped(value) for one, value in values.items()}
    filled["user"] = words.member(ticket.opener_id)
    text = words.clip(templates.fill(ready.text, filled), words.DESCRIPTION_LIMIT)
    embed = discord.Embed(colour=BLURPLE, description=text)
    embed.set_author(name=words.name(name), icon_url=avatar)
    names_opener = "{user}" in ready.text and ticket.opener_id
    pings = discord.AllowedMentions(
        everyone=False,
        roles=False,
        users=[discord.Object(ticket.opener_id)] if names_opener else False,
        replied_user=False,
    )
    return Message(embed=embed, pings=pings)


def show_button(number: int, answer_id: int) -> discord.ui.Button[Any]:
    """Below a typed command: shows the preview to whoever may send it."""
    return button("ready-show", number, answer_id, label=_("Show"), style=_GREY)


def press_to_see() -> str:
    """Said above that button; the name of an answer is nothing for the opener."""
    return _("Press the button to see the answer before it is sent. Only you will see it.")


def preview(
    ticket: Ticket,
    ready: ReadyAnswer,
    shown: Message,
    session: str,
    origin_id: int,
    *,
    was_changed: bool = False,
) -> Message:
    """What would be sent, with **Send**; `origin_id` is what asked for it, `session` the bot's
    present run."""
    text = _("This is how **{name}** looks in the ticket.").format(name=words.escaped(ready.name))
    if was_changed:
        text = _("**{name}** was changed in the meantime. This is how it looks now.").format(
            name=words.escaped(ready.name)
        )
    number = ticket.number
    about = (number, session, ready.id, ready.revision, origin_id)
    view = buttons_row(
        button("ready-send", *about, label=_("Send"), style=_GREEN),
        button("cancel", number, session, label=_("Cancel"), style=_GREY),
    )
    return Message(content=text, embed=shown.embed, view=view)


def sent() -> str:
    """Confirms that it was sent."""
    return _("✅ The answer was sent.")


# -------------------------------------------------------------------- errors


def _too_many(error: rules.TooManyReadyAnswers) -> str:
    return _("A server has room for {limit} ready answers. Delete one first.").format(
        limit=error.limit
    )


def _name_taken(error: rules.ReadyNameTaken) -> str:
    return _("There is a ready answer called **{name}** already.").format(
        name=words.escaped(words.clip(error.name, NAME_LIMIT))
    )


def _gone(error: rules.ReadyAnswerGone) -> str:
    return _("This ready answer was deleted in the meantime.")


def _changed(error: rules.ReadyAnswerChanged) -> str:
    return _("Someone else changed this ready answer in the meantime. Nothing was saved.")


def _no_such(error: rules.NoSuchReadyAnswer) -> str:
    if not error.known:
        return _("There is no ready answer {given} here.").format(given=given(error.given))
    return _("There is no ready answer {given} here. There are: {known}.").format(
        given=given(error.given), known=words.clip(", ".join(map(given, error.known)), 1500)
    )


def _no_such_in_public(error: rules.NoSuchReadyAnswer) -> str:
    # The ticket's opener reads it.
    return _("There is no ready answer of that name here.")


def _sent_already(error: rules.SentAlready) -> str:
    return _("This answer was already sent.")


SENTENCES = (
    Sentence(rules.TooManyReadyAnswers, _too_many),
    Sentence(rules.ReadyNameTaken, _name_taken),
    Sentence(rules.ReadyAnswerGone, _gone),
    Sentence(rules.ReadyAnswerChanged, _changed),
    Sentence(rules.NoSuchReadyAnswer, _no_such, in_public=_no_such_in_public),
    Sentence(rules.SentAlready, _sent_already),
)
