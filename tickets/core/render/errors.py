"""Sentences for the errors that no single feature raises."""

from __future__ import annotations

from redbot.core.utils.chat_formatting import humanize_number

from ...i18n import _, used
from .. import errors
from ..duration import NotADuration
from ..feature import Sentence
from ..ticket import Action, State
from . import words
from .failures import always
from .permissions import permissions


def given(text: str) -> str:
    """What somebody wrote, as code: clipped, and without breaking out of it."""
    return "`" + words.clip(words.plain(text).replace("`", "ˋ"), 60) + "`"


# --------------------------------------------------------------------- refusals


def _admins_only(error: errors.AdminsOnly) -> str:
    return _("You need the **Manage Server** permission, or one of this bot's admin roles.")


def _moderators_only(error: errors.ModeratorsOnly) -> str:
    if not error.role_ids:
        return _("Only administrators can do this.")
    return _("Only {roles} and administrators can do this.").format(
        roles=words.roles(error.role_ids)
    )


def _someone_elses_button(error: errors.SomeoneElsesButton) -> str:
    return _("This button is for {member}.").format(member=words.member(error.member_id))


def _someone_elses_menu(error: errors.SomeoneElsesMenu) -> str:
    return _("This is the menu of {member}. Type {command} to open your own.").format(
        member=words.member(error.member_id), command=error.command
    )


def _blocklisted(error: errors.Blocklisted) -> str:
    return _("You aren't allowed to use this bot here.")


def _channel_ignored(error: errors.ChannelIgnored) -> str:
    return _("This bot was told to ignore this channel.")


def _cog_disabled(error: errors.CogDisabled) -> str:
    return _("Tickets are disabled on this server.")


def _limit_reached(error: errors.LimitReached) -> str:
    links = ", ".join(words.ticket(ticket) for ticket in error.tickets[-5:])
    if error.of_type:
        return words.for_count(
            len(error.tickets),
            _("You already have an open ticket of this type: {links}. Close it first."),
            _(
                "You already have {count} open tickets of this type, the maximum: {links}. "
                "Close one first."
            ),
            links=links,
        )
    if len(error.tickets) == 1:
        return _(
            "You already have an open ticket: {links}. You can only have one at a time."
        ).format(links=links)
    return _(
        "You already have {count} open tickets, the maximum here: {links}. Close one first."
    ).format(count=len(error.tickets), links=links)


def _opener_gone(error: errors.OpenerGone) -> str:
    return _("This member has left the server, so no ticket was opened.")


def _already_opening(error: errors.AlreadyOpening) -> str:
    return _("Your ticket is already being opened, one moment…")


def _already_answered(error: errors.AlreadyAnswered) -> str:
    if error.ticket.channel_id is not None:
        return _("You already sent this form. Your ticket is {channel}.").format(
            channel=words.channel(error.ticket.channel_id)
        )
    return _("You already sent this form. Run {command} to start again.").format(
        command=used("ticket")
    )


def _nobody_found(error: errors.NobodyFound) -> str:
    return _("No member or role matches {given}. Mention them, or give their ID.").format(
        given=given(error.given)
    )


def _not_on_server(error: errors.NotOnServer) -> str:
    return _("{who} is no longer on this server.").format(who=error.mention)


def _not_in_ticket(error: errors.NotInTicket) -> str:
    return _("Use this command in the channel of a ticket.")


def _reason_missing(error: errors.ReasonMissing) -> str:
    return _("Please write a few words. Spaces alone aren't enough.")


def _reason_too_long(error: errors.ReasonTooLong) -> str:
    return _(
        "That's a bit long ({length} of {limit} characters). Keep it short here: you "
        "can write the rest in the ticket."
    ).format(length=humanize_number(error.length), limit=humanize_number(error.limit))


# ------------------------------------------------------------------------ moved


def _unknown_ticket(error: errors.UnknownTicket) -> str:
    return _("This ticket no longer exists.")


def _menu_ended(error: errors.MenuEnded) -> str:
    return _("This menu has expired. Type {command} to open a new one.").format(
        command=error.command
    )


def _wrong_state(error: errors.WrongState) -> str:
    ticket = error.ticket
    match ticket.state:
        case State.CLOSED if ticket.closed_by_id is not None:
            return _("This ticket was already closed by {closer} {when}.").format(
                closer=words.member(ticket.closed_by_id), when=words.moment(ticket.since, "R")
            )
        case State.OPEN if error.action is not Action.REOPEN:
            return _("This ticket was reopened in the meantime, so nothing was changed.")
        case State.OPEN if ticket.reopened_by_id is None:
            return _("This ticket is open.")
        case State.OPEN:
            return _("This ticket was already reopened by {member}.").format(
                member=words.member(ticket.reopened_by_id or 0)
            )
        case State.OPENING:
            return _("This ticket is still being opened, one moment…")
        case State.REQUESTED:
            return _("Its channel was deleted: the request waits for a decision again.")
        case State.DELETING:
            return _("This ticket is being deleted.")
        case State.DELETED | State.FAILED:
            return _("This ticket was deleted.")
    return _("This ticket no longer exists.")


