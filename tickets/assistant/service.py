"""What the assistant asks for, tried answer by answer, and done at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..configuration.service.changing import require_ready, require_usable_category
from ..configuration.service.creating import founding, require_possible
from ..core import errors
from ..core.kinds import Roles
from ..core.settings import SETTINGS
from .rules import ROOMS, Answers, Draft, Step, Wish, first_draft

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..core.app import Desk
    from ..core.settings import Settings
    from ..panels.rules import Panel

_TITLES = {setting.key: setting.title for setting in SETTINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What was done: the settings as they are stored, and the panel that was posted."""

    settings: Settings
    panel: Panel | None


async def begin(
    desk: Desk, guild_id: int, *, here_id: int | None, staff: Collection[int]
) -> Draft:
    """The assistant's first question, with the sensible answers.

    `here_id` is where the admin is; `staff` are roles that Red knows as mods and admins.
    """
    settings = await desk.settings.of(guild_id)
    return first_draft(
        settings,
        exists=desk.premises.existing(guild_id),
        proposed_roles=_usable(desk, guild_id, staff),
        panel_channel_id=desk.premises.place_for_panel(guild_id, here_id),
        has_panels=bool(await desk.panels.of(guild_id)),
    )


def _usable(desk: Desk, guild_id: int, role_ids: Collection[int]) -> tuple[int, ...]:
    """Those that can be moderator roles."""
    kind = Roles()
    usable: list[int] = []
    for role in desk.premises.roles(guild_id, role_ids):
        try:
            kind.check([role])
        except errors.SettingRefused:
            continue
        usable.append(role.id)
    return tuple(usable[: kind.limit])


async def set_up(desk: Desk, guild_id: int, draft: Draft, panel: Panel | None) -> SetUp:
    """Creates what is wanted, posts the panel, stores the settings and lets members in.

    All of it or nothing. Raises ``ChangedMeanwhile``, ``NotPossible`` with all that stands
    against it, or what Discord says.
    """
    async with founding(desk, guild_id) as work:
        present = await desk.settings.of(guild_id)
        if present != draft.seen:
            raise errors.ChangedMeanwhile
        answers = draft.answers
        _require_possible(desk, guild_id, present, answers, panel)
        wanted = replace(present, **answers.settings(present))
        made: dict[Step, int] = {}
        category = answers.category
        for step, room in ROOMS.items():
            if answers.spot(step) is Wish.CREATE:
                inside = made.get(Step.CATEGORY) or (
                    category if isinstance(category, int) else None
                )
                made[step] = await work.make(room, wanted, inside)
        posted = None if panel is None else await work.post(panel)
        changes = answers.settings(present, made)
        await require_ready(desk, guild_id, replace(present, **changes))
        settings = await work.keep(enabled=True, **changes)
    return SetUp(settings=settings, panel=posted)


def _require_possible(
    desk: Desk, guild_id: int, present: Settings, answers: Answers, panel: Panel | None
) -> None:
    """Before anything is created: raises ``NotPossible`` with all that is known."""
    problems: list[errors.TicketError] = []
    for step in Step:
        try:
            require_answer(desk, guild_id, present, answers, step, panel)
        except errors.TicketError as problem:
            problems.append(problem)
    if problems:
        raise errors.NotPossible(problems=tuple(problems))


def require_answer(
    desk: Desk,
    guild_id: int,
    present: Settings,
    answers: Answers,
    step: Step,
    panel: Panel | None = None,
) -> None:
    """Raises a ``SettingRefused`` or ``DiscordSaidNo`` for an answer that can't work."""
    wanted = replace(present, **answers.settings(present))
    if step in ROOMS:
        spot = answers.spot(step)
        if spot is Wish.CREATE:
            # In a category that is created as well, a channel needs no more than that does.
            inside = answers.category if isinstance(answers.category, int) else None
            if step is Step.CATEGORY or inside is not None:
                require_possible(desk, guild_id, ROOMS[step], wanted, inside)
        elif isinstance(spot, int):
            _require_place(desk, guild_id, wanted, step, spot)
        return
    if step is Step.MODERATORS:
        roles = desk.premises.roles(guild_id, answers.moderator_role_ids)
        if len(roles) < len(answers.moderator_role_ids):
            raise errors.ChoiceGone(title=_TITLES["moderator_role_ids"])
        Roles().check(roles)
    if step is Step.PANEL and panel is not None:
        desk.board.require_postable(guild_id, panel.channel_id)


def _require_place(desk: Desk, guild_id: int, wanted: Settings, step: Step, place_id: int) -> None:
    """Raises ``ChoiceGone`` or ``MissingPermissions`` for a category or channel."""
    try:
        if step is Step.CATEGORY:
            require_usable_category(desk, guild_id, wanted, place_id)
        elif step is Step.RECEPTION:
            desk.reception.require_writable(guild_id, place_id)
        else:
            desk.archive.require_postable(guild_id, place_id)
    except (errors.CategoryMissing, errors.ChannelGone) as error:
        raise errors.ChoiceGone(title=_TITLES[ROOMS[step].value]) from error
