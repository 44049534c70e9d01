"""Regular expressions that are compiled at their first use, not while the cog is imported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["lazy_pattern"]

if TYPE_CHECKING:
    # The same to a type checker.
    from re import compile as lazy_pattern
else:

    class lazy_pattern:  # noqa: N801 - is called like the function re.compile
        """Like ``re.compile``."""

        def __init__(self, *pattern: Any) -> None:
            self._pattern = pattern

        def __getattr__(self, name: str) -> Any:
            # Found in the object itself from then on.
            found = self.__dict__[name] = getattr(re.compile(*self._pattern), name)
            return found
