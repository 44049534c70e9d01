"""Whether the records of the cog and what Discord shows agree, told without the cog's code."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
from adopting_scenarios import OF_ANOTHER_BOT
from crowd import PICTURES, WITH_A_PICTURE
from files import IMPORTED, SHOTS, is_inside, name_of
from messages import OPEN_TICKET_BUTTONS, stored_message, text_of
from migrating_scenarios import OF_ANOTHER_COG
from simcord.results import InteractionResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crowd import Crowd
    from people import Person
    from simcord.builders import ChannelHandle
    from survivor import Life
    from traffic import Call

#: Calls that one left-over may cost.
CALLS_PER_LEFT_OVER = 5
#: Calls that saving a conversation costs: messages, threads, looking, posting, the opener's copy.
CALLS_TO_SAVE = 9

_FIELDS = (
    "number, state, settled, opener_id, channel_id, welcome_id, closed_at, request_id,"
    " handler_id, claim_access, claim_change, closed_message_id"
)
_TICKETS = f"SELECT {_FIELDS} FROM tickets ORDER BY number"
_TYPES = """
SELECT number, type_id, channel_id, moved_from FROM tickets
WHERE settled AND state IN ('open', 'closed')
"""
_SENT = f"""
SELECT number, state, channel_id, request_id, answers, files FROM tickets
WHERE settled AND answers LIKE '%{SHOTS}%'
"""
_REMINDED = """
SELECT number, channel_id,
    (SELECT count(*) FROM ticket_events WHERE ticket_events.number = tickets.number
        AND kind = 'opener_reminded'),
    (SELECT count(*) FROM ticket_events WHERE ticket_events.number = tickets.number
        AND kind = 'staff_reminded')
