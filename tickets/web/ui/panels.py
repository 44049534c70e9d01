"""The pages of panels: their list, and one of them with all that it says and offers."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.kinds.kind import number_in
from ...core.render.failures import explain
from ...panels.discord import PanelMessages
from ...panels.render import forms
from ...panels.render.panels import default_label, default_look, not_removed
from ...panels.rules import (
    BUTTONS_LIMIT,
    LABEL_LIMIT,
    PANELS_LIMIT,
    REASONS_LIMIT,
    NotAPanelChannel,
    Panel,
    PanelGone,
    PanelKind,
    optional,
    required,
)
from ...panels.service.panels import (
    create_panel,
    delete_panel,
    find_panel,
    panels_of,
    post_panel,
    types_of,
)
from ..discord import names, places
from ..render import frame
from ..render import panels as look
from ..render.lists import list_view, refusals_of
from ..render.pages import (
    PANEL,
    PANELS,
    Note,
    address,
    refusal_note,
    reset_meanwhile,
    view,
)
from ..render.settings import not_saved
from ..render.texts import pieces
from .panel_saving import Sent, items_of, save_panel, texts_of
from .saving import patiently
from .words import WordsSent, words_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...core.ticket_type import TicketType
    from ...panels.service.panels import Done
    from ..rules import Texts
    from .visit import Visit

#: The fields of a new panel.
_NEW = ("kind", "channel", "first")


async def panels_page(visit: Visit) -> dict[str, Any]:
    """The list of panels, and a form for a new one."""
    guild, called = visit.guild, names(visit.guild)
    sent = WordsSent(visit, _NEW) if visit.is_sent else None
    notes = list[Note]()
    if sent is not None:
        if await visit.was_reset():
            notes.append(reset_meanwhile(called))
        else:
            made = await _create(visit, sent, notes, called)
            if made is not None:
                to = address(guild.id, PANEL, panel=made.panel.number)
                return {"status": 0, "redirect_url": to}
    panels = await panels_of(visit.app, guild.id)
    blank: dict[str, Texts] = {"kind": (PanelKind.BUTTON.value,), "channel": (), "first": ("",)}
    return view(
        frame.PANELS,
        guild.id,
        PANELS,
        notes=notes,
        places=places(guild),
        about=pieces(look.about_panels(), called),
        panels=[look.panel_line(one, called) for one in panels],
        may_create=len(panels) < PANELS_LIMIT,
        fields=look.new_panel_view(words_shown(blank, sent, is_refused=True), called),
        configured=await visit.configured(),
    )


async def _create(
    visit: Visit, sent: WordsSent, notes: list[Note], called: Mapping[int, str]
) -> Done | None:
    """Makes a panel that isn't posted yet; None where it can't be."""
    given = {key: (one.given or ("",))[0] for key, one in sent.filled.items()}
    kinds = {one.value: one for one in PanelKind}
    if given.keys() != set(_NEW) or given["kind"] not in kinds:
        raise errors.UnknownTicket
    kind, channel = kinds[given["kind"]], given["channel"]
    try:
        with visit.in_server_language():
            first = optional(given["first"], LABEL_LIMIT) or (
                default_label() if kind is PanelKind.BUTTON else required("", 1)
            )
    except errors.SettingRefused as error:
        sent.refused["first"] = error
    channel_id = number_in(channel)
    try:
        visit.app[PanelMessages].require_postable(visit.guild.id, channel_id)
    except errors.TicketError as error:
        sent.refused["channel"] = error
    if sent.refused:
        notes.append(not_saved(called))
        return None
    panel = Panel(guild_id=visit.guild.id, number=0, kind=kind, channel_id=channel_id)
    try:
        return await create_panel(visit.app, panel.with_reason(first))
    except errors.SettingRefused as error:
        notes.append(refusal_note(explain(error), called))
        return None


# ------------------------------------------------------------------- one of them


async def panel_page(visit: Visit, number: str) -> dict[str, Any]:
    """A panel: as it is, or after it was sent. Raises ``NoSuchPanel``."""
    app, guild, called = visit.app, visit.guild, names(visit.guild)
    panel = await find_panel(app, guild.id, number if number.isascii() else "?")
    types = await types_of(app, guild.id)
    notes, sent = list[Note](), None
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.has("delete"):
        return await _delete(visit, panel)
    elif visit.has("post"):
        notes += await _post(visit, panel, called)
    elif visit.is_sent:
        sent = await save_panel(visit, panel, types, notes, called)
    panel = await find_panel(app, guild.id, str(panel.number))
    return view(
        frame.PANEL,
        guild.id,
        PANELS,
        notes=notes,
        places=places(guild),
        data={"preview": _preview(visit, panel, types)},
        **_shown(visit, panel, types, sent),
        configured=await visit.configured(),
    )


def _shown(
    visit: Visit, panel: Panel, types: Sequence[TicketType], sent: Sent | None
) -> dict[str, Any]:
    """What the page shows of a panel."""
    called = names(visit.guild)
    with visit.in_server_language():
        default = default_look(panel)
    is_refused = sent is not None and sent.merged is not None
    held = words_shown(
        texts_of(panel, default),
        None if sent is None else sent.words,
        is_refused=is_refused,
        defaults=look.look_texts(default),
    )
    stored = items_of(panel)
    items, refused, said = stored, {}, list[str]()
    if sent is not None and sent.merged is not None:
        items, said = sent.merged.items, sent.said
        refused = refusals_of(sent.merged, sent.refused)
    is_button = panel.kind is PanelKind.BUTTON
    return {
        "panel": look.panel_line(panel.with_words_of(types), called),
        "is_button": is_button,
        "look": look.look_view(held, called) if panel.owns_message else None,
        "foreign": None if panel.owns_message else pieces(look.about_foreign_message(), called),
        "selector": None if is_button else look.placeholder_view(held[forms.PLACEHOLDER], called),
        "place": pieces(look.about_place(panel), called),
        "channel": str(panel.channel_id),
        "list": list_view(
            look.entry_fields(panel.kind, types),
            items,
            called,
            stored=stored,
            most=BUTTONS_LIMIT if is_button else REASONS_LIMIT,
            least=1,
            refused=refused,
            said=said,
        ),
    }


def _preview(visit: Visit, panel: Panel, types: Sequence[TicketType]) -> dict[str, Any]:
    with visit.in_server_language():
        return look.preview_facts(panel, types, visit.guild.me.display_name)


async def _delete(visit: Visit, panel: Panel) -> dict[str, Any]:
    """The panel and its message go; the list follows."""
    with contextlib.suppress(PanelGone):
        await patiently(visit.app, lambda: delete_panel(visit.app, panel))
    return {"status": 0, "redirect_url": address(visit.guild.id, PANELS)}


async def _post(visit: Visit, panel: Panel, called: Mapping[int, str]) -> list[Note]:
    """Posts the panel, in the channel that was chosen."""
    channel_id = number_in(visit.one("s.channel"))

    async def post() -> Done:
        if not channel_id:
            raise NotAPanelChannel
        with visit.in_server_language():
            return await post_panel(visit.app, panel, channel_id)

    try:
        done = await patiently(visit.app, post)
    except errors.TicketError as error:
        return [refusal_note(explain(error), called)]
    notes = [look.posted_note(called)]
    if done.not_removed is not None:
        notes.append(Note(text=pieces(not_removed(done.not_removed), called), look="warn"))
    return notes
