"""How the person who acts is answered while the work goes on."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from .declaration import declaration

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    #: Hears of how many messages of a conversation have been read.
    Progress = Callable[[int], None]


@declaration(frozen=True)
class Answer:
    """How the person who acts is answered while the work goes on.

    Discord allows three seconds, and its own delays may be longer.
    """

    #: Called between the decision and its effects.
    decided: Callable[[], Awaitable[None]]
    #: Called when somebody else's work on the ticket has to be waited for.
    busy: Callable[[], Awaitable[None]]
    #: Around the saving of a conversation: gives what hears how far that is.
    saving: Callable[[], AbstractAsyncContextManager[Progress | None]] = nullcontext


async def _nothing() -> None:
    """Nobody is there to be answered."""


#: For work that follows by itself.
NOBODY_WAITS = Answer(_nothing, _nothing)