FROM tickets WHERE state IN ('open', 'closed') AND reminder_begun IS NULL
"""
#: Tickets of another cog: a line of the log tells of all of them together.
_MOVED_OVER = "SELECT number FROM tickets WHERE came_from IS NOT NULL"
_PANELS = "SELECT number, channel_id, message_id FROM panels"
_LIVE = ("open", "closed")
_OVER = ("deleted", "failed", "refused", "cancelled")
_TEXT, _CATEGORY = 0, 4
_VIEW, _WRITE = 1 << 10, 1 << 11
#: What the id of a panel's button or selector begins with.
_PANEL_COMPONENT = re.compile("tickets:v1:(panel|choose):")


@dataclass(frozen=True)
class Record:
    """A ticket as it stands in the database."""

    number: int
    state: str
    settled: int
    opener_id: int
    channel_id: int | None
    welcome_id: int | None
    closed_at: int | None
    request_id: int | None
    handler_id: int | None
    claim_access: str | None
    claim_change: str | None
    closed_message_id: int | None


@dataclass(frozen=True)
class Remains:
    """What a killed process left in its database."""

    records: list[Record]
    #: Categories that it made or asked for.
    categories: int
    #: Jobs that nobody waited for.
    jobs: int
    #: Whether another cog's panels and tickets were being taken over.
    moves_over: bool
    #: Numbers of tickets that were to be saved, or in which something was still to be done, or
    #: is due.
    to_save: frozenset[int]
    #: Numbers of tickets in which it was told last that the opener has left.
    told_left: frozenset[int]


def remains(data: Path) -> Remains:
    """What the killed process left, read from a copy: nothing is tidied up."""
    (database,) = data.rglob("tickets.sqlite3")
    with tempfile.TemporaryDirectory() as folder:
        for part in (database, database.with_name(database.name + "-wal")):
            if part.exists():
                shutil.copy(part, folder)
        with closing(apsw.Connection(str(Path(folder) / database.name))) as connection:
            records = [Record(*row) for row in connection.execute(_TICKETS)]
            ((categories,),) = connection.execute("SELECT count(*) FROM overflow_categories")
            ((jobs,),) = connection.execute("SELECT count(*) FROM jobs")
            ((moves,),) = connection.execute("SELECT count(*) FROM jobs WHERE kind = 'migrate'")
            to_save = connection.execute(
                "SELECT json_extract(body, '$.number') FROM jobs"
                " WHERE kind IN ('transcript', 'thread', 'delete', 'answers',"
                " 'files', 'handler', 'close-left', 'ask-rating', 'say-kept',"
                " 'ask-to-close', 'question-stopped', 'report')"
                # Whoever takes no message may be asked in the ticket.
                " OR kind = 'direct' AND json_extract(body, '$.parts.rating') IS NOT NULL UNION"
                " SELECT number FROM tickets WHERE due_at IS NOT NULL UNION"
                " SELECT value FROM jobs,"
                " json_each(json_extract(body, '$.left')) WHERE kind = 'roles' UNION"
                # What is due by itself.
                " SELECT number FROM tickets WHERE due_at IS NOT NULL"
            )
            told = dict(
                connection.execute(
                    "SELECT number, kind FROM ticket_events WHERE kind IN ('left', 'back')"
                    " ORDER BY id"
                )
            )
            return Remains(
                records=records,
                categories=int(str(categories)),
                jobs=int(str(jobs)),
                moves_over=bool(moves),
                to_save=frozenset(int(str(number)) for (number,) in to_save),
                told_left=frozenset(int(str(one)) for one in told if told[one] == "left"),
            )


async def _ask(server: Crowd, query: str) -> list[Any]:
    rows = server.sim.cog._database.run(lambda cursor: cursor.execute(query).fetchall())
    return list(await rows)


async def disagreements(server: Crowd) -> list[str]:
    """What is wrong between records and channels, in so many words."""
    records = [Record(*row) for row in await _ask(server, _TICKETS)]
    found = list(_wrong_numbers(records, await _ask(server, "SELECT last_number FROM counters")))
    if server.one_each:
        found += _too_many(records)
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    chosen = {
        settings.get("category_id"),
        settings.get("closed_category_id"),
        settings.get("reception_channel_id"),
        settings.get("transcript_channel_id"),
    }
    of_types = {one.values.get("category_id") for one in settings.all_types}
    of_types.add(settings.get("closed_category_id"))
    chosen |= of_types
    found += _wrong_teams(server, settings, await _ask(server, _TYPES))
    found += _strays(server, records, chosen)
    for record in records:
        if record.state in _LIVE and record.settled:
            found += _wrong_in_channel(server, record)
        elif record.state == "requested" and record.settled:
            found += _wrong_request(server, record, pending=True)
        elif not record.settled or record.state not in _OVER:
            found.append(f"#{record.number} is stuck: {record}")
        elif record.channel_id is not None:
            found.append(f"#{record.number} is over and remembers a channel: {record}")
    known = chosen | {
        identity
        for (identity,) in await _ask(server, "SELECT category_id FROM overflow_categories")
    }
    found += _stray_categories(server, known, of_types)
    if server.exists(server.reception):
        for record in records:
            if record.request_id is not None and record.state != "requested":
                found += _wrong_request(server, record, pending=False)
        found += _stray_requests(server, records)
        moved = {number for (number,) in await _ask(server, _MOVED_OVER)}
        found += _wrong_log(server, records, moved)
    for row in await _ask(server, _SENT):
        found += _wrong_files(server, *row)
    found += _wrong_reminders(server, await _ask(server, _REMINDED))
    found += _wrong_boards(server, await _ask(server, "SELECT message_id FROM boards"))
    found += _half_imported(settings, await _ask(server, "SELECT name FROM ready_answers"))
    forgotten = await _ask(server, "SELECT number FROM tickets WHERE is_forgotten")
    found += _wrong_transcripts(server, {number for (number,) in forgotten})
    found += _wrong_panels(server, await _ask(server, _PANELS))
    # What was forgotten leaves the files half an hour later.
    if waiting := await _ask(server, "SELECT kind, body FROM jobs WHERE kind <> 'wipe'"):
        found.append(f"jobs that nobody does: {waiting}")
    return found


def _wrong_teams(server: Crowd, settings: Any, tickets: list[Any]) -> Iterator[str]:
    """A ticket's channel is seen by the roles of its own team, and by those of no other."""
    key = "moderator_role_ids"
    every = {role for one in settings.all_types for role in one.values.get(key, ())}
    every |= set(settings.get(key))
    backend = server.sim.env.backend
    for number, type_id, channel_id, moved_from in tickets:
        if moved_from is not None:
            yield f"#{number} is settled, and its move isn't"
        if channel_id not in backend.channels:
            continue
        lines = backend.channels[channel_id].overwrites
        seeing = {line.target_id for line in lines if line.allow & _VIEW} & every
        team = set(settings.for_type(type_id).get(key))
        # Roles that came or went are brought up to date when somebody says so.
        if seeing != team and len(settings.all_types) > 0:
            yield f"#{number} is seen by the roles {seeing}, and its team is {team}"


