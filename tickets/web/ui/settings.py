"""The page of a server's settings, grouped as in the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...access.service import tickets_with_other_access
from ...configuration.ui import configuration
from ...core.health import Severity
from ...core.kinds.kind import LINE_LIMIT, Shown
from ...core.render.failures import explain
from ...core.render.words import for_count
from ...core.settings import Scope
from ...doctor.service.examining import known_problems
from ...i18n import _, used
from ..discord import names, places
from ..render import frame
from ..render.pages import SETTINGS, Note, reset_meanwhile, saved_note, view
from ..render.settings import (
    ENABLED,
    Held,
    enabled_view,
    field_view,
    group_view,
    not_saved,
    said_after,
    ways_from,
)
from ..render.texts import pieces
from ..rules import Filled, Outcome
from .saving import held, save

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...configuration.render.settings import Configuration
    from ...core.settings import Setting
    from ..rules import Texts
    from .visit import Visit


async def settings_page(visit: Visit) -> dict[str, Any]:
    """The page: as it is, or after it was sent."""
    guild = visit.guild
    present = await configuration(visit.app, guild)
    asked = [one for one in present.declared.in_order if one.kind.field() is not None]
    outcome = None
    filled: dict[str, Filled] = {}
    notes: list[Note] = []
    called = names(guild)
    if visit.is_sent:
        filled = fields_sent(visit, [*(one.key for one in asked), ENABLED])
        if visit.one("configured") == "yes" and not present.settings.configured:
            notes.append(reset_meanwhile(called))
            filled = {}
        else:
            with visit.in_server_language():
                outcome = await save(visit.app, guild, filled, exists=present.exists)
            present = await configuration(visit.app, guild)
            notes += after(present, outcome, called)
    notes += await _standing(visit, present, outcome, called)
    shown = fields_shown(visit, present, asked, filled, outcome)
    groups = []
    for page in present.declared.pages:
        views = [
            found
            for setting in asked
            if setting.page is page
            and (found := field_view(setting, shown[setting.key], called)) is not None
        ]
        if page is present.declared.pages[0]:
            views.insert(0, enabled_view(shown[ENABLED], called))
        if views:
            groups.append(group_view(page, views, ways_from(page, guild.id)))
    return view(
        frame.SETTINGS,
        guild.id,
        SETTINGS,
        notes=notes,
        places=places(guild),
        groups=groups,
        jump=True,
        configured="yes" if present.settings.configured else "no",
    )


def fields_sent(visit: Visit, keys: list[str], *, of_type: bool = False) -> dict[str, Filled]:
    """The fields that came back; what wasn't on the page is left alone."""
    found = {}
    for key in keys:
        if not visit.has(f"was.{key}"):
            continue
        given: Texts = visit.all(f"s.{key}")
        if key == ENABLED or _is_switch(visit, key):
            # A browser sends nothing of a switch that is off.
            given = ("on",) if given == ("on",) else ("off",)
        if of_type and _may_follow(visit, key) and not visit.has(f"own.{key}"):
            given = None
        found[key] = Filled(
            was=visit.held_before(key),
            given=given,
            is_default=visit.has(f"default.{key}"),
        )
    return found


def _is_switch(visit: Visit, key: str) -> bool:
    field = visit.app.settings.declared.settings[key].kind.field()
    return field is not None and field.kind.value == "switch"


def _may_follow(visit: Visit, key: str) -> bool:
    return visit.app.settings.declared.settings[key].scope is Scope.TYPE


def fields_shown(
    visit: Visit,
    present: Configuration,
    asked: list[Setting],
    filled: Mapping[str, Filled],
    outcome: Outcome | None,
) -> dict[str, Held]:
    """What each field holds now; after a refusal, what was typed is kept."""
    keys = [one.key for one in asked]
    if present.settings.type_id is None:
        keys.append(ENABLED)
    with visit.in_server_language():
        stored = {key: held(visit.app, present.settings, key, present.exists) for key in keys}
        # The others are emptied, or are what they are.
        written = [one for one in asked if one.kind.form_limit is not None]
        defaults = {one.key: one.kind.held(one.default, present.exists) for one in written}
    found = {}
    for key in keys:
        setting = present.declared.settings.get(key)
        typed = stored[key]
        refusal = contested = None
        if outcome is not None and not outcome.is_done and key in filled:
            # What was left alone shows what others have made of it.
            one = filled[key]
            typed = one.given if one.given != one.was else stored[key]
            refusal = outcome.refused.get(key)
            if key in outcome.contested:
                contested = _value(present, key)
        needed = None if setting is None else _needed(present, setting)
        found[key] = Held(
            stored=stored[key],
            shown=typed,
            default=defaults.get(key),
            needed=needed,
            is_idle=setting is not None and setting.idle(present.settings) is not None,
            refusal=refusal,
            contested=contested,
        )
    return found


def _needed(present: Configuration, setting: Setting) -> tuple[str, str] | None:
    """The other setting on which it depends, and the text that its field has to hold."""
    needed = setting.only_while
    if needed is None:
        return None
    other = present.declared.settings[needed.key]
    return needed.key, next(iter(other.kind.held(needed.value, ())), "")


def _value(present: Configuration, key: str) -> str:
    if key == ENABLED:
        return _("on") if present.settings.enabled else _("off")
    kind = present.declared.settings[key].kind
    shown = Shown(exists=present.exists, limit=LINE_LIMIT)
    return kind.words(present.settings.get(key), shown)


def after(present: Configuration, outcome: Outcome, called: Mapping[int, str]) -> list[Note]:
    """What there is to say once a page was sent."""
    notes = []
    if not outcome.is_done:
        notes.append(not_saved(called))
    elif outcome.saved:
        text = _("✅ Saved: {titles}.").format(titles=said_after(present, outcome.saved))
        notes.append(Note(text=pieces(text, called), look="good"))
    else:
        notes.append(saved_note(called, is_changed=False))
    if outcome.meanwhile:
        text = _("Changed by someone else in the meantime, and kept: {titles}.").format(
            titles=said_after(present, outcome.meanwhile)
        )
        notes.append(Note(text=pieces(text, called)))
    if outcome.trouble is not None:
        notes.append(Note(text=pieces(f"⚠️ {explain(outcome.trouble)}", called), look="warn"))
    return notes


async def _standing(
    visit: Visit, present: Configuration, outcome: Outcome | None, called: Mapping[int, str]
) -> list[Note]:
    """What there is to say of the server's settings at any time."""
    notes = []
    guild_id = visit.guild.id
    if not present.settings.configured:
        text = _("Nothing is set up yet. {command} in Discord asks the few questions that matter.")
        told = text.format(command=used("ticketset setup"))
        return [Note(text=pieces(told, called))]
    others = await tickets_with_other_access(visit.app, guild_id)
    if others:
        text = for_count(
            len(others),
            _("1 open ticket still has the former access. {command} in Discord can apply it."),
            _(
                "{count} open tickets still have the former access. {command} in Discord can "
                "apply it."
            ),
            command=used("ticketset"),
        )
        notes.append(Note(text=pieces(text, called), look="warn"))
    report = await known_problems(visit.app, guild_id)
    count = len(report.of(Severity.FATAL)) + len(report.of(Severity.SERIOUS))
    if count:
        text = _("⚠️ Problems: {count}").format(count=count)
        hint = _("{command} finds what is wrong and says how to fix it.")
        told = f"{text} · {hint.format(command=used('ticketset check'))}"
        notes.append(Note(text=pieces(told, called), look="warn"))
    return notes
