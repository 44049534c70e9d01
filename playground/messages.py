"""What a message on the simulated Discord says, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord.components import walk_components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env
    from simcord.backend.models import Message

_BUTTON, _TEXT_DISPLAY = 2, 10
_SELECTS = (3, 5, 6, 7, 8)


#: What can be pressed in an open ticket where nothing more is switched on.
OPEN_TICKET_BUTTONS = ["Close ticket"]


def stored_message(env: Env, message: Any) -> Message:
    """The message as it is on Discord now, whatever object somebody holds of it."""
    channel = getattr(message, "channel", None)
    channel_id = channel.id if channel is not None else message.channel_id
    return env.backend.get_message(channel_id, message.id)


def stored_messages(env: Env, channel_id: int) -> list[Message]:
    """Everything in a channel as it is on Discord now, oldest first."""
    return sorted(env.backend.messages.get(channel_id, {}).values(), key=lambda one: one.id)


def text_of(env: Env, message: Any) -> str:
    """All words of a message: its content, its embeds and the texts of a layout."""
    stored = stored_message(env, message)
    parts = [stored.content]
    for embed in stored.embeds:
        parts += _words_of_embed(embed)
    for component in walk_components(stored.components):
        if component.get("type") == _TEXT_DISPLAY:
            parts.append(component.get("content") or "")
    return "\n".join(part for part in parts if part)


def text_of_modal(modal: dict[str, Any]) -> str:
    """The words that somebody reads in a window: its title, labels, hints and texts."""
    return "\n".join(part for part in (modal.get("title"), *_words_of_modal(modal)) if part)


def buttons(env: Env, message: Any) -> list[str]:
    """The labels of the buttons under a message that can be pressed, in order.

    A button without a label is named by its emoji.
    """
    return [
        _name_of_button(component)
        for component in walk_components(stored_message(env, message).components)
        if component.get("type") == _BUTTON and not component.get("disabled")
    ]


def button(env: Env, message: Any, label: str) -> dict[str, Any] | None:
    """The button with this label under a message, pressable or not."""
    for component in walk_components(stored_message(env, message).components):
        if component.get("type") == _BUTTON and _name_of_button(component) == label:
            return component
    return None


def selects(env: Env, message: Any) -> list[dict[str, Any]]:
    """The select menus of a message."""
    return [
        component
        for component in walk_components(stored_message(env, message).components)
        if component.get("type") in _SELECTS
    ]


def _name_of_button(component: dict[str, Any]) -> str:
    return component.get("label") or (component.get("emoji") or {}).get("name") or ""


def _words_of_embed(embed: dict[str, Any]) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or ():
        yield f"{field['name']}: {field['value']}"
    yield (embed.get("footer") or {}).get("text") or ""


def _words_of_modal(node: dict[str, Any]) -> Iterator[str]:
    for key in ("label", "description", "placeholder", "content"):
        if isinstance(node.get(key), str):
            yield node[key]
    inner = node.get("component")
    for child in (*(node.get("components") or ()), *((inner,) if inner else ())):
        yield from _words_of_modal(child)
