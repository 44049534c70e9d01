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
    LABEL_LIMIT,
    PLACEHOLDER_LIMIT,
    REASON_NAME_LIMIT,
    ButtonColour,
    NotASelector,
    Panel,
    PanelKind,
    address_from,
    colour_from,
    optional,
    required,
)
from ..service import panels as service

if TYPE_CHECKING:
    import discord

    from ...core.app import App


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


async def begin(app: App, guild_id: int, verb: str, number: int, reason_id: int = 0) -> Step:
    """The next step of `verb` for a panel, and for a reason of it if there is one."""
    panel = await service.get_panel(app, guild_id, number)
    if verb in {"addreason", "editreason", "movereason", "removereason"}:
        return await _about_reason(app, panel, verb, reason_id)
    resume = look.do_it(verb, panel)
    match verb:
        case rules.COMPONENT:
            return Step(form=forms.component_form(panel), resume=resume)
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
    return in_editor(service.Done(panel=panel))


def in_editor(done: service.Done) -> Step:
    """The panel with all that can be done with it."""
    text = look.overview(done.panel, done.not_shown, done.not_removed)
    return Step(text=text, view=look.editor(done.panel))


def _deleted(done: service.Done) -> Step:
    text = _("✅ The panel was deleted.")
    if done.not_removed is not None:
        text += "\n" + look.not_removed(done.not_removed)
    return Step(text=text)


async def _about_reason(app: App, panel: Panel, verb: str, reason_id: int) -> Step:
    _require_selector(panel)
    if verb == "addreason":
        return Step(form=forms.reason_form(panel, None), resume=look.do_it(verb, panel))
    if not reason_id:
        return Step(text=_("Which reason?"), view=look.choose_reason(verb, panel))
    reason = panel.reason_with_id(reason_id)
    resume = look.do_it(verb, panel, reason_id)
    match verb:
        case "editreason":
            return Step(form=forms.reason_form(panel, reason), resume=resume)
        case "movereason":
            return Step(form=forms.position_form(panel, reason), resume=resume)

    def removed(now: Panel) -> Panel:
        return now.without_reason(now.reason_with_id(reason_id))

    return in_editor(await service.change_panel(app, panel, removed))


async def preview(app: App, panel: Panel) -> Step:
    """The message exactly as members would see it; its button or selector opens nothing."""
    panel = app[PanelMessages].with_present_emojis(panel)
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
    if kind is PanelKind.BUTTON:
        panel = _with_button(app, panel, texts)
        if panel.reason == look.default_label():
            # Left as it was proposed: it follows the words on the button.
            panel = replace(panel, reason=panel.label)
    else:
        panel = _with_placeholder(panel, texts).with_reason(
            texts.get(forms.NAME, ""),
            emoji=app[PanelMessages].usable_emoji(guild_id, texts.get(forms.EMOJI)),
            description=texts.get(forms.DESCRIPTION),
        )
    return in_editor(await service.create_panel(app, panel))


async def change_component(app: App, panel: Panel, texts: dict[str, str]) -> Step:
    """The button's or selector's own words."""

    def changed(now: Panel) -> Panel:
        if now.kind is PanelKind.BUTTON:
            return _with_button(app, now, texts)
        return _with_placeholder(now, texts)

    return in_editor(await service.change_panel(app, panel, changed))


async def change_reason(app: App, panel: Panel, reason_id: int, texts: dict[str, str]) -> Step:
    """A reason, new (id 0) or changed."""
    _require_selector(panel)
    name, description = texts.get(forms.NAME, ""), texts.get(forms.DESCRIPTION)
    emoji = app[PanelMessages].usable_emoji(panel.guild_id, texts.get(forms.EMOJI))

    def changed(now: Panel) -> Panel:
        if not reason_id:
            return now.with_reason(name, emoji=emoji, description=description)
        old = now.reason_with_id(reason_id)
        return now.with_changed(old, name=name, emoji=emoji, description=description)

    return in_editor(await service.change_panel(app, panel, changed))


async def add_reason(app: App, panel: Panel, name: str) -> Step:
    """A new reason of which only the name was given."""
    return await change_reason(app, panel, 0, {forms.NAME: name})


async def change_position(app: App, panel: Panel, reason_id: int, texts: dict[str, str]) -> Step:
    """A reason's place in the selector."""
    given = texts.get(forms.POSITION, "").strip()
    if not given.isdecimal() or len(given) > 9:
        raise errors.NotANumber(given=given)

    def changed(now: Panel) -> Panel:
        return now.with_moved(now.reason_with_id(reason_id), int(given))

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


def _require_selector(panel: Panel) -> None:
    if panel.kind is not PanelKind.SELECTOR:
        raise NotASelector


def _with_placeholder(panel: Panel, texts: dict[str, str]) -> Panel:
    return replace(panel, placeholder=optional(texts.get(forms.PLACEHOLDER), PLACEHOLDER_LIMIT))


def _with_button(app: App, panel: Panel, texts: dict[str, str]) -> Panel:
    colours = {colour.value: colour for colour in ButtonColour}
    return replace(
        panel,
        label=required(texts.get(forms.LABEL, ""), LABEL_LIMIT),
        emoji=app[PanelMessages].usable_emoji(panel.guild_id, texts.get(forms.EMOJI)),
        reason=optional(texts.get(forms.REASON), REASON_NAME_LIMIT),
        button_colour=colours.get(texts.get(forms.COLOUR, ""), panel.button_colour),
    )
