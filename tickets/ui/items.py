"""From custom ids to handlers: which button or form is answered by what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from ..domain import errors
from ..render.controls import pattern
from ..render.forms import submitted
from . import closing, opening
from .press import Press, answer, custom_id_of

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from .press import Handler

#: Ids of this and other versions of the cog; other cogs have their own beginnings.
_OURS = re.compile(r"tickets:v\d+:")
_NUMBER = r"(?P<number>\d{1,9})"
_MEMBER = r"(?P<member_id>\d{1,19})"
_ORIGIN = r"(?P<origin_id>\d{1,18}|[1-8]\d{18})"
_SESSION = r"(?P<session>[0-9a-f]{8})"

_BUTTONS: dict[str, Handler] = {
    pattern("ask", _MEMBER): opening.ask,
    pattern("close", _NUMBER): closing.close,
    pattern("confirm-close", _NUMBER, _SESSION): closing.confirm_close,
    pattern("reopen", _NUMBER): closing.reopen,
    pattern("delete", _NUMBER): closing.delete,
    pattern("confirm-delete", _NUMBER, _SESSION): closing.confirm_delete,
    pattern("cancel", _NUMBER, _SESSION): closing.cancel,
}
_FORMS: dict[re.Pattern[str], Handler] = {
    re.compile(pattern("open", _ORIGIN)): opening.submit,
    re.compile(pattern("close", _NUMBER)): closing.submit,
}


def _item(template: str, handler: Handler) -> type[discord.ui.DynamicItem[Any]]:
    """The class by which discord.py finds `handler`, for buttons of any age."""

    class Item(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template):
        def __init__(self, button: discord.ui.Button[Any], match: re.Match[str]) -> None:
            super().__init__(button)
            self._match = match

        @classmethod
        async def from_custom_id(
            cls,
            interaction: discord.Interaction[Any],
            item: discord.ui.Item[Any],
            match: re.Match[str],
            /,
        ) -> Item:
            assert isinstance(item, discord.ui.Button)
            return cls(item, match)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            await answer(interaction, handler, **_arguments(self._match))

    Item.__name__ = Item.__qualname__ = f"Item_{handler.__name__}"
    return Item


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
    """The named parts of an id; all but the session are numbers."""
    return {
        name: part if name == "session" else int(part) for name, part in match.groupdict().items()
    }
