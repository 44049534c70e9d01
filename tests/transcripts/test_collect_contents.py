"""What a message is made of: every part that Discord knows is kept as something readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.core.builders import BOT, CHANNEL, GUILD, MODERATOR, MODERATOR_ROLE, OPENER, a_ticket
from tests.transcripts.small_discord import FIRST, SmallDiscord, a_message, a_user, an_attachment
from tickets.transcripts.collecting.conversation import collect
from tickets.transcripts.document import (
    Button,
    Container,
    FileBox,
    Gallery,
    Message,
    Reply,
    Row,
    Section,
    Select,
    Separator,
    TextDisplay,
    Thumbnail,
    Transcript,
    Unknown,
)

if TYPE_CHECKING:
    from pathlib import Path

CDN = "https://cdn.discordapp.com"
TEA = {"id": "123456789012345678", "name": "tea", "animated": False}


@pytest.fixture
async def small() -> SmallDiscord:
    return SmallDiscord()


async def collected(small: SmallDiscord, folder: Path) -> Transcript:
    return await collect(
        small.channel,
        a_ticket(),
        folder=folder,
        moderator_role_ids=(MODERATOR_ROLE,),
        session=None,
    )


async def reads(small: SmallDiscord, folder: Path, **changes: Any) -> Message:
    """The last message of a conversation, in which this one was written last."""
    small.says(a_message(len(small.http.said[CHANNEL]), **changes))
    return (await collected(small, folder)).messages[-1]


# ------------------------------------------------------------------------------ components

_MEDIA = {"url": f"{CDN}/attachments/1/2/cat.png", "proxy_url": None, "width": 5, "height": 6}
_TEXT = {"type": 10, "content": "text"}
_OPTIONS = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]

#: What Discord sends, and what it becomes.
PARTS: dict[discord.ComponentType, tuple[dict[str, Any], type[Any], str]] = {
    discord.ComponentType.action_row: (
        {"components": [{"type": 2, "style": 1, "label": "Press"}]},
        Row,
        "Press",
    ),
    discord.ComponentType.button: (
        {"style": 5, "label": "Go", "url": "https://example.org", "disabled": True},
        Button,
        "Go",
    ),
    discord.ComponentType.select: (
        {"custom_id": "x", "placeholder": "Which?", "options": _OPTIONS},
        Select,
        "Which?",
    ),
    discord.ComponentType.text_input: (
        {"custom_id": "x", "style": 1, "label": "Name"},
        TextDisplay,
        "Name",
    ),
    discord.ComponentType.user_select: (
        {"custom_id": "x", "default_values": [{"id": str(MODERATOR), "type": "user"}]},
        Select,
        "Mona",
    ),
    discord.ComponentType.role_select: (
        {"custom_id": "x", "default_values": [{"id": str(MODERATOR_ROLE), "type": "role"}]},
        Select,
        "Moderators",
    ),
    discord.ComponentType.mentionable_select: ({"custom_id": "x"}, Select, "Make a selection"),
    discord.ComponentType.channel_select: (
        {"custom_id": "x", "default_values": [{"id": str(CHANNEL), "type": "channel"}]},
        Select,
        "ticket-7",
    ),
    discord.ComponentType.section: (
        {"components": [_TEXT], "accessory": {"type": 11, "media": _MEDIA}},
        Section,
        "cat.png",
    ),
    discord.ComponentType.text_display: ({"content": "words"}, TextDisplay, "words"),
    discord.ComponentType.thumbnail: (
        {"media": _MEDIA, "description": "A cat", "spoiler": True},
        Thumbnail,
        "A cat",
    ),
    discord.ComponentType.media_gallery: (
        {"items": [{"media": _MEDIA, "description": "Two cats"}]},
        Gallery,
        "Two cats",
    ),
    discord.ComponentType.file: (
        {"file": _MEDIA, "name": "cat.png", "size": 12, "spoiler": True},
        FileBox,
        "cat.png",
    ),
    discord.ComponentType.separator: ({"divider": True, "spacing": 1}, Separator, "True"),
    discord.ComponentType.container: (
        {"components": [_TEXT], "accent_color": 0xFF0000, "spoiler": True},
        Container,
        "text",
    ),
    discord.ComponentType.label: (
        {"label": "Age", "component": {"type": 4, "custom_id": "x", "style": 1, "value": "12"}},
        Row,
        "Age",
    ),
    discord.ComponentType.file_upload: ({"custom_id": "x"}, Unknown, "a field for files"),
    discord.ComponentType.radio_group: ({"custom_id": "x", "options": _OPTIONS}, Select, "One"),
    discord.ComponentType.checkbox_group: ({"custom_id": "x", "options": _OPTIONS}, Select, "Two"),
    discord.ComponentType.checkbox: ({"custom_id": "x"}, Unknown, "a box to tick"),
}


@pytest.mark.parametrize("kind", list(discord.ComponentType), ids=lambda kind: kind.name)
async def test_every_component_is_readable(
    small: SmallDiscord, tmp_path: Path, kind: discord.ComponentType
) -> None:
    """Buttons, selectors and layouts of every kind show what they said."""
    assert kind in PARTS, "Discord has a new component: make it readable"
    changes, expected, words = PARTS[kind]
    message = await reads(small, tmp_path, components=[{"type": kind.value, **changes}])
    [component] = message.content.components
    assert isinstance(component, expected)
    assert words in repr(component)


@pytest.mark.parametrize("kind", list(discord.ComponentType), ids=lambda kind: kind.name)
@pytest.mark.usefixtures("language")
async def test_a_component_without_anything_is_survived(
    small: SmallDiscord, tmp_path: Path, kind: discord.ComponentType
) -> None:
    """A component of which Discord says nothing but the kind disturbs nothing."""
    message = await reads(small, tmp_path, content="words", components=[{"type": kind.value}])
    assert message.content.text == "words"
    assert message.content.components


async def test_a_button_has_its_look(small: SmallDiscord, tmp_path: Path) -> None:
    """Style, emoji, address and whether it can be pressed are kept."""
    raw = {"type": 2, "style": 5, "url": "https://example.org", "emoji": TEA, "disabled": True}
    [button] = (await reads(small, tmp_path, components=[raw])).content.components
    assert isinstance(button, Button)
    assert (button.style, button.url, button.is_disabled) == ("link", raw["url"], True)
    assert button.emoji is not None
    assert button.emoji.name == "tea"


@pytest.mark.parametrize("style", [*(one.value for one in discord.ButtonStyle), 99])
async def test_every_style_of_button(small: SmallDiscord, tmp_path: Path, style: int) -> None:
    """A button of any style, also of the future, has words on it."""
    raw = {"type": 2, "style": style, "custom_id": "x", "sku_id": "1"}
    [button] = (await reads(small, tmp_path, components=[raw])).content.components
    assert isinstance(button, Button)
    assert button.label
    assert button.style


async def test_containers_inside_containers(small: SmallDiscord, tmp_path: Path) -> None:
    """A layout keeps its order, colours and what is hidden."""
    raw = {
        "type": 17,
        "accent_color": 0x00FF00,
        "components": [
            _TEXT,
            {"type": 14, "divider": False},
            {"type": 9, "components": [_TEXT], "accessory": {"type": 2, "label": "b"}},
        ],
    }
    [box] = (await reads(small, tmp_path, components=[raw])).content.components
    assert isinstance(box, Container)
    assert box.colour == 0x00FF00
    assert [type(one) for one in box.items] == [TextDisplay, Separator, Section]
    assert box.items[1] == Separator(is_visible=False)


# -------------------------------------------------------------------- attachments, stickers


async def test_an_attachment_has_its_facts(small: SmallDiscord, tmp_path: Path) -> None:
    """Name, size, kind, description and whether it is hidden are kept without the file."""
    raw = an_attachment("SPOILER_cat.png", f"{CDN}/attachments/1/2/x", 12, description="A cat")
    [attachment] = (await reads(small, tmp_path, attachments=[raw])).content.attachments
    file = attachment.file
    assert (file.name, file.size, file.content_type) == ("SPOILER_cat.png", 12, "image/png")
    assert (attachment.description, attachment.is_spoiler) == ("A cat", True)
    assert (file.path, file.missing) == (None, "Files weren't fetched.")


@pytest.mark.parametrize("style", list(discord.StickerFormatType), ids=lambda one: one.name)
async def test_every_kind_of_sticker(
    small: SmallDiscord, tmp_path: Path, style: discord.StickerFormatType
) -> None:
    """A sticker has its name, and a picture or why there is none."""
    raw = {"id": "5", "name": "Wave", "format_type": style.value}
    [sticker] = (await reads(small, tmp_path, sticker_items=[raw])).content.stickers
    assert sticker.name == "Wave"
    assert sticker.picture is not None
    assert sticker.picture.missing


# ---------------------------------------------------------------------------------- embeds

_PROXIED = {"url": "https://example.org/a.png", "proxy_url": f"{CDN}/x/a.png", "width": 3}
EMBEDS: dict[str, tuple[dict[str, Any], str]] = {
    "rich": ({"title": "Title", "description": "words"}, "Title"),
    "image": ({"url": "https://example.org/a.png", "thumbnail": _PROXIED}, "a.png"),
    "gifv": ({"thumbnail": _PROXIED, "video": {"url": "https://example.org/v"}}, "/v"),
    "video": ({"title": "Film", "video": {"url": "https://example.org/v"}}, "Film"),
    "article": ({"title": "News", "provider": {"name": "Paper"}}, "Paper"),
    "link": ({"url": "https://example.org"}, "https://example.org"),
    "auto_moderation_message": ({"description": "bad"}, "bad"),
    "of the future": ({}, "An empty embed"),
}


@pytest.mark.parametrize("kind", EMBEDS)
async def test_every_kind_of_embed(small: SmallDiscord, tmp_path: Path, kind: str) -> None:
    """Embeds of people's links and of bots show what they showed."""
    changes, words = EMBEDS[kind]
    [embed] = (await reads(small, tmp_path, embeds=[{"type": kind, **changes}])).content.embeds
    assert words in repr(embed)


