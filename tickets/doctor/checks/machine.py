"""Where and how the bot runs: disk, versions, intents, other cogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.health import Amount, Check, CheckGroup, Command, Names, Severity, _, case
from ..facts import Disk, Machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case

#: What the cog was written for, as info.json says it.
RED_NEEDED = (3, 5, 23)
DISCORD_PY_NEEDED = (2, 7, 1)
#: Bytes below which the disk is nearly full: transcripts are written there, and copies.
FREE_BYTES_NEEDED = 250_000_000
_MEGABYTE = 1_000_000
DATABASE = "tickets.sqlite3"


def _database(facts: Facts) -> Iterator[Case]:
    if not facts[Disk].database_is_writable:
        yield case(name=Names((DATABASE,)), command=Command("datapath"))


def _folder(facts: Facts) -> Iterator[Case]:
    if not facts[Disk].folder_is_writable:
        yield case(command=Command("datapath"))


def _disk(facts: Facts) -> Iterator[Case]:
    if facts[Disk].free_bytes < FREE_BYTES_NEEDED:
        yield case(size=Amount(facts[Disk].free_bytes // _MEGABYTE))


def _versions(facts: Facts) -> Iterator[Case]:
    machine = facts[Machine]
    if machine.red_version < RED_NEEDED or machine.discord_py_version < DISCORD_PY_NEEDED:
        yield case(
            present=Names((_dotted(machine.red_version), _dotted(machine.discord_py_version))),
            needed=Names((_dotted(RED_NEEDED), _dotted(DISCORD_PY_NEEDED))),
        )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _members(facts: Facts) -> Iterator[Case]:
    if "members" in facts[Machine].missing_intents:
        yield _without("members")


def _message_content(facts: Facts) -> Iterator[Case]:
    if "message_content" in facts[Machine].missing_intents:
        yield _without("message_content")


def _without(intent: str) -> Case:
    return case(name=Names((intent,)), flag=Names((f"--disable-intent {intent}",)))


def _taken(facts: Facts) -> Iterator[Case]:
    if facts[Machine].taken_commands:
        yield case(
            names=Names(facts[Machine].taken_commands),
            packages=Names(facts[Machine].taken_by),
            command=Command("reload tickets"),
        )


def _elsewhere(facts: Facts) -> Iterator[Case]:
    settings_in = facts[Machine].settings_in
    if settings_in is not None:
        yield case(
            name=Names((settings_in,)), file=Names((DATABASE,)), command=Command("datapath")
        )


DATABASE_READ_ONLY = Check(
    name="database-read-only",
    severity=Severity.FATAL,
    look=_database,
    what=_("The file with all tickets, {name}, can't be written."),
    breaks=_("No ticket can be opened, closed or deleted."),
    fix=_(
        "The bot's owner finds it in the folder that {command} shows, gives the bot's account "
        "the right to write it, and restarts the bot."
    ),
)
FOLDER_READ_ONLY = Check(
    name="folder-read-only",
    severity=Severity.SERIOUS,
    look=_folder,
    what=_("The cog's data folder can't be written."),
    breaks=_("The daily copy of all tickets fails. After an accident, tickets would be lost."),
    fix=_(
        "The bot's owner finds the folder that {command} shows, and gives the bot's account the "
        "right to write there."
    ),
)
DISK_NEARLY_FULL = Check(
    name="disk-nearly-full",
    severity=Severity.SERIOUS,
    look=_disk,
    what=_("The bot's disk is nearly full: {size} MB left."),
    breaks=_("Soon tickets can't be opened or saved any more."),
    fix=_("The bot's owner frees some room on that machine."),
)
VERSIONS_TOO_OLD = Check(
    name="versions-too-old",
    severity=Severity.SERIOUS,
    look=_versions,
    what=_("Red or discord.py is too old for this cog: {present}."),
    breaks=_("Buttons, forms and menus may fail. Needed, or newer: {needed}."),
    fix=_("The bot's owner updates Red: https://docs.discord.red/en/stable/update_red.html"),
)
MEMBERS_INTENT_MISSING = Check(
    name="members-intent-missing",
    severity=Severity.SERIOUS,
    look=_members,
    what=_("The bot runs without the intent {name}."),
    breaks=_(
        "The staff isn't told when openers leave, and who returns doesn't get back into their "
        "ticket."
    ),
    fix=_(
        "The bot owner starts Red without {flag}. The intent has to be on in "
        "Discord's Developer Portal, too."
    ),
)
MESSAGE_CONTENT_INTENT_MISSING = Check(
    name="message-content-intent-missing",
    severity=Severity.SERIOUS,
    look=_message_content,
    what=_("The bot runs without the intent {name}."),
    breaks=_("Transcripts will be empty, and typed commands don't work."),
    fix=_(
        "The bot owner starts Red without {flag}. The intent has to be on in "
        "Discord's Developer Portal, too."
    ),
)
COMMANDS_TAKEN = Check(
    name="commands-taken",
    severity=Severity.SERIOUS,
    look=_taken,
    what=_("Another cog has taken over these commands: {names}."),
    breaks=_("They reach that cog instead. It came with: {packages}."),
    fix=_("The bot's owner unloads that package, then types {command}."),
)

TICKETS_ELSEWHERE = Check(
    name="tickets-beside-the-settings",
    severity=Severity.ADVICE,
    look=_elsewhere,
    what=_("Red keeps its settings in {name}, but all tickets are in the file {file}."),
    breaks=_("If the bot moves without that file, all tickets are lost."),
    fix=_("The bot owner keeps the folder that {command} shows on a lasting disk, with backups."),
)

CHECKS = CheckGroup(
    100,
    DATABASE_READ_ONLY,
    FOLDER_READ_ONLY,
    DISK_NEARLY_FULL,
    VERSIONS_TOO_OLD,
    MEMBERS_INTENT_MISSING,
    MESSAGE_CONTENT_INTENT_MISSING,
    COMMANDS_TAKEN,
    TICKETS_ELSEWHERE,
)
