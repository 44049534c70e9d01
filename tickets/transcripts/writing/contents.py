"""What stands below a message's text: embeds, polls, components, stickers, reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..document import (
    Button,
    Container,
    FileBox,
    Gallery,
    Row,
    Section,
    Select,
    Separator,
    TextDisplay,
    Thumbnail,
    Unknown,
)
from .colours import css
from .elements import NOTHING, Html, element, joined, line
from .markup import Markup, link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..document import (
        Attachment,
        Component,
        Content,
        Embed,
        EmbedField,
        Emoji,
        Names,
        Poll,
        PollAnswer,
        Reaction,
        Sticker,
        StoredFile,
    )
    from .colours import Palette
    from .embedding import EmbeddedFiles
    from .timestamps import Clock

#: Deeper than Discord allows; what is deeper is left out.
_DEPTH = 8
_STYLES = frozenset({"primary", "secondary", "success", "danger", "link", "premium"})


class ContentWriter:
    """Writes what messages of one transcript contain, as HTML."""

    def __init__(self, names: Names, clock: Clock, palette: Palette, files: EmbeddedFiles) -> None:
        self.files, self.clock, self.palette = files, clock, palette
        self.markup = Markup(names, clock, palette, self.emoji)

    def content(self, content: Content, mark: Html | None = None) -> Html:
        """Everything that a message says; with `mark` at the end of its text."""
        return joined(
            (
                self.text(content.text, mark) or mark,
                *self._attachments(content.attachments),
                *map(self.embed, content.embeds),
                *map(self.sticker, content.stickers),
                self.poll(content.poll) if content.poll is not None else None,
                *(self.component(one) for one in content.components),
            )
        )

    def text(self, text: str, mark: Html | None = None) -> Html:
        """The text of a message; nothing if there is none."""
        if not text.strip():
            return NOTHING
        jumbo = " jumbo" if self.markup.is_jumbo(text) else ""
        return element("div", self.markup.block(text), mark, class_=f"md{jumbo}")

    def emoji(self, emoji: Emoji | None, name: str) -> Html:
        """A server's own emoji; its name where there is no picture."""
        label = f":{line(name)}:"
        picture = self.files.icon(emoji.picture) if emoji is not None else None
        if picture is None:
            return element("span", label, class_="lost")
        return element("span", label, class_=f"e {picture}", role="img", aria_label=label)

    def any_emoji(self, emoji: Emoji | None) -> Html:
        """A Unicode emoji or a server's own."""
        if emoji is None:
            return NOTHING
        if emoji.id is None:
            return element("span", line(emoji.name), class_="u")
        return self.emoji(emoji, emoji.name)

    # ------------------------------------------------------------------ files

    def _attachments(self, attachments: Sequence[Attachment]) -> Iterator[Html]:
        """All files of a message: pictures side by side, as on Discord, then the others."""
        pictures = [one for one in attachments if self.files.is_picture(one.file)]
        if len(pictures) < 2:
            yield from map(self.attachment, attachments)
            return
        many = " many" if len(pictures) > 4 else " three" if len(pictures) == 3 else ""
        yield element("div", *map(self.attachment, pictures), class_=f"mosaic{many}")
        yield from map(self.attachment, (one for one in attachments if one not in pictures))

    def attachment(self, attachment: Attachment) -> Html:
        """A file that was sent."""
        made = self.files.attachment(attachment.file, attachment.description)
        return element("div", self.hidden(made, attachment.is_spoiler), class_="att")

    def hidden(self, shown: Html, is_spoiler: bool) -> Html:
        """Something that is shown to those who want to see it."""
        if not is_spoiler:
            return shown
        return element("details", element("summary", _("Spoiler")), shown, class_="hide")

    def sticker(self, sticker: Sticker) -> Html:
        """A sticker, or its name."""
        label = _("Sticker: {name}").format(name=line(sticker.name))
        if sticker.picture is None or sticker.picture.path is None:
            return element("div", label, class_="note")
        picture = self.files.picture(sticker.picture, label, enlarges=False)
        return element("div", picture, class_="sticker")

    def reactions(self, reactions: Iterable[Reaction]) -> Html:
        """What was put below a message, and how often."""
        rows = [
            element("li", self.any_emoji(one.emoji), element("b", f"{one.count:d}"))
            for one in reactions
        ]
        return (
            element("ul", *rows, class_="reactions", aria_label=_("Reactions"))
            if rows
            else NOTHING
        )

    # ------------------------------------------------------------------ embeds

    def embed(self, embed: Embed) -> Html:
        """A box below a message."""
        title = self._linked(embed.title, embed.url, formatted=True)
        pieces = (
            element("div", line(embed.provider), class_="small") if embed.provider else None,
            self._embed_author(embed),
            element("div", title, class_="title") if title else None,
            element("div", self.markup.block(embed.description), class_="md")
            if embed.description
            else None,
            self._fields(embed.fields),
            self._embed_picture(embed.image, "big"),
            self._video(embed.video_url),
            self._embed_footer(embed),
        )
        thumbnail = self._embed_picture(embed.thumbnail, "thumb")
        colour = f"border-inline-start-color:{css(embed.colour)}" if embed.colour else None
        return element(
            "div",
            thumbnail,
            *(one for one in pieces if one),
            class_="embed",
            style=colour,
            role="group",
            aria_label=_("Embed"),
        )

    def _linked(self, text: str | None, address: str | None, *, formatted: bool) -> Html:
        """A text, which is a link if there is a good address; with links in it, it isn't."""
        if not text:
            return NOTHING
        shown = self.markup.inline(text) if formatted else element("span", line(text))
        if not address or "<a " in shown:
            return shown
        return link(address, shown)

    def _embed_author(self, embed: Embed) -> Html:
        if not embed.author:
            return NOTHING
        icon = self._icon(embed.author_icon)
        return element(
            "div",
            icon,
            self._linked(embed.author, embed.author_url, formatted=False),
            class_="who",
        )

    def _icon(self, file: StoredFile | None) -> Html:
        name = self.files.icon(file)
        return element("span", class_=f"icon {name}", aria_hidden="true") if name else NOTHING

    def _fields(self, fields: Iterable[EmbedField]) -> Html:
        rows = [
            element(
                "div",
                element("div", self.markup.inline(field.name), class_="field-name"),
                element("div", self.markup.block(field.value), class_="md"),
                class_="field" if field.inline else "field wide",
            )
            for field in fields
        ]
        return element("div", *rows, class_="fields") if rows else NOTHING

    def _embed_picture(self, file: StoredFile | None, kind: str) -> Html:
        if file is None:
            return NOTHING
        words = _("Picture of the embed")
        return element("div", self.files.picture(file, words), class_=kind)

    def _video(self, address: str | None) -> Html:
        if not address:
            return NOTHING
        words = _("This video is hosted elsewhere and wasn't saved:")
        return element("div", words, " ", link(address, line(address)), class_="note")

    def _embed_footer(self, embed: Embed) -> Html:
        when = None if embed.timestamp is None else self.at(embed.timestamp)
        if not embed.footer and when is None:
            return NOTHING
        text = element("span", line(embed.footer)) if embed.footer else None
        dot = " • " if text and when else None
        return element("div", self._icon(embed.footer_icon), text, dot, when, class_="foot")

    def at(self, seconds: int) -> Html | None:
        """A time in UTC; nothing if no calendar has it."""
        try:
            return self.clock.element(seconds)
        except (ValueError, OverflowError, OSError):
            return None

    # ------------------------------------------------------------------ polls

    def poll(self, poll: Poll) -> Html:
        """A poll with its result so far."""
        facts = [_("Votes: {count}").format(count=poll.total_votes)]
        if poll.allows_several:
            facts.append(_("several answers allowed"))
        facts.append(_("ended") if poll.is_closed else _("still running when saved"))
        total = max(poll.total_votes, sum(one.votes for one in poll.answers), 1)
        rows = [self._answer(one, total) for one in poll.answers]
        return element(
            "div",
            element("div", line(poll.question), class_="title"),
            element("ul", *rows),
            element("div", " · ".join(facts), class_="dim"),
            class_="poll",
            role="group",
            aria_label=_("Poll"),
        )

    def _answer(self, answer: PollAnswer, total: int) -> Html:
        share = round(100 * max(0, min(answer.votes, total)) / total)
        winner = element("span", "✓ ", _("winner"), class_="won") if answer.is_winner else None
        return element(
            "li",
            element("span", class_="bar", style=f"width:{share}%", aria_hidden="true"),
            element("span", self.any_emoji(answer.emoji), " ", line(answer.text), class_="answer"),
            winner,
            element("span", f"{answer.votes} · {share}\u00a0%", class_="share"),
            class_="wins" if answer.is_winner else None,
        )

    # ------------------------------------------------------------------ components

    def component(self, one: Component, depth: int = 0) -> Html:
        """A component of any kind. Nothing of it can be pressed."""
        if depth > _DEPTH:
            return NOTHING
        inner = depth + 1
        if isinstance(one, Button):
            return self._button(one)
        if isinstance(one, Select):
            return _select(one)
        if isinstance(one, TextDisplay):
            return self.text(one.text)
        if isinstance(one, Thumbnail):
            picture = self.files.picture(one.file, one.description)
            return element("div", self.hidden(picture, one.is_spoiler), class_="thumb")
        if isinstance(one, Section):
            texts = element("div", *(self.component(text, inner) for text in one.texts))
            beside = self.component(one.accessory, inner) if one.accessory is not None else None
            return element("div", texts, beside, class_="section")
        if isinstance(one, Gallery):
            return element("div", *map(self.attachment, one.items), class_="gallery")
        if isinstance(one, FileBox):
            return self.attachment(one.attachment)
        if isinstance(one, Separator):
            return element("hr") if one.is_visible else element("div", class_="gap")
        if isinstance(one, Row):
            return element(
                "div", *(self.component(item, inner) for item in one.items), class_="row"
            )
        if isinstance(one, Container):
            return self._container(one, inner)
        return _unknown(one)

    def _button(self, button: Button) -> Html:
        style = button.style if button.style in _STYLES else "secondary"
        label = line(button.label) if button.label.strip() else None
        children = (self.any_emoji(button.emoji), label)
        if style == "link" and button.url:
            words = element("span", *children, " ↗", class_="btn link")
            return link(button.url, words)
        kind = f"btn {style}{' off' if button.is_disabled else ''}"
        return element(
            "span", *children, class_=kind, role="img", aria_label=_button_words(button)
        )

    def _container(self, box: Container, depth: int) -> Html:
        inside = joined(self.component(item, depth) for item in box.items)
        colour = f"border-inline-start-color:{css(box.colour)}" if box.colour else None
        kind = "box" if box.colour else "box pale"
        return self.hidden(element("div", inside, class_=kind, style=colour), box.is_spoiler)


def _button_words(button: Button) -> str:
    emoji = button.emoji.name if button.emoji is not None else ""
    label = button.label if button.label.strip() else emoji
    return _("Button: {label}").format(label=line(label))


def _select(select: Select) -> Html:
    """A selector, with the options that it offers below."""
    words = line(select.placeholder) if select.placeholder.strip() else _("Choose an option")
    if not select.options:
        return element("div", words, class_="select")
    rows = [element("li", line(option)) for option in select.options]
    return element("details", element("summary", words), element("ul", *rows), class_="select")


def _unknown(one: Unknown) -> Html:
    return element("div", line(one.what), class_="note")
