"""The assistant's pages: one question each, the summary, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...configuration.render.channels import name_of
from ...core.health import Roles
from ...core.kinds.kind import ROLE_LIMIT
from ...core.render import words
from ...core.render.controls import button, identify
from ...core.render.forms import modal
from ...core.render.message import GREEN, RED
from ...core.render.pages import beside, heading, line, page, row
from ...core.team import Team
from ...i18n import _
from ...lifecycle.settings import OpeningSettings
from ...panels.render.panels import message_link
from ...panels.rules import REASONS_LIMIT, PanelKind
from ...staff_log.settings import LogSettings
from ...transcripts.settings import TranscriptSettings
from ..rules import CHANNEL_STEPS, STEPS, Answers, ChannelAnswer, Draft, NoChannel, Step
from .answers import titles, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.health import Finding
    from ...core.settings import Settings
    from ...panels.rules import Panel
    from .answers import ServerFacts

_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_GREEN, _RED = discord.ButtonStyle.green, discord.ButtonStyle.red

#: The only field of the form for a selector's reasons, and how much it may hold.
REASONS_FIELD = "reasons"
REASONS_TEXT_LIMIT = 2600
#: As much of what stands against an answer as a page has space for.
PROBLEM_LIMIT = 2000

#: A page's parts: texts and controls.
Blocks = list[discord.ui.Item[Any] | str]


def step_page(
    key: str, draft: Draft, facts: ServerFacts, problem: str | None = None
) -> discord.ui.LayoutView:
    """The present question with its answers; `problem` is why an answer won't do."""
    blocks: Blocks = [_head(draft)]
    if problem is not None:
        blocks.append("⚠️ " + words.clip(problem, PROBLEM_LIMIT))
    blocks += _BODIES[draft.step](key, draft, facts)
    below = [button("setup-back", key, draft.step.value, label=_("◀ Back"), style=_GREY)]
    if _keeps(draft):
        below.append(_answer(key, draft, "keep", _("Next ▶"), chosen=True))
    below.append(button("setup-cancel", key, label=_("Cancel"), style=_GREY))
    colour = RED if problem is not None else None
    return page(*blocks, below=below, colour=colour)


def _head(draft: Draft) -> str:
    titles = {
        Step.VALIDATION: _("How should tickets open?"),
        Step.REASON: _("Should members say why?"),
        Step.CATEGORY: _("Where should tickets go?"),
        Step.RECEPTION: _("Do you want a staff log?"),
        Step.TRANSCRIPTS: _("Save closed tickets?"),
        Step.MODERATORS: _("Who answers tickets?"),
        Step.PANEL: _("Where should members open tickets?"),
        Step.SUMMARY: _("Ready to go?"),
    }
    note = _("Summary")
    if draft.step is not Step.SUMMARY:
        # The summary asks nothing.
        note = _("Step {step} of {steps}").format(step=draft.step.position, steps=len(STEPS) - 1)
    return heading(titles[draft.step], note)


def _keeps(draft: Draft) -> bool:
    """Whether the present answer is one that no button of the page stands for."""
    if draft.step in CHANNEL_STEPS:
        return isinstance(draft.answers.channel_answer(draft.step), int)
    return draft.step is Step.MODERATORS and bool(draft.answers.moderator_role_ids)


def _answer(
    key: str, draft: Draft, answer: str, label: str, *, chosen: bool
) -> discord.ui.Button[Any]:
    """An answer to the present question; the one that is `chosen` already stands out."""
    style = _BLURPLE if chosen else _GREY
    return button("setup", key, draft.step.value, answer, label=label, style=style)


# The questions


