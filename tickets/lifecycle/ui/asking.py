"""The form with questions: asked before a ticket opens, and given back when it doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.form import answers_of
from ...core.render.failures import explain
from ...core.render.forms import REASON_FIELD
from ...core.render.questions import files_in, sent_in
from ..drafts import Draft, Drafts, FormAbout
from ..flood import Flood
from ..render import forms
from ..service.choosing import TypedReasons
from ..service.opening import OpenRequest, open_ticket, require_may_open
from ..settings import FormSettings, OpeningSettings
from .opened import opened_message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ui.press import Press
    from ...core.ui.reply import Reply


def asks(settings: Settings, reason: str | None, *, reason_is_given: bool = False) -> bool:
    """Whether a member of these settings is to be asked anything before their ticket opens."""
    if settings[FormSettings].form.questions:
        return True
    return settings[OpeningSettings].opening_reason and not reason_is_given and not reason


async def ask(
    app: App,
    reply: Reply,
    settings: Settings,
    about: FormAbout,
    origin_id: int,
    *,
    reason: str | None = None,
    reason_is_given: bool = False,
    sent: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Opens the form as the first answer: why, and what else the server or type asks.

    `reason` is what was said before, and `sent` what was filled in before.
    """
    form = settings[FormSettings].form
    if not form.questions:
        await reply.ask(forms.opening_form(origin_id, about.panel, about.type_id))
        return
    if reason and not reason_is_given:
        # Where the form has no room for it, it is found here when the form is sent.
        app[TypedReasons].keep(origin_id, reason, app.now())
    required = settings[OpeningSettings].opening_reason
    shown = forms.question_form(
        forms.form_id(origin_id, about),
        form,
        asks_reason=not reason_is_given and (required or bool(reason)),
        reason_required=required,
        reason=reason,
        sent=sent or {},
    )
    await reply.ask(shown)


async def submit(press: Press, origin_id: int, type_id: int, texts: dict[str, str]) -> None:
    """The form of a command was sent: opens the ticket."""
    reason = texts.get(REASON_FIELD) or press.app[TypedReasons].of(origin_id, press.app.now())
    await open_with_answers(press, origin_id, FormAbout(type_id=type_id or None), reason)


async def open_with_answers(
    press: Press,
    origin_id: int,
    about: FormAbout,
    reason: str | None,
    *,
    reason_is_given: bool = False,
) -> None:
    """Opens the ticket of a form that was sent. If that fails, the member gets all back."""
    await press.reply.wait()
    app = press.app
    data = dict(press.interaction.data or {})
    settings = (await app.settings.of(press.guild_id)).for_type(about.type_id)
    form, sent = settings[FormSettings].form, sent_in(data)
    files = files_in(form, data)
    draft = Draft(
        guild_id=press.guild_id,
        member_id=press.by.id,
        about=about,
        reason=reason,
        reason_is_given=reason_is_given,
        sent={field: given for field, given in sent.items() if any(given)},
        at=app.now(),
    )
    try:
        ticket = await open_ticket(
            app,
            OpenRequest(
                guild_id=press.guild_id,
                opener=press.by,
                reason=reason,
                origin_id=origin_id,
                reason_is_given=reason_is_given,
                panel=about.panel,
                type_id=about.type_id,
                answers=answers_of(form, draft.sent),
                files=files,
            ),
        )
    except errors.TicketError as error:
        await _give_back(press, error, draft, settings)
        return
    await press.reply.show(await opened_message(app, ticket))


async def _give_back(
    press: Press, error: errors.TicketError, draft: Draft, settings: Settings
) -> None:
    key = press.app[Drafts].keep(draft)
    form = settings[FormSettings].form
    given = forms.given_back(explain(error), form, draft.sent, draft.reason, key)
    await press.reply.say(given.text, given.view, file=given.file)


async def go_on(press: Press, key: str) -> None:
    """*Continue*: the form again, with what was filled in.

    What the member reads about it stays: it holds their words.
    """
    app = press.app
    try:
        draft = app[Drafts].of(key, press.guild_id, press.by.id, app.now())
        settings = await require_may_open(app, press.guild_id, press.by, draft.about.type_id)
        app[Flood].check(press.guild_id, press.by.id, app.now())
    except errors.Refused as error:
        await press.reply.show_beside(explain(error))
        return
    await ask(
        app,
        press.reply,
        settings,
        draft.about,
        press.interaction.id,
        reason=draft.reason,
        reason_is_given=draft.reason_is_given,
        sent=draft.sent,
    )
