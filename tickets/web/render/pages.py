"""What is the same on all pages: their addresses, their tabs, their words, what is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.feature import Sentence
from ...core.lazy_dataclass import lazy_dataclass
from ...i18n import _, present_locale
from ..rules import TakesLonger
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .frame import Template
    from .texts import Piece

#: The name of a page, as it stands in its address: in small letters.
SETTINGS, TYPES, TYPE, FORM = "settings", "types", "type", "form"
PANELS, PANEL = "panels", "panel"
ANSWERS, ANSWER = "answers", "answer"
FILE = "file"
#: Seconds after which a page asks for another token; the dashboard's lives an hour.
TOKEN_SECONDS = 40 * 60


def address(guild_id: int, name: str = SETTINGS, **about: int) -> str:
    """Where the dashboard shows a page."""
    query = "&".join(f"{key}={value}" for key, value in about.items())
    path = f"/dashboard/{guild_id}/third-party/Tickets/{name}"
    return f"{path}?{query}" if query else path


def link_button(start: str, guild_id: int) -> discord.ui.Button[Any]:
    """A button that leads to the settings' page of the dashboard that is found at `start`."""
    to = start.rstrip("/") + address(guild_id)
    return discord.ui.Button(label=_("Open in the browser"), url=to)


@lazy_dataclass(frozen=True, kw_only=True)
class Note:
    """What a page says first. `look` is ``good``, ``bad``, ``warn`` or nothing."""

    text: list[Piece]
    look: str = ""
    lines: tuple[list[Piece], ...] = ()
    #: Where a link behind it leads, and what it says.
    to: str = ""
    to_words: str = ""

    def shown(self) -> dict[str, Any]:
        """As a template gets it."""
        return {
            "text": self.text,
            "look": self.look,
            "lines": list(self.lines),
            "to": self.to,
            "to_words": self.to_words,
        }


def view(
    template: Template,
    guild_id: int,
    here: str,
    *,
    notes: Iterable[Note],
    places: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    **inside: Any,
) -> dict[str, Any]:
    """A page's answer: its constant template, and what it shows."""
    words = page_words()
    tickets = {
        "lang": present_locale(),
        "tabs": [
            {"to": address(guild_id, name), "title": title, "here": name == here}
            for name, title in _tabs()
        ],
        "notes": [note.shown() for note in notes],
        "data": {
            "places": dict(places),
            "words": words,
            "token_seconds": TOKEN_SECONDS,
            **(data or {}),
        },
        **inside,
    }
    content = {"source": template.source, "expanded": True, "tickets": tickets, "words": words}
    return {"status": 0, "web_content": content}


def _tabs() -> tuple[tuple[str, str], ...]:
    return (
        (SETTINGS, _("Settings")),
        (TYPES, _("Types")),
        (FORM, _("Form")),
        (PANELS, _("Panels")),
        (ANSWERS, _("Ready answers")),
        (FILE, _("Export and import")),
    )


def reset_meanwhile(names: Mapping[int, str]) -> Note:
    """A page from before a reset was sent."""
    text = _("The settings have been reset in the meantime. Nothing was stored.")
    return Note(text=pieces(text, names), look="bad")


def saved_note(names: Mapping[int, str], *, is_changed: bool) -> Note:
    """A page that is no list of settings was saved, or held nothing new."""
    if is_changed:
        return Note(text=pieces(_("✅ Saved."), names), look="good")
    return Note(text=pieces(_("Nothing was different, so nothing was saved."), names))


def refusal_note(why: str, names: Mapping[int, str]) -> Note:
    """Something wasn't done."""
    return Note(text=pieces(f"⚠️ {why}", names), look="bad")


def kept_note(names: Mapping[int, str]) -> Note:
    """Others have changed something of the same that stays."""
    text = _("Someone else has changed something here in the meantime. That is kept.")
    return Note(text=pieces(text, names))


def page_words() -> dict[str, str]:
    """What all pages say, also while they are used."""
    return {
        "add": _("Add"),
        "add_button": _("Add a button"),
        "add_question": _("New question"),
        "add_reason": _("Add a reason"),
        "answer": _("Ready answer"),
        "buttons": _("Buttons"),
        "as_before": _("As it was before"),
        "changes": _("Unsaved changes: {count}"),
        "choose": _("Choose"),
        "choose_file": _("Choose a file"),
        "copied": _("Copied"),
        "copy_text": _("Copy"),
        "create": _("Create"),
        "default": _("Default"),
        "delete": _("Delete"),
        "delete_answer": _("Delete this ready answer?"),
        "delete_panel": _("Delete this panel and its message?"),
        "deleted": _("deleted"),
        "details": _("Details"),
        "discard": _("Discard"),
        "down": _("Down"),
        "download": _("Download"),
        "drag": _("Drag to sort"),
        "export": _("Export"),
        "file": _("Configuration file"),
        "forms": _("Forms"),
        "groups": _("Groups of settings"),
        "import": _("Import a configuration"),
        "logged_out": _("You were logged out. Log in again in another tab, then save here."),
        "message": _("Message"),
        "message_link": _("Show the message in Discord"),
        "new_answer": _("New answer"),
        "new_panel": _("New panel"),
        "new_type": _("New type"),
        "no_answers": _("There is no ready answer yet."),
        "no_panels": _("There is no panel yet."),
        "nothing_found": _("Nothing fits."),
        "one_change": _("1 unsaved change"),
        "own": _("Of its own"),
        "own_form": _("A form of its own"),
        "pages": _("Pages"),
        "pictures": _("Show pictures"),
        "parts": _("Parts of this page"),
        "paste": _("Paste the text of a file here, or choose a file."),
        "post": _("Post"),
        "post_again": _("Post again"),
        "preview": _("Preview"),
        "reasons": _("Reasons"),
        "place": _("{name}: place {place} of {count}"),
        "removed": _("{name} is removed."),
        "unnamed": _("Without a name"),
        "remove": _("Remove"),
        "save": _("Save"),
        "save_words": _("Save the name"),
        "saving": _("Saving…"),
        "script": _("Choosing needs JavaScript. What is chosen stays."),
        "search": _("Search"),
        "unchanged": _("No unsaved changes"),
        "would_change": _("Show what would change"),
        "where": _("Where it is"),
        "up": _("Up"),
        "variables": _("Insert a variable"),
    }


SENTENCES = (
    Sentence(
        TakesLonger,
        lambda _error: _("Discord takes its time. Please look at this page again in a moment."),
    ),
)
