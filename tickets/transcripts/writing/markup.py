"""What people wrote, with Discord's marks, as HTML.

Discord's blocks are not Markdown's: a line is a quote by itself, blank lines stay, code starts
anywhere. They are found here, line by line. What stands inside a line, where the hard cases
are, is read by markdown-it with HTML off, and with Discord's own marks as rules of it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...core.lazy_pattern import lazy_pattern
from ...i18n import _
from .elements import Html, clean, element, escape, html, joined, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from ..document import Emoji, Names
    from .colours import Palette
    from .timestamps import Clock

_BLOCK = lazy_pattern(r"^(?:>|#|-#| *[-*] | *\d{1,9}\. )|```", re.MULTILINE)
_HEADING = lazy_pattern(r"(#{1,3}) +(\S.*)")
_SMALL = lazy_pattern(r"-# +(\S.*)")
_ITEM = lazy_pattern(r"( *)(?:[-*]|(\d{1,9})\.) +(\S.*)")
_LANGUAGE = lazy_pattern(r"([a-zA-Z0-9_+\-.#]{1,30})\n")
#: Kinds of signs that nobody sees, and letters that look as if they weren't there.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"})
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0")
#: Levels of lists; Discord has as many.
_DEPTH = 11

_INLINE = lazy_pattern(r"[\\*_~`|<\[@]|://")
_STOP = lazy_pattern(r"[\\*_~`|<\[\]]|://")
_MARK = lazy_pattern(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|\#(?P<channel>\d{1,20})"
    r"|a?:(?P<emoji>\w{1,64}):(?P<emoji_id>\d{1,20})"
    r"|t:(?P<at>-?\d{1,17})(?::(?P<style>[a-zA-Z]))?"
    r"|/(?P<command>[^<>:\n]{1,100}):\d{1,20}"
    r"|id:(?P<place>customize|browse|guide|home|linked-roles)(?::\d{1,20})?"
    r"|(?P<address>https?://[^\s<>]+))>",
    re.ASCII,
)
_ADDRESS = lazy_pattern(r"https?://[^\s<>|`]*[^\s<>|`*_~.,:;\"'\]!?]", re.IGNORECASE)
_OPENED = lazy_pattern(r"\(\s*")
_SCHEME = lazy_pattern(r"https?$", re.IGNORECASE)
_WEB = lazy_pattern(r"https?://[^\s\\]", re.IGNORECASE)
#: What may stand in a text that looks like an address, but not in an address.
_ODD = lazy_pattern(r"[\s\"'<>`{}|\\^]")
_EVERYBODY = lazy_pattern(r"@(?:everyone|here)\b")
_PICTOGRAM = (
    "\u203c\u2049\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_JUMBO = lazy_pattern(
    rf"(?:<a?:\w{{2,32}}:\d{{1,20}}>|[0-9#*]\ufe0f?\u20e3|[{_PICTOGRAM}]"
    "|[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]|\\s)+"
)
_COUNTED = lazy_pattern(rf"<|\u20e3|[{_PICTOGRAM}]")
#: Discord shows that many emoji large, as long as nothing else is there.
_JUMBO_LIMIT = 30

_PAIRS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
    "spoiler_open": '<label class="sp"><input type="checkbox" aria-label="{spoiler}"><span>',
    "spoiler_close": "</span></label>",
    "hardbreak": "\n",
    "softbreak": "\n",
}


class Markup:
    """Turns texts into HTML; bots say the same again and again, so some is remembered."""

    def __init__(
        self,
        names: Names,
        clock: Clock,
        palette: Palette,
        emoji: Callable[[Emoji | None, str], Html],
    ) -> None:
        self._names, self._clock, self._palette, self._emoji = names, clock, palette, emoji
        self._parser = _parser()
        self._known: dict[tuple[str, bool], Html] = {}
        self._pairs = {
            key: value.format(spoiler=escape(_("Spoiler"))) for key, value in _PAIRS.items()
        }
        self._unknown = {
            "user": _("unknown user"),
            "role": _("deleted role"),
            "channel": _("deleted channel"),
        }

    def block(self, text: str) -> Html:
        """A text of several lines, with everything that Discord formats."""
        return self._remembered(text, self._block, whole=True)

    def inline(self, text: str) -> Html:
        """A text without quotes, lists, headings and blocks of code."""
        return self._remembered(text, self._inline, whole=False)

    def plain(self, text: str) -> str:
        """A text as it was typed, with names for mentions."""
        return _MARK.sub(self._in_words, text) if "<" in text else text

    def is_jumbo(self, text: str) -> bool:
        """Whether there are only emoji, and few."""
        return (
            len(text) < 2000
            and _JUMBO.fullmatch(text) is not None
            and 1 <= len(_COUNTED.findall(text)) <= _JUMBO_LIMIT
        )

    def _remembered(self, text: str, make: Callable[[str], Html], *, whole: bool) -> Html:
        key = (text, whole)
        if (known := self._known.get(key)) is not None:
            return known
        made = make(text.replace("\r\n", "\n"))
        if len(self._known) < 4000:
            self._known[key] = made
        return made

    # ---------------------------------------------------------------------- blocks

    def _block(self, text: str) -> Html:
        if not _BLOCK.search(text):
            return self._inline(text)
        return joined(self._sections(text, quotes=True))

    def _sections(self, text: str, *, quotes: bool) -> Iterator[Html]:
        """Quotes, code, and what is between them."""
        start = here = 0
        closed = True
        while here < len(text):
            if quotes and text.startswith(("> ", ">>> ", ">\n"), here):
                yield self._lines(text[start:here].removesuffix("\n"))
                quoted, here = _quote(text, here)
                yield element("blockquote", *self._sections(quoted, quotes=False))
                start = here
                continue
            end = text.find("\n", here)
            end = len(text) if end < 0 else end
            opening = text.find("```", here, end) if closed else -1
            if opening >= 0:
                closing = text.find("```", opening + 3)
                closed = closing >= 0
                if closed and text[opening + 3 : closing].strip():
                    yield self._lines(text[start:opening].removesuffix("\n"))
                    yield _code(text[opening + 3 : closing])
                    here = closing + 3
                    here += text.startswith("\n", here)
                    start = here
                    continue
                end = closing + 2 if closed else end
            here = end + 1
        yield self._lines(text[start:])

    def _lines(self, text: str) -> Html:
        """Headings, small print, lists, and text as it stands."""
        if not _BLOCK.search(text):
            return self._inline(text)
        pieces: list[Html] = []
        plain: list[str] = []
        items: list[tuple[int, str | None, str]] = []

        def flush() -> None:
            if plain:
                pieces.append(self._inline("\n".join(plain)))
                plain.clear()
            if items:
                pieces.append(self._list(items, 0, 0)[0])
                items.clear()

        for one in text.split("\n"):
            if item := _ITEM.fullmatch(one):
                if plain:
                    flush()
                items.append((len(item[1]), item[2], item[3]))
                continue
            if items:
                flush()
            if heading := _HEADING.fullmatch(one):
                flush()
                pieces.append(
                    element("div", self._inline(heading[2]), class_=f"h{len(heading[1])}")
                )
            elif small := _SMALL.fullmatch(one):
                flush()
                pieces.append(element("div", self._inline(small[1]), class_="small"))
            else:
                plain.append(one)
        flush()
        return joined(pieces)

    def _list(
        self, items: Sequence[tuple[int, str | None, str]], first: int, depth: int
    ) -> tuple[Html, int]:
        """The list that begins at an item, and where it ends."""
        indent, number, _text = items[first]
        rows: list[Html] = []
        here = first
        while here < len(items) and (items[here][0] >= indent or depth == 0):
            row = self._inline(items[here][2])
            here += 1
            if here < len(items) and items[here][0] > indent and depth < _DEPTH:
                inner, here = self._list(items, here, depth + 1)
                row = joined((row, inner))
            rows.append(element("li", row))
        if number is None:
            return element("ul", *rows), here
        return element("ol", *rows, start=None if int(number) == 1 else int(number)), here

    # ---------------------------------------------------------------------- inside lines

    def _inline(self, text: str) -> Html:
        if not _INLINE.search(text):
            return escape(text)
        (parsed,) = self._parser.parseInline(text)
        return joined(map(self._token, parsed.children or ()))

    def _token(self, token: Token) -> Html:
        kind = token.type
        if kind in ("text", "text_special"):
            return self._text(token.content)
        if kind == "mark":
            return self._mark(token.meta["match"])
        if kind == "code_inline":
            return element("code", token.content)
        if kind in ("strong_open", "strong_close"):
            tag = "u" if token.markup == "__" else "strong"
            return html(f"<{tag}>" if kind == "strong_open" else f"</{tag}>")
        if kind == "link_open":
            return _link_open(str(token.attrs["href"]), is_bare=token.info == "auto")
        return html(self._pairs[kind])

    def _text(self, text: str) -> Html:
        shown = escape(text)
        if "@" not in text:
            return shown
        return html(_EVERYBODY.sub(r'<span class="at">\g<0></span>', shown))

    def _mark(self, found: re.Match[str]) -> Html:
        kind = found.lastgroup
        if found["emoji"]:
            emoji = self._names.emojis.get(int(found["emoji_id"]))
            return self._emoji(emoji, found["emoji"])
        if found["at"]:
            return self._moment(found)
        if kind == "address":
            return link(found["address"], found["address"])
        colour = None
        if found["role"]:
            colour = self._names.roles.get(int(found["role"]), ("", None))[1]
        return element(
            "span",
            self._in_words(found),
            class_=" ".join(filter(None, ("at", self._palette.css_class(colour)))),
        )

    def _moment(self, found: re.Match[str]) -> Html:
        try:
            at = int(found["at"])
            return self._clock.element(at, self._said(at, found["style"]), class_="stamp")
        except (ValueError, OverflowError, OSError):
            return escape(found[0])

    def _said(self, at: int, style: str | None) -> str:
        clock = self._clock
        if style in ("t", "T"):
            return clock.time(at)
        if style in ("d", "D"):
            return clock.day(at, "short" if style == "d" else "long")
        return clock.full(at)

    def _in_words(self, found: re.Match[str]) -> str:
        """A mark without HTML."""
        names = self._names
        if found["user"]:
            author = names.authors.get(int(found["user"]))
            return "@" + (line(author.name) if author else self._unknown["user"])
        if found["role"]:
            name = names.roles.get(int(found["role"]), (None, None))[0]
            return "@" + (line(name) if name else self._unknown["role"])
        if found["channel"]:
            name = names.channels.get(int(found["channel"]))
            return "#" + (line(name) if name else self._unknown["channel"])
        if found["emoji"]:
            return f":{found['emoji']}:"
        if found["command"]:
            return "/" + line(found["command"])
        if found["at"]:
            try:
                return self._said(int(found["at"]), found["style"])
            except (ValueError, OverflowError, OSError):
                return found[0]
        return "#" + found["place"] if found["place"] else found["address"]


def is_web(address: str) -> bool:
    """Whether a link may lead there."""
    return _WEB.match(address) is not None


def is_visible(text: str) -> bool:
    """Whether somebody who looks at the text sees anything."""
    return any(
        sign not in _BLANKS and unicodedata.category(sign) not in _INVISIBLE for sign in text
    )


def link(address: str, *children: Html | str) -> Html:
    """A link that tells the other side nothing; or only its words if it leads nowhere good.

    Without words that can be seen the address stands there.
    """
    if not is_web(address):
        return joined(children)
    if not any(is_visible(child) for child in children):
        children = (address,)
    return joined((_link_open(address, is_bare=address in children), *children, html("</a>")))


def _link_open(address: str, *, is_bare: bool) -> Html:
    """A link whose words aren't its address shows it to those who point at it."""
    href = escape(_ODD.sub(lambda odd: quote(odd[0]), clean(address).strip()))
    title = "" if is_bare else f' title="{href}"'
    return html(f'<a href="{href}"{title} rel="noreferrer noopener">')