async def test_an_embed_is_kept_in_full(small: SmallDiscord, tmp_path: Path) -> None:
    """Colour, author, title, texts, fields, pictures, footer and time are kept."""
    raw = {
        "type": "rich",
        "color": 0x123456,
        "title": "Title",
        "url": "https://example.org",
        "description": "words",
        "timestamp": "2026-01-02T03:04:05+00:00",
        "author": {"name": "Ann", "url": "https://a", "icon_url": "https://a/i.png"},
        "footer": {"text": "foot", "icon_url": "https://a/f.png"},
        "image": _PROXIED,
        "thumbnail": _PROXIED,
        "fields": [{"name": "n", "value": "v", "inline": True}],
    }
    [embed] = (await reads(small, tmp_path, embeds=[raw])).content.embeds
    assert (embed.colour, embed.title, embed.description) == (0x123456, "Title", "words")
    assert (embed.author, embed.author_url, embed.footer) == ("Ann", "https://a", "foot")
    assert embed.timestamp == 1767323045
    assert [(one.name, one.value, one.inline) for one in embed.fields] == [("n", "v", True)]
    assert embed.image is not None
    assert (embed.image.name, embed.image.width) == ("a.png", 3)
    for icon in (embed.author_icon, embed.footer_icon):
        assert icon is not None
        assert icon.missing == "It isn't kept by Discord."


