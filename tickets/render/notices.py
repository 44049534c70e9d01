"""The words for what the staff has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.notices import Notice, NoticeKind
from ..i18n import _
from . import words
from .permissions import permissions

if TYPE_CHECKING:
    from collections.abc import Iterable


def tell(notices: Iterable[Notice]) -> str:
    """All of them, one line each."""
    return "\n".join(f"⚠️ {_sentence(notice)}" for notice in notices)


def _sentence(notice: Notice) -> str:
    about = words.escaped(words.name(notice.about))
    match notice.kind:
        case NoticeKind.CATEGORY_GONE:
            return _(
                "The category for tickets was deleted: new tickets are created outside any "
                "category. Choose another one with `ticketset category`."
            )
        case NoticeKind.MODERATOR_ROLE_GONE:
            return _(
                "The moderator role {name} was deleted; it is no longer in the settings."
            ).format(name=about)
        case NoticeKind.ACCESS_ROLE_GONE:
            return _(
                "The access role {name} was deleted; it is no longer in the settings."
            ).format(name=about)
        case NoticeKind.PANEL_GONE:
            return _("The message of panel {number} was deleted; so was the panel.").format(
                number=about
            )
        case NoticeKind.PANEL_EMOJI:
            return _(
                "Discord refused an emoji of panel {number}: it was posted without emoji. "
                "Perhaps the emoji was deleted."
            ).format(number=about)
        case NoticeKind.NO_ROOM:
            return _(
                "A ticket could not be opened because the category or the server is full. "
                "Delete old channels, or choose another category."
            )
        case NoticeKind.MISSING_PERMISSIONS:
            return _(
                "A ticket could not be opened because the bot lacks the permission {names}."
            ).format(names=permissions(notice.about.split()))
