"""Sentences for the errors that no single feature raises."""

from __future__ import annotations

from redbot.core.utils.chat_formatting import humanize_number

from ...i18n import _
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
    return _("You need the permission **Manage Server**, or one of this bot's admin roles.")


def _moderators_only(error: errors.ModeratorsOnly) -> str:
    if not error.role_ids:
        return _("Only ticket moderators can do this: administrators of this server.")
    return _("Only ticket moderators can do this: administrators and {roles}.").format(
        roles=words.roles(error.role_ids)
    )


def _someone_elses_button(error: errors.SomeoneElsesButton) -> str:
    return _("This button is for {member}.").format(member=words.member(error.member_id))


def _someone_elses_menu(error: errors.SomeoneElsesMenu) -> str:
    return _("This is the menu of {member}. Type {command} to open your own.").format(
        member=words.member(error.member_id), command=error.command
    )


def _blocklisted(error: errors.Blocklisted) -> str:
    return _("You can't use this bot: its owner or this server doesn't allow it.")


def _channel_ignored(error: errors.ChannelIgnored) -> str:
    return _("This bot was told to ignore this channel.")


def _cog_disabled(error: errors.CogDisabled) -> str:
    return _("Tickets are disabled on this server.")


def _limit_reached(error: errors.LimitReached) -> str:
    links = ", ".join(
        words.channel(ticket.channel_id) if ticket.channel_id else f"#{ticket.number}"
        for ticket in error.tickets[-5:]
    )
    if error.limit == 1:
        return _("You already have a ticket: {links}. Only one at a time is possible.").format(
            links=links
        )
    return _("You already have {count} tickets: {links}. The limit is {limit}.").format(
        count=len(error.tickets), links=links, limit=error.limit
    )


def _opener_gone(error: errors.OpenerGone) -> str:
    return _("This member is no longer on the server: no ticket was opened.")


def _already_opening(error: errors.AlreadyOpening) -> str:
    return _("A ticket is being opened right now, one moment.")


def _already_answered(error: errors.AlreadyAnswered) -> str:
    if error.ticket.channel_id is not None:
        return _("This form was already sent: your ticket is {channel}.").format(
            channel=words.channel(error.ticket.channel_id)
        )
    return _("This form was already sent. Please use the ticket command again.")


def _nobody_found(error: errors.NobodyFound) -> str:
    return _("No member or role matches {given}. Mention them, or give their ID.").format(
        given=given(error.given)
    )


def _not_on_server(error: errors.NotOnServer) -> str:
    return _("{who} is no longer on this server.").format(who=error.mention)


def _not_in_ticket(error: errors.NotInTicket) -> str:
    return _("Use this command in the channel of a ticket.")


def _reason_missing(error: errors.ReasonMissing) -> str:
    return _("Please say in a few words why; spaces alone are not enough.")


def _reason_too_long(error: errors.ReasonTooLong) -> str:
    return _(
        "The reason has {length} characters; at most {limit} are possible. "
        "Please shorten it: you can write everything else in the ticket."
    ).format(length=humanize_number(error.length), limit=humanize_number(error.limit))


# ------------------------------------------------------------------------ moved


def _unknown_ticket(error: errors.UnknownTicket) -> str:
    return _("This ticket doesn't exist any more.")


def _menu_ended(error: errors.MenuEnded) -> str:
    return _("This menu has ended, type {command}.").format(command=error.command)


def _wrong_state(error: errors.WrongState) -> str:
    ticket = error.ticket
    match ticket.state:
        case State.CLOSED if ticket.closed_by_id is not None:
            return _("This ticket was already closed by {closer} {when}.").format(
                closer=words.member(ticket.closed_by_id), when=words.moment(ticket.since, "R")
            )
        case State.OPEN if error.action is not Action.REOPEN:
            return _("This ticket is open again: nothing was done.")
        case State.OPEN if ticket.reopened_by_id is None:
            return _("This ticket is open.")
        case State.OPEN:
            return _("This ticket was already reopened by {member}.").format(
                member=words.member(ticket.reopened_by_id or 0)
            )
        case State.OPENING:
            return _("This ticket is still being opened, one moment.")
        case State.REQUESTED:
            return _("Its channel was deleted: the request waits for a decision again.")
        case State.DELETING:
            return _("This ticket is being deleted.")
        case State.DELETED | State.FAILED:
            return _("This ticket was deleted.")
    return _("This ticket doesn't exist any more.")


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
        "The category {category} is full: Discord allows 50 channels in one. "
        "Please tell the staff."
    ).format(category=words.channel(error.category_id))


def _category_gone(error: errors.CategoryGone) -> str:
    return _("The category of the tickets was deleted a moment ago. Please try again.")


def _guild_full(error: errors.GuildFull) -> str:
    return _("This server is full: Discord allows 500 channels. Please tell the staff.")


