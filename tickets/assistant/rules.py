"""The assistant's questions and an admin's answers to them, as a value."""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..configuration.rules import Creatable
from ..core.errors import SettingRefused, TicketError
from ..core.lazy_dataclass import lazy_dataclass
from ..core.team import Team
from ..lifecycle.settings import OpeningSettings
from ..panels.rules import PanelKind
from ..requests.settings import RequestSettings, Validation
from ..staff_log.settings import LogSettings
from ..transcripts.settings import TranscriptSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.settings import Settings


class Step(str, Enum):
    """The questions in their order. The values stand in ids of buttons."""

    VALIDATION = "validation"
    REASON = "reason"
    CATEGORY = "category"
    RECEPTION = "reception"
    TRANSCRIPTS = "transcripts"
    MODERATORS = "moderators"
    PANEL = "panel"
    SUMMARY = "summary"

    @property
    def position(self) -> int:
        """Its place in the row, from 1."""
        return STEPS.index(self) + 1


STEPS = tuple(Step)


class NoChannel(str, Enum):
    """An answer to "in which channel?" other than a channel."""

    CREATE = "create"
    NONE = "none"


#: A channel's id, or what is wanted instead of one.
ChannelAnswer = int | NoChannel

#: The steps that ask for a channel, or category, that the bot can create.
CHANNEL_STEPS = {
    Step.CATEGORY: Creatable.CATEGORY,
    Step.RECEPTION: Creatable.RECEPTION,
    Step.TRANSCRIPTS: Creatable.TRANSCRIPTS,
}


@lazy_dataclass(frozen=True, kw_only=True)
class Answers:
    """What is wanted."""

    manual: bool = False
    opening_reason: bool = False
    category: ChannelAnswer = NoChannel.CREATE
    reception: ChannelAnswer = NoChannel.CREATE
    transcripts: ChannelAnswer = NoChannel.CREATE
    moderator_role_ids: tuple[int, ...] = ()
    #: Whether the moderators are called to each new ticket.
    mention: bool = True
    panel: PanelKind | None = PanelKind.BUTTON
    panel_channel_id: int | None = None
    #: The names of a selector's reasons.
    reasons: tuple[str, ...] = ()

    def channel_answer(self, step: Step) -> ChannelAnswer:
        """The answer to one of the three questions for a channel."""
        place: ChannelAnswer = getattr(self, step.value)
        return place

    def settings(self, present: Settings, made: dict[Step, int] | None = None) -> dict[str, Any]:
        """The settings that these answers mean; `made` are the places that were created.

        Without automatic transcripts, the channel for those that are saved by hand stays.
        """
        places: dict[str, int | None] = {}
        for step, what in CHANNEL_STEPS.items():
            channel_answer = (made or {}).get(step, self.channel_answer(step))
            places[what.value] = None if isinstance(channel_answer, NoChannel) else channel_answer
        saves = self.transcripts is not NoChannel.NONE
        if not saves:
            places[Creatable.TRANSCRIPTS.value] = present.get(Creatable.TRANSCRIPTS.value)
        return {
            "validation": Validation.MANUAL if self.manual else Validation.AUTOMATIC,
            "opening_reason": self.opening_reason,
            "transcripts": saves,
            "moderator_role_ids": self.moderator_role_ids,
            "mention_moderators": self.mention,
            **places,
        }


