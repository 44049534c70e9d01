"""The doctor on a server as large as Discord allows: as few steps as on a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.doctor.doctoring import check, findings, healthy

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

TICKETS, CHANNELS, ROLES, OPENERS = 300, 500, 250, 60


async def crowded(server: Server) -> Server:
    """Fills the server with roles, open tickets and other channels, quickly: the tickets come
    into the database and into Discord without anybody having opened them."""
    from tickets.core.access import opening_plan
    from tickets.core.team import Team
    from tickets.core.ticket import Action

    app, guild_id = server.sim.cog.app, server.guild.id
    for number in range(ROLES - len(server.guild._guild.roles)):
        # All in one place, where none pushes the others up.
        server.sim.env.backend.create_role(guild_id, f"role-{number}", position=1)
    openers = [server.person(f"opener-{number}").id for number in range(OPENERS)]
    await server.sim.env.settle()
    settings = await app.settings.of(guild_id)
    for number in range(TICKETS):
        opener_id = openers[number % OPENERS]
        plan = opening_plan(
            everyone_id=guild_id,
            bot_id=server.bot_id,
            opener_id=opener_id,
            team=settings[Team],
            existing_roles=app.channels.role_ids(guild_id),
        )
        channel_id = _channel(server, f"ticket-{number}", plan)
        ticket = await app.tickets.begin(
            guild_id=guild_id,
            opener_id=opener_id,
            opened_by_id=opener_id,
            origin_id=1000 + number,
            reason=None,
            terms=settings.terms(),
            at=1,
            limit=0,
        )
        ticket = await app.tickets.note(ticket, channel_id=channel_id)
        await app.tickets.move(ticket, Action.FINISH_OPENING, settled=True)
    await server.fill(None, CHANNELS - len(server.guild._guild.channel_ids))
    return server


def _channel(server: Server, name: str, plan: Any) -> int:
    backend = server.sim.env.backend
    channel = backend.create_channel(server.guild.id, name)
    for line in plan:
        is_member = line.target.value == "member"
        channel.overwrites.append(
            Overwrite(
                target_id=line.id,
                type=OverwriteType.MEMBER if is_member else OverwriteType.ROLE,
                allow=discord.Permissions(**dict.fromkeys(line.allow, True)).value,
                deny=discord.Permissions(**dict.fromkeys(line.deny, True)).value,
            )
        )
    backend.emit("CHANNEL_UPDATE", serializers.channel_payload(backend, channel))
    return int(channel.id)


async def test_a_very_large_server(tickets_ready: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 500 channels, 250 roles and 300 tickets a look takes no more calls than anywhere,
    five cheap steps for each ticket, and the slow one, reading a channel's permissions in
    detail, for the one ticket with which something is wrong."""
    server = await crowded(await healthy(tickets_ready))
    ticket = server.channel(server.ticket_channels()[150].id)
    await server.overwrite(ticket, server.guild.default_role, deny="manage_threads")
    read: list[int] = []
    computed: list[int] = []
    overwrites, permissions = discord.TextChannel.overwrites, discord.TextChannel.permissions_for

    def reading(channel: discord.TextChannel) -> Any:
        read.append(channel.id)
        return overwrites.fget(channel)  # type: ignore[attr-defined] # a property

    def computing(channel: discord.TextChannel, who: Any) -> discord.Permissions:
        computed.append(channel.id)
        return permissions(channel, who)

    monkeypatch.setattr(discord.TextChannel, "overwrites", property(reading))
    monkeypatch.setattr(discord.TextChannel, "permissions_for", computing)
    with server.sim.counting() as calls:
        page = await check(server)

    assert [line[:2] for line in findings(server, page)] == ["🔴 ", "🟠 "]
    assert f"Tickets aren't hidden from @everyone: <#{ticket.id}>." in server.text(page)
    assert sorted(calls.routes) == [
        "GET /applications/{}/commands",
        "GET /applications/{}/guilds/{}/commands/permissions",
        "GET /channels/{}/messages/{}",
        "POST /channels/{}/messages",
    ]
    assert read == [ticket.id]
    assert len(computed) <= 5 * TICKETS + 20
