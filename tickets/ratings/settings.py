"""Whether openers are asked for a rating."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.toggle import Toggle
from ..core.settings import AFTERWARDS, _, setting


@declaration(frozen=True, kw_only=True)
class RatingSettings:
    """Ratings."""

    rating: bool = setting(
        False,
        Toggle(),
        command="rating",
        page=AFTERWARDS,
        order=10,
        title=_("Rating"),
        help=_("Ask the opener for one to five stars after their ticket was closed."),
        examples=("on", "off"),
    )
