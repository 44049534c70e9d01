"""The command's first page, and the buttons of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..config_file import render as file_look
from ..config_file.discord import NamedThings
from ..config_file.service.exporting import export
from ..core.ui.ids import IdPart
from ..core.ui.press import answer, custom_id_of
from .render import pages as look
from .rules.found import Source
from .rules.moving import Progress, StillTheirs
from .rules.refusals import NothingFound
from .service.moving import begin_move, has_old_buttons, require_idle
from .service.planning import plan_move, sources_of

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

    from ..core.app import App
    from ..core.ui.press import Press
    from .rules.moving import MovePlan

#: One of the cogs, and what was shown of it.
SOURCE = IdPart("source", "|".join(one.value for one in Source), is_word=True)
TOKEN = IdPart("token", r"[0-9a-f]{8}", is_word=True)


async def first_page(app: App, guild_id: int, channel_id: int) -> discord.ui.LayoutView:
    """What would come across; or the cogs, if several have stored something."""
    await require_idle(app, guild_id)
    sources = await sources_of(app, guild_id)
    if not sources:
        raise NothingFound
    if len(sources) > 1:
        return look.choose_page(sources)
    return look.plan_page(guild_id, await plan_move(app, guild_id, sources[0], channel_id))


async def choose(press: Press, source: str) -> None:
    """One of the cogs."""
    await press.require_admin()
    await press.reply.wait(in_place=True)
    await require_idle(press.app, press.guild_id)
    await press.reply.turn_to(look.plan_page(press.guild_id, await _plan(press, source)))


async def _plan(press: Press, source: str) -> MovePlan:
    channel_id = press.interaction.channel_id or 0
    return await plan_move(press.app, press.guild_id, Source(source), channel_id)


async def show_all(press: Press, source: str) -> None:
    """*Show as a file*: all of it, however much."""
    await press.require_admin()
    await press.reply.wait()
    plan = await _plan(press, source)
    named = {one.id: one.name for one in press.app[NamedThings].of(press.guild_id)}
    text = look.plan_file(press.guild_id, plan, named.get)
    await press.reply.say(look.all_of_it(), file=("moving-over.txt", text))


async def start(press: Press, source: str, token: str) -> None:
    """*Move over*. What there was before is handed over first."""
    await press.require_admin()
    await press.reply.wait(in_place=True)
    app, guild_id = press.app, press.guild_id
    plan = await _plan(press, source)
    if plan.configuration.seen.settings.configured and not plan.configuration.is_empty:
        name = file_look.file_name(f"{app[NamedThings].server_name(guild_id)}-before")
        await press.reply.hand_beside(file_look.former(), (name, await export(app, guild_id)))
    shown = press.interaction.message
    place = (press.interaction.channel_id or 0, 0 if shown is None else shown.id)
    progress = Progress(panels_of=len(plan.panels), tickets_of=len(plan.tickets))

    async def begun() -> None:
        await press.reply.turn_to(look.moving_page(plan.source, progress, is_over=False))

    await begin_move(app, plan, token=token, by_id=press.by.id, place=place, begun=begun)


async def cancel(press: Press) -> None:
    """*Cancel*."""
    await press.require_admin()
    await press.reply.wait(in_place=True)
    await press.reply.turn_to(look.cancelled_page())


async def answer_theirs(app: App, interaction: discord.Interaction[Red]) -> None:
    """A button of another cog's was pressed, on a message that is to lose it."""
    message = interaction.message
    if message is None or not has_old_buttons(app, message.id):
        return
    if interaction.response.is_done() or custom_id_of(interaction).startswith("tickets:"):
        return
    await answer(interaction, _say_that_it_moved)


async def _say_that_it_moved(press: Press) -> None:
    raise StillTheirs