# --------------------------------------------------------------------- polls and reactions


def _poll(*, closed: bool, votes: tuple[int, int]) -> dict[str, Any]:
    return {
        "question": {"text": "Tea?"},
        "answers": [
            {"answer_id": 1, "poll_media": {"text": "Yes", "emoji": {"id": None, "name": "🍵"}}},
            {"answer_id": 2, "poll_media": {"text": "No"}},
        ],
        "expiry": "2026-01-03T00:00:00+00:00",
        "allow_multiselect": True,
        "layout_type": 1,
        "results": {
            "is_finalized": closed,
            "answer_counts": [
                {"id": number + 1, "count": count, "me_voted": False}
                for number, count in enumerate(votes)
            ],
        },
    }


@pytest.mark.parametrize(
    ("closed", "votes", "winners"),
    [
        (False, (2, 1), []),
        (True, (2, 1), ["Yes"]),
        (True, (1, 1), ["Yes", "No"]),
        (True, (0, 0), []),
    ],
)
async def test_a_poll_has_its_result(
    small: SmallDiscord,
    tmp_path: Path,
    closed: bool,
    votes: tuple[int, int],
    winners: list[str],
) -> None:
    """Question, answers and votes are kept, and who won once it is over."""
    poll = (await reads(small, tmp_path, poll=_poll(closed=closed, votes=votes))).content.poll
    assert poll is not None
    assert (poll.question, poll.is_closed, poll.allows_several) == ("Tea?", closed, True)
    assert [(one.text, one.votes) for one in poll.answers] == [
        ("Yes", votes[0]),
        ("No", votes[1]),
    ]
    assert poll.total_votes == sum(votes)
    assert [one.text for one in poll.answers if one.is_winner] == winners
    assert poll.answers[0].emoji is not None
    assert poll.answers[0].emoji.name == "🍵"


