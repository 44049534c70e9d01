"""Discord's Markdown, shown as Discord shows it."""

from __future__ import annotations

import re
import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.hostile import TEXTS
from tests.transcripts.pages import Page
from tickets.transcripts.document import Author, Emoji, Names
from tickets.transcripts.writing.colours import Palette, contrast, readable
from tickets.transcripts.writing.elements import Html, element, escape, joined, line
from tickets.transcripts.writing.markup import Markup
from tickets.transcripts.writing.text import safe
from tickets.transcripts.writing.timestamps import Clock

NAMES = Names(
    authors={1: Author(id=1, name="Bob <b>", username="bob")},
    roles={2: ("Moderators", 0xF1C40F)},
    channels={3: "rules"},
)


def emoji(_emoji: Emoji | None, name: str) -> Html:
    return element("i", name)


def markup() -> Markup:
    return Markup(NAMES, Clock(Locale("en")), Palette(), emoji)


def shown(text: str) -> str:
    """The HTML of a text, with the attributes left out that are the same everywhere."""
    made = markup().block(text)
    return re.sub(r' (?:rel|title|type|aria-label)="[^"]*"', "", made)


def web(address: str, words: str | None = None) -> str:
    return f'<a href="{address}">{words or address}</a>'


def at(words: str) -> str:
    return f'<span class="at">{words}</span>'


def moment(words: str) -> str:
    return f'<time datetime="2023-11-14T22:13:20Z" class="stamp">{words}</time>'


