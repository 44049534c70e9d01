"""What members must fulfil to open a ticket."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.roles import Roles
from ..core.kinds.written import Number
from ..core.settings import ADMISSION, _, setting

#: Ten years, in days.
LONGEST_AGE = 3650
#: Thirty days, in minutes.
LONGEST_PAUSE = 30 * 24 * 60
#: The setting whose own value in a type counts the type's tickets only.
PAUSE = "pause"


@declaration(frozen=True, kw_only=True)
class AdmissionSettings:
    """Rules for members. A team's moderators are exempt, and what the staff opens is."""

    required_role_ids: tuple[int, ...] = setting(
        (),
        Roles(nobody=_("everyone may open")),
        command="requiredrole",
        page=ADMISSION,
        order=10,
        title=_("Required roles"),
        help=_("Members need one of these roles to open a ticket."),
        examples=("@Members", "@Members @Supporters", "none"),
    )
    refused_role_ids: tuple[int, ...] = setting(
        (),
        Roles(),
        command="refusedrole",
        page=ADMISSION,
        order=20,
        title=_("Refused roles"),
        help=_("Members with one of these roles can't open a ticket."),
        examples=("@Muted", "none"),
    )
    account_age: int = setting(
        0,
        Number(0, LONGEST_AGE, zero=_("any age")),
        command="accountage",
        page=ADMISSION,
        order=30,
        title=_("Age of the account (days)"),
        help=_("How old a member's Discord account must be, in days."),
        examples=("7", "0"),
    )
    server_age: int = setting(
        0,
        Number(0, LONGEST_AGE, zero=_("any time")),
        command="serverage",
        page=ADMISSION,
        order=40,
        title=_("Time on the server (days)"),
        help=_("How long a member must have been on this server, in days."),
        examples=("1", "0"),
    )
    pause: int = setting(
        0,
        Number(0, LONGEST_PAUSE, zero=_("no pause")),
        command="pause",
        page=ADMISSION,
        order=50,
        title=_("Pause between tickets (minutes)"),
        help=_("How long a member waits after their last ticket or request ended, in minutes."),
        examples=("60", "0"),
    )
