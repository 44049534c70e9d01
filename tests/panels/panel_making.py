"""Panels that a test is about, made as an administrator makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from people import Person
    from server import Server


async def button_panel(server: Server, channel: Any = None, **texts: str) -> Any:
    """An administrator makes a panel with a button; returns its message."""
    channel = channel or server.general
    window = await server.administrator.runs(
        "ticketset panel create", kind="button", channel=channel
    )
    given = {"label": "Get help", "emoji": "", "reason": "", "colour": ["green"], **texts}
    editor = await server.administrator.submits(window, **given)
    await server.administrator.presses("Post", on=editor)
    return panel_message(server, channel)


async def selector_panel(server: Server, *reasons: str, channel: Any = None) -> Any:
    """An administrator makes a panel with a selector of these reasons."""
    channel = channel or server.general
    window = await server.administrator.runs(
        "ticketset panel create", kind="selector", channel=channel
    )
    editor = await server.administrator.submits(
        window, name=reasons[0], emoji="🐛", description="", placeholder=""
    )
    await server.administrator.presses("Post", on=editor)
    for reason in reasons[1:]:
        await server.administrator.types(f"!ticketset panel addreason 1 {reason}")
    return panel_message(server, channel)


def panel_message(server: Server, channel: Any) -> Any:
    """The newest panel in a channel."""
    return panel_messages(server, channel)[-1]


def ids(message: Any) -> str:
    """The ids of all buttons and selectors of a message."""
    return " ".join(
        str(getattr(child, "custom_id", ""))
        for row in message.components
        for child in row.children
    )


async def chooses(person: Person, message: Any, value: str) -> Any:
    """Somebody chooses in the selector of a panel."""
    return await person.selects([value], on=message)


def panel_messages(server: Server, *channels: Any) -> list[Any]:
    """All messages with a panel's button or selector, here or in the named channels."""
    return [
        one
        for channel in channels or (server.general,)
        for one in server.messages(channel)
        if "tickets:v1:panel:" in ids(one) or "tickets:v1:choose:" in ids(one)
    ]


async def stored(server: Server, number: int = 1) -> Any:
    """The panel as it is kept."""
    return await server.sim.part("PanelStore").get(server.guild.id, number)


async def new_channel(server: Server, name: str = "help") -> Any:
    """One more channel."""
    channel = server.guild.create_text_channel(name)
    await server.sim.env.settle()
    return channel
