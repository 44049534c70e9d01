"""Spares Red what it does for each command of a cog, though nothing comes of it.

With each command Red tells whoever listens that there is one more, in a task of its own. Its
own listener is interested in commands without a cog only, and there is no other as a rule. It was
a fourth of what loading the cog costs.
"""

from __future__ import annotations

from typing import Any

from redbot.core.bot import Red

_dispatch = Red.dispatch


def _dispatch_what_is_heard(self: Red, event_name: str, /, *arguments: Any) -> None:
    if event_name == "command_add" and _is_of_a_cog(arguments[0]) and not _heard(self):
        return
    _dispatch(self, event_name, *arguments)


def _is_of_a_cog(command: Any) -> bool:
    """Subcommands get to know their cog after the command that they are part of."""
    return (command.root_parent or command).cog is not None


def _heard(red: Red) -> bool:
    return bool(red.extra_events.get("on_command_add") or red._listeners.get("command_add"))


# Red has no switch for it.
Red.dispatch = _dispatch_what_is_heard  # type: ignore[method-assign,assignment]
