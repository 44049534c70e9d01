"""What an admin does with a panel, step by step.

A step is a form to fill in, or something to read and choose from. Commands, buttons and
selectors all lead here, so that whoever leaves something out is asked for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.lazy_dataclass import lazy_dataclass
from ...i18n import _
from .. import rules
from ..discord import PanelMessages
from ..render import forms
from ..render import panels as look
from ..rules import (
    PLACEHOLDER_LIMIT,
    ButtonColour,
    Entry,
    Panel,
    PanelKind,
    address_from,
    colour_from,
    optional,
)
from ..service import panels as service

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import discord

    from ...core.app import App
    from ...core.ticket_type import TicketType


@lazy_dataclass(frozen=True, kw_only=True)
class Step:
    """What comes next: a form, or a text with what can be chosen below it."""

    form: discord.ui.Modal | None = None
    text: str | None = None
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None
    #: Takes the place of the form's button for who typed a command.
    resume: discord.ui.View | None = None


#: What is done at once and may take a while; the rest asks or shows something first.
ACTING = frozenset({"post", "plain", "delete-now", "removereason"})


async def begin(app: App, guild_id: int, verb: str, number: int, entry_id: int = 0) -> Step:
    """The next step of `verb` for a panel, and for an entry of it if there is one."""
    panel = await service.get_panel(app, guild_id, number)
    if verb in {"addreason", "editreason", "movereason", "removereason"}:
        return await _about_entry(app, panel, verb, entry_id)
    resume = look.do_it(verb, panel)
    match verb:
        case rules.COMPONENT:
            types = await service.types_of(app, guild_id)
            return Step(form=forms.component_form(panel, types), resume=resume)
        case "words":
            return Step(form=forms.words_form(panel), resume=resume)
        case "look":
            return Step(form=forms.look_form(panel), resume=resume)
        case "attach":
            return Step(form=forms.message_form(panel), resume=resume)
        case "move":
            return Step(
                text=_("Which channel should it move to?"), view=look.choose_channel(panel)
            )
        case "plain":
            done = await service.change_panel(app, panel, lambda now: replace(now, look=None))
            return in_editor(done)
        case "post":
            return in_editor(await service.post_panel(app, panel))
        case "delete":
            question = _("Delete this panel and its message?")
            return Step(text=question, view=look.confirm_deletion(panel))
        case "delete-now":
            return _deleted(await service.delete_panel(app, panel))
    return in_editor(service.Done(panel=await service.as_shown(app, panel)))


def in_editor(done: service.Done) -> Step:
    """The panel with all that can be done with it."""
    text = look.overview(done.panel, done.not_shown, done.not_removed)
    return Step(text=text, view=look.editor(done.panel))


def _deleted(done: service.Done) -> Step:
    text = _("✅ The panel was deleted.")
    if done.not_removed is not None:
        text += "\n" + look.not_removed(done.not_removed)
    return Step(text=text)


async def _about_entry(app: App, panel: Panel, verb: str, entry_id: int) -> Step:
    types = await service.types_of(app, panel.guild_id)
    if verb == "addreason":
        form = forms.entry_form(panel, None, types)
        return Step(form=form, resume=look.do_it(verb, panel))
    if not entry_id:
        is_button = panel.kind is PanelKind.BUTTON
        question = _("Which button?") if is_button else _("Which reason?")
        shown = await service.as_shown(app, panel)
        return Step(text=question, view=look.choose_entry(verb, shown))
    entry = panel.entry_with_id(entry_id)
    resume = look.do_it(verb, panel, entry_id)
    match verb:
        case "editreason":
            return Step(form=forms.entry_form(panel, entry, types), resume=resume)
        case "movereason":
            return Step(form=forms.position_form(panel, entry), resume=resume)

    def removed(now: Panel) -> Panel:
        return now.without_entry(now.entry_with_id(entry_id))

    return in_editor(await service.change_panel(app, panel, removed))


async def preview(app: App, panel: Panel) -> Step:
    """The message exactly as members would see it; its button or selector opens nothing."""
    panel = await service.as_shown(app, panel)
    if not panel.owns_message:
        text = _("This is added to [the message]({link}):").format(link=look.message_link(panel))
        return Step(text=text, view=look.component_view(panel, preview=True))
    shown = look.panel_message(panel, preview=True)
    return Step(text=shown.content, embed=shown.embed, view=shown.view)


# What was filled in


async def create(
    app: App, guild_id: int, kind: PanelKind, channel_id: int, texts: dict[str, str]
) -> Step:
    """A new panel from its form."""
    panel = Panel(guild_id=guild_id, number=0, kind=kind, channel_id=channel_id)
    if kind is PanelKind.SELECTOR:
        panel = _with_placeholder(panel, texts)
    entry = await _entry(app, panel, None, texts)
    if kind is PanelKind.BUTTON and entry.reason == look.default_label():
        # Left as it was proposed: it follows the words on the button.
        entry = replace(entry, reason=entry.name)
    return in_editor(await service.create_panel(app, panel.with_entry(entry)))


async def change_component(app: App, panel: Panel, texts: dict[str, str]) -> Step:
    """The words in the selector, or the one button."""
    if panel.kind is PanelKind.BUTTON:
        return await change_entry(app, panel, panel.entries[0].id, texts)
    done = await service.change_panel(app, panel, lambda now: _with_placeholder(now, texts))
    return in_editor(done)


async def change_entry(app: App, panel: Panel, reason_id: int, texts: dict[str, str]) -> Step:
    """A button or reason, new (id 0) or changed."""
    old = panel.entry_with_id(reason_id) if reason_id else None
    new = await _entry(app, panel, old, texts)

    def changed(now: Panel) -> Panel:
        return now.with_changed(new) if reason_id else now.with_entry(new)

    return in_editor(await service.change_panel(app, panel, changed))


async def add_named(app: App, panel: Panel, name: str) -> Step:
    """A new button or reason of which only the name was given."""
    return in_editor(await service.change_panel(app, panel, lambda now: now.with_reason(name)))


async def change_position(app: App, panel: Panel, reason_id: int, texts: dict[str, str]) -> Step:
    """The place of a button or reason."""
    given = texts.get(forms.POSITION, "").strip()
    if not given.isdecimal() or len(given) > 9:
        raise errors.NotANumber(given=given)

    def changed(now: Panel) -> Panel:
        return now.with_moved(now.entry_with_id(reason_id), int(given))

    return in_editor(await service.change_panel(app, panel, changed))


async def change_words(app: App, panel: Panel, texts: dict[str, str]) -> Step:
    """The words of the message."""
    fields = (forms.CONTENT, forms.AUTHOR, forms.TITLE, forms.TEXT, forms.FOOTER)
    given: dict[str, Any] = {field: texts.get(field, "").strip() or None for field in fields}
    return await _change_look(app, panel, **given)


async def change_look(app: App, panel: Panel, texts: dict[str, str]) -> Step:
    """Colour and pictures; the words stay."""
    return await _change_look(
        app,
        panel,
        colour=colour_from(texts.get(forms.COLOUR, "")),
        thumbnail=address_from(texts.get(forms.THUMBNAIL, "")),
        image=address_from(texts.get(forms.IMAGE, "")),
    )


async def _change_look(app: App, panel: Panel, **changes: Any) -> Step:
    def changed(now: Panel) -> Panel:
        default = look.default_look(now)
        new = replace(now.look or default, **changes)
        return replace(now, look=None if new == default else new)

    return in_editor(await service.change_panel(app, panel, changed))


async def attach(app: App, panel: Panel, near_id: int, texts: dict[str, str]) -> Step:
    """Another message for the panel."""
    message = texts.get(forms.MESSAGE, "")
    return in_editor(await service.attach_panel(app, panel, near_id, message))


def _with_placeholder(panel: Panel, texts: dict[str, str]) -> Panel:
    return replace(panel, placeholder=optional(texts.get(forms.PLACEHOLDER), PLACEHOLDER_LIMIT))


async def _entry(app: App, panel: Panel, old: Entry | None, texts: dict[str, str]) -> Entry:
    types = await service.types_of(app, panel.guild_id)
    return entry_of(app, panel, old, texts, types)


def entry_of(
    app: App,
    panel: Panel,
    old: Entry | None,
    texts: Mapping[str, str],
    types: Iterable[TicketType],
) -> Entry:
    """A button or reason as its form says; what the form doesn't ask about stays.

    Raises ``TypeGone`` for what is none of the `types`, and ``UnusableEmoji``.
    """
    old = old or Entry(id=0)
    is_button = panel.kind is PanelKind.BUTTON
    name = texts.get(forms.LABEL if is_button else forms.NAME, "").strip()
    reason = texts.get(forms.REASON)
    if reason is None:
        # Whoever sees no field for it means the name.
        reason = name if old.reason in (None, old.name) else old.reason
    colours = {colour.value: colour for colour in ButtonColour}
    known = {str(one.id): one.id for one in types}
    chosen = texts.get(forms.TYPE)
    if chosen not in (None, "0", *known):
        raise errors.TypeGone
    return Entry(
        id=old.id,
        name=name or None,
        emoji=app[PanelMessages].usable_emoji(panel.guild_id, texts.get(forms.EMOJI)),
        description=texts.get(forms.DESCRIPTION, old.description or ""),
        reason=reason,
        type_id=old.type_id if chosen is None else known.get(chosen),
        colour=colours.get(texts.get(forms.COLOUR, ""), old.colour),
    )
