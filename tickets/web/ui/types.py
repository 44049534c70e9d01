"""The pages of types: their list, and one for each with what it has in another way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...configuration import ui as menu
from ...core import errors
from ...core.kinds.kind import LINE_LIMIT, Shown
from ...core.settings import TEAM, Scope
from ...core.ticket_type import TYPES_LIMIT
from ...i18n import about_type
from ...types.service.changing import change_words, create_type, raise_type, readers_of_others
from ..discord import names, places
from ..render import frame
from ..render.pages import TYPE, TYPES, Note, address, view
from ..render.settings import Held, field_view, group_view, ways_from
from ..render.texts import pieces
from ..render.types import (
    NAMING,
    about_types,
    naming_view,
    note_of_words,
    notes_of_readers,
    otherwise,
    team_group,
    type_line,
)
from ..rules import Filled, Meaning, Outcome, meaning
from .saving import save
from .settings import after, fields_sent, fields_shown

if TYPE_CHECKING:
    from ...configuration.render.settings import Configuration
    from ...core.settings import Setting
    from ...core.ticket_type import TicketType
    from .visit import Visit


async def types_page(visit: Visit) -> dict[str, Any]:
    """The list of types, and a form for a new one."""
    guild, called = visit.guild, names(visit.guild)
    held = dict.fromkeys(NAMING, Held(stored=("",), shown=("",)))
    if visit.one("raise").isdecimal():
        await raise_type(visit.app, guild.id, int(visit.one("raise")[:18]))
    elif visit.has("words"):
        given = {key: visit.one(f"s.{key}") for key in NAMING}
        try:
            made = await create_type(visit.app, guild.id, **given)
        except errors.SettingRefused as error:
            held = {
                key: Held(stored=("",), shown=(text,), refusal=error if key == "name" else None)
                for key, text in given.items()
            }
        else:
            return {"status": 0, "redirect_url": address(guild.id, TYPE, type=made.id)}
    types = (await visit.app.settings.of(guild.id)).types
    return view(
        frame.TYPES,
        guild.id,
        TYPES,
        notes=(),
        places={},
        about=pieces(about_types(), called),
        types=[
            type_line(one, guild.id, called, is_first=number == 0)
            for number, one in enumerate(types)
        ],
        may_create=len(types) < TYPES_LIMIT,
        naming=naming_view(held, called),
    )


async def type_page(visit: Visit, type_id: str) -> dict[str, Any]:
    """A type: what it is called, and every setting that it may have in another way.

    Raises ``TypeGone`` for what is no type of the server's.
    """
    number = int(type_id) if type_id.isdecimal() and len(type_id) < 10 else 0
    present, found = await _present(visit, number)
    guild, called, notes = visit.guild, names(visit.guild), list[Note]()
    asked = [one for one in present.declared.of_types if one.kind.field() is not None]
    filled: dict[str, Filled] = {}
    outcome = naming = None
    if visit.has("words"):
        naming = await _rename(visit, found)
    elif visit.is_sent:
        filled = fields_sent(visit, [one.key for one in asked], of_type=True)
        with visit.in_server_language():
            outcome = await save(visit.app, guild, filled, exists=present.exists, type_id=number)
    if visit.is_sent:
        present, found = await _present(visit, number)
    if naming is not None:
        notes.append(note_of_words(naming, called))
    elif outcome is not None:
        notes += after(present, outcome, called)
    readers = await readers_of_others(visit.app, guild.id, present.settings)
    notes += notes_of_readers(readers, called)
    with about_type(found.name):
        groups = _groups(visit, present, asked, filled, outcome)
    return view(
        frame.TYPE,
        guild.id,
        TYPES,
        notes=notes,
        places=places(guild),
        title=found.name,
        naming=naming_view(naming or _named(found), called),
        groups=groups,
        jump=True,
        configured="yes",
    )


async def _present(visit: Visit, type_id: int) -> tuple[Configuration, TicketType]:
    server = await menu.configuration(visit.app, visit.guild)
    found = server.settings.type_with_id(type_id)
    if found is None or found.is_deleted:
        raise errors.TypeGone
    return menu.for_type(server, type_id), found


def _named(found: TicketType) -> dict[str, Held]:
    return {key: _held(getattr(found, key) or "") for key in NAMING}


def _held(text: str) -> Held:
    return Held(stored=(text,), shown=(text,))


async def _rename(visit: Visit, found: TicketType) -> dict[str, Held]:
    """Gives a type other words, without those that others have changed meanwhile."""
    fields = fields_of_words(visit)
    now = {key: getattr(found, key) or "" for key in NAMING}
    means = {key: meaning(one, (now[key],)) for key, one in fields.items()}
    given = {
        key: (one.given or ("",))[0] if means[key] is Meaning.CHANGED else now[key]
        for key, one in fields.items()
    }
    if Meaning.CONTESTED in means.values():
        return {
            key: Held(
                stored=(now[key],),
                shown=one.given,
                contested=now[key] if means[key] is Meaning.CONTESTED else None,
            )
            for key, one in fields.items()
        }
    if given != now:
        try:
            await change_words(visit.app, visit.guild.id, found.id, **given)
        except errors.SettingRefused as error:
            return {
                key: Held(
                    stored=(now[key],),
                    shown=(text,),
                    refusal=error if key == "name" else None,
                )
                for key, text in given.items()
            }
    return {key: _held(text.strip()) for key, text in given.items()}


def fields_of_words(visit: Visit) -> dict[str, Filled]:
    """What the form for a type's words has sent."""
    return {
        key: Filled(was=visit.held_before(key), given=(visit.one(f"s.{key}"),)) for key in NAMING
    }


def _groups(
    visit: Visit,
    present: Configuration,
    asked: list[Setting],
    filled: dict[str, Filled],
    outcome: Outcome | None,
) -> list[dict[str, Any]]:
    called = names(visit.guild)
    shown = fields_shown(visit, present, asked, filled, outcome)
    views = {}
    for setting in asked:
        held = shown[setting.key]
        if setting.scope is Scope.TYPE:
            held = replace(held, follows=otherwise(_without(present, setting)))
        found = field_view(setting, held, called)
        if found is not None:
            views[setting.key] = found
    team = [views[one.key] for one in asked if one.key == TEAM]
    team += [views[one.key] for one in asked if one.private]
    groups = [team_group(team, called)]
    for page in dict.fromkeys(one.page for one in asked):
        own = [
            views[one.key]
            for one in asked
            if one.page is page and not one.private and one.key != TEAM
        ]
        if own:
            ways = ways_from(page, visit.guild.id, present.settings.type_id)
            groups.append(group_view(page, own, ways))
    return groups


def _without(present: Configuration, setting: Setting) -> str:
    """What would count for the type if it didn't set this."""
    settings = present.settings
    types = [
        one.without(setting.key) if one.id == settings.type_id else one
        for one in settings.all_types
    ]
    value = settings.with_types(types).for_type(settings.type_id).get(setting.key)
    return setting.kind.words(value, Shown(exists=present.exists, limit=LINE_LIMIT))
