"""Servers' settings in Red's own files."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import DECLARED, settings
from tickets.claims.rules import Others
from tickets.core.form import Form, Question, QuestionKind
from tickets.core.store.settings import CONFIG_IDENTIFIER
from tickets.hours.rules.values import Holiday, Hours, Outside, Span
from tickets.lifecycle.rules import ClosedAccess, DeleteOnClose, OpenerLeaves
from tickets.requests.settings import Validation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.core.records import Records
    from tickets.core.store.settings import SettingsStore

    Start = Callable[[], SettingsStore]


#: A value other than the default for every setting.
CHANGED: dict[str, Any] = {
    "category_id": 1_456_074_443_980_800_000,
    "access_role_ids": (1, 2),
    "board_channel_id": 13,
    "observer_role_ids": (8, 9),
    "moderator_role_ids": (3,),
    "closing_reasons": ("Solved", "No answer"),
    "opener_may_close": False,
    "reports": True,
    "question_deadline": 24,
    "question_ping": False,
    "opener_may_reopen": 48,
    "opener_leaves": OpenerLeaves.CLOSE,
    "closed_category_id": 46,
    "limit": 2,
    "overflow": False,
    "channel_format": "x-{number}",
    "welcome_message": "Hello {user} 🦊",
    "opening_reason": True,
    "mention_moderators": True,
    "mentioned_role_ids": (7, 8),
    "without_type": False,
    "takes_tickets": False,
    "by_command": False,
    "required_role_ids": (5,),
    "refused_role_ids": (6,),
    "account_age": 7,
    "server_age": 8,
    "pause": 9,
    "closing_reason": False,
    "closed_access": ClosedAccess.READ,
    "reception_channel_id": 44,
    "confirmation_message": "Thank you",
    "validation": Validation.MANUAL,
    "refusal_wait": 60,
    "staff_thread": True,
    "staff_thread_name": "Staff",
    "delete_on_close": DeleteOnClose.MODERATORS,
    "dm_opener": False,
    "transcripts": True,
    "transcript_channel_id": 45,
    "staff_transcript": True,
    "dm_transcript": True,
    "welcome_always": True,
    "claims": True,
    "claim_access": Others.HIDE,
    "claim_by_answering": True,
    "staff_reminder": 4,
    "opener_reminder": 24,
    "silence": 48,
    "hours": Hours((Span(0, 540, 1080), Span(5, 1320, 1560))),
    "timezone": "Europe/Paris",
    "rating": True,
    "keep_edits": True,
    "holidays": (Holiday(None, 12, 31), Holiday(2026, 12, 25)),
    "outside": Outside.REFUSE,
    "delete_after": 72,
    "retention": 90,
    "retention_transcripts": True,
    "form": Form((Question(id=2, kind=QuestionKind.SHORT, label="Your name 🦊"),), 3),
}


def on_disk(folder: Path, guild_id: int = 1) -> dict[str, Any]:
    """What Red's file holds for a server."""
    stored = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    servers = stored.get(str(CONFIG_IDENTIFIER), {}).get("GUILD", {})
    found: dict[str, Any] = servers.get(str(guild_id), {})
    return found


