"""Every scenario once, while each call to Discord takes two seconds: which use cases they reach.

    python tests/kill/once.py
    python tests/kill/once.py --shard 2/4    a quarter of the scenarios

Whoever presses or types something is answered within Discord's three seconds all the same.
Which use cases no scenario reaches is told by all scenarios together, not by a part of them.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

if __name__ == "__main__":
    _REPOSITORY = Path(__file__).resolve().parent.parent.parent
    sys.path[:0] = [str(_REPOSITORY), str(_REPOSITORY / "playground")]
    # discord.py and Red use what Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import argparse
import ast
import inspect
import logging
import os
import tempfile
from types import FunctionType
from typing import TYPE_CHECKING, Any

from agreement import disagreements, silences
from catalogue import SCENARIOS
from crowd import Crowd
from error_log import errors_logged
from lives import begin, each_in_its_world, prepare, processes
from shards import ALL, Shard
from simulated_red import COG_MODULES
from survivor import World, next_life

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from traffic import Call

_COG = Path(__file__).resolve().parents[2] / "tickets"
#: Seconds that each call to Discord takes: an answer that isn't the first thing comes too late.
_SLOW = 2
#: Seconds until every job has been tried often enough.
LATER = 700

#: Use cases that no scenario can reach, and why.
EXCUSED = {
    "listing.list_tickets": "is only read: test_bot_list.py",
    "statistics.picture_file": "is only read: test_bot_stats.py",
    "statistics.data_file": "is only read: test_bot_data_file.py",
    "statistics.remove_left_files": "only when the cog is loaded: test_bot_data_file.py",
    "statistics.statistics": "is only read: test_bot_stats.py",
    "search.find": "is only read: test_bot_find.py",
    "search.record_of": "is only read: test_bot_find.py",
    "search.read_old_tickets": "only at a start after an update: tests/search/test_store.py",
    "replies.ready_answer": "is only read: test_bot_ready_answers.py",
    "waiting.learn_open_tickets": "only at a start, of which there was one before: tests/kill",
    "applying.store_what_is_left": "only when the cog is loaded: tests/kill/kills.py",
    "board.look_at_boards": "when nobody has listened: test_bot_board.py",
    "edits.learn_channels": "only when the cog is loaded: test_bot_edits.py",
    "hours.know_zones": "only when the cog is loaded: tests/hours/test_words.py",
    "close_requests.remember_running": "only at a start: test_bot_close_requests.py",
    "close_requests.report_not_closed": "when Discord refuses: test_bot_close_requests.py",
    "changing.change_settings": "only in Red's dashboard: test_bot_settings_page.py",
    "reminders.report_not_closed": "when Discord refuses: test_bot_reminders.py",
    "reminders.report_opener_not_reminded": "when Discord refuses: test_bot_reminders.py",
    "reminders.report_staff_not_reminded": "when nowhere is left: test_bot_reminders.py",
    "leaving.report_not_closed": "when Discord refuses: test_bot_opener_leaves.py",
    "closing.finish_closing": "only after a kill, which tests/kill/kills.py brings about",
    "closing.finish_reopening": "only after a kill",
    "deleting.report_failed_deletion": "after a day of trouble: test_bot_deletion_on_close.py",
    "files.report_missing_files": "after a day of trouble: test_bot_files.py",
    "later.finish_later": "when Discord is silent for a while, as matrix.py makes it",
    "adopting.finish_adoption": "only after a kill",
    "adopting.undo_adoption": "when Discord refuses a card, as matrix.py makes it",
    "moving.finish_move": "only after a kill",
    "moving.report_failure": "after a day of trouble: test_bot_moving.py",
    "tickets.settle": "only after a kill",
    "changing.finish_change": "only after a kill",
    "changing.readers_of_others": "is only read: test_bot_type_menu.py",
    "recovery.finish": "when Discord is silent for a while",
    "recovery.recover": "only after a kill",
    "recovery.settle_opening": "only after a kill",
    "recovery.settle_deletion": "only after a kill",
    "recovery.remove_channel": "only after a kill",
    "recovery.remember_unsettled": "only at a start, of which there was one before: tests/kill",
    "recovery.record_all_deleted": "when nobody has listened: test_bot_unheard.py",
    "placing.notice_deleted_category": "when nobody has listened",
    "presence.notice_openers": "when nobody has listened",
    "presence.notice_opener": "when nobody has listened",
    "staff_log.notice_deleted_reception": "when nobody has listened",
    "transcripts.notice_deleted_transcript_channel": "when nobody has listened",
    "access.notice_deleted_roles": "when nobody has listened",
    "requests.notice_requesters": "when nobody has listened",
    "panels.notice_deleted_channels": "when nobody has listened",
    "twins.notice_twins": "when nobody has listened",
    "recovery.settle_left_over": "only at a start",
    "requests.move_misplaced_requests": "when nobody has listened",
    "placing.tidy_overflow": "when nobody has listened",
    "requests.finish_request": "only after a kill",
    "requests.settle_request": "only after a kill",
    "requests.settle_failed_request": "only after a kill",
    "requests.settle_ended_request": "only after a kill",
    "requests.remove_stray_request": "only after a kill",
    "requests.cancel_without_opener": "when accepting fails, as matrix.py makes it",
    "creating.finish_creation": "only after a kill",
    "panels.undo_panel": "when setting up fails at its end, as matrix.py makes it",
    "unknown_messages.remove_unknown_messages": "only after a kill",
    "clearing.clear_rest": "only at a start: test_bot_retention.py",
    "deleting.nobody_told": "when Discord refuses, as matrix.py makes it",
    "deleting.report_failure": "when Discord refuses: test_bot_deletion.py",
    "context_menus.clear_kept": "only when the cog is loaded: test_bot_reports.py",
    "interface.open_for": "only for other cogs: test_bot_interface.py",
    "interface.close": "only for other cogs",
    "interface.ticket_for": "only for other cogs",
    "interface.present_of": "only for other cogs",
    "transcripts.report_failed_save": "after a day of trouble: test_bot_transcript_trouble.py",
}


def use_cases() -> Iterator[str]:
    """All public use cases: ``closing.close_ticket``."""
    return (f"{_title(file)}.{name}" for file, name in _places())


def _places() -> Iterator[tuple[Path, str]]:
    for file in sorted({*_COG.glob("*/service.py"), *_COG.glob("*/service/*.py")}):
        for part in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(part, ast.AsyncFunctionDef) and not part.name.startswith("_"):
                yield file, part.name


def _title(file: Path) -> str:
    """How a file of use cases is called here: by its own name, or by its feature's."""
    return file.parent.name if file.stem == "service" else file.stem