def _wrong_request(server: Crowd, record: Record, *, pending: bool) -> Iterator[str]:
    """One message in the reception channel shows the request as it stands."""
    shown = [
        message
        for channel in (server.reception, server.archive)
        if server.exists(channel)
        for message in server.messages(channel)
        if message.embeds and message.embeds[0].footer.text == f"Request #{record.number}"
    ]
    if [message.id for message in shown] != [record.request_id]:
        yield f"#{record.number} has {len(shown)} requests, knows {record.request_id}"
    elif ("Accept" in server.buttons(shown[0])) != pending:
        buttons = server.buttons(shown[0])
        yield f"#{record.number} is {record.state}, and its request shows {buttons}"


def _wrong_files(
    server: Crowd,
    number: int,
    state: str,
    channel_id: int | None,
    request_id: int | None,
    answers: str,
    files: str | None,
) -> Iterator[str]:
    """Each file that was sent with a form is where it belongs, once, or named as missing."""
    if files is not None and state != "requested":
        yield f"#{number} is {state}, and has files on their way: {files}"
    sent = [name_of(place) for place in range(PICTURES) if name_of(place) in answers]
    request = [one for one in server.messages(server.reception) if one.id == request_id]
    if state == "requested" and request:
        wanted, places = 1, request
    elif state in ("refused", "cancelled") and request:
        wanted, places = 0, request
    elif state in _LIVE and channel_id in server.sim.env.backend.channels:
        wanted, places = 1, server.messages(server.channel(channel_id or 0))
    else:
        return
    for name in sent:
        there = sum(
            [one.filename for one in message.attachments].count(name)
            + any(_names_missing(embed, name) for embed in message.embeds)
            for message in places
            if message.author.id == server.bot_id
        )
        if there != wanted:
            yield f"#{number} is {state} and has {name} {there} times"


def _names_missing(embed: Any, name: str) -> bool:
    fields = [one.value or "" for one in embed.fields if one.name == "Missing files"]
    text = embed.description or ""
    return name in str(fields) or (text.startswith("These files") and name in text)


def _stray_requests(server: Crowd, records: Sequence[Record]) -> Iterator[str]:
    """What can be accepted is a request."""
    pending = [record.number for record in records if record.state == "requested"]
    for number in server.pending_requests():
        if number not in pending:
            yield f"#{number} can be accepted, and is no request"


def _wrong_panels(server: Crowd, panels: list[Any]) -> Iterator[str]:
    """Each panel stands where it is said to, and no other message has its component."""
    known = {message_id: number for number, _channel, message_id in panels if message_id}
    shown = {
        message.id: channel.name
        for channel in (server.general, server.staff, server.archive)
        if server.exists(channel)
        for message in server.messages(channel)
        if _PANEL_COMPONENT.search(str([row.to_dict() for row in message.components]))
        and "preview" not in message.content
    }
    for message_id in shown.keys() - known.keys():
        yield f"a panel in #{shown[message_id]} that nobody knows"
    for message_id in known.keys() - shown.keys():
        yield f"panel {known[message_id]} is not where it is said to be"


