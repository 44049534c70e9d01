"""The tables, as steps from one version to the next.

Never change a step that was released: add one, in the ``store.py`` of its feature. Times are whole
seconds since the epoch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..declaration import declaration

if TYPE_CHECKING:
    from collections.abc import Iterable


@declaration(frozen=True)
class Step:
    """What makes the tables those of `version`, counted from 1."""

    version: int
    sql: str


_FIRST = """
CREATE TABLE counters (
    guild_id INTEGER PRIMARY KEY,
    last_number INTEGER NOT NULL DEFAULT 0,
    last_panel INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    opener_id INTEGER NOT NULL,
    opened_by_id INTEGER NOT NULL,
    -- What asked for the ticket (an interaction or message): the same asks only once.
    origin_id INTEGER NOT NULL,
    reason TEXT,
    created_at INTEGER NOT NULL,
    terms TEXT NOT NULL,
    channel_id INTEGER,
    welcome_id INTEGER,
    panel INTEGER,
    request_id INTEGER,
    request_channel_id INTEGER,
    decided_by_id INTEGER,
    decided_at INTEGER,
    refusal TEXT,
    closed_by_id INTEGER,
    closed_at INTEGER,
    close_reason TEXT,
    reopened_by_id INTEGER,
    deleted_by_id INTEGER,
    thread_id INTEGER,
    saved_upto INTEGER,
    withdrawn TEXT NOT NULL DEFAULT '[]',
    revision INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX ticket_number ON tickets (guild_id, number);
CREATE UNIQUE INDEX ticket_channel ON tickets (channel_id) WHERE channel_id IS NOT NULL;
-- An origin is what a form's id says, and may be forged: it binds nobody but who sends it.
CREATE UNIQUE INDEX ticket_origin ON tickets (guild_id, origin_id, opener_id)
    WHERE state <> 'failed' AND opener_id <> 0;
-- A member's second press finds the first one at work.
CREATE UNIQUE INDEX one_opening_per_member ON tickets (guild_id, opener_id)
    WHERE state = 'opening' AND opener_id <> 0;
CREATE INDEX counted_of_member ON tickets (guild_id, opener_id, number)
    WHERE state IN ('requested', 'opening', 'open');
CREATE INDEX refused_of_member ON tickets (guild_id, opener_id, decided_at)
    WHERE state = 'refused';
-- What the staff's list shows.
CREATE INDEX present_tickets ON tickets (guild_id, number)
    WHERE state IN ('requested', 'opening', 'open', 'closed');
CREATE INDEX live_tickets ON tickets (guild_id, number) WHERE state IN ('open', 'closed');
-- For requests about a person's data.
CREATE INDEX tickets_of_opener ON tickets (opener_id);
CREATE INDEX tickets_opened_by ON tickets (opened_by_id) WHERE opened_by_id <> opener_id;
CREATE INDEX tickets_closed_by ON tickets (closed_by_id) WHERE closed_by_id IS NOT NULL;
CREATE INDEX tickets_reopened_by ON tickets (reopened_by_id) WHERE reopened_by_id IS NOT NULL;
CREATE INDEX tickets_decided_by ON tickets (decided_by_id) WHERE decided_by_id IS NOT NULL;
CREATE INDEX tickets_deleted_by ON tickets (deleted_by_id) WHERE deleted_by_id IS NOT NULL;
CREATE INDEX unsettled_tickets ON tickets (guild_id, number) WHERE settled = 0;
-- Without an id, the category was asked for, and Discord's answer was not heard.
CREATE TABLE overflow_categories (
    base_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    category_id INTEGER,
    PRIMARY KEY (base_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX overflow_category ON overflow_categories (category_id)
    WHERE category_id IS NOT NULL;
CREATE TABLE panels (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX panel_number ON panels (guild_id, number);
CREATE UNIQUE INDEX panel_message ON panels (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX panel_channel ON panels (channel_id);
CREATE TABLE jobs (
    -- Never used again: messages' nonces are made of it.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- Jobs of a queue are done one after another.
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX jobs_in_queue ON jobs (queue, id);
-- Members who may not open tickets; until NULL: for good.
CREATE TABLE blocks (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    by_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER,
    reason TEXT,
    PRIMARY KEY (guild_id, user_id)
) WITHOUT ROWID;
CREATE INDEX blocks_of_user ON blocks (user_id);
CREATE INDEX blocks_by_user ON blocks (by_id);
-- What the staff has to know, told once to each of them.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Told in the reception channel already.
    logged INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_notice ON notices (guild_id, kind, about);
CREATE TABLE notice_readers (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (notice_id, user_id)
) WITHOUT ROWID;
CREATE INDEX notices_read_by ON notice_readers (user_id);
"""

_EVENTS = """
-- What happened. No words of anybody's, and no ids of people but in by_id and member_id.
CREATE TABLE ticket_events (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    -- NULL for what is about no ticket, such as a block.
    number INTEGER,
    kind TEXT NOT NULL,
    by_id INTEGER,
    at INTEGER NOT NULL,
    member_id INTEGER,
    role_id INTEGER,
    detail TEXT
);
CREATE INDEX events_of_ticket ON ticket_events (guild_id, number, id);
CREATE INDEX events_by ON ticket_events (by_id) WHERE by_id IS NOT NULL;
CREATE INDEX events_about_member ON ticket_events (member_id) WHERE member_id IS NOT NULL;
"""

_WELCOME = "ALTER TABLE tickets ADD COLUMN welcome_text TEXT"

_TYPES = """
CREATE TABLE types (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- For comparing names whatever their case.
    folded TEXT NOT NULL,
    emoji TEXT,
    description TEXT,
    -- Kept for the tickets that it has.
    is_deleted INTEGER NOT NULL DEFAULT 0,
    -- What it sets in another way than the server, by keys of settings.
    body TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX type_name ON types (guild_id, folded) WHERE NOT is_deleted;
ALTER TABLE counters ADD COLUMN last_type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN type_id INTEGER;
-- What a move that isn't finished has taken the ticket from.
ALTER TABLE tickets ADD COLUMN moved_from TEXT;
-- The team that is told; 0 is the server's.
ALTER TABLE notices ADD COLUMN type_id INTEGER NOT NULL DEFAULT 0;
DROP INDEX one_notice;
CREATE UNIQUE INDEX one_notice ON notices (guild_id, kind, about, type_id);
"""

_ANSWERS = """
-- What the opener answered to a form, as JSON; NULL for nothing.
ALTER TABLE tickets ADD COLUMN answers TEXT;
"""

_FILES = """
-- What the opener sent with a form and the ticket has no copy of yet, as JSON; NULL for nothing.
ALTER TABLE tickets ADD COLUMN files TEXT;
"""

_WAITING = """
-- Who is waited for in an open ticket, and since when; NULL before somebody has written in a
-- ticket that is older than these columns.
ALTER TABLE tickets ADD COLUMN waits_for TEXT;
ALTER TABLE tickets ADD COLUMN waits_since INTEGER;
ALTER TABLE tickets ADD COLUMN answered_at INTEGER;
-- The order of the staff's list: requests, what waits for the staff the longest, other open
-- tickets, closed ones.
ALTER TABLE tickets ADD COLUMN list_place INTEGER AS (
    CASE state
        WHEN 'requested' THEN 0
        WHEN 'opening' THEN 1
        WHEN 'open' THEN CASE waits_for WHEN 'staff' THEN waits_since ELSE 1 << 60 END
        ELSE 1 << 61
    END
) VIRTUAL;
CREATE INDEX listed_tickets ON tickets (guild_id, list_place, number, state, type_id)
    WHERE state IN ('requested', 'opening', 'open', 'closed');
"""

_CLAIMS = """
ALTER TABLE tickets ADD COLUMN handler_id INTEGER;
ALTER TABLE tickets ADD COLUMN claimed_at INTEGER;
-- What the other moderators may do meanwhile.
ALTER TABLE tickets ADD COLUMN claim_access TEXT;
-- A change of the handler that isn't finished, as JSON, with what was before.
ALTER TABLE tickets ADD COLUMN claim_change TEXT;
CREATE INDEX tickets_of_handler ON tickets (handler_id) WHERE handler_id IS NOT NULL;
CREATE INDEX claimed_tickets ON tickets (guild_id, number)
    WHERE handler_id IS NOT NULL AND state IN ('open', 'closed');
CREATE INDEX tickets_changing_hands ON tickets (number) WHERE claim_change IS NOT NULL;
"""

_BOARDS = """
CREATE TABLE boards (
    guild_id INTEGER NOT NULL,
    -- The type whose team it is for; 0 is the server's.
    team INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    -- NULL while it is being posted.
    message_id INTEGER,
    -- Tells what it shows from anything else.
    digest TEXT NOT NULL,
    PRIMARY KEY (guild_id, team)
);
"""

_READY_ANSWERS = """
CREATE TABLE ready_answers (
    -- Never used again: it stands in ids of buttons.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- For comparing names whatever their case.
    folded TEXT NOT NULL,
    text TEXT NOT NULL,
    -- NULL for tickets of all types.
    type_id INTEGER,
    revision INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX ready_answer_name ON ready_answers (guild_id, folded);
"""

_RENAMES = """
-- When a ticket's channel was renamed, or its renaming was tried: Discord counts them.
CREATE TABLE renames (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX renames_of_ticket ON renames (guild_id, number);
CREATE INDEX old_renames ON renames (at);
"""

_HOURS = """
-- From when on the staff is there, as the opener was told; and seconds of opening hours until the
-- first answer and until closing, counted when these happen. NULL without opening hours.
ALTER TABLE tickets ADD COLUMN staffed_from INTEGER;
ALTER TABLE tickets ADD COLUMN answer_seconds INTEGER;
ALTER TABLE tickets ADD COLUMN closing_seconds INTEGER;
"""

_CLOSED_CATEGORY = """
-- The category for closed tickets, as it was when this one was closed.
ALTER TABLE tickets ADD COLUMN closed_category_id INTEGER;
"""

_DUE = """
-- When something is due in the ticket next, and what of that couldn't be done, as JSON.
ALTER TABLE tickets ADD COLUMN due_at INTEGER;
ALTER TABLE tickets ADD COLUMN put_off TEXT;
-- Why it was closed by itself; one of our words, NULL if somebody has closed it.
ALTER TABLE tickets ADD COLUMN closing_cause TEXT;
CREATE INDEX due_tickets ON tickets (due_at, guild_id, number) WHERE due_at IS NOT NULL;
CREATE INDEX tickets_put_off ON tickets (guild_id, number) WHERE put_off IS NOT NULL;
-- The settings by which a server's tickets were last asked what is due; no row for none.
CREATE TABLE due_settings (
    guild_id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL
);
"""

_RATINGS = """
-- One to five stars that the opener gave after closing; NULL for none.
ALTER TABLE tickets ADD COLUMN stars INTEGER;
-- What the opener wrote about it.
ALTER TABLE tickets ADD COLUMN rating_comment TEXT;
"""

_RETENTION = """
ALTER TABLE tickets ADD COLUMN deleted_at INTEGER;
-- Whether nothing but numbers is left of it.
ALTER TABLE tickets ADD COLUMN is_forgotten INTEGER NOT NULL DEFAULT 0;
-- The message in it that says who has closed it, and when that says it will be deleted.
ALTER TABLE tickets ADD COLUMN closed_message_id INTEGER;
ALTER TABLE tickets ADD COLUMN deletion_told INTEGER;
-- What transcripts consist of on Discord.
CREATE TABLE transcript_messages (
    guild_id INTEGER NOT NULL,
    -- The ticket; 0 once that is forgotten.
    number INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL PRIMARY KEY,
    -- Whether a line of the log stands on the same message.
    has_log_line INTEGER NOT NULL,
    -- Whether it is to be removed: 0, 1, or 2 where the staff was told that it couldn't be.
    removal INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX transcripts_of_ticket ON transcript_messages (guild_id, number);
CREATE INDEX transcripts_to_remove ON transcript_messages (guild_id, channel_id)
    WHERE removal > 0;
"""

_KEPT_WORDS = """
-- Since when the words of the ticket's messages are kept, which it was told; NULL where not.
ALTER TABLE tickets ADD COLUMN kept_since INTEGER;
CREATE INDEX kept_tickets ON tickets (guild_id, number) WHERE kept_since IS NOT NULL;
-- What a message said, one row for each edit.
CREATE TABLE kept_words (
    message_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- Names of files, as JSON; NULL for none.
    files TEXT,
    -- In the first row of a message.
    deleted_at INTEGER,
    PRIMARY KEY (message_id, version)
) WITHOUT ROWID;
CREATE INDEX kept_of_ticket ON kept_words (guild_id, number);
CREATE INDEX kept_of_author ON kept_words (author_id);
"""

_SEARCH = """
-- The words of a ticket as they can be searched: of a form the answers without the questions.
CREATE VIEW ticket_words AS SELECT id, reason, close_reason, refusal,
    CASE WHEN json_valid(answers) THEN (
        SELECT group_concat(atom, ' ') FROM json_tree(answers)
        WHERE type = 'text' AND path LIKE '$[%][2]'
    ) END AS answers
FROM tickets;
-- It holds the words' places in tickets, and no text of its own. It is told what it forgets by the
-- triggers below, and never reads the answers of tickets, which are JSON.
CREATE VIRTUAL TABLE ticket_search USING fts5 (
    reason, close_reason, refusal, answers,
    content = 'tickets', content_rowid = 'id', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
-- What is forgotten leaves the index's pages, too.
INSERT INTO ticket_search (ticket_search, rank) VALUES ('secure-delete', 1);
-- Tickets up to this one aren't in it yet: what there was before comes after the start.
CREATE TABLE search_progress (upto INTEGER NOT NULL);
INSERT INTO search_progress SELECT coalesce(max(id), 0) FROM tickets;
CREATE TRIGGER words_added AFTER INSERT ON tickets
WHEN new.id > (SELECT upto FROM search_progress)
    AND coalesce(new.reason, new.close_reason, new.refusal, new.answers) IS NOT NULL
BEGIN
    INSERT INTO ticket_search (rowid, reason, close_reason, refusal, answers)
    SELECT new.id, new.reason, new.close_reason, new.refusal,
        CASE WHEN json_valid(new.answers) THEN (
            SELECT group_concat(atom, ' ') FROM json_tree(new.answers)
            WHERE type = 'text' AND path LIKE '$[%][2]'
        ) END;
END;
CREATE TRIGGER words_changed AFTER UPDATE OF reason, close_reason, refusal, answers ON tickets
WHEN new.id > (SELECT upto FROM search_progress)
BEGIN
    INSERT INTO ticket_search (ticket_search, rowid, reason, close_reason, refusal, answers)
    SELECT 'delete', old.id, old.reason, old.close_reason, old.refusal,
        CASE WHEN json_valid(old.answers) THEN (
            SELECT group_concat(atom, ' ') FROM json_tree(old.answers)
            WHERE type = 'text' AND path LIKE '$[%][2]'
        ) END
    WHERE coalesce(old.reason, old.close_reason, old.refusal, old.answers) IS NOT NULL;
    INSERT INTO ticket_search (rowid, reason, close_reason, refusal, answers)
    SELECT new.id, new.reason, new.close_reason, new.refusal,
        CASE WHEN json_valid(new.answers) THEN (
            SELECT group_concat(atom, ' ') FROM json_tree(new.answers)
            WHERE type = 'text' AND path LIKE '$[%][2]'
        ) END
    WHERE coalesce(new.reason, new.close_reason, new.refusal, new.answers) IS NOT NULL;
END;
"""

_COUNTED = """
-- What statistics count by; each has all that they read of its tickets.
CREATE INDEX tickets_by_beginning ON tickets (guild_id, created_at, type_id, state);
CREATE INDEX tickets_by_refusal ON tickets (guild_id, decided_at, type_id)
    WHERE state = 'refused';
CREATE INDEX tickets_by_answer
    ON tickets (guild_id, answered_at, type_id, state, created_at, answer_seconds, number)
    WHERE answered_at IS NOT NULL;
CREATE INDEX tickets_by_closing
    ON tickets (guild_id, closed_at, type_id, state, created_at, closing_seconds, number)
    WHERE closed_at IS NOT NULL;
"""

_QUESTIONS = """
-- The question to the opener whether to close: who asks, since when, why, until when, and the
-- message. NULL while none is open; there is one at a time.
ALTER TABLE tickets ADD COLUMN asked_by_id INTEGER;
ALTER TABLE tickets ADD COLUMN asked_at INTEGER;
ALTER TABLE tickets ADD COLUMN asked_reason TEXT;
ALTER TABLE tickets ADD COLUMN asked_until INTEGER;
ALTER TABLE tickets ADD COLUMN question_id INTEGER;
CREATE INDEX tickets_asked_by ON tickets (asked_by_id) WHERE asked_by_id IS NOT NULL;
CREATE INDEX tickets_asked_until ON tickets (guild_id, number) WHERE asked_until IS NOT NULL;
"""

_REMINDERS = """
-- How often somebody was reminded in the wait that began at reminded_wait, and when a reminder was
-- begun that isn't posted yet.
ALTER TABLE tickets ADD COLUMN reminded_wait INTEGER;
ALTER TABLE tickets ADD COLUMN reminders INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN reminder_begun INTEGER;
-- When the opener was reminded, and when they were told that silence closes the ticket.
ALTER TABLE tickets ADD COLUMN pinged_at INTEGER;
ALTER TABLE tickets ADD COLUMN closes_at INTEGER;
ALTER TABLE tickets ADD COLUMN kept_open INTEGER NOT NULL DEFAULT 0;
"""

_MIGRATED = """
-- The other cog whose ticket it was, and its number there.
ALTER TABLE tickets ADD COLUMN came_from TEXT;
ALTER TABLE tickets ADD COLUMN former_number INTEGER;
CREATE INDEX tickets_from_others ON tickets (guild_id, came_from) WHERE came_from IS NOT NULL;
-- Other ticket cogs that servers have moved over from.
CREATE TABLE taken_over (
    guild_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, source)
) WITHOUT ROWID;
-- Messages that still have such a cog's buttons.
CREATE TABLE their_buttons (
    message_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX their_buttons_of ON their_buttons (guild_id);
"""

#: What 1.0.0 has, and what every feature stands on.
STEPS = (
    Step(1, _FIRST),
    Step(2, _EVENTS),
    Step(3, _WELCOME),
    Step(4, _TYPES),
    Step(5, _ANSWERS),
    Step(6, _FILES),
    Step(7, _WAITING),
    Step(8, _CLAIMS),
    Step(9, _BOARDS),
    Step(10, _READY_ANSWERS),
    Step(11, _RENAMES),
    Step(12, _HOURS),
    Step(13, _CLOSED_CATEGORY),
    Step(14, _DUE),
    Step(15, _RATINGS),
    Step(16, _RETENTION),
    Step(17, _KEPT_WORDS),
    Step(18, _SEARCH),
    Step(19, _COUNTED),
    Step(20, _QUESTIONS),
    Step(21, _REMINDERS),
    Step(22, _MIGRATED),
)


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """All steps by version; raises ``ValueError`` unless they are 1, 2, 3 …"""
    ordered = tuple(sorted(steps, key=lambda step: step.version))
    if [step.version for step in ordered] != list(range(1, len(ordered) + 1)):
        raise ValueError(f"steps of the schema: {[step.version for step in ordered]}")
    return ordered
