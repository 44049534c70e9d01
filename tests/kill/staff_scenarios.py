"""What the staff and the administrators do, and what happens to channels and roles."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from messages import stored_message
from panel_scenarios import PanelScenario
from scenarios import Accepting, Scenario
from simcord.components import walk_components

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class OpeningForMember(Scenario):
    """``/ticketmod open`` for a member."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command opens it."""
        member = self.member(server).actor
        await server.administrator.runs("ticketmod open", in_=server.staff, member=member)


class AddingGuest(Scenario):
    """``/ticketmod add`` in a ticket."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command lets bob in."""
        await _runs_in_ticket(self, server, "ticketmod add")


class RemovingGuest(Scenario):
    """``/ticketmod remove`` in a ticket."""

    repeatable = True

    async def scene(self, server: Crowd) -> None:
        """Bob has been added."""
        await _runs_in_ticket(self, server, "ticketmod add")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command shuts bob out."""
        await _runs_in_ticket(self, server, "ticketmod remove")


async def _runs_in_ticket(scenario: Scenario, server: Crowd, command: str) -> None:
    channel = server.ticket_of(scenario.member(server))
    who: Any = {"member-or-role": server.bob.actor}
    await server.administrator.runs(command, in_=channel, **who)


class Blocking(Scenario):
    """``/ticketmod block``."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command keeps the member out."""
        member: Any = self.member(server).actor
        await server.administrator.runs("ticketmod block", in_=server.staff, member=member)

    async def afterwards(self, server: Crowd) -> None:
        """The member may open tickets again."""
        member: Any = self.member(server).actor
        await server.administrator.runs("ticketmod unblock", in_=server.staff, member=member)


class Unblocking(Blocking):
    """``/ticketmod unblock``."""

    repeatable = False

    async def scene(self, server: Crowd) -> None:
        """The member is blocked."""
        await super().act(server, None)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command lets the member in again."""
        await super().afterwards(server)


# ------------------------------------------------------------------------ settings


class ChoosingReception(Accepting):
    """Another reception channel while there is a request: it is posted there."""

    #: The old message, which can't be removed; its buttons are about the same request.
    refused_leaves = "has 2 requests"

    async def scene(self, server: Crowd) -> None:
        """So far it is the archive."""
        await super().scene(server)
        await server.sets(f"receptionchannel {server.archive.mention}")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types it."""
        await server.sets(f"receptionchannel {server.reception.mention}")


class Switching(Scenario):
    """``ticketset disable`` and ``enable``."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types both."""
        await server.sets("disable", "enable")

    async def afterwards(self, server: Crowd) -> None:
        """It is on."""
        await server.sets("enable")


class BringingDefaultBack(Scenario):
    """``ticketset format default``."""

    repeatable = True

    async def scene(self, server: Crowd) -> None:
        """Something else was chosen before."""
        await server.sets("format ticket-{number}")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types it."""
        await server.sets("format default")


class ApplyingRoles(Scenario):
    """*Apply to … open tickets*, after the staff's roles were changed."""

    async def scene(self, server: Crowd) -> None:
        """Janitors see tickets from now on: they do those that will be opened."""
        await server.sets(f"accessrole {server.janitors.mention}")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press changes all tickets."""
        offer = server.messages(server.staff)[-1]
        (label,) = server.administrator.buttons(offer)
        await server.administrator.presses(label, on=offer)


class Resetting(Scenario):
    """``ticketset reset`` and *Reset*."""

    #: The message goes before the record: resetting again does the rest.
    may_remain = "is not where it is said to be"
    lives_on = False

    async def scene(self, server: Crowd) -> None:
        """There is a panel, too."""
        await PanelScenario().scene(server)

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The question appears."""
        return await server.administrator.runs("ticketset reset", in_=server.staff)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The question is confirmed."""
        assert shown is not None
        await server.administrator.presses("Reset", on=shown)


class SettingUp(Resetting):
    """The assistant, from nothing to a panel: *Set it up*, on its last page."""

    #: What is pressed on each page, whichever is there.
    _PROPOSED = ("Automatic", "Don't ask", "Create it for me", "Next ▶", "Button")

    async def scene(self, server: Crowd) -> None:
        """Nothing is set up."""
        await server.administrator.presses(
            "Reset", on=await server.administrator.runs("ticketset reset", in_=server.staff)
        )

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """All questions are answered as it proposes."""
        shown = await server.administrator.runs("ticketset setup", in_=server.staff)
        while "Set it up" not in server.administrator.buttons(shown):
            labels = server.administrator.buttons(shown)
            label = next(one for one in self._PROPOSED if one in labels)
            await server.administrator.presses(label, on=shown)
        return shown

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press does it."""
        assert shown is not None
        await server.administrator.presses("Set it up", on=shown)