async def test_a_poll_without_results(small: SmallDiscord, tmp_path: Path) -> None:
    """A poll of which Discord doesn't know the votes yet is shown with none."""
    raw = _poll(closed=False, votes=(0, 0))
    del raw["results"]
    poll = (await reads(small, tmp_path, poll=raw)).content.poll
    assert poll is not None
    assert poll.total_votes == 0


async def test_reactions_are_counted(small: SmallDiscord, tmp_path: Path) -> None:
    """Emoji of every kind below a message, deleted ones included, with their number."""
    raw = [
        {"emoji": {"id": None, "name": "👍"}, "count": 3, "me": False},
        {"emoji": TEA, "count": 2, "me": True},
        {"emoji": {"id": "223456789012345678", "name": None}, "count": 1, "me": False},
    ]
    message = await reads(small, tmp_path, content="x", reactions=raw)
    assert [(one.emoji.name, one.count) for one in message.reactions] == [
        ("👍", 3),
        ("tea", 2),
        ("?", 1),
    ]


# ------------------------------------------------------------------------- other messages


def _about(number: int, kind: int = 0) -> dict[str, Any]:
    return {
        "type": kind,
        "message_id": str(FIRST + number),
        "channel_id": str(CHANNEL),
        "guild_id": str(GUILD),
    }


async def test_a_reply_shows_what_it_answers(small: SmallDiscord, tmp_path: Path) -> None:
    """Author and the beginning of the answered message stand above a reply."""
    asked = a_message(0, "long " * 100, author=a_user(MODERATOR, "mona"))
    small.says(asked)
    message = await reads(
        small,
        tmp_path,
        type=19,
        content="ok",
        message_reference=_about(0),
        referenced_message=asked,
    )
    assert message.reply is not None
    assert message.reply.author_id == MODERATOR
    assert message.reply.text.startswith("long long")
    assert len(message.reply.text) <= 200