def _overtaken(error: errors.Overtaken) -> str:
    return _("Someone else changed this ticket in the meantime, so nothing was changed.")


# ---------------------------------------------------------------------- Discord


def _missing_permissions(error: errors.MissingPermissions) -> str:
    names = permissions(error.names)
    if error.channel_id is None:
        return words.for_count(
            len(error.names),
            _("The bot lacks the permission {names} on this server."),
            _("The bot lacks the permissions {names} on this server."),
            names=names,
        )
    return words.for_count(
        len(error.names),
        _("The bot lacks the permission {names} in {channel}."),
        _("The bot lacks the permissions {names} in {channel}."),
        names=names,
        channel=words.channel(error.channel_id),
    )


def _category_full(error: errors.CategoryFull) -> str:
    return _(
        "There's no room for another ticket in {category} right now. Please tell the staff."
    ).format(category=words.channel(error.category_id))


def _category_gone(error: errors.CategoryGone) -> str:
    return _("The ticket category has just been deleted. Please try again.")


def _guild_full(error: errors.GuildFull) -> str:
    return _("This server is full: Discord allows 500 channels. Please tell the staff.")


def _name_refused(error: errors.NameRefused) -> str:
    return _("Discord refused the name of the channel.")


def _not_yet(error: errors.NotYet) -> str:
    return words.for_count(
        error.seconds,
        _("Discord doesn't allow this so often. Try again in 1 second."),
        _("Discord doesn't allow this so often. Try again in {count} seconds."),
    )


def _channel_gone(error: errors.ChannelGone) -> str:
    return _("The ticket's channel was deleted.")


def _message_gone(error: errors.MessageGone) -> str:
    return _("The message was deleted.")


def _file_too_large(error: errors.FileTooLarge) -> str:
    return _("Discord takes no files of that size there.")


def _unloaded(error: errors.Unloaded) -> str:
    return _("Tickets have just been turned off. Please try again later.")


def _answer_expired(error: errors.AnswerExpired) -> str:
    return _("Discord takes an answer only within a quarter of an hour.")


def _unreachable(error: errors.DiscordUnreachable) -> str:
    return _("Discord isn't responding. Please try again in a moment.")


def _discord_refused(error: errors.DiscordRefused) -> str:
    return _("Discord refused this: {text} (code {code}).").format(
        text=words.escaped(words.clip(error.text, 200)), code=error.code
    )


# --------------------------------------------------------------------- settings


def _unknown_variable(error: errors.UnknownVariable) -> str:
    return _("{name} isn't a variable. You can use: {known}.").format(
        name=given(error.name), known=", ".join(f"`{variable}`" for variable in error.known)
    )


def _text_too_long(error: errors.TextTooLong) -> str:
    return _("That's too long: {length} characters, and {limit} are possible.").format(
        length=humanize_number(error.length), limit=humanize_number(error.limit)
    )


def _too_many_lines(error: errors.TooManyLines) -> str:
    return _("That's too many: {limit} are possible.").format(limit=error.limit)


def _text_empty(error: errors.TextEmpty) -> str:
    return _("The text is empty.")


def _not_a_number(error: errors.NotANumber) -> str:
    return _("{given} isn't a whole number.").format(given=given(error.given))


def _out_of_range(error: errors.OutOfRange) -> str:
    return _("The number must be between {minimum} and {maximum}.").format(
        minimum=error.minimum, maximum=error.maximum
    )


def _not_a_choice(error: errors.NotAChoice) -> str:
    return _("{given} isn't a possible value. Please use one of these: {choices}.").format(
        given=given(error.given), choices=", ".join(f"`{choice}`" for choice in error.choices)
    )


def _several_fit(error: errors.SeveralFit) -> str:
    # One that is meant is told from the others by its id, which a mention holds.
    found = ", ".join(f"{one} `{one.strip('<@&#>')}`" for one in error.mentions[:5])
    return _("{given} fits more than one: {found}. Use the ID of the one you mean.").format(
        given=given(error.given), found=found
    )


def _not_a_role(error: errors.NotARole) -> str:
    return _("I can't find a role named {given}. Pick one from the list, or paste its ID.").format(
        given=given(error.given)
    )


def _everyone_role(error: errors.EveryoneRole) -> str:
    return _("You can't choose @everyone. Every member would see all tickets.")


def _managed_role(error: errors.ManagedRole) -> str:
    return _("{role} is a bot's own role. Members can't have it.").format(
        role=words.role(error.role_id)
    )


def _administrator_role(error: errors.AdministratorRole) -> str:
    return _("{role} has the Administrator permission. It sees every ticket anyway.").format(
        role=words.role(error.role_id)
    )


def _too_many_roles(error: errors.TooManyRoles) -> str:
    return _("You can choose at most {limit} roles.").format(limit=error.limit)


def _not_a_category(error: errors.NotACategory) -> str:
    return _(
        "I can't find a category named {given}. Paste its ID if the name is hard to type."
    ).format(given=given(error.given))


