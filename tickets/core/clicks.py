"""What to click in Discord, where several checks say the same."""

from __future__ import annotations

from .health import _

ALLOW_THE_BOT = _(
    "Open the settings of {channel} → **Permissions** → **Advanced permissions**, add or choose "
    "{bot} there, and allow: {permissions}."
)
HIDE = _(
    "Open the settings of {channel} → **Permissions**, switch **Private "
    "channel** on, and add {bot} and the staff roles."
)
