"""One message of Discord's as a value, whatever it is made of."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..document import (
    Attachment,
    Content,
    Message,
    Poll,
    PollAnswer,
    Reaction,
    Reply,
    Sticker,
    StoredFile,
    Unknown,
)
from .components import Components
from .embeds import embeds
from .history import connection
from .system_messages import quotes, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .files import Downloads
    from .names import NameLookup


Raw = dict[str, Any]

log = logging.getLogger("red.tickets.transcripts")

#: Characters that are shown of an answered message.
EXCERPT = 200
#: What a message can't do without; of the rest is left out what discord.py stumbles over.
_NEEDED = (
    "id",
    "type",
    "channel_id",
    "author",
    "content",
    "timestamp",
    "edited_timestamp",
    "webhook_id",
    "application_id",
    "pinned",
    "flags",
)
_EMPTY: Raw = {"embeds": [], "attachments": [], "mentions": []}


class Reader:
    """Reads the messages of one place: the channel or one of its threads."""

    def __init__(
        self,
        channel: discord.TextChannel,
        place: discord.TextChannel | discord.Thread,
        names: NameLookup,
        files: Downloads,
        *,
        is_staff: bool = False,
    ) -> None:
        self._state = connection(channel)
        self._place = place
        self._names = names
        self._files = files
        self._components = Components(names, files)
        self._is_staff = is_staff
        self._said: dict[int, tuple[int, str]] = {}
        #: The messages in which Discord says that a thread began, by the thread's id.
        self.thread_starts: dict[int, int] = {}

    def read(self, raw: Raw) -> Message:
        """The message; one that discord.py or we stumble over loses only what is strange."""
        self._names.in_staff_thread = self._is_staff
        try:
            return self._message(self._parsed(raw), raw)
        except Exception:  # Discord may send what nobody has thought of.
            log.warning("Message %s could not be read in full", raw.get("id"), exc_info=True)
        for less in _reduced(raw):
            with contextlib.suppress(Exception):
                return self._message(self._parsed(less), less, lost=True)
        lost = Unknown(what=_("(unreadable content)"))
        at = int(discord.utils.snowflake_time(int(raw["id"])).timestamp())
        return Message(id=int(raw["id"]), author_id=0, at=at, content=Content(components=(lost,)))

    def _parsed(self, raw: Raw) -> discord.Message:
        # discord.py changes what it is given.
        data: Any = dict(raw)
        return self._state.create_message(channel=self._place, data=data)

    def _message(self, message: discord.Message, raw: Raw, *, lost: bool = False) -> Message:
        system = sentence(message)
        content = self._own_content(message, raw, has_sentence=system is not None)
        forwarded, forwarded_at = self._forwarded(message, raw)
        command, command_by = self._command(message, raw)
        author_id = self._names.writer(message)
        self._said[message.id] = (author_id, system or _excerpt(content, forwarded))
        self._note_thread_start(message)
        if lost or (system is None and forwarded is None and not _says_something(content)):
            content = _with_unknown(content, _what_is_missing(message, lost))
        return Message(
            id=message.id,
            author_id=author_id,
            at=int(message.created_at.timestamp()),
            edited_at=_seconds(message.edited_at),
            content=content,
            system=system,
            reply=self._reply(message),
            forwarded=forwarded,
            forwarded_at=forwarded_at,
            command=command,
            command_by_id=command_by,
            reactions=tuple(map(self._reaction, message.reactions)),
            is_pinned=message.pinned,
        )

    # ------------------------------------------------------------------------ contents

    def _own_content(self, message: discord.Message, raw: Raw, *, has_sentence: bool) -> Content:
        for user in message.mentions:
            self._names.person(user)
        text = "" if has_sentence and quotes(message) else message.content
        content = self._content(message, raw, text, message.author)
        if message.activity is not None:
            app = message.application.name if message.application is not None else _("an app")
            invited = _("an invitation to {app}").format(app=app)
            content = _with_unknown(content, invited)
        return content

    def _content(
        self,
        source: discord.Message | discord.MessageSnapshot,
        raw: Raw,
        text: str,
        author: discord.abc.User | None,
    ) -> Content:
        poll = source.poll if isinstance(source, discord.Message) else None
        return Content(
            text=self._names.text(text, author),
            embeds=embeds(source.embeds, self._names, self._files, author),
            attachments=tuple(map(self._attachment, source.attachments)),
            stickers=tuple(map(self._sticker, source.stickers)),
            components=self._components.all_of(raw.get("components")),
            poll=self._poll(poll) if poll is not None else None,
        )

    def _attachment(self, attachment: discord.Attachment) -> Attachment:
        return Attachment(
            file=self._files.file(
                attachment.filename,
                attachment.url,
                attachment.proxy_url,
                content_type=attachment.content_type,
                size=attachment.size,
                width=attachment.width,
                height=attachment.height,
            ),
            description=attachment.description,
            is_spoiler=attachment.is_spoiler(),
        )

    def _sticker(self, sticker: discord.StickerItem) -> Sticker:
        if sticker.format is discord.StickerFormatType.lottie:
            # A drawing program of Discord's own, which no browser shows.
            why = _("Stickers of this kind can't be kept.")
            return Sticker(name=sticker.name, picture=StoredFile(name=sticker.name, missing=why))
        return Sticker(name=sticker.name, picture=self._files.file(sticker.name, sticker.url))

    def _reaction(self, reaction: discord.Reaction) -> Reaction:
        emoji = self._names.some_emoji(reaction.emoji)
        assert emoji is not None
        return Reaction(emoji=emoji, count=reaction.count)

    def _poll(self, poll: discord.Poll) -> Poll:
        is_closed = poll.is_finalised()
        most = max((answer.vote_count for answer in poll.answers), default=0)
        return Poll(
            question=self._names.text(poll.question) or "?",
            answers=tuple(
                PollAnswer(
                    text=answer.text or "",
                    emoji=self._names.some_emoji(answer.emoji),
                    votes=answer.vote_count,
                    is_winner=is_closed and 0 < most == answer.vote_count,
                )
                for answer in poll.answers
            ),
            total_votes=sum(answer.vote_count for answer in poll.answers),
            is_closed=is_closed,
            allows_several=poll.multiple,
        )

    # -------------------------------------------------------------------- other messages

    def _forwarded(self, message: discord.Message, raw: Raw) -> tuple[Content | None, int | None]:
        reference = message.reference
        if reference is None or reference.type is not discord.MessageReferenceType.forward:
            return None, None
        if not message.message_snapshots:
            lost = Unknown(what=_("a forwarded message that can't be shown"))
            return Content(components=(lost,)), None
        snapshot = message.message_snapshots[0]
        inner = raw["message_snapshots"][0]["message"]
        content = self._content(snapshot, inner, snapshot.content, None)
        if not _says_something(content):
            content = _with_unknown(content, _("a message without content"))
        return content, _seconds(snapshot.created_at)

    def _reply(self, message: discord.Message) -> Reply | None:
        """What is answered, pinned, or stands at the beginning of a thread."""
        reference = message.reference
        if (
            reference is None
            or reference.message_id is None
            or reference.type is not discord.MessageReferenceType.default
        ):
            return None
        number = reference.message_id
        if isinstance(reference.resolved, discord.Message):
            answered = reference.resolved
            text = sentence(answered) or self._names.text(answered.content) or _short(answered)
            return Reply(
                message_id=number, author_id=self._names.writer(answered), text=_clip(text)
            )
        if number in self._said:
            author_id, text = self._said[number]
            return Reply(message_id=number, author_id=author_id, text=_clip(text))
        return Reply(message_id=number)

    def _note_thread_start(self, message: discord.Message) -> None:
        reference = message.reference
        if message.type is discord.MessageType.thread_created and reference is not None:
            self.thread_starts[reference.channel_id] = message.id

    # ------------------------------------------------------------------------- commands

    def _command(self, message: discord.Message, raw: Raw) -> tuple[str | None, int | None]:
        """Which command had this said, and whose; buttons and selectors have no name."""
        origin = message.interaction_metadata
        if origin is None:
            return self._old_command(raw)
        named = _named(raw)
        while origin.type is discord.InteractionType.modal_submit and origin.modal_interaction:
            origin = origin.modal_interaction
        by_id = self._names.person(origin.user)
        if origin.type is discord.InteractionType.modal_submit:
            return named or _("a form"), by_id
        if origin.type is not discord.InteractionType.application_command:
            return named, by_id
        if named is None:
            return _("a command"), by_id
        from_menu = origin.target_user is not None or origin.target_message_id is not None
        if from_menu or message.type is discord.MessageType.context_menu_command:
            return named, by_id
        return f"/{named}", by_id

    def _old_command(self, raw: Raw) -> tuple[str | None, int | None]:
        """The same from messages of the time before Discord told more about it."""
        old = raw.get("interaction")
        if not old:
            return None, None
        by = discord.User(state=self._state, data=old["user"])
        slash = "" if raw.get("type") == discord.MessageType.context_menu_command.value else "/"
        return f"{slash}{old['name']}", self._names.person(by)


def _named(raw: Raw) -> str | None:
    """The command's name: Discord sends it, though discord.py reads it no longer."""
    origin = raw.get("interaction_metadata") or {}
    before = origin.get("triggering_interaction_metadata") or {}
    old = raw.get("interaction") or {}
    return origin.get("name") or before.get("name") or old.get("name") or None


