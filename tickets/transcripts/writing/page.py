"""The page around the messages: what a browser has to know, and what is known of the ticket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...i18n import _
from .elements import NOTHING, Html, clipped, element, html, joined, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

    from ..document import Transcript
    from .contents import ContentWriter
    from .messages import Messages

#: Nothing is fetched, sent or run, whatever might have got in.
POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
_STYLE = Path(__file__).with_name("style.css")
#: Right-to-left languages that Red can speak.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Page:
    """The frame of one transcript."""

    def __init__(
        self, transcript: Transcript, locale: Locale, contents: ContentWriter, messages: Messages
    ) -> None:
        self._transcript, self._locale = transcript, locale
        self._contents, self._messages, self._clock = contents, messages, contents.clock

    def head(self, title_end: str = "") -> str:
        """Everything up to the pictures of the style sheet, which is still open."""
        language = str(self._locale).replace("_", "-")
        direction = "rtl" if self._locale.language in _RIGHT_TO_LEFT else "ltr"
        names = (line(self._transcript.channel_name), line(self._transcript.server_name))
        pieces = (
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="robots", content="noindex"),
            element("meta", http_equiv="x-dns-prefetch-control", content="off"),
            element("link", rel="icon", href="data:,"),
            element("title", f"#{' · '.join(names)}{title_end}"),
        )
        lines = "\n".join(pieces)
        style = _STYLE.read_text(encoding="utf-8")
        return (
            f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head>\n{lines}\n'
            f"<style>\n{style}{self._contents.palette.style()}\n"
        )

    def header(self, counts: Mapping[int, int], part: tuple[int, int]) -> str:
        """What is known of the ticket. The body begins here."""
        transcript = self._transcript
        icon = self._contents.files.icon(transcript.server_icon)
        picture = element("span", class_=f"server {icon}", aria_hidden="true") if icon else None
        rows = [
            element("div", element("dt", label), element("dd", value))
            for label, value in self._facts(counts, part)
            if value
        ]
        top = element(
            "div",
            picture,
            element("div", line(transcript.server_name), class_="server-name"),
            element("h1", "#", line(transcript.channel_name)),
            class_="top",
        )
        facts = element("dl", *rows)
        return (
            f"</style>\n</head>\n<body>\n{element('header', top, facts, self._notes())}\n<main>\n"
        )

    def _facts(self, counts: Mapping[int, int], part: tuple[int, int]) -> list[tuple[str, Html]]:
        transcript, messages = self._transcript, self._messages
        number, parts = part
        total = element("span", f"{sum(counts.values()):d}")
        if parts > 1:
            words = _("part {number} of {total}").format(number=number, total=parts)
            total = joined((total, " · ", words))
        reason = self._contents.markup.plain(transcript.reason or "").strip()
        return [
            (_("Ticket"), element("span", f"#{transcript.number}")),
            (_("Opened by"), messages.name(transcript.opener_id)),
            (_("Reason"), element("div", reason, class_="said") if reason else NOTHING),
            (_("Answers"), self._answers()),
            (_("Opened"), self._contents.at(transcript.opened_at) or NOTHING),
            (_("Closed"), self._closed()),
            (_("Participants"), self._people(counts)),
            (_("Messages"), total),
            (_("Saved"), self._saved()),
        ]

    def _answers(self) -> Html:
        plain = self._contents.markup.plain
        shown = []
        for answer in self._transcript.answers:
            label = answer.label or _("A question that no longer exists")
            shown.append(element("div", element("b", line(label)), class_="dim"))
            shown.append(element("div", plain(answer.text).strip(), class_="said"))
        return joined(shown) if shown else NOTHING

    def _closed(self) -> Html:
        transcript = self._transcript
        if transcript.closed_at is None:
            return NOTHING
        when = self._contents.at(transcript.closed_at)
        by = None
        if transcript.closed_by_id is not None:
            before, _name, after = _("by {name}").partition("{name}")
            by = joined((" ", before, self._messages.name(transcript.closed_by_id), after))
        why = (transcript.close_reason or "").strip()
        reason = element("div", self._contents.markup.plain(why), class_="said") if why else None
        return joined((when, by, reason))

    def _saved(self) -> Html:
        at = self._contents.at(self._transcript.saved_at)
        return joined((at, " ", element("span", _("All times are in UTC."), class_="dim")))

    def _people(self, counts: Mapping[int, int]) -> Html:
        """Everybody who wrote, most messages first."""
        order = {id_: place for place, id_ in enumerate(self._transcript.people)}
        people = sorted(counts, key=lambda id_: (-counts[id_], order.get(id_, len(order)), id_))
        shown = []
        for id_ in people:
            author = self._messages.author(id_)
            named = line(author.username) if author.username.strip() else ""
            username = f" @{clipped(named, 40)}" if named else ""
            shown.append(
                element(
                    "li",
                    self._messages.avatar(id_, "mini"),
                    self._messages.name(id_),
                    element("span", f"{username} · {counts[id_]}", class_="dim"),
                )
            )
        return element("ul", *shown, class_="people") if shown else NOTHING

    def _notes(self) -> Html | None:
        """What couldn't be kept."""
        notes = (*self._transcript.notes, *self._transcript.staff_notes)
        if not notes:
            return None
        return element(
            "aside",
            element("b", _("Not saved")),
            element("ul", *(element("li", line(note)) for note in notes)),
        )

    @staticmethod
    def seal(sha256: str) -> str:
        """The end of the page, with the checksum of all that stands above it."""
        words = _("File fingerprint (SHA-256) of everything above this line")
        sealed = joined((words, html("<br>"), element("code", sha256)))
        return f'<footer id="seal">{sealed}</footer>\n</body>\n</html>\n'