def _quote(text: str, here: int) -> tuple[str, int]:
    """What is quoted from here on, and where the quote ends."""
    if text.startswith(">>> ", here):
        return text[here + 4 :], len(text)
    quoted: list[str] = []
    while text.startswith(("> ", ">\n"), here):
        end = text.find("\n", here)
        end = len(text) if end < 0 else end
        quoted.append(text[here + 2 : end])
        here = end + 1
    return "\n".join(quoted), min(here, len(text))


def _code(body: str) -> Html:
    """A block of code, with the name of its language if it has one."""
    language = _LANGUAGE.match(body)
    if language is not None:
        body = body[language.end() :]
    label = element("span", language[1], class_="lang") if language else None
    return element("pre", label, element("code", body.strip("\n")))


# --------------------------------------------------------------------------- the parser


def _parser() -> MarkdownIt:
    """markdown-it with what Discord knows, and nothing else."""
    # It comes with Red, and is only needed in the thread that writes.
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 60 modules for what may never happen

    parser = MarkdownIt("zero", {"html": False, "linkify": False, "maxNesting": 20})
    parser.enable(["escape", "backticks", "strikethrough", "emphasis", "link"])
    parser.inline.ruler.at("text", _plain_rule)
    parser.inline.ruler.at("link", _link_rule)
    parser.inline.ruler.before("escape", "mark", _mark_rule)
    parser.inline.ruler.before("escape", "address", _address_rule)
    parser.inline.ruler.before("escape", "spoiler", _spoiler_rule)
    parser.validateLink = is_web  # type: ignore[method-assign,assignment]
    parser.normalizeLink = str.strip  # type: ignore[method-assign,assignment]
    return parser


