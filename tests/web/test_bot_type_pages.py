"""The pages of types: their list, and what each has in another way than the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import settings_of, stored_settings
from tests.staff_log.reception import receiving_channel, sets
from tests.web.visiting import Visited

if TYPE_CHECKING:
    from people import Person
    from server import Server
    from web_dashboard import Dashboard

pytestmark = pytest.mark.asyncio


async def only_type(server: Server) -> Any:
    """The one type of the server."""
    (found,) = (await settings_of(server)).types
    return found


async def test_a_type_is_created_and_listed(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Its page follows; a name that is taken is refused, and what was typed is kept."""
    page = await Visited(dashboard, administrator, "types").opened()
    token = {"words": ["on"]}
    await page.sends_form({**token, "s.name": ["Support"], "s.description": ["Help"]})
    found = await only_type(tickets_ready)
    address = f"/dashboard/{tickets_ready.guild.id}/third-party/Tickets/type?type={found.id}"
    assert page.answer == {"status": 0, "redirect_url": address}
    await page.sends_form({**token, "s.name": ["support"], "s.description": ["Other"]})
    fields = {one["key"]: one for one in page.shown["naming"]}
    assert fields["name"]["refusal"]
    assert fields["description"]["texts"] == ["Other"]
    assert [one["title"] for one in page.shown["types"]] == ["Support"]
    assert [one["to"] for one in page.shown["types"]] == [address]


async def test_only_what_differs_is_stored(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A setting of its own is stored for the type; taken back, it follows the server again."""
    await sets(tickets_ready, "type create Support")
    found = await only_type(tickets_ready)
    page = await Visited(dashboard, administrator, "type", type=str(found.id)).opened()
    assert page.fields()["opening_reason"]["was"] == "null"
    before = stored_settings(tickets_ready)
    await page.sends(opening_reason="on")
    assert (await only_type(tickets_ready)).values == {}
    page.form["own.opening_reason"] = ["on"]
    await page.sends(opening_reason="on")
    assert (await only_type(tickets_ready)).values == {"opening_reason": True}
    assert stored_settings(tickets_ready) == before
    del page.form["own.opening_reason"]
    await page.sends()
    assert (await only_type(tickets_ready)).values == {}


async def test_a_team_of_its_own(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """The same rules as in the menu: nothing private stays when the team goes."""
    server = tickets_ready
    await sets(server, "type create Support")
    found = await only_type(server)
    channel = await receiving_channel(server)
    page = await Visited(dashboard, administrator, "type", type=str(found.id)).opened()
    for key in ("moderator_role_ids", "reception_channel_id", "access_role_ids"):
        page.form[f"own.{key}"] = ["on"]
    await page.sends(
        moderator_role_ids=[str(server.helpers.id)],
        reception_channel_id=[str(channel.id)],
        access_role_ids=[],
    )
    assert page.refused() == {}
    own = {"moderator_role_ids": [server.helpers.id], "reception_channel_id": channel.id}
    assert (await only_type(server)).values == own
    del page.form["own.moderator_role_ids"]
    await page.sends()
    assert (await only_type(server)).values == {}


async def test_another_name(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """Name and description have a form of their own; what others have changed is kept."""
    await sets(tickets_ready, "type create Support")
    found = await only_type(tickets_ready)
    page = await Visited(dashboard, administrator, "type", type=str(found.id)).opened()
    form = {"words": ["on"]}
    for one in page.shown["naming"]:
        form |= {f"was.{one['key']}": [one["was"]], f"s.{one['key']}": one["texts"]}
    await sets(tickets_ready, 'type edit Support "Support" 🦊')
    await page.sends_form({**form, "s.name": ["Help"]})
    renamed = await only_type(tickets_ready)
    assert renamed.name == "Help"
    await page.sends_form({**form, "s.name": ["Third"]})
    assert (await only_type(tickets_ready)).name == "Help"
    assert "Nothing was saved yet" in page.notes
    await page.sends_form({**form, "s.name": ["x" * 500], "was.name": ['["Help"]']})
    assert (await only_type(tickets_ready)).name == "Help"


async def test_types_that_are_not_there(
    dashboard: Dashboard, tickets_ready: Server, administrator: Person
) -> None:
    """A forged, foreign or deleted type has no page."""
    for forged in ("", "7", "-1", "x", "9" * 40, "٣", "1.5"):
        page = await Visited(dashboard, administrator, "type", type=forged).opened()
        assert page.refusal[0] == 404, forged
        await page.sends_form({"was.limit": ["null"], "own.limit": ["on"], "s.limit": ["1"]})
        assert page.refusal[0] == 404
    page = await Visited(dashboard, tickets_ready.alice, "types").opened()
    assert page.refusal[0] == 403
    await page.sends_form({"words": ["on"], "s.name": ["Mine"]})
    assert (await settings_of(tickets_ready)).types == ()
