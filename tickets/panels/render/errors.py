"""Sentences for what can't be done with a panel, and what the staff is told of panels."""

from __future__ import annotations

from ...core.feature import NoticeKind, Sentence
from ...core.render import words
from ...core.render.errors import given
from ...i18n import _, used
from .. import rules


def _panel_gone(error: rules.PanelGone) -> str:
    return _("This button no longer works. Use {command} or another panel.").format(
        command=used("ticket")
    )


def _reason_gone(error: rules.ReasonGone) -> str:
    return _("That option is no longer available. Please choose another one.")


def _listed(things: tuple[object, ...]) -> str:
    return ", ".join(given(str(thing)) for thing in things)


def _no_such_panel(error: rules.NoSuchPanel) -> str:
    if not error.known:
        return _("There is no panel yet.")
    if not error.given:
        return _("Which panel? There are: {known}.").format(known=_listed(error.known))
    return _("There is no panel {given}. There are: {known}.").format(
        given=given(error.given), known=_listed(error.known)
    )


def _no_such_reason(error: rules.NoSuchReason) -> str:
    return _("There is no reason {given}. There are: {known}.").format(
        given=given(error.given), known=words.clip(_listed(error.known), 1500)
    )


def _too_many_reasons(error: rules.TooManyReasons) -> str:
    return _("This panel already has {limit}, the most it can have.").format(limit=error.limit)


def _duplicate_reason(error: rules.DuplicateReason) -> str:
    return _("There is already one called {name}.").format(name=given(error.name))


def _last_reason(error: rules.LastReason) -> str:
    return _("A panel needs at least one button or reason.")


def _not_a_colour(error: rules.NotAColour) -> str:
    return _("{given} isn't a colour like `#5865F2`.").format(given=given(error.given))


def _not_an_address(error: rules.NotAnAddress) -> str:
    return _("{given} isn't the address of a picture. It has to begin with `https://`.").format(
        given=given(error.given)
    )


def _empty_look(error: rules.EmptyLook) -> str:
    return _("The message needs some words or a picture.")


def _not_our_message(error: rules.NotOurMessage) -> str:
    return _("Only a message of this bot can get a button or selector.")


def _message_has_components(error: rules.MessageHasComponents) -> str:
    return _("This message has buttons or a selector already.")


def _no_such_message(error: rules.NoSuchMessage) -> str:
    return _(
        "I can't find that message. Paste its link: right-click the message, or hold "
        "it on a phone, then **Copy Message Link**."
    )


def _not_a_panel_channel(error: rules.NotAPanelChannel) -> str:
    return _("Panels go in text channels. This one isn't a text channel, or it was deleted.")


def _too_many_panels(error: rules.TooManyPanels) -> str:
    return _(
        "This server has {limit} panels already, and more aren't possible. "
        "Delete one that is no longer needed."
    ).format(limit=error.limit)


SENTENCES = (
    Sentence(rules.PanelGone, _panel_gone),
    Sentence(rules.ReasonGone, _reason_gone),
    Sentence(rules.NoSuchPanel, _no_such_panel),
    Sentence(rules.NoSuchReason, _no_such_reason),
    Sentence(rules.TooManyReasons, _too_many_reasons),
    Sentence(rules.DuplicateReason, _duplicate_reason),
    Sentence(rules.LastReason, _last_reason),
    Sentence(rules.NotAColour, _not_a_colour),
    Sentence(rules.NotAnAddress, _not_an_address),
    Sentence(rules.EmptyLook, _empty_look),
    Sentence(rules.NotOurMessage, _not_our_message),
    Sentence(rules.MessageHasComponents, _message_has_components),
    Sentence(rules.NoSuchMessage, _no_such_message),
    Sentence(rules.NotAPanelChannel, _not_a_panel_channel),
    Sentence(rules.TooManyPanels, _too_many_panels),
)


def _message_deleted(about: str) -> str:
    return _("The message of panel {number} was deleted, so the panel was removed too.").format(
        number=about
    )


def _emoji_refused(about: str) -> str:
    number, *refused = about.split(" ", 2)
    if len(refused) == 2:
        return _(
            "Discord refused {emoji}, the emoji of {entry} in panel {number}: it was posted "
            "without emoji."
        ).format(number=number, emoji=given(refused[0]), entry=given(refused[1]))
    return _(
        "Discord refused an emoji of panel {number}: it was posted without emoji. "
        "Perhaps the emoji was deleted."
    ).format(number=number)


NOTICES = (
    NoticeKind(rules.PANEL_GONE, _message_deleted),
    NoticeKind(rules.PANEL_EMOJI, _emoji_refused, for_doctor=True),
)
