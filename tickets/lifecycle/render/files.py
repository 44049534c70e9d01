"""What stands in a ticket about the files that its opener sent with a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ...core.render import words
from ...core.render.files import why_missing
from ...core.render.message import AMBER, Message
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.files import SentFile

#: As much of a name as there is room for, with all files of a form in one list.
_NAME_SHOWN = 40


def above_file(file: SentFile) -> Message:
    """What stands above a file: the question that it answers."""
    label = words.escaped(" ".join(words.plain(file.label).split()))
    return Message(content=f"**{label}**" if label else None)


def list_of_missing(files: Iterable[SentFile], limit: int) -> str:
    """The files of which there is no copy, and why; `limit` is how large they may be, in bytes."""
    lines = (
        f"- **{words.escaped(words.clip(one.name, _NAME_SHOWN))}**: "
        f"{why_missing(one.missing, limit)}"
        for one in files
        if one.missing is not None
    )
    return words.clip("\n".join(lines), words.DESCRIPTION_LIMIT - 500)


def missing_files(files: Iterable[SentFile], limit: int) -> Message:
    """Names, in a ticket, the files that could not be kept."""
    text = _("These files could not be added:\n{files}\n\nPlease send them here.").format(
        files=list_of_missing(files, limit)
    )
    return Message(embed=discord.Embed(colour=AMBER, description=text))
