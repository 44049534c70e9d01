"""The page of a form: that of the server, or of a type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.form import Question, QuestionKind, checked
from ...core.kinds.questions import Questions
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.failures import explain
from ...core.settings import FORM as PAGE
from ...forms.rules import KEY, room
from ...forms.service import change_form, follow_server, form_settings
from ...i18n import _, about_type
from ...lifecycle.settings import FormSettings, OpeningSettings
from ..discord import names, places
from ..render import forms as look
from ..render import frame
from ..render.lists import list_view, refusals_of, said_of
from ..render.pages import FORM, Note, kept_note, reset_meanwhile, saved_note, view
from ..render.settings import not_saved
from ..render.texts import pieces
from ..rules import Merged, is_new, merged, same_items
from .lists import items_before, items_sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...core.form import Form
    from ...core.settings import Settings
    from ..rules import Items
    from .lists import Refusals
    from .visit import Visit


@lazy_dataclass(kw_only=True)
class Sent:
    """A form that was sent, and what has become of it."""

    was: Items
    given: Items
    #: Whether the type has a form of its own: before, and as it is wanted.
    was_own: bool
    wants_own: bool
    #: What is shown again because it couldn't be saved.
    merged: Merged | None = None
    refused: Refusals
    said: list[str]
    is_changed: bool = False
    is_changed_meanwhile: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether nothing was saved."""
        return self.merged is not None


class _NotSaved(Exception):
    """Something has to be looked at first, or there is nothing to store."""


async def form_page(visit: Visit, type_id: str) -> dict[str, Any]:
    """The page: as it is, or after it was sent. Raises ``TypeGone`` for what is no type."""
    number = type_number(type_id)
    settings = await form_settings(visit.app, visit.guild.id, number)
    called, notes, sent = names(visit.guild), list[Note](), None
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.is_sent:
        sent = await _save(visit, number, settings)
        notes += _after(sent, called)
        settings = await form_settings(visit.app, visit.guild.id, number)
    found = settings.type
    form, asks_reason = settings[FormSettings].form, settings[OpeningSettings].opening_reason
    stored = _items(form)
    shown = sent is not None and sent.is_refused
    own = None
    if found is not None:
        server = settings.server[FormSettings].form
        own = {
            "was": "yes" if _has_own(settings) else "no",
            "is_own": sent.wants_own if sent is not None and shown else _has_own(settings),
            "follows": pieces(look.follows_server(Questions().words(server)), called),
        }
    with about_type(None if found is None else found.name):
        refused = (
            {} if sent is None or sent.merged is None else refusals_of(sent.merged, sent.refused)
        )
        return view(
            frame.FORM,
            visit.guild.id,
            FORM,
            notes=notes,
            places=places(visit.guild),
            title=f"{PAGE.icon} {_(PAGE.title) if found is None else found.name}",
            about=pieces(
                look.about_form(is_types=found is not None, asks_reason=asks_reason), called
            ),
            ways=look.ways_to_forms(visit.guild.id, settings.types, number),
            configured=await visit.configured(),
            own=own,
            list=list_view(
                look.question_fields(),
                sent.merged.items if sent is not None and sent.merged is not None else stored,
                called,
                stored=stored,
                most=room(settings),
                refused=refused,
                said=() if sent is None else sent.said,
            ),
        )


def type_number(type_id: str) -> int | None:
    """The type that an address names, None for the server; raises ``TypeGone``."""
    if not type_id:
        return None
    if not (type_id.isascii() and type_id.isdecimal() and len(type_id) < 10):
        raise errors.TypeGone
    return int(type_id)


def _items(form: Form) -> Items:
    return tuple(map(look.question_item, form.questions))


def _has_own(settings: Settings) -> bool:
    return settings.type is not None and KEY in settings.type.values


def _after(sent: Sent, called: Mapping[int, str]) -> list[Note]:
    """What there is to say once the page was sent."""
    if sent.is_refused:
        return [not_saved(called)]
    notes = [saved_note(called, is_changed=sent.is_changed)]
    if sent.is_changed_meanwhile:
        notes.append(kept_note(called))
    return notes


# ------------------------------------------------------------------------ saving