def _not_a_channel(error: errors.NotAChannel) -> str:
    return _(
        "I can't find a text channel named {given}. Pick one from the list, or paste its ID."
    ).format(given=given(error.given))


def _unusable_emoji(error: errors.UnusableEmoji) -> str:
    if error.entry is not None:
        return _("{given}, the emoji of {entry}, can't be used on this server.").format(
            given=given(error.given), entry=given(error.entry)
        )
    return _("{given} isn't an emoji that I can use on this server.").format(
        given=given(error.given)
    )


def _not_a_duration(error: NotADuration) -> str:
    return _("I don't understand the duration {given}. Try `2h`, `3d` or `1w`.").format(
        given=given(error.given)
    )


def _type_gone(error: errors.TypeGone) -> str:
    return _("This type of ticket no longer exists.")


def _settings_changed(error: errors.SettingsChanged) -> str:
    return _("Settings were changed in the meantime. Please look again at what will change.")


def _no_such_type(error: errors.NoSuchType) -> str:
    if not error.known:
        return _("There is no type {given}.").format(given=given(error.given))
    return _("There is no type {given}. There are: {known}.").format(
        given=given(error.given), known=words.clip(", ".join(map(given, error.known)), 1500)
    )


def _type_name_taken(error: errors.TypeNameTaken) -> str:
    return _("There is a type called **{name}** already.").format(
        name=words.escaped(words.clip(error.name, 80))
    )


def _too_many_types(error: errors.TooManyTypes) -> str:
    return _("A server can have {limit} types at most.").format(limit=error.limit)


SENTENCES = (
    Sentence(errors.TypeGone, _type_gone),
    Sentence(errors.SettingsChanged, _settings_changed),
    Sentence(errors.NoSuchType, _no_such_type),
    Sentence(errors.TypeNameTaken, _type_name_taken),
    Sentence(errors.TooManyTypes, _too_many_types),
    Sentence(errors.AdminsOnly, _admins_only),
    Sentence(errors.ModeratorsOnly, _moderators_only),
    Sentence(errors.SomeoneElsesButton, _someone_elses_button),
    Sentence(errors.SomeoneElsesMenu, _someone_elses_menu),
    Sentence(errors.Blocklisted, _blocklisted),
    Sentence(errors.ChannelIgnored, _channel_ignored),
    Sentence(errors.CogDisabled, _cog_disabled),
    Sentence(errors.LimitReached, _limit_reached),
    Sentence(errors.OpenerGone, _opener_gone),
    Sentence(errors.AlreadyOpening, _already_opening),
    Sentence(errors.AlreadyAnswered, _already_answered),
    Sentence(errors.NobodyFound, _nobody_found),
    Sentence(errors.NotOnServer, _not_on_server),
    Sentence(errors.NotInTicket, _not_in_ticket),
    Sentence(errors.ReasonMissing, _reason_missing),
    Sentence(errors.ReasonTooLong, _reason_too_long),
    Sentence(errors.UnknownTicket, _unknown_ticket),
    Sentence(errors.MenuEnded, _menu_ended),
    Sentence(errors.WrongState, _wrong_state),
    Sentence(errors.Overtaken, _overtaken),
    Sentence(errors.MissingPermissions, _missing_permissions, for_doctor=always),
    Sentence(errors.CategoryFull, _category_full, for_doctor=always),
    Sentence(errors.CategoryGone, _category_gone),
    Sentence(errors.GuildFull, _guild_full, for_doctor=always),
    Sentence(errors.NameRefused, _name_refused),
    Sentence(errors.NotYet, _not_yet),
    Sentence(errors.ChannelGone, _channel_gone),
    Sentence(errors.MessageGone, _message_gone),
    Sentence(errors.FileTooLarge, _file_too_large),
    Sentence(errors.Unloaded, _unloaded),
    Sentence(errors.AnswerExpired, _answer_expired),
    Sentence(errors.DiscordUnreachable, _unreachable),
    Sentence(errors.DiscordRefused, _discord_refused),
    Sentence(errors.UnknownVariable, _unknown_variable),
    Sentence(errors.TextTooLong, _text_too_long),
    Sentence(errors.TooManyLines, _too_many_lines),
    Sentence(errors.TextEmpty, _text_empty),
    Sentence(errors.NotANumber, _not_a_number),
    Sentence(errors.OutOfRange, _out_of_range),
    Sentence(errors.NotAChoice, _not_a_choice),
    Sentence(errors.SeveralFit, _several_fit),
    Sentence(errors.NotARole, _not_a_role),
    Sentence(errors.EveryoneRole, _everyone_role),
    Sentence(errors.ManagedRole, _managed_role),
    Sentence(errors.AdministratorRole, _administrator_role),
    Sentence(errors.TooManyRoles, _too_many_roles),
    Sentence(errors.NotACategory, _not_a_category),
    Sentence(errors.NotAChannel, _not_a_channel),
    Sentence(errors.UnusableEmoji, _unusable_emoji),
    Sentence(NotADuration, _not_a_duration),
)