def hidden(words: str) -> str:
    return f'<label class="sp"><input><span>{words}</span></label>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[](https://e.org)", f"[]({web('https://e.org')})"),
        ("[ ](https://e.org)", f"[ ]({web('https://e.org')})"),
        ("[\u200b\u2060](https://e.org)", f"[\u200b\u2060]({web('https://e.org')})"),
        ("[\u3164](https://e.org)", f"[\u3164]({web('https://e.org')})"),
        ("[word]()", "[word]()"),
        ("[word](#here)", "[word](#here)"),
        ("[word](javascript:alert(1))", "[word](javascript:alert(1))"),
        ("[word]( https://e.org )", web("https://e.org", "word")),
        ("[word](<https://e.org>)", web("https://e.org", "word")),
        ("[**word**](https://e.org)", web("https://e.org", "<strong>word</strong>")),
    ],
)
def test_a_masked_link_needs_words_and_an_address(text: str, expected: str) -> None:
    """Without words that can be seen, or a web address, it stays as it was typed."""
    made = shown(text)
    # Signs that nobody sees need not stay.
    assert made in (expected, re.sub("[\u200b\u2060]", "", expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\n\n  text", "plain\n\n  text"),
        (
            "**b** *i* _i_ __u__ ~~s~~",
            "<strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s>",
        ),
        ("***both***", "<em><strong>both</strong></em>"),
        ("__*both*__", "<u><em>both</em></u>"),
        (r"\*not\* 1 * 2 snake_case_name", "*not* 1 * 2 snake_case_name"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("||hidden **b**||", hidden("hidden <strong>b</strong>")),
        ("`<a> **b**`", "<code>&lt;a&gt; **b**</code>"),
        ("``a`b``", "<code>a`b</code>"),
        ("a```py\n**x**\n```b", 'a<pre><span class="lang">py</span><code>**x**</code></pre>b'),
        ("```x```", "<pre><code>x</code></pre>"),
        ("```never closed", "```never closed"),
        ("# one\n## two\n#none", '<div class="h1">one</div><div class="h2">two</div>#none'),
        ("### three", '<div class="h3">three</div>'),
        ("-# small *print*", '<div class="small">small <em>print</em></div>'),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("> a\n> b\nc", "<blockquote>a\nb</blockquote>c"),
        (">>> a\nb", "<blockquote>a\nb</blockquote>"),
        ("> ```\n> x\n> ```", "<blockquote><pre><code>x</code></pre></blockquote>"),
        ("<@1> <@!1>", f"{at('@Bob &lt;b&gt;')} {at('@Bob &lt;b&gt;')}"),
        ("<@7>", at("@unknown user")),
        ("<@&2> <@&7>", f'<span class="at c0">@Moderators</span> {at("@deleted role")}'),
        ("<#3> <#7>", f"{at('#rules')} {at('#deleted channel')}"),
        ("@everyone @here a@example.org", f"{at('@everyone')} {at('@here')} a@example.org"),
        ("</ticket open:5>", at("/ticket open")),
        ("<:wave:5> <a:wave:5>", "<i>wave</i> <i>wave</i>"),
        ("https://a.b/c_d_e?x=1&y=2.", f"{web('https://a.b/c_d_e?x=1&amp;y=2')}."),
        ("(https://a.b/c_(d))", f"({web('https://a.b/c_(d)')})"),
        ("**https://a.b/**", f"<strong>{web('https://a.b/')}</strong>"),
        ("<https://a.b/>", web("https://a.b/")),
        ("[**m**](https://a.b/)", web("https://a.b/", "<strong>m</strong>")),
        ("[m](<https://a.b/>)", web("https://a.b/", "m")),
        ("[j](javascript:x) [d](data:x)", "[j](javascript:x) [d](data:x)"),
        ("http:// https://", "http:// https://"),
        ("<t:1700000000:t>", moment("10:13\u202fPM")),
        ("<t:1700000000:D>", moment("November 14, 2023")),
        ("<t:99999999999999999>", "&lt;t:99999999999999999&gt;"),
    ],
)
def test_marks_are_shown_as_discord_shows_them(text: str, expected: str) -> None:
    """Every mark that Discord knows, and what only looks like one."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "jumbo"),
    [
        ("🎉", True),
        ("🎉 👍🏽 👩‍👩‍👧 🇫🇷 1️⃣ <:wave:5>", True),
        ("🎉 hello", False),
        ("🎉" * 31, False),
        ("1", False),
        ("", False),
        (" ", False),
    ],
)
def test_emoji_alone_are_large(text: str, jumbo: bool) -> None:
    """Up to thirty emoji without a word between them are shown large."""
    assert markup().is_jumbo(text) is jumbo


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_takes_long(text: str) -> None:
    """However it is nested, a message as long as Discord allows takes no noticeable time."""
    long = (text * (4000 // max(len(text), 1) + 1))[:4000]
    # Of the processor: whatever else the machine does meanwhile doesn't count.
    start = time.thread_time()
    markup().block(long)
    markup().plain(long)
    markup().is_jumbo(long)
    assert time.thread_time() - start < 1


@given(st.text(alphabet="*_~`|<>[]()\\#-: \n@&a1.t/h", max_size=60))
def test_whatever_is_typed_is_balanced(text: str) -> None:
    """Marks in any order make elements that close in order, and no link out of the web."""
    made = markup().block(f"https://a.b {text} [x](https://y.z) <@1>")
    Page(f"\ufeff<!--\n --><!DOCTYPE html><html><body>{made}</body></html>")


@given(st.text())
def test_a_comment_never_ends_early(text: str) -> None:
    """No text has two hyphens side by side when it gets into the comment."""
    assert "--" not in safe(text)


@given(st.text())
def test_names_are_one_line(text: str) -> None:
    """A name has no breaks, turns no text around it, and is never invisible."""
    made = line(text)
    assert made.split(" ") == made.split()
    assert made


def test_texts_are_escaped_by_type() -> None:
    """Only what was made by this package stands in a page as it is."""
    piece = element("b", "<i>")
    assert piece == "<b>&lt;i&gt;</b>"
    assert joined((piece, "<i>")) == "<b>&lt;i&gt;</b>&lt;i&gt;"
    changed = piece.replace("b", "script")
    assert not isinstance(changed, Html)
    assert joined((changed,)) == escape(changed)


@pytest.mark.parametrize("background", [0x313338, 0xFFFFFF])
@given(colour=st.integers(0, 0xFFFFFF))
def test_every_colour_can_be_read(background: int, colour: int) -> None:
    """Names keep their role's colour as far as it can be read on the page."""
    shown = readable(colour, background)
    assert contrast(shown, background) >= 4.5
