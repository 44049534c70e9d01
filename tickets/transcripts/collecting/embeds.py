"""Embeds as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import _
from ..document import Embed, EmbedField
from .components import name_in

if TYPE_CHECKING:
    import discord

    from ..document import StoredFile
    from .files import Downloads
    from .names import NameLookup

#: Embeds in which Discord tells clients what a system message's sentence says anyway.
_FACTS = ("poll_result",)
#: Their fields are facts for clients as well; the description is a member's words.
_FACTS_IN_FIELDS = ("auto_moderation_message", "auto_moderation_notification")
#: Embeds that are nothing but a picture.
_PICTURES = ("image", "gifv")


def embeds(
    given: list[discord.Embed],
    names: NameLookup,
    files: Downloads,
    author: discord.abc.User | None = None,
) -> tuple[Embed, ...]:
    """The embeds of a message."""
    return tuple(_embed(one, names, files, author) for one in given if one.type not in _FACTS)


def _embed(
    embed: discord.Embed,
    names: NameLookup,
    files: Downloads,
    author: discord.abc.User | None,
) -> Embed:
    image, thumbnail = (_picture(one, files) for one in (embed.image, embed.thumbnail))
    if embed.type in _PICTURES and image is None:
        image, thumbnail = thumbnail, None
    read = Embed(
        colour=embed.colour.value if embed.colour is not None else None,
        provider=embed.provider.name,
        author=embed.author.name,
        author_url=embed.author.url,
        author_icon=_icon(embed.author, files),
        title=names.text(embed.title, author) or None,
        url=embed.url,
        description=names.text(embed.description, author) or None,
        fields=_fields(embed, names, author),
        image=image,
        thumbnail=thumbnail,
        video_url=embed.video.url,
        footer=embed.footer.text,
        footer_icon=_icon(embed.footer, files),
        timestamp=int(embed.timestamp.timestamp()) if embed.timestamp is not None else None,
    )
    return read if _says_something(read) else Embed(title=_("An empty embed"))


def _fields(
    embed: discord.Embed, names: NameLookup, author: discord.abc.User | None
) -> tuple[EmbedField, ...]:
    if embed.type in _FACTS_IN_FIELDS:
        return ()
    return tuple(
        EmbedField(
            name=names.text(field.name, author),
            value=names.text(field.value, author),
            inline=bool(field.inline),
        )
        for field in embed.fields
    )


def _picture(media: Any, files: Downloads) -> StoredFile | None:
    if not media.url and not media.proxy_url:
        return None
    return files.file(
        name_in(media.url or media.proxy_url),
        # Where the picture itself is anybody can say; its copy is Discord's.
        media.proxy_url,
        media.url,
        content_type=media.content_type,
        width=media.width,
        height=media.height,
    )


def _icon(part: Any, files: Downloads) -> StoredFile | None:
    if not part.icon_url and not part.proxy_icon_url:
        return None
    return files.file(
        name_in(part.icon_url or part.proxy_icon_url), part.proxy_icon_url, part.icon_url
    )


def _says_something(embed: Embed) -> bool:
    words = (embed.author, embed.title, embed.description, embed.footer, embed.provider)
    shown = (embed.image, embed.thumbnail, embed.video_url, embed.url, embed.fields)
    return any(words) or any(shown) or embed.timestamp is not None
