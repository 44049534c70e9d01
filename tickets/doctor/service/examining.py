"""The doctor: what is wrong with the ticket system of a server."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.facts import Facts
from ...core.health import Unchecked, diagnose
from ...lifecycle.service.placing import lacking, plan_of_new

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ...core.app import App
    from ...core.feature import Question
    from ...core.health import Report
    from ...core.settings import Settings


async def known_problems(app: App, guild_id: int, settings: Settings | None = None) -> Report:
    """What is wrong as far as the bot knows without asking Discord: no call is made.

    With `settings`, what would be wrong if they were stored.

    Good for counting, before the system is enabled, and as often as somebody looks. Left out
    is what only :func:`examine` can know: whether slash commands are synced, who is shown
    ``/ticketmod``, and whether panels' messages are still there.
    """
    of_types = () if settings is not None else await _facts_of_types(app, guild_id)
    facts = await _facts(app, guild_id, settings)
    return diagnose(app.features.each("checks"), facts, of_types=of_types)


async def examine(
    app: App, guild_id: int, progress: Callable[[int, int], object] | None = None
) -> Report:
    """Everything that is wrong; takes two calls and one for each posted panel.

    `progress` hears how many of how many calls have been answered.
    """
    facts, unchecked = await _ask_discord(
        app, await _facts(app, guild_id), progress or _nobody_waits
    )
    of_types = await _facts_of_types(app, guild_id)
    return diagnose(app.features.each("checks"), facts, unchecked, of_types=of_types)


def _nobody_waits(done: int, calls: int) -> None:
    """Hears of progress that nobody wants to know of."""


async def _facts_of_types(app: App, guild_id: int) -> list[Facts]:
    """What the settings of each type say."""
    settings = await app.settings.of(guild_id)
    return [
        await _facts(app, guild_id, settings.for_type(one.id), points=("setting_facts",))
        for one in settings.types
    ]


async def _facts(
    app: App,
    guild_id: int,
    settings: Settings | None = None,
    points: tuple[str, ...] = ("facts", "setting_facts"),
) -> Facts:
    """Everything that is known without asking Discord.

    Raises ``DiscordUnreachable`` for a server that isn't there at present.
    """
    settings = settings or await app.settings.of(guild_id)
    guild, server = app.channels.guild(guild_id), app.channels.place(guild_id, None)
    assert server is not None
    plan = plan_of_new(app, guild_id, settings)
    facts = Facts(
        guild_id=guild_id,
        bot_id=guild.me.id,
        settings=settings,
        channels=len(guild.channels),
        can_create=not lacking(server, plan, settings) and not app.channels.is_full(guild_id),
        role_ids=app.channels.role_ids(guild_id),
    )
    return facts.with_parts(
        [
            await look(app, guild_id, settings)
            for point in points
            for look in app.features.each(point)
        ]
    )


async def _ask_discord(
    app: App, facts: Facts, progress: Callable[[int, int], object]
) -> tuple[Facts, tuple[tuple[Unchecked, errors.TicketError], ...]]:
    """With what Discord told, and what it wouldn't tell."""
    unchecked: dict[Unchecked, errors.TicketError] = {}
    questions: tuple[Question, ...] = tuple(app.features.each("questions"))
    calls = sum(question.calls(facts) for question in questions)
    answered = 0

    async def attempt(what: Unchecked, call: Awaitable[Any]) -> Any:
        nonlocal answered
        try:
            return await call
        except errors.DiscordSaidNo as error:
            unchecked[what] = error
            return None
        finally:
            answered += 1
            progress(answered, calls)

    told = await asyncio.gather(*(question.ask(app, facts, attempt) for question in questions))
    return facts.with_parts(chain.from_iterable(told)), tuple(unchecked.items())
