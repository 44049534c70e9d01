"""What people read of reports, and the forms behind the menus."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import identify, row
from ..core.render.files import why_missing
from ..core.render.forms import modal, reason_part
from ..core.render.message import AMBER, Message
from ..i18n import _, typed
from . import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..core.files import WhyMissing
    from ..core.ticket_type import TicketType

#: The field in which a type is chosen.
TYPE_FIELD = "type"
#: As much of a file's name as there is room for, with ten of them in one field.
_NAME_SHOWN = 40


def report_form(message_id: int) -> discord.ui.Modal:
    """Asks what is wrong with a message."""
    return modal(
        identify("report", message_id),
        _("Report to the staff"),
        reason_part(
            _("What is wrong with this message?"),
            description=_("The staff gets it as it is now. Its author isn't told."),
            required=False,
        ),
    )


def member_form(
    member_id: int, types: Iterable[TicketType], *, without_type: bool
) -> discord.ui.Modal:
    """Asks why a ticket is opened for a member; and of which type, where there is a choice."""
    parts: list[discord.ui.Label[Any]] = [
        reason_part(
            _("Why are you opening this ticket?"),
            description=_("The member reads this in the ticket."),
            required=False,
        )
    ]
    options = [
        discord.SelectOption(
            label=one.name, value=str(one.id), emoji=one.emoji, description=one.description
        )
        for one in types
    ]
    if options and without_type:
        options.append(discord.SelectOption(label=_("No type"), value="0"))
    if len(options) > 1:
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=TYPE_FIELD, placeholder=_("Choose…"), options=options, required=True
        )
        parts.append(discord.ui.Label(text=_("Type"), component=select))
    return modal(identify("open-for", member_id), _("Open a ticket"), *parts)


def reported_message(
    reported: rules.Reported, missing: Mapping[int, WhyMissing], limit: int, at: int
) -> Message:
    """A reported message as its ticket shows it; `missing` are files by position that it lacks.

    `limit` is how large files may be, in bytes. `at` tells it from all other messages.
    """
    text = words.escaped(reported.words)
    shown = words.clip(text, words.DESCRIPTION_LIMIT)
    embed = discord.Embed(
        colour=AMBER,
        title=_("Reported message"),
        description=shown or None,
        timestamp=datetime.fromtimestamp(at, timezone.utc),
    )
    embed.set_author(name=words.name(reported.author_name), icon_url=reported.author_picture)
    author = _("a webhook") if reported.is_webhook else words.member(reported.author_id)
    embed.add_field(name=_("Author"), value=author)
    embed.add_field(name=_("Channel"), value=words.channel(reported.channel_id))
    embed.add_field(name=_("Sent"), value=words.moment(reported.sent_at))
    lost = [
        f"**{words.escaped(words.clip(reported.files[place].name, _NAME_SHOWN))}**: "
        f"{why_missing(why, limit)}"
        for place, why in sorted(missing.items())
    ]
    if lost:
        listed = words.clip("\n".join(lost), 1024)
        embed.add_field(name=_("Files that could not be kept"), value=listed, inline=False)
    link = words.message(reported.guild_id, reported.channel_id, reported.message_id)
    return Message(
        embed=embed,
        view=row(discord.ui.Button(label=_("Go to message"), url=link)),
        # What the embed has no room for stands in a file, to the last word.
        text_file=("message.txt", reported.words) if shown != text else None,
    )


def switched(*, on: bool, lacking: Iterable[rules.Lacking]) -> str:
    """What the bot's owner reads after switching the menus, or asking about them."""
    if not on:
        return _("The menus are **off**. To make Discord forget them: {sync}").format(
            sync=typed("slash sync")
        )
    lines = [
        _("The menus are **on**. To make Discord show them: {enable}, then {sync}").format(
            enable=typed("slash enablecog tickets"), sync=typed("slash sync")
        )
    ]
    lines += [f"⚠️ {lacking_menu(one)}" for one in lacking]
    return "\n".join(lines)


def lacking_menu(one: rules.Lacking) -> str:
    """Why a menu isn't there."""
    if one.is_taken:
        return _("*{name}* is missing: another cog has a menu of that name.").format(name=one.name)
    return _(
        "*{name}* is missing: Discord allows a bot {limit} menus of its kind. Disable another one "
        "with {disable}, then run {on} again."
    ).format(
        name=one.name,
        limit=rules.MENUS_LIMIT,
        disable=typed(f"slash disable NAME {one.kind}"),
        on=typed("ticketset contextmenus on"),
    )


def _reported_again(about: str) -> str:
    return _("The same message was reported more than once: {tickets}.").format(
        tickets=" ".join(f"#{number}" for number in about.split())
    )


NOTICES = (NoticeKind(rules.REPORTED_AGAIN, _reported_again, of_ticket=True),)


def _no_reports(error: rules.NoReports) -> str:
    return _("The staff takes no reports of messages here. Please open a ticket instead.")


def _already_reported(error: rules.AlreadyReported) -> str:
    return _("You already reported this message: {ticket}").format(
        ticket=words.ticket(error.ticket)
    )


def _report_expired(error: rules.ReportExpired) -> str:
    return _("I no longer have that message. Please report it once more.")


ERRORS = (
    Sentence(rules.NoReports, _no_reports),
    Sentence(rules.AlreadyReported, _already_reported),
    Sentence(rules.ReportExpired, _report_expired),
)