def _wrong_reminders(server: Crowd, tickets: list[Any]) -> Iterator[str]:
    """Each reminder was posted once, and is recorded."""
    for number, channel_id, of_opener, of_staff in tickets:
        if channel_id not in server.sim.env.backend.channels:
            continue
        pings = _saying(server, server.channel(channel_id), "is waiting for your answer")
        if len(pings) != of_opener:
            yield f"#{number} pings its opener {len(pings)} times, and knows of {of_opener}"
        if server.exists(server.reception):
            told = _saying(server, server.reception, f"<#{channel_id}> has been waiting")
            if len(told) != of_staff:
                yield f"#{number} reminds the staff {len(told)} times, and knows of {of_staff}"


def _saying(server: Crowd, channel: ChannelHandle, words: str) -> list[Any]:
    return [
        message
        for message in server.messages(channel)
        if any(words in (embed.description or "") for embed in message.embeds)
    ]


def _wrong_boards(server: Crowd, boards: list[Any]) -> Iterator[str]:
    """The message of each board is there, and no other."""
    shown = [
        message.id
        for message in server.messages(server.staff)
        if "Tickets right now" in server.text(message)
    ]
    if shown != [message_id for (message_id,) in boards]:
        yield f"the boards are {shown}, and {boards} are known"


def _half_imported(settings: Any, answers: list[Any]) -> Iterator[str]:
    """Of a configuration that was imported, all is there or nothing."""
    there = {
        "settings": settings.get("welcome_message") == IMPORTED,
        "types": IMPORTED in [one.name for one in settings.types],
        "answers": (IMPORTED,) in answers,
    }
    if len(set(there.values())) > 1:
        yield f"half of a file was imported: {there}"


def _wrong_transcripts(server: Crowd, forgotten: set[int]) -> Iterator[str]:
    """What is said to be saved is there, once; of forgotten tickets there is nothing."""
    if not (server.exists(server.reception) and server.exists(server.archive)):
        return
    saved = [
        message.embeds[0].author.name or ""
        for message in server.messages(server.reception)
        if message.embeds and "saved ticket" in (message.embeds[0].author.name or "")
    ]
    saved = [one for one in saved if not any(f"#{number}." in one for number in forgotten)]
    posted = [one for one in server.messages(server.archive) if one.content.startswith("📄")]
    if len(posted) != len(saved):
        yield f"{len(posted)} transcripts, and the log says {saved}"
    for place in (server.archive, *(member.user.dm_channel for member in server.members)):
        yield from _wrong_pictures(server, place)
    left = list(server.sim.data_path.glob("cogs/Tickets/saving/*"))
    if left:
        yield f"files of conversations stay on the disk: {left}"


def _wrong_pictures(server: Crowd, place: ChannelHandle) -> Iterator[str]:
    """Each transcript of a conversation with pictures has them inside, or once beside it."""
    pages: list[bytes] = []
    beside: Counter[str] = Counter()
    for message in server.messages(place):
        for file in stored_message(server.sim.env, message).attachments:
            content = server.sim.env.backend.cdn.get(file["url"]) or b""
            if file["filename"].endswith(".html"):
                pages += [content] if WITH_A_PICTURE.encode() in content else []
            else:
                beside[file["filename"]] += 1
    for number in range(PICTURES):
        there = beside[name_of(number)] + sum(is_inside(page, number) for page in pages)
        if there != len(pages):
            yield f"#{place.name}: {len(pages)} transcripts have {name_of(number)} {there} times"


def _links(message: Any) -> list[str]:
    return [
        child.url or ""
        for row in message.components
        for child in getattr(row, "children", ())
        if hasattr(child, "url")
    ]


