"""How panels look, to members and to the admins who make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.render import words
from ...core.render.controls import button, identify, row
from ...core.render.failures import explain
from ...core.render.message import BLURPLE, Message
from ...i18n import _
from ..rules import COMPONENT, EDITOR, FIRST, ButtonColour, Entry, Panel, PanelKind, PanelLook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core import errors

_STYLES = {
    ButtonColour.BLURPLE: discord.ButtonStyle.blurple,
    ButtonColour.GREY: discord.ButtonStyle.grey,
    ButtonColour.GREEN: discord.ButtonStyle.green,
    ButtonColour.RED: discord.ButtonStyle.red,
}


def component_view(panel: Panel, *, preview: bool = False) -> discord.ui.View:
    """The button or selector that members use; in a preview it opens nothing."""
    if panel.kind is PanelKind.BUTTON:
        return row(*(_button(panel, entry, preview=preview) for entry in panel.entries))
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("preview" if preview else "choose", panel.number),
        placeholder=panel.placeholder or default_placeholder(),
        options=[
            discord.SelectOption(
                label=entry.name or default_label(),
                value=str(entry.id),
                emoji=entry.emoji,
                description=entry.description,
            )
            for entry in panel.entries
        ],
    )
    return row(select)


def _button(panel: Panel, entry: Entry, *, preview: bool) -> discord.ui.Button[Any]:
    return discord.ui.Button(
        label=entry.name or default_label(),
        emoji=entry.emoji,
        style=_STYLES[entry.colour],
        custom_id=_id_of(panel, entry, "preview" if preview else "panel"),
    )


def _id_of(panel: Panel, entry: Entry, verb: str = "panel") -> str:
    """What a button's id is; the first one has that of 1.0.0, which knew no others."""
    if entry.id == FIRST:
        return identify(verb, panel.number)
    return identify(f"{verb}-entry", panel.number, entry.id)


def leads_to(panel: Panel, message: discord.Message) -> bool:
    """Whether the message has the panel's button or selector."""
    ids = {identify("choose", panel.number), *(_id_of(panel, one) for one in panel.entries)}
    return any(
        getattr(child, "custom_id", None) in ids
        for line in message.components
        for child in getattr(line, "children", ())
    )


def default_label() -> str:
    """What a button says, and gives as reason, until somebody writes something better."""
    return _("Open a ticket")


def default_placeholder() -> str:
    """What a selector says until somebody writes something better."""
    return _("Choose a reason to open a ticket…")


def panel_message(panel: Panel, *, preview: bool = False) -> Message:
    """The panel as members see it. It pings nobody."""
    look = panel.look or default_look(panel)
    embed = _embed(look)
    return Message(content=look.content, embed=embed, view=component_view(panel, preview=preview))


def default_look(panel: Panel) -> PanelLook:
    """What a panel says until somebody writes something better."""
    text = (
        _("What is it about? Choose below, and a private channel opens for you and the staff.")
        if panel.kind is PanelKind.SELECTOR or len(panel.entries) > 1
        else _("Open a ticket to talk privately with the staff.")
    )
    return PanelLook(title=_("🎫 Need help?"), text=text)


def _embed(look: PanelLook) -> discord.Embed | None:
    if not any((look.author, look.title, look.text, look.footer, look.image, look.thumbnail)):
        return None
    embed = discord.Embed(
        title=look.title,
        description=look.text,
        colour=BLURPLE if look.colour is None else discord.Colour(look.colour),
    )
    if look.author:
        embed.set_author(name=look.author)
    if look.footer:
        embed.set_footer(text=look.footer)
    embed.set_thumbnail(url=look.thumbnail)
    embed.set_image(url=look.image)
    return embed


def message_link(panel: Panel) -> str:
    """The address of the panel's message."""
    address = f"{panel.guild_id}/{panel.channel_id}/{panel.message_id}"
    return f"https://discord.com/channels/{address}"


def panel_link(panel: Panel, limit: int) -> str:
    """A panel by its number and up to `limit` characters of its words, as a link to it."""
    name = f"{panel.number} · {words.escaped(words.clip(title_of(panel), limit))}"
    return name if panel.message_id is None else f"[{name}]({message_link(panel)})"


def panel_line(panel: Panel) -> str:
    """A panel in one line of a list."""
    kind = _("button") if panel.kind is PanelKind.BUTTON else _("selector")
    label = words.escaped(words.clip(title_of(panel), 40))
    message = (
        _("[message]({link})").format(link=message_link(panel))
        if panel.message_id is not None
        else _("not posted yet")
    )
    channel = words.channel(panel.channel_id)
    return f"**{panel.number}** · {kind} **{label}** · {channel} · {message}"


def overview(
    panel: Panel,
    error: errors.TicketError | None = None,
    left: errors.TicketError | None = None,
) -> str:
    """A panel in words, for who edits it, and what Discord didn't do."""
    parts = []
    if error is not None:
        parts.append(not_shown(error))
    if left is not None:
        parts.append(not_removed(left))
    parts.append(panel_line(panel))
    if panel.message_id is None:
        parts.append(_("**Preview** shows it to you alone, **Post** to the members."))
    if panel.kind is PanelKind.SELECTOR or len(panel.entries) > 1:
        parts.append(reason_list(panel))
    elif panel.entries[0].reason is not None:
        reason = words.escaped(panel.entries[0].reason)
        parts.append(_("Its tickets have the reason: {reason}").format(reason=reason))
    return words.clip("\n".join(parts), words.MESSAGE_LIMIT)


def not_shown(why: errors.TicketError) -> str:
    """A change is kept, but its message can't show it."""
    return _(
        "⚠️ What you changed is kept, but the message couldn't be changed. {why} "
        "Then press **Post again**."
    ).format(why=explain(why))