#: What has been reached, while somebody looks.
_reached: set[str] = set()


def watch_use_cases() -> None:
    """Has each use case note that it is called, whoever holds it. Once, before all lives.

    Others have imported the functions by name, so these stay and get another body. A profile
    function would need no such thing, but makes a life twice as long.
    """
    for file, name in _places():
        module = COG_MODULES[".".join(file.relative_to(_COG).with_suffix("").parts)]
        function: Any = inspect.unwrap(getattr(module, name))
        noting = _noting(f"{_title(file)}.{name}", function)
        function.__code__, function.__defaults__ = _passed_on.__code__, None
        function.__kwdefaults__ = {"_to": noting}


def _passed_on(*given: Any, _to: Callable[..., Any], **named: Any) -> Any:
    return _to(*given, **named)


def _noting(title: str, function: Any) -> Callable[..., Any]:
    body = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__
    )
    body.__kwdefaults__ = function.__kwdefaults__

    def noted(*given: Any, **named: Any) -> Any:
        _reached.add(title)
        return body(*given, **named)

    return noted


async def done(world: World, name: str) -> dict[str, list[str]]:
    """Does one scenario; returns what it reached and what is wrong."""
    scenario = SCENARIOS[name]
    with errors_logged() as errors:
        async with next_life(world) as life:
            server = life.server
            assert isinstance(server, Crowd)
            _slow_down(server)
            known = set(server.sim.env.backend.interactions)
            _reached.clear()
            await scenario.scene(server)
            await scenario.act(server, await scenario.approach(server))
            await server.sim.time_passes(LATER)
            reached = sorted(_reached)
            problems = [*silences(server, known), *await disagreements(server)]
    return {
        "reached": reached,
        "problems": [*problems, *(f"logged: {line}" for line in errors)],
    }


def _slow_down(server: Crowd) -> None:
    beyond = server.sim.traffic.faults
    assert beyond is not None

    async def slowly(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        if call.method == "PATCH" and call.parts[0] == "channels" and len(call.parts) == 2:
            # Discord allows two changes in ten minutes: they are for the staff's renaming.
            assert "topic" not in call.body, call.body
        server.sim.env.backend.clock.advance(_SLOW)
        return await beyond(call, proceed)

    server.sim.traffic.faults = slowly


def carry_out(names: Sequence[str], jobs: int) -> dict[str, dict[str, list[str]]]:
    """Scenarios, several at a time."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "history")
        begin(world)
        with processes(jobs) as pool:
            ended = each_in_its_world(pool, done, [(world.folder, name) for name in names])
    return {
        name: {"reached": [], "problems": [str(told)]} if code else told
        for name, (code, told) in zip(names, ended, strict=True)
    }


def main(arguments: Sequence[str]) -> int:
    """Prints what is wrong and one line that sums up; the exit code is 0 if nothing is."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    prepare()
    watch_use_cases()
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    add("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    verdicts = carry_out(options.shard.of([*SCENARIOS]), options.jobs)
    problems = [
        f"{name}: {problem}"
        for name, verdict in verdicts.items()
        for problem in verdict["problems"]
    ]
    reached = {name for verdict in verdicts.values() for name in verdict["reached"]}
    for name in use_cases():
        if options.shard.is_all and name not in reached and name not in EXCUSED:
            problems.append(f"no scenario reaches {name}: add one to tests/kill/catalogue.py")
        if name in reached and name in EXCUSED:
            problems.append(f"{name} needs no excuse")
    problems += [f"{name} is excused, and is gone" for name in EXCUSED.keys() - {*use_cases()}]
    for problem in problems:
        print(problem)  # noqa: T201 - it is a command
    fine = sum(not verdict["problems"] for verdict in verdicts.values())
    print(f"{len(verdicts)} scenarios: {fine} passed, {len(problems)} failed")  # noqa: T201
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