def _wrong_log(server: Crowd, records: Sequence[Record], moved: set[int]) -> Iterator[str]:
    """Every event is in the log, once; but for the beginning of those `moved` over."""
    lines = [
        (message.embeds[0].author.name or "", _links(message))
        for message in server.messages(server.reception)
        if message.embeds and not (message.embeds[0].footer.text or "").startswith("Request")
    ]
    for record in records:
        if record.state == "open" and record.request_id is None and record.number not in moved:
            opened = [
                line
                for line, links in lines
                if ("opened a ticket" in line or "made a channel ticket" in line)
                and any(str(record.channel_id) in one for one in links)
            ]
            if len(opened) != 1:
                yield f"#{record.number} is said {len(opened)} times to be opened"
        told = [
            word
            for line, _links in lines
            for word in ("closed", "reopened", "deleted")
            if line.endswith(f" {word} ticket #{record.number}.")
            or (
                word == "deleted"
                and line == f"The channel of ticket #{record.number} was deleted."
            )
        ]
        turns = [("closed", "reopened")[place % 2] for place in range(len(told))]
        if record.state == "deleted" and told:
            turns[-1] = "deleted"
        if told != turns:
            yield f"#{record.number} is {record.state}, and the log says {told}"


def _wrong_numbers(records: Sequence[Record], counters: list[Any]) -> Iterator[str]:
    numbers = [record.number for record in records]
    if len(set(numbers)) != len(numbers):
        yield f"numbers used twice: {numbers}"
    if counters != [(max(numbers),)]:
        yield f"the next number is counted from {counters}, the last one was {max(numbers)}"


def _too_many(records: Sequence[Record]) -> Iterator[str]:
    owners = Counter(record.opener_id for record in records if record.state == "open")
    yield from (
        f"{owner} has {count} open tickets" for owner, count in owners.items() if count > 1
    )


def _strays(server: Crowd, records: Sequence[Record], chosen: set[int | None]) -> Iterator[str]:
    owned = Counter(record.channel_id for record in records if record.state in _LIVE)
    for channel in server.ticket_channels():
        topic = channel._channel.topic or ""
        if topic.startswith(OF_ANOTHER_BOT) and not owned[channel.id]:
            # It isn't adopted, and has to be as it was.
            if not server.alice.sees(channel):
                yield f"#{channel.name} is no ticket, and not as before"
        elif topic.startswith(OF_ANOTHER_COG) and not owned[channel.id]:
            if not any(one.sees(channel) for one in server.members):
                yield f"#{channel.name} is no ticket, and not as before"
        elif owned[channel.id] != 1 and channel.id not in chosen:
            yield f"#{channel.name} belongs to {owned[channel.id]} tickets"


def _stray_categories(server: Crowd, known: set[Any], of_types: set[int | None]) -> Iterator[str]:
    channels = server.sim.env.backend.channels.values()
    for category in channels:
        if category.type == _CATEGORY and category.id != server.category.id:
            if category.id not in known:
                yield f"nobody knows the category {category.name}"
            chosen = category.id in of_types
            chosen |= category.id in known and category.name == "Tickets"
            if not chosen and not any(one.parent_id == category.id for one in channels):
                yield f"the category {category.name} is empty and still there"


def _asks_for_stars(message: Any) -> bool:
    return bool(message.embeds) and "How was our help?" in (message.embeds[0].title or "")


