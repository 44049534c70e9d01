"""Which tickets reports become."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.toggle import Toggle
from ..core.settings import BASICS, Scope, _, setting


@declaration(frozen=True, kw_only=True)
class ReportSettings:
    """Whether reports of messages are tickets of a type."""

    reports: bool = setting(
        False,
        Toggle(),
        command="reports",
        page=BASICS,
        order=3,
        title=_("Takes reports"),
        help=_("Whether reported messages become tickets of this type. The first type wins."),
        examples=("on", "off"),
        scope=Scope.TYPE_ONLY,
    )
