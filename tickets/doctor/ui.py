"""The doctor's pages: turning them, looking again, and repairs that somebody has agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.people import known_person
from ..core.lazy_dataclass import lazy_dataclass
from ..core.team import of_their_teams
from ..core.ui.progress import Progress
from .render import pages as look
from .render.findings import Wording
from .service.examining import examine
from .service.repairing import repair

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord
    from redbot.core.bot import Red

    from ..core.app import App
    from ..core.health import Finding, Report
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

    #: Shows a page instead of the one before.
    Show = Callable[[discord.ui.LayoutView], Awaitable[None]]

#: What opens it.
COMMAND = "ticketset check"


@lazy_dataclass(kw_only=True)
class DoctorPages:
    """What the doctor has found and told, kept in the menu."""

    report: Report
    wording: Wording
    page: int = 0
    #: What somebody is asked about: whether to repair it.
    asked: Finding | None = None


async def first_page(bot: Red, app: App, menu: Menu, show: Show) -> discord.ui.LayoutView:
    """Looks at the server; returns the report's first page. `show` tells how far it is."""
    wording = await _wording(bot, app, menu)
    menu.draft = DoctorPages(report=await _examine(app, menu, show), wording=wording)
    return look.report_page(menu.draft.report, wording, menu.key, 0)


async def _wording(bot: Red, app: App, menu: Menu) -> Wording:
    """The words for who opened the menu: they read only how many tickets other teams have."""
    prefix = (await bot.get_valid_prefixes(menu.guild))[0]
    reader = known_person(bot, menu.guild.id, menu.caller_id)
    settings = await app.settings.of(menu.guild.id)
    if not settings.all_types:
        return Wording(prefix)
    every = await app.tickets.present(menu.guild.id)
    own = {one.number for one in of_their_teams(settings, reader, every)}
    others = [one for one in every if one.number not in own and settings.has_own_team(one.type_id)]
    return Wording(
        prefix,
        hidden_tickets={one.number for one in others},
        hidden_channels={one.channel_id for one in others if one.channel_id is not None},
    )


async def _examine(app: App, menu: Menu, show: Show) -> Report:
    progress = _progress(show)
    async with progress.shown():
        report = await examine(app, menu.guild.id, progress)
        await progress.end()
    return report


def _progress(show: Show) -> Progress:
    async def tell(done: int, calls: int) -> None:
        await show(look.looking_page(done, calls))

    return Progress(tell, 0, 0)


async def turn(press: Press, key: str, page: int, anew: int) -> None:
    """*Previous*, *Next*, *Back*; and *Look again*, with `anew`."""
    menu, pages = await _use_pages(press, key)
    pages.page, pages.asked = page, None
    if anew:
        await press.reply.wait(in_place=True)
        pages.report = await _examine(press.app, menu, press.reply.turn_to)
    await _show(press, menu, pages)


async def ask(press: Press, key: str, number: int) -> None:
    """*Repair* beside a finding: what it would change."""
    menu, pages = await _use_pages(press, key)
    findings = pages.report.findings
    if number >= len(findings) or findings[number].repair is None:
        # The page is older than the report.
        await _show(press, menu, pages)
        return
    pages.asked = findings[number]
    await press.reply.turn_to(look.question_page(pages.asked, pages.wording, key))
    menu.is_shown_in(press.interaction)


async def confirm(press: Press, key: str) -> None:
    """*Repair* below the question."""
    menu, pages = await _use_pages(press, key)
    # Taken at once: a second press finds nothing to do.
    finding, pages.asked = pages.asked, None
    if finding is None:
        await _show(press, menu, pages)
        return
    await press.reply.wait(in_place=True)
    progress = _progress(press.reply.turn_to)
    async with progress.shown():
        done = await repair(press.app, press.guild_id, finding, progress)
        await progress.end()
    pages.report = done.report
    said = look.something_changed()
    if done.was_tried:
        repairing = press.app.features.repairs[finding.repair or ""]
        said = look.repaired(
            done.failures, is_repaired=done.is_repaired, goes_on=repairing.in_background
        )
    await _show(press, menu, pages, said)


async def _use_pages(press: Press, key: str) -> tuple[Menu, DoctorPages]:
    menu = await press.menus.use(press, key, COMMAND)
    if not isinstance(menu.draft, DoctorPages):
        # Another menu's key.
        raise errors.UnknownTicket
    return menu, menu.draft


async def _show(press: Press, menu: Menu, pages: DoctorPages, said: str | None = None) -> None:
    page = look.report_page(pages.report, pages.wording, menu.key, pages.page, said=said)
    await press.reply.turn_to(page)
    menu.is_shown_in(press.interaction)
