"""The words for every error: one sentence or two that say what is and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core.utils.chat_formatting import humanize_number

from ...doctor.render.findings import Wording, in_short
from ...i18n import _
from .. import errors
from ..ticket import Action, State
from . import controls, words
from .permissions import permissions

if TYPE_CHECKING:
    import discord

    from ..ticket import Ticket


def explain(error: errors.TicketError) -> str:
    """What to tell the person whose action ended in `error`."""
    match error:
        case errors.Refused():
            return _explain_refusal(error)
        case errors.TicketMoved():
            return _explain_move(error)
        case errors.DiscordSaidNo():
            return _explain_discord(error)
        case errors.SettingRefused():
            return _explain_setting(error)
    return something_broke()


def remedy(error: errors.TicketError) -> discord.ui.View | None:
    """What the person can press below the sentence."""
    if isinstance(error, errors.AlreadyRequested):
        return controls.withdraw(error.ticket.number)
    if isinstance(error, errors.NotSaved):
        return controls.retry_deletion(error.number)
    return None


def is_for_doctor(error: errors.TicketError) -> bool:
    """Whether the doctor would find the reason, and an admin could do something about it."""
    if isinstance(error, errors.NotSaved):
        return is_for_doctor(error.cause)
    return isinstance(
        error,
        errors.MissingPermissions
        | errors.CategoryFull
        | errors.GuildFull
        | errors.NoReception
        | errors.NowhereToSave
        | errors.NotReady,
    )


def something_broke() -> str:
    """For errors that nobody foresaw."""
    return _("Something went wrong here. It was noted in the bot's log; please try again later.")


def _explain_refusal(error: errors.Refused) -> str:
    match error:
        case errors.AdminsOnly():
            return _(
                "You need the permission **Manage Server**, or one of this bot's admin roles."
            )
        case errors.ModeratorsOnly(role_ids=role_ids):
            return _moderators_only(role_ids)
        case errors.OpenerOrModeratorsOnly(opener_id=opener_id, role_ids=role_ids):
            return _opener_or_moderators_only(words.member(opener_id), role_ids)
        case errors.SomeoneElsesButton(member_id=member_id):
            return _("This button is for {member}.").format(member=words.member(member_id))
        case errors.SomeoneElsesInvitation(member_id=member_id):
            return _(
                "This button is for {member}. To open a ticket of your own, "
                "use the ticket command."
            ).format(member=words.member(member_id))
        case errors.SomeoneElsesMenu(member_id=member_id, command=command):
            return _("This is the menu of {member}. Type {command} to open your own.").format(
                member=words.member(member_id), command=command
            )
        case errors.Blocklisted():
            return _("You can't use this bot: its owner or this server doesn't allow it.")
        case errors.ChannelIgnored():
            return _("This bot was told to ignore this channel.")
        case errors.CogDisabled():
            return _("Tickets are disabled on this server.")
        case errors.SystemDisabled():
            return _("Tickets are closed on this server at present.")
        case errors.LimitReached(limit=limit, tickets=tickets):
            return _limit_sentence(limit, tickets)
        case errors.AlreadyOpening():
            return _("A ticket is being opened right now, one moment.")
        case errors.AlreadyAnswered(ticket=ticket):
            return _already_answered(ticket)
        case errors.AccessRefused():
            return _explain_access(error)
        case errors.AlreadyRequested(ticket=ticket):
            return _("Your request #{number} still waits for a decision.").format(
                number=ticket.number
            )
        case errors.AlreadyDecided(ticket=ticket):
            return _decided(ticket)
        case errors.Blocked():
            return _blocked(error)
        case errors.RefusedRecently(until=until):
            return _("Your last request was refused. You can ask again {when}.").format(
                when=words.moment(until, "R")
            )
        case errors.NoReception():
            return _("Tickets are unavailable at present. The staff was told.")
        case errors.BotsHaveNoTickets():
            return _("This is a bot: bots have no tickets.")
        case errors.ModeratorsCantBeBlocked():
            return _("Ticket moderators can't be blocked.")
        case errors.NotBlocked(member_id=member_id):
            return _("{member} isn't blocked.").format(member=words.member(member_id))
        case errors.NobodyFound(given=given):
            return _("No member or role matches {given}. Mention them, or give their ID.").format(
                given=_given(given)
            )
        case errors.NowhereToSave():
            return _("There is no channel for transcripts: an admin can choose one.")
        case errors.NotSaved(cause=cause):
            return _("The ticket stays: it could not be saved. {why}").format(why=explain(cause))
        case errors.NotInTicket():
            return _("Use this command in the channel of a ticket.")
        case errors.PanelGone():
            return _("This panel was removed. Please use the ticket command, or another panel.")
        case errors.ReasonGone():
            return _("This reason was removed. Please choose another one.")
        case errors.TooFast(seconds=seconds, server_wide=False):
            return words.for_count(
                seconds,
                _("That was too fast. Please try again in a second."),
                _("That was too fast. Please try again in {count} seconds."),
            )
        case errors.TooFast(seconds=seconds):
            return words.for_count(
                seconds,
                _("Very many tickets are being opened here. Please try again in a second."),
                _("Very many tickets are being opened here. Please try again in {count} seconds."),
            )
        case errors.OpenerGone():
            return _("This member is no longer on the server: no ticket was opened.")
        case errors.ReasonMissing():
            return _("Please say in a few words why; spaces alone are not enough.")
        case errors.ReasonTooLong(limit=limit, length=length):
            return _(
                "The reason has {length} characters; at most {limit} are possible. "
                "Please shorten it: you can write everything else in the ticket."
            ).format(length=humanize_number(length), limit=humanize_number(limit))
    return something_broke()


def _decided(ticket: Ticket) -> str:
    decider = words.member(ticket.decided_by_id or 0)
    match ticket.state:
        case State.REFUSED:
            return _("This request was already refused by {member}.").format(member=decider)
        case State.CANCELLED if ticket.decided_by_id == ticket.opener_id:
            return _("This request was withdrawn.")
        case State.CANCELLED:
            return _("This request has ended: the member left.")
        case _ if ticket.was_requested:
            return _("This request was already accepted by {member}.").format(member=decider)
    return _("There is no such request.")


def _blocked(error: errors.Blocked) -> str:
    if error.until is None:
        sentence = _("You can't open tickets on this server.")
    else:
        sentence = _("You can't open tickets on this server until {date}.").format(
            date=words.moment(error.until)
        )
    if error.reason is None:
        return sentence
    reason = _("**Reason:** {reason}").format(reason=words.escaped(error.reason))
    return f"{sentence}\n{reason}"


def _explain_access(error: errors.AccessRefused) -> str:
    sentence = {
        errors.AccessForEveryone: _("@everyone can't be given or refused access to a ticket."),
        errors.AccessForManagedRole: _(
            "{who} belongs to a bot or an integration: no member can be given it."
        ),
        errors.AccessForBot: _("{who} is a bot: it can't be added."),
        errors.HasAccess: _("{who} has access to this ticket already."),
        errors.HasNoAccess: _("{who} has no access to this ticket."),
        errors.NotOnServer: _("{who} is no longer on this server."),
        errors.TooManyGuests: _(
            "Nobody else can be added: Discord's permissions of this channel are full."
        ),
        errors.IsAdministrator: _("{who} is an administrator and sees every ticket."),
        errors.IsModerator: _("{who} moderates tickets and sees every one."),
        errors.IsOpener: _("{who} opened this ticket and can't be removed. Close it instead."),
        errors.IsThisBot: _("This bot can't be removed: the ticket would stop working."),
        errors.SeesThroughRole: _(
            "{who} sees this ticket through {roles}: remove the role instead."
        ),
    }.get(type(error))
    if sentence is None:
        return something_broke()
    roles = words.roles(getattr(error, "role_ids", ()))
    return sentence.format(who=error.mention, roles=roles)


def _moderators_only(role_ids: tuple[int, ...]) -> str:
    if not role_ids:
        return _("Only ticket moderators can do this: administrators of this server.")
    return _("Only ticket moderators can do this: administrators and {roles}.").format(
        roles=words.roles(role_ids)
    )


def _opener_or_moderators_only(opener: str, role_ids: tuple[int, ...]) -> str:
    if not role_ids:
        return _(
            "Only {opener} and ticket moderators can close this ticket: "
            "administrators of this server."
        ).format(opener=opener)
    return _(
        "Only {opener} and ticket moderators can close this ticket: administrators and {roles}."
    ).format(opener=opener, roles=words.roles(role_ids))


def _limit_sentence(limit: int, tickets: tuple[Ticket, ...]) -> str:
    links = ", ".join(
        words.channel(ticket.channel_id) if ticket.channel_id else f"#{ticket.number}"
        for ticket in tickets[-5:]
    )
    if limit == 1:
        return _("You already have a ticket: {links}. Only one at a time is possible.").format(
            links=links
        )
    return _("You already have {count} tickets: {links}. The limit is {limit}.").format(
        count=len(tickets), links=links, limit=limit
    )


def _already_answered(ticket: Ticket) -> str:
    if ticket.channel_id is not None:
        return _("This form was already sent: your ticket is {channel}.").format(
            channel=words.channel(ticket.channel_id)
        )
    return _("This form was already sent. Please use the ticket command again.")


def _explain_move(error: errors.TicketMoved) -> str:
    match error:
        case errors.UnknownTicket():
            return _("This ticket doesn't exist any more.")
        case errors.MenuEnded(command=command):
            return _("This menu has ended, type {command}.").format(command=command)
        case errors.WrongState(action=action, ticket=ticket):
            return _wrong_state(action, ticket)
    return something_broke()


def _wrong_state(action: Action, ticket: Ticket) -> str:
    match ticket.state:
        case State.CLOSED if ticket.closed_by_id is not None:
            return _("This ticket was already closed by {closer} {when}.").format(
                closer=words.member(ticket.closed_by_id), when=words.moment(ticket.since, "R")
            )
        case State.OPEN if action is not Action.REOPEN:
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


def _explain_discord(error: errors.DiscordSaidNo) -> str:
    match error:
        case errors.MissingPermissions(names=names, channel_id=None):
            return words.for_count(
                len(names),
                _("The bot lacks the permission {names} on this server."),
                _("The bot lacks the permissions {names} on this server."),
                names=permissions(names),
            )
        case errors.MissingPermissions(names=names, channel_id=int(channel_id)):
            return words.for_count(
                len(names),
                _("The bot lacks the permission {names} in {channel}."),
                _("The bot lacks the permissions {names} in {channel}."),
                names=permissions(names),
                channel=words.channel(channel_id),
            )
        case errors.CategoryFull(category_id=category_id):
            return _(
                "The category {category} is full: Discord allows 50 channels in one. "
                "Please tell the staff."
            ).format(category=words.channel(category_id))
        case errors.CategoryGone():
            return _("The category of the tickets was deleted a moment ago. Please try again.")
        case errors.GuildFull():
            return _("This server is full: Discord allows 500 channels. Please tell the staff.")
        case errors.NameRefused():
            return _("Discord refused the name of the channel.")
        case errors.ChannelGone():
            return _("The ticket's channel was deleted.")
        case errors.MessageGone():
            return _("The message was deleted.")
        case errors.FileTooLarge():
            return _("Discord takes no files of that size there.")
        case errors.AnswerExpired():
            return _("Discord takes an answer only within a quarter of an hour.")
        case errors.LeftBehind(cause=cause, channel_ids=channel_ids):
            why = explain(cause) if isinstance(cause, errors.TicketError) else something_broke()
            return _(
                "{why}\nWhat had been created could not be removed: please delete {channels}."
            ).format(why=why, channels=" ".join(map(words.channel, channel_ids)))
        case errors.DiscordUnreachable():
            return _("Discord doesn't answer at present. Please try again in a moment.")
        case errors.DiscordRefused(code=code, text=text):
            return _("Discord refused this: {text} (code {code}).").format(
                text=words.escaped(words.clip(text, 200)), code=code
            )
    return something_broke()


def _explain_panel(error: errors.PanelRefused) -> str:
    match error:
        case errors.NoSuchPanel(known=()):
            return _("There is no panel yet.")
        case errors.NoSuchPanel(given="", known=known):
            return _("Which panel? There are: {known}.").format(known=_listed(known))
        case errors.NoSuchPanel(given=given, known=known):
            return _("There is no panel {given}. There are: {known}.").format(
                given=_given(given), known=_listed(known)
            )
        case errors.NoSuchReason(given=given, known=known):
            return _("There is no reason {given}. There are: {known}.").format(
                given=_given(given), known=words.clip(_listed(known), 1500)
            )
        case errors.TooManyReasons(limit=limit):
            return _("A selector has at most {limit} reasons.").format(limit=limit)
        case errors.DuplicateReason(name=name):
            return _("There is already a reason {name}.").format(name=_given(name))
        case errors.LastReason():
            return _("A selector needs at least one reason.")
        case errors.NotASelector():
            return _("Only selectors have reasons; this panel is a button.")
        case errors.NotAColour(given=given):
            return _("{given} is not a colour like `#5865F2`.").format(given=_given(given))
        case errors.NotAnAddress(given=given):
            return _(
                "{given} is not the address of a picture: it has to begin with `https://`."
            ).format(given=_given(given))
        case errors.UnusableEmoji(given=given):
            return _("{given} is not an emoji that can be used on this server.").format(
                given=_given(given)
            )
        case errors.EmptyLook():
            return _("The message needs some words or a picture.")
        case errors.NotOurMessage():
            return _("Only a message of this bot can get a button or selector.")
        case errors.MessageHasComponents():
            return _("This message has buttons or a selector already.")
        case errors.NoSuchMessage():
            return _(
                "No message was found by that link or ID. An ID alone works only in the "
                "message's own channel: better copy the message's link."
            )
        case errors.NotAPanelChannel():
            return _(
                "A panel needs a text channel: this one is none, or it was deleted. "
                "Choose another one."
            )
        case errors.TooManyPanels(limit=limit):
            return _(
                "This server has {limit} panels already, and more aren't possible. "
                "Delete one that is no longer needed."
            ).format(limit=limit)
    return something_broke()


def _listed(things: tuple[object, ...]) -> str:
    return ", ".join(_given(str(thing)) for thing in things)


def _explain_setting(error: errors.SettingRefused) -> str:
    match error:
        case errors.PanelRefused():
            return _explain_panel(error)
        case errors.UnknownVariable(name=name, known=known):
            return _("There is no variable {name}. These exist: {known}.").format(
                name=_given(name), known=", ".join(f"`{variable}`" for variable in known)
            )
        case errors.TextTooLong(limit=limit, length=length):
            return _("The text has {length} characters; at most {limit} are possible.").format(
                length=humanize_number(length), limit=humanize_number(limit)
            )
        case errors.TextEmpty():
            return _("The text is empty.")
        case errors.NotANumber(given=given):
            return _("{given} is not a whole number.").format(given=_given(given))
        case errors.OutOfRange(minimum=minimum, maximum=maximum):
            return _("The number must be between {minimum} and {maximum}.").format(
                minimum=minimum, maximum=maximum
            )
        case errors.NotAChoice(given=given, choices=choices):
            return _("{given} is not one of {choices}.").format(
                given=_given(given), choices=", ".join(f"`{choice}`" for choice in choices)
            )
        case errors.NotARole(given=given):
            return _("There is no role {given}.").format(given=_given(given))
        case errors.EveryoneRole():
            return _("@everyone can't be chosen: every member would see all tickets.")
        case errors.ManagedRole(role_id=role_id):
            return _(
                "{role} belongs to a bot or an integration: no member can be given it."
            ).format(role=words.role(role_id))
        case errors.AdministratorRole(role_id=role_id):
            return _(
                "{role} has the Administrator permission: it sees every ticket anyway."
            ).format(role=words.role(role_id))
        case errors.TooManyRoles(limit=limit):
            return _("You can choose at most {limit} roles.").format(limit=limit)
        case errors.NotACategory(given=given):
            return _("There is no category {given}.").format(given=_given(given))
        case errors.NotAChannel(given=given):
            return _("There is no text channel {given}.").format(given=_given(given))
        case errors.TranscriptChannelNeeded():
            return _(
                "Automatic transcripts need a channel: choose one first with "
                "`ticketset transcriptchannel`; while they are on it can't be removed."
            )
        case errors.ReceptionNeeded():
            return _(
                "Requests are decided in the reception channel: choose one first with "
                "`ticketset receptionchannel`; while validation is manual it can't be removed."
            )
        case errors.NotADuration(given=given):
            return _("{given} is no length of time. Examples: `2h`, `3d`, `1w`.").format(
                given=_given(given)
            )
        case errors.CategoryMissing():
            return _("No category is set, or it was deleted.")
        case errors.ChoiceGone(title=title):
            return _("What was chosen has been deleted meanwhile: {title}.").format(title=_(title))
        case errors.NoRoom(category_id=None):
            return _("This server is full: Discord allows 500 channels. Delete some first.")
        case errors.NoRoom(category_id=int(category_id)):
            return _(
                "The category {category} is full: Discord allows 50 channels in one. Choose "
                "another one."
            ).format(category=words.channel(category_id))
        case errors.ChangedMeanwhile():
            return _(
                "Somebody has changed these settings meanwhile. Have a look at the answers again."
            )
        case errors.NotPossible(problems=problems):
            sentences = dict.fromkeys(explain(problem) for problem in problems)
            listed = "\n".join(f"- {sentence}" for sentence in sentences)
            return _("Nothing was changed, for this isn't possible yet:\n{problems}").format(
                problems=listed
            )
        case errors.NotReady(findings=findings):
            return _("The system can't be enabled yet:\n{problems}").format(
                problems=in_short(findings, Wording(), 1500)
            )
    return something_broke()


def _given(text: str) -> str:
    return "`" + words.clip(words.plain(text).replace("`", "ˋ"), 60) + "`"