class Making(Scenario):
    """*Create it for me* in the menu."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    async def scene(self, server: Crowd) -> None:
        """There is none."""
        await server.sets(f"{self._what} none")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The menu's page is there."""
        pages = {"category": "basics", "transcriptchannel": "closing"}
        menu = await server.administrator.runs("ticketset menu", in_=server.staff)
        await _presses(server, menu, f":{pages[self._what]}")
        return menu

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press makes it."""
        assert shown is not None
        await _presses(server, shown, f":{self._what}", "menu-create")


async def _presses(server: Crowd, shown: InteractionResult, end: str, part: str = "") -> None:
    """The button of a page whose id has this part, and this end."""
    assert shown.response is not None
    components = walk_components(stored_message(server.sim.env, shown.response).components)
    ids = [str(one.get("custom_id", "")) for one in components]
    found = [one for one in ids if one.endswith(end) and part in one]
    assert found, f"no {part}…{end} among {ids}"
    await server.administrator.actor.click(shown.response, custom_id=found[0])


class Repairing(Scenario):
    """``ticketset check``, *Repair* and *Repair*: the moderators see a ticket again."""

    may_remain = "can't be used by the staff"

    async def scene(self, server: Crowd) -> None:
        """Somebody has taken their access away by hand."""
        channel = server.ticket_of(self.member(server))
        await server.takes_line(channel, server.moderators)

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The report appears, and what would be done."""
        report = await server.administrator.runs("ticketset check", in_=server.staff)
        # First that everybody can read the reception channel.
        for _ in range(2):
            report = await server.administrator.presses("Repair", on=report)
        return await server.administrator.presses("Repair", on=report)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The question is confirmed."""
        assert shown is not None
        await server.administrator.presses("Repair", on=shown)

    async def afterwards(self, server: Crowd) -> None:
        """The moderators see it."""
        for channel in server.tickets_of(self.member(server)):
            allow = "view_channel send_messages read_message_history manage_messages"
            await server.overwrite(channel, server.moderators, allow=allow)


# ------------------------------------------------------------------ from the outside


class TicketVanishing(Scenario):
    """Somebody deletes a ticket's channel by hand."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await _vanishes(server, server.ticket_of(self.member(server)))


class CategoryVanishing(Scenario):
    """Somebody deletes the category of tickets."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await _vanishes(server, server.category)


class ArchiveVanishing(Scenario):
    """Somebody deletes the channel for transcripts."""

    async def scene(self, server: Crowd) -> None:
        """There is a channel for transcripts."""
        await server.sets(f"transcriptchannel {server.archive.mention}")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await _vanishes(server, server.archive)


class ReceptionVanishing(Scenario):
    """Somebody deletes the reception channel."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        await _vanishes(server, server.reception)


class RoleVanishing(Scenario):
    """Somebody deletes an access role."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Discord says so."""
        server.sim.env.backend.delete_role(server.guild.id, server.helpers.id)
        await server.sim.env.settle()


async def _vanishes(server: Crowd, channel: Any) -> None:
    backend = server.sim.env.backend
    # Discord puts what is in a category outside; SimCord leaves it in nothing.
    for child in [one for one in backend.channels.values() if one.parent_id == channel.id]:
        if child.type == 0:
            backend.edit_channel(child.id, {"parent_id": None})
    backend.delete_channel(channel.id)
    await server.sim.env.settle()


class Forgetting(Accepting):
    """The bot's owner has a member forgotten who has requested a ticket."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Red asks the cog, first what it knows."""
        cog, user_id = server.sim.cog, self.member(server).id

        async def forgets() -> None:
            await cog.red_get_data_for_user(user_id=user_id)
            await cog.red_delete_data_for_user(requester="user", user_id=user_id)
            await cog.red_delete_data_for_user(requester="owner", user_id=user_id)

        with server.sim.env._bot_scope():
            forgetting = asyncio.get_running_loop().create_task(forgets())
        await server.sim.env.settle()
        if forgetting.done() and not forgetting.cancelled():
            forgetting.result()


class Renaming(Scenario):
    """``/ticketmod rename``."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command gives the channel another name."""
        channel = server.ticket_of(self.member(server))
        await server.moderator.runs("ticketmod rename", in_=channel, name="Refund for them")
