"""What the assistant asks for, tried answer by answer, and done at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..configuration.discord import StaffChannels
from ..configuration.service.changing import require_ready
from ..configuration.service.creating import creation, require_possible
from ..core import errors
from ..core.kinds.roles import Roles
from ..core.lazy_dataclass import lazy_dataclass
from ..lifecycle.rules import CategoryMissing
from ..lifecycle.service.placing import require_usable_category
from ..panels.discord import PanelMessages
from ..panels.store import PanelStore
from ..staff_log.discord import LogChannel
from ..transcripts.discord.archive import Archive
from .rules import (
    CHANNEL_STEPS,
    Answers,
    ChangedMeanwhile,
    ChoiceGone,
    Draft,
    NoChannel,
    NotPossible,
    Step,
    first_draft,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..core.app import App
    from ..core.health import Finding
    from ..core.settings import Settings
    from ..panels.rules import Panel


#: The doctor's check of who hears mentions.
_UNHEARD = "roles-not-mentionable"


@lazy_dataclass(frozen=True, kw_only=True)
class SetUp:
    """What was done: the settings as they are stored, and the panel that was posted."""

    settings: Settings
    panel: Panel | None
    #: Of what the doctor finds, that mentions of moderator roles reach nobody.
    unheard: Finding | None


async def begin(
    app: App,
    guild_id: int,
    *,
    here_id: int | None,
    mods: Collection[int],
    admins: Collection[int],
) -> Draft:
    """The assistant's first question, with the sensible answers.

    `here_id` is where the admin is; `mods` and `admins` are the roles that Red knows as such.
    """
    settings = await app.settings.of(guild_id)
    proposed = _usable(app, guild_id, [*mods, *admins] if mods else ())
    if not proposed:
        who_moderates = app[StaffChannels].roles_that_moderate(guild_id)
        proposed = _usable(app, guild_id, [one for one in who_moderates if one not in admins])
    return first_draft(
        settings,
        exists=app[StaffChannels].existing(guild_id),
        proposed_roles=proposed,
        panel_channel_id=app[StaffChannels].place_for_panel(guild_id, here_id),
        has_panels=bool(await app[PanelStore].of(guild_id)),
    )


def _usable(app: App, guild_id: int, role_ids: Collection[int]) -> tuple[int, ...]:
    """Those that can be moderator roles, each once."""
    kind = Roles()
    usable: list[int] = []
    for role in app[StaffChannels].roles(guild_id, dict.fromkeys(role_ids)):
        try:
            kind.check([role])
        except errors.SettingRefused:
            continue
        usable.append(role.id)
    return tuple(usable[: kind.limit])


async def set_up(app: App, guild_id: int, draft: Draft, panel: Panel | None) -> SetUp:
    """Creates what is wanted, posts the panel, stores the settings and lets members in.

    All of it or nothing. Raises ``ChangedMeanwhile``, ``NotPossible`` with all that stands
    against it, or what Discord says.
    """
    async with creation(app, guild_id) as work:
        present = await app.settings.of(guild_id)
        if present != draft.seen:
            raise ChangedMeanwhile
        answers = draft.answers
        _require_possible(app, guild_id, present, answers, panel)
        wanted = present.with_values(**answers.settings(present))
        made: dict[Step, int] = {}
        category = answers.category
        for step, what in CHANNEL_STEPS.items():
            if answers.channel_answer(step) is NoChannel.CREATE:
                inside = made.get(Step.CATEGORY) or (
                    category if isinstance(category, int) else None
                )
                made[step] = await work.make(what, wanted, inside)
        posted = None if panel is None else await work.post(panel)
        changes = answers.settings(present, made)
        report = await require_ready(app, guild_id, present.with_values(**changes))
        settings = await work.keep(enabled=True, **changes)
    found = (one for one in report.findings if one.check.name == _UNHEARD)
    return SetUp(settings=settings, panel=posted, unheard=next(found, None))


def _require_possible(
    app: App, guild_id: int, present: Settings, answers: Answers, panel: Panel | None
) -> None:
    """Before anything is created: raises ``NotPossible`` with all that is known."""
    problems: list[errors.TicketError] = []
    for step in Step:
        try:
            require_answer(app, guild_id, present, answers, step, panel)
        except errors.TicketError as problem:
            problems.append(problem)
    if problems:
        raise NotPossible(problems=tuple(problems))


def require_answer(
    app: App,
    guild_id: int,
    present: Settings,
    answers: Answers,
    step: Step,
    panel: Panel | None = None,
) -> None:
    """Raises a ``SettingRefused`` or ``DiscordSaidNo`` for an answer that can't work."""
    wanted = present.with_values(**answers.settings(present))
    if step in CHANNEL_STEPS:
        channel_answer = answers.channel_answer(step)
        if channel_answer is NoChannel.CREATE:
            # In a category that is created as well, a channel needs no more than that does.
            inside = answers.category if isinstance(answers.category, int) else None
            if step is Step.CATEGORY or inside is not None:
                require_possible(app, guild_id, CHANNEL_STEPS[step], wanted, inside)
        elif isinstance(channel_answer, int):
            _require_place(app, guild_id, wanted, step, channel_answer)
        return
    if step is Step.MODERATORS:
        roles = app[StaffChannels].roles(guild_id, answers.moderator_role_ids)
        if len(roles) < len(answers.moderator_role_ids):
            raise ChoiceGone(title=_title(app, "moderator_role_ids"))
        Roles().check(roles)
    if step is Step.PANEL and panel is not None:
        app[PanelMessages].require_postable(guild_id, panel.channel_id)


def _require_place(app: App, guild_id: int, wanted: Settings, step: Step, place_id: int) -> None:
    """Raises ``ChoiceGone`` or ``MissingPermissions`` for a category or channel."""
    try:
        if step is Step.CATEGORY:
            require_usable_category(app, guild_id, wanted, place_id)
        elif step is Step.RECEPTION:
            app[LogChannel].require_writable(guild_id, place_id)
        else:
            app[Archive].require_postable(guild_id, place_id)
    except (CategoryMissing, errors.ChannelGone) as error:
        raise ChoiceGone(title=_title(app, CHANNEL_STEPS[step].value)) from error


def _title(app: App, key: str) -> str:
    return app.settings.declared.settings[key].title