def not_removed(why: errors.TicketError) -> str:
    """A message is no longer needed, but couldn't be removed."""
    return _("⚠️ The old message couldn't be removed: please delete it. {why}").format(
        why=explain(why)
    )


def editor(panel: Panel) -> discord.ui.View:
    """What an admin can do with a panel: write it, its buttons or reasons, and where it is."""
    grey, green, red = (
        discord.ButtonStyle.grey,
        discord.ButtonStyle.green,
        discord.ButtonStyle.red,
    )
    is_button, is_one = panel.kind is PanelKind.BUTTON, len(panel.entries) == 1
    write = []
    if is_one or not is_button:
        write.append(_do(COMPONENT, panel, _("Button") if is_button else _("Selector"), grey))
    if panel.owns_message:
        write += [_do("words", panel, _("Text"), grey), _do("look", panel, _("Style"), grey)]
        if panel.look is not None:
            write.append(_do("plain", panel, _("Default look"), grey))
    entries = [
        _do("addreason", panel, _("Add a button") if is_button else _("Add a reason"), grey)
    ]
    if not is_button or not is_one:
        labels = (_("Change a reason"), _("Move a reason"), _("Remove a reason"))
        if is_button:
            labels = (_("Change a button"), _("Move a button"), _("Remove a button"))
        verbs = ("editreason", "movereason", "removereason")
        entries += [
            _do(verb, panel, label, grey) for verb, label in zip(verbs, labels, strict=True)
        ]
    post = _("Post") if panel.message_id is None else _("Post again")
    place = [
        _do("preview", panel, _("Preview"), discord.ButtonStyle.blurple),
        _do("post", panel, post, green),
        _do("move", panel, _("Move"), grey),
        _do("attach", panel, _("Existing message"), grey),
        _do("delete", panel, _("Delete"), red),
    ]
    return _rows(write, entries, place)


def _rows(*rows: list[discord.ui.Button[discord.ui.View]]) -> discord.ui.View:
    for number, buttons in enumerate(filter(None, rows)):
        for one in buttons:
            one.row = number
    return row(*(one for buttons in rows for one in buttons))


def do_it(verb: str, panel: Panel, entry_id: int = 0) -> discord.ui.View:
    """One button that goes on, in private, with what a typed command began."""
    label = _("Preview") if verb == "preview" else _("Fill in")
    return row(_do(verb, panel, label, discord.ButtonStyle.blurple, entry_id))


def confirm_deletion(panel: Panel) -> discord.ui.View:
    """Asks before a panel is deleted."""
    return row(
        _do("delete-now", panel, _("Confirm"), discord.ButtonStyle.red),
        _do(EDITOR, panel, _("Cancel"), discord.ButtonStyle.grey),
    )


def choose_kind(channel_id: int) -> discord.ui.View:
    """Button or selector?"""
    return row(
        *(
            button(
                "panel-kind",
                kind.value,
                channel_id,
                label=label,
                style=discord.ButtonStyle.blurple,
            )
            for kind, label in (
                (PanelKind.BUTTON, _("Button")),
                (PanelKind.SELECTOR, _("Selector")),
            )
        )
    )


def choose_panel(verb: str, panels: Iterable[Panel]) -> discord.ui.View:
    """Which panel?"""
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("panel-which", verb),
        placeholder=_("Which panel?"),
        options=[
            discord.SelectOption(
                label=words.clip(f"{panel.number} · {title_of(panel)}", 100),
                value=str(panel.number),
            )
            for panel in panels
        ],
    )
    return row(select)


def choose_entry(verb: str, panel: Panel) -> discord.ui.View:
    """Which button, or which reason?"""
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("panel-pick", verb, panel.number),
        placeholder=_which(panel),
        options=[
            discord.SelectOption(label=entry.name or default_label(), value=str(entry.id))
            for entry in panel.entries
        ],
    )
    return row(select, _back(panel))


def _which(panel: Panel) -> str:
    return _("Which button?") if panel.kind is PanelKind.BUTTON else _("Which reason?")


def choose_channel(panel: Panel) -> discord.ui.View:
    """Where to?"""
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=identify("panel-channel", panel.number),
        placeholder=_("Which channel?"),
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
    )
    return row(select, _back(panel))


def _back(panel: Panel) -> discord.ui.Button[discord.ui.View]:
    return _do(EDITOR, panel, _("Back"), discord.ButtonStyle.grey)


def title_of(panel: Panel) -> str:
    """What a panel is known by: the words on its buttons, or its reasons."""
    return " · ".join(entry.name or default_label() for entry in panel.entries)


def file_words(panel: Panel) -> tuple[str, str]:
    """What it is called where a configuration file is compared, and what it says."""
    kind = _("button") if panel.kind is PanelKind.BUTTON else _("selector")
    channel = words.channel(panel.channel_id)
    return title_of(panel) or default_label(), f"{kind} · {channel}"


def _do(
    verb: str, panel: Panel, label: str, style: discord.ButtonStyle, entry_id: int = 0
) -> discord.ui.Button[discord.ui.View]:
    return button("panel-do", verb, panel.number, entry_id, label=label, style=style)


def panel_list(panels: Iterable[Panel]) -> str:
    """All panels of a server, or how to make the first one."""
    lines = "\n".join(panel_line(panel) for panel in panels)
    return lines or _("There is no panel yet.")


def reason_list(panel: Panel) -> str:
    """The buttons or reasons in their order; members see the descriptions."""
    return "\n".join(
        f"{position}. {entry.emoji or ''} {words.escaped(words.clip(entry.name or '', 50))}"
        for position, entry in enumerate(panel.entries, 1)
    )