def _validation(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    manual = draft.answers.manual
    intro: Blocks = [_("A few questions. Nothing is changed before the end.")]
    if draft.changes_settings:
        intro = [
            _(
                "Tickets are already set up here. You start from the current settings, and "
                "nothing is changed before the end."
            )
        ]
    questions: Blocks = [
        beside(
            _("**Right away**\n-# Members get their ticket in a second."),
            _answer(key, draft, "automatic", _("Automatic"), chosen=not manual),
        ),
        beside(
            _("**With approval**\n-# The staff accepts or declines each request."),
            _answer(key, draft, "manual", _("Manual"), chosen=manual),
        ),
    ]
    if not draft.from_summary:
        questions.append(
            beside(
                _("**In a hurry?**\n-# Use our suggestions. You can change anything."),
                _answer(key, draft, "propose", _("Use suggestions"), chosen=False),
            )
        )
    return [*intro, *questions]


def _reason(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    asked = draft.answers.opening_reason
    return [
        beside(
            _("**No**\n-# One press opens a ticket."),
            _answer(key, draft, "no", _("Don't ask"), chosen=not asked),
        ),
        beside(
            _("**Yes**\n-# A form asks for the reason, unless it was chosen in a selector."),
            _answer(key, draft, "yes", _("Ask"), chosen=asked),
        ),
    ]


def _category(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    return [
        _("Every ticket is a channel of its own, in one category."),
        _creating(key, draft, _("Hidden from members. Moderators and the bot see it.")),
        _place(key, draft, facts, _("Or choose a category"), discord.ChannelType.category),
    ]


def _reception(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    blocks: Blocks = [
        _("The staff decides on requests there, and everything that happens to tickets is logged.")
        if draft.answers.manual
        else _("Everything that happens to tickets is logged there."),
        _creating(key, draft, _("In the tickets' category, for the staff only.")),
    ]
    if not draft.answers.manual:
        blocks.append(_nothing(key, draft, _("**None**\n-# Nothing is logged.")))
    return [*blocks, _place(key, draft, facts, _("Or choose a channel"), *_TEXT)]


def _transcripts(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    return [
        _("Each closed ticket becomes one file, with its pictures, in a staff channel."),
        _creating(key, draft, _("In the tickets' category, for the staff only.")),
        _nothing(key, draft, _("**Don't save them**\n-# Deleted tickets can't be recovered.")),
        _place(key, draft, facts, _("Or choose a channel"), *_TEXT),
    ]


def _moderators(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=identify("setup", key, draft.step.value, "choose"),
        placeholder=_("Which roles?"),
        min_values=0,
        max_values=ROLE_LIMIT,
        default_values=[
            discord.Object(role, type=discord.Role)
            for role in draft.answers.moderator_role_ids
            if role in facts.exists
        ],
    )
    called = draft.answers.mention
    mention = button(
        "setup",
        key,
        draft.step.value,
        "silent" if called else "mention",
        label=_("On") if called else _("Off"),
        style=_GREEN if called else _GREY,
    )
    blocks: Blocks = [
        _(
            "These roles see every ticket and can close and delete them. "
            "Administrators always can."
        ),
        row(select),
        beside(_("**Mention them**\n-# They are called once to each new ticket."), mention),
    ]
    if not draft.answers.moderator_role_ids:
        nobody = _answer(key, draft, "none", _("No role"), chosen=False)
        blocks.append(beside(_("**Only administrators**\n-# You can add roles later."), nobody))
    return blocks


def _panel(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    answers = draft.answers
    place = answers.panel_channel_id
    ready = place is not None and place in facts.exists
    kinds = [
        (PanelKind.BUTTON, _("**A button**\n-# One press, one ticket."), _("Button")),
        (
            PanelKind.SELECTOR,
            _("**A selector**\n-# Members choose from reasons you define."),
            _("Selector"),
        ),
    ]
    blocks: Blocks = [
        _("A message is posted in this channel:"),
        _panel_place(key, draft, facts),
    ]
    if ready and place not in facts.public:
        blocks.append(_("⚠️ Members don't see this channel."))
    for kind, text, label in kinds:
        choice = _answer(key, draft, kind.value, label, chosen=answers.panel is kind)
        choice.disabled = not ready
        blocks.append(beside(text, choice))
    text = _("**No message**\n-# Members type {command}.").format(command=facts.ticket_command)
    nothing = _answer(key, draft, "none", _("None"), chosen=answers.panel is None)
    return [*blocks, beside(text, nothing)]


_TEXT = (discord.ChannelType.text,)


def _creating(key: str, draft: Draft, note: str) -> discord.ui.Section[Any]:
    chosen = draft.answers.channel_answer(draft.step) is NoChannel.CREATE
    name = words.escaped(name_of(CHANNEL_STEPS[draft.step]))
    text = _("**A new one: {name}**\n-# {note}").format(name=name, note=note)
    return beside(text, _answer(key, draft, "create", _("Create it for me"), chosen=chosen))


def _nothing(key: str, draft: Draft, text: str) -> discord.ui.Section[Any]:
    chosen = draft.answers.channel_answer(draft.step) is NoChannel.NONE
    return beside(text, _answer(key, draft, "none", _("None"), chosen=chosen))


def _place(
    key: str, draft: Draft, facts: ServerFacts, placeholder: str, *kinds: discord.ChannelType
) -> discord.ui.ActionRow[Any]:
    return _channels(
        key, draft, facts, placeholder, draft.answers.channel_answer(draft.step), *kinds
    )


def _panel_place(key: str, draft: Draft, facts: ServerFacts) -> discord.ui.ActionRow[Any]:
    kinds = (discord.ChannelType.text, discord.ChannelType.news)
    place = draft.answers.panel_channel_id
    return _channels(key, draft, facts, _("Which channel?"), place, *kinds)


def _channels(
    key: str,
    draft: Draft,
    facts: ServerFacts,
    placeholder: str,
    present: ChannelAnswer | None,
    *kinds: discord.ChannelType,
) -> discord.ui.ActionRow[Any]:
    known = isinstance(present, int) and present in facts.exists
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=identify("setup", key, draft.step.value, "choose"),
        placeholder=placeholder,
        channel_types=list(kinds),
        default_values=[discord.Object(int(present or 0))] if known else [],
    )
    return row(select)


# The summary


def _summary(key: str, draft: Draft, facts: ServerFacts) -> Blocks:
    lines = "\n".join(
        f"**{title}** — {value(step, draft.answers, facts)}" for step, title in titles().items()
    )
    change: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("setup", key, draft.step.value, "change"),
        placeholder=_("Change an answer…"),
        options=[
            discord.SelectOption(label=title, value=step.value) for step, title in titles().items()
        ],
    )
    go = _("Apply the changes") if draft.changes_settings else _("Set it up")
    return [
        lines,
        row(button("setup", key, draft.step.value, "go", label=go, style=_GREEN)),
        row(change),
    ]


_BODIES = {
    Step.VALIDATION: _validation,
    Step.REASON: _reason,
    Step.CATEGORY: _category,
    Step.RECEPTION: _reception,
    Step.TRANSCRIPTS: _transcripts,
    Step.MODERATORS: _moderators,
    Step.PANEL: _panel,
    Step.SUMMARY: _summary,
}


def reasons_form(key: str, answers: Answers) -> discord.ui.Modal:
    """Asks for the reasons of the selector."""
    proposed = (_("A question"), _("A problem"), _("Something else"))
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASONS_FIELD,
        style=discord.TextStyle.paragraph,
        default="\n".join(answers.reasons or proposed),
        max_length=REASONS_TEXT_LIMIT,
    )
    hint = _("One on each line, up to {limit}. Emojis and descriptions can be added later.")
    part = discord.ui.Label(
        text=_("Which reasons can members choose from?"),
        description=hint.format(limit=REASONS_LIMIT),
        component=field,
    )
    return modal(identify("setup-reasons", key), _("The selector"), part)


# At the end


def working_page() -> discord.ui.LayoutView:
    """While it is being done."""
    return page(heading(_("One moment…")), _("Everything is being set up."))


def cancelled_page(command: str) -> discord.ui.LayoutView:
    """After *Cancel*."""
    text = _("Cancelled. Nothing was changed. Start again with {command}.")
    return page(heading(_("Cancelled")), text.format(command=command))


def done_page(
    settings: Settings,
    panel: Panel | None,
    *,
    ticket_command: str,
    menu_command: str,
    role_command: str,
    unheard: Finding | None = None,
) -> discord.ui.LayoutView:
    """What was done, and how members open tickets.

    `unheard` is the doctor's finding that mentions of the moderator roles reach nobody.
    """
    saving = settings[TranscriptSettings]
    places = {
        _("Category"): settings[OpeningSettings].category_id,
        _("Requests & log channel"): settings[LogSettings].reception_channel_id,
        _("Transcripts"): saving.transcript_channel_id if saving.transcripts else None,
    }
    lines = [
        f"**{title}** — {words.channel(place)}"
        for title, place in places.items()
        if place is not None
    ]
    roles = words.roles(settings[Team].moderator_role_ids)
    title = _("Moderator roles")
    lines.append(f"**{title}** — " + (roles or _("none: only administrators see tickets")))
    opening = _("Members open tickets with {command}.").format(command=ticket_command)
    if panel is not None:
        opening = _(
            "Members open tickets with [this message]({link}) in {channel}, or {command}."
        ).format(
            link=message_link(panel),
            channel=words.channel(panel.channel_id),
            command=ticket_command,
        )
    after = _("Everything else, such as texts and limits: {command}.").format(command=menu_command)
    if not settings[Team].moderator_role_ids:
        name_roles = _("Name the staff's roles with {command}.").format(command=role_command)
        after = f"{name_roles}\n{after}"
    return page(
        heading(_("✅ Tickets are ready")),
        opening,
        line(),
        "\n".join(lines),
        *_warning(unheard),
        line(),
        f"-# {after}".replace("\n", "\n-# "),
        colour=GREEN,
    )


def _warning(unheard: Finding | None) -> Iterator[str]:
    if unheard is not None:
        named = unheard.case.about["roles"]
        assert isinstance(named, Roles)
        what, fix = (
            _(text).format(roles=words.roles(named.ids))
            for text in (unheard.check.what, unheard.check.fix)
        )
        yield f"⚠️ {what}\n{fix}"
