"""The menus in Red's tree, messages as people report them, and reports in tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from ..core.discord.once import post_once, send_once
from ..core.files import SentFile, cleaned_name
from ..core.render.message import Message
from .render import reported_message
from .rules import FILES_LIMIT, MENUS_LIMIT, WORDS_LIMIT, Lacking, Reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from redbot.core import commands
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.files import WhyMissing
    from ..core.job import Job
    from ..core.ticket import Ticket

#: What the bot needs in the ticket.
_POSTING = ("send_messages", "embed_links", "attach_files")
#: The command of Red's that refuses a whole cog if one of its menus has no room.
_ENABLES = "slash enablecog"


# ----------------------------------------------------------------------- menus


class ContextMenus:
    """Puts the menus into the tree as far as there is room, and takes them out again."""

    def __init__(self, bot: Red, menus: Sequence[app_commands.ContextMenu]) -> None:
        self._bot = bot
        self._menus = tuple(menus)
        self._is_on = False
        self.lacking: tuple[Lacking, ...] = ()

    @property
    def not_enabled(self) -> tuple[str, ...]:
        """Names of those that are there and that the bot's owner hasn't enabled."""
        tree = self._bot.tree
        there = self._names() - {one.name for one in self.lacking} if self._is_on else set()
        return tuple(
            one.name
            for one in self._menus
            if one.name in there and tree.get_command(one.name, type=one.type) is not one
        )

    async def put_in_place(self) -> None:
        """Registers them. Red shows them only after ``[p]slash enablecog``."""
        if not self._is_on:
            self._is_on = True
            self._bot.before_invoke(self._before_command)
        await self._fit()

    def remove(self) -> None:
        """Leaves nothing in the tree."""
        self._is_on = False
        self.lacking = ()
        self._bot.remove_before_invoke_hook(self._before_command)
        for menu in self._menus:
            self._take_out(menu)

    async def forget(self) -> None:
        """Leaves none of them in Red's list of what is enabled either: they would take room."""
        self.remove()
        for menu in self._menus:
            await self._bot.disable_app_command(menu.name, menu.type)

    async def _before_command(self, ctx: commands.Context) -> None:
        """Other cogs' menus may have been enabled meanwhile: one too many would keep Red from
        enabling any command of this cog."""
        if ctx.command is not None and ctx.command.qualified_name == _ENABLES:
            await self._fit()

    async def _fit(self) -> None:
        enabled = await self._bot.list_enabled_app_commands()
        lacking = []
        for menu in self._menus:
            others = enabled[menu.type.name].keys() - {menu.name}
            self._take_out(menu)
            if len(others) >= MENUS_LIMIT:
                lacking.append(Lacking(name=menu.name, kind=menu.type.name))
                continue
            try:
                self._bot.tree.add_command(menu)
            except app_commands.CommandAlreadyRegistered:
                lacking.append(Lacking(name=menu.name, kind=menu.type.name, is_taken=True))
        self.lacking = tuple(lacking)
        # Those that the owner has enabled before are so again.
        tree: Any = self._bot.tree
        await tree.red_check_enabled()

    def _take_out(self, menu: app_commands.ContextMenu) -> None:
        """Takes it out, unless what has its name is another cog's."""
        tree = self._bot.tree
        found = tree.remove_command(menu.name, type=menu.type)
        if found is not None and found is not menu:
            tree.add_command(found)

    def _names(self) -> set[str]:
        return {one.name for one in self._menus}


# -------------------------------------------------------------------- messages


def reported_of(message: discord.Message, guild_id: int, by_id: int) -> Reported:
    """A message as it came with the press, also from a channel that the bot doesn't see."""
    author = message.author
    return Reported(
        guild_id=guild_id,
        by_id=by_id,
        message_id=message.id,
        channel_id=message.channel.id,
        author_id=author.id,
        author_name=author.display_name,
        author_picture=author.display_avatar.url,
        is_webhook=message.webhook_id is not None and message.interaction_metadata is None,
        sent_at=int(message.created_at.timestamp()),
        words="\n".join(_words(message))[:WORDS_LIMIT],
        files=tuple(_files(message)),
    )


def _words(message: discord.Message | discord.MessageSnapshot) -> Iterator[str]:
    """All that is to be read in it, top to bottom."""
    if message.content:
        yield message.content
    for embed in message.embeds:
        for text in (embed.author.name, embed.title, embed.description, embed.url):
            if text:
                yield text
        for field in embed.fields:
            yield f"{field.name}: {field.value}"
        for place in (embed.image.url, embed.thumbnail.url, embed.footer.text):
            if place:
                yield place
    for sticker in message.stickers:
        yield f"{sticker.name} {sticker.url}"
    if isinstance(message, discord.Message):
        if message.poll is not None:
            yield message.poll.question or ""
            yield from (f"- {one.text}" for one in message.poll.answers)
        for snapshot in message.message_snapshots:
            yield from _words(snapshot)
    yield from _texts(message.components)


def _texts(components: Iterable[Any]) -> Iterator[str]:
    for one in components:
        if isinstance(one, discord.TextDisplay):
            yield one.content
        yield from _texts(getattr(one, "children", ()))


def _files(message: discord.Message) -> Iterator[SentFile]:
    every = [*message.attachments]
    for snapshot in message.message_snapshots:
        every += snapshot.attachments
    for one in every[:FILES_LIMIT]:
        yield SentFile(label="", name=cleaned_name(one.filename), size=one.size, url=one.url)


# --------------------------------------------------------------------- reports


class ReportMessages:
    """Posts reports in tickets. Raises a ``DiscordSaidNo`` when Discord refuses."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def limit(self, guild_id: int) -> int:
        """How large a file of the bot's may be on the server, in bytes."""
        return self._channels.guild(guild_id).filesize_limit

    async def post(
        self,
        ticket: Ticket,
        job: Job,
        reported: Reported,
        missing: Mapping[int, WhyMissing],
    ) -> None:
        """Posts what the message said, once for each job."""
        channel = self._channels.channel_of(ticket)
        message = reported_message(reported, missing, self.limit(ticket.guild_id), job.created_at)
        nonce = f"{ticket.channel_id}r"
        await post_once(channel, message, job, permissions=_POSTING, nonce=nonce)

    async def post_files(
        self, ticket: Ticket, number: int, files: Sequence[tuple[Path, str]]
    ) -> None:
        """Posts some of its files at once; `number` tells them from the others."""
        channel = self._channels.channel_of(ticket)
        nonce = f"{ticket.channel_id}r{number}"
        await send_once(channel, Message(), nonce, permissions=_POSTING, files=files)