def _wrong_in_channel(server: Crowd, record: Record) -> Iterator[str]:
    stored = server.sim.env.backend.channels.get(record.channel_id or 0)
    if stored is None:
        yield f"#{record.number} has no channel: {record}"
        return
    channel = server.channel(stored.id)
    is_open = record.state == "open"
    asked = [one.embeds[0].timestamp for one in server.messages(channel) if _asks_for_stars(one)]
    if len(asked) != len(set(asked)):
        yield f"#{record.number} asks twice for a rating: {asked}"
    if not (stored.topic or "").startswith((f"#{record.number} ", OF_ANOTHER_BOT, OF_ANOTHER_COG)):
        yield f"#{record.number} has the channel of another: {stored.topic}"
    for member in server.members:
        if member.id == record.opener_id and server.has(member):
            yield from _wrong_opener(server, record, member, channel)
        elif member.sees(channel):
            yield f"#{record.number} is seen by {member.name}"
    for onlooker in (server.alice, server.red_admin, server.blocked):
        if onlooker.sees(channel):
            yield f"#{record.number} is seen by {onlooker.name}"
    if len(server.private_threads(channel)) > 1:
        yield f"#{record.number} has several threads of the staff's"
    yield from _wrong_claim(server, record, channel)
    if is_open != (record.closed_at is None):
        yield f"#{record.number} is {record.state}, but closed at {record.closed_at}"
    yield from _wrong_messages(server, record, channel)


def _wrong_claim(server: Crowd, record: Record, channel: ChannelHandle) -> Iterator[str]:
    """Who has a ticket writes in it, and the other moderators do as the claim says."""
    if record.claim_change is not None:
        yield f"#{record.number} is settled, and its claim isn't"
    lines = {line.target_id: line for line in channel._channel.overwrites}
    others = lines.get(server.moderators.id)
    sees, denied = others and others.allow & _VIEW, others and others.deny & _WRITE
    found = "hide" if not sees else "read" if denied else "write"
    if found != (record.claim_access or "write"):
        yield f"#{record.number} can't be used by the staff as it is claimed: others {found}"
    people = {one.id: one for one in (server.moderator, server.administrator)}
    user = people.get(record.handler_id) if record.handler_id else server.moderator
    if user is not None and not user.can("send_messages", channel):
        yield f"#{record.number} can't be used by the staff: {user.name}"
    if server.moderator.id in lines and record.handler_id != server.moderator.id:
        yield f"#{record.number} knows the moderator by name, who hasn't claimed it"


def _wrong_opener(
    server: Crowd, record: Record, member: Person, channel: ChannelHandle
) -> Iterator[str]:
    """Who opened it writes while it is open, and afterwards reads it at most."""
    is_open = record.state == "open"
    if member.can("send_messages", channel) != is_open or (
        not server.closed_is_readable and member.sees(channel) != is_open
    ):
        yield f"#{record.number} is {record.state}: what {member.name} may do is wrong"


def _wrong_messages(server: Crowd, record: Record, channel: ChannelHandle) -> Iterator[str]:
    messages = server.messages(channel)
    welcomes = [one for one in messages if one.content.startswith("Welcome ")]
    if [one.id for one in welcomes] != [record.welcome_id]:
        yield f"#{record.number} has {len(welcomes)} welcome messages, knows {record.welcome_id}"
        return
    buttons = server.buttons(welcomes[0])
    closed = ["Reopen", "Save transcript", "Delete"]
    # A claim, or its end, is shown where that was possible; elsewhere the button says who has it.
    opened = [one for one in buttons if one not in ("Claim", "Release")]
    is_open = record.state == "open"
    if (opened if is_open else buttons) != (OPEN_TICKET_BUTTONS if is_open else closed):
        yield f"#{record.number} is {record.state} and has the buttons {buttons}"
    told = [
        word
        for one in messages
        for embed in one.embeds
        for word in ("closed", "reopened")
        if f" {word} the ticket" in (embed.author.name or "")
    ]
    # By turns, and the last one fits: so nothing was said twice, and nothing left out.
    turns = [("closed", "reopened")[place % 2] for place in range(len(told))]
    if told != turns or len(told) % 2 != (record.state == "closed"):
        yield f"#{record.number} is {record.state}, and was said to be {told}"


def _more_files(call: Call) -> bool:
    """Whether it brings files only: those that didn't fit into the message before."""
    body = call.body or {}
    return bool(body.get("attachments")) and not body.get("content")


