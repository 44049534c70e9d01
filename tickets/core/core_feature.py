"""What core itself brings, in the form in which features bring theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .feature import Feature, JobKind, Listener
from .job import CATCH_UP
from .render.errors import SENTENCES
from .store.personal import FORGETS_TICKETS, PERSONAL
from .store.schema import STEPS

if TYPE_CHECKING:
    import discord

    from .app import App
    from .job import Job


async def _on_guild_shown(app: App, guild: discord.Guild) -> None:
    """After an outage, and after each session that was lost: nobody has listened meanwhile."""
    await app.catch_up(guild)


async def _catch_up_later(app: App, job: Job) -> None:
    await app.catch_up_later(job)


FEATURE = Feature(
    name="core",
    steps=STEPS,
    personal=PERSONAL,
    forgets_tickets=FORGETS_TICKETS,
    errors=SENTENCES,
    listeners=(
        # It takes long: who only has to know that nobody has listened hears of it before.
        Listener("guild_available", _on_guild_shown, order=90),
        Listener("guild_join", _on_guild_shown, order=90),
    ),
    jobs=(JobKind(CATCH_UP, _catch_up_later),),
)
