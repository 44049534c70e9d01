"""The menu's pages of forms: what their buttons do, and the forms in which they are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..configuration import ui as menu_ui
from ..configuration.render.menu import forgotten, given_back
from ..configuration.render.settings import changed
from ..core import errors
from ..core.form import Form, Question, QuestionGone, QuestionKind
from ..core.kinds.questions import address
from ..core.render.failures import explain
from ..core.settings import TYPES
from ..core.ui.ids import IdPart
from ..i18n import about_type
from ..lifecycle.settings import FormSettings
from . import render as look
from .rules import KEY
from .service import change_form, follow_server, form_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import discord

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

#: A question of a form; 0 for one that isn't there yet.
QUESTION = IdPart("question_id", r"\d{1,9}")


async def make_page(app: App, menu: Menu, inside: str, note: str | None) -> discord.ui.LayoutView:
    """The page of forms that is called `inside`: nothing for the server's form, ``t3`` for that
    of a type, ``q5`` or ``t3.q5`` for a question of it.

    A type that was deleted meanwhile leads to the list of types, a question to its form.
    """
    steps = {one[:1]: int(one[1:]) for one in inside.split(".") if one[1:].isdecimal()}
    present = await menu_ui.configuration(app, menu.guild)
    type_id, question_id = steps.get("t"), steps.get("q")
    if type_id is not None:
        found = present.settings.type_with_id(type_id)
        if found is None or found.is_deleted:
            gone = explain(errors.TypeGone())
            return await menu_ui.page(app, menu, TYPES.name, note or gone)
        present = menu_ui.for_type(present, type_id)
    if question_id is not None:
        try:
            question = present.settings[FormSettings].form.question(question_id)
        except QuestionGone as error:
            note = note or explain(error)
        else:
            return look.question_page(menu.key, present.settings, question, note)
    return look.form_page(menu.key, present, note)


# ------------------------------------------------------------------------ forms


async def ask_question(press: Press, key: str, type_id: int, question_id: int) -> None:
    """*New question*, or *Change*: the form, with what was refused a moment ago."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    form = await _form_now(press, menu, type_id)
    if form is None:
        return
    question = None
    if question_id:
        question = form.question(question_id)
    typed = _unsent(menu).get(_name("question", type_id, question_id), {})
    await press.reply.ask(look.question_form(key, type_id, question, typed))


async def submit_question(
    press: Press, key: str, type_id: int, question_id: int, texts: dict[str, str]
) -> None:
    """The form was sent: a new question, or another version of one."""
    await press.require_admin()
    chosen = texts.get(look.KIND, "")
    if chosen not in {one.value for one in QuestionKind}:
        raise errors.UnknownTicket
    kind = QuestionKind(chosen)

    def changed(form: Form) -> Form:
        new = Question(id=question_id, kind=kind, label="")
        if question_id:
            new = form.question(question_id)
            if new.kind is not kind or kind is QuestionKind.SEVERAL:
                new = _without_what_no_longer_fits(new, kind, texts)
        new = replace(
            new,
            kind=kind,
            label=texts.get(look.LABEL, ""),
            hint=texts.get(look.HINT),
            choices=tuple(texts.get(look.ANSWERS, "").splitlines()),
            required=texts.get(look.REQUIRED) == look.YES,
        )
        return form.with_changed(new) if question_id else form.with_new(new)

    sent = _Sent("question", key, type_id, question_id, texts)
    await sent.store(press, changed)


def _without_what_no_longer_fits(
    question: Question, kind: QuestionKind, texts: Mapping[str, str]
) -> Question:
    """The question without limits of another kind, or of more choices than it has now."""
    count = len({one.strip() for one in texts.get(look.ANSWERS, "").splitlines()} - {""})
    fits = question.kind is kind and (question.most or question.least or 0) <= count
    return question if fits else replace(question, least=None, most=None)


