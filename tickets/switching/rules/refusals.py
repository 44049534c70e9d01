"""Why another cog's data can't be read."""

from __future__ import annotations

from ...core.errors import Refused


class NothingFound(Refused):
    """No other ticket cog has stored anything for the server."""


class StillLoaded(Refused):
    """The other cog works at present: what it has stored may be old, and it would go on."""

    #: As it is shown, and as ``[p]unload`` takes it.
    cog: str
    package: str


class TheirFileDamaged(Refused):
    """The file with the other cog's data can't be read."""

    #: From the folder of all cogs' data.
    file: str
