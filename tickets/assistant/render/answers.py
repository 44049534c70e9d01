"""The assistant's answers in words, with what is wrong about them by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...configuration.render.channels import name_of
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import words
from ...i18n import _
from ...panels.rules import PanelKind
from ..rules import CHANNEL_STEPS, Answers, ChannelAnswer, NoChannel, Step

if TYPE_CHECKING:
    from collections.abc import Collection


@lazy_dataclass(frozen=True, kw_only=True)
class ServerFacts:
    """What the pages need to know of the server besides the answers."""

    #: Ids of all roles and channels that there are.
    exists: Collection[int]
    #: Ids of the channels that every member sees.
    public: Collection[int]
    #: How `/ticket` is typed here.
    ticket_command: str


def titles() -> dict[Step, str]:
    """What each answer is about."""
    return {
        Step.VALIDATION: _("Tickets open"),
        Step.REASON: _("Reason"),
        Step.CATEGORY: _("Category"),
        Step.RECEPTION: _("Requests & log channel"),
        Step.TRANSCRIPTS: _("Transcripts"),
        Step.MODERATORS: _("Moderator roles"),
        Step.PANEL: _("Panel"),
    }


def value(step: Step, answers: Answers, facts: ServerFacts) -> str:
    """The answer to a question as the summary shows it."""
    match step:
        case Step.VALIDATION:
            return _("with approval") if answers.manual else _("right away")
        case Step.REASON:
            return _("required") if answers.opening_reason else _("not asked")
        case Step.MODERATORS:
            roles = " ".join(
                words.role(role) if role in facts.exists else _gone(role)
                for role in answers.moderator_role_ids
            )
            if not roles:
                return _("none: only administrators see tickets")
            called = _("mentioned") if answers.mention else _("not mentioned")
            return f"{roles} · {called}"
        case Step.PANEL:
            return _panel_value(answers, facts)
    return _channel_value(step, answers.channel_answer(step), facts)


def _channel_value(step: Step, channel_answer: ChannelAnswer, facts: ServerFacts) -> str:
    if channel_answer is NoChannel.NONE:
        return _("none")
    if channel_answer is NoChannel.CREATE:
        return _("🆕 {name}").format(name=words.escaped(name_of(CHANNEL_STEPS[step])))
    return _shown(int(channel_answer), facts, staff_only=step is not Step.CATEGORY)


def _shown(channel_id: int, facts: ServerFacts, *, staff_only: bool) -> str:
    if channel_id not in facts.exists:
        return _gone(channel_id)
    shown = words.channel(channel_id)
    if staff_only and channel_id in facts.public:
        return _("{channel} ⚠️ every member can read it").format(channel=shown)
    return shown


def _gone(identity: int) -> str:
    return _("⚠️ deleted ({id})").format(id=identity)


def _panel_value(answers: Answers, facts: ServerFacts) -> str:
    place = answers.panel_channel_id
    if answers.panel is None:
        return _("none")
    if place is None or place not in facts.exists:
        return _("⚠️ there is no channel for it")
    where = words.channel(place)
    if answers.panel is PanelKind.BUTTON:
        shown = _("a button in {channel}").format(channel=where)
    else:
        shown = words.for_count(
            len(answers.reasons),
            _("a selector with 1 reason in {channel}"),
            _("a selector with {count} reasons in {channel}"),
            channel=where,
        )
    if place not in facts.public:
        return _("{panel} ⚠️ members don't see it").format(panel=shown)
    return shown
