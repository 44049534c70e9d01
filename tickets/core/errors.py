"""Everything that can be said no to, as facts. ``render.explain`` finds the words.

TicketError
├── Refused                 the person may not, or not now
│   ├── AdminsOnly, ModeratorsOnly, OpenerOrModeratorsOnly
│   ├── SomeoneElsesButton, SomeoneElsesInvitation, SomeoneElsesMenu
│   ├── Blocklisted, ChannelIgnored, CogDisabled
│   ├── SystemDisabled, OpenerGone
│   ├── LimitReached, AlreadyOpening, AlreadyAnswered, TooFast
│   ├── AlreadyRequested, AlreadyDecided
│   ├── Blocked, RefusedRecently, NoReception, BotsHaveNoTickets
│   ├── ModeratorsCantBeBlocked, NotBlocked, NotInTicket, NobodyFound
│   ├── NowhereToSave, NotSaved
│   ├── AccessRefused        access for a member or role can't be given or taken
│   │   ├── AccessForEveryone, AccessForManagedRole, AccessForBot
│   │   ├── HasAccess, HasNoAccess, SeesThroughRole, TooManyGuests, NotOnServer
│   │   └── IsAdministrator, IsModerator, IsOpener, IsThisBot
│   ├── PanelGone, ReasonGone
│   └── ReasonMissing, ReasonTooLong
├── TicketMoved             somebody was faster, or the button is old
│   ├── UnknownTicket, WrongState
│   └── MenuEnded
├── DiscordSaidNo           what Discord refused, or would refuse
│   ├── MissingPermissions, CategoryFull, CategoryGone, GuildFull, NameRefused
│   ├── ChannelGone, MessageGone, FileTooLarge, AnswerExpired, LeftBehind
│   └── DiscordUnreachable, EffectUnknown, DiscordRefused
└── SettingRefused          a value that can't work
    ├── UnknownVariable, TextTooLong, TextEmpty
    ├── NotANumber, OutOfRange, NotAChoice
    ├── EveryoneRole, ManagedRole, AdministratorRole, TooManyRoles, NotARole
    ├── NotACategory, NotAChannel, CategoryMissing, ReceptionNeeded, NotADuration
    ├── TranscriptChannelNeeded
    ├── NotReady            enabling found something fatal
    └── PanelRefused
        ├── NoSuchPanel, NoSuchReason, NoSuchMessage, NotASelector
        ├── TooManyReasons, DuplicateReason, LastReason
        ├── NotAColour, NotAnAddress, UnusableEmoji, EmptyLook
        ├── NotOurMessage, MessageHasComponents
        └── NotAPanelChannel, TooManyPanels
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .health import Finding
    from .ticket import Action, Ticket


class TicketError(Exception):
    """Base of all errors that a person is told about."""


class Refused(TicketError):
    """The person may not do this, or not now."""


class AdminsOnly(Refused):
    """Only who may manage the server, and Red's admins, may do this."""


@dataclass(eq=False)
class ModeratorsOnly(Refused):
    """Only ticket moderators may do this."""

    role_ids: tuple[int, ...]


@dataclass(eq=False)
class OpenerOrModeratorsOnly(Refused):
    """Only the ticket's opener and ticket moderators may do this."""

    opener_id: int
    role_ids: tuple[int, ...]


@dataclass(eq=False)
class SomeoneElsesButton(Refused):
    """The button was made for one member."""

    member_id: int


@dataclass(eq=False)
class SomeoneElsesInvitation(Refused):
    """The button opens a ticket for the member who typed the command above it."""

    member_id: int


@dataclass(eq=False)
class SomeoneElsesMenu(Refused):
    """The menu was opened by another member; `command` opens one of one's own."""

    member_id: int
    command: str


class Blocklisted(Refused):
    """The bot's block- or allowlist keeps this person out."""


class ChannelIgnored(Refused):
    """Red was told to ignore this channel or server."""


class CogDisabled(Refused):
    """The cog is disabled in this server."""


class SystemDisabled(Refused):
    """No tickets may be opened at present."""


@dataclass(eq=False)
class LimitReached(Refused):
    """The member has as many tickets as allowed."""

    limit: int
    tickets: tuple[Ticket, ...]


class OpenerGone(Refused):
    """The member left the server before the ticket could be opened."""


class AlreadyOpening(Refused):
    """A ticket for this member is being opened right now."""


@dataclass(eq=False)
class AlreadyAnswered(Refused):
    """This very form was sent before; it opened `ticket`."""

    ticket: Ticket


@dataclass(eq=False)
class AlreadyRequested(Refused):
    """The member's request still waits for a decision."""

    ticket: Ticket


@dataclass(eq=False)
class AlreadyDecided(Refused):
    """Somebody was faster: the request isn't pending any more."""

    ticket: Ticket