def _plain_rule(state: StateInline, silent: bool) -> bool:
    """Text up to the next sign that may mean something. The parser's own rule goes letter by
    letter, and doesn't know Discord's signs."""
    found = _STOP.search(state.src, state.pos, state.posMax)
    end = found.start() if found else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _mark_rule(state: StateInline, silent: bool) -> bool:
    """Mentions, emoji, times, commands, addresses in angle brackets."""
    if state.src[state.pos] != "<":
        return False
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None or (found["address"] and state.linkLevel):
        return False
    if not silent:
        state.push("mark", "", 0).meta = {"match": found}
    state.pos = found.end()
    return True


def _link_rule(state: StateInline, silent: bool) -> bool:
    """A link behind words. Without words that can be seen, or a web address, it is only text:
    the parser's own rule would make a link of it that nobody sees, or that leads nowhere."""
    from markdown_it.rules_inline import link as masked  # noqa: PLC0415 - as the parser itself

    if state.src[state.pos] != "[":
        return False
    helpers = state.md.helpers
    end = helpers.parseLinkLabel(state, state.pos, True)
    if end < 0 or not is_visible(state.src[state.pos + 1 : end]):
        return False
    opened = _OPENED.match(state.src, end + 1)
    if opened is None:
        return False
    leads = helpers.parseLinkDestination(state.src, opened.end(), state.posMax)
    if not leads.ok or not is_web(leads.str):
        return False
    return masked(state, silent)


def _address_rule(state: StateInline, silent: bool) -> bool:
    """Web addresses as they stand."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-5:])
    if scheme is None:
        return False
    found = _ADDRESS.match(state.src, state.pos - len(scheme[0]), state.posMax)
    if found is None or not is_web(found[0]):
        return False
    address = _without_loose_ends(found[0])
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.info = {"href": address}, "auto"
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[0])
    return True


def _without_loose_ends(address: str) -> str:
    """An address without what belongs to the text around it: ``(see https://…)``, ``**…**``."""
    address = address.partition("**")[0].partition("~~")[0]
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    return address


def _spoiler_rule(state: StateInline, silent: bool) -> bool:
    """What is shown only to those who want to see it."""
    start = state.pos + 2
    if not state.src.startswith("||", state.pos) or state.env.get("spoiler"):
        return False
    end = state.src.find("||", start + 1, state.posMax)
    if end < 0:
        return False
    if not silent:
        limit = state.posMax
        state.pos, state.posMax = start, end
        state.push("spoiler_open", "label", 1)
        state.env["spoiler"] = True
        state.md.inline.tokenize(state)
        state.env["spoiler"] = False
        state.push("spoiler_close", "label", -1)
        state.posMax = limit
    state.pos = end + 2
    return True
