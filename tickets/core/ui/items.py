"""From custom ids to handlers: which button or form is answered by what."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import discord

from ...assistant import ui as setup
from ...configuration import ui as menu
from ...doctor import ui as doctor
from ...lifecycle.ui import closing, opening
from ...lifecycle.ui import list as staff
from ...panels.ui import editor as panel_admin
from ...panels.ui import pressing as panels
from ...panels.ui import steps as panel_steps
from ...panels.ui.editor import form_handler
from ...requests import ui as requests
from ...transcripts import ui as transcripts
from .. import errors
from ..render.controls import pattern
from ..render.forms import submitted
from .menus import KEY
from .press import Press, answer, custom_id_of

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from .press import Handler

#: Ids of this and other versions of the cog; other cogs have their own beginnings.
_OURS = re.compile(r"tickets:v\d+:")
_NUMBER = r"(?P<number>\d{1,9})"
_MEMBER = r"(?P<member_id>\d{1,19})"
_ORIGIN = r"(?P<origin_id>\d{1,18}|[1-8]\d{18})"
_PANEL = r"(?P<panel>\d{1,9})"
_KIND = r"(?P<kind>button|selector)"
_CHANNEL = r"(?P<channel_id>\d{15,20})"
_PAGE = r"(?P<page>\d{1,4})"
_ANEW = r"(?P<anew>[01])"
_VERB = r"(?P<verb>[a-z-]{1,20})"
_REASON = r"(?P<reason_id>\d{1,6})"
_SESSION = r"(?P<session>[0-9a-f]{8})"
#: What stays a text; all else in ids are numbers.
_WORDS = {"kind", "verb", "session", "key", "name", "where", "wanted", "step", "given"}

_BUTTONS: dict[str, Handler] = {
    pattern("ask", _MEMBER): opening.ask,
    pattern("close", _NUMBER): closing.close,
    pattern("confirm-close", _NUMBER, _SESSION): closing.confirm_close,
    pattern("reopen", _NUMBER): closing.reopen,
    pattern("delete", _NUMBER): closing.delete,
    pattern("save", _NUMBER): transcripts.save,
    pattern("confirm-delete", _NUMBER, _SESSION): closing.confirm_delete,
    pattern("cancel", _NUMBER, _SESSION): closing.cancel,
    pattern("accept", _NUMBER): requests.accept,
    pattern("refuse", _NUMBER): requests.refuse,
    pattern("withdraw", _NUMBER): requests.withdraw,
    pattern("result", _NUMBER, _MEMBER): requests.show_result,
    pattern("list", _PAGE): staff.show_tickets,
    pattern("blocked", _PAGE): staff.show_blocked,
    pattern("news", _MEMBER): staff.show_news,
    pattern("apply-roles"): staff.apply_roles,
    pattern("doctor-page", KEY, _PAGE, _ANEW): doctor.turn,
    pattern("doctor-repair", KEY, _NUMBER): doctor.ask,
    pattern("doctor-confirm", KEY): doctor.confirm,
    pattern("panel", _NUMBER): panels.press_button,
    pattern("choose", _NUMBER): panels.choose,
    pattern("preview", _NUMBER): panels.press_preview,
    pattern("panel-kind", _KIND, _CHANNEL): panel_admin.new,
    pattern("panel-do", _VERB, _NUMBER, _REASON): panel_admin.do,
    pattern("panel-which", _VERB): panel_admin.which,
    pattern("panel-pick", _VERB, _NUMBER): panel_admin.pick,
    pattern("panel-channel", _NUMBER): panel_admin.choose_channel,
    pattern("menu", KEY, menu.WHERE): menu.turn,
    pattern("menu-check", KEY): menu.check,
    pattern("menu-power", KEY, menu.WANTED): menu.power,
    pattern("menu-toggle", KEY, menu.NAME, menu.WANTED): menu.toggle,
    pattern("menu-choose", KEY, menu.NAME): menu.choose,
    pattern("menu-create", KEY, menu.NAME): menu.create,
    pattern("menu-edit", KEY, menu.NAME): menu.edit,
    pattern("menu-default", KEY, menu.NAME): menu.default,
    pattern("menu-reset", KEY): menu.reset,
    pattern("menu-where", KEY): menu.where,
    pattern("menu-kind", KEY, _KIND, _CHANNEL): menu.kind,
    pattern("menu-panel", KEY): menu.panel,
    pattern("setup-begin", KEY): setup.begin,
    pattern("setup", KEY, setup.STEP, setup.ANSWER): setup.answer,
    pattern("setup-back", KEY, setup.STEP): setup.back,
    pattern("setup-cancel", KEY): setup.cancel,
}
_FORMS: dict[re.Pattern[str], Handler] = {
    re.compile(pattern("menu-edit", KEY, menu.NAME)): menu.submit,
    re.compile(pattern("setup-reasons", KEY)): setup.submit_reasons,
    re.compile(pattern("open", _ORIGIN)): opening.submit,
    re.compile(pattern("open", _ORIGIN, _PANEL)): opening.submit,
    re.compile(pattern("close", _NUMBER)): closing.submit,
    re.compile(pattern("refuse", _NUMBER)): requests.submit_refusal,
    re.compile(pattern("panel-new", _KIND, _CHANNEL)): panel_admin.submit_new,
    re.compile(pattern("panel-door", _NUMBER)): form_handler(panel_steps.change_door),
    re.compile(pattern("panel-words", _NUMBER)): form_handler(panel_steps.change_words),
    re.compile(pattern("panel-look", _NUMBER)): form_handler(panel_steps.change_look),
    re.compile(pattern("panel-reason", _NUMBER, _REASON)): form_handler(panel_steps.change_reason),
    re.compile(pattern("panel-position", _NUMBER, _REASON)): form_handler(
        panel_steps.change_position
    ),
    re.compile(pattern("panel-message", _NUMBER)): form_handler(
        panel_steps.attach, needs_place=True
    ),
}


def _item(template: str, handler: Handler) -> type[discord.ui.DynamicItem[Any]]:
    """The class by which discord.py finds `handler`, for buttons and selectors of any age."""

    takes_choice = "choice" in inspect.signature(handler).parameters

    class Item(discord.ui.DynamicItem[discord.ui.Item[Any]], template=template):
        def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        async def from_custom_id(
            cls,
            interaction: discord.Interaction[Any],
            item: discord.ui.Item[Any],
            match: re.Match[str],
            /,
        ) -> Item:
            return cls(item, match)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            # The id decides what it is, whatever a forged press says of itself.
            chosen = {"choice": _choice(interaction)} if takes_choice else {}
            await answer(interaction, handler, **_arguments(self._match), **chosen)

    Item.__name__ = Item.__qualname__ = f"Item_{handler.__name__}"
    return Item


def _choice(interaction: discord.Interaction[Any]) -> str:
    """What was chosen first in a selector; empty for a button, or when nothing was."""
    data: Any = interaction.data
    return str(next(iter(data.get("values") or ()), ""))


#: What the cog registers with the bot, and takes away again.
ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = tuple(
    _item(template, handler) for template, handler in _BUTTONS.items()
)


async def answer_rest(interaction: discord.Interaction[Red]) -> None:
    """Answers forms of ours, and buttons of ours that no item knows any more.

    discord.py forgets a form when the bot restarts and drops its submission; as an
    interaction it still arrives.
    """
    custom_id = custom_id_of(interaction)
    if _OURS.match(custom_id) is None:
        return
    if interaction.type is discord.InteractionType.modal_submit:
        for form, handler in _FORMS.items():
            if match := form.fullmatch(custom_id):
                data: Any = interaction.data
                texts = submitted(data)
                await answer(interaction, handler, texts=texts, **_arguments(match))
                return
        await answer(interaction, _unknown)
    elif interaction.type is discord.InteractionType.component and not any(
        re.fullmatch(template, custom_id) for template in _BUTTONS
    ):
        await answer(interaction, _unknown)


async def _unknown(press: Press) -> None:
    raise errors.UnknownTicket


def _arguments(match: re.Match[str]) -> dict[str, int | str]:
    """The named parts of an id: numbers, and a few words."""
    return {
        name: part if name in _WORDS else int(part) for name, part in match.groupdict().items()
    }
