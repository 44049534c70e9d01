"""Files on their way to Discord."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def files_of(
    batch: Sequence[tuple[Path, str]], description: str | None = None
) -> list[discord.File]:
    """Files of a batch, to be sent."""
    return [discord.File(path, filename=name, description=description) for path, name in batch]


def text_file(name: str, contents: str) -> discord.File:
    """A text as a file of that name."""
    return discord.File(io.BytesIO(contents.encode()), filename=name)