def _is_for_board(life: Life, call: Call) -> bool:
    """Whether it finds, posts or edits the board: at most a few, whatever was left over."""
    return f"/channels/{life.server.staff.id}/messages" in call.path


def _asks_for_what_is_gone(life: Life, call: Call) -> bool:
    channels = life.server.sim.env.backend.channels
    return (
        call.method == "GET" and call.parts[0] == "channels" and int(call.parts[1]) not in channels
    )


def wrong_start(life: Life, before: Remains, logged: Sequence[str]) -> Iterator[str]:
    """What the start after the kill cost too much, or did in silence."""
    left_over = [record for record in before.records if not record.settled]
    # That the opener has left or is back, while nobody listened, is told in the ticket; and
    # whose handler has left is released.
    members = life.server.guild._guild.members
    news = {
        record.number
        for record in before.records
        if (record.opener_id in members) is (record.number in before.told_left)
        or (record.handler_id is not None and record.handler_id not in members)
    }
    healthy = [
        record
        for record in before.records
        if record.settled
        and record.number not in news
        and record.state in _LIVE
        and record.number not in before.to_save
        and life.server.sim.env.backend.channels.get(record.channel_id or 0)
    ]
    paths = [call.path for call in life.calls.seen]
    for record in healthy:
        # What was said when it was closed may have to say something else by now.
        said = f"/messages/{record.closed_message_id}"
        about = [path for path in paths if f"/{record.channel_id}" in path]
        spent = [path for path in about if not path.endswith(said)]
        if spent:
            yield f"healthy #{record.number} cost {spent}"
    about_tickets = [
        call.path
        for call in life.calls.seen
        if "/channels" in call.path and not _more_files(call) and not _is_for_board(life, call)
    ]
    # A job that may have been done: opening the direct messages, looking, writing.
    allowed = CALLS_PER_LEFT_OVER * len(left_over) + before.categories + 4 * before.jobs
    # What was left over of a ticket makes jobs of its own; to save it, it has to be read.
    allowed += 3 * 2 * len(left_over) + CALLS_TO_SAVE * (len(before.to_save) + len(left_over))
    # Whether a channel is gone is asked, and said; so is who has left.
    gone = [call for call in life.calls.seen if _asks_for_what_is_gone(life, call)]
    allowed += 3 * (len(gone) + len(news))
    # Where the settings want it, their tickets are closed.
    settings = life.server.sim.cog.app.settings.known(life.server.guild.id)
    if settings is not None and settings.get("opener_leaves").value == "close":
        allowed += CALLS_PER_LEFT_OVER * len(news)
    # A request that is in another channel than the settings say is moved.
    allowed += 3 * sum(record.state == "requested" for record in before.records)
    # Its panel and its ticket are looked at, and done: what shows how far that is, too.
    allowed += 15 * before.moves_over
    # What was deleted just before the kill is told now.
    allowed += 1
    if len(about_tickets) > allowed:
        yield f"{len(left_over)} left-overs cost {about_tickets}"
    for record in left_over:
        if not any(f"#{record.number} of server" in line for line in logged):
            yield f"nothing in the log about {record}: {logged}"


def silences(server: Crowd, known: set[int]) -> Iterator[str]:
    """Presses and commands since then that nobody has got a sentence for."""
    env = server.sim.env
    for record in env.backend.interactions.values():
        if record.id in known or record.modal is not None:
            continue
        if record.channel_id not in env.backend.channels:
            # Nobody is there any more to be shown anything.
            continue
        who = f"{env.backend.users[record.user_id].name}, {record.command_name or record.type}"
        result = InteractionResult(env, record)
        shown = [one for one in (result.response, *result.followups) if one is not None]
        if not record.responded or record.loading:
            yield f"no answer to {who}"
        for message in shown:
            if "Something went wrong" in text_of(env, message):
                yield f"a general answer to {who}"
