"""Where a ticket's channel can be created, and what the bot lacks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .access import needed_permissions
from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from .overwrite import Overwrite

#: Channels that Discord allows in one category, and in one server.
CATEGORY_LIMIT = 50
GUILD_LIMIT = 500
#: What the bot must be able to do where it creates a channel.
CREATING = frozenset({"view_channel", "manage_channels", "manage_roles"})


@lazy_dataclass(frozen=True, kw_only=True)
class Place:
    """A category as it is now, or the server itself (`category_id` None)."""

    category_id: int | None
    name: str
    channels: int
    #: What the bot may do to channels here.
    usable: frozenset[str]
    #: Bits that the bot may set in a new channel's overwrites.
    grantable: frozenset[str]

    def missing(
        self, plan: tuple[Overwrite, ...], *, readable: bool, staff_thread: bool
    ) -> tuple[str, ...]:
        """What the bot lacks to create a ticket with these overwrites here, by name.

        `readable`: closed tickets stay readable. `staff_thread`: they get a thread of the staff.
        """
        needed = needed_permissions(plan, readable=readable, staff_thread=staff_thread)
        return tuple(sorted((CREATING - self.usable) | (needed - self.grantable)))