@dataclass(eq=False)
class Blocked(Refused):
    """The staff doesn't let this member open tickets; `until` None: for good."""

    until: int | None
    reason: str | None


@dataclass(eq=False)
class RefusedRecently(Refused):
    """The member's last request was refused, and the wait isn't over."""

    until: int


class NoReception(Refused):
    """Requests have nowhere to go: the reception channel is gone or can't be used."""


class BotsHaveNoTickets(Refused):
    """A ticket was to be opened for a bot, or a bot was to be blocked."""


class ModeratorsCantBeBlocked(Refused):
    """Ticket moderators open tickets for others anyway."""


@dataclass(eq=False)
class NotBlocked(Refused):
    """Somebody who isn't blocked was to be unblocked."""

    member_id: int


@dataclass(eq=False)
class NobodyFound(Refused):
    """No member or role goes by what was typed."""

    given: str


class NowhereToSave(Refused):
    """There is no channel that transcripts could go to."""


@dataclass(eq=False)
class NotSaved(Refused):
    """The ticket stays, for it could not be saved; `cause` says why."""

    number: int
    cause: TicketError


class NotInTicket(Refused):
    """The command only makes sense inside a ticket."""


@dataclass(eq=False)
class AccessRefused(Refused):
    """Access to a ticket can't be given or taken; `mention` names whose."""

    mention: str


class AccessForEveryone(AccessRefused):
    """@everyone was to get access."""


class AccessForManagedRole(AccessRefused):
    """The role belongs to a bot or an integration."""


class AccessForBot(AccessRefused):
    """Bots get access by their own roles, if at all."""


class HasAccess(AccessRefused):
    """The member or role sees the ticket already."""


class HasNoAccess(AccessRefused):
    """The member or role doesn't see the ticket anyway."""


class NotOnServer(AccessRefused):
    """The member left, or the role was deleted."""


class TooManyGuests(AccessRefused):
    """The channel's permissions have no room for more."""


class IsAdministrator(AccessRefused):
    """Administrators see every channel."""


class IsModerator(AccessRefused):
    """A moderator role, or a member who holds one."""


class IsOpener(AccessRefused):
    """It is their ticket."""


class IsThisBot(AccessRefused):
    """The bot couldn't work any more."""


@dataclass(eq=False)
class SeesThroughRole(AccessRefused):
    """The member has no access of their own: a role has it."""

    role_ids: tuple[int, ...]


class ReasonMissing(Refused):
    """A reason is required and none was given."""


@dataclass(eq=False)
class ReasonTooLong(Refused):
    """The reason has more characters than allowed."""

    limit: int
    length: int


class PanelGone(Refused):
    """The panel was removed."""


class ReasonGone(Refused):
    """The reason was removed from its panel."""


@dataclass(eq=False)
class TooFast(Refused):
    """Too many tickets were asked for in a short time; `server_wide` by everybody together."""

    seconds: int
    server_wide: bool


class TicketMoved(TicketError):
    """The ticket isn't any more where the person saw it."""


class UnknownTicket(TicketMoved):
    """No such ticket here: an old, forged or foreign button, or not a ticket's channel."""


@dataclass(eq=False)
class WrongState(TicketMoved):
    """`action` came too late: `ticket` shows what happened meanwhile."""

    action: Action
    ticket: Ticket


@dataclass(eq=False)
class MenuEnded(TicketMoved):
    """A question or menu from before a restart, or left alone; `command` opens it again."""

    command: str


class DiscordSaidNo(TicketError):
    """Discord refused something, or certainly would."""


@dataclass(eq=False)
class MissingPermissions(DiscordSaidNo):
    """The bot lacks permissions, by discord.py's flag names; in `channel_id`, or the server."""

    names: tuple[str, ...]
    channel_id: int | None = None


@dataclass(eq=False)
class CategoryFull(DiscordSaidNo):
    """The category holds as many channels as Discord allows."""

    category_id: int


class CategoryGone(DiscordSaidNo):
    """The category was deleted a moment ago."""


class GuildFull(DiscordSaidNo):
    """The server holds as many channels as Discord allows."""


class NameRefused(DiscordSaidNo):
    """Discord's word filter refused a channel's name."""


class ChannelGone(DiscordSaidNo):
    """The channel was deleted, or the bot can't know it any more."""


class MessageGone(DiscordSaidNo):
    """The message was deleted."""


class FileTooLarge(DiscordSaidNo):
    """Discord takes no message with files of that size there."""


class AnswerExpired(DiscordSaidNo):
    """Discord takes no answer any more: it allows a quarter of an hour."""


@dataclass(eq=False)
class LeftBehind(DiscordSaidNo):
    """`cause` ended what was being made, and of that, these channels couldn't be removed."""

    cause: Exception
    channel_ids: tuple[int, ...]


class DiscordUnreachable(DiscordSaidNo):
    """Discord didn't answer, or answered that it is broken. Trying again may help."""


