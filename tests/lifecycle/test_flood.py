"""How floods are damped: per member, per server, and never longer than needed."""

from __future__ import annotations

import pytest

from tickets.lifecycle.flood import MEMBER, SERVER, Flood
from tickets.lifecycle.rules import TooFast


def refused(flood: Flood, member: int, at: int, guild: int = 1) -> TooFast:
    """The refusal of an attempt that is one too many."""
    with pytest.raises(TooFast) as caught:
        flood.count(guild, member, at)
    return caught.value


def test_a_member_is_damped() -> None:
    """Five attempts are free; the sixth waits until the first is half a minute old."""
    flood = Flood()
    for at in range(MEMBER[0]):
        flood.count(1, 7, at)
    refusal = refused(flood, 7, 10)
    assert (refusal.seconds, refusal.server_wide) == (20, False)
    assert refused(flood, 7, 29).seconds == 1
    flood.count(1, 7, 30)
    assert refused(flood, 7, 30).seconds == 1


def test_a_server_is_damped() -> None:
    """Forty attempts a minute by anybody; the next ones wait, in words for all."""
    flood = Flood()
    for member in range(SERVER[0]):
        flood.count(1, member, 0)
    refusal = refused(flood, 99, 15)
    assert (refusal.seconds, refusal.server_wide) == (45, True)
    flood.count(1, 99, 60)


def test_what_came_to_nothing_does_not_count() -> None:
    """An opening that Discord refused is given back, in both windows."""
    flood = Flood()
    for at in range(100):
        flood.count(1, 7, at // 50)
        flood.take_back(1, 7, at // 50)
    flood.take_back(1, 7, 5)
    flood.take_back(2, 7, 5)
    flood.count(1, 7, 2)


def test_a_clock_that_was_ahead() -> None:
    """What was counted in the future damps nobody."""
    flood = Flood()
    for _ in range(MEMBER[0]):
        flood.count(1, 7, 10_000)
    flood.count(1, 7, 20)


def test_servers_and_members_are_apart() -> None:
    """One server's flood doesn't concern another, nor one member's the others."""
    flood = Flood()
    for _ in range(MEMBER[0]):
        flood.count(1, 7, 0)
    flood.count(1, 8, 0)
    flood.count(2, 7, 0)


def test_refusals_don_t_prolong() -> None:
    """Whoever goes on pressing while refused doesn't wait longer for it."""
    flood = Flood()
    for _ in range(MEMBER[0]):
        flood.count(1, 7, 0)
    for at in range(30):
        refused(flood, 7, at)
    flood.count(1, 7, 30)


def test_asking_counts_nothing() -> None:
    """Looking whether an attempt is possible isn't one."""
    flood = Flood()
    for _ in range(100):
        flood.check(1, 7, 0)
    flood.count(1, 7, 0)


def test_nothing_piles_up() -> None:
    """A raid of thousands is forgotten when it is over, and refused members aren't kept."""
    flood = Flood()
    for guild in range(2000):
        flood.count(guild, 7, 0)
    flood.count(1, 1, 1000)
    assert len(flood._attempts) == 2
    for member in range(SERVER[0] + 500):
        try:
            flood.count(5, member, 2000)
        except TooFast:
            continue
    assert len(flood._attempts) <= SERVER[0] + 3
