"""Whatever is stored: reading it raises nothing, and what comes of it can be imported."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.switching.expected import left, reads
from tests.switching.samples import FILES, stored, world_of
from tickets.switching.rules.found import Source, Wanted
from tickets.switching.rules.left_out import What, Why
from tickets.switching.rules.reading import wanted

if TYPE_CHECKING:
    from collections.abc import Iterator


#: What may stand where something else should.
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7, 10**30, 2**63, 1.5, -0.0, 1e300),
    *(float("nan"), float("inf"), "", "0", "1", "x" * 5000, "9" * 4400, "١٢٣", "\0", "\ud800"),
    *("{user}", "{owner_name!r:>9}", "{", "}{", "{}", "{{id}}", "\u200b", "🎫"),
    *("2026-13-45T99:99", "2026-11-25", "<:x:123456789012345678>", "main", "@everyone"),
    *("Zulu/Nowhere", "../../etc/passwd", "24:00", "23:59", "12-34", "-", "1-"),
    *([], {}, [[]], [None], {"": None}, {"main": {}}, {"0": {"0": {}}}, [1, [2, True]]),
    {"label": "A"},
)
_odd = st.one_of(
    st.sampled_from(_ODD),
    st.integers(),
    st.text(max_size=20),
    st.lists(st.integers() | st.text(max_size=5) | st.none(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers() | st.none() | st.text(), max_size=3),
)


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each container in it, with one of its keys."""
    keys = range(len(value)) if isinstance(value, list) else list(value)
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places_in(value[key])


def mutate(data: st.DataObject, raw: Any, ids: tuple[int, ...]) -> None:
    """Replaces, deletes, doubles or renames something somewhere."""
    places = list(places_in(raw))
    if not places:
        return
    where, key = places[data.draw(st.integers(0, len(places) - 1))]
    match data.draw(st.sampled_from(("replace", "delete", "swap", "rename", "id"))):
        case "replace":
            where[key] = deepcopy(data.draw(_odd))
        case "id":
            # One that means something else here.
            where[key] = data.draw(st.sampled_from(ids))
        case "delete":
            del where[key]
        case "swap":
            other, second = places[data.draw(st.integers(0, len(places) - 1))]
            where[key] = deepcopy(other[second])
        case _:
            if isinstance(where, dict):
                name = data.draw(st.text(max_size=10) | st.sampled_from(("main", "1", "\ud800")))
                where[name] = deepcopy(where[key])


@pytest.mark.parametrize("source", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_anything_may_be_damaged(source: Source, data: st.DataObject) -> None:
    """Of a sample with parts that are wrong, gone, or somewhere else."""
    raw, world = stored(source), world_of(source)
    # Nothing of these is read, and they are large.
    for name in ("staff_stats", "user_stats", "server_stats"):
        raw.pop(name, None)
    ids = (world.guild_id, world.bot_id, *world.role_names, *world.channels, *world.members)
    for _ in range(data.draw(st.integers(1, 6))):
        mutate(data, raw, ids)
    wanted(source, raw)
    reads(source, raw, world)


@pytest.mark.parametrize("source", FILES)
@pytest.mark.parametrize("raw", [None, 5, "x", [], [[]], {}, {"panels": 3}, {"profiles": [1]}])
def test_what_is_no_record_at_all(source: Source, raw: Any) -> None:
    """Nothing is found, and nothing raised."""
    found = reads(source, raw)
    assert wanted(source, raw) == Wanted()
    assert (found.tickets, found.panels, found.blocks, found.last_number) == ((), (), (), 0)


@pytest.mark.parametrize("source", FILES)
@pytest.mark.parametrize("of", FILES)
def test_data_of_another_cog(source: Source, of: Source) -> None:
    """A record that one of the others has stored is read as far as it goes."""
    reads(source, stored(of), world_of(of))


@pytest.mark.parametrize("source", FILES)
def test_on_another_server(source: Source) -> None:
    """Where nothing of it is there, its texts come; roles, channels and tickets are told."""
    world = world_of(source)
    world.role_names, world.channels, world.members = {}, {}, {}
    found = reads(source, stored(source), world)
    assert (found.tickets, found.threads, found.panels) == ((), (), ())
    told = [one.what for one in found.left_out if one.why is Why.GONE]
    assert told.count(What.TICKET) == len(wanted(source, stored(source)).channels)
    assert What.MODERATORS in told
    assert What.CATEGORY in told


@pytest.mark.parametrize("source", [Source.VRT_3, Source.TRINI])
def test_one_damaged_panel(source: Source) -> None:
    """The others come as if nothing were wrong with it."""
    raw, world = stored(source), world_of(source)
    raw["panels"]["general"] = "gone wrong"
    raw["panels"]["private"]["modal"] = 7
    raw["panels"]["billing"]["category_id"] = "nowhere"
    found = reads(source, raw, world)
    types = {one["name"]: one["settings"] for one in found.configuration["types"]}
    assert [one["label"] for one in types["billing"]["form"]["questions"]] == ["Invoice number"]
    assert left(found) >= {
        (What.SETTING, Why.DAMAGED, "general", ""),
        (What.SETTING, Why.DAMAGED, "private", "modal"),
        (What.SETTING, Why.DAMAGED, "billing", "category_id"),
    }


def test_one_damaged_ticket() -> None:
    """The others come; two records of one channel are one ticket."""
    raw, world = stored(Source.AAA3A_TICKETS), world_of(Source.AAA3A_TICKETS)
    raw["tickets"]["1"]["owner_id"] = "nobody"
    raw["tickets"]["2"]["opened_at_timestamp"] = "yesterday"
    raw["tickets"]["7"] = {**raw["tickets"]["3"], "id": 7}
    found = reads(Source.AAA3A_TICKETS, raw, world)
    assert sorted(one.their_number or 0 for one in found.tickets) == [2, 3]
    assert left(found) >= {
        (What.TICKET, Why.DAMAGED, "", "1"),
        (What.TICKET, Why.DAMAGED, "main", ""),
        (What.SETTING, Why.DAMAGED, "2", "opened_at_timestamp"),
    }
    # Then Discord says when its channel was made.
    second = next(one for one in found.tickets if one.their_number == 2)
    assert second.created_at == (second.channel_id >> 22) // 1000 + 1_420_070_400


def test_ids_as_texts() -> None:
    """What JavaScript has exported has ids in quotes."""
    source = Source.TRINI
    raw = json.loads(
        json.dumps(stored(source)), parse_int=lambda text: text if len(text) > 15 else int(text)
    )
    assert reads(source, raw) == reads(source, stored(source))
