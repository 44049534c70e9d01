"""Discord's own names for permissions, as its clients show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def permission(flag: str) -> str:
    """The name that Discord's settings show for a discord.py permission flag."""
    names = {
        "administrator": _("Administrator"),
        "attach_files": _("Attach Files"),
        "create_private_threads": _("Create Private Threads"),
        "create_public_threads": _("Create Public Threads"),
        "embed_links": _("Embed Links"),
        "manage_channels": _("Manage Channels"),
        "manage_messages": _("Manage Messages"),
        "manage_roles": _("Manage Roles"),
        "manage_threads": _("Manage Threads"),
        "read_message_history": _("Read Message History"),
        "send_messages": _("Send Messages"),
        "send_messages_in_threads": _("Send Messages in Threads"),
        "use_application_commands": _("Use Application Commands"),
        "view_channel": _("View Channels"),
    }
    return names.get(flag, flag.replace("_", " ").title())


def permissions(flags: Iterable[str]) -> str:
    """Several permissions in bold, apart by commas."""
    return ", ".join(f"**{permission(flag)}**" for flag in flags)
