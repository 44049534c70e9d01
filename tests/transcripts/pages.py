"""Reads a saved conversation more strictly than any browser: what isn't known is an error."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}
#: Everything that a page may be made of.
ALLOWED = {
    "html": {"lang", "dir"},
    "meta": {"http-equiv", "content", "name"},
    "link": {"rel", "href"},
    "a": {"href", "rel", "title", "download", "class"},
    "time": {"datetime"},
    "img": {"src", "alt", "width", "height", "decoding"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload"},
    "input": {"type"},
    "ol": {"start"},
    "details": {"open"},
}
#: Elements with no attributes of their own.
PLAIN = {
    *("head", "title", "style", "body", "header", "main", "footer", "article", "aside", "summary"),
    *("h1", "h2", "h3", "h4", "h5", "div", "span", "dl", "dt", "dd", "ul", "li", "bdi", "label"),
    *("b", "em", "strong", "s", "u", "br", "hr", "code", "pre", "blockquote"),
}
EVERYWHERE = {"class", "id", "style", "title", "role", "aria-label", "aria-hidden"}
_STYLE = re.compile(
    r"(?:(?:border-inline-start-color:#[0-9a-f]{6}|width:\d+(?:px|%)|aspect-ratio:\d+/\d+);?)+"
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]*=*")
_SOUND = re.compile(r"data:(?:audio|video)/[a-z0-9]+;base64,[A-Za-z0-9+/]*=*")
_FILE = re.compile(r"data:application/octet-stream;base64,[A-Za-z0-9+/]*=*")


class Page(HTMLParser):
    """A page that was read to its end, and what was in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self.style = ""
        self.links: list[str] = []
        self.downloads: dict[str, str] = {}
        self.pictures: list[str] = []
        self.ids: list[str] = []
        self.comments: list[str] = []
        assert text.startswith("\ufeff<!--\n")
        self.feed(text[1:])
        self.close()
        assert self.open == []
        assert len(self.comments) == 1
        assert len(self.ids) == len(set(self.ids))
        assert "url(" not in re.sub(r"url\(data:image/[a-z]+;base64,[\w+/=]*\)", "", self.style)
        assert "@import" not in self.style

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only known elements with known attributes."""
        self.tags.append(tag)
        assert tag in ALLOWED or tag in PLAIN, tag
        if tag not in VOID:
            self.open.append(tag)
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), attrs
        unknown = given.keys() - ALLOWED.get(tag, set()) - EVERYWHERE
        assert not unknown, (tag, unknown)
        self._check(tag, given)

    def _check(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given:
            assert _STYLE.fullmatch(given["style"]), given["style"]
        if tag == "meta":
            assert given.get("http-equiv") in (
                None,
                "Content-Security-Policy",
                "x-dns-prefetch-control",
            )
        if tag == "img":
            assert _PICTURE.fullmatch(given["src"]), given["src"][:60]
            assert "alt" in given
            self.pictures.append(given["src"])
        if tag in ("audio", "video"):
            assert _SOUND.fullmatch(given["src"]), given["src"][:60]
        if tag == "link":
            assert given == {"rel": "icon", "href": "data:,"}
        if tag == "a":
            self._check_link(given)

    def _check_link(self, given: dict[str, str]) -> None:
        href = given["href"]
        if "download" in given:
            assert _FILE.fullmatch(href), href[:60]
            self.downloads[given["download"]] = href
            return
        assert set(given.get("rel", "").split()) >= {"noreferrer", "noopener"}
        assert re.match(r"https?://|#m\d+$", href, re.IGNORECASE), href
        assert not set(href) & set("\"'<> \n"), href
        self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        """What was opened last is closed first."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words, or the style sheet."""
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words += data

    def handle_comment(self, data: str) -> None:
        """There is one, at the head of the file."""
        self.comments.append(data)
        assert "--" not in data
        assert not self.tags

    def handle_decl(self, decl: str) -> None:
        """There is one."""
        assert decl == "DOCTYPE html"
        assert not self.tags

    def unknown_decl(self, data: str) -> None:
        """There is none."""
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        """There is none."""
        raise AssertionError(data)