@pytest.mark.parametrize(
    ("answered", "text"),
    [
        ({"attachments": [an_attachment("a.png", f"{CDN}/a")]}, "(file)"),
        ({"sticker_items": [{"id": "5", "name": "Wave", "format_type": 1}]}, "(sticker)"),
        ({"embeds": [{"title": "t"}]}, "(embed)"),
        ({"poll": _poll(closed=False, votes=(0, 0))}, "Tea?"),
        ({"type": 7}, "alice joined the server."),
        ({}, "(message)"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_a_reply_to_something_without_words(
    small: SmallDiscord, tmp_path: Path, answered: dict[str, Any], text: str
) -> None:
    """What is answered is named by its kind when it has no text."""
    asked = a_message(0, **answered)
    small.says(asked)
    message = await reads(
        small,
        tmp_path,
        type=19,
        content="ok",
        message_reference=_about(0),
        referenced_message=asked,
    )
    assert message.reply is not None
    assert message.reply.text == text


async def test_a_reply_to_a_deleted_message(small: SmallDiscord, tmp_path: Path) -> None:
    """That the answered message is gone can be seen."""
    message = await reads(
        small,
        tmp_path,
        type=19,
        content="ok",
        message_reference=_about(9),
        referenced_message=None,
    )
    assert message.reply == Reply(message_id=FIRST + 9)
    assert message.reply.is_gone


async def test_a_pin_says_what_was_pinned(small: SmallDiscord, tmp_path: Path) -> None:
    """The pinned message is quoted, though Discord sends only its id."""
    small.says(a_message(0, "important"))
    message = await reads(small, tmp_path, type=6, message_reference=_about(0))
    assert message.system == "alice pinned a message to this channel."
    assert message.reply == Reply(message_id=FIRST, author_id=OPENER, text="important")


async def test_a_forwarded_message(small: SmallDiscord, tmp_path: Path) -> None:
    """A forwarded message shows its words, files and layouts, and when it was written."""
    snapshot = a_message(
        5,
        "from elsewhere",
        attachments=[an_attachment("a.png", f"{CDN}/a")],
        components=[_TEXT],
    )
    message = await reads(
        small,
        tmp_path,
        message_reference=_about(5, kind=1),
        message_snapshots=[{"message": snapshot}],
    )
    assert message.forwarded is not None
    assert message.forwarded.text == "from elsewhere"
    assert [one.file.name for one in message.forwarded.attachments] == ["a.png"]
    assert message.forwarded.components == (TextDisplay(text="text"),)
    assert message.forwarded_at == 1767323045
    assert message.reply is None


@pytest.mark.parametrize("snapshots", [[], [{"message": a_message(5)}]])
async def test_an_empty_forward(
    small: SmallDiscord, tmp_path: Path, snapshots: list[dict[str, Any]]
) -> None:
    """A forward of which nothing is left says so."""
    message = await reads(
        small, tmp_path, message_reference=_about(5, kind=1), message_snapshots=snapshots
    )
    assert message.forwarded is not None
    assert isinstance(message.forwarded.components[0], Unknown)


# -------------------------------------------------------------------------------- commands


def _origin(kind: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "id": "5",
        "type": kind,
        "user": a_user(MODERATOR, "mona"),
        "authorizing_integration_owners": {"0": str(GUILD)},
        **changes,
    }


_OLD = {"id": "5", "type": 2, "name": "ping now", "user": a_user(MODERATOR, "mona")}


@pytest.mark.parametrize(
    ("changes", "command"),
    [
        ({"type": 20, "interaction_metadata": _origin(name="ticket")}, "/ticket"),
        ({"type": 20, "interaction_metadata": _origin(), "interaction": _OLD}, "/ping now"),
        ({"type": 20, "interaction": _OLD}, "/ping now"),
        ({"type": 20, "interaction_metadata": _origin()}, "a command"),
        ({"type": 23, "interaction_metadata": _origin(name="Report")}, "Report"),
        (
            {
                "type": 19,
                "interaction_metadata": _origin(
                    name="Report", target_message_id="5", target_user=a_user()
                ),
            },
            "Report",
        ),
        (
            {
                "type": 20,
                "interaction_metadata": _origin(
                    name="quote", authorizing_integration_owners={"1": str(MODERATOR)}
                ),
            },
            "/quote",
        ),
        ({"interaction_metadata": _origin(3)}, None),
        ({"interaction_metadata": _origin(5)}, "a form"),
        (
            {
                "interaction_metadata": _origin(
                    5, triggering_interaction_metadata=_origin(name="ticket")
                )
            },
            "/ticket",
        ),
        ({"interaction_metadata": _origin(99)}, None),
    ],
)
async def test_who_used_which_command(
    small: SmallDiscord, tmp_path: Path, changes: dict[str, Any], command: str | None
) -> None:
    """An answer of a bot says who asked for it, and with which command, menu or form."""
    message = await reads(
        small, tmp_path, content="Pong!", author=a_user(BOT, "tickets", bot=True), **changes
    )
    assert message.command == command
    assert message.command_by_id == MODERATOR
    assert message.content.text == "Pong!"
