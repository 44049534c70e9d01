"""What doesn't come across as it was, by name, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...config_file.render import titled_line
from ...core.render import words
from ...i18n import _
from ..rules.left_out import NamedKind, What, Why

if TYPE_CHECKING:
    from ..rules.left_out import LeftOut, Named

#: How much of their texts is shown.
_OWNER, _VALUE = 60, 120
#: How many roles or channels are named at once.
_MOST = 8


def left_out_line(one: LeftOut) -> str:
    """One of them: what it is, whose, what it was, and why it doesn't come."""
    title = _what(one.what)
    if one.owner:
        title += f" · {_short(one.owner, _OWNER)}"
    named = " ".join(map(_named, one.named[:_MOST]))
    value = " ".join(filter(None, (_short(one.value, _VALUE), named)))
    why = _why(one.why).format(limit=one.limit)
    return titled_line(title, f"{value} ({why})" if value else why)


def _short(text: str, limit: int) -> str:
    return words.escaped(words.clip(" ".join(words.plain(text).split()), limit))


def _named(one: Named) -> str:
    show = {
        NamedKind.ROLE: words.role,
        NamedKind.CHANNEL: words.channel,
        NamedKind.MEMBER: words.member,
    }
    return show[one.kind](one.id)


def _why(why: Why) -> str:
    return {
        Why.NO_COUNTERPART: _("nothing like it here"),
        Why.DIFFERS: _("comes, but works in another way"),
        Why.ONE_FOR_ALL: _("here it counts for the whole server"),
        Why.GONE: _("was deleted"),
        Why.UNUSABLE_ROLE: _("not usable here"),
        Why.TOO_LONG: _("left out, at most {limit} characters fit"),
        Why.TOO_MANY: _("left out, at most {limit} are possible"),
        Why.OUT_OF_RANGE: _("becomes {limit}"),
        Why.NO_VARIABLE: _("taken out, there is no such variable here"),
        Why.NO_EMOJI: _("left out, I can't use this emoji"),
        Why.NOT_THE_BOTS: _("someone else's message, I can't change it"),
        Why.DAMAGED: _("can't be read"),
    }[why]


def _what(what: What) -> str:
    return {**_settings(), **_things()}[what]


def _settings() -> dict[What, str]:
    return {
        What.SETTING: _("Setting"),
        What.TYPE: _("Type"),
        What.TYPE_NAME: _("Name of a type"),
        What.THREADS: _("Tickets in threads"),
        What.SUSPENSION_TEXT: _("Text while tickets are paused"),
        What.MODERATORS: _("Moderator roles"),
        What.ACCESS_ROLES: _("Access roles"),
        What.OBSERVERS: _("Observer roles"),
        What.MENTIONED_ROLES: _("Mentioned roles"),
        What.REQUIRED_ROLES: _("Required roles"),
        What.REFUSED_ROLES: _("Refused roles"),
        What.TICKET_ROLE: _("Role for openers"),
        What.CATEGORY: _("Category"),
        What.CLOSED_CATEGORY: _("Category for closed tickets"),
        What.LOG_CHANNEL: _("Log channel"),
        What.OVERVIEW: _("Overview message"),
        What.AUDIT_LOG: _("Audit log"),
        What.FALLBACK: _("Fallback when opening fails"),
        What.CHANNEL_NAME: _("Channel name"),
        What.WELCOME: _("Welcome message"),
        What.WELCOME_IMAGE: _("Picture of the welcome message"),
        What.WELCOME_COLOUR: _("Colour of the welcome message"),
        What.OUTSIDE_TEXT: _("Text outside opening hours"),
        What.FORM_TITLE: _("Title of a form"),
        What.QUESTION: _("Question of a form"),
        What.OPTIONAL_REASON: _("Optional opening reason"),
        What.READY_ANSWER: _("Ready answer"),
        What.ANSWER_CLOSES: _("Ready answer that closes"),
        What.LIMIT: _("Tickets per member"),
        What.LIMIT_OF_ALL: _("Tickets of all members"),
        What.RATE_LIMIT: _("Tickets per hour"),
        What.PAUSE: _("Wait between tickets"),
        What.ACCOUNT_AGE: _("Age of the account"),
        What.SERVER_AGE: _("Time on the server"),
        What.HOURS: _("Opening hours"),
        What.TIMEZONE: _("Time zone"),
        What.SILENCE: _("Closing on silence"),
        What.STAFF_SILENCE: _("Closing when the staff is silent"),
        What.ESCALATION: _("Escalation"),
        What.DELETION: _("Deletion after closing"),
        What.REOPENING: _("Reopening by the opener"),
        What.TRANSCRIPT_RETENTION: _("How long transcripts stay"),
        What.TRANSCRIPT_FORMATS: _("Formats of transcripts"),
        What.STAFF_LIMIT: _("Staff members per ticket"),
        What.CLAIM_LIMIT: _("Claims per moderator"),
        What.TRANSCRIPTS: _("Automatic transcripts"),
        What.OPENER_DELETES: _("Deletion when the opener closes"),
        What.OPENER_RENAMES: _("Renaming by the opener"),
        What.OPENER_ADDS: _("Adding people as the opener"),
        What.OPENER_REMOVES: _("Removing people as the opener"),
        What.MODLOG: _("Cases of the modlog"),
        What.APPEALS: _("Appeals"),
        What.DANK_PAYOUTS: _("Closing after a payout"),
        What.OPENING_BY_REACTION: _("Opening by reaction"),
        What.RENAMED_BY_CHOICE: _("Channel named after the choice"),
        What.AUDIT_REASONS: _("Reasons in the audit log"),
        What.STATISTICS: _("Statistics"),
    }


def _things() -> dict[What, str]:
    return {
        What.PANEL: _("Panel"),
        What.BECOMES_SELECTOR: _("Panel that becomes a selector"),
        What.ENTRY: _("Button of a panel"),
        What.ENTRY_WORDS: _("Words of a button"),
        What.ENTRY_EMOJI: _("Emoji of a button"),
        What.ENTRY_DESCRIPTION: _("Description of a choice"),
        What.TICKET: _("Ticket"),
        What.TICKET_LOCK: _("Locked ticket"),
        What.TICKET_NOTES: _("Notes on a ticket"),
        What.CLOSED_BY: _("Who closed a ticket"),
        What.BLOCK: _("Block"),
        What.BLOCK_DETAILS: _("Details of a block"),
    }