@lazy_dataclass(frozen=True, kw_only=True)
class Draft:
    """Where an admin is, with all answers so far; nothing of it is stored."""

    step: Step = Step.VALIDATION
    answers: Answers = field(default_factory=Answers)
    #: The settings from which the answers started.
    seen: Settings
    #: Whether one answer of the summary is being changed: it is shown again after that.
    from_summary: bool = False
    #: On a jump to the summary: the questions that nobody can answer for the admin.
    unanswered: tuple[Step, ...] | None = None
    #: Whether what was wanted is being done right now.
    working: bool = False

    @property
    def changes_settings(self) -> bool:
        """Whether the server was set up before."""
        return self.seen[OpeningSettings].category_id is not None

    def answered(self, **answers: Any) -> Draft:
        """With an answer to the present question, at the next one."""
        following = self._next()
        left = self.unanswered[1:] if self.unanswered and following is not Step.SUMMARY else None
        new = self.with_answer(**answers)
        return replace(new, step=following, from_summary=False, unanswered=left)

    def with_answer(self, **answers: Any) -> Draft:
        """With an answer, at the same question. Manual opening needs a reception channel."""
        new = replace(self.answers, **answers)
        if new.manual and new.reception is NoChannel.NONE:
            new = replace(new, reception=NoChannel.CREATE)
        return replace(self, answers=new)

    def _next(self) -> Step:
        if self.from_summary:
            return Step.SUMMARY
        if self.unanswered is not None:
            return self.unanswered[0] if self.unanswered else Step.SUMMARY
        return STEPS[min(self.step.position, len(STEPS) - 1)]

    def at(self, step: Step) -> Draft:
        """At another question; the summary's answers are changed one at a time."""
        return replace(self, step=step, from_summary=self.step is Step.SUMMARY)

    def hurried(self) -> Draft:
        """At the summary, or before it at what has to be asked: who answers tickets, where
        nobody is known for that, and where members find the first panel."""
        answers = self.answers
        asked = []
        if not answers.moderator_role_ids:
            asked.append(Step.MODERATORS)
        if answers.panel is not None:
            asked.append(Step.PANEL)
        if not asked or self.changes_settings:
            return replace(self, step=Step.SUMMARY)
        return replace(self, step=asked[0], unanswered=tuple(asked[1:]))

    def back(self) -> Draft | None:
        """One question earlier; None before the first one.

        Who changes an answer of the summary comes back to it.
        """
        if self.from_summary:
            return replace(self, step=Step.SUMMARY, from_summary=False)
        if self.unanswered is not None:
            return replace(self, step=Step.VALIDATION, unanswered=None)
        if self.step.position == 1:
            return None
        return replace(self, step=STEPS[self.step.position - 2])

    def after(self, settings: Settings) -> Draft:
        """With what somebody else has set up meanwhile, in place of what was to be created."""
        answers = self.answers
        for step, what in CHANNEL_STEPS.items():
            there = settings.get(what.value)
            if answers.channel_answer(step) is NoChannel.CREATE and there is not None:
                answers = replace(answers, **{step.value: there})
        return replace(self, seen=settings, answers=answers)


def first_draft(
    settings: Settings,
    *,
    exists: Iterable[int],
    proposed_roles: tuple[int, ...],
    panel_channel_id: int | None,
    has_panels: bool,
) -> Draft:
    """The assistant at its first question, with the sensible answers, or the present ones."""
    known = frozenset(exists)
    opening, roles = settings[OpeningSettings], settings[Team].moderator_role_ids
    saving = settings[TranscriptSettings]
    is_new = opening.category_id is None

    def place(present: int | None) -> ChannelAnswer:
        if present in known and present is not None:
            return present
        return NoChannel.CREATE if is_new else NoChannel.NONE

    category = place(opening.category_id)
    answers = Answers(
        manual=settings[RequestSettings].is_manual,
        opening_reason=opening.opening_reason,
        category=NoChannel.CREATE if category is NoChannel.NONE else category,
        reception=place(settings[LogSettings].reception_channel_id),
        transcripts=place(saving.transcript_channel_id if saving.transcripts else None),
        moderator_role_ids=tuple(role for role in roles if role in known) or proposed_roles,
        mention=True if is_new else opening.mention_moderators,
        panel=None if has_panels else PanelKind.BUTTON,
        panel_channel_id=panel_channel_id,
    )
    return Draft(seen=settings, answers=answers).with_answer()


def reasons_in(text: str) -> tuple[str, ...]:
    """The names of reasons in a text that has one on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class ChoiceGone(SettingRefused):
    """What was chosen for the setting called `title` has been deleted meanwhile."""

    title: str


class ChangedMeanwhile(SettingRefused):
    """Somebody else has changed the settings that are to be set."""


class NotPossible(SettingRefused):
    """What the assistant is to do can't work before these problems are solved."""

    problems: tuple[TicketError, ...]
