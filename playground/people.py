"""People on the simulated server, with the verbs that a story about them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import discord
from messages import (
    button,
    buttons,
    stored_message,
    stored_messages,
    text_of,
    text_of_modal,
)
from simcord import interactions
from simcord.backend import serializers
from simcord.backend.access import channel_accessible
from simcord.builders import ChannelHandle
from simcord.components import walk_components
from simcord.results import InteractionResult, ResponseMessage, to_discord_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server import Server
    from simcord.actors import MemberActor
    from simcord.backend.models import Message
    from simcord.builders import RoleHandle, UserHandle

    #: What somebody can press something on.
    Pressable = discord.Message | ResponseMessage | InteractionResult | ChannelHandle | list[Any]
    #: What a verb gives back.
    Outcome = InteractionResult | list[discord.Message]

_CLICK, _SUBMISSION = 3, 5
_BUTTON, _SELECT = 2, 3
_LABEL, _TEXT_INPUT = 18, 4


class Person:
    """A member of the server. Permissions and what the client shows bind what they can do."""

    def __init__(self, server: Server, user: UserHandle, *roles: RoleHandle) -> None:
        self.server = server
        self.user = user
        self.actor: MemberActor = server.guild.add_member(user, roles=roles)
        self._roles = roles
        self._env = server.sim.env

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The user's name."""
        return self.user.name

    @property
    def mention(self) -> str:
        """The user's mention."""
        return self.user.mention

    def __repr__(self) -> str:
        return f"<{self.name}>"

    # --------------------------------------------------------------- tickets

    @overload
    async def opens_a_ticket(
        self,
        reason: str | None = None,
        *,
        by: Literal["slash"] = ...,
        where: ChannelHandle | None = None,
    ) -> InteractionResult: ...

    @overload
    async def opens_a_ticket(
        self, reason: str | None = None, *, by: str, where: ChannelHandle | None = None
    ) -> Any: ...

    async def opens_a_ticket(
        self, reason: str | None = None, *, by: str = "slash", where: ChannelHandle | None = None
    ) -> Any:
        """Runs /ticket or types [p]ticket, in #general unless told where."""
        where = where or self.server.general
        if by == "slash":
            options = {} if reason is None else {"reason": reason}
            return await self.actor.slash(where, "ticket", **options)
        return await self.types(f"!ticket {reason or ''}".rstrip(), in_=where)

    # ------------------------------------------------------------------ acts

    async def types(
        self,
        text: str,
        *,
        in_: ChannelHandle | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        reply_to: Any = None,
    ) -> list[discord.Message]:
        """Writes a message (in #general); returns what the bot then says to be seen there.

        A ``!`` at the start stands for the bot's prefix. Answers by direct message count.
        """
        sim = self.server.sim
        channel = in_ or self.server.general
        if text.startswith("!"):
            text = sim.prefix + text[1:]
        own = await self.actor.send(channel, text, attachments=files, reply_to=reply_to)
        bot_id = self._env.backend.bot_user.id
        return [
            to_discord_message(self._env, message)
            for place in (channel, self.user.dm_channel)
            for message in self._stored(place)
            if message.id > own.id and message.author_id == bot_id
        ]

    async def runs(
        self, command: str, *, in_: ChannelHandle | None = None, **options: Any
    ) -> InteractionResult:
        """Runs a slash command: ``await alice.runs("ticket list")``."""
        return await self.actor.slash(in_ or self.server.general, command, **options)

    async def presses(self, label: str, on: Pressable) -> InteractionResult:
        """Presses the button with this label on a message, an answer, or in a channel."""
        message = self._message_with(label, on)
        found = button(self._env, message, label)
        assert found is not None
        return await self.actor.click(message, custom_id=found.get("custom_id"))

    async def selects(
        self, values: Sequence[Any], on: Pressable, *, custom_id: str | None = None
    ) -> InteractionResult:
        """Chooses in a select menu of a message or an answer."""
        return await self.actor.select(self._shown(on)[-1], values, custom_id=custom_id)

    async def submits(self, shown: InteractionResult, **values: Any) -> InteractionResult:
        """Fills in the window that a result showed, and sends it."""
        return await self.actor.submit_modal(shown, values)

    async def leaves(self) -> None:
        """Leaves the server."""
        self.server.guild.remove_member(self.actor)
        await self._settled()

    async def returns(self, *roles: RoleHandle) -> None:
        """Joins the server again, without the former roles."""
        self.actor = self.server.guild.add_member(self.user, roles=roles)
        await self._settled()

    async def gets(self, role: RoleHandle) -> None:
        """Somebody gives them a role."""
        self._env.backend.add_member_role(self.server.guild.id, self.id, role.id)
        await self._settled()

    async def loses(self, role: RoleHandle) -> None:
        """Somebody takes a role away from them."""
        self._env.backend.remove_member_role(self.server.guild.id, self.id, role.id)
        await self._settled()

    def closes_direct_messages(self) -> None:
        """From now on the bot can't write to them (50007)."""
        self.server.sim.rules.closed_dms.add(self.id)

    # ------------------------------------------------------------ perceives

    def sees(self, channel: Any) -> bool:
        """Whether the channel exists and shows in their list; private threads included."""
        return channel_accessible(self._env.backend, channel.id, self.id)

    def can(self, permission: str, channel: Any) -> bool:
        """Whether they have a permission in a channel: ``alice.can("send_messages", it)``."""
        if not self.sees(channel):
            return False
        held = self._env.backend.compute_permissions(self.server.guild.id, self.id, channel.id)
        return bool(held & getattr(discord.Permissions, permission).flag)

    def reads(self, channel: Any) -> list[str]:
        """The words of all messages they can read there, oldest first."""
        return [text_of(self._env, message) for message in self._stored(channel)]

    def direct_messages(self) -> list[str]:
        """The words of what the bot wrote to them in private."""
        bot_id = self._env.backend.bot_user.id
        return [
            text_of(self._env, message)
            for message in self._stored(self.user.dm_channel)
            if message.author_id == bot_id
        ]

    def answer(self, outcome: Outcome | discord.Message | ResponseMessage | None) -> str:
        """What they were shown last: a message, an answer only they see, or a window."""
        if isinstance(outcome, InteractionResult) and outcome.modal is not None:
            return text_of_modal(outcome.modal)
        shown = self._shown(outcome)
        return text_of(self._env, shown[-1]) if shown else ""

    def answer_besides(self, outcome: InteractionResult) -> str:
        """What only they were shown in addition to the answer or window itself."""
        return "\n".join(text_of(self._env, message) for message in outcome.followups)

    def buttons(self, on: Pressable) -> list[str]:
        """The labels of the buttons they could press there."""
        return [label for message in self._shown(on) for label in buttons(self._env, message)]

    def _messages(self, channel: Any) -> list[discord.Message]:
        return [to_discord_message(self._env, message) for message in self._stored(channel)]

    def _stored(self, channel: Any) -> list[Message]:
        """What they can read in a channel, oldest first."""
        if not channel_accessible(self._env.backend, channel.id, self.id, history=True):
            return []
        return [one for one in stored_messages(self._env, channel.id) if one.visible_to(self.id)]

    def _shown(self, on: Any) -> list[Any]:
        """The messages behind anything a verb gives back, oldest first."""
        if on is None:
            return []
        if isinstance(on, InteractionResult):
            first = [on.response] if on.response is not None else []
            return [*first, *on.followups]
        if isinstance(on, ChannelHandle):
            return self._messages(on)
        return list(on) if isinstance(on, list) else [on]

    def _message_with(self, label: str, on: Any) -> Any:
        shown: list[Any] = self._stored(on) if isinstance(on, ChannelHandle) else self._shown(on)
        for message in reversed(shown):
            if button(self._env, message, label) is not None:
                stored = isinstance(on, ChannelHandle)
                return to_discord_message(self._env, message) if stored else message
        there = [text_of(self._env, message) for message in shown]
        labels = self.buttons(on)
        raise AssertionError(f"{self.name} sees no button {label!r}: {labels} under {there}")

    async def _settled(self) -> None:
        if not self.server.sim.stage.is_held:
            await self._env.settle()

    # ----------------------------------------------------------- forges

    async def forges_click(
        self,
        custom_id: str,
        *,
        in_: ChannelHandle,
        message: Any = None,
        values: Sequence[str] | None = None,
    ) -> InteractionResult:
        """Sends a press that no client would send: any id, on any message, anywhere.

        With `values` it is a choice in a select menu. Without `message` it is the bot's
        newest there, or one that doesn't exist. A message that has no such component is
        presented as if it had one: otherwise discord.py would not even look at the press.
        """
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": _BUTTON}
        component = {"type": _BUTTON, "style": 2, "label": "forged", "custom_id": custom_id}
        if values is not None:
            data = {"custom_id": custom_id, "component_type": _SELECT, "values": list(values)}
            options = [{"label": value, "value": value} for value in values]
            component = {"type": _SELECT, "custom_id": custom_id, "options": options}
        backend = self._env.backend
        if message is not None:
            stored = stored_message(self._env, message)
        else:
            there = sorted(backend.messages.get(in_.id, {}).values(), key=lambda one: one.id)
            by_bot = [one for one in there if one.author_id == backend.bot_user.id]
            stored = (
                by_bot[-1]
                if by_bot
                else backend.prepare_message(in_.id, backend.bot_user.id, "forged")
            )
        payload: dict[str, Any] = dict(serializers.message_payload(backend, stored))
        present = {
            one.get("custom_id"): one.get("type") for one in walk_components(stored.components)
        }
        if custom_id in present:
            data["component_type"] = present[custom_id]
        else:
            row = {"type": 1, "id": 99, "components": [{**component, "id": 100}]}
            payload["components"] = [*payload["components"], row]
        return await self._forges(_CLICK, data, in_, payload)

    async def forges_modal(
        self, custom_id: str, values: dict[str, str], *, in_: ChannelHandle, message: Any = None
    ) -> InteractionResult:
        """Submits a window that nobody was shown."""
        components = [
            {
                "type": _LABEL,
                "id": 2 * number + 1,
                "component": {
                    "type": _TEXT_INPUT,
                    "id": 2 * number + 2,
                    "custom_id": name,
                    "value": value,
                },
            }
            for number, (name, value) in enumerate(values.items())
        ]
        data = {"custom_id": custom_id, "components": components}
        payload = None
        if message is not None:
            stored = stored_message(self._env, message)
            payload = dict(serializers.message_payload(self._env.backend, stored))
        return await self._forges(_SUBMISSION, data, in_, payload)

    async def _forges(
        self,
        kind: int,
        data: dict[str, Any],
        channel: ChannelHandle,
        message: dict[str, Any] | None,
    ) -> InteractionResult:
        env = self._env
        record, payload = interactions.base_payload(
            env.backend,
            type=kind,
            channel_id=channel.id,
            # None in a direct message.
            guild_id=env.backend.get_channel(channel.id).guild_id,
            user_id=self.id,
            data=data,
        )
        if message is not None:
            payload["message"] = message
            record.source_message_id = int(message["id"])
        env.backend.emit("INTERACTION_CREATE", payload)
        await self._settled()
        return InteractionResult(env, record)