def _name_refused(error: errors.NameRefused) -> str:
    return _("Discord refused the name of the channel.")


def _channel_gone(error: errors.ChannelGone) -> str:
    return _("The ticket's channel was deleted.")


def _message_gone(error: errors.MessageGone) -> str:
    return _("The message was deleted.")


def _file_too_large(error: errors.FileTooLarge) -> str:
    return _("Discord takes no files of that size there.")


def _unloaded(error: errors.Unloaded) -> str:
    return _("Tickets were switched off at this very moment. Please try again later.")


def _answer_expired(error: errors.AnswerExpired) -> str:
    return _("Discord takes an answer only within a quarter of an hour.")


def _unreachable(error: errors.DiscordUnreachable) -> str:
    return _("Discord doesn't answer at present. Please try again in a moment.")


def _discord_refused(error: errors.DiscordRefused) -> str:
    return _("Discord refused this: {text} (code {code}).").format(
        text=words.escaped(words.clip(error.text, 200)), code=error.code
    )


# --------------------------------------------------------------------- settings


def _unknown_variable(error: errors.UnknownVariable) -> str:
    return _("There is no variable {name}. These exist: {known}.").format(
        name=given(error.name), known=", ".join(f"`{variable}`" for variable in error.known)
    )


def _text_too_long(error: errors.TextTooLong) -> str:
    return _("The text has {length} characters; at most {limit} are possible.").format(
        length=humanize_number(error.length), limit=humanize_number(error.limit)
    )


def _text_empty(error: errors.TextEmpty) -> str:
    return _("The text is empty.")


def _not_a_number(error: errors.NotANumber) -> str:
    return _("{given} is not a whole number.").format(given=given(error.given))


def _out_of_range(error: errors.OutOfRange) -> str:
    return _("The number must be between {minimum} and {maximum}.").format(
        minimum=error.minimum, maximum=error.maximum
    )


def _not_a_choice(error: errors.NotAChoice) -> str:
    return _("{given} is not one of {choices}.").format(
        given=given(error.given), choices=", ".join(f"`{choice}`" for choice in error.choices)
    )


def _not_a_role(error: errors.NotARole) -> str:
    return _("There is no role {given}.").format(given=given(error.given))


def _everyone_role(error: errors.EveryoneRole) -> str:
    return _("@everyone can't be chosen: every member would see all tickets.")


def _managed_role(error: errors.ManagedRole) -> str:
    return _("{role} belongs to a bot or an integration: no member can be given it.").format(
        role=words.role(error.role_id)
    )


def _administrator_role(error: errors.AdministratorRole) -> str:
    return _("{role} has the Administrator permission: it sees every ticket anyway.").format(
        role=words.role(error.role_id)
    )


def _too_many_roles(error: errors.TooManyRoles) -> str:
    return _("You can choose at most {limit} roles.").format(limit=error.limit)


def _not_a_category(error: errors.NotACategory) -> str:
    return _("There is no category {given}.").format(given=given(error.given))


def _not_a_channel(error: errors.NotAChannel) -> str:
    return _("There is no text channel {given}.").format(given=given(error.given))


def _unusable_emoji(error: errors.UnusableEmoji) -> str:
    if error.entry is not None:
        return _("{given}, the emoji of {entry}, can't be used on this server.").format(
            given=given(error.given), entry=given(error.entry)
        )
    return _("{given} is not an emoji that can be used on this server.").format(
        given=given(error.given)
    )


def _not_a_duration(error: NotADuration) -> str:
    return _("{given} is no length of time. Examples: `2h`, `3d`, `1w`.").format(
        given=given(error.given)
    )


SENTENCES = (
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
    Sentence(errors.MissingPermissions, _missing_permissions, for_doctor=always),
    Sentence(errors.CategoryFull, _category_full, for_doctor=always),
    Sentence(errors.CategoryGone, _category_gone),
    Sentence(errors.GuildFull, _guild_full, for_doctor=always),
    Sentence(errors.NameRefused, _name_refused),
    Sentence(errors.ChannelGone, _channel_gone),
    Sentence(errors.MessageGone, _message_gone),
    Sentence(errors.FileTooLarge, _file_too_large),
    Sentence(errors.Unloaded, _unloaded),
    Sentence(errors.AnswerExpired, _answer_expired),
    Sentence(errors.DiscordUnreachable, _unreachable),
    Sentence(errors.DiscordRefused, _discord_refused),
    Sentence(errors.UnknownVariable, _unknown_variable),
    Sentence(errors.TextTooLong, _text_too_long),
    Sentence(errors.TextEmpty, _text_empty),
    Sentence(errors.NotANumber, _not_a_number),
    Sentence(errors.OutOfRange, _out_of_range),
    Sentence(errors.NotAChoice, _not_a_choice),
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