def put_on_disk(folder: Path, **values: Any) -> None:
    """Writes values for server 1 as somebody with an editor might."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {str(CONFIG_IDENTIFIER): {"GUILD": {"1": values}}}
    (folder / "settings.json").write_text(json.dumps(content), encoding="utf-8")


async def test_a_new_server_has_the_defaults(start: Start) -> None:
    """Nothing was ever set: every setting has its default, and the server counts as such."""
    assert await start().of(1) == settings()


def test_every_setting_is_stored() -> None:
    """No setting is forgotten when Red is told what is stored."""
    assert set(DECLARED.defaults) == {*DECLARED.settings, "enabled", "configured"}
    assert set(CHANGED) == set(DECLARED.settings)
    both = {*DECLARED.in_order, *DECLARED.of_types}
    assert both == set(DECLARED.settings.values())


@pytest.mark.parametrize("key", CHANGED)
async def test_a_change_is_there_after_a_restart(start: Start, key: str) -> None:
    """Each setting is read after a restart as it was set, and no other one changed."""
    changed = await start().change(1, **{key: CHANGED[key]})
    expected = settings(configured=True, **{key: CHANGED[key]})
    assert changed == expected
    assert await start().of(1) == expected


@pytest.mark.parametrize("key", CHANGED)
async def test_a_default_can_be_brought_back(start: Start, key: str) -> None:
    """Setting a default again is a change like any other."""
    store = start()
    await store.change(1, **{key: CHANGED[key]})
    await store.change(1, **{key: DECLARED.defaults[key]})
    assert await start().of(1) == settings(configured=True)


async def test_only_what_changes_is_written(start: Start, config_folder: Path) -> None:
    """The file holds what was set, nothing else: defaults of later versions apply."""
    await start().change(1, limit=2, closed_access=ClosedAccess.READ)
    assert on_disk(config_folder) == {
        "configured": True,
        "defaults": 2,
        "limit": 2,
        "closed_access": "read",
    }
    assert type(on_disk(config_folder)["closed_access"]) is str


async def test_setting_the_same_again_writes_nothing(start: Start, config_folder: Path) -> None:
    """A setting that already has the value costs no write."""
    store = start()
    await store.change(1, limit=2)
    (config_folder / "settings.json").unlink()
    await store.change(1, limit=2)
    assert not (config_folder / "settings.json").exists()


async def test_servers_are_apart(start: Start) -> None:
    """What one server sets, no other one has."""
    store = start()
    await store.change(1, limit=2)
    await store.change(2, limit=5)
    assert [(await store.of(guild)).get("limit") for guild in (1, 2, 3)] == [2, 5, 1]
    again = start()
    assert [(await again.of(guild)).get("limit") for guild in (1, 2, 3)] == [2, 5, 1]


async def test_memory_and_disk_say_the_same(start: Start) -> None:
    """What is answered from memory is what a restart would read."""
    store = start()
    for key, value in CHANGED.items():
        await store.change(1, **{key: value})
    assert await store.of(1) == await start().of(1) == settings(configured=True, **CHANGED)


async def test_changes_at_once_are_all_kept(start: Start) -> None:
    """Two admins who change different settings at the same moment both succeed."""
    store = start()
    await asyncio.gather(*(store.change(1, **{key: CHANGED[key]}) for key in CHANGED))
    assert await store.of(1) == settings(configured=True, **CHANGED)
    assert await start().of(1) == settings(configured=True, **CHANGED)


async def test_a_reset_forgets_everything(start: Start, config_folder: Path) -> None:
    """After a reset the server is as new, also after a restart; others keep theirs (C5)."""
    store = start()
    await store.change(1, enabled=True, **CHANGED)
    await store.change(2, limit=5)
    await store.reset(1)
    assert await store.of(1) == settings()
    assert on_disk(config_folder) == {}
    again = start()
    assert await again.of(1) == settings()
    assert (await again.of(2)).get("limit") == 5


@pytest.mark.parametrize("later", range(12))
async def test_a_change_and_a_reset_at_once(start: Start, later: int) -> None:
    """One comes after the other, whoever else reads meanwhile; memory and disk say the same."""
    store = start()
    await store.change(1, limit=2)

    async def at(step: int, done: Awaitable[Any]) -> None:
        for _ in range(step):
            await asyncio.sleep(0)
        await done

    await asyncio.gather(
        store.reset(1), at(later, store.change(1, limit=3)), at(later, store.of(1))
    )
    assert await store.of(1) == await start().of(1)


async def test_after_a_reset_a_server_can_be_set_up_again(start: Start) -> None:
    """What is set after a reset counts, and nothing of before comes back."""
    store = start()
    await store.change(1, limit=2, closing_reason=False)
    await store.reset(1)
    assert await store.change(1, limit=4) == settings(configured=True, limit=4)
    assert await start().of(1) == settings(configured=True, limit=4)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("enabled", "yes"),
        ("enabled", 1),
        ("enabled", None),
        ("limit", "2"),
        ("limit", 2.5),
        ("limit", None),
        ("limit", True),
        ("limit", -1),
        ("limit", 1000),
        ("overflow", []),
        ("channel_format", 5),
        ("channel_format", None),
        ("welcome_message", 5),
        ("welcome_message", ["x"]),
        ("category_id", "Tickets"),
        ("category_id", [1]),
        ("moderator_role_ids", "Moderators"),
        ("moderator_role_ids", ["Moderators"]),
        ("moderator_role_ids", [None]),
        ("moderator_role_ids", None),
        ("closed_access", 5),
        ("closed_access", "write"),
    ],
)
async def test_what_cannot_be_understood_counts_as_unset(
    start: Start, config_folder: Path, key: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """One value that somebody spoiled doesn't take the others with it; the log names it."""
    other = "limit" if key != "limit" else "welcome_message"
    put_on_disk(config_folder, defaults=2, **{key: value, other: CHANGED[other]})
    with caplog.at_level(logging.WARNING, logger="red.tickets.store"):
        read = await start().of(1)
    assert read == settings(**{other: CHANGED[other]})
    read.terms()
    assert key in caplog.text


