"""What people are told no about, as facts: the bases, and what no single feature raises.

A feature's own errors stand in its rules. ``render`` finds the words (``explain``), following
the classes upwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import dataclass_transform

    from .ticket import Action, Ticket
else:
    T = TypeVar("T")

    def dataclass_transform(**_options: Any) -> Callable[[T], T]:
        """Tells type checkers only."""
        return lambda cls: cls


@dataclass_transform(eq_default=False)
class TicketError(Exception):
    """Base of all errors that a person is told about.

    The annotations of a class are its facts: what it is made with and shows. A type checker sees
    a dataclass. Making a real one of each of a hundred takes longer than all else of a load.
    """

    _facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._facts = (*cls._facts, *vars(cls).get("__annotations__", ()))

    def __init__(self, *values: Any, **facts: Any) -> None:
        super().__init__()
        names = self._facts
        given = {**dict(zip(names, values, strict=False)), **facts}
        missing = [name for name in names if name not in given and not hasattr(type(self), name)]
        if missing or len(values) > len(names) or not given.keys() <= set(names):
            raise TypeError(f"{type(self).__name__} takes {names}, not {values} {facts}")
        vars(self).update(given)

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._facts)
        return f"{type(self).__name__}({facts})"

    def __str__(self) -> str:
        return repr(self)


class Refused(TicketError):
    """The person may not do this, or not now."""


class AdminsOnly(Refused):
    """Only who may manage the server, and Red's admins, may do this."""


class ModeratorsOnly(Refused):
    """Only ticket moderators may do this."""

    role_ids: tuple[int, ...]


class SomeoneElsesButton(Refused):
    """The button was made for one member."""

    member_id: int


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


class LimitReached(Refused):
    """The member has as many tickets as allowed; `of_type`: as many of this type."""

    limit: int
    tickets: tuple[Ticket, ...]
    of_type: bool = False


class OpenerGone(Refused):
    """The member left the server before the ticket could be opened."""


class AlreadyOpening(Refused):
    """A ticket for this member is being opened right now."""


class AlreadyAnswered(Refused):
    """This very form was sent before; it opened `ticket`."""

    ticket: Ticket


class AlreadyRequested(Refused):
    """The member's request still waits for a decision."""

    ticket: Ticket


class NobodyFound(Refused):
    """No member or role goes by what was typed."""

    given: str


class NotOnServer(Refused):
    """The member left, or the role was deleted."""

    mention: str


class NotInTicket(Refused):
    """The command only makes sense inside a ticket."""


class ReasonMissing(Refused):
    """A reason is required and none was given."""


class ReasonTooLong(Refused):
    """The reason has more characters than allowed."""

    limit: int
    length: int


class TicketMoved(TicketError):
    """The ticket isn't any more where the person saw it."""


class UnknownTicket(TicketMoved):
    """No such ticket here: an old, forged or foreign button, or not a ticket's channel."""


class WrongState(TicketMoved):
    """`action` came too late: `ticket` shows what happened meanwhile."""

    action: Action
    ticket: Ticket


class Overtaken(TicketMoved):
    """Somebody else has changed the ticket a moment before; `ticket` is as it is now."""

    ticket: Ticket


class MenuEnded(TicketMoved):
    """A question or menu from before a restart, or left alone; `command` opens it again."""

    command: str


class DiscordSaidNo(TicketError):
    """Discord refused something, or certainly would."""


class MissingPermissions(DiscordSaidNo):
    """The bot lacks permissions, by discord.py's flag names; in `channel_id`, or the server."""

    names: tuple[str, ...]
    channel_id: int | None = None


class CategoryFull(DiscordSaidNo):
    """The category holds as many channels as Discord allows."""

    category_id: int


class CategoryGone(DiscordSaidNo):
    """The category was deleted a moment ago."""


class GuildFull(DiscordSaidNo):
    """The server holds as many channels as Discord allows."""


class NameRefused(DiscordSaidNo):
    """Discord's word filter refused a channel's name."""


class NotYet(DiscordSaidNo):
    """Discord allows it in so many seconds: it was done too often."""

    seconds: int


class ChannelGone(DiscordSaidNo):
    """The channel was deleted, or the bot can't know it any more."""


class MessageGone(DiscordSaidNo):
    """The message was deleted."""


class FileTooLarge(DiscordSaidNo):
    """Discord takes no message with files of that size there."""


class Unloaded(TicketError):
    """The cog was unloaded while this was going on."""


class AnswerExpired(DiscordSaidNo):
    """Discord takes no answer any more: it allows a quarter of an hour."""


class DiscordUnreachable(DiscordSaidNo):
    """Discord didn't answer, or answered that it is broken. Trying again may help."""


class EffectUnknown(DiscordUnreachable):
    """Nor could it be asked whether it has done what it was asked for."""


class DiscordRefused(DiscordSaidNo):
    """Discord refused for a reason that has no name of its own here."""

    code: int
    text: str


class SettingRefused(TicketError):
    """The value can't work, so it isn't stored."""


class SettingsChanged(SettingRefused):
    """The settings aren't any more as they were when they were shown."""


class UnknownVariable(SettingRefused):
    """A template names a variable that doesn't exist."""

    name: str
    known: tuple[str, ...]


class TextTooLong(SettingRefused):
    """The text has more characters than allowed."""

    limit: int
    length: int


class TextEmpty(SettingRefused):
    """There is no text."""


class TooManyLines(SettingRefused):
    """More texts than can be shown."""

    limit: int


class NotANumber(SettingRefused):
    """A number was expected."""

    given: str


class OutOfRange(SettingRefused):
    """The number is too small or too large."""

    minimum: int
    maximum: int


class NotAChoice(SettingRefused):
    """One of a few words was expected."""

    given: str
    choices: tuple[str, ...]


class NotARole(SettingRefused):
    """No role goes by that name, mention or id."""

    given: str


class EveryoneRole(SettingRefused):
    """@everyone can't be a moderator or access role."""


class ManagedRole(SettingRefused):
    """The role belongs to a bot or an integration: nobody can be given it."""

    role_id: int


class AdministratorRole(SettingRefused):
    """The role holds Administrator: it sees every ticket anyway."""

    role_id: int


class TooManyRoles(SettingRefused):
    """More roles than a ticket's channel can carry."""

    limit: int


class TypeGone(Refused):
    """The type was deleted, or never was."""


class NoSuchType(Refused):
    """No type has that name; `known` are those that could be meant."""

    given: str
    known: tuple[str, ...]


class TypeRefused(SettingRefused):
    """What is wanted of a type can't work."""


class TypeNameTaken(TypeRefused):
    """Two types can't have the same name."""

    name: str


class TooManyTypes(TypeRefused):
    """The server has as many types as a selector can show."""

    limit: int


class SeveralFit(SettingRefused):
    """More than one role or channel has the name that was typed."""

    given: str
    mentions: tuple[str, ...]


class NotACategory(SettingRefused):
    """No category goes by that name or id."""

    given: str


class UnusableEmoji(SettingRefused):
    """Neither a Unicode emoji nor one of this server's; `entry` says whose it is.

    Discord says only which `option` of a selector it refuses, the first being 0.
    """

    given: str
    entry: str | None = None
    option: int | None = None


class NotAChannel(SettingRefused):
    """No text channel of the server is meant by this."""

    given: str