async def _save(visit: Visit, type_id: int | None, seen: Settings) -> Sent:
    """Stores what somebody has changed of a form: all of it, or nothing."""
    sent = Sent(
        was=items_before(visit),
        given=items_sent(visit, look.question_fields()),
        was_own=visit.one("was_own") == "yes",
        wants_own=visit.has("own"),
        refused={},
        said=[],
    )
    app, guild_id = visit.app, visit.guild.id
    if type_id is not None and not sent.wants_own:
        if sent.was_own and _has_own(seen):
            await _follow(visit, type_id, seen, sent)
        sent.is_changed_meanwhile |= not sent.was_own and _has_own(seen)
        return sent

    def changed(form: Form) -> Form:
        return _changed(form, sent, is_taken=type_id is not None and not _has_own(seen))

    try:
        await change_form(app, guild_id, type_id, changed)
    except _NotSaved:
        return sent
    except errors.SettingRefused as error:
        sent.said.append(explain(error))
        return sent
    sent.merged, sent.is_changed = None, True
    return sent


async def _follow(visit: Visit, type_id: int, seen: Settings, sent: Sent) -> None:
    """The type shall have the server's form."""
    present = _items(seen[FormSettings].form)
    if not same_items(sent.was, present):
        sent.said.append(look.own_meanwhile())
        sent.merged = Merged(items=present, contested={})
        return
    try:
        await follow_server(visit.app, visit.guild.id, type_id)
    except errors.SettingRefused as error:
        sent.said.append(explain(error))
        sent.merged = Merged(items=present, contested={})
        return
    sent.is_changed = True


def _changed(form: Form, sent: Sent, *, is_taken: bool) -> Form:
    """The form with what was changed on the page; raises ``_NotSaved``.

    `is_taken`: the type has no form of its own now.
    """
    present = _items(form)
    if is_taken and sent.was_own:
        # Its questions are those of the server by now.
        if same_items(sent.was, sent.given):
            sent.is_changed_meanwhile = True
            raise _NotSaved
        sent.said.append(look.server_meanwhile())
        anew = tuple((key if is_new(key) else f"x{key}", texts) for key, texts in sent.given)
        sent.merged = Merged(items=anew, contested={})
        raise _NotSaved
    found = merged(sent.was, sent.given, present)
    questions = read_questions(found.items, form, sent.refused)
    if found.is_contested or sent.refused:
        sent.merged = found
        sent.said += said_of(found)
        raise _NotSaved
    sent.is_changed_meanwhile = found.is_changed_meanwhile
    if same_items(found.items, present) and not is_taken:
        raise _NotSaved
    # Kept for what the whole form may be refused for.
    sent.merged = found
    return form.with_questions(questions)


def read_questions(items: Items, form: Form, refused: Refusals) -> list[Question]:
    """The questions that the fields mean; what can't be goes into `refused`, by its field."""
    known = {str(one.id): one for one in form.questions}
    found = []
    for key, texts in items:
        wrong: dict[str, errors.TicketError] = {}
        found.append(_question(texts, known.get(key), wrong))
        refused.update({(key, name): error for name, error in wrong.items()})
    return found


def _question(
    texts: Mapping[str, str], old: Question | None, wrong: dict[str, errors.TicketError]
) -> Question:
    """A question, field by field: each may be refused by itself."""
    kinds = {one.value: one for one in QuestionKind}
    if texts["kind"] not in kinds:
        raise errors.UnknownTicket
    kind = kinds[texts["kind"]]
    # Without words it couldn't be looked at; no field is called so.
    question = Question(id=0 if old is None else old.id, kind=kind, label="?", choices=("1", "2"))
    bounds = {name: _bound(texts[name], name, wrong) for name in ("least", "most")}
    if old is not None and old.kind is not kind and bounds == _bounds_of(old):
        # They were meant for another kind.
        bounds = {}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("label", {"label": texts["label"]}),
        ("required", {"required": texts["required"] == "on"}),
        ("hint", {"hint": texts["hint"]}),
        ("choices", {"choices": tuple(texts["choices"].splitlines())}),
        ("most", bounds),
        ("placeholder", {"placeholder": texts["placeholder"]}),
        ("prefilled", {"prefilled": texts["prefilled"]}),
    ]
    for name, fields in steps:
        try:
            question = checked(replace(question, **fields))
        except errors.SettingRefused as error:
            wrong.setdefault(name, error)
    return question


def _bounds_of(question: Question) -> dict[str, int | None]:
    return {"least": question.least, "most": question.most}


def _bound(text: str, name: str, wrong: dict[str, errors.TicketError]) -> int | None:
    given = text.strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 6):
        wrong[name] = errors.NotANumber(given=given)
        return None
    return int(given) or None
