"""Parts of a long run: ``--shard 2/4`` is the second of four, and four make the whole.

What belongs to which shard depends on nothing but the two numbers. Every piece of work is in
exactly one of the shards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Work = TypeVar("Work")


@dataclass(frozen=True)
class Shard:
    """One of `count` shards, the first is number 1."""

    number: int = 1
    count: int = 1

    @classmethod
    def named(cls, text: str) -> Shard:
        """What ``2/4`` means."""
        number, _, count = text.partition("/")
        shard = cls(int(number), int(count))
        if not 1 <= shard.number <= shard.count:
            raise ValueError(text)
        return shard

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @property
    def is_all(self) -> bool:
        """Whether there are no others."""
        return self.count == 1

    def of(self, work: Sequence[Work]) -> list[Work]:
        """What of `work` is this shard's."""
        return [*work[self.number - 1 :: self.count]]

    def pieces(self, most: int) -> list[Shard]:
        """Finer shards that make up this one.

        All shards together have `most` pieces, or one each.
        """
        many = max(1, most // self.count)
        return [
            Shard(self.number + piece * self.count, self.count * many) for piece in range(many)
        ]


ALL = Shard()