def _reduced(raw: Raw) -> Iterator[Raw]:
    """The same message with less and less in it."""
    for key in raw:
        if key not in _NEEDED:
            yield {other: value for other, value in raw.items() if other != key}
    yield {**{key: raw[key] for key in _NEEDED if key in raw}, **_EMPTY}


# ------------------------------------------------------------------------------- emptiness


def _says_something(content: Content) -> bool:
    return bool(
        content.text.strip()
        or content.embeds
        or content.attachments
        or content.stickers
        or content.components
        or content.poll
    )


def _what_is_missing(message: discord.Message, lost: bool) -> str:
    if lost:
        return _("(unreadable content)")
    if message.flags.loading:
        return _("an answer that hasn't come yet")
    return _("(no visible content)")


def _with_unknown(content: Content, what: str) -> Content:
    return Content(
        text=content.text,
        embeds=content.embeds,
        attachments=content.attachments,
        stickers=content.stickers,
        components=(*content.components, Unknown(what=what)),
        poll=content.poll,
    )


def _excerpt(content: Content, forwarded: Content | None) -> str:
    if content.text:
        return _clip(content.text)
    if forwarded is not None:
        return _clip(forwarded.text) or _("(forwarded message)")
    if content.poll is not None:
        return content.poll.question
    return _kind_of(bool(content.attachments), bool(content.stickers), bool(content.embeds))


def _short(message: discord.Message) -> str:
    if message.poll is not None:
        return message.poll.question
    if message.message_snapshots:
        return message.message_snapshots[0].content or _("(forwarded message)")
    return _kind_of(bool(message.attachments), bool(message.stickers), bool(message.embeds))


def _kind_of(has_files: bool, has_stickers: bool, has_embeds: bool) -> str:
    if has_files:
        return _("(file)")
    if has_stickers:
        return _("(sticker)")
    return _("(embed)") if has_embeds else _("(message)")


def _clip(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _seconds(moment: Any) -> int | None:
    return int(moment.timestamp()) if moment is not None else None
