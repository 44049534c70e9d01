"""Dataclasses that are made when the first of their kind is.

``dataclasses`` writes and compiles the methods of a class when it is defined: with a hundred and
forty of them, that was half of what importing the cog cost, in one go, while the whole bot stood
still. Here a class is completed by ``dataclasses`` itself at its first use.
"""

from __future__ import annotations

import dataclasses
import threading
from typing import TYPE_CHECKING, Any

__all__ = ["complete", "lazy_dataclass"]

_completing = threading.RLock()

if TYPE_CHECKING:
    # The same to a type checker.
    from dataclasses import dataclass as lazy_dataclass
else:

    def lazy_dataclass(cls: Any = None, /, **how: bool) -> Any:
        """Like ``dataclasses.dataclass``, with its arguments, but for ``slots``."""

        def decorated(cls: Any) -> Any:
            def first(self: Any, *values: Any, **facts: Any) -> None:
                complete(cls)
                # Now the one that dataclasses has made.
                self.__init__(*values, **facts)

            cls.__lazy_dataclass__ = how
            cls.__init__ = first
            return cls

        return decorated if cls is None else decorated(cls)


def complete(cls: type[Any]) -> None:
    """Makes a class, and those above it, what :func:`lazy_dataclass` promised."""
    with _completing:
        for one in reversed(cls.__mro__):
            how: dict[str, bool] | None = one.__dict__.get("__lazy_dataclass__")
            if how is not None:
                for stand_in in ("__lazy_dataclass__", "__init__"):
                    delattr(one, stand_in)
                decorate: Any = dataclasses.dataclass(**how)
                decorate(one)