class EffectUnknown(DiscordUnreachable):
    """Nor could it be asked whether it has done what it was asked for."""


@dataclass(eq=False)
class DiscordRefused(DiscordSaidNo):
    """Discord refused for a reason that has no name of its own here."""

    code: int
    text: str


class SettingRefused(TicketError):
    """The value can't work, so it isn't stored."""


@dataclass(eq=False)
class UnknownVariable(SettingRefused):
    """A template names a variable that doesn't exist."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TextTooLong(SettingRefused):
    """The text has more characters than allowed."""

    limit: int
    length: int


class TextEmpty(SettingRefused):
    """There is no text."""


@dataclass(eq=False)
class NotANumber(SettingRefused):
    """A number was expected."""

    given: str


@dataclass(eq=False)
class OutOfRange(SettingRefused):
    """The number is too small or too large."""

    minimum: int
    maximum: int


@dataclass(eq=False)
class NotAChoice(SettingRefused):
    """One of a few words was expected."""

    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class NotARole(SettingRefused):
    """No role goes by that name, mention or id."""

    given: str


class EveryoneRole(SettingRefused):
    """@everyone can't be a moderator or access role."""


@dataclass(eq=False)
class ManagedRole(SettingRefused):
    """The role belongs to a bot or an integration: nobody can be given it."""

    role_id: int


@dataclass(eq=False)
class AdministratorRole(SettingRefused):
    """The role holds Administrator: it sees every ticket anyway."""

    role_id: int


@dataclass(eq=False)
class TooManyRoles(SettingRefused):
    """More roles than a ticket's channel can carry."""

    limit: int


@dataclass(eq=False)
class NotACategory(SettingRefused):
    """No category goes by that name or id."""

    given: str


@dataclass(eq=False)
class NotReady(SettingRefused):
    """The system can't be enabled with these findings of the doctor's."""

    findings: tuple[Finding, ...]


@dataclass(eq=False)
class ChoiceGone(SettingRefused):
    """What was chosen for the setting called `title` has been deleted meanwhile."""

    title: str


@dataclass(eq=False)
class NoRoom(SettingRefused):
    """No channel can be created in the category, or (None) on the whole server."""

    category_id: int | None


class ChangedMeanwhile(SettingRefused):
    """Somebody else has changed the settings that are to be set."""


@dataclass(eq=False)
class NotPossible(SettingRefused):
    """What the assistant is to do can't work before these problems are solved."""

    problems: tuple[TicketError, ...]


class PanelRefused(SettingRefused):
    """What is wanted of a panel can't work."""


@dataclass(eq=False)
class NoSuchPanel(PanelRefused):
    """No panel has that number; `known` are those that exist."""

    given: str
    known: tuple[int, ...]


@dataclass(eq=False)
class NoSuchReason(PanelRefused):
    """No reason of the panel has that name or position."""

    given: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TooManyReasons(PanelRefused):
    """A selector has as many reasons as Discord allows."""

    limit: int


@dataclass(eq=False)
class DuplicateReason(PanelRefused):
    """Two reasons of a panel can't have the same name."""

    name: str


class LastReason(PanelRefused):
    """The only reason of a selector can't be removed."""


class NotASelector(PanelRefused):
    """Only selectors have reasons."""


@dataclass(eq=False)
class NotAColour(PanelRefused):
    """A colour such as #5865F2 was expected."""

    given: str


@dataclass(eq=False)
class NotAnAddress(PanelRefused):
    """The address of a picture has to begin with http:// or https://."""

    given: str


@dataclass(eq=False)
class UnusableEmoji(PanelRefused):
    """Neither a Unicode emoji nor one of this server's."""

    given: str


class EmptyLook(PanelRefused):
    """A message without any words or picture can't be posted."""


class NotOurMessage(PanelRefused):
    """A panel can only be attached to a message of the bot's own."""


class MessageHasComponents(PanelRefused):
    """The message has buttons or selectors already."""


class NotAPanelChannel(PanelRefused):
    """The place for a panel was deleted, or isn't a text channel."""


@dataclass(eq=False)
class TooManyPanels(PanelRefused):
    """The server has as many panels as the cog allows."""

    limit: int


class NoSuchMessage(PanelRefused):
    """No message was found by that link or id."""


@dataclass(eq=False)
class NotAChannel(SettingRefused):
    """No text channel of the server is meant by this."""

    given: str


class TranscriptChannelNeeded(SettingRefused):
    """Automatic transcripts can't do without a channel."""


class ReceptionNeeded(SettingRefused):
    """Manual validation can't do without a reception channel."""


@dataclass(eq=False)
class NotADuration(SettingRefused):
    """No length of time that can be understood."""

    given: str


class CategoryMissing(SettingRefused):
    """No category is set, or the one that was is deleted."""
