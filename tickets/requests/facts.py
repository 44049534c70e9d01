"""What the doctor looks at: requests that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.form import QuestionKind
from ..core.lazy_dataclass import lazy_dataclass
from ..lifecycle.settings import FormSettings
from ..staff_log.discord import WRITING
from ..staff_log.settings import LogSettings
from .settings import RequestSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.facts import ChannelFacts
    from ..core.settings import Settings
    from ..core.ticket import Ticket


@lazy_dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """The server's pending requests, oldest first."""

    pending: tuple[Ticket, ...] = ()
    #: Those that can't be decided in the channel of their team, though there is one.
    unposted: tuple[Ticket, ...] = ()
    #: Of these, those that could be posted there.
    postable: tuple[Ticket, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class FilesFacts:
    """The reception channel, where requests are to hold files; None if there are none."""

    channel: ChannelFacts | None


async def look_at_files(app: App, guild_id: int, settings: Settings) -> FilesFacts:
    """The channel as it is now."""
    asked = any(one.kind is QuestionKind.FILES for one in settings[FormSettings].form.questions)
    if not (asked and settings[RequestSettings].is_manual):
        return FilesFacts(channel=None)
    channel_id = settings[LogSettings].reception_channel_id
    return FilesFacts(channel=channel_facts(app.channels, guild_id, channel_id, ("attach_files",)))


async def look_at_requests(app: App, guild_id: int, settings: Settings) -> RequestFacts:
    """The requests as they are now."""
    pending = await app.tickets.requests(guild_id)
    unposted, postable = [], []
    for request in pending:
        channel_id = settings.for_ticket(request)[LogSettings].reception_channel_id
        reception = channel_facts(app.channels, guild_id, channel_id, WRITING)
        if reception is None:
            continue
        if request.request_id is None or request.request_channel_id != reception.id:
            unposted.append(request)
            if not reception.missing:
                postable.append(request)
    return RequestFacts(pending=pending, unposted=tuple(unposted), postable=tuple(postable))
