"""From custom ids to handlers: which button or form is answered by what."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import discord

from .. import errors
from ..lazy_pattern import lazy_pattern
from ..render.forms import submitted
from .ids import arguments, pattern
from .press import Press, answer, custom_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redbot.core.bot import Red

    from ..feature import Button, Form
    from ..features import Features

#: Ids of this and other versions of the cog; other cogs have their own beginnings.
_OURS = lazy_pattern(r"tickets:v\d+:")

Item = type[discord.ui.DynamicItem[Any]]


class Components:
    """All buttons and forms of the cog."""

    def __init__(self, features: Features) -> None:
        buttons: tuple[Button, ...] = tuple(features.each("buttons"))
        forms: Iterable[Form] = features.each("forms")
        #: What the cog registers with the bot, and takes away again.
        self.items: tuple[Item, ...] = tuple(_item(button) for button in buttons)
        self._buttons = [re.compile(pattern(button)) for button in buttons]
        self._forms = [(form, re.compile(pattern(form))) for form in forms]

    async def answer_rest(self, interaction: discord.Interaction[Red]) -> None:
        """Answers forms of ours, and buttons of ours that no item knows any more.

        discord.py forgets a form when the bot restarts and drops its submission; as an
        interaction it still arrives.
        """
        custom_id = custom_id_of(interaction)
        if _OURS.match(custom_id) is None:
            return
        if interaction.type is discord.InteractionType.modal_submit:
            for form, ids in self._forms:
                if match := ids.fullmatch(custom_id):
                    data: Any = interaction.data
                    texts = submitted(data)
                    await answer(interaction, form.answer, texts=texts, **arguments(form, match))
                    return
            await answer(interaction, _unknown)
        elif interaction.type is discord.InteractionType.component and not any(
            ids.fullmatch(custom_id) for ids in self._buttons
        ):
            await answer(interaction, _unknown)


def _item(button: Button) -> Item:
    """The class by which discord.py finds the handler, for buttons and selectors of any age."""
    takes_choice = "choice" in inspect.signature(button.answer).parameters

    class Item(discord.ui.DynamicItem[discord.ui.Item[Any]], template=pattern(button)):
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
            await answer(interaction, button.answer, **arguments(button, self._match), **chosen)

    Item.__name__ = Item.__qualname__ = f"Item_{button.verb}"
    return Item


def _choice(interaction: discord.Interaction[Any]) -> str:
    """What was chosen first in a selector; empty for a button, or when nothing was."""
    data: Any = interaction.data
    return str(next(iter(data.get("values") or ()), ""))


async def _unknown(press: Press) -> None:
    raise errors.UnknownTicket
