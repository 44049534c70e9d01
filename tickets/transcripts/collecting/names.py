"""Who and what is meant: people, roles, channels and emoji of a conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from ...core.discord.refusals import CONNECTION_LOST
from ...core.lazy_pattern import lazy_pattern
from ...core.overwrite import Target
from ..document import Author, Emoji, Names, Part
from .history import connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable

    from ...core.ticket import Ticket
    from ..document import StoredFile
    from .files import Downloads, Limits

#: Everything in a text that stands for something by its id.
_MENTION = lazy_pattern(r"<(@[!&]?|#|a?:\w{1,32}:)(\d{15,20})>")
#: Pixels of pictures beside texts: enough for a sharp screen.
_AVATAR_SIZE = 128
_EMOJI_SIZE = 64
_SLICE = 50


class NameLookup:
    """Remembers whoever wrote or was named, and finds their names in the end.

    What is noted while `in_staff_thread` is set, and never otherwise, is the staff's alone. So is
    what is noted only of words that were kept of edits and deletions, `in_kept`.
    """

    def __init__(
        self,
        channel: discord.TextChannel,
        ticket: Ticket,
        moderator_role_ids: Collection[int],
        files: Downloads,
    ) -> None:
        self.in_staff_thread = False
        self.in_kept = False
        self._channel = channel
        self._guild = channel.guild
        self._ticket = ticket
        self._moderator_role_ids = frozenset(moderator_role_ids)
        self._files = files
        self._people: dict[int, discord.Member | discord.User] = {}
        self._writers: set[int] = set()
        self._masks: dict[tuple[int, str, str], int] = {}
        self._mentioned: dict[str, set[int]] = {"@": set(), "&": set(), "#": set()}
        self._emojis: dict[int, tuple[str, bool]] = {}
        self._threads: dict[int, str] = {}
        self._staff_threads: set[int] = set()
        self._seen_by_all: set[int] = set()
        self._seen_by_staff: set[int] = set()
        self._seen_in_kept: set[int] = set()
        self._added = _added_members(channel, ticket)
        for user_id in (ticket.opener_id, ticket.closed_by_id):
            if user_id:
                self.person_with_id(user_id)

    # -------------------------------------------------------------------- remembering

    def writer(self, message: discord.Message) -> int:
        """The author of a message, by the id under which the document knows them."""
        author = message.author
        if message.webhook_id is not None and message.webhook_id != message.application_id:
            return self._mask(message.webhook_id, author)
        self._writers.add(author.id)
        return self.person(author)

    def person(self, user: discord.Member | discord.User) -> int:
        """Somebody whom Discord described."""
        known = self._people.get(user.id)
        if known is None or isinstance(user, discord.Member):
            self._people[user.id] = user
        return self.person_with_id(user.id)

    def person_with_id(self, user_id: int) -> int:
        """Somebody of whom only the id is known so far."""
        self._mentioned["@"].add(user_id)
        self._note(user_id)
        return user_id

    def name_of(self, user_id: int) -> str:
        """What somebody is called, as far as it is known without asking."""
        user = self._known(user_id)
        return user.display_name if user is not None else ""

    def role_name(self, role_id: int) -> str:
        """What a role is called; nothing for one that is gone."""
        role = self._guild.get_role(role_id)
        return role.name if role is not None else ""

    def channel_name(self, channel_id: int) -> str:
        """What a channel that the bot offers is called; nothing for one that is gone."""
        channel = self._guild.get_channel(channel_id)
        return channel.name if channel is not None else ""

    def thread(self, thread_id: int, name: str, *, is_staff: bool) -> None:
        """A thread of the channel; archived ones are in no cache."""
        self._threads[thread_id] = name
        if is_staff:
            self._staff_threads.add(thread_id)

    def emoji(self, name: str, emoji_id: int | None = None, *, animated: bool = False) -> Emoji:
        """An emoji below a message, on a button or in a poll."""
        if emoji_id is None:
            return Emoji(name=name)
        return Emoji(name=name, id=emoji_id, picture=self._picture(name, emoji_id, animated))

    def some_emoji(self, emoji: discord.PartialEmoji | discord.Emoji | str | None) -> Emoji | None:
        """An emoji as discord.py gives it."""
        if emoji is None:
            return None
        if isinstance(emoji, str):
            return Emoji(name=emoji)
        return self.emoji(emoji.name or "?", emoji.id, animated=emoji.animated)

    def text(self, text: str | None, author: discord.abc.User | None = None) -> str:
        """Notes what a text mentions; gives the text.

        A channel is named only if the `author` sees it: whoever knows an id would learn the
        name of any channel otherwise.
        """
        if not text:
            return ""
        if "<" not in text:
            return text
        for kind, digits in _MENTION.findall(text):
            number = int(digits)
            if kind.endswith(":"):
                self._emojis[number] = (kind.split(":")[1], kind.startswith("a:"))
            elif kind == "#" and not self._may_see(number, author):
                continue
            else:
                self._mentioned["@" if kind == "@!" else kind[-1]].add(number)
            self._note(number)
        return text

    def _note(self, number: int) -> None:
        if self.in_kept:
            self._seen_in_kept.add(number)
        else:
            (self._seen_by_staff if self.in_staff_thread else self._seen_by_all).add(number)

    def _mask(self, webhook_id: int, author: discord.Member | discord.User) -> int:
        """A webhook under one of its names: all its messages have the webhook's id."""
        key = (webhook_id, author.name, str(author.display_avatar))
        if key not in self._masks:
            is_first = all(other != webhook_id for other, _name, _avatar in self._masks)
            self._masks[key] = webhook_id if is_first else -len(self._masks)
            self._people[self._masks[key]] = author
        return self.person_with_id(self._masks[key])

    def _may_see(self, channel_id: int, author: discord.abc.User | None) -> bool:
        if channel_id in self._staff_threads:
            return self.in_staff_thread
        if channel_id in self._threads or channel_id == self._channel.id:
            return True
        channel = self._guild.get_channel_or_thread(channel_id)
        if channel is None:
            return False
        seer = author if isinstance(author, discord.Member) else self._guild.default_role
        if isinstance(channel, discord.Thread):
            place = channel.parent
            return bool(place and not channel.is_private() and _sees(seer, place))
        return _sees(seer, channel)

    # ------------------------------------------------------------------------- asking

    async def ask(self, limits: Limits) -> None:
        """Asks Discord for people whom nobody here knows, as many as the limits allow."""
        unknown = [one for one in sorted(self._mentioned["@"]) if self._is_worth_asking(one)]
        try:
            await asyncio.wait_for(
                self._ask_for(unknown[: limits.strangers]), limits.strangers_seconds
            )
        except (*CONNECTION_LOST, discord.DiscordException):
            # A name less is no reason to have no transcript.
            return

    def _is_worth_asking(self, user_id: int) -> bool:
        if user_id < 0:
            return False
        if self._known(user_id) is None:
            return True
        # Without a complete cache a writer may still be on the server, with roles and colour.
        return (
            user_id in self._writers
            and not self._guild.chunked
            and not isinstance(self._known(user_id), discord.Member)
        )

    async def _ask_for(self, user_ids: list[int]) -> None:
        state = connection(self._channel)
        for user_id in user_ids:
            try:
                if not self._guild.chunked:
                    self._people[user_id] = await self._guild.fetch_member(user_id)
                    continue
            except discord.NotFound:
                pass
            if user_id in self._people:
                continue
            try:
                data = await state.http.get_user(user_id)
            except discord.NotFound:
                continue
            self._people[user_id] = discord.User(state=state, data=data)

    # ------------------------------------------------------------------------ answers

    async def names(self) -> Names:
        """What all that was noted stands for."""
        authors: dict[int, Author] = {}
        async for user_id in _in_slices(self._mentioned["@"]):
            user = self._known(user_id)
            if user is not None:
                authors[user_id] = self._author(user_id, user)
        emojis: dict[int, Emoji] = {}
        async for emoji_id in _in_slices(self._emojis):
            name, animated = self._emojis[emoji_id]
            emojis[emoji_id] = self.emoji(name, emoji_id, animated=animated)
        roles = map(self._guild.get_role, sorted(self._mentioned["&"]))
        return Names(
            authors=authors,
            roles={one.id: (one.name, one.colour.value or None) for one in roles if one},
            channels=dict(self._channels()),
            emojis=emojis,
        )

    def only_staff_knows(self) -> frozenset[int]:
        """What occurs in the staff's threads and nowhere else."""
        return frozenset(self._seen_by_staff - self._seen_by_all - self._seen_in_kept)

    def only_kept_knows(self) -> frozenset[int]:
        """What occurs in words before edits and deletions, or in the staff's threads, alone."""
        return frozenset(self._seen_in_kept - self._seen_by_all)

    def _channels(self) -> list[tuple[int, str]]:
        found = []
        for channel_id in sorted(self._mentioned["#"]):
            channel = self._guild.get_channel_or_thread(channel_id)
            name = channel.name if channel is not None else self._threads.get(channel_id)
            if name is not None:
                found.append((channel_id, name))
        return found

    def _known(self, user_id: int) -> discord.Member | discord.User | None:
        return (
            self._guild.get_member(user_id)
            or self._people.get(user_id)
            or connection(self._channel).get_user(user_id)
        )

    def _author(self, user_id: int, user: discord.Member | discord.User) -> Author:
        return Author(
            id=user_id,
            name=user.display_name,
            username=user.name,
            avatar=self._avatar(user),
            colour=user.colour.value or None,
            is_bot=user.bot or user_id in self._masks.values(),
            part=self._part(user),
        )

    def _part(self, user: discord.Member | discord.User) -> Part:
        if user.id == self._ticket.opener_id:
            return Part.OPENER
        if user.bot:
            return Part.NONE
        if isinstance(user, discord.Member) and (
            user.guild_permissions.administrator
            or self._guild.owner_id == user.id
            or any(role.id in self._moderator_role_ids for role in user.roles)
        ):
            return Part.MODERATOR
        return Part.ADDED if user.id in self._added else Part.NONE

    def _avatar(self, user: discord.Member | discord.User) -> StoredFile:
        asset = user.display_avatar
        if asset != user.default_avatar:
            # Still pictures: moving ones are ten times as large.
            asset = asset.replace(size=_AVATAR_SIZE, static_format="webp", format="webp")
        return self._files.file(f"{user.name}.webp", asset.url, is_decoration=True)

    def _picture(self, name: str, emoji_id: int, animated: bool) -> StoredFile:
        url = discord.PartialEmoji(name=name, id=emoji_id, animated=animated).url
        ending = "gif" if animated else "png"
        return self._files.file(
            f"{name}.{ending}", f"{url}?size={_EMOJI_SIZE}", is_decoration=True
        )


async def _in_slices(numbers: Iterable[int]) -> AsyncIterator[int]:
    """All of them in order, while others get their turn: members can mention thousands."""
    for index, number in enumerate(sorted(numbers)):
        if index % _SLICE == 0:
            await asyncio.sleep(0)
        yield number


def _sees(seer: discord.Member | discord.Role, channel: discord.abc.GuildChannel) -> bool:
    return channel.permissions_for(seer).view_channel


def _added_members(channel: discord.TextChannel, ticket: Ticket) -> frozenset[int]:
    """Members who see the channel by themselves, or did before the ticket was closed."""
    now = {
        target.id
        for target, overwrite in channel.overwrites.items()
        if overwrite.view_channel and not isinstance(target, discord.Role)
    }
    before = {
        line.id
        for line in ticket.removed_overwrites
        if line.target is Target.MEMBER and "view_channel" in line.allow
    }
    return frozenset(now | before)
