"""Who is shown /ticketmod outside of tickets, as Discord decides it."""

from __future__ import annotations

import pytest

from tests.core.builders import EVERYONE, MODERATOR_ROLE
from tickets.access.facts import RoleNow
from tickets.doctor.checks.ticketmod import shows
from tickets.doctor.facts import Integration

USING = "use_application_commands"
MANAGING = "manage_messages"


@pytest.mark.parametrize(
    ("permissions", "command", "application", "expected"),
    [
        ({USING, MANAGING}, {}, {}, True),
        ({USING}, {}, {}, False),
        ({MANAGING}, {}, {}, False),
        ({"administrator"}, {MODERATOR_ROLE: False}, {}, True),
        ({USING}, {MODERATOR_ROLE: True}, {}, True),
        ({USING}, {EVERYONE: True}, {}, True),
        ({USING, MANAGING}, {MODERATOR_ROLE: False}, {}, False),
        ({USING, MANAGING}, {EVERYONE: False}, {}, False),
        # The role comes before @everyone.
        ({USING}, {EVERYONE: False, MODERATOR_ROLE: True}, {}, True),
        # What was set for all commands can only forbid, and the command's own comes first.
        ({USING}, {}, {MODERATOR_ROLE: True}, False),
        ({USING, MANAGING}, {}, {MODERATOR_ROLE: True}, True),
        ({USING, MANAGING}, {}, {MODERATOR_ROLE: False}, False),
        ({USING, MANAGING}, {}, {EVERYONE: False}, False),
        ({USING, MANAGING}, {}, {EVERYONE: False, MODERATOR_ROLE: True}, True),
        ({USING}, {MODERATOR_ROLE: True}, {EVERYONE: False}, True),
        ({MANAGING}, {MODERATOR_ROLE: True}, {}, False),
    ],
)
def test_who_is_shown_the_command(
    permissions: set[str],
    command: dict[int, bool],
    application: dict[int, bool],
    expected: bool,
) -> None:
    """Administrators always; others by the command's own settings, those of all commands, and
    the default, in this order; nobody without Use Application Commands."""
    role = RoleNow(id=MODERATOR_ROLE, permissions=frozenset(permissions), is_mentionable=True)
    integration = Integration(command=command, application=application)
    assert shows(role, integration, EVERYONE) is expected