async def test_settings_of_another_version_are_passed_over(
    start: Start, config_folder: Path
) -> None:
    """A setting that this version doesn't know is left where it is."""
    put_on_disk(config_folder, limit=2, favourite_colour="blue")
    store = start()
    assert await store.of(1) == settings(limit=2)
    await store.change(1, limit=3)
    assert on_disk(config_folder)["favourite_colour"] == "blue"


async def test_a_change_that_could_not_be_written_is_not_shown(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full, memory doesn't say what a restart would take back."""
    store = start()
    await store.change(1, limit=2)

    def no_space(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("redbot.core._drivers.json._save_json", no_space)
        with pytest.raises(OSError, match="No space"):
            await store.change(1, limit=5)
    assert (await store.of(1)).get("limit") == 2


# What was chosen, and what wasn't


@pytest.mark.parametrize("key", CHANGED)
async def test_a_value_that_was_chosen_is_kept_even_if_it_is_the_default(
    start: Start, config_folder: Path, key: str
) -> None:
    """Whoever chose a value keeps it when a later version has another default."""
    default = DECLARED.defaults[key]
    assert await start().change(1, **{key: default}) == settings(configured=True)
    stored = on_disk(config_folder)
    assert set(stored) == {"configured", "defaults", key}
    again = start()
    assert (await again.of(1)).get(key) == default
    assert type((await again.of(1)).get(key)) is type(default)


@pytest.mark.parametrize("key", CHANGED)
async def test_restoring_a_default_forgets_the_value(
    start: Start, config_folder: Path, key: str
) -> None:
    """Whoever goes back to the default gets that of a later version, and keeps all else."""
    other = "limit" if key != "limit" else "overflow"
    store = start()
    await store.change(1, **{key: CHANGED[key], other: CHANGED[other]})
    expected = settings(configured=True, **{other: CHANGED[other]})
    assert await store.restore_default(1, key) == await store.of(1) == expected
    assert set(on_disk(config_folder)) == {"configured", "defaults", other}
    assert await start().of(1) == expected


async def test_restoring_a_default_that_was_never_changed(
    start: Start, config_folder: Path
) -> None:
    """It is as if it had been set: the server counts as configured, and nothing more is there."""
    assert await start().restore_default(1, "limit") == settings(configured=True)
    assert on_disk(config_folder) == {"configured": True, "defaults": 2}


async def test_values_as_stored_can_be_stored_again(start: Start) -> None:
    """What an undoing step has kept as JSON is what it was, once it is put back."""
    store = start()
    kept = json.loads(json.dumps(store.as_stored(CHANGED)))
    assert await store.change_stored(1, kept) == settings(configured=True, **CHANGED)
    assert await start().of(1) == settings(configured=True, **CHANGED)


async def test_a_file_of_the_first_release_is_read(start: Start, config_folder: Path) -> None:
    """What 1.0.0 stored is what it was: it left out whatever was the default. That is kept,
    also where the default is another now, until somebody asks for the default."""
    put_on_disk(
        config_folder,
        configured=True,
        enabled=True,
        moderator_role_ids=[3],
        closed_access="read",
        delete_on_close="moderators",
        validation="manual",
        welcome_message="Hello",
    )
    assert await start().of(1) == settings(
        configured=True,
        enabled=True,
        moderator_role_ids=(3,),
        closed_access=ClosedAccess.READ,
        delete_on_close=DeleteOnClose.MODERATORS,
        validation=Validation.MANUAL,
        welcome_message="Hello",
        limit=0,
    )


async def test_a_server_of_the_first_release_keeps_its_defaults(
    start: Start, config_folder: Path
) -> None:
    """The first change of anything writes them down, as if they had been chosen. Who asks for
    the default gets the present one, and after a reset a server is new."""
    put_on_disk(config_folder, configured=True, enabled=True)
    store = start()
    assert (await store.of(1)).get("limit") == 0
    await store.change(1, overflow=False)
    assert on_disk(config_folder)["limit"] == 0
    assert (await start().of(1)).get("limit") == 0
    assert (await store.restore_default(1, "limit")).get("limit") == 1
    assert (await start().of(1)).get("limit") == 1
    await store.reset(1)
    assert (await start().of(1)).get("limit") == 1


async def test_what_a_ticket_keeps_comes_back_the_same(start: Start, records: Records) -> None:
    """After a reset a ticket has the very values that it was opened with, and no others."""
    store = start()
    changed = await store.change(1, **CHANGED)
    ticket = await records.opened(terms=changed.terms())
    await store.reset(1)
    kept = {key for key, one in DECLARED.settings.items() if one.kept}
    assert set(ticket.terms.values) == kept
    assert {"moderator_role_ids", "closed_access", "delete_on_close", "dm_opener"} <= kept
    assert await store.for_ticket(ticket) == settings(**{key: CHANGED[key] for key in kept})
