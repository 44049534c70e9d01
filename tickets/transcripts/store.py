"""Where ids and words of people are in work that saves conversations."""

from __future__ import annotations

from ..core.personal import PersonalTable

#: A ticket that is saved after closing: its opener is still to be told of that, in private.
PERSONAL = PersonalTable(
    table="jobs",
    columns=("body",),
    forget_all_words=(
        """
        UPDATE jobs SET body = json_set(body, '$.news.reason', NULL)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.user_id') IS NOT NULL
        AND EXISTS (
            SELECT 1 FROM tickets WHERE tickets.guild_id = jobs.guild_id
            AND tickets.number = json_extract(jobs.body, '$.number')
            AND closed_by_id = :user
        )
        """,
    ),
    forget_all_ids=(
        """
        UPDATE jobs SET body = json_set(body, '$.news', NULL)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.user_id') = :user
        """,
        """
        UPDATE jobs SET body = json_set(body, '$.news.by_id', 0)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.by_id') = :user
        """,
    ),
)