async def ask_limits(press: Press, key: str, type_id: int, question_id: int) -> None:
    """*Limits*: the form, likewise."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    form = await _form_now(press, menu, type_id)
    if form is None:
        return
    question = form.question(question_id)
    typed = _unsent(menu).get(_name("limits", type_id, question_id), {})
    if look.has_limits(question):
        await press.reply.ask(look.limits_form(key, type_id, question, typed))
    else:
        # Somebody has made another kind of question of it.
        await menu_ui.show(press, menu, address(type_id or None, question_id))


async def submit_limits(
    press: Press, key: str, type_id: int, question_id: int, texts: dict[str, str]
) -> None:
    """The form was sent."""

    def changed(form: Form) -> Form:
        new = replace(
            form.question(question_id),
            least=_number(texts.get(look.LEAST, "")),
            most=_number(texts.get(look.MOST, "")),
            placeholder=texts.get(look.PLACEHOLDER),
            prefilled=texts.get(look.PREFILLED),
        )
        return form.with_changed(new)

    sent = _Sent("limits", key, type_id, question_id, texts)
    await sent.store(press, changed)


def _number(text: str) -> int | None:
    given = text.strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal()):
        raise errors.NotANumber(given=given)
    return int(given)


class _Sent:
    """A form that was sent: about what, and what was written."""

    def __init__(
        self, what: str, key: str, type_id: int, question_id: int, texts: dict[str, str]
    ) -> None:
        self.name = _name(what, type_id, question_id)
        self.key, self.type_id, self.question_id = key, type_id or None, question_id
        self.texts = texts

    async def store(self, press: Press, change: Callable[[Form], Form]) -> None:
        """Stores what `change` makes of the form. It counts even if its menu has ended."""
        await press.require_admin()
        menu = None
        if press.menus.alive(self.key):
            menu = await press.menus.use(press, self.key, menu_ui.COMMAND)
        if await _was_reset(press, menu):
            return
        try:
            settings = await change_form(press.app, press.guild_id, self.type_id, change)
        except errors.SettingRefused as error:
            why = await _explained(press, self.type_id, error)
            await self._refuse(press, menu, why)
            return
        if menu is None:
            setting = press.app.settings.declared.settings[KEY]
            await press.reply.say(changed(setting, settings))
            return
        _unsent(menu).pop(self.name, None)
        await menu_ui.show(press, menu, address(self.type_id, self.question_id or None))

    async def _refuse(self, press: Press, menu: Menu | None, why: str) -> None:
        if menu is None:
            await press.reply.say(given_back(why, "\n".join(self.texts.values())))
            return
        # The next form starts from what was written.
        _unsent(menu)[self.name] = self.texts
        where = address(self.type_id, self.question_id or None)
        await menu_ui.show(press, menu, where, look.refused(why, self.texts))


def _name(what: str, type_id: int | None, question_id: int) -> str:
    return f"{what} {type_id or 0} {question_id}"


def _unsent(menu: Menu) -> dict[str, dict[str, str]]:
    """What was refused, by the forms in which it was written; the menu's own is there, too."""
    if not isinstance(menu.draft, dict):
        menu.draft = {}
    return menu.draft


async def try_form(press: Press, key: str, type_id: int) -> None:
    """*Try it*: the form that members get."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    settings = await form_settings(press.app, press.guild_id, type_id or None)
    if settings[FormSettings].form.questions:
        await press.reply.ask(look.trial(settings))
    else:
        await menu_ui.show(press, menu, address(type_id or None))


async def submit_trial(press: Press, texts: dict[str, str]) -> None:
    """The form was sent to try it."""
    await press.require_admin()
    await press.reply.say(look.only_a_trial())


# ---------------------------------------------------------------------- buttons


async def raise_one(press: Press, key: str, type_id: int, question_id: int) -> None:
    """*Up*: the question is asked one place earlier."""
    where = address(type_id or None, question_id)
    await _change(press, key, type_id, lambda form: form.with_raised(question_id), where)


async def delete(press: Press, key: str, type_id: int, question_id: int) -> None:
    """*Delete*: at once."""
    gone: list[Question] = []

    def without(form: Form) -> Form:
        gone[:] = [form.question(question_id)]
        return form.without(question_id)

    await _change(press, key, type_id, without, address(type_id or None), gone)


async def make_own(press: Press, key: str, type_id: int) -> None:
    """*A form of its own*: it begins as the server's."""
    await _change(press, key, type_id, lambda form: form, address(type_id))


async def follow(press: Press, key: str, type_id: int) -> None:
    """*As on the server*: the type's own form is forgotten."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if await _was_reset(press, menu):
        return
    note = None
    try:
        await follow_server(press.app, press.guild_id, type_id)
    except errors.SettingRefused as error:
        note = f"⚠️ {await _explained(press, type_id, error)}"
    await menu_ui.show(press, menu, address(type_id), note)


async def _change(
    press: Press,
    key: str,
    type_id: int,
    change: Callable[[Form], Form],
    where: str,
    gone: list[Question] | None = None,
) -> None:
    """Changes the form and shows `where`; of what is `gone` then it is said."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if await _was_reset(press, menu):
        return
    note = None
    try:
        await change_form(press.app, press.guild_id, type_id or None, change)
    except errors.SettingRefused as error:
        note = f"⚠️ {await _explained(press, type_id or None, error)}"
    else:
        if gone:
            note = look.deleted(gone[0])
    await menu_ui.show(press, menu, where, note)


async def _form_now(press: Press, menu: Menu, type_id: int) -> Form | None:
    """The form as it is; None if the server's settings were reset, which is shown then."""
    if await _was_reset(press, menu):
        return None
    settings = await form_settings(press.app, press.guild_id, type_id or None)
    return settings[FormSettings].form


async def _was_reset(press: Press, menu: Menu | None) -> bool:
    """Whether the page is from before a reset: it stores nothing, and leads to the set-up."""
    if (await press.app.settings.of(press.guild_id)).configured:
        return False
    if menu is None:
        await press.reply.say(forgotten())
    else:
        await menu_ui.show(press, menu, "home", forgotten())
    return True


async def _explained(press: Press, type_id: int | None, error: errors.TicketError) -> str:
    settings: Settings = await press.app.settings.of(press.guild_id)
    found = settings.type_with_id(type_id)
    with about_type(found.name if found is not None else None):
        return explain(error)
