"""What people read of adopting: the question, the log's line, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core.feature import LogLine, Sentence
from ..core.render import words
from ..core.render.controls import button
from ..core.render.message import BLURPLE, Message
from ..i18n import _
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.event import LogEntry
    from ..core.ticket import Ticket
    from .rules import Adoption, AdoptionPlan

#: As many names as a question has space for, of those who come and of those who go.
NAMES_SHOWN = 20


def question(wanted: Adoption, plan: AdoptionPlan) -> Message:
    """Whether to adopt: who will read everything, and who no longer."""
    change, found = plan.change, plan.settings.type
    channel, opener = words.channel(wanted.channel_id), words.member(wanted.opener_id)
    if found is None:
        lines = [_("Make {channel} a ticket of {opener}?").format(channel=channel, opener=opener)]
    else:
        text = _("Make {channel} a ticket of {opener}, of the type **{type}**?")
        name = words.escaped(words.name(found.name))
        lines = [text.format(channel=channel, opener=opener, type=name)]
    lines.append("")
    coming = [
        *map(words.member, change.coming_member_ids),
        *map(words.role, change.coming_role_ids),
    ]
    if coming:
        text = _("**Will be able to read everything:** {names}")
        lines.append(text.format(names=_some(coming)))
    going = [
        *([_("everyone else")] if change.everyone_goes else ()),
        *map(words.role, change.going_role_ids),
        *map(words.member, change.going_member_ids),
    ]
    if going:
        text = _("**Will no longer see it:** {names}")
        lines.append(text.format(names=_some(going)))
    if not coming and not going:
        lines.append(_("The same people can read it as before."))
    lines.append(_("Administrators see every channel. Name, topic and place stay as they are."))
    confirm = button(
        "adopt",
        wanted.channel_id,
        wanted.opener_id,
        wanted.type_id or 0,
        plan.token,
        label=_("Confirm"),
        style=discord.ButtonStyle.green,
    )
    cancel = button("adopt-cancel", label=_("Cancel"), style=discord.ButtonStyle.grey)
    view = discord.ui.View(timeout=None)
    view.add_item(confirm)
    view.add_item(cancel)
    view.stop()
    return Message(content="\n".join(lines), view=view)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    if len(names) <= NAMES_SHOWN:
        return shown
    return _("{names} and {count} more").format(names=shown, count=len(names) - NAMES_SHOWN)


def adopted(ticket: Ticket) -> str:
    """Confirms it."""
    return _("✅ {channel} is ticket #{number} now.").format(
        channel=words.channel(ticket.channel_id or 0), number=ticket.number
    )


def cancelled() -> str:
    """Nothing is done."""
    return _("Cancelled. Nothing was changed.")


def _adopted_line(entry: LogEntry, name: Callable[[int | None], str]) -> str:
    return _("{name} made a channel ticket #{number} of {member}.").format(
        name=name(entry.by_id), number=entry.number, member=name(entry.member_id)
    )


LOG_LINES = {rules.ADOPTED: LogLine(_adopted_line, colour=BLURPLE.value)}


# -------------------------------------------------------------------- errors


def _no_text_channel(error: rules.NoTextChannel) -> str:
    return _("Only an ordinary text channel can become a ticket.")


def _hidden(error: rules.ChannelHiddenFromYou) -> str:
    return _("You can't see that channel, so you can't make it a ticket.")


def _already(error: rules.AlreadyATicket) -> str:
    return _("This channel is ticket #{number} already.").format(number=error.number)


def _used(error: rules.UsedOtherwise) -> str:
    return _("The ticket system uses this channel: it is named in the settings, or has a panel.")


def _outdated(error: rules.AdoptionOutdated) -> str:
    return _("Something has changed since you were asked. Type the command again.")


SENTENCES = (
    Sentence(rules.NoTextChannel, _no_text_channel),
    Sentence(rules.ChannelHiddenFromYou, _hidden),
    Sentence(rules.AlreadyATicket, _already),
    Sentence(rules.UsedOtherwise, _used),
    Sentence(rules.AdoptionOutdated, _outdated),
)
