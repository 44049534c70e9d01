"""Files on their way to Discord."""

from __future__ import annotations

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
