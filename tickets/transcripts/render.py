"""What people read of saved conversations, apart from these themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import LogLine, NoticeKind, Sentence
from ..core.render import words
from ..core.render.controls import button, row
from ..core.render.failures import always, explain, is_for_doctor
from ..core.render.permissions import permissions
from ..core.ticket import State, Ticket
from ..i18n import _, typed_setting, used
from .rules import (
    TRANSCRIPT_CHANNEL_CLOSED,
    TRANSCRIPT_CHANNEL_GONE,
    TRANSCRIPT_FAILED,
    NotSaved,
    NowhereToSave,
    TranscriptChannelNeeded,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.event import LogEntry
    from ..core.settings import Settings

    Name = Callable[[int | None], str]


def save_button(number: int) -> discord.ui.Button[discord.ui.View]:
    """The button that hands a moderator the conversation."""
    label = _("Save transcript")
    return button("save", number, label=label, style=discord.ButtonStyle.green)


def save_of_closed(ticket: Ticket, settings: Settings) -> Iterator[discord.ui.Button[Any]]:
    """The same, below a closed ticket's welcome message."""
    if ticket.state is State.CLOSED:
        yield save_button(ticket.number)


# ----------------------------------------------------------------------- errors


def _nowhere_to_save(error: NowhereToSave) -> str:
    return _("No transcript channel is set. An admin can choose one in {command}.").format(
        command=used("ticketset")
    )


def _not_saved(error: NotSaved) -> str:
    return _("The ticket was not deleted, because saving it failed. {why}").format(
        why=explain(error.cause)
    )


def _retry(error: NotSaved) -> discord.ui.View:
    """The button that asks again whether to delete."""
    return row(button("delete", error.number, label=_("Retry"), style=discord.ButtonStyle.red))


def _channel_needed(error: TranscriptChannelNeeded) -> str:
    return _(
        "Choose a transcript channel first with {command}. While automatic "
        "transcripts are on, there has to be one."
    ).format(command=typed_setting("transcriptchannel"))


SENTENCES = (
    Sentence(NowhereToSave, _nowhere_to_save, for_doctor=always),
    Sentence(
        NotSaved,
        _not_saved,
        remedy=_retry,
        for_doctor=lambda error: is_for_doctor(error.cause),
    ),
    Sentence(TranscriptChannelNeeded, _channel_needed),
)


# ---------------------------------------------------------------- what happened


def _saved_line(entry: LogEntry, name: Name) -> str:
    if entry.by_id is None:
        return _("Ticket #{number} was saved.").format(number=entry.number)
    return _("{name} saved ticket #{number}.").format(name=name(entry.by_id), number=entry.number)


LOG_LINES = {"saved": LogLine(_saved_line)}


def _transcript_failed(about: str) -> str:
    return _(
        "Ticket #{number} couldn't be saved, so it was not deleted. Press **Save "
        "transcript** in it to see why."
    ).format(number=about)


def _transcript_channel_gone(about: str) -> str:
    return _(
        "The transcript channel was deleted. Transcripts go to the requests & log "
        "channel, if there is one. Choose another one with {command}."
    ).format(command=typed_setting("transcriptchannel"))


def _transcript_channel_closed(about: str) -> str:
    names = about.split()
    return words.for_count(
        len(names),
        _("The bot can't post in the transcript channel: it lacks the permission {names}."),
        _("The bot can't post in the transcript channel: it lacks the permissions {names}."),
        names=permissions(names),
    )


NOTICES = (
    NoticeKind(TRANSCRIPT_CHANNEL_CLOSED, _transcript_channel_closed, for_doctor=True),
    NoticeKind(TRANSCRIPT_FAILED, _transcript_failed, of_ticket=True),
    NoticeKind(TRANSCRIPT_CHANNEL_GONE, _transcript_channel_gone, for_doctor=True),
)
